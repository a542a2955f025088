//! One client's connection and the channels it has joined over it.

use super::Realtime;
use super::channel::{Channel, reply};
use super::frames::{Request, Version, decode, encode};
use super::hub::Outbox;
use crate::clock::seconds;
use crate::jwt::TokenFault;
use axum::extract::ws::WebSocket;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// Talks to a client until it or we hang up.
pub(super) async fn converse(realtime: Arc<Realtime>, version: Version, apikey: String, mut socket: WebSocket) {
    let _attendance = realtime.changes.attend();
    let (outbox, mut messages) = mpsc::unbounded_channel();
    let mut session = Session { realtime, apikey, outbox, channels: HashMap::new() };
    loop {
        tokio::select! {
            received = socket.recv() => match received {
                Some(Ok(message)) => {
                    if let Some(request) = decode(version, &message) {
                        session.handle(request).await;
                    }
                }
                _ => return,
            },
            message = messages.recv() => match message.flatten() {
                Some(frame) => {
                    if let Some(message) = encode(version, &frame) && socket.send(message).await.is_err() {
                        return;
                    }
                }
                None => return,
            },
            () = session.next_expiry() => session.expire(),
        }
    }
}

struct Session {
    realtime: Arc<Realtime>,
    apikey: String,
    outbox: Outbox,
    channels: HashMap<String, Channel>,
}

impl Session {
    async fn handle(&mut self, request: Request) {
        match (request.topic.as_str(), request.event.as_str()) {
            ("phoenix", "heartbeat") => self.reply(&request, "ok", ""),
            (topic, "phx_join") if topic.starts_with("realtime:") => self.join(&request).await,
            (topic, "phx_leave") => {
                let left = self.channels.remove(topic);
                self.reply(&request, "ok", "");
                if let Some(channel) = left {
                    channel.close();
                }
            }
            (topic, event) => match self.channels.get_mut(topic) {
                None => self.reply(&request, "error", "unmatched topic"),
                Some(channel) => match event {
                    "broadcast" => channel.broadcast(request).await,
                    "presence" => channel.presence(&request).await,
                    "access_token" => {
                        if let Err(why) = channel.refresh(&request).await {
                            channel.shut(&why);
                            self.channels.remove(&request.topic);
                        }
                    }
                    _ => {}
                },
            },
        }
    }

    /// Joins a channel, anew if it was joined already.
    async fn join(&mut self, request: &Request) {
        if let Some(before) = self.channels.remove(&request.topic) {
            before.close();
        }
        let (realtime, outbox) = (Arc::clone(&self.realtime), self.outbox.clone());
        match Channel::join(realtime, outbox, &self.apikey, request).await {
            Ok(channel) => drop(self.channels.insert(request.topic.clone(), channel)),
            Err(reason) => self.reply(request, "error", &reason),
        }
    }

    fn reply(&self, request: &Request, status: &str, reason: &str) {
        let response = if reason.is_empty() { json!({}) } else { json!({ "reason": reason }) };
        let _ = self.outbox.send(Some(reply(request, status, &response)));
    }

    async fn next_expiry(&self) {
        match self.channels.values().map(Channel::expires).min() {
            Some(at) => tokio::time::sleep(Duration::from_secs((at - seconds()).try_into().unwrap_or(0))).await,
            None => std::future::pending().await,
        }
    }

    fn expire(&mut self) {
        let now = seconds();
        for (_, channel) in self.channels.extract_if(|_, channel| channel.expires() <= now) {
            channel.shut(&TokenFault::Expired(now - channel.expires()).to_string());
        }
    }
}
