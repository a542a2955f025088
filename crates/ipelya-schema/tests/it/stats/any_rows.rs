//! Any stays, payments and refunds, heard of in any order between rounds of the roll-up: what is written in the end is
//! what a slow model in Rust, which looks at every single minute, says of them.

use crate::stats::ground::Ground;
use ipelya_local::clock::new_id;
use ipelya_test::{Session, User};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tokio::runtime::Builder;

const CASES: u32 = 60;
/// Midnight in Istanbul. All times are minutes from here.
const START: &str = "timestamptz '2099-12-31 21:00Z'";
const DAY: i64 = 1440;
/// The days that are looked at, and when the first word is heard: all of them are over.
const DAYS: i64 = 3;
const LATE: i64 = DAYS * DAY + 60;
/// Hosts of one session each, then viewers, who are hosts elsewhere.
const SESSIONS: usize = 3;
const PEOPLE: usize = 6;

#[derive(Debug, Clone)]
struct Stay {
    session: usize,
    who: usize,
    machine: bool,
    joined: i64,
    stayed: i64,
    /// Whether LiveKit's report of the departure was lost for good.
    lost: bool,
}

#[derive(Debug, Clone)]
struct Payment {
    session: usize,
    who: usize,
    coins: i64,
    at: i64,
    refunded: bool,
}

#[derive(Debug, Clone, Copy)]
enum Word {
    Joined(usize),
    Left(usize),
    Ended(usize),
    Paid(usize),
    Refunded(usize),
    RollUp,
}

#[derive(Debug, Clone)]
struct Story {
    /// When each session was on air.
    aired: Vec<(i64, i64)>,
    stays: Vec<Stay>,
    payments: Vec<Payment>,
    words: Vec<Word>,
}

fn story() -> impl Strategy<Value = Story> {
    // around midnights, where mistakes are
    let moment = prop_oneof![2 => 0..DAYS * DAY - 400, 1 => DAY - 60..DAY + 60, 1 => 2 * DAY - 60..2 * DAY + 60];
    let aired = prop::collection::vec((moment, 1..400_i64).prop_map(|(from, length)| (from, from + length)), SESSIONS);
    let stay = (0..SESSIONS, 0..PEOPLE, prop::bool::weighted(0.1), -20..400_i64, 1..300_i64, prop::bool::weighted(0.2));
    let stays = prop::collection::vec(stay, 1..14);
    let payment = (0..SESSIONS, SESSIONS..PEOPLE, 1..100_i64, 0..400_i64, prop::bool::weighted(0.4));
    let payments = prop::collection::vec(payment, 0..6);
    (aired, stays, payments).prop_flat_map(|(aired, stays, payments)| {
        let stays: Vec<Stay> = stays
            .into_iter()
            .map(|(session, who, machine, after, stayed, lost)| {
                let joined = aired[session].0 + after;
                Stay { session, who, machine, joined, stayed, lost }
            })
            .collect();
        let payments: Vec<Payment> = payments
            .into_iter()
            .map(|(session, who, coins, after, refunded)| Payment {
                session,
                who,
                coins,
                at: aired[session].0 + after,
                refunded,
            })
            .collect();
        let mut words: Vec<Word> = (0..SESSIONS).map(Word::Ended).chain([Word::RollUp; 3]).collect();
        for (index, stay) in stays.iter().enumerate() {
            words.push(Word::Joined(index));
            words.extend((!stay.lost).then_some(Word::Left(index)));
        }
        for (index, payment) in payments.iter().enumerate() {
            words.push(Word::Paid(index));
            words.extend(payment.refunded.then_some(Word::Refunded(index)));
        }
        Just(words).prop_shuffle().prop_map(move |words| Story {
            aired: aired.clone(),
            stays: stays.clone(),
            payments: payments.clone(),
            words: in_order(words),
        })
    })
}

