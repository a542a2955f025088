//! How near LiveKit's limits are, who hears of it, and what no longer begins.

use crate::contract::stored::all;
use crate::stats::ground::{Ground, at, only};
use ipelya_local::clock::new_id;
use ipelya_test::User;
use serde_json::{Value, json};

const PEOPLE: &str = "livekit_concurrent_participants_count";

/// The code with which a new session, or the start of a planned one, is refused; `None` if it is on air.
async fn opened(ground: &Ground, creator: &User, scheduled: bool) -> Option<String> {
    code_of(ground.project.db(), creator, scheduled).await
}

async fn code_of(db: &tokio_postgres::Client, creator: &User, scheduled: bool) -> Option<String> {
    let id = new_id();
    let plan = json!({
        "title": "Deneme", "session_type": "video_live", "access_type": "public", "ppv_coin_price": 0,
        "chat_enabled": true, "gifts_enabled": true, "guest_enabled": true, "max_guests": 3,
        "recording_enabled": false, "scheduled_at": scheduled.then_some("2100-01-06T00:00:00Z"),
    });
    let now = at("2100-01-05 12:00");
    let create =
        format!("select public.live_create_session('{}', '{id}', 'video_live_{id}', '{plan}', {now})", creator.id);
    let start = format!("select public.live_start_session('{}', '{id}', {now})", creator.id);
    for sql in if scheduled { vec![create, start] } else { vec![create] } {
        if let Err(error) = db.query_one(&sql, &[]).await {
            return Some(error.as_db_error().unwrap_or_else(|| panic!("{error}")).detail().unwrap().to_owned());
        }
    }
    None
}

async fn limit(ground: &Ground, key: &str, value: impl Into<Value>) {
    ground.project.given().setting(key, value).await;
}

/// Ten people in the room of somebody who is on air, and as many minutes of this month used.
async fn crowd() -> (Ground, User) {
    let ground = Ground::start().await;
    let [host] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 11:00").await;
    for _ in 0..10 {
        ground.connection(&session, &new_id().to_string(), "STANDARD", "2100-01-05 11:59", None).await;
    }
    ground.run(&format!("select public.live_measure_usage({})", at("2100-01-05 12:00"))).await;
    ground.run(&format!("select public.live_measure_usage({})", at("2100-01-05 12:00"))).await;
    (ground, host)
}

#[tokio::test]
async fn nothing_begins_at_a_limit_but_sessions_of_exempt_creators_and_what_is_on_air_goes_on() {
    let (ground, on_air) = crowd().await;
    for (key, used) in [("livekit_participant_minutes_count", 10), (PEOPLE, 10), ("livekit_rooms_count", 1)] {
        limit(&ground, key, used).await;
        for scheduled in [false, true] {
            let [creator, exempt] = ground.people().await;
            let refused = Some("QUOTA_EXCEEDED".to_owned());
            assert_eq!(opened(&ground, &creator, scheduled).await, refused, "{key} {scheduled}");
            limit(&ground, "quota_exempt_creators", json!([exempt.id])).await;
            assert_eq!(opened(&ground, &exempt, scheduled).await, None, "{key} {scheduled}");
            let over = "update public.live_sessions set status = 'ended' where creator_id = $1";
            ground.project.execute(over, &[&exempt.id]).await;

            limit(&ground, key, used + 1).await;
            assert_eq!(opened(&ground, &creator, scheduled).await, None, "{key} {scheduled}");
            ground.project.execute(over, &[&creator.id]).await;
            limit(&ground, key, used).await;
        }
        // the one that is on air is given back
        assert_eq!(opened(&ground, &on_air, false).await, None, "{key}");
        limit(&ground, key, 0).await;
    }
}

