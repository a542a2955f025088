//! Conferences: one calls several, who come when they like.

use ipelya_test::{Api, User};
use serde_json::{Value, json};
use time::Duration;

use super::support::{Desk, began};

async fn enter(desk: &Desk, user: &User, call: &Value) -> ipelya_test::Reply {
    desk.token(user, json!({ "roomType": "conference", "callId": call })).await
}

#[tokio::test]
async fn those_who_are_called_are_told_and_let_in_and_others_are_not() {
    let desk = Desk::open().await;
    let given = desk.project.given();
    let (ada, eva, stranger) = (given.user().await, given.user().await, given.user().await);
    let told = desk.confer(&[&ada, &eva]).await;
    assert_eq!(
        (&told["role"], &told["existing"], &told["agentSpawned"]),
        (&json!("owner"), &json!(false), &json!(false))
    );
    let call = &told["callId"];
    assert_eq!(told["roomName"], format!("conference-{}", call.as_str().unwrap()));
    let notes =
        "select jsonb_agg(distinct jsonb_build_array(n.recipient_id, n.type, n.data ->> 'callId', n.data ->> 'kind'))
                 from public.notifications n";
    let notes = desk.project.value(notes, &[]).await;
    for user in [&ada, &eva] {
        assert!(notes.as_array().unwrap().contains(&json!([user.id, "incoming_call", call, "conference"])), "{notes}");
    }
    let entered = enter(&desk, &ada, call).await;
    assert_eq!((entered.status, &entered.body["role"]), (200, &json!("member")), "{}", entered.body);
    enter(&desk, &stranger, call).await.assert_refused(404, "CALL_NOT_FOUND");
    let admin = given.admin().await;
    enter(&desk, &admin, call).await.assert_refused(404, "CALL_NOT_FOUND");
    assert_eq!(desk.confer(&[&eva]).await["callId"], *call, "its owner has one");
}

#[tokio::test]
async fn whoever_may_not_be_called_by_one_is_not_called_among_several_either() {
    let desk = Desk::open().await;
    let given = desk.project.given();
    let (ada, eva) = (given.user().await, given.user().await);
    given.block(&eva, &desk.caller).await;
    let ask = |ids: Value| desk.token(&desk.caller, json!({ "roomType": "conference", "participantIds": ids }));
    ask(json!([ada.id, eva.id])).await.assert_refused(403, "CALLEE_UNAVAILABLE");
    ask(json!([ada.id, desk.caller.id])).await.assert_refused(400, "SELF_CALL");
    ask(json!([ada.id, "00000000-0000-4000-8000-000000000000"])).await.assert_refused(404, "USER_NOT_FOUND");
    assert_eq!(desk.project.count("public.calls").await, 0);
    assert_eq!(desk.project.count("public.notifications").await, 0);
}

#[tokio::test]
async fn it_is_connected_with_the_second_and_over_when_all_have_been_gone_for_a_minute() {
    let desk = Desk::open().await;
    let (ada, eva) = (desk.project.given().user().await, desk.project.given().user().await);
    let call = desk.confer(&[&ada, &eva]).await["callId"].clone();
    let (owner, ada) = (desk.caller.id.to_string(), ada.id.to_string());
    desk.reported(&call, &owner, "participant_joined", 0).await;
    assert_eq!(desk.state(&call).await, "ringing");
    desk.reported(&call, &ada, "participant_joined", 0).await;
    assert_eq!(desk.state(&call).await, "connected");
    desk.reported(&call, &owner, "participant_left", 60).await;
    assert_eq!(desk.row(&call).await["party_left_at"], Value::Null, "one is there");
    desk.reported(&call, &ada, "participant_left", 70).await;
    let row = desk.row(&call).await;
    let asked = "select to_jsonb(public.live_confirm_absence(null, $1::text::uuid, $2))";
    for (seconds, ends) in [(128, false), (131, true)] {
        let at = began(&row) + Duration::seconds(seconds);
        assert_eq!(desk.project.value(asked, &[&call.as_str().unwrap(), &at]).await, json!(ends), "{seconds}");
    }
    assert_eq!(desk.state(&call).await, "completed");
}

#[tokio::test]
async fn only_those_who_did_not_come_have_missed_it() {
    let desk = Desk::open().await;
    let (ada, eva) = (desk.project.given().user().await, desk.project.given().user().await);
    let call = desk.confer(&[&ada, &eva]).await["callId"].clone();
    desk.reported(&call, &ada.id.to_string(), "participant_joined", 0).await;
    let calls = Api::new(&desk.project, call::routes());
    let act = |name: &str, user| calls.post(name).user(user).json(json!({ "callId": call })).send();
    act("end-call", &ada).await.assert_refused(403, "WRONG_PARTY");
    assert_eq!(act("end-call", &desk.caller).await.status, 200);
    let missed = "select jsonb_agg(n.recipient_id) from public.notifications n where n.type = 'missed_call'";
    assert_eq!(desk.project.value(missed, &[]).await, json!([eva.id]));
}

#[tokio::test]
async fn a_call_between_two_goes_the_same_way_as_by_its_own_function() {
    let desk = Desk::open().await;
    let ada = desk.project.given().user().await;
    let placed = desk.token(&desk.caller, json!({ "roomType": "user-to-user", "calleeId": ada.id })).await;
    assert_eq!((placed.status, &placed.body["role"]), (200, &json!("owner")), "{}", placed.body);
    let call = &placed.body["callId"];
    let row = desk.row(call).await;
    assert_eq!((&row["kind"], &row["call_type"]), (&json!("user_to_user"), &json!("audio_call")));
    let enter = |user| desk.token(user, json!({ "roomType": "user_to_user", "callId": call }));
    enter(&ada).await.assert_refused(409, "CALL_NOT_ANSWERED");
    let calls = Api::new(&desk.project, call::routes());
    calls.post("accept-call").user(&ada).json(json!({ "callId": call })).send().await;
    assert_eq!(enter(&ada).await.body["role"], "party");
    assert_eq!(enter(&desk.caller).await.body["role"], "owner");
}

#[tokio::test]
async fn whoever_sits_in_a_conference_is_busy_and_whoever_was_only_called_is_not() {
    let desk = Desk::without_agents().await;
    let (ada, eva) = (desk.project.given().user().await, desk.project.given().user().await);
    let call = desk.confer(&[&ada, &eva]).await["callId"].clone();
    desk.reported(&call, &ada.id.to_string(), "participant_joined", 0).await;
    desk.token(&ada, json!({})).await.assert_refused(409, "BUSY");
    desk.token(&desk.caller, json!({})).await.assert_refused(409, "BUSY");
    assert_eq!(desk.token(&eva, json!({})).await.status, 200);
}
