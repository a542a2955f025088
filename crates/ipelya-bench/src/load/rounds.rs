//! What runs beside every session: the tick each second, as on the local stack, and the sweeper each minute, by a
//! schedule's event.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ipelya_local::postgres;
use ipelya_local::schedule::scheduled_event;
use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_postgres::Client;

use super::functions::Pool;
use super::records::Records;

/// The kind under which a tick is noted.
pub(super) const TICK: &str = "live_tick()";
const SCHEDULED: &str = "sweeper, by its schedule";

/// Ticks for as long as it is asked.
pub(super) async fn tick(database: String, records: Arc<Records>) {
    let db = match postgres::connect(&database).await {
        Ok(db) => db,
        Err(error) => return records.fail(TICK, || error.to_string()),
    };
    let mut seconds = interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        let due = seconds.tick().await.into_std();
        match once(&db).await {
            Ok(report) => note(&report, due, &records),
            Err(error) => records.fail(TICK, || format!("live_tick(): {error:?}")),
        }
    }
}

async fn once(db: &Client) -> Result<Value, tokio_postgres::Error> {
    Ok(db.query_one("select public.live_tick()", &[]).await?.get(0))
}

/// A part that failed tells its SQLSTATE in place of a number. One that has not got a lock tries again the next time.
fn note(report: &Value, due: Instant, records: &Records) {
    records.done(TICK, due);
    for (part, done) in report.as_object().into_iter().flatten() {
        if done.as_str().is_some_and(|state| state != "55P03") {
            records.fail(TICK, || format!("{part}: {done}"));
        }
    }
}

/// Has the sweeper sweep every minute, for as long as it is asked.
pub(super) async fn sweep(sweeper: Arc<Pool>, records: Arc<Records>) {
    let mut minutes = interval(Duration::from_mins(1));
    let mut invocations = JoinSet::new();
    loop {
        let due = minutes.tick().await.into_std();
        while invocations.try_join_next().is_some() {}
        let (sweeper, records) = (Arc::clone(&sweeper), Arc::clone(&records));
        invocations.spawn(async move {
            match sweeper.invoke(&scheduled_event()).await {
                Ok(()) => records.done(SCHEDULED, due),
                Err(error) => records.fail(SCHEDULED, || error.to_string()),
            }
        });
    }
}
