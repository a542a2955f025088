//! The stand-in for LiveKit's egress: rooms of the real LiveKit, a real store, and what is told of both.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

use axum::body::Body;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use ipelya_core::Refusal;
use ipelya_core::api::webhook::{EventResult, Received};
use ipelya_core::recording::{RecordingOrder, RecordingStatus};
use ipelya_edge::http::LiveKit;
use ipelya_edge::livekit::egress::{Egresses, Started};
use ipelya_edge::store::Use;
use ipelya_edge::{Clock, Context, Routes, Settings};
use ipelya_local::clock::{new_id, seconds};
use ipelya_local::http_client::HttpClient;
use ipelya_local::jwt::sign_hs256;
use ipelya_local::livekit::{API_KEY, API_SECRET};
use ipelya_test::{
    Api, Deliveries, EgressEvents, EgressMode, EgressServer, LiveKitIngress, Mode, Project, Receiver, RoomClient,
};
use livekit_protocol::{ListEgressRequest, RoomCompositeEgressRequest, StopEgressRequest};
use prost::Message as _;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// A room with somebody to be heard in it, and what is told of it.
struct Scene {
    project: Project,
    server: EgressServer,
    settings: BTreeMap<String, String>,
    cx: Context,
    told: Deliveries,
    order: RecordingOrder,
    _speaker: RoomClient,
}

impl Scene {
    async fn open() -> Self {
        let project = Project::start().await;
        let receiver = Receiver::open().await;
        let urls =
            ["livekit-webhook", "recording-webhook"].map(|name| receiver.url_of(&format!("/functions/v1/{name}")));
        let server = EgressServer::open_reporting_to(&project, &urls).await;
        let routes =
            Routes::new().webhook(LiveKit, "livekit-webhook", verify).webhook(LiveKit, "recording-webhook", verify);
        let told = receiver.serve(Arc::new(Api::new(&project, routes).at_system_time()));
        let room = format!("live_video_{}", new_id());
        project.open_room(&room).await;
        let grants = json!({ "canPublish": true, "canSubscribe": false });
        let speaker = project.room_client(&room, new_id()).grants(grants).microphone().join().await;
        let mut settings = project.env();
        settings.extend(server.settings().map(|(name, value)| (name.to_owned(), value)));
        let cx = context(&settings);
        Self { project, server, settings, cx, told, order: order(&room), _speaker: speaker }
    }

    fn egresses(&self) -> &Egresses {
        self.cx.egresses.as_ref().unwrap()
    }

    fn key(&self) -> &str {
        &self.order.storage_key
    }

    /// The functions with other settings.
    fn with(&self, settings: &[(&str, &str)]) -> Context {
        let mut all = self.settings.clone();
        all.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        context(&all)
    }

    /// Has the room recorded, as far as that this much is told.
    async fn start(&self, status: &str) -> String {
        let Started::Egress(id) = self.egresses().start(&self.order).await else { panic!("it does not start") };
        self.until(&id, status).await;
        id
    }

    /// Waits until this is told of an egress.
    async fn until(&self, id: &str, status: &str) -> Value {
        let is_it = |event: &Value| {
            let info = &event["egressInfo"];
            info["egressId"] == id && info["status"].as_str().unwrap_or("EGRESS_STARTING") == status
        };
        self.told.until(|delivery| is_it(&delivery.event)).await.event["egressInfo"].clone()
    }

    /// The statuses that one of the addresses was told, in order.
    fn statuses(&self) -> Vec<String> {
        let all = self.told.all();
        let of = |event: &Value| event["egressInfo"]["status"].as_str().unwrap_or("EGRESS_STARTING").to_owned();
        assert!(all.iter().all(|delivery| delivery.status == 200), "{all:#?}");
        let (first, second): (Vec<_>, Vec<_>) =
            all.iter().partition(|delivery| delivery.path.ends_with("/livekit-webhook"));
        let [first, second] =
            [first, second].map(|told| told.iter().map(|delivery| of(&delivery.event)).collect::<Vec<_>>());
        assert_eq!(first, second, "both addresses are told the same");
        first
    }
}

