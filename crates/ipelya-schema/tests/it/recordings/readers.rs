//! What phones and the panel read of recordings by themselves, and that nobody but the server writes them.

use crate::recordings::ground::{Ground, Subject};
use crate::voice::seen::rows;
use ipelya_test::User;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

const TABLES: [&str; 3] = ["recordings", "recording_subjects", "live_object_deletions"];
/// What nobody reads but the server.
const HIDDEN: [&str; 6] = ["storage_key", "egress_id", "error", "held_by", "hold_reason", "requested_by"];

struct Scene {
    ground: Ground,
    host: User,
    guest: User,
    callee: User,
    stranger: User,
    staff: User,
    former: User,
    shown: Uuid,
    private: Uuid,
    unseen: Uuid,
    of_call: Uuid,
}

/// A session with a recording to be seen, a private one and one whose file was not seen, and a recorded call.
async fn scene() -> Scene {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (host, guest, callee, stranger) =
        (given.creator().await, given.user().await, given.user().await, given.user().await);
    let (staff, former) = (given.admin().await, given.former_admin().await);
    let session = ground.on_air(&host).await;
    given.participant(&session, &guest).role("co_host").insert().await;
    let (shown, private, unseen) = (
        ground.recorded(&host, &session).await,
        ground.recorded(&host, &session).await,
        ground.recorded(&host, &session).await,
    );
    ground.updates(&host, private, Some("private"), None, None).await.unwrap();
    ground.project.execute("update public.recordings set available_at = null where id = $1", &[&unseen]).await;
    let call = ground.call(&host, &callee).await;
    ground.said(call, &callee, Some(true)).await;
    let of_call = ground.recorded(&host, Subject::Call(call)).await;
    let gone = ground.recorded(&host, &session).await;
    ground.deletes(&host, gone, 300).await.unwrap();
    Scene { ground, host, guest, callee, stranger, staff, former, shown, private, unseen, of_call }
}

