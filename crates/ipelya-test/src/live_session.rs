//! A live session with its host and a viewer, in a project of its own, behind the functions of one group.
//!
//! ```ignore
//! let live = LiveSession::of(gift::routes()).with_viewer_inside().with_coins(1000).start().await;
//! ```

mod events;
mod people;
mod rows;

use super::api::Api;
use super::given::{Session, User};
use super::project::Project;
use ipelya_edge::Routes;

/// A session on air, and everything to test functions with.
#[derive(Debug)]
pub struct LiveSession {
    /// The project it is in.
    pub project: Project,
    /// The functions.
    pub api: Api,
    /// Who has created it.
    pub host: User,
    /// Somebody who may watch it.
    pub viewer: User,
    /// Its row.
    pub session: Session,
}

/// A session about to go on air: a free public video stream to which nobody has come and whose room LiveKit does not
/// have, unless told otherwise.
#[derive(Debug)]
#[must_use]
pub struct NewLiveSession {
    routes: Routes,
    webhook: Option<String>,
    system_time: bool,
    room: bool,
    price: Option<i32>,
    viewer_inside: bool,
    coins: Option<i32>,
}

impl LiveSession {
    /// One in front of which these functions stand.
    pub fn of(routes: Routes) -> NewLiveSession {
        NewLiveSession {
            routes,
            webhook: None,
            system_time: false,
            room: false,
            price: None,
            viewer_inside: false,
            coins: None,
        }
    }

    /// One without functions, for tests that look at what the database does by itself.
    pub fn in_rows() -> NewLiveSession {
        Self::of(Routes::new())
    }

    /// Somebody with this role who is inside.
    pub async fn person(&self, role: &str) -> User {
        let user = self.project.given().user().await;
        self.project.given().participant(&self.session, &user).role(role).insert().await;
        user
    }

    /// Ends it, as its host would.
    pub async fn end(&self) {
        let end = "select public.live_end_session($1, 'host_ended', $2)";
        self.project.execute(end, &[&self.session.id, &self.api.now()]).await;
    }
}

impl NewLiveSession {
    /// In a LiveKit of its own that posts its webhooks to this address.
    pub fn reporting_to(mut self, url: &str) -> Self {
        self.webhook = Some(url.to_owned());
        self
    }

    /// With functions that go by the machine's clock.
    pub fn at_system_time(mut self) -> Self {
        self.system_time = true;
        self
    }

    /// Whose room LiveKit has.
    pub fn with_room(mut self) -> Self {
        self.room = true;
        self
    }

    /// For whoever pays this many coins; the host is inside, so that entry is sold.
    pub fn pay_per_view(mut self, price: i32) -> Self {
        self.price = Some(price);
        self
    }

    /// With the viewer inside.
    pub fn with_viewer_inside(mut self) -> Self {
        self.viewer_inside = true;
        self
    }

    /// With so many coins in the viewer's balance.
    pub fn with_coins(mut self, coins: i32) -> Self {
        self.coins = Some(coins);
        self
    }

    /// Puts it on air.
    pub async fn start(self) -> LiveSession {
        let project = match &self.webhook {
            Some(url) => Project::start_reporting_to(url).await,
            None => Project::start().await,
        };
        let api = Api::new(&project, self.routes);
        let api = if self.system_time { api.at_system_time() } else { api };
        let given = project.given();
        let (host, viewer) = (given.creator().await, given.user().await);
        let session = given.live_session(&host);
        let session = match self.price {
            Some(price) => session.pay_per_view(price).host_connected(),
            None => session,
        };
        let session = session.insert().await;
        if self.viewer_inside {
            given.participant(&session, &viewer).insert().await;
        }
        if let Some(coins) = self.coins {
            given.coins(&viewer, coins).await;
        }
        if self.room {
            project.open_room(&session.room_name).await;
        }
        LiveSession { project, api, host, viewer, session }
    }
}
