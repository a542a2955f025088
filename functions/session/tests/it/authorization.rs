//! Who may call what: every function, everybody.

use ipelya_test::{Api, Given, LiveSession, Project, Session, User};
use serde_json::json;

use super::support::post;

/// Everybody who might call, and one session they call about.
struct Callers {
    session: Session,
    host: User,
    people: Vec<(&'static str, User)>,
}

async fn callers(given: Given<'_>, scheduled: bool) -> Callers {
    let host = given.creator().await;
    let session = given.live_session(&host);
    let session = if scheduled { session.status("scheduled") } else { session }.insert().await;
    let (viewer, banned, blocked) = (given.user().await, given.user().await, given.user().await);
    given.participant(&session, &viewer).insert().await;
    given.participant(&session, &banned).insert().await;
    given.ban(&banned).from_session(&session).insert().await;
    given.block(&host, &blocked).await;
    let everywhere = given.creator().await;
    given.ban(&everywhere).everywhere().insert().await;
    let people = vec![
        ("stranger", given.user().await),
        ("viewer", viewer),
        ("banned viewer", banned),
        ("blocked", blocked),
        ("banned everywhere", everywhere),
        ("other creator", given.creator().await),
        ("admin", given.admin().await),
        ("anonymous", given.anonymous_user().await),
        ("host", host.clone()),
    ];
    Callers { session, host, people }
}

async fn expect(name: &str, scheduled: bool, table: &[(&str, u16, &str)]) {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let callers = callers(project.given(), scheduled).await;
    let body = json!({ "sessionId": callers.session.id });

    api.post(name).json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
    let anon_key = api.setting("SUPABASE_ANON_KEY");
    api.post(name).bearer(&anon_key).json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
    let service_key = api.setting("SUPABASE_SERVICE_ROLE_KEY");
    api.post(name).bearer(&service_key).json(body).send().await.assert_refused(401, "UNAUTHORIZED");

    assert_eq!(table.len(), callers.people.len(), "somebody is missing");
    for (who, person) in &callers.people {
        let (_, status, code) = table.iter().find(|(named, _, _)| named == who).unwrap();
        let reply = post(&api, name, person, callers.session.id).await;
        let told = reply.body.get("errorCode").and_then(|code| code.as_str()).unwrap_or("");
        assert_eq!((reply.status, told), (*status, *code), "{name} by {who}: {}", reply.body);
        // an id that is nobody's, and one that is another kind of thing's
        for wrong in [person.id, callers.host.profile_id] {
            let reply = post(&api, name, person, wrong).await;
            assert!(matches!(reply.status, 403 | 404), "{name} by {who}: {}", reply.body);
        }
    }

    for gone in ["signed out", "banned in Auth", "deleted"] {
        let given = project.given();
        let person = given.creator().await;
        match gone {
            "signed out" => given.sign_out(&person).await,
            "deleted" => given.delete_user(&person).await,
            _ => given.auth_ban(&person, api.now() + time::Duration::HOUR).await,
        }
        let reply = post(&api, name, &person, callers.session.id).await;
        reply.assert_refused(401, "UNAUTHORIZED");
    }
}

#[tokio::test]
async fn only_those_entitled_join() {
    let table = [
        ("stranger", 200, ""),
        ("viewer", 200, ""),
        ("banned viewer", 403, "BANNED"),
        ("blocked", 403, "BLOCKED"),
        ("banned everywhere", 403, "BANNED"),
        ("other creator", 200, ""),
        ("admin", 200, ""),
        ("anonymous", 200, ""),
        ("host", 200, ""),
    ];
    expect("join-live-session", false, &table).await;
}

#[tokio::test]
async fn only_the_host_starts_and_ends() {
    let refused = |who| (who, 403, "NOT_THE_HOST");
    let table = [
        refused("stranger"),
        refused("viewer"),
        refused("banned viewer"),
        refused("blocked"),
        refused("banned everywhere"),
        refused("other creator"),
        refused("admin"),
        refused("anonymous"),
        ("host", 200, ""),
    ];
    expect("start-live-session", true, &table).await;
    expect("end-live-session", false, &table).await;
}

#[tokio::test]
async fn everybody_leaves() {
    let allowed = |who| (who, 200, "");
    let table = [
        allowed("stranger"),
        allowed("viewer"),
        allowed("banned viewer"),
        allowed("blocked"),
        allowed("banned everywhere"),
        allowed("other creator"),
        allowed("admin"),
        allowed("anonymous"),
        allowed("host"),
    ];
    expect("leave-live-session", false, &table).await;
}

#[tokio::test]
async fn only_creators_create() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let callers = callers(given, true).await;
    let no_profile = given.user_without_profile().await;
    let body = json!({ "title": "Canlı", "sessionType": "video_live" });
    let create = |person| api.post("create-live-session").user(person).json(body.clone()).send();

    api.post("create-live-session").json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
    for (who, person) in &callers.people {
        let reply = create(person).await;
        match *who {
            "host" | "other creator" => assert_eq!(reply.status, 200, "{who}: {}", reply.body),
            "banned everywhere" => reply.assert_refused(403, "BANNED"),
            _ => reply.assert_refused(403, "NOT_A_CREATOR"),
        }
    }
    create(&no_profile).await.assert_refused(404, "PROFILE_NOT_FOUND");
    let gone = given.creator().await;
    given.sign_out(&gone).await;
    create(&gone).await.assert_refused(401, "UNAUTHORIZED");
    assert_eq!(project.count("public.live_sessions where status = 'live'").await, 2);
}

#[tokio::test]
async fn a_kill_switch_stops_everything_but_leaving_and_ending() {
    let LiveSession { project, api, host: creator, viewer, session, .. } =
        LiveSession::of(session::routes()).start().await;
    let given = project.given();
    let scheduled = given.live_session(&given.creator().await).status("scheduled").insert().await;
    given.setting("live_enabled", false).await;

    let body = json!({ "title": "Canlı", "sessionType": "video_live" });
    let reply = api.post("create-live-session").user(&creator).json(body).send().await;
    reply.assert_refused(403, "LIVE_DISABLED");
    post(&api, "join-live-session", &viewer, session.id).await.assert_refused(403, "LIVE_DISABLED");
    post(&api, "start-live-session", &viewer, scheduled.id).await.assert_refused(403, "NOT_THE_HOST");
    assert_eq!(post(&api, "leave-live-session", &viewer, session.id).await.status, 200);
    assert_eq!(post(&api, "end-live-session", &creator, session.id).await.status, 200);
}
