//! One egress, from its first word to its last.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use livekit_protocol::{EgressInfo, EgressStatus, FileInfo};
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::events::Teller;
use super::order::Order;
use super::{Egress, EgressMode};
use crate::clock::{now, seconds};
use crate::jwt::sign_hs256;
use crate::livekit::{API_KEY, API_SECRET, ws_url};
use crate::stand_in::participant::Participant;

/// Ten seconds of a test picture, upright, and a tone:
///
/// ```sh
/// ffmpeg -f lavfi -i testsrc=size=360x640:rate=10 -f lavfi -i sine=frequency=440:sample_rate=44100 -t 10 \
///   -c:v libx264 -profile:v main -pix_fmt yuv420p -preset veryslow -crf 30 -c:a aac -b:a 24k -ac 1 \
///   -map_metadata -1 -fflags +bitexact -flags +bitexact -movflags +faststart video.mp4
/// ```
static VIDEO: &[u8] = include_bytes!("video.mp4");

/// The tone alone:
///
/// ```sh
/// ffmpeg -f lavfi -i sine=frequency=440:sample_rate=44100 -t 10 -c:a aac -b:a 24k -ac 1 \
///   -map_metadata -1 -fflags +bitexact -flags +bitexact -movflags +faststart audio.mp4
/// ```
static AUDIO: &[u8] = include_bytes!("audio.mp4");

/// After which LiveKit's limit is reached, if it is to be.
const LIMIT: Duration = Duration::from_secs(1);

/// Why what has not begun to record never will, in LiveKit's words.
pub(super) const STOPPED_TOO_SOON: &str = "Stop called before pipeline could start";
const NEVER_STARTED: &str = "Start signal not received";
/// Why what has begun to record stopped by itself.
const LIMIT_REACHED: &str = "Session limit reached";

/// The worker of one egress.
#[derive(Debug)]
pub(super) struct Worker {
    egress: Egress,
    id: String,
    order: Order,
    stop: Arc<Notify>,
    teller: Teller,
}

impl Worker {
    /// Says that it begins.
    pub(super) fn new(egress: Egress, info: &EgressInfo, order: Order, stop: Arc<Notify>) -> Self {
        let mut teller = Teller::new(&egress);
        teller.tell(info);
        Self { egress, id: info.egress_id.clone(), order, stop, teller }
    }

    /// Records, and says so.
    pub(super) async fn run(mut self) {
        let Some(mut recorder) = self.begin().await else { return };
        let began = nanoseconds();
        let gone = recorder.gone();
        tokio::pin!(gone);
        let is_at_limit = tokio::select! {
            () = self.stop.notified() => false,
            () = &mut gone => false,
            () = sleep(LIMIT), if self.egress.mode() == EgressMode::Limit => true,
        };
        let ended = nanoseconds();
        if !is_at_limit {
            self.say(|info| {
                // whoever has stopped it has noted that already
                if info.status() == EgressStatus::EgressActive {
                    begin_ending(info, "Source closed");
                }
            });
        }
        recorder.leave().await;
        let uploaded = self.upload(began, ended).await;
        self.say(|info| match uploaded {
            Err(error) => fail(info, &error),
            Ok(file) => {
                info.file_results = vec![file];
                if is_at_limit { reach_limit(info) } else { end(info, EgressStatus::EgressComplete) }
            }
        });
    }

    /// Joins the room; `None` if nothing is to be recorded there any more.
    async fn begin(&mut self) -> Option<Participant> {
        if self.egress.mode() == EgressMode::Abort {
            self.say(|info| abort(info, NEVER_STARTED));
            return None;
        }
        let (url, token) = (ws_url(self.egress.livekit_port), self.token());
        let joined = tokio::select! {
            joined = Participant::join(&url, &token) => joined.map(Some),
            () = self.stop.notified() => Ok(None),
        };
        let mut is_stopped = false;
        self.say(|info| match &joined {
            Err(error) => fail(info, &error.to_string()),
            // whoever has stopped it has noted that already
            Ok(_) if is_over(info) => is_stopped = true,
            Ok(_) => set_status(info, EgressStatus::EgressActive),
        });
        let recorder = joined.ok().flatten()?;
        if is_stopped {
            recorder.leave().await;
            return None;
        }
        Some(recorder)
    }

