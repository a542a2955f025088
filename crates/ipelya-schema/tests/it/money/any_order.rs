//! Any actions, in any order, at the same time.

use crate::money::books;
use crate::money::service_connection::{Crowd, Gift, Refusal, Reply, ServiceConnection, admin, now};
use futures_util::future::join_all;
use ipelya_test::{Project, Session, User};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use time::OffsetDateTime;
use tokio::runtime::Builder;
use uuid::Uuid;

const CONNECTIONS: usize = 8;
/// Of creators 0, 1 and 2, and of the viewers; the last has no balance at all.
const COINS: [i32; 8] = [300, 0, 50, 5000, 700, 60, 1000, 0];
const BANNED: usize = 6;
const PRICES: [i32; 3] = [0, 33, 1];

#[derive(Debug, Clone)]
enum Action {
    Gift {
        who: usize,
        session: usize,
        slug: &'static str,
        quantity: i32,
        key: Option<u8>,
    },
    Enter {
        who: usize,
        session: usize,
        expected: Option<i32>,
    },
    /// Of whichever payment comes at this place, counted from the last one.
    Refund {
        place: i64,
    },
    RefundDue,
    End {
        session: usize,
    },
}

/// What one connection got done.
#[derive(Default)]
struct Done {
    gifts: i64,
    entries: i64,
    refunds: i64,
    coins: i64,
}

struct World {
    people: Vec<User>,
    sessions: Vec<Session>,
    now: OffsetDateTime,
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let (who, session) = (0..COINS.len(), 0..PRICES.len());
    let slug = prop_oneof![
        8 => prop::sample::select(vec!["crumb", "sevens", "heart", "star"]),
        1 => prop::sample::select(vec!["gone", "unheard_of"]),
    ];
    let quantity = prop_oneof![12 => 1..8, 1 => Just(0), 1 => Just(999), 1 => Just(1000)];
    let key = prop_oneof![3 => Just(None), 1 => (0..3_u8).prop_map(Some)];
    let gift = (who.clone(), session.clone(), slug, quantity, key)
        .prop_map(|(who, session, slug, quantity, key)| Action::Gift { who, session, slug, quantity, key });
    let expected = prop_oneof![2 => Just(None), 2 => Just(Some(33)), 1 => Just(Some(1))];
    let enter =
        (who, session.clone(), expected).prop_map(|(who, session, expected)| Action::Enter { who, session, expected });
    let refund = (0..40_i64).prop_map(|place| Action::Refund { place });
    let end = session.prop_map(|session| Action::End { session });
    let due = Just(Action::RefundDue);
    prop::collection::vec(prop_oneof![36 => gift, 14 => enter, 10 => refund, 2 => due, 1 => end], 60..80)
}

