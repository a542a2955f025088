//! Steady coming and going for minutes: several sessions at a time, each followed by another, and after all of them the
//! service must be what it was.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ipelya_local::transport::Transport;
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until};

use super::ending::settle;
use super::flatness::Thirds;
use super::meter::{Mark, Waiting};
use super::people::{self, Person};
use super::plan::Plan;
use super::report::{self, Column, Section, grouped, number};
use super::session::{Played, Session};
use super::show::Outcome;
use super::stage::{DRIVER, POSTGRES, Stage};
use crate::Binaries;
use crate::generated::mb;

/// Sessions at a time; each begins so much after the one before, that not all end at once.
const AT_ONCE: usize = 4;
const APART: Duration = Duration::from_secs(30);
/// How long each is.
const LASTING: Duration = Duration::from_mins(2);
/// Who comes to each: so many a second, for so long, out of so many.
const ARRIVALS_PER_SECOND: f64 = 5.0;
const STAY: std::ops::Range<Duration> = Duration::from_secs(20)..Duration::from_mins(1);
const PEOPLE: usize = 1_000;
/// Of whom so many listen.
const LISTENING: usize = 5;
const ARRIVAL: Duration = Duration::from_secs(2);

/// Before anything counts: until every connection has met every statement.
pub(super) const WARM_UP: Duration = Duration::from_mins(4);

/// By how much more than in the second third memory may take in the last.
const FLAT_SHARE: f64 = 0.05;
const FLAT_MEGABYTES: f64 = 2.0;
/// And by how much more may wait.
const WAITING_SHARE: f64 = 0.5;
const WAITING_MUCH: f64 = 5.0;

/// Has people come and go for so long.
pub(super) async fn play(binaries: &Binaries, lasting: Duration, transport: Transport) -> std::io::Result<Outcome> {
    let mut stage = Stage::start(binaries, transport).await?;
    let rounds = (WARM_UP + lasting).as_secs().div_ceil(LASTING.as_secs());
    let rounds = usize::try_from(rounds).unwrap_or(usize::MAX);
    let viewers = people::viewers(&stage.db, &stage.url, AT_ONCE * PEOPLE).await.map_err(std::io::Error::other)?;
    let hosts = people::creators(&stage.db, &stage.url, AT_ONCE * rounds).await.map_err(std::io::Error::other)?;
    stage.begin().await?;
    let stage = Arc::new(stage);

    let began = Instant::now();
    let mut lanes = JoinSet::new();
    for (lane, (viewers, hosts)) in viewers.chunks(PEOPLE).zip(hosts.chunks(rounds)).enumerate() {
        let begins = began + APART * u32::try_from(lane).unwrap_or_default();
        lanes.spawn(sessions(Arc::clone(&stage), viewers.into(), hosts.to_vec(), begins, lane));
    }
    sleep_until((began + WARM_UP).into()).await;
    let before = stage.meter.mark();
    sleep_until((began + WARM_UP + lasting).into()).await;
    let after = stage.meter.mark();
    let mut played: Vec<Played> = Vec::new();
    while let Some(lane) = lanes.join_next().await {
        played.extend(lane??);
    }

    let mut wrong = settle(&stage, &played).await?;
    let Growth { memory, waiting, grown } = Growth::between(&stage, &before, &after);
    wrong.extend(grown);
    let lost = report::lost(&stage.livekit.reports().lost());
    if lost != "0" {
        wrong.push(format!("events were lost: {lost}"));
    }
    let span = before.at..after.at;
    let mut times = report::times(&stage.records, &span);
    // what there is in shows only
    times.retain(|(_, figures)| !figures.is_empty());
    let sections = vec![
        Section { title: "What is asked", rows: asked(&stage, &played, &span) },
        Section { title: "Times, ms: p50 · p99", rows: times },
        Section { title: "Cores busy", rows: report::cpu(&stage.meter, &before, &after) },
        Section { title: "Memory, MB: means of the three thirds", rows: memory },
        Section { title: "What waits: means of the three thirds", rows: waiting },
    ];
    let title = format!("{} minutes", lasting.as_secs() / 60);
    Ok(Outcome { column: Column { title, sections }, wrong })
}

