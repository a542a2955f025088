//! Round trips, and what happens when Postgres is away.

use ipelya_test::{Mode, Reply};

use super::support::{count, delete, on_air, pin, row, said, say};

#[tokio::test]
async fn each_costs_one_round_trip_and_livekit_none() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "selam").await;
    pin(&live, &live.host, &message, true).await;
    delete(&live, &live.host, &message).await;
    let calls =
        ["live_send_message", "live_pin_message", "live_delete_message"].map(|name| format!("/rest/v1/rpc/{name}"));
    assert_eq!(live.project.rest().paths(), calls);
    assert_eq!(live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_and_nothing_is_said() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "selam").await;
    let assert_try_again = |reply: Reply| {
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"));
    };
    for mode in [Mode::Refuse, Mode::Status(503), Mode::Hang] {
        live.project.rest().set_mode(mode);
        assert_try_again(say(&live, &live.viewer, "orada mısın?").await);
        assert_try_again(delete(&live, &live.viewer, &message).await);
        assert_try_again(pin(&live, &live.host, &message, true).await);
    }
    live.project.rest().set_mode(Mode::Pass);
    live.project.rest().stop_server().await;
    assert_try_again(say(&live, &live.viewer, "orada mısın?").await);
    live.project.rest().start_server().await;

    assert_eq!(count(&live, "text").await, 1);
    assert_eq!(row(&live, &message).await["is_deleted"], false);
    said(&live, &live.viewer, "buradayım").await;
}
