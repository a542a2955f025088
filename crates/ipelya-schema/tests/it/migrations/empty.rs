//! A new project.

use crate::migrations::scratch::Scratch;

fn written(scratch: &Scratch) -> String {
    std::fs::read_to_string(scratch.layout.root().join(ipelya_schema::DOCUMENT)).unwrap()
}

#[tokio::test]
async fn an_empty_project_gets_the_documented_schema() {
    let scratch = Scratch::new().await;
    let applied = scratch.migrate().await.unwrap();
    assert_eq!(applied, scratch.layout.migrations().unwrap().len());

    let rendered = ipelya_schema::document(&scratch.superuser().await).await.unwrap();
    assert!(
        rendered == written(&scratch),
        "not the schema of the document; `--test it catalog::document` tells the difference"
    );
}

#[tokio::test]
async fn applying_the_migrations_again_changes_nothing() {
    let scratch = Scratch::new().await;
    scratch.migrate().await.unwrap();
    let db = scratch.superuser().await;
    // what staff changed in the meantime stays as they left it
    db.batch_execute(
        "update public.live_settings set value = '90' where key = 'ring_seconds';
         update public.live_gift_catalog set coin_price = 11, is_active = false where slug = 'heart';",
    )
    .await
    .unwrap();
    let before = ipelya_schema::document(&db).await.unwrap();

    scratch.migrate().await.unwrap();
    assert!(ipelya_schema::document(&db).await.unwrap() == before, "the schema is another one");
    let kept = "select
                  (select value::text::int from public.live_settings where key = 'ring_seconds'),
                  (select coin_price from public.live_gift_catalog where slug = 'heart' and not is_active)";
    let row = db.query_one(kept, &[]).await.unwrap();
    assert_eq!((row.get(0), row.get(1)), (Some(90), Some(11)));
}

#[tokio::test]
async fn privileges_do_not_lean_on_what_a_project_grants_by_default() {
    let scratch = Scratch::new().await;
    let owner = scratch.owner().await;
    // as new projects come with, and as a careful owner sets it
    owner
        .batch_execute(
            "alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
             alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
             alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
             alter default privileges revoke execute on functions from public;",
        )
        .await
        .unwrap();
    for file in scratch.layout.migrations().unwrap() {
        ipelya_local::sql::apply(&owner, &file).await.unwrap();
    }
    let rendered = ipelya_schema::document(&scratch.superuser().await).await.unwrap();
    assert!(rendered == written(&scratch), "the privileges differ from those of the document");
}

#[tokio::test]
async fn every_migration_can_be_applied_after_all_the_others() {
    let scratch = Scratch::new().await;
    scratch.migrate().await.unwrap();
    let owner = scratch.owner().await;
    for file in scratch.layout.migrations().unwrap().iter().rev() {
        ipelya_local::sql::apply(&owner, file).await.unwrap();
    }
}

#[tokio::test]
async fn versions_are_fourteen_digits_in_order_and_each_file_is_for_one_purpose() {
    // what `supabase db push` takes for a migration; it silently skips any other name
    let scratch = Scratch::new().await;
    let mut last = String::new();
    for file in scratch.layout.migrations().unwrap() {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let (version, purpose) = name.split_once('_').unwrap();
        assert!(version.len() == 14 && version.bytes().all(|byte| byte.is_ascii_digit()), "{name}");
        assert!(version > last.as_str() && !purpose.is_empty(), "{name}");
        version.clone_into(&mut last);
    }
}
