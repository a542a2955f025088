//! What Expo's answers mean.

use std::collections::BTreeMap;
use std::time::Duration;

use ipelya_core::push::{Outcome, Receipt, Traced};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// No pause is longer, whatever Expo asks for.
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// What Expo said to a batch of messages.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// To each of them.
    Tickets(Vec<Outcome>),
    /// Their phones belong to several projects, which cannot be served in one request: the tokens of each.
    Projects(Vec<Vec<String>>),
    /// It takes none of them because of one, or because of the only one.
    Refused { error: String },
    /// It takes none of them now.
    Later { error: String, pause: Option<Duration> },
}

impl Answer {
    pub(super) fn later(error: &str) -> Self {
        Self::Later { error: error.to_owned(), pause: None }
    }
}

#[derive(Debug, Deserialize)]
struct Reply<T> {
    data: Option<T>,
    #[serde(default)]
    errors: Vec<RequestError>,
}

#[derive(Debug, Deserialize)]
struct RequestError {
    #[serde(default)]
    code: String,
    #[serde(default)]
    details: BTreeMap<String, serde_json::Value>,
}

/// A ticket or a receipt.
#[derive(Debug, Deserialize)]
struct Told {
    status: String,
    id: Option<String>,
    details: Option<Details>,
}

#[derive(Debug, Deserialize)]
struct Details {
    error: Option<String>,
}

impl Told {
    /// Expo's word for what is wrong. Its sentence is not kept: it has the token in it.
    fn error(self) -> String {
        self.details.and_then(|details| details.error).unwrap_or_else(|| "Unknown".to_owned())
    }

    fn ticket(self) -> Outcome {
        match (self.status.as_str(), self.id) {
            ("ok", Some(ticket)) => Outcome::Sent { ticket },
            (_, id) => {
                let error = Self { status: self.status, id, details: self.details }.error();
                match error.as_str() {
                    "DeviceNotRegistered" => Outcome::Gone { error },
                    "MessageRateExceeded" | "ExpoError" | "ProviderError" => Outcome::Retry { error },
                    _ => Outcome::Failed { error },
                }
            }
        }
    }

    fn receipt(self) -> Receipt {
        if self.status == "ok" {
            return Receipt::Delivered;
        }
        let error = self.error();
        if error == "DeviceNotRegistered" { Receipt::Gone { error } } else { Receipt::Failed { error } }
    }
}

/// What an answer to so many messages means.
pub(super) fn to_batch(status: u16, retry_after: Option<&str>, body: &[u8], messages: usize) -> Answer {
    let reply = read::<Vec<Told>>(body);
    if let (200, Some(Reply { data: Some(tickets), .. })) = (status, &reply)
        && tickets.len() == messages
    {
        return Answer::Tickets(
            reply.and_then(|reply| reply.data).unwrap_or_default().into_iter().map(Told::ticket).collect(),
        );
    }
    let error = reply.and_then(|reply| reply.errors.into_iter().next());
    let code = error.as_ref().map(|error| error.code.clone()).filter(|code| !code.is_empty());
    let code = code.unwrap_or_else(|| format!("Status{status}"));
    tracing::error!(status, code, messages, "Expo did not take a batch");
    match status {
        400 if code == "PUSH_TOO_MANY_EXPERIENCE_IDS" => Answer::Projects(
            error.map(|error| error.details).unwrap_or_default().into_values().filter_map(tokens).collect(),
        ),
        // who we are, or that we are too many: none of them is to blame
        401 | 403 | 408 | 429 => Answer::Later { error: code, pause: pause(retry_after) },
        400..500 => Answer::Refused { error: code },
        _ => Answer::Later { error: code, pause: pause(retry_after) },
    }
}