/// Nothing is given back before it is paid.
fn in_order(mut words: Vec<Word>) -> Vec<Word> {
    let place = |words: &[Word], wanted: &dyn Fn(&Word) -> bool| words.iter().position(wanted);
    for index in 0..words.len() {
        let paid = place(&words, &|word| matches!(word, Word::Paid(payment) if *payment == index));
        let refunded = place(&words, &|word| matches!(word, Word::Refunded(payment) if *payment == index));
        if let (Some(paid), Some(refunded)) = (paid, refunded)
            && refunded < paid
        {
            words.swap(paid, refunded);
        }
    }
    words
}

fn moment(minute: i64) -> String {
    format!("({START} + interval '{minute} min')")
}

/// One round of what writes figures. The other parts of the tick have nothing to do with them.
fn round(minute: i64) -> String {
    ["live_refresh_counters", "live_roll_up_sessions", "live_roll_up_days", "live_roll_up_days"]
        .map(|part| format!("select public.{part}({})", moment(minute)))
        .join(";")
}

struct Stage {
    ground: Ground,
    people: Vec<User>,
    sessions: Vec<Session>,
}

impl Stage {
    /// The calls and rows a word leads to.
    fn sql(&self, story: &Story, ids: &[uuid::Uuid], word: Word, now: i64) -> String {
        match word {
            Word::RollUp => round(now),
            Word::Ended(index) => format!(
                "select public.live_end_session('{}', 'host_ended', {}, {})",
                self.sessions[index].id,
                moment(now),
                moment(story.aired[index].1)
            ),
            Word::Joined(index) | Word::Left(index) => {
                let stay = &story.stays[index];
                let (joined, left) = match word {
                    Word::Joined(_) => (moment(stay.joined), "null".to_owned()),
                    _ => ("null".to_owned(), moment(stay.joined + stay.stayed)),
                };
                format!(
                    "select public.live_stay_seen('{}', 'RM_1', 'PA_{index}', '{}', '{}', {joined}, {left}, 'X', {})",
                    self.sessions[stay.session].room_name,
                    self.people[stay.who].id,
                    if stay.machine { "EGRESS" } else { "STANDARD" },
                    moment(now)
                )
            }
            Word::Paid(index) => {
                let Payment { session, who, coins, at, .. } = story.payments[index];
                format!(
                    "insert into public.live_payments (
                       id, kind, session_id, payer_id, payee_id, coins, creator_share, platform_share, created_at
                     ) values ('{}', 'gift', '{}', '{}', '{}', {coins}, {}, {}, {})",
                    ids[index],
                    self.sessions[session].id,
                    self.people[who].id,
                    self.sessions[session].creator_id,
                    coins * 7 / 10,
                    coins - coins * 7 / 10,
                    moment(at)
                )
            }
            Word::Refunded(index) => format!(
                "insert into public.live_payments (
                   kind, refunds, session_id, payer_id, payee_id, coins, creator_share, platform_share, created_at
                 )
                 select 'refund', id, session_id, payer_id, payee_id, coins, creator_share, platform_share, {}
                 from public.live_payments where id = '{}'",
                moment(now),
                ids[index]
            ),
        }
    }

    /// Hears the story, tells what is written in the end, and undoes it all.
    async fn told(&self, story: &Story) -> Value {
        let ids: Vec<_> = story.payments.iter().map(|_| new_id()).collect();
        let mut calls = vec!["begin".to_owned()];
        for (session, (from, _)) in self.sessions.iter().zip(&story.aired) {
            calls.push(format!(
                "update public.live_sessions set started_at = {from}, created_at = {from} where id = '{}'",
                session.id,
                from = moment(*from)
            ));
        }
        // something on the first day, so that there is a first day
        calls.push(format!("select public.live_roll_up_day('2100-01-01', {})", moment(DAY + 10)));
        let mut now = LATE;
        for word in &story.words {
            calls.push(self.sql(story, &ids, *word, now));
            now += 6;
        }
        calls.extend((0..4).map(|round_| round(now + 6 * round_)));
        self.ground.run(&calls.join(";\n")).await;
        let told = json!({
            "days": self.ground.value(DAYS_TOLD).await,
            "creators": self.ground.value(CREATORS_TOLD).await,
            "payments": self.ground.value(PAYMENTS_TOLD).await,
            "sessions": self.ground.value(SESSIONS_TOLD).await,
        });
        self.ground.run("rollback").await;
        told
    }
}

