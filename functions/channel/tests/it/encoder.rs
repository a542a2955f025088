//! A creator who broadcasts from an encoder: the stream key, and what happens with it. LiveKit is real, and so is the
//! media.

use std::sync::Arc;

use ipelya_test::{Api, Deliveries, IngressServer, Mode, Project, Receiver, Reply, User, decode_jwt};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{go_live, post, toggle};

/// A project that LiveKit reports to, encoders included, and a creator in it.
struct Studio {
    project: Project,
    server: IngressServer,
    api: Api,
    deliveries: Deliveries,
    creator: User,
}

/// What `create` tells of a channel.
struct Made {
    id: Uuid,
    key: String,
}

async fn studio() -> Studio {
    let receiver = Receiver::open().await;
    let project = Project::start_reporting_to(&receiver.url()).await;
    let server = IngressServer::open_reporting_to(&project, &receiver.url()).await;
    let api = server.known_to(Api::new(&project, channel::routes())).at_system_time();
    let deliveries = receiver.serve(Arc::new(Api::new(&project, webhook::routes()).at_system_time()));
    let creator = project.given().creator().await;
    Studio { project, server, api, deliveries, creator }
}

/// A project with encoders that reports nothing, and a creator in it.
async fn quiet_studio() -> (Project, IngressServer, Api, User) {
    let project = Project::start().await;
    let server = IngressServer::open(&project).await;
    let api = server.known_to(Api::new(&project, channel::routes()));
    let creator = project.given().creator().await;
    (project, server, api, creator)
}

async fn make_channel(api: &Api, creator: &User) -> Made {
    let made = post(api, "create", creator, json!({ "title": "Kanal", "slug": "ayse" })).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert!(made.body["ingressUrl"].as_str().unwrap().starts_with("rtmp://"), "{}", made.body);
    let text = |name: &str| made.body[name].as_str().unwrap().to_owned();
    Made { id: text("id").parse().unwrap(), key: text("streamKey") }
}

async fn ingress(api: &Api, creator: &User, action: &str) -> Reply {
    post(api, "ingress", creator, json!({ "action": action })).await
}

fn key_of(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["streamKey"].as_str().unwrap().to_owned()
}

