//! The function group `voice`: calls with support and their AI agent, conferences, and what is left of all calls: history
//! and transcripts.

use ipelya_edge::Routes;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().asking_livekit()
}
