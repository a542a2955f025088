//! A stand-in for Stripe: in front of `stripe-mock`, which knows the shape of every request and reply of Stripe's API and
//! remembers nothing, it adds what is remembered: payment intents, refunds, checkouts and idempotency keys. What happens at
//! Stripe itself, a card that pays or a bank that disputes, is done by [`Stripe::pay`] and the like, which return the event
//! that Stripe would send; [`signature`] signs it as Stripe does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path as InPath, State};
use axum::http::request::Parts;
use axum::http::{Method, Request, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use ring::hmac;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::Result;
use crate::clock::now;
use crate::http_client::HttpClient;
use crate::layout::Instance;
use crate::ports::Ports;
use crate::process::{Child, Ending, Spec};
use crate::sql::hex;

/// The key that it takes, and that it is asked with here.
pub const SECRET_KEY: &str = "sk_test_ipelyalocal";
/// The key that clients would open Stripe with.
pub const PUBLISHABLE_KEY: &str = "pk_test_ipelyalocal";
/// Where its events are posted to.
pub const WEBHOOK_PATH: &str = "/api/live/stripe-webhook";
/// By which its events are signed.
pub const WEBHOOK_SECRET: &str = "whsec_ipelya_local";
/// Where a card pays an intent, whose id comes behind it.
pub const TEST_CARD: &str = "/test/pay/";

/// Starts `stripe-mock`, and waits until it answers.
pub async fn start_mock(program: &Path, instance: &Instance, ports: &Ports) -> Result<Child> {
    let address = format!("127.0.0.1:{}", ports.stripe_mock);
    let spec = Spec {
        name: "stripe-mock".to_owned(),
        program: program.to_owned(),
        // left to itself it serves HTTPS too, at a port of its own and on every address
        args: ["-http-addr", &address, "-https-addr", "127.0.0.1:0"].map(Into::into).into(),
        env: Vec::new(),
        dir: instance.run(),
        order: 40,
        ending: Ending::Terminate,
    };
    let mut child = Child::spawn(spec, instance)?;
    let (client, url) = (HttpClient::new(), mock_url(ports));
    // it answers 401 to whoever shows no key
    child.ready(Duration::from_secs(30), async || client.status(Method::GET, &url).await.is_some()).await?;
    Ok(child)
}

/// Where `stripe-mock` answers.
pub fn mock_url(ports: &Ports) -> String {
    format!("http://127.0.0.1:{}", ports.stripe_mock)
}

/// Stripe, as far as it is needed.
#[derive(Debug, Clone)]
pub struct Stripe {
    /// Where `stripe-mock` answers.
    mock: String,
    /// Where events are posted to when a card pays.
    webhook: Option<String>,
    memory: Arc<Mutex<Memory>>,
    client: HttpClient,
}

#[derive(Debug, Default)]
struct Memory {
    /// The number in the last id.
    made: u64,
    objects: BTreeMap<String, Value>,
    /// What was answered under a key, and to which request.
    answers: BTreeMap<String, (String, Value)>,
    /// Keys whose first request is not answered yet.
    under_way: BTreeSet<String>,
    /// What has happened, in its order.
    events: Vec<Value>,
    /// The events that the webhook has taken.
    delivered: BTreeSet<String>,
}

impl Memory {
    fn new_id(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}_{:06}", self.made)
    }

    /// The charge of an intent that has succeeded, with what Stripe keeps of it.
    fn new_charge(&mut self, paid: &Value) -> Value {
        let amount = get(paid, "amount_received").as_i64().unwrap_or_default();
        json!({
            "id": self.new_id("ch"), "object": "charge", "refunds": { "object": "list", "data": [] },
            "balance_transaction": {
                "id": self.new_id("txn"), "object": "balance_transaction", "fee": amount * 29 / 1000 + 30,
                "currency": get(paid, "currency"),
            },
        })
    }

    fn keep(&mut self, id: &str, object: Value) -> Value {
        self.objects.insert(id.to_owned(), object.clone());
        object
    }
}

/// An error as Stripe answers it.
type Refused = (StatusCode, Value);

