//! Mails, through Amazon SES's API, version 2.
//!
//! One request is all that is asked of it, `SendEmail`. So it is made by the HTTP client that is there and signed by
//! `aws-sigv4`, which is in the tree anyway; SES's own SDK would take minutes to build and a second HTTP stack to run. AWS
//! gives a function its credentials as environment variables, which are settings like the others.
//!
//! SES has no keys for repeats. A mail whose answer is lost may have gone out; the database knows that, and has it sent
//! once more at most.

mod answer;

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use futures_util::StreamExt;
use futures_util::stream::iter;
use ipelya_core::Timestamp;
use ipelya_core::mail::{Mail, MailOutcome, TriedMail};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

use self::answer::Answer;
use crate::settings::MailSettings;
use crate::telemetry::{self, Metric};

/// Requests at the same time.
const AT_ONCE: usize = 20;
/// For how long mails are sent. With the time-out of the last requests this is less than the database waits for an answer.
const SENDING: Duration = Duration::from_secs(20);
const JSON: &str = "application/json";

/// Amazon SES.
#[derive(Debug)]
pub struct Ses {
    settings: MailSettings,
    client: Client,
}

/// What came of mails.
#[derive(Debug, Default)]
pub struct SentMails {
    pub tried: Vec<TriedMail>,
    /// SES is asked nothing for that long.
    pub pause: Option<Duration>,
}

impl Ses {
    /// Connects nothing yet.
    pub fn new(settings: &MailSettings, client: Client) -> Self {
        Self { settings: settings.clone(), client }
    }

    /// How many mails are sent in a second.
    pub const fn per_second(&self) -> u32 {
        self.settings.per_second
    }

    /// Hands over mails, one a request. Once SES wants a pause no more are tried.
    pub async fn send(&self, mails: &[Mail], now: Timestamp) -> SentMails {
        let (began, is_paused) = (Instant::now(), &AtomicBool::new(false));
        let attempts: Vec<_> = mails
            .iter()
            .map(|mail| async move {
                if is_paused.load(Ordering::Relaxed) || began.elapsed() >= SENDING {
                    return (mail, Answer::later("NotTried", None));
                }
                let answer = self.send_one(mail, now).await;
                if matches!(answer, Answer::Later { pause: Some(_), .. }) {
                    is_paused.store(true, Ordering::Relaxed);
                }
                (mail, answer)
            })
            .collect();
        let answers: Vec<_> = iter(attempts).buffer_unordered(AT_ONCE).collect().await;
        let mut sent = SentMails::default();
        for (mail, answer) in answers {
            sent.take_in(mail, answer);
        }
        sent
    }

    async fn send_one(&self, mail: &Mail, now: Timestamp) -> Answer {
        let body = self.content(mail).to_string();
        let request = match self.request(body, now) {
            Ok(request) => request,
            Err(error) => {
                tracing::error!(%error, "a mail cannot be signed");
                return Answer::later("NotSigned", Some(answer::OUR_FAULT));
            }
        };
        let answer = match self.exchange(request).await {
            Ok((status, code, body)) => answer::to_mail(status, code.as_deref(), &body),
            Err(error) => {
                tracing::error!(%error, "SES did not answer");
                if error.is_connect() { Answer::later("NoConnection", None) } else { Answer::unknown("NoAnswer") }
            }
        };
        if !matches!(answer, Answer::Outcome(MailOutcome::Sent { .. })) {
            telemetry::count(Metric::MailsRefused, 1);
        }
        answer
    }

    /// A mail as SES is sent it.
    fn content(&self, mail: &Mail) -> Value {
        let page = format!("{}/{}", self.settings.link_url, mail.slug);
        let unsubscribe_page = format!("{}/{}", self.settings.unsubscribe_url, mail.unsubscribe_token);
        let letter = mail.letter(&page, &unsubscribe_page);
        let utf8 = |text: &str| json!({ "Data": text, "Charset": "UTF-8" });
        json!({
            "FromEmailAddress": self.settings.from,
            "Destination": { "ToAddresses": [mail.address.expose()] },
            "Content": { "Simple": {
                "Subject": utf8(&letter.subject),
                "Body": { "Text": utf8(&letter.text), "Html": utf8(&letter.html) },
                // a mail program ends these mails with one click, by RFC 8058
                "Headers": [
                    { "Name": "List-Unsubscribe", "Value": format!("<{unsubscribe_page}>") },
                    { "Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click" },
                ],
            } },
        })
    }

    fn request(&self, body: String, now: Timestamp) -> Result<RequestBuilder, Box<dyn Error + Send + Sync>> {
        let url = format!("{}/v2/email/outbound-emails", self.settings.url);
        let MailSettings { access_key_id, secret_access_key, session_token, region, .. } = &self.settings;
        let token = session_token.as_ref().map(|token| token.expose().to_owned());
        let identity = Credentials::new(access_key_id, secret_access_key.expose(), token, None, "settings").into();
        let since_1970 = Duration::from_secs(now.unix_seconds().unsigned_abs());
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(region)
            .name("ses")
            .time(SystemTime::UNIX_EPOCH + since_1970)
            .settings(SigningSettings::default())
            .build()?;
        let signable = SignableRequest::new(
            "POST",
            &url,
            [("content-type", JSON)].into_iter(),
            SignableBody::Bytes(body.as_bytes()),
        )?;
        let (instructions, _) = sign(signable, &parameters.into())?.into_parts();
        let request = self.client.post(&url).header(CONTENT_TYPE, JSON);
        let signed = instructions.headers().fold(request, |request, (name, value)| request.header(name, value));
        Ok(signed.body(body))
    }

    async fn exchange(&self, request: RequestBuilder) -> Result<(u16, Option<String>, Vec<u8>), reqwest::Error> {
        let _asking = telemetry::asking(Metric::Ses);
        let response = request.send().await.map_err(reqwest::Error::without_url)?;
        let status = response.status().as_u16();
        let code = response.headers().get("x-amzn-errortype").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = response.bytes().await.map_err(reqwest::Error::without_url)?;
        Ok((status, code, body.to_vec()))
    }
}

impl SentMails {
    fn take_in(&mut self, mail: &Mail, answer: Answer) {
        let outcome = match answer {
            Answer::Outcome(outcome) => outcome,
            Answer::Later { error, pause } => {
                self.pause = self.pause.max(pause);
                MailOutcome::Retry { error }
            }
        };
        self.tried.push(TriedMail { id: mail.id, attempt: mail.attempt, outcome });
    }
}
