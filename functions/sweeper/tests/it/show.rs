//! A show, the sweeper in front of it, and what the rows say.

use ipelya_edge::{Clock, Context, Settings};
use ipelya_test::{Api, Project, Session, User};
use serde_json::{Value, json};

pub(crate) struct Show {
    pub(crate) project: Project,
    pub(crate) api: Api,
    pub(crate) host: User,
    pub(crate) session: Session,
}

impl Show {
    /// A live video session whose room is open; nobody has connected.
    pub(crate) async fn on_air() -> Self {
        let show = Self::without_room().await;
        show.project.open_room(&show.session.room_name).await;
        show
    }

    /// A live video session without a room.
    pub(crate) async fn without_room() -> Self {
        let project = Project::start().await;
        let api = Api::new(&project, sweeper::routes()).at_system_time();
        let host = project.given().creator().await;
        let session = project.given().live_session(&host).insert().await;
        Self { project, api, host, session }
    }

    /// Somebody with this role, whom the database believes to have been let in long ago and not to be inside.
    pub(crate) async fn person(&self, role: &str) -> User {
        let user = self.project.given().user().await;
        self.project.given().participant(&self.session, &user).role(role).left().insert().await;
        let sql = "update public.live_participants set admitted_at = null where user_id = $1";
        self.execute(sql, &[&user.id]).await;
        user
    }

    /// One sweep, which succeeds: what it reports.
    pub(crate) async fn sweep(&self) -> Value {
        let reply = sweep(&self.api).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    /// One look at what waits for its host or a party: what it reports.
    pub(crate) async fn confirm_absence(&self) -> Value {
        let env = self.project.env();
        let settings = Settings::from_source(|name| env.get(name).cloned()).unwrap();
        let cx = Context::new(&settings, Clock::system()).unwrap();
        serde_json::to_value(sweeper::confirm_absence(&cx).await.unwrap()).unwrap()
    }

    /// The database hears that somebody joined, so many seconds ago.
    pub(crate) async fn hears_of(&self, user: &User, sid: &str, seconds_ago: i32) {
        let sql = "select public.live_stay_seen($1, $2, $3, $4, 'STANDARD', now() - $5 * interval '1 s', null, null)";
        let room_sid = format!("RM_{sid}");
        let (room, identity) = (&self.session.room_name, user.id.to_string());
        self.project.db().query(sql, &[room, &room_sid, &sid, &identity, &f64::from(seconds_ago)]).await.unwrap();
    }

    /// Nothing has happened to any session for so many minutes.
    pub(crate) async fn quiet_for(&self, minutes: i32) {
        let quiet = "update public.live_sessions
                     set started_at = now() - $1 * interval '1 min', updated_at = now() - $1 * interval '1 min'
                     where status = 'live'";
        self.project.db().batch_execute("alter table public.live_sessions disable trigger user").await.unwrap();
        self.execute(quiet, &[&f64::from(minutes)]).await;
        self.project.db().batch_execute("alter table public.live_sessions enable trigger user").await.unwrap();
    }

    /// So many seconds pass for everybody who has left.
    pub(crate) async fn seconds_pass(&self, seconds: i32) {
        let pass = "with stays as (update public.live_stays set left_at = left_at - $1 * interval '1 s'),
                      calls as (update public.calls set party_left_at = party_left_at - $1 * interval '1 s')
                    update public.live_sessions set host_left_at = host_left_at - $1 * interval '1 s'";
        self.execute(pass, &[&f64::from(seconds)]).await;
    }

    /// A stay's row: whether it is open, and why not.
    pub(crate) async fn stay(&self, sid: &str) -> Value {
        self.value(
            "select jsonb_build_array(left_at is null, left_reason) from public.live_stays where participant_sid = $1",
            &[&sid],
        )
        .await
    }

    /// Whether somebody counts as inside, and by which connection.
    pub(crate) async fn place_of(&self, user: &User) -> Value {
        self.value(
            "select jsonb_build_array(is_active, livekit_participant_sid)
             from public.live_participants where session_id = $1 and user_id = $2",
            &[&self.session.id, &user.id],
        )
        .await
    }

    /// The session's status, the reason of its end, and whether the host is away.
    pub(crate) async fn status(&self) -> Value {
        self.value(
            "select jsonb_build_array(status, end_reason, host_left_at is not null)
             from public.live_sessions where id = $1",
            &[&self.session.id],
        )
        .await
    }

    /// Everything a sweep could change.
    pub(crate) async fn everything(&self) -> Value {
        self.value(
            "select jsonb_build_object(
               'sessions', (select jsonb_agg(s order by s.id) from public.live_sessions s),
               'calls', (select jsonb_agg(c order by c.id) from public.calls c),
               'stays', (select jsonb_agg(t order by t.participant_sid) from public.live_stays t),
               'rooms', (select jsonb_agg(r order by r.room_sid) from public.live_rooms r),
               'people', (select jsonb_agg(p order by p.id) from public.live_participants p)
             )",
            &[],
        )
        .await
    }

    /// The rows sweeps have written of themselves: how they ended and what they counted.
    pub(crate) async fn reports(&self) -> Vec<(String, Value)> {
        let sql = "select processing_status, raw_payload from public.live_webhook_logs
                   where event_type = 'sweep' and event_id is null order by created_at";
        let rows = self.project.db().query(sql, &[]).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    pub(crate) async fn value(&self, sql: &str, of: &[&(dyn tokio_postgres::types::ToSql + Sync)]) -> Value {
        self.project.db().query_one(sql, of).await.unwrap().get(0)
    }

    pub(crate) async fn execute(&self, sql: &str, of: &[&(dyn tokio_postgres::types::ToSql + Sync)]) {
        self.project.db().execute(sql, of).await.unwrap();
    }
}

/// One sweep, whatever it replies.
pub(crate) async fn sweep(api: &Api) -> ipelya_test::Reply {
    api.post("sweeper").bearer(&api.setting("SUPABASE_SERVICE_ROLE_KEY")).json(json!({})).send().await
}
