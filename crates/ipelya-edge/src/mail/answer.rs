//! What SES's answers mean.

use std::time::Duration;

use ipelya_core::mail::MailOutcome;
use serde::Deserialize;

/// For so long SES is asked nothing when it does not let us send, which somebody has to mend.
pub(super) const OUR_FAULT: Duration = Duration::from_mins(1);
/// When mails come faster than SES takes them.
const TOO_FAST: Duration = Duration::from_secs(2);
/// When as many were sent as may be in 24 hours.
const TOO_MANY: Duration = Duration::from_mins(10);

/// What SES said to a mail.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// What came of it.
    Outcome(MailOutcome),
    /// It takes none now, or this one another time.
    Later { error: String, pause: Option<Duration> },
}

impl Answer {
    pub(super) fn later(error: &str, pause: Option<Duration>) -> Self {
        Self::Later { error: error.to_owned(), pause }
    }

    pub(super) fn unknown(error: &str) -> Self {
        Self::Outcome(MailOutcome::Unanswered { error: error.to_owned() })
    }
}

#[derive(Debug, Default, Deserialize)]
struct Reply {
    #[serde(rename = "MessageId")]
    message_id: Option<String>,
    #[serde(rename = "__type")]
    kind: Option<String>,
    /// Never kept or logged: it may have the address in it.
    #[serde(alias = "Message", default)]
    message: String,
}

/// What an answer means, with the code in its header.
pub(super) fn to_mail(status: u16, code: Option<&str>, body: &[u8]) -> Answer {
    let reply: Reply = serde_json::from_slice(body).unwrap_or_default();
    if let (200, Some(message)) = (status, reply.message_id) {
        return Answer::Outcome(MailOutcome::Sent { message });
    }
    let code = code.or(reply.kind.as_deref()).unwrap_or_default();
    // `MessageRejected:http://…` in the header, `namespace#MessageRejected` in the body
    let code = code.split(':').next().and_then(|code| code.rsplit('#').next()).unwrap_or_default();
    let error = if code.is_empty() { format!("Status{status}") } else { code.to_owned() };
    tracing::error!(status, code = error, "SES did not take a mail");
    let failed = |error| Answer::Outcome(MailOutcome::Failed { error });
    match (status, code) {
        // SES has taken it and says so in words that are not its own
        (200..300, _) => Answer::unknown(&error),
        (429, _) if reply.message.contains("Daily") => Answer::Later { error, pause: Some(TOO_MANY) },
        (429, _) => Answer::Later { error, pause: Some(TOO_FAST) },
        // this mail
        (400, "MessageRejected" | "BadRequestException") => failed(error),
        // who we are, or that we may not send: no mail is to blame
        (400..500, _) => Answer::Later { error, pause: Some(OUR_FAULT) },
        _ => Answer::Later { error, pause: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, code: Option<&str>, body: &str) -> Answer {
        to_mail(status, code, body.as_bytes())
    }

    #[test]
    fn a_mail_that_was_taken_has_an_id() {
        let sent = Answer::Outcome(MailOutcome::Sent { message: "0102-1".to_owned() });
        assert_eq!(answer(200, None, r#"{"MessageId":"0102-1"}"#), sent);
        assert_eq!(answer(200, None, "<html>"), Answer::unknown("Status200"));
    }

    #[test]
    fn errors_tell_whether_the_mail_the_sender_or_the_moment_is_wrong() {
        let failed = |error: &str| Answer::Outcome(MailOutcome::Failed { error: error.to_owned() });
        let later = |error, seconds| Answer::later(error, Some(Duration::from_secs(seconds)));
        let said = r#"{"message":"Maximum sending rate exceeded."}"#;
        for (status, code, body, expected) in [
            (400, Some("MessageRejected:http://ses"), "{}", failed("MessageRejected")),
            (400, None, r#"{"__type":"com.amazonaws.ses#BadRequestException"}"#, failed("BadRequestException")),
            (400, Some("SendingPausedException"), "{}", later("SendingPausedException", 60)),
            (400, Some("MailFromDomainNotVerifiedException"), "{}", later("MailFromDomainNotVerifiedException", 60)),
            (403, Some("AccessDeniedException"), "{}", later("AccessDeniedException", 60)),
            (404, None, "", later("Status404", 60)),
            (429, Some("TooManyRequestsException"), said, later("TooManyRequestsException", 2)),
            (
                429,
                Some("TooManyRequestsException"),
                r#"{"message":"Daily message quota exceeded."}"#,
                later("TooManyRequestsException", 600),
            ),
            (503, None, "", Answer::later("Status503", None)),
        ] {
            assert_eq!(answer(status, code, body), expected, "{status} {code:?}");
        }
    }
}
