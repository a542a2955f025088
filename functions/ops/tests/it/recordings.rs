//! Recordings: which there are, what the store holds, what is deleted from it, what is kept from that, and who of the staff
//! has watched what.

use futures_util::future::join_all;
use ipelya_local::clock::new_id;
use ipelya_test::User;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::support::{Panel, face, pick};

const FACE: &str = "user_id,username,display_name,avatar_url";
const DAY: i64 = 86_400;

/// What a recording is of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Of {
    Session(Uuid),
    Call(Uuid),
}

impl Of {
    fn key(self, recording: Uuid) -> String {
        match self {
            Self::Session(id) => format!("v1/session/{id}/{recording}.mp4"),
            Self::Call(id) => format!("v1/call/{id}/{recording}.mp4"),
        }
    }

    const fn parts(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Session(id) => (Some(id), None),
            Self::Call(id) => (None, Some(id)),
        }
    }
}

impl Panel {
    fn before(&self, seconds: i64) -> OffsetDateTime {
        self.live.api.now() - Duration::seconds(seconds)
    }

    /// A recording that its owner had made so many seconds ago. If there is a file, it is a minute long and has a thousand
    /// bytes; if there is none, LiveKit has said why.
    pub(crate) async fn recording(&self, of: Of, owner: &User, status: &str, seconds: i64) -> Uuid {
        let (id, (session, call), at) = (new_id(), of.parts(), self.before(seconds));
        let (key, egress) = (of.key(id), format!("EG_{}", id.simple()));
        let sql = "insert into public.recordings (
                     id, session_id, call_id, owner_id, requested_by, egress_id, storage_key, status, title, created_at,
                     started_at, ended_at, available_at, size_bytes, duration_seconds, error
                   )
                   select $1, $2, $3, $4, $4, $5::text, $6::text, $7::text, 'Akşam', $8::timestamptz, $8,
                     case when is_over then $8 + interval '1 minute' end,
                     case when is_file then $8 + interval '2 minutes' end,
                     case when is_file then 1000 end, case when is_file then 60 end,
                     case when is_over and not is_file then
                       format('egress %s cannot write %s: denied', $5, $6)
                     end
                   from (
                     select $7 in ('complete', 'failed', 'aborted', 'limit_reached') as is_over,
                       $7 in ('complete', 'limit_reached') as is_file
                   ) x";
        self.live.project.execute(sql, &[&id, &session, &call, &owner.id, &egress, &key, &status, &at]).await;
        id
    }

    /// A file that is to go since so many seconds, which the store did not let go for this reason, if any.
    pub(crate) async fn deletion(&self, reason: &str, seconds: i64, error: Option<&str>) -> Uuid {
        let id = new_id();
        let key = Of::Session(self.live.session.id).key(id);
        let sql = "insert into public.live_object_deletions (
                     storage_key, reason, egress_id, created_at, due_at, attempts, error
                   )
                   values ($1, $2, 'EG_1', $3, $3, case when $4::text is null then 0 else 3 end, $4)";
        self.live.project.execute(sql, &[&key, &reason, &self.before(seconds), &error]).await;
        id
    }

    async fn hold(&self, recording: Uuid, reason: &str) -> Value {
        self.post(&format!("recordings/{recording}/hold"), json!({ "reason": reason })).await["recording"].clone()
    }

    async fn release(&self, recording: Uuid) -> Value {
        self.post(&format!("recordings/{recording}/release"), json!({})).await["recording"].clone()
    }

    /// What the tick does: the recordings that are left after it, oldest first.
    async fn left_after_a_tick(&self) -> Value {
        let erase = "select to_jsonb(public.live_erase_recordings($1))";
        self.live.project.value(erase, &[&self.live.api.now()]).await;
        let left = "select coalesce(jsonb_agg(id order by created_at, id), '[]') from public.recordings";
        self.live.project.value(left, &[]).await
    }

    async fn call_of(&self, caller: &User, callee: &User) -> Uuid {
        self.live.project.given().call(caller, callee).insert().await.id
    }
}

