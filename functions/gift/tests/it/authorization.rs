//! Who may give to whom.

use serde_json::json;

use super::support::on_air_with_coins;

#[tokio::test]
async fn only_those_inside_give_and_never_to_themselves() {
    let live = on_air_with_coins(1000).await;
    let given = live.project.given();
    let body = json!({ "sessionId": live.session.id, "giftId": "heart" });
    live.api.post("send-live-gift").json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
    for key in ["SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY"] {
        let key = live.api.setting(key);
        let reply = live.api.post("send-live-gift").bearer(&key).json(body.clone()).send().await;
        reply.assert_refused(401, "UNAUTHORIZED");
    }

    let (banned, blocked, moderator, muted) =
        (given.user().await, given.user().await, given.user().await, given.user().await);
    for (person, role) in [(&banned, "viewer"), (&blocked, "viewer"), (&moderator, "moderator")] {
        given.participant(&live.session, person).role(role).insert().await;
    }
    given.participant(&live.session, &muted).muted().insert().await;
    given.ban(&banned).from_session(&live.session).insert().await;
    given.block(&live.host, &blocked).await;
    let (signed_out, deleted, auth_banned) = (given.user().await, given.user().await, given.user().await);
    given.sign_out(&signed_out).await;
    given.auth_ban(&auth_banned, live.api.now() + time::Duration::HOUR).await;

    let people = [
        ("stranger", given.user().await, 403, "NOT_IN_SESSION"),
        ("other creator", given.creator().await, 403, "NOT_IN_SESSION"),
        ("admin", given.admin().await, 403, "NOT_IN_SESSION"),
        ("anonymous", given.anonymous_user().await, 403, "ACCOUNT_REQUIRED"),
        ("without profile", given.user_without_profile().await, 404, "PROFILE_NOT_FOUND"),
        ("banned", banned, 403, "BANNED"),
        ("blocked", blocked, 403, "BLOCKED"),
        ("host", live.host.clone(), 403, "SELF_GIFT"),
        ("signed out", signed_out, 401, "UNAUTHORIZED"),
        ("banned in Auth", auth_banned, 401, "UNAUTHORIZED"),
        ("moderator", moderator, 200, ""),
        ("muted", muted, 200, ""),
        ("viewer", live.viewer.clone(), 200, ""),
    ];
    for (who, person, status, code) in people {
        given.coins(&person, 1000).await;
        let reply = live.api.post("send-live-gift").user(&person).json(body.clone()).send().await;
        let told = reply.body.get("errorCode").and_then(|code| code.as_str()).unwrap_or("");
        assert_eq!((reply.status, told), (status, code), "{who}: {}", reply.body);
        let elsewhere = json!({ "sessionId": person.id, "giftId": "heart" });
        let reply = live.api.post("send-live-gift").user(&person).json(elsewhere).send().await;
        assert!(matches!(reply.status, 401 | 403 | 404), "{who}: {}", reply.body);
    }
    given.delete_user(&deleted).await;
    live.api.post("send-live-gift").user(&deleted).json(body).send().await.assert_refused(401, "UNAUTHORIZED");
    assert_eq!(live.project.count("public.live_gifts").await, 3);
}

#[tokio::test]
async fn the_catalogue_is_for_the_signed_in() {
    let live = on_air_with_coins(0).await;
    live.api.post("list-live-gifts").send().await.assert_refused(401, "UNAUTHORIZED");
    assert_eq!(live.api.post("list-live-gifts").user(&live.viewer).send().await.status, 200);
}
