//! The project's public signing keys (JWKS), fetched when needed and kept.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use ipelya_core::{Refusal, Timestamp};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey};
use time::Duration;
use tokio::sync::Mutex;

use super::Key;
use crate::telemetry::{self, Metric};

/// How often an unknown key id may cause a fetch. Anyone can send one, so this bounds what they can make us do.
const REFETCH_INTERVAL: Duration = Duration::minutes(1);
/// How soon a failed fetch may be tried again.
const RETRY_INTERVAL: Duration = Duration::seconds(1);

/// The keys by id. A fetch that fails leaves the last good set in place.
pub(super) struct KeyStore {
    url: String,
    client: reqwest::Client,
    keys: RwLock<HashMap<String, Arc<Key>>>,
    /// Held while fetching, so that a burst of unknown ids causes one fetch.
    last_fetch: Mutex<Option<Fetch>>,
}

#[derive(Clone, Copy)]
struct Fetch {
    at: Timestamp,
    succeeded: bool,
}

impl Fetch {
    fn is_recent(self, now: Timestamp) -> bool {
        now < self.at + if self.succeeded { REFETCH_INTERVAL } else { RETRY_INTERVAL }
    }
}

impl KeyStore {
    pub(super) fn new(url: String, client: reqwest::Client) -> Self {
        Self { url, client, keys: RwLock::default(), last_fetch: Mutex::new(None) }
    }

    /// The key of this id. `None` if the project has no such key; unavailable if that cannot be told right now.
    pub(super) async fn find(&self, kid: &str, now: Timestamp) -> Result<Option<Arc<Key>>, Refusal> {
        if let Some(key) = self.known(kid) {
            return Ok(Some(key));
        }
        let mut last_fetch = self.last_fetch.lock().await;
        if let Some(key) = self.known(kid) {
            return Ok(Some(key));
        }
        let fetch = match *last_fetch {
            Some(fetch) if fetch.is_recent(now) => fetch,
            _ => Fetch { at: now, succeeded: self.fetch().await },
        };
        *last_fetch = Some(fetch);
        match self.known(kid) {
            Some(key) => Ok(Some(key)),
            None if fetch.succeeded => Ok(None),
            None => Err(Refusal::Unavailable),
        }
    }

    /// Fetches them, if nobody has yet.
    pub(super) async fn warm(&self, now: Timestamp) {
        let mut last_fetch = self.last_fetch.lock().await;
        if last_fetch.is_none() {
            *last_fetch = Some(Fetch { at: now, succeeded: self.fetch().await });
        }
    }

    fn known(&self, kid: &str) -> Option<Arc<Key>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).get(kid).cloned()
    }

    async fn fetch(&self) -> bool {
        let _asking = telemetry::asking(Metric::KeyServer);
        match self.download().await {
            Ok(set) => {
                let keys = set.keys.iter().filter_map(usable).collect();
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
                true
            }
            Err(error) => {
                tracing::error!(%error, "the signing keys cannot be fetched");
                false
            }
        }
    }

    async fn download(&self) -> Result<JwkSet, DownloadError> {
        let response = self.client.get(&self.url).send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}

#[derive(Debug, thiserror::Error)]
enum DownloadError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error("not a JWK set: {0}")]
    Format(#[from] serde_json::Error),
}

