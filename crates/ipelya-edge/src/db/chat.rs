//! Chat, as far as it passes through the server.

use ipelya_core::wire::chat::Message;
use ipelya_core::{AuthSessionId, Caller, MessageId, Refusal, SessionId, UserId};
use serde::Serialize;
use time::OffsetDateTime;

use super::Db;
use crate::http::once::{Kept, Once};

#[derive(Serialize)]
struct SendMessage<'a> {
    p_user_id: UserId,
    p_auth_session_id: Option<AuthSessionId>,
    p_session_id: SessionId,
    p_content: &'a str,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
    #[serde(flatten)]
    once: &'a Once,
}

#[derive(Serialize)]
struct OneMessage {
    p_user_id: UserId,
    p_auth_session_id: Option<AuthSessionId>,
    p_message_id: MessageId,
    #[serde(skip_serializing_if = "Option::is_none")]
    p_pinned: Option<bool>,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
}

impl OneMessage {
    fn of(caller: &Caller, message: MessageId, pinned: Option<bool>, now: OffsetDateTime) -> Self {
        Self {
            p_user_id: caller.user_id(),
            p_auth_session_id: caller.auth_session(),
            p_message_id: message,
            p_pinned: pinned,
            p_now: now,
        }
    }
}

impl Db {
    /// Says something in a show (`live_send_message`).
    pub async fn send_message(
        &self,
        sender: &Caller,
        session: SessionId,
        content: &str,
        once: &Once,
        now: OffsetDateTime,
    ) -> Result<Kept<Message>, Refusal> {
        let parameters = SendMessage {
            p_user_id: sender.user_id(),
            p_auth_session_id: sender.auth_session(),
            p_session_id: session,
            p_content: content,
            p_now: now,
            once,
        };
        Ok(self.call("live_send_message", &parameters).await?)
    }

    /// Takes a message out of the chat (`live_delete_message`).
    pub async fn delete_message(
        &self,
        caller: &Caller,
        message: MessageId,
        now: OffsetDateTime,
    ) -> Result<Message, Refusal> {
        Ok(self.call("live_delete_message", &OneMessage::of(caller, message, None, now)).await?)
    }

    /// Pins a message, or takes it down (`live_pin_message`).
    pub async fn pin_message(
        &self,
        caller: &Caller,
        message: MessageId,
        pinned: bool,
        now: OffsetDateTime,
    ) -> Result<Message, Refusal> {
        Ok(self.call("live_pin_message", &OneMessage::of(caller, message, Some(pinned), now)).await?)
    }
}
