//! A gift is there entirely or not at all, for whoever looks and whatever breaks.

use crate::money::books::{assert_agree, picture, rows};
use crate::money::service_connection::{Crowd, Gift, Reply, ServiceConnection, assert_refused, now, until_waiting};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use std::time::Duration;

/// Where a gift sessions.
const TRACES: [&str; 3] =
    ["public.live_gifts", "public.live_messages where message_type = 'gift'", "public.live_payments"];

async fn a_session_with_a_viewer(project: &Project) -> (Session, User) {
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    given.participant(&session, &viewer).insert().await;
    given.coins(&viewer, 100).await;
    (session, viewer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_its_chat_line_and_its_payment_appear_together() {
    let project = Project::start().await;
    let (session, viewer) = a_session_with_a_viewer(&project).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;

    crowd[0].run("begin").await;
    let reply = crowd[0].gift(Gift::heart(&viewer, &session, at).of("star", 3)).await.unwrap();
    for trace in TRACES {
        assert_eq!(rows(&project, trace).await, 0, "{trace} before the commit");
    }
    crowd[0].run("commit").await;
    for trace in TRACES {
        assert_eq!(rows(&project, trace).await, 1, "{trace} after the commit");
    }

    let found = project
        .db()
        .query_one(
            "select jsonb_build_object(
               'gift', jsonb_build_object(
                 'id', g.id, 'session', g.session_id, 'sender', g.sender_id, 'receiver', g.receiver_id,
                 'slug', g.gift_id, 'quantity', g.quantity, 'coins', g.coin_amount, 'at', g.created_at = $1
               ),
               'line', jsonb_build_object(
                 'session', m.session_id, 'sender', m.sender_id, 'profile', m.sender_profile_id, 'slug', m.gift_id,
                 'quantity', m.gift_quantity, 'coins', m.gift_coin_value, 'at', m.created_at = $1
               )
             )
             from public.live_gifts g, public.live_messages m",
            &[&at],
        )
        .await
        .unwrap()
        .get::<_, Value>(0);
    let expected = json!({
        "gift": {
            "id": reply["gift"]["id"], "session": session.id, "sender": viewer.id, "receiver": session.creator_id,
            "slug": "star", "quantity": 3, "coins": 75, "at": true,
        },
        "line": {
            "session": session.id, "sender": viewer.id, "profile": viewer.profile_id, "slug": "star",
            "quantity": 3, "coins": 75, "at": true,
        },
    });
    assert_eq!(found, expected);
    assert_eq!(reply["balance"], 25);
    assert_agree(&project, 100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_killed_before_the_commit_leaves_nothing_behind() {
    let project = Project::start().await;
    let (session, viewer) = a_session_with_a_viewer(&project).await;
    let gift = Gift::heart(&viewer, &session, now(&project).await).keyed("key", "hash");
    let crowd = Crowd::of(&project, 2).await;
    let before = picture(&project).await;

    crowd[0].run("begin").await;
    crowd[0].gift(gift).await.unwrap();
    let killed = project.db().query_one("select pg_terminate_backend($1, 10000)", &[&crowd[0].pid]).await.unwrap();
    assert!(killed.get::<_, bool>(0));
    assert_eq!(picture(&project).await, before);

    // its key is as new as its coins are unspent
    let again = crowd[1].gift(gift).await.unwrap();
    assert_eq!((&again["balance"], again.get("replayed")), (&json!(90), None));
    assert_agree(&project, 100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_vanishes_before_the_commit_leaves_nothing_behind() {
    let project = Project::start().await;
    let (session, viewer) = a_session_with_a_viewer(&project).await;
    let gift = Gift::heart(&viewer, &session, now(&project).await).keyed("key", "hash");
    let crowd = Crowd::of(&project, 2).await;
    let before = picture(&project).await;

    crowd[0].run("begin").await;
    crowd[0].gift(gift).await.unwrap();
    crowd[0].vanish();
    // granted when the server has noticed and undone it
    crowd[1].run("select from public.coin_balances for update").await;
    assert_eq!(picture(&project).await, before);

    crowd[1].gift(gift).await.unwrap();
    assert_agree(&project, 100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_killed_while_it_waits_for_the_balance_takes_nothing_from_it() {
    let project = Project::start().await;
    let (session, viewer) = a_session_with_a_viewer(&project).await;
    let gift = Gift::heart(&viewer, &session, now(&project).await);
    let crowd = Crowd::of(&project, 2).await;
    let before = picture(&project).await;

    crowd[0].run("begin; select from public.coin_balances for update").await;
    let kill = async {
        until_waiting(&project, &crowd[1]).await;
        project.db().query_one("select pg_terminate_backend($1, 10000)", &[&crowd[1].pid]).await.unwrap();
    };
    let (reply, ()) = tokio::join!(crowd[1].gift(gift), kill);
    assert_eq!(reply.unwrap_err().state, "57P01");
    crowd[0].run("commit").await;
    assert_eq!(picture(&project).await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_after_the_gift_under_way_and_before_the_next() {
    let project = Project::start().await;
    let (session, viewer) = a_session_with_a_viewer(&project).await;
    let at = now(&project).await;
    let gift = Gift::heart(&viewer, &session, at);
    let crowd = Crowd::of(&project, 2).await;

    crowd[0].run("begin").await;
    crowd[0].gift(gift).await.unwrap();
    let commit = async {
        until_waiting(&project, &crowd[1]).await;
        crowd[0].run("commit").await;
    };
    let (ended, ()) = tokio::join!(crowd[1].end(&session, at), commit);
    assert_eq!(ended.unwrap()["total_gifts_received"], 10);
    assert_refused(&crowd[0].gift(gift).await, "PT409", "SESSION_ENDED");

    // the other way round: who asks while the session is ending learns that it has ended
    let creator = project.given().creator().await;
    let session = project.given().live_session(&creator).insert().await;
    project.given().participant(&session, &viewer).insert().await;
    crowd[0].run("begin").await;
    crowd[0].end(&session, at).await.unwrap();
    let commit = async {
        until_waiting(&project, &crowd[1]).await;
        crowd[0].run("commit").await;
    };
    let (late, ()) = tokio::join!(crowd[1].gift(Gift::heart(&viewer, &session, at)), commit);
    assert_refused(&late, "PT409", "SESSION_ENDED");
    assert_eq!(rows(&project, "public.live_payments").await, 1);
    assert_agree(&project, 100).await;
}

/// Ends the connection of whatever it is doing, this many microseconds after it began.
async fn killed_after(
    project: &Project,
    service: &ServiceConnection,
    microseconds: u64,
    work: impl Future<Output = Reply>,
) -> bool {
    let kill = async {
        tokio::time::sleep(Duration::from_micros(microseconds)).await;
        project.db().execute("select pg_terminate_backend($1)", &[&service.pid]).await.unwrap();
    };
    tokio::join!(work, kill).0.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_moment_a_connection_is_killed_at_the_books_agree() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, other, viewer) = (given.creator().await, given.creator().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    given.participant(&session, &viewer).insert().await;
    given.coins(&viewer, 100_000).await;
    let call = given.call(&viewer, &other).status("connected").insert().await;
    let at = now(&project).await;
    let priced = "update public.calls set coin_per_minute = 10, answered_at = $2 where id = $1";
    project.db().execute(priced, &[&call.id, &at]).await.unwrap();
    let (mut gifts, mut entries, mut finished) = (0, 0, 0);

    for round in 0..40_u32 {
        let session = given.live_session(&given.creator().await).pay_per_view(5).host_connected().insert().await;
        let crowd = Crowd::of(&project, 3).await;
        // a gift takes some milliseconds, more on its connection's first try: from at once to sixty
        let after = u64::from(round * round) * 40;
        let gift = crowd[0].gift(Gift::heart(&viewer, &session, at));
        let gift = killed_after(&project, &crowd[0], after, gift).await;
        let entry = killed_after(&project, &crowd[1], after, crowd[1].enter(&viewer, &session, None, at)).await;
        let minute = crowd[2].charge(&call, at + time::Duration::minutes(i64::from(round)));
        let minute = killed_after(&project, &crowd[2], after, minute).await;
        gifts += i64::from(gift);
        entries += i64::from(entry);
        finished += [gift, entry, minute].iter().filter(|done| **done).count();
    }

    // who was told of it has it; who was not may have it all the same, but wholly
    assert!(finished < 120, "none was interrupted");
    let kinds = [("gift", gifts), ("ppv", entries)];
    for (kind, told) in kinds {
        assert!(rows(&project, &format!("public.live_payments where kind = '{kind}'")).await >= told, "{kind}");
    }
    let paid = rows(&project, "public.live_payments where kind = 'gift'").await;
    for trace in &TRACES[..2] {
        assert_eq!(rows(&project, trace).await, paid, "{trace}");
    }
    let crowd = Crowd::of(&project, 1).await;
    assert!(crowd[0].gift(Gift::heart(&viewer, &session, at)).await.is_ok(), "nothing is left locked");
    assert_agree(&project, 100_000).await;
}
