//! Any stays, payments and refunds, heard of in any order between rounds of the roll-up: what is written in the end is
//! what a slow model in Rust, which looks at every single minute, says of them.

use crate::stats::ground::Ground;
use crate::stats::model::{DAY, DAYS, PEOPLE, Payment, SESSIONS, Stay, Story, Word};
use ipelya_local::clock::new_id;
use ipelya_test::{Session, User};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Builder;

const CASES: u32 = 60;
/// Midnight in Istanbul. All times are minutes from here.
const START: &str = "timestamptz '2099-12-31 21:00Z'";
/// The first word is heard when all days are over.
const LATE: i64 = DAYS * DAY + 60;

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
        prop_assert_eq!(runtime.block_on(stage.told(&story)), story.expected(&stage.sessions));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