fn ids(reply: &Value, list: &str) -> Vec<Value> {
    let id = if list == "deletions" { "recording_id" } else { "id" };
    reply[list].as_array().unwrap().iter().map(|row| row[id].clone()).collect()
}

#[tokio::test]
async fn recordings_are_listed_with_whose_they_are_and_what_became_of_them() {
    let panel = Panel::open().await;
    let (host, viewer, session) = (&panel.live.host, &panel.live.viewer, panel.live.session.id);
    let call = panel.call_of(viewer, host).await;
    let failed = panel.recording(Of::Call(call), viewer, "failed", 50).await;
    let complete = panel.recording(Of::Session(session), host, "complete", 60).await;
    let subject = "insert into public.recording_subjects (recording_id, user_id, consented_at, how)
                   select $1, unnest($2::uuid[]), now(), 'stage'";
    panel.live.project.execute(subject, &[&complete, &vec![host.id, viewer.id]]).await;
    let by_itself = "update public.recordings set requested_by = null, layout = 'grid' where id = $1";
    panel.live.project.execute(by_itself, &[&complete]).await;

    let reply = panel.get("recordings").await;
    assert_eq!((ids(&reply, "recordings"), &reply["total"]), (vec![json!(failed), json!(complete)], &json!(2)));
    let row = &reply["recordings"][1];
    assert_eq!(
        pick(
            row,
            "session_id,call_id,call_kind,owner_id,requested_by,requester,subjects,status,layout,visibility,title"
        ),
        json!({
            "session_id": session, "call_id": null, "call_kind": null, "owner_id": host.id, "requested_by": null,
            "requester": null, "subjects": 2, "status": "complete", "layout": "grid", "visibility": "session",
            "title": "Akşam",
        })
    );
    assert_eq!(
        pick(row, "size_bytes,duration_seconds,error,held_at,held_by,hold_reason,admin,erase_at,price_coins"),
        json!({
            "size_bytes": 1000, "duration_seconds": 60, "error": null, "held_at": null, "held_by": null,
            "hold_reason": null, "admin": null, "erase_at": null, "price_coins": null,
        })
    );
    assert_eq!(pick(&row["owner"], FACE), face(host));
    assert_eq!(row["session"]["title"], panel.live.row().await["title"]);
    for moment in ["created_at", "started_at", "ended_at", "available_at", "expires_at"] {
        assert!(row[moment].is_string(), "{moment}");
    }
    let row = &reply["recordings"][0];
    assert_eq!(
        pick(row, "session_id,session,call_id,call_kind,layout,subjects,size_bytes,available_at,error"),
        json!({
            "session_id": null, "session": null, "call_id": call, "call_kind": "user_to_user", "layout": null,
            "subjects": 0, "size_bytes": null, "available_at": null, "error": "egress … cannot write … denied",
        })
    );
    assert_eq!((pick(&row["owner"], FACE), pick(&row["requester"], FACE)), (face(viewer), face(viewer)));
}

