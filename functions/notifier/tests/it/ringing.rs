//! What phones are told of calls.

use ipelya_core::api::notifier::Notified;
use serde_json::json;
use time::Duration;

use super::support::{CALLEES, Phones, sent};

#[tokio::test]
async fn every_phone_of_the_callee_rings_at_once_for_as_long_as_the_call_does() {
    let phones = Phones::start().await;
    let sql =
        "insert into public.push_tokens (user_id, token, updated_at) values ($1, 'ExponentPushToken[tablet]', now())";
    phones.project.execute(sql, &[&phones.callee.id]).await;
    let call = phones.ring().await;

    assert_eq!(phones.notify_after(2).await, sent(2));
    let mut taken = phones.expo.taken();
    taken.sort_by_key(|message| message["to"].as_str().unwrap().to_owned());
    let ring = |to: &str| {
        json!({
            "to": to, "title": "Gelen arama", "body": format!("{} seni arıyor.", phones.caller.display_name),
            "data": {
                "url": format!("/(live)/call/{call}?callType=video"), "callId": call, "callType": "video",
                "kind": "user_to_user", "callerId": phones.caller.id,
            },
            "ttl": 28, "priority": "high", "sound": "default", "collapseId": call, "tag": call,
        })
    };
    assert_eq!(taken, [ring(CALLEES), ring("ExponentPushToken[tablet]")]);
    assert_eq!(phones.notify_after(3).await, sent(0));
}

#[tokio::test]
async fn a_phone_is_spoken_to_in_the_language_its_owner_has_chosen() {
    let phones = Phones::start().await;
    let sql = "insert into public.live_user_settings (user_id, language) values ($1, 'en')";
    phones.project.execute(sql, &[&phones.callee.id]).await;
    let call = phones.ring().await;
    phones.notify().await;
    assert_eq!(phones.shown(), ["Incoming call"]);
    phones.act("cancel-call", &phones.caller, &call).await;
    phones.notify().await;
    assert_eq!(phones.shown(), ["Missed call"]);
    let inbox = "select jsonb_agg(title order by title) from public.notifications where recipient_id = $1";
    assert_eq!(phones.project.value(inbox, &[&phones.callee.id]).await, json!(["Incoming call", "Missed call"]));
}

#[tokio::test]
async fn no_phone_rings_for_a_call_that_is_answered_declined_or_over() {
    for (function, by_caller, then) in [
        ("accept-call", false, None),
        ("decline-call", false, None),
        ("cancel-call", true, Some("Cevapsız arama")),
        ("end-call", true, Some("Cevapsız arama")),
    ] {
        let phones = Phones::start().await;
        let call = phones.ring().await;
        phones.act(function, if by_caller { &phones.caller } else { &phones.callee }, &call).await;
        phones.notify().await;
        assert_eq!(phones.shown(), Vec::from_iter(then), "{function}");
    }
}

#[tokio::test]
async fn a_ring_that_nobody_sent_in_time_is_never_sent() {
    let phones = Phones::start().await;
    phones.ring().await;
    assert_eq!(phones.notify_after(30).await, sent(0));
    assert_eq!(phones.outbox().await, json!({ CALLEES: "dropped" }));
    let tick = "select public.live_tick($1)";
    phones.project.execute(tick, &[&(phones.now() + Duration::seconds(31))]).await;
    phones.notify_after(31).await;
    assert_eq!(phones.shown(), ["Cevapsız arama"]);
}

#[tokio::test]
async fn a_missed_call_takes_the_place_of_its_ring() {
    let phones = Phones::start().await;
    let call = phones.ring().await;
    phones.notify().await;
    phones.act("cancel-call", &phones.caller, &call).await;
    phones.notify().await;
    assert_eq!((phones.expo.taken().len(), phones.shown()), (2, vec!["Cevapsız arama".to_owned()]));
}

#[tokio::test]
async fn a_phone_that_was_handed_on_rings_for_its_new_owner_only() {
    let phones = Phones::start().await;
    let new_owner = phones.project.given().user().await;
    phones.has(&new_owner, CALLEES).await;
    let later = "update public.device_tokens set last_used_at = $2 where user_id = $1";
    phones.project.execute(later, &[&new_owner.id, &phones.now()]).await;
    phones.ring().await;
    assert_eq!(phones.notify().await, sent(0));
}

#[tokio::test]
async fn what_is_no_token_of_expos_is_not_sent_to_it() {
    let phones = Phones::start().await;
    phones.has(&phones.callee, "fcm:abc").await;
    phones.ring().await;
    assert_eq!(phones.notify().await, sent(0));
}

#[tokio::test]
async fn a_call_goes_on_whatever_the_outbox_does() {
    let phones = Phones::start().await;
    phones.project.db().batch_execute("alter table public.live_outbox add constraint no check (false)").await.unwrap();
    let call = phones.ring().await;
    phones.act("accept-call", &phones.callee, &call).await;
    let inbox = "select count(*) from public.notifications where recipient_id = $1";
    assert_eq!(phones.project.db().query_one(inbox, &[&phones.callee.id]).await.unwrap().get::<_, i64>(0), 1);
}

#[tokio::test]
async fn without_a_provider_nothing_is_sent_or_kept_for_it() {
    let phones = Phones::start().await;
    let cx = phones.context(0, &[("PUSH_PROVIDER", "")]);
    let idle = "update public.live_outbox_sender set seen_at = $1";
    phones.project.execute(idle, &[&(phones.now() - Duration::minutes(3))]).await;
    phones.ring().await;
    let reply = notifier::notify_now(&cx, ipelya_core::api::notifier::NotifyNow {}).await.unwrap();
    assert_eq!((reply, phones.outbox().await), (Notified::default(), json!({})));
}
