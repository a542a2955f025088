//! A session with a viewer inside who gives.

use ipelya_test::{LiveSession, Reply};
use serde_json::{Value, json};

/// A session whose viewer is inside and has coins.
pub(crate) async fn on_air_with_coins(coins: i32) -> LiveSession {
    LiveSession::of(gift::routes()).with_viewer_inside().with_coins(coins).start().await
}

/// The viewer sends so many of something.
pub(crate) async fn send(live: &LiveSession, gift: &str, quantity: impl Into<Value>) -> Reply {
    let body = json!({ "sessionId": live.session.id, "giftId": gift, "quantity": quantity.into() });
    live.api.post("send-live-gift").user(&live.viewer).json(body).send().await
}

/// The viewer sends a heart under a key.
pub(crate) async fn send_once(live: &LiveSession, key: &str) -> Reply {
    let body = json!({ "sessionId": live.session.id, "giftId": "heart", "quantity": 1 });
    let request = live.api.post("send-live-gift").user(&live.viewer).header("Idempotency-Key", key);
    request.json(body).send().await
}

/// How many coins the viewer has.
pub(crate) async fn balance(live: &LiveSession) -> i64 {
    live.project.balance(&live.viewer).await
}

/// Fails if a coin was moved or a gift shown.
pub(crate) async fn assert_untouched(live: &LiveSession, coins: i64) {
    assert_eq!(balance(live).await, coins);
    for table in ["live_gifts", "live_payments", "coin_transactions", "creator_transactions", "live_messages"] {
        assert_eq!(live.project.count(&format!("public.{table}")).await, 0, "{table}");
    }
}
