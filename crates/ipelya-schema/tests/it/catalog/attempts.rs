//! What a role can really do: statements tried as that role and undone.

use ipelya_test::User;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

/// An insert in the name of `{me}` and an update, for each table that clients may write to at all. Elsewhere an empty row
/// and a change of nothing are enough to be refused.
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
        "live_user_settings",
        "insert into public.live_user_settings (user_id) values ('{me}')",
        "update public.live_user_settings set language = 'en'",
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

/// Somebody as the database sees them: `None` is a client that is not signed in.
pub(crate) type Person<'a> = Option<&'a User>;

pub(crate) async fn tables(db: &Client) -> Vec<String> {
    let sql = "select relname::text from pg_class
               where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1";
    db.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// The tables that a row can be tried to be inserted into in somebody's name.
pub(crate) fn tables_with_names() -> impl Iterator<Item = &'static str> {
    PROBES.iter().map(|(table, ..)| *table)
}

/// Whether `who` can insert a row in the name of `named`.
pub(crate) async fn can_insert(db: &Client, table: &str, who: Person<'_>, named: Person<'_>) -> bool {
    let probe = PROBES.iter().find(|(name, ..)| *name == table).map(|(_, insert, _)| {
        let id = |id: Option<uuid::Uuid>| id.unwrap_or_default().to_string();
        insert
            .replace("{me}", &id(named.map(|person| person.id)))
            .replace("{profile}", &id(named.map(|person| person.profile_id)))
    });
    let sql = probe.unwrap_or_else(|| format!("insert into public.{table} default values"));
    attempt(db, who, &sql).await.is_some_and(|rows| rows > 0)
}

/// How many rows `who` can change.
pub(crate) async fn can_update(db: &Client, table: &str, who: Person<'_>) -> u64 {
    let sql = if let Some((.., update)) = PROBES.iter().find(|(name, ..)| *name == table) {
        (*update).to_owned()
    } else {
        let first = "select attname::text from pg_attribute where attrelid = $1::text::regclass and attnum > 0
                     and attgenerated = '' and attidentity = '' and not attisdropped order by attnum limit 1";
        let column: String = db.query_one(first, &[&format!("public.{table}")]).await.unwrap().get(0);
        format!("update public.{table} set {column} = {column}")
    };
    attempt(db, who, &sql).await.unwrap_or_default()
}

/// How many rows `who` can delete.
pub(crate) async fn can_delete(db: &Client, table: &str, who: Person<'_>) -> u64 {
    attempt(db, who, &format!("delete from public.{table}")).await.unwrap_or_default()
}

/// How many rows of a table that a condition picks `who` can see.
pub(crate) async fn can_see(db: &Client, table: &str, condition: &str, who: Person<'_>) -> u64 {
    attempt(db, who, &format!("select from public.{table} where {condition}")).await.unwrap_or_default()
}

/// Tries a statement and undoes it. The rows it touched; `None` if it was refused.
async fn attempt(db: &Client, who: Person<'_>, sql: &str) -> Option<u64> {
    let role = who.map_or("anon", |_| "authenticated");
    let mut claims = serde_json::json!({ "role": role });
    if let Some(person) = who {
        claims["sub"] = serde_json::json!(person.id);
    }
    db.batch_execute(&format!("begin; set local request.jwt.claims = '{claims}'; set local role {role}"))
        .await
        .unwrap();
    let outcome = db.execute(sql, &[]).await;
    db.batch_execute("rollback").await.unwrap();
    let error = match outcome {
        Ok(rows) => return Some(rows),
        Err(error) => error,
    };
    let code = error.code().unwrap_or_else(|| panic!("{role}: {sql}: {error}"));
    match code.code() {
        _ if *code == SqlState::INSUFFICIENT_PRIVILEGE => None,
        code if code.starts_with("PT4") => None,
        // past row security, only the row itself was wrong: as good as allowed
        code if code.starts_with("23") => Some(1),
        _ => panic!("{role}: {sql}: {error:?}"),
    }
}
