//! What decides whether somebody may watch a recording, who sees which ones, and what their owners do with them.

use crate::money::service_connection::assert_refused;
use crate::recordings::ground::{Ground, Subject};
use ipelya_local::clock::new_id;
use ipelya_test::User;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the facts say of a recording.
async fn room(ground: &Ground, who: &User, id: Uuid) -> Value {
    let sql = "select public.live_recording_facts($1, $2, $3, $4)";
    let reply = ground.ask(sql, &[&who.id, &who.session_id, &id, &ground.at(200)]).await.unwrap();
    assert_eq!(reply["caller"]["user_exists"], true);
    reply["room"].clone()
}

/// The recordings that somebody is told of; `of` are their conditions: a session, a creator, a call.
async fn list(ground: &Ground, who: &User, of: (Option<Uuid>, Option<Uuid>, Option<Uuid>)) -> Vec<Value> {
    page(ground, who, of, 100, None).await
}

async fn page(
    ground: &Ground,
    who: &User,
    (session, creator, call): (Option<Uuid>, Option<Uuid>, Option<Uuid>),
    limit: i32,
    after: Option<&Value>,
) -> Vec<Value> {
    let sql = "select public.live_list_recordings($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let at = after.map(|last| {
        time::OffsetDateTime::parse(
            last["created_at"].as_str().unwrap(),
            &time::format_description::well_known::Rfc3339,
        )
        .unwrap()
    });
    let id = after.map(|last| last["id"].as_str().unwrap().parse::<Uuid>().unwrap());
    let now = ground.at(200);
    let reply = ground.ask(sql, &[&who.id, &who.session_id, &session, &creator, &call, &limit, &at, &id, &now]).await;
    reply.unwrap().as_array().unwrap().clone()
}

fn ids(list: &[Value]) -> BTreeSet<String> {
    list.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn access_to_a_recording_is_decided_by_what_decides_access_to_its_session() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (viewer, staff, blocked, banned) =
        (given.user().await, given.admin().await, given.user().await, given.user().await);
    for access in ["public", "subscribers_only", "pay_per_view"] {
        let host = given.creator().await;
        let session = given.live_session(&host).host_connected();
        let session = match access {
            "subscribers_only" => session.subscribers_only(),
            "pay_per_view" => session.pay_per_view(40),
            _ => session,
        };
        let session = session.insert().await;
        let id = ground.recorded(&host, &session).await;
        given.end(&session).await;
        given.block(&host, &blocked).await;
        given.ban(&banned).from_session(&session).insert().await;

        let facts = room(&ground, &viewer, id).await;
        assert_eq!((&facts["id"], &facts["owner_id"]), (&json!(id), &json!(host.id)));
        assert_eq!((&facts["visibility"], &facts["is_available"]), (&json!("session"), &json!(true)));
        assert_eq!(facts["storage_key"], json!(Subject::from(&session).key(id)));
        assert_eq!((&facts["title"], &facts["url_seconds"]), (&json!("Deneme yayını"), &json!(3600)));
        assert_eq!((&facts["call_role"], &facts["is_staff"]), (&Value::Null, &json!(false)));
        assert_eq!(facts["price_coins"], if access == "pay_per_view" { json!(40) } else { Value::Null });
        let of_session = &facts["session"];
        assert_eq!((&of_session["id"], &of_session["access_type"]), (&json!(session.id), &json!(access)));
        let live = "select public.live_session_room($1, $2)";
        assert_eq!(&ground.project.value(live, &[&viewer.id, &session.id]).await, of_session, "as for a live viewer");

        assert_eq!(room(&ground, &staff, id).await["is_staff"], true);
        assert_eq!(room(&ground, &blocked, id).await["session"]["is_blocked"], true);
        let sql = "select public.live_recording_facts($1, $2, $3, $4)";
        let of_banned = ground.ask(sql, &[&banned.id, &banned.session_id, &id, &ground.at(200)]).await.unwrap();
        assert_eq!(of_banned["caller"]["bans"][0]["session_id"], json!(session.id));

        match access {
            "subscribers_only" => {
                assert_eq!(of_session["subscription"], Value::Null);
                given.subscription(&viewer, &host).insert().await;
                assert_eq!(room(&ground, &viewer, id).await["session"]["subscription"]["status"], "active");
            }
            "pay_per_view" => {
                assert_eq!(of_session["has_paid"], false);
                given.ppv_payment(&viewer, &session, 40).await;
                assert_eq!(room(&ground, &viewer, id).await["session"]["has_paid"], true, "what was paid for the show");
            }
            _ => {}
        }
    }
    assert_eq!(room(&ground, &viewer, new_id()).await, Value::Null);
}

