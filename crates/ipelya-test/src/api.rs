//! A function group called in-process, through the very event API Gateway would send.

use super::given::User;
use super::project::{Project, transport};
use super::token::TokenBuilder;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ipelya_edge::{Clock, Context, Routes, Settings};
use ipelya_local::clock;
use ipelya_local::jwt::Keys;
use ipelya_local::transport::Transport;
use lambda_http::Body;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use time::OffsetDateTime;

/// A function group with the settings of a project. Its clock stands still at the whole second in
/// which it was made, so that a test knows every time to the second.
#[derive(Debug)]
pub struct Api {
    routes: Routes,
    /// Boxed, since the futures of tests hold it.
    context: Box<Context>,
    variables: BTreeMap<String, String>,
    now: Option<OffsetDateTime>,
    keys: Arc<Keys>,
}

impl Api {
    /// The functions of `routes` in front of `project`.
    pub fn new(project: &Project, routes: Routes) -> Self {
        let now = clock::now();
        let now = now.replace_nanosecond(0).unwrap_or(now);
        let variables = project.env();
        if routes.iter().next().is_some() && transport() == Transport::Rest {
            project.rest().prepare();
        }
        let context = context(&variables, Some(now));
        Self { routes, context, variables, now: Some(now), keys: project.keys() }
    }

    /// With one setting more, or another value for it.
    #[must_use]
    pub fn with_setting(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self.context = context(&self.variables, self.now);
        self
    }

    /// Asking Postgres directly, whatever the other tests do.
    #[must_use]
    pub fn asking_directly(self, project: &Project) -> Self {
        self.with_setting("IPELYA_DATABASE_URL", &project.direct_url())
    }

    /// Asking PostgREST, whatever the other tests do.
    #[must_use]
    pub fn asking_postgrest(self) -> Self {
        self.with_setting("IPELYA_DATABASE_URL", "")
    }

    /// With several settings more that belong together.
    #[must_use]
    pub fn with_settings(mut self, settings: &[(&str, &str)]) -> Self {
        self.variables.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.context = context(&self.variables, self.now);
        self
    }

    /// With the machine's clock: for tokens that LiveKit itself is to judge.
    #[must_use]
    pub fn at_system_time(mut self) -> Self {
        self.now = None;
        self.context = context(&self.variables, None);
        self
    }

    /// What the functions take for now.
    pub fn now(&self) -> OffsetDateTime {
        self.now.unwrap_or_else(clock::now)
    }

    /// The value of a setting.
    pub fn setting(&self, name: &str) -> String {
        self.variables.get(name).cloned().unwrap_or_else(|| panic!("there is no setting {name}"))
    }

    /// A request to the function `name`.
    pub fn post(&self, name: &str) -> Request<'_> {
        self.ask("POST", name)
    }

    /// A request by this method for what is below `/functions/v1`, or at a path that begins with a slash, with or without
    /// a query.
    pub fn ask(&self, method: &str, below: &str) -> Request<'_> {
        let (path, query) = below.split_once('?').unwrap_or((below, ""));
        Request {
            api: self,
            path: if path.starts_with('/') { path.to_owned() } else { format!("/functions/v1/{path}") },
            query: query.to_owned(),
            method: method.to_owned(),
            headers: Map::new(),
            body: None,
            base64: false,
        }
    }
}

fn context(variables: &BTreeMap<String, String>, now: Option<OffsetDateTime>) -> Box<Context> {
    let settings = Settings::from_source(|name| variables.get(name).cloned()).expect("the settings are complete");
    Box::new(Context::new(&settings, now.map_or_else(Clock::system, Clock::fixed)).expect("the settings are usable"))
}

/// A request about to be sent.
#[derive(Debug)]
#[must_use]
pub struct Request<'a> {
    api: &'a Api,
    path: String,
    query: String,
    method: String,
    headers: Map<String, Value>,
    body: Option<String>,
    base64: bool,
}

impl Request<'_> {
    /// From this user, signed in.
    pub fn user(self, user: &User) -> Self {
        let token = TokenBuilder::new(Arc::clone(&self.api.keys), &self.api.setting("SUPABASE_URL"), user).build();
        self.bearer(&token)
    }

    /// With this access token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// With this header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_ascii_lowercase(), value.into());
        self
    }

    /// By another method.
    pub fn method(mut self, method: &str) -> Self {
        method.clone_into(&mut self.method);
        self
    }

    /// With a JSON body.
    pub fn json(self, body: impl Into<Value>) -> Self {
        let text = body.into().to_string();
        self.raw("application/json", &text)
    }

    /// With any body.
    pub fn raw(mut self, content_type: &str, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self.header("content-type", content_type)
    }

    /// With any body, handed over in base64, as API Gateway does with types it does not know as text.
    pub fn raw_base64(mut self, content_type: &str, body: &str) -> Self {
        self.base64 = true;
        self.raw(content_type, &STANDARD.encode(body))
    }

    /// The id of the function it is for.
    pub(super) fn function_id(&self) -> String {
        self.api.routes.at(&self.method, &self.path).expect("a function is there").id()
    }

    /// The body as JSON.
    pub(super) fn body_json(&self) -> Value {
        self.body.as_ref().map(|body| serde_json::from_str(body).expect("JSON")).unwrap_or_default()
    }

    /// Sends it.
    pub async fn send(self) -> Reply {
        let event = json!({
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": self.path,
            "rawQueryString": self.query,
            "headers": self.headers,
            "requestContext": {
                "accountId": "anonymous", "apiId": "test", "domainName": "test.ipelya.local", "domainPrefix": "test",
                "http": {
                    "method": self.method, "path": self.path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
                    "userAgent": "test",
                },
                "requestId": "test", "routeKey": "$default", "stage": "$default", "timeEpoch": 0,
            },
            "body": self.body,
            "isBase64Encoded": self.base64,
        });
        let request = lambda_http::request::from_str(&event.to_string()).expect("an event API Gateway might send");
        Reply::read(self.api.routes.handle(&self.api.context, request).await)
    }
}

/// What a function answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body; of a page, its text.
    pub body: Value,
    headers: http::HeaderMap,
}

impl Reply {
    fn read(response: lambda_http::Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let bytes: &[u8] = body.as_ref();
        let text = String::from_utf8_lossy(bytes);
        let is_page = parts.headers.get("content-type").is_some_and(|it| it.as_bytes().starts_with(b"text/html"));
        let body = if is_page {
            Value::from(text)
        } else {
            serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("the reply is not JSON ({error}): {text}"))
        };
        Self { status: parts.status.as_u16(), body, headers: parts.headers }
    }

    /// A header, if it is there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Fails unless the reply is a refusal of this status and code, in the form every refusal has.
    #[track_caller]
    pub fn assert_refused(&self, status: u16, code: &str) {
        let Self { body, .. } = self;
        assert_eq!((self.status, body.get("errorCode")), (status, Some(&Value::from(code))), "{body}");
        assert_eq!(body.get("success"), Some(&Value::Bool(false)), "{body}");
        for field in ["error", "requestId"] {
            let filled = body.get(field).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
            assert!(filled, "a refusal without {field}: {body}");
        }
    }
}
