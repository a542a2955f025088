//! What the panel of the staff asks and does. Every function asks first whether the caller is staff.

use ipelya_core::agent::AgentVoice;
use ipelya_core::api::chat::Message;
use ipelya_core::api::ops::all_sessions::{AnnouncedToAll, EndedSessions};
use ipelya_core::api::ops::analytics::{
    By, Concurrency, Creators, Daily, Overview, Period, RevenueReport, SessionReport,
};
use ipelya_core::api::ops::bans::{Bans, KindFilter};
use ipelya_core::api::ops::card_payments::{
    CardPaymentRow, CardPayments, CardRevenue, CardStatus, CardsBy, Payout, Payouts, PayoutsDue,
};
use ipelya_core::api::ops::logs::{AdminLogs, Calls, ProcessingStatus, Replayed, WebhookLogs};
use ipelya_core::api::ops::messages::{AlertType, Messages};
use ipelya_core::api::ops::payments::{PaymentKind, Payments, Refunded};
use ipelya_core::api::ops::prompts::{PromptRow, Prompts};
use ipelya_core::api::ops::recordings::{DeletionState, Deletions, RecordingRow, RecordingStorage, Recordings};
use ipelya_core::api::ops::reports::{self, ReportAction, ReportDetail, Reports};
use ipelya_core::api::ops::sessions::{self, Participants, SessionDetail, Sessions, TypeFilter};
use ipelya_core::api::ops::settings::{Setting, Settings, UserDetail};
use ipelya_core::api::ops::status::{StatusRow, StuckThings};
use ipelya_core::api::ops::voice::{AgentSwitch, VoiceCalls, VoiceKind};
use ipelya_core::api::ops::voice_figures::{Failures, Readers};
use ipelya_core::api::ops::{Limit, Offset};
use ipelya_core::api::payment::Purpose;
use ipelya_core::ban::BanKind;
use ipelya_core::health::Figures;
use ipelya_core::language::Language;
use ipelya_core::moderation::AssignableRole;
use ipelya_core::recording::{RecordingStatus, Visibility};
use ipelya_core::{
    Account, AgentId, BanId, CallId, CardPaymentId, ChannelId, Currency, LogId, MessageId, MinorUnits, ParticipantId,
    PaymentId, PromptId, RecordingId, ReportId, Role, RoomName, SessionId, Timestamp, UserId,
};
use serde::Deserialize;
use serde_json::Value;

use super::moderation::{Banned, ChangedRole, Moderated};
use super::rpc::rpc;
use crate::http::Staff;

/// The room of what was ended, for LiveKit to close, or of what is looked on at.
#[derive(Debug, Clone, Deserialize)]
pub struct RoomOf {
    pub room_name: RoomName,
}

/// A channel after it was suspended or let go on.
#[derive(Debug, Clone, Deserialize)]
pub struct Suspended {
    pub suspended_at: Option<Timestamp>,
    /// The room of the session that ended by it.
    pub room_name: Option<RoomName>,
}

/// What was said to a session.
#[derive(Debug, Clone, Deserialize)]
pub struct Announced {
    pub room_name: RoomName,
    /// What LiveKit is to tell those connected.
    pub announcement: Value,
}

/// What came of a report.
#[derive(Debug, Clone, Deserialize)]
pub struct ActedOnReport {
    /// Whom it is about.
    pub user_id: UserId,
    /// Where they are to be put out, if they are.
    pub room_name: Option<RoomName>,
}

