//! Chat, as far as it passes through the server.

use ipelya_core::wire::chat::Message;
use ipelya_core::{Caller, MessageId, SessionId};
use time::OffsetDateTime;

use super::rpc::rpc;
use crate::http::once::{Kept, Once};

rpc! {
    /// Says something in a show.
    live_send_message: pub send_message(
        caller: &Caller, session_id: SessionId, content: &str, once: &Once, now: OffsetDateTime,
    ) -> Kept<Message> as "jsonb";

    /// Takes a message out of the chat.
    live_delete_message: pub delete_message(caller: &Caller, message_id: MessageId, now: OffsetDateTime)
        -> Message as "jsonb";

    /// Pins a message, or takes it down.
    live_pin_message: pub pin_message(caller: &Caller, message_id: MessageId, pinned: bool, now: OffsetDateTime)
        -> Message as "jsonb";
}
