//! Agents with the real worker: sent, seen, replaced, lost.

use std::time::Duration;

use ipelya_edge::{Clock, Context, Settings};
use ipelya_test::{Api, Project, Receiver, Worker};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::time::{sleep, timeout};

use super::support::Desk;

/// Longer than LiveKit takes to notice that a worker is gone, however busy the machine is.
const PATIENCE: Duration = Duration::from_mins(2);

/// Who is in a call's room, by LiveKit's own list: their kinds and identities.
async fn inside(project: &Project, room: &Value) -> Vec<(String, String)> {
    let people = project.people_in(room.as_str().unwrap()).await;
    let text = |person: &Value, field: &str| person[field].as_str().unwrap_or_default().to_owned();
    people.iter().map(|person| (text(person, "kind"), text(person, "identity"))).collect()
}

async fn until(what: impl AsyncFn() -> bool) {
    let holds = async {
        while !what().await {
            sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(PATIENCE, holds).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_is_there_when_it_is_said_to_be_and_another_takes_its_place() {
    let mut desk = Desk::open().await;
    let worker = Worker::start(&desk.project).await;
    desk.api = worker.known_to(Api::new(&desk.project, voice::routes()));
    let told = desk.call().await;
    assert_eq!((&told["agentSpawned"], told.get("agentReason")), (&json!(true), None), "{told}");
    let room = &told["roomName"];
    let first = inside(&desk.project, room).await;
    assert!(matches!(first.as_slice(), [(kind, _)] if kind == "AGENT"), "{first:?}");
    assert_eq!(desk.agents(&told["callId"]).await, json!([["joined", null]]));
    assert_eq!(desk.call().await["agentSpawned"], true, "the same one");

    let ask = |user, body: Value| desk.api.ask("POST", "/api/voice/agent").user(user).json(body).send();
    let same = ask(&desk.caller, json!({ "roomName": room, "voice": "alloy" })).await;
    assert_eq!((same.status, &same.body["agentSpawned"]), (200, &json!(true)), "{}", same.body);
    assert_eq!(same.body["agent"]["status"], "joined");
    assert_eq!(first, inside(&desk.project, room).await);

    let other = ask(&desk.caller, json!({ "roomName": room, "voice": "nova" })).await;
    assert_eq!((other.status, &other.body["agentSpawned"]), (200, &json!(true)), "{}", other.body);
    assert_ne!(other.body["agent"]["id"], same.body["agent"]["id"]);
    let its_name = format!("agent-{}", other.body["agent"]["id"].as_str().unwrap());
    until(async || inside(&desk.project, room).await == [("AGENT".to_owned(), its_name.clone())]).await;
    assert_eq!(desk.agents(&told["callId"]).await, json!([["left", "replaced"], ["joined", null]]));

    let admin = desk.project.given().admin().await;
    let prompt = json!({ "roomName": room, "systemPrompt": "Speak of the weather only." });
    ask(&desk.caller, prompt.clone()).await.assert_refused(403, "ADMIN_ONLY");
    let told_what = ask(&admin, prompt).await;
    assert_eq!((told_what.status, &told_what.body["agentSpawned"]), (200, &json!(true)), "{}", told_what.body);
    let log = "select jsonb_agg(l.metadata::text like '%weather%') from public.live_admin_logs l";
    assert_eq!(desk.project.value(log, &[]).await, json!([false]), "its hash is noted, not its text");
    assert!(worker.logged("job refused").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_whose_worker_is_killed_is_sent_another_as_soon_as_livekit_has_noticed() {
    let receiver = Receiver::open().await;
    let project = Project::start_reporting_to(&receiver.url()).await;
    let (one, two) = (Worker::start(&project).await, Worker::start(&project).await);
    let api = one.known_to(Api::new(&project, voice::routes()).at_system_time());
    let caller = project.given().user().await;
    let desk = Desk { project, api, caller };
    let deliveries = receiver.serve(Arc::new(Api::new(&desk.project, webhook::routes()).at_system_time()));
    let told = desk.call().await;
    let (call, room) = (&told["callId"], &told["roomName"]);
    assert_eq!(told["agentSpawned"], true, "{told}");
    let token = told["token"].as_str().unwrap();
    let phone = desk.project.room_client(room.as_str().unwrap(), desk.caller.id).token(token).microphone().join().await;
    deliveries.until_about("participant_joined", &phone.sid).await;
    until(async || desk.state(call).await == "connected").await;

    one.kill().await;
    until(async || desk.agents(call).await[0][0] == "left").await;
    // the sweeper is told of another worker, which is there
    let mut env = desk.project.env();
    env.insert("AGENT_NAME".to_owned(), two.name().to_owned());
    let sweeping =
        Context::new(&Settings::from_source(|name| env.get(name).cloned()).unwrap(), Clock::system()).unwrap();
    let sent = async {
        loop {
            if sweeper::confirm_absence(&sweeping).await.unwrap().agents_sent > 0 {
                return;
            }
            sleep(Duration::from_millis(500)).await;
        }
    };
    timeout(PATIENCE, sent).await.unwrap();
    until(async || desk.agents(call).await[1][0] == "joined").await;
    assert_eq!(desk.state(call).await, "connected");
    let row = desk.row(call).await;
    assert_eq!(row["party_left_at"], Value::Null, "{row}");
    assert!(phone.sid.starts_with("PA_"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_that_is_nobodys_is_put_out_by_the_sweeper() {
    let mut desk = Desk::open().await;
    let worker = Worker::start(&desk.project).await;
    desk.api = worker.known_to(Api::new(&desk.project, voice::routes())).at_system_time();
    let told = desk.call().await;
    assert_eq!(told["agentSpawned"], true, "{told}");
    // the call is given another agent in the rows alone: whoever is inside is nobody's
    desk.project
        .execute("update public.call_agents set status = 'left', reason = 'dismissed', left_at = now()", &[])
        .await;
    let env = desk.project.env();
    let sweeping =
        Context::new(&Settings::from_source(|name| env.get(name).cloned()).unwrap(), Clock::system()).unwrap();
    let report = sweeper::sweep(&sweeping).await.unwrap();
    assert_eq!(report.removed, 1, "{report:?}");
    until(async || inside(&desk.project, &told["roomName"]).await.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_calls_a_worker_that_has_no_place_left_waits_and_has_a_call_all_the_same() {
    let mut desk = Desk::open().await;
    let worker = Worker::start_for(&desk.project, 1).await;
    desk.api = worker.known_to(Api::new(&desk.project, voice::routes()));
    assert_eq!(desk.call().await["agentSpawned"], true);
    let other = desk.project.given().user().await;
    let told = desk.token(&other, json!({})).await.body;
    assert_eq!((&told["agentSpawned"], &told["agentReason"]), (&json!(false), &json!("timeout")), "{told}");
    assert_eq!(desk.project.validate_with_livekit(told["token"].as_str().unwrap()).await.0, 200);
    assert_eq!(inside(&desk.project, &told["roomName"]).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_worker_refuses_is_a_call_without_an_agent() {
    let mut desk = Desk::without_agents().await;
    let worker = Worker::start(&desk.project).await;
    desk.api = worker.known_to(Api::new(&desk.project, voice::routes()));
    let call = desk.call().await["callId"].clone();
    // a room that is not the one of this call
    let sql = "update public.calls set livekit_room_name = 'support-of-nobody' where id = $1::text::uuid";
    desk.project.execute(sql, &[&call.as_str().unwrap()]).await;
    desk.project.given().setting("agent_enabled", true).await;
    let told = desk.token(&desk.caller, json!({ "callId": call })).await.body;
    assert_eq!((&told["agentSpawned"], &told["agentReason"]), (&json!(false), &json!("timeout")), "{told}");
    assert_eq!(inside(&desk.project, &told["roomName"]).await, []);
    assert_eq!(worker.logged("job refused").len(), 1);
    assert_eq!(desk.agents(&call).await, json!([["requested", null]]));
}
