//! Reports of an egress in any order, doubled, lost and contradicting each other, together with what we do about the
//! recording ourselves: it ends as LiveKit says, and what must hold always holds.

use crate::recordings::ground::{Ground, Subject};
use ipelya_local::clock::new_id;
use ipelya_test::{Session, User};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio::runtime::Builder;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

const CASES: u32 = 800;
/// Whatever LiveKit says of an egress.
const SAID: [&str; 7] = ["starting", "active", "ending", "complete", "failed", "aborted", "limit_reached"];
const FINAL: [&str; 4] = ["complete", "failed", "aborted", "limit_reached"];
/// Seconds between two steps; the first is late enough for a sweep to give something up.
const STEP: usize = 20;

/// What happens to a recording.
#[derive(Debug, Clone)]
enum Step {
    /// LiveKit says this of it.
    Reported(&'static str),
    /// LiveKit has answered that it records.
    Sent,
    /// LiveKit has answered that it does not.
    Refused,
    /// A sweep has found nothing of it at LiveKit, and so much in the store.
    Lost(Option<i64>),
    /// A sweep has found its file.
    Found,
    Stopped,
    SessionEnded,
    /// It is asked for again.
    Started,
    Deleted,
}

/// An egress of one recording as it really went.
#[derive(Debug, Clone)]
struct Story {
    ending: &'static str,
    steps: Vec<Step>,
}

fn lost() -> impl Strategy<Value = Step> {
    prop_oneof![Just(Step::Lost(None)), Just(Step::Lost(Some(5000)))]
}

/// Every report not at all, once or twice, in any order, but the last word at least once; our own steps between them.
fn story() -> impl Strategy<Value = Story> {
    let times = || 0..3_usize;
    let own = (0..2_usize, 0..2_usize, 0..2_usize, prop::collection::vec(lost(), 0..3), 0..2_usize);
    (select(&FINAL[..]), times(), times(), times(), 1..3_usize, own).prop_flat_map(
        |(ending, starting, active, closing, last, (sent, stopped, ended, lost, found))| {
            let mut steps = lost;
            let mut add = |step: Step, times| steps.extend(std::iter::repeat_n(step, times));
            add(Step::Reported("starting"), starting);
            add(Step::Reported("active"), active);
            add(Step::Reported("ending"), closing);
            add(Step::Reported(ending), last);
            add(Step::Sent, sent);
            add(Step::Stopped, stopped);
            add(Step::SessionEnded, ended);
            add(Step::Found, found);
            Just(steps).prop_shuffle().prop_map(move |steps| Story { ending, steps })
        },
    )
}

/// Anything at all, as often as one likes.
fn anything() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => select(&SAID[..]).prop_map(Step::Reported),
        2 => Just(Step::Sent),
        1 => Just(Step::Refused),
        4 => lost(),
        2 => Just(Step::Found),
        2 => Just(Step::Stopped),
        1 => Just(Step::SessionEnded),
        3 => Just(Step::Started),
        1 => Just(Step::Deleted),
    ];
    prop::collection::vec(step, 1..16)
}

/// A session whose recording is told about; everything is undone after each story.
struct Stage {
    ground: Ground,
    db: Client,
    host: User,
    session: Session,
    recording: Uuid,
}

impl Stage {
    async fn set() -> Self {
        let ground = Ground::start().await;
        let host = ground.project.given().creator().await;
        ground.project.given().setting("recording_rate_count", 1000).await;
        let session = ground.on_air(&host).await;
        let recording = ground.requested(&host, &session).await;
        // as what a function refuses does not end a story
        let attempt = "create schema live_test;
            grant usage on schema live_test to public;
            create function live_test.attempt(asked text) returns void language plpgsql as $$
            begin
              execute asked;
            exception
              when others then
                if sqlstate !~ '^PT4' then
                  raise;
                end if;
            end $$";
        ground.project.db().batch_execute(attempt).await.unwrap();
        let (db, connection) = tokio_postgres::connect(&ground.project.env()["DATABASE_URL"], NoTls).await.unwrap();
        tokio::spawn(connection);
        db.batch_execute("set role service_role").await.unwrap();
        Self { ground, db, host, session, recording }
    }

