//! The function group `guest`: who comes on stage, by an invitation or a request, and leaves it again.
//!
//! Each function costs one round trip, and one to LiveKit where somebody's rights change: promotion and demotion need no new
//! token. If LiveKit cannot be told, the change is taken back: 503.

use ipelya_core::api::guest::{
    CancelJoinRequest, EndGuest, EndedGuest, InviteGuest, InvitedGuest, RequestToJoin, RequestedJoin,
    RespondGuestInvitation, RespondJoinRequest, RespondedInvitation, RespondedJoinRequest,
};
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, IdempotencyKey, Replayable, Routes};

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .asking_livekit()
        .user("invite-guest", invite_guest)
        .softened()
        .user("respond-guest-invitation", respond_guest_invitation)
        .softened()
        .idempotent("request-to-join", request_to_join)
        .softened()
        .user("cancel-join-request", cancel_join_request)
        .user("respond-join-request", respond_join_request)
        .softened()
        .user("end-guest", end_guest)
        .softened()
}

/// `invite-guest`: the host asks somebody in the audience to come on stage, who has a minute to answer.
///
/// Whoever has an invitation that waits keeps it: a repeat is answered with the same. Somebody who has asked to join
/// themselves is not invited but answered (409 `REQUEST_PENDING`). Nobody else in the room learns of it.
pub async fn invite_guest(cx: &Context, account: &Account, request: InviteGuest) -> Result<InvitedGuest, Refusal> {
    let now = cx.clock.now();
    Ok(cx.db.invite_guest(account, request.session_id, request.target_user_id, now).await?.into())
}

/// `respond-guest-invitation`: accepts or declines an invitation. Whoever accepts takes a seat and may publish at once; one
/// that is not used within ten seconds is given up.
pub async fn respond_guest_invitation(
    cx: &Context,
    account: &Account,
    request: RespondGuestInvitation,
) -> Result<RespondedInvitation, Refusal> {
    let now = cx.clock.now();
    let responded = cx.db.respond_guest_invitation(account, request.session_id, request.accept, now).await?;
    if let Some(change) = &responded.change {
        cx.enact(change).await?;
    }
    let role = responded.change.map(|change| change.role());
    Ok(RespondedInvitation { accepted: responded.accepted, role })
}

/// `request-to-join`: somebody in the audience asks the host to come on stage; it waits a minute for an answer.
///
/// Whoever has a request that waits keeps it: a repeat is answered with the same. Otherwise one may ask once in five minutes,
/// and ten minutes after a refusal (429).
pub async fn request_to_join(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: RequestToJoin,
) -> Result<Replayable<RequestedJoin>, Refusal> {
    let (now, message) = (cx.clock.now(), request.message.as_deref());
    let asked = cx.db.request_to_join(account, request.session_id, message, now, &key).await?;
    Ok(asked.reply(RequestedJoin::from))
}

/// `cancel-join-request`: takes back one's own request. One that is closed already stays as it is.
pub async fn cancel_join_request(
    cx: &Context,
    account: &Account,
    request: CancelJoinRequest,
) -> Result<RequestedJoin, Refusal> {
    Ok(cx.db.cancel_join_request(account, request.request_id, cx.clock.now()).await?.into())
}

/// `respond-join-request`: the host lets somebody on stage who has asked, or does not. They may publish at once; a seat that
/// is not used within ten seconds is given up.
pub async fn respond_join_request(
    cx: &Context,
    account: &Account,
    request: RespondJoinRequest,
) -> Result<RespondedJoinRequest, Refusal> {
    let now = cx.clock.now();
    let responded = cx.db.respond_join_request(account, request.request_id, request.approve, now).await?;
    if let Some(change) = &responded.change {
        cx.enact(change).await?;
    }
    Ok(RespondedJoinRequest { approved: request.approve, request: responded.request })
}

/// `end-guest`: sends a guest back to the audience, for the host or the guest; their tracks vanish for all. It also takes
/// back an invitation. Who is no guest stays what they are.
pub async fn end_guest(cx: &Context, account: &Account, request: EndGuest) -> Result<EndedGuest, Refusal> {
    let now = cx.clock.now();
    let ended = cx.db.end_guest(account, request.session_id, request.guest_user_id, now).await?;
    if let Some(change) = &ended.change {
        cx.enact(change).await?;
    }
    Ok(EndedGuest { role: ended.role })
}
