//! Who may say, delete and pin what: every function, everybody.

use ipelya_test::{LiveSession, Reply, User};
use serde_json::{Value, json};

use super::support::{delete, on_air, pin, row, said, say};

/// Everybody who might call, besides the session's viewer whose message it is about.
async fn people(live: &LiveSession) -> Vec<(&'static str, User)> {
    let given = live.project.given();
    let (banned, blocked, inside, gone, former) =
        (given.user().await, given.user().await, given.user().await, given.user().await, given.user().await);
    for person in [&banned, &blocked, &inside] {
        given.participant(&live.session, person).insert().await;
    }
    given.ban(&banned).from_session(&live.session).insert().await;
    given.block(&live.host, &blocked).await;
    given.sign_out(&gone).await;
    given.participant(&live.session, &former).role("moderator").insert().await;
    let left = "update public.live_participants set is_active = false where user_id = $1";
    live.project.db().execute(left, &[&former.id]).await.unwrap();
    vec![
        ("stranger", given.user().await),
        ("other creator", given.creator().await),
        ("anonymous", given.anonymous_user().await),
        ("without profile", given.user_without_profile().await),
        ("signed out", gone),
        ("banned", banned),
        ("blocked", blocked),
        ("inside", inside),
        ("moderator outside", former),
        ("moderator", live.person("moderator").await),
        ("admin", given.admin().await),
        ("host", live.host.clone()),
        ("sender", live.viewer.clone()),
    ]
}

fn told(reply: &Reply) -> (u16, String) {
    (reply.status, reply.body.get("errorCode").and_then(Value::as_str).unwrap_or("").to_owned())
}

#[tokio::test]
async fn only_those_inside_say_something() {
    let live = on_air().await;
    for (who, person) in people(&live).await {
        let expected = match who {
            "anonymous" => (403, "ACCOUNT_REQUIRED"),
            "without profile" => (404, "PROFILE_NOT_FOUND"),
            "signed out" => (401, "UNAUTHORIZED"),
            "banned" => (403, "BANNED"),
            "blocked" => (403, "BLOCKED"),
            "stranger" | "other creator" | "admin" | "moderator outside" => (403, "NOT_IN_SESSION"),
            _ => (200, ""),
        };
        let reply = say(&live, &person, "selam").await;
        assert_eq!(told(&reply), (expected.0, expected.1.to_owned()), "{who}: {}", reply.body);
    }
}

#[tokio::test]
async fn the_sender_the_host_moderators_inside_and_admins_delete() {
    let live = on_air().await;
    for (who, person) in people(&live).await {
        let given = live.project.given();
        let speaker = if who == "sender" { person.clone() } else { given.user().await };
        if who != "sender" {
            given.participant(&live.session, &speaker).insert().await;
        }
        let message = said(&live, &speaker, "selam").await;
        let expected = match who {
            "anonymous" => (403, "ACCOUNT_REQUIRED"),
            "without profile" => (404, "PROFILE_NOT_FOUND"),
            "signed out" => (401, "UNAUTHORIZED"),
            "stranger" | "other creator" | "banned" | "blocked" | "inside" | "moderator outside" => {
                (403, "NOT_A_MODERATOR")
            }
            _ => (200, ""),
        };
        let reply = delete(&live, &person, &message).await;
        assert_eq!(told(&reply), (expected.0, expected.1.to_owned()), "{who}: {}", reply.body);
        assert_eq!(row(&live, &message).await["is_deleted"], expected.0 == 200, "{who}");
    }
}

#[tokio::test]
async fn the_host_moderators_inside_and_admins_pin() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "selam").await;
    for (who, person) in people(&live).await {
        let expected = match who {
            "anonymous" => (403, "ACCOUNT_REQUIRED"),
            "without profile" => (404, "PROFILE_NOT_FOUND"),
            "signed out" => (401, "UNAUTHORIZED"),
            "moderator" | "admin" | "host" => (200, ""),
            _ => (403, "NOT_A_MODERATOR"),
        };
        let reply = pin(&live, &person, &message, true).await;
        assert_eq!(told(&reply), (expected.0, expected.1.to_owned()), "{who}: {}", reply.body);
        let pinned = row(&live, &message).await["is_pinned"].clone();
        assert_eq!(pinned, expected.0 == 200, "{who}");
        pin(&live, &live.host, &message, false).await;
    }
}

#[tokio::test]
async fn a_message_one_may_not_see_does_not_exist() {
    let live = on_air().await;
    let given = live.project.given();
    let host = given.creator().await;
    let closed = given.live_session(&host).subscribers_only().insert().await;
    let body = json!({ "sessionId": closed.id, "content": "aramızda" });
    let said = live.api.post("send-live-message").user(&host).json(body).send().await;
    let message = &said.body["message"]["id"];

    // the host and the moderator of another session are strangers here
    for person in [&live.host, &live.person("moderator").await, &live.viewer] {
        delete(&live, person, message).await.assert_refused(404, "MESSAGE_NOT_FOUND");
        pin(&live, person, message, true).await.assert_refused(404, "MESSAGE_NOT_FOUND");
    }
    assert_eq!(row(&live, message).await["is_deleted"], false);
    assert_eq!(delete(&live, &given.admin().await, message).await.status, 200);
}

#[tokio::test]
async fn nobody_without_a_token_of_their_own_gets_anywhere() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "selam").await;
    for (name, body) in [
        ("send-live-message", json!({ "sessionId": live.session.id, "content": "x" })),
        ("delete-live-message", json!({ "messageId": message })),
        ("pin-live-message", json!({ "messageId": message })),
    ] {
        live.api.post(name).json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
        for key in ["SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY"] {
            let key = live.api.setting(key);
            live.api.post(name).bearer(&key).json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
        }
        for gone in ["banned in Auth", "deleted"] {
            let given = live.project.given();
            let person = given.user().await;
            match gone {
                "deleted" => given.delete_user(&person).await,
                _ => given.auth_ban(&person, live.api.now() + time::Duration::HOUR).await,
            }
            let reply = live.api.post(name).user(&person).json(body.clone()).send().await;
            reply.assert_refused(401, "UNAUTHORIZED");
        }
    }
}
