//! Tokens over a connection of our own to Postgres: behind a pooler, by TLS, and without.
//!
//! `PgBouncer` is asked where it is installed; `.ci/run` tells where it is not.

use std::time::Duration;

use futures_util::future::join_all;
use ipelya_test::{Api, Authority, LiveSession, Pooler, Project, Reply, Session, User, decode_jwt};
use serde_json::json;

async fn ask(api: &Api, viewer: &User, session: &Session) -> Reply {
    let request = api.post("get-livekit-token").user(viewer).json(json!({ "sessionId": session.id })).send();
    tokio::time::timeout(Duration::from_secs(6), request).await.unwrap()
}

/// The functions, which find the database there.
fn at(project: &Project, url: &str) -> Api {
    Api::new(project, token::routes()).with_setting("IPELYA_DATABASE_URL", url)
}

#[tokio::test]
async fn the_answers_are_those_that_come_through_postgrest() {
    let LiveSession { project, api, viewer, session, .. } = LiveSession::of(token::routes()).start().await;
    let through = ask(&api.asking_postgrest(), &viewer, &session).await;
    let direct = at(&project, &project.direct_url());
    let by_itself = ask(&direct, &viewer, &session).await;
    assert_eq!((through.status, by_itself.status), (200, 200));
    // the times in it are those of two clocks
    let told = |reply: &Reply| {
        let claims = decode_jwt(reply.body["token"].as_str().unwrap()).payload;
        ["sub", "name", "video", "metadata"].map(|claim| claims[claim].clone())
    };
    assert_eq!(told(&by_itself), told(&through));
    let nowhere = Session { id: viewer.id, ..session.clone() };
    ask(&direct, &viewer, &nowhere).await.assert_refused(404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn the_callers_trace_is_told_to_postgres_as_far_as_it_is_one() {
    let LiveSession { project, viewer, session, .. } = LiveSession::of(token::routes()).start().await;
    let direct = at(&project, &project.direct_url());
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    for (given, is_told) in [
        (trace.to_owned(), true),
        (format!("{}-*/ or more", trace.replacen("00", "cc", 1)), true),
        (trace.replace('4', "'"), false),
    ] {
        let request = direct.post("get-livekit-token").user(&viewer).header("traceparent", &given);
        assert_eq!(request.json(json!({ "sessionId": session.id })).send().await.status, 200, "{given}");
        let asked = "select query from pg_stat_activity
                     where datname = current_database() and usename = 'ipelya_functions'";
        let asked: String = project.db().query_one(asked, &[]).await.unwrap().get(0);
        let comment = if is_told { format!(" /*traceparent='{}'*/", &given[..55]) } else { String::new() };
        assert!(asked.ends_with(&format!(" as f(reply){comment}")), "{asked}");
    }
}

#[tokio::test]
async fn whoever_gives_each_transaction_another_session_is_no_hindrance() {
    let LiveSession { project, viewer, session, .. } = LiveSession::of(token::routes()).start().await;
    let Some(pooler) = Pooler::open(&project, 2, 20).await else { return };
    project.given().setting("token_rate_count", 1000).await;
    // as many processes, each with a connection to the pooler
    let functions: Vec<Api> = (0..12).map(|_| at(&project, &pooler.url())).collect();
    for api in &functions {
        assert_eq!(ask(api, &viewer, &session).await.status, 200, "it has a connection");
    }
    for _ in 0..5 {
        let replies = join_all(functions.iter().map(|api| ask(api, &viewer, &session))).await;
        let refused: Vec<_> = replies.iter().filter(|reply| reply.status != 200).map(|reply| &reply.body).collect();
        assert_eq!(refused, Vec::<&serde_json::Value>::new());
    }
    let sessions = project.direct_connections().await;
    assert!((1..=2).contains(&sessions), "{sessions} sessions of Postgres");
}

#[tokio::test]
async fn a_pooler_that_is_full_or_gone_is_a_503_in_time() {
    let LiveSession { project, viewer, session, .. } = LiveSession::of(token::routes()).start().await;
    let Some(pooler) = Pooler::open(&project, 1, 1).await else { return };
    let (first, second) = (at(&project, &pooler.url()), at(&project, &pooler.url()));
    assert_eq!(ask(&first, &viewer, &session).await.status, 200);
    ask(&second, &viewer, &session).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    drop(first);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(ask(&second, &viewer, &session).await.status, 200, "there is place again");
    pooler.kill().await;
    ask(&second, &viewer, &session).await.assert_refused(503, "SERVICE_UNAVAILABLE");
}

#[tokio::test]
async fn only_who_shows_a_certificate_for_its_name_from_a_known_authority_is_told_the_password() {
    let LiveSession { project, viewer, session, .. } = LiveSession::of(token::routes()).start().await;
    let (ours, others) = (Authority::new(), Authority::new());
    for (name, known, status) in [
        ("localhost", Some(&ours), 200),
        ("localhost", Some(&others), 503),
        ("localhost", None, 503),
        ("db.example", Some(&ours), 503),
    ] {
        let Some(pooler) = Pooler::encrypted(&project, name, &ours).await else { return };
        let authority = known.map(Authority::pem).unwrap_or_default();
        let api = at(&project, &pooler.url()).with_setting("IPELYA_DATABASE_CA", &authority);
        let reply = ask(&api, &viewer, &session).await;
        assert_eq!(reply.status, status, "{name}, {}: {}", known.is_some(), reply.body);
    }
}

#[tokio::test]
async fn who_cannot_do_tls_is_not_told_the_password() {
    let LiveSession { project, viewer, session, .. } = LiveSession::of(token::routes()).start().await;
    let plain = project.direct_url();
    assert_eq!(ask(&at(&project, &plain), &viewer, &session).await.status, 200);
    let api = at(&project, &format!("{plain}?sslmode=require"));
    ask(&api, &viewer, &session).await.assert_refused(503, "SERVICE_UNAVAILABLE");
}
