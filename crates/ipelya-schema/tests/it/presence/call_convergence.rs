//! A call as it really was, reports of it that get lost, doubled and disordered, and sweeps: it goes on as long as both
//! are in its room, whatever was heard and whoever else was there, and ends once LiveKit has said that one of them is
//! not.

use std::collections::BTreeMap;

use crate::presence::report::{Connection, START, moment};
use crate::presence::stage::Stage;
use ipelya_core::participant::{Permission, Person, Presence};
use ipelya_core::sweep::{self, OpenedRoom, RoomFacts, RoomView};
use ipelya_core::{RoomName, Timestamp};
use ipelya_test::{Call, User};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use time::Duration;
use tokio::runtime::Builder;

const CASES: u32 = 1200;
/// When LiveKit is asked first: a minute and more after everybody came.
const SWEEP: i64 = 200;
const ROOM: &str = "RM_1";

/// Who may be in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Caller,
    Callee,
    Third,
}

/// One connection as it really was, and how often its beginning and its end are reported.
#[derive(Debug, Clone)]
struct Stay {
    who: Who,
    joined: i64,
    /// `None`: is inside still.
    left: Option<i64>,
    reports: [usize; 2],
}

#[derive(Debug, Clone)]
struct Story {
    stays: Vec<Stay>,
    /// Which stay, and whether it is its end that is reported.
    heard: Vec<(usize, bool)>,
}

fn stay() -> impl Strategy<Value = Stay> {
    let left = prop_oneof![1 => (1..100_i64).prop_map(Some), 1 => Just(None)];
    let times = || prop_oneof![2 => Just(0_usize), 4 => Just(1), 2 => Just(2)];
    let who = prop_oneof![2 => Just(Who::Caller), 2 => Just(Who::Callee), 1 => Just(Who::Third)];
    (who, 6..60_i64, left, times(), times()).prop_map(|(who, joined, stayed, began, ended)| Stay {
        who,
        joined,
        left: stayed.map(|stayed| joined + stayed),
        reports: [began, ended],
    })
}

fn story() -> impl Strategy<Value = Story> {
    prop::collection::vec(stay(), 0..6).prop_flat_map(|stays| {
        let reports = stays.iter().enumerate().flat_map(|(index, stay)| {
            let [began, ended] = stay.reports;
            let ended = if stay.left.is_some() { ended } else { 0 };
            [(index, false)].repeat(began).into_iter().chain([(index, true)].repeat(ended))
        });
        let heard: Vec<_> = reports.collect();
        Just(heard).prop_shuffle().prop_map(move |heard| Story { stays: stays.clone(), heard })
    })
}

struct Line {
    stage: Stage,
    caller: User,
    callee: User,
    third: User,
    call: Call,
}

impl Story {
    fn inside(&self, who: Who) -> bool {
        self.stays.iter().any(|stay| stay.who == who && stay.left.is_none())
    }

    fn both_inside(&self) -> bool {
        self.inside(Who::Caller) && self.inside(Who::Callee)
    }

    /// Whether the database ever hears of this party: from a report, or from LiveKit, which is asked.
    fn is_known(&self, who: Who) -> bool {
        self.inside(who) || self.heard.iter().any(|(index, _)| self.stays[*index].who == who)
    }

    /// What becomes of the call: one who is not heard of has never come.
    fn outcome(&self) -> Value {
        if !self.is_known(Who::Callee) {
            json!(["ended", "failed", "callee_absent", true])
        } else if !self.is_known(Who::Caller) {
            json!(["ended", "failed", "caller_absent", true])
        } else if self.both_inside() {
            json!(["connected", null, null, true])
        } else {
            json!(["ended", "completed", null, true])
        }
    }
}

