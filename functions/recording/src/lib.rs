//! The function group `recording`: what is recorded, who may watch it, and what becomes of it.

mod make;
mod own;
mod watch;
mod webhook;

use ipelya_edge::Routes;
use ipelya_edge::http::LiveKit;
pub use make::{set_recording_consent, start_recording, stop_recording};
pub use own::{delete_recording, update_recording};
pub use watch::{buy_recording, get_recording_url, list_recordings};
pub use webhook::recording_webhook;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .asking_livekit()
        .user("start-recording", start_recording)
        .user("stop-recording", stop_recording)
        .user("set-recording-consent", set_recording_consent)
        .user("list-recordings", list_recordings)
        .user("get-recording-url", get_recording_url)
        .user("GET /functions/v1/get-recording-url", get_recording_url)
        .user("buy-recording", buy_recording)
        .user("update-recording", update_recording)
        .user("delete-recording", delete_recording)
        .webhook(LiveKit, "recording-webhook", recording_webhook)
}
