//! The API document: `OpenAPI` 3.1, written from the routes and the types of their requests and replies.

use std::collections::BTreeMap;

use http::Method;
use ipelya_core::api::reply::refused;
use ipelya_core::ban::BanKind;
use ipelya_core::stripe_event::LATEST;
use ipelya_core::{Language, Refusal};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::handler::{Access, Endpoint};
use super::idempotency;
use super::routes::{Route, Routes};

/// Where schemas are that several operations share.
const SCHEMAS: &str = "/components/schemas/";

/// What the document says of a function, as its types know it.
pub(super) struct Description {
    access: Access,
    is_idempotent: bool,
    is_page: bool,
    request: fn(&mut SchemaGenerator) -> Schema,
    reply: fn(&mut SchemaGenerator) -> Schema,
}

impl Description {
    pub(super) fn of<E: Endpoint>(_: &E) -> Self {
        Self {
            access: E::ACCESS,
            is_idempotent: E::IS_IDEMPOTENT,
            is_page: E::IS_PAGE,
            request: SchemaGenerator::subschema_for::<E::Request>,
            reply: SchemaGenerator::subschema_for::<E::Reply>,
        }
    }
}

/// What is said of an operation beside its types.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// What it does; the first sentence is its summary.
    pub text: String,
    /// A request and its reply, if there is one to show.
    pub example: Option<(Value, Value)>,
}

impl Note {
    fn summary(&self) -> &str {
        let ends = [". ", ".\n"].into_iter().filter_map(|end| self.text.find(end));
        ends.min().and_then(|end| self.text.get(..end)).unwrap_or(&self.text)
    }
}

/// The document of all these groups of functions, each with its name. `notes` are by the functions' ids.
pub fn document<'r>(groups: impl IntoIterator<Item = (&'r str, &'r Routes)>, notes: &BTreeMap<String, Note>) -> Value {
    let settings = || SchemaSettings::draft2020_12().with(|it| it.definitions_path = SCHEMAS.into());
    let mut requests = settings().for_deserialize().into_generator();
    let mut replies = settings().for_serialize().into_generator();
    let mut paths = Map::new();
    for (group, routes) in groups {
        for route in routes.iter() {
            let mut note = notes.get(&route.id()).cloned().unwrap_or_default();
            // the GET of a webhook, which is registered by the name of its POST
            let is_by_post = !route.name().starts_with("GET ");
            if route.description.access == Access::Everybody && *route.method() == Method::GET && is_by_post {
                "Tells that the function is up.".clone_into(&mut note.text);
            }
            let operation = operation(group, route, &note, &mut requests, &mut replies);
            let path = paths.entry(route.path()).or_insert_with(|| json!({}));
            if let Some(methods) = path.as_object_mut() {
                methods.insert(route.method().as_str().to_ascii_lowercase(), operation);
            }
        }
    }
    let mut schemas = replies.take_definitions(true);
    schemas.extend(requests.take_definitions(true));
    schemas.insert("Refusal".to_owned(), refusal_schema().into());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "İpelya Live",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Live video, audio rooms, calls, chat and gifts.",
            "description": INTRODUCTION,
            "license": { "name": "MIT or Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{
            "url": "{supabase_url}",
            "description": "The base URL of the project",
            "variables": { "supabase_url": { "default": "http://127.0.0.1:54321" } },
        }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": refusals(),
            "headers": {
                "RequestId": { "description": "Leads to the line of the log.", "schema": { "type": "string" } },
                "RetryAfter": { "description": "Seconds to wait.", "schema": { "type": "integer", "minimum": 1 } },
                "Replayed": {
                    "description": "`true`: the reply is that of an earlier request with the same key.",
                    "schema": { "type": "string", "const": "true" },
                },
            },
            "securitySchemes": {
                "user": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "The access token of a signed-in user of the Supabase project." },
                "service": { "type": "http", "scheme": "bearer", "description": "The project's service-role key." },
                "livekit": { "type": "apiKey", "in": "header", "name": "Authorization",
                    "description": "LiveKit's token, which carries the hash of the body." },
                "stripe": { "type": "apiKey", "in": "header", "name": "Stripe-Signature",
                    "description": "Stripe's signature under the body and the time." },
                "agent": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "The token that the AI agent of a support call is sent with, good for that call." },
            },
        },
    })
}

const INTRODUCTION: &str = "Every reply is JSON in one envelope: `{\"success\": true, …}`, or `{\"success\": false, \
    \"error\", \"errorCode\", \"requestId\", …}` with an HTTP status that fits the code. `Accept-Language: tr` has the \
    sentences in Turkish. Fields that are not listed are ignored, a field that is `\"\"` counts as left out, and white space \
    around a title, a description or an address is taken off.";

