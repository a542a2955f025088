//! A host who is cut off has thirty seconds, and one who never came five minutes; then LiveKit's word ends the session.

use crate::presence::report::{Connection, Report, moment};
use crate::presence::stage::{Stage, pick};
use serde_json::{Value, json};

/// Milliseconds since 1970 of a moment of the session.
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
    assert_eq!(stage.session_row().await["host_left"], 40);
    stage.tick(69).await;
    stage.hear(Connection::of(&stage.host, "PA_H2").joined(69)).await;
    stage.tick(75).await;
    let session = stage.session_row().await;
    assert_eq!(pick(&session, ["status", "host_left"]), json!(["live", null]));

    stage.hear(Connection::of(&stage.host, "PA_H2").left(80)).await;
    // heard again, it is not news
    stage.hear_at(81, Connection::of(&stage.host, "PA_H2").left(80)).await;
    assert!(!stage.confirm_absence(109).await);
    stage.tick(115).await;
    assert_eq!(stage.session_row().await["status"], "live");
    assert!(stage.confirm_absence(118).await);
    let session = stage.session_row().await;
    assert_eq!(
        pick(&session, ["status", "reason", "ended", "host_left", "viewers"]),
        json!(["ended", "host_timeout", 118, null, 1])
    );
    assert!(!stage.confirm_absence(128).await);
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
    assert!(!stage.confirm_absence(89).await);
    assert!(stage.confirm_absence(90).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_livekits_word_a_session_goes_on_however_long_its_host_seems_to_be_away() {
    let stage = Stage::live().await;
    stage.hear(Connection::of(&stage.host, "PA_H1").joined(1)).await;
    stage.hear(Connection::of(&stage.host, "PA_H1").left(40)).await;
    // the host is back, and nobody has said so
    stage.tick(1000).await;
    assert_eq!(stage.session_row().await["status"], "live");
    // which LiveKit tells when it is asked: no absence then, but an arrival
    stage.hear_at(1010, Connection::of(&stage.host, "PA_H2").joined(50)).await;
    assert!(!stage.confirm_absence(1010).await, "whoever has come meanwhile is not absent");
    assert_eq!(pick(&stage.session_row().await, ["status", "host_left"]), json!(["live", null]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_who_never_comes_has_five_minutes() {
    let stage = Stage::live().await;
    let facts = |at: i64| format!("select public.live_sweep_facts({}, true)", moment(at));
    assert_eq!(stage.ask::<Value>(&facts(299)).await, json!([]));
    assert!(!stage.confirm_absence(299).await);
    stage.tick(400).await;
    assert_eq!(stage.session_row().await["status"], "live");
    assert_eq!(stage.ask::<Value>(&facts(300)).await[0]["away"], true);
    assert!(stage.confirm_absence(300).await);
    assert_eq!(pick(&stage.session_row().await, ["status", "reason", "ended"]), json!(["ended", "host_timeout", 300]));

    let arrived = Stage::live().await;
    arrived.hear(Connection::of(&arrived.host, "PA_H").joined(299)).await;
    assert!(!arrived.confirm_absence(1000).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_whom_only_a_sweep_has_missed_has_thirty_seconds_too() {
    let stage = Stage::live().await;
    let host = Connection::of(&stage.host, "PA_H");
    stage.hear(host.joined(1)).await;
    stage.hear(host.swept(100)).await;
    assert_eq!(stage.told().await, [disconnected(130)]);
    assert!(!stage.confirm_absence(129).await);
    assert!(stage.confirm_absence(130).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_camera_of_the_hosts_keeps_the_session_while_the_phone_is_away() {
    let stage = Stage::live().await;
    let (phone, camera) = (Connection::of(&stage.host, "PA_H"), Connection::of(&stage.host, "PA_I").of_kind("INGRESS"));
    stage.hear(phone.joined(1)).await;
    stage.hear(camera.joined(2)).await;
    stage.hear(phone.left(40)).await;
    stage.tick(100).await;
    assert_eq!(stage.session_row().await["status"], "live");
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
    assert_eq!(stage.session_row().await["status"], "live");
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

    let session = stage.session_row().await;
    assert_eq!(pick(&session, ["status", "ended", "host_left"]), json!(["ended", 100, null]));
    assert_eq!(pick(&session, ["viewers", "peak"]), json!([1, 1]));
    assert_eq!(stage.told().await, told);
}
