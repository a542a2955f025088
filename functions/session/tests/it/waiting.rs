//! Entry is sold only while there is somebody to be seen: the host is in the room, at that very moment.

use ipelya_core::Caller;
use ipelya_core::api::session::SessionDetails;
use ipelya_core::facts::{Facts, JoinFacts};
use ipelya_core::identity::Claims;
use ipelya_test::{Api, Project, Session, User};
use serde_json::{Value, from_value, json};

use super::support::{ask, join};

/// How a session can be with its host, and without.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Host {
    NeverCame,
    Connected,
    ThroughIngress,
    OnlyAsRecorder,
    Left,
    AwayWithinTheGrace,
    OthersAreInside,
}

/// What somebody has to do with it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Viewer {
    Rich,
    Poor,
    HasPaid,
    WasRefunded,
    IsTheHost,
}

use Host::{AwayWithinTheGrace, Connected, Left, NeverCame, OnlyAsRecorder, OthersAreInside, ThroughIngress};
use Viewer::{HasPaid, IsTheHost, Poor, Rich, WasRefunded};

/// What the rules in Rust say, what SQL says under lock, and what comes of it: `charged`, `free` or a refusal's code.
const TABLE: [(Host, Viewer, &str); 22] = [
    (Connected, Rich, "charged"),
    (ThroughIngress, Rich, "charged"),
    (Connected, Poor, "PAYMENT_REQUIRED"),
    (Connected, HasPaid, "free"),
    (Connected, WasRefunded, "charged"),
    (Connected, IsTheHost, "free"),
    (NeverCame, Rich, "WAITING_FOR_HOST"),
    (NeverCame, Poor, "WAITING_FOR_HOST"),
    (NeverCame, HasPaid, "free"),
    (NeverCame, WasRefunded, "WAITING_FOR_HOST"),
    (NeverCame, IsTheHost, "free"),
    (OnlyAsRecorder, Rich, "WAITING_FOR_HOST"),
    (OthersAreInside, Rich, "WAITING_FOR_HOST"),
    (Left, Rich, "WAITING_FOR_HOST"),
    (Left, Poor, "WAITING_FOR_HOST"),
    (Left, HasPaid, "free"),
    (Left, WasRefunded, "WAITING_FOR_HOST"),
    (AwayWithinTheGrace, Rich, "WAITING_FOR_HOST"),
    (AwayWithinTheGrace, Poor, "WAITING_FOR_HOST"),
    (AwayWithinTheGrace, HasPaid, "free"),
    (AwayWithinTheGrace, WasRefunded, "WAITING_FOR_HOST"),
    (AwayWithinTheGrace, IsTheHost, "free"),
];

struct Case {
    session: Session,
    person: User,
    coins: i64,
}

async fn arrange(project: &Project, host: Host, viewer: Viewer) -> Case {
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).pay_per_view(50);
    let session = if host == NeverCame { session } else { session.host_connected() }.insert().await;
    let person = if viewer == IsTheHost { creator } else { given.user().await };
    let coins = if viewer == Poor { 49 } else { 100 };
    given.coins(&person, coins).await;
    if matches!(viewer, HasPaid | WasRefunded) {
        given.ppv_payment(&person, &session, 50).await;
    }
    let refund = "select public.live_refund(id, 'test') from public.live_payments where session_id = $1";
    if viewer == WasRefunded {
        project.db().execute(refund, &[&session.id]).await.unwrap();
    }
    let change = match host {
        NeverCame | Connected => "select $1::uuid",
        ThroughIngress => "update public.live_stays set kind = 'INGRESS' where session_id = $1",
        OnlyAsRecorder => "update public.live_stays set kind = 'EGRESS' where session_id = $1",
        Left => "update public.live_stays set left_at = now() where session_id = $1",
        AwayWithinTheGrace => "update public.live_sessions set host_left_at = now() where id = $1",
        OthersAreInside => "update public.live_stays set user_id = gen_random_uuid() where session_id = $1",
    };
    project.db().execute(change, &[&session.id]).await.unwrap();
    let coins = project.balance(&person).await;
    Case { session, person, coins }
}

/// What `Identified::admit_to_join` makes of the facts. It does not know what the caller can pay.
async fn decided(project: &Project, api: &Api, case: &Case) -> &'static str {
    let facts = "select public.live_join_facts($1, null, $2, null, $3)";
    let facts = project.db().query_one(facts, &[&case.person.id, &case.session.id, &api.now()]).await.unwrap();
    let facts: Facts<JoinFacts<SessionDetails>> = from_value(facts.get(0)).unwrap();
    let now = api.now().into();
    let claims = json!({
        "sub": case.person.id, "iss": "test", "aud": "authenticated", "role": "authenticated",
        "exp": api.now().unix_timestamp() + 60,
    });
    let caller = Caller::from_claims(&from_value::<Claims>(claims).unwrap(), "test", now).unwrap();
    match facts.identify(&caller, now).unwrap().admit_to_join(None) {
        Ok(entry) => entry.price.map_or("free", |_| "charged"),
        Err(refusal) => refusal.row().code,
    }
}

