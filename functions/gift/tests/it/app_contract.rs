//! What the installed app sends and reads, in both refusal modes.

use ipelya_test::{Api, assert_published};
use serde_json::json;

use super::support::on_air_with_coins;

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("gift", &gift::routes()).await;
}

#[tokio::test]
async fn the_apps_own_request_succeeds_and_its_refusals_reach_it() {
    for (mode, softened) in [("http", false), ("ok", true)] {
        let live = on_air_with_coins(60).await;
        let api = Api::new(&live.project, gift::routes()).with_setting("IPELYA_REFUSAL_STATUS", mode);
        let send = |gift: &str, quantity: i64| {
            let body = json!({ "sessionId": live.session.id, "giftId": gift, "quantity": quantity, "coinAmount": 50 });
            api.post("send-live-gift").user(&live.viewer).json(body).send()
        };

        let sent = send("star", 2).await;
        assert_eq!((sent.status, &sent.body["success"]), (200, &json!(true)), "{}", sent.body);
        // the animation waits for a row of this very slug
        let row = live.project.db().query_one("select gift_id from public.live_gifts", &[]).await.unwrap();
        assert_eq!(row.get::<_, String>(0), "star");

        for (reply, status, code) in [
            (send("heart", 2).await, 402, "PAYMENT_REQUIRED"),
            (send("unicorn", 1).await, 404, "GIFT_NOT_FOUND"),
            (
                api.post("send-live-gift")
                    .user(&live.host)
                    .json(json!({ "sessionId": live.session.id, "giftId": "heart" }))
                    .send()
                    .await,
                403,
                "SELF_GIFT",
            ),
        ] {
            reply.assert_refused(if softened { 200 } else { status }, code);
            assert_eq!(reply.body.get("status"), softened.then_some(&json!(status)));
        }
        for (reply, status, code) in [
            (send("heart", 0).await, 400, "INVALID_QUANTITY"),
            (api.post("send-live-gift").json(json!({})).send().await, 401, "UNAUTHORIZED"),
        ] {
            reply.assert_refused(status, code);
        }
    }
}
