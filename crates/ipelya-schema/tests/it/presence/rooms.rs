//! What the end of a room means, and what a word about an old connection means: often nothing.

use crate::presence::report::{Connection, Report, moment};
use crate::presence::stage::{Stage, pick};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_closed_for_emptiness_or_on_purpose_ends_the_session_when_it_closed() {
    for reason in ["IDLE_TIMEOUT", "API_DELETE"] {
        let stage = Stage::live().await;
        stage.hear(Report::started("RM_1", 0)).await;
        assert!(stage.hear_at(130, Report::finished("RM_1", 100, reason)).await);
        let session = stage.session_row().await;
        assert_eq!(
            pick(&session, ["status", "reason", "ended", "duration"]),
            json!(["ended", "room_finished", 100, 100]),
            "{reason:?}"
        );
        assert_eq!(stage.told().await, [("session_ended".into(), json!({ "reason": "room_finished" }))]);
    }
}

/// LiveKit up to 1.13 gives no reason. Who is told to leave why, and when, is as its server sends it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_ends_without_a_reason_ends_the_session_unless_its_server_stopped() {
    struct Case {
        what: &'static str,
        host: Option<(i64, &'static str)>,
        viewer: Option<(i64, &'static str)>,
        finished: i64,
        ends: bool,
    }
    let case = |what, host, viewer, finished, ends| Case { what, host, viewer, finished, ends };
    let cases = [
        case("deleted with people inside", Some((100, "ROOM_DELETED")), Some((100, "ROOM_DELETED")), 100, true),
        case("deleted while its host is away", Some((90, "CLIENT_INITIATED")), Some((100, "ROOM_DELETED")), 100, true),
        case("empty for a minute", Some((20, "CLIENT_INITIATED")), Some((40, "CLIENT_INITIATED")), 100, true),
        case("never joined, for ten minutes", None, None, 600, true),
        case("stopped with people inside", Some((100, "SERVER_SHUTDOWN")), Some((100, "SERVER_SHUTDOWN")), 100, false),
        case("stopped in the host's grace", Some((90, "SIGNAL_CLOSE")), Some((100, "SERVER_SHUTDOWN")), 100, false),
        case("stopped while empty", Some((90, "SIGNAL_CLOSE")), Some((80, "CLIENT_INITIATED")), 100, false),
        case("stopped before the host came", None, None, 100, false),
    ];
    for reason in ["", "UNKNOWN"] {
        for Case { what, host, viewer, finished, ends } in &cases {
            let stage = Stage::live().await;
            let person = stage.person("viewer").await;
            stage.hear(Report::started("RM_1", 0)).await;
            for (connection, gone) in
                [(Connection::of(&stage.host, "PA_H"), host), (Connection::of(&person, "PA_V"), viewer)]
            {
                if let Some((at, why)) = *gone {
                    stage.hear(connection.joined(5)).await;
                    stage.hear(connection.cut_off(at, why)).await;
                }
            }
            stage.hear(Report::finished("RM_1", *finished, reason)).await;

            let session = stage.session_row().await;
            let expected = if *ends {
                json!(["ended", "room_finished", finished, null])
            } else {
                json!(["live", null, null, host.map_or(*finished, |(at, _)| at)])
            };
            assert_eq!(pick(&session, ["status", "reason", "ended", "host_left"]), expected, "{what}, {reason:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_lost_with_its_server_leaves_the_session_waiting_for_its_host() {
    for reason in ["SERVER_SHUTDOWN", "SUPERSEDED", "OPEN_FAILED"] {
        let stage = Stage::live().await;
        let viewer = stage.person("viewer").await;
        stage.hear(Connection::of(&stage.host, "PA_H").joined(5)).await;
        stage.hear(Connection::of(&viewer, "PA_V").joined(6)).await;
        stage.hear(Report::finished("RM_1", 100, reason)).await;

        let session = stage.session_row().await;
        assert_eq!(pick(&session, ["status", "host_left"]), json!(["live", 100]), "{reason}");
        for (person, watched) in [(&stage.host, 95), (&viewer, 94)] {
            let place = stage.place_of(person).await;
            assert_eq!(pick(&place, ["active", "left", "watched"]), json!([false, 100, watched]));
        }
        assert_eq!(stage.told().await[0].0, "host_disconnected");

        // the host is back in a new room, with all the time in the world
        stage.hear(Report::started("RM_2", 110)).await;
        stage.hear(Connection::of(&stage.host, "PA_H2").in_room("RM_2").joined(112)).await;
        stage.tick(500).await;
        let session = stage.session_row().await;
        assert_eq!(pick(&session, ["status", "host_left", "room"]), json!(["live", null, "RM_2"]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_lost_before_the_host_came_gives_them_the_same_grace() {
    let stage = Stage::live().await;
    stage.hear(Report::finished("RM_1", 100, "SERVER_SHUTDOWN")).await;
    assert!(!stage.confirm_absence(129).await);
    assert!(stage.confirm_absence(130).await);
    assert_eq!(stage.session_row().await["reason"], "host_timeout");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_an_earlier_room_ends_nothing_but_the_stays_in_it() {
    for reason in ["IDLE_TIMEOUT", "SERVER_SHUTDOWN"] {
        let stage = Stage::live().await;
        let viewer = stage.person("viewer").await;
        let (old, new) = (Connection::of(&viewer, "PA_V1"), Connection::of(&viewer, "PA_V2").in_room("RM_2"));
        stage.hear(Report::started("RM_1", 0)).await;
        stage.hear(old.joined(10)).await;
        stage.hear(Report::started("RM_2", 50)).await;
        stage.hear(new.joined(52)).await;
        stage.hear(Report::finished("RM_1", 60, reason)).await;

        let picture = stage.picture().await;
        assert_eq!(pick(&picture["session"], ["status", "room", "host_left"]), json!(["live", "RM_2", null]));
        let stays = &picture["stays"];
        assert_eq!((&stays["PA_V1"]["left"], stays["PA_V2"]["left"].is_null()), (&json!(60), true));
        assert_eq!(stage.place_of(&viewer).await["active"], true);

        // nor does its beginning, heard of last
        stage.hear_at(70, Report::started("RM_0", -5)).await;
        assert_eq!(stage.session_row().await["room"], "RM_2");
        stage.hear(Report::finished("RM_2", 80, "IDLE_TIMEOUT")).await;
        assert_eq!(stage.session_row().await["ended"], 80);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_reported_into_a_finished_room_has_left_with_it() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.hear(Report::finished("RM_1", 100, "SERVER_SHUTDOWN")).await;
    stage.hear_at(101, Connection::of(&viewer, "PA_V").joined(90)).await;
    let place = stage.place_of(&viewer).await;
    assert_eq!(pick(&place, ["active", "left", "watched"]), json!([false, 100, 10]));
    assert_eq!(stage.picture().await["stays"]["PA_V"]["reason"], "ROOM_CLOSED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_word_about_an_old_connection_leaves_everybody_where_they_are() {
    let stage = Stage::live().await;
    let (viewer, guest) = (stage.person("viewer").await, stage.person("co_host").await);
    for person in [&stage.host, &viewer, &guest] {
        let old = Connection::of(person, &format!("PA_old_{}", person.id));
        stage.hear(old.joined(10)).await;
        stage.hear(Connection::of(person, &format!("PA_new_{}", person.id)).joined(30)).await;
        stage.hear_at(90, old.left(35)).await;

        let place = stage.place_of(person).await;
        assert_eq!(place["sid"], format!("PA_new_{}", person.id));
        assert_eq!(pick(&place, ["active", "left", "guest_left"]), json!([true, null, null]));
    }
    stage.tick(200).await;
    let session = stage.session_row().await;
    assert_eq!(pick(&session, ["status", "host_left"]), json!(["live", null]));
    assert_eq!(stage.place_of(&guest).await["role"], "co_host");
    assert_eq!(stage.told().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_livekit_says_of_a_departure_stands_over_what_the_sweeper_found() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    for (sid, order) in [("PA_1", [0, 1]), ("PA_2", [1, 0])] {
        let connection = Connection::of(&viewer, sid);
        stage.hear(connection.joined(10)).await;
        let reports = [connection.swept(90), connection.left(40)];
        for index in order {
            stage.hear_at(100, reports[index].clone()).await;
        }
        let stay = &stage.picture().await["stays"][sid];
        assert_eq!(pick(stay, ["left", "reason"]), json!([40, "CLIENT_INITIATED"]), "{order:?}");
    }
    // and where LiveKit said nothing, the sweeper's word is all there is
    let silent = Connection::of(&viewer, "PA_3");
    stage.hear(silent.joined(10)).await;
    stage.hear(silent.swept(90)).await;
    stage.hear_at(100, silent.swept(95)).await;
    assert_eq!(stage.picture().await["stays"]["PA_3"]["left"], 90);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_whose_beginning_was_never_heard_is_older_than_one_that_is_open() {
    let stage = Stage::live().await;
    stage.hear(Report::started("RM_2", 50)).await;
    stage.hear(Report::finished("RM_1", 60, "IDLE_TIMEOUT")).await;
    let session = stage.session_row().await;
    assert_eq!(pick(&session, ["status", "room"]), json!(["live", "RM_2"]));

    // but not older than one that was over before it closed
    stage.hear(Report::finished("RM_2", 70, "SERVER_SHUTDOWN")).await;
    stage.hear(Report::finished("RM_3", 90, "IDLE_TIMEOUT")).await;
    assert_eq!(stage.session_row().await["ended"], 90);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_finish_tells_how_old_its_room_is() {
    let stage = Stage::live().await;
    stage.hear(Report::started("RM_1", 0)).await;
    let finish = |room: &str, at: i64, opened: i64| {
        let (at, opened) = (moment(at), moment(opened));
        format!(
            "select public.live_room_finished(
               '{}', '{room}', {at}, 'API_DELETE', {at}, p_started_at => {opened})",
            stage.session.room_name
        )
    };
    assert!(stage.ask::<bool>(&finish("RM_0", 20, -9)).await);
    assert_eq!(stage.session_row().await["status"], "live");
    assert!(stage.ask::<bool>(&finish("RM_2", 30, 9)).await);
    assert_eq!(stage.session_row().await["ended"], 30);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_who_has_not_come_yet_waits_for_nothing_once_there_is_another_room() {
    let stage = Stage::live().await;
    stage.hear(Report::started("RM_1", 0)).await;
    stage.hear(Report::finished("RM_1", 100, "SERVER_SHUTDOWN")).await;
    assert_eq!(stage.session_row().await["host_left"], 100);
    stage.hear(Report::started("RM_2", 110)).await;
    stage.tick(200).await;
    assert_eq!(pick(&stage.session_row().await, ["status", "host_left"]), json!(["live", null]));

    // one who had come and gone is awaited as before
    stage.hear(Connection::of(&stage.host, "PA_H").in_room("RM_2").joined(201)).await;
    stage.hear(Report::finished("RM_2", 210, "SERVER_SHUTDOWN")).await;
    stage.hear(Report::started("RM_3", 215)).await;
    assert_eq!(stage.session_row().await["host_left"], 210);
}
