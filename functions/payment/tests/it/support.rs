//! A channel on air, somebody who pays, and a Stripe account.

use ipelya_local::stripe::{WEBHOOK_SECRET, signature};
use ipelya_test::{LiveSession, Reply, StripeAccount, User};
use serde_json::{Value, json};

pub(crate) struct Shop {
    pub(crate) live: LiveSession,
    pub(crate) account: StripeAccount,
}

pub(crate) async fn open() -> Shop {
    let mut live = LiveSession::of(payment::routes()).start().await;
    let sql = "insert into public.live_channels (id, creator_id, creator_profile_id, slug, room_name, title)
               values ($1, $2, $3, 'ayse', 'live-ayse-1', 'Ayşe')";
    live.project.execute(sql, &[&live.session.id, &live.host.id, &live.host.profile_id]).await;
    live.project.execute("update public.live_sessions set channel_id = id", &[]).await;
    live.project.given().setting("go_live_fee_minor_count", 500).await;
    live.project.given().setting("channel_pass_minor_count", 990).await;
    let account = StripeAccount::open(&live.project).await;
    live.api = account.known_to(live.api);
    Shop { live, account }
}

impl Shop {
    pub(crate) async fn ask(&self, route: &str, who: &User, body: Value) -> Reply {
        self.live.api.ask("POST", &format!("/api/live/{route}")).user(who).json(body).send().await
    }

    /// A donation of ten dollars by the viewer, under a key.
    pub(crate) async fn donate(&self, key: &str) -> Reply {
        let body = json!({ "slug": "ayse", "amount": 1000, "message": "Great stream!" });
        let request = self.live.api.ask("POST", "/api/live/donate").user(&self.live.viewer);
        request.header("Idempotency-Key", key).json(body).send().await
    }

    pub(crate) async fn told(&self, event: &Value) -> Reply {
        let body = event.to_string();
        let header = signature(WEBHOOK_SECRET, &body, self.live.api.now().unix_timestamp());
        self.told_with(&body, &header).await
    }

    pub(crate) async fn told_with(&self, body: &str, header: &str) -> Reply {
        let request = self.live.api.ask("POST", "/api/live/stripe-webhook").header("stripe-signature", header);
        request.raw("application/json; charset=utf-8", body).send().await
    }

    pub(crate) async fn reconcile(&self) -> Value {
        let key = self.live.api.setting("SUPABASE_SERVICE_ROLE_KEY");
        let reply = self.live.api.post("reconcile-payments").bearer(&key).json(json!({})).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        json!([reply.body["asked"], reply.body["found"], reply.body["failed"]])
    }

    /// As if everything had been begun, and asked about, so many minutes ago.
    pub(crate) async fn age(&self, minutes: i32) {
        for column in ["created_at", "paid_at", "looked_at"] {
            let sql = format!("update public.live_card_payments set {column} = {column} - make_interval(mins => $1)");
            self.live.project.execute(&sql, &[&minutes]).await;
        }
    }

    /// Stripe's intent of a payment.
    pub(crate) async fn intent(&self, reply: &Reply) -> String {
        let sql = "select to_jsonb(stripe_intent_id) from public.live_card_payments where id = $1::text::uuid";
        let id = reply.body["paymentId"].as_str().unwrap();
        self.live.project.value(sql, &[&id]).await.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn status(&self, reply: &Reply) -> String {
        let sql = "select to_jsonb(status) from public.live_card_payments where id = $1::text::uuid";
        let id = reply.body["paymentId"].as_str().unwrap();
        self.live.project.value(sql, &[&id]).await.as_str().unwrap().to_owned()
    }

    /// What the accounts have, payer first.
    pub(crate) async fn ledger(&self) -> Value {
        let sql = "select jsonb_build_array(
            coalesce(sum(amount) filter (where account = 'payer'), 0),
            coalesce(sum(amount) filter (where account = 'creator'), 0),
            coalesce(sum(amount) filter (where account = 'platform'), 0),
            coalesce(sum(amount) filter (where account = 'processor'), 0)
          ) from public.live_money_entries";
        self.live.project.value(sql, &[]).await
    }
}
