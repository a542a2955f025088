//! The claims of an access token, as Supabase Auth writes them.

use serde_json::{Value, json};
use uuid::Uuid;

/// How long an access token is good for, in seconds.
pub const LIFETIME: i64 = 3600;

/// Whose token it is.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The user.
    pub user: Uuid,
    /// Their address, empty for anonymous users.
    pub email: String,
    /// Whether they signed in without an account.
    pub anonymous: bool,
    /// The session the token belongs to.
    pub session: Uuid,
}

/// The claims of a token the auth server at `supabase_url` issues at `issued_at` (seconds since 1970).
pub fn access_claims(supabase_url: &str, holder: &Holder, issued_at: i64) -> Value {
    let method = if holder.anonymous { "anonymous" } else { "password" };
    json!({
        "iss": format!("{supabase_url}/auth/v1"),
        "sub": holder.user,
        "aud": "authenticated",
        "role": "authenticated",
        "iat": issued_at,
        "exp": issued_at + LIFETIME,
        "email": holder.email,
        "phone": "",
        "session_id": holder.session,
        "is_anonymous": holder.anonymous,
        "aal": "aal1",
        "amr": [{ "method": method, "timestamp": issued_at }],
        "app_metadata": { "provider": "email", "providers": ["email"] },
        "user_metadata": {},
    })
}
