//! Round trips, and what happens when Postgres is away.

use ipelya_test::{Mode, Reply};

use super::support::Stage;

#[tokio::test]
async fn each_costs_one_round_trip_and_livekit_none() {
    let stage = Stage::public().await;
    let message = stage.said(&stage.viewer, "selam").await;
    stage.pin(&stage.host, &message, true).await;
    stage.delete(&stage.host, &message).await;
    let calls =
        ["live_send_message", "live_pin_message", "live_delete_message"].map(|name| format!("/rest/v1/rpc/{name}"));
    assert_eq!(stage.project.rest().paths(), calls);
    assert_eq!(stage.project.livekit().requests(), 0);
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_and_nothing_is_said() {
    let stage = Stage::public().await;
    let message = stage.said(&stage.viewer, "selam").await;
    let assert_try_again = |reply: Reply| {
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"));
    };
    for mode in [Mode::Refuse, Mode::Status(503), Mode::Hang] {
        stage.project.rest().set_mode(mode);
        assert_try_again(stage.say(&stage.viewer, "orada mısın?").await);
        assert_try_again(stage.delete(&stage.viewer, &message).await);
        assert_try_again(stage.pin(&stage.host, &message, true).await);
    }
    stage.project.rest().set_mode(Mode::Pass);
    stage.project.rest().stop_server().await;
    assert_try_again(stage.say(&stage.viewer, "orada mısın?").await);
    stage.project.rest().start_server().await;

    assert_eq!(stage.count("text").await, 1);
    assert_eq!(stage.row(&message).await["is_deleted"], false);
    stage.said(&stage.viewer, "buradayım").await;
}