#[tokio::test]
async fn of_many_who_begin_at_the_same_moment_as_many_go_on_air_as_there_is_room_for() {
    let ground = Ground::start().await;
    limit(&ground, "livekit_rooms_count", 3).await;
    let creators: [User; 8] = ground.people().await;
    let tries = creators.iter().map(|creator| async {
        let (client, connection) =
            tokio_postgres::connect(&ground.project.env()["DATABASE_URL"], tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        code_of(&client, creator, false).await
    });
    let codes = futures_util::future::join_all(tries).await;
    let refused = codes.iter().filter(|code| code.as_deref() == Some("QUOTA_EXCEEDED")).count();
    assert_eq!((codes.iter().filter(|code| code.is_none()).count(), refused), (3, 5), "{codes:?}");
}

#[tokio::test]
async fn a_limit_of_nought_refuses_nothing_and_warns_of_nothing() {
    let (ground, _) = crowd().await;
    let [creator] = ground.people().await;
    assert_eq!(opened(&ground, &creator, false).await, None);
    assert_eq!(all(&ground.project, "live_admin_logs", "true").await, [Value::Null; 0]);
}

#[tokio::test]
async fn recorded_minutes_keep_nobody_from_being_on_air() {
    let (ground, _) = crowd().await;
    ground.run("update public.live_usage set egress_seconds = 600").await;
    limit(&ground, "livekit_egress_minutes_count", 1).await;
    let [creator] = ground.people().await;
    assert_eq!(opened(&ground, &creator, false).await, None);
}

#[tokio::test]
async fn staff_hears_once_a_month_of_each_level_the_highest_one_only() {
    let (ground, _) = crowd().await;
    ground.run("reset role").await;
    let admin = ground.project.given().admin().await;
    ground.run("set role service_role").await;
    let warned = async |most: i32, when: &str| {
        limit(&ground, PEOPLE, most).await;
        ground.run(&format!("select public.live_warn_of_quotas({})", at(when))).await;
        let rows = all(&ground.project, "live_admin_logs", "true").await;
        rows.iter().map(|row| row["metadata"]["level"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(warned(21, "2100-01-05 12:00").await, [0; 0]);
    assert_eq!(warned(20, "2100-01-05 12:01").await, [50]);
    assert_eq!(warned(20, "2100-01-05 12:02").await, [50]);
    assert_eq!(warned(11, "2100-01-05 12:03").await, [50, 90]);
    // it was 90 % already
    assert_eq!(warned(13, "2100-01-31 23:59").await, [50, 90]);
    assert_eq!(warned(13, "2100-02-01 00:00").await, [50, 90, 75]);

    let row = &all(&ground.project, "live_admin_logs", "true").await[1];
    assert_eq!(
        only(row, &["admin_id", "action", "target_type", "target_id", "metadata"]),
        json!({
            "admin_id": null, "action": "quota_warning", "target_type": "quota", "target_id": "concurrent_participants",
            "metadata": { "month": "2100-01", "level": 90, "used": 10, "limit": 11, "percent": 90 },
        })
    );
    let notes = all(&ground.project, "notifications", "true").await;
    assert_eq!(notes.len(), 3);
    assert_eq!(
        only(&notes[1], &["recipient_id", "type", "title", "body", "data"]),
        json!({
            "recipient_id": admin.id, "type": "quota_concurrent_participants", "title": "LiveKit kotası",
            "body": "Bağlı kişi sınırı yüzde 90 doldu.",
            "data": { "quota": "concurrent_participants", "percent": 90, "url": "/ops/live" },
        })
    );
}

#[tokio::test]
async fn exempt_creators_are_listed_by_their_ids() {
    let ground = Ground::start().await;
    let set = async |value: &str| {
        let sql = format!("update public.live_settings set value = '{value}' where key = 'quota_exempt_creators'");
        ground
            .project
            .db()
            .batch_execute(&sql)
            .await
            .map_err(|error| error.as_db_error().unwrap().constraint().map(str::to_owned))
    };
    for refused in ["\"x\"", "null", "[1]", "[\"x\"]", "[[\"6f1c0f6e-0d0a-4c55-9d5b-000000000001\"]]"] {
        assert_eq!(set(refused).await, Err(Some("live_settings_value_check".to_owned())), "{refused}");
    }
    assert_eq!(set("[\"6f1c0f6e-0d0a-4c55-9d5b-000000000001\"]").await, Ok(()));
}
