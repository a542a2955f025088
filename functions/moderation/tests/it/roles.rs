//! Who is given which role, and what becomes of seats.

use ipelya_core::moderation::{Action, AssignableRole};
use ipelya_test::User;
use serde_json::{Value, json};

use super::support::Order;

#[tokio::test]
async fn a_role_is_given_and_taken_and_the_reply_tells_both() {
    let order = Order::open().await;
    let target = order.live.viewer.clone();
    for (role, old, new) in [
        (AssignableRole::Speaker, "viewer", "speaker"),
        (AssignableRole::CoHost, "speaker", "co_host"),
        (AssignableRole::Moderator, "co_host", "moderator"),
        (AssignableRole::Moderator, "moderator", "moderator"),
        (AssignableRole::Listener, "moderator", "viewer"),
        (AssignableRole::Viewer, "viewer", "viewer"),
    ] {
        let reply = order.assign(role, &target).await;
        let told = json!([reply.body["oldRole"], reply.body["newRole"], reply.body["participant"]]);
        let participant = json!({ "userId": target.id, "role": new, "isMuted": false });
        assert_eq!((reply.status, told), (200, json!([old, new, participant])), "{role:?} {}", reply.body);
        assert_eq!(order.place(&target).await[0], new);
    }
    let by_name = order.post("promote-to-speaker", &order.live.host, &target, json!({})).await;
    assert_eq!(by_name.body["newRole"], "speaker");
    let steps = "select jsonb_agg(details ->> 'step' order by created_at, ctid) from public.live_moderation_actions";
    let steps = order.live.project.value(steps, &[]).await;
    assert_eq!(steps.as_array().unwrap().len(), 5, "what changed nothing is not noted");
}

#[tokio::test]
async fn what_the_rooms_channel_is_told_is_who_rose_and_who_fell() {
    let order = Order::open().await;
    let target = &order.live.viewer;
    order.assign(AssignableRole::Speaker, target).await;
    order.assign(AssignableRole::Moderator, target).await;
    order.assign(AssignableRole::Viewer, target).await;
    let live = ["participant_promoted", "participant_promoted", "participant_demoted"];
    assert_eq!(order.live.told().await, live);
    let session = order.live.session.id;
    assert_eq!(order.events(&format!("session:{session}")).await, ["new_cohost", "guest_ended"]);
    assert_eq!(order.events(&format!("user:{}", target.id)).await, ["your_guest_ended"]);
}

#[tokio::test]
async fn co_hosts_and_speakers_take_seats_and_moderators_none() {
    let order = Order::open().await;
    order.set("max_guests = 1").await;
    let (first, second) = (order.live.viewer.clone(), order.live.person("viewer").await);
    assert_eq!(order.assign(AssignableRole::Speaker, &first).await.status, 200);
    assert_eq!(order.assign(AssignableRole::CoHost, &first).await.status, 200, "they have a seat");
    order.assign(AssignableRole::Speaker, &second).await.assert_refused(409, "STAGE_FULL");
    assert_eq!(order.assign(AssignableRole::Moderator, &second).await.status, 200);
    order.assign(AssignableRole::CoHost, &second).await.assert_refused(409, "STAGE_FULL");
    assert_eq!(order.assign(AssignableRole::Viewer, &first).await.status, 200);
    assert_eq!(order.assign(AssignableRole::CoHost, &second).await.status, 200);

    order.set("guest_enabled = false").await;
    order.assign(AssignableRole::Speaker, &first).await.assert_refused(403, "GUESTS_DISABLED");
}

#[tokio::test]
async fn only_somebody_inside_who_may_be_there_rises() {
    let order = Order::open().await;
    let given = order.live.project.given();
    let stranger = given.user().await;
    let gone = given.user().await;
    given.participant(&order.live.session, &gone).left().insert().await;
    let banned = order.live.person("viewer").await;
    given.ban(&banned).from_session(&order.live.session).insert().await;
    let blocked = order.live.person("viewer").await;
    given.block(&order.live.host, &blocked).await;
    let anonymous = given.anonymous_user().await;
    given.participant(&order.live.session, &anonymous).insert().await;
    for person in [&stranger, &gone, &banned, &blocked, &anonymous] {
        for role in [AssignableRole::CoHost, AssignableRole::Speaker, AssignableRole::Moderator] {
            order.assign(role, person).await.assert_refused(409, "GUEST_UNAVAILABLE");
        }
        assert_eq!(order.assign(AssignableRole::Viewer, person).await.status, 200, "they are that");
    }
    let sent_back = order.live.person("co_host").await;
    given.participant(&order.live.session, &sent_back).role("co_host").left().insert().await;
    assert_eq!(order.assign(AssignableRole::Viewer, &sent_back).await.body["newRole"], "viewer");
}

#[tokio::test]
async fn a_moderator_who_is_not_inside_is_none() {
    let order = Order::open().await;
    let moderator = order.live.person("moderator").await;
    let given = order.live.project.given();
    given.participant(&order.live.session, &moderator).role("moderator").left().insert().await;
    order.act(&moderator, Action::Kick, &order.live.viewer).await.assert_refused(403, "NOT_A_MODERATOR");
    given.participant(&order.live.session, &moderator).role("moderator").insert().await;
    assert_eq!(order.act(&moderator, Action::Kick, &order.live.viewer).await.status, 200);
}

#[tokio::test]
async fn what_waited_is_settled_by_a_role() {
    let order = Order::open().await;
    let (raised, invited) = (order.live.viewer.clone(), order.live.person("viewer").await);
    let ask = "insert into public.live_guest_requests (session_id, requester_id) values ($1, $2)";
    order.live.project.execute(ask, &[&order.live.session.id, &raised.id]).await;
    let invite = "update public.live_participants
                  set role = 'invited_guest', invitation_response = 'pending', invitation_id = gen_random_uuid(),
                    invitation_expires_at = now() + interval '1 minute'
                  where user_id = $1";
    order.live.project.execute(invite, &[&invited.id]).await;
    order.assign(AssignableRole::Speaker, &raised).await;
    order.assign(AssignableRole::Moderator, &invited).await;

    let settled = "select jsonb_build_array(
                     (select jsonb_agg(status) from public.live_guest_requests),
                     (select jsonb_agg(invitation_response) from public.live_participants where user_id = $1)
                   )";
    let settled: Value = order.live.project.value(settled, &[&invited.id]).await;
    assert_eq!(settled, json!([["approved"], ["expired"]]));
    let phone = |user: &User| format!("user:{}", user.id);
    assert_eq!(order.events(&phone(&raised)).await, ["join_request_response"]);
    assert_eq!(order.events(&phone(&invited)).await, ["guest_invitation_cancelled"]);
}

#[tokio::test]
async fn a_session_that_is_not_on_air_has_no_roles_to_give() {
    for (status, code) in [("scheduled", "SESSION_NOT_STARTED"), ("ended", "SESSION_ENDED")] {
        let order = Order::open().await;
        order.set(&format!("status = '{status}'")).await;
        for action in [Action::Kick, Action::Mute, Action::Assign(AssignableRole::Speaker)] {
            order.act(&order.live.host, action, &order.live.viewer).await.assert_refused(409, code);
        }
        assert_eq!(order.ban(&order.live.viewer).await.status, 200, "whom to keep out is decided at any time");
    }
}
