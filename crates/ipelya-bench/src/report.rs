//! The report: tables, each between two marks of `docs/benchmarks.md`.

use std::fmt::Write;
use std::time::Duration;

use crate::accounting;
use crate::crowd::{self, Cost};
use crate::generated::{mb, ms};
use crate::startup::{self, Comparison, Startup};
use crate::throughput::{
    self, CREATE, DIRECT, DIRECT_TOGETHER, ORIGINAL, PAID, PGBENCH, PUBLIC, REST, REST_TOGETHER, Throughput, WEBHOOK,
};
use crate::webhook::{self, Webhook};

const DOCUMENT: &str = "docs/benchmarks.md";

/// The figures as Markdown.
pub(crate) fn render(startup: &Comparison, throughput: &[Throughput], webhook: &Webhook, crowd: &[Cost]) -> String {
    let mut text = start_up(startup);
    requests(&mut text, throughput);
    bounds(&mut text, throughput);
    let _ = write!(
        text,
        "\n### The webhook, one event at a time\n\n{} joins and leaves of one room, each sent after the last was answered, \
         as LiveKit does. In ms; a second makes LiveKit's queue of a busy room lose events.\n\n\
         | | median | p99 |\n|---|--:|--:|\n",
        webhook::EVENTS,
    );
    for (what, times) in [
        ("the function's own work", &webhook.own),
        ("its single round trip to PostgREST", &webhook.round_trip),
        ("both", &webhook.whole),
    ] {
        let _ = writeln!(text, "| {what} | {:.2} | {:.2} |", ms(times.median), ms(times.p99));
    }
    let [none, few, many] = crowd::SIZES;
    let _ = write!(
        text,
        "\n### Full sessions\n\nThe database's work for one more viewer and one more message, by the number of viewers \
         inside: medians of {} each, taken in turns, in ms. The ratio is that of {many} viewers to {few}.\n\n\
         | | {none} | {few} | {many} | ratio | bound |\n|---|--:|--:|--:|--:|--:|\n",
        crowd::TIMES,
    );
    for Cost { name, medians } in crowd {
        let [none, few, many] = medians.map(ms);
        let _ = writeln!(text, "| {name} | {none:.3} | {few:.3} | {many:.3} | {:.2} | 1.2 |", many / few);
    }
    text
}

type OfStartup = fn(&Startup) -> Option<f64>;

fn start_up(startup: &Comparison) -> String {
    let Comparison { hello, token, direct, original } = startup;
    let mut text = format!(
        "### Start-up\n\nMedians of {} starts of each, taken in turns. The original plan's function runs in a server of Deno, which \
         is not started for every event.\n\n\
         | | bare function | `token`, through PostgREST | `token`, directly | original plan | `token` to bare | bound |\n\
         |---|--:|--:|--:|--:|--:|--:|\n",
        startup::RUNS
    );
    let figures: [(&str, OfStartup, &str); 5] = [
        ("spawn → first question for an event (init), or listening, ms", |start| Some(ms(start.init)), ""),
        ("spawn → first reply (preflight), ms", |start| start.first_reply.map(ms), "1.5 ×"),
        ("spawn → first token, ms", |start| Some(ms(start.first_work)), ""),
        ("resident memory idle, MB", |start| Some(mb(start.resident_bytes)), "16 MB"),
        ("binary, MB", |start| start.binary_bytes.map(mb), ""),
    ];
    for (what, figure, bound) in figures {
        let told = |start| figure(start).map_or_else(String::new, |figure| format!("{figure:.2}"));
        let ratio = figure(token).zip(figure(hello)).map_or(0.0, |(token, hello)| token / hello);
        let _ = writeln!(
            text,
            "| {what} | {} | {} | {} | {} | {ratio:.2} | {bound} |",
            told(hello),
            told(token),
            told(direct),
            told(original)
        );
    }
    text
}

fn requests(text: &mut String, throughput: &[Throughput]) {
    let _ = write!(
        text,
        "\n### Requests\n\nEach kind is asked of everybody who can answer it, {} at a time, in {} turns of {} s that go round; a \
         session can be created, and an event reported, only once, so that these turns are as long as their share takes. A function \
         has {} processes, each with one request at a time; the original plan has two servers, and of a token a function is asked \
         in two processes as well, which take four requests at a time each. All stand before the same PostgREST and Postgres, on \
         the machine's two cores, which whoever asks has to share. Median and p99 in ms, waiting for the others included; CPU \
         time in ms per request. Calls are those to Auth, PostgREST, Postgres and LiveKit; what Auth and LiveKit themselves cost \
         is not in the figures.\n\n\
         | request | answered by | requests/s | median | p99 | calls | function | PostgREST | Postgres | together |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        throughput::CONCURRENCY,
        throughput::TURNS,
        throughput::TURN.as_secs(),
        throughput::CONCURRENCY,
    );
    for row in throughput {
        let time = |time: Option<Duration>| time.map_or_else(String::new, |time| format!("{:.1}", ms(time)));
        let _ = writeln!(
            text,
            "| {} | {} | {:.0} | {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} |",
            row.kind,
            row.contestant,
            row.per_second,
            time(row.times.as_ref().map(|times| times.median)),
            time(row.times.as_ref().map(|times| times.p99)),
            row.calls.map_or_else(String::new, |calls| calls.to_string()),
            ms(row.function),
            ms(row.postgrest),
            ms(row.postgres),
            ms(row.together())
        );
    }
}