#[tokio::test]
async fn recordings_are_found_by_state_owner_session_call_hold_and_visibility_and_paged() {
    let panel = Panel::open().await;
    let (host, viewer, session) = (&panel.live.host, &panel.live.viewer, panel.live.session.id);
    let call = panel.call_of(viewer, host).await;
    let active = panel.recording(Of::Session(session), host, "active", 10).await;
    let of_call = panel.recording(Of::Call(call), viewer, "complete", 20).await;
    let private = panel.recording(Of::Session(session), host, "complete", 30).await;
    let failed = panel.recording(Of::Session(session), host, "failed", 40).await;
    let close = "update public.recordings set visibility = 'private' where id = $1";
    panel.live.project.execute(close, &[&private]).await;
    panel.hold(failed, "Soruşturma").await;
    let nobody = Uuid::from_u128(1);
    for (query, found) in [
        (String::new(), vec![active, of_call, private, failed]),
        ("?status=&visibility=&creator_id=".to_owned(), vec![active, of_call, private, failed]),
        ("?status=complete".to_owned(), vec![of_call, private]),
        ("?status=limit_reached".to_owned(), vec![]),
        (format!("?creator_id={}", host.id), vec![active, private, failed]),
        (format!("?creator_id={}&status=complete", viewer.id), vec![of_call]),
        (format!("?session_id={session}&visibility=session"), vec![active, failed]),
        (format!("?session_id={nobody}"), vec![]),
        (format!("?call_id={call}"), vec![of_call]),
        (format!("?call_id={call}&held=true"), vec![]),
        ("?held=true".to_owned(), vec![failed]),
        ("?held=false".to_owned(), vec![active, of_call, private]),
        ("?visibility=private".to_owned(), vec![private]),
    ] {
        let reply = panel.get(&format!("recordings{query}")).await;
        let found: Vec<Value> = found.into_iter().map(|id| json!(id)).collect();
        assert_eq!(ids(&reply, "recordings"), found, "{query}");
        assert_eq!(reply["total"], found.len(), "{query}");
    }
    let page = panel.get("recordings?limit=2&offset=1").await;
    assert_eq!((ids(&page, "recordings"), &page["total"]), (vec![json!(of_call), json!(private)], &json!(4)));
    let beyond = panel.get("recordings?offset=4").await;
    assert_eq!((ids(&beyond, "recordings"), &beyond["total"]), (vec![], &json!(4)));
    for (below, field) in [
        ("recordings?status=done", "status"),
        ("recordings?visibility=public", "visibility"),
        ("recordings?held=perhaps", "held"),
        ("recordings?creator_id=7", "creator_id"),
        ("recordings?limit=0", "limit"),
        ("recordings?offset=-1", "offset"),
        ("recordings/deletions?state=gone", "state"),
        ("recordings/42/readers", "id"),
    ] {
        let reply = panel.ask(&panel.admin, "GET", below, None).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{below}");
    }
}

#[tokio::test]
async fn of_one_moment_recordings_are_paged_without_losing_one() {
    let panel = Panel::open().await;
    let of = Of::Session(panel.live.session.id);
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(panel.recording(of, &panel.live.host, "complete", 10).await);
    }
    let moment = "update public.recordings set created_at = $1";
    panel.live.project.execute(moment, &[&panel.live.api.now()]).await;
    let mut told = Vec::new();
    for offset in [0, 2, 4] {
        told.extend(ids(&panel.get(&format!("recordings?limit=2&offset={offset}")).await, "recordings"));
    }
    made.sort();
    assert_eq!(told, made.into_iter().map(|id| json!(id)).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_recording_says_when_it_goes_and_goes_then() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let (host, session) = (&panel.live.host, panel.live.session.id);
    let call = panel.call_of(host, &panel.live.viewer).await;
    given.setting("recording_days_count", 90).await;
    given.setting("call_recording_days_count", 30).await;
    let set = async |id: Uuid, assignment: &str| {
        let sql = format!("update public.recordings set {assignment} where id = $1");
        panel.live.project.execute(&sql, &[&id]).await;
        id
    };
    let (show, talk) = (Of::Session(session), Of::Call(call));
    // each with how many days from now it goes
    let (soon, later) = ("now() + interval '1 day'", "now() + interval '89 days'");
    let closed = |at: &str| format!("visibility = 'private', erase_at = {at}");
    let held = "held_at = now(), hold_reason = 'Soruşturma'";
    let stay = [
        (panel.recording(show, host, "complete", 85 * DAY).await, Some(5)),
        (panel.recording(talk, host, "complete", 20 * DAY).await, Some(10)),
        (panel.recording(show, host, "failed", 10).await, Some(90)),
        (set(panel.recording(show, host, "complete", 10).await, &closed(soon)).await, Some(1)),
        (set(panel.recording(show, host, "complete", 2 * DAY).await, &closed(later)).await, Some(88)),
        (set(panel.recording(show, host, "complete", 100 * DAY).await, held).await, None),
        (
            set(
                panel.recording(talk, host, "complete", 31 * DAY).await,
                &format!("owner_id = null, visibility = 'private', {held}"),
            )
            .await,
            None,
        ),
    ];
    let go = [
        panel.recording(show, host, "complete", 91 * DAY).await,
        panel.recording(talk, host, "complete", 31 * DAY).await,
        set(panel.recording(show, host, "complete", 10).await, &closed("now() - interval '1 hour'")).await,
    ];
    let rows = panel.get("recordings").await["recordings"].clone();
    let expires = |id: Uuid| {
        let row = rows.as_array().unwrap().iter().find(|row| row["id"] == json!(id)).unwrap();
        row["expires_at"].as_str().map(|at| {
            let at = OffsetDateTime::parse(at, &time::format_description::well_known::Rfc3339).unwrap();
            // to the nearest day
            (at - panel.live.api.now() + Duration::hours(12)).whole_days()
        })
    };
    for (id, days) in &stay {
        assert_eq!(expires(*id), *days);
    }
    assert!(go.iter().all(|id| expires(*id).is_some_and(|days| days <= 0)), "{rows:#}");
    let storage = panel.get("recordings/storage").await;
    assert_eq!(pick(&storage, "expiring,held"), json!({ "expiring": 5, "held": 2 }));
    let sorted = |mut ids: Vec<Uuid>| {
        ids.sort();
        ids
    };
    let kept = serde_json::from_value(panel.left_after_a_tick().await).unwrap();
    assert_eq!(sorted(kept), sorted(stay.into_iter().map(|(id, _)| id).collect()));
}

