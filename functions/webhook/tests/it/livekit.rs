//! A real LiveKit posts to the function: again what the database was away for, and, shuffled, doubled and partly lost,
//! what one sweep makes good.

use std::sync::Arc;

use ipelya_test::{Api, Deliveries, Delivery, LiveSession, Receiver, RoomClient, User};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use tokio::runtime::Builder;

use super::support::{deliver, forget_presence};

const CASES: u32 = 120;
/// The sweeper leaves alone what is younger than a minute.
const LONG_AGO: i64 = 300;

/// A session in front of whose function a LiveKit of its own reports.
pub(crate) async fn on_air_and_reported() -> (LiveSession, Deliveries) {
    let receiver = Receiver::open().await;
    let live = LiveSession::of(webhook::routes()).reporting_to(&receiver.url()).start().await;
    let deliveries = receiver.serve(Arc::new(Api::new(&live.project, webhook::routes()).at_system_time()));
    (live, deliveries)
}

fn answered(name: &str, status: u16) -> impl Fn(&Delivery) -> bool {
    move |delivery| delivery.event["event"] == name && delivery.status == status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn livekit_sends_an_event_again_until_the_database_is_back() {
    let (live, deliveries) = on_air_and_reported().await;
    let room = &live.session.room_name;
    // nobody waits for its host any more, so the end of its room is its end
    let start = "update public.live_sessions set started_at = now() - interval '1 hour' where id = $1";
    live.project.db().execute(start, &[&live.session.id]).await.unwrap();

    live.project.stop_database().await;
    live.project.open_room(room).await;
    deliveries.until(answered("room_started", 503)).await;
    assert_eq!(live.row().await["livekit_room_sid"], Value::Null);
    live.project.start_database().await;
    let started = deliveries.until(answered("room_started", 200)).await;
    assert_eq!(live.row().await["livekit_room_sid"], started.event["room"]["sid"]);

    live.project.rest().stop_server().await;
    live.project.close_room(room).await;
    deliveries.until(answered("room_finished", 503)).await;
    live.project.rest().start_server().await;
    let finished = deliveries.until(answered("room_finished", 200)).await;
    let row = live.row().await;
    assert_eq!((&row["status"], &row["end_reason"]), (&json!("ended"), &json!("room_finished")));

    // the same event under the same signature, and each counts once
    for last in [started, finished] {
        let attempts = deliveries.all().into_iter().filter(|delivery| delivery.event["id"] == last.event["id"]);
        let attempts: Vec<_> = attempts.collect();
        assert!(attempts.len() > 1 && attempts.iter().all(|attempt| attempt.event == last.event), "{attempts:?}");
    }
    assert_eq!(live.project.count("public.live_webhook_logs where processing_status = 'success'").await, 2);
}

/// A server that stops closes its rooms, and gets some of the news out before it is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_livekit_that_stops_ends_no_session_whose_host_is_awaited() {
    const SESSIONS: usize = 60;
    let (live, deliveries) = on_air_and_reported().await;
    for _ in 1..SESSIONS {
        let host = live.project.given().creator().await;
        live.project.given().live_session(&host).insert().await;
    }
    let started = "update public.live_sessions set started_at = now() returning livekit_room_name";
    let mut rooms = Vec::new();
    for row in live.project.db().query(started, &[]).await.unwrap() {
        rooms.push(row.get::<_, String>(0));
    }
    // it closes them one after the other: the more there are, the more it tells
    let others = (0..200).map(|number| format!("of-somebody-else-{number}"));
    for room in rooms.iter().cloned().chain(others) {
        live.project.open_room(&room).await;
    }

    live.project.stop_livekit().await;
    let told = deliveries.until(|delivery| {
        let event = &delivery.event;
        event["event"] == "room_finished" && rooms.iter().any(|room| event["room"]["name"] == **room)
    });
    let told = told.await;
    assert_eq!((told.status, told.event.get("roomEndReason")), (200, None));
    assert_eq!(
        live.project.count("public.live_sessions where status = 'live'").await,
        i64::try_from(rooms.len()).unwrap()
    );
}

/// A session from which a host, a viewer who left and one who vanished and came back have been heard of.
struct Told {
    live: LiveSession,
    /// LiveKit's own, in the order of their coming.
    events: Vec<Value>,
    /// Who is inside in the end, in LiveKit's own JSON.
    inside: Vec<Value>,
    status: &'static str,
    deliveries: Deliveries,
    /// Connected as long as this lives.
    _clients: [RoomClient; 2],
}

async fn a_session_of_real_people() -> Told {
    let (live, deliveries) = on_air_and_reported().await;
    let (room, leaver) = (&live.session.room_name, live.project.given().user().await);
    live.project.open_room(room).await;
    let arrives = async |user: &User| {
        let client = live.project.room_client(room, user.id).join().await;
        deliveries.until_about("participant_joined", &client.sid).await;
        client
    };
    let host = arrives(&live.host).await;
    let (leaves, vanishes) = (arrives(&leaver).await, arrives(&live.viewer).await);
    let (left, lost) = (leaves.sid.clone(), vanishes.sid.clone());
    leaves.leave().await;
    drop(vanishes);
    for sid in [left, lost] {
        deliveries.until_about("participant_left", &sid).await;
    }
    let back = arrives(&live.viewer).await;

    let inside = live.project.people_in(room).await;
    let events = deliveries.all().into_iter().map(|delivery| long_ago(delivery.event)).collect();
    Told { events, inside, status: "live", deliveries: deliveries.clone(), _clients: [host, back], live }
}