fn operation(
    group: &str,
    route: &Route,
    note: &Note,
    requests: &mut SchemaGenerator,
    replies: &mut SchemaGenerator,
) -> Value {
    let about = &route.description;
    let own = |schema: Schema| Value::from(schema);
    let request = match about.access {
        Access::LiveKit => json!({
            "type": "object",
            "description": "A `WebhookEvent` of LiveKit's. What a newer LiveKit adds to it is kept and not read.",
            "properties": { "event": {
                    "type": "string", "minLength": 1, "pattern": r"^[^\u0000]*$", "description": "What happened.",
                } },
            "required": ["event"],
        }),
        Access::Stripe => json!({
            "type": "object",
            "description": "An `Event` of Stripe's.",
            "properties": {
                "id": { "type": "string", "minLength": 1, "pattern": r"^[^\u0000]+$" },
                "type": { "type": "string", "minLength": 1, "pattern": r"^[^\u0000]+$", "description": "What happened." },
                "created": { "type": "integer", "minimum": 0, "maximum": LATEST },
                "data": {
                    "type": "object",
                    "properties": { "object": { "type": "object", "description": "What it happened to." } },
                    "required": ["object"],
                },
            },
            "required": ["id", "type", "created", "data"],
        }),
        Access::User | Access::Visitor | Access::Service | Access::Reporter | Access::Everybody => {
            let request = own((about.request)(requests));
            if is_of_body(route) { below_path(route, &request, requests) } else { request }
        }
    };
    let reply = own((about.reply)(replies));
    let (request_example, reply_example) = note.example.clone().unzip();

    let mut success = json!({ "schema": {
        "allOf": [
            { "type": "object", "properties": { "success": { "const": true } }, "required": ["success"] },
            reply,
        ],
    } });
    if let (Some(example), Some(content)) = (reply_example, success.as_object_mut()) {
        content.insert("example".to_owned(), example);
    }
    let content = if about.is_page {
        json!({ "text/html": { "schema": { "type": "string" } } })
    } else {
        json!({ "application/json": success })
    };
    let mut headers = json!({ "x-request-id": { "$ref": "#/components/headers/RequestId" } });
    if let (true, Some(headers)) = (about.is_idempotent, headers.as_object_mut()) {
        headers.insert("idempotency-replayed".to_owned(), json!({ "$ref": "#/components/headers/Replayed" }));
    }
    let mut responses =
        Map::from_iter([("200".to_owned(), json!({ "description": "Done.", "headers": headers, "content": content }))]);
    responses.extend(refusals_of(about));

    let mut operation = json!({
        "operationId": route.id(),
        "tags": [group],
        "summary": note.summary().trim_end_matches('.').replace('\n', " "),
        "description": note.text,
        "security": security(about.access),
        "parameters": parameters(route, requests),
        "responses": responses,
    });
    if let (true, Some(fields)) = (is_of_body(route) && !about.is_page, operation.as_object_mut()) {
        let mut content = json!({ "schema": &request });
        if let (Some(example), Some(content)) = (request_example, content.as_object_mut()) {
            content.insert("example".to_owned(), example);
        }
        let media_type = if about.access == Access::LiveKit { "application/webhook+json" } else { "application/json" };
        let is_required = asks_for_something(&request, requests);
        fields.insert("requestBody".to_owned(), json!({ "required": is_required, "content": { media_type: content } }));
    }
    operation
}

/// Whether what the path does not say is read of a body.
fn is_of_body(route: &Route) -> bool {
    *route.method() != Method::GET
}

/// A request without the fields that its path says.
fn below_path(route: &Route, request: &Value, generator: &SchemaGenerator) -> Value {
    let is_in_path = |name: &str| route.path().contains(&format!("{{{name}}}"));
    let own = resolved(request, generator);
    if !fields_of(own, generator).iter().any(|(name, _, _)| is_in_path(name)) {
        return request.clone();
    }
    let mut own = own.clone();
    if let Some(properties) = own.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|name, _| !is_in_path(name));
    }
    if let Some(required) = own.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| !name.as_str().is_some_and(is_in_path));
    }
    if own.get("required").and_then(Value::as_array).is_some_and(Vec::is_empty)
        && let Some(own) = own.as_object_mut()
    {
        own.remove("required");
    }
    own
}

/// Whether a request without a body, which counts as `{}`, lacks something.
fn asks_for_something(request: &Value, generator: &SchemaGenerator) -> bool {
    let schema = resolved(request, generator);
    let ways = ["oneOf", "anyOf"].iter().filter_map(|rule| schema.get(rule)?.as_array());
    let mut rules = ways.map(|ways| ways.iter().all(|way| way.get("required").is_some()));
    schema.get("required").is_some() || rules.any(|is_asked| is_asked)
}

fn security(access: Access) -> Value {
    match access {
        Access::User => json!([{ "user": [] }]),
        Access::Visitor => json!([{ "user": [] }, {}]),
        Access::Service => json!([{ "service": [] }]),
        Access::LiveKit => json!([{ "livekit": [] }]),
        Access::Stripe => json!([{ "stripe": [] }]),
        Access::Reporter => json!([{ "agent": [] }]),
        Access::Everybody => json!([]),
    }
}

