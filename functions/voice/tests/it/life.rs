//! How a call with support and a conference go, told by LiveKit's reports alone.

use ipelya_test::Api;
use serde_json::{Value, json};
use time::Duration;

use super::support::{Desk, began};

/// A call with support for which an agent was sent, and that agent's identity.
async fn with_agent(desk: &Desk) -> (Value, String) {
    let call = desk.call().await["callId"].clone();
    let sql = "select to_jsonb(id) from public.call_agents where status = 'requested'";
    let agent = desk.project.value(sql, &[]).await;
    (call, format!("agent-{}", agent.as_str().unwrap()))
}

/// LiveKit is asked so many seconds after the call began, and has nobody inside.
async fn asked(desk: &Desk, call: &Value, after: i64) -> bool {
    let row = desk.row(call).await;
    let at = began(&row) + Duration::seconds(after);
    let sql = "select to_jsonb(public.live_confirm_absence(null, $1::text::uuid, $2))";
    desk.project.value(sql, &[&call.as_str().unwrap(), &at]).await == json!(true)
}

/// `live_tick()` so many seconds after the call began.
async fn ticked(desk: &Desk, call: &Value, after: i64) {
    let row = desk.row(call).await;
    let at = began(&row) + Duration::seconds(after);
    desk.project.value("select public.live_tick($1)", &[&at]).await;
}

#[tokio::test]
async fn a_call_is_connected_once_caller_and_agent_are_both_inside_in_whatever_order_they_come() {
    for caller_first in [true, false] {
        let desk = Desk::open().await;
        let (call, agent) = with_agent(&desk).await;
        let caller = desk.caller.id.to_string();
        let order = if caller_first { [caller.as_str(), &agent] } else { [agent.as_str(), &caller] };
        desk.reported(&call, order[0], "participant_joined", 0).await;
        assert_eq!(desk.state(&call).await, "ringing");
        desk.reported(&call, order[1], "participant_joined", 3).await;
        let row = desk.row(&call).await;
        assert_eq!((&row["status"], &row["party_left_at"]), (&json!("connected"), &Value::Null), "{row}");
        assert_eq!(desk.agents(&call).await, json!([["joined", null]]));
    }
}

#[tokio::test]
async fn a_caller_who_is_gone_for_ten_seconds_has_hung_up() {
    let desk = Desk::open().await;
    let (call, agent) = with_agent(&desk).await;
    let caller = desk.caller.id.to_string();
    desk.reported(&call, &caller, "participant_joined", 0).await;
    desk.reported(&call, &agent, "participant_joined", 0).await;
    desk.reported(&call, &caller, "participant_left", 20).await;
    assert!(!asked(&desk, &call, 28).await, "they may be back");
    assert_eq!(desk.state(&call).await, "connected");
    assert!(asked(&desk, &call, 31).await);
    let row = desk.row(&call).await;
    assert_eq!((&row["end_reason"], &row["end_detail"]), (&json!("completed"), &Value::Null));
    assert!((19..=20).contains(&row["duration_seconds"].as_i64().unwrap()), "{row}");
}

#[tokio::test]
async fn a_caller_whose_agent_is_gone_for_a_minute_is_left_without_help_and_the_call_has_failed() {
    let desk = Desk::open().await;
    let (call, agent) = with_agent(&desk).await;
    desk.reported(&call, &desk.caller.id.to_string(), "participant_joined", 0).await;
    desk.reported(&call, &agent, "participant_joined", 0).await;
    desk.reported(&call, &agent, "participant_left", 20).await;
    assert_eq!(desk.agents(&call).await, json!([["left", "client_initiated"]]));
    assert!(!asked(&desk, &call, 78).await);
    assert!(asked(&desk, &call, 81).await);
    let row = desk.row(&call).await;
    assert_eq!((&row["end_reason"], &row["end_detail"]), (&json!("failed"), &json!("agent_absent")));
}

#[tokio::test]
async fn staff_inside_is_help_enough() {
    let desk = Desk::open().await;
    let (call, agent) = with_agent(&desk).await;
    let admin = desk.project.given().admin().await;
    assert_eq!(desk.token(&admin, json!({ "callId": call })).await.status, 200);
    desk.reported(&call, &desk.caller.id.to_string(), "participant_joined", 0).await;
    desk.reported(&call, &agent, "participant_joined", 0).await;
    desk.reported(&call, &admin.id.to_string(), "participant_joined", 5).await;
    desk.reported(&call, &agent, "participant_left", 20).await;
    assert!(!asked(&desk, &call, 600).await, "the staff is there");
    assert_eq!(desk.state(&call).await, "connected");
}

