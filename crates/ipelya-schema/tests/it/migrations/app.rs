//! A project that has had the app's own tables for years.

use std::collections::BTreeMap;

use tokio_postgres::Client;
use uuid::Uuid;

use crate::migrations::scratch::Scratch;

/// What the catalog says of every table, and the function behind one of its triggers.
async fn app_as_it_is(db: &Client, only: Option<&BTreeMap<String, String>>) -> BTreeMap<String, String> {
    let mut told = ipelya_schema::tables(db).await.unwrap();
    told.retain(|name, _| only.is_none_or(|these| these.contains_key(name)));
    let body = "select pg_get_functiondef('public.update_creator_balance()'::regprocedure)";
    told.insert("update_creator_balance()".to_owned(), db.query_one(body, &[]).await.unwrap().get(0));
    told
}

#[tokio::test]
async fn the_apps_tables_stay_exactly_as_they_are() {
    let scratch = Scratch::with_the_app().await;
    let db = scratch.superuser().await;
    let before = app_as_it_is(&db, None).await;
    assert!(before.len() > 12);

    for _ in 0..2 {
        scratch.migrate().await.unwrap();
        let after = app_as_it_is(&db, Some(&before)).await;
        for (name, text) in &before {
            assert_eq!(&after[name], text, "{name}");
        }
    }
}

#[tokio::test]
async fn only_the_words_for_a_coins_use_are_widened() {
    let scratch = Scratch::with_the_app().await;
    let db = scratch.superuser().await;
    scratch.migrate().await.unwrap();

    let words = "select enum_range(null::public.coin_transaction_type)::text[]";
    let words: Vec<String> = db.query_one(words, &[]).await.unwrap().get(0);
    assert_eq!(
        words,
        [
            "purchase",
            "gift_sent",
            "gift_received",
            "subscription",
            "subscription_income",
            "refund",
            "bonus",
            "admin_credit",
            "live_ppv",
            "live_call",
        ]
    );
    let untouched = "select enum_range(null::public.transaction_type)::text[]";
    let untouched: Vec<String> = db.query_one(untouched, &[]).await.unwrap().get(0);
    assert_eq!(untouched, ["subscription", "gift", "ppv", "payout", "adjustment", "refund"]);
}

#[tokio::test]
async fn a_check_of_the_app_keeps_its_text_and_gains_our_words() {
    let scratch = Scratch::with_the_app().await;
    let owner = scratch.owner().await;
    owner
        .batch_execute(
            "alter table public.coin_transactions alter column type type text;
             alter table public.coin_transactions
               add constraint valid_type check (type in ('purchase', 'tip') or type like 'admin\\_%');",
        )
        .await
        .unwrap();
    scratch.migrate().await.unwrap();
    scratch.migrate().await.unwrap();

    let person = person(&owner).await;
    let insert = "insert into public.coin_transactions (user_id, type, amount, balance_after) values ($1, $2, 1, 1)";
    for word in ["purchase", "tip", "admin_debit", "gift_sent", "live_ppv", "live_call"] {
        owner.execute(insert, &[&person, &word]).await.unwrap();
    }
    let error = owner.execute(insert, &[&person, &"else"]).await.unwrap_err();
    assert_eq!(error.as_db_error().unwrap().constraint(), Some("valid_type"));
}

#[tokio::test]
async fn what_the_app_has_written_stays_whatever_says_which_types_there_are() {
    let checked = "alter table public.coin_transactions alter column type type text;
                   alter table public.coin_transactions
                     add constraint valid_type check (type in ('purchase', 'bonus', 'tip'));";
    for variant in ["", checked] {
        let scratch = Scratch::with_the_app().await;
        let db = scratch.owner().await;
        db.batch_execute(variant).await.unwrap();
        let (creator, fan) = (person(&db).await, person(&db).await);
        db.batch_execute(&format!(
            "insert into public.admin_profiles (id, full_name, email) values ('{fan}', 'Elif', 'e@example.com');
             insert into public.coin_balances (user_id, balance) values ('{fan}', 40), ('{creator}', 0);
             insert into public.coin_transactions (user_id, type, amount, balance_after, store_receipt)
             values ('{fan}', 'purchase', 30, 30, 'r1'), ('{fan}', 'bonus', 10, 40, null);
             insert into public.creator_subscriptions (subscriber_id, creator_id, status)
             values ('{fan}', '{creator}', 'cancelled');
             insert into public.creator_transactions (creator_id, type, amount) values ('{creator}', 'gift', 7);
             insert into public.blocked_users (blocker_id, blocked_id) values ('{creator}', '{creator}');
             insert into public.device_tokens (user_id, token) values ('{fan}', 't');
             insert into public.notifications (recipient_id, type, priority) values ('{fan}', 'follow', 2);
             insert into public.sessions (id, user_id, shadow) values (gen_random_uuid(), '{fan}', true);",
        ))
        .await
        .unwrap();
        let before = rows(&db).await;
        assert!(before.len() >= 13, "{before:#?}");

        for _ in 0..2 {
            scratch.migrate().await.unwrap();
            let after = rows(&db).await;
            for row in &before {
                assert!(after.contains(row), "{row}");
            }
            // the settings and the first prompts are rows of ours
            let ours = ["live_", "agent_prompts "];
            let apps = |rows: &[String]| rows.iter().filter(|row| !ours.iter().any(|own| row.starts_with(own))).count();
            assert_eq!(apps(&after), apps(&before), "no row is added to a table of the app");
        }
    }
}

