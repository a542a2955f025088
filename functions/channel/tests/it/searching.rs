//! Channels are found by name and by place.

use ipelya_test::{Api, Project, User};
use serde_json::{Value, json};

use super::support::{given_channel, given_channel_with, go_live, post, start};

/// The slugs that are found, in their order.
async fn found(api: &Api, body: Value) -> Vec<String> {
    let reply = api.ask("POST", "/api/live/search").json(body).send().await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["streams"].as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap().to_owned()).collect()
}

async fn on_air(project: &Project, api: &Api, slug: &str, viewers: i32) -> User {
    let creator = project.given().creator().await;
    given_channel(api, &creator, slug).await;
    let id = go_live(api, &creator).await;
    project.execute("update public.live_sessions set total_viewers = $2 where id = $1", &[&id, &viewers]).await;
    creator
}

#[tokio::test]
async fn what_is_on_comes_by_how_many_watch() {
    let (project, api) = start().await;
    for (slug, viewers) in [("bir-kanal", 3), ("iki-kanal", 9), ("uc-kanal", 5)] {
        on_air(&project, &api, slug, viewers).await;
    }
    given_channel(&api, &project.given().creator().await, "kapali").await;
    assert_eq!(found(&api, json!({})).await, ["iki-kanal", "uc-kanal", "bir-kanal"]);
    let page = api.ask("POST", "/api/live/search").json(json!({ "page": 2, "limit": 2 })).send().await;
    assert_eq!(["page", "limit", "total", "totalPages"].map(|name| page.body[name].as_u64().unwrap()), [2, 2, 3, 2]);
    let one = &page.body["streams"][0];
    let mut names: Vec<&String> = one.as_object().unwrap().keys().collect();
    names.sort();
    let listed = [
        "accessType",
        "active",
        "creator",
        "id",
        "ppvCoinPrice",
        "sessionId",
        "slug",
        "startedAt",
        "title",
        "viewerCount",
    ];
    assert_eq!(names, listed, "and no place");
    assert_eq!(page.body["streams"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_name_is_found_by_its_beginning_and_by_something_like_it() {
    let (project, api) = start().await;
    let names = [("ayse", "Ayşe Yılmaz"), ("ayse-fatma", "Başkası"), ("mehmet", "Mehmet Öz"), ("ayran", "Serinletir")];
    for (slug, name) in names {
        let creator = project.given().creator().await;
        given_channel(&api, &creator, slug).await;
        // a name that has changed since is known once the channel is on air
        project.execute("update public.profiles set display_name = $2 where user_id = $1", &[&creator.id, &name]).await;
        let id = go_live(&api, &creator).await;
        let many = i32::try_from(slug.len()).unwrap();
        project.execute("update public.live_sessions set total_viewers = $2 where id = $1", &[&id, &many]).await;
    }
    given_channel(&api, &project.given().creator().await, "ayse-kapali").await;

    assert_eq!(found(&api, json!({ "slug": "ayse" })).await, ["ayse", "ayse-fatma"], "the one called so comes first");
    let offline = json!({ "slug": "AYŞE", "includeOffline": true });
    assert_eq!(found(&api, offline).await, ["ayse-fatma", "ayse", "ayse-kapali"]);
    assert_eq!(found(&api, json!({ "slug": "yilmaz" })).await, ["ayse"], "by the creator's name");
    assert_eq!(found(&api, json!({ "slug": "yilmas" })).await, ["ayse"], "misspelt");
    assert_eq!(found(&api, json!({ "slug": "mehmt" })).await, ["mehmet"]);
    for nothing in ["%", "_", "ayse' or true --", "Ольга"] {
        assert!(found(&api, json!({ "slug": nothing })).await.len() < 3, "{nothing}");
    }
}

#[tokio::test]
async fn what_is_near_is_what_measuring_every_distance_finds() {
    let project = Project::start().await;
    // around the date line, at both poles, on the equator, in the middle of nowhere
    let mut places: Vec<(f64, f64)> = vec![(0.0, 90.0), (0.0, -90.0), (180.0, 10.0), (-180.0, 10.0)];
    for step in 0..160_u32 {
        let (along, up) = (f64::from(step * 73 % 3600) / 10.0 - 180.0, f64::from(step * 37 % 1801) / 10.0 - 90.0);
        places.push((along, up));
        places.push((if step % 2 == 0 { 179.9 } else { -179.9 }, up));
        places.push((along, if step % 2 == 0 { 89.7 } else { -89.4 }));
    }
    let sql = "with profile as (
                 insert into auth.users (id, email) values (gen_random_uuid(), $3) returning id
               ), made as (
                 insert into public.profiles (user_id, type, is_creator) select id, 'real', true from profile returning *
               )
               insert into public.live_channels (
                 creator_id, creator_profile_id, slug, room_name, search_name, title, longitude, latitude, session_id
               )
               select user_id, id, $4, $4, '', 'x', round($1::double precision::numeric, 1), round($2::double precision::numeric, 1), gen_random_uuid() from made";
    for (place, (longitude, latitude)) in places.iter().enumerate() {
        let (mail, slug) = (format!("p{place}@ipelya.local"), format!("yer-{place}"));
        project.execute(sql, &[longitude, latitude, &mail, &slug]).await;
    }
    let brute = "select coalesce(jsonb_agg(c.slug order by c.slug), '[]') from public.live_channels c
                 where public.live_distance_km($1, $2, c.longitude, c.latitude) <= $3";
    let near = "select coalesce(jsonb_agg(c.slug order by c.slug), '[]')
                from public.live_channels_near($1, $2, $3) n join public.live_channels c on c.id = any (n.ids)";
    let mut some = 0;
    for (longitude, latitude) in places.iter().step_by(7).chain(&[(179.95, 0.0), (-180.0, 89.9), (28.97, 41.01)]) {
        for radius in [0.0, 11.0, 100.0, 500.0_f64] {
            let wanted = project.value(brute, &[longitude, latitude, &radius]).await;
            let got = project.value(near, &[longitude, latitude, &radius]).await;
            assert_eq!(got, wanted, "{radius} km around {longitude} {latitude}");
            some += wanted.as_array().unwrap().len();
        }
    }
    assert!(some > 300, "{some}");
}

#[tokio::test]
async fn distances_are_those_of_a_globe() {
    let project = Project::start().await;
    // great-circle distances on a sphere of 6 371 km, by the spherical law of cosines
    for ((a, b), (c, d), kilometres) in [
        ((28.9784, 41.0082), (32.8597, 39.9334), 349.4_f64),
        ((179.9, 0.0), (-179.9, 0.0), 22.2),
        ((0.0, 90.0), (123.0, 90.0), 0.0),
        ((0.0, 0.0), (180.0, 0.0), 20015.1),
    ] {
        let sql = "select to_jsonb(round(public.live_distance_km($1, $2, $3, $4)::numeric, 1))";
        let got = project.value(sql, &[&a, &b, &c, &d]).await.as_f64().unwrap();
        assert!((got - kilometres).abs() <= 0.1, "{a} {b} to {c} {d}: {got}");
    }
}

#[tokio::test]
async fn what_is_near_comes_first_and_only_from_the_air() {
    let (project, api) = start().await;
    for (slug, latitude, is_on) in
        [("yakin", 41.0, true), ("uzak", 41.5, true), ("kapali", 41.0, false), ("oteki", 43.0, true)]
    {
        let creator = project.given().creator().await;
        let body = json!({ "title": "x", "slug": slug, "latitude": latitude, "longitude": 29.0 });
        given_channel_with(&api, &creator, body).await;
        if is_on {
            go_live(&api, &creator).await;
        }
    }
    on_air(&project, &api, "yersiz", 100).await;
    let here = json!({ "latitude": 41.0, "longitude": 29.0 });
    assert_eq!(found(&api, here.clone()).await, ["yakin", "uzak"]);
    let reply = api.ask("POST", "/api/live/search").json(here).send().await;
    assert_eq!(reply.body["streams"][1]["distanceKm"], 55.6);
    assert_eq!(found(&api, json!({ "latitude": 41, "longitude": 29, "radiusKm": 300 })).await.len(), 3);
}

#[tokio::test]
async fn a_search_that_cannot_be_is_told_why() {
    let (project, api) = start().await;
    let viewer = project.given().user().await;
    for (body, field) in [
        (json!({ "latitude": 41 }), "longitude"),
        (json!({ "latitude": 91, "longitude": 0 }), "latitude"),
        (json!({ "latitude": 1, "longitude": 181 }), "longitude"),
        (json!({ "latitude": 1, "longitude": 1, "radiusKm": 501 }), "radiusKm"),
        (json!({ "latitude": 1, "longitude": 1, "radiusKm": -1 }), "radiusKm"),
        (json!({ "limit": 51 }), "limit"),
        (json!({ "limit": 0 }), "limit"),
        (json!({ "page": 0 }), "page"),
        (json!({ "page": 201, "limit": 50 }), "page"),
        (json!({ "slug": "x".repeat(101) }), "slug"),
    ] {
        let refused = post(&api, "search", &viewer, body.clone()).await;
        refused.assert_refused(400, "INVALID_FIELD");
        assert_eq!(refused.body["field"], field, "{body}");
    }
    assert_eq!(post(&api, "search", &viewer, json!({ "page": 200, "limit": 50 })).await.status, 200);
}
