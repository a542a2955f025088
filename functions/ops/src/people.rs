//! What staff does to people in a session. The rules are moderation's; the panel names people in several ways.
//!
//! Whoever is the host is protected (403 `TARGET_PROTECTED`), and who is not inside may be kicked all the same.

use ipelya_core::api::ops::people::{
    ActOnParticipant, BanParticipant, BanUser, Banned, Extent, KickUser, Kicked, Muted, Rung, Step, Stepped, Unmuted,
};
use ipelya_core::{Refusal, Role};
use ipelya_edge::db::Moderated;
use ipelya_edge::{Context, Staff};

/// `POST /functions/v1/live-ops/participants/{id}/kick`: puts somebody out of a session. They may come back at once.
pub(crate) async fn kick(cx: &Context, staff: &Staff, request: ActOnParticipant) -> Result<Kicked, Refusal> {
    let ActOnParticipant { id, session_id, reason } = request;
    let kicked = cx.db.ops_kick(staff, id, session_id, reason.as_deref(), cx.clock.now()).await?;
    cx.enact_removal(&kicked.change).await?;
    Ok(Kicked { message: "Kullanıcı yayından çıkarıldı.", participant: (&kicked.change).into() })
}

/// `POST /functions/v1/live-ops/users/{user_id}/kick`: puts somebody out of this session. They may come back at once.
pub(crate) async fn kick_user(cx: &Context, staff: &Staff, request: KickUser) -> Result<Kicked, Refusal> {
    kick(cx, staff, of_user(request)).await
}

/// `POST /functions/v1/live-ops/participants/{id}/ban`: keeps somebody out, and puts them out if they are inside; for some
/// hours or until it is lifted. A ban that stands is changed to this one.
pub(crate) async fn ban(cx: &Context, staff: &Staff, request: BanParticipant) -> Result<Banned, Refusal> {
    let (extent, BanParticipant { id, session_id, reason, .. }) = (request.extent(), request);
    ban_for(cx, staff, ActOnParticipant { id, session_id, reason }, extent).await
}

/// `POST /functions/v1/live-ops/users/{user_id}/ban`: keeps somebody out of this session or of more, whether or not they
/// are inside.
pub(crate) async fn ban_user(cx: &Context, staff: &Staff, request: BanUser) -> Result<Banned, Refusal> {
    let (extent, BanUser { user_id, session_id, reason, .. }) = (request.extent(), request);
    ban_for(cx, staff, of_user(KickUser { user_id, session_id, reason }), extent).await
}

/// `POST /functions/v1/live-ops/participants/{id}/mute`: silences somebody, microphone and chat, until they are unmuted.
pub(crate) async fn mute(cx: &Context, staff: &Staff, request: ActOnParticipant) -> Result<Muted, Refusal> {
    let (done, was_told) = set_muted(cx, staff, request, true).await?;
    let publishes = matches!(done.change.role(), Role::Host | Role::CoHost | Role::Speaker);
    Ok(Muted {
        message: "Kullanıcı susturuldu.",
        muted_tracks: u32::from(publishes && was_told),
        participant: (&done.change).into(),
        pending: !was_told,
    })
}

/// `POST /functions/v1/live-ops/participants/{id}/unmute`: lets somebody speak and write again. Their microphone stays off
/// until they open it themselves.
pub(crate) async fn unmute(cx: &Context, staff: &Staff, request: ActOnParticipant) -> Result<Unmuted, Refusal> {
    let (done, was_told) = set_muted(cx, staff, request, false).await?;
    Ok(Unmuted {
        message: "Kullanıcının susturması kaldırıldı.",
        unmuted_tracks: 0,
        participant: (&done.change).into(),
        pending: !was_told,
    })
}

/// `POST /functions/v1/live-ops/participants/{id}/promote`: gives somebody a higher role: from the audience to speaker, to
/// co-host, and no further. Somebody who is not inside is refused with 409.
pub(crate) async fn promote(cx: &Context, staff: &Staff, request: Step) -> Result<Stepped, Refusal> {
    step(cx, staff, request, true).await
}

/// `POST /functions/v1/live-ops/participants/{id}/demote`: gives somebody a lower role, the audience's at last.
pub(crate) async fn demote(cx: &Context, staff: &Staff, request: Step) -> Result<Stepped, Refusal> {
    step(cx, staff, request, false).await
}

fn of_user(request: KickUser) -> ActOnParticipant {
    let KickUser { user_id, session_id, reason } = request;
    ActOnParticipant { id: user_id, session_id: Some(session_id), reason }
}

async fn ban_for(cx: &Context, staff: &Staff, who: ActOnParticipant, extent: Extent) -> Result<Banned, Refusal> {
    let ActOnParticipant { id, session_id, reason } = who;
    let (kind, hours, now) = (extent.kind(), extent.hours(), cx.clock.now());
    let banned = cx.db.ops_ban(staff, id, session_id, kind, reason.as_deref(), hours, now).await?;
    let identity = banned.ban.user_id().to_string();
    let pending = cx.sfu.remove_participant(&banned.room_name, &identity).await.is_err();
    Ok(Banned { message: "Kullanıcı yasaklandı.", ban: banned.ban, pending })
}

/// Also tells whether LiveKit was told.
async fn set_muted(
    cx: &Context,
    staff: &Staff,
    request: ActOnParticipant,
    muted: bool,
) -> Result<(Moderated, bool), Refusal> {
    let ActOnParticipant { id, session_id, reason } = request;
    let done = cx.db.ops_mute(staff, id, session_id, muted, reason.as_deref(), cx.clock.now()).await?;
    let was_told = cx.enact_or_leave(&done.change).await?;
    Ok((done, was_told))
}

async fn step(cx: &Context, staff: &Staff, request: Step, up: bool) -> Result<Stepped, Refusal> {
    let Step { id, session_id, target_role } = request;
    let role = target_role.map(Rung::role);
    let changed = cx.db.ops_step(staff, id, session_id, up, role, cx.clock.now()).await?;
    cx.enact(&changed.change).await?;
    let message = if up { "Kullanıcı yükseltildi." } else { "Kullanıcının rolü düşürüldü." };
    Ok(Stepped { message, old_role: changed.old_role, new_role: changed.new_role })
}
