//! What the app's tables refuse although their columns look right is found before anything of ours is made; what they have
//! always allowed stays allowed.

use tokio_postgres::Client;
use uuid::Uuid;

use crate::migrations::refusals::refusal;
use crate::migrations::scratch::Scratch;

/// A project of the app with its tables changed this way: what the migrations say of it, and that they left nothing.
async fn refused(change: &str) -> String {
    let scratch = Scratch::with_the_app().await;
    scratch.owner().await.batch_execute(change).await.unwrap();
    let (file, message) = refusal(&scratch).await;
    assert!(file.ends_with("_platform_rows.sql"), "{file}: {message}");
    let db = scratch.superuser().await;
    let ours = "select count(*) from pg_tables where schemaname = 'public' and tablename like 'live\\_%'";
    assert_eq!(
        db.query_one(ours, &[]).await.unwrap().get::<_, i64>(0),
        0,
        "a refused project is left without our tables"
    );
    for table in ["auth.users", "public.profiles", "public.coin_transactions", "public.push_queue"] {
        let rows: i64 = db.query_one(&format!("select count(*) from {table}"), &[]).await.unwrap().get(0);
        assert_eq!(rows, 0, "a trial leaves nothing in {table}");
    }
    let first = message.lines().next().unwrap();
    first.split_once("this project refuses: ").unwrap_or_else(|| panic!("{message}")).1.to_owned()
}

#[tokio::test]
async fn a_word_the_creators_books_do_not_know_is_named_before_the_first_sale() {
    let said = refused(
        "alter table public.creator_transactions alter column type type text;
         alter table public.creator_transactions
           add constraint known_type check (type in ('subscription', 'gift', 'payout'));",
    )
    .await;
    for word in ["ppv", "refund"] {
        assert!(said.contains(&format!("creator_transactions.type '{word}': ")), "{said}");
    }
    assert!(said.contains("\"known_type\"") && !said.contains("'gift'"), "{said}");
}

#[tokio::test]
async fn a_column_of_which_we_know_nothing_and_that_must_be_filled_is_named() {
    let said = refused("alter table public.coin_transactions add column store text not null").await;
    for word in ["gift_sent", "refund"] {
        let named = format!("coin_transactions.type '{word}': null value in column \"store\"");
        assert!(said.contains(&named), "{said}");
    }
    let said = refused("alter table public.notifications add column urgency smallint not null").await;
    assert!(said.starts_with("notifications creator_live: null value in column \"urgency\""), "{said}");
}

#[tokio::test]
async fn a_check_over_several_columns_is_named() {
    let said = refused(
        "alter table public.coin_transactions
           add constraint signed check (type <> 'refund' or amount > 0 and reference_type = 'purchase');",
    )
    .await;
    assert!(said.starts_with("coin_transactions.type 'refund': ") && said.contains("\"signed\""), "{said}");
    assert!(!said.contains("gift_sent"), "{said}");
}

#[tokio::test]
async fn a_rule_of_a_trigger_and_a_privilege_that_the_server_lacks_are_named() {
    let said = refused(
        "create function public.no_negative() returns trigger language plpgsql
         as $$ begin if new.amount < 0 then raise exception 'earnings only grow'; end if; return new; end $$;
         create trigger no_negative before insert on public.creator_transactions
           for each row execute function public.no_negative();",
    )
    .await;
    assert_eq!(said.split(" (P0001)").next().unwrap(), "creator_transactions.type 'refund': earnings only grow");
    let said = refused("revoke insert on public.coin_transactions from service_role").await;
    assert!(said.contains("permission denied for table coin_transactions"), "{said}");
}

