//! Round trips, and what happens when Postgres is away.

use ipelya_test::Mode;

use super::support::Stage;

#[tokio::test]
async fn a_gift_and_the_catalogue_cost_one_round_trip_each_and_livekit_none() {
    let stage = Stage::with_coins(100).await;
    stage.send_once("key-1").await;
    stage.send_once("key-1").await;
    stage.api.post("list-live-gifts").user(&stage.viewer).send().await;
    let (send, list) = ("/rest/v1/rpc/live_send_gift", "/rest/v1/rpc/live_list_gifts");
    assert_eq!(stage.project.rest().paths(), [send, send, list]);
    assert_eq!(stage.project.livekit().requests(), 0);
}

#[tokio::test]
async fn what_cannot_be_a_gift_costs_no_round_trip() {
    let stage = Stage::with_coins(100).await;
    let guest = stage.project.given().anonymous_user().await;
    stage.send("heart", 0).await;
    let body = serde_json::json!({ "sessionId": stage.session.id, "giftId": "heart" });
    stage.api.post("send-live-gift").user(&guest).json(body).send().await;
    assert_eq!(stage.project.rest().requests(), 0);
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_that_takes_nothing_and_a_retry_succeeds_once() {
    let stage = Stage::with_coins(100).await;
    for mode in [Mode::Refuse, Mode::Status(502), Mode::Status(503), Mode::Hang] {
        stage.project.rest().set_mode(mode);
        let reply = stage.send_once("key-1").await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"));
    }
    stage.project.rest().set_mode(Mode::Pass);
    stage.project.rest().stop_server().await;
    stage.send_once("key-1").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    stage.project.rest().start_server().await;
    stage.assert_untouched(100).await;

    for _ in 0..3 {
        assert_eq!(stage.send_once("key-1").await.body["balance"], 90);
    }
}
