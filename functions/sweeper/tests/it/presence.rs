//! People who came and went unheard.

use serde_json::json;

use crate::show::Show;

#[tokio::test]
async fn somebody_whose_join_was_never_heard_of_is_inside_after_a_sweep() {
    let show = Show::on_air().await;
    let viewer = show.person("viewer").await;
    let guest = show.project.guest(&show.session.room_name, viewer.id).join().await;

    let report = show.sweep().await;

    assert_eq!((&report["opened"], &report["joined"]), (&json!(1), &json!(1)), "{report}");
    assert_eq!(show.place_of(&viewer).await, json!([true, guest.sid]));
    let again = show.sweep().await;
    assert_eq!((&again["opened"], &again["joined"]), (&json!(0), &json!(0)), "{again}");
    assert_eq!(show.reports().await.len(), 1, "a sweep that finds nothing wrong leaves no row");
}
