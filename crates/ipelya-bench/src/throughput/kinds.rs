//! What is asked for, and of whom.

use std::io::Result;

use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{CONCURRENCY, DIRECT, DIRECT_TOGETHER, ORIGINAL, REST, REST_TOGETHER};
use crate::Binaries;
use crate::accounting::TOO_MANY_TO_REMEMBER;
use crate::contestant::{Asked, Contestant};
use crate::function::{Function, changed, event_of};
use crate::original::{Auth, Servers};
use crate::pgbench::Pgbench;
use crate::webhook::reports;

/// A token for a session that everybody may watch, to viewers whose own token was verified before.
pub(crate) const PUBLIC: &str = "token, public session";
/// A token for a session that has been paid for.
pub(crate) const PAID: &str = "token, pay-per-view session";
/// What LiveKit reports of viewers.
pub(crate) const WEBHOOK: &str = "webhook: a join, then a leave";
/// A new session, which goes live.
pub(crate) const CREATE: &str = "create";

/// Viewers who take turns, so that nobody waits for their own rate limit's row.
const VIEWERS: usize = 600;
/// Creators of each contestant, who begin one session each.
const CREATORS: usize = 362;
/// Connections of each contestant that LiveKit reports, twice each.
const CONNECTIONS: usize = 6_001;
/// Servers of the original plan: one for each core of the machine that figures are told of.
const SERVERS: usize = 2;

/// One kind of request.
pub(super) struct Kind {
    pub(super) name: &'static str,
    function: &'static str,
    /// Asked through PostgREST, directly, and of the original plan, if it has the function.
    asked: [Vec<Asked>; 3],
    /// Each request can be asked once.
    pub(super) is_once: bool,
    /// Postgres by itself.
    pub(super) pgbench: Option<Pgbench>,
}

/// What everybody is told.
pub(super) struct Ground<'a> {
    pub(super) binaries: &'a Binaries,
    pub(super) project: &'a Project,
    settings: &'a [(String, String)],
    rest_url: String,
    auth: Auth,
    people: Vec<User>,
    public: Session,
}

impl<'a> Ground<'a> {
    /// People, and a session that they may watch.
    pub(super) async fn prepare(
        binaries: &'a Binaries,
        project: &'a Project,
        settings: &'a [(String, String)],
    ) -> Result<Self> {
        let given = project.given();
        for limit in ["token", "join", "gift", "message", "create"] {
            given.setting(&format!("{limit}_rate_count"), 9_999_999).await;
        }
        given.setting("chat_messages_count", 9_999_999).await;
        let public = given.live_session(&given.creator().await).insert().await;
        let mut people = Vec::new();
        for _ in 0..VIEWERS {
            let viewer = given.user().await;
            given.coins(&viewer, 1_000_000).await;
            people.push(viewer);
        }
        let rest_url = project.rest().server_url().await;
        Ok(Self { binaries, project, settings, rest_url, auth: Auth::start().await?, people, public })
    }

