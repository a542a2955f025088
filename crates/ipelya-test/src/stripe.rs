//! A Stripe account of a test's own: the stand-in of the local stack, behind a proxy that counts and can fail on purpose.

use super::api::Api;
use super::project::{Project, listen};
use super::stack;
use super::upstream::Upstream;
use ipelya_local::gateway::Front;
use ipelya_local::stripe::{PUBLISHABLE_KEY, SECRET_KEY, Stripe, WEBHOOK_SECRET};

/// Stripe, as one test sees it.
#[derive(Debug)]
pub struct StripeAccount {
    /// What happens there.
    pub stripe: Stripe,
    /// The way to it.
    pub upstream: Upstream,
}

impl StripeAccount {
    /// One beside this project.
    pub async fn open(project: &Project) -> Self {
        let stripe = Stripe::new(project.stripe_mock_url());
        let router = stripe.router();
        let front =
            stack::run(async move { Front::serve(listen().await, "", router).expect("Stripe is served") }).await;
        Self { stripe, upstream: Upstream::new(front) }
    }

    /// The functions with the settings of this account.
    pub fn known_to(&self, api: Api) -> Api {
        let url = format!("http://{}", self.upstream.address());
        let settings = [
            ("STRIPE_API_URL", url.as_str()),
            ("STRIPE_SECRET_KEY", SECRET_KEY),
            ("STRIPE_PUBLISHABLE_KEY", PUBLISHABLE_KEY),
            ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET),
            ("STRIPE_RETURN_URL", "https://app.example/live"),
        ];
        api.with_settings(&settings)
    }
}
