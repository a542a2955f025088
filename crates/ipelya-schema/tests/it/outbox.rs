//! Who is pushed what: preferences, quiet hours, languages. That it is sent, and once, the notifier's tests show.

use ipelya_test::{Project, User};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;
use uuid::Uuid;

/// One in the afternoon in Istanbul.
const NOON: OffsetDateTime = datetime!(2030-01-01 10:00 UTC);

/// A notifier is at work, and somebody has a phone.
async fn somebody(project: &Project) -> User {
    let user = project.given().user().await;
    let phone = "insert into public.push_tokens (user_id, token, updated_at)
                 values ($1, 'ExponentPushToken[' || $1::uuid || ']', $2)";
    project.execute(phone, &[&user.id, &NOON]).await;
    project.execute("update public.live_outbox_sender set seen_at = $1", &[&NOON]).await;
    user
}

async fn prefers(project: &Project, user: &User, preferences: &Value) {
    let sql = "insert into public.notification_preferences
               select (jsonb_populate_record(
                 null::public.notification_preferences,
                 '{\"push_enabled\": true, \"email_enabled\": true, \"notification_types\": {}}'::jsonb
                   || $2::jsonb || jsonb_build_object('user_id', $1::uuid, 'created_at', now(), 'updated_at', now())
               )).*";
    project.execute(sql, &[&user.id, preferences]).await;
}

/// Whether somebody is pushed a note of this type at this moment.
async fn is_pushed(project: &Project, user: &User, kind: &str, at: OffsetDateTime) -> bool {
    project.execute("update public.live_outbox_sender set seen_at = $1", &[&at]).await;
    let tell = "select public.live_tell(array[$1::uuid], null, $2, $3, '{\"title\": \"t\", \"coins\": 1}', '{}', $4)";
    let subject: Uuid = project.db().query_one("select gen_random_uuid()", &[]).await.unwrap().get(0);
    project.execute(tell, &[&user.id, &kind, &subject, &at]).await;
    let sql = "select count(*) from public.live_outbox where subject_id = $1";
    project.db().query_one(sql, &[&subject]).await.unwrap().get::<_, i64>(0) == 1
}

#[tokio::test]
async fn preferences_decide_about_everything_but_calls() {
    let project = Project::start().await;
    for (preferences, expected) in [
        (None, false),
        (Some(json!({})), true),
        (Some(json!({ "push_enabled": false })), false),
        (Some(json!({ "notification_types": { "creator_live": false, "incoming_call": false } })), false),
        (Some(json!({ "notification_types": { "creator_live": true, "like": false } })), true),
    ] {
        let user = somebody(&project).await;
        if let Some(preferences) = &preferences {
            prefers(&project, &user, preferences).await;
        }
        assert_eq!(is_pushed(&project, &user, "creator_live", NOON).await, expected, "{preferences:?}");
        assert!(is_pushed(&project, &user, "incoming_call", NOON).await, "{preferences:?}");
        assert!(is_pushed(&project, &user, "missed_call", NOON).await, "{preferences:?}");
    }
}

#[tokio::test]
async fn quiet_hours_are_those_of_the_clock_on_the_wall_and_may_go_past_midnight() {
    let project = Project::start().await;
    let at = |hour: u8, minute: u8| {
        datetime!(2030-01-01 00:00 +3).replace_hour(hour).unwrap().replace_minute(minute).unwrap()
    };
    for (from, until, loud, quiet) in [
        (Some("22:00"), Some("08:00"), vec![at(21, 59), at(8, 0), at(13, 0)], vec![at(22, 0), at(0, 30), at(7, 59)]),
        (Some("13:00"), Some("14:00"), vec![at(12, 59), at(14, 0)], vec![at(13, 0), at(13, 59)]),
        (Some("13:00"), Some("13:00"), vec![at(13, 0), at(1, 0)], vec![]),
        (Some("00:00"), None, vec![at(0, 0), at(13, 0)], vec![]),
        (None, None, vec![at(3, 0)], vec![]),
    ] {
        let user = somebody(&project).await;
        prefers(&project, &user, &json!({ "quiet_hours_start": from, "quiet_hours_end": until })).await;
        for (times, expected) in [(loud, true), (quiet, false)] {
            for time in times {
                let pushed = is_pushed(&project, &user, "creator_live", time).await;
                assert_eq!(pushed, expected, "{from:?} to {until:?} at {time}");
                assert!(is_pushed(&project, &user, "incoming_call", time).await);
            }
        }
    }
}

