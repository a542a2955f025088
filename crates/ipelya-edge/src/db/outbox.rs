//! The outbox of pushes, and that of mails.

use ipelya_core::mail::{Mail, TriedMail};
use ipelya_core::push::{Push, Traced, Tried};
use ipelya_core::{MailToken, Timestamp};
use serde::Deserialize;

use super::rpc::rpc;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TakenOutbox {
    /// The trigger by which the app pushes everything itself; nothing is handed out while it is there.
    pub app_push_trigger: Option<String>,
    /// To be sent, and told what came of it within a quarter of a minute.
    pub pushes: Vec<Push>,
    /// To be asked about.
    pub tickets: Vec<String>,
}

rpc! {
    /// Takes so many pushes and tickets that are due. It also says that somebody sends: only then pushes are written.
    live_take_outbox: pub take_outbox(pushes: u32, tickets: u32, now: Timestamp) -> TakenOutbox as "jsonb";

    /// Writes down what came of pushes. Until `paused_until` none is handed out.
    live_settle_pushes: pub settle_pushes(
        results: &[Tried], paused_until: Option<Timestamp>, now: Timestamp,
    ) -> () as "void";

    /// Writes down what became of tickets.
    live_settle_tickets: pub settle_tickets(receipts: &[Traced], now: Timestamp) -> () as "void";

    /// Takes so many mails that are due. It also says that somebody sends mails: only then they are written.
    live_take_mails: pub take_mails(many: u32, now: Timestamp) -> Vec<Mail> as "jsonb";

    /// Writes down what came of mails. Until `paused_until` none is handed out.
    live_settle_mails: pub settle_mails(
        results: &[TriedMail], paused_until: Option<Timestamp>, now: Timestamp,
    ) -> () as "void";

    /// Ends the mails of whoever was sent this token with one.
    live_unsubscribe: pub unsubscribe(token: MailToken) -> () as "void";
}
