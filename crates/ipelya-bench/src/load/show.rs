//! One show: everybody comes within a minute, is there for a while and goes within another.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ipelya_local::transport::Transport;
use tokio::time::{sleep, sleep_until};

use super::ending::{UNHEARD_OF, settle};
use super::listeners::{self, Told};
use super::people;
use super::plan::{Parts, Plan};
use super::report::{self, Column, Section, grouped, number};
use super::session::{Played, Session};
use super::stage::{POSTGRES, Stage};
use crate::Binaries;

/// Drawn once; any other would do.
const SEED: u64 = 20_261_123;
/// Until a host's coming is written down.
const ARRIVAL: Duration = Duration::from_secs(2);

/// What a run has come to.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) column: Column,
    /// What must not be.
    pub(super) wrong: Vec<String>,
}

/// Has so many people come to a show of these parts.
pub(super) async fn play(
    binaries: &Binaries,
    size: usize,
    parts: Parts,
    transport: Transport,
) -> std::io::Result<Outcome> {
    let mut stage = Stage::start(binaries, transport).await?;
    let made = people::viewers(&stage.db, &stage.url, size).await.map_err(std::io::Error::other)?;
    let hosts = people::creators(&stage.db, &stage.url, 1).await.map_err(std::io::Error::other)?;
    let host = hosts.first().ok_or_else(|| std::io::Error::other("there is no host"))?;
    stage.begin().await?;
    let (stage, made): (_, Arc<[people::Person]>) = (Arc::new(stage), made.into());

    let listening = made.get(..size.min(listeners::MOST)).unwrap_or_default();
    let session = Session::open(&stage, host, listening).await?;
    let listening = session.listeners.count();
    sleep(ARRIVAL).await;
    let plan = Plan::show(size, parts, SEED);
    let (began, at) = (Instant::now(), stage.records.now());
    let mut marks = vec![stage.meter.mark()];
    let playing = session.play(&stage, &plan, &made, began);
    let marking = async {
        for (part, span) in parts.spans().into_iter().enumerate() {
            if part == 1 {
                sleep_until((began + span.start + parts.staying / 2).into()).await;
                stage.sweep(report::SWEEP).await;
            }
            sleep_until((began + span.end).into()).await;
            marks.push(stage.meter.mark());
        }
    };
    let (played, ()) = tokio::join!(playing, marking);

    let mut wrong = settle(&stage, std::slice::from_ref(&played)).await?;
    let spans = parts.spans().map(|span| at + span.start..at + span.end);
    let heard = Heard { stage: &stage, listening, viewers: size, played: &played };
    wrong.extend(heard.wrong().await?);
    if played.viewers.len() != size {
        wrong.push(format!("{} of {size} viewers have come", played.viewers.len()));
    }
    if let [before, arrived, stayed, gone] = &marks[..] {
        let postgres = |before, after| {
            let rows = report::cpu(&stage.meter, before, after);
            rows.into_iter().find(|(name, _)| name == POSTGRES).map(|(_, cores)| cores).unwrap_or_default()
        };
        let mut cpu = report::cpu(&stage.meter, before, arrived);
        cpu.push(("Postgres while all are there".to_owned(), postgres(arrived, stayed)));
        cpu.push(("Postgres while all go".to_owned(), postgres(stayed, gone)));
        let sections = vec![
            Section { title: "What is asked", rows: asked(&stage, &played, &spans) },
            Section { title: "Times, ms: p50 · p99", rows: report::times(&stage.records, &(at..Duration::MAX)) },
            Section { title: "Cores busy while all arrive", rows: cpu },
            Section { title: "Realtime, while all are there", rows: heard.rows(&spans[1]).await? },
            Section { title: "Memory, MB: at first · at most · at last", rows: report::memory(&stage.meter) },
            Section { title: "What waits, at most", rows: lost(&stage).await? },
        ];
        let title = match transport {
            Transport::Rest => grouped(size),
            Transport::Direct => format!("{}, Postgres asked directly", grouped(size)),
        };
        return Ok(Outcome { column: Column { title, sections }, wrong });
    }
    Err(std::io::Error::other("a part of the show was not measured"))
}

