//! Bringing a database to the schema of this checkout: the Supabase baseline, then every migration.
//!
//! Until the first release migrations are edited in place and written so that applying one twice is
//! the same as applying it once; so every file is applied at every start.

use crate::layout::Layout;
use crate::postgres::{FUNCTIONS, PASSWORD, SUPERUSER, Server};
use crate::{Error, Result};
use ring::digest::{Context, SHA256};
use std::fs;
use std::path::{Path, PathBuf};
use tokio_postgres::Client;
use tokio_postgres::error::{DbError, ErrorPosition};

/// Applies the baseline as superuser and the migrations as the role that owns a project's schema.
/// Returns how many migrations there are.
pub async fn migrate(layout: &Layout, server: Server, database: &str) -> Result<usize> {
    let admin = server.connect(SUPERUSER, database).await?;
    apply(&admin, &layout.baseline_sql()).await?;
    // Migrations of a hosted project are written down here by Supabase's own tools.
    admin
        .batch_execute(
            "create schema if not exists supabase_migrations;
             create table if not exists supabase_migrations.schema_migrations (
               version text primary key, name text, statements text[]
             );
             alter table supabase_migrations.schema_migrations add column if not exists content_sha256 text;",
        )
        .await?;
    let files = layout.migrations()?;
    let owner = server.connect("postgres", database).await?;
    for file in &files {
        apply(&owner, file).await?;
        record(&admin, file).await?;
    }
    let_functions_in(&admin).await?;
    admin.batch_execute("notify pgrst, 'reload schema'").await?;
    Ok(files.len())
}

/// Gives the functions' own role its password, as whoever deploys does.
async fn let_functions_in(admin: &Client) -> Result<()> {
    let sql = format!(
        "do $$
         begin
           if (select a.rolpassword is null from pg_catalog.pg_authid a where a.rolname = '{FUNCTIONS}') then
             alter role {FUNCTIONS} password '{PASSWORD}';
           end if;
         exception
           -- another database of this cluster is prepared at the same moment
           when internal_error then null;
         end;
         $$"
    );
    Ok(admin.batch_execute(&sql).await?)
}

/// Applies one file in one transaction: wholly or not at all.
pub async fn apply(client: &Client, file: &Path) -> Result<()> {
    let text = read(file)?;
    client.batch_execute("begin").await?;
    if let Err(error) = client.batch_execute(&text).await {
        let _ = client.batch_execute("rollback").await;
        return Err(located(file, &text, error));
    }
    client.batch_execute("commit").await.map_err(|error| located(file, &text, error))
}

/// A digest of everything [`migrate`] would apply, in hexadecimal.
pub fn content_hash(layout: &Layout) -> Result<String> {
    let mut context = Context::new(&SHA256);
    let files: Vec<PathBuf> = std::iter::once(layout.baseline_sql()).chain(layout.migrations()?).collect();
    for file in files {
        context.update(file.file_name().unwrap_or_default().as_encoded_bytes());
        context.update(&[0]);
        context.update(read(&file)?.as_bytes());
        context.update(&[0]);
    }
    Ok(hex(context.finish().as_ref()))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

async fn record(admin: &Client, file: &Path) -> Result<()> {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let (version, name) = stem.split_once('_').unwrap_or((&stem, ""));
    let digest = hex(ring::digest::digest(&SHA256, read(file)?.as_bytes()).as_ref());
    admin
        .execute(
            "insert into supabase_migrations.schema_migrations (version, name, content_sha256)
             values ($1, $2, $3)
             on conflict (version) do update
               set name = excluded.name, content_sha256 = excluded.content_sha256",
            &[&version, &name, &digest],
        )
        .await?;
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(Error::io(format!("reading {}", file.display())))
}

fn located(file: &Path, text: &str, error: tokio_postgres::Error) -> Error {
    match error.as_db_error() {
        Some(db) => Error::Sql { file: file.to_owned(), line: line_of(text, db.position()), message: message_of(db) },
        None => error.into(),
    }
}

/// The line a one-based character position falls on.
fn line_of(text: &str, position: Option<&ErrorPosition>) -> usize {
    let Some(ErrorPosition::Original(position)) = position else { return 1 };
    let before = usize::try_from(*position).unwrap_or(1).saturating_sub(1);
    text.chars().take(before).filter(|char| *char == '\n').count() + 1
}

fn message_of(db: &DbError) -> String {
    let mut message = format!("{} ({})", db.message(), db.code().code());
    for (label, part) in [("detail", db.detail()), ("hint", db.hint()), ("where", db.where_())] {
        if let Some(part) = part {
            message = format!("{message}\n  {label}: {part}");
        }
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_shown_as_a_line() {
        let text = "select 1;\n-- ğ\nselect x;";
        let at = |position| line_of(text, Some(&ErrorPosition::Original(position)));
        assert_eq!((at(1), at(10), at(11), at(16)), (1, 1, 2, 3));
        assert_eq!(line_of(text, None), 1);
    }

    #[test]
    fn digests_are_lower_case_hexadecimal() {
        assert_eq!(hex(&[0, 15, 255]), "000fff");
    }
}
