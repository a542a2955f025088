//! The data model as documented and as tested: what `migrations/` promises, held against a real database.
//!
//! The document says what the catalog of a database says, and knows no SQL of the migrations: what they did, not what
//! they meant to do.

mod markdown;

use std::collections::BTreeMap;

use tokio_postgres::{Client, Error, Row};

use markdown::{Grouped, grouped, list};

/// Where the document is, from the root of the repository.
pub const DOCUMENT: &str = "docs/schema.md";

/// What writes it anew, whether or not a test stack is running.
pub const REGENERATE: &str = "make schema";

/// The app's own tables. The first migration makes them only where they do not exist yet.
pub const APP_TABLES: [&str; 12] = [
    "admin_profiles",
    "blocked_users",
    "coin_balances",
    "coin_transactions",
    "creator_balances",
    "creator_subscriptions",
    "creator_transactions",
    "device_tokens",
    "notification_preferences",
    "notifications",
    "profiles",
    "push_tokens",
];

/// What is told of a table, in this order. The first column of each query is the table, the others' names are headings.
const SECTIONS: [(&str, &str); 6] = [
    ("", include_str!("sql/columns.sql")),
    ("Keys and checks", include_str!("sql/constraints.sql")),
    ("Indexes", include_str!("sql/indexes.sql")),
    ("Privileges", include_str!("sql/privileges.sql")),
    ("Row security", include_str!("sql/policies.sql")),
    ("Triggers", include_str!("sql/triggers.sql")),
];

/// The whole document, of the schema `public` of a database.
pub async fn document(db: &Client) -> Result<String, Error> {
    let tables = tables(db).await?;
    let (apps, ours): (Vec<_>, Vec<_>) = tables.iter().partition(|(name, _)| APP_TABLES.contains(&name.as_str()));
    let foreign_keys = foreign_keys(db).await?;
    let functions = alone(&db.query(include_str!("sql/functions.sql"), &[]).await?)?;
    let types = alone(&db.query(include_str!("sql/types.sql"), &[]).await?)?;
    let texts = |tables: Vec<(&String, &String)>| tables.into_iter().map(|(_, text)| text.as_str()).collect::<String>();
    let text = format!(
        "# The data model\n\n\
         Generated from the database that `migrations/` make; do not edit. To write it anew: `{REGENERATE}`.\n\n\
         Tables of live video: {}.\n\n\
         Tables of the app that it leans on: {}.\n\n\
         ## Tables of live video\n\n{}\
         ## Tables of the app\n\n\
         Made only where they do not exist yet; an existing project keeps its own columns, policies and privileges.\n\n\
         {}\
         ## Foreign keys\n\n\
         What becomes of a row of live video when the one it points to is deleted. Ids of people are in no foreign key \
         but those listed here: they stay when an account goes.\n\n{foreign_keys}\
         ## Types\n\n{types}\
         ## Functions\n\n{functions}",
        list(ours.iter().map(|(name, _)| name.as_str())),
        list(apps.iter().map(|(name, _)| name.as_str())),
        texts(ours),
        texts(apps),
    );
    Ok(format!("{}\n", text.trim_end()))
}

/// The chapter of each table in the document, by the table's name.
pub async fn tables(db: &Client) -> Result<BTreeMap<String, String>, Error> {
    // how the catalog spells a name depends on what need not be qualified
    db.batch_execute("begin read only; set local search_path = public").await?;
    let told = read(db).await;
    db.batch_execute("rollback").await?;
    told
}

async fn read(db: &Client) -> Result<BTreeMap<String, String>, Error> {
    let mut sections: Vec<(&str, Grouped)> = Vec::new();
    for (title, sql) in SECTIONS {
        sections.push((title, grouped(&db.query(sql, &[]).await?)?));
    }
    let mut told = BTreeMap::new();
    for row in db.query(include_str!("sql/tables.sql"), &[]).await? {
        let name: String = row.try_get("name")?;
        let comment: Option<String> = row.try_get("comment")?;
        let mut parts = vec![format!("### `{name}`\n\n")];
        parts.extend(comment.map(|comment| format!("{comment}\n\n")));
        if row.try_get("published")? {
            let identity: String = row.try_get("replica_identity")?;
            parts.push(format!("Published by realtime, replica identity {identity}.\n\n"));
        }
        if !row.try_get::<_, bool>("secured")? {
            parts.push("**Row security is off.**\n\n".to_owned());
        }
        for (title, tables) in &sections {
            let Some(table) = tables.get(&name) else { continue };
            if !title.is_empty() {
                parts.push(format!("#### {title}\n\n"));
            }
            parts.push(table.clone());
        }
        told.insert(name, parts.concat());
    }
    Ok(told)
}

/// The foreign keys of our own tables, with the judgement on each.
async fn foreign_keys(db: &Client) -> Result<String, Error> {
    let apps: Vec<&str> = APP_TABLES.to_vec();
    db.batch_execute("begin read only; set local search_path = public").await?;
    let found = db.query(include_str!("sql/foreign_keys.sql"), &[&apps]).await;
    db.batch_execute("rollback").await?;
    alone(&found?)
}

/// What belongs to no table.
fn alone(rows: &[Row]) -> Result<String, Error> {
    Ok(grouped(rows)?.remove("").unwrap_or_default())
}
