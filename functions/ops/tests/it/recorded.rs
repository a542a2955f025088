//! The examples of the API document, which the functions really answer.

use super::support::Panel;

#[tokio::test]
async fn sessions_are_shown_as_in_the_document() {
    let panel = Panel::open().await;
    let began = panel.live.api.now() - time::Duration::minutes(10);
    let session = "update public.live_sessions set started_at = $2 where id = $1";
    panel.live.project.execute(session, &[&panel.live.session.id, &began]).await;
    for below in ["sessions?status=live&limit=50", &panel.session(""), &panel.session("/participants?active=true")] {
        panel.live.api.ask("GET", &format!("live-ops/{below}")).user(&panel.admin).recorded().await;
    }
}

#[tokio::test]
async fn figures_are_shown_as_in_the_document() {
    let panel = Panel::open().await;
    // whatever the time of day, it began today
    let begin = "update public.live_sessions set started_at = $2 where id = $1";
    panel.live.project.execute(begin, &[&panel.live.session.id, &panel.live.api.now()]).await;
    for below in [
        &panel.session("/report"),
        &panel.session("/report.csv"),
        "analytics/overview",
        "analytics/daily?days=1",
        "analytics/creators?period=week&limit=10",
        "analytics/revenue?by=kind&days=7",
        "analytics/concurrency?days=1",
    ] {
        panel.live.api.ask("GET", &format!("live-ops/{below}")).user(&panel.admin).recorded().await;
    }
}