#[tokio::test]
async fn a_recording_of_a_call_knows_what_somebody_is_in_the_call() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (caller, callee, stranger, staff) =
        (given.user().await, given.user().await, given.user().await, given.admin().await);
    let call = ground.call(&caller, &callee).await;
    ground.said(call, &callee, Some(true)).await;
    let id = ground.recorded(&caller, Subject::Call(call)).await;
    for (who, role, is_staff) in [
        (&caller, json!("caller"), false),
        (&callee, json!("callee"), false),
        (&stranger, Value::Null, false),
        (&staff, Value::Null, true),
    ] {
        let facts = room(&ground, who, id).await;
        assert_eq!((&facts["call_role"], &facts["is_staff"]), (&role, &json!(is_staff)));
        assert_eq!((&facts["session"], &facts["price_coins"]), (&Value::Null, &Value::Null));
    }
}

#[tokio::test]
async fn staff_that_watches_is_noted_and_nobody_else_can_be() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, staff) = (given.creator().await, given.admin().await);
    let session = ground.on_air(&host).await;
    let id = ground.recorded(&host, &session).await;
    let note = "select to_jsonb(public.live_note_recording_read($1, $2, '{}', $3, $4)::text)";
    for (who, id, state, code) in
        [(&host, id, "PT403", "ADMIN_REQUIRED"), (&staff, new_id(), "PT404", "RECORDING_NOT_FOUND")]
    {
        assert_refused(&ground.ask(note, &[&who.id, &who.session_id, &id, &ground.at(0)]).await, state, code);
    }
    assert_eq!(ground.log().await, json!([]));
    ground.ask(note, &[&staff.id, &staff.session_id, &id, &ground.at(0)]).await.unwrap();
    assert_eq!(ground.log().await, json!([[staff.id, "read_recording", "recording", id]]));
}

#[tokio::test]
async fn everybody_is_told_of_what_they_might_be_let_at_owners_of_theirs_and_staff_of_all() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (host, viewer, blocked, staff, callee) =
        (given.creator().await, given.user().await, given.user().await, given.admin().await, given.user().await);
    given.block(&host, &blocked).await;
    let session = ground.on_air(&host).await;
    let shown = ground.recorded(&host, &session).await;
    let private = ground.recorded(&host, &session).await;
    ground.updates(&host, private, Some("private"), None, None).await.unwrap();
    let under_way = ground.under_way(&host, &session).await;
    ground.project.execute("update public.recordings set egress_id = null where id = $1", &[&under_way]).await;
    let call = ground.call(&host, &callee).await;
    ground.said(call, &callee, Some(true)).await;
    let of_call = ground.recorded(&host, Subject::Call(call)).await;

    let all = [shown, private, under_way, of_call];
    for (name, who, expected) in [
        ("owner", &host, &all[..]),
        ("staff", &staff, &all[..]),
        ("viewer", &viewer, &[shown][..]),
        ("blocked", &blocked, &[][..]),
        ("callee", &callee, &[shown, of_call][..]),
    ] {
        let expected: BTreeSet<String> = expected.iter().map(Uuid::to_string).collect();
        assert_eq!(ids(&list(&ground, who, (None, None, None)).await), expected, "{name}");
        let of_call = of_call.to_string();
        let sessions: BTreeSet<String> = expected.iter().filter(|id| **id != of_call).cloned().collect();
        assert_eq!(ids(&list(&ground, who, (Some(session.id), None, None)).await), sessions, "{name}, session");
        assert_eq!(ids(&list(&ground, who, (None, Some(host.id), None)).await), sessions, "{name}, creator");
        let calls: BTreeSet<String> = expected.iter().filter(|id| **id == of_call).cloned().collect();
        assert_eq!(ids(&list(&ground, who, (None, None, Some(call))).await), calls, "{name}, call");
    }
    let told = list(&ground, &viewer, (None, None, None)).await;
    assert!(told[0].get("storage_key").is_none() && told[0].get("egress_id").is_none(), "{}", told[0]);
    assert_eq!(list(&ground, &viewer, (None, Some(viewer.id), None)).await, [Value::Null; 0]);
}

