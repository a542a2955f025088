//! What staff is shown without having asked.

use ipelya_test::{LiveSession, User};
use serde_json::json;

use super::support::{flags, on_air, reported};

async fn reported_by(live: &LiveSession, many: usize, target: &User) {
    for _ in 0..many {
        reported(live, &live.person("viewer").await, target).await;
    }
}

#[tokio::test]
async fn the_third_report_about_somebody_flags_them_and_the_fifth_in_a_session_the_session() {
    let live = on_air().await;
    let (calm, admin) = (live.person("viewer").await, live.project.given().admin().await);
    reported_by(&live, 2, &live.host).await;
    assert_eq!(flags(&live).await, json!([]));
    reported_by(&live, 1, &live.host).await;
    let user = json!(["auto_flag_user", live.host.id, 3]);
    assert_eq!(flags(&live).await, json!([user]));
    reported_by(&live, 1, &calm).await;
    assert_eq!(flags(&live).await, json!([user]));
    reported_by(&live, 1, &calm).await;
    assert_eq!(flags(&live).await, json!([["auto_flag_session", live.session.id, 5], user]));
    reported_by(&live, 5, &live.host).await;
    assert_eq!(flags(&live).await, json!([["auto_flag_session", live.session.id, 5], user]));

    let notes =
        "select jsonb_agg(jsonb_build_array(n.recipient_id, n.type) order by n.type) from public.notifications n";
    let told = json!([[admin.id, "auto_flag_session"], [admin.id, "auto_flag_user"]]);
    assert_eq!(live.project.value(notes, &[]).await, told);
}
