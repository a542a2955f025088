//! A channel goes on air and off it: each time an ordinary session.

use ipelya_test::Mode;
use serde_json::json;
use uuid::Uuid;

use super::support::{given_channel, given_channel_with, go_live, page, post, start, toggle};

#[tokio::test]
async fn on_air_it_is_an_ordinary_session_and_its_creator_the_host() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    let handle = given_channel_with(
        &api,
        &creator,
        json!({
            "title": "Sabah", "description": "Kahve", "slug": "ayse", "accessType": "pay_per_view", "ppvCoinPrice": 7,
        }),
    )
    .await;
    let on_air = toggle(&api, &creator, true).await;
    let session = &on_air.body["session"];
    let id: Uuid = session["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(
        (&on_air.body["active"], &on_air.body["slug"], &on_air.body["roomName"]),
        (&json!(true), &json!("ayse"), &json!(handle))
    );
    assert_eq!(session["roomName"], format!("live_video_{id}"));
    assert_eq!(
        (&session["title"], &session["description"], &session["accessType"], &session["ppvCoinPrice"]),
        (&json!("Sabah"), &json!("Kahve"), &json!("pay_per_view"), &json!(7))
    );
    assert!(on_air.body["token"].is_string() && on_air.body["wsUrl"].is_string());
    assert!(project.has_room(&format!("live_video_{id}")).await);
    let seen = page(&api, "ayse").await;
    assert_eq!((&seen.body["channel"]["active"], &seen.body["sessionId"]), (&json!(true), &json!(id)));

    // a repeat finds it on air
    assert_eq!(go_live(&api, &creator).await, id);
    let off_air = toggle(&api, &creator, false).await;
    assert_eq!((&off_air.body["active"], &off_air.body["session"]["id"]), (&json!(false), &json!(id)));
    assert_eq!(off_air.body["session"]["endReason"], "host_ended");
    let again = toggle(&api, &creator, false).await;
    assert_eq!((again.status, &again.body["session"]), (200, &json!(null)));
    assert_eq!(page(&api, "ayse").await.body["sessionId"], json!(null));
    assert_ne!(go_live(&api, &creator).await, id);
}

#[tokio::test]
async fn a_show_lights_no_channel_until_it_is_switched_on_which_adopts_it() {
    let (project, api) = start().await;
    let given = project.given();
    let creator = given.creator().await;
    given_channel(&api, &creator, "ayse").await;
    let show = given.live_session(&creator).insert().await;
    assert_eq!(page(&api, "ayse").await.body["channel"]["active"], false);
    let off = toggle(&api, &creator, false).await;
    assert_eq!((off.status, &off.body["session"]), (200, &json!(null)), "the show is not the channel's to end");

    assert_eq!(go_live(&api, &creator).await, show.id);
    assert_eq!(page(&api, "ayse").await.body["sessionId"], json!(show.id));
    assert_eq!(project.count("public.live_sessions").await, 1);
}

#[tokio::test]
async fn the_channel_is_as_its_session_whoever_ends_it() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    let lit = "select jsonb_build_array(c.active, c.session_id) from public.live_channels c";
    for end in [
        "select public.live_end_session($1, 'host_timeout', now())",
        "update public.live_sessions set status = 'ended' where id = $1",
        "update public.live_sessions set status = 'cancelled' where id = $1",
        "delete from public.live_sessions where id = $1",
    ] {
        let id = go_live(&api, &creator).await;
        assert_eq!(project.value(lit, &[]).await, json!([true, id]));
        project.execute(end, &[&id]).await;
        assert_eq!(project.value(lit, &[]).await, json!([false, null]), "{end}");
    }
    // by the clock, before anybody has noticed
    let id = go_live(&api, &creator).await;
    project
        .execute("update public.live_sessions set max_ends_at = now() - interval '1 minute' where id = $1", &[&id])
        .await;
    assert_ne!(go_live(&api, &creator).await, id);
}

#[tokio::test]
async fn a_room_that_livekit_does_not_open_is_taken_back() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    project.livekit().set_mode(Mode::Status(500));
    toggle(&api, &creator, true).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(page(&api, "ayse").await.body["channel"]["active"], false);
    assert_eq!(project.count("public.live_sessions where end_reason = 'room_not_opened'").await, 1);

    project.livekit().set_mode(Mode::Pass);
    let id = go_live(&api, &creator).await;
    project.livekit().set_mode(Mode::Status(500));
    toggle(&api, &creator, true).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(page(&api, "ayse").await.body["sessionId"], json!(id), "one that was there before stays");
}

#[tokio::test]
async fn twice_at_once_is_one_session() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    let (one, other) = tokio::join!(go_live(&api, &creator), go_live(&api, &creator));
    assert_eq!(one, other);
    assert_eq!(project.count("public.live_sessions").await, 1);
}

#[tokio::test]
async fn whoever_may_not_go_live_puts_no_channel_on_air() {
    let (project, api) = start().await;
    let given = project.given();
    let creator = given.creator().await;
    given_channel(&api, &creator, "ayse").await;
    project.execute("update public.live_channels set suspended_at = now()", &[]).await;
    toggle(&api, &creator, true).await.assert_refused(403, "CHANNEL_SUSPENDED");
    project.execute("update public.live_channels set suspended_at = null", &[]).await;
    given.setting("live_enabled", false).await;
    toggle(&api, &creator, true).await.assert_refused(403, "LIVE_DISABLED");
    given.setting("live_enabled", true).await;
    given.ban(&creator).everywhere().insert().await;
    toggle(&api, &creator, true).await.assert_refused(403, "BANNED");
    assert_eq!(project.count("public.live_sessions").await, 0);
    // off the air is open to everybody
    assert_eq!(post(&api, "toggle-active", &creator, json!({ "active": false })).await.status, 200);
}

#[tokio::test]
async fn an_encoder_is_waited_for_longer_than_a_phone() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    go_live(&api, &creator).await;
    let deadline =
        "select to_jsonb(extract(epoch from public.live_host_deadline(s) - s.started_at)) from public.live_sessions s";
    assert_eq!(project.value(deadline, &[]).await, 600.0);
    project.execute("update public.live_sessions set channel_id = null", &[]).await;
    assert_eq!(project.value(deadline, &[]).await, 300.0);
}
