//! Figures: of days, creators, sessions, and of what was paid.

use ipelya_core::api::fields::Number;
use ipelya_core::api::ops::analytics::{
    AskCreators, AskDays, AskOverview, AskReport, AskRevenue, Concurrency, Creators, CsvReply, Daily, Overview,
    ReportReply, RevenueReport,
};
use ipelya_core::{Account, Refusal};
use ipelya_edge::Context;

/// So many days, if nothing is said.
const DAYS: u16 = 30;

/// `GET /functions/v1/live-ops/analytics/overview`: today, the last seven and the last thirty days. A day is rolled up once
/// it is over; today is counted anew.
pub(crate) async fn overview(cx: &Context, account: &Account, _: AskOverview) -> Result<Overview, Refusal> {
    cx.db.overview_stats(account, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/analytics/daily`: the latest days one by one, up to 366.
pub(crate) async fn daily(cx: &Context, account: &Account, request: AskDays) -> Result<Daily, Refusal> {
    cx.db.daily_stats(account, request.days.map_or(DAYS, Number::get), cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/analytics/creators`: what creators' sessions came to within a day, a week or a month, those
/// with the most viewers first.
pub(crate) async fn creators(cx: &Context, account: &Account, request: AskCreators) -> Result<Creators, Refusal> {
    let limit = request.limit.map_or(10, Number::get);
    cx.db.creator_stats(account, request.period, limit, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/analytics/revenue`: coins by day, creator, session or kind. What was given back is taken off
/// the day on which it had been paid.
pub(crate) async fn revenue(cx: &Context, account: &Account, request: AskRevenue) -> Result<RevenueReport, Refusal> {
    let (days, limit) = (request.days.map_or(DAYS, Number::get), request.limit.map_or(100, Number::get));
    cx.db.revenue_stats(account, request.by, days, limit, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/analytics/concurrency`: how many watched at the most in each hour of the latest days, and how
/// many do now.
pub(crate) async fn concurrency(cx: &Context, account: &Account, request: AskDays) -> Result<Concurrency, Refusal> {
    cx.db.concurrency_stats(account, request.days.map_or(DAYS, Number::get), cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/sessions/{id}/report`: everything of a session that is or was on air: its course, how long
/// people stayed, what was said, given and paid.
pub(crate) async fn report(cx: &Context, account: &Account, request: AskReport) -> Result<ReportReply, Refusal> {
    Ok(ReportReply { report: cx.db.session_report(account, request.id, cx.clock.now()).await? })
}

/// `GET /functions/v1/live-ops/sessions/{id}/report.csv`: its course as a table, in the field `csv`.
pub(crate) async fn report_csv(cx: &Context, account: &Account, request: AskReport) -> Result<CsvReply, Refusal> {
    Ok(cx.db.session_report(account, request.id, cx.clock.now()).await?.csv())
}
