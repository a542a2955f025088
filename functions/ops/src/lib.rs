//! The function group `ops`: what the panel of the staff asks and does.
//!
//! Whether somebody is staff is the database's to say, in the round trip that is made anyway: every SQL function asks it
//! before it looks anything up, so that nobody else learns what there is. What changes something is for [`Staff`]: where the
//! request came from is noted with what was done. Each function costs one round trip, and at most one to LiveKit;
//! only the end of many sessions at once closes many rooms, and an agent that is sent into a call is looked after.
//!
//! [`Staff`]: ipelya_edge::Staff

mod all_sessions;
mod analytics;
mod card_payments;
mod channels;
mod logs;
mod messages;
mod payments;
mod people;
mod recordings;
mod reports;
mod sessions;
mod settings;
mod status;
mod voice;

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
        .user("GET /functions/v1/live-ops/analytics/card-revenue", card_payments::revenue)
        .user("GET /functions/v1/live-ops/analytics/concurrency", analytics::concurrency)
        .user("GET /functions/v1/live-ops/sessions/{id}/messages", messages::list)
        .user("POST /functions/v1/live-ops/sessions/{id}/terminate", messages::terminate)
        .user("POST /functions/v1/live-ops/sessions/{id}/announce", messages::announce)
        .user("POST /functions/v1/live-ops/messages/{id}/delete", messages::delete)
        .user("DELETE /functions/v1/live-ops/messages/{id}", messages::delete)
        .user("POST /functions/v1/live-ops/participants/{id}/kick", people::kick)
        .user("POST /functions/v1/live-ops/participants/{id}/ban", people::ban)
        .user("POST /functions/v1/live-ops/participants/{id}/mute", people::mute)
        .user("POST /functions/v1/live-ops/participants/{id}/unmute", people::unmute)
        .user("POST /functions/v1/live-ops/participants/{id}/promote", people::promote)
        .user("POST /functions/v1/live-ops/participants/{id}/demote", people::demote)
        .user("POST /functions/v1/live-ops/users/{user_id}/kick", people::kick_user)
        .user("POST /functions/v1/live-ops/users/{user_id}/ban", people::ban_user)
        .user("GET /functions/v1/live-ops/reports", reports::list)
        .user("GET /functions/v1/live-ops/reports/{id}", reports::show)
        .user("POST /functions/v1/live-ops/reports/{id}/action", reports::act)
        .user("GET /functions/v1/live-ops/bans", reports::bans)
        .user("DELETE /functions/v1/live-ops/bans/{id}", reports::lift)
        .user("POST /functions/v1/live-ops/channels/{id}/suspend", channels::suspend)
        .user("POST /functions/v1/live-ops/channels/{id}/unsuspend", channels::unsuspend)
        .user("POST /functions/v1/live-ops/slugs/{slug}/free", channels::free_slug)
        .user("GET /functions/v1/live-ops/calls", logs::calls)
        .user("POST /functions/v1/live-ops/calls/{id}/terminate", logs::end_call)
        .user("GET /functions/v1/live-ops/voice/calls", voice::calls)
        .user("POST /functions/v1/live-ops/voice/calls/{id}/agent", voice::agent)
        .user("GET /functions/v1/live-ops/voice/prompts", voice::prompts)
        .user("POST /functions/v1/live-ops/voice/prompts", voice::add_prompt)
        .user("POST /functions/v1/live-ops/voice/prompts/{id}/activate", voice::activate_prompt)
        .user("GET /functions/v1/live-ops/voice/failures", voice::failures)
        .user("GET /functions/v1/live-ops/voice/transcripts/{id}/readers", voice::readers)
        .user("GET /functions/v1/live-ops/recordings", recordings::list)
        .user("GET /functions/v1/live-ops/recordings/storage", recordings::storage)
        .user("GET /functions/v1/live-ops/recordings/deletions", recordings::deletions)
        .user("POST /functions/v1/live-ops/recordings/{id}/hold", recordings::hold)
        .user("POST /functions/v1/live-ops/recordings/{id}/release", recordings::release)
        .user("GET /functions/v1/live-ops/recordings/{id}/readers", recordings::readers)
        .user("GET /functions/v1/live-ops/webhook-logs", logs::webhooks)
        .user("POST /functions/v1/live-ops/webhook-logs/{id}/replay", logs::replay)
        .user("GET /functions/v1/live-ops/admin-logs", logs::admins)
        .user("POST /functions/v1/live-ops/livekit-token", logs::preview)
        .user("POST /functions/v1/live-ops/announce-all", all_sessions::announce)
        .user("POST /functions/v1/live-ops/terminate-all", all_sessions::terminate)
        .user("GET /functions/v1/live-ops/settings", settings::list)
        .user("PATCH /functions/v1/live-ops/settings/{key}", settings::change)
        .user("GET /functions/v1/live-ops/users/{user_id}", settings::user)
        .user("PATCH /functions/v1/live-ops/users/{user_id}/switches", settings::switch_user)
        .user("GET /functions/v1/live-ops/payments", payments::list)
        .user("POST /functions/v1/live-ops/payments/{id}/refund", payments::refund)
        .user("GET /functions/v1/live-ops/card-payments", card_payments::list)
        .user("POST /functions/v1/live-ops/card-payments/{id}/refund", card_payments::refund)
        .user("GET /functions/v1/live-ops/payouts", card_payments::payouts)
        .user("GET /functions/v1/live-ops/payouts/due", card_payments::due)
        .user("POST /functions/v1/live-ops/payouts", card_payments::pay_out)
        .user("GET /functions/v1/live-ops/stuck", status::stuck)
        .user("GET /functions/v1/live-ops/system-status", status::system_status)
        .probe("GET /functions/v1/live-ops/health", status::health)
}
