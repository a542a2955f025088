//! Two people with phones, the functions they call each other by, and Expo.

use ipelya_core::Refusal;
use ipelya_core::api::notifier::{Notified, NotifyNow};
use ipelya_edge::{Clock, Context, Settings};
use ipelya_test::{Api, Expo, Project, Reply, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A project whose pushes go through Expo. A notifier has been at work in it.
pub(crate) struct Phones {
    pub(crate) project: Project,
    pub(crate) expo: Expo,
    pub(crate) calls: Api,
    pub(crate) caller: User,
    pub(crate) callee: User,
}

/// The token of the phone that the callee has.
pub(crate) const CALLEES: &str = "ExponentPushToken[callee]";

impl Phones {
    pub(crate) async fn start() -> Self {
        let project = Project::start().await;
        let expo = Expo::start().await;
        let calls = Api::new(&project, call::routes());
        let (caller, callee) = (project.given().user().await, project.given().user().await);
        let phones = Self { project, expo, calls, caller, callee };
        phones.has(&phones.callee, CALLEES).await;
        phones.notify().await;
        phones
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.calls.now()
    }

    /// Somebody signs in on a phone, an hour ago.
    pub(crate) async fn has(&self, user: &User, push_token: &str) {
        let sql = "insert into public.device_tokens (user_id, token, is_active, last_used_at)
                   values ($1, $2, true, $3) on conflict (user_id) do update set token = excluded.token";
        self.project.execute(sql, &[&user.id, &push_token, &(self.now() - Duration::hours(1))]).await;
    }

    /// A context of the notifier at a moment, so many seconds from now.
    pub(crate) fn context(&self, seconds: i64, change: &[(&str, &str)]) -> Context {
        let mut env = self.project.env();
        env.insert("PUSH_PROVIDER".into(), "expo".into());
        env.insert("EXPO_URL".into(), self.expo.url().into());
        env.extend(change.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let settings = Settings::from_source(|name| env.get(name).cloned()).unwrap();
        Context::new(&settings, Clock::fixed(self.now() + Duration::seconds(seconds))).unwrap()
    }

    /// One round now.
    pub(crate) async fn notify(&self) -> Notified {
        self.notify_after(0).await
    }

    /// One round, so many seconds from now.
    pub(crate) async fn notify_after(&self, seconds: i64) -> Notified {
        self.try_notify_after(seconds).await.unwrap()
    }

    pub(crate) async fn try_notify_after(&self, seconds: i64) -> Result<Notified, Refusal> {
        notifier::notify_now(&self.context(seconds, &[]), NotifyNow {}).await
    }

    /// The caller calls: the call's id.
    pub(crate) async fn ring(&self) -> String {
        let body = json!({ "calleeId": self.callee.id, "callType": "video" });
        let reply = self.calls.post("create-call").user(&self.caller).json(body).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body["call"]["id"].as_str().unwrap().to_owned()
    }

    /// What somebody does about a call.
    pub(crate) async fn act(&self, function: &str, user: &User, call: &str) -> Reply {
        let reply = self.calls.post(function).user(user).json(json!({ "callId": call })).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply
    }

    /// The titles that the callee's phone shows.
    pub(crate) fn shown(&self) -> Vec<String> {
        self.expo.shown(CALLEES)
    }

    /// So many people with a phone each, who are all told of a refund: their tokens.
    pub(crate) async fn crowd(&self, many: usize) -> Vec<String> {
        let sql = "with people as (
                     insert into auth.users (id, email) select gen_random_uuid(), gen_random_uuid() || '@test'
                     from generate_series(1, $1::integer) returning id
                   )
                   insert into public.push_tokens (user_id, token, updated_at)
                   select id, 'ExponentPushToken[' || id || ']', $2 from people returning user_id, token";
        let many = i32::try_from(many).unwrap();
        let rows = self.project.db().query(sql, &[&many, &self.now()]).await.unwrap();
        let people: Vec<Uuid> = rows.iter().map(|row| row.get(0)).collect();
        self.project
            .execute(
                "insert into public.notification_preferences (user_id, push_enabled)
                 select id, true from unnest($1::uuid[]) as id",
                &[&people],
            )
            .await;
        self.project
            .execute(
                "select public.live_tell($1, null, 'refund', $2, '{\"coins\": 50}', '{\"coins\": 50}', $3)",
                &[&people, &Uuid::from_u128(1), &self.now()],
            )
            .await;
        rows.iter().map(|row| row.get(1)).collect()
    }

    /// How the pushes in the outbox are, by phone.
    pub(crate) async fn outbox(&self) -> Value {
        let sql = "select coalesce(jsonb_object_agg(push_token, status), '{}') from public.live_outbox";
        self.project.value(sql, &[]).await
    }
}

/// What a round has sent, and no more.
pub(crate) fn sent(many: u32) -> Notified {
    Notified { due: many, sent: many, ..Notified::default() }
}
