//! What figures must say, found slowly: by looking at every single minute.

use ipelya_test::Session;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const DAY: i64 = 1440;
/// The days that are looked at.
pub(crate) const DAYS: i64 = 3;
/// Hosts of one session each, then viewers, who are hosts elsewhere.
pub(crate) const SESSIONS: usize = 3;
pub(crate) const PEOPLE: usize = 6;

#[derive(Debug, Clone)]
pub(crate) struct Stay {
    pub(crate) session: usize,
    pub(crate) who: usize,
    pub(crate) machine: bool,
    pub(crate) joined: i64,
    pub(crate) stayed: i64,
    /// Whether LiveKit's report of the departure was lost for good.
    pub(crate) lost: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) session: usize,
    pub(crate) who: usize,
    pub(crate) coins: i64,
    pub(crate) at: i64,
    pub(crate) refunded: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Word {
    Joined(usize),
    Left(usize),
    Ended(usize),
    Paid(usize),
    Refunded(usize),
    RollUp,
}

#[derive(Debug, Clone)]
pub(crate) struct Story {
    /// When each session was on air.
    pub(crate) aired: Vec<(i64, i64)>,
    pub(crate) stays: Vec<Stay>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) words: Vec<Word>,
}

/// The minutes in which each viewer watched a session.
type Watched = BTreeMap<usize, BTreeSet<i64>>;

impl Story {
    /// The minutes in which each viewer watched each session, and when their connections began.
    fn watched(&self, session: usize) -> (Watched, Vec<(usize, i64)>) {
        let (from, until) = self.aired[session];
        let (mut minutes, mut joins) = (Watched::new(), Vec::new());
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
    fn level(watched: &[Watched], minute: i64) -> i64 {
        let seats = watched.iter().flat_map(BTreeMap::values);
        i64::try_from(seats.filter(|minutes| minutes.contains(&minute)).count()).unwrap()
    }

    /// The most at once and the first minute of it; one, if anybody was there at all.
    fn peak(watched: &[Watched], minutes: std::ops::Range<i64>, viewers: usize) -> (i64, Value) {
        let levels: Vec<(i64, i64)> = minutes.map(|minute| (Self::level(watched, minute), minute)).collect();
        let most = levels.iter().map(|(level, _)| *level).max().unwrap_or(0);
        let first = levels.iter().find(|(level, _)| *level == most).map(|(_, minute)| *minute);
        let peak = most.max(i64::from(viewers > 0));
        (peak, if peak > 0 { json!(first) } else { Value::Null })
    }

    /// Of the sessions in their order.
    pub(crate) fn expected(&self, on: &[Session]) -> Value {
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
                    let key = format!("2100-01-0{} {}", day + 1, on[session].creator_id);
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
            "days": days, "creators": creators, "payments": self.expected_payments(on),
            "sessions": self.expected_sessions(on, &watched, &joins),
        })
    }

    fn expected_payments(&self, on: &[Session]) -> Value {
        let mut sums = BTreeMap::<String, [i64; 6]>::new();
        for payment in &self.payments {
            let key = format!("2100-01-0{} {}", payment.at / DAY + 1, on[payment.session].id);
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

    fn expected_sessions(&self, on: &[Session], watched: &[Watched], joins: &[Vec<(usize, i64)>]) -> Value {
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
            sessions.insert(on[session].id.to_string(), row);
        }
        sessions.into()
    }
}
