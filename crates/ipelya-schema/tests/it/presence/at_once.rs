//! Reports that come in at the same moment, each in a transaction of its own.

use crate::presence::report::{Connection, Report, moment};
use crate::presence::stage::{Stage, pick};
use futures_util::future::join_all;
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio_postgres::{Client, NoTls};

async fn connections(stage: &Stage, number: usize) -> Vec<Client> {
    let url = stage.project.env()["DATABASE_URL"].clone();
    join_all((0..number).map(async |_| {
        let (db, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        tokio::spawn(connection);
        db.batch_execute("set role service_role").await.unwrap();
        db
    }))
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_joins_the_next_room_while_the_last_one_ends_is_inside() {
    for everybody_joins_first in [true, false] {
        let stage = Stage::live().await;
        let viewer = stage.person("viewer").await;
        stage.hear(Report::started("RM_1", 0)).await;
        let mut joins = Vec::new();
        for person in [&stage.host, &viewer] {
            stage.hear(Connection::of(person, &format!("PA_1{}", person.id)).joined(5)).await;
            joins.push(Connection::of(person, &format!("PA_2{}", person.id)).in_room("RM_2").joined(61));
        }
        let joins = joins.iter().map(|join| join.sql(&stage.session.room_name, 61)).collect::<Vec<_>>().join("; ");
        let finish = Report::finished("RM_1", 60, "SERVER_SHUTDOWN").sql(&stage.session.room_name, 61);
        let (first, second) = if everybody_joins_first { (&joins, &finish) } else { (&finish, &joins) };
        let db = connections(&stage, 2).await;
        let waiter: i32 = db[1].query_one("select pg_backend_pid()", &[]).await.unwrap().get(0);

        db[0].batch_execute(&format!("begin; {first}")).await.unwrap();
        let commit = async {
            let waits = "select cardinality(pg_blocking_pids($1)) > 0";
            while !stage.project.db().query_one(waits, &[&waiter]).await.unwrap().get::<_, bool>(0) {}
            db[0].batch_execute("commit").await.unwrap();
        };
        let (done, ()) = tokio::join!(db[1].batch_execute(second), commit);
        done.unwrap();

        stage.tick(200).await;
        assert_eq!(pick(&stage.session_row().await, ["status", "host_left", "viewers"]), json!(["live", null, 1]));
        for person in [&stage.host, &viewer] {
            let place = pick(&stage.place_of(person).await, ["active", "sid", "left"]);
            assert_eq!(place, json!([true, format!("PA_2{}", person.id), null]));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_sessions_reports_at_once_end_in_the_same_rows() {
    let stage = Stage::live().await;
    let db = connections(&stage, 12).await;
    let mut people = vec![stage.host.clone()];
    for _ in 0..20 {
        people.push(stage.person("viewer").await);
    }
    let mut calls = Vec::new();
    for person in &people {
        let (old, new) = (
            Connection::of(person, &format!("PA_1{}", person.id)),
            Connection::of(person, &format!("PA_2{}", person.id)),
        );
        for report in [new.joined(38), old.left(40), old.joined(10)] {
            calls.push(report.sql(&stage.session.room_name, 1000));
        }
    }
    calls.insert(20, Report::finished("RM_1", 100, "SERVER_SHUTDOWN").sql(&stage.session.room_name, 1000));
    calls.insert(40, "select public.live_tick('2100-01-01 12:00:20Z')".to_owned());
    // each twice, and the second time by another connection
    let lanes = db.iter().enumerate().map(async |(index, db)| {
        for turn in [index, index + 1] {
            for call in calls.iter().skip(turn % 12).step_by(12) {
                db.batch_execute(call).await.unwrap();
            }
        }
    });
    join_all(lanes).await;

    let picture = stage.picture().await;
    assert_eq!(pick(&picture["session"], ["status", "host_left"]), json!(["live", 100]));
    assert_eq!(picture["numbers"], json!([0, 20, 20]));
    for person in &people {
        let place = pick(&picture["people"][person.id.to_string()], ["active", "joined", "left", "watched"]);
        assert_eq!(place, json!([false, 38, 100, 30 + 62]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_has_watched_longer_than_the_session_whichever_is_heard_of_first() {
    for end_comes_first in [true, false] {
        let stage = Stage::live().await;
        let viewer = stage.person("viewer").await;
        let connection = Connection::of(&viewer, "PA_V");
        stage.hear(connection.joined(10)).await;
        let end = format!("select public.live_end_session('{}', 'host_ended', {})", stage.session.id, moment(100));
        let left = connection.left(150).sql(&stage.session.room_name, 151);
        let (first, second) = if end_comes_first { (&end, &left) } else { (&left, &end) };
        let db = connections(&stage, 2).await;
        let waiter: i32 = db[1].query_one("select pg_backend_pid()", &[]).await.unwrap().get(0);

        db[0].batch_execute(&format!("begin; {first}")).await.unwrap();
        let done = AtomicBool::new(false);
        let second = async {
            db[1].batch_execute(second).await.unwrap();
            done.store(true, Ordering::SeqCst);
        };
        // the one waits for the other, or should it not, the rows tell
        let commit = async {
            let waits = "select cardinality(pg_blocking_pids($1)) > 0";
            while !done.load(Ordering::SeqCst)
                && !stage.project.db().query_one(waits, &[&waiter]).await.unwrap().get::<_, bool>(0)
            {
                tokio::task::yield_now().await;
            }
            db[0].batch_execute("commit").await.unwrap();
        };
        tokio::join!(second, commit);
        assert_eq!(stage.place_of(&viewer).await["watched"], 90, "the end comes first: {end_comes_first}");
    }
}
