//! Settings are read without a default, so every one of them is always there.

use ipelya_test::Project;

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