#[test]
fn the_books_agree_after_anything_in_any_order() {
    let config = Config { cases: 12, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let outcome = TestRunner::new(config).run(&actions(), |actions| {
        runtime.block_on(act(&actions));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

async fn act(actions: &[Action]) {
    let project = Project::start().await;
    let world = World::make(&project).await;
    let crowd = Crowd::of(&project, CONNECTIONS).await;
    let done = join_all(crowd.iter().enumerate().map(|(index, service)| {
        let turns = actions.iter().skip(index).step_by(CONNECTIONS);
        world.take_turns(&project, service, turns)
    }))
    .await;

    books::assert_agree(&project, COINS.map(i64::from).iter().sum()).await;
    assert_eq!(books::rows(&project, "public.live_gifts").await, done.iter().map(|done| done.gifts).sum::<i64>());
    assert_eq!(
        books::rows(&project, "public.live_payments where kind = 'ppv'").await,
        done.iter().map(|done| done.entries).sum::<i64>()
    );
    let last = world.settle(&project, &crowd[0]).await;
    books::assert_agree(&project, COINS.map(i64::from).iter().sum()).await;
    assert_eq!(
        books::rows(&project, "public.live_payments where kind = 'refund'").await,
        done.iter().map(|done| done.refunds).sum::<i64>() + last
    );
    let spent = "select coalesce(sum(coins), 0) from public.live_payments where kind <> 'refund'";
    assert_eq!(
        crate::money::service_connection::number(&project, spent).await,
        done.iter().map(|done| done.coins).sum::<i64>()
    );
}

impl World {
    async fn make(project: &Project) -> Self {
        let given = project.given();
        let catalogue =
            "insert into public.live_gift_catalog (slug, name_en, name_tr, coin_price, animation, is_active)
                         values ('crumb', '', '', 1, 'float', true), ('sevens', '', '', 7, 'float', true),
                           ('gone', '', '', 5, 'float', false)";
        admin(project, catalogue).await;
        let (mut people, mut sessions) = (Vec::new(), Vec::new());
        for (index, coins) in COINS.into_iter().enumerate() {
            let person = if index < PRICES.len() { given.creator().await } else { given.user().await };
            if index + 1 < COINS.len() {
                given.coins(&person, coins).await;
            }
            people.push(person);
        }
        for (creator, price) in people.iter().zip(PRICES) {
            let session = given.live_session(creator);
            sessions.push(if price == 0 {
                session.insert().await
            } else {
                session.pay_per_view(price).host_connected().insert().await
            });
        }
        for session in &sessions {
            for person in people.iter().filter(|person| person.id != session.creator_id) {
                given.participant(session, person).insert().await;
            }
        }
        given.ban(&people[BANNED]).from_creator(&people[0]).insert().await;
        Self { people, sessions, now: now(project).await }
    }

    /// Ends every session and refunds what is due; how much that was. All were seen for no time at all after they were paid
    /// for, so no entry is left.
    async fn settle(&self, project: &Project, service: &ServiceConnection) -> i64 {
        for session in &self.sessions {
            service.end(session, self.now).await.unwrap();
        }
        let refunded = service.refund_all(self.now).await.unwrap().as_i64().unwrap();
        assert_eq!(service.refund_all(self.now).await.unwrap(), 0, "once");
        for session in &self.sessions {
            let paid = "select count(*) from public.live_participants p
                        where p.session_id = $1 and (public.live_paid_entry(p.session_id, p.user_id)).id is not null";
            let paid: i64 = project.db().query_one(paid, &[&session.id]).await.unwrap().get(0);
            assert_eq!(paid, 0);
        }
        refunded
    }

    async fn take_turns(
        &self,
        project: &Project,
        service: &ServiceConnection,
        turns: impl Iterator<Item = &Action>,
    ) -> Done {
        let mut done = Done::default();
        let mut over = [false; PRICES.len()];
        for action in turns {
            match *action {
                Action::Gift { who, session, slug, quantity, key } => {
                    let (key, hash) = (key.map(|key| format!("key-{key}")), format!("{session} {slug} {quantity}"));
                    let mut gift = Gift::heart(&self.people[who], &self.sessions[session], self.now).of(slug, quantity);
                    gift.key = key.as_deref();
                    gift.hash = key.as_ref().map(|_| hash.as_str());
                    if let Some(reply) = settled(service.gift(gift).await)
                        && reply["replayed"] != true
                    {
                        assert!(!over[session] && who != session && !(who == BANNED && session == 0), "{action:?}");
                        assert!(reply["balance"].as_i64().unwrap() >= 0);
                        done.gifts += 1;
                        done.coins += reply["gift"]["coin_amount"].as_i64().unwrap();
                    }
                }
                Action::Enter { who, session, expected } => {
                    let reply =
                        settled(service.enter(&self.people[who], &self.sessions[session], expected, self.now).await);
                    if let Some(reply) = reply
                        && reply["charged"] == true
                    {
                        assert!(!over[session] && who != session && PRICES[session] > 0, "{action:?}");
                        assert!(expected.is_none_or(|price| price == PRICES[session]), "{action:?}");
                        done.entries += 1;
                        done.coins += reply["coins"].as_i64().unwrap();
                    }
                }
                Action::Refund { place } => {
                    if let Some(payment) = payment_at(project, place).await {
                        let reply = service.refund(payment, self.now).await.unwrap();
                        done.refunds += i64::from(reply["refunded"] == true);
                    }
                }
                Action::RefundDue => done.refunds += service.refund_all(self.now).await.unwrap().as_i64().unwrap(),
                Action::End { session } => {
                    assert_eq!(service.end(&self.sessions[session], self.now).await.unwrap()["status"], "ended");
                    over[session] = true;
                }
            }
        }
        done
    }
}

/// Some payment that is there by now.
async fn payment_at(project: &Project, place: i64) -> Option<Uuid> {
    let sql = "select id from public.live_payments where kind <> 'refund' order by id offset $1 limit 1";
    project.db().query_opt(sql, &[&place]).await.unwrap().map(|row| row.get(0))
}

/// The answer, unless it is one of the refusals a client may see. A deadlock or a broken constraint is none.
fn settled(reply: Reply) -> Option<serde_json::Value> {
    const REFUSALS: [(&str, &str); 9] = [
        ("PT400", "INVALID_QUANTITY"),
        ("PT402", "PAYMENT_REQUIRED"),
        ("PT403", "BANNED"),
        ("PT403", "SELF_GIFT"),
        ("PT404", "GIFT_NOT_FOUND"),
        ("PT409", "PRICE_CHANGED"),
        ("PT409", "SESSION_ENDED"),
        ("PT422", "IDEMPOTENCY_KEY_REUSED"),
        ("PT429", "RATE_LIMITED"),
    ];
    match reply {
        Ok(reply) => Some(reply),
        Err(Refusal { state, code, .. }) => {
            assert!(REFUSALS.contains(&(state.as_str(), code.as_str())), "{state} {code}");
            None
        }
    }
}
