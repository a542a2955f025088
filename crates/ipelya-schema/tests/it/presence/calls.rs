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

    /// The callee answers.
    async fn accept(&self, at: i64) {
        let sql = format!(
            "select public.live_act_on_call($1, null, $2, 'accept', {}, clock_timestamp() + interval '1 min')",
            moment(at)
        );
        self.stage.db.query_one(&sql, &[&self.callee.id, &self.call.id]).await.unwrap();
    }

    async fn row(&self) -> Value {
        let sql = "select jsonb_build_object(
                     'status', c.status, 'reason', c.end_reason, 'detail', c.end_detail, 'outcome', c.outcome,
                     'ended', live_test.seconds(c.ended_at), 'left', live_test.seconds(c.party_left_at),
                     'duration', c.duration_seconds, 'room', c.livekit_room_sid
                   ) from public.calls c where c.id = $1";
        self.stage.db.query_one(sql, &[&self.call.id]).await.unwrap().get(0)
    }

    /// Whether the sweeper asks LiveKit about it every few seconds.
    async fn is_away(&self, at: i64) -> bool {
        let facts = format!("select public.live_sweep_facts({}, true)", moment(at));
        let facts: Value = self.stage.ask(&facts).await;
        facts.as_array().unwrap().iter().any(|room| room["name"] == self.call.room_name)
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
async fn a_party_who_never_comes_has_fifteen_seconds_and_then_livekits_word_ends_the_call() {
    for (caller_comes, callee_comes, detail) in
        [(true, false, "callee_absent"), (false, true, "caller_absent"), (false, false, "callee_absent")]
    {
        let line = Line::make("connected").await;
        if caller_comes {
            line.hear(Connection::of(&line.caller, "PA_1").joined(2)).await;
        }
        if callee_comes {
            line.hear(Connection::of(&line.callee, "PA_2").joined(6)).await;
        }
        assert!(!line.is_away(19).await, "{detail}");
        assert!(!line.confirm_absence(19).await, "{detail}");
        // however long nobody asks LiveKit
        line.stage.tick(200).await;
        assert!(line.is_away(20).await, "{detail}");
        assert!(line.confirm_absence(20).await, "{detail}");
        assert_eq!(
            pick(&line.row().await, ["status", "reason", "detail", "outcome", "ended", "duration"]),
            json!(["ended", "failed", detail, "failed", 20, 15])
        );
        assert!(!line.confirm_absence(30).await);
        assert_eq!(line.missed_calls().await, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_party_whose_coming_nobody_reported_is_found_by_the_sweep_and_missed_by_nobody() {
    let line = Line::make("connected").await;
    line.hear(Connection::of(&line.caller, "PA_1").joined(2)).await;
    assert!(line.is_away(25).await);
    // LiveKit, asked, has the callee: the sweep writes that down before anything else
    let arrival = json!({
        "participant_sid": "PA_2", "identity": line.callee.id, "kind": "STANDARD", "joined_at": "2100-01-01T12:00:09Z",
    });
    let repair = json!({ "room_name": line.call.room_name, "joined": [arrival], "absent": true });
    let apply = format!("select public.live_sweep_apply($1, {})", moment(25));
    let done: Value = line.stage.db.query_one(&apply, &[&repair]).await.unwrap().get(0);
    assert_eq!((&done["joined"], &done["ended"]), (&json!(1), &json!(0)));
    assert!(!line.is_away(100).await);
    assert!(!line.confirm_absence(100).await);
    assert_eq!(line.row().await["status"], "connected");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_gave_up_waiting_for_a_callee_who_never_came_has_left_when_they_left() {
    let line = Line::make("connected").await;
    let caller = Connection::of(&line.caller, "PA_1");
    line.hear(caller.joined(2)).await;
    line.hear(caller.left(12)).await;
    assert!(line.confirm_absence(22).await);
    assert_eq!(
        pick(&line.row().await, ["reason", "detail", "ended", "duration"]),
        json!(["failed", "callee_absent", 12, 7])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_cut_off_while_it_rang_is_missed_from_the_answer_on() {
    let line = Line::make("ringing").await;
    let caller = Connection::of(&line.caller, "PA_1");
    line.hear(caller.joined(1)).await;
    line.hear(caller.left(3)).await;
    assert_eq!(line.row().await["left"], Value::Null, "it rings");
    line.accept(25).await;
    assert_eq!(line.row().await["left"], 25);
    line.hear(Connection::of(&line.callee, "PA_2").joined(26)).await;
    assert!(!line.confirm_absence(34).await);
    line.hear(Connection::of(&line.caller, "PA_3").joined(34)).await;
    assert!(!line.confirm_absence(50).await);
    assert_eq!(pick(&line.row().await, ["status", "left"]), json!(["connected", null]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_put_out_of_a_call_is_no_party_it_has_lost() {
    let line = Line::make("connected").await;
    line.hear(Connection::of(&line.caller, "PA_1").joined(5)).await;
    line.hear(Connection::of(&line.callee, "PA_2").joined(6)).await;
    let stranger = Connection::of(&line.stage.host, "PA_S");
    line.hear(stranger.joined(10)).await;
    line.hear(stranger.left(11)).await;
    assert_eq!(pick(&line.row().await, ["status", "left"]), json!(["connected", null]));
    assert!(!line.is_away(100).await);
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
    for (caller_left, callee_left, finished, expected) in [
        ((60, "ROOM_DELETED"), (60, "ROOM_DELETED"), 60, json!(["ended", 60])),
        // it was over when the first of them left
        ((40, "CLIENT_INITIATED"), (50, "CLIENT_INITIATED"), 110, json!(["ended", 40])),
        ((60, "SERVER_SHUTDOWN"), (60, "SERVER_SHUTDOWN"), 60, json!(["connected", null])),
        ((55, "SIGNAL_CLOSE"), (60, "SERVER_SHUTDOWN"), 60, json!(["connected", null])),
        ((55, "SIGNAL_CLOSE"), (58, "SIGNAL_CLOSE"), 60, json!(["connected", null])),
    ] {
        let line = Line::make("connected").await;
        line.hear(Report::started("RM_1", 1)).await;
        for (person, sid, (at, why)) in [(&line.caller, "PA_1", caller_left), (&line.callee, "PA_2", callee_left)] {
            line.hear(Connection::of(person, sid).joined(6)).await;
            line.hear(Connection::of(person, sid).cut_off(at, why)).await;
        }
        line.hear(Report::finished("RM_1", finished, "")).await;
        let row = pick(&line.row().await, ["status", "ended"]);
        assert_eq!(row, expected, "{caller_left:?} {callee_left:?}");
    }
}
