//! Calling support: one call each, and an agent only where there is one.

use futures_util::future::join_all;
use ipelya_test::Mode;
use serde_json::{Value, json};

use super::support::Desk;

#[tokio::test]
async fn the_guides_request_is_answered_with_the_guides_fields() {
    let desk = Desk::without_agents().await;
    let body = json!({ "roomType": "support", "participantName": "John Doe" });
    let reply = desk.token(&desk.caller, body).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let told = &reply.body;
    let id = told["callId"].as_str().unwrap();
    assert_eq!(told["roomName"], format!("support-{id}"));
    assert_eq!(told["livekitHost"], desk.api.setting("LIVEKIT_URL"));
    assert_eq!((&told["agentSpawned"], &told["agentReason"]), (&json!(false), &json!("disabled")));
    assert_eq!((&told["existing"], &told["role"]), (&json!(false), &json!("owner")));
    assert_ne!(told["participantName"], "John Doe", "nobody says who they are");
    let (status, said) = desk.project.validate_with_livekit(told["token"].as_str().unwrap()).await;
    assert_eq!(status, 200, "{said}");
}

#[tokio::test]
async fn whoever_calls_again_is_given_the_same_call() {
    let desk = Desk::without_agents().await;
    let (first, second) = (desk.call().await, desk.call().await);
    assert_eq!((&second["callId"], &second["existing"]), (&first["callId"], &json!(true)));
    let named = desk.token(&desk.caller, json!({ "callId": first["callId"] })).await;
    assert_eq!((&named.body["callId"], &named.body["existing"]), (&first["callId"], &json!(true)));
}

#[tokio::test]
async fn twenty_who_press_at_once_have_one_call_and_one_agent() {
    let desk = Desk::open().await;
    let replies = join_all((0..20).map(|_| desk.call())).await;
    let call = &replies[0]["callId"];
    assert!(replies.iter().all(|reply| reply["callId"] == *call), "{replies:?}");
    assert_eq!(replies.iter().filter(|reply| reply["existing"] == false).count(), 1);
    assert_eq!(desk.project.count("public.calls").await, 1);
    assert_eq!(desk.project.count("public.call_agents").await, 1);
    // nobody is registered with this LiveKit
    for reply in &replies {
        assert_eq!((&reply["agentSpawned"], &reply["agentReason"]), (&json!(false), &json!("timeout")));
    }
}