/// One whole sweep: what it reports.
async fn sweep(project: &Project, server: &IngressServer) -> Value {
    let api = server.known_to(Api::new(project, sweeper::routes())).at_system_time();
    let reply = api.post("sweeper").bearer(&api.setting("SUPABASE_SERVICE_ROLE_KEY")).json(json!({})).send().await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

fn rooms(server: &IngressServer) -> Vec<String> {
    server.ingress.all().into_iter().map(|info| info.room_name).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_encoder_is_the_host_and_when_it_stays_away_the_session_ends() {
    let Studio { project, server, api, deliveries, creator } = studio().await;
    let made = make_channel(&api, &creator).await;
    let refused = server.start_encoder(&made.key).await;
    assert!(refused.is_err(), "there is no room while the channel is off the air");
    assert_eq!(post(&api, "health", &creator, json!({})).await.body["ingress"]["status"], "error");

    let session = go_live(&api, &creator).await;
    let room = format!("live_video_{session}");
    assert_eq!(rooms(&server), [room.as_str()]);
    let sid = server.start_encoder(&made.key).await.unwrap();
    let joined = deliveries.until_about("participant_joined", &sid).await;
    assert_eq!(joined.event["participant"]["kind"], "INGRESS");
    assert_eq!(post(&api, "health", &creator, json!({})).await.body["ingress"]["status"], "publishing");
    let host = "select jsonb_agg(jsonb_build_array(p.user_id, p.role, p.is_active)) from public.live_participants p";
    assert_eq!(project.value(host, &[]).await, json!([[creator.id, "host", true]]));

    let viewer = project.given().user().await;
    let seat = post(&api, "token", &viewer, json!({ "slug": "ayse" })).await;
    let (token, url) = (seat.body["token"].as_str().unwrap(), seat.body["wsUrl"].as_str().unwrap());
    let mut watching = project.room_client(&room, viewer.id).token(token).at(url).join().await;
    assert_eq!((watching.sees().await, watching.hears().await), (creator.id.to_string(), creator.id.to_string()));
    deliveries.until_about("participant_joined", &watching.sid).await;
    let viewers = "select to_jsonb(count(*)) from public.live_participants where role = 'viewer' and is_active";
    assert_eq!(project.value(viewers, &[]).await, 1, "the encoder is no viewer");

    server.stop_encoder(&made.key).await;
    deliveries.until_about("participant_left", &sid).await;
    assert_eq!(post(&api, "health", &creator, json!({})).await.body["ingress"]["status"], "inactive");
    sweep(&project, &server).await;
    let state = "select jsonb_build_array(s.status, s.end_reason) from public.live_sessions s";
    assert_eq!(project.value(state, &[]).await, json!(["live", null]), "it has a grace to come back in");
    let long_ago =
        "with gone as (update public.live_stays set left_at = left_at - interval '31 s' where left_at is not null)
                    update public.live_sessions set host_left_at = host_left_at - interval '31 s'";
    project.execute(long_ago, &[]).await;
    sweep(&project, &server).await;
    assert_eq!(project.value(state, &[]).await, json!(["ended", "host_timeout"]));
    // the end came while it was held against LiveKit: its encoder is sent away within the same sweep
    assert_eq!(rooms(&server), [format!("parked_{}", made.id)]);
    assert!(server.start_encoder(&made.key).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owners_own_tab_looks_on_and_neither_puts_the_other_out() {
    let Studio { project, server, api, deliveries, creator } = studio().await;
    let made = make_channel(&api, &creator).await;
    let session = go_live(&api, &creator).await;
    let room = format!("live_video_{session}");
    let sid = server.start_encoder(&made.key).await.unwrap();
    deliveries.until_about("participant_joined", &sid).await;

    let tokens_of = Api::new(&project, token::routes()).at_system_time();
    let sessions = Api::new(&project, session::routes()).at_system_time();
    let by_session =
        async |api: &Api, name| api.post(name).user(&creator).json(json!({ "sessionId": session })).send().await;
    let tokens = [
        post(&api, "token", &creator, json!({ "slug": "ayse", "role": "broadcaster" })).await,
        toggle(&api, &creator, true).await,
        by_session(&tokens_of, "get-livekit-token").await,
        by_session(&sessions, "start-live-session").await,
        by_session(&sessions, "join-live-session").await,
    ];
    for reply in &tokens {
        assert_eq!((reply.status, &reply.body["monitor"]), (200, &json!(true)), "{}", reply.body);
        let claims = decode_jwt(reply.body["token"].as_str().unwrap()).payload;
        assert_eq!(claims["sub"], format!("monitor_{}", creator.id));
        let video = &claims["video"];
        assert_eq!((&video["hidden"], &video["canSubscribe"]), (&json!(true), &json!(true)));
        assert_eq!((&video["canPublish"], &video["canPublishData"]), (&json!(false), &json!(false)));
    }
    let [tab, ..] = &tokens;
    let identity = format!("monitor_{}", creator.id);
    let mut tab = project.room_client(&room, identity).token(tab.body["token"].as_str().unwrap()).connect().await;
    assert_eq!(tab.sees().await, creator.id.to_string());
    let people = project.people_in(&room).await;
    assert!(people.iter().any(|person| person["sid"] == sid.as_str() && person["state"] == "ACTIVE"), "{people:?}");

    server.stop_encoder(&made.key).await;
    deliveries.until_about("participant_left", &sid).await;
    let host = post(&api, "token", &creator, json!({ "slug": "ayse" })).await;
    assert_eq!(host.body.get("monitor"), None);
    assert_eq!(decode_jwt(host.body["token"].as_str().unwrap()).payload["sub"], creator.id.to_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replaced_key_opens_nothing_and_no_key_is_in_any_row() {
    let Studio { project, server, api, deliveries, creator } = studio().await;
    let old = make_channel(&api, &creator).await.key;
    go_live(&api, &creator).await;
    let rotated = ingress(&api, &creator, "rotate").await;
    let new = key_of(&rotated);
    assert_ne!(old, new);
    assert_eq!(rotated.header("cache-control"), Some("no-store"));
    assert!(server.start_encoder(&old).await.is_err());
    let sid = server.start_encoder(&new).await.unwrap();
    deliveries.until_about("participant_joined", &sid).await;
    deliveries.until(|delivery| delivery.event["event"] == "ingress_started").await;
    assert_eq!(key_of(&ingress(&api, &creator, "show").await), new);

    let tables = "select jsonb_agg(format('%I.%I', schemaname, tablename)) from pg_tables
                  where schemaname in ('public', 'realtime', 'auth')";
    let tables = project.value(tables, &[]).await;
    let tables: Vec<&str> = tables.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(tables.contains(&"public.live_webhook_logs") && tables.contains(&"public.live_channel_ingress"));
    for table in tables {
        for key in [&old, &new] {
            let found = project.count(&format!("{table} as t where t::text like '%{key}%'")).await;
            assert_eq!(found, 0, "{table}");
        }
    }
    let hint = "select to_jsonb(key_hint) from public.live_channel_ingress";
    assert_eq!(project.value(hint, &[]).await, new[new.len() - 4..]);
}

#[tokio::test]
async fn two_channels_made_at_once_have_one_ingress() {
    let (project, server, api, creator) = quiet_studio().await;
    let body = json!({ "title": "Kanal", "slug": "ayse" });
    let (one, other) =
        tokio::join!(post(&api, "create", &creator, body.clone()), post(&api, "create", &creator, body),);
    assert_eq!(key_of(&one), key_of(&other));
    assert_eq!((server.ingress.all().len(), project.count("public.live_channel_ingress").await), (1, 1));
}

#[tokio::test]
async fn an_ingress_is_made_for_a_camera_and_a_microphone_at_720p_and_stays_so() {
    let (_project, server, api, creator) = quiet_studio().await;
    make_channel(&api, &creator).await;
    let [made] = server.ingress.all().try_into().unwrap();
    let shown = format!("{:?} {:?}", made.video.clone().unwrap(), made.audio.clone().unwrap());
    for word in ["Camera", "H264720p30fps3Layers", "Microphone", "OpusStereo96kbps"] {
        assert!(shown.contains(word), "{shown}");
    }
    assert_eq!((made.participant_identity.clone(), made.reusable), (creator.id.to_string(), true));
    go_live(&api, &creator).await;
    let [pointed] = server.ingress.all().try_into().unwrap();
    assert_eq!((&pointed.video, &pointed.audio), (&made.video, &made.audio));
    assert_ne!(pointed.room_name, made.room_name);
    toggle(&api, &creator, false).await;
    assert_eq!(rooms(&server), [made.room_name]);
}

#[tokio::test]
async fn whip_is_another_ingress() {
    let (project, server, api, creator) = quiet_studio().await;
    make_channel(&api, &creator).await;
    let whip = post(&api, "ingress", &creator, json!({ "action": "create", "input": "whip" })).await;
    assert!(whip.body["ingressUrl"].as_str().unwrap().starts_with("http://"), "{}", whip.body);
    let again = ingress(&api, &creator, "create").await;
    assert_eq!(key_of(&again), key_of(&whip), "what there is, is not made again");
    // and a new key is for the same
    let rotated = ingress(&api, &creator, "rotate").await;
    assert_eq!(rotated.body["ingressUrl"], whip.body["ingressUrl"]);
    assert_eq!(server.ingress.all().len(), 1);
    assert_eq!(project.count("public.live_channel_ingress where input = 'whip'").await, 1);
}

#[tokio::test]
async fn a_deleted_one_is_gone_until_another_is_made() {
    let (project, server, api, creator) = quiet_studio().await;
    let old = make_channel(&api, &creator).await.key;
    let none = json!([null, null, "none"]);
    let said = |reply: &Reply| json!([reply.body["ingressUrl"], reply.body["streamKey"], reply.body["status"]]);
    for action in ["delete", "show", "delete"] {
        let reply = ingress(&api, &creator, action).await;
        assert_eq!((reply.status, said(&reply)), (200, none.clone()), "{action}");
    }
    assert_eq!((server.ingress.all().len(), project.count("public.live_channel_ingress").await), (0, 0));
    assert_ne!(key_of(&ingress(&api, &creator, "create").await), old);
}

#[tokio::test]
async fn one_that_livekit_has_lost_is_made_again() {
    let (project, _lost, api, creator) = quiet_studio().await;
    make_channel(&api, &creator).await;
    let server = IngressServer::open(&project).await;
    let api = server.known_to(api);
    assert_eq!(ingress(&api, &creator, "show").await.body["status"], "none");
    let key = key_of(&ingress(&api, &creator, "create").await);
    assert_eq!(key_of(&ingress(&api, &creator, "show").await), key);
    assert_eq!(server.ingress.all().len(), 1);
}

#[tokio::test]
async fn without_livekit_a_channel_is_made_all_the_same_and_goes_on_air() {
    let (project, server, api, creator) = quiet_studio().await;
    server.upstream.set_mode(Mode::Status(500));
    let made = post(&api, "create", &creator, json!({ "title": "Kanal", "slug": "ayse" })).await;
    assert_eq!((made.status, &made.body["streamKey"], &made.body["ingressUrl"]), (200, &json!(null), &json!(null)));
    for mode in [Mode::Status(500), Mode::Refuse] {
        server.upstream.set_mode(mode);
        ingress(&api, &creator, "create").await.assert_refused(503, "INGRESS_UNAVAILABLE");
    }
    server.upstream.set_mode(Mode::Pass);
    key_of(&ingress(&api, &creator, "create").await);
    server.upstream.set_mode_of("DeleteIngress", Mode::Status(500));
    ingress(&api, &creator, "delete").await.assert_refused(503, "INGRESS_UNAVAILABLE");
    assert_eq!(project.count("public.live_channel_ingress").await, 1, "what could not be deleted is not forgotten");

    // it is sent into the session's room by the next sweep
    server.upstream.set_mode_of("UpdateIngress", Mode::Status(500));
    let session = go_live(&api, &creator).await;
    assert!(rooms(&server)[0].starts_with("parked_"));
    assert_eq!(sweep(&project, &server).await["ingressesPointed"], 0);
    server.upstream.set_mode(Mode::Pass);
    assert_eq!(sweep(&project, &server).await["ingressesPointed"], 1);
    assert_eq!(rooms(&server), [format!("live_video_{session}")]);
    assert_eq!(sweep(&project, &server).await["ingressesPointed"], 0);
}

#[tokio::test]
async fn where_livekit_takes_in_no_encoders_there_are_no_keys() {
    let project = Project::start().await;
    let api = Api::new(&project, channel::routes());
    let creator = project.given().creator().await;
    let made = post(&api, "create", &creator, json!({ "title": "Kanal", "slug": "ayse" })).await;
    assert_eq!((&made.body["streamKey"], &made.body["ingressUrl"]), (&json!(null), &json!(null)));
    for action in ["show", "create", "rotate", "delete"] {
        ingress(&api, &creator, action).await.assert_refused(503, "INGRESS_UNAVAILABLE");
    }
    assert_eq!(project.livekit().requests(), 0);
}

#[tokio::test]
async fn a_key_is_its_owners_alone() {
    let (project, server, api, creator) = quiet_studio().await;
    let key = make_channel(&api, &creator).await.key;
    let (user, other) = (project.given().user().await, project.given().creator().await);
    for stranger in [&user, &other] {
        for action in ["show", "rotate", "delete"] {
            ingress(&api, stranger, action).await.assert_refused(404, "CHANNEL_NOT_FOUND");
        }
        post(&api, "health", stranger, json!({})).await.assert_refused(404, "CHANNEL_NOT_FOUND");
    }
    let theirs = post(&api, "create", &other, json!({ "title": "x", "slug": "veli" })).await;
    assert_ne!(key_of(&theirs), key);
    for slug in ["ayse", "veli"] {
        let page = api.ask("GET", &format!("/api/live/channels/{slug}")).user(&other).send().await;
        assert!(!page.body.to_string().contains(&key), "{}", page.body);
    }
    ingress(&api, &other, "delete").await;
    assert_eq!((key_of(&ingress(&api, &creator, "show").await), server.ingress.all().len()), (key, 1));
}

#[tokio::test]
async fn whoever_may_not_go_live_gets_no_new_key_and_their_encoder_is_sent_away() {
    let (project, server, api, creator) = quiet_studio().await;
    let given = project.given();
    let made = make_channel(&api, &creator).await;
    go_live(&api, &creator).await;
    project.execute("update public.live_channels set suspended_at = now()", &[]).await;
    for action in ["create", "rotate"] {
        ingress(&api, &creator, action).await.assert_refused(403, "CHANNEL_SUSPENDED");
    }
    assert_eq!(sweep(&project, &server).await["ingressesPointed"], 1);
    let parked = format!("parked_{}", made.id);
    assert_eq!(rooms(&server), [parked.as_str()]);
    project.execute("update public.live_channels set suspended_at = null", &[]).await;
    sweep(&project, &server).await;
    assert_ne!(rooms(&server), [parked.as_str()]);

    given.ban(&creator).everywhere().insert().await;
    ingress(&api, &creator, "rotate").await.assert_refused(403, "BANNED");
    sweep(&project, &server).await;
    assert_eq!(rooms(&server), [parked]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_sends_while_its_owner_is_banned_everywhere_is_put_out() {
    let Studio { project, server, api, deliveries, creator } = studio().await;
    let made = make_channel(&api, &creator).await;
    let session = go_live(&api, &creator).await;
    let sid = server.start_encoder(&made.key).await.unwrap();
    deliveries.until_about("participant_joined", &sid).await;
    project.given().ban(&creator).everywhere().insert().await;
    sweep(&project, &server).await;
    deliveries.until_about("participant_left", &sid).await;
    assert_eq!(project.people_in(&format!("live_video_{session}")).await, Vec::<Value>::new());
    assert!(server.start_encoder(&made.key).await.is_err(), "it sends into no room any more");
}

#[tokio::test]
async fn a_repeat_under_one_key_tells_no_stream_key_and_makes_nothing() {
    let (_project, server, api, creator) = quiet_studio().await;
    make_channel(&api, &creator).await;
    let ask = |action: &str, key: &str| {
        let request = api.ask("POST", "/api/live/ingress").user(&creator).header("idempotency-key", key);
        request.json(json!({ "action": action })).send()
    };
    let first = ask("rotate", "k").await;
    let replayed = ask("rotate", "k").await;
    assert_eq!((first.header("idempotency-replayed"), replayed.header("idempotency-replayed")), (None, Some("true")));
    assert_eq!(replayed.body["ingressUrl"], first.body["ingressUrl"]);
    assert_eq!(replayed.body["streamKey"], json!(null));
    assert_eq!(key_of(&ask("show", "other").await), key_of(&first));
    ask("delete", "k").await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
    // two at once
    let (one, other) = tokio::join!(ask("rotate", "at-once"), ask("rotate", "at-once"));
    assert_eq!((one.status, other.status), (200, 200), "{} {}", one.body, other.body);
    assert_eq!(server.ingress.all().len(), 1);
    let create = || {
        let request = api.ask("POST", "/api/live/create").user(&creator).header("idempotency-key", "c");
        request.json(json!({ "title": "x" })).send()
    };
    key_of(&create().await);
    assert_eq!(create().await.body["streamKey"], json!(null));
}

#[tokio::test]
async fn new_keys_are_limited_and_looks_at_them_by_another_limit() {
    let (project, _server, api, creator) = quiet_studio().await;
    make_channel(&api, &creator).await;
    project.given().setting("ingress_rate_count", 1).await;
    key_of(&ingress(&api, &creator, "rotate").await);
    for action in ["rotate", "create"] {
        ingress(&api, &creator, action).await.assert_refused(429, "RATE_LIMITED");
    }
    key_of(&ingress(&api, &creator, "show").await);
    project.given().setting("token_rate_count", 0).await;
    ingress(&api, &creator, "show").await.assert_refused(429, "RATE_LIMITED");
}

#[tokio::test]
async fn each_request_makes_as_many_round_trips_as_it_says() {
    let (project, server, api, creator) = quiet_studio().await;
    let create = json!({ "title": "x", "slug": "ayse" });
    let does = |action: &str| json!({ "action": action });
    let set = ["own_channel_facts", "save_channel", "set_ingress"];
    for (name, body, calls, to_livekit) in [
        ("create", create.clone(), &set[..], &["CreateIngress"][..]),
        ("create", create, &["own_channel_facts", "save_channel"], &["ListIngress"]),
        ("ingress", does("show"), &["ingress_facts"], &["ListIngress"]),
        ("ingress", does("rotate"), &["ingress_facts", "set_ingress"], &["CreateIngress", "DeleteIngress"]),
        (
            "toggle-active",
            json!({ "active": true }),
            &["own_channel_facts", "channel_go_live"],
            &["CreateRoom", "UpdateIngress"],
        ),
        ("toggle-active", json!({ "active": false }), &["channel_go_offline"], &["UpdateIngress"]),
        ("ingress", does("delete"), &["ingress_facts", "forget_ingress"], &["DeleteIngress"]),
        ("ingress", does("create"), &["ingress_facts", "set_ingress"], &["CreateIngress"]),
        ("health", json!({ "fps": 30 }), &["channel_health"], &[]),
    ] {
        project.rest().reset();
        server.upstream.reset();
        let reply = post(&api, name, &creator, body.clone()).await;
        assert_eq!(reply.status, 200, "{name} {body}: {}", reply.body);
        let calls: Vec<String> = calls.iter().map(|call| format!("/rest/v1/rpc/live_{call}")).collect();
        let paths = server.upstream.paths();
        let asked: Vec<&str> = paths.iter().filter_map(|path| path.rsplit('/').next()).collect();
        assert_eq!((project.rest().paths(), asked), (calls, to_livekit.to_vec()), "{name} {body}");
    }
}