async fn verify(cx: &Context, headers: &HeaderMap, body: &[u8]) -> Result<Received, Refusal> {
    cx.webhooks.verify(headers, body, cx.clock.now())?;
    Ok(Received { result: EventResult::Success })
}

fn context(settings: &BTreeMap<String, String>) -> Context {
    Context::new(&Settings::from_source(|name| settings.get(name).cloned()).unwrap(), Clock::system()).unwrap()
}

/// Everything that is seen and heard in a room.
fn order(room: &str) -> RecordingOrder {
    let (id, session) = (new_id(), new_id());
    let order = json!({
        "id": id, "room_name": room, "storage_key": format!("v1/session/{session}/{id}.mp4"), "layout": "speaker",
    });
    serde_json::from_value(order).unwrap()
}

/// The kinds of the boxes of an MP4, in order.
fn boxes(mut file: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    while let [a, b, c, d, kind @ ..] = file {
        let size = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        found.push(String::from_utf8(kind[..4].to_vec()).unwrap());
        file = &file[size..];
    }
    found
}

fn contains(file: &[u8], word: &str) -> bool {
    file.windows(word.len()).any(|part| part == word.as_bytes())
}

#[tokio::test]
async fn a_room_is_recorded_until_that_is_stopped() {
    let scene = Scene::open().await;

    let id = scene.start("EGRESS_ACTIVE").await;

    let people = scene.project.people_in(scene.order.room_name.as_str()).await;
    let recorder = people.iter().find(|person| person["identity"] == id.as_str()).expect("it is inside");
    assert_eq!(recorder["kind"], "EGRESS");
    assert_eq!((&recorder["permission"]["hidden"], &recorder["permission"]["recorder"]), (&json!(true), &json!(true)));
    let under_way = scene.egresses().under_way().await.unwrap();
    assert_eq!(
        under_way.iter().map(|egress| (egress.id.as_str(), egress.status)).collect::<Vec<_>>(),
        [(id.as_str(), RecordingStatus::Active)]
    );
    assert_eq!(under_way[0].key.as_deref(), Some(scene.key()));
    assert!(!scene.server.store().has(scene.key()).await);

    assert_eq!(scene.egresses().stop(&id).await, Ok(true));

    let told = scene.until(&id, "EGRESS_COMPLETE").await;
    assert_eq!(told["details"], "End reason: StopEgress API");
    assert_eq!(told["roomComposite"]["fileOutputs"][0]["filepath"], scene.key());
    let number = |field: &str| told["fileResults"][0][field].as_str().unwrap().parse::<i64>().unwrap();
    assert_eq!(number("duration"), number("endedAt") - number("startedAt"));
    let file = scene.server.store().get(scene.key()).await;
    assert_eq!(number("size"), i64::try_from(file.len()).unwrap());
    assert_eq!(boxes(&file), ["ftyp", "moov", "free", "mdat"], "it plays before all of it is there");
    assert!(contains(&file, "avc1") && contains(&file, "mp4a"), "with picture and sound");

    // somebody comes to be told last
    sleep(Duration::from_millis(200)).await;
    assert_eq!(scene.statuses(), ["EGRESS_STARTING", "EGRESS_ACTIVE", "EGRESS_ENDING", "EGRESS_COMPLETE"]);
    assert_eq!(scene.egresses().under_way().await, Ok(Vec::new()));
    assert_eq!(scene.egresses().stop(&id).await, Ok(false), "it has ended");
    let found = scene.egresses().find(&id).await.unwrap().expect("what has ended is still known");
    assert_eq!((found.status, found.size_bytes), (RecordingStatus::Complete, Some(number("size"))));
    let of_room = scene.egresses().of_room(&scene.order.room_name).await.unwrap();
    assert_eq!(of_room, [found]);
    let people = scene.project.people_in(scene.order.room_name.as_str()).await;
    assert!(people.iter().all(|person| person["identity"] != id.as_str()), "it has left");
}