/// The ids that somebody finds in a table.
async fn found(scene: &Scene, who: Option<&User>, column: &str, table: &str) -> BTreeSet<String> {
    let query = format!("select distinct {column} as id from public.{table}");
    let rows = rows(&scene.ground.project, who, &query).await.unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn set(ids: &[Uuid]) -> BTreeSet<String> {
    ids.iter().map(Uuid::to_string).collect()
}

#[tokio::test]
async fn everybody_sees_what_is_to_be_seen_of_sessions_people_of_a_call_the_calls_and_owners_all_of_theirs() {
    let scene = scene().await;
    let Scene { shown, private, unseen, of_call, .. } = scene;
    for (name, who, expected) in [
        ("anybody", None, &[shown][..]),
        ("stranger", Some(&scene.stranger), &[shown][..]),
        ("guest", Some(&scene.guest), &[shown][..]),
        ("former staff", Some(&scene.former), &[shown][..]),
        ("callee", Some(&scene.callee), &[shown, of_call][..]),
        ("owner", Some(&scene.host), &[shown, private, unseen, of_call][..]),
        ("staff", Some(&scene.staff), &[shown, private, unseen, of_call][..]),
    ] {
        assert_eq!(found(&scene, who, "id", "recordings").await, set(expected), "{name}");
    }
}

#[tokio::test]
async fn who_is_in_a_recording_is_known_to_themselves_and_to_staff() {
    let scene = scene().await;
    let Scene { shown, private, unseen, of_call, .. } = scene;
    for (name, who, expected) in [
        ("stranger", &scene.stranger, &[][..]),
        ("guest", &scene.guest, &[shown, private, unseen][..]),
        ("callee", &scene.callee, &[of_call][..]),
        ("owner", &scene.host, &[shown, private, unseen, of_call][..]),
        ("staff", &scene.staff, &[shown, private, unseen, of_call][..]),
    ] {
        assert_eq!(found(&scene, Some(who), "recording_id", "recording_subjects").await, set(expected), "{name}");
    }
    let of_others = format!("select user_id from public.recording_subjects where user_id <> '{}'", scene.host.id);
    assert_eq!(rows(&scene.ground.project, Some(&scene.host), &of_others).await.unwrap(), [Value::Null; 0]);
}

#[tokio::test]
async fn staff_alone_sees_what_is_to_be_deleted() {
    let scene = scene().await;
    let query = "select reason, due_at is not null as is_due from public.live_object_deletions";
    for who in [&scene.host, &scene.stranger, &scene.former] {
        assert_eq!(rows(&scene.ground.project, Some(who), query).await.unwrap(), [Value::Null; 0]);
    }
    let seen = rows(&scene.ground.project, Some(&scene.staff), query).await.unwrap();
    assert_eq!(seen, [json!({ "reason": "owner", "is_due": true })]);
}

#[tokio::test]
async fn nobody_reads_where_a_file_is_or_what_records_it() {
    let scene = scene().await;
    let denied = Err(SqlState::INSUFFICIENT_PRIVILEGE);
    for who in [None, Some(&scene.stranger), Some(&scene.host), Some(&scene.staff)] {
        for column in HIDDEN {
            let query = format!("select {column} from public.recordings");
            assert_eq!(rows(&scene.ground.project, who, &query).await, denied, "{column}");
        }
        for column in ["storage_key", "egress_id"] {
            let query = format!("select {column} from public.live_object_deletions");
            assert_eq!(rows(&scene.ground.project, who, &query).await, denied, "{column}");
        }
    }
    for table in ["recording_subjects", "live_object_deletions"] {
        let query = format!("select 1 from public.{table}");
        assert_eq!(rows(&scene.ground.project, None, &query).await, denied, "{table}");
    }
}

#[tokio::test]
async fn nobody_writes_recordings_but_the_server() {
    let scene = scene().await;
    for who in [None, Some(&scene.stranger), Some(&scene.host), Some(&scene.staff)] {
        for table in TABLES {
            let column = if table == "live_object_deletions" { "reason" } else { "id" };
            for statement in [
                format!("insert into public.{table} default values"),
                format!("update public.{table} set {column} = {column}"),
                format!("delete from public.{table}"),
            ] {
                let refused = refused(&scene, who, &statement).await;
                assert_eq!(refused, Some(SqlState::INSUFFICIENT_PRIVILEGE), "{statement}");
            }
        }
    }
}

/// How a statement of a client is refused, if it is.
async fn refused(scene: &Scene, who: Option<&User>, statement: &str) -> Option<SqlState> {
    let db = scene.ground.project.db();
    let role = who.map_or("anon", |_| "authenticated");
    let claims = json!({ "role": role, "sub": who.map(|user| user.id) });
    db.batch_execute(&format!("begin; set local request.jwt.claims = '{claims}'; set local role {role}"))
        .await
        .unwrap();
    let outcome = db.execute(statement, &[]).await;
    db.batch_execute("rollback").await.unwrap();
    outcome.err().map(|error| error.code().unwrap().clone())
}

#[tokio::test]
async fn the_calls_of_the_voice_documents_name_where_their_recording_is_asked_for() {
    let scene = scene().await;
    let query = "select recording_url from public.voice_calls";
    let expected = json!({ "recording_url": format!("/functions/v1/get-recording-url?recordingId={}", scene.of_call) });
    for who in [&scene.host, &scene.callee, &scene.staff] {
        assert_eq!(rows(&scene.ground.project, Some(who), query).await.unwrap(), std::slice::from_ref(&expected));
    }
    scene.ground.updates(&scene.host, scene.of_call, Some("private"), None, None).await.unwrap();
    let seen = rows(&scene.ground.project, Some(&scene.callee), query).await.unwrap();
    assert_eq!(seen, [json!({ "recording_url": null })], "it is theirs no longer");
}