    /// Every kind of request. They are made before the first is asked.
    pub(super) async fn kinds(&self) -> Result<Vec<Kind>> {
        let given = self.project.given();
        let paid = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;
        let unpaid = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;
        for viewer in &self.people {
            given.ppv_payment(viewer, &paid, 50).await;
            given.participant(&paid, viewer).paid_amount(50).insert().await;
        }
        let public = &self.public;
        let about = |session: &Session| json!({ "sessionId": session.id, "roomName": session.room_name });
        let gift = json!({ "sessionId": public.id, "giftId": "heart", "quantity": 1, "coinAmount": 10 });
        let message = json!({ "sessionId": public.id, "content": "merhaba" });
        let all = |asked: Vec<Asked>| [asked.clone(), asked.clone(), asked];
        let ours = |asked: Vec<Asked>| [asked.clone(), asked, Vec::new()];
        let kind = |name, function, asked| Kind { name, function, asked, is_once: false, pgbench: None };
        Ok(vec![
            Kind {
                pgbench: Pgbench::of(&self.project.postgres_url(), &self.people, public.id)?,
                ..kind(PUBLIC, "token", all(self.by_each("get-livekit-token", &about(public))))
            },
            kind(PAID, "token", all(self.by_each("get-livekit-token", &about(&paid)))),
            kind("token, HS256 first seen", "token", ours(self.by_new_tokens(true, &about(public)))),
            kind("token, ES256 first seen", "token", ours(self.by_new_tokens(false, &about(public)))),
            Kind { is_once: true, ..kind(WEBHOOK, "webhook", self.reports().await) },
            Kind { is_once: true, ..kind(CREATE, "session", self.creations().await) },
            kind("join, public session", "session", ours(self.by_each("join-live-session", &about(public)))),
            kind(
                "join, pay-per-view session (the first of each viewer pays)",
                "session",
                ours(self.by_each("join-live-session", &about(&unpaid))),
            ),
            kind("gift", "gift", ours(self.by_each("send-live-gift", &gift))),
            kind("chat message", "chat", ours(self.by_each("send-live-message", &message))),
        ])
    }

    /// One by each of the people, whose own token is known by then.
    fn by_each(&self, path: &'static str, body: &Value) -> Vec<Asked> {
        let token = |person| self.project.token_for(person).hs256().build();
        self.people.iter().map(|person| Asked { path, token: token(person), body: body.to_string() }).collect()
    }

    /// Tokens are asked for with more different ones than a function remembers.
    fn by_new_tokens(&self, is_hs256: bool, body: &Value) -> Vec<Asked> {
        let numbers = 0..TOO_MANY_TO_REMEMBER.div_ceil(VIEWERS) * 8;
        let each = numbers.flat_map(|number| self.people.iter().map(move |person| (number, person)));
        let token = |(number, person)| {
            let token = self.project.token_for(person).claim("iat", number);
            if is_hs256 { token.hs256().build() } else { token.build() }
        };
        each.map(|new| Asked { path: "get-livekit-token", token: token(new), body: body.to_string() }).collect()
    }

    /// What LiveKit says of people in a room, another for each contestant.
    async fn reports(&self) -> [Vec<Asked>; 3] {
        let given = self.project.given();
        let ids: Vec<Uuid> = self.people.iter().map(|person| person.id).collect();
        let mut all = [const { Vec::new() }; 3];
        for (asked, series) in all.iter_mut().zip(["R", "D", "O"]) {
            let session = given.live_session(&given.creator().await).insert().await;
            for person in &self.people {
                given.participant(&session, person).insert().await;
            }
            *asked = reports(self.settings, &session, series, &ids, CONNECTIONS);
        }
        all
    }

    /// A session by each of so many creators, others for each contestant.
    async fn creations(&self) -> [Vec<Asked>; 3] {
        let body = json!({ "title": "Akşam", "sessionType": "video_live", "accessType": "public" }).to_string();
        let mut all = [const { Vec::new() }; 3];
        for asked in &mut all {
            for _ in 0..CREATORS {
                let creator = self.project.given().creator().await;
                let token = self.project.token_for(&creator).hs256().build();
                asked.push(Asked { path: "create-live-session", token, body: body.clone() });
            }
        }
        all
    }

