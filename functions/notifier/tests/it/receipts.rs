//! What became of pushes that Expo took.

use ipelya_core::api::notifier::Notified;
use serde_json::json;
use time::Duration;

use super::support::{CALLEES, Phones, sent};

const QUARTER_HOUR: i64 = 15 * 60;

fn told(receipts: u32) -> Notified {
    Notified { receipts, ..Notified::default() }
}

#[tokio::test]
async fn receipts_are_read_a_quarter_of_an_hour_later_and_once() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.notify().await;
    assert_eq!(phones.notify_after(QUARTER_HOUR - 1).await, told(0));
    assert_eq!(phones.notify_after(QUARTER_HOUR).await, told(1));
    assert_eq!(phones.outbox().await, json!({ CALLEES: "delivered" }));
    assert_eq!(phones.notify_after(3 * QUARTER_HOUR).await, told(0));
    assert_eq!(phones.expo.asked().len(), 1);
}

#[tokio::test]
async fn a_phone_that_turns_out_to_be_gone_is_forgotten_unless_it_has_come_back() {
    for (came_back, stays) in [(Duration::ZERO, true), (Duration::hours(-1), false)] {
        let phones = Phones::start().await;
        phones.expo.receipt_error(CALLEES, "DeviceNotRegistered");
        phones.ring().await;
        phones.notify().await;
        let again = "update public.device_tokens set last_used_at = $2 where user_id = $1";
        let at = phones.now() + Duration::seconds(1) + came_back;
        phones.project.execute(again, &[&phones.callee.id, &at]).await;
        assert_eq!(phones.notify_after(QUARTER_HOUR).await, told(1));
        let active = "select is_active from public.device_tokens where user_id = $1";
        let is_active: bool = phones.project.db().query_one(active, &[&phones.callee.id]).await.unwrap().get(0);
        assert_eq!((is_active, phones.outbox().await), (stays, json!({ CALLEES: "failed" })));
    }
}

#[tokio::test]
async fn what_expo_does_not_know_yet_is_asked_again_for_a_day() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.notify().await;
    phones.expo.forget_receipts();
    for round in 1..=3 {
        assert_eq!(phones.notify_after(round * QUARTER_HOUR).await, told(0));
    }
    assert_eq!(phones.expo.asked().len(), 3);
    phones.notify_after(24 * 60 * 60 + 1).await;
    phones.notify_after(25 * 60 * 60).await;
    assert_eq!((phones.expo.asked().len(), phones.outbox().await), (3, json!({ CALLEES: "sent" })));
}

#[tokio::test]
async fn after_two_days_nothing_is_left_of_a_push() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.notify().await;
    let tick = "select public.live_tick($1)";
    phones.project.execute(tick, &[&(phones.now() + Duration::hours(47))]).await;
    assert_eq!(phones.outbox().await, json!({ CALLEES: "sent" }));
    phones.project.execute(tick, &[&(phones.now() + Duration::hours(48))]).await;
    assert_eq!(phones.outbox().await, json!({}));
    assert_eq!(phones.notify_after(0).await, sent(0));
}
