//! Seats that are not used are given back.

use serde_json::json;

use super::support::Stage;

#[tokio::test]
async fn a_guest_who_never_comes_gives_the_seat_back_after_ten_seconds() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    stage.invite(&guest).await;
    stage.respond(&guest, true).await;
    stage.live.tick(9).await;
    assert_eq!(stage.place(&guest).await[0], "co_host");
    stage.live.tick(10).await;
    assert_eq!(stage.place(&guest).await[0], "viewer");
    assert_eq!(stage.events(&Stage::phone(&guest)).await, ["guest_invitation", "your_guest_ended"]);
    assert_eq!(stage.events(&stage.everybody()).await, ["new_cohost", "guest_ended"]);
}

#[tokio::test]
async fn a_guest_who_was_away_when_they_were_seated_has_ten_seconds_from_then_on() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    let seen = "select public.live_stay_seen($1, 'RM_1', 'PA_1', $2, 'STANDARD', $3, $4, $5, $6)";
    let now = stage.live.api.now();
    let (early, identity) = (now - time::Duration::seconds(50), guest.id.to_string());
    let room = &stage.live.session.room_name;
    // they dropped out and were let in again, so they count as inside
    stage.live.project.execute(seen, &[room, &identity, &early, &early, &"CLIENT_INITIATED", &now]).await;
    let admit = "update public.live_participants set admitted_at = $1, is_active = true where user_id = $2";
    stage.live.project.execute(admit, &[&now, &guest.id]).await;

    stage.invite(&guest).await;
    assert_eq!(stage.respond(&guest, true).await.status, 200);
    let refresh = "select public.live_refresh_participant($1, $2, $3)";
    stage.live.project.execute(refresh, &[&stage.live.session.id, &guest.id, &now]).await;
    stage.live.tick(9).await;
    assert_eq!(stage.place(&guest).await[0], "co_host");
    stage.live.tick(10).await;
    assert_eq!(stage.place(&guest).await[0], "viewer");
}

#[tokio::test]
async fn a_guest_who_is_back_within_ten_seconds_keeps_the_seat() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    let seen = async |sid: &str, joined: Option<i64>, left: Option<i64>| {
        let at = |second: i64| stage.live.api.now() + time::Duration::seconds(second);
        let sql = "select public.live_stay_seen($1, 'RM_1', $2, $3, 'STANDARD', $4, $5, $6, $7)";
        let (identity, reason) = (guest.id.to_string(), left.map(|_| "CONNECTION_TIMEOUT"));
        let (joined, left, now) = (joined.map(at), left.map(at), at(left.or(joined).unwrap()));
        let room = &stage.live.session.room_name;
        stage.live.project.execute(sql, &[room, &sid, &identity, &joined, &left, &reason, &now]).await;
    };
    seen("PA_1", Some(0), None).await;
    stage.invite(&guest).await;
    stage.respond(&guest, true).await;
    seen("PA_1", None, Some(20)).await;
    stage.live.tick(29).await;
    seen("PA_2", Some(29), None).await;
    stage.live.tick(60).await;
    assert_eq!(stage.place(&guest).await, json!(["co_host", "accepted"]));
    seen("PA_2", None, Some(70)).await;
    stage.live.tick(80).await;
    assert_eq!(stage.place(&guest).await[0], "viewer");
}

#[tokio::test]
async fn the_end_of_a_session_closes_what_waits() {
    let stage = Stage::open().await;
    let (invited, asking) = (stage.live.viewer.clone(), stage.viewer().await);
    stage.invite(&invited).await;
    let id = stage.asked(&asking).await;
    stage.live.end().await;
    assert_eq!(
        (stage.place(&invited).await, stage.request(&id).await),
        (json!(["viewer", "expired"]), json!("expired"))
    );
    stage.respond(&invited, true).await.assert_refused(409, "SESSION_ENDED");
    stage.answer(&id, true).await.assert_refused(409, "SESSION_ENDED");
    stage.ask(&asking).await.assert_refused(409, "SESSION_ENDED");
    stage.invite(&asking).await.assert_refused(409, "SESSION_ENDED");
    stage.end(&stage.live.host, &invited).await.assert_refused(409, "SESSION_ENDED");
}
