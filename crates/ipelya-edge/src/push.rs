//! Pushes to phones, through Expo's push API.
//!
//! A push whose answer is lost is sent again, and may have been taken the first time. So each names what it is about in
//! `collapseId` and `tag`: a phone that gets it twice shows it once, and a missed call replaces its ring.

mod answer;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::iter;
use ipelya_core::push::{Outcome, Push, Traced, Tried};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, RequestBuilder};
use serde::Serialize;
use serde_json::{Value, json};

use self::answer::Answer;
use crate::settings::{PushSettings, Secret};
use crate::telemetry::{self, Metric};

/// Messages that Expo takes in one request.
const MESSAGES_PER_REQUEST: usize = 100;
/// Tickets in one request; Expo takes 1000, its own client asks about 300.
const TICKETS_PER_REQUEST: usize = 300;
/// Requests at the same time, as many as Expo's own client makes.
const AT_ONCE: usize = 6;
/// For how long batches are sent. With the time-out of the last request this is less than the outbox waits for an answer.
const SENDING: Duration = Duration::from_secs(7);

/// Expo's push API.
#[derive(Debug)]
pub struct Expo {
    base: String,
    access_token: Option<Secret>,
    client: Client,
}

/// What came of pushes.
#[derive(Debug, Default)]
pub struct Sent {
    pub tried: Vec<Tried>,
    /// Expo wants to hear nothing for that long.
    pub pause: Option<Duration>,
}

/// A push as Expo is sent it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    to: &'a str,
    title: &'a str,
    body: &'a str,
    data: &'a Value,
    /// Seconds.
    ttl: u32,
    priority: &'static str,
    sound: &'static str,
    /// One notification a subject, on iOS and on Android.
    collapse_id: String,
    tag: String,
}

impl<'a> From<&'a Push> for Message<'a> {
    fn from(push: &'a Push) -> Self {
        let subject = push.subject_id.to_string();
        Self {
            to: &push.push_token,
            title: &push.title,
            body: &push.body,
            data: &push.data,
            ttl: push.lifetime_seconds,
            priority: if push.is_urgent() { "high" } else { "default" },
            sound: "default",
            collapse_id: subject.clone(),
            tag: subject,
        }
    }
}

impl Expo {
    /// Connects nothing yet.
    pub fn new(settings: &PushSettings, client: Client) -> Self {
        Self { base: settings.url.clone(), access_token: settings.access_token.clone(), client }
    }

    /// Hands over pushes, a hundred a request. One that Expo does not take for itself is found by dividing its batch.
    pub async fn send(&self, pushes: &[Push]) -> Sent {
        let began = Instant::now();
        let mut sent = Sent::default();
        let mut batches: Vec<Vec<&Push>> =
            pushes.chunks(MESSAGES_PER_REQUEST).map(|batch| batch.iter().collect()).collect();
        while !batches.is_empty() {
            let is_late = began.elapsed() >= SENDING || sent.pause.is_some();
            let requests: Vec<_> = batches
                .into_iter()
                .map(|batch| async move {
                    let answer = if is_late { Answer::later("NotTried") } else { self.send_batch(&batch).await };
                    (batch, answer)
                })
                .collect();
            let answers: Vec<_> = iter(requests).buffer_unordered(AT_ONCE).collect().await;
            batches = answers.into_iter().flat_map(|(batch, answer)| sent.take_in(&batch, answer)).collect();
        }
        sent
    }

    async fn send_batch(&self, batch: &[&Push]) -> Answer {
        let messages: Vec<Message<'_>> = batch.iter().map(|push| Message::from(*push)).collect();
        let request = self.request("send", &messages);
        let answer = match self.exchange(request).await {
            Ok((status, retry_after, body)) => answer::to_batch(status, retry_after.as_deref(), &body, batch.len()),
            Err(error) => {
                tracing::error!(%error, "Expo did not answer");
                Answer::later("NoAnswer")
            }
        };
        if matches!(answer, Answer::Later { .. }) {
            telemetry::count(Metric::PushesRefused, 1);
        }
        answer
    }

