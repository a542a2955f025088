//! Where a request came from: what is kept beside what staff does.

use ipelya_core::{Account, Caller, Refusal};
use lambda_http::RequestExt;
use lambda_http::request::RequestContext;
use serde::Serialize;

use super::handler::Asker;

/// So much of a user agent is kept, in characters.
const MAX_USER_AGENT: usize = 300;

/// Where a request came from, as API Gateway has seen it. No header that a client may set is asked for the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    pub(super) request_id: String,
    address: Option<String>,
    user_agent: Option<String>,
}

impl Origin {
    /// That of a request, which has this id.
    pub(super) fn of(request: &lambda_http::Request, request_id: String) -> Self {
        let (address, user_agent) = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => {
                (context.http.source_ip.clone(), context.http.user_agent.clone())
            }
            _ => (None, None),
        };
        let user_agent = user_agent.map(|agent| agent.chars().take(MAX_USER_AGENT).collect());
        Self { request_id, address, user_agent }
    }

    /// The address.
    pub(super) fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }
}

/// Somebody who acts as staff, with where their request came from. Whether they are staff is the database's to say:
/// every SQL function of the panel asks `live_require_admin` first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    account: Account,
    origin: Origin,
}

impl Staff {
    /// Who it is.
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// Where the request came from.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Asker for Staff {
    fn of(caller: Caller, origin: &Origin) -> Result<Self, Refusal> {
        Ok(Self { account: Account::try_from(caller)?, origin: origin.clone() })
    }
}

/// Somebody who watches, with or without an account, and where their request came from, should that have to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    caller: Caller,
    origin: Origin,
}

impl Viewer {
    /// Who it is.
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Where the request came from.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Asker for Viewer {
    fn of(caller: Caller, origin: &Origin) -> Result<Self, Refusal> {
        Ok(Self { caller, origin: origin.clone() })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_is_api_gateways_word_and_no_headers() {
        let event = json!({
            "version": "2.0", "routeKey": "$default", "rawPath": "/", "rawQueryString": "",
            "headers": { "x-forwarded-for": "198.51.100.1", "forwarded": "for=198.51.100.1" },
            "requestContext": {
                "http": {
                    "method": "POST", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7",
                    "userAgent": "a".repeat(1000),
                },
                "stage": "$default", "requestId": "test", "routeKey": "$default", "timeEpoch": 0,
            },
            "isBase64Encoded": false,
        });
        let request = lambda_http::request::from_str(&event.to_string()).unwrap();
        let origin = serde_json::to_value(Origin::of(&request, "id".to_owned())).unwrap();
        let expected = json!({ "request_id": "id", "address": "203.0.113.7", "user_agent": "a".repeat(300) });
        assert_eq!(origin, expected);
    }
}
