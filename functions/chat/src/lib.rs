//! The function group `chat`: messages of a live session.
//!
//! The app inserts and deletes its messages directly; these functions obey the same rules, which stand in one SQL
//! function for both ways. Each costs one round trip.

use ipelya_core::wire::chat::{DeleteMessage, MessageReply, PinMessage, SendMessage};
use ipelya_core::{Caller, Refusal};
use ipelya_edge::{Context, Done, FailureForm, Once, Routes};

/// The functions of this group.
pub fn routes() -> Routes {
    use FailureForm::StatusOnly;
    Routes::new()
        .once("send-live-message", StatusOnly, |cx, caller, once, request| {
            Box::pin(send_live_message(cx, caller, once, request))
        })
        .user("delete-live-message", StatusOnly, |cx, caller, request| {
            Box::pin(delete_live_message(cx, caller, request))
        })
        .user("pin-live-message", StatusOnly, |cx, caller, request| Box::pin(pin_live_message(cx, caller, request)))
}

/// `send-live-message`: says something in a live session.
pub async fn send_live_message(
    cx: &Context,
    caller: &Caller,
    once: Once,
    request: SendMessage,
) -> Result<Done<MessageReply>, Refusal> {
    caller.require_account()?;
    let said = cx.db.send_message(caller, request.session_id, request.content()?, &once, cx.clock.now()).await?;
    Ok(said.done(|message| MessageReply { message }))
}

/// `delete-live-message`: takes a message out of the chat, for its sender, the host, moderators inside and admins; also
/// after the show. A repeat finds it deleted and succeeds.
pub async fn delete_live_message(
    cx: &Context,
    caller: &Caller,
    request: DeleteMessage,
) -> Result<MessageReply, Refusal> {
    caller.require_account()?;
    let message = cx.db.delete_message(caller, request.message_id, cx.clock.now()).await?;
    Ok(MessageReply { message })
}

/// `pin-live-message`: puts a message above the chat in place of the one that was, or takes it down; for the host and
/// moderators inside.
pub async fn pin_live_message(cx: &Context, caller: &Caller, request: PinMessage) -> Result<MessageReply, Refusal> {
    caller.require_account()?;
    let message = cx.db.pin_message(caller, request.message_id, request.pinned, cx.clock.now()).await?;
    Ok(MessageReply { message })
}
