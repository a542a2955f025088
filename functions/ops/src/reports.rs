//! Reports and bans, and what is done about them.

use ipelya_core::api::ops::Done;
use ipelya_core::api::ops::bans::{Bans, LiftBan, ListBans};
use ipelya_core::api::ops::reports::{ActOnReport, ListReports, OneReport, ReportActedOn, ReportDetail, Reports};
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, Staff};

/// `GET /functions/v1/live-ops/reports`: lists reports, those that nobody has decided unless others are asked for.
pub(crate) async fn list(cx: &Context, account: &Account, request: ListReports) -> Result<Reports, Refusal> {
    let ListReports { status, limit, offset } = request;
    cx.db.ops_reports(account, status, limit, offset, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/reports/{id}`: shows a report, with earlier reports and bans of whom it is about.
pub(crate) async fn show(cx: &Context, account: &Account, request: OneReport) -> Result<ReportDetail, Refusal> {
    cx.db.ops_report(account, request.id, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/reports/{id}/action`: decides a report, once, and does what was decided. Whoever is kicked
/// or banned is put out; what LiveKit cannot be told just now, the sweeper tells it.
pub(crate) async fn act(cx: &Context, staff: &Staff, request: ActOnReport) -> Result<ReportActedOn, Refusal> {
    let (id, action, hours, notes) = (request.id, request.action, request.hours(), request.notes);
    let now = cx.clock.now();
    let done = cx.db.ops_act_on_report(staff, id, action, hours, notes.as_deref(), now).await?;
    let pending = match done.room_name {
        Some(room) => cx.sfu.remove_participant(&room, &done.user_id.to_string()).await.is_err(),
        None => false,
    };
    Ok(ReportActedOn { action, pending })
}

/// `GET /functions/v1/live-ops/bans`: lists bans, those that hold unless the others are asked for.
pub(crate) async fn bans(cx: &Context, account: &Account, request: ListBans) -> Result<Bans, Refusal> {
    let ListBans { kind, active, limit, offset } = request;
    cx.db.ops_bans(account, kind, active.unwrap_or(true), limit, offset, cx.clock.now()).await
}

/// `DELETE /functions/v1/live-ops/bans/{id}`: lifts a ban, once. A ban from everything is lifted by a super admin.
pub(crate) async fn lift(cx: &Context, staff: &Staff, request: LiftBan) -> Result<Done, Refusal> {
    cx.db.ops_lift_ban(staff, request.id, request.reason.as_deref(), cx.clock.now()).await?;
    Ok(Done { message: "Yasak kaldırıldı." })
}
