//! Figures as Markdown: one table for each matter, a row for each figure, a column for each run.

use std::fmt::Write as _;
use std::ops::Range;
use std::time::Duration;

use super::livekit::Lost;
use super::meter::{Mark, Meter, busy, cores};
use super::records::Records;
use super::rounds::TICK;
use super::{listeners, livekit};
use crate::generated::{mb, ms};

/// What is measured in time, in the order of a viewer's way.
const TIMED: [&str; 10] = [
    "join-live-session",
    "get-livekit-token",
    livekit::ANSWER,
    livekit::REPORT,
    "send-live-message",
    listeners::HEARD,
    "send-live-gift",
    "end-live-session",
    TICK,
    SWEEP,
];
/// A sweep while everybody is there.
pub(super) const SWEEP: &str = "sweeper, while all are there";
/// What asks a function.
const ASKED: [&str; 5] =
    ["join-live-session", "get-livekit-token", livekit::ANSWER, "send-live-message", "send-live-gift"];

/// The figures of one run.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) title: String,
    pub(super) sections: Vec<Section>,
}

/// What they say about one matter.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) title: &'static str,
    /// Names and figures.
    pub(super) rows: Vec<(String, String)>,
}

/// The tables of runs that all have the same rows.
pub(super) fn render(columns: &[Column]) -> String {
    let mut text = String::new();
    let Some(first) = columns.first() else { return text };
    for (place, section) in first.sections.iter().enumerate() {
        let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
        let rules = "--:|".repeat(columns.len());
        let _ = write!(text, "| {} | {} |\n|---|{rules}\n", section.title, titles.join(" | "));
        for (row, (name, _)) in section.rows.iter().enumerate() {
            let figure = |column: &Column| Some(column.sections.get(place)?.rows.get(row)?.1.clone());
            let figures: Vec<String> = columns.iter().map(|column| figure(column).unwrap_or_default()).collect();
            let _ = writeln!(text, "| {name} | {} |", figures.join(" | "));
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

/// Half of them and ninety-nine of a hundred took at most so long, in ms.
pub(super) fn times(records: &Records, span: &Range<Duration>) -> Vec<(String, String)> {
    let kinds = records.read();
    let figure = |name: &&str| {
        let kind = kinds.get(*name).filter(|kind| kind.count(span) > 0)?;
        Some(format!("{:.0} · {:.0}", ms(kind.percentile(50, span)), ms(kind.percentile(99, span))))
    };
    TIMED.iter().map(|name| (in_code(name), figure(name).unwrap_or_default())).collect()
}

/// How much was asked of functions each second of the span.
pub(super) fn per_second(records: &Records, span: &Range<Duration>) -> f64 {
    let kinds = records.read();
    let asked: usize = ASKED.iter().filter_map(|name| Some(kinds.get(name)?.count(span))).sum();
    rate(asked, span)
}

/// So many a second of the span.
pub(super) fn rate(count: usize, span: &Range<Duration>) -> f64 {
    number(count) / span.end.saturating_sub(span.start).as_secs_f64().max(f64::MIN_POSITIVE)
}

/// How many were turned away by a limit of how often.
pub(super) fn limited(records: &Records) -> usize {
    records.read().values().map(|kind| kind.limited).sum()
}

/// How many were refused with this code.
pub(super) fn refused(records: &Records, code: &str) -> usize {
    records.read().values().filter_map(|kind| kind.refused.get(code)).sum()
}

/// The cores that each part kept busy between two marks, and all of them together.
pub(super) fn cpu(meter: &Meter, before: &Mark, after: &Mark) -> Vec<(String, String)> {
    let machine = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = meter.parts.iter().zip(cores(before, after));
    let rows = parts.map(|(part, cores)| (part.name.to_owned(), format!("{cores:.2}")));
    let all = format!("{:.2} of {machine}", busy(before, after) * number(machine));
    rows.chain([("the whole machine".to_owned(), all)]).collect()
}

/// Memory of each part: at first, at most and at last, in MB.
pub(super) fn memory(meter: &Meter) -> Vec<(String, String)> {
    let memories = meter.memories();
    let of = |place: usize| memories.iter().filter_map(move |memory| memory.bytes.get(place).copied());
    let figures = |place: usize| {
        let (first, most, last) = (of(place).next(), of(place).max(), of(place).next_back());
        [first, most, last].map(|bytes| format!("{:.0}", mb(bytes.unwrap_or_default()))).join(" · ")
    };
    meter.parts.iter().enumerate().map(|(place, part)| (part.name.to_owned(), figures(place))).collect()
}

/// The most that waited, each for itself.
pub(super) fn waiting(meter: &Meter) -> Vec<(String, String)> {
    let most = meter.most_waiting();
    [
        ("requests that found no process free", most.requests.to_string()),
        ("LiveKit's events", most.events.to_string()),
        ("marks of the session for the tick", most.marks.to_string()),
        ("pushes and mails", most.notices.to_string()),
    ]
    .map(|(name, figure)| (name.to_owned(), figure))
    .into()
}

/// How many events LiveKit has lost of each name.
pub(super) fn lost(lost: &Lost) -> String {
    let each: Vec<String> = lost.iter().map(|(name, count)| format!("{count} `{name}`")).collect();
    if each.is_empty() { "0".to_owned() } else { each.join(", ") }
}

/// Functions of ours by their names; the rest is said in words.
fn in_code(name: &str) -> String {
    if name.contains(' ') { name.to_owned() } else { format!("`{name}`") }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(super) fn number(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and far below 2^52")]
pub(super) fn whole(number: f64) -> usize {
    number.round() as usize
}

/// A whole number with its thousands apart.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == first % 3 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_is_a_column_and_each_matter_a_table() {
        let column = |title: &str, figure: &str| Column {
            title: title.to_owned(),
            sections: ["Asked", "Took"]
                .map(|title| Section { title, rows: vec![("`join`".to_owned(), figure.to_owned())] })
                .into(),
        };
        let text = render(&[column("10", "1"), column("1 000", "2")]);
        let table = |title: &str| format!("| {title} | 10 | 1 000 |\n|---|--:|--:|\n| `join` | 1 | 2 |\n");
        assert_eq!(text, format!("{}\n{}", table("Asked"), table("Took")));
    }

    #[test]
    fn thousands_stand_apart() {
        let grouped = [0, 10, 999, 1_000, 10_000, 123_456, 1_234_567].map(grouped);
        assert_eq!(grouped, ["0", "10", "999", "1 000", "10 000", "123 456", "1 234 567"]);
    }
}
