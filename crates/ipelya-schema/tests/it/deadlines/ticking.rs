//! One slow, stuck or cancelled part of the tick keeps no other from running, and somebody notices when nothing ticks.

use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use tokio_postgres::{Client, NoTls};

use super::noon;

pub(crate) async fn connect(project: &Project) -> Client {
    let (db, connection) = tokio_postgres::connect(&project.env()["DATABASE_URL"], NoTls).await.unwrap();
    tokio::spawn(connection);
    db
}

/// What one round did; what it wrote of figures is for `stats`.
pub(crate) async fn tick(db: &Client, at: OffsetDateTime) -> Value {
    let sql = "select public.live_tick($1) - array['live_roll_up_sessions', 'live_roll_up_days', 'live_measure_usage']";
    db.query_one(sql, &[&at]).await.unwrap().get(0)
}

/// A session whose time is up at noon, a viewer who asks to come on stage and is not answered by then, and an invited one.
async fn due(project: &Project) -> (Session, User) {
    let given = project.given();
    let session = given.live_session(&given.creator().await).max_ends_at(noon()).insert().await;
    let elsewhere = given.live_session(&given.creator().await).insert().await;
    let (asking, invited) = (given.user().await, given.user().await);
    given.participant(&elsewhere, &invited).role("invited_guest").insert().await;
    project
        .db()
        .batch_execute(&format!(
            "insert into public.live_guest_requests (session_id, requester_id, requester_profile_id, expires_at)
             values ('{}', '{}', '{}', '2030-01-01 11:59Z');
             update public.live_participants
             set invitation_response = 'pending', invitation_expires_at = '2030-01-01 11:59Z' where user_id = '{}';
             update public.live_participants set admitted_at = '2031-01-01Z';",
            elsewhere.id, asking.id, asking.profile_id, invited.id
        ))
        .await
        .unwrap();
    (session, invited)
}

async fn status(project: &Project, session: &Session) -> String {
    let sql = "select status from public.live_sessions where id = $1";
    project.db().query_one(sql, &[&session.id]).await.unwrap().get(0)
}

#[tokio::test]
async fn a_part_that_hangs_on_a_lock_is_given_up_and_the_others_stand() {
    let project = Project::start().await;
    let (session, _) = due(&project).await;
    let (holder, ticker) = (connect(&project).await, connect(&project).await);
    // what the part about invitations writes to, held by somebody who has forgotten their transaction
    holder.batch_execute("begin; lock table public.live_guest_requests in access exclusive mode").await.unwrap();
    project.db().batch_execute("update public.live_sessions set max_ends_at = null").await.unwrap();
    ticker.batch_execute("set statement_timeout = '60s'").await.unwrap();

    let report = tick(&ticker, noon()).await;

    assert_eq!(report, json!({ "live_expire_requests": "55P03", "live_expire_invitations": 1 }));
    holder.batch_execute("commit").await.unwrap();
    let again = "update public.live_sessions set max_ends_at = '2030-01-01 12:00Z' where id = $1";
    project.db().execute(again, &[&session.id]).await.unwrap();
    assert_eq!(tick(&ticker, noon()).await, json!({ "live_expire_sessions": 1, "live_expire_requests": 1 }));
}

#[tokio::test]
async fn a_part_that_runs_until_the_statement_timeout_undoes_no_other() {
    let project = Project::start().await;
    let (session, _) = due(&project).await;
    project
        .db()
        .batch_execute(
            "create function public.live_test_sleep() returns trigger language plpgsql
             as $$ begin perform pg_sleep(600); return new; end $$;
             create trigger sleep before update on public.live_guest_requests
               for each row execute function public.live_test_sleep();",
        )
        .await
        .unwrap();
    let ticker = connect(&project).await;
    ticker.batch_execute("set statement_timeout = '3s'").await.unwrap();

    let report = tick(&ticker, noon()).await;

    assert_eq!(
        report,
        json!({ "live_expire_sessions": 1, "live_expire_requests": "57014", "live_expire_invitations": 1 })
    );
    assert_eq!(status(&project, &session).await, "ended");
}