/// The path's names, the query's of a `GET`, and the headers that are read.
fn parameters(route: &Route, requests: &mut SchemaGenerator) -> Vec<Value> {
    let about = &route.description;
    let schema = Value::from((about.request)(requests));
    let fields = fields_of(&schema, requests);
    let mut parameters = Vec::new();
    for (name, schema, is_required) in fields {
        let is_in_path = route.path().contains(&format!("{{{name}}}"));
        if is_in_path || !is_of_body(route) {
            let place = if is_in_path { "path" } else { "query" };
            parameters.push(json!({
                "name": name, "in": place, "required": is_in_path || is_required, "schema": schema,
            }));
        }
    }
    if about.is_idempotent {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header",
            "description": "The same key with the same body is carried out once; whoever repeats it is told the same.",
            "schema": { "type": "string", "maxLength": idempotency::MAX_KEY_LENGTH, "pattern": "^[!-~]*$" },
        }));
    }
    parameters
}

/// The properties of an object, each with its schema and whether it must be there.
fn fields_of(schema: &Value, generator: &SchemaGenerator) -> Vec<(String, Value, bool)> {
    let schema = resolved(schema, generator);
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let properties = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let field = |(name, schema): (String, Value)| {
        let is_required = required.iter().any(|one| one == name.as_str());
        (name, schema, is_required)
    };
    properties.into_iter().map(field).collect()
}

/// A schema itself, where it stands among those that several operations share.
fn resolved<'s>(schema: &'s Value, generator: &'s SchemaGenerator) -> &'s Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
    name.and_then(|name| generator.definitions().get(name)).unwrap_or(schema)
}

/// References to what such a function may answer when it refuses.
fn refusals_of(about: &Description) -> Map<String, Value> {
    let statuses = refusals().into_iter().map(|(status, _)| status);
    let answered =
        statuses.filter(|status| about.access != Access::Everybody || about.is_page || status.starts_with('5'));
    answered.map(|status| (status.clone(), json!({ "$ref": format!("#/components/responses/{status}") }))).collect()
}

/// Every refusal there is, by status.
fn refusals() -> Map<String, Value> {
    let mut codes: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for row in Refusal::ROWS {
        codes.entry(row.status).or_default().push(row.code);
    }
    let response = |(status, codes): (u16, Vec<&str>)| {
        let mut headers = json!({ "x-request-id": { "$ref": "#/components/headers/RequestId" } });
        if let (429 | 503, Some(headers)) = (status, headers.as_object_mut()) {
            headers.insert("retry-after".to_owned(), json!({ "$ref": "#/components/headers/RetryAfter" }));
        }
        let response = json!({
            "description": codes.join(", "),
            "headers": headers,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refusal" } } },
        });
        (status.to_string(), response)
    };
    codes.into_iter().map(response).collect()
}

fn refusal_schema() -> Schema {
    let rows: Vec<Value> = Refusal::ROWS
        .iter()
        .map(|row| json!({ "const": row.code, "description": format!("{}: {}", row.status, row.english) }))
        .collect();
    let example = refused(&Refusal::SessionNotFound, Language::English, "5c4f8d1e-0b55-4d0b-9f0a-3f6b7f0c9a11");
    json_schema!({
        "type": "object",
        "properties": {
            "success": { "const": false },
            "error": { "type": "string", "description": "A sentence for people, in English or Turkish." },
            "errorCode": { "description": "For programs; does not change.", "oneOf": rows },
            "requestId": { "type": "string" },
            "field": { "type": "string", "description": "INVALID_FIELD: the field that cannot be used." },
            "banType": {
                "enum": [BanKind::Session, BanKind::Creator, BanKind::Global],
                "description": "BANNED: one session, every session of its creator, or everything live.",
            },
            "incomingCallId": {
                "type": "string", "format": "uuid",
                "description": "BUSY: the call of the one who is called, which rings at this moment.",
            },
            "checks": { "type": "object", "description": "DEGRADED: how each part of the service is." },
            "requiresSubscription": { "const": true, "description": "SUBSCRIPTION_REQUIRED." },
            "requiresPayment": { "const": true, "description": "PAYMENT_REQUIRED." },
            "required": {
                "type": "integer", "minimum": 0,
                "description": "PAYMENT_REQUIRED, PRICE_CHANGED: the price in coins. FEE_REQUIRED, and PRICE_CHANGED of a \
                    fee: in minor units.",
            },
            "currency": { "type": "string", "description": "FEE_REQUIRED: of what `required` is." },
            "required_coins": { "type": "integer", "minimum": 0, "description": "Same as `required`, if to be paid." },
            "status": {
                "type": "integer",
                "description": "The HTTP status meant, where a refusal travels as 200 (`IPELYA_REFUSAL_STATUS=ok`).",
            },
        },
        "required": ["success", "error", "errorCode", "requestId"],
        "example": example,
    })
}