#[tokio::test]
async fn a_recording_plays_from_anywhere_in_it() {
    let scene = Scene::open().await;
    let id = scene.start("EGRESS_ACTIVE").await;
    scene.egresses().stop(&id).await.unwrap();
    scene.until(&id, "EGRESS_COMPLETE").await;
    let file = scene.server.store().get(scene.key()).await;
    let (store, now) = (scene.cx.store.as_ref().unwrap(), scene.cx.clock.now());
    assert_eq!(store.size(scene.key(), now).await, Ok(Some(i64::try_from(file.len()).unwrap())));
    let url = store.address(scene.key(), &Use::Watch, Duration::from_mins(1), now).unwrap();

    let get = async |url: &str| {
        let request = Request::get(url).header("range", "bytes=1000-1099").header("origin", "http://127.0.0.1:54321");
        let reply = HttpClient::new().send(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = reply.into_parts();
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes())
    };
    let (status, headers, part) = get(url.as_str()).await;
    assert_eq!((status, &part[..]), (StatusCode::PARTIAL_CONTENT, &file[1000..1100]));
    assert_eq!(headers["content-range"], format!("bytes 1000-1099/{}", file.len()));
    assert_eq!(headers["content-type"], "video/mp4");
    assert_eq!(headers["content-disposition"], "inline");
    assert_eq!(headers["access-control-allow-origin"], "http://127.0.0.1:54321", "a page may play it");
    assert_eq!(get(&url.as_str().replace("X-Amz-Expires=60", "X-Amz-Expires=600")).await.0, StatusCode::FORBIDDEN);

    store.delete(scene.key(), now).await.unwrap();
    assert!(!scene.server.store().has(scene.key()).await);
    assert_eq!(store.size(scene.key(), now).await, Ok(None));
    scene.server.store().upstream.set_mode(Mode::Status(503));
    assert_eq!(store.size(scene.key(), now).await, Err(Refusal::Unavailable), "no answer is not no file");
}

#[tokio::test]
async fn a_recording_ends_with_its_room() {
    let scene = Scene::open().await;
    let id = scene.start("EGRESS_ACTIVE").await;

    scene.project.close_room(scene.order.room_name.as_str()).await;

    let told = scene.until(&id, "EGRESS_COMPLETE").await;
    assert_eq!(told["details"], "End reason: Source closed");
    assert!(scene.server.store().has(scene.key()).await);
}

#[tokio::test]
async fn of_a_room_without_pictures_there_is_sound_alone() {
    let mut scene = Scene::open().await;
    scene.order.layout = None;
    let id = scene.start("EGRESS_ACTIVE").await;
    scene.egresses().stop(&id).await.unwrap();
    scene.until(&id, "EGRESS_COMPLETE").await;
    let file = scene.server.store().get(scene.key()).await;
    assert_eq!((contains(&file, "avc1"), contains(&file, "mp4a")), (false, true));
}

#[tokio::test]
async fn what_is_stopped_before_it_records_is_aborted() {
    let scene = Scene::open().await;
    let Started::Egress(id) = scene.egresses().start(&scene.order).await else { panic!("it does not start") };
    scene.egresses().stop(&id).await.unwrap();
    let told = scene.until(&id, "EGRESS_ABORTED").await;
    assert_eq!(told["error"], "Stop called before pipeline could start");
    assert!(!scene.server.store().has(scene.key()).await);
}

