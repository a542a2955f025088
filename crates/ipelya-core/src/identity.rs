//! Identity: from the claims of a verified Supabase access token to a [`Caller`].
//!
//! Knows nothing of signatures and keys: by the time claims get here, their signature has been checked.

use serde::Deserialize;
use time::Duration;

use crate::ids::{AuthSessionId, UserId};
use crate::refusal::Refusal;
use crate::timestamp::Timestamp;

/// How far a token's clock may differ from ours.
pub const LEEWAY: Duration = Duration::seconds(30);

/// The audience and the role of a signed-in user's token; the anonymous API key carries another role and no audience.
const AUTHENTICATED: &str = "authenticated";

/// The claims of a Supabase access token that decide who is calling. Times are seconds since the Unix epoch.
#[derive(Debug, Clone, Deserialize)]
pub struct Claims {
    sub: UserId,
    iss: String,
    aud: Audience,
    role: String,
    exp: f64,
    nbf: Option<f64>,
    session_id: Option<AuthSessionId>,
    #[serde(default)]
    is_anonymous: bool,
}

/// RFC 7519 lets `aud` be one string or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn contains(&self, wanted: &str) -> bool {
        match self {
            Self::One(audience) => audience == wanted,
            Self::Several(audiences) => audiences.iter().any(|audience| audience == wanted),
        }
    }
}

/// The signed-in person a request comes from. Exists only by way of [`Caller::from_claims`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    user_id: UserId,
    auth_session: Option<AuthSessionId>,
    anonymous: bool,
}

impl Caller {
    /// The caller, if the claims are those of a user of this project, at this time.
    ///
    /// `issuer` is `{SUPABASE_URL}/auth/v1`.
    pub fn from_claims(claims: &Claims, issuer: &str, now: Timestamp) -> Result<Self, Refusal> {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 stay exact in an f64 for 285 million years")]
        let now = now.unix_seconds() as f64;
        let leeway = LEEWAY.as_seconds_f64();
        let valid = claims.iss == issuer
            && claims.aud.contains(AUTHENTICATED)
            && claims.role == AUTHENTICATED
            && now < claims.exp + leeway
            && claims.nbf.is_none_or(|not_before| not_before - leeway <= now);
        if !valid {
            return Err(Refusal::Unauthorized);
        }
        Ok(Self { user_id: claims.sub, auth_session: claims.session_id, anonymous: claims.is_anonymous })
    }

    /// Whose token it is; also the LiveKit identity.
    pub const fn user_id(&self) -> UserId {
        self.user_id
    }

    /// The sign-in the token was issued for, if it says so.
    pub const fn auth_session(&self) -> Option<AuthSessionId> {
        self.auth_session
    }

    /// Signed in without an account: may watch public sessions and nothing else.
    pub const fn is_anonymous(&self) -> bool {
        self.anonymous
    }
}

/// A caller who is not anonymous: what leaves a trace of its author takes an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account(Caller);

impl TryFrom<Caller> for Account {
    type Error = Refusal;

    fn try_from(caller: Caller) -> Result<Self, Refusal> {
        if caller.anonymous { Err(Refusal::AccountRequired) } else { Ok(Self(caller)) }
    }
}

impl From<Account> for Caller {
    fn from(account: Account) -> Self {
        account.0
    }
}

impl Account {
    /// Whose it is.
    pub const fn user_id(&self) -> UserId {
        self.0.user_id
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use time::macros::datetime;

    use super::*;

    const ISSUER: &str = "https://project.example/auth/v1";
    const NOW: Timestamp = Timestamp::new(datetime!(2026-11-21 12:00 UTC));

    fn claims() -> Value {
        json!({
            "sub": "0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f",
            "iss": ISSUER,
            "aud": "authenticated",
            "role": "authenticated",
            "exp": NOW.unix_seconds() + 3600,
            "session_id": "4d1a4a36-96ab-4a8a-8c1f-6d3f6f0a9b11",
        })
    }

    fn caller_with(change: impl FnOnce(&mut Value)) -> Result<Caller, Refusal> {
        let mut value = claims();
        change(&mut value);
        let claims = serde_json::from_value(value).map_err(|_| Refusal::Unauthorized)?;
        Caller::from_claims(&claims, ISSUER, NOW)
    }

    #[test]
    fn a_valid_token_names_its_user_and_sign_in() {
        let caller = caller_with(|_| ()).unwrap();
        assert_eq!(caller.user_id().to_string(), "0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f");
        assert_eq!(caller.auth_session().unwrap().to_string(), "4d1a4a36-96ab-4a8a-8c1f-6d3f6f0a9b11");
        assert!(!caller.is_anonymous());
    }

    #[test]
    fn an_audience_may_be_one_of_several() {
        assert!(caller_with(|claims| claims["aud"] = json!(["other", "authenticated"])).is_ok());
    }

    #[test]
    fn a_wrong_or_missing_claim_is_not_a_caller() {
        for (claim, value) in [
            ("iss", json!("https://other.example/auth/v1")),
            ("aud", json!("anon")),
            ("aud", json!([])),
            ("role", json!("service_role")),
            ("role", json!("anon")),
            ("sub", json!("not-a-uuid")),
            ("exp", json!("tomorrow")),
            ("nbf", json!(NOW.unix_seconds() + 31)),
        ] {
            assert_eq!(
                caller_with(|claims| claims[claim] = value.clone()),
                Err(Refusal::Unauthorized),
                "{claim}: {value}"
            );
        }
        for claim in ["iss", "aud", "role", "sub", "exp"] {
            let without = caller_with(|claims| {
                claims.as_object_mut().unwrap().remove(claim);
            });
            assert_eq!(without, Err(Refusal::Unauthorized), "without {claim}");
        }
    }

    #[test]
    fn a_token_is_good_until_half_a_minute_after_it_expired() {
        let expired = |seconds: i64| caller_with(|claims| claims["exp"] = json!(NOW.unix_seconds() - seconds));
        assert!(expired(29).is_ok());
        assert_eq!(expired(30), Err(Refusal::Unauthorized));
    }
}
