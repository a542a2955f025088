//! The function group `session`: how live sessions begin and end, and who is let in.

mod attend;
mod open;

pub use attend::{end_live_session, join_live_session, leave_live_session};
use ipelya_edge::{FailureForm, Routes};
pub use open::{create_live_session, start_live_session};

/// The functions of this group.
pub fn routes() -> Routes {
    use FailureForm::{Body, StatusOnly};
    Routes::new()
        .once("create-live-session", Body, |cx, caller, once, request| {
            Box::pin(create_live_session(cx, caller, once, request))
        })
        .user("start-live-session", StatusOnly, |cx, caller, request| Box::pin(start_live_session(cx, caller, request)))
        .once("join-live-session", Body, |cx, caller, once, request| {
            Box::pin(join_live_session(cx, caller, once, request))
        })
        .user("leave-live-session", StatusOnly, |cx, caller, request| Box::pin(leave_live_session(cx, caller, request)))
        .user("end-live-session", Body, |cx, caller, request| Box::pin(end_live_session(cx, caller, request)))
}
