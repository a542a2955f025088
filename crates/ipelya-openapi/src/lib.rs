//! The API document, `docs/openapi.json`: every route of every function, with the types of its request and reply.
//!
//! What an operation does is the doc comment of its handler, which begins with its name: ``/// `join-live-session`: …``. Its
//! example is a real exchange, recorded by the tests of its function in `examples/` (`Request::recorded` of the harness).

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use ipelya_edge::Routes;
use ipelya_edge::http::openapi::{self, Note};
use serde_json::Value;

/// Where the document is, below the repository's root.
pub const DOCUMENT: &str = "docs/openapi.json";
/// What writes it anew.
pub const REGENERATE: &str = "make openapi";
/// Where the recorded examples are, below the repository's root.
pub const EXAMPLES: &str = "crates/ipelya-openapi/examples";

/// Every function group and its routes.
pub fn groups() -> [(&'static str, Routes); 15] {
    [
        ("token", token::routes()),
        ("voice", voice::routes()),
        ("session", session::routes()),
        ("call", call::routes()),
        ("channel", channel::routes()),
        ("gift", gift::routes()),
        ("chat", chat::routes()),
        ("guest", guest::routes()),
        ("moderation", moderation::routes()),
        ("recording", recording::routes()),
        ("ops", ops::routes()),
        ("payment", payment::routes()),
        ("webhook", webhook::routes()),
        ("sweeper", sweeper::routes()),
        ("notifier", notifier::routes()),
    ]
}

/// The document, of the repository at this root.
pub fn document(root: &Path) -> io::Result<Value> {
    let groups = groups();
    let mut notes = BTreeMap::new();
    for (group, routes) in &groups {
        let told = told_by_handlers(&root.join("functions").join(group).join("src"))?;
        for route in routes.iter() {
            let example = example(root, &route.id())?;
            let text = told.get(route.name()).cloned().unwrap_or_default();
            notes.insert(route.id(), Note { text, example });
        }
    }
    Ok(openapi::document(groups.iter().map(|(group, routes)| (*group, routes)), &notes))
}

/// The document as it is kept.
pub fn text(document: &Value) -> String {
    format!("{document:#}\n")
}

/// What the doc comments of the handlers below a folder say, by the name of the function.
fn told_by_handlers(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut told = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let source = fs::read_to_string(entry?.path())?;
        let lines: Vec<&str> = source.lines().collect();
        for comment in lines.split(|line| !line.starts_with("///")) {
            let text: Vec<&str> = comment.iter().map(|line| line.trim_start_matches('/').trim_start()).collect();
            let text = text.join("\n");
            let Some((names, text)) = text.strip_prefix('`').and_then(|rest| rest.split_once("`: ")) else { continue };
            for name in names.split("`, `") {
                told.insert(name.to_owned(), sentence_case(text));
            }
        }
    }
    Ok(told)
}

fn sentence_case(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

/// The recorded exchange of the function with this id, if there is one.
fn example(root: &Path, id: &str) -> io::Result<Option<(Value, Value)>> {
    let path = root.join(EXAMPLES).join(format!("{id}.json"));
    if !path.exists() {
        return Ok(None);
    }
    let recorded: Value = serde_json::from_slice(&fs::read(path)?)?;
    let part = |name: &str| recorded.get(name).cloned().unwrap_or_default();
    Ok(Some((part("request"), part("reply"))))
}
