//! The function group `ops`: what the panel of the staff asks and does.
//!
//! Whether somebody is staff is the database's to say, in the round trip that is made anyway: every SQL function asks it
//! before it looks anything up, so that nobody else learns what there is. What changes something is for [`Staff`]: where the
//! request came from is noted with what was done. Each function costs one round trip, and at most one to LiveKit.
//!
//! [`Staff`]: ipelya_edge::Staff

mod analytics;
mod sessions;

use ipelya_edge::Routes;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .user("GET /functions/v1/live-ops/sessions", sessions::list)
        .user("GET /functions/v1/live-ops/sessions/{id}", sessions::show)
        .user("GET /functions/v1/live-ops/sessions/{id}/participants", sessions::participants)
        .user("GET /functions/v1/live-ops/sessions/{id}/report", analytics::report)
        .user("GET /functions/v1/live-ops/sessions/{id}/report.csv", analytics::report_csv)
        .user("GET /functions/v1/live-ops/analytics/overview", analytics::overview)
        .user("GET /functions/v1/live-ops/analytics/daily", analytics::daily)
        .user("GET /functions/v1/live-ops/analytics/creators", analytics::creators)
        .user("GET /functions/v1/live-ops/analytics/revenue", analytics::revenue)
        .user("GET /functions/v1/live-ops/analytics/concurrency", analytics::concurrency)
}
