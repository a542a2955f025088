//! The report: tables, each between two marks of `docs/benchmarks.md`.

use std::fmt::Write;
use std::time::Duration;

use crate::accounting;
use crate::crowd::{self, Cost};
use crate::original;
use crate::startup::{self, Comparison};
use crate::throughput::{self, Throughput};
use crate::webhook::{self, Webhook};

const DOCUMENT: &str = "docs/benchmarks.md";

/// The figures as Markdown.
pub(crate) fn render(startup: &Comparison, throughput: &[Throughput], webhook: &Webhook, crowd: &[Cost]) -> String {
    let mut text = String::new();
    let (hello, token) = (&startup.hello, &startup.token);
    let _ = write!(
        text,
        "### Start-up\n\nMedians of {} starts of each, taken in turns.\n\n\
         | | bare function | `token` | ratio | bound |\n|---|--:|--:|--:|--:|\n",
        startup::RUNS
    );
    for (what, hello, token, bound) in [
        ("spawn → first question for an event (init), ms", ms(hello.init), ms(token.init), ""),
        ("spawn → first reply (preflight), ms", ms(hello.first_reply), ms(token.first_reply), "1.5 ×"),
        ("spawn → first token, ms", ms(hello.first_work), ms(token.first_work), ""),
        ("resident memory idle, MB", mb(hello.resident_bytes), mb(token.resident_bytes), "16 MB"),
        ("binary, MB", mb(hello.binary_bytes), mb(token.binary_bytes), ""),
    ] {
        let _ = writeln!(text, "| {what} | {hello:.2} | {token:.2} | {:.2} | {bound} |", token / hello);
    }
    let _ = write!(
        text,
        "\n### Requests\n\n{} requests of each kind, {} at a time, in one process, against PostgREST and \
         Postgres on the same machine. CPU time in ms per request; p99, in ms, is what 99 of 100 requests took at most, waiting for the other seven included.\n\n\
         | request | requests/s | p99 | function | PostgREST | Postgres | together |\n|---|--:|--:|--:|--:|--:|--:|\n",
        throughput::REQUESTS,
        throughput::CONCURRENCY
    );
    for row in throughput {
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.1} | {:.3} | {:.3} | {:.3} | {:.3} |",
            row.name,
            row.per_second,
            ms(row.p99),
            ms(row.function),
            ms(row.postgrest),
            ms(row.postgres),
            ms(row.together())
        );
    }
    let _ = write!(
        text,
        "\nThe original plan (`crates/ipelya-bench/original`) asks one table after the other; what Auth itself costs it \
         is not counted.\n\n| CPU together, ratio to the original plan | ratio | bound |\n|---|--:|--:|\n"
    );
    for (ours, original) in [(throughput::PUBLIC, original::PUBLIC), (throughput::PAID, original::PAID)] {
        let together = |name| throughput.iter().find(|row| row.name == name).map_or(0.0, |row| ms(row.together()));
        let _ = writeln!(text, "| {ours} | {:.2} | 0.5 |", together(ours) / together(original));
    }
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

/// What each step of a token request costs, as Markdown.
pub(crate) fn accounting(costs: &[accounting::Cost]) -> String {
    let mut text = String::from(
        "| requests that end there | instructions | CPU, ms | of it | instructions | CPU, ms |\n|---|--:|--:|---|--:|--:|\n",
    );
    for cost in costs {
        let before = cost.after.and_then(|before| costs.get(before));
        let instructions = cost.instructions.saturating_sub(before.map_or(0, |before| before.instructions));
        let cpu = ms(cost.cpu) - before.map_or(0.0, |before| ms(before.cpu));
        let _ = writeln!(
            text,
            "| {} | {} k | {:.3} | {} | {} k | {cpu:.3} |",
            cost.ends,
            cost.instructions / 1_000,
            ms(cost.cpu),
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

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

#[expect(clippy::cast_precision_loss, reason = "file and memory sizes stay far below 2^52")]
fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
