//! Settings and switches.

use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Panel, face, pick};

const FACE: &str = "user_id,username,display_name,avatar_url";

#[tokio::test]
async fn every_setting_is_listed_with_who_changed_it_last() {
    let panel = Panel::of_super_admin().await;
    panel.change("ring_seconds", json!(45)).await;
    let reply = panel.get("settings").await;
    let settings = reply["settings"].as_array().unwrap();
    let keys: Vec<&str> = settings.iter().map(|row| row["key"].as_str().unwrap()).collect();
    let stored = "select jsonb_agg(key order by key) from public.live_settings";
    assert_eq!(json!(keys), panel.live.project.value(stored, &[]).await);
    let row = |key: &str| settings.iter().find(|row| row["key"] == key).unwrap();
    assert_eq!(
        pick(row("live_enabled"), "value,updated_by,admin"),
        json!({
            "value": true, "updated_by": null, "admin": null,
        })
    );
    assert_eq!(
        (&row("ring_seconds")["value"], &row("ring_seconds")["updated_by"], &row("ring_seconds")["admin"]["full_name"]),
        (&json!(45), &json!(panel.admin.id), &json!(panel.admin.display_name))
    );
}

#[tokio::test]
async fn a_setting_is_changed_once_and_noted_with_before_and_after() {
    let panel = Panel::of_super_admin().await;
    let body = json!({ "value": false, "reason": "Arıza var" });
    let reply = panel.ask(&panel.admin, "PATCH", "settings/calls_enabled", Some(body.clone())).await;
    assert_eq!((reply.status, &reply.body["setting"]["value"]), (200, &json!(false)));
    // the same again changes nothing and is no news
    assert_eq!(panel.ask(&panel.admin, "PATCH", "settings/calls_enabled", Some(body)).await.status, 200);
    let noted = panel.noted().await;
    let [row] = noted.as_slice() else { panic!("not one row: {noted:#?}") };
    assert_eq!(
        pick(row, "admin_id,action,target_type,target_id,ip_address"),
        json!({
            "admin_id": panel.admin.id, "action": "update_settings", "target_type": "setting",
            "target_id": "calls_enabled", "ip_address": "127.0.0.1",
        })
    );
    assert_eq!(
        pick(&row["metadata"], "before,after,reason"),
        json!({ "before": true, "after": false, "reason": "Arıza var" })
    );
}

