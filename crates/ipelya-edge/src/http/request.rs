//! Requests: what arrived, and what a handler reads of it: the fields of a JSON object, of the path and of the query.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Uri};
use ipelya_core::Refusal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::handler::Asker;
use super::origin::Origin;
use super::visitor::Visitor;
use crate::context::Context;
use crate::telemetry;

/// What a path says in the places of names.
pub(super) type PathParameters = Vec<(String, String)>;

/// Up to here each whole number has a floating-point number of its own: 2⁵³.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// A request on its way to a handler.
pub(super) struct Incoming<'a> {
    pub(super) cx: &'a Context,
    pub(super) method: &'a Method,
    pub(super) uri: &'a Uri,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    pub(super) parameters: &'a PathParameters,
    pub(super) origin: &'a Origin,
}

/// A request of which a handler reads no field.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub(super) struct Unread {}

impl Incoming<'_> {
    /// Who asks, if the handler works for them.
    pub(super) async fn asker<By: Asker>(&self) -> Result<By, Refusal> {
        let caller = self.cx.auth.caller(self.headers, self.cx.clock.now()).await?;
        telemetry::user(caller.user_id());
        By::of(caller, self.origin)
    }

    /// Whoever asks, by their sign-in if they have one.
    pub(super) async fn visitor(&self) -> Result<Visitor, Refusal> {
        let caller = self.cx.auth.caller_if_any(self.headers, self.cx.clock.now()).await?;
        if let Some(caller) = &caller {
            telemetry::user(caller.user_id());
        }
        Ok(Visitor::new(caller, self.origin))
    }

    /// The request: fields of the path and, of a `GET`, of the query, else of the body.
    pub(super) fn decode<Req: DeserializeOwned>(&self) -> Result<Req, Refusal> {
        if self.method == Method::GET {
            of_query(self.parameters, self.uri.query().unwrap_or_default())
        } else {
            of_body(self.parameters, self.body)
        }
    }

    /// What the path alone says.
    pub(super) fn decode_path<Req: DeserializeOwned>(&self) -> Result<Req, Refusal> {
        of_body(self.parameters, &[])
    }
}

/// Refuses a body of more than `max_bytes`, or, if it is read, offered as something that cannot be JSON.
pub(super) fn check(headers: &HeaderMap, body: &[u8], max_bytes: usize, is_read: bool) -> Result<(), Refusal> {
    if body.len() > max_bytes {
        return Err(Refusal::BodyTooLarge);
    }
    if is_read && !body.is_empty() && !may_be_json(headers) {
        return Err(Refusal::UnsupportedMediaType);
    }
    Ok(())
}

/// supabase-js sends objects as `application/json` and strings as `text/plain`; some clients say nothing.
fn may_be_json(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(CONTENT_TYPE) else { return true };
    let essence = content_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(essence.as_str(), "" | "application/json" | "text/plain") || essence.ends_with("+json")
}

/// The request a body holds. No body is an empty object, a field that is `""` counts as absent, and the field that does
/// not fit is named.
fn of_body<Req: DeserializeOwned>(parameters: &PathParameters, body: &[u8]) -> Result<Req, Refusal> {
    let body = if body.is_empty() { b"{}" } else { body };
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else { return Err(Refusal::MalformedBody) };
    fields.retain(|_, value| value.as_str() != Some(""));
    fields.values_mut().for_each(make_whole);
    fields.extend(parameters.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))));
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| misfit(&error))
}

/// Writes a number without a fraction as whole, whatever way it came: JSON has one kind of numbers, in which `3.0` is 3.
fn make_whole(value: &mut Value) {
    let whole = |number: &f64| number.fract() == 0.0 && number.abs() <= MAX_EXACT;
    if let Some(number) = value.as_f64().filter(|number| value.is_f64() && whole(number))
        && let Ok(number) = format!("{number:.0}").parse::<i64>()
    {
        *value = number.into();
    }
}

/// The request a query holds. A parameter without a value counts as absent, and the one that does not fit is named.
fn of_query<Req: DeserializeOwned>(parameters: &PathParameters, query: &str) -> Result<Req, Refusal> {
    let names: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
    let asked = form_urlencoded::parse(query.as_bytes());
    let asked = asked.filter(|(name, value)| !value.is_empty() && !names.contains(&name.as_ref()));
    let mut all = form_urlencoded::Serializer::new(String::new());
    all.extend_pairs(asked).extend_pairs(parameters);
    let all = all.finish();
    let fields = serde_urlencoded::Deserializer::new(form_urlencoded::parse(all.as_bytes()));
    serde_path_to_error::deserialize(fields).map_err(|error| misfit(&error))
}

/// The refusal of a request, which names the field that does not fit, if there is one.
fn misfit<E: std::error::Error>(error: &serde_path_to_error::Error<E>) -> Refusal {
    let path = error.path().to_string();
    let field = if path == "." { missing_field(error.inner()) } else { Some(path) };
    field.map_or(Refusal::MalformedBody, |field| Refusal::InvalidField { field })
}

