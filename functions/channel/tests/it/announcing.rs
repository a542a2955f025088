//! Followers are told that a channel is on air.

use ipelya_test::{Api, Project, User};
use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::support::{given_channel, go_live, post, start, toggle};

async fn follow(api: &Api, user: &User, slug: &str, push: bool) {
    let reply = post(api, "follow", user, json!({ "slug": slug, "push": push })).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

/// The tick's part, once LiveKit has the room.
async fn announce(project: &Project, at: OffsetDateTime) {
    project.execute("update public.live_sessions set livekit_room_sid = 'RM_1' where status = 'live'", &[]).await;
    project.execute("select public.live_announce_sessions($1)", &[&at]).await;
}

/// How often each of them was told.
async fn told(project: &Project, people: &[&User]) -> Vec<i64> {
    let mut times = Vec::new();
    for person in people {
        let sql = "select count(*) from public.notifications where recipient_id = $1 and type = 'creator_live'";
        times.push(project.db().query_one(sql, &[&person.id]).await.unwrap().get(0));
    }
    times
}

#[tokio::test]
async fn followers_and_subscribers_hear_of_it_once_each_and_others_do_not() {
    let (project, api) = start().await;
    let given = project.given();
    let creator = given.creator().await;
    let [follower, both, subscriber, silent, blocked, blocker, stranger] = [
        given.user().await,
        given.user().await,
        given.user().await,
        given.user().await,
        given.user().await,
        given.user().await,
        given.user().await,
    ];
    given_channel(&api, &creator, "ayse").await;
    for (user, push) in [(&follower, true), (&both, true), (&silent, false), (&blocked, true), (&blocker, true)] {
        follow(&api, user, "ayse", push).await;
    }
    for person in [&both, &subscriber] {
        let subscribe = "insert into public.creator_subscriptions (subscriber_id, creator_id) values ($1, $2)";
        project.execute(subscribe, &[&person.id, &creator.id]).await;
    }
    let block = "insert into public.blocked_users (blocker_id, blocked_id) values ($1, $2)";
    project.execute(block, &[&creator.id, &blocked.id]).await;
    project.execute(block, &[&blocker.id, &creator.id]).await;

    let id = go_live(&api, &creator).await;
    announce(&project, api.now()).await;
    announce(&project, api.now()).await;
    let people = [&follower, &both, &subscriber, &silent, &blocked, &blocker, &stranger];
    assert_eq!(told(&project, &people).await, [1, 1, 1, 0, 0, 0, 0]);
    let about = "select data -> 'sessionId' from public.notifications limit 1";
    assert_eq!(project.value(about, &[]).await, json!(id));
}

#[tokio::test]
async fn on_and_off_and_on_again_within_half_an_hour_is_told_once() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, follower) = (given.creator().await, given.user().await);
    given_channel(&api, &creator, "ayse").await;
    follow(&api, &follower, "ayse", true).await;
    let starts = "update public.live_sessions set started_at = $2 where id = $1";
    for (minutes, times) in [(0, 1), (29, 1), (31, 2)] {
        let at = api.now() + Duration::minutes(minutes);
        let id = go_live(&api, &creator).await;
        project.execute(starts, &[&id, &at]).await;
        announce(&project, at).await;
        assert_eq!(told(&project, &[&follower]).await, [times], "after {minutes} minutes");
        toggle(&api, &creator, false).await;
        // what was not announced does not put the next one off
        let quiet = "update public.live_sessions s set announced_at = null
                     where s.id = $1 and not exists (select from public.notifications n where n.data ->> 'sessionId' = s.id::text)";
        project.execute(quiet, &[&id]).await;
    }
}

#[tokio::test]
async fn a_show_that_is_put_on_the_channel_is_told_to_the_followers_it_was_not_told_to() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, follower, subscriber) = (given.creator().await, given.user().await, given.user().await);
    given_channel(&api, &creator, "ayse").await;
    follow(&api, &follower, "ayse", true).await;
    let subscribe = "insert into public.creator_subscriptions (subscriber_id, creator_id) values ($1, $2)";
    project.execute(subscribe, &[&subscriber.id, &creator.id]).await;
    let show = given.live_session(&creator).insert().await;
    let begins = "update public.live_sessions set announced_at = null, started_at = $2 where id = $1";
    project.execute(begins, &[&show.id, &api.now()]).await;
    announce(&project, api.now()).await;
    announce(&project, api.now()).await;
    assert_eq!(told(&project, &[&follower, &subscriber]).await, [0, 1]);

    assert_eq!(go_live(&api, &creator).await, show.id);
    announce(&project, api.now()).await;
    announce(&project, api.now()).await;
    assert_eq!(told(&project, &[&follower, &subscriber]).await, [1, 1]);
}

#[tokio::test]
async fn a_crowd_of_followers_is_told_once_each_a_part_at_a_time() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    project.given().setting("announce_count", 700).await;
    given_channel(&api, &creator, "ayse").await;
    let crowd = "with people as (
                   insert into auth.users (id, email) select gen_random_uuid(), 'f' || n || '@test'
                   from generate_series(1, 3000) n returning id
                 )
                 insert into public.live_channel_follows (channel_id, user_id)
                 select c.id, p.id from people p cross join public.live_channels c";
    project.execute(crowd, &[]).await;
    let id: Uuid = go_live(&api, &creator).await;
    let mut rounds = 0;
    loop {
        announce(&project, api.now()).await;
        rounds += 1;
        if project.count("public.live_announcements").await == 0 {
            break;
        }
        assert!(rounds < 200, "no end after {rounds} rounds");
    }
    let each = "select jsonb_build_array(count(*), count(distinct recipient_id)) from public.notifications
                where data ->> 'sessionId' = $1::uuid::text";
    assert_eq!(project.value(each, &[&id]).await, json!([3000, 3000]));
    assert!(rounds > 3000 / 700, "{rounds} rounds: no more than so many at a time");
}