impl Stripe {
    /// One with this `stripe-mock` behind it.
    pub fn new(mock: String) -> Self {
        Self { mock, webhook: None, memory: Arc::default(), client: HttpClient::new() }
    }

    /// It, posting events to this address once a card pays ([`Stripe::test_card`]).
    #[must_use]
    pub fn telling(self, webhook: String) -> Self {
        Self { webhook: Some(webhook), ..self }
    }

    /// It, started at this moment: what it makes is numbered from there, a thousand a second, for a database outlives it and
    /// knows what the one before has made.
    #[must_use]
    pub fn started_at(self, moment: OffsetDateTime) -> Self {
        self.memory().made = moment.unix_timestamp().unsigned_abs() * 1_000;
        self
    }

    /// A card pays an intent, and the webhook is told.
    async fn paid(&self, intent: &str) -> std::result::Result<Value, Refused> {
        let event = self.pay(intent, None);
        let body = event.to_string();
        let address = self.webhook.as_deref().unwrap_or_default();
        let request = Request::post(address)
            .header("content-type", "application/json")
            .header("stripe-signature", signature(WEBHOOK_SECRET, &body, now().unix_timestamp()))
            .body(Body::from(body))
            .map_err(|_| refused(502, "webhook"))?;
        let (status, text) = self.client.fetch(request).await.map_err(|_| refused(502, "webhook"))?;
        let told: Value = serde_json::from_str(&text).unwrap_or_default();
        if !status.is_success() {
            return Err((StatusCode::BAD_GATEWAY, told));
        }
        self.memory().delivered.extend(get(&event, "id").as_str().map(str::to_owned));
        Ok(told)
    }

    /// Learns of an object from an event about it that somebody else has signed, so that it can be asked about here and
    /// given back. An event with no right signature teaches nothing.
    pub fn learn(&self, header: &str, body: &str) {
        let seconds = header.split(',').find_map(|part| part.strip_prefix("t=")?.parse().ok());
        let event: Value = serde_json::from_str(body).unwrap_or_default();
        let told = event.pointer("/data/object").and_then(Value::as_object).cloned().unwrap_or_default();
        let id = told.get("id").and_then(Value::as_str).map(str::to_owned);
        let (Some(seconds), Some(id)) = (seconds, id) else { return };
        if signature(WEBHOOK_SECRET, body, seconds) != header {
            return;
        }
        let mut memory = self.memory();
        let mut object = memory.objects.get(&id).cloned().unwrap_or_default();
        let charge = object.get("latest_charge").cloned();
        set(&mut object, &told.iter().map(|(name, value)| (name.as_str(), value.clone())).collect::<Vec<_>>());
        if get(&event, "type") == "payment_intent.succeeded" {
            let charge = charge.filter(Value::is_object).unwrap_or_else(|| memory.new_charge(&object));
            set(&mut object, &[("latest_charge", charge)]);
        }
        memory.keep(&id, object);
    }

    /// As if all that has happened had happened so many minutes ago.
    pub fn age_events(&self, minutes: i64) {
        for event in &mut self.memory().events {
            let created = get(event, "created").as_i64().unwrap_or_default();
            set(event, &[("created", json!(created - minutes * 60))]);
        }
    }

    /// The latest of the events that the webhook did not take.
    fn undelivered(&self, asked: &BTreeMap<String, String>) -> Value {
        let bound = |name: &str| asked.get(name).and_then(|bound| bound.parse::<i64>().ok());
        let memory = self.memory();
        let is_asked_for = |event: &&Value| {
            let created = get(event, "created").as_i64().unwrap_or_default();
            bound("created[gte]").is_none_or(|least| created >= least)
                && bound("created[lte]").is_none_or(|most| created <= most)
                && get(event, "id").as_str().is_some_and(|id| !memory.delivered.contains(id))
        };
        let mut after = asked.get("starting_after").map(|id| json!(id));
        let mut events = memory.events.iter().rev().filter(|event| match &after {
            Some(id) => {
                if get(event, "id") == *id {
                    after = None;
                }
                false
            }
            None => is_asked_for(event),
        });
        let most = asked.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(10);
        let data: Vec<_> = events.by_ref().take(most).collect();
        json!({ "object": "list", "data": data, "has_more": events.next().is_some() })
    }

