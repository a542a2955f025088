//! Logs, calls, and looking on unseen.

use ipelya_core::api::ops::logs::{
    AdminLogs, Calls, ListAdminLogs, ListCalls, ListWebhookLogs, Preview, ReplayWebhook, Replayed, TerminateCall,
    TerminatedCall, WebhookLogs,
};
use ipelya_core::api::token::TokenReply;
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, Staff};

/// `GET /functions/v1/live-ops/webhook-logs`: lists what LiveKit has reported, latest first, with the numbers of the last
/// 24 hours.
pub(crate) async fn webhooks(
    cx: &Context,
    account: &Account,
    request: ListWebhookLogs,
) -> Result<WebhookLogs, Refusal> {
    let ListWebhookLogs { event_type, status, room_name, limit, offset } = request;
    let (event_type, room_name, now) = (event_type.as_deref(), room_name.as_deref(), cx.clock.now());
    cx.db.ops_webhook_logs(account, event_type, status, room_name, limit, offset, now).await
}

/// `POST /functions/v1/live-ops/webhook-logs/{id}/replay`: applies an event once more, and tells what became of it.
pub(crate) async fn replay(cx: &Context, staff: &Staff, request: ReplayWebhook) -> Result<Replayed, Refusal> {
    cx.db.ops_replay_webhook(staff, request.id, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/admin-logs`: lists what staff did and what was flagged for it, latest first, with how often
/// each was done in the last 7 days.
pub(crate) async fn admins(cx: &Context, account: &Account, request: ListAdminLogs) -> Result<AdminLogs, Refusal> {
    let ListAdminLogs { action, limit, offset } = request;
    cx.db.ops_admin_logs(account, action.as_deref(), limit, offset, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/calls`: lists calls, those under way unless the others are asked for.
pub(crate) async fn calls(cx: &Context, account: &Account, request: ListCalls) -> Result<Calls, Refusal> {
    let ListCalls { active, limit, offset } = request;
    cx.db.ops_calls(account, active.unwrap_or(true), limit, offset, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/calls/{id}/terminate`: ends a call and closes its room. One that is over stays as it ended.
pub(crate) async fn end_call(cx: &Context, staff: &Staff, request: TerminateCall) -> Result<TerminatedCall, Refusal> {
    let TerminateCall { id, reason } = request;
    let ended = cx.db.ops_end_call(staff, id, reason.as_deref(), cx.clock.now()).await?;
    let pending = cx.sfu.delete_room(&ended.room_name).await.is_err();
    Ok(TerminatedCall { message: "Arama sonlandırıldı.", pending })
}

/// `POST /functions/v1/live-ops/livekit-token`: lets an admin look on in the room of a session on air, unseen and unheard.
/// It is noted once an hour. There is no looking on in a call: its room is not found.
pub(crate) async fn preview(cx: &Context, staff: &Staff, request: Preview) -> Result<TokenReply, Refusal> {
    let now = cx.clock.now();
    let seen = cx.db.ops_preview(staff, &request.room_name, now).await?;
    cx.tokens.mint_preview(&seen.room_name, staff.account().user_id(), now)
}
