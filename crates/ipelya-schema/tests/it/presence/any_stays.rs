//! Any stays, reported in any order, some reports lost, some doubled: what the rows say is what a small model in Rust
//! says of the stays alone.

use crate::presence::report::{Connection, Report, moment};
use crate::presence::stage::Stage;
use ipelya_test::{Session, User};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Builder;

const CASES: u32 = 1200;
/// When every report has come in.
const LATE: i64 = 1000;

const HOST: usize = 0;
const GUEST: usize = 1;
/// Has no place in the session until LiveKit reports them.
const STRANGER: usize = 3;
const PEOPLE: usize = 4;
const ROOMS: [&str; 2] = ["RM_1", "RM_2"];

/// One connection as it really was, and which of its reports arrive how often.
#[derive(Debug, Clone)]
struct Stay {
    who: usize,
    second_room: bool,
    kind: &'static str,
    joined: i64,
    left: i64,
    reports_of_joining: usize,
    reports_of_leaving: usize,
}

/// What the server hears of.
#[derive(Debug, Clone, Copy)]
enum Word {
    /// That this stay began.
    Joined(usize),
    /// That this stay ended.
    Left(usize),
    /// That this room was lost.
    Lost(usize),
    /// That the host ends the session.
    End,
}

#[derive(Debug, Clone)]
struct Story {
    stays: Vec<Stay>,
    /// When either room was lost, if it was.
    lost: [Option<i64>; 2],
    /// When the session ended, if it did.
    end: Option<i64>,
    /// Every word of it, in the order of hearing.
    words: Vec<Word>,
}

fn stay() -> impl Strategy<Value = Stay> {
    let kind = prop_oneof![8 => Just("STANDARD"), 1 => Just("INGRESS"), 1 => Just("EGRESS")];
    let reports = || prop_oneof![1 => Just(0_usize), 6 => Just(1), 3 => Just(2)];
    (0..PEOPLE, any::<bool>(), kind, 0..60_i64, 0..60_i64, reports(), reports()).prop_map(
        |(who, second_room, kind, joined, stayed, reports_of_joining, reports_of_leaving)| Stay {
            who,
            second_room,
            kind: if who == HOST && kind == "EGRESS" { "STANDARD" } else { kind },
            joined,
            left: joined + stayed,
            reports_of_joining,
            reports_of_leaving,
        },
    )
}

fn story() -> impl Strategy<Value = Story> {
    let lost = || prop::option::weighted(0.3, 120..150_i64);
    let end = prop::option::weighted(0.5, 30..160_i64);
    let parts = (prop::collection::vec(stay(), 1..10), lost(), lost(), end);
    parts.prop_flat_map(|(stays, first, second, end)| {
        let mut words = Vec::new();
        for (index, stay) in stays.iter().enumerate() {
            words.extend((0..stay.reports_of_joining).map(|_| Word::Joined(index)));
            words.extend((0..stay.reports_of_leaving).map(|_| Word::Left(index)));
        }
        words.extend(first.map(|_| Word::Lost(0)));
        words.extend(second.map(|_| Word::Lost(1)));
        words.extend(end.map(|_| Word::End));
        let lost = [first, second];
        Just(words).prop_shuffle().prop_map(move |words| Story { stays: stays.clone(), lost, end, words })
    })
}

/// What is known of a connection once every report has come in.
#[derive(Debug, Clone, Copy)]
struct Known {
    who: usize,
    kind: &'static str,
    joined: Option<i64>,
    left: Option<i64>,
}

impl Stay {
    fn connection(&self, index: usize, people: &[User]) -> Connection {
        Connection::of(&people[self.who], &format!("PA_{index}"))
            .in_room(ROOMS[usize::from(self.second_room)])
            .of_kind(self.kind)
    }

    fn known(&self, lost: [Option<i64>; 2]) -> Option<Known> {
        let joined = (self.reports_of_joining > 0).then_some(self.joined);
        let left = (self.reports_of_leaving > 0).then_some(self.left);
        let heard_of = joined.or(left).is_some();
        let left = left.or(lost[usize::from(self.second_room)]);
        heard_of.then_some(Known { who: self.who, kind: self.kind, joined, left })
    }
}

impl Story {
    /// Every word as the call it leads to.
    fn calls(&self, session: &Session, people: &[User]) -> Vec<String> {
        let call = |word: &Word| {
            let report = match *word {
                Word::Joined(index) => self.stays[index].connection(index, people).joined(self.stays[index].joined),
                Word::Left(index) => self.stays[index].connection(index, people).left(self.stays[index].left),
                Word::Lost(room) => Report::finished(ROOMS[room], self.lost[room].unwrap(), "SERVER_SHUTDOWN"),
                Word::End => {
                    let (now, at) = (moment(LATE), moment(self.end.unwrap()));
                    return format!("select public.live_end_session('{}', 'host_ended', {now}, {at})", session.id);
                }
            };
            report.sql(&session.room_name, LATE)
        };
        self.words.iter().map(call).collect()
    }

