//! What the database itself says on the app's channels: event, topic and the fields the phone reads. The channels are
//! public, as the phone joins them.

use crate::contract::stored::admin;
use ipelya_test::LiveSession;
use serde_json::{Value, json};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

fn noon() -> OffsetDateTime {
    datetime!(2030-01-01 12:00 UTC)
}

async fn on_air() -> LiveSession {
    LiveSession::in_rows().with_viewer_inside().start().await
}

/// Everything said so far on a channel: event and payload, without the id that realtime adds to each.
async fn broadcast_on(live: &LiveSession, topic: &str) -> Vec<(String, Value)> {
    let sql = "select event, payload - 'id', private, extension from realtime.messages
               where topic = $1 order by inserted_at, event";
    let rows = live.project.db().query(sql, &[&topic]).await.unwrap();
    let public = rows.iter().all(|row| !row.get::<_, bool>(2) && row.get::<_, &str>(3) == "broadcast");
    assert!(public, "{topic}");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn topic(live: &LiveSession) -> String {
    format!("live:{}", live.session.id)
}

async fn tick(live: &LiveSession, now: OffsetDateTime) {
    live.project.db().execute("select public.live_tick($1)", &[&now]).await.unwrap();
}

/// The host's phone came or went, as LiveKit saw it.
async fn host_seen(live: &LiveSession, joined: Option<OffsetDateTime>, left: Option<OffsetDateTime>, sid: &str) {
    let sql = "select public.live_stay_seen($1, 'RM_1', $2, $3, 'STANDARD', $4, $5, null, $6)";
    let now = left.or(joined).unwrap();
    let identity = live.host.id.to_string();
    let db = live.project.db();
    db.execute(sql, &[&live.session.room_name, &sid, &identity, &joined, &left, &now]).await.unwrap();
}

fn event(name: &str, payload: Value) -> (String, Value) {
    (name.to_owned(), payload)
}

#[tokio::test]
async fn the_end_of_a_session_is_said_once_with_its_reason() {
    let live = on_air().await;
    let end = "select public.live_end_session($1, $2, $3)";
    for reason in ["host_ended", "room_finished"] {
        live.project.db().execute(end, &[&live.session.id, &reason, &noon()]).await.unwrap();
    }

    assert_eq!(broadcast_on(&live, &topic(&live)).await, [event("session_ended", json!({ "reason": "host_ended" }))]);
}

#[tokio::test]
async fn a_lost_host_is_announced_with_the_deadline_and_one_confirmed_absent_ends_the_session_as_a_timeout() {
    let live = on_air().await;
    host_seen(&live, Some(noon()), None, "PA_1").await;
    assert_eq!(broadcast_on(&live, &topic(&live)).await, [], "an arrival is not a return");

    let left = noon() + Duration::minutes(1);
    host_seen(&live, None, Some(left), "PA_1").await;
    let said = broadcast_on(&live, &topic(&live)).await;
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].0, "host_disconnected");
    assert!(said[0].1["message"].is_string(), "{}", said[0].1);
    // epoch milliseconds, 30 s on
    assert_eq!(said[0].1["reconnectDeadline"], json!((left.unix_timestamp() + 30) * 1000));

    admin(&live.project, "delete from realtime.messages").await;
    tick(&live, left + Duration::seconds(31)).await;
    assert_eq!(broadcast_on(&live, &topic(&live)).await, []);
    let confirm = "select public.live_confirm_absence($1, null, $2)";
    let asked_at = left + Duration::seconds(30);
    live.project.db().execute(confirm, &[&live.session.id, &asked_at]).await.unwrap();
    assert_eq!(broadcast_on(&live, &topic(&live)).await, [event("session_ended", json!({ "reason": "host_timeout" }))]);
}

#[tokio::test]
async fn a_host_who_comes_back_is_announced_too() {
    let live = on_air().await;
    host_seen(&live, Some(noon()), Some(noon() + Duration::minutes(1)), "PA_1").await;
    admin(&live.project, "delete from realtime.messages").await;

    host_seen(&live, Some(noon() + Duration::seconds(70)), None, "PA_2").await;

    assert_eq!(broadcast_on(&live, &topic(&live)).await, [event("host_reconnected", json!({}))]);
}

/// Phones inside see the rows; nobody else is to hear who gives what.
#[tokio::test]
async fn a_gift_is_not_said_on_the_channel() {
    let live = on_air().await;
    live.project.given().coins(&live.viewer, 100).await;
    let gift = "select public.live_send_gift($1, null, $2, 'fire', 2)";
    let reply = live.project.db().query_one(gift, &[&live.viewer.id, &live.session.id]).await.unwrap();
    assert_eq!(reply.get::<_, Value>(0)["result"]["balance"], 0);
    assert_eq!(broadcast_on(&live, &topic(&live)).await, []);
}

#[tokio::test]
async fn a_request_nobody_answers_is_refused_on_the_askers_channel() {
    let live = on_air().await;
    let ask = "insert into public.live_guest_requests (session_id, requester_id, requester_profile_id, expires_at)
               values ($1, $2, $3, $4) returning id";
    let LiveSession { project, viewer, session, .. } = &live;
    let row = project.db().query_one(ask, &[&session.id, &viewer.id, &viewer.profile_id, &noon()]).await.unwrap();
    let topic = format!("user:{}", viewer.id);

    tick(&live, noon() - Duration::SECOND).await;
    assert_eq!(broadcast_on(&live, &topic).await, []);
    tick(&live, noon()).await;

    let payload = json!({
        "requestId": row.get::<_, uuid::Uuid>(0), "sessionId": session.id, "approved": false, "expired": true,
    });
    assert_eq!(broadcast_on(&live, &topic).await, [event("join_request_response", payload)]);
}

#[tokio::test]
async fn a_guest_gone_too_long_is_told_on_their_own_channel() {
    let live = on_air().await;
    let gone = "update public.live_participants set role = 'co_host', guest_left_at = $2 where user_id = $1";
    live.project.db().execute(gone, &[&live.viewer.id, &noon()]).await.unwrap();

    tick(&live, noon() + Duration::seconds(10)).await;

    let guest = live.viewer.id;
    let payload =
        json!({ "sessionId": live.session.id, "userId": guest, "guestUserId": guest, "reason": "disconnected" });
    assert_eq!(broadcast_on(&live, &format!("user:{guest}")).await, [event("your_guest_ended", payload)]);
}

#[tokio::test]
async fn a_caller_whose_coins_pay_no_further_minute_is_told_when_the_call_ends() {
    let live = on_air().await;
    let LiveSession { project, viewer, host, .. } = &live;
    let call = project.given().call(viewer, host).status("connected").insert().await;
    project.given().coins(viewer, 25).await;
    let answered = "update public.calls set coin_per_minute = 10, answered_at = $2 where id = $1";
    project.db().execute(answered, &[&call.id, &noon()]).await.unwrap();
    let topic = format!("user:{}", viewer.id);

    tick(&live, noon()).await;
    assert_eq!(broadcast_on(&live, &topic).await, [], "another minute can be paid");
    tick(&live, noon() + Duration::MINUTE).await;
    tick(&live, noon() + Duration::seconds(65)).await;

    // epoch milliseconds
    let payload = json!({ "callId": call.id, "endsAt": (noon().unix_timestamp() + 120) * 1000 });
    assert_eq!(broadcast_on(&live, &topic).await, [event("call_coins_low", payload)]);
}
