//! What becomes of recordings when an account goes: its owner's, or that of somebody in it.

use crate::money::service_connection::{Crowd, assert_refused};
use crate::recordings::ground::{Ground, Subject};
use ipelya_test::{Session, User};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;
use tokio_postgres::NoTls;
use uuid::Uuid;

/// Deletes an account as Supabase Auth does.
async fn deletes_account(ground: &Ground, who: &User) {
    let (auth, connection) = tokio_postgres::connect(&ground.project.env()["DATABASE_URL"], NoTls).await.unwrap();
    tokio::spawn(connection);
    let sql = format!("set role supabase_auth_admin; delete from auth.users where id = '{}'", who.id);
    auth.batch_execute(&sql).await.unwrap();
}

/// Marks an account as deleted, and nothing else.
async fn marks_account(ground: &Ground, who: &User) {
    ground.project.execute("update auth.users set deleted_at = now() where id = $1", &[&who.id]).await;
}

/// A session with a guest on its stage, recorded.
async fn with_guest(ground: &Ground) -> (User, User, Session, Uuid) {
    let given = ground.project.given();
    let (host, guest) = (given.creator().await, given.user().await);
    let session = ground.on_air(&host).await;
    given.participant(&session, &guest).role("co_host").insert().await;
    let id = ground.recorded(&host, &session).await;
    (host, guest, session, id)
}

#[tokio::test]
async fn what_somebody_owns_goes_with_their_account_also_while_it_is_made() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let (over, made) = (ground.recorded(&host, &session).await, ground.under_way(&host, &session).await);
    let call = ground.project.given().conference(&host, &[]).connected().insert().await;
    ground.enters(call, &host).await;
    let of_call = ground.requested(&host, Subject::Call(call)).await;

    deletes_account(&ground, &host).await;

    let of = Subject::from(&session);
    let gone = json!({
        of.key(over): "account", of.key(made): "account", Subject::Call(call).key(of_call): "account",
    });
    assert_eq!(ground.deletions().await, gone);
    assert_eq!(ground.project.count("public.recordings").await, 0);
    assert_eq!(ground.project.count("public.recording_subjects").await, 0);
    assert!(!ground.is_shown(&session).await);
    // a late upload goes as well
    let seen = json!([{ "id": "EG_1", "key": of.key(made), "status": "active" }]);
    assert_eq!(ground.sweeps(&seen, &json!([]), &json!([]), 100).await, json!(["EG_1"]));
    assert!(ground.hears(json!({ "id": "EG_1", "status": "complete" }), 200).await);
    let keys: Vec<Value> = ground.to_sweep(200).await["deletions"].as_array().unwrap().clone();
    assert!(keys.iter().any(|file| file["storage_key"] == json!(of.key(made))), "{keys:?}");
}

#[tokio::test]
async fn what_somebody_else_is_in_is_closed_at_once_when_they_go_and_gone_after_thirty_days() {
    let ground = Ground::start().await;
    let (host, guest, session, id) = with_guest(&ground).await;
    deletes_account(&ground, &guest).await;

    let row = ground.row(id).await;
    assert_eq!((&row["visibility"], &row["owner_id"]), (&json!("private"), &json!(host.id)));
    assert_eq!(ground.subjects(id).await, json!({ host.id.to_string(): "started", "gone": "stage" }));
    assert_refused(&ground.updates(&host, id, Some("session"), None, None).await, "PT409", "RECORDING_CLOSED");
    ground.updates(&host, id, None, Some("Başka"), None).await.unwrap();
    let month = 30 * 24 * 3600;
    assert_eq!(ground.erases(month - 60).await, 0);
    assert_eq!(ground.erases(month + 60).await, 1);
    assert_eq!(ground.deletions().await, json!({ Subject::from(&session).key(id): "subject" }));
}

#[tokio::test]
async fn the_second_of_two_who_go_does_not_put_it_off() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, first, second) = (given.creator().await, given.user().await, given.user().await);
    let session = ground.on_air(&host).await;
    for guest in [&first, &second] {
        given.participant(&session, guest).role("co_host").insert().await;
    }
    let id = ground.recorded(&host, &session).await;
    deletes_account(&ground, &first).await;
    let due = ground.text("erase_at", id).await;
    deletes_account(&ground, &second).await;
    assert_eq!(ground.text("erase_at", id).await, due);
    assert_eq!(ground.project.count("public.recording_subjects where user_id is null").await, 2);
}

#[tokio::test]
async fn somebody_who_only_watched_or_had_it_begun_changes_nothing_by_going() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer, staff) = (given.creator().await, given.user().await, given.admin().await);
    let session = ground.on_air(&host).await;
    given.participant(&session, &viewer).insert().await;
    let id = ground.recorded(&staff, &session).await;
    for who in [&viewer, &staff] {
        deletes_account(&ground, who).await;
    }
    let row = ground.row(id).await;
    assert_eq!((&row["visibility"], &row["erase_at"]), (&json!("session"), &Value::Null));
    assert_eq!(row["requested_by"], json!(staff.id));
}

