//! A host who is cut off has thirty seconds.

use crate::report::{Connection, Report};
use crate::stage::{Stage, pick};
use serde_json::{Value, json};

/// Milliseconds since 1970 of a moment of the show.
fn milliseconds(at: i64) -> i64 {
    (time::macros::datetime!(2100-01-01 12:00 UTC).unix_timestamp() + at) * 1000
}

fn disconnected(deadline: i64) -> (String, Value) {
    let payload = json!({ "message": "Yayıncının bağlantısı koptu.", "reconnectDeadline": milliseconds(deadline) });
    ("host_disconnected".into(), payload)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_who_comes_back_in_time_goes_on_and_one_who_does_not_has_ended() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.hear(Connection::of(&stage.host, "PA_H1").joined(1)).await;
    stage.hear(Connection::of(&viewer, "PA_V").joined(2)).await;

    stage.hear(Connection::of(&stage.host, "PA_H1").left(40)).await;
    assert_eq!(stage.show().await["host_left"], 40);
    stage.tick(69).await;
    stage.hear(Connection::of(&stage.host, "PA_H2").joined(69)).await;
    stage.tick(75).await;
    let show = stage.show().await;
    assert_eq!(pick(&show, ["status", "host_left"]), json!(["live", null]));

    stage.hear(Connection::of(&stage.host, "PA_H2").left(80)).await;
    // heard again, it is not news
    stage.hear_at(81, Connection::of(&stage.host, "PA_H2").left(80)).await;
    stage.tick(109).await;
    assert_eq!(stage.show().await["status"], "live");
    assert_eq!(stage.tick(110).await["live_expire_sessions"], 1);
    let show = stage.show().await;
    assert_eq!(
        pick(&show, ["status", "reason", "ended", "host_left", "viewers"]),
        json!(["ended", "host_timeout", 110, null, 1])
    );
    assert_eq!(stage.tick(140).await, json!({}));

    let events = [
        disconnected(70),
        ("host_reconnected".into(), json!({})),
        disconnected(110),
        ("session_ended".into(), json!({ "reason": "host_timeout" })),
    ];
    assert_eq!(stage.told().await, events);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deadline_that_is_told_follows_the_setting() {
    let stage = Stage::live().await;
    stage.project.given().setting("host_grace_seconds", 50).await;
    let host = Connection::of(&stage.host, "PA_H");
    stage.hear(host.joined(1)).await;
    stage.hear(host.left(40)).await;
    assert_eq!(stage.told().await, [disconnected(90)]);
    stage.tick(89).await;
    assert_eq!(stage.show().await["status"], "live");
    stage.tick(90).await;
    assert_eq!(stage.show().await["status"], "ended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_camera_of_the_hosts_keeps_the_show_while_the_phone_is_away() {
    let stage = Stage::live().await;
    let (phone, camera) = (Connection::of(&stage.host, "PA_H"), Connection::of(&stage.host, "PA_I").of_kind("INGRESS"));
    stage.hear(phone.joined(1)).await;
    stage.hear(camera.joined(2)).await;
    stage.hear(phone.left(40)).await;
    stage.tick(100).await;
    assert_eq!(stage.show().await["status"], "live");
    assert_eq!(stage.told().await, []);
    stage.hear(camera.left(120)).await;
    assert_eq!(stage.told().await, [disconnected(150)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_who_leaves_is_no_lost_host() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.hear(Connection::of(&stage.host, "PA_H").joined(1)).await;
    stage.hear(Connection::of(&viewer, "PA_V").joined(2)).await;
    stage.hear(Connection::of(&viewer, "PA_V").left(3)).await;
    stage.tick(100).await;
    assert_eq!(stage.show().await["status"], "live");
    assert_eq!(stage.told().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_after_the_end_reopen_nothing() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.hear(Report::finished("RM_1", 100, "API_DELETE")).await;
    let told = stage.told().await;

    stage.hear_at(105, Connection::of(&stage.host, "PA_H").left(99)).await;
    stage.hear_at(105, Connection::of(&stage.host, "PA_H").joined(1)).await;
    stage.hear_at(105, Connection::of(&viewer, "PA_V").joined(20)).await;
    // somebody still had a token for a room that should not have come back
    stage.hear_at(105, Report::started("RM_2", 104)).await;
    stage.hear(Connection::of(&viewer, "PA_V2").in_room("RM_2").joined(106)).await;
    stage.tick(110).await;

    let show = stage.show().await;
    assert_eq!(pick(&show, ["status", "ended", "host_left"]), json!(["ended", 100, null]));
    assert_eq!(pick(&show, ["viewers", "peak"]), json!([1, 1]));
    assert_eq!(stage.told().await, told);
}