#[tokio::test]
async fn the_store_is_told_by_sessions_calls_and_months_with_what_is_about_to_go() {
    let panel = Panel::of_super_admin().await;
    let nothing = json!({ "recordings": 0, "bytes": 0, "seconds": 0 });
    let empty = panel.get("recordings/storage").await;
    assert_eq!(
        pick(&empty, "total,sessions,calls,months,by_status,open,egress_seconds,held,expiring"),
        json!({
            "total": nothing, "sessions": nothing, "calls": nothing, "months": [], "by_status": {}, "open": 0,
            "egress_seconds": 0, "held": 0, "expiring": 0,
        })
    );
    assert_eq!(empty["deletions"], json!({ "pending": 0, "failing": 0, "deleted_once": 0, "oldest_due_at": null }));

    let (host, session) = (&panel.live.host, panel.live.session.id);
    let call = panel.call_of(host, &panel.live.viewer).await;
    panel.recording(Of::Session(session), host, "complete", 0).await;
    panel.recording(Of::Session(session), host, "limit_reached", 40 * DAY).await;
    panel.recording(Of::Call(call), host, "complete", 40 * DAY).await;
    panel.recording(Of::Session(session), host, "failed", 10).await;
    panel.recording(Of::Session(session), host, "active", 5).await;
    let unseen = panel.recording(Of::Call(call), host, "complete", 10).await;
    let unseen_yet = "update public.recordings set available_at = null where id = $1";
    panel.live.project.execute(unseen_yet, &[&unseen]).await;
    let used = "insert into public.live_usage (day, egress_seconds, measured_at)
                select d, s, now()
                from (select date_trunc('month', public.live_day_of($1))::date as first, public.live_day_of($1) as today) m,
                  lateral (values (m.first - 1, 5000), (m.first, 600), (m.today, 30)) v (d, s)
                on conflict (day) do update set egress_seconds = public.live_usage.egress_seconds + excluded.egress_seconds";
    // on the first day of a month both of its values are of one day
    let used =
        used.replace("select d, s, now()", "select d, sum(s), now()").replace("on conflict", "group by d on conflict");
    panel.live.project.execute(&used, &[&panel.live.api.now()]).await;
    panel.deletion("owner", 30, None).await;
    panel.deletion("retention", 60, Some("the store says 503")).await;
    let once = panel.deletion("account", 90, None).await;
    let done = panel.deletion("account", 99, None).await;
    for (id, state) in
        [(once, "deleted_at = now(), due_at = now() + interval '1 day'"), (done, "done_at = now(), due_at = null")]
    {
        let sql =
            format!("update public.live_object_deletions set {state} where storage_key like '%' || $1::text || '%'");
        panel.live.project.execute(&sql, &[&id.to_string()]).await;
    }
    panel.change("recordings_count", json!(7)).await;
    panel.change("call_recording_days_count", json!(45)).await;

    let reply = panel.get("recordings/storage").await;
    let stored =
        |recordings: i64| json!({ "recordings": recordings, "bytes": recordings * 1000, "seconds": recordings * 60 });
    assert_eq!(
        pick(&reply, "total,sessions,calls"),
        json!({ "total": stored(3), "sessions": stored(2), "calls": stored(1) })
    );
    let month = "select to_jsonb(to_char(public.live_day_of($1), 'YYYY-MM'))";
    let now = panel.live.project.value(month, &[&panel.live.api.now()]).await;
    let then = panel.live.project.value(month, &[&panel.before(40 * DAY)]).await;
    let of_month = |month: &Value, recordings: i64| {
        let mut figures = stored(recordings);
        figures["month"] = month.clone();
        figures
    };
    assert_eq!(reply["months"], json!([of_month(&now, 1), of_month(&then, 2)]));
    assert_eq!(
        pick(&reply, "by_status,open,recordings_count,egress_seconds,livekit_egress_minutes_count,held"),
        json!({
            "by_status": { "complete": 3, "limit_reached": 1, "failed": 1, "active": 1 }, "open": 1,
            "recordings_count": 7, "egress_seconds": 630, "livekit_egress_minutes_count": 0, "held": 0,
        })
    );
    assert_eq!(
        pick(&reply, "recording_days_count,call_recording_days_count,expiring"),
        json!({ "recording_days_count": 90, "call_recording_days_count": 45, "expiring": 1 })
    );
    assert_eq!(
        pick(&reply["deletions"], "pending,failing,deleted_once"),
        json!({ "pending": 3, "failing": 1, "deleted_once": 1 })
    );
    assert!(reply["deletions"]["oldest_due_at"].is_string());
}

