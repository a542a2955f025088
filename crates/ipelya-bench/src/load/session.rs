//! One session from its opening to its end, as its plan says: its host, its viewers, and what they do.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use livekit_protocol::DisconnectReason;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until};
use uuid::Uuid;

use super::listeners::{Listeners, line};
use super::livekit::Connection;
use super::people::Person;
use super::plan::{Act, Plan, Visit};
use super::stage::Stage;

/// How long a phone takes from its token into the room.
const CONNECTING: Duration = Duration::from_secs(1);
/// What is given each time, and what it costs.
const GIFT: &str = "heart";
pub(super) const GIFT_COINS: i64 = 10;

/// A session on air, with its host inside and some viewers who listen.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: Uuid,
    host: Person,
    on_stage: Connection,
    pub(super) listeners: Listeners,
}

/// What came of a session, as those know who were there.
#[derive(Debug, Clone, Default)]
pub(super) struct Played {
    pub(super) id: Uuid,
    /// Who got in.
    pub(super) viewers: BTreeSet<Uuid>,
    /// How often somebody did.
    pub(super) connections: usize,
    /// Lines and gifts that were answered with a success.
    pub(super) lines: usize,
    pub(super) gifts: usize,
    /// What nobody could do, because they were not inside by then.
    pub(super) missed: usize,
}

/// What all tasks of a session share.
#[derive(Debug)]
struct Scene {
    stage: Arc<Stage>,
    session: Uuid,
    people: Arc<[Person]>,
    began: Instant,
    /// By visit.
    inside: Vec<AtomicBool>,
    lines: AtomicUsize,
    gifts: AtomicUsize,
    missed: AtomicUsize,
}

impl Session {
    /// A creator goes on air, and these people listen.
    pub(super) async fn open(stage: &Stage, host: &Person, listening: &[Person]) -> std::io::Result<Self> {
        let asked = json!({ "title": "Akşam sohbeti", "sessionType": "video_live", "accessType": "public" });
        let session = &stage.functions.session;
        let opened = stage.ask(session, "create-live-session", host, &asked, Instant::now()).await;
        let failed = || std::io::Error::other(format!("no session is opened: {} {}", opened.status, opened.body));
        let id: Uuid = opened.text("/session/id").parse().map_err(|_| failed())?;
        let on_stage = stage.livekit.connect(opened.text("/token")).ok_or_else(failed)?;
        let listeners = Listeners::join(&stage.url, id, listening, &stage.heard, &stage.records).await?;
        stage.find_realtime().await?;
        Ok(Self { id, host: host.clone(), on_stage, listeners })
    }

    /// Has everybody come, do and go as planned, and the host end it. `began` is the plan's beginning.
    pub(super) async fn play(&self, stage: &Arc<Stage>, plan: &Plan, people: &Arc<[Person]>, began: Instant) -> Played {
        let scene = Arc::new(Scene {
            stage: Arc::clone(stage),
            session: self.id,
            people: Arc::clone(people),
            began,
            inside: plan.visits.iter().map(|_| AtomicBool::new(false)).collect(),
            lines: AtomicUsize::new(0),
            gifts: AtomicUsize::new(0),
            missed: AtomicUsize::new(0),
        });
        let (mut visits, mut acts) = (JoinSet::new(), JoinSet::new());
        for (number, visit) in plan.visits.iter().enumerate() {
            visits.spawn(Arc::clone(&scene).visit(number, *visit));
        }
        for (all, is_gift) in [(&plan.lines, false), (&plan.gifts, true)] {
            for act in all {
                let who = plan.visits.get(act.visit).map_or(0, |visit| visit.person);
                acts.spawn(Arc::clone(&scene).act(*act, who, is_gift));
            }
        }
        let (mut viewers, mut connections) = (BTreeSet::new(), 0);
        while let Some(visited) = visits.join_next().await {
            let (who, times) = visited.unwrap_or_default();
            connections += times;
            viewers.extend(who);
        }
        while acts.join_next().await.is_some() {}
        sleep_until((began + plan.end).into()).await;
        self.end(stage).await;
        let count = |counted: &AtomicUsize| counted.load(Ordering::Relaxed);
        let (lines, gifts, missed) = (count(&scene.lines), count(&scene.gifts), count(&scene.missed));
        Played { id: self.id, viewers, connections, lines, gifts, missed }
    }

    async fn end(&self, stage: &Stage) {
        let asked = json!({ "sessionId": self.id });
        stage.ask(&stage.functions.session, "end-live-session", &self.host, &asked, Instant::now()).await;
        stage.livekit.disconnect(&self.on_stage, DisconnectReason::ClientInitiated);
    }
}

impl Scene {
    /// One viewer's time. Who it was, if they got in, and how often they did.
    async fn visit(self: Arc<Self>, number: usize, visit: Visit) -> (Option<Uuid>, usize) {
        let (Some(person), Some(is_inside)) = (self.people.get(visit.person), self.inside.get(number)) else {
            return (None, 0);
        };
        let due = self.began + visit.arrive;
        sleep_until(due.into()).await;
        let functions = &self.stage.functions;
        let joined = self.stage.ask(&functions.session, "join-live-session", person, &self.asked(), due).await;
        if !joined.is_ok() {
            return (None, 0);
        }
        let Some(mut connection) = self.connect(person).await else { return (None, 0) };
        is_inside.store(true, Ordering::Relaxed);
        let mut times = 1;
        if let Some(breaks) = visit.breaks {
            sleep_until((self.began + breaks).into()).await;
            is_inside.store(false, Ordering::Relaxed);
            self.stage.livekit.disconnect(&connection, DisconnectReason::SignalClose);
            if let Some(again) = self.connect(person).await {
                connection = again;
                times += 1;
                is_inside.store(true, Ordering::Relaxed);
            }
        }
        sleep_until((self.began + visit.leave).into()).await;
        is_inside.store(false, Ordering::Relaxed);
        self.stage.livekit.disconnect(&connection, DisconnectReason::ClientInitiated);
        (Some(person.id), times)
    }

    /// As the app does: a token by itself, then into the room.
    async fn connect(&self, person: &Person) -> Option<Connection> {
        let functions = &self.stage.functions;
        let token = self.stage.ask(&functions.token, "get-livekit-token", person, &self.asked(), Instant::now()).await;
        sleep(CONNECTING).await;
        self.stage.livekit.connect(token.text("/token"))
    }

    /// Somebody says or gives something.
    async fn act(self: Arc<Self>, act: Act, who: usize, is_gift: bool) {
        let due = self.began + act.at;
        sleep_until(due.into()).await;
        let is_inside = self.inside.get(act.visit).is_some_and(|inside| inside.load(Ordering::Relaxed));
        let Some(person) = self.people.get(who).filter(|_| is_inside) else {
            self.missed.fetch_add(1, Ordering::Relaxed);
            return;
        };
        let functions = &self.stage.functions;
        let (pool, name, done, mut asked) = if is_gift {
            (&functions.gift, "send-live-gift", &self.gifts, json!({ "giftId": GIFT, "quantity": 1 }))
        } else {
            (&functions.chat, "send-live-message", &self.lines, json!({ "content": line() }))
        };
        if let (Some(fields), Value::Object(session)) = (asked.as_object_mut(), self.asked()) {
            fields.extend(session);
        }
        if self.stage.ask(pool, name, person, &asked, due).await.is_ok() {
            done.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn asked(&self) -> Value {
        json!({ "sessionId": self.session })
    }
}
