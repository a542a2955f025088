//! What is sent and answered about a channel's encoder, and about how its broadcast goes.

use serde::{Deserialize, Serialize};

use crate::ingress::{Ingress, IngressInput, IngressStatus, KnownIngress, StreamKey};
use crate::refusal::Refusal;
use crate::timestamp::Timestamp;

/// `ingress`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IngressRequest {
    pub action: IngressAction,
    /// How the encoder sends; if left out as it did before, by RTMP at first. Read for `create` and `rotate`.
    pub input: Option<IngressInput>,
}

/// What is to be done about the encoder of the caller's channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IngressAction {
    /// Tells where it sends to, and its stream key.
    Show,
    /// The same; makes one if there is none of this input.
    Create,
    /// Makes a new stream key. The old one is good for nothing any more.
    Rotate,
    /// The stream key is good for nothing any more.
    Delete,
}

impl IngressAction {
    /// The word for it in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Create => "create",
            Self::Rotate => "rotate",
            Self::Delete => "delete",
        }
    }

    /// Whether a stream key may come of it that was not there before.
    pub const fn makes_key(self) -> bool {
        matches!(self, Self::Create | Self::Rotate)
    }
}

/// The reply of `ingress`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct IngressReply {
    /// Where the encoder sends to; null if there is none.
    pub ingress_url: Option<String>,
    /// By which it is let in. Null also where the request was carried out before, under the same `Idempotency-Key`: `show`
    /// tells it.
    pub stream_key: Option<StreamKey>,
    pub status: IngressStatus,
}

impl IngressReply {
    /// There is none.
    pub const NONE: Self = Self { ingress_url: None, stream_key: None, status: IngressStatus::None };

    /// What was made by an earlier request; the key is not told again.
    pub fn replayed(made: Option<KnownIngress>) -> Self {
        made.map_or(Self::NONE, |known| Self {
            ingress_url: Some(known.url),
            stream_key: None,
            status: IngressStatus::Inactive,
        })
    }
}

impl From<Ingress> for IngressReply {
    fn from(ingress: Ingress) -> Self {
        Self {
            ingress_url: Some(ingress.known.url),
            stream_key: Some(ingress.stream_key),
            status: ingress.status.unwrap_or(IngressStatus::Inactive),
        }
    }
}

/// The most that is believed of a measurement, by the names of its fields.
const LIMITS: [(&str, f64); 4] =
    [("bitrateKbps", 1_000_000.0), ("fps", 1_000.0), ("packetLoss", 100.0), ("rttMs", 600_000.0)];

/// `health`: what the caller's client measures of their own broadcast, or nothing, to read it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HealthRequest {
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1_000_000)))]
    bitrate_kbps: Option<f64>,
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1_000)))]
    fps: Option<f64>,
    /// In percent.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 100)))]
    packet_loss: Option<f64>,
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 600_000)))]
    rtt_ms: Option<f64>,
}

/// A measurement as the database takes it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HealthSample {
    bitrate_kbps: Option<f64>,
    fps: Option<f64>,
    packet_loss: Option<f64>,
    rtt_ms: Option<f64>,
}

impl HealthRequest {
    /// What was measured; `None` if nothing was. Names the first field that cannot be.
    pub fn sample(self) -> Result<Option<HealthSample>, Refusal> {
        let Self { bitrate_kbps, fps, packet_loss, rtt_ms } = self;
        let told = [bitrate_kbps, fps, packet_loss, rtt_ms];
        for (value, (field, most)) in told.iter().zip(LIMITS) {
            if value.is_some_and(|value| !(0.0..=most).contains(&value)) {
                return Err(Refusal::InvalidField { field: field.to_owned() });
            }
        }
        let is_told = told.iter().any(Option::is_some);
        Ok(is_told.then_some(HealthSample { bitrate_kbps, fps, packet_loss, rtt_ms }))
    }
}

/// The reply of `health` (`live_channel_health`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelHealth {
    /// Whether the channel is on air.
    active: bool,
    /// What LiveKit last said of the channel's encoder.
    ingress: Option<IngressHealth>,
    /// What the creator's client last measured.
    sample: Option<ToldSample>,
}

/// An encoder as LiveKit told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct IngressHealth {
    status: IngressStatus,
    /// When.
    status_at: Timestamp,
}

/// A measurement that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct ToldSample {
    bitrate_kbps: Option<f64>,
    fps: Option<f64>,
    /// In percent.
    packet_loss: Option<f64>,
    rtt_ms: Option<f64>,
    sampled_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use serde_json::{from_str, to_value};

    use super::*;

    fn sample(body: &str) -> Result<Option<HealthSample>, Refusal> {
        from_str::<HealthRequest>(body).unwrap().sample()
    }

    #[test]
    fn a_measurement_is_whatever_of_it_is_told_and_within_reason() {
        assert_eq!(sample("{}"), Ok(None));
        let part = sample(r#"{"fps":29.97,"packetLoss":0}"#).unwrap();
        let expected = r#"{"bitrate_kbps":null,"fps":29.97,"packet_loss":0.0,"rtt_ms":null}"#;
        assert_eq!(to_value(part).unwrap(), from_str::<serde_json::Value>(expected).unwrap());
        for (body, field) in [
            (r#"{"bitrateKbps":-1}"#, "bitrateKbps"),
            (r#"{"fps":1001}"#, "fps"),
            (r#"{"packetLoss":100.1}"#, "packetLoss"),
            (r#"{"rttMs":600001}"#, "rttMs"),
        ] {
            assert_eq!(sample(body), Err(Refusal::InvalidField { field: field.to_owned() }), "{body}");
        }
    }
}
