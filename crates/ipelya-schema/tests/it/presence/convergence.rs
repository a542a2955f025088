//! A show as it really was, hints of it that get lost, doubled and disordered, and then one sweep: the rows say what is
//! really so. The sweep is the real one between database and database; what LiveKit has is the model's truth.

use std::collections::{BTreeMap, BTreeSet};

use crate::presence::report::{Connection, Report, START, moment};
use crate::presence::stage::Stage;
use ipelya_core::participant::{Permission, Person, Presence};
use ipelya_core::sweep::{self, OpenedRoom, RoomFacts, RoomView};
use ipelya_core::{RoomName, Timestamp};
use ipelya_test::User;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use time::Duration;
use tokio::runtime::Builder;

const CASES: u32 = 1200;
/// When LiveKit is asked: a minute and more after everybody came.
const SWEEP: i64 = 200;

const HOST: usize = 0;
const PEOPLE: usize = 4;
/// The second room is the one that is open now, if any is.
const ROOMS: [&str; 2] = ["RM_1", "RM_2"];

/// One connection as it really was.
#[derive(Debug, Clone)]
struct Stay {
    who: usize,
    joined: i64,
    /// `None`: is inside still.
    left: Option<i64>,
}

/// One hint of what happened.
#[derive(Debug, Clone, Copy)]
enum Hint {
    Opened(usize),
    Lost,
    Joined(usize),
    Left(usize),
}

#[derive(Debug, Clone)]
struct Story {
    stays: Vec<Stay>,
    /// The room that is open now; without it nobody is inside.
    room_is_open: bool,
    /// What is heard before the sweep, and what only after it.
    heard: Vec<Hint>,
    heard_late: Vec<Hint>,
}

impl Stay {
    /// Whoever joined in the first half minute was in the first room.
    fn room(&self) -> usize {
        usize::from(self.joined >= 30)
    }
}

fn stay() -> impl Strategy<Value = Stay> {
    let left = prop_oneof![2 => (1..100_i64).prop_map(Some), 1 => Just(None)];
    (0..PEOPLE, 0..60_i64, left).prop_map(|(who, joined, stayed)| Stay {
        who,
        joined,
        left: stayed.map(|stayed| joined + stayed),
    })
}

fn story() -> impl Strategy<Value = Story> {
    (prop::collection::vec(stay(), 0..8), any::<bool>()).prop_flat_map(|(mut stays, room_is_open)| {
        for stay in &mut stays {
            // the first room was lost with everybody in it, and so was the second if it is not open now
            let end = if stay.room() == 0 { Some(100) } else { (!room_is_open).then_some(150) };
            stay.left = stay.left.or(end).map(|left| left.min(end.unwrap_or(left)));
        }
        let mut hints = vec![Hint::Opened(0), Hint::Opened(1), Hint::Lost];
        for (index, stay) in stays.iter().enumerate() {
            hints.push(Hint::Joined(index));
            hints.extend(stay.left.map(|_| Hint::Left(index)));
        }
        // every hint comes not at all, once or twice, before the sweep or after it
        let times = prop_oneof![2 => Just((0_usize, 0_usize)), 4 => Just((1, 0)), 2 => Just((2, 0)), 1 => Just((0, 1))];
        let times = prop::collection::vec(times, hints.len());
        times.prop_flat_map(move |times| {
            let told = |pick: fn((usize, usize)) -> usize| {
                let each = hints.iter().zip(&times);
                each.flat_map(|(hint, times)| std::iter::repeat_n(*hint, pick(*times))).collect::<Vec<_>>()
            };
            let stays = stays.clone();
            (Just(told(|(early, _)| early)).prop_shuffle(), Just(told(|(_, late)| late)).prop_shuffle())
                .prop_map(move |(heard, heard_late)| Story { stays: stays.clone(), room_is_open, heard, heard_late })
        })
    })
}

impl Story {
    fn calls(&self, hints: &[Hint], people: &[User], room_name: &str, now: i64) -> String {
        let connection = |index: usize| {
            let stay = &self.stays[index];
            Connection::of(&people[stay.who], &format!("PA_{index}")).in_room(ROOMS[stay.room()])
        };
        let report = |hint: &Hint| match *hint {
            Hint::Opened(room) => Report::started(ROOMS[room], [0, 30][room]),
            Hint::Lost => Report::finished(ROOMS[0], 100, "SERVER_SHUTDOWN"),
            Hint::Joined(index) => connection(index).joined(self.stays[index].joined),
            Hint::Left(index) => connection(index).left(self.stays[index].left.unwrap()),
        };
        hints.iter().map(|hint| report(hint).sql(room_name, now)).collect::<Vec<_>>().join(";\n")
    }

    /// Who is really inside, by connection.
    fn inside(&self) -> impl Iterator<Item = (String, &Stay)> {
        let stays = self.stays.iter().enumerate().filter(|(_, stay)| stay.left.is_none());
        stays.map(|(index, stay)| (format!("PA_{index}"), stay))
    }

    fn hears_of_host(&self) -> bool {
        let of_host =
            |hint: &Hint| matches!(*hint, Hint::Joined(index) | Hint::Left(index) if self.stays[index].who == HOST);
        self.heard.iter().any(of_host)
    }

    fn view(&self, people: &[User]) -> RoomView {
        if !self.room_is_open {
            return RoomView::Absent;
        }
        let person = |(sid, stay): (String, &Stay)| Person {
            sid,
            identity: people[stay.who].id.to_string(),
            kind: "STANDARD",
            presence: Presence::Active,
            joined_at: at(stay.joined),
            permission: Permission::default(),
            metadata: String::new(),
        };
        let people: Vec<Person> = self.inside().map(person).collect();
        let opened = OpenedRoom { room_sid: ROOMS[1].to_owned(), started_at: at(30) };
        RoomView::Open { opened, participants: people.len(), people: Some(people) }
    }

