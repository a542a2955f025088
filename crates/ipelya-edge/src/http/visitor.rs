//! Visitors: whoever looks at what is open to everybody, signed in or not.

use ipelya_core::{Caller, UserId};

use super::origin::Origin;

/// Somebody who need not be signed in. Limits count by the user, or else by the address that API Gateway has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    caller: Option<Caller>,
    address: Option<String>,
}

impl Visitor {
    pub(super) fn new(caller: Option<Caller>, origin: &Origin) -> Self {
        Self { caller, address: origin.address().map(str::to_owned) }
    }

    /// Who it is, if they are signed in.
    pub fn user_id(&self) -> Option<UserId> {
        self.caller.as_ref().map(Caller::user_id)
    }

    /// Where the request came from.
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }
}
