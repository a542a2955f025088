//! What staff does about channels.

use serde_json::{Value, json};

use super::support::Panel;

/// The channel of the panel's session, which is on air on it.
async fn given_channel(panel: &Panel) -> String {
    let live = &panel.live;
    let sql = "with made as (
                 insert into public.live_channels (
                   creator_id, creator_profile_id, slug, room_name, search_name, title
                 )
                 values ($1, $2, 'ayse', 'live-ayse-1', '', 'Kanal') returning id
               ), put as (
                 update public.live_sessions s set channel_id = made.id from made where s.id = $3 returning made.id
               )
               select to_jsonb(id) from put";
    let id = live.project.value(sql, &[&live.host.id, &live.host.profile_id, &live.session.id]).await;
    id.as_str().unwrap().to_owned()
}

async fn channel(panel: &Panel) -> Value {
    let sql =
        "select jsonb_build_object('active', active, 'suspended', suspended_at is not null) from public.live_channels";
    panel.live.project.value(sql, &[]).await
}

#[tokio::test]
async fn a_channel_is_suspended_with_what_it_is_on_air_with_and_goes_on_later() {
    let panel = Panel::open().await;
    let id = given_channel(&panel).await;
    assert_eq!(channel(&panel).await, json!({ "active": true, "suspended": false }));
    let reason = json!({ "reason": "Kural ihlali" });
    let done = panel.post(&format!("channels/{id}/suspend"), reason.clone()).await;
    assert!(done["suspended_at"].is_string(), "{done}");
    assert_eq!(channel(&panel).await, json!({ "active": false, "suspended": true }));
    let ended = "select to_jsonb(end_reason) from public.live_sessions where id = $1";
    let session = panel.live.session.id;
    assert_eq!(panel.live.project.value(ended, &[&session]).await, "admin_terminated: Kural ihlali");

    let again = panel.post(&format!("channels/{id}/suspend"), reason.clone()).await;
    assert_eq!(again["suspended_at"], done["suspended_at"]);
    let back = panel.post(&format!("channels/{id}/unsuspend"), reason).await;
    assert_eq!(back["suspended_at"], Value::Null);
    assert_eq!(channel(&panel).await, json!({ "active": false, "suspended": false }));
    let noted = "select jsonb_agg(action order by created_at, action) from public.live_admin_logs where target_type = 'channel'";
    assert_eq!(panel.live.project.value(noted, &[]).await, json!(["suspend_channel", "unsuspend_channel"]));
    let nothing = panel.live.host.id;
    let unknown = panel.try_post(&format!("channels/{nothing}/suspend"), json!({ "reason": "x" })).await;
    unknown.assert_refused(404, "CHANNEL_NOT_FOUND");
    panel.try_post(&format!("channels/{id}/suspend"), json!({})).await.assert_refused(400, "INVALID_FIELD");
}

#[tokio::test]
async fn a_name_that_is_kept_is_freed_and_one_that_is_reserved_or_in_use_is_not() {
    let panel = Panel::open().await;
    given_channel(&panel).await;
    panel.live.project.execute("update public.live_channels set slug = 'yeni-ad'", &[]).await;
    for (slug, freed) in [("ayse", true), ("ayse", false), ("admin", false), ("yeni-ad", false)] {
        let done = panel.post(&format!("slugs/{slug}/free"), json!({ "reason": "Marka" })).await;
        assert_eq!(done["freed"], freed, "{slug}");
    }
    let noted = "select jsonb_agg(target_id) from public.live_admin_logs where action = 'free_slug'";
    assert_eq!(panel.live.project.value(noted, &[]).await, json!(["ayse"]));
}

#[tokio::test]
async fn nobody_but_staff_does_that() {
    let panel = Panel::open().await;
    let id = given_channel(&panel).await;
    for below in [format!("channels/{id}/suspend"), format!("channels/{id}/unsuspend"), "slugs/ayse/free".to_owned()] {
        let reply = panel.ask(&panel.live.host, "POST", &below, Some(json!({ "reason": "x" }))).await;
        reply.assert_refused(403, "ADMIN_REQUIRED");
    }
    assert_eq!(channel(&panel).await, json!({ "active": true, "suspended": false }));
}
