//! The function group `voice`: calls with support and their AI agent, conferences, and what is left of all calls: history
//! and transcripts.

mod agent;
mod token;

pub use agent::voice_agent;
use ipelya_edge::Routes;
pub use token::voice_token;

/// The functions of this group, each by its name and by its address in the guide.
pub fn routes() -> Routes {
    Routes::new()
        .asking_livekit()
        .idempotent("voice-token", voice_token)
        .idempotent("POST /api/voice/token", voice_token)
        .user("voice-agent", voice_agent)
        .user("POST /api/voice/agent", voice_agent)
}
