//! Recordings.

use ipelya_core::api::recording::{
    BoughtRecording, ClaimedRecording, EndedRecording, Recording, RecordingChores, SentRecording, StoppedRecording,
};
use ipelya_core::facts::{Facts, RecordingFacts};
use ipelya_core::recording::{
    DeletedObject, FoundFile, Layout, LostRecording, RecordingsToSweep, SeenEgress, Visibility,
};
use ipelya_core::{Account, CallId, Caller, Coins, RecordingId, SessionId, Timestamp, UserId};

use super::rpc::rpc;
use crate::http::{Staff, Viewer};

rpc! {
    /// Writes down that a session or a call is recorded, under this id, or finds the recording there is.
    live_start_recording: pub start_recording(
        staff: &Staff, session_id: Option<SessionId>, call_id: Option<CallId>, recording_id: RecordingId,
        layout: Option<Layout>, now: Timestamp,
    ) -> ClaimedRecording as "jsonb";

    /// Writes down what came of asking LiveKit.
    live_recording_sent: pub recording_sent(
        recording_id: RecordingId, storage_key: &str, egress_id: Option<&str>, failure: Option<&str>, now: Timestamp,
    ) -> SentRecording as "jsonb";

    /// Writes down that a session or a call is recorded no longer.
    live_stop_recording: pub stop_recording(
        staff: &Staff, session_id: Option<SessionId>, call_id: Option<CallId>, now: Timestamp,
    ) -> StoppedRecording as "jsonb";

    /// Writes down whether somebody lets a call be recorded.
    live_set_recording_consent: pub set_recording_consent(
        account: &Account, call_id: CallId, recording: bool, now: Timestamp,
    ) -> EndedRecording as "jsonb";

    /// What is to be done about recordings of a room in which somebody has come or is heard.
    live_recording_event: pub recording_event(
        room_name: &str, identity: Option<&str>, recording_id: RecordingId, now: Timestamp,
    ) -> RecordingChores as "jsonb";

    /// What decides whether somebody may watch a recording. Counts against their limit.
    live_recording_facts: pub recording_facts(
        caller: &Caller, recording_id: RecordingId, now: Timestamp,
    ) -> Facts<RecordingFacts> as "jsonb";

    /// Notes that staff is about to watch a recording.
    live_note_recording_read: pub note_recording_read(
        viewer: &Viewer, recording_id: RecordingId, now: Timestamp,
    ) -> () as "void";

    /// Charges somebody for a recording, once.
    live_buy_recording: pub buy_recording(
        account: &Account, recording_id: RecordingId, expected_price: Option<Coins>, now: Timestamp,
    ) -> BoughtRecording as "jsonb";

    /// Recordings, newest first, after the one of this moment and id.
    live_list_recordings: pub list_recordings(
        account: &Account, session_id: Option<SessionId>, creator_id: Option<UserId>, call_id: Option<CallId>, limit: u16,
        before_at: Option<Timestamp>, before_id: Option<RecordingId>, now: Timestamp,
    ) -> Vec<Recording> as "jsonb";

    /// Changes a recording's visibility, title or price.
    live_update_recording: pub update_recording(
        staff: &Staff, recording_id: RecordingId, visibility: Option<Visibility>, title: Option<&str>,
        price_coins: Option<Coins>, now: Timestamp,
    ) -> Recording as "jsonb";

    /// What the sweeper asks LiveKit and the store about.
    live_recordings_to_sweep: pub recordings_to_sweep(now: Timestamp) -> RecordingsToSweep as "jsonb";

    /// Writes down what LiveKit and the store have said. Returns what LiveKit is to stop.
    live_sweep_recordings: pub sweep_recordings(
        seen: &[SeenEgress], absent: &[LostRecording], found: &[FoundFile], now: Timestamp,
    ) -> Vec<String> as "jsonb";

    /// Writes down what the store has said to deletions.
    live_objects_deleted: pub objects_deleted(results: &[DeletedObject], now: Timestamp) -> () as "void";

    /// Deletes a recording; its file goes by the sweeper.
    live_delete_recording: pub delete_recording(
        staff: &Staff, recording_id: RecordingId, now: Timestamp,
    ) -> EndedRecording as "jsonb";
}
