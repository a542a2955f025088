//! A channel with a crowd of followers goes on air, and the tick tells them, a part at a time.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio_postgres::{Client, Error};

use super::NOW;
use crate::generated::{Failure, backend, ms, number, percentile};
use crate::process::exact_cpu;

/// Rounds after which everybody must have been told.
const MOST_ROUNDS: u32 = 200;

/// A part of the tick that tells people.
struct Part {
    name: &'static str,
    function: &'static str,
}

const PARTS: [Part; 2] = [
    Part { name: "notices, with their pushes", function: "live_announce_sessions" },
    Part { name: "mails, written", function: "live_mail_followers" },
];

/// Something that people are told by: `who` is to be told, and `written` is whom it was written to. Asked of the tables
/// themselves, without the functions that decide it.
struct Told {
    name: &'static str,
    who: &'static str,
    written: &'static str,
}

const TOLD: [Told; 3] = [
    Told {
        name: "notices",
        who: "select f.user_id from public.live_channel_follows f where f.channel_id = {channel} and f.push
              union
              select c.subscriber_id from public.creator_subscriptions c where c.creator_id = {creator}",
        written: "select n.recipient_id from public.notifications n where n.data ->> 'sessionId' = {session}::text",
    },
    Told {
        name: "pushes",
        who: "select f.user_id from public.live_channel_follows f
              join public.device_tokens d using (user_id)
              join public.notification_preferences p using (user_id)
              where f.channel_id = {channel} and f.push and p.push_enabled
              union
              select c.subscriber_id from public.creator_subscriptions c
              join public.device_tokens d on d.user_id = c.subscriber_id
              join public.notification_preferences p on p.user_id = c.subscriber_id
              where c.creator_id = {creator} and p.push_enabled",
        written: "select o.recipient_id from public.live_outbox o where o.subject_id = {session}",
    },
    Told {
        name: "mails",
        who: "select f.user_id from public.live_channel_follows f
              where f.channel_id = {channel} and f.email
                and (f.emailed_at is null or f.emailed_at < timestamptz '2026-12-31 06:00Z')",
        written: "select m.recipient_id from public.live_mails m where m.session_id = {session}",
    },
];

/// The channel that goes on air is the one of generate.sql.
fn named(sql: &str) -> String {
    sql.replace("{channel}", "bench.id('channel', 299999)")
        .replace("{creator}", "bench.id('person', 299999)")
        .replace("{session}", "bench.id('announced', 1)")
        .replace("{now}", NOW)
}

/// Takes back what an earlier measurement has written.
pub(super) async fn forget(db: &Client) -> Result<(), Error> {
    db.batch_execute(&named(
        "delete from public.live_sessions where id = {session};
         delete from public.notifications where actor_id = {creator};
         delete from public.live_outbox where subject_id = {session}",
    ))
    .await?;
    db.batch_execute("vacuum analyze").await
}

/// Puts the channel on air.
async fn begin(db: &Client) -> Result<(), Error> {
    db.batch_execute(&named(
        "insert into public.live_sessions (
           id, creator_id, creator_profile_id, channel_id, title, session_type, livekit_room_name, livekit_room_sid,
           status, created_at, started_at
         )
         select {session}, c.creator_id, c.creator_profile_id, c.id, 'Akşam sohbeti', 'video_live',
           'live_video_' || {session}, 'RM_announced', 'live', {now}, {now}
         from public.live_channels c where c.id = {channel}",
    ))
    .await
}

/// Has the tick tell everybody, writes how long that took, and fails unless each was told once and nobody else was.
pub(super) async fn measure(db: &Client, text: &mut String) -> Result<(), Failure> {
    idle(db).await?;
    begin(db).await?;
    db.batch_execute("set track_functions = 'pl'").await?;
    let rounds = rounds(db).await?;
    write_rounds(&rounds, text);
    text.push_str("\n| | to be told | told once | told otherwise |\n|---|--:|--:|--:|\n");
    for told in &TOLD {
        count(db, told, text).await?;
    }
    Ok(())
}

/// Leaves the plans of a round in Postgres's log.
pub(super) async fn plans(db: &Client) -> Result<(), Error> {
    forget(db).await?;
    begin(db).await?;
    tick(db, 0).await?;
    Ok(())
}

/// Rounds until nothing is left of what else may be due.
async fn idle(db: &Client) -> Result<(), Failure> {
    for _ in 0..MOST_ROUNDS {
        if tick(db, 0).await?.as_object().is_some_and(serde_json::Map::is_empty) {
            return Ok(());
        }
    }
    Err(format!("something is due after {MOST_ROUNDS} rounds").into())
}

/// One round of the tick, so many rounds after the beginning, with a notifier at work.
async fn tick(db: &Client, round: u32) -> Result<Value, Error> {
    let now = format!("{NOW} + {round} * interval '5 seconds'");
    db.batch_execute(&format!("update public.live_outbox_sender set seen_at = {now}, mails_seen_at = {now}")).await?;
    Ok(db.query_one(&format!("select public.live_tick({now})"), &[]).await?.get(0))
}