    /// What answers for it.
    pub fn router(&self) -> Router {
        self.test_card().merge(Router::new().fallback(answer).with_state(self.clone()))
    }

    /// A card that pays: what people do at Stripe's own form.
    pub fn test_card(&self) -> Router {
        Router::new().route(&format!("{TEST_CARD}{{intent}}"), post(pay)).with_state(self.clone())
    }

    /// These routes; what is posted to the webhook among them, whoever has made and signed it, it learns from.
    pub fn overhearing(&self, routes: Router) -> Router {
        let overhear = async |State(stripe): State<Self>, request: axum::extract::Request, next: Next| {
            if request.uri().path() != WEBHOOK_PATH {
                return next.run(request).await;
            }
            let (parts, body) = request.into_parts();
            let Ok(body) = axum::body::to_bytes(body, 1 << 20).await else {
                return StatusCode::PAYLOAD_TOO_LARGE.into_response();
            };
            let header = parts.headers.get("stripe-signature").and_then(|header| header.to_str().ok());
            stripe.learn(header.unwrap_or_default(), &String::from_utf8_lossy(&body));
            next.run(Request::from_parts(parts, Body::from(body))).await
        };
        routes.layer(from_fn_with_state(self.clone(), overhear))
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many objects of a kind there are: `pi`, `re`, `cs`.
    pub fn count(&self, kind: &str) -> usize {
        self.memory().objects.keys().filter(|id| id.split('_').next() == Some(kind)).count()
    }

    /// An object as it is now.
    pub fn object(&self, id: &str) -> Option<Value> {
        self.memory().objects.get(id).cloned()
    }

    /// A card pays an intent, with its own sum and currency unless another is told. Returns the event.
    pub fn pay(&self, intent: &str, instead: Option<(i64, &str)>) -> Value {
        let mut memory = self.memory();
        let mut paid = memory.objects.get(intent).cloned().unwrap_or_default();
        let own = (
            get(&paid, "amount").as_i64().unwrap_or_default(),
            get(&paid, "currency").as_str().unwrap_or_default().to_owned(),
        );
        let (amount, currency) = instead.map_or(own, |(amount, currency)| (amount, currency.to_owned()));
        set(
            &mut paid,
            &[("status", json!("succeeded")), ("amount_received", json!(amount)), ("currency", json!(currency))],
        );
        let charge = memory.new_charge(&paid);
        set(&mut paid, &[("latest_charge", charge)]);
        let paid = memory.keep(intent, paid);
        drop(memory);
        self.event("payment_intent.succeeded", &paid)
    }

    /// An event about an object.
    pub fn event(&self, name: &str, object: &Value) -> Value {
        let mut memory = self.memory();
        let event = json!({
            "id": memory.new_id("evt"), "object": "event", "type": name, "created": now().unix_timestamp(),
            "livemode": false, "data": { "object": object },
        });
        memory.events.push(event.clone());
        event
    }

    /// Changes what is remembered by one request, and answers it. `shape` is what `stripe-mock` has answered to it.
    fn act(
        &self,
        method: &Method,
        path: &[&str],
        form: &BTreeMap<String, String>,
        shape: Value,
    ) -> std::result::Result<Value, Refused> {
        match (method.as_str(), path) {
            ("POST", ["payment_intents"]) => Ok(self.open_intent(form, shape)),
            ("POST", ["payment_intents", id, "cancel"]) => self.cancel(id),
            ("POST", ["refunds"]) => self.refund(form, shape),
            ("POST", ["checkout", "sessions"]) => Ok(self.open_checkout(form, shape)),
            ("POST", ["billing_portal", "sessions"]) => {
                let mut portal = shape;
                set(&mut portal, &[("url", json!("https://billing.stripe.com/p/session/test"))]);
                Ok(portal)
            }
            ("GET", ["events"]) => Ok(self.undelivered(form)),
            ("GET", [.., id]) => self.object(id).ok_or_else(|| refused(404, "resource_missing")),
            _ => Err(refused(404, "resource_missing")),
        }
    }

    fn open_intent(&self, form: &BTreeMap<String, String>, shape: Value) -> Value {
        let mut memory = self.memory();
        let id = memory.new_id("pi");
        let mut intent = shape;
        set(
            &mut intent,
            &[
                ("id", json!(id)),
                ("client_secret", json!(format!("{id}_secret_{}", memory.made))),
                ("amount", number(form, "amount")),
                ("amount_received", json!(0)),
                ("currency", json!(form.get("currency"))),
                ("status", json!("requires_payment_method")),
                ("latest_charge", Value::Null),
                ("metadata", json!({ "payment_id": form.get("metadata[payment_id]") })),
            ],
        );
        memory.keep(&id, intent)
    }

    fn cancel(&self, id: &str) -> std::result::Result<Value, Refused> {
        let mut memory = self.memory();
        let mut intent = memory.objects.get(id).cloned().ok_or_else(|| refused(404, "resource_missing"))?;
        if get(&intent, "status") == "succeeded" {
            return Err(refused(400, "payment_intent_unexpected_state"));
        }
        set(&mut intent, &[("status", json!("canceled"))]);
        Ok(memory.keep(id, intent))
    }

    fn refund(&self, form: &BTreeMap<String, String>, shape: Value) -> std::result::Result<Value, Refused> {
        let mut memory = self.memory();
        let intent = form.get("payment_intent").cloned().unwrap_or_default();
        let mut paid = memory.objects.get(&intent).cloned().ok_or_else(|| refused(404, "resource_missing"))?;
        let refunds = paid.pointer("/latest_charge/refunds/data").and_then(Value::as_array).cloned();
        let Some(mut refunds) = refunds.filter(Vec::is_empty) else {
            return Err(refused(400, "charge_already_refunded"));
        };
        let id = memory.new_id("re");
        let mut refund = shape;
        set(
            &mut refund,
            &[
                ("id", json!(id)),
                ("status", json!("succeeded")),
                ("amount", get(&paid, "amount_received")),
                ("currency", get(&paid, "currency")),
                ("payment_intent", json!(intent)),
            ],
        );
        refunds.push(refund.clone());
        if let Some(kept) = paid.pointer_mut("/latest_charge/refunds/data") {
            *kept = refunds.into();
        }
        memory.keep(&intent, paid);
        Ok(memory.keep(&id, refund))
    }

    fn open_checkout(&self, form: &BTreeMap<String, String>, shape: Value) -> Value {
        let mut memory = self.memory();
        let id = memory.new_id("cs");
        let mut checkout = shape;
        set(
            &mut checkout,
            &[
                ("id", json!(id)),
                ("url", json!(format!("https://checkout.stripe.com/c/pay/{id}"))),
                ("subscription", Value::Null),
                ("customer", Value::Null),
                ("metadata", json!({ "pass_id": form.get("metadata[pass_id]") })),
            ],
        );
        memory.keep(&id, checkout)
    }

    /// What `stripe-mock` says of a request: an error, or the shape of its reply.
    async fn validated(&self, parts: &Parts, body: Bytes) -> std::result::Result<Value, Refused> {
        let mut asked = Request::builder().method(parts.method.clone()).uri(format!("{}{}", self.mock, parts.uri));
        for name in ["authorization", "content-type"] {
            if let Some(value) = parts.headers.get(name) {
                asked = asked.header(name, value);
            }
        }
        let away = || refused(502, "stripe_mock");
        let request = asked.body(Body::from(body)).map_err(|_| away())?;
        let (status, text) = self.client.fetch(request).await.map_err(|_| away())?;
        let said = serde_json::from_str(&text).unwrap_or_default();
        if status.is_success() { Ok(said) } else { Err((status, said)) }
    }
}

async fn answer(State(stripe): State<Stripe>, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let outcome = async {
        let body = axum::body::to_bytes(body, 1 << 20).await.map_err(|_| refused(400, "unreadable"))?;
        let key = format!("Bearer {SECRET_KEY}");
        if parts.headers.get("authorization").is_none_or(|given| given.as_bytes() != key.as_bytes()) {
            return Err(refused(401, "invalid_api_key"));
        }
        let said = String::from_utf8_lossy(&body).into_owned();
        let repeat = parts.headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
        let claim = match repeat {
            Some(key) => Some(Claim::of(&stripe, key)?),
            None => None,
        };
        if let Some((before, reply)) = claim.as_ref().and_then(|claim| stripe.memory().answers.get(&claim.key).cloned())
        {
            return if before == said { Ok(reply) } else { Err(refused(400, "idempotency_error")) };
        }
        let shape = stripe.validated(&parts, body).await?;
        let path: Vec<&str> = parts.uri.path().trim_start_matches("/v1/").split('/').collect();
        let asked = if parts.method == Method::GET { parts.uri.query().unwrap_or_default() } else { &said };
        let reply = stripe.act(&parts.method, &path, &fields(asked), shape)?;
        if let Some(claim) = claim {
            stripe.memory().answers.insert(claim.key.clone(), (said, reply.clone()));
        }
        Ok::<_, Refused>(reply)
    };
    reply(outcome.await)
}

async fn pay(State(stripe): State<Stripe>, InPath(intent): InPath<String>) -> Response {
    reply(stripe.paid(&intent).await)
}

fn reply(outcome: std::result::Result<Value, Refused>) -> Response {
    let (status, body) = outcome.map_or_else(|refused| refused, |reply| (StatusCode::OK, reply));
    (status, axum::Json(body)).into_response()
}

/// A key whose first request is being answered; another one meanwhile is refused, as Stripe does.
struct Claim {
    stripe: Stripe,
    key: String,
}

impl Claim {
    fn of(stripe: &Stripe, key: String) -> std::result::Result<Self, Refused> {
        if stripe.memory().under_way.insert(key.clone()) {
            Ok(Self { stripe: stripe.clone(), key })
        } else {
            Err(refused(409, "idempotency_key_in_use"))
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.stripe.memory().under_way.remove(&self.key);
    }
}

/// The header under which Stripe sends an event, made now by this secret.
pub fn signature(secret: &str, body: &str, seconds: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", hex(tag.as_ref()))
}

fn refused(status: u16, code: &str) -> Refused {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    (status, json!({ "error": { "type": "invalid_request_error", "code": code } }))
}

/// A field; null if it is not there.
fn get(object: &Value, field: &str) -> Value {
    object.get(field).cloned().unwrap_or_default()
}

fn set(object: &mut Value, fields: &[(&str, Value)]) {
    if !object.is_object() {
        *object = Value::Object(Map::new());
    }
    if let Some(object) = object.as_object_mut() {
        object.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    }
}

fn number(form: &BTreeMap<String, String>, name: &str) -> Value {
    json!(form.get(name).and_then(|value| value.parse::<i64>().ok()))
}

/// The fields of a form or a query.
fn fields(body: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_signed_as_stripe_documents_it() {
        // by `openssl dgst -sha256 -hmac whsec_test` of `1800000000.{}`
        let header = signature("whsec_test", "{}", 1_800_000_000);
        let (time, tag) = header.split_once(",v1=").unwrap();
        assert_eq!(time, "t=1800000000");
        assert_eq!(tag, "482e6337ac5272392d375c6fdc4d52a7e615dc2facedab0ffe155ddfd6a56e66");
    }

    /// Serves a router, and says where.
    async fn served(router: Router) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        url
    }

