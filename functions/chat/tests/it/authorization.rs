//! Who may say, delete and pin what: every function, everybody.

use ipelya_test::{Reply, User};
use serde_json::{Value, json};

use super::support::Stage;

/// Everybody who might call, besides the show's viewer whose message it is about.
async fn people(stage: &Stage) -> Vec<(&'static str, User)> {
    let given = stage.project.given();
    let (banned, blocked, inside, gone, former) =
        (given.user().await, given.user().await, given.user().await, given.user().await, given.user().await);
    for person in [&banned, &blocked, &inside] {
        given.participant(&stage.session, person).insert().await;
    }
    given.ban(&banned).from_session(&stage.session).insert().await;
    given.block(&stage.host, &blocked).await;
    given.sign_out(&gone).await;
    given.participant(&stage.session, &former).role("moderator").insert().await;
    let left = "update public.live_participants set is_active = false where user_id = $1";
    stage.project.db().execute(left, &[&former.id]).await.unwrap();
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
        ("moderator", stage.moderator().await),
        ("admin", given.admin().await),
        ("host", stage.host.clone()),
        ("sender", stage.viewer.clone()),
    ]
}

fn told(reply: &Reply) -> (u16, String) {
    (reply.status, reply.body.get("errorCode").and_then(Value::as_str).unwrap_or("").to_owned())
}

#[tokio::test]
async fn only_those_inside_say_something() {
    let stage = Stage::public().await;
    for (who, person) in people(&stage).await {
        let expected = match who {
            "anonymous" => (403, "ACCOUNT_REQUIRED"),
            "without profile" => (404, "PROFILE_NOT_FOUND"),
            "signed out" => (401, "UNAUTHORIZED"),
            "banned" => (403, "BANNED"),
            "blocked" => (403, "BLOCKED"),
            "stranger" | "other creator" | "admin" | "moderator outside" => (403, "NOT_IN_SESSION"),
            _ => (200, ""),
        };
        let reply = stage.say(&person, "selam").await;
        assert_eq!(told(&reply), (expected.0, expected.1.to_owned()), "{who}: {}", reply.body);
    }
}

#[tokio::test]
async fn the_sender_the_host_moderators_inside_and_admins_delete() {
    let stage = Stage::public().await;
    for (who, person) in people(&stage).await {
        let given = stage.project.given();
        let speaker = if who == "sender" { person.clone() } else { given.user().await };
        if who != "sender" {
            given.participant(&stage.session, &speaker).insert().await;
        }
        let message = stage.said(&speaker, "selam").await;
        let expected = match who {
            "anonymous" => (403, "ACCOUNT_REQUIRED"),
            "without profile" => (404, "PROFILE_NOT_FOUND"),
            "signed out" => (401, "UNAUTHORIZED"),
            "stranger" | "other creator" | "banned" | "blocked" | "inside" | "moderator outside" => {
                (403, "NOT_A_MODERATOR")
            }
            _ => (200, ""),
        };
        let reply = stage.delete(&person, &message).await;
        assert_eq!(told(&reply), (expected.0, expected.1.to_owned()), "{who}: {}", reply.body);
        assert_eq!(stage.row(&message).await["is_deleted"], expected.0 == 200, "{who}");
    }
}

#[tokio::test]
async fn the_host_moderators_inside_and_admins_pin() {
    let stage = Stage::public().await;
    let message = stage.said(&stage.viewer, "selam").await;
    for (who, person) in people(&stage).await {
        let expected = match who {
            "anonymous" => (403, "ACCOUNT_REQUIRED"),
            "without profile" => (404, "PROFILE_NOT_FOUND"),
            "signed out" => (401, "UNAUTHORIZED"),
            "moderator" | "admin" | "host" => (200, ""),
            _ => (403, "NOT_A_MODERATOR"),
        };
        let reply = stage.pin(&person, &message, true).await;
        assert_eq!(told(&reply), (expected.0, expected.1.to_owned()), "{who}: {}", reply.body);
        let pinned = stage.row(&message).await["is_pinned"].clone();
        assert_eq!(pinned, expected.0 == 200, "{who}");
        stage.pin(&stage.host, &message, false).await;
    }
}

#[tokio::test]
async fn a_message_one_may_not_see_does_not_exist() {
    let stage = Stage::public().await;
    let given = stage.project.given();
    let host = given.creator().await;
    let closed = given.live_session(&host).subscribers_only().insert().await;
    let body = json!({ "sessionId": closed.id, "content": "aramızda" });
    let said = stage.api.post("send-live-message").user(&host).json(body).send().await;
    let message = &said.body["message"]["id"];

    // the host and the moderator of another show are strangers here
    for person in [&stage.host, &stage.moderator().await, &stage.viewer] {
        stage.delete(person, message).await.assert_refused(404, "MESSAGE_NOT_FOUND");
        stage.pin(person, message, true).await.assert_refused(404, "MESSAGE_NOT_FOUND");
    }
    assert_eq!(stage.row(message).await["is_deleted"], false);
    assert_eq!(stage.delete(&given.admin().await, message).await.status, 200);
}

#[tokio::test]
async fn nobody_without_a_token_of_their_own_gets_anywhere() {
    let stage = Stage::public().await;
    let message = stage.said(&stage.viewer, "selam").await;
    for (name, body) in [
        ("send-live-message", json!({ "sessionId": stage.session.id, "content": "x" })),
        ("delete-live-message", json!({ "messageId": message })),
        ("pin-live-message", json!({ "messageId": message })),
    ] {
        stage.api.post(name).json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
        for key in ["SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY"] {
            let key = stage.api.setting(key);
            stage.api.post(name).bearer(&key).json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
        }
        for gone in ["banned in Auth", "deleted"] {
            let given = stage.project.given();
            let person = given.user().await;
            match gone {
                "deleted" => given.delete_user(&person).await,
                _ => given.auth_ban(&person, stage.api.now() + time::Duration::HOUR).await,
            }
            let reply = stage.api.post(name).user(&person).json(body.clone()).send().await;
            reply.assert_refused(401, "UNAUTHORIZED");
        }
    }
}
