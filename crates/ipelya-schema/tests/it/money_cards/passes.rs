//! Passes: how one begins, how long it counts, and what a month of it does in the ledger.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::money::service_connection::{Reply, assert_refused};
use crate::money_cards::ground::{Ground, fact};

impl Ground {
    async fn begin_pass(&self, plan: &str, user: Uuid) -> Reply {
        let sql = "select public.live_open_pass($1, null, $2, 'kanal', $3)";
        self.service().ask(sql, &[&user, &plan, &self.now]).await
    }

    fn invoice(&self, pass: &Value, name: &str, until: OffsetDateTime) -> Value {
        let more = json!({
            "pass_id": pass["pass_id"], "invoice": format!("in_{name}"), "amount": 990, "currency": "usd",
            "subscription": "sub_1", "customer": "cus_1", "paid_until": until.format(&Rfc3339).unwrap(),
        });
        fact(&format!("evt_{name}"), "invoice_paid", self.now, &more)
    }
}

async fn sold() -> Ground {
    let ground = Ground::new().await;
    for setting in ["go_live_pass_minor_count", "channel_pass_minor_count"] {
        ground.project.given().setting(setting, 990).await;
    }
    ground
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pass_lets_its_holder_into_sessions_for_subscribers_until_it_ends() {
    let ground = sold().await;
    let sql = "update public.live_sessions set access_type = 'subscribers_only' where id = $1";
    ground.project.execute(sql, &[&ground.session.id]).await;
    let room = "select public.live_session_room($1, $2) -> 'subscription'";
    let subscription = async || ground.service().ask(room, &[&ground.donor.id, &ground.session.id]).await.unwrap();

    let pass = ground.begin_pass("channel", ground.donor.id).await.unwrap();
    assert_eq!(pass["slug"], "kanal");
    assert_eq!(ground.begin_pass("channel", ground.donor.id).await.unwrap(), pass, "the same");
    assert_eq!(subscription().await, Value::Null, "not paid");

    let (sooner, later) = (ground.now + Duration::days(30), ground.now + Duration::days(60));
    for invoice in [ground.invoice(&pass, "2", later), ground.invoice(&pass, "1", sooner)] {
        assert_eq!(ground.told(&invoice).await["result"], "applied");
    }
    let until = |moment: OffsetDateTime, facts: &Value| {
        assert_eq!(facts["status"], "active");
        let told = OffsetDateTime::parse(facts["current_period_end"].as_str().unwrap(), &Rfc3339).unwrap();
        assert_eq!(told, moment);
    };
    until(later, &subscription().await);
    assert_refused(&ground.begin_pass("channel", ground.donor.id).await, "PT409", "ALREADY_SUBSCRIBED");
    // 70 % of each, rounded down
    ground.assert_held(-1_980, 1_386, 594, 0).await;

    let told_after = "select to_jsonb(public.live_audience_after($1, $3, false, null, 9, $2))";
    let told = ground.service().ask(told_after, &[&ground.host.id, &ground.now, &ground.channel]).await.unwrap();
    assert_eq!(told, json!([ground.donor.id]), "of a session that begins");

    for days in [10, 5, 7] {
        let at = (ground.now + Duration::days(days)).format(&Rfc3339).unwrap();
        let ended = json!({ "pass_id": pass["pass_id"], "subscription": "sub_1", "ended_at": at });
        ground.told(&fact(&format!("evt_end_{days}"), "pass_ended", ground.now, &ended)).await;
    }
    until(ground.now + Duration::days(5), &subscription().await);
    let customer = "select to_jsonb(public.live_billing_customer($1, null, $2))";
    assert_eq!(ground.service().ask(customer, &[&ground.donor.id, &ground.now]).await.unwrap(), "cus_1");
    let nobody = ground.service().ask(customer, &[&ground.host.id, &ground.now]).await;
    assert_refused(&nobody, "PT404", "PASS_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pass_stands_for_the_fee_and_pays_the_creator_nothing() {
    let ground = sold().await;
    ground.project.given().setting("go_live_fee_minor_count", 500).await;
    assert_refused(&ground.begin_pass("go_live", ground.donor.id).await, "PT403", "NOT_THE_HOST");
    assert_refused(&ground.begin_pass("channel", ground.host.id).await, "PT403", "SELF_DONATION");
    let pass = ground.begin_pass("go_live", ground.host.id).await.unwrap();
    ground.told(&ground.invoice(&pass, "1", ground.now + Duration::days(30))).await;
    ground.assert_held(-990, 0, 990, 0).await;
    let go = "select to_jsonb(public.live_use_fee_credit($1, $2, $3)::text)";
    let go = async |at: OffsetDateTime| ground.service().ask(go, &[&ground.host.id, &ground.session.id, &at]).await;
    assert!(go(ground.now + Duration::days(29)).await.is_ok());
    assert_refused(&go(ground.now + Duration::days(30)).await, "PT402", "FEE_REQUIRED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_of_a_month_finds_its_invoice_in_whichever_order_they_are_told() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let ground = sold().await;
        let pass = ground.begin_pass("channel", ground.donor.id).await.unwrap();
        let facts = [
            ground.invoice(&pass, "1", ground.now + Duration::days(30)),
            fact("evt_b", "invoice_intent", ground.now, &json!({ "invoice": "in_1", "intent": "pi_1" })),
            fact(
                "evt_c",
                "refund_succeeded",
                ground.now,
                &json!({ "intent": "pi_1", "refund": "re_1", "amount": 990, "currency": "usd" }),
            ),
        ];
        for place in order {
            ground.told(&facts[place]).await;
        }
        ground.assert_held(0, 0, 0, 0).await;
        let status = ground.project.value("select to_jsonb(status) from public.live_card_payments", &[]).await;
        assert_eq!(status, "refunded", "{order:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_without_a_price_is_not_sold() {
    let ground = Ground::new().await;
    assert_refused(&ground.begin_pass("channel", ground.donor.id).await, "PT403", "PAYMENTS_DISABLED");
}
