//! The people of a run: accounts with a profile, coins and a token.

use ipelya_local::clock::seconds;
use ipelya_local::gateway::{Holder, access_claims};
use ipelya_local::jwt::{LOCAL_JWT_SECRET, sign_hs256};
use tokio_postgres::{Client, Error};
use uuid::Uuid;

/// What each viewer has at first: more than anybody gives away.
pub(super) const COINS: i32 = 100_000;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: Uuid,
    pub(super) token: String,
}

/// Makes so many viewers, whose tokens are those of the project at `url`.
pub(super) async fn viewers(db: &Client, url: &str, count: usize) -> Result<Vec<Person>, Error> {
    insert(db, url, "viewer", count, COINS).await
}

/// Makes so many creators.
pub(super) async fn creators(db: &Client, url: &str, count: usize) -> Result<Vec<Person>, Error> {
    insert(db, url, "creator", count, 0).await
}

async fn insert(db: &Client, url: &str, role: &str, count: usize, coins: i32) -> Result<Vec<Person>, Error> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let sql = "with people as (
                 insert into auth.users (id, aud, role, email, created_at, updated_at, is_anonymous)
                 select gen_random_uuid(), 'authenticated', 'authenticated', $1 || n || '@load.ipelya.local', now(), now(),
                   false
                 from generate_series(1, $2::bigint) n
                 returning id, email
               ), faces as (
                 insert into public.profiles (
                   user_id, type, role, is_creator, username, display_name, avatar_url
                 )
                 select id, 'real', case $1 when 'creator' then 'creator' else 'user' end, $1 = 'creator',
                   split_part(email, '@', 1), initcap(split_part(email, '@', 1)),
                   'https://cdn.load.ipelya.local/' || id || '.jpg'
                 from people
               ), balances as (
                 insert into public.coin_balances (user_id, balance, lifetime_earned)
                 select id, $3::integer, $3::integer from people where $3::integer > 0
               )
               insert into auth.sessions (id, user_id, created_at, updated_at, aal)
               select gen_random_uuid(), id, now(), now(), 'aal1' from people
               returning user_id, id";
    let rows = db.query(sql, &[&role, &count, &coins]).await?;
    Ok(rows.iter().map(|row| person(url, row.get(0), row.get(1))).collect())
}

fn person(url: &str, user: Uuid, session: Uuid) -> Person {
    let holder = Holder { user, email: format!("{user}@load.ipelya.local"), anonymous: false, session };
    let claims = access_claims(url, &holder, seconds());
    Person { id: user, token: sign_hs256(LOCAL_JWT_SECRET.as_bytes(), &claims) }
}