#[tokio::test]
async fn what_cannot_be_recorded_is_refused() {
    let scene = Scene::open().await;
    let said = |code: &str, text: &str| Started::Refused(format!("{code}: {text}"));

    let elsewhere = order(&format!("live_video_{}", new_id()));
    assert_eq!(
        scene.egresses().start(&elsewhere).await,
        said("not_found", "twirp error unknown: requested room does not exist")
    );
    let role = [
        ("LIVEKIT_RECORDING_ACCESS", "assume_role"),
        ("LIVEKIT_RECORDING_ROLE_ARN", "arn:aws:iam::123456789012:role/recordings"),
    ];
    let assuming = scene.with(&role).egresses.unwrap().start(&scene.order).await;
    assert_eq!(
        assuming,
        said("permission_denied", "twirp error unknown: S3 upload using AssumeRole is disabled for this account")
    );
    scene.server.egress.set_mode(EgressMode::Refuse);
    assert_eq!(scene.egresses().start(&scene.order).await, said("resource_exhausted", "as much is recorded as may be"));
    scene.server.egress.set_mode(EgressMode::Hang);
    assert_eq!(scene.egresses().start(&scene.order).await, Started::Unknown);

    assert_eq!(scene.egresses().under_way().await, Ok(Vec::new()));
    assert_eq!(scene.egresses().stop("EG_unknown").await, Ok(false));
    assert!(scene.told.all().is_empty());
}

#[tokio::test]
async fn an_answer_that_is_lost_hides_a_recording() {
    let scene = Scene::open().await;
    scene.server.upstream.set_mode_of("/StartRoomCompositeEgress", Mode::LoseReply);
    assert_eq!(scene.egresses().start(&scene.order).await, Started::Unknown);
    let of_room = scene.egresses().of_room(&scene.order.room_name).await.unwrap();
    assert_eq!(of_room.iter().map(|egress| egress.key.as_deref()).collect::<Vec<_>>(), [Some(scene.key())]);
    let starts =
        scene.server.upstream.paths().iter().filter(|path| path.ends_with("/StartRoomCompositeEgress")).count();
    assert_eq!(starts, 1);
}

#[tokio::test]
async fn a_file_goes_to_the_store_that_it_comes_with() {
    let scene = Scene::open().await;
    let store = scene.server.store().bucket();
    let mine = [
        ("LIVEKIT_RECORDING_ACCESS", "keys"),
        ("LIVEKIT_RECORDING_UPLOAD_KEY_ID", store.access_key_id.as_str()),
        ("LIVEKIT_RECORDING_UPLOAD_SECRET", store.secret_access_key.as_str()),
    ];
    let cx = scene.with(&mine);
    let Started::Egress(id) = cx.egresses.as_ref().unwrap().start(&scene.order).await else {
        panic!("it does not start")
    };
    scene.until(&id, "EGRESS_ACTIVE").await;
    scene.server.store().upstream.reset();
    scene.egresses().stop(&id).await.unwrap();

    let told = scene.until(&id, "EGRESS_COMPLETE").await;
    assert_eq!(scene.server.store().upstream.requests(), 1, "it came by the address that it was told");
    assert!(scene.server.store().has(scene.key()).await);
    assert!(!told.to_string().contains(&store.secret_access_key), "{told}");
}

#[tokio::test]
async fn it_fails_in_each_of_livekits_ways() {
    let scene = Scene::open().await;
    for (mode, status, error, has_file) in [
        (EgressMode::Abort, "EGRESS_ABORTED", "Start signal not received", false),
        (EgressMode::Limit, "EGRESS_LIMIT_REACHED", "Session limit reached", true),
        (EgressMode::FailedUpload, "EGRESS_FAILED", "S3 upload failed", false),
    ] {
        scene.server.egress.set_mode(mode);
        let one = order(scene.order.room_name.as_str());
        let Started::Egress(id) = scene.egresses().start(&one).await else { panic!("{mode:?}: it does not start") };
        if mode == EgressMode::FailedUpload {
            scene.until(&id, "EGRESS_ACTIVE").await;
            scene.egresses().stop(&id).await.unwrap();
        }
        let told = scene.until(&id, status).await;
        assert!(told["error"].as_str().unwrap().starts_with(error), "{mode:?}: {told}");
        assert_eq!(told["fileResults"][0].get("size").is_some(), has_file, "{mode:?}: {told}");
        assert_eq!(scene.server.store().has(&one.storage_key).await, has_file, "{mode:?}");
    }
}

