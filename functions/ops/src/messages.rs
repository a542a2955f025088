//! What staff does to a session as a whole, and what it reads and takes out of its chat.

use ipelya_core::api::chat::MessageReply;
use ipelya_core::api::ops::messages::{
    Announce, Announced, DeleteMessage, ListMessages, Messages, TerminateSession, Terminated,
};
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, Staff};

/// The topic of what staff tells everybody in a room.
const TOPIC: &str = "admin";

/// `POST /functions/v1/live-ops/sessions/{id}/terminate`: ends a session on air and puts everybody out of its room. It is
/// over even if LiveKit is away: the sweeper closes the room then. One that is over already, or has not begun, is refused
/// with 409.
pub(crate) async fn terminate(cx: &Context, staff: &Staff, request: TerminateSession) -> Result<Terminated, Refusal> {
    let TerminateSession { id, reason, admin_note } = request;
    let ended = cx.db.ops_terminate(staff, id, reason.as_deref(), admin_note.as_deref(), cx.clock.now()).await?;
    let pending = cx.sfu.delete_room(&ended.room_name).await.is_err();
    Ok(Terminated { message: "Yayın sonlandırıldı.", pending })
}

/// `POST /functions/v1/live-ops/sessions/{id}/announce`: says something to everybody in a session on air: a line of its
/// chat, a broadcast on `live:<id>`, and a packet of LiveKit's on the topic `admin`.
pub(crate) async fn announce(cx: &Context, staff: &Staff, request: Announce) -> Result<Announced, Refusal> {
    let Announce { id, message, alert_type } = request;
    let said = cx.db.ops_announce(staff, id, &message, alert_type, cx.clock.now()).await?;
    let delivered = cx.sfu.send_data(&said.room_name, TOPIC, &said.announcement).await.unwrap_or(false);
    Ok(Announced { message: "Duyuru gönderildi.", delivered })
}

/// `GET /functions/v1/live-ops/sessions/{id}/messages`: lists the chat of a session, latest first, deleted lines included.
pub(crate) async fn list(cx: &Context, account: &Account, request: ListMessages) -> Result<Messages, Refusal> {
    let ListMessages { id, limit, offset } = request;
    cx.db.ops_messages(account, id, limit, offset, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/messages/{id}/delete`, `DELETE /functions/v1/live-ops/messages/{id}`: takes a line out of
/// the chat for everybody.
pub(crate) async fn delete(cx: &Context, staff: &Staff, request: DeleteMessage) -> Result<MessageReply, Refusal> {
    let DeleteMessage { id, reason } = request;
    let message = cx.db.ops_delete_message(staff, id, reason.as_deref(), cx.clock.now()).await?;
    Ok(MessageReply { message })
}
