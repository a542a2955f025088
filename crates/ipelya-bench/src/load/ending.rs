//! After the last session: its rooms are closed, what is still under way arrives, and everything is held against everything.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::books;
use super::meter::pending;
use super::session::Played;
use super::stage::Stage;

/// `room_delete_delay_seconds`, and a little.
const UNTIL_CLOSED: Duration = Duration::from_secs(32);
const UNTIL_QUIET: Duration = Duration::from_secs(30);
/// Sweeps that may be needed: one closes the rooms, another finds what was lost on the way.
const SWEEPS: u32 = 3;

const LAST_SWEEP: &str = "sweeper, at the end";
/// What somebody is told who is inside, and of whose coming neither LiveKit nor the sweeper has told yet; one in so many
/// may be.
const ONE_IN: usize = 100;
pub(super) const UNHEARD_OF: &str = "NOT_IN_SESSION";

/// Waits for all of it and returns what is wrong.
pub(super) async fn settle(stage: &Stage, played: &[Played]) -> std::io::Result<Vec<String>> {
    sleep(UNTIL_CLOSED).await;
    for _ in 0..SWEEPS {
        stage.sweep(LAST_SWEEP).await;
        let until = Instant::now() + UNTIL_QUIET;
        while !is_quiet(stage).await? && Instant::now() < until {
            sleep(Duration::from_millis(250)).await;
        }
        if is_closed(stage).await? {
            break;
        }
    }
    let mut wrong = books::wrong(&stage.db, played).await.map_err(std::io::Error::other)?;
    if stage.livekit.rooms_open() > 0 {
        wrong.push(format!("rooms that LiveKit still has: {}", stage.livekit.rooms_open()));
    }
    for (name, kind) in stage.records.read() {
        if kind.failed > 0 {
            wrong.push(format!("{name}: {} failed, such as {:?}", kind.failed, kind.failures));
        }
        let few = kind.count(&(Duration::ZERO..Duration::MAX)) / ONE_IN;
        let refused = kind.refused.iter().filter(|(code, count)| !(*code == UNHEARD_OF && **count <= few));
        let refused: BTreeMap<_, _> = refused.collect();
        if !refused.is_empty() {
            wrong.push(format!("{name}: refused {refused:?}"));
        }
    }
    Ok(wrong)
}

async fn is_quiet(stage: &Stage) -> std::io::Result<bool> {
    let waiting = pending(&stage.db).await.map_err(std::io::Error::other)?;
    Ok(waiting == (0, 0) && stage.livekit.reports().waiting() == 0 && stage.livekit.rooms_open() == 0)
}

async fn is_closed(stage: &Stage) -> std::io::Result<bool> {
    let open = "select not exists (select from public.live_rooms where finished_at is null)";
    let row = stage.db.query_one(open, &[]).await.map_err(std::io::Error::other)?;
    Ok(row.get::<_, bool>(0) && is_quiet(stage).await?)
}
