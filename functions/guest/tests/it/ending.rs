//! Guests leave the stage.

use ipelya_test::User;
use serde_json::{Value, json};

use super::support::Stage;

/// A session with a guest on stage who came by an invitation.
async fn with_guest() -> (Stage, User) {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    stage.invite(&guest).await;
    assert_eq!(stage.respond(&guest, true).await.status, 200);
    (stage, guest)
}

#[tokio::test]
async fn the_host_ends_a_guest_and_so_does_the_guest() {
    for (by_host, reason) in [(true, "ended_by_host"), (false, "left")] {
        let (stage, guest) = with_guest().await;
        let by = if by_host { &stage.live.host } else { &guest };
        for _ in 0..2 {
            let ended = stage.end(by, &guest).await;
            assert_eq!((ended.status, &ended.body["role"]), (200, &json!("viewer")), "{}", ended.body);
        }
        assert_eq!(stage.place(&guest).await, json!(["viewer", "accepted"]));
        let told: Vec<(String, Value)> = stage.heard(&Stage::phone(&guest)).await;
        let (event, payload) = told.last().unwrap();
        assert_eq!((event.as_str(), &payload["reason"]), ("your_guest_ended", &json!(reason)));
        assert_eq!(stage.events(&stage.everybody()).await, ["new_cohost", "guest_ended"], "once");
        stage.respond(&guest, true).await.assert_refused(404, "INVITATION_NOT_FOUND");
    }
}

#[tokio::test]
async fn a_seat_given_back_is_free_for_somebody_else() {
    let (stage, guest) = with_guest().await;
    stage.set("max_guests = 1").await;
    let other = stage.viewer().await;
    stage.invite(&other).await.assert_refused(409, "STAGE_FULL");
    stage.end(&guest, &guest).await;
    stage.invite(&other).await;
    assert_eq!(stage.respond(&other, true).await.status, 200);
}

#[tokio::test]
async fn nobody_else_ends_a_guest_and_nobody_ends_the_host() {
    let (stage, guest) = with_guest().await;
    for stranger in
        [stage.viewer().await, stage.live.person("moderator").await, stage.live.project.given().admin().await]
    {
        stage.end(&stranger, &guest).await.assert_refused(403, "NOT_THE_HOST");
    }
    let host = stage.end(&stage.live.host, &stage.live.host).await;
    assert_eq!((host.status, &host.body["role"]), (200, &json!("host")));
    assert_eq!(stage.seats().await, 1);
}