    /// Notes how it is now, and has it told.
    fn say(&mut self, change: impl FnOnce(&mut EgressInfo)) {
        if let Some(info) = self.egress.change(&self.id, change) {
            self.teller.tell(&info);
        }
    }

    /// Brings the file to its store, and says what LiveKit says of it.
    async fn upload(&self, began: i64, ended: i64) -> Result<FileInfo, String> {
        let Order { key, store, audio_only, .. } = &self.order;
        let content = if *audio_only { AUDIO } else { VIDEO };
        let result = FileInfo {
            filename: key.clone(),
            started_at: began,
            ended_at: ended,
            duration: ended - began,
            size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            location: store.url_of(key),
        };
        let upload = {
            let (client, store, key) = (self.egress.client.clone(), store.clone(), key.clone());
            async move { store.put(&client, &key, Bytes::from_static(content)).await }
        };
        match self.egress.mode() {
            EgressMode::FailedUpload => return Err("S3 upload failed: the stand-in was told to fail".to_owned()),
            EgressMode::SlowUpload => {
                let mut mode = self.egress.mode.subscribe();
                tokio::spawn(async move {
                    let _ = mode.wait_for(|mode| *mode != EgressMode::SlowUpload).await.map(drop);
                    // nobody is told any more
                    let _ = upload.await;
                });
            }
            _ => upload.await.map_err(|error| format!("S3 upload failed: {error}"))?,
        }
        Ok(result)
    }

    /// The token that LiveKit's worker joins with; but that nothing is recorded, so no media is taken.
    fn token(&self) -> String {
        let claims = json!({
            "iss": API_KEY, "sub": self.id, "kind": "egress", "nbf": seconds() - 10, "exp": seconds() + 86_400,
            "video": {
                "roomJoin": true, "room": self.order.room_name, "canPublish": false, "canSubscribe": false,
                "canPublishData": false, "hidden": true, "recorder": true,
            },
        });
        sign_hs256(API_SECRET.as_bytes(), &claims)
    }
}

/// This moment, as LiveKit tells it of egresses.
pub(super) fn nanoseconds() -> i64 {
    i64::try_from(now().unix_timestamp_nanos()).unwrap_or(i64::MAX)
}

/// Whether nothing more comes.
pub(super) fn is_over(info: &EgressInfo) -> bool {
    info.status >= EgressStatus::EgressComplete.into()
}

fn set_status(info: &mut EgressInfo, status: EgressStatus) {
    info.set_status(status);
    info.updated_at = nanoseconds();
}

/// It stops recording, for this reason, and has yet to bring its file to the store.
pub(super) fn begin_ending(info: &mut EgressInfo, reason: &str) {
    set_status(info, EgressStatus::EgressEnding);
    info.details = format!("End reason: {reason}");
}

fn end(info: &mut EgressInfo, status: EgressStatus) {
    set_status(info, status);
    info.ended_at = info.updated_at;
}

fn end_without(info: &mut EgressInfo, status: EgressStatus, error: &str, code: i32) {
    end(info, status);
    error.clone_into(&mut info.error);
    info.error_code = code;
}

/// It never began to record.
pub(super) fn abort(info: &mut EgressInfo, error: &str) {
    end_without(info, EgressStatus::EgressAborted, error, 412);
}

fn fail(info: &mut EgressInfo, error: &str) {
    end_without(info, EgressStatus::EgressFailed, error, 400);
}

fn reach_limit(info: &mut EgressInfo) {
    end_without(info, EgressStatus::EgressLimitReached, LIMIT_REACHED, 413);
    info.details = format!("End reason: {LIMIT_REACHED}");
}