/// What `live_pay_entry` does, in a transaction that is undone.
async fn committed(project: &Project, case: &Case) -> String {
    project.db().batch_execute("begin").await.unwrap();
    let pay = "select public.live_pay_entry($1, $2, null)";
    let outcome = project.db().query_one(pay, &[&case.person.id, &case.session.id]).await;
    project.db().batch_execute("rollback").await.unwrap();
    match outcome.map(|row| row.get::<_, Option<Value>>(0)) {
        Ok(paid) if paid.as_ref().is_some_and(|paid| paid["charged"] == true) => "charged".to_owned(),
        Ok(_) => "free".to_owned(),
        Err(error) => error.as_db_error().unwrap().detail().unwrap().to_owned(),
    }
}

#[tokio::test]
async fn rust_and_sql_agree_on_when_entry_is_sold() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    for (host, viewer, expected) in TABLE {
        let case = arrange(&project, host, viewer).await;
        let rule = if expected == "PAYMENT_REQUIRED" { "charged" } else { expected };
        assert_eq!(decided(&project, &api, &case).await, rule, "Rust: {host:?} {viewer:?}");
        assert_eq!(committed(&project, &case).await, expected, "SQL: {host:?} {viewer:?}");

        let before = project.count("public.live_payments").await;
        let reply = join(&api, &case.person, &case.session).await;
        let charged = i64::from(expected == "charged");
        match expected {
            "charged" | "free" => assert_eq!(reply.status, 200, "{host:?} {viewer:?}: {}", reply.body),
            code => reply.assert_refused(if code == "PAYMENT_REQUIRED" { 402 } else { 409 }, code),
        }
        assert_eq!(project.balance(&case.person).await, case.coins - 50 * charged, "{host:?} {viewer:?}");
        assert_eq!(project.count("public.live_payments").await, before + charged, "{host:?} {viewer:?}");
    }
}

#[tokio::test]
async fn whoever_pays_nothing_need_not_wait_for_the_host() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, other, subscriber) = (given.creator().await, given.creator().await, given.user().await);
    given.subscription(&subscriber, &other).insert().await;
    let free = given.live_session(&creator).insert().await;
    let closed = given.live_session(&other).subscribers_only().insert().await;
    for session in [&free, &closed] {
        assert_eq!(join(&api, &subscriber, session).await.status, 200);
    }
}

#[tokio::test]
async fn the_refusal_says_in_both_languages_that_nothing_was_charged() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let case = arrange(&project, NeverCame, Rich).await;
    for (language, sentence) in [
        ("en", "The host is not here yet. You have not been charged."),
        ("tr-TR", "Yayıncı henüz burada değil. Senden ücret alınmadı."),
    ] {
        let body = json!({ "sessionId": case.session.id });
        let request = api.post("join-live-session").user(&case.person).header("accept-language", language).json(body);
        let reply = request.send().await;
        reply.assert_refused(409, "WAITING_FOR_HOST");
        assert_eq!(reply.body["error"], sentence);
    }
    // as soon as the host is there, entry is sold
    project.given().host_connects(&case.session, api.now()).await;
    assert_eq!(join(&api, &case.person, &case.session).await.body["balance"], 50);
}

#[tokio::test]
async fn a_refunded_viewer_pays_again_and_once() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let case = arrange(&project, Connected, Rich).await;
    assert_eq!(join(&api, &case.person, &case.session).await.body["balance"], 50);
    let refund = "select public.live_refund(id, 'test') from public.live_payments where kind = 'ppv'";
    project.db().execute(refund, &[]).await.unwrap();
    let seat = "select paid_amount, payment_id from public.live_participants where user_id = $1";
    assert_eq!(ask(&project, seat, case.person.id).await, json!({ "paid_amount": 0, "payment_id": null }));

    let replies = futures_util::future::join_all((0..8).map(|_| join(&api, &case.person, &case.session))).await;

    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body["paid"] == 50), "{}", replies[0].body);
    assert_eq!(project.balance(&case.person).await, 50);
    let entries = "public.live_payments where kind = 'ppv'";
    assert_eq!(project.count(entries).await, 2);
}
