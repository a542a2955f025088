//! Agents for support calls: LiveKit's dispatch, with the real worker and without one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

use ipelya_core::agent::AgentOrder;
use ipelya_core::{Refusal, RoomName};
use ipelya_edge::livekit::agents::Agents;
use ipelya_edge::{Clock, Context, Reporter, Routes, Settings};
use ipelya_local::clock::new_id;
use ipelya_test::{Api, Mode, Project, Receiver, Worker};
use serde_json::{Map, Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// The functions' own, which send an agent by this name.
fn context(project: &Project, agent_name: &str) -> Context {
    context_with(project, &[("AGENT_NAME", agent_name)])
}

fn context_with(project: &Project, settings: &[(&str, &str)]) -> Context {
    let mut env = project.env();
    env.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    Context::new(&Settings::from_source(|name| env.get(name).cloned()).unwrap(), Clock::system()).unwrap()
}

fn agents(cx: &Context) -> &Agents {
    cx.agents.as_ref().unwrap()
}

/// An agent for a call that nobody is in yet.
fn order() -> AgentOrder {
    let call = new_id();
    serde_json::from_value(json!({
        "id": new_id(), "call_id": call, "user_id": new_id(), "room_name": format!("support-{call}"), "language": "tr",
        "voice": "nova", "prompt": "Kısa konuş.", "greeting": "", "transcript": true, "max_seconds": 60,
    }))
    .unwrap()
}

async fn until_inside(cx: &Context, order: &AgentOrder, is_inside: bool) {
    let changed = async {
        while cx.sfu.is_inside(&order.room_name, order.id).await.unwrap() != is_inside {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(Duration::from_secs(20), changed).await.unwrap_or_else(|_| panic!("inside is not {is_inside}"));
}

#[tokio::test]
async fn an_agent_comes_when_it_is_sent_and_goes_when_it_is_recalled() {
    let project = Project::start().await;
    let worker = Worker::start(&project).await;
    let (cx, order) = (context(&project, worker.name()), order());
    project.open_room(order.room_name.as_str()).await;
    assert_eq!(cx.sfu.is_inside(&order.room_name, order.id).await, Ok(false));

    let dispatch = agents(&cx).send(&order, cx.clock.now()).await.unwrap();

    until_inside(&cx, &order, true).await;
    let taken = worker.logged("job taken");
    assert_eq!(taken.len(), 1, "what it was told is what it expects");
    assert_eq!(taken[0]["agentId"], json!(order.id));
    let people = project.people_in(order.room_name.as_str()).await;
    assert_eq!(people.len(), 1);
    assert_eq!((&people[0]["identity"], &people[0]["kind"]), (&json!(format!("agent-{}", order.id)), &json!("AGENT")));
    assert!(!people[0].to_string().contains("konuş"), "its prompt is not shown to the room");

    assert_eq!(agents(&cx).recall(&order.room_name, &dispatch).await, Ok(true));
    until_inside(&cx, &order, false).await;
    assert_eq!(agents(&cx).recall(&order.room_name, &dispatch).await, Ok(false), "nothing is left to be done");
}

#[tokio::test]
async fn an_agent_reports_of_its_own_call_by_the_token_it_was_sent_with() {
    async fn report(_: &Context, by: &Reporter, _: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
        *REPORTER.lock().unwrap() = Some(*by);
        Ok(Map::new())
    }
    static REPORTER: Mutex<Option<Reporter>> = Mutex::new(None);
    let routes = Routes::new().reporter("POST /api/voice/transcript", report);
    let project = Project::start().await;
    let worker = Worker::start(&project).await;
    let receiver = Receiver::open().await;
    let report_url = receiver.url_of("/api/voice/transcript");
    let cx = context_with(&project, &[("AGENT_NAME", worker.name()), ("AGENT_REPORT_URL", &report_url)]);
    let reports = receiver.serve(Arc::new(Api::new(&project, routes)));
    let order = order();
    project.open_room(order.room_name.as_str()).await;
    let dispatch = agents(&cx).send(&order, cx.clock.now()).await.unwrap();
    until_inside(&cx, &order, true).await;
    agents(&cx).recall(&order.room_name, &dispatch).await.unwrap();

    let last = reports.until(|report| report.event.get("usage").is_some()).await;

    assert_eq!(last.status, 200);
    let by = Reporter { call_id: order.call_id, agent_id: order.id };
    assert_eq!(*REPORTER.lock().unwrap(), Some(by));
}

#[tokio::test]
async fn that_an_agent_is_sent_does_not_say_that_anybody_comes() {
    let project = Project::start().await;
    let worker = Worker::start(&project).await;
    let cx = context(&project, worker.name());
    let (with, without) = (order(), order());
    for order in [&with, &without] {
        project.open_room(order.room_name.as_str()).await;
    }
    agents(&cx).send(&with, cx.clock.now()).await.unwrap();
    until_inside(&cx, &with, true).await;

    worker.kill().await;

    assert!(agents(&cx).send(&without, cx.clock.now()).await.is_ok(), "LiveKit has not noticed yet, or does not mind");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(cx.sfu.is_inside(&without.room_name, without.id).await, Ok(false));
}

#[tokio::test]
async fn no_agent_is_sent_into_a_room_that_is_not_there() {
    let project = Project::start().await;
    let cx = context(&project, "nobody");
    let order = order();
    let sent = agents(&cx).send(&order, cx.clock.now()).await;
    assert_eq!(sent, Err(Refusal::Unavailable));
    assert_eq!(agents(&cx).recall(&order.room_name, "AD_unknown").await, Err(Refusal::Unavailable));
    assert_eq!(cx.sfu.is_inside(&order.room_name, order.id).await, Ok(false));
    project.open_room(order.room_name.as_str()).await;
    let room: &RoomName = &order.room_name;
    assert_eq!(agents(&cx).recall(room, "AD_unknown").await, Ok(false));
}

#[tokio::test]
async fn an_unanswered_order_is_no_agent() {
    let project = Project::start().await;
    let cx = context(&project, "nobody");
    project.livekit().set_mode(Mode::Refuse);
    assert_eq!(agents(&cx).send(&order(), cx.clock.now()).await, Err(Refusal::Unavailable));
    assert_eq!(agents(&cx).recall(&order().room_name, "AD_unknown").await, Err(Refusal::Unavailable));
    assert_eq!(cx.sfu.is_inside(&order().room_name, order().id).await, Err(Refusal::Unavailable));
}
