//! Users, auth sessions and refresh tokens, in the tables Supabase Auth keeps them in.

use crate::clock::new_id;
use crate::postgres;
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio_postgres::{Client, Error, Row};
use uuid::Uuid;

/// The accounts of one database.
#[derive(Debug)]
pub(super) struct Accounts {
    url: String,
    client: Mutex<Option<Arc<Client>>>,
}

/// A user as far as signing in is concerned.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) anonymous: bool,
    pub(super) banned: bool,
    /// The user object clients see.
    pub(super) json: Value,
}

const COLUMNS: &str = "
    u.id, coalesce(u.email, '') as email, u.is_anonymous,
    coalesce(u.banned_until > now(), false) as banned,
    jsonb_build_object(
      'id', u.id, 'aud', coalesce(u.aud, 'authenticated'), 'role', coalesce(u.role, 'authenticated'),
      'email', coalesce(u.email, ''), 'phone', coalesce(u.phone, ''),
      'email_confirmed_at', u.email_confirmed_at, 'confirmed_at', u.confirmed_at,
      'last_sign_in_at', u.last_sign_in_at, 'created_at', u.created_at, 'updated_at', u.updated_at,
      'app_metadata', coalesce(u.raw_app_meta_data, '{}'), 'user_metadata', coalesce(u.raw_user_meta_data, '{}'),
      'identities', '[]'::jsonb, 'is_anonymous', u.is_anonymous
    ) as json";

impl Accounts {
    pub(super) fn new(url: String) -> Self {
        Self { url, client: Mutex::default() }
    }

    /// The user with this address and password.
    pub(super) async fn by_password(&self, email: &str, password: &str) -> Result<Option<Account>, Error> {
        let query = format!(
            "select {COLUMNS} from auth.users u
             where u.email = lower($1::text) and u.deleted_at is null
               and u.encrypted_password = extensions.crypt($2::text, u.encrypted_password)"
        );
        let client = self.client().await?;
        Ok(client.query_opt(&query, &[&email, &password]).await?.map(Account::from))
    }

    /// The user of a session, `None` when the session has ended.
    pub(super) async fn by_session(&self, user: Uuid, session: Uuid) -> Result<Option<Account>, Error> {
        let query = format!(
            "select {COLUMNS} from auth.users u join auth.sessions s on s.user_id = u.id
             where u.id = $1 and s.id = $2 and u.deleted_at is null"
        );
        let client = self.client().await?;
        Ok(client.query_opt(&query, &[&user, &session]).await?.map(Account::from))
    }

    /// Opens a session with its first refresh token.
    pub(super) async fn open_session(&self, user: Uuid, refresh_token: &str) -> Result<Uuid, Error> {
        let session = new_id();
        self.client()
            .await?
            .execute(
                "with signed_in as (
                   update auth.users set last_sign_in_at = now(), updated_at = now() where id = $2
                 ), opened as (
                   insert into auth.sessions (id, user_id, created_at, updated_at, aal)
                   values ($1, $2, now(), now(), 'aal1') returning id
                 )
                 insert into auth.refresh_tokens (token, user_id, session_id, revoked, created_at, updated_at)
                 select $3, $2::text, id, false, now(), now() from opened",
                &[&session, &user, &refresh_token],
            )
            .await?;
        Ok(session)
    }

    /// Exchanges a refresh token for the next one. A token may be used again for ten seconds, as two
    /// tabs do; `None` when it is unknown or older.
    pub(super) async fn exchange(&self, old: &str, new: &str) -> Result<Option<(Uuid, Uuid)>, Error> {
        let row = self
            .client()
            .await?
            .query_opt(
                "with used as (
                   update auth.refresh_tokens
                   set updated_at = case when revoked then updated_at else now() end, revoked = true
                   where token = $1 and (not revoked or updated_at > now() - interval '10 seconds')
                   returning user_id, session_id
                 )
                 insert into auth.refresh_tokens
                   (token, user_id, session_id, parent, revoked, created_at, updated_at)
                 select $2, user_id, session_id, $1, false, now(), now() from used
                 returning user_id::uuid, session_id",
                &[&old, &new],
            )
            .await?;
        Ok(row.map(|row| (row.get(0), row.get(1))))
    }

    /// Ends one session of a user, or all of them.
    pub(super) async fn end_sessions(&self, user: Uuid, only: Option<Uuid>) -> Result<(), Error> {
        self.client()
            .await?
            .execute("delete from auth.sessions where user_id = $1 and ($2::uuid is null or id = $2)", &[&user, &only])
            .await?;
        Ok(())
    }

    /// The connection, opened again when it was lost.
    async fn client(&self) -> Result<Arc<Client>, Error> {
        let mut slot = self.client.lock().await;
        if let Some(client) = slot.as_ref().filter(|client| !client.is_closed()) {
            return Ok(Arc::clone(client));
        }
        let client = Arc::new(postgres::connect(&self.url).await?);
        *slot = Some(Arc::clone(&client));
        Ok(client)
    }
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        Self {
            id: row.get("id"),
            email: row.get("email"),
            anonymous: row.get("is_anonymous"),
            banned: row.get("banned"),
            json: row.get("json"),
        }
    }
}
