//! Tokens whose signature has been checked, so that it need not be checked again: a client sends the same token with every
//! request for an hour, and checking ES256 costs more than everything else a token request does.
//!
//! Only signature and decoding are remembered. Whether the claims are good now is asked anew each time
//! ([`ipelya_core::Caller::from_claims`]), so an expired token is refused, remembered or not.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ipelya_core::identity::Claims;
use ring::digest::{SHA256, digest};

/// How many tokens are remembered at most, in each of the two generations.
const GENERATION: usize = 512;

/// The whole token's hash: who changes one bit of it has another token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct TokenHash([u8; 32]);

impl TokenHash {
    fn of(token: &str) -> Option<Self> {
        digest(&SHA256, token.as_bytes()).as_ref().try_into().ok().map(Self)
    }
}

/// The claims of tokens one key has signed. It lives and dies with that key.
#[derive(Default)]
pub(super) struct VerifiedTokens(Mutex<Generations>);

/// When the young are too many they become the old, and the old are forgotten; who comes again is young again. So those in
/// use stay, and nothing has to be sorted.
#[derive(Default)]
struct Generations {
    young: HashMap<TokenHash, Arc<Claims>>,
    old: HashMap<TokenHash, Arc<Claims>>,
}

impl Generations {
    fn remember(&mut self, hash: TokenHash, claims: Arc<Claims>) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(hash, claims);
    }

    fn recall(&mut self, hash: TokenHash) -> Option<Arc<Claims>> {
        if let Some(claims) = self.young.get(&hash) {
            return Some(Arc::clone(claims));
        }
        let claims = self.old.remove(&hash)?;
        self.remember(hash, Arc::clone(&claims));
        Some(claims)
    }
}

impl VerifiedTokens {
    /// The claims of this token: remembered ones, or what `verify` finds. A token that it refuses is not remembered.
    pub(super) fn claims(&self, token: &str, verify: impl FnOnce() -> Option<Claims>) -> Option<Arc<Claims>> {
        let hash = TokenHash::of(token)?;
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(claims) = lock().recall(hash) {
            return Some(claims);
        }
        let claims = Arc::new(verify()?);
        lock().remember(hash, Arc::clone(&claims));
        Some(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Option<Claims> {
        let claims = serde_json::json!({
            "sub": uuid::Uuid::nil(), "iss": "i", "aud": "authenticated", "role": "authenticated", "exp": 0,
        });
        serde_json::from_value(claims).ok()
    }

    fn is_remembered(tokens: &VerifiedTokens, token: &str) -> bool {
        tokens.claims(token, || None).is_some()
    }

    fn count(tokens: &VerifiedTokens) -> usize {
        let generations = tokens.0.lock().unwrap();
        generations.young.len() + generations.old.len()
    }

    #[test]
    fn a_token_is_checked_once() {
        let tokens = VerifiedTokens::default();
        assert!(tokens.claims("a", claims).is_some());
        assert!(tokens.claims("a", || unreachable!("it is remembered")).is_some());
        assert!(!is_remembered(&tokens, "b"), "another one is another one");
    }

    #[test]
    fn a_refused_token_is_not_remembered() {
        let tokens = VerifiedTokens::default();
        assert!(tokens.claims("a", || None).is_none());
        assert!(tokens.claims("a", claims).is_some(), "it is looked at again");
    }

    #[test]
    fn so_many_are_remembered_and_no_more_and_those_in_use_stay() {
        let tokens = VerifiedTokens::default();
        for number in 0..10 * GENERATION {
            assert!(tokens.claims(&number.to_string(), claims).is_some());
            assert!(tokens.claims("in use", claims).is_some());
            assert!(count(&tokens) <= 2 * GENERATION);
        }
        assert!(is_remembered(&tokens, "in use"));
        assert!(is_remembered(&tokens, &(10 * GENERATION - 1).to_string()));
        assert!(!is_remembered(&tokens, "0"));
    }
}
