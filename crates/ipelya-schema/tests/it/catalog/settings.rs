//! Settings are read without a default, so every one of them is always there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ipelya_test::Project;
use serde_json::{Value, json};

#[tokio::test]
async fn every_setting_that_a_function_reads_has_a_row() {
    let project = Project::start().await;
    let read = r"select distinct found[1]
                 from pg_proc p,
                   regexp_matches(p.prosrc, 'live_(?:setting|setting_seconds|setting_days|setting_text|setting_ids|setting_time|switch)\(''(\w+)''', 'g') found
                 where p.pronamespace = 'public'::regnamespace";
    let mut keys: Vec<String> = project.db().query(read, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert!(keys.len() > 20, "{keys:?}");
    // those whose name a function puts together
    keys.extend(["gift", "ppv", "call"].map(|kind| format!("{kind}_creator_percent")));
    keys.extend(["video_live", "audio_room"].map(|kind| format!("{kind}_max_seconds")));
    keys.extend(["create", "join"].map(|action| format!("{action}_rate_count")));
    let rows = "select array_agg(key) from public.live_settings";
    let rows: Vec<String> = project.db().query_one(rows, &[]).await.unwrap().get(0);
    for key in keys {
        assert!(rows.contains(&key), "{key}");
    }
}

#[tokio::test]
async fn a_setting_that_is_missing_is_named() {
    let project = Project::start().await;
    for function in [
        "live_setting",
        "live_setting_seconds",
        "live_setting_days",
        "live_setting_text",
        "live_setting_ids",
        "live_setting_time",
        "live_switch",
    ] {
        let refused = project.db().execute(&format!("select public.{function}('no_such_key')"), &[]).await.unwrap_err();
        assert_eq!(refused.as_db_error().unwrap().message(), "live_settings has no row no_such_key", "{function}");
    }
}

#[tokio::test]
async fn nobody_removes_a_setting_and_the_panel_changes_it() {
    let project = Project::start().await;
    for role in ["service_role", "postgres"] {
        project.db().batch_execute(&format!("set role {role}")).await.unwrap();
        for removal in [
            "delete from public.live_settings where key = 'ring_seconds'",
            "update public.live_settings set key = 'other_seconds' where key = 'ring_seconds'",
            "truncate public.live_settings",
        ] {
            let refused = project.db().batch_execute(removal).await.expect_err(removal);
            let message = refused.as_db_error().unwrap().message();
            assert_eq!(message, "a setting can be changed, not removed", "{role}: {removal}");
        }
        // the panel sends whole rows
        let change = "update public.live_settings set key = key, value = '45' where key = 'ring_seconds'
                      returning public.live_setting('call_max_seconds')";
        assert_eq!(project.db().query_one(change, &[]).await.unwrap().get::<_, i32>(0), 14400, "{role}");
    }
}

/// The rows of the table of settings in a guide: key, default and bounds as they are written.
fn documented(guide: &str) -> BTreeMap<String, (Value, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(guide);
    let text = fs::read_to_string(path).unwrap();
    let heads = ["| setting | default |", "| ayar | varsayılan |"];
    let table = text.lines().skip_while(|line| !heads.iter().any(|head| line.starts_with(head))).skip(2);
    table
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            assert!(cells.len() == 7 && cells.iter().skip(1).take(5).all(|cell| !cell.is_empty()), "{guide}: {line}");
            (cells[1].to_owned(), (serde_json::from_str(cells[2]).unwrap(), cells[4].to_owned()))
        })
        .collect()
}

/// What bounds as they are written let pass and what they do not.
fn at_and_beyond(bounds: &str) -> (Vec<Value>, Vec<Value>) {
    if let Some((least, most)) = bounds.split_once('–') {
        let (least, most): (i64, i64) = (least.parse().unwrap(), most.parse().unwrap());
        return (vec![json!(least), json!(most)], vec![json!(least - 1), json!(most + 1), json!(format!("{least}"))]);
    }
    let choices: Result<Value, _> = serde_json::from_str(&format!("[{bounds}]"));
    let choices = choices.map(|all| all.as_array().unwrap().clone()).unwrap_or_default();
    (choices, vec![json!({ "a": 1 })])
}

#[tokio::test]
async fn the_guides_tell_every_setting_with_its_default_and_its_bounds() {
    let project = Project::start().await;
    let defaults: BTreeMap<String, Value> = serde_json::from_value(
        project.value("select jsonb_object_agg(key, value) from public.live_settings", &[]).await,
    )
    .unwrap();
    for guide in ["ops-guide.md", "ops-guide.tr.md"] {
        let told = documented(guide);
        let told_defaults: BTreeMap<_, _> = told.iter().map(|(key, (value, _))| (key.clone(), value.clone())).collect();
        assert_eq!(told_defaults, defaults, "{guide}");
    }
    let set = "update public.live_settings set value = $2 where key = $1";
    for (key, (_, bounds)) in documented("ops-guide.md") {
        let (good, bad) = at_and_beyond(&bounds);
        for value in good {
            assert!(project.db().execute(set, &[&key, &value]).await.is_ok(), "{key} takes {value}");
        }
        for value in bad {
            assert!(project.db().execute(set, &[&key, &value]).await.is_err(), "{key} does not take {value}");
        }
    }
}
