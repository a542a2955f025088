//! The webhook, one event after the other, as LiveKit's queue of one room delivers them: what of the time is the
//! function's own, and what its round trip's.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::response::Response;
use ipelya_local::clock::seconds;
use ipelya_local::gateway::forward;
use ipelya_local::http_client::HttpClient;
use ipelya_test::{Project, Session, sign_webhook};
use serde_json::json;
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::Binaries;
use crate::contestant::Asked;
use crate::function::{Function, changed, event_of};
use crate::generated::percentile;

/// Connections that begin and end, an event each.
const CONNECTIONS: usize = 1_100;
/// Events before the first that is measured.
const WARM_UP: usize = 200;
/// Events that are measured.
pub(crate) const EVENTS: usize = 2 * CONNECTIONS - WARM_UP;

/// Times of all measured events.
pub(crate) struct Webhook {
    /// From the Runtime API and back, without the round trip.
    pub(crate) own: Times,
    /// From the function's request to PostgREST to its answer.
    pub(crate) round_trip: Times,
    /// From the Runtime API and back.
    pub(crate) whole: Times,
}

/// A median and what 99 of 100 took at most.
pub(crate) struct Times {
    pub(crate) median: Duration,
    pub(crate) p99: Duration,
}

impl Times {
    pub(crate) fn of(times: &[Duration]) -> Self {
        Self { median: percentile(times, 50), p99: percentile(times, 99) }
    }
}

/// Sends the events of one room to the function, whose round trips pass a proxy with a watch.
pub(crate) async fn measure(
    binaries: &Binaries,
    project: &Project,
    settings: &[(String, String)],
) -> std::io::Result<Webhook> {
    let given = project.given();
    let session = given.live_session(&given.creator().await).insert().await;
    let mut people = Vec::new();
    for _ in 0..50 {
        people.push(given.user().await.id);
    }
    let watch = Watch::start(project.url()).await?;
    let settings = changed(settings, &[("SUPABASE_URL", watch.url.clone())]);
    let mut function = Function::spawn(&binaries.of("webhook"), &settings, 1).await?;
    // what it asks at start is no part of an event
    function.started().await?;
    watch.read();

    let (mut own, mut round_trips, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    for (number, report) in reports(&settings, &session, "Q", &people, CONNECTIONS).into_iter().enumerate() {
        let event = event_of("POST", report.path, &report.token, &report.body);
        let started = Instant::now();
        function.invoke(&event).await?;
        let took = started.elapsed();
        let trips = watch.read();
        let [trip] = trips[..] else {
            return Err(std::io::Error::other(format!("{} round trips for one event", trips.len())));
        };
        if number >= WARM_UP {
            own.push(took.saturating_sub(trip));
            round_trips.push(trip);
            whole.push(took);
        }
    }
    Ok(Webhook { own: Times::of(&own), round_trip: Times::of(&round_trips), whole: Times::of(&whole) })
}

/// A proxy in front of PostgREST that times what passes.
struct Watch {
    url: String,
    times: Arc<Mutex<Vec<Duration>>>,
}

impl Watch {
    async fn start(upstream: String) -> std::io::Result<Self> {
        let (client, times) = (HttpClient::new(), Arc::new(Mutex::new(Vec::new())));
        let seen = Arc::clone(&times);
        let router = Router::new().fallback(move |request: Request| {
            let (client, upstream, seen) = (client.clone(), upstream.clone(), Arc::clone(&seen));
            async move {
                let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
                let started = Instant::now();
                let (parts, body) = forward(&client, &upstream, &path, request).await.into_parts();
                let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
                if let Ok(mut seen) = seen.lock() {
                    seen.push(started.elapsed());
                }
                Response::from_parts(parts, Body::from(body))
            }
        });
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, times })
    }

    /// The times since the last look.
    fn read(&self) -> Vec<Duration> {
        self.times.lock().map(|mut times| std::mem::take(&mut *times)).unwrap_or_default()
    }
}

/// LiveKit's reports of so many connections of people who come and go, each report news. The names of their SIDs begin
/// with `series`.
pub(crate) fn reports(
    settings: &[(String, String)],
    session: &Session,
    series: &str,
    people: &[Uuid],
    connections: usize,
) -> Vec<Asked> {
    let setting = |name: &str| settings.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let now = seconds();
    let mut reports = Vec::new();
    for (number, identity) in (0..connections).zip(people.iter().cycle()) {
        for name in ["participant_joined", "participant_left"] {
            let body = json!({
                "event": name, "id": format!("EV_{series}_{name}_{number}"), "createdAt": now.to_string(),
                "room": {
                    "sid": format!("RM_{series}"), "name": session.room_name, "creationTime": now.to_string(),
                },
                "participant": { "sid": format!("PA_{series}{number}"), "identity": identity, "kind": "STANDARD" },
            });
            let (key, secret) = (setting("LIVEKIT_API_KEY"), setting("LIVEKIT_API_SECRET"));
            let body = body.to_string();
            let token = sign_webhook(key, secret, &body, now, |_| ());
            reports.push(Asked { path: "livekit-webhook", token, body });
        }
    }
    reports
}
