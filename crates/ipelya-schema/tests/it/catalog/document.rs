//! The document of the schema, held against the database it describes.

use std::collections::BTreeSet;
use std::fs;

use ipelya_local::layout::Layout;
use ipelya_schema::{APP_TABLES, DOCUMENT, REGENERATE};
use ipelya_test::Project;

#[tokio::test]
async fn the_document_says_what_the_database_is() {
    let project = Project::start().await;
    let rendered = ipelya_schema::document(project.db()).await.unwrap();
    let written = fs::read_to_string(Layout::find().unwrap().root().join(DOCUMENT)).unwrap_or_default();

    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (told, wanted) = (lines(&written), lines(&rendered));
    let only = |these: &BTreeSet<String>, those: &BTreeSet<String>| {
        these.difference(those).cloned().collect::<Vec<_>>().join("\n")
    };
    assert!(
        written == rendered,
        "{DOCUMENT} is not what the database says; write it anew with\n\n  {REGENERATE}\n\n\
         only in the document:\n{}\n\nonly in the database:\n{}",
        only(&told, &wanted),
        only(&wanted, &told),
    );
}

#[tokio::test]
async fn the_tables_of_the_app_are_those_the_first_migration_makes() {
    let first = Layout::find().unwrap().migrations().unwrap().remove(0);
    let text = fs::read_to_string(first).unwrap();
    let made: BTreeSet<&str> =
        text.split("create table public.").skip(1).filter_map(|rest| rest.split_whitespace().next()).collect();
    assert_eq!(made, BTreeSet::from(APP_TABLES));
}