/// Every row of every table, told with the table's name.
async fn rows(db: &Client) -> Vec<String> {
    let tables = "select tablename::text from pg_tables where schemaname = 'public' order by 1";
    let mut told = Vec::new();
    for table in db.query(tables, &[]).await.unwrap() {
        let table: String = table.get(0);
        let all = format!("select '{table} ' || to_jsonb(t)::text from public.{table} t");
        told.extend(db.query(&all, &[]).await.unwrap().iter().map(|row| row.get::<_, String>(0)));
    }
    told
}

/// The tables are not only left alone: what live video writes into them fits their types and their triggers.
#[tokio::test]
async fn a_session_earns_coins_and_rings_phones_in_the_apps_own_tables() {
    let scratch = Scratch::with_the_app().await;
    scratch.migrate().await.unwrap();
    let db = scratch.owner().await;
    let (host, viewer) = (person(&db).await, person(&db).await);
    db.batch_execute(&format!(
        "insert into public.coin_balances (user_id, balance) values ('{viewer}', 100);
         insert into public.live_sessions (
           creator_id, creator_profile_id, title, session_type, access_type, ppv_coin_price, livekit_room_name,
           status, started_at
         )
         select user_id, id, 'Yayın', 'video_live', 'pay_per_view', 50, 'room', 'live', now()
         from public.profiles where user_id = '{host}';
         insert into public.live_participants (session_id, user_id, profile_id)
         select s.id, p.user_id, p.id from public.live_sessions s, public.profiles p where p.user_id = '{viewer}';
         insert into public.live_stays (participant_sid, session_id, user_id, joined_at)
         select 'PA_host', id, creator_id, now() from public.live_sessions;
         set role service_role;
         select public.live_pay_entry('{viewer}', id, 50) from public.live_sessions;
         select public.live_send_gift('{viewer}', null, id, 'star', 2) from public.live_sessions;
         select public.live_tell(
           array['{viewer}'::uuid], '{host}', 'creator_live', '{host}', '{{\"title\": \"yayında\"}}', '{{}}', now()
         );
         select public.live_session_facts('{viewer}', null, id, false, now()) from public.live_sessions;
         select public.live_refund(id, 'test') from public.live_payments where kind = 'ppv';
         reset role;",
    ))
    .await
    .unwrap();

    let books = "select
        (select balance from public.coin_balances where user_id = $1),
        (select array_agg(type::text order by amount, type) from public.coin_transactions where user_id = $1),
        (select total_earned from public.creator_balances where creator_id = $2),
        (select count(*) from public.notifications n join public.push_queue q on q.notification_id = n.id
         where n.recipient_id = $1)";
    let row = db.query_one(books, &[&viewer, &host]).await.unwrap();
    assert_eq!(row.get::<_, i64>(0), 50);
    assert_eq!(row.get::<_, Vec<String>>(1), ["gift_sent", "live_ppv", "refund"]);
    // half of it went back to the viewer; a note of a kind that the app does not know is no reason to keep it
    assert_eq!((row.get::<_, i64>(2), row.get::<_, i64>(3)), (35, 1));
}

/// Our policies look the caller up in the app's table as the caller, so the app's policy there has its say.
#[tokio::test]
async fn an_admin_of_the_app_sees_what_admins_see() {
    let scratch = Scratch::with_the_app().await;
    scratch.migrate().await.unwrap();
    let db = scratch.owner().await;
    let (admin, retired, user) = (person(&db).await, person(&db).await, person(&db).await);
    db.batch_execute(&format!(
        "insert into public.admin_profiles (id, full_name, email, is_active)
         values ('{admin}', 'Zeynep', 'a@example.com', true), ('{retired}', 'Deniz', 'b@example.com', false);
         insert into public.live_webhook_logs (event_type, processing_status) values ('room_started', 'success');",
    ))
    .await
    .unwrap();

    for (who, seen) in [(admin, 1), (retired, 0), (user, 0)] {
        db.batch_execute(&format!(
            "begin; set local request.jwt.claims = '{{\"sub\": \"{who}\"}}'; set local role authenticated"
        ))
        .await
        .unwrap();
        let rows: i64 = db.query_one("select count(*) from public.live_webhook_logs", &[]).await.unwrap().get(0);
        db.batch_execute("rollback").await.unwrap();
        assert_eq!(rows, seen);
    }
}

async fn person(db: &Client) -> Uuid {
    let id = ipelya_local::clock::new_id();
    db.execute("insert into auth.users (id, aud, role) values ($1, 'authenticated', 'authenticated')", &[&id])
        .await
        .unwrap();
    db.execute("insert into public.profiles (user_id, display_name) values ($1, 'Ayşe')", &[&id]).await.unwrap();
    id
}