#[tokio::test]
async fn a_file_may_come_long_after_livekit_has_said_that_it_is_there() {
    let scene = Scene::open().await;
    scene.server.egress.set_mode(EgressMode::SlowUpload);
    let id = scene.start("EGRESS_ACTIVE").await;
    scene.egresses().stop(&id).await.unwrap();
    scene.until(&id, "EGRESS_COMPLETE").await;
    assert!(!scene.server.store().has(scene.key()).await);

    scene.server.egress.set_mode(EgressMode::Normal);

    let comes = async {
        while !scene.server.store().has(scene.key()).await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(10), comes).await.expect("the file comes");
}

#[tokio::test]
async fn what_has_ended_may_be_listed_as_if_it_went_on() {
    let scene = Scene::open().await;
    let id = scene.start("EGRESS_ACTIVE").await;
    scene.egresses().stop(&id).await.unwrap();
    scene.until(&id, "EGRESS_COMPLETE").await;

    scene.server.egress.set_mode(EgressMode::StaleList);

    let under_way = scene.egresses().under_way().await.unwrap();
    assert_eq!(
        under_way.iter().map(|egress| (egress.status, egress.size_bytes)).collect::<Vec<_>>(),
        [(RecordingStatus::Active, None)]
    );
    assert_eq!(scene.egresses().find(&id).await.unwrap().unwrap().status, RecordingStatus::Active);
    assert_eq!(scene.egresses().stop(&id).await, Ok(false));
}

