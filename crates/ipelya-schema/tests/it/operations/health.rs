//! How the service is: what runs by itself, what failed, what got stuck.

use ipelya_test::{Project, Session};
use serde_json::{Value, json};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const NOON: OffsetDateTime = datetime!(2030-01-01 12:00 UTC);

async fn health(project: &Project, at: OffsetDateTime) -> Value {
    project.value("select public.live_ops_health($1)", &[&at]).await
}

/// Kind and id of everything that is stuck.
async fn stuck(project: &Project, at: OffsetDateTime) -> Value {
    let sql = "select coalesce(jsonb_agg(jsonb_build_array(s.kind, s.id) order by s.kind), '[]')
               from public.live_stuck(10, $1) s";
    project.value(sql, &[&at]).await
}

#[tokio::test]
async fn a_project_in_which_nothing_ever_ran_says_so() {
    let project = Project::start().await;
    let never = json!({
        "realtime": true,
        "tick": { "at": null, "seconds_ago": null },
        "sweep": { "at": null, "seconds_ago": null, "errors": 0 },
        "webhook": {
            "at": null, "seconds_ago": null, "lag_seconds": null, "errors": 0, "joined": 0, "aborted": 0,
        },
        "push": { "waiting": 0, "oldest_at": null },
        "stuck": {},
    });
    assert_eq!(health(&project, NOON).await, never);
}

#[tokio::test]
async fn the_last_of_everything_is_told_and_what_failed_in_a_quarter_of_an_hour() {
    let project = Project::start().await;
    let db = project.db();
    db.execute("select public.live_tick($1)", &[&(NOON - Duration::seconds(7))]).await.unwrap();
    // one of those only who are away is no sweep of everything, and an older one that is late tells nothing new
    for (age, away) in [(40, false), (50, false), (10, true)] {
        let facts = "select public.live_sweep_facts($1, $2)";
        db.execute(facts, &[&(NOON - Duration::seconds(age)), &away]).await.unwrap();
    }
    for (age, event_type, status) in [
        (60, "room_started", "success"),
        (80, "room_finished", "error"),
        (81, "participant_joined", "success"),
        (82, "participant_joined", "skipped"),
        (83, "participant_connection_aborted", "success"),
        (900, "participant_joined", "success"),
        (20, "sweep", "error"),
        (30, "sweep", "error"),
        (901, "sweep", "error"),
    ] {
        let at = NOON - Duration::seconds(age);
        let sql = "insert into public.live_webhook_logs (event_type, processing_status, event, created_at)
                   values ($1, $2, jsonb_build_object('created_at', $3::timestamptz - interval '3 seconds'), $3)";
        db.execute(sql, &[&event_type, &status, &at]).await.unwrap();
    }
    let person = project.given().user().await;
    let push = "insert into public.live_outbox (
                  recipient_id, push_token, type, subject_id, title, body, data, expires_at, due_at, created_at
                ) values ($1, 'token', 'missed_call', gen_random_uuid(), 't', 'b', '{}', $2, $2, $2)";
    db.execute(push, &[&person.id, &(NOON - Duration::minutes(1))]).await.unwrap();

    assert_eq!(
        health(&project, NOON).await,
        json!({
            "realtime": true,
            "tick": { "at": "2030-01-01T11:59:53+00:00", "seconds_ago": 7 },
            "sweep": { "at": "2030-01-01T11:59:20+00:00", "seconds_ago": 40, "errors": 2 },
            "webhook": {
                "at": "2030-01-01T11:59:00+00:00", "seconds_ago": 60, "lag_seconds": 3, "errors": 1, "joined": 2,
                "aborted": 1,
            },
            "push": { "waiting": 1, "oldest_at": "2030-01-01T11:59:00+00:00" },
            "stuck": {},
        })
    );
    assert_eq!(health(&project, NOON + Duration::minutes(2)).await["stuck"], json!({ "unsent_push": 1 }));
}

/// A session on air since noon whose host and room are there.
async fn sound(project: &Project) -> Session {
    let session = project.given().live_session(&project.given().creator().await).insert().await;
    let sql = "update public.live_sessions set started_at = $2 where id = $1";
    project.execute(sql, &[&session.id, &NOON]).await;
    let room = format!(
        "insert into public.live_rooms (room_sid, room_name, session_id, started_at)
         values ('RM_{0}', '{1}', '{0}', $1)",
        session.id, session.room_name
    );
    project.execute(&room, &[&NOON]).await;
    project.given().host_connects(&session, NOON).await;
    session
}

#[tokio::test]
async fn a_session_without_a_room_and_a_room_without_its_session_are_stuck() {
    let project = Project::start().await;
    let session = sound(&project).await;
    assert_eq!(stuck(&project, NOON + Duration::hours(1)).await, json!([]));

    project.execute("update public.live_rooms set finished_at = $1", &[&NOON]).await;
    assert_eq!(stuck(&project, NOON + Duration::seconds(179)).await, json!([]));
    let lost = json!([["session_without_room", session.id]]);
    assert_eq!(stuck(&project, NOON + Duration::minutes(3)).await, lost);

    project.execute("update public.live_rooms set finished_at = null", &[]).await;
    let end = "select public.live_end_session($1, 'host_ended', $2)";
    project.execute(end, &[&session.id, &NOON]).await;
    // half a minute is the room's own
    assert_eq!(stuck(&project, NOON + Duration::seconds(209)).await, json!([]));
    let left = json!([["room_of_ended_session", session.id]]);
    assert_eq!(stuck(&project, NOON + Duration::seconds(210)).await, left);
}

#[tokio::test]
async fn deadlines_that_nobody_writes_down_are_stuck() {
    let project = Project::start().await;
    let given = project.given();
    let session = sound(&project).await;
    let set = "update public.live_sessions set max_ends_at = $2 where id = $1";
    project.execute(set, &[&session.id, &NOON]).await;
    let (caller, callee) = (given.user().await, given.creator().await);
    let ring = given.call(&caller, &callee).ring_expires_at(NOON).insert().await;
    let talk = given.call(&given.user().await, &given.creator().await);
    let talk = talk.status("connected").max_ends_at(NOON).insert().await;
    project.execute("update public.calls set answered_at = $1 where status = 'connected'", &[&NOON]).await;
    assert_eq!(stuck(&project, NOON + Duration::seconds(59)).await, json!([]));
    assert_eq!(
        stuck(&project, NOON + Duration::seconds(60)).await,
        json!([["overdue_call", talk.id], ["overdue_ring", ring.id], ["overdue_session", session.id]])
    );

    // the tick writes them down
    project.execute("select public.live_tick($1)", &[&(NOON + Duration::seconds(60))]).await;
    assert_eq!(stuck(&project, NOON + Duration::seconds(61)).await, json!([]));
}

#[tokio::test]
async fn realtime_is_ready_while_its_messages_have_the_days_partition() {
    let project = Project::start().await;
    assert_eq!(health(&project, NOON).await["realtime"], true);
    // as the hosted service keeps them
    let parted = "alter table realtime.messages rename to messages_of_one_table;
                  create table realtime.messages (inserted_at timestamp not null) partition by range (inserted_at);
                  create table realtime.messages_2030_01_01 partition of realtime.messages
                    for values from ('2030-01-01') to ('2030-01-02')";
    crate::contract::stored::admin(&project, parted).await;
    assert_eq!(health(&project, NOON).await["realtime"], true);
    assert_eq!(health(&project, NOON + Duration::hours(12)).await["realtime"], false);
    crate::contract::stored::admin(&project, "drop table realtime.messages").await;
    assert_eq!(health(&project, NOON).await["realtime"], false);
}
