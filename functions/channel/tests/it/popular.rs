//! What is watched most, and what a channel came to.

use ipelya_test::{Api, Project, User};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{given_channel, go_live, post, start, toggle};

/// The slugs of a window, in their order.
async fn popular(api: &Api, window: &str) -> Vec<String> {
    let reply = api.ask("POST", "/api/live/popular").json(json!({ "window": window })).send().await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["streams"].as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap().to_owned()).collect()
}

/// A session of a channel that was over so many hours ago, with viewers who stayed for so many seconds each.
async fn watched(project: &Project, api: &Api, creator: &User, hours_ago: i32, stays: &[i32]) -> Uuid {
    project.execute("delete from public.live_rate_limits", &[]).await;
    let id = go_live(api, creator).await;
    toggle(api, creator, false).await;
    let over = "update public.live_sessions
                set started_at = $2::timestamptz - make_interval(hours => $3 + 1),
                    ended_at = $2::timestamptz - make_interval(hours => $3)
                where id = $1";
    project.execute(over, &[&id, &api.now(), &hours_ago]).await;
    for (place, seconds) in stays.iter().enumerate() {
        let viewer = project.given().user().await;
        let stay = "with room as (
                      insert into public.live_rooms (room_sid, room_name, session_id, started_at)
                      select 'RM_' || s.id || '_' || $4, s.livekit_room_name, s.id, s.started_at
                      from public.live_sessions s where s.id = $1
                      returning *
                    )
                    insert into public.live_stays (participant_sid, room_sid, session_id, user_id, kind, joined_at, left_at)
                    select 'PA_' || r.session_id || '_' || $4, r.room_sid, r.session_id, $2, 'STANDARD', r.started_at,
                      r.started_at + make_interval(secs => $3)
                    from room r";
        project.execute(stay, &[&id, &viewer.id, &f64::from(*seconds), &place.to_string()]).await;
    }
    let due = "insert into public.live_session_figures (session_id, day, creator_id, session_type)
               select s.id, s.started_at::date, s.creator_id, s.session_type from public.live_sessions s where s.id = $1
               on conflict (session_id) do update set is_stale = true";
    project.execute(due, &[&id]).await;
    project.execute("select public.live_roll_up_sessions($1)", &[&api.now()]).await;
    id
}

async fn measure(project: &Project, at: time::OffsetDateTime) -> Value {
    project.value("select to_jsonb(public.live_measure_popular($1))", &[&at]).await
}

#[tokio::test]
async fn popular_is_who_is_watched_now_or_was_for_long() {
    let (project, api) = start().await;
    let given = project.given();
    let (one, two, three) = (given.creator().await, given.creator().await, given.creator().await);
    for (creator, slug) in [(&one, "bir"), (&two, "iki"), (&three, "uc-kanal")] {
        given_channel(&api, creator, slug).await;
    }
    // half a minute counts, a look in does not
    watched(&project, &api, &one, 1, &[600, 29, 29, 29]).await;
    watched(&project, &api, &two, 1, &[300, 330]).await;
    watched(&project, &api, &three, 100, &[3000]).await;
    assert_eq!(measure(&project, api.now()).await, 5);
    assert_eq!(popular(&api, "day").await, ["iki", "bir"]);
    assert_eq!(popular(&api, "week").await, ["uc-kanal", "iki", "bir"]);
    assert!(popular(&api, "now").await.is_empty());

    let id = go_live(&api, &three).await;
    go_live(&api, &one).await;
    project.execute("update public.live_sessions set total_viewers = 9 where id = $1", &[&id]).await;
    assert_eq!(popular(&api, "now").await, ["uc-kanal", "bir"]);
}

