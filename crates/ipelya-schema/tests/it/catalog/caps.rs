//! What one person may write is bounded, in one statement as in many.

use ipelya_test::{Project, User};
use tokio_postgres::error::SqlState;

/// Every table that a signed-in client may insert into, and what bounds one person's rows there.
const CAPS: [(&str, &str); 9] = [
    ("blocked_users", "one for each other person, by its keys"),
    ("device_tokens", "one, by its key"),
    ("live_admin_logs", "admins only; kept for admin_log_days_count days"),
    ("live_messages", "chat_messages_count in chat_window_seconds and session, the host chat_host_messages_count"),
    ("live_reports", "report_rate_count an hour"),
    ("live_user_settings", "one, by its key"),
    ("notification_preferences", "one, by its key"),
    ("push_tokens", "one, by its key"),
    ("user_broadcast_thumbnails", "thumbnail_count"),
];

#[tokio::test]
async fn every_table_that_clients_may_insert_into_is_bounded_for_each_of_them() {
    let project = Project::start().await;
    let sql = "select c.relname::text from pg_class c
               where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                 and (has_any_column_privilege('authenticated', c.oid, 'insert')
                   or has_any_column_privilege('anon', c.oid, 'insert'))
               order by 1";
    let found: Vec<String> = project.db().query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(found, CAPS.map(|(table, _)| table));
}

/// One statement of a signed-in client, and how many rows it wrote; the SQLSTATE if it was refused.
async fn says(project: &Project, who: &User, sql: &str) -> Result<u64, SqlState> {
    let db = project.db();
    let claims = serde_json::json!({ "role": "authenticated", "sub": who.id, "session_id": who.session_id });
    db.batch_execute(&format!("begin; set local request.jwt.claims = '{claims}'; set local role authenticated"))
        .await
        .unwrap();
    let outcome = db.execute(sql, &[]).await;
    db.batch_execute(if outcome.is_ok() { "commit" } else { "rollback" }).await.unwrap();
    outcome.map_err(|error| error.code().unwrap().clone())
}

fn thumbnails(who: &User, many: u32) -> String {
    format!(
        "insert into public.user_broadcast_thumbnails (user_id, thumbnail_url)
         select '{}', 'https://cdn.example/' || n || '.jpg' from generate_series(1, {many}) n",
        who.id
    )
}

#[tokio::test]
async fn nobody_keeps_more_thumbnails_than_the_setting_says_however_they_are_sent() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);
    assert_eq!(says(&project, &creator, &thumbnails(&creator, 20_000)).await, Err(SqlState::CHECK_VIOLATION));
    assert_eq!(says(&project, &creator, &thumbnails(&creator, 50)).await, Ok(50));
    assert_eq!(says(&project, &creator, &thumbnails(&creator, 1)).await, Err(SqlState::CHECK_VIOLATION));
    assert_eq!(says(&project, &other, &thumbnails(&other, 1)).await, Ok(1));

    given.setting("thumbnail_count", serde_json::json!(51)).await;
    assert_eq!(says(&project, &creator, &thumbnails(&creator, 1)).await, Ok(1));
    let throw_away = "delete from public.user_broadcast_thumbnails";
    assert_eq!(says(&project, &creator, throw_away).await, Ok(51));
    assert_eq!(says(&project, &creator, &thumbnails(&creator, 1)).await, Ok(1));
}

#[tokio::test]
async fn nobody_keeps_more_files_in_the_bucket_than_the_setting_says() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);
    let files = |who: &User, from: u32, to: u32| {
        format!(
            "insert into storage.objects (bucket_id, name)
             select 'broadcast-thumbnails', '{}/' || n || '.jpg' from generate_series({from}, {to}) n",
            who.id
        )
    };
    assert_eq!(says(&project, &creator, &files(&creator, 1, 51)).await, Err(SqlState::INSUFFICIENT_PRIVILEGE));
    assert_eq!(says(&project, &creator, &files(&creator, 1, 50)).await, Ok(50));
    assert_eq!(says(&project, &creator, &files(&creator, 51, 51)).await, Err(SqlState::INSUFFICIENT_PRIVILEGE));
    assert_eq!(says(&project, &other, &files(&other, 1, 1)).await, Ok(1));
}

#[tokio::test]
async fn the_cap_holds_for_a_bucket_with_rules_of_its_own_and_for_no_other_bucket() {
    let project = Project::start().await;
    let creator = project.given().creator().await;
    project
        .db()
        .batch_execute(
            "drop policy broadcast_thumbnails_own on storage.objects;
             create policy anything on storage.objects for all to authenticated using (true) with check (true);
             insert into storage.buckets (id, name) values ('avatars', 'avatars');",
        )
        .await
        .unwrap();
    let files = |bucket: &str| {
        format!(
            "insert into storage.objects (bucket_id, name)
             select '{bucket}', '{}/' || n || '.jpg' from generate_series(1, 60) n",
            creator.id
        )
    };
    assert_eq!(says(&project, &creator, &files("broadcast-thumbnails")).await, Err(SqlState::INSUFFICIENT_PRIVILEGE));
    assert_eq!(says(&project, &creator, &files("avatars")).await, Ok(60));
}

#[tokio::test]
async fn reports_and_chat_lines_sent_in_one_statement_are_counted_one_by_one() {
    let project = Project::start().await;
    let given = project.given();
    let (host, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&host).insert().await;
    given.participant(&session, &viewer).insert().await;
    let reports = |many: u32| {
        format!(
            "insert into public.live_reports (reporter_id, reported_user_id, reason)
             select '{}', '{}', 'spam' from generate_series(1, {many})",
            viewer.id, host.id
        )
    };
    let lines = |who: &User, many: u32| {
        format!(
            "insert into public.live_messages (session_id, sender_id, sender_profile_id, content)
             select '{}', '{}', '{}', 'selam ' || n from generate_series(1, {many}) n",
            session.id, who.id, who.profile_id
        )
    };
    let too_many = |code: &SqlState| assert_eq!(code.code(), "PT429");
    too_many(&says(&project, &viewer, &reports(21)).await.unwrap_err());
    assert_eq!(says(&project, &viewer, &reports(20)).await, Ok(20));
    too_many(&says(&project, &viewer, &lines(&viewer, 11)).await.unwrap_err());
    assert_eq!(says(&project, &viewer, &lines(&viewer, 10)).await, Ok(10));
    // a host says more, but not everything
    too_many(&says(&project, &host, &lines(&host, 101)).await.unwrap_err());
    assert_eq!(says(&project, &host, &lines(&host, 100)).await, Ok(100));
}
