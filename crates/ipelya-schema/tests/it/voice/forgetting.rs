//! What was said goes: after its time, and with the account of whoever called.

use ipelya_test::Project;
use serde_json::json;
use time::Duration;

use crate::voice::seen::seen;

#[tokio::test]
async fn what_was_said_goes_after_its_time_a_part_at_a_time() {
    let project = Project::start().await;
    let given = project.given();
    let caller = given.user().await;
    let (id, now) = (given.support_call(&caller).insert().await, ipelya_local::clock::now());
    given.setting("transcript_days_count", 3).await;
    given.spoken(id, "old", "user", "eski", now - Duration::days(3)).await;
    given.spoken(id, "new", "user", "yeni", now - Duration::days(3) + Duration::seconds(1)).await;
    let tick = project.value("select public.live_tick($1)", &[&now]).await;
    assert_eq!(tick["live_forget_transcripts"], 1, "{tick}");
    let left = "select to_jsonb(array_agg(item_id)) from public.call_transcript_lines";
    assert_eq!(project.value(left, &[]).await, json!(["new"]));

    let many = "insert into public.call_transcript_lines
                select $1, 'item_' || n, $2, 'agent', 'x', false, $3::timestamptz - interval '4 days'
                from generate_series(1, 501) n";
    project.execute(many, &[&id, &caller.id, &now]).await;
    let round = "select to_jsonb(public.live_forget_transcripts($1))";
    for gone in [500, 1, 0] {
        assert_eq!(project.value(round, &[&now]).await, gone);
    }
    assert_eq!(project.value(left, &[]).await, json!(["new"]));
}

#[tokio::test]
async fn a_line_that_somebody_is_busy_with_keeps_no_round_waiting() {
    let project = Project::start().await;
    let given = project.given();
    let caller = given.user().await;
    let (id, now) = (given.support_call(&caller).insert().await, ipelya_local::clock::now());
    for item in ["one", "two"] {
        given.spoken(id, item, "user", "eski", now - Duration::days(91)).await;
    }
    let url = project.env()["DATABASE_URL"].clone();
    let (other, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    other
        .batch_execute("begin; select from public.call_transcript_lines where item_id = 'one' for update")
        .await
        .unwrap();
    let round = "select to_jsonb(public.live_forget_transcripts($1))";
    assert_eq!(project.value(round, &[&now]).await, 1);
    other.batch_execute("rollback").await.unwrap();
    assert_eq!(project.value(round, &[&now]).await, 1);
}

#[tokio::test]
async fn what_a_caller_said_goes_with_their_account_and_the_call_stays() {
    let project = Project::start().await;
    let given = project.given();
    let (caller, staff, admin) = (given.user().await, given.admin().await, given.admin().await);
    let (id, now) = (given.support_call(&caller).insert().await, ipelya_local::clock::now());
    let joins = "insert into public.call_members (call_id, user_id, role) values ($1, $2, 'staff')";
    project.execute(joins, &[&id, &staff.id]).await;
    given.call_agent(id, now).await;
    given.spoken(id, "item_1", "user", "Merhaba", now).await;

    // staff that goes takes nothing of it along
    given.delete_user(&staff).await;
    assert_eq!(project.count("public.call_transcript_lines").await, 1);

    given.delete_user(&caller).await;
    assert_eq!(project.count("public.call_transcript_lines").await, 0);
    for query in ["select id from public.calls", "select id from public.voice_calls"] {
        assert_eq!(seen(&project, &admin, query).await, [json!(id)], "{query}");
    }
    let who = "select participant_name from public.call_participants";
    assert_eq!(seen(&project, &admin, who).await, [json!("AI")]);
    let usage = "select user_id from public.call_agents";
    assert_eq!(seen(&project, &admin, usage).await, [json!(caller.id)], "its seconds still count to their day");
}

#[tokio::test]
async fn the_other_party_keeps_the_call_when_one_of_them_goes() {
    let project = Project::start().await;
    let given = project.given();
    let (caller, callee) = (given.user().await, given.user().await);
    let id = given.call_between(&caller, &callee).insert().await;
    let now = ipelya_local::clock::now();
    given.stay(id, &caller, now, now).await;
    given.delete_user(&caller).await;
    let calls = "select caller_id from public.voice_calls";
    assert_eq!(seen(&project, &callee, calls).await, [json!(caller.id)]);
    let people = "select participant_name from public.call_participants";
    assert_eq!(seen(&project, &callee, people).await, [json!(null)]);
}
