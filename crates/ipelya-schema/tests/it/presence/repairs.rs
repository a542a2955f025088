//! What a repair may do by itself: facts age while LiveKit is asked, so the last word is said when it is written.

use crate::presence::report::{Connection, Report, moment};
use crate::presence::stage::{Stage, pick};
use serde_json::{Value, json};

/// When every sweep here asks LiveKit.
const NOW: i64 = 200;

impl Stage {
    /// Applies a repair of this session's room; the fields that are not given are empty.
    async fn repair(&self, repair: Value) -> Value {
        let mut repair = repair;
        repair["room_name"] = json!(self.session.room_name);
        let sql = format!("select public.live_sweep_apply($1, {})", moment(NOW));
        self.db.query_one(&sql, &[&repair]).await.unwrap().get(0)
    }

    async fn reason_of(&self, sid: &str) -> Value {
        pick(&self.picture().await["stays"][sid], ["left", "reason"])
    }
}

#[tokio::test]
async fn a_stay_younger_than_a_minute_is_not_closed_whatever_the_repair_says() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.hear(Connection::of(&viewer, "PA_old").joined(NOW - 60)).await;
    stage.hear(Connection::of(&viewer, "PA_young").joined(NOW - 59)).await;

    let done = stage.repair(json!({ "left": ["PA_old", "PA_young", "PA_unknown"] })).await;

    assert_eq!(done["left"], 1);
    assert_eq!(stage.reason_of("PA_old").await, json!([NOW, "SWEPT"]));
    assert_eq!(stage.reason_of("PA_young").await, json!([null, null]));
}

#[tokio::test]
async fn a_departure_reported_meanwhile_stands_as_it_was_reported() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    let phone = Connection::of(&viewer, "PA_1");
    stage.hear(phone.joined(10)).await;
    stage.hear(phone.left(150)).await;

    assert_eq!(stage.repair(json!({ "left": ["PA_1"] })).await["left"], 0);
    let arrival = json!({
        "participant_sid": "PA_1", "identity": viewer.id, "kind": "STANDARD", "joined_at": "2100-01-01T12:00:10Z",
    });
    let opened = json!({ "room_sid": "RM_1", "started_at": "2100-01-01T12:00:00Z" });
    let done = stage.repair(json!({ "joined": [arrival], "opened": opened })).await;

    assert_eq!((&done["joined"], &done["opened"]), (&json!(0), &json!(1)));
    assert_eq!(stage.reason_of("PA_1").await, json!([150, "CLIENT_INITIATED"]), "who has left is not brought back");
}

#[tokio::test]
async fn who_was_taken_to_be_in_the_room_before_and_to_have_gone_with_it_is_inside() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.hear(Report::started("RM_1", 0)).await;
    stage.hear(Connection::of(&viewer, "PA_1").joined(60)).await;
    stage.hear(Report::finished("RM_1", 100, "SERVER_SHUTDOWN")).await;
    assert_eq!(stage.reason_of("PA_1").await, json!([100, "ROOM_CLOSED"]));
    let arrival = json!({
        "participant_sid": "PA_1", "identity": viewer.id, "kind": "STANDARD", "joined_at": "2100-01-01T12:01:00Z",
    });
    for (room, joined) in [("RM_1", 0), ("RM_2", 1)] {
        let opened = json!({ "room_sid": room, "started_at": "2100-01-01T12:00:50Z" });
        assert_eq!(stage.repair(json!({ "joined": [arrival], "opened": opened })).await["joined"], joined, "{room}");
    }
    assert_eq!(stage.reason_of("PA_1").await, json!([null, null]));
}

#[tokio::test]
async fn only_a_departure_that_was_a_mere_conclusion_is_taken_back() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    let phone = Connection::of(&viewer, "PA_1");
    stage.hear(phone.joined(10)).await;
    stage.hear(phone.swept(100)).await;
    let arrival = json!({
        "participant_sid": "PA_1", "identity": viewer.id, "kind": "STANDARD", "joined_at": "2100-01-01T12:00:10Z",
    });
    let opened = json!({ "room_sid": "RM_1", "started_at": "2100-01-01T12:00:00Z" });

    let done = stage.repair(json!({ "joined": [arrival], "opened": opened })).await;

    assert_eq!(done["joined"], 1);
    let place = pick(&stage.place_of(&viewer).await, ["active", "sid", "left", "watched"]);
    assert_eq!(place, json!([true, "PA_1", null, 0]));
}

#[tokio::test]
async fn a_session_somebody_has_come_back_to_is_not_given_up() {
    let stage = Stage::live().await;
    let quiet = moment(NOW - 30 * 60);
    stage.admin(&format!("update public.live_sessions set started_at = {quiet}")).await;
    let viewer = stage.person("viewer").await;
    stage.admin(&format!("update public.live_sessions set started_at = {quiet}")).await;
    stage.hear(Connection::of(&viewer, "PA_1").joined(NOW - 1)).await;

    assert_eq!(stage.repair(json!({ "orphaned": true })).await["ended"], 0);
    assert_eq!(stage.session_row().await["status"], "live");

    stage.hear(Connection::of(&viewer, "PA_1").left(NOW)).await;
    assert_eq!(stage.repair(json!({ "orphaned": true })).await["ended"], 1);
    assert_eq!(pick(&stage.session_row().await, ["status", "reason"]), json!(["ended", "orphaned_cleanup"]));
    assert_eq!(stage.repair(json!({ "orphaned": true })).await["ended"], 0);
}

