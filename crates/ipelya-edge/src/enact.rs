//! Telling LiveKit what the database has made of somebody.
//!
//! The row comes first. Whoever is not connected needs no telling: their next token says what they are. Where LiveKit cannot
//! be told, a change of role is taken back, so that nobody is one thing here and another there; what keeps order (mutes,
//! bans) stays, and the sweeper finishes it.

use ipelya_core::Refusal;
use ipelya_core::standing::Remedy;
use ipelya_core::standing_change::StandingChange;

use crate::context::Context;

impl Context {
    /// Makes somebody at LiveKit what they are now; if that cannot be, takes the change back: 503.
    pub async fn enact(&self, change: &StandingChange) -> Result<(), Refusal> {
        self.enact_by(change, change.remedy()?).await
    }

    /// Puts somebody out of the room; if that cannot be, takes back what was made of them: 503.
    pub async fn enact_removal(&self, change: &StandingChange) -> Result<(), Refusal> {
        self.enact_by(change, change.removal()).await
    }

    /// Makes somebody at LiveKit what they are now, or leaves that to the sweeper. Returns whether it did.
    pub async fn enact_or_leave(&self, change: &StandingChange) -> Result<bool, Refusal> {
        Ok(self.sfu.mend(change.room_name(), &change.remedy()?).await.is_ok())
    }

    async fn enact_by(&self, change: &StandingChange, remedy: Remedy) -> Result<(), Refusal> {
        let Err(refusal) = self.sfu.mend(change.room_name(), &remedy).await else { return Ok(()) };
        if let Some(undo) = &change.undo {
            let now = self.clock.now();
            self.db.take_back_role(undo.session_id, change.user_id(), undo.version, &undo.before, now).await?;
        }
        Err(refusal)
    }
}
