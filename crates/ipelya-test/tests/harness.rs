//! What other tests work with: a project, its counting proxies, its gateway.

use http::{Method, Request, StatusCode};
use ipelya_local::http_client::HttpClient;
use ipelya_local::jwt::api_key;
use ipelya_test::{Api, Mode, Project};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Asks the project the way supabase-js does; `None` when the connection breaks.
async fn ask(project: &Project, method: Method, path: &str, bearer: &str, body: Value) -> Option<(StatusCode, Value)> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let request = Request::builder()
        .method(method)
        .uri(format!("{}{path}", project.url()))
        .header("apikey", api_key("anon"))
        .header("authorization", format!("Bearer {bearer}"))
        .header("content-type", "application/json")
        .body(body.into())
        .ok()?;
    let (status, text) = HttpClient::new().fetch(request).await.ok()?;
    Some((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
}

async fn sessions(project: &Project) -> Option<StatusCode> {
    let reply = ask(project, Method::GET, "/rest/v1/live_sessions?select=id", &api_key("anon"), Value::Null).await;
    reply.map(|(status, _)| status)
}

#[tokio::test]
async fn a_project_is_a_database_of_its_own_behind_a_real_postgrest() {
    let (one, other) = tokio::join!(Project::start(), Project::start());
    let creator = one.given().creator().await;
    let session = one.given().live_session(&creator).title("Akşam yayını").insert().await;

    let path = "/rest/v1/live_sessions?select=id,title,livekit_room_name";
    let (_, here) = ask(&one, Method::GET, path, &api_key("anon"), Value::Null).await.unwrap();
    let (_, there) = ask(&other, Method::GET, path, &api_key("anon"), Value::Null).await.unwrap();

    let row = json!({ "id": session.id, "title": "Akşam yayını", "livekit_room_name": session.room_name });
    assert_eq!((here, there), (json!([row]), json!([])));
}

#[tokio::test]
async fn tokens_of_either_key_are_good_for_postgrest_and_forged_ones_are_not() {
    let project = Project::start().await;
    let user = project.given().user().await;
    project.given().coins(&user, 70).await;
    let balance = async |token: String| {
        ask(&project, Method::GET, "/rest/v1/coin_balances?select=balance", &token, Value::Null).await.unwrap()
    };
    let token = || project.token_for(&user);

    for good in [token().build(), token().hs256().build(), token().without_session_id().build()] {
        assert_eq!(balance(good).await, (StatusCode::OK, json!([{ "balance": 70 }])));
    }
    for bad in [token().expired(), token().alg_none(), token().hs256_with("another-secret-of-32-characters!")] {
        assert_eq!(balance(bad.build()).await.0, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_projects_postgrest_is_started_by_the_first_request_for_it() {
    let project = Project::start().await;
    let user = project.given().user().await;
    let by_password = "/auth/v1/token?grant_type=password";
    let body = json!({ "email": user.email, "password": ipelya_test::given::PASSWORD });
    assert_eq!(ask(&project, Method::POST, by_password, "", body).await.unwrap().0, StatusCode::OK);
    assert_eq!(project.rest().server_pid().await, None, "neither rows nor signing in need it");

    let (one, other) = tokio::join!(sessions(&project), sessions(&project));
    assert_eq!((one, other), (Some(StatusCode::OK), Some(StatusCode::OK)));
    let pid = project.rest().server_pid().await;
    assert!(pid.is_some());
    sessions(&project).await;
    assert_eq!(project.rest().server_pid().await, pid);
}

#[tokio::test]
async fn requests_are_counted_until_reset() {
    let project = Project::start().await;
    assert_eq!(project.rest().requests(), 0);
    sessions(&project).await;
    sessions(&project).await;
    ask(&project, Method::GET, "/auth/v1/.well-known/jwks.json", "", Value::Null).await.unwrap();

    assert_eq!(project.rest().requests(), 2);
    assert_eq!(project.rest().paths(), ["/rest/v1/live_sessions"; 2]);
    project.rest().reset();
    assert_eq!(project.rest().requests(), 0);
}

#[tokio::test]
async fn each_mode_fails_in_its_own_way_and_passes_again() {
    let project = Project::start().await;
    let rest = project.rest();

    rest.set_mode(Mode::Status(418));
    assert_eq!(sessions(&project).await, Some(StatusCode::IM_A_TEAPOT));
    rest.set_mode(Mode::Refuse);
    assert_eq!(sessions(&project).await, None);
    rest.set_mode(Mode::Hang);
    let hung = tokio::time::timeout(Duration::from_millis(200), sessions(&project)).await;
    assert!(hung.is_err(), "a hanging request was answered: {hung:?}");
    assert_eq!(rest.requests(), 3, "what fails counts too");
    let (keys, _) = ask(&project, Method::GET, "/auth/v1/.well-known/jwks.json", "", Value::Null).await.unwrap();
    assert_eq!(keys, StatusCode::OK, "only PostgREST is away");

    rest.set_mode(Mode::Pass);
    assert_eq!(sessions(&project).await, Some(StatusCode::OK));
}

#[tokio::test]
async fn a_stopped_postgrest_is_a_503_and_comes_back_at_the_same_place() {
    let project = Project::start().await;
    project.rest().stop_server().await;
    assert_eq!(sessions(&project).await, Some(StatusCode::SERVICE_UNAVAILABLE));
    project.rest().start_server().await;
    assert_eq!(sessions(&project).await, Some(StatusCode::OK));
}

#[tokio::test]
async fn livekit_is_reached_through_a_proxy_of_the_projects_own() {
    let project = Project::start().await;
    let livekit = project.env()["LIVEKIT_URL"].replace("ws://", "http://");
    let room = format!("live_video_{}", project.given().creator().await.id);
    assert!(!project.has_room(&room).await);
    project.open_room(&room).await;
    assert!(project.has_room(&room).await);

    let client = HttpClient::new();
    assert_eq!(client.status(Method::GET, &format!("{livekit}/rtc/validate")).await, Some(StatusCode::UNAUTHORIZED));
    assert_eq!(project.livekit().paths(), ["/rtc/validate"], "the harness's own calls do not count");
    project.livekit().set_mode(Mode::Refuse);
    assert_eq!(client.status(Method::GET, &livekit).await, None);
}

#[tokio::test]
async fn users_sign_in_refresh_and_sign_out_as_at_supabase() {
    let project = Project::start().await;
    let user = project.given().user().await;
    let post =
        async |path: &str, bearer: &str, body: Value| ask(&project, Method::POST, path, bearer, body).await.unwrap();
    let by_password = "/auth/v1/token?grant_type=password";
    let by_refresh = "/auth/v1/token?grant_type=refresh_token";

    let (status, refused) = post(by_password, "", json!({ "email": user.email, "password": "wrong" })).await;
    assert_eq!((status, &refused["error_code"]), (StatusCode::BAD_REQUEST, &json!("invalid_credentials")));
    let (status, signed_in) =
        post(by_password, "", json!({ "email": user.email, "password": ipelya_test::given::PASSWORD })).await;
    assert_eq!((status, &signed_in["user"]["id"]), (StatusCode::OK, &json!(user.id)));

    let (status, renewed) = post(by_refresh, "", json!({ "refresh_token": signed_in["refresh_token"] })).await;
    assert_eq!(status, StatusCode::OK);
    let access = renewed["access_token"].as_str().unwrap();
    let whoami = async || ask(&project, Method::GET, "/auth/v1/user", access, Value::Null).await.unwrap();
    assert_eq!(whoami().await.1["email"], json!(user.email));

    let (status, _) = post("/auth/v1/logout?scope=local", access, Value::Null).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, body) = whoami().await;
    assert_eq!((status, &body["error_code"]), (StatusCode::FORBIDDEN, &json!("session_not_found")));
    let (status, _) = post(by_refresh, "", json!({ "refresh_token": renewed["refresh_token"] })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "the refresh token ends with its session");
}

#[tokio::test]
async fn the_gateway_wants_an_api_key_it_knows() {
    let project = Project::start().await;
    for key in [None, Some("made-up")] {
        let mut request = Request::get(format!("{}/rest/v1/live_sessions", project.url()));
        if let Some(key) = key {
            request = request.header("apikey", key);
        }
        let (status, _) = HttpClient::new().fetch(request.body(String::new().into()).unwrap()).await.unwrap();
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(project.rest().requests(), 2);
}

#[tokio::test]
async fn a_function_that_does_not_exist_is_refused_by_the_gateway_as_by_the_functions() {
    let project = Project::start().await;
    let functions = Api::new(&project, ipelya_edge::Routes::new());
    for (method, language) in [("POST", "tr"), ("POST", "en"), ("GET", ""), ("OPTIONS", "")] {
        let own = functions.post("no-such").method(method).header("accept-language", language).send().await;
        let url = format!("{}/functions/v1/no-such", project.url());
        let request = Request::builder().method(method).uri(url).header("accept-language", language);
        let reply = HttpClient::new().send(request.body(String::new().into()).unwrap()).await.unwrap();

        assert_eq!(reply.status().as_u16(), own.status, "{method}");
        for (name, _) in ipelya_core::api::reply::HEADERS {
            let value = reply.headers().get(name).map(|value| value.to_str().unwrap());
            assert_eq!((value, value.is_some()), (own.header(name), true), "{method} {name}");
        }
        let id = json!(reply.headers()["x-request-id"].to_str().unwrap());
        let body = axum::body::to_bytes(reply.into_body(), 1024).await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let mut expected = own.body;
        // Every request has an id of its own.
        if let Some(own_id) = expected.get_mut("requestId") {
            *own_id = id;
        }
        assert_eq!(body, expected, "{method}");
    }
}

#[tokio::test]
async fn a_dropped_project_leaves_no_database() {
    let project = Project::start().await;
    let url = project.env()["DATABASE_URL"].clone();
    let (server, name) = url.rsplit_once('/').unwrap();
    drop(project);

    let admin = ipelya_local::postgres::connect(&format!("{server}/postgres")).await.unwrap();
    let left = admin.query("select 1 from pg_database where datname = $1", &[&name]).await.unwrap();
    assert!(left.is_empty());
}

#[test]
fn a_project_answers_while_the_tests_own_thread_is_busy() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let project = runtime.block_on(Project::start());
    let url = project.url();
    // Nothing drives the test's runtime meanwhile.
    let started = Instant::now();
    let mut stream = std::net::TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    std::io::Write::write_all(&mut stream, b"GET /auth/v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut reply = String::new();
    std::io::Read::read_to_string(&mut stream, &mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    assert!(started.elapsed() < Duration::from_secs(5));
}
