//! A project whose sessions, stays and payments were when the test says. Times are words such as `2100-01-05 20:00`, by
//! Istanbul's clock unless they name another.

use ipelya_local::clock::new_id;
use ipelya_test::{Project, Session, User};
use serde_json::Value;
use uuid::Uuid;

pub(crate) struct Ground {
    pub(crate) project: Project,
}

/// A moment, in SQL.
pub(crate) fn at(words: &str) -> String {
    let zone = if words.contains('+') || words.ends_with('Z') { "" } else { "+03" };
    format!("timestamptz '{words}{zone}'")
}

impl Ground {
    pub(crate) async fn start() -> Self {
        let project = Project::start().await;
        project.db().batch_execute("set role service_role").await.unwrap();
        Self { project }
    }

    /// Somebody, without a role.
    pub(crate) async fn person(&self) -> User {
        self.as_owner("reset role").await;
        let user = self.project.given().creator().await;
        self.as_owner("set role service_role").await;
        user
    }

    pub(crate) async fn people<const N: usize>(&self) -> [User; N] {
        let mut people = Vec::new();
        for _ in 0..N {
            people.push(self.person().await);
        }
        people.try_into().unwrap()
    }

    /// A public video session that goes on air then.
    pub(crate) async fn on_air(&self, host: &User, from: &str) -> Session {
        self.on_air_as("video_live", host, from).await
    }

    pub(crate) async fn on_air_as(&self, session_type: &str, host: &User, from: &str) -> Session {
        let id = new_id();
        let session = Session { id, room_name: format!("{session_type}_{id}"), creator_id: host.id };
        self.run(&format!(
            "insert into public.live_sessions (
               id, creator_id, title, session_type, livekit_room_name, status, created_at, started_at, announced_at
             ) values ('{id}', '{}', 'Deneme', '{session_type}', '{}', 'live', {from}, {from}, {from})",
            host.id,
            session.room_name,
            from = at(from)
        ))
        .await;
        session
    }

    /// The same, over by then.
    pub(crate) async fn session(&self, host: &User, from: &str, until: &str) -> Session {
        let session = self.on_air(host, from).await;
        self.end(&session, until).await;
        session
    }

    pub(crate) async fn end(&self, session: &Session, when: &str) {
        self.run(&format!("select public.live_end_session('{}', 'host_ended', {})", session.id, at(when))).await;
    }

    /// A viewer's connection, as LiveKit reports it.
    pub(crate) async fn stay(&self, session: &Session, who: &User, from: &str, until: &str) {
        self.connection(session, &who.id.to_string(), "STANDARD", from, Some(until)).await;
    }

    /// Any connection, which goes on if it has no end.
    pub(crate) async fn connection(
        &self,
        session: &Session,
        identity: &str,
        kind: &str,
        from: &str,
        until: Option<&str>,
    ) {
        let until = until.map_or("null".to_owned(), at);
        self.run(&format!(
            "select public.live_stay_seen('{}', 'RM_1', 'PA_{}', '{identity}', '{kind}', {}, {until}, 'CLIENT_INITIATED')",
            session.room_name,
            new_id().simple(),
            at(from)
        ))
        .await;
    }

    /// A row of the journal; of every ten coins seven are the creator's.
    pub(crate) async fn paid(&self, kind: &str, session: &Session, payer: &User, coins: i32, when: &str) -> Uuid {
        let id = new_id();
        self.run(&format!(
            "insert into public.live_payments (
               id, kind, session_id, payer_id, payee_id, coins, creator_share, platform_share, created_at
             ) values ('{id}', '{kind}', '{}', '{}', '{}', {coins}, {}, {}, {})",
            session.id,
            payer.id,
            session.creator_id,
            i64::from(coins) * 7 / 10,
            i64::from(coins) - i64::from(coins) * 7 / 10,
            at(when)
        ))
        .await;
        id
    }

    /// Its refund.
    pub(crate) async fn given_back(&self, payment: Uuid, when: &str) {
        self.run(&format!(
            "insert into public.live_payments (
               kind, refunds, session_id, call_id, call_minute, payer_id, payee_id, coins, creator_share, platform_share,
               created_at
             )
             select 'refund', id, session_id, call_id, call_minute, payer_id, payee_id, coins, creator_share,
               platform_share, {}
             from public.live_payments where id = '{payment}'",
            at(when)
        ))
        .await;
    }

    pub(crate) async fn said(&self, session: &Session, who: &User, when: &str) {
        self.as_owner(&format!(
            "reset role;
             alter table public.live_messages disable trigger user;
             insert into public.live_messages (session_id, sender_id, content, created_at)
             values ('{}', '{}', 'selam', {});
             alter table public.live_messages enable trigger user;
             set role service_role",
            session.id,
            who.id,
            at(when)
        ))
        .await;
    }

    /// Everything that is due of figures then, until nothing is.
    pub(crate) async fn rolled_up(&self, when: &str) {
        for _ in 0..400 {
            let sql = format!("select public.live_tick({})", at(when));
            let report = self.value(&sql).await;
            if report["live_roll_up_days"].is_null() && report["live_roll_up_sessions"].is_null() {
                return;
            }
            assert!(
                report["live_roll_up_days"].as_str().or(report["live_roll_up_sessions"].as_str()).is_none(),
                "{report}"
            );
        }
        panic!("the roll-up never ends");
    }

    /// What `live_stats_…` answers.
    pub(crate) async fn ask(&self, call: &str) -> Value {
        self.value(&format!("select public.live_stats_{call}")).await
    }

    pub(crate) async fn report(&self, session: &Session, when: &str) -> Value {
        self.ask(&format!("session_report('{}', {})", session.id, at(when))).await
    }

    /// The figures of the latest so many days, by their dates.
    pub(crate) async fn daily(&self, days: i32, when: &str) -> Vec<Value> {
        self.ask(&format!("daily({days}, {})", at(when))).await["days"].as_array().unwrap().clone()
    }

    pub(crate) async fn value(&self, sql: &str) -> Value {
        self.project.value(sql, &[]).await
    }

    /// Of a table, all rows without what says when they were written.
    pub(crate) async fn rows(&self, table: &str, order: &str) -> Value {
        let sql = format!(
            "select coalesce(jsonb_agg(to_jsonb(t) - 'id' - 'rolled_up_at' - 'measured_at' order by {order}), '[]')
             from public.{table} t"
        );
        self.value(&sql).await
    }

    pub(crate) async fn run(&self, sql: &str) {
        self.as_owner(sql).await;
    }

    async fn as_owner(&self, sql: &str) {
        self.project.db().batch_execute(sql).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    }
}

/// Some fields of an object, as an object.
pub(crate) fn only(object: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), object[*name].clone())).collect::<serde_json::Map<_, _>>().into()
}
