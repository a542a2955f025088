//! Many gifts at the same moment.

use futures_util::future::join_all;

use super::support::{balance, on_air_with_coins, send};

#[tokio::test]
async fn of_64_gifts_from_one_balance_exactly_the_affordable_ones_are_sent() {
    let live = on_air_with_coins(255).await;

    let replies = join_all((0..64).map(|_| send(&live, "heart", 1))).await;

    let sent = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!((sent, balance(&live).await), (25, 5));
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.assert_refused(402, "PAYMENT_REQUIRED");
        assert_eq!(reply.body["required"], 10);
    }
    for table in ["live_gifts", "live_payments", "live_messages"] {
        assert_eq!(live.project.count(&format!("public.{table}")).await, 25, "{table}");
    }
}

#[tokio::test]
async fn nobody_is_charged_once_the_session_has_ended() {
    let live = on_air_with_coins(10_000).await;
    let end = async {
        let end = "select public.live_end_session($1, 'host_ended', $2)";
        live.project.db().execute(end, &[&live.session.id, &live.api.now()]).await.unwrap();
    };
    let (early, late) =
        (join_all((0..16).map(|_| send(&live, "heart", 1))), join_all((0..32).map(|_| send(&live, "heart", 1))));
    let (early, (), late) = tokio::join!(early, end, late);

    let replies: Vec<_> = early.into_iter().chain(late).collect();
    let sent = i64::try_from(replies.iter().filter(|reply| reply.status == 200).count()).unwrap();
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.assert_refused(409, "SESSION_ENDED");
    }
    assert_eq!(balance(&live).await, 10_000 - 10 * sent);
    assert_eq!(live.project.count("public.live_payments").await, sent);
    // whatever was sent is in the totals that were frozen at the end
    let total: i32 = live
        .project
        .db()
        .query_one("select total_gifts_received from public.live_sessions where id = $1", &[&live.session.id])
        .await
        .unwrap()
        .get(0);
    assert_eq!(i64::from(total), 10 * sent);
    send(&live, "heart", 1).await.assert_refused(409, "SESSION_ENDED");
}

#[tokio::test]
async fn two_creators_who_give_to_each_other_at_once_both_succeed() {
    let live = on_air_with_coins(1000).await;
    let given = live.project.given();
    let (one, other) = (given.creator().await, given.creator().await);
    let (first, second) = (given.live_session(&one).insert().await, given.live_session(&other).insert().await);
    for (session, giver) in [(&first, &other), (&second, &one)] {
        given.participant(session, giver).insert().await;
        given.coins(giver, 1000).await;
    }
    let give = |person, session| {
        let body = serde_json::json!({ "sessionId": session, "giftId": "heart" });
        live.api.post("send-live-gift").user(person).json(body).send()
    };
    let there = join_all((0..20).map(|_| give(&other, first.id)));
    let back = join_all((0..20).map(|_| give(&one, second.id)));
    let (there, back) = tokio::join!(there, back);
    assert!(there.iter().chain(&back).all(|reply| reply.status == 200));
}
