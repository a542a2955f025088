//! Calls nobody answers, and calls that lose a party.

use crate::presence::report::{Connection, Report, START, moment};
use crate::presence::stage::{Stage, confirm_absence, pick};
use ipelya_test::{Call, User};
use serde_json::{Value, json};

struct Line {
    stage: Stage,
    caller: User,
    callee: User,
    call: Call,
}

impl Line {
    /// A call begun at 0 that may ring until 30 and last until 500; `connected` ones were answered at 5.
    async fn make(status: &str) -> Self {
        let stage = Stage::live().await;
        let (caller, callee) = (stage.project.given().user().await, stage.project.given().user().await);
        let call = stage.project.given().call(&caller, &callee).status(status).insert().await;
        stage
            .admin(&format!(
                "update public.calls
                 set initiated_at = {START}, ring_expires_at = {ring}, max_ends_at = {max},
                   answered_at = case status when 'connected' then {answered} end
                 where id = '{id}'",
                ring = moment(30),
                max = moment(500),
                answered = moment(5),
                id = call.id,
            ))
            .await;
        Self { stage, caller, callee, call }
    }

    async fn hear(&self, report: Report) {
        let heard: bool = self.stage.ask(&report.sql(&self.call.room_name, report.at())).await;
        assert!(heard);
    }

    /// LiveKit, asked at this moment, did not have both parties in the room. Tells whether that ended the call.
    async fn confirm_absence(&self, at: i64) -> bool {
        confirm_absence(&self.stage, &self.call.room_name, at).await
    }