fn asked(stage: &Stage, played: &Played, spans: &[Range<Duration>; 3]) -> Vec<(String, String)> {
    let [arriving, staying, leaving] = spans;
    let per_second = |span| format!("{:.0}", report::per_second(&stage.records, span));
    [
        ("requests and events a second while all arrive", per_second(arriving)),
        ("while all are there", per_second(staying)),
        ("while all go", per_second(leaving)),
        ("connections to the room", grouped(played.connections)),
        ("lines", grouped(played.lines)),
        ("gifts", grouped(played.gifts)),
        ("lines and gifts of people who were not inside in time", grouped(played.missed)),
        ("turned away by limits of how often", grouped(report::limited(&stage.records))),
    ]
    .map(|(name, figure)| (name.to_owned(), figure))
    .into()
}

async fn lost(stage: &Stage) -> std::io::Result<Vec<(String, String)>> {
    let sql = "select coalesce(sum((raw_payload ->> 'joined')::integer), 0)::bigint,
                 coalesce(sum((raw_payload ->> 'left')::integer), 0)::bigint
               from public.live_webhook_logs where event_type = 'sweep'";
    let row = stage.db.query_one(sql, &[]).await.map_err(std::io::Error::other)?;
    let found = format!("{} come, {} gone", row.get::<_, i64>(0), row.get::<_, i64>(1));
    let unheard_of = report::refused(&stage.records, UNHEARD_OF);
    let mut rows = report::waiting(&stage.meter);
    rows.push(("events that LiveKit loses".to_owned(), report::lost(&stage.livekit.reports().lost())));
    rows.push(("people that the sweeper finds".to_owned(), found));
    rows.push((format!("lines and gifts refused before it has (`{UNHEARD_OF}`)"), grouped(unheard_of)));
    Ok(rows)
}

/// What the listeners were told, against what there was to tell.
struct Heard<'a> {
    stage: &'a Stage,
    listening: usize,
    viewers: usize,
    played: &'a Played,
}

impl Heard<'_> {
    /// Each of them is told of each line and each gift once.
    async fn wrong(&self) -> std::io::Result<Vec<String>> {
        let sql = "select (select count(*) from public.live_messages where session_id = $1),
                     (select count(*) from public.live_gifts where session_id = $1)";
        let row = self.stage.db.query_one(sql, &[&self.played.id]).await.map_err(std::io::Error::other)?;
        let always = Duration::ZERO..Duration::MAX;
        let differs = [("lines", Told::Line, row.get::<_, i64>(0)), ("gifts", Told::Gift, row.get(1))];
        let differs = differs.into_iter().filter_map(|(what, told, rows)| {
            let heard = self.stage.heard.count(told, &always);
            let due = usize::try_from(rows).unwrap_or_default() * self.listening;
            (heard != due).then(|| format!("{what}: Realtime has told {heard} of {due}"))
        });
        Ok(differs.collect())
    }

    async fn rows(&self, span: &Range<Duration>) -> std::io::Result<Vec<(String, String)>> {
        let sql = "select count(*) from realtime.messages";
        let sent: i64 = self.stage.db.query_one(sql, &[]).await.map_err(std::io::Error::other)?.get(0);
        let told = [Told::Line, Told::Gift, Told::Session, Told::Broadcast];
        let each =
            told.map(|told| report::rate(self.stage.heard.count(told, span), span) / number(self.listening).max(1.0));
        let all: f64 = each.iter().sum();
        let [lines, gifts, sessions, broadcasts] = each.map(|each| format!("{each:.2}"));
        Ok([
            ("viewers who listen", self.listening.to_string()),
            ("lines a second to each of them", lines),
            ("gifts", gifts),
            ("changes of the session's own numbers", sessions),
            ("broadcasts of the database", broadcasts),
            ("all of it, to all viewers", grouped(report::whole(all * number(self.viewers)))),
            ("rows of `realtime.messages`, in all", sent.to_string()),
        ]
        .map(|(name, figure)| (name.to_owned(), figure))
        .into())
    }
}