fn bounds(text: &mut String, throughput: &[Throughput]) {
    let row = |kind, contestant| throughput.iter().find(|row| row.kind == kind && row.contestant == contestant);
    let ratio = |figure: &dyn Fn(&Throughput) -> f64, kind, ours, other| {
        row(kind, ours).zip(row(kind, other)).map_or(0.0, |(ours, other)| figure(ours) / figure(other))
    };
    let rate = |row: &Throughput| row.per_second;
    let cpu = |row: &Throughput| ms(row.together());
    let _ = write!(text, "\n| ratio | | bound |\n|---|--:|--:|\n");
    for kind in [PUBLIC, PAID] {
        for (way, more, less) in [
            (REST, "≥ 4", "≤ 0.35"),
            (REST_TOGETHER, "≥ 4", "≤ 0.35"),
            (DIRECT, "≥ 8", "≤ 0.12"),
            (DIRECT_TOGETHER, "≥ 8", "≤ 0.12"),
        ] {
            let _ = writeln!(
                text,
                "| {kind}, {way}: requests/s to the original plan's | {:.1} | {more} |\n\
                 | {kind}, {way}: CPU together to the original plan's | {:.2} | {less} |",
                ratio(&rate, kind, way, ORIGINAL),
                ratio(&cpu, kind, way, ORIGINAL)
            );
        }
    }
    for kind in [WEBHOOK, CREATE] {
        let ratio = ratio(&rate, kind, DIRECT, ORIGINAL);
        let _ = writeln!(text, "| {kind}, directly: requests/s to the original plan's | {ratio:.1} | ≥ 1 |");
    }
    if row(PUBLIC, PGBENCH).is_some() {
        for way in [DIRECT, DIRECT_TOGETHER] {
            let ratio = ratio(&rate, PUBLIC, way, PGBENCH);
            let _ = writeln!(
                text,
                "| {PUBLIC}, {way}: requests/s to `pgbench` with the same statement | {ratio:.2} | ≥ 0.7 |"
            );
        }
    }
}

/// What each step of a token request costs, as Markdown.
pub(crate) fn accounting(costs: &[accounting::Cost]) -> String {
    let mut text = format!(
        "| requests that end there | instructions | CPU, ms | {} at a time | of it | instructions | CPU, ms | {} at a time |\n\
         |---|--:|--:|--:|---|--:|--:|--:|\n",
        accounting::SIDE_BY_SIDE,
        accounting::SIDE_BY_SIDE
    );
    for cost in costs {
        let before = cost.after.and_then(|before| costs.get(before));
        let instructions = cost.instructions.saturating_sub(before.map_or(0, |before| before.instructions));
        let cpu = ms(cost.cpu) - before.map_or(0.0, |before| ms(before.cpu));
        let side_by_side = ms(cost.cpu_side_by_side) - before.map_or(0.0, |before| ms(before.cpu_side_by_side));
        let _ = writeln!(
            text,
            "| {} | {} k | {:.3} | {:.3} | {} | {} k | {cpu:.3} | {side_by_side:.3} |",
            cost.ends,
            cost.instructions / 1_000,
            ms(cost.cpu),
            ms(cost.cpu_side_by_side),
            cost.step,
            instructions / 1_000,
        );
    }
    text
}

/// Prints the figures and puts them into the document, between the marks of the command that writes them.
#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
pub(crate) fn publish(command: &str, figures: &str) -> std::io::Result<()> {
    println!("{figures}");
    let (begin, end) = (format!("<!-- {command}: begin -->"), format!("<!-- {command}: end -->"));
    let document = std::fs::read_to_string(DOCUMENT)?;
    let parts = document.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let Some((before, after)) = parts else {
        return Err(std::io::Error::other(format!("{DOCUMENT} lacks the marks {begin} and {end}")));
    };
    std::fs::write(DOCUMENT, format!("{before}{begin}\n{figures}\n{end}{after}"))
}
