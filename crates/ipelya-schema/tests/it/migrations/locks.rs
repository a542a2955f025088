//! A migration that would have to wait for a table in use gives up instead, so that nobody waits behind it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipelya_local::{Error, sql};

use crate::migrations::scratch::Scratch;

/// Far longer than any migration waits, and shorter than for ever.
const PATIENCE: Duration = Duration::from_mins(2);

/// What applying one file ends with while somebody's transaction, begun with this statement, is open.
async fn apply_during(scratch: &Scratch, statement: &str, file: &Path) -> Result<(), String> {
    let reader = scratch.superuser().await;
    reader.batch_execute(&format!("begin; {statement}")).await.unwrap();
    let owner = scratch.owner().await;
    let applied = tokio::time::timeout(PATIENCE, sql::apply(&owner, file)).await;
    reader.batch_execute("rollback").await.unwrap();
    match applied.unwrap_or_else(|_| panic!("{} waits for ever", file.display())) {
        Ok(()) => Ok(()),
        Err(Error::Sql { message, .. }) => Err(message),
        Err(other) => panic!("{other}"),
    }
}

fn file(scratch: &Scratch, name: &str) -> PathBuf {
    scratch.layout.migrations().unwrap().into_iter().find(|file| file.to_str().unwrap().ends_with(name)).unwrap()
}

async fn apply_before(scratch: &Scratch, name: &str) {
    let owner = scratch.owner().await;
    for file in scratch.layout.migrations().unwrap() {
        if file.to_str().unwrap().ends_with(name) {
            return;
        }
        sql::apply(&owner, &file).await.unwrap();
    }
}

#[tokio::test]
async fn tables_of_the_app_that_are_being_written_to_are_not_waited_for() {
    // a key of ours on a table of the app's waits for its writers
    for (name, statement) in [
        ("_live_sessions.sql", "update public.profiles set display_name = 'x'"),
        ("_live_user_settings.sql", "update auth.users set aud = 'x'"),
        ("_coin_transaction_types.sql", "select from public.coin_transactions"),
    ] {
        let scratch = Scratch::with_the_app().await;
        let owner = scratch.owner().await;
        owner
            .batch_execute(
                "insert into auth.users (id) values ('00000000-0000-4000-8000-000000000001');
                 insert into public.profiles (user_id) values ('00000000-0000-4000-8000-000000000001');
                 alter table public.coin_transactions alter column type type text;
                 alter table public.coin_transactions add constraint valid_type check (type in ('purchase', 'bonus'));",
            )
            .await
            .unwrap();
        apply_before(&scratch, name).await;
        let refused = apply_during(&scratch, statement, &file(&scratch, name)).await.unwrap_err();
        assert!(refused.contains("55P03"), "{name}: {refused}");
        // and once they are done it goes through
        scratch.migrate().await.unwrap();
    }
}

#[tokio::test]
async fn a_session_that_is_being_read_is_not_waited_for_by_migrations_applied_again() {
    let scratch = Scratch::new().await;
    scratch.migrate().await.unwrap();
    let reads = "select from public.live_sessions";
    let refused = apply_during(&scratch, reads, &file(&scratch, "_live_sessions.sql")).await.unwrap_err();
    assert!(refused.contains("55P03"), "{refused}");
    // what is in order already is not written again
    for listened in ["live_sessions", "live_messages", "calls"] {
        let reads = format!("select from public.{listened}");
        apply_during(&scratch, &reads, &file(&scratch, "_live_realtime.sql")).await.unwrap();
    }
}

/// What locks a table that is there already.
const CHANGES: [&str; 12] = [
    "create table ",
    "alter table ",
    "create policy ",
    "drop policy ",
    "create trigger ",
    "replace trigger ",
    "create index ",
    "create unique index ",
    "comment on table ",
    "comment on constraint ",
    "alter publication ",
    "alter type ",
];

#[tokio::test]
async fn every_migration_that_changes_a_table_bounds_its_waiting_and_nobody_elses() {
    let scratch = Scratch::new().await;
    let owner = scratch.owner().await;
    for file in scratch.layout.migrations().unwrap() {
        let text = fs::read_to_string(&file).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        let changes = code.iter().any(|line| CHANGES.iter().any(|change| line.contains(change)));
        let first = code.iter().find(|line| !line.is_empty());
        assert!(!changes || first == Some(&"set lock_timeout = '3s';"), "{}", file.display());

        sql::apply(&owner, &file).await.unwrap();
        let left: String = owner.query_one("show lock_timeout", &[]).await.unwrap().get(0);
        assert_eq!(left, "0", "{}", file.display());
    }
}

/// Without a transaction around each file, statement by statement.
#[tokio::test]
async fn migrations_can_be_applied_statement_by_statement() {
    let scratch = Scratch::with_the_app().await;
    let owner = scratch.owner().await;
    for _ in 0..2 {
        for file in scratch.layout.migrations().unwrap() {
            for statement in statements(&fs::read_to_string(&file).unwrap()) {
                owner
                    .batch_execute(&statement)
                    .await
                    .unwrap_or_else(|error| panic!("{}: {error:?}\n{statement}", file.display()));
            }
        }
    }
}

/// A file's statements: what ends with a semicolon at the end of a line, outside of a function's body.
fn statements(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut body: Option<&str> = None;
    for line in text.lines() {
        let said = line.split("--").next().unwrap_or_default();
        for quote in ["$$", "$body$", "$job$"] {
            for _ in said.matches(quote) {
                body = match body {
                    None => Some(quote),
                    Some(open) if open == quote => None,
                    other => other,
                };
            }
        }
        let statement = found.last_mut().unwrap();
        *statement += line;
        statement.push('\n');
        if body.is_none() && said.trim_end().ends_with(';') {
            found.push(String::new());
        }
    }
    found.retain(|statement| statement.lines().any(|line| !line.trim().is_empty() && !line.trim().starts_with("--")));
    found
}
