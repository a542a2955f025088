//! Ingresses: where a channel's encoder (OBS and the like) sends to. LiveKit has them, and makes their stream keys; whoever
//! holds one broadcasts in the name of the channel's creator.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::ChannelId;

/// What opens an ingress to an encoder. LiveKit's to make and to keep: it is handed to its owner and to nobody else, and is
/// neither stored nor logged.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct StreamKey(String);

impl StreamKey {
    /// The key as LiveKit tells it.
    pub const fn new(key: String) -> Self {
        Self(key)
    }

    /// Its last four characters, by which its owner tells it from another; none of one so short that they would give it
    /// away.
    pub fn hint(&self) -> &str {
        let from = self.0.len().saturating_sub(4);
        self.0.get(from..).filter(|_| self.0.len() >= 12).unwrap_or_default()
    }

    /// An address without the key at its end, where some servers put it.
    pub fn cut_from(&self, url: &str) -> String {
        url.strip_suffix(&self.0).unwrap_or(url).trim_end_matches('/').to_owned()
    }
}

impl fmt::Debug for StreamKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[stream key]")
    }
}

/// How an encoder sends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IngressInput {
    /// RTMP, which every encoder speaks.
    #[default]
    Rtmp,
    /// WHIP: WebRTC over HTTP.
    Whip,
}

/// How an ingress is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IngressStatus {
    /// There is none.
    None,
    /// Nobody sends.
    Inactive,
    /// Somebody begins to.
    Buffering,
    /// It is in the room.
    Publishing,
    /// What was sent could not be taken.
    Error,
    /// It has ended.
    Complete,
}

impl IngressStatus {
    /// The status by LiveKit's word for it; `None` for one we know nothing of.
    pub fn of_livekit(word: &str) -> Option<Self> {
        match word {
            "ENDPOINT_INACTIVE" => Some(Self::Inactive),
            "ENDPOINT_BUFFERING" => Some(Self::Buffering),
            "ENDPOINT_PUBLISHING" => Some(Self::Publishing),
            "ENDPOINT_ERROR" => Some(Self::Error),
            "ENDPOINT_COMPLETE" => Some(Self::Complete),
            _ => None,
        }
    }
}

/// What the database knows of an ingress (`live_known_ingress`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownIngress {
    /// LiveKit's id of it.
    pub ingress_id: String,
    pub input: IngressInput,
    /// Where an encoder sends to.
    pub url: String,
    /// The end of its stream key.
    pub key_hint: String,
}

/// An ingress as LiveKit has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingress {
    /// What is to be remembered of it.
    pub known: KnownIngress,
    pub stream_key: StreamKey,
    /// What it was called when it was made.
    pub name: String,
    /// The room it sends into.
    pub room_name: String,
    /// `None` for a status we know nothing of.
    pub status: Option<IngressStatus>,
}

/// What an ingress of a channel is called, by which the sweeper knows it for one of ours.
pub fn ingress_name(channel: ChannelId) -> String {
    format!("channel_{channel}")
}

/// An ingress as the sweeper has seen it, for `live_sweep_ingress`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenIngress {
    ingress_id: String,
    name: String,
    room_name: String,
    status: Option<IngressStatus>,
}

impl From<Ingress> for SeenIngress {
    fn from(ingress: Ingress) -> Self {
        let Ingress { known, name, room_name, status, .. } = ingress;
        Self { ingress_id: known.ingress_id, name, room_name, status }
    }
}

/// What LiveKit is to be told of ingresses (`live_sweep_ingress`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct IngressRepairs {
    /// Those that send into another room than they are to.
    pub point: Vec<PointedIngress>,
    /// Those that no channel has any more.
    pub delete: Vec<String>,
}

/// An ingress and the room it is to send into.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PointedIngress {
    /// LiveKit's id of it.
    pub ingress_id: String,
    pub room_name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_key_shows_its_end_alone() {
        let key = StreamKey::new("abcdefgh1234WXYZ".to_owned());
        assert_eq!(key.hint(), "WXYZ");
        assert_eq!(format!("{key:?}"), "[stream key]");
        assert_eq!(StreamKey::new("short".to_owned()).hint(), "");
    }

    #[test]
    fn an_address_is_kept_without_the_key() {
        let key = StreamKey::new("abcdefgh1234WXYZ".to_owned());
        for url in ["rtmp://live.example/x/abcdefgh1234WXYZ", "rtmp://live.example/x/", "rtmp://live.example/x"] {
            assert_eq!(key.cut_from(url), "rtmp://live.example/x");
        }
    }
}
