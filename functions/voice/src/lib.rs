//! The function group `voice`: calls with support and their AI agent, conferences, and what is left of all calls: history
//! and transcripts.

mod history;

pub use history::{get_transcript, take_transcript, voice_history};
use ipelya_edge::Routes;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .asking_livekit()
        .user("GET /api/voice/history", voice_history)
        .user("GET /functions/v1/voice-history", voice_history)
        .user("POST /api/voice/get-transcript", get_transcript)
        .user("voice-get-transcript", get_transcript)
        .reporter("POST /api/voice/transcript", take_transcript)
        .reporter("voice-transcript", take_transcript)
}
