//! Who may ask for a sweep, and how.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::HeaderMap;
use ipelya_test::{Api, Project, assert_published};
use serde_json::json;
use tokio::net::TcpListener;

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("sweeper", &sweeper::routes()).await;
}

#[tokio::test]
async fn only_the_service_itself_may_ask_for_a_sweep() {
    let project = Project::start().await;
    let api = Api::new(&project, sweeper::routes());
    let user = project.given().user().await;
    let anon = api.setting("SUPABASE_ANON_KEY");

    for request in [
        api.post("sweeper"),
        api.post("sweeper").bearer(&anon),
        api.post("sweeper").bearer("service_role"),
        api.post("sweeper").user(&user),
    ] {
        request.json(json!({})).send().await.assert_refused(401, "UNAUTHORIZED");
    }
    assert_eq!((project.rest().requests(), project.livekit().requests()), (0, 0));

    let key = api.setting("SUPABASE_SERVICE_ROLE_KEY");
    let reply = api.post("sweeper").bearer(&key).send().await;
    assert_eq!((reply.status, &reply.body["success"]), (200, &json!(true)), "{}", reply.body);
    assert_eq!(project.rest().paths(), ["/rest/v1/rpc/live_sweep_facts"]);
    assert_eq!(project.livekit().requests(), 0, "there was nothing to ask about");
}

#[tokio::test]
async fn the_trace_of_a_request_goes_on_to_postgrest_and_what_is_no_trace_does_not() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hear = Arc::clone(&heard);
    let postgrest = Router::new().fallback(async move |headers: HeaderMap| {
        hear.lock().unwrap().push(headers.get("traceparent").map(|trace| trace.to_str().unwrap().to_owned()));
        "[]"
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, postgrest).await.unwrap() });
    let project = Project::start().await;
    let api = Api::new(&project, sweeper::routes()).asking_postgrest().with_setting("SUPABASE_URL", &url);
    let key = api.setting("SUPABASE_SERVICE_ROLE_KEY");
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    for given in [trace, "00-nothing-of-the-kind-01"] {
        let reply = api.post("sweeper").bearer(&key).header("traceparent", given).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }

    assert_eq!(*heard.lock().unwrap(), [Some(trace.to_owned()), None]);
}
