//! Every query of the app and the panel that may meet many rows finds them by an index, and what a token asks is planned
//! once.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};

use ipelya_test::Project;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{AsyncMessage, Client, NoTls, SimpleQueryMessage, SimpleQueryRow};

/// Somebody, or something.
const ID: &str = "'00000000-0000-4000-8000-000000000000'";

/// What is asked.
fn queries() -> Vec<String> {
    [
        // the app
        "live_sessions where status = 'live' order by started_at desc limit 20",
        "live_sessions where creator_id = {id} and status = 'live'",
        "live_messages where session_id = {id} and not is_deleted order by created_at limit 100",
        "live_gifts where session_id = {id} order by created_at desc limit 50",
        "live_guest_requests where session_id = {id} and status = 'pending' order by created_at",
        "live_participants where session_id = {id} and is_active",
        "live_participants where session_id = {id} and role in ('host', 'co_host', 'speaker')",
        "live_session_bans where banned_user_id = {id} and is_active",
        "user_broadcast_thumbnails where user_id = {id} order by created_at desc",
        "live_reports where reporter_id = {id} order by created_at desc",
        "calls where callee_id = {id} and status = 'ringing'",
        "calls where caller_id = {id} order by created_at desc limit 50",
        "recordings where session_id = {id} order by created_at desc limit 20",
        "recordings where owner_id = {id} and session_id is not null order by created_at desc limit 20",
        "recordings where call_id = {id} order by created_at desc limit 20",
        // the tick and the sweeper
        "recordings where status in ('requested', 'starting', 'active', 'ending')",
        "recordings where available_at is null and status in ('complete', 'limit_reached') and ended_at > now()",
        "recordings where egress_id = 'EG_1' or (egress_id is null and storage_key = 'key')",
        "recordings where owner_id is null and held_at is null order by created_at limit 100",
        "recordings where erase_at <= now() and held_at is null order by erase_at limit 100",
        "recordings where created_at <= now() and call_id is null and held_at is null order by created_at limit 100",
        "recordings where created_at <= now() and call_id is not null and held_at is null order by created_at limit 100",
        "recordings where id > {id} order by id limit 200",
        "recording_subjects where user_id is null",
        "live_object_deletions where due_at <= now() order by due_at limit 100",
        "live_object_deletions where storage_key = 'key' or egress_id = 'EG_1'",
        "live_object_deletions where storage_key between 'v1/' and 'v1/g'",
        // the panel
        "recordings order by created_at desc limit 50",
        "live_object_deletions order by created_at desc limit 50",
        "live_sessions order by created_at desc limit 50",
        "live_sessions where created_at >= now() - interval '1 day'",
        "live_session_bans order by created_at desc limit 50",
        "live_reports order by created_at desc limit 50",
        "live_reports where status = 'pending' order by created_at desc limit 50",
        "live_admin_logs order by created_at desc limit 50",
        "live_moderation_actions where session_id = {id} order by created_at desc limit 50",
        "live_moderation_actions where target_user_id = {id} order by created_at desc limit 50",
        "live_webhook_logs order by created_at desc limit 100",
        "live_webhook_logs where event_type = 'room_started' order by created_at desc limit 100",
        "live_messages where session_id = {id} order by created_at desc limit 50",
        "calls where created_at >= now() - interval '1 day' order by created_at",
        "calls where status in ('ringing', 'connected') order by initiated_at desc limit 50",
        "calls where kind <> 'user_to_user' and status = 'ended' order by initiated_at desc limit 50",
        "live_gifts where created_at >= now() - interval '1 day'",
        "live_participants where user_id = {id} and is_active order by joined_at desc limit 1",
        "live_participants where session_id = {id} order by role, joined_at, id limit 100",
        "live_sessions where livekit_room_name = 'live_video_1'",
        "live_reports where status = any ('{pending,reviewing}') order by created_at desc limit 50",
        "live_reports where reported_user_id = {id} order by created_at desc limit 5",
        "live_session_bans where banned_user_id = {id} order by created_at desc limit 5",
        "live_admin_logs where action = 'view_session' order by created_at desc limit 100",
        "live_admin_logs where target_type = 'session' and target_id = 'a' and action = 'view_session'",
    ]
    .map(|query| format!("select * from public.{}", query.replace("{id}", ID)))
    .to_vec()
}

#[tokio::test]
async fn every_query_has_an_index() {
    let project = Project::start().await;
    let db = project.db();
    // what is left of a plan that may scan a table only if it must
    db.batch_execute("set enable_seqscan = off").await.unwrap();
    let mut without = Vec::new();
    for query in queries() {
        let said = db.simple_query(&format!("explain (costs off) {query}")).await.unwrap();
        let line = |row: &SimpleQueryRow| row.get(0).unwrap_or_default().to_owned();
        let plan: Vec<_> = said
            .iter()
            .filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some(line(row)),
                _ => None,
            })
            .collect();
        if plan.iter().any(|line| line.contains("Seq Scan")) {
            without.push((query, plan));
        }
    }
    assert!(without.is_empty(), "{without:#?}");
}

/// A connection of functions, and what Postgres plans on it.
async fn planning(project: &Project) -> (Client, Arc<Mutex<Vec<String>>>) {
    let (client, mut connection) = tokio_postgres::connect(&project.postgres_url(), NoTls).await.unwrap();
    let plans = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&plans);
    tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            match message {
                AsyncMessage::Notice(notice) if notice.message() == "plan:" => {
                    seen.lock().unwrap().push(notice.where_().unwrap_or("asked").to_owned());
                }
                _ => {}
            }
        }
    });
    client.batch_execute("set client_min_messages = log; set debug_print_plan = on").await.unwrap();
    (client, plans)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_plans_what_is_inside_of_the_facts_once() {
    let project = Project::start().await;
    let given = project.given();
    let (viewer, creator) = (given.user().await, given.creator().await);
    let session = given.live_session(&creator).insert().await;
    let (client, plans) = planning(&project).await;
    // as functions ask: without a name, so that Postgres plans this line each time
    let ask = "select f.reply from public.live_session_facts($1, $2, $3, false, now()) as f(reply)";
    let asked: [(&(dyn ToSql + Sync), Type); 3] =
        [(&viewer.id, Type::UUID), (&viewer.session_id, Type::UUID), (&session.id, Type::UUID)];
    let mut of_each = Vec::new();
    // Postgres plans for the arguments at hand five times before it settles for a plan for all
    for _ in 0..8 {
        client.query_typed(ask, &asked).await.unwrap();
        of_each.push(std::mem::take(&mut *plans.lock().unwrap()));
    }
    assert!(of_each[0].len() > 1, "the first plans what is inside: {of_each:#?}");
    for later in &of_each[6..] {
        assert_eq!(later, &["asked"]);
    }
}