rpc! {
    /// Sessions, calls under way, and the numbers above them.
    live_ops_sessions: pub ops_sessions(
        account: &Account, status: sessions::StatusFilter, session_type: TypeFilter, limit: Option<Limit>,
        offset: Option<Offset>, now: Timestamp,
    ) -> Sessions as "jsonb";

    /// One session.
    live_ops_session: pub ops_session(account: &Account, session_id: SessionId, now: Timestamp) -> SessionDetail as "jsonb";

    /// The people of a session.
    live_ops_participants: pub ops_participants(
        account: &Account, session_id: SessionId, active: Option<bool>, role: Option<Role>, limit: Option<Limit>,
        offset: Option<Offset>, now: Timestamp,
    ) -> Participants as "jsonb";

    /// The latest day, week and month.
    live_ops_overview_stats: pub overview_stats(account: &Account, now: Timestamp) -> Overview as "jsonb";

    /// The latest days.
    live_ops_daily_stats: pub daily_stats(account: &Account, days: u16, now: Timestamp) -> Daily as "jsonb";

    /// How many watched, by the hour.
    live_ops_concurrency_stats: pub concurrency_stats(account: &Account, days: u16, now: Timestamp)
        -> Concurrency as "jsonb";

    /// What creators' sessions came to.
    live_ops_creator_stats: pub creator_stats(account: &Account, period: Period, limit: u16, now: Timestamp)
        -> Creators as "jsonb";

    /// What was paid.
    live_ops_revenue_stats: pub revenue_stats(account: &Account, by: By, days: u16, limit: u16, now: Timestamp)
        -> RevenueReport as "jsonb";

    /// Everything of one session.
    live_ops_session_report: pub session_report(account: &Account, session_id: SessionId, now: Timestamp)
        -> SessionReport as "jsonb";

    /// Puts somebody out, who may come back.
    live_ops_kick: pub ops_kick(
        staff: &Staff, id: ParticipantId, session_id: Option<SessionId>, reason: Option<&str>, now: Timestamp,
    ) -> Moderated as "jsonb";

    /// Silences somebody, or takes that back.
    live_ops_mute: pub ops_mute(
        staff: &Staff, id: ParticipantId, session_id: Option<SessionId>, muted: bool, reason: Option<&str>,
        now: Timestamp,
    ) -> Moderated as "jsonb";

    /// Keeps somebody out.
    live_ops_ban: pub ops_ban(
        staff: &Staff, id: ParticipantId, session_id: Option<SessionId>, ban_type: BanKind, reason: Option<&str>,
        hours: Option<u16>, now: Timestamp,
    ) -> Banned as "jsonb";

    /// Gives somebody a higher or a lower role.
    live_ops_step: pub ops_step(
        staff: &Staff, id: ParticipantId, session_id: Option<SessionId>, up: bool, role: Option<AssignableRole>,
        now: Timestamp,
    ) -> ChangedRole as "jsonb";

    /// Ends a session.
    live_ops_terminate: pub ops_terminate(
        staff: &Staff, session_id: SessionId, reason: Option<&str>, admin_note: Option<&str>, now: Timestamp,
    ) -> RoomOf as "jsonb";

    /// Says something to a session.
    live_ops_announce: pub ops_announce(
        staff: &Staff, session_id: SessionId, message: &str, alert_type: AlertType, now: Timestamp,
    ) -> Announced as "jsonb";

    /// The chat of a session.
    live_ops_messages: pub ops_messages(
        account: &Account, session_id: SessionId, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Messages as "jsonb";

    /// Takes a line out of a chat.
    live_ops_delete_message: pub ops_delete_message(
        staff: &Staff, message_id: MessageId, reason: Option<&str>, now: Timestamp,
    ) -> Message as "jsonb";

    /// Bans.
    live_ops_bans: pub ops_bans(
        account: &Account, ban_type: KindFilter, active: bool, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Bans as "jsonb";

    /// Lifts a ban.
    live_ops_lift_ban: pub ops_lift_ban(
        staff: &Staff, ban_id: BanId, reason: Option<&str>, now: Timestamp,
    ) -> () as "void";

    /// Suspends a channel, or lets it go on.
    live_ops_suspend_channel: pub ops_suspend_channel(
        staff: &Staff, channel_id: ChannelId, suspended: bool, reason: &str, now: Timestamp,
    ) -> Suspended as "jsonb";

    /// Lets a name be had again that is kept for somebody.
    live_ops_free_slug: pub ops_free_slug(staff: &Staff, slug: &str, reason: &str, now: Timestamp)
        -> bool as "boolean";

    /// Reports.
    live_ops_reports: pub ops_reports(
        account: &Account, status: reports::StatusFilter, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Reports as "jsonb";

    /// One report.
    live_ops_report: pub ops_report(account: &Account, report_id: ReportId, now: Timestamp) -> ReportDetail as "jsonb";

    /// Decides a report.
    live_ops_act_on_report: pub ops_act_on_report(
        staff: &Staff, report_id: ReportId, action: ReportAction, hours: Option<u16>, notes: Option<&str>, now: Timestamp,
    ) -> ActedOnReport as "jsonb";

    /// LiveKit's events.
    live_ops_webhook_logs: pub ops_webhook_logs(
        account: &Account, event_type: Option<&str>, status: Option<ProcessingStatus>, room_name: Option<&str>,
        limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> WebhookLogs as "jsonb";

    /// Applies one of them once more.
    live_ops_replay_webhook: pub ops_replay_webhook(staff: &Staff, log_id: LogId, now: Timestamp) -> Replayed as "jsonb";

    /// What staff did.
    live_ops_admin_logs: pub ops_admin_logs(
        account: &Account, action: Option<&str>, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> AdminLogs as "jsonb";

    /// Calls.
    live_ops_calls: pub ops_calls(
        account: &Account, active: bool, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Calls as "jsonb";

    /// Ends a call.
    live_ops_end_call: pub ops_end_call(
        staff: &Staff, call_id: CallId, reason: Option<&str>, now: Timestamp,
    ) -> RoomOf as "jsonb";

    /// Calls with support and conferences.
    live_ops_voice_calls: pub ops_voice_calls(
        account: &Account, active: bool, kind: Option<VoiceKind>, limit: Option<Limit>, offset: Option<Offset>,
        now: Timestamp,
    ) -> VoiceCalls as "jsonb";

    /// Sends the agent of a support call away, or sends for one.
    live_ops_switch_agent: pub ops_switch_agent(
        staff: &Staff, call_id: CallId, agent_id: Option<AgentId>, on: bool, voice: Option<AgentVoice>,
        language: Option<Language>, now: Timestamp,
    ) -> AgentSwitch as "jsonb";

    /// What agents are told.
    live_ops_prompts: pub ops_prompts(
        account: &Account, language: Option<Language>, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Prompts as "jsonb";

    /// Has them told something else.
    live_ops_add_prompt: pub ops_add_prompt(
        staff: &Staff, language: Language, prompt: &str, greeting: Option<&str>, activate: bool, now: Timestamp,
    ) -> PromptRow as "jsonb";

    /// Has them told what was written before.
    live_ops_activate_prompt: pub ops_activate_prompt(staff: &Staff, prompt_id: PromptId, now: Timestamp)
        -> PromptRow as "jsonb";

    /// How agents and support calls fared.
    live_ops_agent_failures: pub ops_agent_failures(account: &Account, days: u16, now: Timestamp)
        -> Failures as "jsonb";

    /// Who has read what was said in a call.
    live_ops_transcript_readers: pub ops_transcript_readers(
        account: &Account, call_id: CallId, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Readers as "jsonb";

    /// Recordings.
    live_ops_recordings: pub ops_recordings(
        account: &Account, status: Option<RecordingStatus>, creator_id: Option<UserId>, session_id: Option<SessionId>,
        call_id: Option<CallId>, held: Option<bool>, visibility: Option<Visibility>, limit: Option<Limit>,
        offset: Option<Offset>, now: Timestamp,
    ) -> Recordings as "jsonb";

    /// What the store holds.
    live_ops_recording_storage: pub ops_recording_storage(account: &Account, now: Timestamp)
        -> RecordingStorage as "jsonb";

    /// What is deleted from it.
    live_ops_recording_deletions: pub ops_recording_deletions(
        account: &Account, state: Option<DeletionState>, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Deletions as "jsonb";

    /// Keeps a recording, or lets it go.
    live_ops_hold_recording: pub ops_hold_recording(
        staff: &Staff, recording_id: RecordingId, held: bool, reason: Option<&str>, now: Timestamp,
    ) -> RecordingRow as "jsonb";

    /// Who has watched it.
    live_ops_recording_readers: pub ops_recording_readers(
        account: &Account, recording_id: RecordingId, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Readers as "jsonb";

    /// Lets staff look on in a room.
    live_ops_preview: pub ops_preview(staff: &Staff, room_name: &str, now: Timestamp) -> RoomOf as "jsonb";

    /// Says something to sessions on air, all of them in turn.
    live_ops_announce_all: pub ops_announce_all(
        staff: &Staff, message: &str, kind: AlertType, after: Option<SessionId>, now: Timestamp,
    ) -> AnnouncedToAll as "jsonb";

    /// Ends sessions on air, all of them in turn.
    live_ops_terminate_all: pub ops_terminate_all(
        staff: &Staff, started_before: Timestamp, reason: &str, note: Option<&str>, now: Timestamp,
    ) -> EndedSessions as "jsonb";

    /// How the service is, in numbers; for everybody.
    live_ops_health: pub health(now: Timestamp) -> Figures as "jsonb";

    /// The same, what of LiveKit is used, and the numbers of the moment.
    live_ops_system_status: pub ops_system_status(account: &Account, now: Timestamp) -> StatusRow as "jsonb";

    /// What is stuck.
    live_ops_stuck: pub ops_stuck(account: &Account, now: Timestamp) -> StuckThings as "jsonb";

    /// Settings.
    live_ops_settings: pub ops_settings(account: &Account, now: Timestamp) -> Settings as "jsonb";

    /// Changes one of them.
    live_ops_change_setting: pub ops_change_setting(
        staff: &Staff, key: &str, value: &Value, reason: Option<&str>, now: Timestamp,
    ) -> Setting as "jsonb";

    /// Somebody.
    live_ops_user: pub ops_user(account: &Account, about_user_id: UserId, now: Timestamp) -> UserDetail as "jsonb";

    /// Switches something off for somebody, or on again.
    live_ops_switch_user: pub ops_switch_user(
        staff: &Staff, about_user_id: UserId, live_enabled: Option<bool>, calls_enabled: Option<bool>,
        reason: Option<&str>, now: Timestamp,
    ) -> UserDetail as "jsonb";

    /// Payments by card.
    live_ops_card_payments: pub ops_card_payments(
        account: &Account, party_id: Option<UserId>, session_id: Option<SessionId>, purpose: Option<Purpose>,
        status: Option<CardStatus>, disputed: Option<bool>, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> CardPayments as "jsonb";

    /// Has one of them given back.
    live_ops_refund_card: pub ops_refund_card(
        staff: &Staff, payment_id: CardPaymentId, reason: &str, now: Timestamp,
    ) -> CardPaymentRow as "jsonb";

    /// What was paid by card.
    live_ops_card_revenue: pub ops_card_revenue(account: &Account, by: CardsBy, days: u16, limit: u16, now: Timestamp)
        -> CardRevenue as "jsonb";

    /// What creators are owed.
    live_ops_payouts_due: pub ops_payouts_due(
        account: &Account, creator_id: Option<UserId>, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> PayoutsDue as "jsonb";

    /// Enters a payout.
    live_ops_pay_out: pub ops_pay_out(
        staff: &Staff, creator_id: UserId, amount: MinorUnits, currency: Currency, reference: &str, now: Timestamp,
    ) -> Payout as "jsonb";

    /// Payouts.
    live_ops_payouts: pub ops_payouts(
        account: &Account, creator_id: Option<UserId>, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Payouts as "jsonb";

    /// Payments.
    live_ops_payments: pub ops_payments(
        account: &Account, party_id: Option<UserId>, session_id: Option<SessionId>, call_id: Option<CallId>,
        kind: Option<PaymentKind>, limit: Option<Limit>, offset: Option<Offset>, now: Timestamp,
    ) -> Payments as "jsonb";

    /// Gives one of them back.
    live_ops_refund: pub ops_refund(
        staff: &Staff, payment_id: PaymentId, reason: Option<&str>, now: Timestamp,
    ) -> Refunded as "jsonb";
}