#[tokio::test]
async fn events_may_be_lost_doubled_or_turned_around() {
    let all = ["EGRESS_STARTING", "EGRESS_ACTIVE", "EGRESS_ENDING", "EGRESS_COMPLETE"];
    for (events, expected) in [
        (EgressEvents::None, Vec::new()),
        (EgressEvents::Doubled, all.iter().flat_map(|status| [*status; 2]).collect()),
        (EgressEvents::Reversed, all.iter().rev().copied().collect()),
    ] {
        let scene = Scene::open().await;
        scene.server.egress.set_events(events);
        let Started::Egress(id) = scene.egresses().start(&scene.order).await else { panic!("it does not start") };
        until_known(&scene, &id, RecordingStatus::Active).await;
        scene.egresses().stop(&id).await.unwrap();
        until_known(&scene, &id, RecordingStatus::Complete).await;
        let arrive = async {
            while scene.told.all().len() < expected.len() * 2 {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(10), arrive).await.expect("the events arrive");
        sleep(Duration::from_millis(200)).await;
        assert_eq!(scene.statuses(), expected, "{events:?}");
        let ids: Vec<_> = scene.told.all().iter().map(|delivery| delivery.event["id"].to_string()).collect();
        let different = ids.iter().collect::<std::collections::BTreeSet<_>>().len();
        assert_eq!(different, if events == EgressEvents::None { 0 } else { 4 }, "{ids:?}");
    }
}

async fn until_known(scene: &Scene, id: &str, status: RecordingStatus) {
    let comes = async {
        while scene.egresses().find(id).await.unwrap().unwrap().status != status {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(30), comes).await.unwrap_or_else(|_| panic!("it does not become {status:?}"));
}

#[tokio::test]
async fn it_is_switched_over_http_and_passes_everything_else_on() {
    let scene = Scene::open().await;
    let switch = async |method: &str, body: Value| {
        let request = Request::builder().method(method).uri(format!("{}/stand-in/egress", scene.server.url()));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let request = request.header("content-type", "application/json").body(body).unwrap();
        let (status, text) = HttpClient::new().fetch(request).await.unwrap();
        (status.as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
    };
    let as_ever = json!({ "mode": "normal", "events": "all" });
    assert_eq!(switch("GET", Value::Null).await, (200, as_ever.clone()));
    let stale = json!({ "mode": "stale_list", "events": "all" });
    assert_eq!(switch("POST", json!({ "mode": "stale_list" })).await, (200, stale.clone()));
    let both = json!({ "mode": "stale_list", "events": "reversed" });
    assert_eq!(switch("POST", json!({ "events": "reversed" })).await, (200, both.clone()));
    for wrong in [json!({ "mode": "sometimes" }), json!({ "modes": "normal" })] {
        assert_eq!(switch("POST", wrong).await.0, 422);
    }
    assert_eq!(switch("GET", Value::Null).await, (200, both));
    assert_eq!(
        (scene.server.egress.mode(), scene.server.egress.events()),
        (EgressMode::StaleList, EgressEvents::Reversed)
    );
    assert_eq!(switch("POST", as_ever.clone()).await, (200, as_ever));

    // LiveKit itself, its API and its WebSocket
    let rooms = scene.cx.sfu.is_inside(&scene.order.room_name, new_id().into()).await;
    assert_eq!(rooms, Ok(false));
    let through = scene.server.url().replacen("http", "ws", 1);
    let listener = scene.project.room_client(scene.order.room_name.as_str(), new_id()).at(&through).join().await;
    listener.leave().await;
}

/// What is answered to whoever has this grant: the status, and what is refused.
async fn answer(url: &str, method: &str, grant: &str, message: Vec<u8>) -> (String, u16, Value) {
    let claims = json!({ "iss": API_KEY, "exp": seconds() + 60, "video": { (grant): true } });
    let request = Request::post(format!("{url}/twirp/livekit.Egress/{method}"))
        .header("content-type", "application/protobuf")
        .header("authorization", format!("Bearer {}", sign_hs256(API_SECRET.as_bytes(), &claims)))
        .body(Body::from(message))
        .unwrap();
    let (status, text) = HttpClient::new().fetch(request).await.unwrap();
    (format!("{method} by {grant}"), status.as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// All that LiveKit says without a worker.
async fn answers(url: &str) -> Vec<(String, u16, Value)> {
    let start = RoomCompositeEgressRequest { room_name: "nowhere".into(), ..RoomCompositeEgressRequest::default() };
    let stop = StopEgressRequest { egress_id: "EG_unknown".into() };
    let list = |room_name: &str, egress_id: &str, active| {
        let (room_name, egress_id) = (room_name.to_owned(), egress_id.to_owned());
        ListEgressRequest { room_name, egress_id, active, page_token: None }.encode_to_vec()
    };
    let asked = [
        ("StartRoomCompositeEgress", start.encode_to_vec()),
        ("StopEgress", stop.encode_to_vec()),
        ("ListEgress", list("", "", true)),
        ("ListEgress", list("nowhere", "", false)),
        ("ListEgress", list("", "EG_unknown", false)),
        ("ListEgress", list("nowhere", "EG_unknown", true)),
    ];
    let mut answers = Vec::new();
    for grant in ["roomRecord", "roomAdmin"] {
        for (method, message) in asked.clone() {
            answers.push(answer(url, method, grant, message).await);
        }
    }
    answers
}

#[tokio::test]
async fn livekit_itself_answers_as_its_stand_in_does() {
    let project = Project::start().await;
    // `.ci/run` tells where there is no Redis
    let Some(livekit) = LiveKitIngress::open(&project).await else { return };
    let stand_in = EgressServer::open(&project).await;
    let by_stand_in = answers(&stand_in.url()).await;
    assert_eq!(answers(&livekit.url()).await, by_stand_in);
    assert_eq!(by_stand_in[1].2, json!({ "code": "not_found", "msg": "twirp error unknown: egress does not exist" }));
}
