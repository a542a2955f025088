//! The pure rules of İpelya Live: who may do what, and what they get for it.
//!
//! Nothing here does I/O, reads a clock or draws a random number: facts and the time come in, decisions go out.
//! The crate knows neither Lambda, HTTP servers, PostgREST nor LiveKit's client.
//!
//! | module | question it answers |
//! |---|---|
//! | **vocabulary** | |
//! | [`timestamp`], [`ids`], [`coins`], [`money`], [`language`] | what is a moment, an id, an amount of coins, of money, a language? |
//! | [`session`], [`channel`], [`ingress`], [`call`], [`role`], [`room`], [`ban`], [`participant`], [`agent`], [`recording`], [`push`], [`mail`] | what kinds and states are there? |
//! | **rules** | |
//! | [`health`] | how is the service, and what is staff alerted of? |
//! | [`refusal`] | if not, which code, status and sentence do they get? |
//! | [`identity`] | who is calling, according to their verified token? |
//! | [`facts`] | what does the database say about this caller and this room? |
//! | [`grants`] | what may a role do inside a room? |
//! | [`call_life`] | what does an action make of a call? |
//! | [`moderation`] | who may do what to whom? |
//! | [`access`] | given the facts, are they let in, and as what? |
//! | [`metadata`] | what do the others in the room learn of them? |
//! | [`standing`] | is somebody inside what they may be there, and what mends it? |
//! | [`standing_change`] | what is LiveKit told of somebody whose place was changed? |
//! | [`livekit_event`], [`stripe_event`] | what does a webhook say? |
//! | [`sweep`] | where do the database and LiveKit disagree, and what mends it? |
//! | **API** | |
//! | [`api`] | what do clients send and read? |
//!
//! A module uses those above it and none below; a test of this file holds them to it.

pub mod timestamp;

pub mod health;

pub mod coins;
pub mod ids;
pub mod language;
pub mod money;

pub mod call;
pub mod channel;
pub mod ingress;
pub mod mail;
pub mod push;
pub mod session;

pub mod ban;
pub mod role;

pub mod participant;
pub mod room;

pub mod agent;
pub mod recording;

pub mod refusal;

pub mod identity;

pub mod call_life;
pub mod facts;
pub mod grants;
pub mod moderation;

pub mod access;

pub mod metadata;

pub mod standing;
pub mod standing_change;

pub mod livekit_event;
pub mod stripe_event;
pub mod sweep;

pub mod api;

#[cfg(feature = "schema")]
mod schema;

pub use coins::Coins;
pub use identity::{Account, Caller};
pub use ids::{
    AgentId, AuthSessionId, BanId, CallId, CardPaymentId, ChannelId, GiftId, InvitationId, JoinRequestId, LogId,
    MailToken, MessageId, ParticipantId, PassId, PaymentId, PayoutId, ProfileId, PromptId, RecordingId, ReportId,
    SessionId, StreamId, UserId,
};
pub use language::Language;
pub use money::{Currency, MinorUnits};
pub use refusal::Refusal;
pub use role::Role;
pub use room::{RoomKind, RoomName, RoomRef};
pub use timestamp::Timestamp;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};

    /// The files of a module and of those within it, those of its tests aside.
    fn files_of(module: &Path) -> Vec<PathBuf> {
        let mut files = vec![module.with_extension("rs")];
        for path in fs::read_dir(module).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some() && !path.ends_with("tests.rs") {
                files.extend(files_of(&path.with_extension("")));
            }
        }
        files
    }

    #[test]
    fn a_module_uses_only_modules_declared_above_it() {
        let declared =
            include_str!("lib.rs").lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
        let order: BTreeMap<&str, usize> = declared.enumerate().map(|(place, module)| (module, place)).collect();
        assert!(order.len() > 10);
        for (module, place) in &order {
            for file in files_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(module)) {
                let text = fs::read_to_string(&file).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap().lines();
                let code: Vec<&str> = code.filter(|line| !line.trim_start().starts_with("//")).collect();
                for used in code.join("\n").split("crate::").skip(1) {
                    let used = used.split(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap();
                    let Some(above) = order.get(used) else { continue };
                    assert!(above <= place, "{} uses {used}, which stands below {module}", file.display());
                }
            }
        }
    }
}