#[tokio::test]
async fn it_is_counted_every_five_minutes_and_what_is_past_falls_out() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    watched(&project, &api, &creator, 23, &[60]).await;
    assert_eq!(measure(&project, api.now()).await, 2);
    assert_eq!(measure(&project, api.now() + time::Duration::seconds(299)).await, 0, "not due");
    assert_eq!(popular(&api, "day").await, ["ayse"]);
    assert_eq!(measure(&project, api.now() + time::Duration::hours(2)).await, 1);
    assert!(popular(&api, "day").await.is_empty());
    assert_eq!(popular(&api, "week").await, ["ayse"]);
    let tick = project.value("select public.live_tick($1)", &[&(api.now() + time::Duration::days(9))]).await;
    assert!(tick.get("live_measure_popular").is_none(), "{tick}");
    assert!(popular(&api, "week").await.is_empty());
}

#[tokio::test]
async fn a_creator_sees_what_their_channel_came_to() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, other, viewer) = (given.creator().await, given.creator().await, given.user().await);
    given_channel(&api, &creator, "ayse").await;
    given_channel(&api, &other, "veli").await;
    post(&api, "follow", &viewer, json!({ "slug": "ayse" })).await;
    watched(&project, &api, &creator, 1, &[600, 20]).await;
    watched(&project, &api, &creator, 240, &[100]).await;
    watched(&project, &api, &creator, 24 * 40, &[1000]).await;
    watched(&project, &api, &other, 1, &[5000]).await;
    let all = post(&api, "stats", &creator, json!({})).await;
    assert_eq!(
        all.body,
        json!({
            "success": true, "slug": "ayse", "viewersNow": 0, "followers": 1, "peakViewers": 2, "watchSeconds": 720, "sessions": 2,
            "durationSeconds": 7200, "money": [],
        })
    );
    let text = |at: time::OffsetDateTime| at.format(&time::format_description::well_known::Rfc3339).unwrap();
    let from = text(api.now() - time::Duration::hours(48));
    assert_eq!(post(&api, "stats", &creator, json!({ "from": from })).await.body["watchSeconds"], 620);

    // of one on air, so far
    project.execute("delete from public.live_rate_limits", &[]).await;
    let id = go_live(&api, &creator).await;
    let minutes = "update public.live_sessions set started_at = started_at - interval '2 minutes', total_viewers = 4 where id = $1";
    project.execute(minutes, &[&id]).await;
    let now = post(&api, "stats", &creator, json!({ "from": from })).await;
    assert_eq!((&now.body["viewersNow"], &now.body["sessions"]), (&json!(4), &json!(2)));
    assert_eq!(now.body["durationSeconds"], 3720);

    donated(&project, &api, &viewer, id, 1000).await;
    let money = &post(&api, "stats", &creator, json!({})).await.body["money"];
    assert_eq!(money, &json!([{ "currency": "usd", "donations": 1, "gross": 1000, "net": 700, "refunded": 0 }]));
    let tomorrow =
        json!({ "from": text(api.now() + time::Duration::days(1)), "to": text(api.now() + time::Duration::days(2)) });
    assert_eq!(post(&api, "stats", &creator, tomorrow).await.body["money"], json!([]));

    post(&api, "stats", &viewer, json!({})).await.assert_refused(404, "CHANNEL_NOT_FOUND");
    let long = json!({ "from": "2020-01-01T00:00:00Z" });
    post(&api, "stats", &creator, long).await.assert_refused(400, "INVALID_FIELD");
}

/// A donation that was paid a minute ago.
async fn donated(project: &Project, api: &Api, donor: &User, session_id: Uuid, cents: i64) {
    let begun = "select public.live_open_donation($1, null, $2, null, $3, 'usd', null, false, $4)";
    let at = api.now() - time::Duration::minutes(1);
    let begun = project.value(begun, &[&donor.id, &session_id, &cents, &at]).await;
    let fact = json!({
        "id": "evt_1", "kind": "intent_succeeded", "happened_at": "2026-01-01T00:00:00Z", "intent": "pi_1",
        "payment_id": begun["result"]["payment_id"], "amount": cents, "currency": "usd",
    });
    project.value("select public.live_stripe_fact($1)", &[&fact]).await;
}
