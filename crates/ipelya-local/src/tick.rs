//! The local stack's stand-in for `pg_cron`: calls `live_tick()` every second, as a hosted project's scheduler does
//! every five.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::Result;
use crate::postgres::{SUPERUSER, Server};

/// Ticks until a tick fails, which the schema of this checkout gives it no reason to.
pub async fn run(server: Server, database: &'static str) -> Result<()> {
    let db = server.connect(SUPERUSER, database).await?;
    let mut seconds = interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        seconds.tick().await;
        db.batch_execute("select public.live_tick()").await?;
    }
}
