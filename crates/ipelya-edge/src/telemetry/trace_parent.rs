//! `traceparent`: which trace of the caller's a request belongs to (W3C Trace Context, level 1). It is passed on as it
//! came, as by somebody who records no spans.

use http::HeaderMap;

/// The header.
pub(crate) const TRACE_PARENT: &str = "traceparent";

/// One that has the form it must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TraceParent(String);

impl TraceParent {
    /// That of a request; one that is malformed counts as none.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(TRACE_PARENT)?.to_str().ok()?;
        is_well_formed(text).then(|| Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// 32 hexadecimal digits.
    pub(super) fn trace_id(&self) -> Option<&str> {
        self.0.get(3..35)
    }
}

/// `00-<trace id>-<parent id>-<flags>`; later versions may have more behind it.
fn is_well_formed(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut next = |length| parts.next().filter(|part| part.len() == length && part.bytes().all(is_digit));
    let (Some(version), Some(trace), Some(parent), Some(_)) = (next(2), next(32), next(16), next(2)) else {
        return false;
    };
    let is_zero = |id: &str| id.bytes().all(|digit| digit == b'0');
    version != "ff" && !is_zero(trace) && !is_zero(parent) && (version != "00" || parts.next().is_none())
}

fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn of(text: &str) -> Option<TraceParent> {
        let header = HeaderValue::from_str(text).unwrap();
        TraceParent::of(&HeaderMap::from_iter([(http::header::HeaderName::from_static(TRACE_PARENT), header)]))
    }

    #[test]
    fn a_trace_is_known_by_its_id() {
        let parent = of(GOOD).unwrap();
        assert_eq!(parent.trace_id(), Some("4bf92f3577b34da6a3ce929d0e0e4736"));
        assert_eq!(parent.as_str(), GOOD);
        assert!(of(&GOOD.replacen("00", "cc", 1)).is_some(), "a later version");
        assert!(of(&format!("{}-more", GOOD.replacen("00", "cc", 1))).is_some());
    }

    #[test]
    fn what_is_malformed_is_no_trace() {
        for text in [
            "",
            "00",
            &GOOD.to_uppercase(),
            &GOOD[..54],
            &format!("{GOOD}-more"),
            &GOOD.replacen("00", "ff", 1),
            &GOOD.replace("4bf92f3577b34da6a3ce929d0e0e4736", &"0".repeat(32)),
            &GOOD.replace("00f067aa0ba902b7", &"0".repeat(16)),
            &GOOD.replace('4', "\""),
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
