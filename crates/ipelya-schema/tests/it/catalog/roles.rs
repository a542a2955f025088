//! The role matrix: each role tries to read, insert, update and delete in each table, for real.

use std::collections::BTreeMap;

use ipelya_test::Project;
use tokio_postgres::Client;

use crate::catalog::attempts::{Person, can_delete, can_insert, can_see, can_update, tables, tables_with_names};
use crate::catalog::fixture::{People, fill};

/// What each role can do. First what it sees: `-` nothing, `o` some rows (its own, or those of sessions it may look
/// into), `a` all. Then what it may write: `i` inserts a row in its own name; `u` changes some rows, `U` all; `d`
/// deletes some rows, `D` all.
#[rustfmt::skip]
const MATRIX: &[(&str, [&str; 6])] = &[
    // table                       anon     stranger viewer   host     banned   admin
    ("admin_profiles",            ["-",     "-",     "-",     "-",     "-",     "o"]),
    ("agent_prompts",             ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("blocked_users",             ["-",     "-i",    "oid",   "-i",    "-i",    "-i"]),
    ("call_agents",               ["-",     "-",     "o",     "-",     "-",     "a"]),
    ("call_members",              ["-",     "-",     "o",     "o",     "-",     "a"]),
    ("call_transcript_lines",     ["-",     "-",     "o",     "-",     "-",     "-"]),
    ("calls",                     ["-",     "-",     "o",     "o",     "-",     "a"]),
    ("coin_balances",             ["-",     "-",     "o",     "-",     "-",     "-"]),
    ("coin_transactions",         ["-",     "-",     "o",     "-",     "-",     "-"]),
    ("creator_balances",          ["-",     "-",     "-",     "o",     "-",     "-"]),
    ("creator_subscriptions",     ["-",     "-",     "o",     "o",     "-",     "-"]),
    ("creator_transactions",      ["-",     "-",     "-",     "o",     "-",     "-"]),
    ("device_tokens",             ["-",     "-i",    "oiud",  "-i",    "-i",    "-i"]),
    ("live_admin_logs",           ["-",     "-",     "-",     "-",     "-",     "ai"]),
    ("live_announcements",        ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_blocked_words",        ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_card_payments",         ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_channel_follows",      ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_channel_health",       ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_channel_ingress",      ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_channel_slugs",        ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_channels",             ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_daily_calls",          ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_daily_creators",       ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_daily_payments",       ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_days",                 ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_dirty_sessions",       ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_gift_catalog",         ["a",     "a",     "a",     "a",     "a",     "a"]),
    ("live_gifts",                ["-",     "o",     "o",     "o",     "o",     "a"]),
    ("live_guest_requests",       ["-",     "-",     "o",     "o",     "-",     "a"]),
    ("live_idempotency",          ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_ingress_leftovers",    ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_late_moments",         ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_mailings",             ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_mails",                ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_maintenance_warnings", ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_messages",             ["-",     "o",     "oiu",   "oiu",   "o",     "aU"]),
    ("live_moderation_actions",   ["-",     "-",     "-",     "o",     "-",     "a"]),
    ("live_money_entries",         ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_object_deletions",     ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_outbox",               ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_outbox_sender",        ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_participants",         ["-",     "-",     "o",     "o",     "o",     "a"]),
    ("live_passes",                ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_payments",             ["-",     "-",     "o",     "o",     "-",     "a"]),
    ("live_payouts",              ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_popular_channels",     ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_rate_limits",          ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_reports",              ["-",     "-i",    "oi",    "-i",    "-i",    "aiU"]),
    ("live_rooms",                ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_session_bans",         ["-",     "-",     "-",     "o",     "o",     "au"]),
    ("live_session_figures",      ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_sessions",             ["a",     "a",     "a",     "a",     "a",     "a"]),
    ("live_settings",             ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_stays",                ["-",     "-",     "o",     "-",     "-",     "a"]),
    ("live_stripe_events",         ["-",     "-",     "-",     "-",     "-",     "-"]),
    ("live_sweep_runs",           ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_tick_runs",            ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_usage",                ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_user_settings",        ["-",     "-i",    "oiu",   "-i",    "-i",    "-i"]),
    ("live_user_switches",        ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("live_webhook_logs",         ["-",     "-",     "-",     "-",     "-",     "a"]),
    ("notification_preferences",  ["-",     "-i",    "oiud",  "-i",    "-i",    "-i"]),
    ("notifications",             ["-",     "-",     "oud",   "-",     "-",     "-"]),
    ("profiles",                  ["o",     "o",     "o",     "o",     "o",     "o"]),
    ("push_tokens",               ["-",     "-i",    "oiud",  "-i",    "-i",    "-i"]),
    ("recording_subjects",        ["-",     "-",     "o",     "o",     "-",     "a"]),
    ("recordings",                ["o",     "o",     "o",     "o",     "o",     "a"]),
    ("user_broadcast_thumbnails", ["-",     "-i",    "oiud",  "oiud",  "-i",    "-i"]),
];

const ROLES: [&str; 6] = ["anon", "stranger", "viewer", "host", "banned", "admin"];

#[tokio::test]
async fn every_role_can_do_what_the_matrix_says_and_nothing_else() {
    let project = Project::start().await;
    let people = fill(&project).await;

    let mut found = BTreeMap::new();
    for table in tables(project.db()).await {
        let mut cells = Vec::new();
        for role in ROLES {
            cells.push(cell(project.db(), &table, person(&people, role)).await);
        }
        found.insert(table, cells);
    }

    let written =
        MATRIX.iter().map(|(table, cells)| ((*table).to_owned(), cells.map(str::to_owned).to_vec())).collect();
    let lines = |matrix: &BTreeMap<String, Vec<String>>| {
        matrix.iter().map(|(table, cells)| format!("(\"{table}\", {cells:?}),")).collect::<Vec<_>>()
    };
    let (found, written) = (lines(&found), lines(&written));
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|line| !those.contains(line)).cloned().collect::<Vec<_>>().join("\n")
    };
    assert!(
        found == written,
        "the matrix says:\n{}\n\nthe database does:\n{}",
        only(&written, &found),
        only(&found, &written)
    );
}

async fn cell(db: &Client, table: &str, who: Person<'_>) -> String {
    let total: i64 = db.query_one(&format!("select count(*) from public.{table}"), &[]).await.unwrap().get(0);
    let total = u64::try_from(total).unwrap();
    assert!(
        total > 1 || ["live_tick_runs", "live_sweep_runs", "live_outbox_sender"].contains(&table),
        "the fixture leaves too little in {table} to tell some rows from all"
    );
    let of = |rows: u64, none: &'static str, some: &'static str, all: &'static str| match rows {
        0 => none,
        rows if rows == total => all,
        _ => some,
    };
    [
        of(can_see(db, table, "true", who).await, "-", "o", "a"),
        if can_insert(db, table, who, who).await { "i" } else { "" },
        of(can_update(db, table, who).await, "", "u", "U"),
        of(can_delete(db, table, who).await, "", "d", "D"),
    ]
    .concat()
}

#[tokio::test]
async fn nobody_writes_a_row_in_the_name_of_somebody_else() {
    let project = Project::start().await;
    let people = fill(&project).await;
    for table in tables_with_names() {
        for role in ROLES {
            let can = can_insert(project.db(), table, person(&people, role), Some(&people.insider)).await;
            assert!(!can, "{role} in {table}");
        }
    }
}

#[tokio::test]
async fn what_is_said_in_a_session_for_subscribers_is_for_those_inside_its_host_and_admins() {
    let project = Project::start().await;
    let people = fill(&project).await;
    let db = project.db();
    let within = "session_id = (select id from public.live_sessions where access_type = 'subscribers_only')";
    let sees = async |table: &str, who| can_see(db, table, within, who).await;
    for table in ["live_messages", "live_gifts"] {
        for role in ["anon", "stranger", "viewer", "host", "banned"] {
            assert_eq!(sees(table, person(&people, role)).await, 0, "{role} in {table}");
        }
        let all: i64 =
            db.query_one(&format!("select count(*) from public.{table} where {within}"), &[]).await.unwrap().get(0);
        for insider in [&people.insider, &people.other_host, &people.admin] {
            assert_eq!(i64::try_from(sees(table, Some(insider)).await), Ok(all), "{table}");
        }
    }

    // whoever has left keeps what they wrote themselves, and no more
    db.batch_execute(&format!(
        "update public.live_participants set is_active = false where user_id = '{0}';
         update public.live_stays set left_at = now() where user_id = '{0}';",
        people.insider.id
    ))
    .await
    .unwrap();
    let insider = Some(&people.insider);
    assert_eq!((sees("live_messages", insider).await, sees("live_gifts", insider).await), (2, 1));
}

#[tokio::test]
async fn who_has_watched_what_is_for_themselves_the_host_the_moderators_and_admins() {
    let project = Project::start().await;
    let given = project.given();
    let (host, other_host) = (given.creator().await, given.creator().await);
    let session = given.live_session(&host).insert().await;
    let elsewhere = given.live_session(&other_host).insert().await;
    let (viewer, moderator, former) = (given.user().await, given.user().await, given.user().await);
    given.participant(&session, &viewer).insert().await;
    given.participant(&session, &moderator).role("moderator").insert().await;
    given.participant(&session, &former).role("moderator").left().insert().await;
    given.participant(&elsewhere, &moderator).insert().await;
    let (stranger, admin) = (given.user().await, given.admin().await);
    // connected, which opens nothing more to anybody
    for person in [&viewer, &former] {
        let stay = format!(
            "insert into public.live_stays (participant_sid, room_sid, session_id, user_id, joined_at)
             values ('PA_{}', 'RM_1', '{}', '{}', now())",
            person.id, session.id, person.id
        );
        project.db().batch_execute(&stay).await.unwrap();
    }
    let sees = async |who, session: &ipelya_test::Session| {
        can_see(project.db(), "live_participants", &format!("session_id = '{}'", session.id), who).await
    };

    // host, viewer, moderator and former moderator
    for (name, who, seen, seen_elsewhere) in [
        ("anon", None, 0, 0),
        ("stranger", Some(&stranger), 0, 0),
        ("viewer", Some(&viewer), 1, 0),
        ("former", Some(&former), 1, 0),
        ("other host", Some(&other_host), 0, 2),
        ("host", Some(&host), 4, 0),
        ("moderator", Some(&moderator), 4, 1),
        ("admin", Some(&admin), 4, 2),
    ] {
        assert_eq!((sees(who, &session).await, sees(who, &elsewhere).await), (seen, seen_elsewhere), "{name}");
    }
}

#[tokio::test]
async fn the_matrix_tries_a_fitting_row_wherever_clients_may_write_at_all() {
    let project = Project::start().await;
    let sql = "select c.relname::text from pg_class c
               where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                 and (has_any_column_privilege('authenticated', c.oid, 'insert, update')
                   or has_any_column_privilege('anon', c.oid, 'insert, update'))
               order by 1";
    let mut tried: Vec<String> = tables_with_names().map(str::to_owned).collect();
    tried.sort();
    let writable: Vec<String> = project.db().query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(tried, writable);
}

/// The columns of our own tables that a signed-in client may change at all; in which rows is for the matrix.
const CHANGEABLE: [&str; 17] = [
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
    "live_user_settings.calls_enabled",
    "live_user_settings.coin_per_minute",
    "live_user_settings.language",
    "live_user_settings.user_id",
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

fn person<'a>(people: &'a People, role: &str) -> Person<'a> {
    match role {
        "stranger" => Some(&people.stranger),
        "viewer" => Some(&people.viewer),
        "host" => Some(&people.host),
        "banned" => Some(&people.banned),
        "admin" => Some(&people.admin),
        _ => None,
    }
}