    async fn row(&self) -> Value {
        let sql = "select jsonb_build_object(
                     'status', c.status, 'reason', c.end_reason, 'outcome', c.outcome,
                     'ended', live_test.seconds(c.ended_at), 'left', live_test.seconds(c.party_left_at),
                     'duration', c.duration_seconds, 'room', c.livekit_room_sid
                   ) from public.calls c where c.id = $1";
        self.stage.db.query_one(sql, &[&self.call.id]).await.unwrap().get(0)
    }

    async fn missed_calls(&self) -> Vec<(uuid::Uuid, uuid::Uuid)> {
        let sql = "select recipient_id, actor_id from public.notifications where type = 'missed_call'";
        let rows = self.stage.db.query(sql, &[]).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ring_nobody_answers_is_missed_at_its_deadline_and_the_callee_is_told_once() {
    let line = Line::make("ringing").await;
    assert_eq!(line.stage.tick(29).await, json!({}));
    assert_eq!(line.row().await["status"], "ringing");

    assert_eq!(line.stage.tick(34).await, json!({ "live_expire_rings": 1 }));
    assert_eq!(
        pick(&line.row().await, ["status", "reason", "outcome", "ended", "duration"]),
        json!(["ended", "missed", "missed", 30, 0])
    );
    assert_eq!(line.stage.tick(40).await, json!({}));
    assert_eq!(line.missed_calls().await, [(line.callee.id, line.caller.id)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answered_call_is_not_missed_any_more() {
    let line = Line::make("connected").await;
    assert_eq!(line.stage.tick(40).await, json!({}));
    let miss = format!("select public.live_end_call('{}', 'missed', null, {})", line.call.id, moment(40));
    assert!(!line.stage.ask::<bool>(&miss).await);
    assert_eq!(line.row().await["status"], "connected");
    assert_eq!(line.missed_calls().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_waits_ten_seconds_for_a_lost_party_and_ends_by_livekits_word_when_it_was_lost() {
    let line = Line::make("connected").await;
    let (caller, callee) = (Connection::of(&line.caller, "PA_1"), Connection::of(&line.callee, "PA_2"));
    line.hear(caller.joined(5)).await;
    line.hear(callee.joined(6)).await;
    assert_eq!(line.row().await["left"], Value::Null);

    line.hear(caller.left(60)).await;
    assert_eq!(line.row().await["left"], 60);
    line.stage.tick(69).await;
    assert!(!line.confirm_absence(69).await);
    line.hear(Connection::of(&line.caller, "PA_3").joined(69)).await;
    assert!(!line.confirm_absence(80).await);
    assert_eq!(pick(&line.row().await, ["status", "left"]), json!(["connected", null]));
    // the old connection, missed late, is no loss
    line.hear(caller.left(70)).await;
    line.stage.tick(100).await;
    assert_eq!(line.row().await["status"], "connected");

    line.hear(callee.left(120)).await;
    assert!(!line.confirm_absence(129).await);
    line.stage.tick(200).await;
    assert_eq!(line.row().await["status"], "connected", "a lost report is no lost party");
    assert!(line.confirm_absence(200).await);
    assert_eq!(
        pick(&line.row().await, ["status", "reason", "ended", "duration", "left"]),
        json!(["ended", "completed", 120, 115, null])
    );
    assert_eq!(line.missed_calls().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_party_still_on_the_way_is_not_lost() {
    let line = Line::make("connected").await;
    line.hear(Connection::of(&line.caller, "PA_1").joined(5)).await;
    line.stage.tick(100).await;
    assert_eq!(pick(&line.row().await, ["status", "left"]), json!(["connected", null]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_over_at_its_longest_duration() {
    let line = Line::make("connected").await;
    line.stage.tick(499).await;
    assert_eq!(line.row().await["status"], "connected");
    line.stage.tick(503).await;
    assert_eq!(pick(&line.row().await, ["status", "reason", "ended"]), json!(["ended", "completed", 500]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_closed_on_purpose_ends_a_connected_call_and_a_lost_one_gives_it_the_grace() {
    for (reason, status) in [("API_DELETE", "ended"), ("SERVER_SHUTDOWN", "connected")] {
        let line = Line::make("connected").await;
        line.hear(Report::started("RM_1", 1)).await;
        line.hear(Connection::of(&line.caller, "PA_1").joined(5)).await;
        line.hear(Connection::of(&line.callee, "PA_2").joined(6)).await;
        line.hear(Report::finished("RM_1", 60, reason)).await;
        assert_eq!(pick(&line.row().await, ["status", "room"]), json!([status, "RM_1"]), "{reason}");
        line.confirm_absence(70).await;
        assert_eq!(pick(&line.row().await, ["status", "ended"]), json!(["ended", 60]), "{reason}");
    }
    // while it rings, nobody has to be in it yet
    let line = Line::make("ringing").await;
    line.hear(Report::finished("RM_1", 10, "IDLE_TIMEOUT")).await;
    assert_eq!(line.row().await["status"], "ringing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_ends_without_a_reason_ends_a_connected_call_unless_its_server_stopped() {
    for (caller_left, callee_left, finished, status) in [
        ((60, "ROOM_DELETED"), (60, "ROOM_DELETED"), 60, "ended"),
        ((40, "CLIENT_INITIATED"), (50, "CLIENT_INITIATED"), 110, "ended"),
        ((60, "SERVER_SHUTDOWN"), (60, "SERVER_SHUTDOWN"), 60, "connected"),
        ((55, "SIGNAL_CLOSE"), (60, "SERVER_SHUTDOWN"), 60, "connected"),
        ((55, "SIGNAL_CLOSE"), (58, "SIGNAL_CLOSE"), 60, "connected"),
    ] {
        let line = Line::make("connected").await;
        line.hear(Report::started("RM_1", 1)).await;
        for (person, sid, (at, why)) in [(&line.caller, "PA_1", caller_left), (&line.callee, "PA_2", callee_left)] {
            line.hear(Connection::of(person, sid).joined(6)).await;
            line.hear(Connection::of(person, sid).cut_off(at, why)).await;
        }
        line.hear(Report::finished("RM_1", finished, "")).await;
        assert_eq!(line.row().await["status"], status, "{caller_left:?} {callee_left:?}");
    }
}