const DAYS_TOLD: &str = "
    select jsonb_agg(jsonb_build_array(
      d.viewers, d.joins, d.watch_seconds, d.peak_viewers,
      extract(epoch from d.peak_at - timestamptz '2099-12-31 21:00Z')::bigint / 60, d.hourly_peaks
    ) order by d.day) from public.live_days d where d.day < '2100-01-04'";
const CREATORS_TOLD: &str = "
    select coalesce(jsonb_object_agg(c.day || ' ' || c.creator_id, jsonb_build_array(c.viewers, c.joins, c.watch_seconds)), '{}')
    from public.live_daily_creators c";
const PAYMENTS_TOLD: &str = "
    select coalesce(jsonb_object_agg(p.day || ' ' || p.session_id, jsonb_build_array(
      p.payments, p.coins, p.creator_share, p.refunds, p.refunded_coins, p.refunded_creator_share
    )), '{}')
    from public.live_daily_payments p";
const SESSIONS_TOLD: &str = "
    select jsonb_object_agg(f.session_id, jsonb_build_array(
      f.duration_seconds / 60, f.viewers, f.joins, f.watch_seconds, f.median_watch_seconds, f.peak_viewers,
      extract(epoch from f.peak_at - timestamptz '2099-12-31 21:00Z')::bigint / 60
    )) from public.live_session_figures f where not f.is_stale";

impl Story {
    /// The minutes in which each viewer watched each session, and when their connections began.
    fn watched(&self, session: usize) -> (BTreeMap<usize, BTreeSet<i64>>, Vec<(usize, i64)>) {
        let (from, until) = self.aired[session];
        let (mut minutes, mut joins) = (BTreeMap::<usize, BTreeSet<i64>>::new(), Vec::new());
        for stay in self.stays.iter().filter(|stay| stay.session == session && stay.who != session && !stay.machine) {
            let left = if stay.lost { until } else { stay.joined + stay.stayed };
            // who comes at the very end is there, and for no time
            let comes = stay.joined >= from && stay.joined <= until;
            let stays: BTreeSet<i64> = (stay.joined.max(from)..left.min(until)).collect();
            if comes || !stays.is_empty() {
                joins.push((stay.who, stay.joined.max(from)));
                minutes.entry(stay.who).or_default().extend(stays);
            }
        }
        (minutes, joins)
    }

    /// How many watched in a minute, in some sessions.
    fn level(watched: &[BTreeMap<usize, BTreeSet<i64>>], minute: i64) -> i64 {
        let seats = watched.iter().flat_map(BTreeMap::values);
        i64::try_from(seats.filter(|minutes| minutes.contains(&minute)).count()).unwrap()
    }

    /// The most at once and the first minute of it; one, if anybody was there at all.
    fn peak(watched: &[BTreeMap<usize, BTreeSet<i64>>], minutes: std::ops::Range<i64>, viewers: usize) -> (i64, Value) {
        let levels: Vec<(i64, i64)> = minutes.map(|minute| (Self::level(watched, minute), minute)).collect();
        let most = levels.iter().map(|(level, _)| *level).max().unwrap_or(0);
        let first = levels.iter().find(|(level, _)| *level == most).map(|(_, minute)| *minute);
        let peak = most.max(i64::from(viewers > 0));
        (peak, if peak > 0 { json!(first) } else { Value::Null })
    }