#[tokio::test]
async fn of_each_type_of_setting_a_value_that_does_not_fit_is_refused_and_nothing_changes() {
    let panel = Panel::of_super_admin().await;
    let all = "select jsonb_object_agg(key, value) from public.live_settings";
    let before = panel.live.project.value(all, &[]).await;
    for (key, values) in [
        ("live_enabled", json!(["yes", 1, null, {}])),
        ("gift_creator_percent", json!([-1, 101, 1.5, "70", null])),
        ("ring_seconds", json!([0, -1, 10_000_000, "30", null])),
        ("host_grace_seconds", json!([0, 61])),
        ("stay_days_count", json!([29, 10_000])),
        ("token_rate_count", json!([-1, 10_000_000, true])),
        ("chat_blocked_words", json!(["word", null, { "a": 1 }])),
        ("chat_blocked_words_action", json!(["ignore", null])),
        ("quota_exempt_creators", json!([["nobody"], [1], "all"])),
        ("maintenance_at", json!(["tomorrow", "2030-02-30T12:00:00Z", "2030-01-01T12:00:00", 5])),
        ("analytics_time_zone", json!(["Istanbul", null, 3])),
    ] {
        for value in values.as_array().unwrap() {
            let reply = panel.try_change(key, value.clone()).await;
            assert_eq!((reply.status, &reply.body["errorCode"]), (400, &json!("INVALID_SETTING")), "{key} {value}");
        }
    }
    panel.try_change("no_such_setting", json!(1)).await.assert_refused(404, "SETTING_NOT_FOUND");
    let without = panel.ask(&panel.admin, "PATCH", "settings/ring_seconds", Some(json!({}))).await;
    without.assert_refused(400, "INVALID_FIELD");
    assert_eq!(without.body["field"], "value");
    assert_eq!(panel.live.project.value(all, &[]).await, before);
    assert_eq!(panel.noted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_setting_holds_from_the_next_request_on() {
    let panel = Panel::of_super_admin().await;
    panel.change("maintenance_at", json!("2030-01-01T12:00:00+03:00")).await;
    let at = "select jsonb_build_array(public.live_setting_time('maintenance_at'))";
    assert_eq!(panel.live.project.value(at, &[]).await, json!(["2030-01-01T09:00:00+00:00"]));
    panel.change("maintenance_at", Value::Null).await;
    assert_eq!(panel.live.project.value(at, &[]).await, json!([null]));
}

#[tokio::test]
async fn of_changes_at_the_same_moment_each_is_noted_with_what_it_found() {
    let panel = Panel::of_super_admin().await;
    let changes = (31..41).map(|seconds| panel.try_change("ring_seconds", json!(seconds)));
    assert!(join_all(changes).await.iter().all(|reply| reply.status == 200));
    let found = "select to_jsonb(count(distinct metadata -> 'before')) from public.live_admin_logs";
    assert_eq!(panel.live.project.value(found, &[]).await, 10);
}

#[tokio::test]
async fn whoever_is_no_super_admin_reads_settings_and_changes_none() {
    let panel = Panel::open().await;
    assert!(panel.get("settings").await["settings"].as_array().unwrap().len() >= 50);
    for key in ["live_enabled", "no_such_setting"] {
        panel.try_change(key, json!(false)).await.assert_refused(403, "SUPER_ADMIN_REQUIRED");
    }
    let switch = "select to_jsonb(public.live_switch('live_enabled'))";
    assert_eq!(panel.live.project.value(switch, &[]).await, true);
}

#[tokio::test]
async fn somebody_is_shown_with_what_they_have_set_and_what_is_switched_off() {
    let panel = Panel::open().await;
    let host = &panel.live.host;
    let own = "insert into public.live_user_settings (user_id, calls_enabled, coin_per_minute, language)
               values ($1, false, 20, 'tr')";
    panel.live.project.execute(own, &[&host.id]).await;
    panel.live.project.given().ban(host).everywhere().insert().await;
    let reply = panel.get(&format!("users/{}", host.id)).await;
    assert_eq!(pick(&reply["user"], FACE), face(host));
    assert_eq!(
        pick(&reply, "switches,own_settings,session_id,active_bans"),
        json!({
            "switches": { "live_enabled": true, "calls_enabled": true, "updated_at": null, "updated_by": null },
            "own_settings": { "calls_enabled": false, "coin_per_minute": 20, "language": "tr" },
            "session_id": panel.live.session.id,
            "active_bans": 1,
        })
    );
    let missing = panel.ask(&panel.admin, "GET", &format!("users/{}", Uuid::from_u128(1)), None).await;
    missing.assert_refused(404, "USER_NOT_FOUND");
}

#[tokio::test]
async fn what_is_switched_off_for_somebody_is_noted_and_stays_until_it_is_switched_on() {
    let panel = Panel::open().await;
    let path = format!("users/{}/switches", panel.live.viewer.id);
    let switch = async |body: Value| panel.ask(&panel.admin, "PATCH", &path, Some(body)).await;
    // nothing said, nothing changed
    assert_eq!(switch(json!({})).await.body["switches"]["updated_by"], Value::Null);
    let off = switch(json!({ "calls_enabled": false, "reason": "Taciz" })).await;
    assert_eq!(
        pick(&off.body["switches"], "live_enabled,calls_enabled,updated_by"),
        json!({ "live_enabled": true, "calls_enabled": false, "updated_by": panel.admin.id })
    );
    let metadata = json!({
        "before": { "live_enabled": true, "calls_enabled": true },
        "after": { "live_enabled": true, "calls_enabled": false },
        "reason": "Taciz",
    });
    panel.assert_noted("switch_user", ("user", panel.live.viewer.id), metadata).await;
    switch(json!({ "calls_enabled": false })).await;
    assert_eq!(panel.noted().await.len(), 1, "it was off already");
    let on = switch(json!({ "calls_enabled": true })).await;
    assert_eq!(on.body["switches"]["calls_enabled"], true);
    let missing = format!("users/{}/switches", Uuid::from_u128(1));
    let missing = panel.ask(&panel.admin, "PATCH", &missing, Some(json!({ "live_enabled": false }))).await;
    missing.assert_refused(404, "USER_NOT_FOUND");
}
