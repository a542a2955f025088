//! People are kept out, and let in again.

use ipelya_core::ban::BanKind;
use ipelya_core::moderation::Action;
use serde_json::{Value, json};
use time::Duration;

use super::support::Order;

#[tokio::test]
async fn a_host_bans_from_the_session_if_nothing_else_is_said() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    let banned = order.post("ban-participant", host, viewer, json!({ "reason": "Hakaret" })).await;
    assert_eq!(banned.status, 200, "{}", banned.body);
    let ban = &banned.body["ban"];
    let told =
        json!([ban["banType"], ban["sessionId"], ban["creatorId"], ban["userId"], ban["reason"], ban["expiresAt"]]);
    assert_eq!(told, json!(["session", order.live.session.id, null, viewer.id, "Hakaret", null]));
    assert_eq!(banned.body["pending"], false);
    assert_eq!(order.noted().await, json!([[host.id, "host", "ban", viewer.id, "Hakaret"]]));

    let told = "select payload from realtime.messages where event = 'banned' and topic = 'user:' || $1::uuid";
    let told = order.live.project.value(told, &[&viewer.id]).await;
    assert_eq!(told["banType"], "session");
    assert!(!told.to_string().contains("Hakaret"), "a reason is not for a public channel");
}

#[tokio::test]
async fn a_ban_reaches_as_far_and_as_long_as_is_said() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    let body = json!({ "reason": "spam", "banType": "creator", "durationHours": 24 });
    let banned = order.post("ban-participant", host, viewer, body).await;
    assert_eq!(
        (&banned.body["ban"]["banType"], &banned.body["ban"]["creatorId"]),
        (&json!("creator"), &json!(host.id))
    );
    let ends = "select to_jsonb(expires_at = $1) from public.live_session_bans";
    let in_a_day = order.live.api.now() + Duration::hours(24);
    assert_eq!(order.live.project.value(ends, &[&in_a_day]).await, json!(true));
    // as the phone finds it
    let found = "select to_jsonb(banned_by = creator_id) from public.live_session_bans";
    assert_eq!(order.live.project.value(found, &[]).await, json!(true));

    for (hours, status) in [(json!(0), 400), (json!(1.5), 400), (json!(43_801), 400), (json!(43_800), 200)] {
        let body = json!({ "reason": "spam", "durationHours": hours });
        assert_eq!(order.post("ban-participant", host, viewer, body).await.status, status, "{hours}");
    }
    for reason in [json!(null), json!(""), json!("   "), json!("a".repeat(501))] {
        let body = json!({ "reason": reason });
        order.post("ban-participant", host, viewer, body).await.assert_refused(400, "INVALID_FIELD");
    }
    let body = json!({ "reason": "spam", "banType": "global" });
    order.post("ban-participant", host, viewer, body).await.assert_refused(403, "ADMIN_REQUIRED");
}

#[tokio::test]
async fn a_second_ban_changes_the_first_unless_staff_has_set_it() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    let admin = order.live.project.given().admin().await;
    let ban = async |by, reason: &str, hours: Value| {
        let body = json!({ "reason": reason, "durationHours": hours });
        let reply = order.post("ban-participant", by, viewer, body).await;
        (reply.body["ban"]["id"].clone(), reply.body["ban"]["reason"].clone(), reply.body["ban"]["expiresAt"].is_null())
    };
    let (id, ..) = ban(host, "one", json!(1)).await;
    assert_eq!(ban(host, "two", json!(null)).await, (id.clone(), json!("two"), true));
    assert_eq!(ban(&admin, "three", json!(2)).await, (id.clone(), json!("three"), false));
    assert_eq!(ban(host, "four", json!(null)).await, (id, json!("three"), false));
    assert_eq!(order.live.project.count("public.live_session_bans").await, 1);
}

