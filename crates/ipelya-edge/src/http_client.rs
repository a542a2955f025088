//! The HTTP client for everything but LiveKit: one pool per process, and no request without an end.

use std::time::Duration;

/// How long opening a connection may take.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a whole request may take.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection idle for longer is not used again: gateways drop idle connections, and a Lambda that was frozen does
/// not notice.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// A new pooled client.
pub fn new() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .tcp_nodelay(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
}
