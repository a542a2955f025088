//! The function group `moderation`: keeping order in a session.
//!
//! Who may do what to whom is one table, [`ipelya_core::moderation`]. Each function costs one round trip and one to LiveKit,
//! which is told all of somebody's rights at once, so that nobody needs a new token. If LiveKit cannot be told, a change of
//! role is taken back (503); a mute and a ban stay, and the sweeper finishes them.

use ipelya_core::api::fields::Number;
use ipelya_core::api::moderation::{
    BanParticipant, BannedParticipant, KickedParticipant, MuteParticipant, MutedParticipant, ParticipantRequest,
    PromoteToSpeaker, UnbanParticipant, UnbannedParticipant, UpdateParticipantRole, UpdatedRole,
};
use ipelya_core::api::report::{ReportReply, ReportUser};
use ipelya_core::ban::BanKind;
use ipelya_core::moderation::AssignableRole;
use ipelya_core::{Account, Refusal, SessionId, UserId};
use ipelya_edge::{Context, IdempotencyKey, Replayable, Routes};

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .asking_livekit()
        .user("update-participant-role", update_participant_role)
        .user("promote-to-speaker", promote_to_speaker)
        .user("kick-participant", kick_participant)
        .user("mute-participant", mute_participant)
        .user("unmute-participant", unmute_participant)
        .idempotent("ban-participant", ban_participant)
        .user("unban-participant", unban_participant)
        .idempotent("report-live-user", report_live_user)
}

/// `update-participant-role`: makes somebody a co-host, a speaker or a moderator, or sends them back to the audience.
///
/// The host and staff give any of these roles; a moderator only seats speakers and sends them back. Co-hosts and speakers
/// take one of the session's seats. Whoever has the role already keeps it.
pub async fn update_participant_role(
    cx: &Context,
    account: &Account,
    request: UpdateParticipantRole,
) -> Result<UpdatedRole, Refusal> {
    change_role(cx, account, request.session_id, request.target_user_id, request.role).await
}

/// `promote-to-speaker`: gives somebody the microphone.
pub async fn promote_to_speaker(
    cx: &Context,
    account: &Account,
    request: PromoteToSpeaker,
) -> Result<UpdatedRole, Refusal> {
    change_role(cx, account, request.session_id, request.target_user_id, AssignableRole::Speaker).await
}

/// `kick-participant`: puts somebody out of the session. They may come back at once, as one of the audience.
pub async fn kick_participant(
    cx: &Context,
    account: &Account,
    request: ParticipantRequest,
) -> Result<KickedParticipant, Refusal> {
    let ParticipantRequest { session_id, target_user_id, reason } = request;
    let kicked = cx.db.kick(account, session_id, target_user_id, reason.as_deref(), cx.clock.now()).await?;
    cx.enact_removal(&kicked.change).await?;
    Ok(KickedParticipant { participant: (&kicked.change).into() })
}

/// `mute-participant`: silences somebody. Their microphone is taken off the air and cannot be put back, and they cannot
/// write in the chat, until they are unmuted; not even with another role.
pub async fn mute_participant(
    cx: &Context,
    account: &Account,
    request: MuteParticipant,
) -> Result<MutedParticipant, Refusal> {
    let MuteParticipant { session_id, target_user_id, reason, muted } = request;
    mute(cx, account, ParticipantRequest { session_id, target_user_id, reason }, muted).await
}

/// `unmute-participant`: lets somebody speak and write again. Their microphone stays off until they open it themselves.
pub async fn unmute_participant(
    cx: &Context,
    account: &Account,
    request: ParticipantRequest,
) -> Result<MutedParticipant, Refusal> {
    mute(cx, account, request, false).await
}

/// `ban-participant`: keeps somebody out, of this session or of all of its creator's, and puts them out if they are inside;
/// for some hours or until it is lifted. Staff may ban from everything live. A ban that stands is changed to this one.
pub async fn ban_participant(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: BanParticipant,
) -> Result<Replayable<BannedParticipant>, Refusal> {
    let BanParticipant { session_id, target_user_id, reason, ban_type, duration_hours } = request;
    let (kind, hours) = (ban_type.unwrap_or(BanKind::Session), duration_hours.map(Number::get));
    let now = cx.clock.now();
    let banned = cx.db.ban(account, session_id, target_user_id, kind, &reason, hours, now, &key).await?;
    let identity = target_user_id.to_string();
    let pending = cx.sfu.remove_participant(&banned.result.room_name, &identity).await.is_err();
    Ok(banned.reply(|banned| BannedParticipant { ban: banned.ban, pending }))
}

/// `unban-participant`: lifts a ban. What staff has set only staff lifts; a ban from everything only its heads.
pub async fn unban_participant(
    cx: &Context,
    account: &Account,
    request: UnbanParticipant,
) -> Result<UnbannedParticipant, Refusal> {
    let UnbanParticipant { session_id, target_user_id, ban_type, reason } = request;
    cx.db.unban(account, session_id, target_user_id, ban_type, reason.as_deref(), cx.clock.now()).await
}

/// `report-live-user`: reports somebody who is or was in a session, its host included, to the staff; for those who are or
/// were in it and its host, until a day after its end. A repeat within a day is answered with the first report.
pub async fn report_live_user(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: ReportUser,
) -> Result<Replayable<ReportReply>, Refusal> {
    let ReportUser { session_id, target_user_id, reason, description } = request;
    let now = cx.clock.now();
    let report =
        cx.db.report_user(account, session_id, target_user_id, &reason, description.as_deref(), &key, now).await?;
    Ok(report.reply(|report| ReportReply { report }))
}

async fn change_role(
    cx: &Context,
    account: &Account,
    session: SessionId,
    target: UserId,
    role: AssignableRole,
) -> Result<UpdatedRole, Refusal> {
    let changed = cx.db.change_role(account, session, target, role, cx.clock.now()).await?;
    cx.enact(&changed.change).await?;
    let participant = (&changed.change).into();
    Ok(UpdatedRole { participant, old_role: changed.old_role, new_role: changed.new_role })
}

async fn mute(
    cx: &Context,
    account: &Account,
    request: ParticipantRequest,
    muted: bool,
) -> Result<MutedParticipant, Refusal> {
    let ParticipantRequest { session_id, target_user_id, reason } = request;
    let done = cx.db.mute(account, session_id, target_user_id, muted, reason.as_deref(), cx.clock.now()).await?;
    let pending = !cx.enact_or_leave(&done.change).await?;
    Ok(MutedParticipant { participant: (&done.change).into(), pending })
}
