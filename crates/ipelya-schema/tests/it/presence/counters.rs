//! The session's own row is sent to every viewer at each update: joins, messages and gifts leave it alone, and the tick
//! writes it when viewers have come or gone, at most every three seconds and the less often the more of them there are. A
//! join costs the same in a full session as in an empty one.

use crate::presence::report::{Connection, moment};
use crate::presence::stage::{Stage, pick};
use ipelya_test::{Session, User};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Stage {
    /// The version of the session's row: another one after each update, even one that changes nothing.
    async fn version(&self) -> (String, time::OffsetDateTime) {
        let sql = "select xmin::text || ' ' || ctid::text, updated_at from public.live_sessions where id = $1";
        let row = self.db.query_one(sql, &[&self.session.id]).await.unwrap();
        (row.get(0), row.get(1))
    }

    async fn say(&self, user: &User, at: i64) {
        let sql = format!(
            "insert into public.live_messages (session_id, sender_id, sender_profile_id, content, created_at)
             values ('{}', '{}', '{}', 'selam', {})",
            self.session.id,
            user.id,
            user.profile_id,
            moment(at)
        );
        self.db.batch_execute(&sql).await.unwrap();
    }

    async fn counters(&self) -> Value {
        pick(&self.session_row().await, ["viewers", "peak", "messages", "gifts"])
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joins_leaves_messages_and_gifts_do_not_touch_the_sessions_row() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.project.given().coins(&viewer, 10).await;
    let (host, guest) = (Connection::of(&stage.host, "PA_H"), Connection::of(&viewer, "PA_V"));
    let before = stage.version().await;

    stage.hear(host.joined(1)).await;
    stage.hear(guest.joined(1)).await;
    stage.say(&viewer, 2).await;
    let gift = format!(
        "select public.live_send_gift('{}', null, '{}', 'heart', 1, {})",
        viewer.id,
        stage.session.id,
        moment(2)
    );
    stage.ask::<Value>(&gift).await;
    stage.hear(guest.left(3)).await;
    assert_eq!(stage.version().await, before);

    // nobody more is watching than before
    assert_eq!(stage.tick(4).await, json!({}));
    assert_eq!(stage.version().await, before);

    // one update for all of it
    stage.hear(Connection::of(&viewer, "PA_W").joined(5)).await;
    assert_eq!(stage.tick(5).await, json!({ "live_refresh_counters": 1 }));
    assert_ne!(stage.version().await, before);
    assert_eq!(stage.counters().await, json!([1, 1, 1, 10]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chat_and_gifts_cause_no_update_and_are_exact_at_the_end() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.project.given().coins(&viewer, 100).await;
    stage.hear(Connection::of(&viewer, "PA_V").joined(1)).await;
    stage.tick(1).await;
    let written = stage.version().await;

    for second in 10..15 {
        stage.say(&viewer, second).await;
        let gift = format!(
            "select public.live_send_gift('{}', null, '{}', 'heart', 1, {})",
            viewer.id,
            stage.session.id,
            moment(second)
        );
        stage.ask::<Value>(&gift).await;
        assert_eq!(stage.tick(second).await, json!({}));
        assert_eq!(stage.version().await, written);
    }
    let end = format!("select public.live_end_session('{}', 'host_ended', {})", stage.session.id, moment(20));
    stage.ask::<bool>(&end).await;
    let totals: Value = stage.ask(&format!("select public.live_session_totals('{}')", stage.session.id)).await;
    assert_eq!(pick(&totals, ["total_messages", "total_gifts_received", "peak_viewers"]), json!([5, 50, 1]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counters_are_written_at_most_every_three_seconds_and_only_when_they_change() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.hear(Connection::of(&viewer, "PA_V").joined(10)).await;
    stage.tick(10).await;
    assert_eq!(stage.counters().await, json!([1, 1, 0, 0]));
    let another = stage.person("viewer").await;
    let written = stage.version().await;

    stage.hear(Connection::of(&another, "PA_A").joined(11)).await;
    stage.say(&viewer, 11).await;
    for second in [11, 12] {
        assert_eq!(stage.tick(second).await, json!({}));
        assert_eq!(stage.version().await, written, "after {second} s");
    }
    // what was marked meanwhile is not forgotten
    assert_eq!(stage.tick(13).await, json!({ "live_refresh_counters": 1 }));
    assert_eq!(stage.counters().await, json!([2, 2, 1, 0]));

    // the same numbers again: nothing to tell
    let written = stage.version().await;
    stage.hear_at(20, Connection::of(&viewer, "PA_V").joined(10)).await;
    assert_eq!(stage.tick(20).await, json!({}));
    assert_eq!(stage.version().await, written);
    assert_eq!(stage.ask::<i64>("select count(*) from public.live_dirty_sessions").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_peak_of_a_running_session_never_falls() {
    let stage = Stage::live().await;
    let people = [stage.person("viewer").await, stage.person("viewer").await];
    let connections = people.map(|person| Connection::of(&person, &format!("PA_{}", person.id)));
    for connection in &connections {
        stage.hear(connection.joined(1)).await;
    }
    stage.tick(5).await;
    assert_eq!(stage.counters().await, json!([2, 2, 0, 0]));
    for connection in &connections {
        stage.hear(connection.left(6)).await;
    }
    stage.tick(10).await;
    assert_eq!(stage.counters().await, json!([0, 2, 0, 0]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_word_after_the_end_corrects_the_totals() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    let end = format!("select public.live_end_session('{}', 'host_ended', {})", stage.session.id, moment(100));
    stage.ask::<bool>(&end).await;
    assert_eq!(stage.counters().await, json!([0, 0, 0, 0]));
    stage.hear_at(101, Connection::of(&viewer, "PA_V").joined(50)).await;
    // no viewer is left to be spared an update
    assert_eq!(stage.tick(101).await, json!({ "live_refresh_counters": 1 }));
    assert_eq!(stage.counters().await, json!([1, 1, 0, 0]));
    // whoever lingers in the room watched up to the end
    stage.hear(Connection::of(&viewer, "PA_V").left(130)).await;
    assert_eq!(stage.place_of(&viewer).await["watched"], 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_viewers_are_sent_an_update_every_fifty_seconds_at_most() {
    let stage = Stage::live().await;
    let session = session_of(&stage, 10_000).await;
    let mark = format!("select public.live_mark_dirty('{}')", session.id);
    let version = format!("select xmin::text || ctid::text from public.live_sessions where id = '{}'", session.id);
    stage.admin(&mark).await;
    stage.tick(100).await;
    let mut last = (100, stage.ask::<String>(&version).await);
    let mut apart = Vec::new();
    for second in 101..=210 {
        let newcomer = Connection::named(&ipelya_local::clock::new_id().to_string(), &format!("PA_{second}"));
        stage.admin(&newcomer.in_room("RM_X").joined(second).sql(&session.room_name, second)).await;
        stage.tick(second).await;
        let now = stage.ask::<String>(&version).await;
        if now != last.1 {
            apart.push(second - last.0);
            last = (second, now);
        }
    }
    // 10 001 viewers and more, 200 messages a second
    assert_eq!(apart, [51, 51]);
    let viewers = format!("select total_viewers from public.live_sessions where id = '{}'", session.id);
    assert_eq!(stage.ask::<i32>(&viewers).await, 10_102);
}

/// Another session with so many people inside.
async fn session_of(stage: &Stage, size: i64) -> Session {
    let host = stage.project.given().creator().await;
    let session = stage.project.given().live_session(&host).insert().await;
    stage
        .admin(&format!(
            "with people as (
               insert into auth.users (id, email)
               select gen_random_uuid(), 'p' || n || '@{id}' from generate_series(1, {size}) n returning id, email
             ), faces as (
               insert into public.profiles (user_id, type, username)
               select id, 'real', email from people returning id, user_id
             ), seats as (
               insert into public.live_participants (session_id, user_id, profile_id)
               select '{id}', user_id, id from faces returning user_id
             )
             insert into public.live_stays (participant_sid, room_sid, session_id, user_id, joined_at)
             select 'PA_' || user_id, 'RM_{id}', '{id}', user_id, {} from seats;
             analyze",
            moment(1),
            id = session.id,
        ))
        .await;
    session
}

/// Rows of each table that one transaction has read and written by now.
async fn rows_touched(stage: &Stage) -> BTreeMap<String, [i64; 2]> {
    let sql = "select relname::text, seq_tup_read + coalesce(idx_tup_fetch, 0), n_tup_ins + n_tup_upd + n_tup_del
               from pg_stat_xact_user_tables where schemaname = 'public'";
    let rows = stage.db.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), [row.get(1), row.get(2)])).collect()
}

async fn rows_touched_by_a_join(stage: &Stage, session: &Session, user: &User) -> BTreeMap<String, [i64; 2]> {
    let connection = Connection::of(user, &format!("PA_{}", session.id)).in_room(&format!("RM_{}", session.id));
    stage.db.batch_execute("begin").await.unwrap();
    let before = rows_touched(stage).await;
    stage.db.batch_execute(&connection.joined(5).sql(&session.room_name, 5)).await.unwrap();
    let mut touched = rows_touched(stage).await;
    stage.db.batch_execute("commit").await.unwrap();
    for (table, [read, written]) in &mut touched {
        let [read_before, written_before] = before.get(table).copied().unwrap_or_default();
        (*read, *written) = (*read - read_before, *written - written_before);
    }
    touched.retain(|_, rows| *rows != [0, 0]);
    touched
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_join_touches_as_many_rows_among_ten_as_among_two_thousand() {
    let stage = Stage::live().await;
    // enough sessions of the past for their table to be read by index
    stage
        .admin(&format!(
            "insert into public.live_sessions (
               creator_id, creator_profile_id, title, session_type, livekit_room_name, status
             ) select '{}', '{}', 'dün', 'video_live', 'old_' || n, 'ended' from generate_series(1, 500) n",
            stage.host.id, stage.host.profile_id
        ))
        .await;
    let (small, large) = (session_of(&stage, 10).await, session_of(&stage, 2000).await);
    let newcomers = [stage.project.given().user().await, stage.project.given().user().await];

    let few = rows_touched_by_a_join(&stage, &small, &newcomers[0]).await;
    let many = rows_touched_by_a_join(&stage, &large, &newcomers[1]).await;

    assert_eq!(few, many);
    let written = few.iter().filter(|(_, [_, written])| *written > 0);
    let written: Vec<_> = written.map(|(table, [_, written])| (table.as_str(), *written)).collect();
    // the seat is made and then settled
    assert_eq!(written, [("live_dirty_sessions", 1), ("live_participants", 2), ("live_stays", 1)]);
}
