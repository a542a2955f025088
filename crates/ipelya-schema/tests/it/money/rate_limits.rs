//! Token buckets. A minute here is sixty seconds of the time that is handed in.

use crate::money::service_connection::{Crowd, now};
use futures_util::future::join_all;
use ipelya_test::Project;
use time::Duration;
use tokio_postgres::types::ToSql;

const TEN_A_MINUTE: (i32, i32) = (10, 60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_is_full_at_first_then_refills_steadily_and_never_overflows() {
    let project = Project::start().await;
    let start = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;
    let wait_at =
        async |seconds: i64| crowd[0].wait("a", "gift", TEN_A_MINUTE, start + Duration::seconds(seconds)).await;

    for _ in 0..10 {
        assert_eq!(wait_at(0).await, 0);
    }
    // a token every six seconds, and asking in vain costs nothing
    for (second, wait) in [(0, 6), (0, 6), (1, 5), (5, 1), (6, 0), (6, 6), (9, 3), (18, 0), (18, 0), (18, 6)] {
        assert_eq!(wait_at(second).await, wait, "after {second} s");
    }
    // a day off fills it, once
    for _ in 0..10 {
        assert_eq!(wait_at(86_400).await, 0);
    }
    assert_eq!(wait_at(86_400).await, 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_holds_nothing_gives_nothing() {
    let project = Project::start().await;
    let start = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;
    for second in [0, 0, 60, 86_400] {
        assert_eq!(crowd[0].wait("a", "gift", (0, 60), start + Duration::seconds(second)).await, 60);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_behind_gives_nothing_away() {
    let project = Project::start().await;
    let start = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;
    let wait_at =
        async |seconds: i64| crowd[0].wait("a", "gift", TEN_A_MINUTE, start + Duration::seconds(seconds)).await;

    for second in [0, -1, -2, -3, -4, -5, -6, -7, -8, -9] {
        assert_eq!(wait_at(second).await, 0);
    }
    assert_eq!(wait_at(-3).await, 9);
    assert_eq!(wait_at(0).await, 6);
    assert_eq!(wait_at(6).await, 0);
    assert_eq!(wait_at(6).await, 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_subject_and_each_action_has_its_own_bucket() {
    let project = Project::start().await;
    let start = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;

    assert_eq!(crowd[0].wait("a", "gift", (1, 60), start).await, 0);
    assert_eq!(crowd[0].wait("a", "gift", (1, 60), start).await, 60);
    assert_eq!(crowd[0].wait("b", "gift", (1, 60), start).await, 0);
    assert_eq!(crowd[0].wait("a", "report", (1, 60), start).await, 0);
    assert_eq!(crowd[0].wait("a", "gift", (1, 60), start).await, 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_forty_at_the_same_moment_exactly_the_ten_tokens_are_taken() {
    let project = Project::start().await;
    let start = now(&project).await;
    let crowd = Crowd::of(&project, 40).await;

    // a new bucket, then one that is there already
    for (moment, expected) in [(0, 10), (30, 5)] {
        let at = start + Duration::seconds(moment);
        let waits = join_all(crowd.iter().map(|service| service.wait("a", "gift", TEN_A_MINUTE, at))).await;
        assert_eq!(waits.iter().filter(|wait| **wait == 0).count(), expected);
        assert!(waits.iter().all(|wait| [0, 6].contains(wait)), "{waits:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_as_long_as_told_is_let_in() {
    let project = Project::start().await;
    // every bucket up to 60 tokens over several spans: emptied, asked, asked again after that many seconds
    let sql = "with buckets as (
                 select capacity, span, capacity || ' over ' || span as subject, timestamptz '2026-11-21 12:00Z' as at
                 from generate_series(1, 60) capacity, unnest(array[1, 7, 10, 49, 60, 98, 3600]) span
               ), emptied as (
                 insert into public.live_rate_limits (subject, action, tokens, refilled_at)
                 select subject, 'x', 0, at from buckets
               )
               select subject, capacity, span, at from buckets";
    let buckets = project.db().query(sql, &[]).await.unwrap();
    assert_eq!(buckets.len(), 420);
    let sql = "with told as (
                 select b.subject, w.wait, split_part(b.subject, ' over ', 1)::integer as capacity,
                   split_part(b.subject, ' over ', 2)::integer as span, b.refilled_at as at
                 from public.live_rate_limits b
                 cross join lateral public.live_rate_wait(
                   b.subject, 'x', split_part(b.subject, ' over ', 1)::integer,
                   split_part(b.subject, ' over ', 2)::integer, b.refilled_at
                 ) w (wait)
               )
               select subject, wait,
                 public.live_rate_wait(subject, 'x', capacity, span, at + make_interval(secs => wait))
               from told";
    let waits = project.db().query(sql, &[]).await.unwrap();
    assert_eq!(waits.len(), 420);
    for row in waits {
        let (subject, told, then): (String, i32, i32) = (row.get(0), row.get(1), row.get(2));
        assert!(told > 0, "{subject}: {told}");
        assert_eq!(then, 0, "{subject}: told to wait {told} s");
    }
}

/// What a token costs the disk: nothing. Postgres waits for it at the end of a transaction that wrote to its log, and
/// what is unlogged does not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn facts_write_nothing_that_is_waited_for_and_touch_no_index() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let ask = "select public.live_session_facts($1, $2, $3, false, now())";
    let asked: [&(dyn ToSql + Sync); 3] = [&viewer.id, &viewer.session_id, &session.id];
    // the first makes the bucket
    project.db().query_one(ask, &asked).await.unwrap();
    // what a connection has written so far is else counted together, for up to a second
    project.db().batch_execute("select pg_stat_force_next_flush()").await.unwrap();

    project.db().batch_execute("begin").await.unwrap();
    project.db().query_one(ask, &asked).await.unwrap();
    let sql = "select t.relid::regclass::text, c.relpersistence::text, t.n_tup_ins, t.n_tup_upd, t.n_tup_hot_upd
               from pg_stat_xact_user_tables t
               join pg_class c on c.oid = t.relid
               where t.n_tup_ins + t.n_tup_upd + t.n_tup_del > 0";
    let written = project.db().query(sql, &[]).await.unwrap();
    let written: Vec<(String, String, i64, i64, i64)> =
        written.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3), row.get(4))).collect();
    project.db().batch_execute("commit").await.unwrap();
    assert_eq!(written, [("live_rate_limits".to_owned(), "u".to_owned(), 0, 1, 1)]);
}
