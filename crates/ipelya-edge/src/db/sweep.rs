//! The RPCs of the sweeper.

use ipelya_core::Refusal;
use ipelya_core::standing::Standing;
use ipelya_core::sweep::{Repair, RoomFacts};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Db;

#[derive(Serialize)]
struct Believed {
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
    p_away_only: bool,
}

#[derive(Serialize)]
struct Application<'a> {
    p_repair: &'a Repair,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
}

#[derive(Serialize)]
struct Account<'a, R> {
    p_report: &'a R,
    p_error: Option<&'a str>,
    p_milliseconds: u64,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
}

/// How much of a repair was news to the database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Repaired {
    /// Rooms it had not heard of.
    pub opened: u32,
    /// People it had not heard of.
    pub joined: u32,
    /// People it had not heard leave.
    pub left: u32,
    /// Rooms it had not heard finish.
    pub finished: u32,
    /// Shows and calls without a room, given up.
    pub ended: u32,
    /// What those who looked wrong are now.
    pub standing: Vec<Standing>,
}

impl Db {
    /// What the database believes of every room that is, or may be, open; or of those only whose host or call party is
    /// waited for (`live_sweep_facts`).
    pub async fn sweep_facts(&self, away_only: bool, now: OffsetDateTime) -> Result<Vec<RoomFacts>, Refusal> {
        Ok(self.call("live_sweep_facts", &Believed { p_now: now, p_away_only: away_only }).await?)
    }

    /// Repairs what was found of one room, `asked_at` being the moment LiveKit was first asked (`live_sweep_apply`).
    pub async fn sweep_apply(&self, repair: &Repair, asked_at: OffsetDateTime) -> Result<Repaired, Refusal> {
        Ok(self.call("live_sweep_apply", &Application { p_repair: repair, p_now: asked_at }).await?)
    }

    /// Writes down what came of a sweep (`live_sweep_report`).
    pub async fn sweep_report<R: Serialize + Sync>(
        &self,
        report: &R,
        error: Option<&str>,
        milliseconds: u64,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let account = Account { p_report: report, p_error: error, p_milliseconds: milliseconds, p_now: now };
        let IgnoredAny = self.call("live_sweep_report", &account).await?;
        Ok(())
    }
}