#[tokio::test]
async fn one_session_that_cannot_be_ended_waits_for_nobody_and_keeps_no_other_on_air() {
    let project = Project::start().await;
    let given = project.given();
    let mut sessions = Vec::new();
    for _ in 0..3 {
        sessions.push(given.live_session(&given.creator().await).max_ends_at(noon()).insert().await);
    }
    let (holder, ticker) = (connect(&project).await, connect(&project).await);
    holder
        .batch_execute(&format!("begin; select public.live_lock_session('{}', false)", sessions[1].id))
        .await
        .unwrap();
    ticker.batch_execute("set statement_timeout = '60s'").await.unwrap();

    assert_eq!(tick(&ticker, noon()).await["live_expire_sessions"], 2);
    assert_eq!(status(&project, &sessions[1]).await, "live");
    holder.batch_execute("commit").await.unwrap();
    assert_eq!(tick(&ticker, noon()).await["live_expire_sessions"], 1);
}

#[tokio::test]
async fn a_tick_is_run_for_whoever_has_not_ticked_for_half_a_minute() {
    let project = Project::start().await;
    let (session, _) = due(&project).await;
    let late = async |at: OffsetDateTime| {
        let sql = "select public.live_tick_when_late($1) - array['live_roll_up_sessions', 'live_roll_up_days', 'live_measure_usage']";
        project.db().query_one(sql, &[&at]).await.unwrap().get::<_, Option<Value>>(0)
    };
    tick(project.db(), noon() - Duration::seconds(40)).await;

    assert_eq!(late(noon() - Duration::seconds(11)).await, None);
    assert_eq!(status(&project, &session).await, "live");
    assert_eq!(late(noon()).await.unwrap()["live_expire_sessions"], 1);
    // which counts like any other
    assert_eq!(late(noon() + Duration::seconds(29)).await, None);
    assert_eq!(late(noon() + Duration::seconds(30)).await, Some(json!({})));

    // a tick that finds another one running has not run
    let holder = connect(&project).await;
    holder.batch_execute("begin; select public.live_try_lock_tick()").await.unwrap();
    let skipped = Some(json!({ "skipped": true }));
    assert_eq!(late(noon() + Duration::minutes(2)).await, skipped);
    assert_eq!(late(noon() + Duration::minutes(2)).await, skipped);
}

#[tokio::test]
async fn logs_are_kept_as_long_as_the_settings_say() {
    let project = Project::start().await;
    let admin = project.given().admin().await;
    for (age, action) in [(731, "old"), (729, "kept")] {
        let at = noon() - Duration::days(age);
        let sql = "insert into public.live_admin_logs (admin_id, action, created_at) values ($1, $2, $3)";
        project.db().execute(sql, &[&admin.id, &action, &at]).await.unwrap();
    }
    let session = project.given().live_session(&project.given().creator().await).insert().await;
    for (age, action) in [(731, "old"), (729, "kept")] {
        let at = noon() - Duration::days(age);
        let sql = "insert into public.live_moderation_actions (session_id, actor_id, actor_role, action, created_at)
                   values ($1, $2, 'moderator', $3, $4)";
        project.db().execute(sql, &[&session.id, &admin.id, &action, &at]).await.unwrap();
    }
    for (age, action) in [(15, "old"), (13, "kept")] {
        let at = noon() - Duration::days(age);
        let sql = "insert into public.live_webhook_logs (event_type, processing_status, created_at)
                   values ($1, 'success', $2)";
        project.db().execute(sql, &[&action, &at]).await.unwrap();
    }
    for (age, key, done) in [(731, "old", true), (731, "stuck", false), (729, "kept", true)] {
        let at = noon() - Duration::days(age);
        let sql = "insert into public.live_object_deletions (storage_key, reason, created_at, due_at, done_at)
                   values ($1, 'owner', $2, case when $3 then null else $2::timestamptz end,
                     case when $3 then $2::timestamptz end)";
        project.db().execute(sql, &[&key, &at, &done]).await.unwrap();
    }
    assert_eq!(tick(project.db(), noon()).await["live_sweep_leftovers"], 4);
    let kept = "select array(select action from public.live_admin_logs),
                  array(select action from public.live_moderation_actions),
                  array(select event_type from public.live_webhook_logs)";
    let row = project.db().query_one(kept, &[]).await.unwrap();
    for log in 0..3 {
        assert_eq!(row.get::<_, Vec<String>>(log), ["kept"]);
    }
    let files = "select array(select storage_key from public.live_object_deletions order by 1)";
    let files: Vec<String> = project.db().query_one(files, &[]).await.unwrap().get(0);
    assert_eq!(files, ["kept", "stuck"], "what is not gone is asked for until it is");

    project.given().setting("admin_log_days_count", 10).await;
    assert_eq!(tick(project.db(), noon()).await["live_sweep_leftovers"], 3);
}
