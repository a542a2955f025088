//! What is left when an account is deleted, on a project where the app's own tables go with it: everything but what is
//! nobody else's, and nothing on air.

use ipelya_local::clock::new_id;
use serde_json::{Value, json};
use tokio_postgres::Client;
use uuid::Uuid;

use crate::migrations::scratch::Scratch;

/// A creator on air with a viewer who has paid, given, spoken, asked and reported; and a call between the two.
struct Ground {
    scratch: Scratch,
    db: Client,
    creator: Uuid,
    viewer: Uuid,
    admin: Uuid,
    session: Uuid,
    scheduled: Uuid,
    call: Uuid,
}

/// Every table of ours whose rows concern others too.
const KEPT: [&str; 13] = [
    "calls",
    "live_admin_logs",
    "live_gifts",
    "live_guest_requests",
    "live_messages",
    "live_moderation_actions",
    "live_participants",
    "live_payments",
    "live_reports",
    "live_rooms",
    "live_session_bans",
    "live_sessions",
    "live_stays",
];

impl Ground {
    async fn laid() -> Self {
        let scratch = Scratch::with_the_app().await;
        scratch.migrate().await.unwrap();
        let db = scratch.superuser().await;
        let (creator, viewer, admin) = (person(&db).await, person(&db).await, person(&db).await);
        let [session, scheduled, call] = [new_id(), new_id(), new_id()];
        db.batch_execute(&format!(
            "insert into public.admin_profiles (id, full_name, email) values ('{admin}', 'Elif', 'e@example.com');
             insert into public.coin_balances (user_id, balance) values ('{viewer}', 200);
             insert into public.live_sessions (
               id, creator_id, creator_profile_id, title, session_type, access_type, ppv_coin_price, livekit_room_name,
               livekit_room_sid, status, started_at, announced_at
             )
             select '{session}', user_id, id, 'Yayın', 'video_live', 'pay_per_view', 50, 'room', 'RM_1', 'live',
               now() - interval '1 minute', now()
             from public.profiles where user_id = '{creator}';
             insert into public.live_sessions (
               id, creator_id, creator_profile_id, title, session_type, livekit_room_name, status, scheduled_at
             )
             select '{scheduled}', user_id, id, 'Yarın', 'video_live', 'later', 'scheduled', now() + interval '1 day'
             from public.profiles where user_id = '{creator}';
             insert into public.live_participants (session_id, user_id, profile_id, role)
             select '{session}', user_id, id, case user_id when '{creator}' then 'host' else 'viewer' end
             from public.profiles where user_id in ('{creator}', '{viewer}');
             insert into public.calls (
               id, caller_id, callee_id, caller_profile_id, callee_profile_id, call_type, livekit_room_name, status,
               answered_at
             )
             select '{call}', '{viewer}', '{creator}', v.id, c.id, 'video_call', 'talk', 'connected', now()
             from public.profiles v, public.profiles c where v.user_id = '{viewer}' and c.user_id = '{creator}';
             insert into public.live_rooms (room_sid, room_name, session_id, started_at)
             values ('RM_1', 'room', '{session}', now());
             insert into public.live_stays (participant_sid, room_sid, session_id, user_id, joined_at)
             values ('PA_H', 'RM_1', '{session}', '{creator}', now()), ('PA_V', 'RM_1', '{session}', '{viewer}', now());
             select public.live_pay_entry('{viewer}', '{session}', 50);
             select public.live_send_gift('{viewer}', null, '{session}', 'star', 2);
             insert into public.live_messages (session_id, sender_id, sender_profile_id, content)
             select '{session}', user_id, id, 'selam' from public.profiles where user_id in ('{creator}', '{viewer}');
             insert into public.live_guest_requests (session_id, requester_id, requester_profile_id, responded_by)
             select '{session}', user_id, id, '{creator}' from public.profiles where user_id = '{viewer}';
             insert into public.live_reports (session_id, reporter_id, reported_user_id, reason)
             values ('{session}', '{viewer}', '{creator}', 'spam'), ('{session}', '{creator}', '{viewer}', 'spam');
             insert into public.live_session_bans (ban_type, banned_user_id, banned_by, creator_id)
             values ('global', '{creator}', '{admin}', null), ('global', '{viewer}', '{admin}', null),
               ('creator', '{admin}', '{creator}', '{creator}');
             insert into public.live_admin_logs (admin_id, action, target_id, metadata)
             values ('{admin}', 'ban_participant', '{viewer}', '{{\"reason\": \"spam\"}}');
             insert into public.live_moderation_actions (session_id, actor_id, actor_role, action, target_user_id)
             values ('{session}', '{creator}', 'host', 'kick', '{viewer}');
             insert into public.live_user_settings (user_id) values ('{creator}'), ('{viewer}');
             insert into public.user_broadcast_thumbnails (user_id, thumbnail_url) values ('{creator}', 'https://x');",
        ))
        .await
        .unwrap();
        Self { scratch, db, creator, viewer, admin, session, scheduled, call }
    }

