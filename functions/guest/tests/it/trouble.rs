//! LiveKit or the database away.

use ipelya_test::Mode;
use serde_json::{Value, json};

use super::support::Stage;

/// What the tables say of somebody and what they asked for.
async fn rows(stage: &Stage) -> Value {
    let sql = "select jsonb_build_array(
                 (select jsonb_agg(jsonb_build_array(
                    p.user_id, p.role, p.seated_at, p.guest_left_at, p.invitation_response, p.is_active
                  ) order by p.user_id) from public.live_participants p),
                 (select jsonb_agg(jsonb_build_array(r.id, r.status, r.responded_at) order by r.id)
                  from public.live_guest_requests r)
               )";
    stage.live.project.value(sql, &[]).await
}

#[tokio::test]
async fn without_livekit_nobody_comes_on_stage_and_what_waited_still_waits() {
    let stage = Stage::open().await;
    let (invited, asking) = (stage.live.viewer.clone(), stage.viewer().await);
    stage.invite(&invited).await;
    let id = stage.asked(&asking).await;
    let before = rows(&stage).await;

    stage.live.project.livekit().set_mode(Mode::Refuse);
    stage.respond(&invited, true).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    stage.answer(&id, true).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(rows(&stage).await, before);
    assert_eq!(
        stage.events(&Stage::phone(&asking)).await,
        ["join_request_response", "your_guest_ended"],
        "a phone that was told it is on stage is told that it is not"
    );

    stage.live.project.livekit().set_mode(Mode::Pass);
    assert_eq!(stage.respond(&invited, true).await.status, 200);
    assert_eq!(stage.answer(&id, true).await.status, 200);
    assert_eq!(stage.seats().await, 2);
}

#[tokio::test]
async fn without_livekit_a_guest_stays_one() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    stage.invite(&guest).await;
    stage.respond(&guest, true).await;
    let before = rows(&stage).await;
    stage.live.project.livekit().set_mode(Mode::Refuse);
    stage.end(&stage.live.host, &guest).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(rows(&stage).await, before);
    assert_eq!(stage.events(&stage.everybody()).await, ["new_cohost", "guest_ended", "new_cohost"]);
    stage.live.project.livekit().set_mode(Mode::Pass);
    assert_eq!(stage.end(&stage.live.host, &guest).await.body["role"], "viewer");
}

#[tokio::test]
async fn a_change_that_another_has_followed_is_not_taken_back() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    let version = "select to_jsonb(role_version) from public.live_participants where user_id = $1";
    stage.invite(&guest).await;
    stage.respond(&guest, true).await;
    let first = stage.live.project.value(version, &[&guest.id]).await.as_i64().unwrap();
    stage.end(&guest, &guest).await;
    let take_back = "select to_jsonb(public.live_take_back_role($1, $2, $3, $4, $5))";
    let before = json!({ "role": "invited_guest", "invitation_response": "pending" });
    let version = i32::try_from(first).unwrap();
    let (session, now) = (stage.live.session.id, stage.live.api.now());
    let taken = stage.live.project.value(take_back, &[&session, &guest.id, &version, &before, &now]).await;
    assert_eq!((taken, stage.place(&guest).await[0].clone()), (json!(false), json!("viewer")));
}

#[tokio::test]
async fn without_a_database_nothing_happens() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    stage.invite(&guest).await;
    let before = rows(&stage).await;
    stage.live.project.rest().set_mode(Mode::Refuse);
    stage.respond(&guest, true).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    stage.ask(&guest).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    stage.live.project.rest().set_mode(Mode::Pass);
    assert_eq!((rows(&stage).await, stage.live.project.livekit().requests()), (before, 0));
}
