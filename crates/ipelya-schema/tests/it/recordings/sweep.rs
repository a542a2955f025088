//! What the sweeper asks about recordings, and what it makes of the answers.

use crate::money::service_connection::Crowd;
use crate::recordings::ground::{Ground, Subject};
use ipelya_local::clock::new_id;
use serde_json::{Value, json};
use tokio::time::Instant;
use uuid::Uuid;

/// The ids in a list of what there is to ask.
fn ids(list: &Value) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> =
        list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

fn sorted<const N: usize>(mut ids: [Uuid; N]) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.to_vec()
}

/// A recording in this state, by hand; how many seconds ago it ended.
async fn row(ground: &Ground, of: Subject, owner: Uuid, status: &str, ended: Option<i64>, available: bool) -> Uuid {
    let id = new_id();
    let (session, call) = of.parts();
    let (ended, available) = (ended.map(|ago| ground.at(-ago)), available.then(|| ground.at(0)));
    let sql = "insert into public.recordings (
                 id, session_id, call_id, owner_id, storage_key, status, created_at, ended_at, available_at
               ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 9] =
        [&id, &session, &call, &owner, &of.key(id), &status, &ground.at(-4000), &ended, &available];
    ground.project.execute(sql, &values).await;
    id
}

#[tokio::test]
async fn livekit_is_asked_about_what_is_open_and_the_store_about_what_has_ended_within_a_day() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let host = given.creator().await;
    let mut open = Vec::new();
    for status in ["requested", "starting", "active", "ending"] {
        let session = given.live_session(&host).status("ended").insert().await;
        open.push(row(&ground, Subject::from(&session), host.id, status, None, false).await);
    }
    let session = Subject::from(&given.live_session(&host).insert().await);
    let day = 24 * 3600;
    let unseen = [
        row(&ground, session, host.id, "complete", Some(60), false).await,
        row(&ground, session, host.id, "limit_reached", Some(day - 60), false).await,
    ];
    for (status, ended, available) in
        [("complete", 60, true), ("complete", day + 60, false), ("failed", 60, false), ("aborted", 60, false)]
    {
        row(&ground, session, host.id, status, Some(ended), available).await;
    }
    let call = given.conference(&host, &[]).connected().insert().await;
    open.push(row(&ground, Subject::Call(call), host.id, "active", None, false).await);

    let due = ground.to_sweep(0).await;
    open.sort_unstable();
    assert_eq!(ids(&due["open"]), open);
    assert_eq!(ids(&due["unseen"]), sorted(unseen));
    let names: Vec<_> = due["open"].as_array().unwrap().iter().map(|one| one["room_name"].as_str().unwrap()).collect();
    assert!(names.contains(&format!("conference-{call}").as_str()), "{names:?}");
    assert!(names.iter().all(|name| !name.is_empty()));
    assert_eq!((&due["deletions"], &due["orders"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn what_is_to_be_recorded_by_itself_is_claimed_and_not_asked_about_yet() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    given.setting("recordings_count", 3).await;
    for n in 0..5 {
        let host = given.creator().await;
        let session = ground.on_air(&host).await;
        let wants = "update public.live_sessions set recording_enabled = $2 where id = $1";
        ground.project.execute(wants, &[&session.id, &(n > 0)]).await;
    }
    let due = ground.to_sweep(0).await;
    assert_eq!(ids(&due["orders"]).len(), 3, "{due}");
    assert_eq!(due["open"], json!([]));
    let again = ground.to_sweep(1).await;
    assert_eq!(again["orders"], json!([]));
    assert_eq!(ids(&again["open"]), ids(&due["orders"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sweep_passes_over_a_session_that_somebody_is_busy_with() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let session = ground.on_air(&given.creator().await).await;
        ground
            .project
            .execute("update public.live_sessions set recording_enabled = true where id = $1", &[&session.id])
            .await;
        sessions.push(session);
    }
    let crowd = Crowd::of(&ground.project, 1).await;
    crowd[0].run(&format!("begin; select public.live_lock_session('{}', true)", sessions[0].id)).await;
    let began = Instant::now();
    let due = ground.to_sweep(0).await;
    assert!(began.elapsed().as_millis() < 900, "sooner than Postgres looks for a circle: {:?}", began.elapsed());
    let [order] = &due["orders"].as_array().unwrap()[..] else { panic!("{due}") };
    assert_eq!(order["room_name"], sessions[1].room_name);
    crowd[0].run("rollback").await;
    assert_eq!(ids(&ground.to_sweep(1).await["orders"]).len(), 1);
}

#[tokio::test]
async fn nothing_is_concluded_from_questions_that_were_not_answered() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.requested(&host, &session).await;
    for at in [0, 100, 3600, 10_000] {
        assert_eq!(ground.sweeps(&json!([]), &json!([]), &json!([]), at).await, json!([]));
        assert_eq!(ground.row(id).await["status"], "requested", "after {at} s");
    }
}

#[tokio::test]
async fn what_livekit_knows_nothing_of_is_given_up_after_a_minute_and_complete_if_its_file_is_there() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    for (size, at, expected) in [
        (None, 59, "requested"),
        (None, 60, "failed"),
        (Some(7), 59, "requested"),
        (Some(7), 60, "complete"),
        (Some(0), 60, "complete"),
    ] {
        let host = given.creator().await;
        let session = ground.on_air(&host).await;
        let id = ground.requested(&host, &session).await;
        let absent = json!([{ "id": id, "error": "lost", "size_bytes": size }]);
        ground.sweeps(&json!([]), &absent, &json!([]), at).await;
        let row = ground.row(id).await;
        assert_eq!(row["status"], expected, "{size:?} after {at} s");
        assert_eq!(row["swept_at"].is_string(), at == 60);
        assert_eq!(row["available_at"].is_string(), expected == "complete");
        assert_eq!(row["error"], if expected == "failed" { json!("lost") } else { Value::Null });
        assert_eq!(ground.is_shown(&session).await, expected == "requested");
        ground.clear().await;
    }
}

#[tokio::test]
async fn what_has_ended_is_not_given_up() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.recorded(&host, &session).await;
    let before = ground.row(id).await;
    let absent =
        json!([{ "id": id, "error": "lost", "size_bytes": null }, { "id": new_id(), "error": "x", "size_bytes": 1 }]);
    let found = json!([{ "id": id, "size_bytes": 2 }, { "id": new_id(), "size_bytes": 3 }]);
    assert_eq!(ground.sweeps(&json!([]), &absent, &found, 4000).await, json!([]));
    let mut after = ground.row(id).await;
    after["updated_at"] = before["updated_at"].clone();
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_file_makes_nothing_available_that_has_not_ended_or_has_failed() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let host = given.creator().await;
    let session = Subject::from(&given.live_session(&host).insert().await);
    for (status, expected) in [
        ("active", false),
        ("ending", false),
        ("failed", false),
        ("aborted", false),
        ("complete", true),
        ("limit_reached", true),
    ] {
        let id = row(&ground, session, host.id, status, Some(60), false).await;
        ground.sweeps(&json!([]), &json!([]), &json!([{ "id": id, "size_bytes": 5 }]), 0).await;
        assert_eq!(ground.row(id).await["available_at"].is_string(), expected, "{status}");
        ground.clear().await;
    }
}

#[tokio::test]
async fn what_is_due_is_to_be_stopped() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    for (why, is_due) in [
        ("it goes on", false),
        ("somebody asked", true),
        ("the session has ended", true),
        ("the session has lasted as long as it may", true),
        ("it was recorded for as long as it may be", true),
    ] {
        let host = given.creator().await;
        let session = ground.on_air(&host).await;
        let id = ground.under_way(&host, &session).await;
        match why {
            "somebody asked" => drop(ground.stops(&host, &session, 1).await.unwrap()),
            // and no trigger has noticed
            "the session has ended" => {
                let sql = format!(
                    "set session_replication_role = replica;
                     update public.live_sessions set status = 'ended', ended_at = now() where id = '{}';
                     set session_replication_role = origin",
                    session.id
                );
                ground.project.db().batch_execute(&sql).await.unwrap();
            }
            "the session has lasted as long as it may" => {
                let sql = "update public.live_sessions set max_ends_at = $2 where id = $1";
                ground.project.execute(sql, &[&session.id, &ground.at(100)]).await;
            }
            "it was recorded for as long as it may be" => given.setting("recording_max_seconds", 100).await,
            _ => {}
        }
        let stop = ground.sweeps(&json!([]), &json!([]), &json!([]), 100).await;
        assert_eq!(stop, if is_due { json!(["EG_1"]) } else { json!([]) }, "{why}");
        assert_eq!(ground.row(id).await["status"], if is_due { "ending" } else { "active" }, "{why}");
        given.setting("recording_max_seconds", 10_800).await;
        ground.clear().await;
    }
}

