//! Every foreign key was thought about: what it takes along when an account, a profile or a session goes.

use ipelya_schema::APP_TABLES;
use ipelya_test::Project;

/// Foreign keys of our own tables that meet a condition, by name.
async fn found(condition: &str) -> Vec<String> {
    let project = Project::start().await;
    let sql = format!(
        "select k.conname::text from pg_constraint k
         join pg_class c on c.oid = k.conrelid
         where k.connamespace = 'public'::regnamespace and k.contype = 'f' and c.relname <> all ($1) and ({condition})
         order by 1"
    );
    let apps: Vec<&str> = APP_TABLES.to_vec();
    project.db().query(&sql, &[&apps]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn every_foreign_key_says_why_its_rows_go_or_stay() {
    assert_eq!(found("coalesce(obj_description(k.oid, 'pg_constraint'), '') = ''").await, Vec::<String>::new());
}

#[tokio::test]
async fn nothing_goes_with_an_account_but_what_is_nobody_elses() {
    // away from our own tables: to Auth's, and to those of the app that go with an account
    let leads_away = format!(
        "k.confdeltype <> 'n' and (k.confrelid = 'auth.users'::regclass or k.confrelid::regclass::text in ({}))",
        APP_TABLES.map(|table| format!("'{table}', 'public.{table}'")).join(", ")
    );
    let taken = [
        "call_transcript_lines_user_id_fkey",
        "live_channel_follows_user_id_fkey",
        "live_channels_creator_profile_id_fkey",
        "live_mails_recipient_id_fkey",
        "live_outbox_recipient_id_fkey",
        "live_user_settings_user_id_fkey",
        "live_user_switches_user_id_fkey",
        "user_broadcast_thumbnails_user_id_fkey",
    ];
    assert_eq!(found(&leads_away).await, taken);
}

/// Where a trigger looks at a row before its update, Postgres takes every generated column for one that changes. With one
/// of them in a key each update locks the row against those who refer to it: two that insert a reference and then count
/// it there wait for each other.
#[tokio::test]
async fn a_row_is_counted_in_while_others_begin_to_refer_to_it() {
    let project = Project::start().await;
    let sql = "select distinct a.attrelid::regclass || '.' || a.attname
               from pg_index i
               join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::smallint[])
               join pg_constraint k on k.confrelid = i.indrelid and k.contype = 'f'
               where i.indisunique and i.indpred is null and i.indexprs is null and a.attgenerated <> ''";
    let found: Vec<String> = project.db().query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(found, Vec::<String>::new());
}
