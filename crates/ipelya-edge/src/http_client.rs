//! The HTTP client for everything but LiveKit: one pool per process, and no request without an end.

use std::time::Duration;

/// How long opening a connection may take.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a whole request may take.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// How long Postgres may take with a request that moves coins, from when it is sent. It gives up by then and undoes what it
/// did, so that a client which hears nothing within [`REQUEST_TIMEOUT`] is right that nothing was moved. What is between
/// the two is for the commit, the way back, and clocks that differ.
pub const COINS_DEADLINE: Duration = Duration::from_secs(4);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Postgres' own time-outs back the deadline, which may have been told by a clock that is ahead.
    #[test]
    fn functions_that_move_coins_give_up_before_their_caller_does() {
        assert!(COINS_DEADLINE < REQUEST_TIMEOUT);
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        let mut limits = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let sql = std::fs::read_to_string(file.unwrap().path()).unwrap();
            // a function's own setting is a line without a semicolon
            let of_function = |line: &str| {
                let limit = ["lock", "statement"]
                    .iter()
                    .find_map(|name| line.strip_prefix(&format!("set {name}_timeout = '")))?
                    .strip_suffix("s'")?;
                limit.parse().ok().map(Duration::from_secs)
            };
            for limit in sql.lines().filter_map(of_function) {
                assert!(limit <= COINS_DEADLINE, "{limit:?}");
                limits += 1;
            }
        }
        assert!(limits > 0);
    }
}
