//! What phones are told, field by field, as the app and its documents name them.

use serde_json::{Value, json};

use super::support::Stage;

fn names(payload: &Value) -> Vec<&str> {
    payload.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_invited_persons_phone_is_told_of_the_host_and_the_session() {
    let stage = Stage::open().await;
    let reply = stage.invite(&stage.live.viewer).await;
    let invitation = &reply.body["invitation"];
    let told = stage.heard(&Stage::phone(&stage.live.viewer)).await;
    let host = &stage.live.host;
    let title = stage.live.row().await["title"].clone();
    let mut payload = told[0].1.clone();
    // LiveKit's and Postgres' forms of one moment differ
    let expires = payload.as_object_mut().unwrap().remove("expiresAt").unwrap();
    let moment = |text: &Value| {
        let parse = |text: &str| time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339);
        parse(text.as_str().unwrap()).unwrap()
    };
    assert_eq!(moment(&expires), moment(&invitation["expiresAt"]));
    let expected = json!({
        "id": invitation["id"], "invitationId": invitation["id"], "sessionId": stage.live.session.id,
        "sessionTitle": title, "hostId": host.id, "hostName": host.display_name, "hostAvatar": host.avatar_url,
        "isRecording": false,
    });
    assert_eq!((told[0].0.as_str(), payload), ("guest_invitation", expected));
}

#[tokio::test]
async fn the_hosts_phone_is_told_who_asks_and_what_became_of_invitations() {
    let stage = Stage::open().await;
    let viewer = &stage.live.viewer;
    let asked = stage.post("request-to-join", viewer, json!({ "message": "Ben de!" })).await;
    let (declining, accepting) = (stage.viewer().await, stage.viewer().await);
    stage.invite(&declining).await;
    stage.respond(&declining, false).await;
    stage.invite(&accepting).await;
    stage.respond(&accepting, true).await;
    stage.cancel(viewer, &asked.body["requestId"]).await;

    let told = stage.heard(&stage.host_phone()).await;
    let events: Vec<_> = told.iter().map(|(event, _)| event.as_str()).collect();
    assert_eq!(events, ["join_request", "invitation_rejected", "invitation_accepted", "join_request_cancelled"]);
    let request = &told[0].1;
    let fields = ["expiresAt", "id", "message", "requestId", "sessionId", "userAvatar", "userId", "userName"];
    assert_eq!(names(request), fields);
    let told_of = json!([
        request["requestId"],
        request["userId"],
        request["userName"],
        request["userAvatar"],
        request["message"]
    ]);
    let asked_by = json!([asked.body["request"]["id"], viewer.id, viewer.display_name, viewer.avatar_url, "Ben de!"]);
    assert_eq!(told_of, asked_by);
    assert_eq!((&told[1].1["userId"], &told[1].1["userName"]), (&json!(declining.id), &json!(declining.display_name)));
    assert_eq!(told[1].1["expired"], false);
}

#[tokio::test]
async fn whoever_asked_is_told_the_answer_and_everybody_who_came_and_went() {
    let stage = Stage::open().await;
    let (guest, refused) = (stage.live.viewer.clone(), stage.viewer().await);
    let (granted, denied) = (stage.asked(&guest).await, stage.asked(&refused).await);
    stage.answer(&granted, true).await;
    stage.answer(&denied, false).await;
    stage.end(&stage.live.host, &guest).await;

    let answered = |id: &Value, approved: bool| json!({ "id": id, "requestId": id, "sessionId": stage.live.session.id, "approved": approved, "expired": false });
    let of = |name: &str, payload: Value| (name.to_owned(), payload);
    let who = json!({ "sessionId": stage.live.session.id, "userId": guest.id, "guestUserId": guest.id });
    let with = |more: Value| {
        let mut who = who.clone();
        who.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        who
    };
    let gone = with(json!({ "reason": "ended_by_host" }));
    assert_eq!(
        stage.heard(&Stage::phone(&guest)).await,
        [of("join_request_response", answered(&granted, true)), of("your_guest_ended", gone.clone())]
    );
    assert_eq!(stage.heard(&Stage::phone(&refused)).await, [of("join_request_response", answered(&denied, false))]);
    let face = json!({ "userName": guest.display_name, "userAvatar": guest.avatar_url, "role": "co_host" });
    assert_eq!(stage.heard(&stage.everybody()).await, [of("new_cohost", with(face)), of("guest_ended", gone)]);
    assert_eq!(stage.live.told().await, ["participant_promoted", "participant_demoted"]);
}

#[tokio::test]
async fn nothing_is_told_of_a_hidden_profile() {
    let stage = Stage::open().await;
    let given = stage.live.project.given();
    given.shadow_profile(&stage.live.viewer).await;
    given.shadow_profile(&stage.live.host).await;
    let id = stage.asked(&stage.live.viewer).await;
    stage.answer(&id, true).await;
    stage.end(&stage.live.viewer, &stage.live.viewer).await;
    stage.invite(&stage.live.viewer).await;
    let sql = "select coalesce(jsonb_agg(payload), '[]') from realtime.messages";
    let told = stage.live.project.value(sql, &[]).await.to_string();
    assert!(told.contains(&stage.live.viewer.display_name));
    let shadows = "select jsonb_agg(jsonb_build_array(id, username)) from public.profiles where type = 'shadow'";
    for shadow in stage.live.project.value(shadows, &[]).await.as_array().unwrap() {
        for secret in shadow.as_array().unwrap() {
            assert!(!told.contains(secret.as_str().unwrap()), "{secret}");
        }
    }
}
