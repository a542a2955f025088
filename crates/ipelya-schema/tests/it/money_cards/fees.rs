//! The fee for going live: what lets a creator begin, what uses a credit, what gives it back.

use ipelya_local::clock::new_id;
use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::money::service_connection::{Reply, assert_refused};
use crate::money_cards::ground::{Ground, fact, id_of};

async fn on() -> Ground {
    let ground = Ground::new().await;
    ground.project.given().setting("go_live_fee_minor_count", 500).await;
    ground
}

impl Ground {
    async fn go_live(&self, session: Uuid, at: OffsetDateTime) -> Reply {
        let sql = "select to_jsonb(public.live_use_fee_credit($1, $2, $3)::text)";
        self.service().ask(sql, &[&self.host.id, &session, &at]).await
    }

    /// A session of the host's that ended, with the host inside for so long; null for nobody.
    async fn past_session(&self, began: OffsetDateTime, seconds: i64) -> Uuid {
        let session = self.project.given().live_session(&self.host).status("ended").insert().await;
        let sql = "update public.live_sessions set started_at = $2, ended_at = $3, status = 'ended' where id = $1";
        self.project.execute(sql, &[&session.id, &began, &(began + Duration::minutes(10))]).await;
        if seconds > 0 {
            let sql = "insert into public.live_stays (participant_sid, room_sid, session_id, user_id, joined_at, left_at, kind)
                       values ($1, $1, $2, $3, $4, $5, 'STANDARD')";
            let room =
                "insert into public.live_rooms (room_sid, room_name, session_id, started_at) values ($1, $2, $3, $4)";
            let sid = format!("RM_{}", session.id);
            self.project.execute(room, &[&sid, &session.room_name, &session.id, &began]).await;
            let left = began + Duration::seconds(seconds);
            self.project.execute(sql, &[&sid, &session.id, &self.host.id, &began, &left]).await;
        }
        session.id
    }

    async fn refund(&self, id: Uuid, at: OffsetDateTime) -> Reply {
        self.service().ask("select public.live_request_refund($1, null, $2, $3)", &[&self.host.id, &id, &at]).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_fee_nothing_is_asked_and_with_one_it_must_be_paid() {
    let ground = Ground::new().await;
    assert!(ground.go_live(ground.session.id, ground.now).await.is_ok());
    ground.project.given().setting("go_live_fee_minor_count", 500).await;
    let refused = ground.go_live(ground.session.id, ground.now).await;
    assert_refused(&refused, "PT402", "FEE_REQUIRED");
    assert_eq!(refused.unwrap_err().facts, json!({ "required": 500, "currency": "usd" }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_fee_opens_one_session_and_those_of_a_day_after_it() {
    let ground = on().await;
    let fee = ground.paid_fee(ground.now).await;
    let first = ground.past_session(ground.now, 60).await;
    for _ in 0..2 {
        assert!(ground.go_live(first, ground.now).await.is_ok());
    }
    assert!(ground.go_live(new_id(), ground.minutes_later(24 * 60 - 1)).await.is_ok());
    assert!(ground.column(fee, "used_at").await.is_some());
    assert_refused(&ground.go_live(new_id(), ground.minutes_later(24 * 60 + 1)).await, "PT402", "FEE_REQUIRED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_whose_host_was_hardly_there_or_that_never_was_returns_the_credit() {
    let ground = on().await;
    let fee = ground.paid_fee(ground.now).await;
    for (seconds, what) in [(59, "hardly there"), (0, "never there")] {
        let session = ground.past_session(ground.now, seconds).await;
        assert!(ground.go_live(session, ground.now).await.is_ok(), "{what}");
    }
    // a room that LiveKit did not open: its row is gone or cancelled
    assert!(ground.go_live(new_id(), ground.now).await.is_ok());
    assert!(ground.go_live(ground.session.id, ground.now).await.is_ok());
    assert_eq!(ground.column(fee, "session_id").await.unwrap(), ground.session.id.to_string());
    // on air: another session must wait for this one's end
    assert_refused(&ground.go_live(new_id(), ground.now).await, "PT402", "FEE_REQUIRED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unused_fee_is_refunded_on_request_and_opens_nothing_any_more() {
    let ground = on().await;
    let fee = ground.paid_fee(ground.now).await;
    let stranger = ground.project.given().user().await;
    let sql = "select public.live_request_refund($1, null, $2, $3)";
    let theirs = ground.service().ask(sql, &[&stranger.id, &fee, &ground.now]).await;
    assert_refused(&theirs, "PT404", "PAYMENT_NOT_FOUND");
    for _ in 0..2 {
        assert_eq!(ground.refund(fee, ground.now).await.unwrap()["status"], "paid");
    }
    assert_refused(&ground.go_live(ground.session.id, ground.now).await, "PT402", "FEE_REQUIRED");
    let refund = json!({ "intent": format!("pi_{fee}"), "refund": "re_1", "amount": 500, "currency": "usd" });
    ground.told(&fact("evt_re", "refund_succeeded", ground.now, &refund)).await;
    assert_eq!(ground.refund(fee, ground.now).await.unwrap()["status"], "refunded");
    ground.assert_held(0, 0, 0, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fee_that_was_used_or_is_held_is_not_refunded() {
    let ground = on().await;
    let fee = ground.paid_fee(ground.now).await;
    ground.go_live(ground.session.id, ground.now).await.unwrap();
    assert_refused(&ground.refund(fee, ground.now).await, "PT409", "FEE_USED");
    let donation = ground.paid_donation(500).await;
    let sql = "select public.live_request_refund($1, null, $2, $3)";
    let theirs = ground.service().ask(sql, &[&ground.donor.id, &donation, &ground.now]).await;
    assert_refused(&theirs, "PT404", "PAYMENT_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fee_at_hand_is_not_begun_again_and_another_price_is_told() {
    let ground = on().await;
    let sql = "select public.live_open_fee($1, null, 'kanal', $2, $3)";
    let price = async |amount: i64| ground.service().ask(sql, &[&ground.host.id, &amount, &ground.now]).await;
    let refused = price(400).await;
    assert_refused(&refused, "PT409", "PRICE_CHANGED");
    assert_eq!(refused.unwrap_err().facts, json!({ "required": 500 }));
    let first = id_of(&price(500).await.unwrap()["result"]);
    assert_eq!(id_of(&price(500).await.unwrap()["result"]), first, "open");
    ground.told(&ground.success(first, 500, "usd")).await;
    let again = price(500).await.unwrap();
    assert_eq!((id_of(&again["result"]), again["result"]["status"].as_str()), (first, Some("paid")));
    let theirs = ground.service().ask(sql, &[&ground.donor.id, &500_i64, &ground.now]).await;
    assert_refused(&theirs, "PT403", "NOT_THE_HOST");
    ground.assert_held(-500, 0, 500, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fees_that_nobody_will_use_are_asked_back() {
    let ground = on().await;
    let idle = ground.paid_fee(ground.now - Duration::days(31)).await;
    ground.service().ask("select public.live_card_work(10, $1)", &[&ground.now]).await.unwrap();
    assert_eq!(ground.column(idle, "refund_reason").await.as_deref(), Some("unused"));
    let next = ground.paid_fee(ground.now).await;
    ground.project.execute("update public.live_channels set suspended_at = now()", &[]).await;
    ground.service().ask("select public.live_card_work(10, $1)", &[&ground.now]).await.unwrap();
    assert_eq!(ground.column(next, "refund_reason").await.as_deref(), Some("suspended"));
}
