//! Who watches recordings.

use std::time::Duration;

use ipelya_core::api::recording::{
    BoughtRecording, BuyRecording, ListRecordings, RecordingList, RecordingUrl, RecordingUrlRequest,
};
use ipelya_core::{Account, Caller, Coins, Refusal};
use ipelya_edge::store::Use;
use ipelya_edge::{Context, Viewer};

/// `list-recordings`: what there is to watch of a session, a creator or a call, newest first. Addresses are another
/// function's.
///
/// One round trip.
pub async fn list_recordings(
    cx: &Context,
    account: &Account,
    request: ListRecordings,
) -> Result<RecordingList, Refusal> {
    let before = request.before()?;
    let (before_at, before_id) = (before.map(|before| before.created_at), before.map(|before| before.id));
    let ListRecordings { session_id, creator_id, call_id, .. } = request;
    let limit = request.limit();
    let found = cx
        .db
        .list_recordings(account, session_id, creator_id, call_id, limit + 1, before_at, before_id, cx.clock.now())
        .await?;
    Ok(RecordingList::new(found, limit))
}

/// `get-recording-url`, `GET /functions/v1/get-recording-url`: where a recording is to be had for a while, for whoever the
/// session it is of would let in, for the people of a call, for its owner; for staff, which is noted.
///
/// One round trip; one more for staff.
pub async fn get_recording_url(
    cx: &Context,
    viewer: &Viewer,
    request: RecordingUrlRequest,
) -> Result<RecordingUrl, Refusal> {
    let store = cx.store.as_ref().ok_or(Refusal::RecordingDisabled)?;
    let now = cx.clock.now();
    let facts = cx.db.recording_facts(viewer.caller(), request.recording_id, now).await?;
    let known = facts.identify(viewer.caller(), now)?;
    let playback = known.admit_to_recording()?;
    if playback.as_staff {
        cx.db.note_recording_read(viewer, request.recording_id, now).await?;
    }
    let recording = playback.recording;
    let title = recording.title.as_deref().unwrap_or("recording");
    let usage = if request.download { Use::Download(format!("{title}.mp4")) } else { Use::Watch };
    let lifetime = Duration::from_secs(recording.url_seconds.into());
    let url = store.address(&recording.storage_key, &usage, lifetime, now)?;
    Ok(RecordingUrl { url: url.into(), expires_at: now + lifetime })
}

/// `buy-recording`: entry to the recording of a pay-per-view session that is over. What was paid for the session or one of
/// its recordings is not paid again; whoever may watch without is charged nothing.
///
/// Two round trips, one where there is nothing to be paid.
pub async fn buy_recording(cx: &Context, account: &Account, request: BuyRecording) -> Result<BoughtRecording, Refusal> {
    let now = cx.clock.now();
    let caller = Caller::from(*account);
    let facts = cx.db.recording_facts(&caller, request.recording_id, now).await?;
    match facts.identify(&caller, now)?.admit_to_recording() {
        Ok(_) => Ok(BoughtRecording { coins: Coins::ZERO, charged: false, balance: None }),
        Err(Refusal::PaymentRequired { .. }) => {
            cx.db.buy_recording(account, request.recording_id, request.expected_price, now).await
        }
        Err(refusal) => Err(refusal),
    }
}
