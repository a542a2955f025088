//! Calls placed, answered, talked in and given up by anybody, in any order, at the same time as gifts and refunds: what a
//! call has cost is its minutes that began, no coin more, and nothing where the callee never came.

use crate::money::books;
use crate::money::service_connection::{Crowd, Gift, Refusal, Reply, ServiceConnection, now, number};
use futures_util::future::join_all;
use ipelya_local::clock::new_id;
use ipelya_test::{Project, Session, User};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tokio::runtime::Builder;
use uuid::Uuid;

/// What happens at one moment; each on a connection of its own.
const AT_ONCE: usize = 6;
/// Two creators who take so much a minute, and three who take nothing; what each has at first.
const PEOPLE: [(i32, i32); 5] = [(20, 300), (7, 15), (0, 130), (0, 45), (0, 20)];

#[derive(Debug, Clone, Copy)]
enum Action {
    Ring {
        who: usize,
        whom: usize,
    },
    Answer {
        who: usize,
    },
    HangUp {
        who: usize,
    },
    /// Connects to the room of their call.
    Come {
        who: usize,
    },
    /// Loses the connection.
    Leave {
        who: usize,
    },
    /// LiveKit, asked, does not have everybody in the room of their call.
    Sweep {
        who: usize,
    },
    Gift {
        who: usize,
    },
    /// Of whichever gift comes at this place.
    TakeBack {
        place: i64,
    },
    Tick,
}

/// What happens at a moment, and how many seconds pass until the next.
type Round = ([Action; AT_ONCE], i64);

fn rounds() -> impl Strategy<Value = Vec<Round>> {
    let who = 0..PEOPLE.len();
    let action = prop_oneof![
        4 => (who.clone(), who.clone()).prop_map(|(who, whom)| Action::Ring { who, whom }),
        6 => who.clone().prop_map(|who| Action::Answer { who }),
        2 => who.clone().prop_map(|who| Action::HangUp { who }),
        5 => who.clone().prop_map(|who| Action::Come { who }),
        1 => who.clone().prop_map(|who| Action::Leave { who }),
        1 => who.clone().prop_map(|who| Action::Sweep { who }),
        2 => who.prop_map(|who| Action::Gift { who }),
        1 => (0..5_i64).prop_map(|place| Action::TakeBack { place }),
        3 => Just(Action::Tick),
    ];
    let at_once = prop::array::uniform6(action);
    prop::collection::vec((at_once, prop::sample::select(vec![1, 4, 9, 29, 67, 130])), 20..30)
}

struct World {
    project: Project,
    people: Vec<User>,
    session: Session,
    start: OffsetDateTime,
}

