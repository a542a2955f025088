//! Chat, as far as it passes through the server.

use ipelya_core::api::chat::Message;
use ipelya_core::{Account, MessageId, SessionId, Timestamp};

use super::rpc::rpc;
use crate::http::idempotency::{IdempotencyKey, Stored};

rpc! {
    /// Says something in a session.
    live_send_message: pub send_message(
        account: &Account, session_id: SessionId, content: &str, key: &IdempotencyKey, now: Timestamp,
    ) -> Stored<Message> as "jsonb";

    /// Takes a message out of the chat.
    live_delete_message: pub delete_message(
        account: &Account, message_id: MessageId, reason: Option<&str>, now: Timestamp,
    ) -> Message as "jsonb";

    /// Pins a message, or takes it down.
    live_pin_message: pub pin_message(account: &Account, message_id: MessageId, pinned: bool, now: Timestamp)
        -> Message as "jsonb";
}
