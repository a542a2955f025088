//! LiveKit with a server for encoders, as one test sees it: the stand-in of the local stack, behind a proxy that counts and
//! can fail on purpose.

use super::api::Api;
use super::own_livekit::OwnLiveKit;
use super::own_process::OwnProcess;
use super::project::{Project, listen};
use super::stack::{self, Stack};
use super::upstream::Upstream;
use ipelya_local::clock::new_id;
use ipelya_local::gateway::Front;
use ipelya_local::ingress::Ingress;
use ipelya_local::livekit::{http_url, ws_url};
use ipelya_local::ports::free_port;
use ipelya_local::redis;
use ipelya_local::tools::on_path;
use std::path::PathBuf;
use std::sync::Arc;

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
        Self::serve(Ingress::new(project.livekit_port(), Vec::new())).await
    }

    /// One that posts its events to this address, as the project's LiveKit does.
    pub async fn open_reporting_to(project: &Project, url: &str) -> Self {
        Self::serve(Ingress::new(project.livekit_port(), vec![url.to_owned()])).await
    }

    async fn serve(ingress: Ingress) -> Self {
        let router = ingress.router();
        let front =
            stack::run(async move { Front::serve(listen().await, "", router).expect("LiveKit is served") }).await;
        Self { ingress, upstream: Upstream::new(front) }
    }

    /// The functions with LiveKit there.
    pub fn known_to(&self, api: Api) -> Api {
        known(api, &format!("ws://{}", self.upstream.address()))
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

/// LiveKit with its own Ingress and Egress APIs, which need Redis, and neither a server for encoders nor a worker that records
/// behind them.
#[derive(Debug)]
pub struct LiveKitIngress {
    livekit: OwnLiveKit,
    _redis: OwnProcess,
}

impl LiveKitIngress {
    /// Starts one; `None` where there is no Redis.
    pub async fn open(project: &Project) -> Option<Self> {
        let program = on_path("redis-server")?;
        Some(stack::run(Self::launch(project.stack(), program)).await)
    }

    async fn launch(stack: Arc<Stack>, program: PathBuf) -> Self {
        let name = format!("redis-{}", new_id().simple());
        let start = || async {
            let port = free_port()?;
            Ok((redis::start_as(&name, &program, &stack.instance, port).await?, port))
        };
        let (redis, port) = OwnProcess::launch("Redis", &stack, None, start).await;
        Self { livekit: OwnLiveKit::launch(&stack, &[], Some(port)).await, _redis: redis }
    }

    /// The functions with LiveKit there.
    pub fn known_to(&self, api: Api) -> Api {
        known(api, &ws_url(self.livekit.port()))
    }

    /// Its address, `http://`.
    pub fn url(&self) -> String {
        http_url(self.livekit.port())
    }
}

fn known(api: Api, url: &str) -> Api {
    api.with_settings(&[("LIVEKIT_URL", url), ("LIVEKIT_INGRESS", "on")])
}