#[tokio::test]
async fn what_is_to_be_deleted_is_listed_with_why_and_how_that_goes() {
    let panel = Panel::open().await;
    let recording = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "complete", 60).await;
    let erase = "select to_jsonb(public.live_erase_recording($1, 'admin', $2))";
    assert_eq!(panel.live.project.value(erase, &[&recording, &panel.before(5)]).await, true);
    let failing = panel.deletion("retention", 50, Some("the store says 503")).await;
    let named = format!("no {} for EG_1", Of::Session(panel.live.session.id).key(failing));
    let name = "update public.live_object_deletions set error = $1 where error is not null";
    panel.live.project.execute(name, &[&named]).await;
    let done = panel.deletion("account", 70, None).await;
    let finish = "update public.live_object_deletions
                  set attempts = 2, deleted_at = created_at, done_at = created_at, due_at = null
                  where reason = 'account'";
    panel.live.project.execute(finish, &[]).await;
    for (query, found) in [
        ("", vec![recording, failing, done]),
        ("?state=", vec![recording, failing, done]),
        ("?state=pending", vec![recording, failing]),
        ("?state=failing", vec![failing]),
        ("?state=done", vec![done]),
    ] {
        let reply = panel.get(&format!("recordings/deletions{query}")).await;
        let found: Vec<Value> = found.into_iter().map(|id| json!(id)).collect();
        assert_eq!((ids(&reply, "deletions"), &reply["total"]), (found.clone(), &json!(found.len())), "{query}");
    }
    let page = panel.get("recordings/deletions?limit=1&offset=1").await;
    assert_eq!((ids(&page, "deletions"), &page["total"]), (vec![json!(failing)], &json!(3)));
    assert_eq!(
        pick(&page["deletions"][0], "reason,deleted_at,done_at,attempts,error"),
        json!({ "reason": "retention", "deleted_at": null, "done_at": null, "attempts": 3, "error": "no … for …" })
    );
    assert!(page["deletions"][0]["due_at"].is_string());
    let last = &panel.get("recordings/deletions?state=done").await["deletions"][0];
    assert_eq!(
        pick(last, "reason,due_at,attempts,error"),
        json!({
            "reason": "account", "due_at": null, "attempts": 2, "error": null,
        })
    );
    assert!(last["deleted_at"].is_string() && last["done_at"].is_string());
    let first = &panel.get("recordings/deletions").await["deletions"][0];
    assert_eq!(pick(first, "reason,attempts"), json!({ "reason": "admin", "attempts": 0 }));
}

