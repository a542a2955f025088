//! Encoders' ingresses that LiveKit has and no channel has any more.

use ipelya_test::{Api, IngressServer, Mode, Project, User};
use serde_json::{Value, json};

async fn sweep(api: &Api) -> Value {
    let reply = super::support::ask_for_sweep(api).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

/// A project with encoders: the functions of channels, the sweeper, and a creator.
async fn start() -> (Project, IngressServer, Api, Api, User) {
    let project = Project::start().await;
    let server = IngressServer::open(&project).await;
    let channels = server.known_to(Api::new(&project, channel::routes()));
    let sweeper = server.known_to(Api::new(&project, sweeper::routes()));
    let creator = project.given().creator().await;
    (project, server, channels, sweeper, creator)
}

async fn post(api: &Api, name: &str, user: &User, body: Value) -> u16 {
    api.ask("POST", &format!("/api/live/{name}")).user(user).json(body).send().await.status
}

#[tokio::test]
async fn one_that_was_made_and_never_written_down_is_deleted_once_nobody_can_be_at_it() {
    let (project, server, channels, sweeper, creator) = start().await;
    project.rest().set_mode_of("live_set_ingress", Mode::Refuse);
    assert_eq!(post(&channels, "create", &creator, json!({ "title": "x", "slug": "ayse" })).await, 200);
    assert_eq!((server.ingress.all().len(), project.count("public.live_channel_ingress").await), (1, 0));
    project.rest().set_mode(Mode::Pass);

    for _ in 0..2 {
        assert_eq!(sweep(&sweeper).await["ingressesDeleted"], 0);
    }
    let later = "update public.live_ingress_leftovers set due_at = due_at - interval '5 minutes'";
    project.execute(later, &[]).await;
    assert_eq!(sweep(&sweeper).await["ingressesDeleted"], 1);
    assert_eq!(server.ingress.all().len(), 0);
    sweep(&sweeper).await;
    assert_eq!(project.count("public.live_ingress_leftovers").await, 0);
}

#[tokio::test]
async fn a_replaced_one_that_livekit_kept_is_deleted_and_so_is_that_of_a_channel_that_is_gone() {
    let (project, server, channels, sweeper, creator) = start().await;
    post(&channels, "create", &creator, json!({ "title": "x", "slug": "ayse" })).await;
    server.upstream.set_mode_of("DeleteIngress", Mode::Status(500));
    assert_eq!(post(&channels, "ingress", &creator, json!({ "action": "rotate" })).await, 200);
    assert_eq!(server.ingress.all().len(), 2);
    server.upstream.set_mode(Mode::Pass);
    // leftovers are due by the machine's clock
    let sweeper = sweeper.at_system_time();
    assert_eq!(sweep(&sweeper).await["ingressesDeleted"], 1);
    assert_eq!(server.ingress.all().len(), 1);

    project.execute("delete from public.live_channels", &[]).await;
    assert_eq!(sweep(&sweeper).await["ingressesDeleted"], 1);
    assert_eq!(server.ingress.all().len(), 0);
}

#[tokio::test]
async fn what_is_not_named_after_one_of_our_channels_is_left_alone() {
    let (project, server, channels, sweeper, creator) = start().await;
    post(&channels, "create", &creator, json!({ "title": "x", "slug": "ayse" })).await;
    // as if it were another project's
    project.execute("delete from public.live_channels", &[]).await;
    project.execute("delete from public.live_ingress_leftovers", &[]).await;
    let swept = sweep(&sweeper).await;
    assert_eq!((&swept["ingressesDeleted"], &swept["ingressesPointed"]), (&json!(0), &json!(0)));
    assert_eq!((server.ingress.all().len(), project.count("public.live_ingress_leftovers").await), (1, 0));
}

#[tokio::test]
async fn a_lost_report_of_an_encoders_end_is_made_good() {
    let (project, _server, channels, sweeper, creator) = start().await;
    post(&channels, "create", &creator, json!({ "title": "x", "slug": "ayse" })).await;
    let ago = "update public.live_channel_ingress set status = 'publishing', status_at = status_at - interval '1 min'";
    project.execute(ago, &[]).await;
    sweep(&sweeper).await;
    let status = "select to_jsonb(status) from public.live_channel_ingress";
    assert_eq!(project.value(status, &[]).await, "inactive");
}

#[tokio::test]
async fn without_livekit_nothing_is_concluded() {
    let (project, server, channels, sweeper, creator) = start().await;
    post(&channels, "create", &creator, json!({ "title": "x", "slug": "ayse" })).await;
    server.upstream.set_mode(Mode::Status(500));
    let swept = sweep(&sweeper).await;
    assert_eq!((&swept["failed"], project.count("public.live_channel_ingress").await), (&json!(1), 1));
}