#[tokio::test]
async fn a_call_is_to_be_stopped_once_somebody_is_inside_who_has_not_agreed() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (owner, member) = (given.user().await, given.user().await);
    let call = given.conference(&owner, &[&member]).connected().insert().await;
    ground.enters(call, &owner).await;
    ground.under_way(&owner, Subject::Call(call)).await;
    assert_eq!(ground.sweeps(&json!([]), &json!([]), &json!([]), 1).await, json!([]));
    // and no trigger has noticed
    let sql = format!(
        "set session_replication_role = replica;
         insert into public.live_stays (participant_sid, call_id, user_id, joined_at) values ('PA_x', '{call}', '{}', now());
         set session_replication_role = origin",
        member.id
    );
    ground.project.db().batch_execute(&sql).await.unwrap();
    assert_eq!(ground.sweeps(&json!([]), &json!([]), &json!([]), 2).await, json!(["EG_1"]));
}

#[tokio::test]
async fn what_has_no_id_yet_is_stopped_once_it_has_one() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.requested(&host, &session).await;
    ground.stops(&host, &session, 1).await.unwrap();
    assert_eq!(ground.sweeps(&json!([]), &json!([]), &json!([]), 2).await, json!([]));
    let seen = json!([{ "id": "EG_1", "key": Subject::from(&session).key(id), "status": "active" }]);
    assert_eq!(ground.sweeps(&seen, &json!([]), &json!([]), 3).await, json!(["EG_1"]));
}

