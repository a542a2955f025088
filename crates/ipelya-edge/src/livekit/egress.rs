//! LiveKit's Egress API: what is recorded, and what of that is under way. That LiveKit does not answer and that it knows
//! nothing of something never look the same.
//!
//! Without a worker LiveKit holds a request to begin until it is given up; a request that was given up may still have
//! begun something, and is not repeated.

use std::sync::OnceLock;
use std::time::Duration;

use ipelya_core::recording::{RecordingOrder, RecordingStatus, SeenEgress, shortened, whole_seconds};
use ipelya_core::{Refusal, RoomName, Timestamp};
use livekit_api::services::egress::encoding::{EncodingOptions, PORTRAIT_H264_720P_30};
use livekit_api::services::egress::{
    EgressClient, EgressListFilter, EgressListOptions, EgressOutput, RoomCompositeOptions,
};
use livekit_api::services::{ServerError, ServerErrorCode, ServiceError};
use livekit_protocol::encoded_file_output::Output;
use livekit_protocol::{
    AudioCodec, EgressInfo, EgressStatus, EncodedFileOutput, EncodedFileType, S3Upload, egress_info,
};

use super::{REQUEST_TIMEOUT, refusal};
use crate::settings::{RecordingSettings, Secret, Settings, StoreAccess};
use crate::telemetry::{self, Metric};

/// How long LiveKit may take to find a worker that records, or the one that does. Of one it does not find it says so after
/// three seconds; for one that is to begin it looks on and on.
const WORKER_TIMEOUT: Duration = Duration::from_secs(5);

/// What came of asking LiveKit to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Started {
    /// LiveKit's id of the egress.
    Egress(String),
    /// It will not, for this reason.
    Refused(String),
    /// It did not answer: whether anything has begun is not known.
    Unknown,
}

/// LiveKit's Egress API. Its tokens carry `roomRecord` and nothing else.
#[derive(Debug)]
pub struct Egresses {
    host: String,
    api_key: String,
    api_secret: Secret,
    recording: RecordingSettings,
    /// Built with the first call.
    client: OnceLock<EgressClient>,
    /// The same with more patience.
    patient: OnceLock<EgressClient>,
}

impl Egresses {
    /// Connects nothing yet.
    pub fn new(settings: &Settings, recording: &RecordingSettings) -> Self {
        Self {
            host: settings.livekit_api_url.clone(),
            api_key: settings.livekit_api_key.clone(),
            api_secret: settings.livekit_api_secret.clone(),
            recording: recording.clone(),
            client: OnceLock::new(),
            patient: OnceLock::new(),
        }
    }

    /// Has a room recorded, as everybody in it sees and hears it. Never tried twice.
    pub async fn start(&self, order: &RecordingOrder) -> Started {
        let _asking = telemetry::asking(Metric::LiveKit);
        let options = RoomCompositeOptions {
            layout: order.layout.map(|layout| layout.name().to_owned()).unwrap_or_default(),
            // the presets say Opus, which few players find in an MP4
            encoding: EncodingOptions { audio_codec: AudioCodec::Aac, ..PORTRAIT_H264_720P_30 },
            audio_only: order.layout.is_none(),
            ..RoomCompositeOptions::default()
        };
        let file = EncodedFileOutput {
            file_type: EncodedFileType::Mp4.into(),
            filepath: order.storage_key.clone(),
            disable_manifest: true,
            output: self.store().map(Output::S3),
        };
        let client = self.patient();
        let answer =
            client.start_room_composite_egress(order.room_name.as_str(), vec![EgressOutput::File(file)], options).await;
        match answer {
            Ok(info) => Started::Egress(info.egress_id),
            Err(ServiceError::Twirp(ServerError::Twirp(reply))) if is_final(&reply.code) => {
                tracing::error!(code = reply.code, recording = %order.id, "LiveKit does not record");
                Started::Refused(shortened(&format!("{}: {}", reply.code, reply.msg)))
            }
            Err(error) => {
                tracing::error!(%error, recording = %order.id, "LiveKit did not say that it records");
                Started::Unknown
            }
        }
    }