    /// Asks what became of tickets. Those it knows nothing of yet are left out, and so are all it does not answer about.
    pub async fn receipts(&self, tickets: &[String]) -> Vec<Traced> {
        let questions: Vec<_> = tickets.chunks(TICKETS_PER_REQUEST).map(|some| self.ask_about(some)).collect();
        let answers: Vec<_> = iter(questions).buffer_unordered(AT_ONCE).collect().await;
        answers.into_iter().flatten().collect()
    }

    async fn ask_about(&self, tickets: &[String]) -> Vec<Traced> {
        let request = self.request("getReceipts", &json!({ "ids": tickets }));
        match self.exchange(request).await {
            Ok((status, _, body)) => answer::to_tickets(status, &body),
            Err(error) => {
                tracing::error!(%error, "Expo did not answer");
                Vec::new()
            }
        }
    }

    fn request<T: Serialize + ?Sized>(&self, what: &str, body: &T) -> RequestBuilder {
        let request = self.client.post(format!("{}/--/api/v2/push/{what}", self.base));
        let request = request.header(CONTENT_TYPE, "application/json");
        // texts, numbers and JSON always can be written as JSON
        let request = request.body(serde_json::to_vec(body).unwrap_or_default());
        match &self.access_token {
            Some(token) => request.bearer_auth(token.expose()),
            None => request,
        }
    }

    async fn exchange(&self, request: RequestBuilder) -> Result<(u16, Option<String>, Vec<u8>), reqwest::Error> {
        let _asking = telemetry::asking(Metric::Expo);
        // an error of the client names the URL, which says nothing new
        let response = request.send().await.map_err(reqwest::Error::without_url)?;
        let status = response.status().as_u16();
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = response.bytes().await.map_err(reqwest::Error::without_url)?;
        Ok((status, retry_after, body.to_vec()))
    }
}

impl Sent {
    /// Notes what came of a batch, and returns what is to be sent in smaller ones.
    fn take_in<'a>(&mut self, batch: &[&'a Push], answer: Answer) -> Vec<Vec<&'a Push>> {
        let mut note = |push: &Push, outcome| self.tried.push(Tried { id: push.id, attempt: push.attempt, outcome });
        match answer {
            Answer::Tickets(outcomes) => {
                for (push, outcome) in batch.iter().zip(outcomes) {
                    note(push, outcome);
                }
            }
            Answer::Later { error, pause } => {
                for push in batch {
                    note(push, Outcome::Retry { error: error.clone() });
                }
                self.pause = self.pause.max(pause);
            }
            Answer::Projects(projects) => {
                let parts = by_project(batch, &projects);
                if parts.len() > 1 {
                    return parts;
                }
                return self.take_in(batch, Answer::Refused { error: "PUSH_TOO_MANY_EXPERIENCE_IDS".to_owned() });
            }
            Answer::Refused { error } => {
                if let [push] = batch {
                    note(push, Outcome::Failed { error });
                } else {
                    return halves(batch);
                }
            }
        }
        Vec::new()
    }
}

fn halves<'a>(batch: &[&'a Push]) -> Vec<Vec<&'a Push>> {
    let (one, other) = batch.split_at(batch.len() / 2);
    vec![one.to_vec(), other.to_vec()]
}

/// The batch by the Expo project of its tokens; those of no project named are one more part.
fn by_project<'a>(batch: &[&'a Push], projects: &[Vec<String>]) -> Vec<Vec<&'a Push>> {
    let of: HashMap<&str, usize> = projects
        .iter()
        .enumerate()
        .flat_map(|(at, tokens)| tokens.iter().map(move |token| (token.as_str(), at)))
        .collect();
    let mut parts = vec![Vec::new(); projects.len() + 1];
    for push in batch {
        let at = of.get(push.push_token.as_str()).copied().unwrap_or(projects.len());
        if let Some(part) = parts.get_mut(at) {
            part.push(*push);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