    fn expected(&self, stage: &Stage) -> Value {
        let (watched, joins): (Vec<_>, Vec<_>) = (0..SESSIONS).map(|session| self.watched(session)).unzip();
        let mut days = Vec::new();
        let mut creators = serde_json::Map::new();
        for day in 0..DAYS {
            let span = day * DAY..(day + 1) * DAY;
            let mut everybody = BTreeSet::new();
            let (mut all_joins, mut all_minutes) = (0, 0);
            for session in 0..SESSIONS {
                let came = joins[session].iter().filter(|(_, at)| span.contains(at));
                let mut viewers: BTreeSet<usize> = came.clone().map(|(who, _)| *who).collect();
                let mut minutes = 0;
                for (who, watched) in &watched[session] {
                    let here = watched.range(span.clone()).count();
                    minutes += here;
                    viewers.extend((here > 0).then_some(*who));
                }
                if !viewers.is_empty() {
                    let key = format!("2100-01-0{} {}", day + 1, stage.sessions[session].creator_id);
                    creators.insert(key, json!([viewers.len(), came.clone().count(), minutes * 60]));
                }
                all_joins += came.count();
                all_minutes += minutes;
                everybody.extend(viewers);
            }
            let (peak, peak_at) = Self::peak(&watched, span.clone(), everybody.len());
            let hours: Vec<i64> = (0..24)
                .map(|hour| {
                    let first = span.start + hour * 60;
                    (first..first + 60).map(|minute| Self::level(&watched, minute)).max().unwrap()
                })
                .collect();
            days.push(json!([everybody.len(), all_joins, all_minutes * 60, peak, peak_at, hours]));
        }
        json!({
            "days": days, "creators": creators, "payments": self.expected_payments(stage),
            "sessions": self.expected_sessions(stage, &watched, &joins),
        })
    }

    fn expected_payments(&self, stage: &Stage) -> Value {
        let mut sums = BTreeMap::<String, [i64; 6]>::new();
        for payment in &self.payments {
            let key = format!("2100-01-0{} {}", payment.at / DAY + 1, stage.sessions[payment.session].id);
            let share = payment.coins * 7 / 10;
            let back = i64::from(payment.refunded);
            let row = [1, payment.coins, share, back, back * payment.coins, back * share];
            let sum = sums.entry(key).or_default();
            for (sum, row) in sum.iter_mut().zip(row) {
                *sum += row;
            }
        }
        json!(sums)
    }

    fn expected_sessions(
        &self,
        stage: &Stage,
        watched: &[BTreeMap<usize, BTreeSet<i64>>],
        joins: &[Vec<(usize, i64)>],
    ) -> Value {
        let mut sessions = serde_json::Map::new();
        for (session, (from, until)) in self.aired.iter().copied().enumerate() {
            let mut lengths: Vec<usize> = watched[session].values().map(|minutes| minutes.len() * 60).collect();
            lengths.sort_unstable();
            let median = lengths.len().checked_sub(1).map_or(0, |last| lengths[last / 2]);
            let (peak, peak_at) = Self::peak(&watched[session..=session], from..until, lengths.len());
            let row = json!([
                until - from,
                lengths.len(),
                joins[session].len(),
                lengths.iter().sum::<usize>(),
                median,
                peak,
                peak_at,
            ]);
            sessions.insert(stage.sessions[session].id.to_string(), row);
        }
        sessions.into()
    }
}

#[test]
fn what_is_rolled_up_is_what_the_rows_say_whatever_came_when() {
    let config = Config { cases: CASES, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let stage = runtime.block_on(async {
        let ground = Ground::start().await;
        let people: [User; PEOPLE] = ground.people().await;
        let mut sessions = Vec::new();
        for host in &people[..SESSIONS] {
            sessions.push(ground.on_air(host, "2100-01-01 00:00").await);
        }
        Stage { ground, people: people.to_vec(), sessions }
    });
    let outcome = TestRunner::new(config).run(&story(), |story| {
        prop_assert_eq!(runtime.block_on(stage.told(&story)), story.expected(&stage));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