#[tokio::test]
async fn what_is_held_stays_whoever_would_have_it_deleted_and_goes_once_it_is_released() {
    let panel = Panel::open().await;
    let (host, session) = (&panel.live.host, panel.live.session.id);
    let id = panel.recording(Of::Session(session), host, "complete", 100 * DAY).await;
    let held = panel.hold(id, "Savcılık yazısı").await;
    assert_eq!(
        pick(&held, "id,held_by,hold_reason,expires_at"),
        json!({ "id": id, "held_by": panel.admin.id, "hold_reason": "Savcılık yazısı", "expires_at": null })
    );
    assert_eq!(held["admin"]["full_name"], json!(panel.admin.display_name));
    let metadata = json!({ "session_id": session, "target_user_id": host.id, "reason": "Savcılık yazısı" });
    panel.assert_noted("hold_recording", ("recording", id), metadata).await;

    // again, by somebody else: it is held already
    let other = Panel { admin: panel.live.project.given().super_admin().await, ..panel };
    let panel = other;
    let again = panel.hold(id, "Başka neden").await;
    assert_eq!((&again["held_at"], &again["hold_reason"]), (&held["held_at"], &held["hold_reason"]));
    assert_eq!(panel.noted().await.len(), 1);

    let erase = "select to_jsonb(public.live_erase_recording($1, 'owner', now()))";
    assert_eq!(panel.live.project.value(erase, &[&id]).await, false);
    assert_eq!(panel.left_after_a_tick().await, json!([id]));
    panel.live.project.given().delete_user(&panel.live.host).await;
    assert_eq!(panel.left_after_a_tick().await, json!([id]));

    let released = panel.release(id).await;
    assert_eq!(
        pick(&released, "held_at,held_by,hold_reason,admin,owner_id,owner"),
        json!({ "held_at": null, "held_by": null, "hold_reason": null, "admin": null, "owner_id": null, "owner": null })
    );
    assert!(released["expires_at"].is_string());
    let noted = panel.noted().await;
    let [_, note] = noted.as_slice() else { panic!("not two rows: {noted:#?}") };
    assert_eq!(
        pick(note, "admin_id,action,target_type,target_id"),
        json!({
            "admin_id": panel.admin.id, "action": "release_recording", "target_type": "recording",
            "target_id": id.to_string(),
        })
    );
    assert_eq!(note["metadata"]["before"]["hold_reason"], "Savcılık yazısı");
    assert_eq!(panel.release(id).await["id"], json!(id));
    assert_eq!(panel.noted().await.len(), 2, "a repeat is no news");

    assert_eq!(panel.left_after_a_tick().await, json!([]));
    let deletions = panel.get("recordings/deletions").await;
    assert_eq!(
        pick(&deletions["deletions"][0], "recording_id,reason"),
        json!({ "recording_id": id, "reason": "account" })
    );
    for below in ["hold", "release"] {
        let gone = panel.try_post(&format!("recordings/{id}/{below}"), json!({ "reason": "Geç" })).await;
        gone.assert_refused(404, "RECORDING_NOT_FOUND");
    }
}

#[tokio::test]
async fn one_that_is_held_and_released_in_time_stays_as_long_as_every_other() {
    let panel = Panel::of_super_admin().await;
    let id = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "complete", DAY).await;
    let before = panel.get("recordings").await["recordings"][0].clone();
    panel.hold(id, "Soruşturma").await;
    assert_eq!(panel.release(id).await, before);
    assert_eq!(panel.left_after_a_tick().await, json!([id]));
}

#[tokio::test]
async fn of_many_who_hold_or_release_one_at_the_same_moment_one_is_noted() {
    let panel = Panel::of_super_admin().await;
    let id = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "active", 60).await;
    let reasons = (0..5).map(|n| format!("Neden {n}")).collect::<Vec<_>>();
    let held = join_all(reasons.iter().map(|reason| panel.hold(id, reason))).await;
    assert!(held.iter().all(|row| row["hold_reason"] == held[0]["hold_reason"]), "{held:#?}");
    join_all((0..5).map(|_| panel.release(id))).await;
    let actions: Vec<_> = panel.noted().await.iter().map(|row| row["action"].clone()).collect();
    assert_eq!(actions, ["hold_recording", "release_recording"]);
}

