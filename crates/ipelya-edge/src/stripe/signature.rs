//! Stripe's signature under its webhooks: an HMAC over the time it was made at and the body's very bytes.

use http::HeaderMap;
use ipelya_core::{Refusal, Timestamp};
use ring::hmac;

use crate::settings::Secret;

/// The header, `t=<seconds>,v1=<hex>,…`: one `v1` for each secret that Stripe signs by while one is rotated.
const HEADER: &str = "stripe-signature";
/// How far its time may be from ours, either way, in seconds; that of Stripe's own libraries.
const TOLERANCE: i64 = 300;

/// Verifies that a webhook is Stripe's, unchanged and of now.
pub(super) struct Signature {
    /// Of the secret in use, and of the one before it while they are rotated.
    keys: Vec<hmac::Key>,
}

impl Signature {
    /// Trusts these secrets.
    pub(super) fn new(secrets: &[Secret]) -> Self {
        let key = |secret: &Secret| hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
        Self { keys: secrets.iter().map(key).collect() }
    }

    pub(super) fn verify(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<(), Refusal> {
        let header = headers.get(HEADER).and_then(|value| value.to_str().ok()).ok_or(Refusal::Unauthorized)?;
        let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
        let time = parts().find_map(|(name, value)| (name == "t").then_some(value)).ok_or(Refusal::Unauthorized)?;
        let seconds: i64 = time.parse().map_err(|_| Refusal::Unauthorized)?;
        if now.unix_seconds().abs_diff(seconds) > TOLERANCE.unsigned_abs() {
            return Err(Refusal::Unauthorized);
        }
        let signed = [time.as_bytes(), b".", body].concat();
        // compared in constant time
        let fits = |tag: &[u8]| self.keys.iter().any(|key| hmac::verify(key, &signed, tag).is_ok());
        let mut tags = parts().filter(|(name, _)| *name == "v1").filter_map(|(_, value)| bytes(value));
        if tags.any(|tag| fits(&tag)) { Ok(()) } else { Err(Refusal::Unauthorized) }
    }
}

/// What hexadecimal digits stand for.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    digits.chunks(2).map(|pair| Some(pair.first()? << 4 | pair.last()?)).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    const NOW: i64 = 1_800_000_000;
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn tag(secret: &str, time: i64, body: &[u8]) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let signed = [time.to_string().as_bytes(), b".", body].concat();
        hmac::sign(&key, &signed).as_ref().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    fn verified(header: &str, body: &[u8]) -> bool {
        let secrets = [crate::settings::secret_of("new"), crate::settings::secret_of("old")];
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, header.parse().unwrap());
        let now = Timestamp::from_unix_seconds(NOW).unwrap();
        Signature::new(&secrets).verify(&headers, body, now).is_ok()
    }

    #[test]
    fn what_is_signed_by_either_secret_for_these_bytes_within_five_minutes_is_stripes() {
        for secret in ["new", "old"] {
            for time in [NOW - 300, NOW, NOW + 300] {
                assert!(verified(&format!("t={time},v1={}", tag(secret, time, BODY)), BODY), "{secret} {time}");
            }
        }
        let good = tag("new", NOW, BODY);
        // Stripe sends one for each of its secrets, and tests' v0
        assert!(verified(&format!("t={NOW},v1={},v1={good},v0={good}", tag("another", NOW, BODY)), BODY));
        assert!(verified(&format!("v1={}, t={NOW}", good.to_uppercase()), BODY));
    }

    #[test]
    fn whatever_else_is_not() {
        let good = tag("new", NOW, BODY);
        for (header, body) in [
            (format!("t={NOW},v1={good}"), &b"{}"[..]),
            (format!("t={NOW},v1={good}"), br#"{"id":"evt_1"} "#),
            (format!("t={NOW},v1={}", tag("another", NOW, BODY)), BODY),
            (format!("t={},v1={}", NOW - 301, tag("new", NOW - 301, BODY)), BODY),
            (format!("t={},v1={}", NOW + 301, tag("new", NOW + 301, BODY)), BODY),
            // the time is signed too
            (format!("t={},v1={good}", NOW + 1), BODY),
            (format!("t={NOW},v0={good}"), BODY),
            (format!("t={NOW},v1="), BODY),
            (format!("t={NOW},v1={}", good.get(..62).unwrap()), BODY),
            (format!("t={NOW},v1=zz{good}"), BODY),
            (format!("v1={good}"), BODY),
            (format!("t=,v1={good}"), BODY),
            (format!("t={},v1={good}", i64::MIN), BODY),
            (String::new(), BODY),
            (good.clone(), BODY),
        ] {
            assert!(!verified(&header, body), "{header}");
        }
        let now = Timestamp::from_unix_seconds(NOW).unwrap();
        assert!(Signature::new(&[]).verify(&HeaderMap::new(), BODY, now).is_err());
    }
}