/// The same event, with everything in it so much earlier.
fn long_ago(mut event: Value) -> Value {
    for time in ["/createdAt", "/room/creationTime", "/participant/joinedAt"] {
        if let Some(time) = event.pointer_mut(time) {
            let seconds: i64 = time.as_str().unwrap().parse().unwrap();
            *time = json!((seconds - LONG_AGO).to_string());
        }
    }
    for time in ["/room/creationTimeMs", "/participant/joinedAtMs"] {
        if let Some(time) = event.pointer_mut(time) {
            let milliseconds: i64 = time.as_str().unwrap().parse().unwrap();
            *time = json!((milliseconds - LONG_AGO * 1000).to_string());
        }
    }
    event
}

/// Which of these events come, in which order, and how often.
fn deliveries_of(count: usize) -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..3_usize, count)
        .prop_map(|times| times.iter().enumerate().flat_map(|(event, times)| vec![event; *times]).collect::<Vec<_>>())
        .prop_shuffle()
}

impl Told {
    /// The same once its host has ended it and its room has been closed.
    async fn after_its_end(mut self) -> Self {
        let end = "select public.live_end_session($1, 'host_ended')";
        self.live.project.db().execute(end, &[&self.live.session.id]).await.unwrap();
        // the sweeper looks into it half a minute later
        let ago = "update public.live_sessions set ended_at = now() - interval '31 s' where id = $1";
        self.live.project.db().execute(ago, &[&self.live.session.id]).await.unwrap();
        let room = &self.live.session.room_name;
        self.live.project.close_room(room).await;
        self.deliveries.until(|delivery| delivery.event["event"] == "room_finished").await;
        self.inside = self.live.project.people_in(room).await;
        self.events = self.deliveries.all().into_iter().map(|delivery| long_ago(delivery.event)).collect();
        self.status = "ended";
        self
    }

    /// Forgets everything, hears these events, and is swept.
    async fn hears(&self, events: &[usize], sweeper: &Api) {
        forget_presence(&self.live).await;
        for event in events {
            deliver(&self.live, &self.events[*event]).await;
        }
        let key = sweeper.setting("SUPABASE_SERVICE_ROLE_KEY");
        let reply = sweeper.post("sweeper").bearer(&key).json(json!({})).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        // who was let in a minute ago and has not come is not inside
        let later = "select public.live_expire_admissions(now() + interval '61 s')";
        self.live.project.db().execute(later, &[]).await.unwrap();
    }

    /// What the rows say: who is inside by which connection, which connections are open, and how the session stands.
    async fn believed(&self) -> Value {
        self.live
            .ask(
                "select
                   (select jsonb_object_agg(p.user_id, p.livekit_participant_sid)
                    from public.live_participants p where p.session_id = $1 and p.is_active) as inside,
                   (select jsonb_agg(t.participant_sid order by t.participant_sid)
                    from public.live_stays t where t.session_id = $1 and t.left_at is null) as stays,
                   (select jsonb_build_array(s.status, s.host_left_at)
                    from public.live_sessions s where s.id = $1) as session",
            )
            .await
    }

    /// What LiveKit says of the same.
    fn so(&self) -> Value {
        let sid = |person: &Value| person["sid"].as_str().unwrap().to_owned();
        let inside: Map<_, _> = self
            .inside
            .iter()
            .map(|person| (person["identity"].as_str().unwrap().to_owned(), person["sid"].clone()))
            .collect();
        let mut stays: Vec<_> = self.inside.iter().map(sid).collect();
        stays.sort();
        let stays = if stays.is_empty() { Value::Null } else { json!(stays) };
        let inside = if inside.is_empty() { Value::Null } else { Value::Object(inside) };
        json!({ "inside": inside, "stays": stays, "session": [self.status, null] })
    }
}

#[test]
fn whatever_of_a_sessions_events_comes_in_and_how_often_one_sweep_later_the_rows_say_what_livekit_says() {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (told, sweeper) = runtime.block_on(async {
        let told = a_session_of_real_people().await;
        let sweeper = Api::new(&told.live.project, sweeper::routes()).at_system_time();
        (told, sweeper)
    });
    assert_eq!(told.inside.len(), 2, "{:?}", told.inside);
    let config = Config { cases: CASES, max_shrink_iters: 100, failure_persistence: None, ..Config::default() };
    let converges = |told: &Told| {
        let outcome = TestRunner::new(config.clone()).run(&deliveries_of(told.events.len()), |events| {
            runtime.block_on(told.hears(&events, &sweeper));
            prop_assert_eq!(runtime.block_on(told.believed()), told.so());
            Ok(())
        });
        outcome.err().map(|failure| failure.to_string())
    };
    let while_on_air = converges(&told);
    let told = runtime.block_on(told.after_its_end());
    assert_eq!(told.inside.len(), 0, "{:?}", told.inside);
    let once_over = converges(&told);
    // the clients end on the runtime they began on
    runtime.block_on(async { drop(told) });
    assert_eq!((while_on_air, once_over), (None, None));
}
