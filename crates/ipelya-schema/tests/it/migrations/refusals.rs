//! Projects the migrations refuse, and how well they say why.

use std::path::Path;

use tokio_postgres::Client;

use crate::migrations::scratch::Scratch;

/// The message of the error that applying the migrations ends with, and the file that raised it.
pub(crate) async fn refusal(scratch: &Scratch) -> (String, String) {
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
             alter type public.transaction_type rename value 'refund' to 'undone';
             alter table public.coin_balances drop constraint coin_balances_user_id_key;
             drop table public.blocked_users;
             create table public.blocked_users (id uuid primary key, blocker uuid, blocked_id uuid);
             drop trigger trg_update_balance on public.creator_transactions;
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
            "a trigger on creator_transactions that keeps creator_balances",
            "creator_transactions.type 'ppv'",
            "creator_transactions.type 'refund'",
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
    let named = format!("under its names: {} (without ", plan.join(", "));
    assert!(message.lines().next().unwrap().contains(&named), "{message}");
    assert!(message.contains("hint: Move them to another schema"), "{message}");
}

#[tokio::test]
async fn profiles_without_names_and_balances_without_coins_are_one_error() {
    let scratch = Scratch::with_the_app().await;
    let lacking = "alter table public.profiles drop column display_name;
                   alter table public.coin_balances drop column balance;";
    scratch.owner().await.batch_execute(lacking).await.unwrap();

    let (file, message) = refusal(&scratch).await;
    assert!(file.ends_with("_platform_columns.sql"), "{file}");
    let named = "this project lacks: coin_balances.balance integer, profiles.display_name text (P0001)";
    assert!(message.lines().next().unwrap().ends_with(named), "{message}");
}

/// The list in the migration is held against the table a migrated project really has.
#[tokio::test]
async fn live_sessions_of_the_first_plan_are_told_every_column_they_lack() {
    let scratch = Scratch::with_the_app().await;
    let owner = scratch.owner().await;
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/migrations/earlier_plan.sql");
    ipelya_local::sql::apply(&owner, &plan).await.unwrap();
    let theirs = columns(&owner).await;

    let (file, message) = refusal(&scratch).await;
    assert!(file.ends_with("_platform_columns.sql"), "{file}");
    assert_eq!(columns(&owner).await, theirs, "a refused table stays as it is");

    // as the hint says
    let moved = "create schema planned; alter table public.live_sessions set schema planned";
    owner.batch_execute(moved).await.unwrap();
    scratch.migrate().await.unwrap();
    let mut lacked = columns(&owner).await;
    lacked.retain(|column| !theirs.contains(column));
    assert!(!lacked.is_empty());
    let named = format!("under its names: live_sessions (without {}) (P0001)", lacked.join(", "));
    assert!(message.lines().next().unwrap().ends_with(&named), "{message}");
}

async fn columns(db: &Client) -> Vec<String> {
    let sql = "select attname::text from pg_attribute
               where attrelid = 'public.live_sessions'::regclass and attnum > 0 and not attisdropped order by attname";
    db.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}
