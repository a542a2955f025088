//! A channel on air, people who pay, and Stripe's facts about it.

use ipelya_local::clock::new_id;
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::money::service_connection::{Crowd, Reply, ServiceConnection, now};

pub(crate) struct Ground {
    pub(crate) project: Project,
    pub(crate) host: User,
    pub(crate) donor: User,
    /// Of the channel, which is on air with `session`.
    pub(crate) channel: Uuid,
    pub(crate) session: Session,
    pub(crate) crowd: Crowd,
    pub(crate) now: OffsetDateTime,
}

/// A fact as `stripe_event` reads one.
pub(crate) fn fact(id: &str, kind: &str, at: OffsetDateTime, more: &Value) -> Value {
    let mut fact = json!({ "id": id, "kind": kind, "happened_at": at.format(&Rfc3339).unwrap() });
    for (name, value) in more.as_object().unwrap() {
        fact[name] = value.clone();
    }
    fact
}

impl Ground {
    pub(crate) async fn new() -> Self {
        let project = Project::start().await;
        let given = project.given();
        for limit in ["donate_rate_count", "donate_hour_rate_count", "pay_rate_count"] {
            given.setting(limit, 100_000).await;
        }
        let (host, donor) = (given.creator().await, given.user().await);
        let session = given.live_session(&host).insert().await;
        let channel = Uuid::from_u128(session.id.as_u128() ^ 1);
        let sql = "insert into public.live_channels (id, creator_id, creator_profile_id, slug, room_name, title)
                   values ($1, $2, $3, 'kanal', 'live-kanal-1', 'Kanal')";
        project.execute(sql, &[&channel, &host.id, &host.profile_id]).await;
        project
            .execute("update public.live_sessions set channel_id = $1 where id = $2", &[&channel, &session.id])
            .await;
        let crowd = Crowd::of(&project, 1).await;
        let now = now(&project).await;
        Self { project, host, donor, channel, session, crowd, now }
    }

    pub(crate) fn service(&self) -> &ServiceConnection {
        &self.crowd[0]
    }

    pub(crate) fn minutes_later(&self, minutes: i64) -> OffsetDateTime {
        self.now + Duration::minutes(minutes)
    }

    /// Begins a donation of so much to the channel.
    pub(crate) async fn donate(&self, amount: i64, message: Option<&str>) -> Reply {
        self.donate_as(self.service(), &self.donor, amount, message, None, self.now).await
    }

    pub(crate) async fn donate_as(
        &self,
        service: &ServiceConnection,
        donor: &User,
        amount: i64,
        message: Option<&str>,
        key: Option<&str>,
        at: OffsetDateTime,
    ) -> Reply {
        let sql = "select public.live_open_donation($1, null, $2, null, $3, 'usd', $4, false, $5, $6, 'hash')";
        let reply = service.ask(sql, &[&donor.id, &self.channel, &amount, &message, &at, &key]).await?;
        Ok(reply["result"].clone())
    }

    /// A donation that Stripe has an intent for; the payment's id, which the intent's name is made of.
    pub(crate) async fn donation(&self, amount: i64) -> Uuid {
        let key = new_id().to_string();
        let begun = self.donate_as(self.service(), &self.donor, amount, None, Some(&key), self.now).await;
        let id = id_of(&begun.unwrap());
        self.attach(id).await;
        id
    }

    pub(crate) async fn attach(&self, id: Uuid) {
        self.service().ask("select public.live_attach_intent($1, $2)", &[&id, &format!("pi_{id}")]).await.unwrap();
    }

    pub(crate) async fn told(&self, fact: &Value) -> Value {
        self.told_at(fact, self.now).await
    }

    pub(crate) async fn told_at(&self, fact: &Value, at: OffsetDateTime) -> Value {
        self.service().ask("select public.live_stripe_fact($1, $2)", &[fact, &at]).await.unwrap()
    }

    /// The payment's intent has succeeded with so much.
    pub(crate) fn success(&self, id: Uuid, amount: i64, currency: &str) -> Value {
        let more = json!({ "intent": format!("pi_{id}"), "payment_id": id, "amount": amount, "currency": currency });
        fact(&format!("evt_paid_{id}"), "intent_succeeded", self.now, &more)
    }

    pub(crate) async fn paid_donation(&self, amount: i64) -> Uuid {
        let id = self.donation(amount).await;
        assert_eq!(self.told(&self.success(id, amount, "usd")).await["result"], "applied");
        id
    }

    /// A fee that is paid.
    pub(crate) async fn paid_fee(&self, at: OffsetDateTime) -> Uuid {
        let sql = "select public.live_open_fee($1, null, 'kanal', 500, $2)";
        let begun = self.service().ask(sql, &[&self.host.id, &at]).await.unwrap();
        let id = id_of(&begun["result"]);
        assert_eq!(self.told_at(&self.success(id, 500, "usd"), at).await["result"], "applied");
        id
    }

    /// One column of a payment, as text.
    pub(crate) async fn column(&self, id: Uuid, column: &str) -> Option<String> {
        let sql = format!("select ({column})::text from public.live_card_payments where id = $1");
        self.project.db().query_one(&sql, &[&id]).await.unwrap().get(0)
    }

    pub(crate) async fn status(&self, id: Uuid) -> String {
        self.column(id, "status").await.unwrap()
    }

    /// What an account has, in a currency, over all facts.
    pub(crate) async fn held(&self, account: &str, currency: &str) -> i64 {
        let sql = "select coalesce(sum(amount), 0)::bigint from public.live_money_entries
                   where account = $1 and currency = $2";
        self.project.db().query_one(sql, &[&account, &currency]).await.unwrap().get(0)
    }

    pub(crate) async fn assert_held(&self, payer: i64, creator: i64, platform: i64, processor: i64) {
        let accounts = [("payer", payer), ("creator", creator), ("platform", platform), ("processor", processor)];
        for (account, expected) in accounts {
            assert_eq!(self.held(account, "usd").await, expected, "{account}");
        }
    }

    /// Payloads of an event on a topic, in order.
    pub(crate) async fn broadcasts(&self, topic: &str, event: &str) -> Vec<Value> {
        let sql =
            "select payload - 'id' from realtime.messages where topic = $1 and event = $2 order by inserted_at, id";
        self.project.db().query(sql, &[&topic, &event]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }
}

pub(crate) fn id_of(reply: &Value) -> Uuid {
    reply["payment_id"].as_str().unwrap().parse().unwrap()
}