    /// Ends one. Tells whether it was under way.
    pub async fn stop(&self, egress_id: &str) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        match self.patient().stop_egress(egress_id).await {
            Ok(_) => Ok(true),
            Err(ServiceError::Twirp(ServerError::Twirp(reply)))
                if reply.code == ServerErrorCode::NOT_FOUND || reply.code == ServerErrorCode::FAILED_PRECONDITION =>
            {
                Ok(false)
            }
            Err(error) => {
                tracing::error!(%error, egress_id, "LiveKit did not stop recording");
                Err(refusal(&error))
            }
        }
    }

    /// What is under way, whoever has begun it; LiveKit may leave some out where there are very many, so what is missing is
    /// to be asked about by itself.
    pub async fn under_way(&self) -> Result<Vec<SeenEgress>, Refusal> {
        self.list(EgressListFilter::All, true).await
    }

    /// What LiveKit still knows of this one, ended or not.
    pub async fn find(&self, egress_id: &str) -> Result<Option<SeenEgress>, Refusal> {
        let found = self.ask(EgressListFilter::Egress(egress_id.to_owned()), false).await;
        let found = match found {
            Err(ServiceError::Twirp(ServerError::Twirp(reply))) if reply.code == ServerErrorCode::NOT_FOUND => vec![],
            found => found.map_err(|error| unanswered(&error))?,
        };
        Ok(found.into_iter().find(|egress| egress.id == egress_id))
    }

    /// What LiveKit still knows of what was recorded in this room, ended or not.
    pub async fn of_room(&self, room: &RoomName) -> Result<Vec<SeenEgress>, Refusal> {
        self.list(EgressListFilter::Room(room.as_str().to_owned()), false).await
    }

    async fn list(&self, filter: EgressListFilter, active: bool) -> Result<Vec<SeenEgress>, Refusal> {
        self.ask(filter, active).await.map_err(|error| unanswered(&error))
    }

    async fn ask(&self, filter: EgressListFilter, active: bool) -> Result<Vec<SeenEgress>, ServiceError> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let options = EgressListOptions { filter, active, page_token: None };
        Ok(self.client().list_egress(options).await?.iter().filter_map(seen).collect())
    }

    /// Where the file goes, as far as LiveKit has to be told: with credentials of its own it knows better.
    fn store(&self) -> Option<S3Upload> {
        let RecordingSettings { store, access } = &self.recording;
        let place = S3Upload {
            region: store.region.clone(),
            endpoint: store.endpoint.clone().unwrap_or_default(),
            bucket: store.bucket.clone(),
            force_path_style: store.endpoint.is_some(),
            ..S3Upload::default()
        };
        match access {
            StoreAccess::Egress => None,
            StoreAccess::AssumeRole { arn, external_id } => Some(S3Upload {
                assume_role_arn: arn.clone(),
                assume_role_external_id: external_id.as_ref().map(|id| id.expose().to_owned()).unwrap_or_default(),
                ..place
            }),
            StoreAccess::Keys { access_key_id, secret_access_key } => Some(S3Upload {
                access_key: access_key_id.clone(),
                secret: secret_access_key.expose().to_owned(),
                ..place
            }),
        }
    }

    fn client(&self) -> &EgressClient {
        self.client.get_or_init(|| self.build(REQUEST_TIMEOUT))
    }

    fn patient(&self) -> &EgressClient {
        self.patient.get_or_init(|| self.build(WORKER_TIMEOUT))
    }

    fn build(&self, timeout: Duration) -> EgressClient {
        EgressClient::with_api_key(&self.host, &self.api_key, self.api_secret.expose())
            .with_failover(false)
            .with_request_timeout(timeout)
    }
}

fn unanswered(error: &ServiceError) -> Refusal {
    tracing::error!(%error, "LiveKit did not say what it records");
    refusal(error)
}

/// Whether LiveKit has said no, rather than that it does not know: nothing has begun.
fn is_final(code: &str) -> bool {
    [
        ServerErrorCode::INVALID_ARGUMENT,
        ServerErrorCode::NOT_FOUND,
        ServerErrorCode::PERMISSION_DENIED,
        ServerErrorCode::UNAUTHENTICATED,
        ServerErrorCode::FAILED_PRECONDITION,
        ServerErrorCode::RESOURCE_EXHAUSTED,
        ServerErrorCode::UNIMPLEMENTED,
    ]
    .contains(&code)
}

/// What LiveKit says of one; `None` for a status we know nothing of.
fn seen(info: &EgressInfo) -> Option<SeenEgress> {
    let status = EgressStatus::try_from(info.status).ok()?;
    let result = info.file_results.first();
    let asked = match &info.request {
        Some(egress_info::Request::RoomComposite(request)) => request.file_outputs.first(),
        _ => None,
    };
    let key = asked.map(|output| output.filepath.clone()).or_else(|| result.map(|file| file.filename.clone()));
    let moment = |nanoseconds: i64| {
        (nanoseconds > 0).then(|| Timestamp::from_unix_milliseconds(nanoseconds / 1_000_000)).flatten()
    };
    Some(SeenEgress {
        id: info.egress_id.clone(),
        key: key.filter(|key| !key.is_empty()),
        status: RecordingStatus::of_livekit(status.as_str_name())?,
        error: (!info.error.is_empty()).then(|| shortened(&info.error)),
        started_at: moment(info.started_at),
        ended_at: moment(info.ended_at),
        size_bytes: result.map(|file| file.size).filter(|size| *size > 0),
        duration_seconds: result.filter(|file| file.duration > 0).map(|file| whole_seconds(file.duration)),
    })
}