#[test]
fn a_call_has_cost_its_minutes_whatever_else_happens() {
    let config = Config { cases: 10, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let outcome = TestRunner::new(config).run(&rounds(), |rounds| {
        runtime.block_on(play(&rounds));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

async fn play(rounds: &[Round]) {
    let world = World::make().await;
    let crowd = Crowd::of(&world.project, AT_ONCE).await;
    let mut at = world.start;
    for (actions, seconds) in rounds {
        join_all(crowd.iter().zip(actions).map(|(service, action)| world.act(service, *action, at))).await;
        at += Duration::seconds(*seconds);
    }
    // all hang up, LiveKit tells the end of every room, and all that is owed is settled
    for who in 0..PEOPLE.len() {
        world.act(&crowd[0], Action::HangUp { who }, at).await;
    }
    let finish = "select count(public.live_room_finished(livekit_room_name, 'RM_' || id, $1, null, $1))
                  from public.calls where answered_at is not null";
    world.project.db().query_one(finish, &[&at]).await.unwrap();
    crowd[0].settle_all(at).await.unwrap();
    assert_eq!(crowd[0].settle_all(at).await, Ok(Value::from(0)), "once");
    crowd[0].charge_all(at + Duration::HOUR).await.unwrap();
    world.assert_paid_for().await;
}

impl World {
    async fn make() -> Self {
        let project = Project::start().await;
        let given = project.given();
        for action in ["call_rate_count", "token_rate_count", "gift_rate_count"] {
            given.setting(action, 1_000_000).await;
        }
        let host = given.creator().await;
        let session = given.live_session(&host).insert().await;
        let mut people = Vec::new();
        for (rate, coins) in PEOPLE {
            let person = given.creator().await;
            given.coins(&person, coins).await;
            given.participant(&session, &person).insert().await;
            let set = "insert into public.live_user_settings (user_id, coin_per_minute) values ($1, $2)";
            project.execute(set, &[&person.id, &rate]).await;
            people.push(person);
        }
        let start = now(&project).await;
        Self { project, people, session, start }
    }

    /// Does something, or is refused with good reason.
    async fn act(&self, service: &ServiceConnection, action: Action, at: OffsetDateTime) {
        let reply = match action {
            Action::Ring { who, whom } => self.ring(service, who, whom, at).await,
            Action::Answer { who } => self.about_call(service, who, "accept", at).await,
            Action::HangUp { who } => self.about_call(service, who, "end", at).await,
            Action::Come { who } => self.reported(service, who, Some(at), None, at).await,
            Action::Leave { who } => self.reported(service, who, None, Some(at), at).await,
            Action::Sweep { who } => match self.call_of(who).await {
                Some((call, _)) => {
                    service.ask("select to_jsonb(public.live_confirm_absence(null, $1, $2))", &[&call, &at]).await
                }
                None => Ok(Value::Null),
            },
            Action::Gift { who } => service.gift(Gift::heart(&self.people[who], &self.session, at)).await,
            Action::TakeBack { place } => {
                let sql = "select id from public.live_payments where kind = 'gift' order by id offset $1 limit 1";
                match self.project.db().query_opt(sql, &[&place]).await.unwrap() {
                    Some(row) => service.refund(row.get(0), at).await,
                    None => Ok(Value::Null),
                }
            }
            Action::Tick => {
                service.charge_all(at).await.unwrap();
                service.settle_all(at).await
            }
        };
        assert_in_order(action, &reply);
    }

    async fn ring(&self, service: &ServiceConnection, who: usize, whom: usize, at: OffsetDateTime) -> Reply {
        let id = new_id();
        let sql = "select public.live_initiate_call($1, null, $2, $3, $4, 'audio_call', null, null, null, $5)";
        let (who, whom) = (self.people[who].id, self.people[whom].id);
        service.ask(sql, &[&who, &id, &format!("call_audio_{id}"), &whom, &at]).await
    }

    /// The call somebody is in, and its room.
    async fn call_of(&self, who: usize) -> Option<(Uuid, String)> {
        let sql = "select id, livekit_room_name from public.calls
                   where status <> 'ended' and $1 in (caller_id, callee_id)";
        let row = self.project.db().query_opt(sql, &[&self.people[who].id]).await.unwrap()?;
        Some((row.get(0), row.get(1)))
    }

    async fn about_call(&self, service: &ServiceConnection, who: usize, action: &str, at: OffsetDateTime) -> Reply {
        let Some((call, _)) = self.call_of(who).await else { return Ok(Value::Null) };
        let sql = "select public.live_act_on_call($1, null, $2, $3, $4, clock_timestamp() + interval '1 min')";
        service.ask(sql, &[&self.people[who].id, &call, &action, &at]).await
    }

    /// LiveKit's word about the one connection of somebody to the room of their call.
    async fn reported(
        &self,
        service: &ServiceConnection,
        who: usize,
        joined: Option<OffsetDateTime>,
        left: Option<OffsetDateTime>,
        at: OffsetDateTime,
    ) -> Reply {
        let Some((call, room)) = self.call_of(who).await else { return Ok(Value::Null) };
        let has_come = "select to_jsonb(count(*)) from public.live_stays where call_id = $1 and user_id = $2";
        if joined.is_some() && self.project.value(has_come, &[&call, &self.people[who].id]).await != 0 {
            return Ok(Value::Null);
        }
        let identity = self.people[who].id.to_string();
        let sql = "select to_jsonb(public.live_stay_seen($1, $2, $3, $4, 'STANDARD', $5, $6, null, $7))";
        let (room_sid, sid) = (format!("RM_{call}"), format!("PA_{call}_{identity}"));
        service.ask(sql, &[&room, &room_sid, &sid, &identity, &joined, &left, &at]).await
    }

    /// Every answered call has cost what it should.
    async fn assert_paid_for(&self) {
        books::assert_agree(&self.project, PEOPLE.iter().map(|(_, coins)| i64::from(*coins)).sum()).await;
        for (wrong, condition) in WRONG {
            let sql = format!("select count(*) from ({PAID}) as call where {condition}");
            assert_eq!(number(&self.project, &sql).await, 0, "{wrong}");
        }
    }
}

/// What each call has cost: minutes paid, how many of them were given back, how many seconds it lasted, and how long the
/// callee was waited for.
const PAID: &str = "
    select c.*, extract(epoch from c.ended_at - c.answered_at) as lasted, paid.*,
      coalesce(extract(epoch from came.at - c.answered_at), 'infinity') as waited,
      exists (
        select from public.coin_transactions t
        where t.user_id = c.caller_id and t.balance_after < c.coin_per_minute
      ) as was_short
    from public.calls c
    cross join lateral (
      select count(*) filter (where p.kind = 'call') as paid, max(p.call_minute) as last_minute,
        count(*) filter (where p.kind = 'refund') as given_back,
        coalesce(sum(case p.kind when 'call' then p.coins else -p.coins end), 0) as coins
      from public.live_payments p where p.call_id = c.id
    ) paid
    cross join lateral (
      select min(coalesce(t.joined_at, c.answered_at)) as at
      from public.live_stays t
      where t.call_id = c.id and t.user_id = c.callee_id
    ) came";

/// What no call may be.
const WRONG: [(&str, &str); 9] = [
    ("a call that goes on", "status <> 'ended'"),
    ("a call that nobody answered and somebody paid for", "answered_at is null and paid > 0"),
    ("a minute left out or paid twice", "paid <> coalesce(last_minute, 0)"),
    ("another sum than what was paid and not given back", "coins <> total_coin_spent"),
    ("another price than its own", "paid * coin_per_minute <> coins + given_back * coin_per_minute"),
    ("a minute that began after the end", "paid > 1 + floor(lasted / 60)"),
    (
        "a minute that began and is not paid, though there were coins",
        "end_reason = 'completed' and coin_per_minute > 0 and waited <> 'infinity' and paid < ceil(lasted / 60)
           and not was_short",
    ),
    (
        "coins that ended at another second",
        "end_reason = 'completed' and end_detail is not null and lasted <> paid * 60",
    ),
    (
        "something else given back than what began before a late callee came",
        "given_back <> case when waited <= 15 then 0 else least(paid, ceil(waited / 60)) end",
    ),
];

/// What may be refused, and what may have been meant to fail: the call is another by then.
fn assert_in_order(action: Action, reply: &Reply) {
    const REFUSALS: [&str; 8] = [
        "BUSY",
        "CALL_ANSWERED",
        "CALL_ENDED",
        "CALL_NOT_FOUND",
        "PAYMENT_REQUIRED",
        "SELF_CALL",
        "SELF_GIFT",
        "WRONG_PARTY",
    ];
    if let Err(Refusal { state, code, .. }) = reply {
        assert!(REFUSALS.contains(&code.as_str()), "{action:?}: {state} {code}");
    }
}
