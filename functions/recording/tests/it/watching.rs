//! Who may watch a recording, and what they are given. The rules themselves are tested where they are
//! (`ipelya_core::access`); here it is what the database says of people.

use serde_json::{Value, json};
use time::Duration;

use super::support::{Archive, MAY, may_not};

#[tokio::test]
async fn a_public_recording_is_everybodys_but_the_banned_and_the_blocked() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    let (viewer, guest) = (given.user().await, given.anonymous_user().await);
    assert_eq!(archive.told(&viewer, id).await, MAY);
    assert_eq!(archive.told(&guest, id).await, MAY);
    assert_eq!(archive.told(&archive.creator, id).await, MAY);

    let (everywhere, of_creator, of_session, over) =
        (given.user().await, given.user().await, given.user().await, given.user().await);
    given.ban(&everywhere).everywhere().insert().await;
    given.ban(&of_creator).from_creator(&archive.creator).insert().await;
    given.ban(&of_session).from_session(&session).insert().await;
    given.ban(&over).from_session(&session).until(archive.api.now() - Duration::SECOND).insert().await;
    for banned in [&everywhere, &of_creator, &of_session] {
        assert_eq!(archive.told(banned, id).await, may_not(403, "BANNED"));
    }
    assert_eq!(archive.told(&over, id).await, MAY);
    given.block(&archive.creator, &viewer).await;
    assert_eq!(archive.told(&viewer, id).await, may_not(403, "BLOCKED"));
    given.sign_out(&over).await;
    assert_eq!(archive.told(&over, id).await, may_not(401, "UNAUTHORIZED"));
}

#[tokio::test]
async fn a_subscribers_recording_is_for_whoever_is_one_now() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).subscribers_only().status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    let (subscriber, former, stranger) = (given.user().await, given.user().await, given.user().await);
    given.subscription(&subscriber, &archive.creator).insert().await;
    given.subscription(&former, &archive.creator).period_end(archive.api.now()).insert().await;
    assert_eq!(archive.told(&subscriber, id).await, MAY);
    for other in [&former, &stranger] {
        assert_eq!(archive.told(other, id).await, may_not(403, "SUBSCRIPTION_REQUIRED"));
    }
    let guest = given.anonymous_user().await;
    assert_eq!(archive.told(&guest, id).await, may_not(403, "ACCOUNT_REQUIRED"));
}

#[tokio::test]
async fn what_was_paid_for_the_show_is_paid_for_its_recording_unless_it_was_given_back() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).pay_per_view(50).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    let (paid, stranger) = (given.user().await, given.user().await);
    given.coins(&paid, 100).await;
    given.ppv_payment(&paid, &session, 50).await;
    assert_eq!(archive.told(&paid, id).await, MAY);
    let told = archive.watch(&stranger, id).await;
    told.assert_refused(402, "PAYMENT_REQUIRED");
    assert_eq!(told.body["required"], 50);
    archive.set(id, "price_coins", "20").await;
    assert_eq!(archive.watch(&stranger, id).await.body["required"], 20, "its creator's own price");

    let refund = "select public.live_refund(p.id, 'test', $1) from public.live_payments p";
    archive.project.execute(refund, &[&archive.api.now()]).await;
    assert_eq!(archive.told(&paid, id).await, may_not(402, "PAYMENT_REQUIRED"));
}

#[tokio::test]
async fn the_recording_of_a_call_is_its_peoples_and_to_a_stranger_there_is_none() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let (caller, callee, stranger) = (given.user().await, given.user().await, given.user().await);
    let call = given.call(&caller, &callee).ended("completed").insert().await;
    let id = archive.recording_of_call(call.id, &caller).await;
    for party in [&caller, &callee] {
        assert_eq!(archive.told(party, id).await, MAY);
    }
    assert_eq!(archive.told(&stranger, id).await, may_not(404, "RECORDING_NOT_FOUND"));
    archive.set(id, "visibility", "'private'").await;
    assert_eq!(archive.told(&caller, id).await, MAY);
    assert_eq!(archive.told(&callee, id).await, may_not(404, "RECORDING_NOT_FOUND"));
}