/// With people and rows of theirs already there, as in production.
#[tokio::test]
async fn a_trial_with_the_projects_own_people_leaves_them_as_they_are() {
    let scratch = Scratch::with_the_app().await;
    let db = scratch.owner().await;
    let (payer, payee) = (person(&db).await, person(&db).await);
    db.batch_execute(&format!(
        "insert into public.coin_balances (user_id, balance) values ('{payer}', 40), ('{payee}', 2);
         insert into public.creator_transactions (creator_id, type, amount) values ('{payee}', 'gift', 7);
         alter table public.creator_transactions alter column type type text;
         alter table public.creator_transactions add constraint known_type check (type <> 'ppv');"
    ))
    .await
    .unwrap();
    let books = "select jsonb_build_array(
                   (select jsonb_agg(b order by b.user_id) from public.coin_balances b),
                   (select jsonb_agg(b order by b.creator_id) from public.creator_balances b),
                   (select count(*) from public.coin_transactions), (select count(*) from public.profiles))";
    let before: serde_json::Value = db.query_one(books, &[]).await.unwrap().get(0);
    let (file, _) = refusal(&scratch).await;
    assert!(file.ends_with("_platform_rows.sql"), "{file}");
    assert_eq!(db.query_one(books, &[]).await.unwrap().get::<_, serde_json::Value>(0), before);

    db.batch_execute("alter table public.creator_transactions drop constraint known_type").await.unwrap();
    scratch.migrate().await.unwrap();
    assert_eq!(db.query_one(books, &[]).await.unwrap().get::<_, serde_json::Value>(0), before);
}

#[tokio::test]
async fn an_inbox_that_lacks_a_word_of_ours_is_no_reason_to_refuse_a_project() {
    let scratch = Scratch::with_the_app().await;
    let words = "select enum_range(null::public.notification_type)::text[]";
    let words: Vec<String> = scratch.superuser().await.query_one(words, &[]).await.unwrap().get(0);
    assert!(!words.contains(&"missed_call".to_owned()) && words.contains(&"creator_live".to_owned()));
    scratch.migrate().await.unwrap();
}

#[tokio::test]
async fn rows_that_broke_the_apps_own_check_all_along_do_not_stop_the_migrations() {
    let scratch = Scratch::with_the_app().await;
    let db = scratch.owner().await;
    let person = person(&db).await;
    db.batch_execute(&format!(
        "alter table public.coin_transactions alter column type type text;
         insert into public.coin_transactions (user_id, type, amount, balance_after) values ('{person}', 'tip', 1, 1);
         alter table public.coin_transactions
           add constraint valid_type check (type in ('purchase', 'bonus')) not valid;"
    ))
    .await
    .unwrap();
    scratch.migrate().await.unwrap();
    scratch.migrate().await.unwrap();

    let insert = "insert into public.coin_transactions (user_id, type, amount, balance_after) values ($1, $2, 1, 1)";
    for word in ["purchase", "gift_sent", "live_ppv", "live_call", "refund"] {
        db.execute(insert, &[&person, &word]).await.unwrap();
    }
    let error = db.execute(insert, &[&person, &"tip"]).await.unwrap_err();
    assert_eq!(error.as_db_error().unwrap().constraint(), Some("valid_type"));
    assert!(!is_valid(&db, "valid_type").await);
}

#[tokio::test]
async fn a_widened_check_is_held_against_the_rows_in_a_migration_of_its_own() {
    let scratch = Scratch::with_the_app().await;
    let db = scratch.owner().await;
    db.batch_execute(
        "alter table public.coin_transactions alter column type type text;
         alter table public.coin_transactions add constraint valid_type check (type in ('purchase', 'bonus'));
         alter table public.coin_transactions add constraint short_type check (length(type) < 30);",
    )
    .await
    .unwrap();
    let files = scratch.layout.migrations().unwrap();
    let widening = files.iter().position(|file| file.ends_with("20261121090110_coin_transaction_types.sql")).unwrap();
    for file in &files[..=widening] {
        ipelya_local::sql::apply(&db, file).await.unwrap();
    }
    // what it says of new rows is true at once; nobody had to wait while the old ones were read
    assert!(!is_valid(&db, "valid_type").await);
    assert!(is_valid(&db, "short_type").await, "a check that takes our words is left alone");
    ipelya_local::sql::apply(&db, &files[widening + 1]).await.unwrap();
    assert!(is_valid(&db, "valid_type").await);
}

async fn is_valid(db: &Client, constraint: &str) -> bool {
    let sql = "select convalidated from pg_constraint
               where conrelid = 'public.coin_transactions'::regclass and conname = $1";
    db.query_one(sql, &[&constraint]).await.unwrap().get(0)
}

async fn person(db: &Client) -> Uuid {
    let id = ipelya_local::clock::new_id();
    db.execute("insert into auth.users (id, aud, role) values ($1, 'authenticated', 'authenticated')", &[&id])
        .await
        .unwrap();
    db.execute("insert into public.profiles (user_id, display_name) values ($1, 'Ayşe')", &[&id]).await.unwrap();
    id
}
