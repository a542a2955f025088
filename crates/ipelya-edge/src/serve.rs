//! What a function's `main` does.

use std::convert::Infallible;
use std::sync::Arc;

use lambda_http::{Error, Request, service_fn};

use crate::clock::Clock;
use crate::context::Context;
use crate::http::routes::Routes;
use crate::settings::Settings;
use crate::telemetry;

/// Serves `routes` on the Lambda runtime until it stops. Where the runtime allows it, requests are handled side by
/// side in one process.
///
/// Fails, after one log line that says why, if a setting is missing or unusable.
pub async fn serve(routes: Routes) -> Result<(), Error> {
    telemetry::init();
    let cx = match start().await {
        Ok(cx) => Arc::new(cx),
        Err(error) => {
            tracing::error!(%error, "the function cannot start");
            return Err(error);
        }
    };
    let routes = Arc::new(routes);
    lambda_http::run_concurrent(service_fn(move |request: Request| {
        let (cx, routes) = (Arc::clone(&cx), Arc::clone(&routes));
        async move { Ok::<_, Infallible>(routes.handle(&cx, request).await) }
    }))
    .await
}

async fn start() -> Result<Context, Error> {
    let settings = Settings::load().await?;
    Ok(Context::new(&settings, Clock::system())?)
}