#[tokio::test]
async fn pages_go_on_where_the_one_before_ended_newest_first() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&host).insert().await;
    // three of the same moment among them
    for n in 0..7_i64 {
        let sql = "insert into public.recordings (session_id, owner_id, storage_key, status, created_at, ended_at, available_at)
                   values ($1, $2, $3, 'complete', $4, now(), now())";
        let (key, at) = (format!("key {n}"), ground.at(-(n / 3)));
        ground.project.execute(sql, &[&session.id, &host.id, &key, &at]).await;
    }
    let whole = list(&ground, &viewer, (None, None, None)).await;
    let times: Vec<_> = whole.iter().map(|one| one["created_at"].as_str().unwrap().to_owned()).collect();
    assert!(times.is_sorted_by(|one, next| one >= next), "{times:?}");
    let mut paged: Vec<Value> = Vec::new();
    loop {
        let next = page(&ground, &viewer, (None, None, None), 2, paged.last()).await;
        if next.is_empty() {
            break;
        }
        paged.extend(next);
    }
    assert_eq!(paged, whole);
    assert_eq!(whole.len(), 7);
}

#[tokio::test]
async fn an_owner_names_prices_and_closes_their_recording_staff_is_noted_and_others_find_none() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, stranger, staff) = (given.creator().await, given.user().await, given.admin().await);
    let session = given.live_session(&host).pay_per_view(40).host_connected().insert().await;
    let id = ground.recorded(&host, &session).await;
    for who in [&stranger, &given.former_admin().await] {
        assert_refused(&ground.updates(who, id, Some("private"), None, None).await, "PT404", "RECORDING_NOT_FOUND");
        assert_refused(&ground.deletes(who, id, 200).await, "PT404", "RECORDING_NOT_FOUND");
    }
    assert_refused(&ground.updates(&host, new_id(), None, None, None).await, "PT404", "RECORDING_NOT_FOUND");

    let changed = ground.updates(&host, id, Some("private"), Some("Tekrar"), Some(15)).await.unwrap();
    assert_eq!(
        (&changed["visibility"], &changed["title"], &changed["price_coins"]),
        (&json!("private"), &json!("Tekrar"), &json!(15))
    );
    let unchanged = ground.updates(&host, id, None, None, None).await.unwrap();
    assert_eq!(unchanged, changed, "what is not said stays");
    assert_eq!(ground.log().await, json!([]));
    let by_staff = ground.updates(&staff, id, Some("session"), None, None).await.unwrap();
    assert_eq!(by_staff["visibility"], "session");
    assert_eq!(ground.log().await, json!([[staff.id, "update_recording", "recording", id]]));
    for (visibility, title, price) in [(Some("public"), None, None), (None, Some(""), None), (None, None, Some(0))] {
        let refused = ground.updates(&host, id, visibility, title, price).await.unwrap_err();
        assert_eq!(refused.state, "23514", "{visibility:?} {title:?} {price:?}");
    }

    let free = ground.on_air(&given.creator().await).await;
    let of_free = ground.recorded(&staff, &free).await;
    assert_refused(&ground.updates(&staff, of_free, None, None, Some(5)).await, "PT409", "NOT_PAY_PER_VIEW");
}