/// The key under its id, if it is a signature key of a kind Supabase signs user tokens with. A key set is public, so
/// a symmetric key in it is no key.
fn usable(jwk: &Jwk) -> Option<(String, Arc<Key>)> {
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => Algorithm::ES256,
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        _ => return None,
    };
    let declared = match jwk.common.key_algorithm {
        None => algorithm,
        Some(KeyAlgorithm::ES256) => Algorithm::ES256,
        Some(KeyAlgorithm::RS256) => Algorithm::RS256,
        Some(_) => return None,
    };
    let kid = jwk.common.key_id.clone()?;
    let key = DecodingKey::from_jwk(jwk).ok()?;
    (declared == algorithm).then(|| (kid, Arc::new(Key::new(algorithm, key))))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;
    use time::macros::datetime;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;
    use crate::http_client;

    const NOW: Timestamp = Timestamp::new(datetime!(2026-11-21 12:00 UTC));
    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    /// A key server that answers with whatever `body` holds, or closes the connection on an empty one.
    struct KeyServer {
        requests: Arc<AtomicUsize>,
        body: Arc<std::sync::Mutex<String>>,
        store: KeyStore,
    }

    impl KeyServer {
        async fn start(keys: serde_json::Value) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}/jwks.json", listener.local_addr().unwrap());
            let requests = Arc::new(AtomicUsize::new(0));
            let body = Arc::new(std::sync::Mutex::new(keys.to_string()));
            let (counter, text) = (Arc::clone(&requests), Arc::clone(&body));
            tokio::spawn(async move {
                loop {
                    let (mut socket, _) = listener.accept().await.unwrap();
                    counter.fetch_add(1, Ordering::SeqCst);
                    let _ = socket.read(&mut [0; 4096]).await;
                    let text = text.lock().unwrap().clone();
                    if !text.is_empty() {
                        let reply = format!(
                            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{text}",
                            text.len()
                        );
                        let _ = socket.write_all(reply.as_bytes()).await;
                    }
                }
            });
            Self { requests, body, store: KeyStore::new(url, http_client::new().unwrap()) }
        }

        fn goes_down(&self) {
            self.body.lock().unwrap().clear();
        }

        fn requests(&self) -> usize {
            self.requests.load(Ordering::SeqCst)
        }

        async fn knows(&self, kid: &str, now: Timestamp) -> Result<bool, Refusal> {
            self.store.find(kid, now).await.map(|key| key.is_some())
        }
    }

    fn one_key(kid: &str) -> serde_json::Value {
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid, "x": X, "y": Y }] })
    }

    #[tokio::test]
    async fn keys_are_fetched_once_and_an_unknown_id_refetches_at_most_once_a_minute() {
        let server = KeyServer::start(one_key("a")).await;
        assert_eq!(server.knows("a", NOW).await, Ok(true));
        assert_eq!(server.knows("a", NOW).await, Ok(true));
        assert_eq!(server.requests(), 1);
        for second in 0..60 {
            assert_eq!(server.knows("b", NOW + Duration::seconds(second)).await, Ok(false));
        }
        assert_eq!(server.requests(), 1);
        *server.body.lock().unwrap() = one_key("b").to_string();
        assert_eq!(server.knows("b", NOW + Duration::minutes(1)).await, Ok(true));
        assert_eq!(server.requests(), 2);
    }

    #[tokio::test]
    async fn a_burst_of_unknown_ids_causes_one_fetch() {
        let server = KeyServer::start(one_key("a")).await;
        let found = futures_util::future::join_all((0..20).map(|_| server.knows("x", NOW))).await;
        assert_eq!(found, vec![Ok(false); 20]);
        assert_eq!(server.requests(), 1);
    }

    #[tokio::test]
    async fn the_last_good_keys_outlive_the_key_server() {
        let server = KeyServer::start(one_key("a")).await;
        assert_eq!(server.knows("a", NOW).await, Ok(true));
        server.goes_down();
        let later = NOW + Duration::minutes(2);
        assert_eq!(server.knows("b", later).await, Err(Refusal::Unavailable));
        assert_eq!(server.knows("a", later).await, Ok(true));
    }

    #[tokio::test]
    async fn a_key_server_that_is_down_at_first_is_asked_again_a_second_later() {
        let server = KeyServer::start(one_key("a")).await;
        let keys = server.body.lock().unwrap().clone();
        server.goes_down();
        assert_eq!(server.knows("a", NOW).await, Err(Refusal::Unavailable));
        *server.body.lock().unwrap() = keys;
        assert_eq!(server.knows("a", NOW).await, Err(Refusal::Unavailable), "not at once");
        assert_eq!(server.knows("a", NOW + Duration::SECOND).await, Ok(true));
    }

    #[test]
    fn only_public_signature_keys_are_usable() {
        let set: JwkSet = serde_json::from_value(json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "kid": "ec", "x": X, "y": Y },
            { "kty": "RSA", "kid": "rsa", "n": "AQAB", "e": "AQAB" },
            { "kty": "oct", "kid": "shared", "k": "c2VjcmV0" },
            { "kty": "EC", "crv": "P-384", "kid": "other-curve", "x": X, "y": Y },
            { "kty": "RSA", "alg": "ES256", "kid": "confused", "n": "AQAB", "e": "AQAB" },
            { "kty": "EC", "crv": "P-256", "x": X, "y": Y },
        ] }))
        .unwrap();
        let usable: Vec<_> = set.keys.iter().filter_map(usable).map(|(kid, key)| (kid, key.algorithm)).collect();
        assert_eq!(usable, [("ec".to_owned(), Algorithm::ES256), ("rsa".to_owned(), Algorithm::RS256)]);
    }
}
