//! Round trips, and what happens when Postgres is away.

use ipelya_test::Mode;

use super::support::{count, on_air, report, reported};

#[tokio::test]
async fn a_report_costs_one_round_trip_and_livekit_none() {
    let live = on_air().await;
    reported(&live, &live.viewer, &live.host).await;
    assert_eq!(live.project.rest().paths(), ["/rest/v1/rpc/live_report_user"]);
    assert_eq!(live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_and_nothing_is_reported() {
    let live = on_air().await;
    let assert_try_again = async || {
        let reply = report(&live, &live.viewer, &live.host, "spam").await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"));
    };
    for mode in [Mode::Refuse, Mode::Status(503), Mode::Hang] {
        live.project.rest().set_mode(mode);
        assert_try_again().await;
    }
    live.project.rest().set_mode(Mode::Pass);
    live.project.rest().stop_server().await;
    assert_try_again().await;
    live.project.rest().start_server().await;

    assert_eq!(count(&live).await, 0);
    reported(&live, &live.viewer, &live.host).await;
}
