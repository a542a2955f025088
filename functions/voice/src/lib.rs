//! The function group `voice`: calls with support and their AI agent, conferences, and what is left of all calls: history
//! and transcripts.

mod agent;
mod history;
mod token;

pub use agent::voice_agent;
pub use history::{get_transcript, take_transcript, voice_history};
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
        .user("GET /functions/v1/voice-history", voice_history)
        .user("GET /api/voice/history", voice_history)
        .user("voice-get-transcript", get_transcript)
        .user("POST /api/voice/get-transcript", get_transcript)
        .reporter("voice-transcript", take_transcript)
        .reporter("POST /api/voice/transcript", take_transcript)
}