    /// What the rows must say once it has been swept: who is connected, and who is inside while the show is on.
    fn expected(&self, people: &[User], is_over: bool) -> Value {
        let open: BTreeSet<String> = self.inside().map(|(sid, _)| sid).collect();
        let inside = self.inside().filter(|_| !is_over);
        let active: BTreeSet<String> = inside.map(|(_, stay)| people[stay.who].id.to_string()).collect();
        json!({ "open": open, "active": active })
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::new(time::macros::datetime!(2100-01-01 12:00 UTC)) + Duration::seconds(seconds)
}

async fn say(stage: &Stage, sql: &str) {
    stage.db.batch_execute(sql).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
}

/// One sweep, as the function does it.
async fn sweep(stage: &Stage, view: RoomView, now: i64) {
    let facts: Value = stage.ask(&format!("select public.live_sweep_facts({})", moment(now))).await;
    let facts: Vec<RoomFacts> = serde_json::from_value(facts).unwrap();
    let name: RoomName = serde_json::from_value(json!(stage.session.room_name)).unwrap();
    for repair in sweep::plan(&facts, &BTreeMap::from([(name, view)]), at(now)).repairs {
        let sql = format!("select public.live_sweep_apply($1, {})", moment(now));
        stage.db.query_one(&sql, &[&serde_json::to_value(&repair).unwrap()]).await.unwrap();
    }
}

/// Who is inside and active, according to the rows, and how the host is.
async fn rows(stage: &Stage) -> (Value, Value) {
    let picture = stage.picture().await;
    let fields = |name: &str| picture[name].as_object().unwrap().clone().into_iter();
    let open: BTreeSet<String> =
        fields("stays").filter(|(_, stay)| stay["left"].is_null()).map(|(sid, _)| sid).collect();
    let active: BTreeSet<String> =
        fields("people").filter(|(_, place)| place["active"] == true).map(|(id, _)| id).collect();
    (json!({ "open": open, "active": active }), picture["show"].clone())
}

/// Tells the story, sweeps, and holds every stage of it against the truth; undoes it all.
///
/// A show whose host is inside is never ended, whatever was lost; one whose host is not has ended once LiveKit, asked
/// after the grace, has said so.
async fn converges(stage: &Stage, people: &[User], story: &Story) -> Result<(), TestCaseError> {
    let room_name = &stage.session.room_name;
    let host_is_inside = story.inside().any(|(_, stay)| stay.who == HOST);
    say(stage, &format!("begin; {}", story.calls(&story.heard, people, room_name, SWEEP))).await;
    let was_away = !rows(stage).await.1["host_left"].is_null();

    sweep(stage, story.view(people), SWEEP).await;
    let (told, show) = rows(stage).await;
    let is_over = show["status"] == "ended";
    prop_assert_eq!(&told, &story.expected(people, is_over), "after one sweep");
    prop_assert!(!host_is_inside || show["host_left"].is_null());
    // whoever never came to a lost room may come to the next one
    let is_waited_for_anew = story.room_is_open && !story.hears_of_host();
    prop_assert_eq!(
        is_over,
        was_away && !host_is_inside && !is_waited_for_anew,
        "over if the host is known to be away"
    );

    // what arrives even later is put right by the next sweep
    say(stage, &story.calls(&story.heard_late, people, room_name, SWEEP + 10)).await;
    sweep(stage, story.view(people), SWEEP + 60).await;
    let (told, show) = rows(stage).await;
    let is_over = show["status"] == "ended";
    prop_assert!(!(is_over && host_is_inside), "a show that is on the air has ended");
    if is_over {
        // its room is being closed, and with it whatever is open in it
        prop_assert_eq!(&told["active"], &json!([]));
    } else {
        prop_assert_eq!(&told, &story.expected(people, false), "after late hints and another sweep");
    }
    let before = stage.picture().await;
    sweep(stage, story.view(people), SWEEP + 61).await;
    prop_assert_eq!(stage.picture().await, before, "there was nothing left to do");

    // the tick alone ends nothing; the sweep does, by then also where nobody ever heard of the host
    say(stage, &format!("select public.live_tick({})", moment(SWEEP + 120))).await;
    prop_assert_eq!(&rows(stage).await.1["status"], &show["status"]);
    sweep(stage, story.view(people), SWEEP + 120).await;
    let (_, show) = rows(stage).await;
    prop_assert_eq!(&show["status"], if host_is_inside { "live" } else { "ended" });
    let reason = if host_is_inside { Value::Null } else { json!("host_timeout") };
    prop_assert_eq!(&show["reason"], &reason);
    Ok(())
}

#[test]
fn after_one_sweep_the_rows_say_what_livekit_has_whatever_was_heard() {
    let config = Config { cases: CASES, max_shrink_iters: 300, failure_persistence: None, ..Config::default() };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    assert_eq!(START, "timestamptz '2100-01-01 12:00Z'", "the model's clock is that of the reports");
    let (stage, people) = runtime.block_on(async {
        let stage = Stage::live().await;
        let mut people = vec![stage.host.clone()];
        for _ in 1..PEOPLE - 1 {
            people.push(stage.person("viewer").await);
        }
        // the server never let them in
        people.push(stage.project.given().user().await);
        (stage, people)
    });
    let outcome = TestRunner::new(config).run(&story(), |story| {
        let outcome = runtime.block_on(converges(&stage, &people, &story));
        runtime.block_on(say(&stage, "rollback"));
        outcome
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