/// One session after the other.
async fn sessions(
    stage: Arc<Stage>,
    viewers: Arc<[Person]>,
    hosts: Vec<Person>,
    mut begins: Instant,
    lane: usize,
) -> std::io::Result<Vec<Played>> {
    let mut played = Vec::new();
    for (round, host) in hosts.iter().enumerate() {
        sleep_until(begins.into()).await;
        let session = Session::open(&stage, host, viewers.get(..LISTENING).unwrap_or_default()).await?;
        sleep(ARRIVAL).await;
        let seed = u64::try_from(lane * hosts.len() + round).unwrap_or_default();
        let plan = Plan::steady(ARRIVALS_PER_SECOND, &STAY, LASTING.saturating_sub(2 * ARRIVAL), PEOPLE, seed);
        played.push(session.play(&stage, &plan, &viewers, begins + ARRIVAL).await);
        begins += LASTING;
    }
    Ok(played)
}

fn asked(stage: &Stage, played: &[Played], span: &std::ops::Range<Duration>) -> Vec<(String, String)> {
    let sum = |of: fn(&Played) -> usize| grouped(played.iter().map(of).sum());
    [
        ("requests and events a second", format!("{:.0}", report::per_second(&stage.records, span))),
        ("sessions", grouped(played.len())),
        ("viewers of all sessions", sum(|it| it.viewers.len())),
        ("connections to their rooms", sum(|it| it.connections)),
        ("lines", sum(|it| it.lines)),
        ("gifts", sum(|it| it.gifts)),
        ("lines and gifts of people who were not inside in time", sum(|it| it.missed)),
        ("turned away by limits of how often", grouped(report::limited(&stage.records))),
    ]
    .map(|(name, figure)| (name.to_owned(), figure))
    .into()
}

/// What has grown, and what has not.
struct Growth {
    memory: Vec<(String, String)>,
    waiting: Vec<(String, String)>,
    grown: Vec<String>,
}

impl Growth {
    fn between(stage: &Stage, before: &Mark, after: &Mark) -> Self {
        let mut growth = Self { memory: Vec::new(), waiting: Vec::new(), grown: Vec::new() };
        let within = |at: Duration| (before.at..after.at).contains(&at);
        let memories = stage.meter.memories();
        for (place, part) in stage.meter.parts.iter().enumerate() {
            // what drives the run keeps all that it has measured
            if part.name == DRIVER {
                continue;
            }
            let seen = || memories.iter().filter(|memory| within(memory.at));
            let shared: Vec<f64> = seen().filter_map(|memory| Some(mb(*memory.shared.get(place)?))).collect();
            let own = seen().filter_map(|memory| Some(mb(*memory.bytes.get(place)?)));
            let own: Vec<f64> = own.zip(&shared).map(|(bytes, shared)| bytes - shared).collect();
            let (figures, is_flat) = told(&own, FLAT_SHARE, FLAT_MEGABYTES);
            growth.memory.push((part.name.to_owned(), figures));
            growth.note(is_flat, part.name, "its memory");
            if part.name == POSTGRES {
                // a table more, a page more, until the buffers are full
                growth.memory.push((format!("{POSTGRES}: shared buffers"), told(&shared, 0.0, 0.0).0));
            }
        }
        let all = stage.meter.waitings();
        let of = |of: fn(&Waiting) -> f64| -> Vec<f64> {
            all.iter().filter(|(at, _)| within(*at)).map(|(_, waiting)| of(waiting)).collect()
        };
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let waiting = [
            ("requests that found no process free", of(|it| number(it.requests))),
            ("LiveKit's events", of(|it| number(it.events))),
            ("marks of sessions for the tick", of(|it| it.marks as f64)),
            ("pushes and mails", of(|it| it.notices as f64)),
        ];
        for (name, seen) in waiting {
            let (figures, is_flat) = told(&seen, WAITING_SHARE, WAITING_MUCH);
            growth.waiting.push((name.to_owned(), figures));
            growth.note(is_flat, name, "how many wait");
        }
        growth
    }

    fn note(&mut self, is_flat: bool, name: &str, what: &str) {
        if !is_flat {
            self.grown.push(format!("{name}: {what} has grown"));
        }
    }
}

fn told(seen: &[f64], share: f64, much: f64) -> (String, bool) {
    let Some(thirds) = Thirds::of(seen) else { return (String::new(), true) };
    (thirds.0.map(|mean| format!("{mean:.1}")).join(" · "), thirds.is_flat(share, much))
}
