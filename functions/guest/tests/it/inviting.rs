//! The host asks somebody on stage.

use ipelya_test::User;
use serde_json::json;

use super::support::Stage;

#[tokio::test]
async fn who_accepts_an_invitation_is_a_guest_of_the_kind_of_room() {
    for (stage, role) in [(Stage::open().await, "co_host"), (Stage::audio_room().await, "speaker")] {
        let guest = stage.live.viewer.clone();
        let invited = stage.invite(&guest).await;
        assert_eq!(invited.status, 200, "{}", invited.body);
        let expires = &invited.body["invitation"]["expiresAt"];
        assert_eq!(invited.body["expiresAt"], *expires);
        assert_eq!(invited.body["invitation"]["userId"], json!(guest.id));
        assert_eq!(stage.place(&guest).await, json!(["invited_guest", "pending"]));

        let accepted = stage.respond(&guest, true).await;
        assert_eq!((&accepted.body["accepted"], &accepted.body["role"]), (&json!(true), &json!(role)));
        assert_eq!(stage.place(&guest).await, json!([role, "accepted"]));
        let again = stage.respond(&guest, true).await;
        assert_eq!((again.status, &again.body["role"]), (200, &json!(role)), "a repeat is told the same");
        stage.respond(&guest, false).await.assert_refused(404, "INVITATION_NOT_FOUND");
    }
}

#[tokio::test]
async fn who_declines_stays_in_the_audience_and_may_be_asked_again() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    let first = stage.invite(&guest).await.body["invitation"]["id"].clone();
    for _ in 0..2 {
        let declined = stage.respond(&guest, false).await;
        assert_eq!((declined.status, &declined.body["accepted"]), (200, &json!(false)));
        assert!(declined.body.get("role").is_none());
    }
    assert_eq!(stage.place(&guest).await, json!(["viewer", "rejected"]));
    stage.respond(&guest, true).await.assert_refused(404, "INVITATION_NOT_FOUND");

    let second = stage.invite(&guest).await.body["invitation"]["id"].clone();
    assert_ne!(first, second);
    assert_eq!(stage.respond(&guest, true).await.status, 200);
}

#[tokio::test]
async fn whoever_has_an_invitation_is_not_invited_twice() {
    let stage = Stage::open().await;
    let first = stage.invite(&stage.live.viewer).await;
    let second = stage.invite(&stage.live.viewer).await;
    assert_eq!(first.body, second.body);
    assert_eq!(stage.events(&Stage::phone(&stage.live.viewer)).await, ["guest_invitation"]);
}

#[tokio::test]
async fn only_somebody_in_the_audience_who_may_be_inside_is_invited() {
    let stage = Stage::open().await;
    let given = stage.live.project.given();
    stage.invite(&stage.live.host).await.assert_refused(409, "SELF_GUEST");
    for role in ["co_host", "speaker", "moderator"] {
        let person = stage.live.person(role).await;
        stage.invite(&person).await.assert_refused(409, "NOT_IN_AUDIENCE");
    }

    let stranger = given.user().await;
    let gone = stage.viewer().await;
    given.participant(&stage.live.session, &gone).left().insert().await;
    let banned = stage.viewer().await;
    given.ban(&banned).from_session(&stage.live.session).insert().await;
    let banned_by_creator = stage.viewer().await;
    given.ban(&banned_by_creator).from_creator(&stage.live.host).insert().await;
    let blocked = stage.viewer().await;
    given.block(&stage.live.host, &blocked).await;
    let anonymous = given.anonymous_user().await;
    given.participant(&stage.live.session, &anonymous).insert().await;
    let deleted = stage.viewer().await;
    given.delete_user(&deleted).await;
    for unavailable in [&stranger, &gone, &banned, &banned_by_creator, &blocked, &anonymous, &deleted] {
        stage.invite(unavailable).await.assert_refused(409, "GUEST_UNAVAILABLE");
    }
    assert_eq!(stage.seats().await, 2, "the co-host and the speaker");
}