/// The name of a field that is not there at all. serde tells it in its message only.
fn missing_field(error: &impl std::error::Error) -> Option<String> {
    let message = error.to_string();
    let (name, _) = message.strip_prefix("missing field `")?.split_once('`')?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use ipelya_core::api::MAX_BODY_BYTES;
    use ipelya_core::api::session::{JoinSession, SessionRequest};
    use ipelya_core::api::token::TokenRequest;

    use super::*;

    fn decode<Req: DeserializeOwned>(body: &str) -> Result<Req, Refusal> {
        of_body(&PathParameters::new(), body.as_bytes())
    }

    fn checked(content_type: Option<&'static str>, size: usize) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(content_type));
        }
        check(&headers, &vec![b' '; size], MAX_BODY_BYTES, true)
    }

    #[test]
    fn a_body_is_at_most_64_kib_and_may_be_json() {
        for ok in
            [None, Some("application/json; charset=utf-8"), Some("text/plain;charset=UTF-8"), Some("Application/JSON")]
        {
            assert_eq!(checked(ok, 64 * 1024), Ok(()), "{ok:?}");
        }
        assert_eq!(checked(None, 64 * 1024 + 1), Err(Refusal::BodyTooLarge));
        for other in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"] {
            assert_eq!(checked(Some(other), 2), Err(Refusal::UnsupportedMediaType), "{other}");
            assert_eq!(checked(Some(other), 0), Ok(()), "no body, nothing to object to");
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let decoded = |body: &str| decode::<TokenRequest>(body);
        assert!(decoded("").is_ok());
        assert!(decoded(r#"{"anything":["else"],"isHost":1}"#).is_ok());
        for malformed in ["{", "[]", "null", "\"{}\"", "{} {}", "\u{feff}{}"] {
            assert_eq!(decoded(malformed), Err(Refusal::MalformedBody), "{malformed}");
        }
        for (body, field) in [(r#"{"sessionId":"42"}"#, "sessionId"), (r#"{"callId":{}}"#, "callId")] {
            assert_eq!(decoded(body), Err(Refusal::InvalidField { field: field.to_owned() }));
        }
        for missing in ["{}", r#"{"sessionId":""}"#] {
            let missing = decode::<SessionRequest>(missing);
            assert_eq!(missing, Err(Refusal::InvalidField { field: "sessionId".to_owned() }));
        }
    }

    #[test]
    fn a_field_that_is_an_empty_text_counts_as_absent_whatever_it_should_hold() {
        let id = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";
        let blank = format!(r#"{{"sessionId":"{id}","requestedRole":"","expectedPrice":""}}"#);
        let absent = format!(r#"{{"sessionId":"{id}"}}"#);
        assert_eq!(decode::<JoinSession>(&blank), decode::<JoinSession>(&absent));
    }

    #[test]
    fn a_number_without_a_fraction_is_whole_however_it_is_written() {
        let id = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";
        let priced = |price: &str| decode::<JoinSession>(&format!(r#"{{"sessionId":"{id}","expectedPrice":{price}}}"#));
        for three in ["3.0", "3e0", "0.3e1", "30e-1"] {
            assert_eq!(priced(three), priced("3"), "{three}");
        }
        assert_eq!(priced("-0.0"), priced("0"));
        for other in ["3.5", "1e300", "-1.0", "\"3.0\"", "3000000000.0"] {
            assert_eq!(priced(other), Err(Refusal::InvalidField { field: "expectedPrice".to_owned() }), "{other}");
        }
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Page {
        call_id: ipelya_core::CallId,
        limit: Option<u8>,
        reason: Option<String>,
    }

    #[test]
    fn a_request_has_the_fields_of_its_path_and_of_its_query_or_its_body() {
        let id = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";
        let parameters = vec![("callId".to_owned(), id.to_owned())];
        let page = |limit, reason: Option<&str>| {
            Ok(Page { call_id: uuid::Uuid::try_parse(id).unwrap().into(), limit, reason: reason.map(str::to_owned) })
        };
        assert_eq!(of_query(&parameters, "limit=20&reason=a+b&other=1"), page(Some(20), Some("a b")));
        assert_eq!(of_query(&parameters, "limit=&callId=else"), page(None, None), "the path is the path");
        assert_eq!(of_body(&parameters, br#"{"limit":3,"callId":"else"}"#), page(Some(3), None));
        for (query, field) in [("limit=300", "limit"), ("limit=x", "limit")] {
            let misfit: Result<Page, _> = of_query(&parameters, query);
            assert_eq!(misfit, Err(Refusal::InvalidField { field: field.to_owned() }));
        }
        let missing: Result<Page, _> = of_query(&PathParameters::new(), "limit=1");
        assert_eq!(missing, Err(Refusal::InvalidField { field: "callId".to_owned() }));
    }
}