#[tokio::test]
async fn whoever_holds_one_that_is_being_deleted_is_told_that_it_is_gone() {
    let panel = Panel::open().await;
    let id = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "complete", 60).await;
    panel.live.project.db().batch_execute("begin").await.unwrap();
    let erase = "select to_jsonb(public.live_erase_recording($1, 'owner', now()))";
    assert_eq!(panel.live.project.value(erase, &[&id]).await, true);
    let deleted = async {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        panel.live.project.db().batch_execute("commit").await.unwrap();
    };
    let below = format!("recordings/{id}/hold");
    let (reply, ()) = tokio::join!(panel.try_post(&below, json!({ "reason": "Soruşturma" })), deleted);
    reply.assert_refused(404, "RECORDING_NOT_FOUND");
    assert_eq!(panel.noted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_hold_has_a_reason_and_only_super_admins_release() {
    let panel = Panel::open().await;
    let id = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "complete", 60).await;
    let below = |what: &str| format!("recordings/{id}/{what}");
    for body in [json!({}), json!({ "reason": " " }), json!({ "reason": "a".repeat(501) }), json!({ "reason": 7 })] {
        let reply = panel.try_post(&below("hold"), body).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "reason");
    }
    panel.hold(id, "Soruşturma").await;
    let guest = panel.live.person("speaker").await;
    let subject = "insert into public.recording_subjects (recording_id, user_id, consented_at, how)
                   values ($1, $2, now(), 'stage')";
    panel.live.project.execute(subject, &[&id, &guest.id]).await;
    for (who, user, code) in [
        ("admin", &panel.admin, "SUPER_ADMIN_REQUIRED"),
        ("owner", &panel.live.host, "ADMIN_REQUIRED"),
        ("somebody in it", &guest, "ADMIN_REQUIRED"),
        ("viewer", &panel.live.viewer, "ADMIN_REQUIRED"),
    ] {
        let reply = panel.ask(user, "POST", &below("release"), Some(json!({}))).await;
        assert_eq!((reply.status, &reply.body["errorCode"]), (403, &json!(code)), "{who}");
    }
    let free = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "complete", 60).await;
    for (who, user) in [("owner", &panel.live.host), ("viewer", &panel.live.viewer)] {
        for (method, below, body) in [
            ("GET", "recordings".to_owned(), None),
            ("GET", "recordings/storage".to_owned(), None),
            ("GET", "recordings/deletions".to_owned(), None),
            ("GET", format!("recordings/{free}/readers"), None),
            ("POST", format!("recordings/{free}/hold"), Some(json!({ "reason": "Benim" }))),
        ] {
            let reply = panel.ask(user, method, &below, body).await;
            assert_eq!((reply.status, &reply.body["errorCode"]), (403, &json!("ADMIN_REQUIRED")), "{who} {below}");
        }
    }
    let held = "select jsonb_agg(id) from public.recordings where held_at is not null";
    assert_eq!(panel.live.project.value(held, &[]).await, json!([id]));
    assert_eq!(panel.noted().await.len(), 1);
}