    async fn run(&self, sql: &str) {
        self.db.batch_execute(sql).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    }

    async fn ask(&self, sql: &str) -> Value {
        self.db.query_one(sql, &[]).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}")).get(0)
    }

    /// What LiveKit says of it. What has not ended tells nothing of its file.
    fn report(&self, status: &str) -> Value {
        let mut report = json!({
            "id": "EG_1", "key": Subject::from(&self.session).key(self.recording), "status": status,
        });
        if status != "starting" {
            report["started_at"] = json!(self.ground.iso(5));
        }
        if FINAL.contains(&status) {
            report["ended_at"] = json!(self.ground.iso(1000));
        }
        match status {
            "complete" | "limit_reached" => {
                (report["size_bytes"], report["duration_seconds"]) = (json!(5000), json!(995));
            }
            "failed" | "aborted" => report["error"] = json!(format!("LiveKit: {status}")),
            _ => {}
        }
        report
    }

    fn sql(&self, step: &Step, at: i64) -> String {
        let (id, session, key) = (self.recording, self.session.id, Subject::from(&self.session).key(self.recording));
        let now = format!("timestamptz '{}'", self.ground.iso(at));
        let (host, auth) = (self.host.id, self.host.session_id);
        let sweep = |absent: Value, found: Value| {
            format!("select public.live_sweep_recordings('[]', '{absent}', '{found}', {now})")
        };
        let asked = match step {
            Step::Reported(status) => format!("select public.live_egress_seen('{}', {now})", self.report(status)),
            Step::Sent => format!("select public.live_recording_sent('{id}', '{key}', 'EG_1', null, {now})"),
            Step::Refused => format!("select public.live_recording_sent('{id}', '{key}', null, 'refused', {now})"),
            Step::Lost(size) => sweep(json!([{ "id": id, "error": "lost", "size_bytes": size }]), json!([])),
            Step::Found => sweep(json!([]), json!([{ "id": id, "size_bytes": 5000 }])),
            Step::Stopped => {
                format!("select public.live_stop_recording('{host}', '{auth}', '{{}}', '{session}', null, {now})")
            }
            Step::SessionEnded => format!("select public.live_end_session('{session}', 'host_ended', {now})"),
            Step::Started => format!(
                "select public.live_start_recording(
                   '{host}', '{auth}', '{{}}', '{session}', null, '{}', null, {now}
                 )",
                new_id()
            ),
            Step::Deleted => {
                format!("select public.live_delete_recording('{host}', '{auth}', '{{}}', '{id}', {now})")
            }
        };
        format!("select live_test.attempt($asked${asked}$asked$)")
    }

    /// The recording as the story leaves it, without what only says when we did something.
    async fn ended_as(&self, story: &Story) -> Value {
        self.run("begin").await;
        for (at, step) in (100..).step_by(STEP).zip(&story.steps) {
            self.run(&self.sql(step, at)).await;
        }
        let row = format!(
            "select to_jsonb(r) - array['updated_at', 'stop_requested_at', 'available_at']
               || jsonb_build_object('is_shown', s.is_recording, 'is_available', r.available_at is not null)
             from public.recordings r join public.live_sessions s on s.id = r.session_id
             where r.id = '{}'",
            self.recording
        );
        let row = self.ask(&row).await;
        self.run("rollback").await;
        row
    }

    /// The recordings of the session by id, whether it shows that it is recorded, and how often that was told.
    async fn picture(&self) -> Value {
        let sql = format!(
            "select jsonb_build_object(
               'recordings', (
                 select coalesce(jsonb_object_agg(r.id, to_jsonb(r)), '{{}}') from public.recordings r
                 where r.session_id = s.id
               ),
               'is_shown', s.is_recording,
               'told', (
                 select count(*) filter (where m.event = 'recording_started')
                   - count(*) filter (where m.event = 'recording_stopped')
                 from realtime.messages m where m.topic = 'live:' || s.id
               )
             ) from public.live_sessions s where s.id = '{}'",
            self.session.id
        );
        self.ask(&sql).await
    }
}

