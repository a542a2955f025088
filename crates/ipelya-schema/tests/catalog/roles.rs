//! The role matrix: each role tries to read, insert, update and delete in each table, for real.

use std::collections::BTreeMap;

use ipelya_local::harness::{Project, User};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use crate::fixture::{People, fill};

/// What each role can do. The first letter is what it sees: `-` nothing, `o` only some of the rows, `a` all of them.
/// Then what it may write to some row: `i` insert, `u` update, `d` delete; nothing more means nothing more.
#[rustfmt::skip]
const MATRIX: &[(&str, [&str; 6])] = &[
    // table                      anon    stranger viewer  host     banned   admin
    ("admin_profiles",            ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("blocked_users",             ["-",     "-i",    "oid",   "-i",    "-i",    "-i"]),
    ("calls",                     ["-",     "-",     "o",     "o",     "-",     "a"]),
    ("coin_balances",             ["-",     "-",     "o",     "-",     "-",     "-"]),
    ("coin_transactions",         ["-",     "-",     "o",     "-",     "-",     "-"]),
    ("creator_balances",          ["-",     "-",     "-",     "o",     "-",     "-"]),
    ("creator_subscriptions",     ["-",     "-",     "o",     "o",     "-",     "-"]),
    ("creator_transactions",      ["-",     "-",     "-",     "o",     "-",     "-"]),
    ("device_tokens",             ["-",     "-i",    "oiud",  "-i",    "-i",    "-i"]),
    ("live_admin_logs",           ["-",     "-",     "-",     "-",     "-",     "ai"]),
    ("live_dirty_sessions",       ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_gift_catalog",         ["a",     "a",     "a",     "a",     "a",     "a"]),
    ("live_gifts",                ["-",     "o",     "o",     "o",     "o",     "a"]),
    ("live_guest_requests",       ["-",     "-",     "o",     "o",     "-",     "a"]),
    ("live_idempotency",          ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_messages",             ["-",     "o",     "oiu",   "oiu",   "o",     "au"]),
    ("live_participants",         ["-",     "o",     "o",     "o",     "o",     "a"]),
    ("live_payments",             ["-",     "-",     "o",     "o",     "-",     "a"]),
    ("live_rate_limits",          ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_reports",              ["-",     "-i",    "oi",    "-i",    "-i",    "aiu"]),
    ("live_rooms",                ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_session_bans",         ["-",     "-",     "-",     "a",     "o",     "au"]),
    ("live_sessions",             ["a",     "a",     "a",     "a",     "a",     "a"]),
    ("live_settings",             ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_stays",                ["-",     "-",     "o",     "-",     "-",     "a"]),
    ("live_user_settings",        ["-",     "-",     "o",     "-",     "-",     "-"]),
    ("live_webhook_logs",         ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("notification_preferences",  ["-",     "-i",    "oiud",  "-i",    "-i",    "-i"]),
    ("notifications",             ["-",     "-",     "oud",   "-",     "-",     "-"]),
    ("profiles",                  ["o",     "o",     "o",     "o",     "o",     "o"]),
    ("push_tokens",               ["-",     "-i",    "oiud",  "-i",    "-i",    "-i"]),
    ("user_broadcast_thumbnails", ["-",     "-i",    "oiud",  "oiud",  "-i",    "-i"]),
];

const ROLES: [&str; 6] = ["anon", "stranger", "viewer", "host", "banned", "admin"];

/// Rows a client might plausibly write; elsewhere an empty row and a change of nothing are enough to be refused.
const PROBES: &[(&str, &str, &str)] = &[
    (
        "live_messages",
        "insert into public.live_messages (session_id, sender_id, sender_profile_id, content)
         select s.id, '{me}', '{profile}', 'selam' from public.live_sessions s where s.access_type = 'public'",
        "update public.live_messages set is_deleted = true",
    ),
    (
        "live_reports",
        "insert into public.live_reports (reporter_id, reported_user_id, reason)
         select '{me}', s.creator_id, 'spam' from public.live_sessions s limit 1",
        "update public.live_reports set status = 'reviewed'",
    ),
    (
        "user_broadcast_thumbnails",
        "insert into public.user_broadcast_thumbnails (user_id, thumbnail_url) values ('{me}', 'https://cdn.example/me.jpg')",
        "update public.user_broadcast_thumbnails set name = 'x'",
    ),
    (
        "live_session_bans",
        "insert into public.live_session_bans (ban_type, banned_user_id, banned_by) values ('global', '{me}', '{me}')",
        "update public.live_session_bans set lifted_at = now()",
    ),
    (
        "live_admin_logs",
        "insert into public.live_admin_logs (admin_id, action) values ('{me}', 'view_session')",
        "update public.live_admin_logs set action = 'x'",
    ),
    (
        "blocked_users",
        "insert into public.blocked_users (blocker_id, blocked_id)
         select '{me}', s.creator_id from public.live_sessions s where s.access_type <> 'public'",
        "update public.blocked_users set reason = 'x'",
    ),
    (
        "device_tokens",
        "insert into public.device_tokens (user_id, token) values ('{me}', 'mine')",
        "update public.device_tokens set device_name = 'x'",
    ),
    (
        "push_tokens",
        "insert into public.push_tokens (user_id, token) values ('{me}', 'mine')",
        "update public.push_tokens set device_name = 'x'",
    ),
    (
        "notification_preferences",
        "insert into public.notification_preferences (user_id) values ('{me}')",
        "update public.notification_preferences set push_enabled = false",
    ),
    (
        "notifications",
        "insert into public.notifications (recipient_id, type) values ('{me}', 'x')",
        "update public.notifications set read = true",
    ),
];

#[tokio::test]
async fn every_role_can_do_what_the_matrix_says_and_nothing_else() {
    let project = Project::start().await;
    let people = fill(&project).await;
    let expected: BTreeMap<String, Vec<String>> =
        MATRIX.iter().map(|(table, cells)| ((*table).to_owned(), cells.map(str::to_owned).to_vec())).collect();

    let mut actual = BTreeMap::new();
    for table in tables(project.db()).await {
        let mut cells = Vec::new();
        for role in ROLES {
            cells.push(cell(project.db(), &table, role, person(&people, role)).await);
        }
        actual.insert(table, cells);
    }

    let lines = |matrix: &BTreeMap<String, Vec<String>>| {
        matrix.iter().map(|(table, cells)| format!("(\"{table}\", {cells:?}),")).collect::<Vec<_>>()
    };
    assert_eq!(lines(&actual), lines(&expected), "found: {:#?}", lines(&actual));
}

/// The columns of our own tables that a signed-in client may change at all; in which rows is for the matrix.
const CHANGEABLE: [&str; 13] = [
    "live_messages.is_deleted",
    "live_reports.action_note",
    "live_reports.action_taken",
    "live_reports.admin_notes",
    "live_reports.resolved_at",
    "live_reports.resolved_by",
    "live_reports.reviewed_at",
    "live_reports.reviewed_by",
    "live_reports.status",
    "live_reports.updated_at",
    "live_session_bans.lift_reason",
    "live_session_bans.lifted_at",
    "live_session_bans.lifted_by",
];

#[tokio::test]
async fn clients_may_change_no_column_that_is_not_listed() {
    let project = Project::start().await;
    let sql = "select c.relname || '.' || a.attname from pg_class c
               join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
               where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname like 'live\\_%'
                 and (has_column_privilege('anon', c.oid, a.attnum, 'update')
                   or has_column_privilege('authenticated', c.oid, a.attnum, 'update'))
               order by 1";
    let found: Vec<String> = project.db().query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(found, CHANGEABLE);
}

fn person<'a>(people: &'a People, role: &str) -> Option<&'a User> {
    match role {
        "stranger" => Some(&people.stranger),
        "viewer" => Some(&people.viewer),
        "host" => Some(&people.host),
        "banned" => Some(&people.banned),
        "admin" => Some(&people.admin),
        _ => None,
    }
}

async fn tables(db: &Client) -> Vec<String> {
    let sql = "select relname::text from pg_class
               where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1";
    db.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

async fn cell(db: &Client, table: &str, role: &str, person: Option<&User>) -> String {
    let probe = PROBES.iter().find(|(name, ..)| *name == table);
    let fill_in = |sql: &str| {
        let id = |id: Option<uuid::Uuid>| id.unwrap_or_default().to_string();
        sql.replace("{me}", &id(person.map(|person| person.id)))
            .replace("{profile}", &id(person.map(|person| person.profile_id)))
    };
    let insert = probe.map_or_else(|| format!("insert into public.{table} default values"), |probe| fill_in(probe.1));
    let column: String = {
        let sql = "select attname::text from pg_attribute where attrelid = $1::text::regclass and attnum > 0
                   and attgenerated = '' and attidentity = '' order by attnum limit 1";
        db.query_one(sql, &[&format!("public.{table}")]).await.unwrap().get(0)
    };
    let update =
        probe.map_or_else(|| format!("update public.{table} set {column} = {column}"), |probe| probe.2.to_owned());

    let total: i64 = db.query_one(&format!("select count(*) from public.{table}"), &[]).await.unwrap().get(0);
    assert!(total > 0, "the fixture leaves {table} empty");
    let mut cell = match attempt(db, role, person, &format!("select from public.{table}")).await {
        Some(0) | None => "-",
        Some(rows) if i64::try_from(rows).unwrap() == total => "a",
        Some(_) => "o",
    }
    .to_owned();
    for (letter, sql) in [('i', insert), ('u', update), ('d', format!("delete from public.{table}"))] {
        if attempt(db, role, person, &sql).await.is_some_and(|rows| rows > 0) {
            cell.push(letter);
        }
    }
    cell
}

/// Tries a statement as this role and undoes it. The rows it touched; `None` if it was refused.
async fn attempt(db: &Client, role: &str, person: Option<&User>, sql: &str) -> Option<u64> {
    let database_role = if role == "anon" { "anon" } else { "authenticated" };
    let mut claims = serde_json::json!({ "role": database_role });
    if let Some(person) = person {
        claims["sub"] = serde_json::json!(person.id);
    }
    db.batch_execute(&format!("begin; set local request.jwt.claims = '{claims}'; set local role {database_role}"))
        .await
        .unwrap();
    let outcome = db.execute(sql, &[]).await;
    db.batch_execute("rollback").await.unwrap();
    match outcome {
        Ok(rows) => Some(rows),
        Err(error) => {
            let code = error.code().unwrap_or_else(|| panic!("{role}: {sql}: {error}")).clone();
            if code == SqlState::INSUFFICIENT_PRIVILEGE || code.code().starts_with("PT4") {
                None
            } else if code.code().starts_with("23") {
                // past row security, only the row itself was wrong: as good as allowed
                Some(1)
            } else {
                panic!("{role}: {sql}: {error:?}")
            }
        }
    }
}
