//! How a donation begins, what speaks against it, and what its success does.

use futures_util::future::join_all;
use ipelya_test::User;
use serde_json::json;
use time::Duration;

use crate::money::service_connection::{Crowd, assert_refused, number};
use crate::money_cards::ground::{Ground, fact, id_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_equal_donations_at_once_are_one() {
    let ground = Ground::new().await;
    ground.project.given().setting("donate_rate_count", 1).await;
    let crowd = Crowd::of(&ground.project, 50).await;
    let begin = async |service| loop {
        match ground.donate_as(service, &ground.donor, 700, Some("selam"), None, ground.now).await {
            // on a slow machine the last of them waits too long for its turn, and asks again
            Err(refusal) if refusal.state == "55P03" => {}
            reply => break id_of(&reply.unwrap()),
        }
    };
    let ids = join_all(crowd.iter().map(begin)).await;
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(number(&ground.project, "select count(*) from public.live_card_payments").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_key_text_sum_or_ten_seconds_are_another_donation() {
    let ground = Ground::new().await;
    let (service, donor, now) = (ground.service(), &ground.donor, ground.now);
    let first = id_of(&ground.donate(700, None).await.unwrap());
    assert_eq!(id_of(&ground.donate(700, None).await.unwrap()), first);
    let mut seen = vec![first];
    for (amount, message, key, at) in [
        (701, None, None, now),
        (700, Some("a"), None, now),
        (700, None, Some("k"), now),
        (700, None, None, now + Duration::seconds(10)),
    ] {
        let id = id_of(&ground.donate_as(service, donor, amount, message, key, at).await.unwrap());
        assert!(!seen.contains(&id), "{amount} {message:?} {key:?}");
        seen.push(id);
    }
    let again = ground.donate_as(service, donor, 700, None, Some("k"), now + Duration::minutes(9)).await.unwrap();
    assert_eq!(id_of(&again), seen[3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_donate_is_told_why_and_nothing_is_begun() {
    let ground = Ground::new().await;
    let given = ground.project.given();
    let people = [given.user().await, given.user().await, given.user().await, given.user().await, given.user().await];
    let [banned, blocked, muted, disputed, declined] = &people;
    given.ban(banned).from_session(&ground.session).insert().await;
    ground
        .project
        .execute(
            "insert into public.blocked_users (blocker_id, blocked_id) values ($1, $2)",
            &[&ground.host.id, &blocked.id],
        )
        .await;
    given.participant(&ground.session, muted).muted().insert().await;
    ground
        .project
        .execute(
            "insert into public.live_card_payments (purpose, payer_id, channel_id, amount, currency, disputes)
             values ('go_live', $1, $2, 500, 'usd', '{\"dp_1\": \"lost\"}')",
            &[&disputed.id, &ground.channel],
        )
        .await;
    for n in 0..5 {
        let id = format!("evt_{n}");
        ground
            .project
            .execute(
                "insert into public.live_stripe_events (id, kind, fact, payer_id, result, happened_at)
                 values ($1, 'card_declined', '{}', $2, 'applied', $3)",
                &[&id, &declined.id, &(ground.now - Duration::hours(23))],
            )
            .await;
    }
    given.setting("chat_blocked_words", json!(["küfür"])).await;
    let ask = |who: &User, message: Option<&'static str>| {
        let who = User { ..who.clone() };
        let ground = &ground;
        async move { ground.donate_as(ground.service(), &who, 500, message, None, ground.now).await }
    };
    assert_refused(&ask(&ground.host, None).await, "PT403", "SELF_DONATION");
    assert_refused(&ask(banned, None).await, "PT403", "BANNED");
    assert_refused(&ask(blocked, None).await, "PT403", "BLOCKED");
    assert_refused(&ask(muted, Some("selam")).await, "PT403", "MUTED");
    assert!(ask(muted, None).await.is_ok(), "money says nothing");
    assert_refused(&ask(disputed, None).await, "PT403", "PAYMENTS_BLOCKED");
    assert_refused(&ask(declined, None).await, "PT403", "PAYMENTS_BLOCKED");
    assert_refused(&ask(&ground.donor, Some("bu küfür")).await, "PT403", "MESSAGE_REJECTED");
    ground.project.execute("update public.live_channels set suspended_at = now()", &[]).await;
    assert_refused(&ask(&ground.donor, None).await, "PT403", "CHANNEL_SUSPENDED");
    ground.project.execute("update public.live_channels set suspended_at = null", &[]).await;
    ground.service().end(&ground.session, ground.now).await.unwrap();
    assert_refused(&ask(&ground.donor, None).await, "PT409", "CHANNEL_OFFLINE");
    let begun = "select count(*) from public.live_card_payments where purpose = 'donation'";
    assert_eq!(number(&ground.project, begun).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_donation_that_is_paid_is_shown_once_and_its_payer_told() {
    let ground = Ground::new().await;
    let id = id_of(&ground.donate(1_050, Some("iyi ki varsın")).await.unwrap());
    ground.attach(id).await;
    let success = ground.success(id, 1_050, "usd");
    for expected in ["applied", "duplicate"] {
        assert_eq!(ground.told(&success).await["result"], expected);
    }
    // another event about the same
    let mut other = success.clone();
    other["id"] = json!("evt_other");
    assert_eq!(ground.told(&other).await["result"], "applied");

    let named = "select to_jsonb(display_name) from public.profiles where user_id = $1";
    let name = ground.project.value(named, &[&ground.donor.id]).await;
    let shown = json!({
        "paymentId": id, "amount": 1_050, "currency": "usd", "donorName": name, "message": "iyi ki varsın",
    });
    assert_eq!(ground.broadcasts(&format!("live:{}", ground.session.id), "donation_received").await, [shown]);
    let told = json!({ "paymentId": id, "status": "paid" });
    assert_eq!(ground.broadcasts(&format!("user:{}", ground.donor.id), "payment_updated").await, [told]);
    let line = "select to_jsonb(content) from public.live_messages where message_type = 'donation'";
    let expected = format!("{} 10.50 USD bağışladı: iyi ki varsın", name.as_str().unwrap());
    assert_eq!(ground.project.value(line, &[]).await, expected);
    ground.assert_held(-1_050, 735, 315, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_blocked_meanwhile_are_not_shown_and_a_session_that_is_over_is_told_nothing() {
    let ground = Ground::new().await;
    let topic = format!("live:{}", ground.session.id);
    let id = id_of(&ground.donate(500, Some("küfür")).await.unwrap());
    ground.project.given().setting("chat_blocked_words", json!(["küfür"])).await;
    ground.told(&ground.success(id, 500, "usd")).await;
    let shown = ground.broadcasts(&topic, "donation_received").await;
    assert_eq!((shown.len(), &shown[0]["message"]), (1, &json!(null)));
    assert_eq!(ground.column(id, "message").await, None);

    let late = id_of(&ground.donate(600, None).await.unwrap());
    ground.service().end(&ground.session, ground.now).await.unwrap();
    assert_eq!(ground.told(&ground.success(late, 600, "usd")).await["result"], "applied");
    assert_eq!(ground.status(late).await, "paid", "late money counts");
    assert_eq!(ground.broadcasts(&topic, "donation_received").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gives_how_much_is_not_said_on_the_open_channel_of_a_session_for_some() {
    let ground = Ground::new().await;
    let sql = "update public.live_sessions set access_type = 'subscribers_only' where id = $1";
    ground.project.execute(sql, &[&ground.session.id]).await;
    let id = ground.paid_donation(500).await;
    let nothing = json!({ "paymentId": id, "amount": null, "currency": null, "donorName": null, "message": null });
    assert_eq!(ground.broadcasts(&format!("live:{}", ground.session.id), "donation_received").await, [nothing]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_sum_or_currency_grants_nothing_and_goes_back() {
    let ground = Ground::new().await;
    for (amount, currency) in [(999, "usd"), (1_001, "usd"), (1_000, "eur")] {
        let id = ground.donation(1_000).await;
        let told = ground.told(&ground.success(id, amount, currency)).await;
        assert_eq!(told, json!({ "result": "applied", "mismatch": true }));
        assert_eq!(ground.status(id).await, "mismatch");
        assert_eq!(ground.column(id, "refund_reason").await.as_deref(), Some("mismatch"));
        assert_eq!(ground.held("creator", currency).await, 0);
        let refund = json!({
            "intent": format!("pi_{id}"), "refund": format!("re_{id}"), "amount": amount, "currency": currency,
        });
        ground.told(&fact(&format!("evt_re_{id}"), "refund_succeeded", ground.now, &refund)).await;
        assert_eq!(ground.status(id).await, "refunded");
        assert_eq!((ground.held("payer", currency).await, ground.held("platform", currency).await), (0, 0));
    }
    let shown = ground.broadcasts(&format!("live:{}", ground.session.id), "donation_received").await;
    assert!(shown.is_empty(), "{shown:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_about_nothing_of_ours_is_taken_in_and_does_nothing() {
    let ground = Ground::new().await;
    let stranger = ipelya_local::clock::new_id();
    assert_eq!(ground.told(&ground.success(stranger, 500, "usd")).await["result"], "unknown");
    let refund = json!({ "intent": "pi_x", "refund": "re_x", "amount": 5, "currency": "usd" });
    let told = ground.told(&fact("evt_x", "refund_succeeded", ground.now, &refund)).await;
    assert_eq!(told["result"], "waiting");
    let ended = json!({ "pass_id": stranger, "subscription": "sub_x", "ended_at": "2026-01-01T00:00:00Z" });
    assert_eq!(ground.told(&fact("evt_y", "pass_ended", ground.now, &ended)).await["result"], "unknown");
    ground.assert_held(0, 0, 0, 0).await;
}
