//! Figures are the server's to ask.

use crate::stats::ground::Ground;

const QUESTIONS: [&str; 6] = [
    "public.live_stats_overview()",
    "public.live_stats_daily(30)",
    "public.live_stats_creators('week', 10)",
    "public.live_stats_revenue('day', 30, 10)",
    "public.live_stats_concurrency(30)",
    "public.live_stats_session_report('00000000-0000-4000-8000-000000000000')",
];

#[tokio::test]
async fn only_the_service_role_is_answered() {
    let ground = Ground::start().await;
    let db = ground.project.db();
    for question in QUESTIONS {
        for (role, allowed) in [("anon", false), ("authenticated", false), ("service_role", true)] {
            db.batch_execute(&format!("reset role; set role {role}")).await.unwrap();
            let answer = db.execute(&format!("select {question}"), &[]).await;
            let code = answer.err().and_then(|error| error.code().map(|code| code.code().to_owned()));
            assert_eq!(code.as_deref(), if allowed { None } else { Some("42501") }, "{question} as {role}");
        }
    }
}
