//! The local stack's stand-in for EventBridge: asks for a sweep every minute.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;
use tokio::time::{MissedTickBehavior, interval};

use crate::Result;
use crate::functions::Routes;
use crate::http_client::HttpClient;

/// Where a sweep is asked for.
const PATH: &str = "/functions/v1/sweeper";

/// Asks until the stack ends, if there is a sweeper. What comes of a sweep is in the functions' log; one that cannot
/// be asked for, because the function is being built anew, is made up for by the next.
pub async fn run(routes: Routes, variables: BTreeMap<String, String>) -> Result<()> {
    if !routes.has(PATH) {
        return std::future::pending().await;
    }
    let setting = |name: &str| variables.get(name).cloned().unwrap_or_default();
    let url = format!("{}{PATH}", setting("SUPABASE_URL"));
    let key = setting("SUPABASE_SERVICE_ROLE_KEY");
    let client = HttpClient::new();
    let mut minutes = interval(Duration::from_mins(1));
    minutes.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        minutes.tick().await;
        let _ = client.post_json(&url, &key, &json!({})).await;
    }
}
