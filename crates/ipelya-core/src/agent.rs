//! The AI agent of a support call: what it is sent to do, and how it is known in a room.
//!
//! It is a participant like any other, so whoever holds a token may be called as it is. That LiveKit counts it as an
//! agent, which only workers are that hold LiveKit's keys, tells it from them.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, CallId, UserId};
use crate::language::Language;
use crate::participant::{Person, Presence};
use crate::room::RoomName;

/// The voice that an agent speaks with, by its maker's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgentVoice {
    #[default]
    Alloy,
    Echo,
    Fable,
    Onyx,
    Nova,
    Shimmer,
}

impl AgentVoice {
    /// Every one, for tables and tests.
    pub const ALL: [Self; 6] = [Self::Alloy, Self::Echo, Self::Fable, Self::Onyx, Self::Nova, Self::Shimmer];
}

/// What an agent is sent to do, as the database has written it down.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AgentOrder {
    /// A new one each time it is sent: LiveKit lets nobody in twice under one name.
    pub id: AgentId,
    pub call_id: CallId,
    /// Whom it talks with, and listens to.
    pub user_id: UserId,
    pub room_name: RoomName,
    pub language: Language,
    pub voice: AgentVoice,
    /// What it is told beside its fixed rules; may be empty.
    pub prompt: String,
    /// What it says after its fixed notice; may be empty.
    pub greeting: String,
    /// Whether what is said is written down.
    pub transcript: bool,
    /// For how long it stays, whatever happens.
    pub max_seconds: u32,
}

/// An agent's identity in its room. No uuid alone: it is no user's.
pub fn identity(agent: AgentId) -> String {
    format!("agent-{agent}")
}

/// Whether this is that agent, and inside: one on its way in does not hear anybody yet.
pub fn is_inside(person: &Person, agent: AgentId) -> bool {
    person.kind == "AGENT" && person.presence == Presence::Active && person.identity == identity(agent)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::uuid;

    use super::*;
    use crate::participant::Permission;
    use crate::timestamp::Timestamp;

    const AGENT: AgentId = AgentId(uuid!("6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10"));

    fn person() -> Person {
        Person {
            sid: "PA_1".to_owned(),
            identity: identity(AGENT),
            kind: "AGENT",
            presence: Presence::Active,
            joined_at: Timestamp::UNIX_EPOCH,
            permission: Permission::default(),
            metadata: String::new(),
        }
    }

    #[test]
    fn an_agent_is_inside_once_livekit_counts_it_as_active() {
        assert!(is_inside(&person(), AGENT));
        for presence in [Presence::Arriving, Presence::Gone] {
            assert!(!is_inside(&Person { presence, ..person() }, AGENT), "{presence:?}");
        }
    }

    #[test]
    fn nobody_is_an_agent_by_being_called_like_one() {
        for kind in ["STANDARD", "INGRESS", "EGRESS", "UNKNOWN"] {
            assert!(!is_inside(&Person { kind, ..person() }, AGENT), "{kind}");
        }
        let other = AgentId(uuid!("0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f"));
        for identity in [identity(other), AGENT.to_string(), format!("agent-{AGENT}x"), String::new()] {
            assert!(!is_inside(&Person { identity: identity.clone(), ..person() }, AGENT), "{identity}");
        }
    }

    #[test]
    fn an_agent_is_no_user() {
        assert_eq!(identity(AGENT), "agent-6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10");
        assert_eq!(person().user_id(), None);
    }

    #[test]
    fn an_order_is_read_as_the_database_writes_it() {
        let row = json!({
            "id": AGENT, "call_id": "0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f",
            "user_id": "11111111-0000-4000-8000-000000000001",
            "room_name": "support-0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f", "language": "tr", "voice": "shimmer",
            "prompt": "", "greeting": "Merhaba!", "transcript": true, "max_seconds": 900,
        });
        let order: AgentOrder = serde_json::from_value(row).unwrap();
        assert_eq!((order.id, order.language, order.voice), (AGENT, Language::Turkish, AgentVoice::Shimmer));
        assert_eq!(order.room_name.as_str(), "support-0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f");
    }

    #[test]
    fn a_voice_is_called_by_its_name_and_alloy_unless_another_is_asked_for() {
        let names = AgentVoice::ALL.map(|voice| serde_json::to_value(voice).unwrap());
        assert_eq!(json!(names), json!(["alloy", "echo", "fable", "onyx", "nova", "shimmer"]));
        assert_eq!(AgentVoice::default(), AgentVoice::Alloy);
        assert!(serde_json::from_value::<AgentVoice>(json!("Alloy")).is_err());
    }
}
