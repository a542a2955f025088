//! Whole calls of real people with real media, from the ring until the room is closed.

use std::sync::Arc;
use std::time::Duration;

use ipelya_edge::{Clock, Context, Settings};
use ipelya_test::{Api, Project, Receiver};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::time::{sleep, timeout};

use super::media::Talk;
use super::realtime::{told, watch};
use super::support::Line;

const GRACE: time::Duration = time::Duration::seconds(10);
/// Longer than the grace, however busy the machine is.
const PATIENCE: Duration = Duration::from_mins(1);

/// The sweeper's own view of the project.
fn sweeping(line: &Line) -> Context {
    let env = line.project.env();
    Context::new(&Settings::from_source(|name| env.get(name).cloned()).unwrap(), Clock::system()).unwrap()
}

fn moment(row: &Value, column: &str) -> OffsetDateTime {
    OffsetDateTime::parse(row[column].as_str().unwrap(), &Rfc3339).unwrap()
}

/// Asks LiveKit about the absent party, as the scheduled sweeper does every few seconds, until that ends the call: its
/// row, not ended before its grace was over.
async fn ended_after_its_grace(line: &Line, sweeper: &Context, call: &Value) -> Value {
    let ends = async {
        loop {
            sweeper::confirm_absence(sweeper).await.unwrap();
            let row = line.row(call).await;
            if row["status"] == "ended" {
                return row;
            }
            sleep(Duration::from_millis(200)).await;
        }
    };
    let row = timeout(PATIENCE, ends).await.unwrap();
    assert!(line.api.now() >= moment(&row, "ended_at") + GRACE, "{row}");
    row
}

/// Whole seconds from the answer to the end.
fn talked(row: &Value) -> i64 {
    (moment(row, "ended_at") - moment(row, "answered_at")).whole_seconds()
}