    /// Everybody who answers requests of a kind, each with the number of calls that one takes.
    pub(super) async fn contestants(&self, kind: &Kind) -> Result<Vec<(Contestant, Option<usize>)>> {
        let binary = self.binaries.of(kind.function);
        let mut contestants = Vec::new();
        let [through, directly, original] = &kind.asked;
        if !original.is_empty() {
            let settings = self.with(&[("REST_URL", self.rest_url.clone())]);
            let servers = Servers::start(kind.function_of_plan(), SERVERS, &settings, &self.auth).await?;
            let calls = self.calls_of_original(kind).await?;
            contestants.push((Contestant::original(ORIGINAL, servers, original), Some(calls)));
        }
        for (name, together, asked, past, counted) in [
            (REST, REST_TOGETHER, through, ("IPELYA_REST_URL", self.rest_url.clone()), None),
            (
                DIRECT,
                DIRECT_TOGETHER,
                directly,
                ("IPELYA_DATABASE_URL", self.project.postgres_url()),
                Some(self.project.direct_url()),
            ),
        ] {
            let settings = self.with(&[past, ("LIVEKIT_URL", self.project.livekit_direct_url())]);
            let contestant = Contestant::function(name, CONCURRENCY, &binary, &settings, asked).await?;
            let counted = counted.map(|url| ("IPELYA_DATABASE_URL", url));
            let function = Function::spawn(&binary, &self.with(counted.as_slice()), 1).await?;
            let calls = self.counted(asked, async |asked: &Asked| {
                function.invoke(&event_of("POST", asked.path, &asked.token, &asked.body)).await
            });
            let calls = Some(calls.await?);
            contestants.push((contestant, calls));
            if [PUBLIC, PAID].contains(&kind.name) {
                contestants.push((Contestant::function(together, SERVERS, &binary, &settings, asked).await?, calls));
            }
        }
        if kind.name == PUBLIC {
            contestants.extend(self.ceilings());
        }
        Ok(contestants)
    }

    /// PostgREST asked by this process: for the facts of a token, and for nothing.
    fn ceilings(&self) -> [(Contestant, Option<usize>); 2] {
        let key = self.settings.iter().find(|(name, _)| name == "SUPABASE_SERVICE_ROLE_KEY");
        let key = key.map(|(_, value)| value.clone()).unwrap_or_default();
        let facts = self.people.iter().map(|person| {
            json!({
                "p_user_id": person.id, "p_auth_session_id": person.session_id, "p_session_id": self.public.id,
                "p_again": false, "p_now": "2026-11-23T12:00:00Z",
            })
            .to_string()
        });
        let call = |function| format!("{}/rpc/{function}", self.rest_url);
        let facts = Contestant::postgrest(
            "PostgREST alone, the facts of a token",
            call("live_session_facts"),
            key.clone(),
            facts.collect(),
        );
        let nothing = vec![json!({ "p_key": "token_rate_count" }).to_string()];
        let nothing = Contestant::postgrest("PostgREST alone, one setting", call("live_setting"), key, nothing);
        [(facts, None), (nothing, None)]
    }

    async fn calls_of_original(&self, kind: &Kind) -> Result<usize> {
        let settings = self.with(&[("REST_URL", format!("{}/rest/v1", self.project.url()))]);
        let servers = Servers::start(kind.function_of_plan(), 1, &settings, &self.auth).await?;
        let [.., asked] = &kind.asked;
        let original = Contestant::original(ORIGINAL, servers, asked);
        let mut turn = asked.len().saturating_sub(3);
        self.counted(asked, async |_: &Asked| {
            turn += 1;
            original.answer(0, turn).await
        })
        .await
    }

    /// How many calls the last of these requests takes, after the one before it.
    async fn counted(&self, asked: &[Asked], mut answer: impl AsyncFnMut(&Asked) -> Result<()>) -> Result<usize> {
        let mut calls = 0;
        for asked in asked.iter().skip(asked.len().saturating_sub(2)) {
            self.project.rest().reset();
            self.project.livekit().reset();
            self.auth.read();
            answer(asked).await?;
            calls = self.project.rest().requests() + self.project.livekit().requests() + self.auth.read();
        }
        Ok(calls)
    }

    fn with(&self, changes: &[(&str, String)]) -> Vec<(String, String)> {
        changed(self.settings, changes)
    }
}

impl Kind {
    /// As the original plan's server calls it.
    fn function_of_plan(&self) -> &'static str {
        if self.name == CREATE { "create" } else { self.function }
    }

    /// How many requests of each contestant there are, if each can be asked once.
    pub(super) fn once(&self) -> Option<usize> {
        self.is_once.then(|| self.asked.iter().map(|asked| asked.len().saturating_sub(2)).min().unwrap_or_default())
    }
}
