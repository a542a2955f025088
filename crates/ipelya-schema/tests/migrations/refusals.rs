//! Projects the migrations refuse, and how well they say why.

use crate::scratch::Scratch;

/// The message of the error that applying the migrations ends with, and the file that raised it.
async fn refusal(scratch: &Scratch) -> (String, String) {
    match scratch.migrate().await.unwrap_err() {
        ipelya_local::Error::Sql { file, message, .. } => {
            (file.file_name().unwrap().to_string_lossy().into_owned(), message)
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_project_that_lacks_something_is_told_all_of_it_at_once() {
    let scratch = Scratch::with_the_app().await;
    scratch
        .owner()
        .await
        .batch_execute(
            "alter table public.profiles drop column username, drop column is_verified;
             alter table public.notifications rename column recipient_id to user_id;
             alter table public.creator_transactions alter column metadata drop default;
             alter table public.creator_transactions alter column metadata type text;
             alter type public.transaction_type rename value 'ppv' to 'entry';
             alter table public.coin_balances drop constraint coin_balances_user_id_key;
             drop table public.blocked_users;
             create table public.blocked_users (id uuid primary key, blocker uuid, blocked_id uuid);
             revoke select on public.admin_profiles from authenticated;",
        )
        .await
        .unwrap();

    let (file, message) = refusal(&scratch).await;
    assert!(file.ends_with("_platform_columns.sql"), "{file}");
    let first = message.lines().next().unwrap();
    let (_, named) = first.split_once(": ").unwrap();
    let named: Vec<&str> = named.trim_end_matches(" (P0001)").split(", ").collect();
    assert_eq!(
        named,
        [
            "select on admin_profiles for authenticated",
            "blocked_users.blocker_id uuid",
            "coin_balances.user_id unique",
            "creator_transactions.metadata jsonb (it is text)",
            "creator_transactions.type 'ppv'",
            "notifications.recipient_id uuid",
            "profiles.is_verified boolean",
            "profiles.username text",
        ]
    );
    let ours = "select count(*) from pg_tables where schemaname = 'public' and tablename like 'live\\_%'";
    let made: i64 = scratch.superuser().await.query_one(ours, &[]).await.unwrap().get(0);
    assert_eq!(made, 0, "a refused project is left without our tables");
}

#[tokio::test]
async fn a_project_is_accepted_once_it_has_what_it_lacked() {
    let scratch = Scratch::with_the_app().await;
    let owner = scratch.owner().await;
    owner.batch_execute("alter table public.profiles drop column username").await.unwrap();
    refusal(&scratch).await;

    owner.batch_execute("alter table public.profiles add column username text").await.unwrap();
    scratch.migrate().await.unwrap();
}

#[tokio::test]
async fn tables_left_over_from_an_earlier_plan_are_named_instead_of_half_used() {
    let scratch = Scratch::with_the_app().await;
    let owner = scratch.owner().await;
    let plan = [
        "calls",
        "live_gifts",
        "live_guest_requests",
        "live_messages",
        "live_participants",
        "live_session_bans",
        "live_sessions",
    ];
    for table in plan {
        let create = format!("create table public.{table} (id uuid primary key, session_id uuid, status text)");
        owner.batch_execute(&create).await.unwrap();
    }

    let (file, message) = refusal(&scratch).await;
    assert!(file.ends_with("_platform_columns.sql"), "{file}");
    let named = format!("under its names: {} (P0001)", plan.join(", "));
    assert!(message.lines().next().unwrap().ends_with(&named), "{message}");
    assert!(message.contains("hint: Rename them"), "{message}");
}