async fn assert_told(line: &Line) {
    let life = json!([["INSERT", "ringing"], ["UPDATE", "connected"], ["UPDATE", "ended"]]);
    for user in [&line.caller, &line.callee] {
        assert_eq!(told(line, user).await, life);
    }
    let outsider = line.project.given().user().await;
    assert_eq!(told(line, &outsider).await, json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_loses_a_party_is_told_right_by_webhooks_alone() {
    let receiver = Receiver::open().await;
    let line = Line::real(Project::start_reporting_to(&receiver.url()).await).await;
    let deliveries = receiver.serve(Arc::new(Api::new(&line.project, webhook::routes()).at_system_time()));
    watch(&line).await;
    let Talk { id, caller, callee, .. } = line.both_inside().await;
    for client in [&caller, &callee] {
        deliveries.until_about("participant_joined", &client.sid).await;
    }

    let lost = callee.sid.clone();
    drop(callee);
    let left_at = deliveries.until_about("participant_left", &lost).await.second();
    assert_eq!(line.state(&id).await, "connected", "a party who is missed has ten seconds");
    let row = ended_after_its_grace(&line, &sweeping(&line), &id).await;

    assert_eq!((&row["end_reason"], &row["ended_by"]), (&json!("completed"), &Value::Null));
    assert_eq!(moment(&row, "ended_at").unix_timestamp(), left_at, "by LiveKit's word of the departure");
    assert_eq!(row["duration_seconds"], talked(&row));
    assert_told(&line).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_loses_a_party_is_told_right_by_sweeps_alone() {
    let line = Line::real(Project::start().await).await;
    let sweeper = sweeping(&line);
    watch(&line).await;
    let Talk { id, room, caller, callee } = line.both_inside().await;
    assert_eq!(sweeper::sweep(&sweeper).await.unwrap().joined, 2);
    // a sweep leaves alone who came within the last minute
    let earlier = "update public.live_stays set joined_at = joined_at - interval '2 min'";
    line.project.execute(earlier, &[]).await;

    let lost = caller.sid.clone();
    drop(caller);
    line.project.until_gone(&room, &lost).await;
    let gone_by = line.api.now();
    assert_eq!(sweeper::sweep(&sweeper).await.unwrap().left, 1);
    let swept_by = line.api.now();
    assert_eq!(line.state(&id).await, "connected", "a party who is missed has ten seconds");
    let row = ended_after_its_grace(&line, &sweeper, &id).await;

    assert_eq!((&row["end_reason"], &row["ended_by"]), (&json!("completed"), &Value::Null));
    assert!((gone_by..=swept_by).contains(&moment(&row, "ended_at")), "by the sweep that found it: {row}");
    assert_eq!(row["duration_seconds"], talked(&row));
    assert_told(&line).await;
    drop(callee);
}

#[tokio::test]
async fn when_one_hangs_up_the_other_is_out_once_the_sweeper_closes_the_room() {
    let line = Line::real(Project::start().await).await;
    let sweeper = sweeping(&line);
    let Talk { id, room, caller, callee } = line.both_inside().await;
    assert_eq!(line.act("end-call", &line.caller, &id).await.body["call"]["endReason"], "completed");
    caller.leave().await;

    assert_eq!(sweeper::sweep(&sweeper).await.unwrap().deleted, 0, "the other phone is still showing the end");
    assert_eq!(line.project.people_in(&room).await.len(), 1);
    line.project.execute("update public.calls set ended_at = ended_at - interval '31 s'", &[]).await;
    assert_eq!(sweeper::sweep(&sweeper).await.unwrap().deleted, 1);

    callee.until_put_out().await;
    assert!(!line.project.has_room(&room).await);
}

/// As the app's call screen hangs up.
#[tokio::test]
async fn when_both_only_disconnect_the_call_is_over_for_both() {
    let line = Line::real(Project::start().await).await;
    let sweeper = sweeping(&line);
    let Talk { id, caller, callee, .. } = line.both_inside().await;
    assert_eq!(sweeper::sweep(&sweeper).await.unwrap().joined, 2);
    line.project.execute("update public.live_stays set joined_at = joined_at - interval '2 min'", &[]).await;
    caller.leave().await;
    callee.leave().await;
    assert_eq!(sweeper::sweep(&sweeper).await.unwrap().left, 2);
    assert_eq!(sweeper::confirm_absence(&sweeper).await.unwrap().ended, 0);
    line.project.execute("update public.calls set party_left_at = party_left_at - interval '10 s'", &[]).await;

    assert_eq!(sweeper::confirm_absence(&sweeper).await.unwrap().ended, 1);

    assert_eq!(line.state(&id).await, "completed");
}

#[tokio::test]
async fn who_waits_in_the_room_is_out_with_the_sweepers_next_look_once_nobody_answers() {
    for (function, is_caller, reason) in
        [("decline-call", false, "declined"), ("cancel-call", true, "cancelled"), ("get-call", true, "missed")]
    {
        let line = Line::real(Project::start().await).await;
        let placed = line.dial(&line.caller, &line.callee).await;
        let (id, room) = (&placed.body["call"]["id"], placed.body["call"]["roomName"].as_str().unwrap());
        let caller = line.enter(room, &line.caller, &placed).await;
        if reason == "missed" {
            let expire = "update public.calls set ring_expires_at = now()";
            line.project.execute(expire, &[]).await;
        }
        line.act(function, if is_caller { &line.caller } else { &line.callee }, id).await;
        assert_eq!(line.state(id).await, reason);

        assert_eq!(sweeper::confirm_absence(&sweeping(&line)).await.unwrap().deleted, 1, "{reason}");

        caller.until_put_out().await;
        assert!(!line.project.has_room(room).await, "{reason}");
    }
}

#[tokio::test]
async fn a_caller_who_left_while_it_rang_is_missed_from_the_answer_on() {
    let line = Line::real(Project::start().await).await;
    let sweeper = sweeping(&line);
    let placed = line.dial(&line.caller, &line.callee).await;
    let (id, room) = (&placed.body["call"]["id"], placed.body["call"]["roomName"].as_str().unwrap());
    let caller = line.enter(room, &line.caller, &placed).await;
    assert_eq!(sweeper::sweep(&sweeper).await.unwrap().joined, 1);
    caller.leave().await;
    line.project.execute("update public.live_stays set joined_at = joined_at - interval '2 min'", &[]).await;
    assert_eq!(sweeper::sweep(&sweeper).await.unwrap().left, 1);
    assert_eq!(line.row(id).await["party_left_at"], Value::Null, "nobody is missed while it rings");

    let accepted = line.act("accept-call", &line.callee, id).await;

    let row = line.row(id).await;
    assert_eq!(row["party_left_at"], row["answered_at"], "{row}");
    let _callee = line.enter(room, &line.callee, &accepted).await;
    sweeper::confirm_absence(&sweeper).await.unwrap();
    let row = line.row(id).await;
    assert_eq!((&row["status"], &row["party_left_at"]), (&json!("connected"), &row["answered_at"]), "{row}");
}
