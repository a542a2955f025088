//! Round trips, and what happens when Postgres is away.

use ipelya_test::Mode;

use super::support::{assert_untouched, on_air_with_coins, send, send_once};

#[tokio::test]
async fn a_gift_and_the_catalogue_cost_one_round_trip_each_and_livekit_none() {
    let live = on_air_with_coins(100).await;
    send_once(&live, "key-1").await;
    send_once(&live, "key-1").await;
    live.api.post("list-live-gifts").user(&live.viewer).send().await;
    let (send, list) = ("/rest/v1/rpc/live_send_gift", "/rest/v1/rpc/live_list_gifts");
    assert_eq!(live.project.rest().paths(), [send, send, list]);
    assert_eq!(live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn what_cannot_be_a_gift_costs_no_round_trip() {
    let live = on_air_with_coins(100).await;
    let anonymous = live.project.given().anonymous_user().await;
    send(&live, "heart", 0).await;
    let body = serde_json::json!({ "sessionId": live.session.id, "giftId": "heart" });
    live.api.post("send-live-gift").user(&anonymous).json(body).send().await;
    assert_eq!(live.project.rest().requests(), 0);
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_that_takes_nothing_and_a_retry_succeeds_once() {
    let live = on_air_with_coins(100).await;
    for mode in [Mode::Refuse, Mode::Status(502), Mode::Status(503), Mode::Hang] {
        live.project.rest().set_mode(mode);
        let reply = send_once(&live, "key-1").await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"));
    }
    live.project.rest().set_mode(Mode::Pass);
    live.project.rest().stop_server().await;
    send_once(&live, "key-1").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.rest().start_server().await;
    assert_untouched(&live, 100).await;

    for _ in 0..3 {
        assert_eq!(send_once(&live, "key-1").await.body["balance"], 90);
    }
}