#[tokio::test]
async fn of_what_livekit_records_only_what_is_known_to_be_over_or_deleted_is_stopped() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let host = given.creator().await;
    let session = ground.on_air(&host).await;
    let of = Subject::from(&session);
    let over = ground.recorded(&host, &session).await;
    let deleted = ground.under_way(&host, &session).await;
    ground.deletes(&host, deleted, 100).await.unwrap();
    let goes_on = ground.requested(&host, &session).await;
    let egress = |id: &str, key: String, status: &str| json!({ "id": id, "key": key, "status": status });
    let seen = json!([
        egress("EG_on", of.key(goes_on), "active"),
        egress("EG_deleted", of.key(deleted), "active"),
        egress("EG_double", of.key(goes_on), "starting"),
        egress(&format!("EG_{over}"), of.key(over), "active"),
        egress("EG_writes", of.key(deleted), "ending"),
        // another project's with the same LiveKit
        egress("EG_theirs", Subject::Session(new_id()).key(new_id()), "active"),
        egress("EG_other", "movies/one.mp4".to_owned(), "active"),
    ]);
    let stop = ground.sweeps(&seen, &json!([]), &json!([]), 200).await;
    // of two that write the same file, the first to be told of is the recording
    let double = if ground.text("egress_id", goes_on).await == "EG_on" { "EG_double" } else { "EG_on" };
    let mut expected = vec!["EG_deleted".to_owned(), double.to_owned(), format!("EG_{over}")];
    expected.sort();
    assert_eq!(stop, json!(expected));
    assert_eq!(ground.row(over).await["status"], "complete", "what is settled stays so");
}
