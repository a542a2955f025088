//! The document, held against the functions it describes and the routes they are reached by.

use std::collections::BTreeSet;
use std::fs;

use ipelya_local::functions;
use ipelya_local::layout::Layout;
use ipelya_openapi::{DOCUMENT, EXAMPLES, REGENERATE, document, groups, text};
use serde_json::Value;

#[test]
fn the_document_says_what_the_functions_are() {
    let layout = Layout::find().unwrap();
    let written = fs::read_to_string(layout.root().join(DOCUMENT)).unwrap_or_default();
    let described = text(&document(layout.root()).unwrap());
    let difference = described.lines().zip(written.lines()).find(|(described, written)| described != written);
    assert!(written == described, "{DOCUMENT} is stale; write it anew with `{REGENERATE}`: {difference:?}");
}

#[tokio::test]
async fn every_route_of_the_local_stack_is_in_the_document() {
    let layout = Layout::find().unwrap();
    let document = document(layout.root()).unwrap();
    let routes = functions::routes(&layout).await.unwrap();
    let described = document["paths"].as_object().unwrap().keys().map(|path| routes.leading_to(path).unwrap_or(path));
    assert_eq!(described.collect::<BTreeSet<_>>(), routes.iter().map(|(path, _)| path).collect());
}

#[test]
fn every_operation_says_what_it_does_and_shows_an_example() {
    let layout = Layout::find().unwrap();
    let document = document(layout.root()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let mut examples = BTreeSet::new();
    for operation in paths.values().flat_map(|methods| methods.as_object().unwrap().values()) {
        let id = operation["operationId"].as_str().unwrap();
        assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{id} has no summary");
        let content = &operation["responses"]["200"]["content"];
        // who only wants to know whether a function is up needs none, and who reads a page neither
        if id.ends_with("webhook.get") && !id.contains("stripe") || content["text/html"].is_object() {
            continue;
        }
        let shown = &content["application/json"]["example"];
        assert_eq!(shown["success"], Value::Bool(true), "{id} has no example in {EXAMPLES}");
        examples.insert(format!("{id}.json"));
    }
    let kept = fs::read_dir(layout.root().join(EXAMPLES)).unwrap();
    let kept: BTreeSet<String> = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(kept, examples, "each example is of a function");
}

#[test]
fn a_function_of_every_folder_is_in_the_document() {
    let layout = Layout::find().unwrap();
    let folders = fs::read_dir(layout.root().join("functions")).unwrap();
    let folders: BTreeSet<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(groups().iter().map(|(group, _)| (*group).to_owned()).collect::<BTreeSet<_>>(), folders);
}
