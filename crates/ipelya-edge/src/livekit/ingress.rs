//! LiveKit's Ingress API: where encoders send to. One that LiveKit does not do is `INGRESS_UNAVAILABLE`; an absent ingress
//! and an unanswered question never look the same.

use std::sync::OnceLock;

use ipelya_core::ingress::{Ingress, IngressInput, IngressStatus, KnownIngress, StreamKey, ingress_name};
use ipelya_core::{ChannelId, Refusal, UserId};
use livekit_api::services::ingress::{CreateIngressOptions, IngressClient, IngressListFilter, UpdateIngressOptions};
use livekit_api::services::{ServerError, ServerErrorCode, ServiceError};
use livekit_protocol::{
    IngressAudioEncodingPreset, IngressAudioOptions, IngressInfo, IngressInput as Input, IngressVideoEncodingPreset,
    IngressVideoOptions, TrackSource, ingress_audio_options, ingress_state, ingress_video_options,
};

use super::REQUEST_TIMEOUT;
use crate::settings::{Secret, Settings};
use crate::telemetry::{self, Metric};

/// LiveKit's Ingress API. Its tokens carry `ingressAdmin` and nothing else.
#[derive(Debug)]
pub struct Ingresses {
    host: String,
    api_key: String,
    api_secret: Secret,
    /// Built with the first call.
    client: OnceLock<IngressClient>,
}

/// An ingress that is to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewIngress<'a> {
    /// Whose it is.
    pub channel_id: ChannelId,
    /// In whose name an encoder broadcasts by it.
    pub owner: UserId,
    pub input: IngressInput,
    /// The room it sends into.
    pub room_name: &'a str,
}

impl Ingresses {
    /// Connects nothing yet.
    pub fn new(settings: &Settings) -> Self {
        Self {
            host: settings.livekit_api_url.clone(),
            api_key: settings.livekit_api_key.clone(),
            api_secret: settings.livekit_api_secret.clone(),
            client: OnceLock::new(),
        }
    }

    /// Makes one, with a stream key of its own.
    pub async fn create(&self, new: &NewIngress<'_>) -> Result<Ingress, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let input = match new.input {
            IngressInput::Rtmp => Input::RtmpInput,
            IngressInput::Whip => Input::WhipInput,
        };
        let options = CreateIngressOptions {
            name: ingress_name(new.channel_id),
            room_name: new.room_name.to_owned(),
            participant_identity: new.owner.to_string(),
            audio: audio(),
            video: video(),
            // WHIP passes what it gets on as it is unless told otherwise, and then takes no encoding options
            enable_transcoding: Some(true),
            ..CreateIngressOptions::default()
        };
        self.client().create_ingress(input, options).await.map(ingress).map_err(|error| fault(&error, "CreateIngress"))
    }

    /// Has one send into this room from now on. Tells whether there is such an ingress.
    pub async fn point(&self, ingress_id: &str, room_name: &str) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let options = UpdateIngressOptions {
            room_name: room_name.to_owned(),
            // what is left out here would be forgotten
            audio: audio(),
            video: video(),
            ..UpdateIngressOptions::default()
        };
        let answer = self.client().update_ingress(ingress_id, options).await;
        Ok(if_there(answer, "UpdateIngress")?.is_some())
    }

    /// The ingress of this id, if there is one.
    pub async fn find(&self, ingress_id: &str) -> Result<Option<Ingress>, Refusal> {
        let found = self.list_by(IngressListFilter::IngressId(ingress_id.to_owned())).await;
        let found = if_there(found, "ListIngress")?.unwrap_or_default();
        Ok(found.into_iter().map(ingress).find(|ingress| ingress.known.ingress_id == ingress_id))
    }

    /// All there are.
    pub async fn list(&self) -> Result<Vec<Ingress>, Refusal> {
        let found = self.list_by(IngressListFilter::All).await.map_err(|error| fault(&error, "ListIngress"))?;
        Ok(found.into_iter().map(ingress).collect())
    }

    /// Deletes one; its stream key is good for nothing any more. Tells whether it was there.
    pub async fn delete(&self, ingress_id: &str) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        Ok(if_there(self.client().delete_ingress(ingress_id).await, "DeleteIngress")?.is_some())
    }

    async fn list_by(&self, filter: IngressListFilter) -> Result<Vec<IngressInfo>, ServiceError> {
        let _asking = telemetry::asking(Metric::LiveKit);
        self.client().list_ingress(filter).await
    }

    fn client(&self) -> &IngressClient {
        self.client.get_or_init(|| {
            IngressClient::with_api_key(&self.host, &self.api_key, self.api_secret.expose())
                .with_failover(false)
                .with_request_timeout(REQUEST_TIMEOUT)
        })
    }
}

/// What LiveKit answers about one ingress, `None` if there is none.
fn if_there<T>(outcome: Result<T, ServiceError>, action: &'static str) -> Result<Option<T>, Refusal> {
    match outcome {
        Ok(answer) => Ok(Some(answer)),
        Err(ServiceError::Twirp(ServerError::Twirp(reply))) if reply.code == ServerErrorCode::NOT_FOUND => Ok(None),
        Err(error) => Err(fault(&error, action)),
    }
}

fn fault(error: &ServiceError, action: &'static str) -> Refusal {
    tracing::error!(%error, action, "LiveKit did not do it");
    Refusal::IngressUnavailable
}

fn audio() -> IngressAudioOptions {
    IngressAudioOptions {
        source: TrackSource::Microphone.into(),
        encoding_options: Some(ingress_audio_options::EncodingOptions::Preset(
            IngressAudioEncodingPreset::OpusStereo96kbps.into(),
        )),
        ..IngressAudioOptions::default()
    }
}

fn video() -> IngressVideoOptions {
    IngressVideoOptions {
        source: TrackSource::Camera.into(),
        encoding_options: Some(ingress_video_options::EncodingOptions::Preset(
            IngressVideoEncodingPreset::H264720p30fps3Layers.into(),
        )),
        ..IngressVideoOptions::default()
    }
}

fn ingress(info: IngressInfo) -> Ingress {
    let stream_key = StreamKey::new(info.stream_key.clone());
    let word = info.state.as_ref().map_or(Ok(ingress_state::Status::EndpointInactive), |state| state.status.try_into());
    Ingress {
        known: KnownIngress {
            input: if info.input_type() == Input::WhipInput { IngressInput::Whip } else { IngressInput::Rtmp },
            url: stream_key.cut_from(&info.url),
            key_hint: stream_key.hint().to_owned(),
            ingress_id: info.ingress_id,
        },
        status: word.ok().and_then(|word| IngressStatus::of_livekit(word.as_str_name())),
        name: info.name,
        room_name: info.room_name,
        stream_key,
    }
}
