//! A stand-in for LiveKit's Ingress API and its server for encoders, which need Redis: in front of the real LiveKit it
//! answers `livekit.Ingress/*` and passes everything else on. An encoder is LiveKit's own client, which joins the real room
//! as LiveKit's ingress server does, `kind: ingress` and with real media; its signed `ingress_*` events go where LiveKit's
//! go. `POST /test/encoder/{stream key}` starts one, `DELETE` ends it.

mod encoder;
mod twirp;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use livekit_protocol::ingress_state::Status;
use livekit_protocol::{IngressInfo, IngressInput, IngressState};
use serde_json::json;

use crate::clock::{new_id, seconds};
use crate::http_client::HttpClient;
use crate::livekit::{RTMP_URL, WHIP_URL, http_url, ws_url};
use crate::stand_in::participant::Participant;
use crate::stand_in::proxy;
use crate::stand_in::webhooks::Signed;
use crate::{Error, Result};

/// LiveKit with encoders.
#[derive(Debug, Clone)]
pub struct Ingress {
    /// The real LiveKit's.
    livekit_port: u16,
    webhooks: Vec<String>,
    memory: Arc<Mutex<Memory>>,
    client: HttpClient,
}

#[derive(Debug, Default)]
struct Memory {
    /// By their ids.
    ingresses: BTreeMap<String, IngressInfo>,
    /// Those that send, by the ids of their ingresses.
    encoders: BTreeMap<String, Participant>,
}

impl Ingress {
    /// In front of the LiveKit at this port, telling these addresses of encoders.
    pub fn new(livekit_port: u16, webhooks: Vec<String>) -> Self {
        Self { livekit_port, webhooks, memory: Arc::default(), client: HttpClient::new() }
    }

    /// What answers for it.
    pub fn router(&self) -> Router {
        Router::new().fallback(answer).with_state(self.clone())
    }

    /// All ingresses as they are now.
    pub fn all(&self) -> Vec<IngressInfo> {
        self.memory().ingresses.values().cloned().collect()
    }

    /// An encoder begins to send with this key, as OBS does when "Start Streaming" is clicked. Returns LiveKit's id of its
    /// connection to the room.
    pub async fn start_encoder(&self, stream_key: &str) -> Result<String> {
        let failed = |reason: String| Error::Http { what: "the encoder".to_owned(), reason };
        let found = self.all().into_iter().find(|info| info.stream_key == stream_key);
        let info = found.ok_or_else(|| failed("no such stream key".to_owned()))?;
        self.set_status(&info.ingress_id, Status::EndpointBuffering, "");
        let started = encoder::start(&ws_url(self.livekit_port), &info, self.ending_of(&info.ingress_id)).await;
        match started {
            Ok(encoder) => {
                let sid = encoder.sid.clone();
                self.memory().encoders.insert(info.ingress_id.clone(), encoder);
                self.tell("ingress_started", &info.ingress_id, Status::EndpointPublishing, "").await?;
                Ok(sid)
            }
            Err(error) => {
                self.tell("ingress_ended", &info.ingress_id, Status::EndpointError, &error.to_string()).await?;
                Err(error)
            }
        }
    }

    /// It stops, as by a click. Does nothing if it does not send.
    pub async fn stop_encoder(&self, stream_key: &str) -> Result<()> {
        let id = self.all().into_iter().find(|info| info.stream_key == stream_key).map(|info| info.ingress_id);
        match id {
            Some(id) => self.end_encoder(&id).await,
            None => Ok(()),
        }
    }

    async fn end_encoder(&self, ingress_id: &str) -> Result<()> {
        let encoder = self.memory().encoders.remove(ingress_id);
        if let Some(encoder) = encoder {
            encoder.leave().await;
            self.tell("ingress_ended", ingress_id, Status::EndpointInactive, "").await?;
        }
        Ok(())
    }

    /// What happens once LiveKit has put an encoder out.
    fn ending_of(&self, ingress_id: &str) -> impl Future<Output = ()> + Send + 'static {
        let (ingress, id) = (self.clone(), ingress_id.to_owned());
        async move {
            let encoder = ingress.memory().encoders.remove(&id);
            if encoder.is_some() {
                // whoever listens hears it from the next list, too
                let _ = ingress.tell("ingress_ended", &id, Status::EndpointInactive, "").await;
            }
        }
    }

    fn make(&self, input: IngressInput, info: IngressInfo) -> IngressInfo {
        let url = if input == IngressInput::WhipInput { WHIP_URL } else { RTMP_URL };
        let made = IngressInfo {
            ingress_id: format!("IN_{}", new_id().simple()),
            stream_key: new_id().simple().to_string(),
            url: url.to_owned(),
            input_type: input.into(),
            reusable: true,
            state: Some(IngressState::default()),
            ..info
        };
        self.memory().ingresses.insert(made.ingress_id.clone(), made.clone());
        made
    }

    fn set_status(&self, ingress_id: &str, status: Status, error: &str) -> Option<IngressInfo> {
        let mut memory = self.memory();
        let info = memory.ingresses.get_mut(ingress_id)?;
        info.state = Some(IngressState { status: status.into(), error: error.to_owned(), ..IngressState::default() });
        Some(info.clone())
    }

    /// Notes how an ingress is, and posts it as LiveKit does. One that was deleted meanwhile is nobody's news.
    async fn tell(&self, event: &str, ingress_id: &str, status: Status, error: &str) -> Result<()> {
        let Some(info) = self.set_status(ingress_id, status, error) else { return Ok(()) };
        let signed = Signed::now(&json!({
            "event": event, "id": format!("EV_{}", new_id().simple()), "createdAt": seconds().to_string(),
            "ingressInfo": twirp::to_json(&info),
        }));
        for address in &self.webhooks {
            let (status, text) = signed.post(&self.client, address).await?;
            if !status.is_success() {
                return Err(Error::Http { what: address.clone(), reason: format!("{status} {text}") });
            }
        }
        Ok(())
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn answer(State(ingress): State<Ingress>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(method) = path.strip_prefix("/twirp/livekit.Ingress/") {
        return twirp::answer(&ingress, method, request).await;
    }
    let Some(stream_key) = path.strip_prefix("/test/encoder/") else {
        return proxy::pass(&ingress.client, &http_url(ingress.livekit_port), request).await;
    };
    let outcome = match *request.method() {
        Method::POST => ingress.start_encoder(stream_key).await.map(|sid| json!({ "sid": sid })),
        Method::DELETE => ingress.stop_encoder(stream_key).await.map(|()| json!({})),
        _ => return StatusCode::METHOD_NOT_ALLOWED.into_response(),
    };
    match outcome {
        Ok(reply) => axum::Json(reply).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, axum::Json(json!({ "error": error.to_string() }))).into_response(),
    }
}
