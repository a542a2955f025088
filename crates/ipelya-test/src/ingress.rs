//! LiveKit with a server for encoders, as one test sees it: the stand-in of the local stack, behind a proxy that counts and
//! can fail on purpose.

use super::api::Api;
use super::project::{Project, listen};
use super::stack;
use super::upstream::Upstream;
use ipelya_local::gateway::Front;
use ipelya_local::ingress::Ingress;

/// LiveKit with encoders.
#[derive(Debug)]
pub struct IngressServer {
    /// What happens there.
    pub ingress: Ingress,
    /// The way to it.
    pub upstream: Upstream,
}

impl IngressServer {
    /// One in front of this project's LiveKit.
    pub async fn open(project: &Project) -> Self {
        Self::serve(Ingress::new(project.livekit_port(), None)).await
    }

    /// One that posts its events to this address, as the project's LiveKit does.
    pub async fn open_reporting_to(project: &Project, url: &str) -> Self {
        Self::serve(Ingress::new(project.livekit_port(), Some(url.to_owned()))).await
    }

    async fn serve(ingress: Ingress) -> Self {
        let router = ingress.router();
        let front =
            stack::run(async move { Front::serve(listen().await, "", router).expect("LiveKit is served") }).await;
        Self { ingress, upstream: Upstream::new(front, None) }
    }

    /// The functions with LiveKit there.
    pub fn known_to(&self, api: Api) -> Api {
        let url = format!("ws://{}", self.upstream.address());
        api.with_settings(&[("LIVEKIT_URL", &url), ("LIVEKIT_INGRESS", "on")])
    }

    /// An encoder begins to send with this key: LiveKit's id of its connection, or why it is not let in.
    pub async fn start_encoder(&self, stream_key: &str) -> Result<String, String> {
        let (ingress, key) = (self.ingress.clone(), stream_key.to_owned());
        stack::run(async move { ingress.start_encoder(&key).await.map_err(|error| error.to_string()) }).await
    }

    /// It stops.
    pub async fn stop_encoder(&self, stream_key: &str) {
        let (ingress, key) = (self.ingress.clone(), stream_key.to_owned());
        stack::run(async move { ingress.stop_encoder(&key).await }).await.expect("the encoder stops");
    }
}