#[tokio::test]
async fn a_room_with_somebody_left_inside_is_not_noted_as_finished() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    let phone = Connection::of(&viewer, "PA_1");
    stage.hear(Report::started("RM_1", 0)).await;
    stage.hear(phone.joined(10)).await;
    stage
        .ask::<bool>(&format!("select public.live_end_session('{}', 'host_ended', {})", stage.session.id, moment(20)))
        .await;

    assert_eq!(stage.repair(json!({ "finished": ["RM_1"] })).await["finished"], 0);

    stage.hear(phone.left(30)).await;
    assert_eq!(stage.repair(json!({ "finished": ["RM_1"] })).await["finished"], 1);
    assert_eq!(stage.repair(json!({ "finished": ["RM_1"] })).await["finished"], 0);
    assert_eq!(pick(&stage.session_row().await, ["status", "reason", "ended"]), json!(["ended", "host_ended", 20]));
}

#[tokio::test]
async fn people_are_judged_by_what_they_are_when_it_is_written() {
    let stage = Stage::live().await;
    let (guest, viewer, banned, pardoned) = (
        stage.person("co_host").await,
        stage.person("viewer").await,
        stage.person("viewer").await,
        stage.person("viewer").await,
    );
    let given = stage.project.given();
    given.ban(&banned).from_session(&stage.session).insert().await;
    given.ban(&pardoned).from_session(&stage.session).lifted().insert().await;
    // a creator's means against viewers does not reach the creator
    given.ban(&stage.host).from_session(&stage.session).insert().await;
    let asked = [&stage.host, &guest, &viewer, &banned, &pardoned];
    let standing = json!({ "standing": asked.map(|user| user.id) });

    let said = stage.repair(standing.clone()).await["standing"].take();

    let expected: Vec<Value> = [("host", false), ("co_host", false), ("", false), ("", true), ("", false)]
        .iter()
        .zip(asked)
        .map(|((role, must_leave), user)| {
            json!({
                "user_id": user.id, "role": (!role.is_empty()).then_some(role), "must_leave": must_leave,
                "room_name": stage.session.room_name, "room_kind": "video_live", "is_muted": false,
            })
        })
        .collect();
    assert_eq!(said, json!(expected));

    given.ban(&stage.host).everywhere().insert().await;
    assert_eq!(stage.repair(standing.clone()).await["standing"][0]["must_leave"], true, "a global ban does");
    stage.ask::<bool>(&format!("select public.live_end_session('{}', 'host_ended')", stage.session.id)).await;
    assert_eq!(stage.repair(standing).await["standing"], json!([]), "in what is over nobody is anything");
}

#[tokio::test]
async fn a_repair_of_a_room_that_is_not_ours_does_nothing() {
    let stage = Stage::live().await;
    let repair = json!({ "room_name": "somebody_elses", "orphaned": true, "standing": [stage.host.id] });
    let sql = format!("select public.live_sweep_apply($1, {})", moment(NOW));
    let done: Value = stage.db.query_one(&sql, &[&repair]).await.unwrap().get(0);
    let nothing =
        json!({ "opened": 0, "joined": 0, "left": 0, "finished": 0, "ended": 0, "standing": [], "strays": [] });
    assert_eq!(done, nothing);
}

#[tokio::test]
async fn the_leftover_rooms_asked_about_are_those_not_known_to_have_finished_of_the_last_day() {
    let stage = Stage::live().await;
    let given = stage.project.given();
    let mut expected = Vec::new();
    for (ended, finished, is_asked) in [
        (29, None, false),
        (30, None, true),
        (86_400, Some(false), true),
        (86_401, None, false),
        (60, Some(true), false),
    ] {
        let session = given.live_session(&given.creator().await).status("ended").insert().await;
        stage
            .admin(&format!(
                "update public.live_sessions set ended_at = {} where id = '{}'",
                moment(NOW - ended),
                session.id
            ))
            .await;
        if let Some(finished) = finished {
            let finished_at = if finished { moment(NOW - 1) } else { "null".to_owned() };
            stage
                .admin(&format!(
                    "insert into public.live_rooms (room_sid, room_name, session_id, started_at, finished_at)
                     values ('RM_{id}', '{name}', '{id}', {at}, {finished_at})",
                    id = session.id,
                    name = session.room_name,
                    at = moment(0)
                ))
                .await;
        }
        expected.extend(is_asked.then_some(session.room_name));
    }
    expected.sort();

    let facts: Value = stage.ask(&format!("select public.live_sweep_facts({})", moment(NOW))).await;

    let rooms = facts.as_array().unwrap().iter();
    let of_state = |state: &'static str| rooms.clone().filter(move |room| room["state"] == state);
    let mut asked: Vec<&str> = of_state("leftover").map(|room| room["name"].as_str().unwrap()).collect();
    asked.sort_unstable();
    assert_eq!(asked, expected);
    assert_eq!(of_state("open").map(|room| &room["name"]).collect::<Vec<_>>(), [&stage.session.room_name]);
}
