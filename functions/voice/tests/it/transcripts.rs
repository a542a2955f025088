//! What was said in a call, as it is read.

use ipelya_test::{Api, Reply, User};
use serde_json::{Value, json};
use time::Duration;
use time::macros::datetime;
use uuid::Uuid;

use super::history::start;

async fn transcript(api: &Api, user: &User, call: Uuid) -> Reply {
    api.ask("POST", "/api/voice/get-transcript").user(user).json(json!({ "callId": call })).send().await
}

#[tokio::test]
async fn the_people_of_a_call_and_staff_read_it_and_only_staffs_look_is_noted() {
    let (project, api) = start().await;
    let given = project.given();
    let (caller, joined, admin) = (given.user().await, given.admin().await, given.admin().await);
    let at = datetime!(2026-11-22 10:00 UTC);
    let id = given.support_call(&caller).insert().await;
    let joins = "insert into public.call_members (call_id, user_id, role) values ($1, $2, 'staff')";
    project.execute(joins, &[&id, &joined.id]).await;
    given.spoken(id, "b", "user", "iki\nsatır", at + Duration::seconds(1)).await;
    given.spoken(id, "a", "agent", "bir", at).await;
    let expected = json!({
        "success": true, "transcript": "Agent: bir\nUser: iki satır",
        "lines": [
            { "itemId": "a", "speaker": "agent", "text": "bir", "interrupted": false, "at": "2026-11-22T10:00:00Z" },
            {
                "itemId": "b", "speaker": "user", "text": "iki\nsatır", "interrupted": false,
                "at": "2026-11-22T10:00:01Z",
            },
        ],
    });
    for reader in [&caller, &joined, &admin] {
        assert_eq!(transcript(&api, reader, id).await.body, expected);
    }
    let notes =
        "select jsonb_agg(to_jsonb(l) - array['id', 'created_at'] order by l.admin_id) from public.live_admin_logs l";
    let notes = project.value(notes, &[]).await;
    let note = |reader: &User, place: usize| {
        json!({
            "admin_id": reader.id, "action": "read_transcript", "target_type": "call", "target_id": id,
            "metadata": { "target_user_id": caller.id, "request_id": notes[place]["metadata"]["request_id"] },
            "details": null, "ip_address": "127.0.0.1", "user_agent": "test",
        })
    };
    let mut staff = [&joined, &admin];
    staff.sort_by_key(|reader| reader.id);
    assert_eq!(notes, json!([note(staff[0], 0), note(staff[1], 1)]), "also whoever of the staff has joined it");
    assert!(notes[0]["metadata"]["request_id"].is_string());
}

#[tokio::test]
async fn to_anybody_else_there_is_no_such_call() {
    let (project, api) = start().await;
    let given = project.given();
    let (caller, admin) = (given.user().await, given.admin().await);
    let id = given.support_call(&caller).insert().await;
    given.spoken(id, "a", "agent", "bir", ipelya_local::clock::now()).await;
    let own = given.user().await;
    given.support_call(&own).insert().await;
    let signed_out = given.admin().await;
    given.sign_out(&signed_out).await;
    for (who, user, call, status, code) in [
        ("somebody with a call of their own", &own, id, 404, "CALL_NOT_FOUND"),
        ("a former admin", &given.former_admin().await, id, 404, "CALL_NOT_FOUND"),
        ("the caller, of no call", &caller, Uuid::from_u128(7), 404, "CALL_NOT_FOUND"),
        ("an admin, of no call", &admin, Uuid::from_u128(7), 404, "CALL_NOT_FOUND"),
        ("somebody anonymous", &given.anonymous_user().await, id, 403, "ACCOUNT_REQUIRED"),
        ("a signed-out admin", &signed_out, id, 401, "UNAUTHORIZED"),
    ] {
        let reply = transcript(&api, user, call).await;
        assert_eq!((reply.status, &reply.body["errorCode"]), (status, &json!(code)), "{who}");
        assert!(reply.body.get("lines").is_none(), "{who}");
    }
    assert_eq!(project.count("public.live_admin_logs").await, 0);
}

#[tokio::test]
async fn a_call_of_which_nothing_is_written_down_has_no_lines() {
    let (project, api) = start().await;
    let given = project.given();
    let (one, other, member) = (given.user().await, given.user().await, given.user().await);
    for (call, readers) in [
        (given.support_call(&one).unwritten().insert().await, vec![&one]),
        (given.call_between(&one, &other).insert().await, vec![&one, &other]),
        (given.conference(&one, &[&member]).insert().await, vec![&one, &member]),
    ] {
        for reader in readers {
            let reply = transcript(&api, reader, call).await;
            assert_eq!(reply.body, json!({ "success": true, "transcript": null, "lines": [] }));
        }
    }
}

#[tokio::test]
async fn a_call_must_be_named() {
    let (project, api) = start().await;
    let user = project.given().user().await;
    for body in [json!({}), json!({ "callId": "" }), json!({ "callId": "42" }), json!({ "callId": null })] {
        let reply = api.ask("POST", "/api/voice/get-transcript").user(&user).json(body).send().await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], Value::from("callId"));
    }
    let get = api.ask("GET", "/api/voice/get-transcript").user(&user).send().await;
    get.assert_refused(405, "METHOD_NOT_ALLOWED");
}