#[tokio::test]
async fn a_ban_that_ran_out_stands_in_nobodys_way() {
    let order = Order::open().await;
    order.ban(&order.live.viewer).await;
    order.live.project.execute("update public.live_session_bans set expires_at = $1", &[&order.live.api.now()]).await;
    assert_eq!(order.ban(&order.live.viewer).await.status, 200);
    assert_eq!(order.bans().await, json!([["session", order.live.viewer.id]]));
    assert_eq!(order.live.project.count("public.live_session_bans").await, 2);
}

#[tokio::test]
async fn who_is_banned_leaves_the_stage_and_what_they_asked_for_is_closed() {
    let order = Order::open().await;
    let guest = order.live.person("co_host").await;
    order.ban(&guest).await;
    assert_eq!(order.place(&guest).await[0], "viewer");
    assert_eq!(order.events(&format!("user:{}", guest.id)).await, ["your_guest_ended", "banned"]);

    let asking = order.live.person("viewer").await;
    let ask = "insert into public.live_guest_requests (session_id, requester_id) values ($1, $2)";
    order.live.project.execute(ask, &[&order.live.session.id, &asking.id]).await;
    order.ban(&asking).await;
    let request = "select to_jsonb(status) from public.live_guest_requests";
    assert_eq!(order.live.project.value(request, &[]).await, "cancelled");
}

#[tokio::test]
async fn a_host_lifts_their_own_bans_and_staff_everybodys() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    let admin = order.live.project.given().admin().await;
    for kind in [BanKind::Session, BanKind::Creator] {
        order.act(host, Action::Ban(kind), viewer).await;
    }
    let lift = async |by, body: Value| order.post("unban-participant", by, viewer, body).await;
    let lifted = lift(host, json!({ "banType": "creator" })).await;
    assert_eq!((lifted.status, &lifted.body["lifted"]), (200, &json!(1)), "{}", lifted.body);
    order.act(host, Action::Ban(BanKind::Creator), viewer).await;
    assert_eq!(lift(host, json!({ "reason": "Özür diledi" })).await.body["lifted"], 2, "whatever kept them out");
    assert_eq!(lift(host, json!({})).await.body["lifted"], 0, "a repeat");
    let why = "select jsonb_agg(distinct lift_reason) from public.live_session_bans where lifted_by = $1";
    assert_eq!(order.live.project.value(why, &[&host.id]).await, json!(["Özür diledi", null]));

    order.act(&admin, Action::Ban(BanKind::Session), viewer).await;
    lift(host, json!({})).await.assert_refused(403, "ADMIN_REQUIRED");
    assert_eq!(order.bans().await, json!([["session", viewer.id]]));
    assert_eq!(lift(&admin, json!({})).await.body["lifted"], 1);
    let staff = json!([[admin.id, "ban_participant", viewer.id, "spam"], [admin.id, "unban_user", viewer.id, null]]);
    assert_eq!(order.noted_of_staff().await, staff);
}

#[tokio::test]
async fn a_host_banned_from_everything_keeps_order_no_more() {
    let order = Order::open().await;
    let admin = order.live.project.given().admin().await;
    let moderator = order.live.person("moderator").await;
    assert_eq!(order.act(&admin, Action::Ban(BanKind::Global), &order.live.host).await.status, 200);
    order.ban(&order.live.viewer).await.assert_refused(403, "BANNED");
    order.act(&order.live.host, Action::Kick, &order.live.viewer).await.assert_refused(403, "BANNED");
    assert_eq!(order.act(&moderator, Action::Kick, &order.live.viewer).await.status, 200);
}

#[tokio::test]
async fn a_key_answers_with_the_ban_it_made_although_that_was_lifted() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    let ban = async |reason: &str| {
        let body = json!({ "sessionId": order.live.session.id, "targetUserId": viewer.id, "reason": reason });
        let request = order.live.api.post("ban-participant").user(host).json(body);
        request.header("idempotency-key", "one").send().await
    };
    let first = ban("spam").await;
    order.act(host, Action::Unban(BanKind::Session), viewer).await;
    let again = ban("spam").await;
    assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
    ban("scam").await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(order.bans().await, json!([]));
}