    #[tokio::test]
    async fn the_test_card_pays_an_intent_and_the_webhook_is_told() {
        let told = Arc::new(Mutex::new(None));
        let hear = {
            let told = Arc::clone(&told);
            async move |headers: axum::http::HeaderMap, body: String| {
                let signed = headers["stripe-signature"].to_str().unwrap().to_owned();
                *told.lock().unwrap() = Some((signed, body));
                axum::Json(json!({ "result": "applied" }))
            }
        };
        let webhook = served(Router::new().route("/webhook", post(hear))).await;
        let stripe = Stripe::new("http://127.0.0.1:1".into()).telling(format!("{webhook}/webhook"));
        let intent = json!({ "id": "pi_7", "amount": 1000, "currency": "try" });
        stripe.memory().keep("pi_7", intent);
        let page = served(stripe.test_card()).await;
        let ask = async |method: Method, path: &str| {
            let request = Request::builder().method(method).uri(format!("{page}{path}")).body(Body::empty()).unwrap();
            HttpClient::new().fetch(request).await.unwrap()
        };

        let (status, reply) = ask(Method::POST, "/test/pay/pi_7").await;
        assert_eq!((status, reply.as_str()), (StatusCode::OK, r#"{"result":"applied"}"#));
        let (signed, body) = told.lock().unwrap().take().unwrap();
        let event: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(event["type"], "payment_intent.succeeded");
        assert_eq!(
            (&event["data"]["object"]["amount_received"], &event["data"]["object"]["currency"]),
            (&json!(1000), &json!("try"))
        );
        let seconds = signed.split_once(',').unwrap().0.trim_start_matches("t=").parse().unwrap();
        assert_eq!(signed, signature(WEBHOOK_SECRET, &body, seconds));

        // a page reaches nothing else of the stand-in
        assert_eq!(ask(Method::GET, "/v1/payment_intents/pi_7").await.0, StatusCode::NOT_FOUND);
    }

    #[test]
    fn it_learns_of_what_somebody_else_has_signed_and_of_nothing_else() {
        let stripe = Stripe::new(String::new());
        let paid = json!({ "id": "pi_x", "amount_received": 500, "currency": "usd", "status": "succeeded" });
        let body = json!({ "type": "payment_intent.succeeded", "data": { "object": paid } }).to_string();
        stripe.learn(&signature("whsec_other", &body, 1), &body);
        stripe.learn("t=1", &body);
        assert_eq!(stripe.object("pi_x"), None);
        stripe.learn(&signature(WEBHOOK_SECRET, &body, 1), &body);
        stripe.learn(&signature(WEBHOOK_SECRET, &body, 1), &body);
        let known = stripe.object("pi_x").unwrap();
        assert_eq!(
            (&known["status"], &known["latest_charge"]["balance_transaction"]["fee"]),
            (&json!("succeeded"), &json!(44))
        );
        let refund = BTreeMap::from([("payment_intent".to_owned(), "pi_x".to_owned())]);
        assert_eq!(stripe.refund(&refund, json!({})).unwrap()["amount"], 500);
    }

    #[test]
    fn one_that_is_started_again_makes_nothing_that_was_made_before() {
        let made_by_one_of = |moment| {
            let stripe = Stripe::new(String::new()).started_at(moment);
            let kinds = ["pi", "re", "cs", "ch", "txn", "evt"];
            (0..999).map(|i| stripe.memory().new_id(kinds[i % kinds.len()])).collect::<BTreeSet<_>>()
        };
        let moment = now();
        let (before, after) = (made_by_one_of(moment), made_by_one_of(moment + Duration::from_secs(1)));
        assert_eq!((before.len(), after.len()), (999, 999));
        assert!(before.is_disjoint(&after));
    }

    #[test]
    fn what_the_webhook_did_not_take_is_listed_latest_first_a_page_at_a_time() {
        let stripe = Stripe::new(String::new());
        let ids: Vec<_> = (0..3).map(|_| stripe.event("x", &Value::Null)["id"].clone()).collect();
        stripe.memory().delivered.insert(ids[1].as_str().unwrap().to_owned());
        let asked = |query: &str| stripe.undelivered(&fields(query));
        let first = asked("limit=1");
        assert_eq!((&first["data"][0]["id"], &first["has_more"]), (&ids[2], &json!(true)));
        let second = asked(&format!("limit=1&starting_after={}", ids[2].as_str().unwrap()));
        assert_eq!((&second["data"][0]["id"], &second["has_more"]), (&ids[0], &json!(false)));
        let before = now().unix_timestamp() - 120;
        assert_eq!(asked(&format!("created[lte]={before}"))["data"], json!([]));
        stripe.age_events(3);
        assert_eq!(asked(&format!("created[lte]={before}"))["data"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn a_form_is_read_by_the_paths_of_its_fields() {
        let read = fields("amount=500&metadata%5Bpayment_id%5D=a+b");
        assert_eq!(read["metadata[payment_id]"], "a b");
        assert_eq!(number(&read, "amount"), json!(500));
    }
}