/// What a round has come to.
#[derive(Default)]
struct Round {
    took: Duration,
    cpu: Duration,
    /// By part: how many were told, and how long that took.
    parts: [(i64, Duration); PARTS.len()],
}

async fn rounds(db: &Client) -> Result<Vec<Round>, Failure> {
    let (mut rounds, pid) = (Vec::new(), backend(db).await?);
    let under_way = named(
        "select count(*) from public.live_sessions s
         left join public.live_announcements a on a.session_id = s.id
         left join public.live_mailings m on m.session_id = s.id
         where s.id = {session} and (s.announced_at is null or a.session_id is not null or not m.is_complete)",
    );
    while number(db, &under_way).await? > 0 {
        let count = u32::try_from(rounds.len()).unwrap_or(MOST_ROUNDS);
        if count == MOST_ROUNDS {
            return Err(format!("not everybody was told after {MOST_ROUNDS} rounds").into());
        }
        let before = in_parts(db).await?;
        let (started, cpu) = (Instant::now(), exact_cpu(pid));
        let report = tick(db, count).await?;
        let mut round = Round { took: started.elapsed(), cpu: exact_cpu(pid).saturating_sub(cpu), ..Round::default() };
        let spent = in_parts(db).await?;
        for (place, part) in PARTS.iter().enumerate() {
            let told = match report.get(part.function) {
                None => 0,
                Some(told) => told.as_i64().ok_or_else(|| format!("{} failed: {told}", part.function))?,
            };
            if let (Some(is), Some(was), Some(now)) = (round.parts.get_mut(place), before.get(place), spent.get(place))
            {
                *is = (told, now.saturating_sub(*was));
            }
        }
        rounds.push(round);
    }
    Ok(rounds)
}

/// How long each part has taken so far, by Postgres's own account.
async fn in_parts(db: &Client) -> Result<[Duration; PARTS.len()], Error> {
    db.batch_execute("select pg_stat_force_next_flush()").await?;
    let mut spent = [Duration::ZERO; PARTS.len()];
    for (part, spent) in PARTS.iter().zip(&mut spent) {
        let sql = "select coalesce(sum(total_time), 0)::float8 / 1000 from pg_stat_user_functions where funcname = $1";
        *spent = Duration::from_secs_f64(db.query_one(sql, &[&part.function]).await?.get(0));
    }
    Ok(spent)
}

fn write_rounds(rounds: &[Round], text: &mut String) {
    text.push_str("\n| | rounds | most in one | median, ms | longest, ms |\n|---|--:|--:|--:|--:|\n");
    for (place, part) in PARTS.iter().enumerate() {
        let parts = rounds.iter().filter_map(|round| round.parts.get(place)).filter(|(told, _)| *told > 0);
        let times: Vec<Duration> = parts.clone().map(|(_, took)| *took).collect();
        let most = parts.map(|(told, _)| *told).max().unwrap_or_default();
        write_times(text, &format!("{} | {} | {most}", part.name, times.len()), &times);
    }
    for (name, times) in [
        ("the whole tick", rounds.iter().map(|round| round.took).collect::<Vec<_>>()),
        ("its CPU", rounds.iter().map(|round| round.cpu).collect()),
    ] {
        write_times(text, &format!("{name} | {} | ", rounds.len()), &times);
    }
}

fn write_times(text: &mut String, name: &str, times: &[Duration]) {
    let longest = times.iter().max().copied().unwrap_or_default();
    let _ = writeln!(text, "| {name} | {:.0} | {:.0} |", ms(percentile(times, 50)), ms(longest));
}

/// Holds those who were told against those who are to be told, who are nobody that has blocked the creator or whom the
/// creator has blocked.
async fn count(db: &Client, told: &Told, text: &mut String) -> Result<(), Failure> {
    let sql = format!(
        "with due as (
           select person from ({}) wanting (person)
           where not exists (
             select from public.blocked_users b
             where (b.blocker_id = person and b.blocked_id = {{creator}})
               or (b.blocker_id = {{creator}} and b.blocked_id = person)
           )
         ),
         told as (select person, count(*) as times from ({}) written (person) group by person)
         select count(due.person), count(due.person) filter (where told.times = 1),
           count(*) filter (where due.person is null or told.times is distinct from 1)
         from due full join told using (person)",
        told.who, told.written,
    );
    let row = db.query_one(&named(&sql), &[]).await?;
    let [due, once, otherwise]: [i64; 3] = [row.get(0), row.get(1), row.get(2)];
    let _ = writeln!(text, "| {} | {due} | {once} | {otherwise} |", told.name);
    if due == 0 || otherwise > 0 {
        return Err(format!("{} of {due}: {once} were told once, {otherwise} otherwise", told.name).into());
    }
    Ok(())
}