#[tokio::test]
async fn a_deletion_waits_for_no_recording_and_what_it_could_not_do_is_done_later() {
    let ground = Ground::start().await;
    let (host, guest, _, of_host) = with_guest(&ground).await;
    // the guest's own, in which the host is
    let own = ground.project.given().live_session(&guest).host_connected().insert().await;
    ground.project.given().participant(&own, &host).role("co_host").insert().await;
    let of_guest = ground.recorded(&guest, &own).await;
    let crowd = Crowd::of(&ground.project, 1).await;
    crowd[0]
        .run(&format!(
            "begin;
             insert into public.live_object_deletions (storage_key, reason, due_at) values ('{}', 'removed', now());
             select from public.recordings where id = '{of_host}' for update",
            Subject::from(&own).key(of_guest)
        ))
        .await;
    let began = Instant::now();
    deletes_account(&ground, &guest).await;
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());

    // its own is closed although it could not be deleted
    let row = ground.row(of_guest).await;
    assert_eq!((&row["owner_id"], &row["visibility"]), (&Value::Null, &json!("private")));
    let row = ground.row(of_host).await;
    assert_eq!((&row["visibility"], &row["erase_at"]), (&json!("session"), &Value::Null), "somebody holds it");
    assert_eq!(ground.deletions().await, json!({}));

    crowd[0].run("rollback").await;
    assert_eq!(
        ground.ask("select public.live_tick($1)", &[&ground.at(100)]).await.unwrap()["live_erase_recordings"],
        1
    );
    assert_eq!(ground.deletions().await, json!({ Subject::from(&own).key(of_guest): "account" }));
    let row = ground.row(of_host).await;
    assert_eq!(row["visibility"], "private");
    assert!(row["erase_at"].is_string(), "{row}");
}

#[tokio::test]
async fn an_account_that_is_only_marked_as_deleted_loses_its_recordings_with_the_next_sweep() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, guest, session, id) = with_guest(&ground).await;
    let other_host = given.creator().await;
    let other_session = ground.on_air(&other_host).await;
    let untouched = ground.recorded(&other_host, &other_session).await;
    ground.to_sweep(100).await;
    assert_eq!(ground.row(id).await["visibility"], "session");

    marks_account(&ground, &guest).await;
    ground.to_sweep(160).await;
    let row = ground.row(id).await;
    assert_eq!(row["visibility"], "private");
    assert!(row["erase_at"].is_string(), "{row}");
    assert_eq!(ground.deletions().await, json!({}));

    marks_account(&ground, &host).await;
    let due = ground.to_sweep(220).await;
    assert_eq!(ground.row(id).await, Value::Null);
    assert_eq!(ground.deletions().await, json!({ Subject::from(&session).key(id): "account" }));
    assert_eq!(due["deletions"].as_array().unwrap().len(), 1, "and its file goes with the same sweep");
    let row = ground.row(untouched).await;
    assert_eq!((&row["visibility"], &row["owner_id"]), (&json!("session"), &json!(other_host.id)));
}

#[tokio::test]
async fn a_sweep_looks_for_marked_accounts_a_part_at_a_time_and_comes_round_again() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, marked) = (given.creator().await, given.creator().await);
    let session = given.live_session(&host).insert().await;
    let many = "insert into public.recordings (session_id, owner_id, storage_key, status, ended_at)
                select $1, $2, 'key ' || $3::text || n, 'complete', now() from generate_series(1, $4::integer) n";
    ground.project.execute(many, &[&session.id, &host.id, &"theirs", &450]).await;
    ground.project.execute(many, &[&session.id, &marked.id, &"gone", &50]).await;
    marks_account(&ground, &marked).await;
    let mut left = Vec::new();
    for sweep in 0..6 {
        ground.to_sweep(sweep * 60).await;
        left.push(ground.project.count("public.recordings").await);
    }
    assert!(left[0] > 450, "not all at once: {left:?}");
    assert_eq!(left[2], 450, "{left:?}");
    assert_eq!(left[5], 450, "{left:?}");
}

#[tokio::test]
async fn a_banned_account_keeps_its_recordings() {
    let ground = Ground::start().await;
    let (host, guest, _, id) = with_guest(&ground).await;
    let ban = "update auth.users set banned_until = 'infinity' where id = any ($1)";
    ground.project.execute(ban, &[&vec![host.id, guest.id]]).await;
    ground.to_sweep(100).await;
    assert_eq!(ground.row(id).await["visibility"], "session");
}