fn rank(status: &Value) -> usize {
    ["requested", "starting", "active", "ending"].iter().position(|open| status == open).unwrap_or(4)
}

fn recordings(picture: &Value) -> BTreeMap<&String, &Value> {
    picture["recordings"].as_object().unwrap().iter().collect()
}

/// What must hold at every moment, and between two of them.
fn holds(before: &Value, after: &Value) -> Result<(), TestCaseError> {
    let mut open = 0;
    for (id, now) in recordings(after) {
        let status = &now["status"];
        let is_over = rank(status) == 4;
        open += usize::from(!is_over);
        prop_assert_eq!(is_over, now["ended_at"].is_string(), "{}", now);
        prop_assert!(now["available_at"].is_null() || status == "complete" || status == "limit_reached", "{}", now);
        prop_assert!(now["swept_at"].is_null() || is_over, "{}", now);
        let Some(was) = before["recordings"].get(id.as_str()) else { continue };
        if was["swept_at"].is_string() {
            continue;
        }
        prop_assert!(rank(status) >= rank(&was["status"]), "{} after {}", status, was["status"]);
        prop_assert!(rank(&was["status"]) < 4 || status == &was["status"], "{} after {}", status, was["status"]);
        prop_assert!(was["egress_id"].is_null() || now["egress_id"] == was["egress_id"], "{} after {}", now, was);
    }
    prop_assert!(open <= 1, "{} are open", open);
    prop_assert_eq!(&after["is_shown"], &json!(open == 1));
    prop_assert_eq!(&after["told"], &json!(open));
    Ok(())
}

fn run<S: Strategy>(stories: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: CASES, max_shrink_iters: 400, failure_persistence: None, ..Config::default() };
    if let Err(failure) = TestRunner::new(config).run(stories, test) {
        panic!("{failure}");
    }
}

#[test]
fn whatever_the_order_of_reports_a_recording_ends_as_livekit_says() {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let stage = runtime.block_on(Stage::set());
    let mut expected = BTreeMap::new();
    for ending in FINAL {
        let alone = Story { ending, steps: vec![Step::Reported(ending)] };
        let row = runtime.block_on(stage.ended_as(&alone));
        assert_eq!((&row["status"], &row["is_shown"]), (&json!(ending), &json!(false)));
        expected.insert(ending, row);
    }
    run(&story(), |story| {
        let mut row = runtime.block_on(stage.ended_as(&story));
        let has_file = ["complete", "limit_reached"].contains(&story.ending);
        let is_available = row["is_available"].take() == json!(true);
        row["is_available"] = json!(false);
        prop_assert!(!is_available || has_file, "{row}");
        // whether a sweep has looked for it
        prop_assert_eq!(&row, &expected[story.ending]);
        Ok(())
    });
}

#[test]
fn whatever_is_reported_and_done_what_must_hold_holds() {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let stage = runtime.block_on(Stage::set());
    let follow = async |steps: &[Step]| {
        stage.run("begin").await;
        let mut before = stage.picture().await;
        for (at, step) in (100..).step_by(STEP).zip(steps) {
            stage.run(&stage.sql(step, at)).await;
            let after = stage.picture().await;
            holds(&before, &after)?;
            before = after;
        }
        Ok(())
    };
    run(&anything(), |steps| {
        let outcome = runtime.block_on(follow(&steps));
        runtime.block_on(stage.run("rollback"));
        outcome
    });
}
