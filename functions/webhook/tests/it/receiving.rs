//! Whose events are taken, in which form, and what is answered.

use futures_util::future::join_all;
use ipelya_test::assert_published;
use serde_json::{Value, json};

use super::support::{deliver, on_air};

#[tokio::test]
async fn the_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("webhook", &webhook::routes()).await;
}

#[tokio::test]
async fn every_kind_of_event_is_answered_200_in_either_body_encoding() {
    let live = on_air().await;
    let names = [
        "room_started",
        "participant_joined",
        "participant_left",
        "participant_connection_aborted",
        "track_published",
        "track_unpublished",
        "egress_started",
        "egress_updated",
        "egress_ended",
        "ingress_started",
        "ingress_ended",
        "agent_job_started",
        "agent_job_ended",
        "participant_active",
        "invented_tomorrow",
        "room_finished",
    ];
    for (number, name) in names.iter().enumerate() {
        for encoding in ["text", "base64"] {
            let mut event = live.about(name, &live.viewer, &format!("PA_{encoding}"), 1);
            event["id"] = json!(format!("EV_{number}_{encoding}"));
            event["participant"]["kind"] = json!("KIND_OF_TOMORROW");
            event["participant"]["disconnectReason"] = json!("REASON_OF_TOMORROW");
            event["roomEndReason"] = json!("REASON_OF_TOMORROW");
            event["egressInfo"] = json!({ "egressId": "EG_1", "status": "STATUS_OF_TOMORROW" });
            event["fieldOfTomorrow"] = json!({ "deep": [1, null] });
            let body = event.to_string();
            let token = live.api.webhook_token(&body, |_| ());
            let request = live.api.post("livekit-webhook").header("authorization", &token);
            let request = match encoding {
                "base64" => request.raw_base64("application/webhook+json", &body),
                _ => request.raw("application/webhook+json", &body),
            };
            let reply = request.send().await;
            assert_eq!(
                (reply.status, &reply.body["success"]),
                (200, &json!(true)),
                "{name} {encoding}: {}",
                reply.body
            );
            assert_ne!(reply.body["result"], "error", "{name} {encoding}");
        }
    }
    assert_eq!(live.project.count("public.live_webhook_logs").await, 2 * 16);
}

#[tokio::test]
async fn what_livekit_has_not_signed_is_refused_and_changes_nothing() {
    let live = on_air().await;
    let body = live.finished(None, 1).to_string();
    let good = live.api.webhook_token(&body, |_| ());
    let now = live.api.now().unix_timestamp();
    let with = |change: &dyn Fn(&mut Value)| live.api.webhook_token(&body, change);
    let (key, secret) = (live.api.setting("LIVEKIT_API_KEY"), live.api.setting("LIVEKIT_API_SECRET"));
    let sign = |key: &str, secret: &str| ipelya_test::sign_webhook(key, secret, &body, now, |_| ());
    let (unsigned, _) = good.rsplit_once('.').unwrap();

    for (what, token) in [
        ("a wrong secret", sign(&key, "another secret of the same length")),
        ("a wrong key", sign("another_key", &secret)),
        ("a wrong hash", live.api.webhook_token("{}", |_| ())),
        (
            "no hash",
            with(&|claims| {
                claims.as_object_mut().unwrap().remove("sha256");
            }),
        ),
        ("a hash that is none", with(&|claims| claims["sha256"] = json!("%%%"))),
        ("an expired token", with(&|claims| claims["exp"] = json!(now - 30))),
        (
            "no expiry",
            with(&|claims| {
                claims.as_object_mut().unwrap().remove("exp");
            }),
        ),
        ("a token of tomorrow", with(&|claims| claims["nbf"] = json!(now + 31))),
        ("no signature", format!("{unsigned}.")),
        ("a user's token", live.project.token_for(&live.host).build()),
        ("the service key", live.api.setting("SUPABASE_SERVICE_ROLE_KEY")),
        ("nonsense", "nonsense".to_owned()),
        ("an empty header", String::new()),
    ] {
        let request = live.api.post("livekit-webhook").header("authorization", &token);
        let reply = request.raw("application/webhook+json", &body).send().await;
        assert_eq!((reply.status, &reply.body["errorCode"]), (401, &json!("UNAUTHORIZED")), "{what}");
    }
    let bare = live.api.post("livekit-webhook").raw("application/webhook+json", &body).send().await;
    bare.assert_refused(401, "UNAUTHORIZED");
    let respaced = body.replace("\":", "\": ");
    let changed = live.api.post("livekit-webhook").header("authorization", &good);
    changed.raw("application/webhook+json", &respaced).send().await.assert_refused(401, "UNAUTHORIZED");
    assert_eq!((live.project.rest().requests(), live.project.count("public.live_webhook_logs").await), (0, 0));

    let prefixed = live.api.post("livekit-webhook").header("authorization", &format!("Bearer {good}"));
    let reply = prefixed.raw("application/webhook+json", &body).send().await;
    assert_eq!((reply.status, &reply.body["result"]), (200, &json!("success")), "{}", reply.body);
}

#[tokio::test]
async fn a_body_that_is_no_event_is_400() {
    let live = on_air().await;
    for body in ["", "{", "[]", "null", "{}", r#"{"event":7}"#] {
        let token = live.api.webhook_token(body, |_| ());
        let request = live.api.post("livekit-webhook").header("authorization", &token);
        request.raw("application/webhook+json", body).send().await.assert_refused(400, "MALFORMED_BODY");
    }
}

#[tokio::test]
async fn get_says_that_it_is_up_and_other_methods_are_refused() {
    let live = on_air().await;
    let reply = live.api.post("livekit-webhook").method("GET").send().await;
    assert_eq!((reply.status, reply.body), (200, json!({ "success": true, "status": "up" })));
    live.api.post("livekit-webhook").method("PUT").send().await.assert_refused(405, "METHOD_NOT_ALLOWED");
}

#[tokio::test]
async fn one_event_twenty_times_at_once_is_applied_once() {
    let live = on_air().await;
    let event = live.finished(Some("IDLE_TIMEOUT"), 5);

    let results = join_all((0..20).map(|_| deliver(&live, &event))).await;

    assert_eq!(results.iter().filter(|result| **result == json!("success")).count(), 1, "{results:?}");
    assert_eq!(results.iter().filter(|result| **result == json!("duplicate")).count(), 19);
    assert_eq!(live.told().await, ["session_ended"]);
    assert_eq!(live.project.count("public.live_webhook_logs").await, 1);
}

#[tokio::test]
async fn rooms_and_identities_that_are_not_ours_are_skipped() {
    let live = on_air().await;
    let mut elsewhere = live.joined(&live.viewer, "PA_1", 1);
    elsewhere["room"]["name"] = json!("somebody_elses_room");
    assert_eq!(deliver(&live, &elsewhere).await, "skipped");
    for (number, identity) in
        ["admin_6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10", "EG_x", "", "' or true --"].iter().enumerate()
    {
        let mut event = live.joined(&live.viewer, &format!("PA_{number}x"), 1);
        event["participant"]["identity"] = json!(identity);
        assert_eq!(deliver(&live, &event).await, "skipped", "{identity}");
    }
    assert_eq!(live.project.count("public.live_stays").await, 0);
}