#[tokio::test]
async fn every_note_has_its_words_in_both_languages() {
    let project = Project::start().await;
    let words = async |kind: &str, language: Option<&str>, facts: &Value| {
        let sql = "select title || ' | ' || body from public.live_note_words($1, $2, $3)";
        project.db().query_one(sql, &[&kind, &language, facts]).await.unwrap().get::<_, Option<String>>(0).unwrap()
    };
    let facts = json!({ "name": "Ayşe %1$s", "title": "Konser", "coins": 50, "count": 3 });
    for (kind, turkish, english) in [
        ("incoming_call", "Gelen arama | Ayşe %1$s seni arıyor.", "Incoming call | Ayşe %1$s is calling you."),
        ("missed_call", "Cevapsız arama | Ayşe %1$s seni aradı.", "Missed call | Ayşe %1$s called you."),
        ("creator_live", "Ayşe %1$s canlı yayında | Konser", "Ayşe %1$s is live | Konser"),
        (
            "refund",
            "Coin iadesi | 50 coin hesabına iade edildi: Konser",
            "Coins refunded | 50 coins are back in your account: Konser",
        ),
        (
            "auto_flag_user",
            "İncelenecek kullanıcı | Ayşe %1$s 3 kişi tarafından şikâyet edildi.",
            "A user to review | Ayşe %1$s was reported by 3 people.",
        ),
        (
            "auto_flag_session",
            "İncelenecek yayın | Bu yayında 3 kişi şikâyette bulundu: Konser",
            "A session to review | 3 people made reports in this session: Konser",
        ),
        (
            "auto_flag_words",
            "Sohbette yasaklı söz | Ayşe %1$s sohbette susturuldu: Konser",
            "Blocked words in a chat | Ayşe %1$s was muted in the chat: Konser",
        ),
    ] {
        assert_eq!(words(kind, None, &facts).await, turkish);
        assert_eq!(words(kind, Some("tr"), &facts).await, turkish);
        assert_eq!(words(kind, Some("en"), &facts).await, english);
    }
    assert_eq!(words("missed_call", Some("en"), &json!({})).await, "Missed call | Somebody called you.");
    assert_eq!(words("refund", None, &json!({ "coins": 5 })).await, "Coin iadesi | 5 coin hesabına iade edildi.");
}

#[tokio::test]
async fn whoever_has_deleted_their_account_takes_their_pushes_along() {
    let project = Project::start().await;
    let user = somebody(&project).await;
    assert!(is_pushed(&project, &user, "missed_call", NOON).await);
    project.execute("delete from auth.users where id = $1", &[&user.id]).await;
    assert_eq!(project.value("select to_jsonb(count(*)) from public.live_outbox", &[]).await, json!(0));
}

#[tokio::test]
async fn only_triggers_that_push_every_new_row_count_as_the_apps_pipeline() {
    let project = Project::start().await;
    let db = project.db();
    let found =
        async || -> Option<String> { db.query_one("select public.live_app_push_trigger()", &[]).await.unwrap().get(0) };
    let function = "create function public.pipeline() returns trigger language plpgsql set search_path = ''
                    as $$ begin return new; end $$";
    db.batch_execute(function).await.unwrap();
    for (trigger, counts) in [
        ("before insert on public.notifications for each row", false),
        ("after update on public.notifications for each row", false),
        ("after insert on public.notifications for each statement", false),
        ("after insert on public.notifications for each row when (new.data ->> 'pushedBy' is null)", false),
        ("after insert on public.notifications for each row when (new.type <> 'like')", true),
        ("after insert or update on public.notifications for each row", true),
    ] {
        db.batch_execute(&format!("create trigger pipeline {trigger} execute function public.pipeline()"))
            .await
            .unwrap();
        assert_eq!(found().await.as_deref(), counts.then_some("pipeline"), "{trigger}");
        db.batch_execute("alter table public.notifications disable trigger pipeline").await.unwrap();
        assert_eq!(found().await, None, "disabled: {trigger}");
        db.batch_execute("drop trigger pipeline on public.notifications").await.unwrap();
    }
}
