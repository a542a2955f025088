//! A session in which somebody keeps order.

use ipelya_core::ban::BanKind;
use ipelya_core::moderation::{Action, AssignableRole};
use ipelya_test::{LiveSession, Reply, User};
use serde_json::{Value, json};

/// A session on air, with moderation functions in front of it.
pub(crate) struct Order {
    pub(crate) live: LiveSession,
}

impl Order {
    /// A video session with the viewer inside, whose room LiveKit does not have.
    pub(crate) async fn open() -> Self {
        let live = LiveSession::of(moderation::routes()).with_viewer_inside().start().await;
        live.project.given().setting("moderation_rate_count", 100_000).await;
        Self { live }
    }

    /// The same for an audio room.
    pub(crate) async fn audio_room() -> Self {
        let order = Self::open().await;
        order.set("session_type = 'audio_room'").await;
        let listening = "update public.live_participants set role = 'listener' where role = 'viewer'";
        order.live.project.execute(listening, &[]).await;
        order
    }

    /// Changes the session's row.
    pub(crate) async fn set(&self, change: &str) {
        let sql = format!("update public.live_sessions set {change} where id = $1");
        self.live.project.execute(&sql, &[&self.live.session.id]).await;
    }

    /// Somebody does this to somebody.
    pub(crate) async fn act(&self, by: &User, action: Action, target: &User) -> Reply {
        let (name, body) = match action {
            Action::Kick => ("kick-participant", json!({})),
            Action::Mute => ("mute-participant", json!({})),
            Action::Unmute => ("unmute-participant", json!({})),
            Action::Ban(kind) => ("ban-participant", json!({ "reason": "spam", "banType": kind })),
            Action::Unban(kind) => ("unban-participant", json!({ "banType": kind })),
            Action::Assign(role) => ("update-participant-role", json!({ "role": role })),
        };
        self.post(name, by, target, body).await
    }

    /// A request of somebody about somebody in this session.
    pub(crate) async fn post(&self, name: &str, by: &User, target: &User, mut body: Value) -> Reply {
        body["sessionId"] = json!(self.live.session.id);
        body["targetUserId"] = json!(target.id);
        self.live.api.post(name).user(by).json(body).send().await
    }

    /// The host's usual ban.
    pub(crate) async fn ban(&self, target: &User) -> Reply {
        self.act(&self.live.host, Action::Ban(BanKind::Session), target).await
    }

    /// The host gives somebody a role.
    pub(crate) async fn assign(&self, role: AssignableRole, target: &User) -> Reply {
        self.act(&self.live.host, Action::Assign(role), target).await
    }

    /// Somebody's role, and whether they are muted.
    pub(crate) async fn place(&self, user: &User) -> Value {
        let sql = "select jsonb_build_array(role, is_muted)
                   from public.live_participants where session_id = $1 and user_id = $2";
        self.live.project.value(sql, &[&self.live.session.id, &user.id]).await
    }

    /// The bans that stand: how far each reaches and whom it is about.
    pub(crate) async fn bans(&self) -> Value {
        let sql =
            "select coalesce(jsonb_agg(jsonb_build_array(ban_type, banned_user_id) order by created_at, ctid), '[]')
                   from public.live_session_bans where is_active";
        self.live.project.value(sql, &[]).await
    }

    /// What was noted of what hosts and moderators did: who as what, which action, to whom, why.
    pub(crate) async fn noted(&self) -> Value {
        let sql = "select coalesce(jsonb_agg(
                     jsonb_build_array(actor_id, actor_role, action, target_user_id, reason) order by created_at, ctid
                   ), '[]')
                   from public.live_moderation_actions";
        self.live.project.value(sql, &[]).await
    }

    /// What was noted of what staff did: who, which action, about whom, why.
    pub(crate) async fn noted_of_staff(&self) -> Value {
        let sql = "select coalesce(jsonb_agg(
                     jsonb_build_array(admin_id, action, target_id, metadata ->> 'reason') order by created_at, ctid
                   ), '[]')
                   from public.live_admin_logs";
        self.live.project.value(sql, &[]).await
    }

    /// The names of what was told on a channel, in order.
    pub(crate) async fn events(&self, topic: &str) -> Vec<String> {
        let sql = "select coalesce(jsonb_agg(event order by inserted_at, ctid), '[]')
                   from realtime.messages where topic = $1";
        serde_json::from_value(self.live.project.value(sql, &[&topic]).await).unwrap()
    }
}