    /// What the rows must say.
    fn expected(&self, people: &[User]) -> Value {
        let known: Vec<Known> = self.stays.iter().filter_map(|stay| stay.known(self.lost)).collect();
        let ended = self.end;
        let (watching, viewers, peak) = numbers(&known, ended.unwrap_or(i64::MAX));
        let (mut places, mut host_left) = (serde_json::Map::new(), None);
        for (who, person) in people.iter().enumerate() {
            let here: Vec<&Known> = known.iter().filter(|stay| stay.who == who && stay.kind != "EGRESS").collect();
            let last_joined = here.iter().filter_map(|stay| stay.joined).max();
            let open = here.iter().any(|stay| stay.left.is_none());
            let gone = if open { None } else { here.iter().filter_map(|stay| stay.left).max() };
            // who is still there at the end has watched up to it
            let watched = |stay: &&Known| {
                let until = ended.map_or(stay.left, |end| Some(stay.left.map_or(end, |left| left.min(end))))?;
                Some((until - stay.joined?).max(0))
            };
            if who == HOST && !open {
                host_left = gone.or(self.lost[1]);
            }
            if who != STRANGER || last_joined.is_some() {
                let place = json!({
                    "role": (["host", "co_host", "viewer", "viewer"][who]),
                    "active": open && ended.is_none(),
                    "joined": last_joined.unwrap_or(0),
                    "left": gone,
                    "guest_left": if who == GUEST { gone } else { None },
                    "watched": here.iter().filter_map(watched).sum::<i64>(),
                });
                places.insert(person.id.to_string(), place);
            }
        }
        json!({
            "status": if ended.is_some() { "ended" } else { "live" },
            "host_left": if ended.is_some() { None } else { host_left },
            // what a running session tells is who is there now
            "viewers": if ended.is_some() { viewers } else { watching },
            "peak": if ended.is_some() { peak } else { watching },
            "numbers": [watching, viewers, peak],
            "people": places,
        })
    }
}

/// Watching still, ever and at most at once, of those who came until then.
fn numbers(known: &[Known], until: i64) -> (usize, usize, usize) {
    let counted: Vec<(usize, i64, Option<i64>)> = known
        .iter()
        .filter(|stay| stay.kind == "STANDARD" && stay.who != HOST)
        .filter_map(|stay| Some((stay.who, stay.joined?, stay.left)))
        .filter(|(_, joined, _)| *joined <= until)
        .collect();
    let people = |present: &dyn Fn(i64, Option<i64>) -> bool| {
        (0..PEOPLE)
            .filter(|person| counted.iter().any(|(who, joined, left)| who == person && present(*joined, *left)))
            .count()
    };
    let at = |moment: i64| people(&|joined, left| joined <= moment && moment < left.unwrap_or(i64::MAX).min(until));
    let ever = people(&|_, _| true);
    let peak = counted.iter().map(|(_, joined, _)| at(*joined)).max().unwrap_or(0).max(ever.min(1));
    (people(&|_, left| left.is_none()), ever, peak)
}

/// Hears the story, tells what the rows say and undoes it all.
async fn told(stage: &Stage, people: &[User], story: &Story) -> Value {
    let room_name = &stage.session.room_name;
    let mut calls = vec!["begin".to_owned()];
    calls.extend([(ROOMS[0], 0), (ROOMS[1], 1)].map(|(room, at)| Report::started(room, at).sql(room_name, LATE)));
    calls.extend(story.calls(&stage.session, people));
    calls.push(format!("select public.live_refresh_counters({})", moment(LATE)));
    stage.db.batch_execute(&calls.join(";\n")).await.unwrap();
    let mut picture = stage.picture().await;
    stage.db.batch_execute("rollback").await.unwrap();
    let session = picture["session"].take();
    for place in picture["people"].as_object_mut().unwrap().values_mut() {
        let sid = place.as_object_mut().unwrap().remove("sid").unwrap();
        assert!(sid.is_string() || place["active"] != true, "an open stay is named");
    }
    json!({
        "status": session["status"], "host_left": session["host_left"], "viewers": session["viewers"], "peak": session["peak"],
        "numbers": picture["numbers"], "people": picture["people"],
    })
}

#[test]
fn the_rows_say_what_the_stays_say_whatever_was_reported_when() {
    let config = Config { cases: CASES, max_shrink_iters: 300, failure_persistence: None, ..Config::default() };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (stage, people) = runtime.block_on(async {
        let stage = Stage::live().await;
        let people = vec![
            stage.host.clone(),
            stage.person("co_host").await,
            stage.person("viewer").await,
            stage.project.given().user().await,
        ];
        (stage, people)
    });
    let outcome = TestRunner::new(config).run(&story(), |story| {
        prop_assert_eq!(runtime.block_on(told(&stage, &people, &story)), story.expected(&people));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