/// What an answer about tickets means. None at all means nothing: they are asked about again.
pub(super) fn to_tickets(status: u16, body: &[u8]) -> Vec<Traced> {
    match read::<BTreeMap<String, Told>>(body) {
        Some(Reply { data: Some(receipts), .. }) if status == 200 => {
            receipts.into_iter().map(|(ticket, told)| Traced { ticket, receipt: told.receipt() }).collect()
        }
        reply => {
            let code = reply.and_then(|reply| Some(reply.errors.into_iter().next()?.code)).unwrap_or_default();
            tracing::error!(status, code, "Expo did not tell receipts");
            Vec::new()
        }
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Option<Reply<T>> {
    serde_json::from_slice(body).ok()
}

fn tokens(of_project: serde_json::Value) -> Option<Vec<String>> {
    serde_json::from_value(of_project).ok()
}

/// How long Expo wants to hear nothing, in seconds; it sends no dates.
fn pause(retry_after: Option<&str>) -> Option<Duration> {
    let seconds = retry_after?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn batch(status: u16, retry_after: Option<&str>, body: &serde_json::Value, messages: usize) -> Answer {
        to_batch(status, retry_after, body.to_string().as_bytes(), messages)
    }

    fn told(error: &str) -> serde_json::Value {
        json!({ "status": "error", "message": "\"ExponentPushToken[a]\" is …", "details": { "error": error } })
    }

    #[test]
    fn each_ticket_tells_what_came_of_its_message() {
        let body = json!({ "data": [
            { "status": "ok", "id": "T1" }, told("DeviceNotRegistered"), told("MessageTooBig"), told("MessageRateExceeded"),
            { "status": "error", "message": "?" },
        ] });
        let error = |error: &str| error.to_owned();
        let expected = Answer::Tickets(vec![
            Outcome::Sent { ticket: "T1".to_owned() },
            Outcome::Gone { error: error("DeviceNotRegistered") },
            Outcome::Failed { error: error("MessageTooBig") },
            Outcome::Retry { error: error("MessageRateExceeded") },
            Outcome::Failed { error: error("Unknown") },
        ]);
        assert_eq!(batch(200, None, &body, 5), expected);
        // tickets of other messages are none of these
        assert_eq!(batch(200, None, &body, 4), Answer::later("Status200"));
    }

    #[test]
    fn what_is_nobodys_fault_is_tried_again_after_the_pause_that_was_asked_for() {
        let errors = json!({ "errors": [{ "code": "TOO_MANY_REQUESTS", "message": "…" }] });
        let later = |error: &str, seconds| Answer::Later {
            error: error.to_owned(),
            pause: Option::<u64>::map(seconds, Duration::from_secs),
        };
        assert_eq!(batch(429, Some("7"), &errors, 1), later("TOO_MANY_REQUESTS", Some(7)));
        assert_eq!(batch(429, Some("86400"), &errors, 1), later("TOO_MANY_REQUESTS", Some(600)));
        assert_eq!(batch(429, Some("soon"), &errors, 1), later("TOO_MANY_REQUESTS", None));
        assert_eq!(to_batch(503, None, b"<html>", 1), later("Status503", None));
        assert_eq!(
            batch(401, None, &json!({ "errors": [{ "code": "UNAUTHORIZED" }] }), 9),
            later("UNAUTHORIZED", None)
        );
    }

    #[test]
    fn a_batch_that_is_refused_for_one_of_its_messages_says_so() {
        let errors = json!({ "errors": [{ "code": "VALIDATION_ERROR", "message": "…" }] });
        assert_eq!(batch(400, None, &errors, 2), Answer::Refused { error: "VALIDATION_ERROR".to_owned() });
        let errors = json!({ "errors": [{
            "code": "PUSH_TOO_MANY_EXPERIENCE_IDS", "message": "…", "details": { "@a/one": ["A"], "@a/two": ["B", "C"] },
        }] });
        let projects = vec![vec!["A".to_owned()], vec!["B".to_owned(), "C".to_owned()]];
        assert_eq!(batch(400, None, &errors, 3), Answer::Projects(projects));
    }

    #[test]
    fn receipts_tell_what_became_of_tickets_and_silence_tells_nothing() {
        let body = json!({ "data": { "T1": { "status": "ok" }, "T2": told("DeviceNotRegistered"), "T3": told("InvalidCredentials") } });
        let traced = |ticket: &str, receipt| Traced { ticket: ticket.to_owned(), receipt };
        let expected = [
            traced("T1", Receipt::Delivered),
            traced("T2", Receipt::Gone { error: "DeviceNotRegistered".to_owned() }),
            traced("T3", Receipt::Failed { error: "InvalidCredentials".to_owned() }),
        ];
        assert_eq!(to_tickets(200, body.to_string().as_bytes()), expected);
        assert_eq!(to_tickets(500, b"{}"), []);
        assert_eq!(to_tickets(200, b"nonsense"), []);
    }
}
