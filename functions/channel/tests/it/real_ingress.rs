//! The stand-in for LiveKit's Ingress API is held against LiveKit's own, where Redis is installed, which that needs.

use ipelya_test::{Api, IngressServer, LiveKitIngress, Project, User};
use serde_json::{Value, json};

use super::support::{given_channel, go_live, post, toggle};

/// What somebody sees who makes a channel and uses all that there is for its encoder, without what differs each time.
async fn seen(project: &Project, known_to: &dyn Fn(Api) -> Api, slug: &str) -> Vec<Value> {
    let creator = project.given().creator().await;
    let channels = known_to(Api::new(project, channel::routes()));
    let sweeper = known_to(Api::new(project, sweeper::routes())).at_system_time();
    let mut seen = Vec::new();
    given_channel(&channels, &creator, slug).await;
    for body in [
        json!({ "action": "show" }),
        json!({ "action": "create" }),
        json!({ "action": "create", "input": "whip" }),
        json!({ "action": "rotate", "input": "rtmp" }),
        json!({ "action": "delete" }),
        json!({ "action": "show" }),
        json!({ "action": "delete" }),
        json!({ "action": "create" }),
    ] {
        seen.push(ask(&channels, &creator, body).await);
    }
    go_live(&channels, &creator).await;
    seen.push(swept(&sweeper).await);
    toggle(&channels, &creator, false).await;
    seen.push(swept(&sweeper).await);
    // as if it had been on the wrong room, and as if LiveKit had lost it
    let room = "update public.live_channels set suspended_at = now() where creator_id = $1";
    go_live(&channels, &creator).await;
    project.execute(room, &[&creator.id]).await;
    seen.push(swept(&sweeper).await);
    project.execute("update public.live_channels set suspended_at = null", &[]).await;
    toggle(&channels, &creator, false).await;
    project.execute("update public.live_channel_ingress set ingress_id = 'IN_lost'", &[]).await;
    for action in ["show", "create", "delete"] {
        seen.push(ask(&channels, &creator, json!({ "action": action })).await);
    }
    seen
}

async fn ask(channels: &Api, creator: &User, body: Value) -> Value {
    let mut reply = post(channels, "ingress", creator, body.clone()).await.body;
    if reply["streamKey"].as_str().is_some_and(|key| key.len() >= 12) {
        reply["streamKey"] = json!("a key");
    }
    json!([body, reply])
}

async fn swept(sweeper: &Api) -> Value {
    let key = sweeper.setting("SUPABASE_SERVICE_ROLE_KEY");
    let reply = sweeper.post("sweeper").bearer(&key).json(json!({})).send().await.body;
    json!([reply["ingressesPointed"], reply["ingressesDeleted"], reply["failed"]])
}

#[tokio::test]
async fn livekit_itself_answers_as_its_stand_in_does() {
    let project = Project::start().await;
    // `.ci/run` tells where there is no Redis
    let Some(livekit) = LiveKitIngress::open(&project).await else { return };
    project.given().setting("ingress_rate_count", 100).await;
    let stand_in = IngressServer::open(&project).await;
    let by_stand_in = seen(&project, &|api| stand_in.known_to(api), "ayse").await;
    project.execute("delete from public.live_sessions", &[]).await;
    project.execute("delete from public.live_channels", &[]).await;
    assert_eq!(seen(&project, &|api| livekit.known_to(api), "veli").await, by_stand_in);
    let [shown, ..] = by_stand_in.as_slice() else { panic!("nothing was seen") };
    assert_eq!(shown[1]["streamKey"], "a key", "{shown}");
}