#[tokio::test]
async fn staff_watches_everything_and_that_is_noted_with_where_it_came_from() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).pay_per_view(50).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    archive.set(id, "visibility", "'private'").await;
    let (admin, former) = (given.admin().await, given.former_admin().await);
    let noted = "select count(*)::integer from public.live_admin_logs where action = 'read_recording'
                 and target_id = $1 and admin_id = $2 and ip_address is not null";
    assert_eq!(archive.told(&admin, id).await, MAY);
    assert_eq!(
        archive.project.value(&format!("select to_jsonb(({noted}))"), &[&id.to_string(), &admin.id]).await,
        json!(1)
    );
    assert_eq!(archive.told(&former, id).await, may_not(404, "RECORDING_NOT_FOUND"));
    assert_eq!(archive.told(&archive.creator, id).await, MAY);
    assert_eq!(archive.project.count("public.live_admin_logs").await, 1, "its own is nobody's business");
}

#[tokio::test]
async fn an_address_is_signed_for_this_file_and_as_long_as_operations_say() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    given.setting("recording_url_seconds", 120).await;
    let reply = archive.watch(&archive.creator, id).await;
    let url = reply.body["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("https://store.example/recordings/v1/{}/{id}.mp4?", session.id)), "{url}");
    assert!(url.contains("X-Amz-Expires=120&") && url.contains("X-Amz-Signature="), "{url}");
    let expires_at =
        (archive.api.now() + Duration::seconds(120)).format(&time::format_description::well_known::Rfc3339);
    assert_eq!(reply.body["expiresAt"], expires_at.unwrap());

    let by_get = archive.api.ask("GET", &format!("get-recording-url?recordingId={id}&download=true"));
    let by_get = by_get.user(&archive.creator).send().await;
    let url = by_get.body["url"].as_str().unwrap_or_else(|| panic!("{}", by_get.body));
    assert!(url.contains("attachment%3B%20filename*%3DUTF-8%27%27Gece.mp4"), "{url}");
    let secret = archive.api.setting("AWS_SECRET_ACCESS_KEY");
    assert!(!reply.body.to_string().contains(&secret));
}

#[tokio::test]
async fn what_is_not_there_yet_is_said_to_be_coming_to_whoever_may_watch_it() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    archive.set(id, "available_at", "null").await;
    assert_eq!(archive.told(&archive.creator, id).await, may_not(409, "RECORDING_NOT_READY"));
    let nobodys = ipelya_local::clock::new_id();
    assert_eq!(archive.told(&archive.creator, nobodys).await, may_not(404, "RECORDING_NOT_FOUND"));
    let reply = archive.ask("get-recording-url", &archive.creator, json!({ "recordingId": "42" })).await;
    reply.assert_refused(400, "INVALID_FIELD");
    assert_eq!(reply.body["field"], "recordingId");
}

#[tokio::test]
async fn without_a_store_nothing_is_recorded_or_watched_and_one_is_told_so() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).host_connected().insert().await;
    let id = archive.recording_of(&session).await;
    let api = ipelya_test::Api::new(&archive.project, recording::routes());
    for (function, body) in
        [("start-recording", json!({ "sessionId": session.id })), ("get-recording-url", json!({ "recordingId": id }))]
    {
        let reply = api.post(function).user(&archive.creator).json(body).send().await;
        reply.assert_refused(403, "RECORDING_DISABLED");
    }
    assert_eq!(archive.project.count("public.recordings").await, 1);
}

#[tokio::test]
async fn watching_is_one_round_trip_and_one_more_for_staff() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    let (viewer, admin) = (given.user().await, given.admin().await);
    for (user, trips) in [(&viewer, 1), (&admin, 2)] {
        archive.project.rest().reset();
        assert_eq!(archive.watch(user, id).await.status, 200);
        assert_eq!(archive.project.rest().requests(), trips, "{:?}", archive.project.rest().paths());
    }
    let sixty = Value::from(60);
    given.setting("recording_read_rate_count", sixty).await;
}