impl Line {
    async fn connected() -> Self {
        let stage = Stage::live().await;
        let given = stage.project.given();
        let (caller, callee, third) = (given.user().await, given.user().await, given.user().await);
        let call = stage.project.given().call(&caller, &callee).status("connected").insert().await;
        let begun = format!(
            "update public.calls set initiated_at = {START}, answered_at = {}, max_ends_at = {} where id = '{}'",
            moment(5),
            moment(100_000),
            call.id
        );
        stage.admin(&begun).await;
        Self { stage, caller, callee, third, call }
    }

    fn user(&self, stay: &Stay) -> &User {
        match stay.who {
            Who::Caller => &self.caller,
            Who::Callee => &self.callee,
            Who::Third => &self.third,
        }
    }

    fn report(&self, story: &Story, (index, is_end): (usize, bool)) -> String {
        let stay = &story.stays[index];
        let connection = Connection::of(self.user(stay), &format!("PA_{index}")).in_room(ROOM);
        let report = if is_end { connection.left(stay.left.unwrap()) } else { connection.joined(stay.joined) };
        report.sql(&self.call.room_name, SWEEP)
    }

    fn view(&self, story: &Story) -> RoomView {
        let inside = story.stays.iter().enumerate().filter(|(_, stay)| stay.left.is_none());
        let people: Vec<Person> = inside
            .map(|(index, stay)| Person {
                sid: format!("PA_{index}"),
                identity: self.user(stay).id.to_string(),
                kind: "STANDARD",
                presence: Presence::Active,
                joined_at: at(stay.joined),
                permission: Permission::default(),
                metadata: String::new(),
            })
            .collect();
        let opened = OpenedRoom { room_sid: ROOM.to_owned(), started_at: at(0) };
        RoomView::Open { opened, participants: people.len(), people: Some(people) }
    }

    async fn sweep(&self, story: &Story, now: i64) {
        let facts: Value = self.stage.ask(&format!("select public.live_sweep_facts({})", moment(now))).await;
        let facts: Vec<RoomFacts> = serde_json::from_value(facts).unwrap();
        let name: RoomName = serde_json::from_value(json!(self.call.room_name)).unwrap();
        for repair in sweep::plan(&facts, &BTreeMap::from([(name, self.view(story))]), at(now)).repairs {
            let sql = format!("select public.live_sweep_apply($1, {})", moment(now));
            self.stage.db.query_one(&sql, &[&serde_json::to_value(&repair).unwrap()]).await.unwrap();
        }
    }

    async fn status(&self) -> Value {
        let sql = format!(
            "select jsonb_build_array(status, end_reason, end_detail, party_left_at is null)
             from public.calls where id = '{}'",
            self.call.id
        );
        self.stage.ask(&sql).await
    }

    async fn say(&self, sql: &str) {
        self.stage.db.batch_execute(sql).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::new(time::macros::datetime!(2100-01-01 12:00 UTC)) + Duration::seconds(seconds)
}

async fn converges(line: &Line, story: &Story) -> Result<(), TestCaseError> {
    let reports: Vec<String> = story.heard.iter().map(|heard| line.report(story, *heard)).collect();
    line.say(&format!("begin; {}", reports.join(";\n"))).await;

    // however long nobody asks LiveKit, nothing ends
    line.say(&format!("select public.live_tick({})", moment(SWEEP))).await;
    prop_assert_eq!(&line.status().await[0], "connected");
    line.sweep(story, SWEEP).await;
    prop_assert!(!story.both_inside() || line.status().await[0] == "connected");
    line.sweep(story, SWEEP + 10).await;
    prop_assert_eq!(line.status().await, story.outcome());
    Ok(())
}

#[test]
fn a_call_goes_on_while_both_are_inside_and_ends_when_livekit_says_one_is_not() {
    let config = Config { cases: CASES, max_shrink_iters: 300, failure_persistence: None, ..Config::default() };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let line = runtime.block_on(Line::connected());
    let outcome = TestRunner::new(config).run(&story(), |story| {
        let outcome = runtime.block_on(converges(&line, &story));
        runtime.block_on(line.say("rollback"));
        outcome
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
