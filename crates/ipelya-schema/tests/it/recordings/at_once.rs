//! Everything that writes to recordings at the same time: nobody waits in a circle, and what must hold holds.

use crate::money::service_connection::{Crowd, Refusal, Reply, ServiceConnection, number};
use crate::recordings::ground::{Ground, Subject, start};
use futures_util::future::join_all;
use ipelya_local::clock::new_id;
use ipelya_test::{Session, User};
use serde_json::{Value, json};

const HANDS: usize = 16;
const ROUNDS: usize = 24;

/// The people and sessions of the test: each session with a guest.
struct Scene {
    ground: Ground,
    shows: Vec<(User, Session, User)>,
}

impl Scene {
    async fn set() -> Self {
        let ground = Ground::start().await;
        let given = ground.project.given();
        for (key, count) in [("recording_rate_count", 10_000), ("recordings_count", 3)] {
            given.setting(key, count).await;
        }
        let mut shows = Vec::new();
        for _ in 0..4 {
            let (host, guest) = (given.creator().await, given.user().await);
            let session = ground.on_air(&host).await;
            given.participant(&session, &guest).insert().await;
            ground
                .project
                .execute("update public.live_sessions set recording_enabled = true where id = $1", &[&session.id])
                .await;
            shows.push((host, session, guest));
        }
        Self { ground, shows }
    }

    /// Asks for one value.
    async fn ask(&self, service: &ServiceConnection, sql: &str) -> Reply {
        service.ask(sql, &[]).await
    }

    /// The `n`th thing that somebody does.
    async fn act(&self, service: &ServiceConnection, n: usize) -> Reply {
        let (host, session, guest) = &self.shows[n / 8 % self.shows.len()];
        let (at, id, auth) = (
            format!("timestamptz '{}'", self.ground.iso(100 + i64::try_from(n).unwrap())),
            session.id,
            host.session_id,
        );
        let some = format!("select r.id from public.recordings r where r.session_id = '{id}' order by r.id limit 1");
        let reports = |status: &str| {
            format!(
                "select to_jsonb(count(public.live_egress_seen(jsonb_build_object(
                   'id', 'EG_' || r.id, 'key', r.storage_key, 'status', '{status}'
                 ), {at}))) from public.recordings r where r.session_id = '{id}'"
            )
        };
        let sql = match n % 13 {
            0 | 1 => {
                return start(service, host, Subject::from(session), new_id(), self.ground.at(100)).await;
            }
            2 => reports("active"),
            3 => reports("complete"),
            4 => format!("select public.live_stop_recording('{}', '{auth}', '{{}}', '{id}', null, {at})", host.id),
            5 => format!(
                "select public.live_delete_recording('{}', '{auth}', '{{}}', ({some}), {at})", host.id
            ),
            6 => format!("select public.live_recordings_to_sweep({at})"),
            7 => format!(
                "select public.live_sweep_recordings(
                   (select coalesce(jsonb_agg(jsonb_build_object(
                      'id', 'EG_' || r.id, 'key', r.storage_key, 'status', 'active'
                    )), '[]') from public.recordings r),
                   (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'error', 'x')), '[]') from public.recordings r),
                   (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'size_bytes', 1)), '[]')
                    from public.recordings r),
                   {at}
                 )"
            ),
            8 => format!("select public.live_tick({at})"),
            9 => format!(
                "select public.live_recording_event('{}', '{}', '{}', {at})", session.room_name, host.id, new_id()
            ),
            10 => format!(
                "with placed as (
                   update public.live_participants p set role = case p.role when 'co_host' then 'viewer' else 'co_host' end
                   where p.session_id = '{id}' and p.user_id = '{}' returning p.role
                 ) select to_jsonb(role) from placed",
                guest.id
            ),
            11 => format!(
                "select public.live_update_recording(
                   '{}', '{auth}', '{{}}', ({some}), 'private', null, null, {at}
                 )",
                host.id
            ),
            _ => format!(
                "select public.live_recording_sent(r.id, r.storage_key, 'EG_' || r.id, null, {at})
                 from public.recordings r where r.session_id = '{id}' order by r.id limit 1"
            ),
        };
        self.ask(service, &sql).await
    }
}

/// What may be said to somebody who asks at a bad moment.
fn is_fair(refusal: &Refusal) -> bool {
    refusal.state.starts_with("PT4")
        // nothing to be found
        || refusal.state == "08006"
        || refusal.state == "55P03"
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_in_a_circle_whatever_is_done_at_the_same_time() {
    let scene = Scene::set().await;
    let crowd = Crowd::of(&scene.ground.project, HANDS).await;
    let hands = crowd.iter().enumerate().map(async |(hand, service)| {
        let mut done = 0;
        for round in 0..ROUNDS {
            // each in an order of its own
            match scene.act(service, (hand * 7 + round * 5) % 104).await {
                Ok(_) => done += 1,
                Err(refusal) => assert!(is_fair(&refusal), "{refusal:?}"),
            }
        }
        done
    });
    let gone = &scene.shows[3];
    let (done, ()) = tokio::join!(join_all(hands), async {
        // meanwhile two accounts go
        for who in [&gone.0, &gone.2] {
            scene.ground.project.given().delete_user(who).await;
        }
    });
    assert!(done.iter().sum::<i32>() > 150, "{done:?}");

    let project = &scene.ground.project;
    let wrong = "select count(*) from public.live_sessions s where s.is_recording <> exists (
                   select from public.recordings r
                   where r.session_id = s.id and r.status in ('requested', 'starting', 'active', 'ending')
                 )";
    assert_eq!(number(project, wrong).await, 0);
    let told = "select count(*) from public.live_sessions s where s.is_recording::integer <> (
                  select count(*) filter (where m.event = 'recording_started')
                    - count(*) filter (where m.event = 'recording_stopped')
                  from realtime.messages m where m.topic = 'live:' || s.id
                )";
    assert_eq!(number(project, told).await, 0);
    // whatever was left of the owner that is gone is gone with the next tick
    scene.ground.ask("select public.live_tick($1)", &[&scene.ground.at(300)]).await.unwrap();
    let of_gone = format!("public.recordings where session_id = '{}'", gone.1.id);
    assert_eq!(project.count(&of_gone).await, 0);
    let keys = "public.live_object_deletions d where exists (select from public.recordings r where r.storage_key = d.storage_key)";
    assert_eq!(project.count(keys).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_reports_of_the_same_arrival_make_one_order() {
    let scene = Scene::set().await;
    let crowd = Crowd::of(&scene.ground.project, 20).await;
    let (host, session, _) = &scene.shows[0];
    let sql = "select public.live_recording_event($1, $2, $3, $4)";
    let at = scene.ground.at(0);
    let events = crowd.iter().map(async |service| {
        service.ask(sql, &[&session.room_name, &host.id.to_string(), &new_id(), &at]).await.unwrap()
    });
    let chores: Vec<Value> = join_all(events).await;
    assert_eq!(chores.iter().filter(|chores| chores["order"].is_object()).count(), 1, "{chores:?}");
    assert!(chores.iter().all(|chores| chores["stop"] == json!([])));
    assert_eq!(scene.ground.project.count("public.recordings").await, 1);
}