#[tokio::test]
async fn a_key_answers_a_repeat_and_refuses_another_request() {
    let desk = Desk::without_agents().await;
    let post = |body: Value| {
        let request = desk.api.ask("POST", "/api/voice/token").user(&desk.caller);
        request.header("idempotency-key", "once").json(body).send()
    };
    let first = post(json!({ "roomType": "support" })).await;
    let again = post(json!({ "roomType": "support" })).await;
    assert_eq!(again.body["callId"], first.body["callId"]);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    post(json!({ "roomType": "support", "language": "en" })).await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_name() {
    let desk = Desk::without_agents().await;
    for body in [
        json!({ "roomType": "room" }),
        json!({ "callId": "42" }),
        json!({ "voice": "robot" }),
        json!({ "language": "de" }),
        json!({ "consent": 1 }),
        json!({ "roomType": "conference" }),
        json!({ "roomType": "user-to-user" }),
        json!({ "roomType": "conference", "participantIds": ["x"] }),
    ] {
        let reply = desk.token(&desk.caller, body.clone()).await;
        assert_eq!(reply.status, 400, "{body}: {}", reply.body);
    }
    desk.api.ask("POST", "/api/voice/token").json(json!({})).send().await.assert_refused(401, "UNAUTHORIZED");
    let guest = desk.project.given().anonymous_user().await;
    desk.token(&guest, json!({})).await.assert_refused(403, "ACCOUNT_REQUIRED");
    desk.project.given().ban(&desk.caller).everywhere().insert().await;
    desk.token(&desk.caller, json!({})).await.assert_refused(403, "BANNED");

    let other = desk.project.given().user().await;
    desk.project.given().setting("voice_enabled", false).await;
    desk.token(&other, json!({})).await.assert_refused(403, "VOICE_DISABLED");
    let body = json!({ "roomType": "conference", "participantIds": [desk.caller.id] });
    desk.token(&other, body).await.assert_refused(403, "VOICE_DISABLED");
}

#[tokio::test]
async fn new_calls_are_limited_by_the_hour_and_the_same_one_is_not() {
    let desk = Desk::without_agents().await;
    for _ in 0..6 {
        let call = desk.call().await;
        desk.call().await;
        let end = "select to_jsonb(public.live_end_call($1::text::uuid, 'cancelled', null))";
        desk.project.value(end, &[&call["callId"].as_str().unwrap()]).await;
    }
    let refused = desk.token(&desk.caller, json!({})).await;
    refused.assert_refused(429, "RATE_LIMITED");
    assert!(refused.header("retry-after").is_some());
}

#[tokio::test]
async fn somebody_elses_call_is_none_and_one_of_another_kind_is_said_to_be() {
    let desk = Desk::without_agents().await;
    let (stranger, admin) = (desk.project.given().user().await, desk.project.given().admin().await);
    let call = desk.call().await["callId"].clone();
    let enter = |user, kind: &str| desk.token(user, json!({ "roomType": kind, "callId": call }));
    enter(&stranger, "support").await.assert_refused(404, "CALL_NOT_FOUND");
    for kind in ["conference", "user-to-user"] {
        enter(&stranger, kind).await.assert_refused(404, "CALL_NOT_FOUND");
        enter(&desk.caller, kind).await.assert_refused(409, "WRONG_CALL_TYPE");
    }
    let unknown = json!({ "callId": stranger.id });
    for user in [&desk.caller, &admin] {
        desk.token(user, unknown.clone()).await.assert_refused(404, "CALL_NOT_FOUND");
    }
}

#[tokio::test]
async fn staff_joins_seen_by_all_and_is_written_down() {
    let desk = Desk::without_agents().await;
    let admin = desk.project.given().admin().await;
    let call = desk.call().await["callId"].clone();
    let joined = desk.token(&admin, json!({ "callId": call })).await;
    assert_eq!((joined.status, &joined.body["role"]), (200, &json!("staff")), "{}", joined.body);
    assert!(joined.body.get("agentReason").is_none(), "staff sends for nobody: {}", joined.body);
    let seen = "select jsonb_agg(m.role order by m.role) from public.call_members m";
    assert_eq!(desk.project.value(seen, &[]).await, json!(["owner", "staff"]));
    let log = "select jsonb_agg(jsonb_build_array(l.action, l.target_id)) from public.live_admin_logs l";
    assert_eq!(desk.project.value(log, &[]).await, json!([["join_support_call", call]]));

    // whoever is of the staff no more is a stranger
    desk.project.execute("update public.admin_profiles set is_active = false where id = $1", &[&admin.id]).await;
    desk.token(&admin, json!({ "callId": call })).await.assert_refused(404, "CALL_NOT_FOUND");
}

#[tokio::test]
async fn whoever_talks_already_is_busy() {
    let desk = Desk::without_agents().await;
    let other = desk.project.given().user().await;
    desk.project.given().call(&desk.caller, &other).status("connected").insert().await;
    for user in [&desk.caller, &other] {
        desk.token(user, json!({})).await.assert_refused(409, "BUSY");
    }
}

#[tokio::test]
async fn an_agent_that_livekit_does_not_send_is_unavailable_and_the_call_goes_on() {
    let desk = Desk::open().await;
    let api = ipelya_test::Api::new(&desk.project, voice::routes()).with_setting("AGENT_NAME", "nobody");
    let ask = || api.ask("POST", "/api/voice/token").user(&desk.caller).json(json!({})).send();
    let reply = ask().await;
    assert_eq!((reply.status, &reply.body["agentReason"]), (200, &json!("timeout")), "{}", reply.body);
    assert_eq!(desk.agents(&reply.body["callId"]).await, json!([["requested", null]]));
    let again = ask().await;
    assert_eq!((&again.body["existing"], &again.body["agentReason"]), (&json!(true), &json!("timeout")));
    assert_eq!(desk.agents(&reply.body["callId"]).await.as_array().unwrap().len(), 1, "it is on its way");
}

#[tokio::test]
async fn without_livekit_the_call_has_failed_and_nothing_is_left_of_it() {
    let desk = Desk::open().await;
    desk.project.livekit().set_mode(Mode::Refuse);
    desk.token(&desk.caller, json!({})).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    let row = "select jsonb_build_array(c.status, c.end_reason, a.status, a.reason)
               from public.calls c join public.call_agents a on a.call_id = c.id";
    assert_eq!(desk.project.value(row, &[]).await, json!(["ended", "failed", "failed", "call_ended"]));
    desk.project.livekit().set_mode(Mode::Pass);
    desk.project.given().setting("agent_enabled", false).await;
    assert_eq!(desk.call().await["existing"], false);
    desk.project.rest().set_mode(Mode::Refuse);
    desk.token(&desk.caller, json!({})).await.assert_refused(503, "SERVICE_UNAVAILABLE");
}

#[tokio::test]
async fn each_token_costs_what_the_design_says() {
    let desk = Desk::open().await;
    let call = desk.call().await;
    assert_eq!(desk.project.rest().paths(), ["/rest/v1/rpc/live_call_support", "/rest/v1/rpc/live_agent_sent"]);
    // the room, the dispatch, and five looks
    assert_eq!(desk.project.livekit().requests(), 7);
    desk.project.given().setting("agent_enabled", false).await;
    desk.project.execute("update public.call_agents set status = 'failed', reason = 'timeout'", &[]).await;
    desk.project.rest().reset();
    desk.token(&desk.caller, json!({ "callId": call["callId"] })).await;
    assert_eq!(desk.project.rest().paths(), ["/rest/v1/rpc/live_enter_call"]);
    assert_eq!(desk.project.livekit().requests(), 8);
}

#[tokio::test]
async fn agents_talk_as_long_as_they_may_and_no_longer() {
    let desk = Desk::open().await;
    let given = desk.project.given();
    given.setting("agent_user_day_seconds", 100).await;
    let call = desk.call().await["callId"].clone();
    let sql = "select to_jsonb(array_agg(max_seconds order by requested_at)) from public.call_agents";
    assert_eq!(desk.project.value(sql, &[]).await, json!([100]));
    // 99 of them are gone
    desk.project
        .execute(
            "update public.call_agents
             set status = 'left', joined_at = now() - interval '99 seconds', left_at = now(),
               requested_at = now() - interval '100 seconds'",
            &[],
        )
        .await;
    assert_eq!(desk.call().await["agentReason"], "timeout");
    assert_eq!(desk.project.value(sql, &[]).await, json!([100, 1]));
    desk.project
        .execute("update public.call_agents set status = 'left', left_at = joined_at + interval '100 seconds'", &[])
        .await;
    assert_eq!(desk.call().await["agentReason"], "quota");
    assert_eq!(desk.call().await["agentReason"], "quota");
    let refused = json!(["failed", "quota"]);
    assert_eq!(desk.agents(&call).await.as_array().unwrap().iter().filter(|row| **row == refused).count(), 1);

    // others have their own share, until there is none for anybody
    let other = given.user().await;
    let ask = |body| desk.token(&other, body);
    given.setting("agent_day_seconds", 100).await;
    assert_eq!(ask(json!({})).await.body["agentReason"], "quota");
    given.setting("agent_day_seconds", 36_000).await;
    given.setting("agent_calls_count", 0).await;
    assert_eq!(ask(json!({})).await.body["agentReason"], "capacity");
}