    /// Deletes an account as Auth does.
    async fn delete(&self, user: Uuid) {
        let auth = self.scratch.superuser().await;
        auth.batch_execute(&format!("set role supabase_auth_admin; delete from auth.users where id = '{user}'"))
            .await
            .unwrap();
    }

    /// The rows of a table without the columns that an end changes, by their keys.
    async fn rows(&self, table: &str, without: &[&str]) -> Vec<Value> {
        let sql = format!("select to_jsonb(t) - $1::text[] from public.{table} t order by to_jsonb(t)::text");
        self.db.query(&sql, &[&without]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }

    async fn row(&self, table: &str, id: Uuid) -> Value {
        let sql = format!("select to_jsonb(t) from public.{table} t where id = $1");
        self.db.query_one(&sql, &[&id]).await.unwrap().get(0)
    }

    async fn value<T: for<'a> tokio_postgres::types::FromSql<'a>>(&self, sql: &str) -> T {
        self.db.query_one(sql, &[]).await.unwrap().get(0)
    }
}

async fn person(db: &Client) -> Uuid {
    let id = new_id();
    db.execute("insert into auth.users (id, aud, role) values ($1, 'authenticated', 'authenticated')", &[&id])
        .await
        .unwrap();
    db.execute("insert into public.profiles (user_id, display_name) values ($1, 'Ayşe')", &[&id]).await.unwrap();
    id
}

/// Every column that points to a profile.
const FACES: [&str; 6] = [
    "creator_profile_id",
    "profile_id",
    "sender_profile_id",
    "caller_profile_id",
    "callee_profile_id",
    "requester_profile_id",
];

#[tokio::test]
async fn no_row_that_concerns_others_goes_with_an_account_and_every_id_stays() {
    let ground = Ground::laid().await;
    // people's ids, and what else no end of a session or call touches
    let settled = ["status", "ended_at", "end_reason", "updated_at", "is_active", "left_at", "duration_seconds"];
    let counted = [
        "total_duration_seconds",
        "total_viewers",
        "peak_viewers",
        "total_messages",
        "total_gifts_received",
        "stats_refreshed_at",
        "host_left_at",
        "outcome",
        "admin_id",
        "metadata",
        "livekit_participant_sid",
        "admitted_at",
        "joined_at",
        "livekit_identity",
        "total_watch_time_seconds",
        "left_reason",
        "guest_left_at",
    ];
    let without: Vec<&str> = settled.into_iter().chain(counted).chain(FACES).collect();
    let mut before = Vec::new();
    for table in KEPT {
        let rows = ground.rows(table, &without).await;
        assert!(!rows.is_empty(), "{table}");
        before.push(rows);
    }

    for user in [ground.creator, ground.viewer, ground.admin] {
        ground.delete(user).await;
    }

    for (table, rows) in KEPT.iter().zip(&before) {
        assert_eq!(&ground.rows(table, &without).await, rows, "{table}");
    }
    for table in ["live_user_settings", "user_broadcast_thumbnails"] {
        assert_eq!(ground.rows(table, &[]).await, [Value::Null; 0], "{table}");
    }
    // no one is left to session
    for table in ["live_sessions", "live_participants", "live_messages", "calls", "live_guest_requests"] {
        for row in ground.rows(table, &[]).await {
            let shown: Vec<_> = FACES.iter().filter(|face| row.get(**face).is_some_and(|id| !id.is_null())).collect();
            assert!(shown.is_empty(), "{table}: {shown:?} in {row}");
        }
    }
    let metadata: Value = ground.value("select metadata from public.live_admin_logs where admin_id is null").await;
    assert_eq!(metadata, json!({ "reason": "spam", "admin_id": ground.admin }));
}

#[tokio::test]
async fn the_session_of_a_deleted_creator_ends_as_every_session_does() {
    let ground = Ground::laid().await;
    ground.delete(ground.creator).await;

    let session = ground.row("live_sessions", ground.session).await;
    assert_eq!((&session["status"], &session["end_reason"]), (&json!("ended"), &json!("account_deleted")));
    assert_eq!(session["creator_id"], json!(ground.creator));
    assert_eq!((&session["total_messages"], &session["total_gifts_received"]), (&json!(2), &json!(50)));
    assert!(session["total_duration_seconds"].as_i64().unwrap() >= 60, "{session}");
    let scheduled = ground.row("live_sessions", ground.scheduled).await;
    assert_eq!((&scheduled["status"], &scheduled["end_reason"]), (&json!("cancelled"), &json!("account_deleted")));
    let call = ground.row("calls", ground.call).await;
    assert_eq!((&call["status"], &call["end_reason"]), (&json!("ended"), &json!("failed")));

    let told = format!(
        "select payload - 'id' from realtime.messages where topic = 'live:{}' and event = 'session_ended'",
        ground.session
    );
    assert_eq!(ground.value::<Value>(&told).await, json!({ "reason": "account_deleted" }));
    // whose room the sweeper still closes
    let facts = "select jsonb_path_query_array(public.live_sweep_facts(now() + interval '31 s'), '$[*].name')";
    let rooms: Value = ground.value(facts).await;
    assert!(rooms.as_array().unwrap().contains(&json!("room")), "{rooms}");
}

#[tokio::test]
async fn a_deleted_viewer_leaves_the_session_on_air_and_ends_their_call() {
    let ground = Ground::laid().await;
    ground.delete(ground.viewer).await;
    assert_eq!(ground.row("live_sessions", ground.session).await["status"], "live");
    assert_eq!(ground.row("calls", ground.call).await["end_reason"], "failed");
}

#[tokio::test]
async fn the_journal_is_untouched_and_the_other_side_still_reads_it() {
    let ground = Ground::laid().await;
    let before = ground.rows("live_payments", &[]).await;
    assert_eq!(before.len(), 2);
    ground.delete(ground.creator).await;
    assert_eq!(ground.rows("live_payments", &[]).await, before);

    let sees = async |who: Uuid, table: &str| {
        let claims = json!({ "sub": who, "role": "authenticated" });
        ground
            .db
            .batch_execute(&format!("begin; set local request.jwt.claims = '{claims}'; set local role authenticated"))
            .await
            .unwrap();
        let rows: i64 = ground.value(&format!("select count(*) from public.{table}")).await;
        ground.db.batch_execute("rollback").await.unwrap();
        rows
    };
    let stranger = person(&ground.db).await;
    for (table, viewer, admin, anybody) in [
        ("live_payments", 2, 2, 0),
        ("live_gifts", 1, 1, 0),
        ("live_reports", 1, 2, 0),
        ("calls", 1, 1, 0),
        ("live_participants", 1, 2, 0),
        ("live_session_bans", 1, 3, 0),
        ("live_sessions", 2, 2, 2),
    ] {
        assert_eq!(sees(ground.viewer, table).await, viewer, "{table}");
        assert_eq!(sees(ground.admin, table).await, admin, "{table}");
        assert_eq!(sees(stranger, table).await, anybody, "{table}");
    }
}

#[tokio::test]
async fn a_session_that_cannot_be_ended_lets_the_account_go_and_ends_with_the_next_tick() {
    let ground = Ground::laid().await;
    // somebody pays and does not finish
    let payer = ground.scratch.superuser().await;
    payer.batch_execute(&format!("begin; select public.live_lock_session('{}', false)", ground.session)).await.unwrap();
    ground.delete(ground.creator).await;
    assert_eq!(ground.row("live_sessions", ground.session).await["status"], "live");

    let tick = "select public.live_tick(now())";
    assert_eq!(ground.value::<Value>(tick).await.get("live_end_abandoned"), None);
    payer.batch_execute("commit").await.unwrap();
    assert_eq!(ground.value::<Value>(tick).await["live_end_abandoned"], 1);
    assert_eq!(ground.row("live_sessions", ground.session).await["end_reason"], "account_deleted");
}

#[tokio::test]
async fn an_account_that_is_only_marked_as_deleted_is_off_the_air_with_the_next_tick() {
    let ground = Ground::laid().await;
    let mark = "update auth.users set deleted_at = now() where id = $1";
    ground.db.execute(mark, &[&ground.creator]).await.unwrap();
    // as the service role, which may not look into Auth
    ground.db.batch_execute("set role service_role").await.unwrap();
    assert_eq!(ground.value::<Value>("select public.live_tick(now())").await["live_end_abandoned"], 3);
    ground.db.batch_execute("reset role").await.unwrap();
    for (id, status) in [(ground.session, "ended"), (ground.scheduled, "cancelled")] {
        let session = ground.row("live_sessions", id).await;
        assert_eq!((&session["status"], &session["end_reason"]), (&json!(status), &json!("account_deleted")));
        assert!(!session["creator_profile_id"].is_null());
    }
    assert_eq!(ground.row("calls", ground.call).await["end_reason"], "failed");
}

#[tokio::test]
async fn the_net_looks_at_every_open_session_a_part_at_a_time() {
    let ground = Ground::laid().await;
    let many = format!(
        "insert into public.live_sessions (
           creator_id, creator_profile_id, title, session_type, livekit_room_name, status, scheduled_at
         )
         select user_id, id, 'Yarın', 'video_live', 'later ' || n, 'scheduled', now()
         from public.profiles, generate_series(1, 1200) n where user_id = '{}'",
        ground.viewer
    );
    ground.db.batch_execute(&many).await.unwrap();
    let mark = "update auth.users set deleted_at = now() where id = $1";
    ground.db.execute(mark, &[&ground.creator]).await.unwrap();
    let mut ended = 0;
    for _ in 0..3 {
        let report: Value = ground.value("select public.live_tick(now())").await;
        ended += report["live_end_abandoned"].as_i64().unwrap_or_default();
    }
    assert_eq!(ended, 3);
    let left: i64 = ground.value("select count(*) from public.live_sessions where status = 'scheduled'").await;
    assert_eq!(left, 1200);
}

#[tokio::test]
async fn what_asks_for_a_creator_who_is_gone_is_answered_without_one() {
    let ground = Ground::laid().await;
    ground.delete(ground.creator).await;
    let facts: Value = ground
        .value(&format!("select public.live_join_facts('{}', null, '{}', null)", ground.viewer, ground.session))
        .await;
    let (session, details) = (&facts["room"]["session"], &facts["room"]["details"]);
    assert_eq!(session["creator_id"], json!(ground.creator));
    assert_eq!((&session["status"], details), (&json!("ended"), &Value::Null));
    let reply: Value = ground
        .value(&format!(
            "select public.live_message_reply(m) from public.live_messages m where m.sender_id = '{}'",
            ground.creator
        ))
        .await;
    assert_eq!((&reply["sender_id"], &reply["sender_profile_id"]), (&json!(ground.creator), &Value::Null));
}