#[tokio::test]
async fn who_of_the_staff_has_watched_a_recording_is_listed_also_once_it_is_gone() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let id = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "complete", 60).await;
    let path = format!("recordings/{id}/readers");
    assert_eq!(panel.get(&path).await, json!({ "success": true, "readers": [], "total": 0 }));
    let other = given.admin().await;
    let watch = "select to_jsonb(true) from public.live_note_recording_read($1, $2, null, $3, $4)";
    for (admin, seconds) in [(&other, 30), (&panel.admin, 10)] {
        panel.live.project.value(watch, &[&admin.id, &admin.session_id, &id, &panel.before(seconds)]).await;
    }
    panel.hold(id, "Soruşturma").await;
    let free = "update public.recordings set held_at = null, hold_reason = null, held_by = null where id = $1";
    let unrelated = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "complete", 60).await;
    panel.live.project.value(watch, &[&other.id, &other.session_id, &unrelated, &panel.before(1)]).await;

    for is_gone in [false, true] {
        if is_gone {
            panel.live.project.execute(free, &[&id]).await;
            panel.live.project.execute("delete from public.recordings where id = $1", &[&id]).await;
        }
        let reply = panel.get(&path).await;
        let readers: Vec<_> = reply["readers"].as_array().unwrap().iter().map(|row| row["admin_id"].clone()).collect();
        assert_eq!((readers, &reply["total"]), (vec![json!(panel.admin.id), json!(other.id)], &json!(2)));
        assert_eq!(reply["readers"][1]["admin"]["full_name"], json!(other.display_name));
        assert!(reply["readers"][0]["read_at"].is_string());
    }
    let second = panel.get(&format!("{path}?limit=1&offset=1")).await;
    assert_eq!((&second["readers"][0]["admin_id"], &second["total"]), (&json!(other.id), &json!(2)));
    let missing = format!("recordings/{}/readers", Uuid::from_u128(1));
    panel.ask(&panel.admin, "GET", &missing, None).await.assert_refused(404, "RECORDING_NOT_FOUND");
}

#[tokio::test]
async fn nobody_is_told_where_a_file_lies_or_what_has_written_it() {
    let panel = Panel::of_super_admin().await;
    let (host, session) = (&panel.live.host, panel.live.session.id);
    let call = panel.call_of(host, &panel.live.viewer).await;
    for status in ["complete", "failed", "aborted", "limit_reached", "active"] {
        panel.recording(Of::Session(session), host, status, 60).await;
    }
    let id = panel.recording(Of::Call(call), host, "failed", 60).await;
    panel.deletion("owner", 10, Some("EG_1 still writes 'v1/session/a/b.mp4', \"v1/call/a/b.mp4\"")).await;
    let reason = || Some(json!({ "reason": "Soruşturma" }));
    for (method, below, body) in [
        ("POST", format!("recordings/{id}/hold"), reason()),
        ("GET", "recordings".to_owned(), None),
        ("POST", format!("recordings/{id}/release"), reason()),
        ("GET", "recordings/storage".to_owned(), None),
        ("GET", "recordings/deletions".to_owned(), None),
        ("GET", format!("recordings/{id}/readers"), None),
        ("GET", "admin-logs".to_owned(), None),
    ] {
        let reply = panel.ask(&panel.admin, method, &below, body).await;
        assert_eq!(reply.status, 200, "{below} {}", reply.body);
        let text = reply.body.to_string();
        for secret in ["v1/", ".mp4", "EG_", "storage_key", "egress_id"] {
            assert!(!text.contains(secret), "{below} tells {secret}: {text}");
        }
    }
}

#[tokio::test]
async fn what_is_recorded_and_for_how_long_it_is_kept_is_set_in_the_panel() {
    let panel = Panel::of_super_admin().await;
    let settings = panel.get("settings").await;
    let value = |key: &str| {
        let rows = settings["settings"].as_array().unwrap();
        rows.iter().find(|row| row["key"] == key).map_or(Value::Null, |row| row["value"].clone())
    };
    for (key, default, other) in [
        ("recording_enabled", json!(true), json!(false)),
        ("call_recording_enabled", json!(false), json!(true)),
        ("support_recording_enabled", json!(false), json!(true)),
        ("recording_max_seconds", json!(10_800), json!(60)),
        ("recordings_count", json!(2), json!(0)),
        ("recording_url_seconds", json!(3_600), json!(86_400)),
        ("recording_rate_count", json!(6), json!(0)),
        ("recording_read_rate_count", json!(60), json!(0)),
        ("recording_days_count", json!(90), json!(0)),
        ("call_recording_days_count", json!(30), json!(0)),
    ] {
        assert_eq!(value(key), default, "{key}");
        panel.change(key, other).await;
        panel.try_change(key, json!("7")).await.assert_refused(400, "INVALID_SETTING");
    }
    panel.try_change("recording_url_seconds", json!(86_401)).await.assert_refused(400, "INVALID_SETTING");
}
