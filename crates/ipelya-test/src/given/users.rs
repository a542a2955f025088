//! People.

use super::Given;
use ipelya_local::clock::new_id;
use time::OffsetDateTime;
use uuid::Uuid;

/// Somebody with an account, signed in once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their id in auth, which is their LiveKit identity too.
    pub id: Uuid,
    /// Their real profile's id, whether or not there is such a profile.
    pub profile_id: Uuid,
    /// The auth session their tokens belong to.
    pub session_id: Uuid,
    /// Their address; anonymous users have none.
    pub email: Option<String>,
    /// Whether they signed in without an account.
    pub anonymous: bool,
    /// Their profile's unique name.
    pub username: String,
    /// Their profile's shown name.
    pub display_name: String,
    /// Their picture.
    pub avatar_url: Option<String>,
}

/// The password of every user made here.
pub const PASSWORD: &str = "ipelya-test";

impl Given<'_> {
    /// An ordinary user with a profile.
    pub async fn user(self) -> User {
        let user = self.account(false).await;
        self.profile(&user, "real", user.profile_id, false).await;
        user
    }

    /// A user who may start sessions.
    pub async fn creator(self) -> User {
        let user = self.account(false).await;
        self.profile(&user, "real", user.profile_id, true).await;
        user
    }

    /// A user who signed in without an account.
    pub async fn anonymous_user(self) -> User {
        let user = self.account(true).await;
        self.profile(&user, "real", user.profile_id, false).await;
        user
    }

    /// A user whose profile is gone.
    pub async fn user_without_profile(self) -> User {
        self.account(false).await
    }

    /// An active administrator.
    pub async fn admin(self) -> User {
        let user = self.user().await;
        let sql = "insert into public.admin_profiles (id, full_name, email) values ($1, $2, $3)";
        self.execute(sql, &[&user.id, &user.display_name, &user.email]).await;
        user
    }

    /// An active administrator who heads the others.
    pub async fn super_admin(self) -> User {
        let user = self.admin().await;
        self.execute("update public.admin_profiles set is_super_admin = true where id = $1", &[&user.id]).await;
        user
    }

    /// An administrator who is none any more.
    pub async fn former_admin(self) -> User {
        let user = self.admin().await;
        self.execute("update public.admin_profiles set is_active = false where id = $1", &[&user.id]).await;
        user
    }

    /// A second, hidden profile.
    pub async fn shadow_profile(self, user: &User) {
        self.profile(user, "shadow", new_id(), false).await;
    }

    /// So many coins in a balance, whatever was in it.
    pub async fn coins(self, user: &User, balance: i32) {
        let sql = "insert into public.coin_balances (user_id, balance, lifetime_earned) values ($1, $2, $2)
                   on conflict (user_id) do update set balance = excluded.balance";
        self.execute(sql, &[&user.id, &balance]).await;
    }

    /// Ends the user's auth session, as signing out does.
    pub async fn sign_out(self, user: &User) {
        self.execute("delete from auth.sessions where id = $1", &[&user.session_id]).await;
    }

    /// Bans the user in Auth.
    pub async fn auth_ban(self, user: &User, until: OffsetDateTime) {
        self.execute("update auth.users set banned_until = $2 where id = $1", &[&user.id, &until]).await;
    }

    /// Deletes the user and all that hangs on them.
    pub async fn delete_user(self, user: &User) {
        self.execute("delete from auth.users where id = $1", &[&user.id]).await;
    }

    async fn account(self, anonymous: bool) -> User {
        let id = new_id();
        let name = id.simple().to_string();
        let user = User {
            id,
            profile_id: new_id(),
            session_id: new_id(),
            email: (!anonymous).then(|| format!("{name}@test.ipelya.local")),
            anonymous,
            username: format!("u{}", name.get(..12).unwrap_or_default()),
            display_name: format!("Ayşe {}", name.get(..6).unwrap_or_default()),
            avatar_url: Some(format!("https://cdn.test.ipelya.local/{name}.jpg")),
        };
        // The cheapest hash there is: tests make many users and sign in as few.
        let sql = "insert into auth.users (
                     id, aud, role, email, encrypted_password, email_confirmed_at, created_at, updated_at, is_anonymous
                   ) values (
                     $1, 'authenticated', 'authenticated', $2,
                     extensions.crypt($3, extensions.gen_salt('bf', 4)), now(), now(), now(), $4
                   )";
        self.execute(sql, &[&user.id, &user.email, &PASSWORD, &anonymous]).await;
        let sql = "insert into auth.sessions (id, user_id, created_at, updated_at, aal)
                   values ($1, $2, now(), now(), 'aal1')";
        self.execute(sql, &[&user.session_id, &user.id]).await;
        user
    }

    async fn profile(self, user: &User, kind: &str, id: Uuid, creator: bool) {
        let role = if creator { "creator" } else { "user" };
        let username = if kind == "real" { user.username.clone() } else { format!("{}_{kind}", user.username) };
        let sql = "insert into public.profiles (
                     id, user_id, type, role, is_creator, username, display_name, avatar_url
                   ) values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let (name, avatar) = (&user.display_name, &user.avatar_url);
        self.execute(sql, &[&id, &user.id, &kind, &role, &creator, &username, name, avatar]).await;
    }
}
