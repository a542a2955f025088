//! The function group `chat`: messages of a live session.
//!
//! The app inserts and deletes its messages directly; these functions obey the same rules, which stand in one SQL
//! function for both ways. Each costs one round trip.

use ipelya_core::api::chat::{DeleteMessage, MessageReply, PinMessage, SendMessage};
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, IdempotencyKey, Replayable, Routes};

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .idempotent("send-live-message", send_live_message)
        .user("delete-live-message", delete_live_message)
        .user("pin-live-message", pin_live_message)
}

/// `send-live-message`: says something in a live session.
pub async fn send_live_message(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: SendMessage,
) -> Result<Replayable<MessageReply>, Refusal> {
    let said = cx.db.send_message(account, request.session_id, request.content()?, &key, cx.clock.now()).await?;
    Ok(said.reply(|message| MessageReply { message }))
}

/// `delete-live-message`: takes a message out of the chat, for its sender, the host, moderators inside and admins; also
/// after the session. A repeat finds it deleted and succeeds. Who deletes what somebody else said is noted, with the reason
/// they give; a reason for one's own is not read.
pub async fn delete_live_message(
    cx: &Context,
    account: &Account,
    request: DeleteMessage,
) -> Result<MessageReply, Refusal> {
    let DeleteMessage { message_id, reason } = request;
    let message = cx.db.delete_message(account, message_id, reason.as_deref(), cx.clock.now()).await?;
    Ok(MessageReply { message })
}

/// `pin-live-message`: puts a message above the chat in place of the one that was, or takes it down; for the host and
/// moderators inside.
pub async fn pin_live_message(cx: &Context, account: &Account, request: PinMessage) -> Result<MessageReply, Refusal> {
    let message = cx.db.pin_message(account, request.message_id, request.pinned, cx.clock.now()).await?;
    Ok(MessageReply { message })
}
