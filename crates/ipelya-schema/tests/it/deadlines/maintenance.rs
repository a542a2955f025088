//! A maintenance that staff has announced: who is told when, and what no longer begins.

use super::{code, noon};
use crate::contract::stored::all;
use crate::deadlines::ticking::tick;
use ipelya_local::clock::new_id;
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

const AT: &str = "2030-01-01T15:00:00+03:00";

async fn announced() -> Project {
    let project = Project::start().await;
    project.given().setting("maintenance_at", AT).await;
    project
}

async fn on_air(project: &Project) -> Session {
    project.given().live_session(&project.given().creator().await).insert().await
}

/// The code with which a session of somebody's is refused.
async fn created(project: &Project, creator: &User, planned: bool, at: OffsetDateTime) -> Option<String> {
    let plan = json!({
        "title": "Deneme", "session_type": "video_live", "access_type": "public", "ppv_coin_price": 0,
        "chat_enabled": true, "gifts_enabled": true, "guest_enabled": true, "max_guests": 3,
        "recording_enabled": false, "scheduled_at": planned.then_some("2030-02-01T00:00:00Z"),
    });
    let id = new_id();
    let sql = "select public.live_create_session($1, $2, $3, $4, $5)";
    code(project, sql, &[&creator.id, &id, &format!("video_live_{id}"), &plan, &at]).await
}

#[tokio::test]
async fn from_then_on_no_session_begins_and_those_on_air_and_planned_stay() {
    let project = announced().await;
    let given = project.given();
    let before = noon() - Duration::SECOND;
    let refused = Some("MAINTENANCE".to_owned());
    assert_eq!(created(&project, &given.creator().await, false, before).await, None);
    assert_eq!(created(&project, &given.creator().await, false, noon()).await, refused);
    assert_eq!(created(&project, &given.creator().await, true, noon()).await, None);

    let creator = given.creator().await;
    let planned = given.live_session(&creator).status("scheduled").insert().await;
    let start = "select public.live_start_session($1, $2, $3)";
    assert_eq!(code(&project, start, &[&creator.id, &planned.id, &noon()]).await, refused);
    let host = given.creator().await;
    let live = given.live_session(&host).insert().await;
    assert_eq!(code(&project, start, &[&host.id, &live.id, &noon()]).await, None);
    assert_eq!(created(&project, &host, false, noon()).await, None);
    tick(project.db(), noon() + Duration::hours(1)).await;
    for (session, status) in [(&planned, "scheduled"), (&live, "live")] {
        let sql = "select to_jsonb(status) from public.live_sessions where id = $1";
        assert_eq!(project.value(sql, &[&session.id]).await, status);
    }

    given.setting("maintenance_at", Value::Null).await;
    assert_eq!(code(&project, start, &[&creator.id, &planned.id, &noon()]).await, None);
}

#[tokio::test]
async fn whoever_is_on_air_is_told_once_a_quarter_of_an_hour_before() {
    let project = announced().await;
    let early = on_air(&project).await;
    project.given().live_session(&project.given().creator().await).status("scheduled").insert().await;
    let told = async |at: OffsetDateTime| tick(project.db(), at).await["live_warn_of_maintenance"].as_i64();

    assert_eq!(told(noon() - Duration::minutes(15) - Duration::SECOND).await, None);
    assert_eq!(told(noon() - Duration::minutes(15)).await, Some(1));
    assert_eq!(told(noon() - Duration::minutes(14)).await, None);
    let late = on_air(&project).await;
    assert_eq!(told(noon() - Duration::minutes(1)).await, Some(1));
    on_air(&project).await;
    assert_eq!(told(noon()).await, None);

    for session in [&early, &late] {
        let said = "select jsonb_agg(jsonb_build_array(event, payload - 'id')) from realtime.messages where topic = $1";
        let maintenance = json!([["maintenance", { "startsAt": "2030-01-01T12:00:00+00:00" }]]);
        assert_eq!(project.value(said, &[&format!("live:{}", session.id)]).await, maintenance);
        let lines = all(&project, "live_messages", &format!("t.session_id = '{}'", session.id)).await;
        assert_eq!(lines.len(), 1);
        assert_eq!(
            (&lines[0]["message_type"], &lines[0]["content"], &lines[0]["sender_profile_id"]),
            (
                &json!("system"),
                &json!("Saat 15:00 itibarıyla bakım yapılacak ve yeni yayın başlatılamayacak."),
                &Value::Null
            )
        );
    }
    assert_eq!(project.count("public.live_messages").await, 2);
}

#[tokio::test]
async fn another_time_is_told_anew_and_what_is_over_is_forgotten() {
    let project = announced().await;
    on_air(&project).await;
    project.given().setting("maintenance_warning_minutes_count", 60).await;
    let told = async |at: OffsetDateTime| tick(project.db(), at).await["live_warn_of_maintenance"].as_i64();
    assert_eq!(told(noon() - Duration::hours(1)).await, Some(1));
    project.given().setting("maintenance_at", "2030-01-01T12:30:00Z").await;
    assert_eq!(told(noon()).await, Some(1));
    told(noon() + Duration::minutes(30) + Duration::hours(24) - Duration::SECOND).await;
    assert_eq!(project.count("public.live_maintenance_warnings").await, 1);
    told(noon() + Duration::minutes(30) + Duration::hours(24)).await;
    assert_eq!(project.count("public.live_maintenance_warnings").await, 0);
}

#[tokio::test]
async fn its_time_is_a_moment_with_its_offset_or_nothing() {
    let project = Project::start().await;
    let set = async |value: &str| {
        let sql = format!("update public.live_settings set value = '{value}' where key = 'maintenance_at'");
        project.db().batch_execute(&sql).await.map_err(|e| e.as_db_error().unwrap().constraint().map(str::to_owned))
    };
    let refused = Err(Some("live_settings_value_check".to_owned()));
    for value in ["\"tomorrow\"", "\"infinity\"", "\"2030-01-01T12:00:00\"", "\"2030-13-01T12:00:00Z\"", "0", "true"] {
        assert_eq!(set(value).await, refused, "{value}");
    }
    for value in ["null", "\"2030-01-01T12:00:00Z\"", "\"2030-01-01T12:00:00.5+03:00\""] {
        assert_eq!(set(value).await, Ok(()), "{value}");
    }
}
