//! When Expo does not take what it is handed.

use ipelya_core::api::notifier::Notified;
use ipelya_test::ExpoTrouble;
use serde_json::json;

use super::support::{CALLEES, Phones, sent};

fn postponed(many: u32) -> Notified {
    Notified { due: many, postponed: many, ..Notified::default() }
}

#[tokio::test]
async fn too_many_requests_are_followed_by_the_silence_that_was_asked_for() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.expo.trouble([ExpoTrouble::Status(429, Some(7))]);
    assert_eq!(phones.notify().await, postponed(1));
    // whatever else there is to tell waits too
    phones.crowd(1).await;
    assert_eq!(phones.notify_after(6).await, sent(0));
    assert_eq!(phones.expo.batches().len(), 1);
    assert_eq!(phones.notify_after(7).await, sent(2));
}

#[tokio::test]
async fn an_expo_that_is_down_is_tried_ever_less_often_and_never_after_the_ring() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.expo.trouble([ExpoTrouble::Status(503, None); 9]);
    let mut tried = Vec::new();
    for second in 0..40 {
        if phones.notify_after(second).await == postponed(1) {
            tried.push(second);
        }
    }
    // after 2, 4, 8 s more; the next would be at 30, when nobody rings any more
    assert_eq!(tried, [0, 2, 6, 14]);
    assert_eq!((phones.outbox().await, phones.shown().len()), (json!({ CALLEES: "failed" }), 0));
}

#[tokio::test]
async fn an_expo_that_comes_back_in_time_rings_the_phone() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.expo.trouble([ExpoTrouble::Status(500, None), ExpoTrouble::Status(502, None)]);
    for second in [0, 2] {
        assert_eq!(phones.notify_after(second).await, postponed(1));
    }
    assert_eq!(phones.notify_after(6).await, sent(1));
    assert_eq!(phones.expo.taken()[0]["ttl"], 24);
}

#[tokio::test]
async fn an_expo_that_never_answers_is_given_up_and_tried_again() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.expo.trouble([ExpoTrouble::Hang]);
    assert_eq!(phones.notify().await, postponed(1));
    assert_eq!(phones.notify_after(2).await, sent(1));
}

#[tokio::test]
async fn a_phone_that_is_gone_is_never_tried_again_and_the_others_ring() {
    let phones = Phones::start().await;
    let sql = "insert into public.push_tokens (user_id, token, updated_at) values ($1, 'ExponentPushToken[old]', $2)";
    phones.project.execute(sql, &[&phones.callee.id, &phones.now()]).await;
    phones.expo.ticket_error("ExponentPushToken[old]", "DeviceNotRegistered");
    let call = phones.ring().await;
    assert_eq!(phones.notify().await, Notified { due: 2, sent: 1, failed: 1, ..Notified::default() });
    phones.act("decline-call", &phones.callee, &call).await;
    phones.ring().await;
    assert_eq!(phones.notify().await, sent(1));

    phones.expo.ticket_error(CALLEES, "DeviceNotRegistered");
    let call = phones.project.value("select to_jsonb(id) from public.calls where status = 'ringing'", &[]).await;
    phones.act("cancel-call", &phones.caller, call.as_str().unwrap()).await;
    phones.notify().await;
    let active = "select is_active from public.device_tokens where user_id = $1";
    assert!(!phones.project.db().query_one(active, &[&phones.callee.id]).await.unwrap().get::<_, bool>(0));
}

#[tokio::test]
async fn errors_of_one_message_tell_whether_to_try_again() {
    for (error, expected) in [
        ("MessageRateExceeded", postponed(1)),
        ("MessageTooBig", Notified { due: 1, failed: 1, ..Notified::default() }),
    ] {
        let phones = Phones::start().await;
        phones.expo.ticket_error(CALLEES, error);
        phones.ring().await;
        assert_eq!(phones.notify().await, expected, "{error}");
    }
}

#[tokio::test]
async fn a_missing_access_token_is_no_reason_to_give_up() {
    let phones = Phones::start().await;
    phones.expo.require("secret");
    phones.ring().await;
    assert_eq!(phones.notify().await, postponed(1));
    let cx = phones.context(2, &[("EXPO_ACCESS_TOKEN", "secret")]);
    assert_eq!(notifier::notify_now(&cx, ipelya_core::api::notifier::NotifyNow {}).await.unwrap(), sent(1));
}