#[tokio::test]
async fn one_who_is_alone_for_five_minutes_was_not_answered_and_one_who_leaves_before_has_given_up() {
    let desk = Desk::without_agents().await;
    let call = desk.call().await["callId"].clone();
    desk.reported(&call, &desk.caller.id.to_string(), "participant_joined", 0).await;
    ticked(&desk, &call, 299).await;
    assert_eq!(desk.state(&call).await, "ringing");
    ticked(&desk, &call, 301).await;
    assert_eq!(desk.state(&call).await, "missed");
    assert_eq!(desk.project.count("public.notifications").await, 0, "nobody was called");

    let call = desk.call().await["callId"].clone();
    let caller = desk.caller.id.to_string();
    desk.reported(&call, &caller, "participant_joined", 0).await;
    desk.reported(&call, &caller, "participant_left", 5).await;
    assert!(!asked(&desk, &call, 13).await);
    assert!(asked(&desk, &call, 16).await);
    assert_eq!(desk.state(&call).await, "cancelled");
}

#[tokio::test]
async fn a_call_with_support_ends_after_a_quarter_of_an_hour() {
    let desk = Desk::open().await;
    let (call, agent) = with_agent(&desk).await;
    desk.reported(&call, &desk.caller.id.to_string(), "participant_joined", 0).await;
    desk.reported(&call, &agent, "participant_joined", 10).await;
    ticked(&desk, &call, 905).await;
    assert_eq!(desk.state(&call).await, "connected");
    ticked(&desk, &call, 911).await;
    assert_eq!(desk.state(&call).await, "completed");
}

#[tokio::test]
async fn an_agent_that_does_not_come_is_given_up_and_one_that_comes_late_is_the_calls_after_all() {
    let desk = Desk::open().await;
    let (call, agent) = with_agent(&desk).await;
    ticked(&desk, &call, 70).await;
    assert_eq!(desk.agents(&call).await, json!([["failed", "timeout"]]));
    desk.reported(&call, &agent, "participant_joined", 75).await;
    assert_eq!(desk.agents(&call).await, json!([["joined", null]]));
}

#[tokio::test]
async fn what_is_reported_of_an_agent_may_come_in_any_order_and_more_than_once() {
    let desk = Desk::open().await;
    let (call, agent) = with_agent(&desk).await;
    for (event, after) in [("participant_left", 30), ("participant_joined", 10), ("participant_left", 30)] {
        desk.reported(&call, &agent, event, after).await;
        desk.reported(&call, &agent, event, after).await;
    }
    assert_eq!(desk.agents(&call).await, json!([["left", "client_initiated"]]));
    let sql = "select to_jsonb(round(extract(epoch from left_at - joined_at))::integer) from public.call_agents";
    assert_eq!(desk.project.value(sql, &[]).await, 20);
    // nobody becomes the agent by its name, and an agent of another call is none of this one's
    let other = "agent-00000000-0000-4000-8000-000000000000";
    let row = desk.row(&call).await;
    let event = json!({
        "id": "EV_other", "type": "participant_joined", "created_at": row["initiated_at"], "kind": "AGENT",
        "room_name": row["livekit_room_name"], "room_sid": "RM_1", "participant_sid": "PA_x", "identity": other,
    });
    let sql = "select public.live_webhook_event($1, '{}', now())";
    assert_eq!(desk.project.value(sql, &[&event]).await["result"], "skipped");
}

#[tokio::test]
async fn a_caller_who_waits_is_sent_three_more_agents_and_no_fifth() {
    let desk = Desk::open().await;
    let (call, _) = with_agent(&desk).await;
    desk.reported(&call, &desk.caller.id.to_string(), "participant_joined", 0).await;
    let row = desk.row(&call).await;
    let sql = "select public.live_agents_due($1)";
    for turn in 1..=5 {
        let now = began(&row) + Duration::minutes(2 * turn);
        desk.project.value("select to_jsonb(public.live_expire_agents($1))", &[&now]).await;
        let orders = desk.project.value(sql, &[&(now + Duration::seconds(10))]).await;
        assert_eq!(orders.as_array().unwrap().len(), usize::from(turn <= 3), "{turn}: {orders}");
    }
    assert_eq!(desk.agents(&call).await.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn the_owner_hangs_up_by_end_call_and_others_by_leaving() {
    let desk = Desk::without_agents().await;
    let admin = desk.project.given().admin().await;
    let call = desk.call().await["callId"].clone();
    desk.token(&admin, json!({ "callId": call })).await;
    let calls = Api::new(&desk.project, call::routes());
    let act = |name: &str, user| calls.post(name).user(user).json(json!({ "callId": call })).send();
    for action in ["end-call", "accept-call", "cancel-call", "decline-call"] {
        act(action, &admin).await.assert_refused(403, "WRONG_PARTY");
    }
    assert_eq!(act("get-call", &admin).await.body["call"]["kind"], "support");
    act("accept-call", &desk.caller).await.assert_refused(403, "WRONG_PARTY");
    let ended = act("end-call", &desk.caller).await;
    assert_eq!((ended.status, &ended.body["call"]["endReason"]), (200, &json!("cancelled")), "{}", ended.body);
    desk.token(&desk.caller, json!({ "callId": call })).await.assert_refused(409, "CALL_ENDED");
}
