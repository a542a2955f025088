//! LiveKit with recordings, as one test sees it: the stand-in of the local stack, behind a proxy that counts and can fail on
//! purpose, and a store of the test's own.

use super::api::Api;
use super::project::{Project, listen};
use super::stack;
use super::store::Store;
use super::upstream::Upstream;
use ipelya_local::egress::Egress;
use ipelya_local::env::Recordings;
use ipelya_local::gateway::Front;

/// LiveKit with recordings.
#[derive(Debug)]
pub struct EgressServer {
    /// What happens there.
    pub egress: Egress,
    /// The way to it.
    pub upstream: Upstream,
    store: Store,
}

impl EgressServer {
    /// One in front of this project's LiveKit.
    pub async fn open(project: &Project) -> Self {
        Self::open_reporting_to(project, &[]).await
    }

    /// One that posts its events to these addresses, as the project's LiveKit does.
    pub async fn open_reporting_to(project: &Project, urls: &[String]) -> Self {
        let store = Store::open(project).await;
        let egress = Egress::new(project.livekit_port(), urls.to_owned(), store.bucket().clone());
        let router = egress.router();
        let front =
            stack::run(async move { Front::serve(listen().await, "", router).expect("LiveKit is served") }).await;
        Self { egress, upstream: Upstream::new(front), store }
    }

    /// The functions with its settings, LiveKit's API and the store's.
    pub fn known_to(&self, api: Api) -> Api {
        api.with_settings(&self.settings().each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// These settings.
    pub fn settings(&self) -> [(&'static str, String); 6] {
        Recordings { livekit_api_url: self.url(), store: self.store.as_functions_see_it() }.variables()
    }

    /// Its address, `http://`.
    pub fn url(&self) -> String {
        format!("http://{}", self.upstream.address())
    }

    /// Where its files go.
    pub fn store(&self) -> &Store {
        &self.store
    }
}
