//! The function group `session`: how live sessions begin and end, and who is let in.

mod attend;
mod open;

pub use attend::{end_live_session, join_live_session, leave_live_session};
use ipelya_edge::Routes;
pub use open::{create_live_session, start_live_session};

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .asking_livekit()
        .idempotent("create-live-session", create_live_session)
        .softened()
        .user("start-live-session", start_live_session)
        .idempotent("join-live-session", join_live_session)
        .softened()
        .user("leave-live-session", leave_live_session)
        .user("end-live-session", end_live_session)
        .softened()
}
