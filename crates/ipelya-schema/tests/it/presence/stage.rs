//! A session with its host's place, a connection of the service role, and what the rows say, in seconds after the start.

use crate::presence::report::{Report, START, moment};
use ipelya_test::{Project, Session, User};
use serde_json::Value;
use tokio_postgres::{Client, NoTls, Statement};

const PICTURE: &str = "
    select jsonb_build_object(
      'session', (
        select jsonb_build_object(
          'status', s.status, 'reason', s.end_reason, 'room', s.livekit_room_sid,
          'ended', live_test.seconds(s.ended_at), 'host_left', live_test.seconds(s.host_left_at),
          'viewers', s.total_viewers, 'peak', s.peak_viewers, 'duration', s.total_duration_seconds,
          'messages', s.total_messages, 'gifts', s.total_gifts_received
        ) from public.live_sessions s where s.id = $1
      ),
      'people', (
        select coalesce(jsonb_object_agg(p.user_id, jsonb_build_object(
          'role', p.role, 'active', p.is_active, 'sid', p.livekit_participant_sid,
          'joined', live_test.seconds(p.joined_at), 'left', live_test.seconds(p.left_at),
          'guest_left', live_test.seconds(p.guest_left_at), 'watched', p.total_watch_time_seconds
        )), '{}') from public.live_participants p where p.session_id = $1
      ),
      'stays', (
        select coalesce(jsonb_object_agg(t.participant_sid, jsonb_build_object(
          'room', t.room_sid, 'user', t.user_id, 'kind', t.kind, 'reason', t.left_reason,
          'joined', live_test.seconds(t.joined_at), 'left', live_test.seconds(t.left_at)
        )), '{}') from public.live_stays t where t.session_id = $1
      ),
      'numbers', (
        select jsonb_build_array(n.watching, n.viewers, n.peak)
        from public.live_sessions s, public.live_session_numbers(s.id, coalesce(s.ended_at, 'infinity')) n
        where s.id = $1
      )
    )";

pub(crate) struct Stage {
    pub(crate) project: Project,
    pub(crate) db: Client,
    pub(crate) host: User,
    pub(crate) session: Session,
    picture: Statement,
}

impl Stage {
    /// A video session that has just begun; nobody is connected yet.
    pub(crate) async fn live() -> Self {
        let project = Project::start().await;
        prepare(&project).await;
        let (db, connection) = tokio_postgres::connect(&project.env()["DATABASE_URL"], NoTls).await.unwrap();
        tokio::spawn(connection);
        db.batch_execute("set role service_role").await.unwrap();
        let host = project.given().creator().await;
        let session = project.given().live_session(&host).insert().await;
        let picture = db.prepare(PICTURE).await.unwrap();
        let stage = Self { project, db, host, session, picture };
        stage.set_clock().await;
        stage
    }

    /// Somebody admitted long ago, in this role.
    pub(crate) async fn person(&self, role: &str) -> User {
        let user = self.project.given().user().await;
        self.project.given().participant(&self.session, &user).role(role).insert().await;
        self.set_clock().await;
        user
    }

    async fn set_clock(&self) {
        self.admin(&format!(
            "update public.live_sessions set started_at = {START} where id = '{id}';
             update public.live_participants
             set admitted_at = {START} - interval '1 hour', joined_at = {START}, is_active = false
             where session_id = '{id}' and admitted_at < {START} - interval '1 year'",
            id = self.session.id
        ))
        .await;
    }

    /// Says something as a superuser.
    pub(crate) async fn admin(&self, sql: &str) {
        self.project.db().batch_execute(sql).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    }

    /// A report about this session, heard of when it happened. Tells whether it was about one of ours.
    pub(crate) async fn hear(&self, report: Report) -> bool {
        let now = report.at();
        self.hear_at(now, report).await
    }

    /// A report heard of at another time.
    pub(crate) async fn hear_at(&self, now: i64, report: Report) -> bool {
        self.ask(&report.sql(&self.session.room_name, now)).await
    }

    /// One round of everything that is due; what it writes of figures is for `stats`.
    pub(crate) async fn tick(&self, at: i64) -> Value {
        self.ask(&format!(
            "select public.live_tick({}) - array['live_roll_up_sessions', 'live_roll_up_days', 'live_measure_usage']",
            moment(at)
        ))
        .await
    }

    /// LiveKit, asked at this moment, did not have the host in this session's room. Tells whether that ended the session.
    pub(crate) async fn confirm_absence(&self, at: i64) -> bool {
        confirm_absence(self, &self.session.room_name, at).await
    }

    /// One value, as the service role.
    pub(crate) async fn ask<T: for<'a> tokio_postgres::types::FromSql<'a>>(&self, sql: &str) -> T {
        self.db.query_one(sql, &[]).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}")).get(0)
    }

    /// Everything that is derived of the session's stays.
    pub(crate) async fn picture(&self) -> Value {
        self.db.query_one(&self.picture, &[&self.session.id]).await.unwrap().get(0)
    }

    pub(crate) async fn session_row(&self) -> Value {
        self.picture().await["session"].take()
    }

    pub(crate) async fn place_of(&self, user: &User) -> Value {
        self.picture().await["people"][user.id.to_string()].take()
    }

    /// What the session's channel was told: names and payloads, in order.
    pub(crate) async fn told(&self) -> Vec<(String, Value)> {
        told(&self.project, &format!("live:{}", self.session.id)).await
    }
}

/// LiveKit, asked at this moment, did not have everybody in a room who is waited for there.
pub(crate) async fn confirm_absence(stage: &Stage, room_name: &str, at: i64) -> bool {
    let repair = serde_json::json!({ "room_name": room_name, "absent": true });
    let sql = format!("select public.live_sweep_apply($1, {}) ->> 'ended' = '1'", moment(at));
    stage.db.query_one(&sql, &[&repair]).await.unwrap().get(0)
}

/// What a channel was told, in order.
pub(crate) async fn told(project: &Project, topic: &str) -> Vec<(String, Value)> {
    let sql = "select event, payload - 'id' from realtime.messages where topic = $1 order by inserted_at, event";
    let rows = project.db().query(sql, &[&topic]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Gives a project the test's own way of reading a time.
async fn prepare(project: &Project) {
    let sql = format!(
        "create schema live_test;
         grant usage on schema live_test to public;
         create function live_test.seconds(timestamptz) returns integer language sql immutable
         as $$ select extract(epoch from $1 - {START})::integer $$;"
    );
    project.db().batch_execute(&sql).await.unwrap();
}

/// Some fields of an object, in this order.
pub(crate) fn pick<const N: usize>(object: &Value, names: [&str; N]) -> Value {
    names.iter().map(|name| object[name].clone()).collect()
}