#[tokio::test]
async fn without_guests_or_without_a_seat_nobody_is_invited_and_nobody_can_accept() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    stage.invite(&guest).await;
    stage.set("guest_enabled = false").await;
    stage.respond(&guest, true).await.assert_refused(403, "GUESTS_DISABLED");
    stage.invite(&stage.viewer().await).await.assert_refused(403, "GUESTS_DISABLED");

    stage.set("guest_enabled = true, max_guests = 1").await;
    stage.live.person("speaker").await;
    stage.respond(&guest, true).await.assert_refused(409, "STAGE_FULL");
    stage.invite(&stage.viewer().await).await.assert_refused(409, "STAGE_FULL");
    assert_eq!(stage.place(&guest).await, json!(["invited_guest", "pending"]), "it still waits");
}

#[tokio::test]
async fn somebody_put_out_since_they_were_invited_cannot_accept() {
    let stage = Stage::open().await;
    let given = stage.live.project.given();
    let (banned, blocked, gone) = (stage.viewer().await, stage.viewer().await, stage.viewer().await);
    for guest in [&banned, &blocked, &gone] {
        assert_eq!(stage.invite(guest).await.status, 200);
    }
    given.ban(&banned).from_session(&stage.live.session).insert().await;
    given.block(&stage.live.host, &blocked).await;
    let leave = "update public.live_participants set is_active = false where user_id = $1";
    stage.live.project.execute(leave, &[&gone.id]).await;
    stage.respond(&banned, true).await.assert_refused(403, "BANNED");
    stage.respond(&blocked, true).await.assert_refused(403, "BLOCKED");
    stage.respond(&gone, true).await.assert_refused(403, "NOT_IN_SESSION");
    assert_eq!(stage.seats().await, 0);
}

#[tokio::test]
async fn an_invitation_counts_for_a_minute() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    stage.invite(&guest).await;
    stage.wait(60).await;
    stage.respond(&guest, true).await.assert_refused(410, "INVITATION_EXPIRED");
    stage.live.tick(0).await;
    assert_eq!(stage.place(&guest).await, json!(["viewer", "expired"]));
    stage.respond(&guest, true).await.assert_refused(410, "INVITATION_EXPIRED");
    assert_eq!(stage.events(&stage.host_phone()).await, ["invitation_rejected"]);
    assert_eq!(stage.invite(&guest).await.status, 200, "and another one follows");
}

#[tokio::test]
async fn who_asks_while_invited_or_is_invited_while_asking_is_told_to_answer() {
    let stage = Stage::open().await;
    let (invited, asking) = (stage.live.viewer.clone(), stage.viewer().await);
    stage.invite(&invited).await;
    stage.ask(&invited).await.assert_refused(409, "INVITATION_PENDING");
    stage.asked(&asking).await;
    stage.invite(&asking).await.assert_refused(409, "REQUEST_PENDING");
}

#[tokio::test]
async fn an_invitation_is_seen_by_nobody_else_in_the_room() {
    let stage = Stage::open().await;
    let guest = stage.live.viewer.clone();
    stage.invite(&guest).await;
    assert!(stage.events(&stage.everybody()).await.is_empty());
    assert!(stage.live.told().await.is_empty());
    let as_livekit_hears = "select public.live_standing($1, null, $2, now()) -> 'role'";
    let role = stage.live.project.value(as_livekit_hears, &[&stage.live.session.id, &guest.id]).await;
    assert_eq!(role, json!(null), "the audience");
}

#[tokio::test]
async fn the_host_takes_an_invitation_back() {
    let stage = Stage::open().await;
    let guest: &User = &stage.live.viewer;
    stage.invite(guest).await;
    let ended = stage.end(&stage.live.host, guest).await;
    assert_eq!((ended.status, &ended.body["role"]), (200, &json!("viewer")));
    assert_eq!(stage.place(guest).await, json!(["viewer", "expired"]));
    assert_eq!(stage.events(&Stage::phone(guest)).await, ["guest_invitation", "guest_invitation_cancelled"]);
    stage.respond(guest, true).await.assert_refused(410, "INVITATION_EXPIRED");
}
