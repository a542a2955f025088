//! `make year`: what a year of a busy platform costs to roll up and to read. It has a Postgres of its own, which it fills
//! the first time and keeps; it takes minutes and some gigabytes below `.local/year`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use tokio_postgres::Client;

use crate::generated::{Failure, Generated, backend, log_plans, ms, number, pages, percentile};
use crate::process::exact_cpu;

const YEAR: Generated = Generated { name: "year", database: "ipelya_year", sql: include_str!("year/generate.sql") };
/// The moment at which everything is asked: noon of the year's last day.
const NOW: &str = "timestamptz '2026-12-31 12:00Z'";
/// How often each question is asked.
const TIMES: usize = 7;
/// What a question may take.
const BOUND: &str = "300";

/// What the panel asks.
const QUESTIONS: [(&str, &str); 10] = [
    ("overview", "live_stats_overview({now})"),
    ("daily, 30 days", "live_stats_daily(30, {now})"),
    ("daily, a year", "live_stats_daily(366, {now})"),
    ("creators of today", "live_stats_creators('day', 10, {now})"),
    ("creators of a month", "live_stats_creators('month', 100, {now})"),
    ("revenue of a year by day", "live_stats_revenue('day', 366, 366, {now})"),
    ("revenue of a year by creator", "live_stats_revenue('creator', 366, 100, {now})"),
    ("revenue of a year by session", "live_stats_revenue('session', 366, 100, {now})"),
    ("concurrent viewers of a year by hour", "live_stats_concurrency(366, {now})"),
    ("report of the largest session", "live_stats_session_report({largest}, {now})"),
];

/// Fills the year if need be, measures it, and gives the figures as Markdown.
pub(crate) async fn measure() -> Result<String, Failure> {
    YEAR.measure(async |db, filled| {
        let mut text = String::from("| | |\n|---|--:|\n");
        describe(db, &mut text).await?;
        if let Some(took) = filled {
            let _ = writeln!(text, "| filling it, s | {:.0} |", took.as_secs_f64());
        }
        roll_up(db, &mut text).await?;
        ask(db, &mut text).await?;
        plans(db, &mut text).await?;
        Ok(text)
    })
    .await
}

async fn describe(db: &Client, text: &mut String) -> Result<(), tokio_postgres::Error> {
    for (what, count) in [
        ("sessions", "select count(*) from public.live_sessions"),
        ("stays", "select count(*) from public.live_stays"),
        ("journal rows", "select count(*) from public.live_payments"),
        ("calls", "select count(*) from public.calls"),
        ("chat lines", "select count(*) from public.live_messages"),
        ("size of the database, MB", "select pg_database_size(current_database()) / 1000000"),
    ] {
        let _ = writeln!(text, "| {what} | {} |", number(db, count).await?);
    }
    Ok(())
}

/// Rolls the year up as the tick does, part by part, and one day once more. Nothing is due when it was done before.
async fn roll_up(db: &Client, text: &mut String) -> Result<(), tokio_postgres::Error> {
    for (what, part) in [("sessions", "live_roll_up_sessions"), ("days", "live_roll_up_days")] {
        let (mut done, mut rounds, mut longest, started) = (0, 0_u32, Duration::ZERO, Instant::now());
        loop {
            let round = Instant::now();
            let now = number(db, &format!("select public.{part}({NOW})::bigint")).await?;
            if now == 0 {
                break;
            }
            (done, rounds, longest) = (done + now, rounds + 1, longest.max(round.elapsed()));
        }
        if done > 0 {
            let took = started.elapsed().as_secs_f64();
            let _ = writeln!(text, "| rolling up {done} {what}, s | {took:.0} |");
            let _ = writeln!(text, "| the longest of its {rounds} rounds, ms | {:.0} |", ms(longest));
        }
    }
    db.batch_execute("vacuum analyze").await?;
    let day = format!("select 1::bigint from public.live_roll_up_day('2026-06-15', {NOW})");
    let _ = writeln!(text, "| one day again, CPU, ms | {:.0} |", ms(median(db, &day).await?.1));
    let kept = "select sum(pg_total_relation_size(c.oid))::bigint / 1000000 from pg_class c
                where c.oid in ('public.live_days'::regclass, 'public.live_daily_creators'::regclass,
                  'public.live_daily_payments'::regclass, 'public.live_daily_calls'::regclass,
                  'public.live_session_figures'::regclass)";
    let _ = writeln!(text, "| what is kept of it, MB | {} |", number(db, kept).await?);
    Ok(())
}

async fn question(db: &Client, call: &str) -> Result<String, tokio_postgres::Error> {
    let largest = "select session_id::text from public.live_session_figures order by viewers desc limit 1";
    let largest: String = db.query_one(largest, &[]).await?.get(0);
    let call = call.replace("{now}", NOW).replace("{largest}", &format!("'{largest}'"));
    Ok(format!("select octet_length(public.{call}::text)::bigint"))
}

async fn ask(db: &Client, text: &mut String) -> Result<(), tokio_postgres::Error> {
    text.push_str("\n| question | median, ms | CPU, ms | bound, ms | reply, kB |\n|---|--:|--:|--:|--:|\n");
    for (name, call) in QUESTIONS {
        let sql = question(db, call).await?;
        let (median, cpu) = median(db, &sql).await?;
        let bytes = number(db, &sql).await?;
        let _ = writeln!(text, "| {name} | {:.0} | {:.0} | {BOUND} | {} |", ms(median), ms(cpu), bytes / 1000);
    }
    Ok(())
}

/// Leaves the plans of each question's statements in Postgres's log and tells how many pages each question reads.
async fn plans(db: &Client, text: &mut String) -> Result<(), tokio_postgres::Error> {
    log_plans(db).await?;
    text.push_str("\n| question | pages read |\n|---|--:|\n");
    for (name, call) in QUESTIONS {
        let _ = writeln!(text, "| {name} | {} |", pages(db, &question(db, call).await?).await?);
    }
    Ok(())
}

/// How long a query takes in the middle of several times, and the CPU time of Postgres for one of them.
async fn median(db: &Client, sql: &str) -> Result<(Duration, Duration), tokio_postgres::Error> {
    let pid = backend(db).await?;
    let before = exact_cpu(pid);
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let started = Instant::now();
        number(db, sql).await?;
        times.push(started.elapsed());
    }
    let spent = exact_cpu(pid).saturating_sub(before) / u32::try_from(TIMES).unwrap_or(1);
    Ok((percentile(&times, 50), spent))
}
