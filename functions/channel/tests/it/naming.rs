//! How channels are made, called and called otherwise.

use ipelya_core::channel::Slug;
use ipelya_test::Project;
use serde_json::{Value, json};

use super::support::{given_channel, page, post, start};

#[tokio::test]
async fn a_creator_makes_a_page_and_changes_it() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    let request = json!({ "title": "My Awesome Stream", "description": "Join me for live content!" });
    let made = post(&api, "create", &creator, request).await;
    let slug = made.body["slug"].as_str().unwrap().to_owned();
    let handle = made.body["roomName"].as_str().unwrap().to_owned();
    assert_eq!(
        made.body,
        json!({
            "success": true, "id": made.body["id"], "slug": slug, "title": "My Awesome Stream", "roomName": handle,
            "streamKey": null, "ingressUrl": null, "active": false,
        })
    );
    assert_eq!(handle, format!("live-{slug}-{}", api.now().unix_timestamp() * 1000));

    // what is left out stays, what is null is forgotten
    let place = json!({
        "title": "Yeni", "latitude": 41.0123, "longitude": 28.9777, "accessType": "pay_per_view", "ppvCoinPrice": 5,
    });
    assert_eq!(post(&api, "create", &creator, place).await.body["id"], made.body["id"]);
    let row = "select to_jsonb(c) from public.live_channels c where c.creator_id = $1";
    let kept = post(&api, "create", &creator, json!({ "title": "Yeni" })).await;
    assert_eq!((&kept.body["roomName"], kept.body["title"].as_str()), (&made.body["roomName"], Some("Yeni")));
    let now = project.value(row, &[&creator.id]).await;
    assert_eq!((&now["latitude"], &now["longitude"]), (&json!(41), &json!(29)), "to a tenth of a degree");
    assert_eq!((&now["access_type"], &now["ppv_coin_price"]), (&json!("pay_per_view"), &json!(5)));
    assert_eq!(now["description"], "Join me for live content!");
    let forget = json!({ "title": "Yeni", "description": null, "latitude": null, "longitude": null });
    post(&api, "create", &creator, forget).await;
    let now = project.value(row, &[&creator.id]).await;
    assert_eq!([&now["description"], &now["latitude"], &now["longitude"]], [&Value::Null; 3]);
}

#[tokio::test]
async fn what_cannot_be_used_is_named_and_changes_nothing() {
    let (project, api) = start().await;
    let (creator, viewer) = (project.given().creator().await, project.given().user().await);
    for (body, field) in [
        (json!({}), "title"),
        (json!({ "title": "x".repeat(101) }), "title"),
        (json!({ "title": "x", "accessType": "pay_per_view" }), "ppvCoinPrice"),
        (json!({ "title": "x", "accessType": "pay_per_view", "ppvCoinPrice": 0 }), "ppvCoinPrice"),
        (json!({ "title": "x", "latitude": 10 }), "longitude"),
        (json!({ "title": "x", "latitude": null, "longitude": 1 }), "longitude"),
        (json!({ "title": "x", "latitude": 90.1, "longitude": 1 }), "latitude"),
        (json!({ "title": "x", "latitude": 1, "longitude": -180.5 }), "longitude"),
        (json!({ "title": "x", "accessType": "secret" }), "accessType"),
    ] {
        let refused = post(&api, "create", &creator, body.clone()).await;
        refused.assert_refused(400, "INVALID_FIELD");
        assert_eq!(refused.body["field"], field, "{body}");
    }
    post(&api, "create", &viewer, json!({ "title": "x" })).await.assert_refused(403, "NOT_A_CREATOR");
    post(&api, "toggle-active", &creator, json!({ "active": true })).await.assert_refused(404, "CHANNEL_NOT_FOUND");
    post(&api, "toggle-active", &creator, json!({})).await.assert_refused(400, "INVALID_FIELD");
    assert_eq!(project.count("public.live_channels").await, 0);
}

/// What may be a slug, by its form.
const FORMS: &[(&str, bool)] = &[
    ("ayse", true),
    ("a1b", true),
    ("ayse-yilmaz", true),
    ("4-2-0", true),
    ("abcdefghij-abcdefghij-abcdefgh", true),
    ("abcdefghij-abcdefghij-abcdefghi", false),
    ("ab", false),
    ("", false),
    ("Ayse", false),
    ("ayşe", false),
    ("ayse_y", false),
    ("-ayse", false),
    ("ayse-", false),
    ("ay--se", false),
    ("ay se", false),
    ("ayse\n", false),
];

#[tokio::test]
async fn rust_and_sql_know_a_slug_by_the_same_form() {
    let project = Project::start().await;
    for (text, is_slug) in FORMS {
        assert_eq!(Slug::of(text).is_some(), *is_slug, "{text:?}");
        let sql = project.value("select to_jsonb(public.live_is_slug($1))", &[text]).await;
        assert_eq!(sql, *is_slug, "{text:?}");
    }
}

#[tokio::test]
async fn nobody_is_called_like_the_product_or_somebody_else_nor_looks_like_them() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, other, known) = (given.creator().await, given.creator().await, given.user().await);
    let name = "update public.profiles set username = 'Ali_Veli' where user_id = $1";
    project.execute(name, &[&known.id]).await;
    given_channel(&api, &other, "modern-ole").await;
    project.execute("delete from public.live_rate_limits", &[]).await;

    for (slug, status, code) in [
        ("admin", 400, "INVALID_SLUG"),
        ("0fficia1", 400, "INVALID_SLUG"),
        ("supp-ort", 400, "INVALID_SLUG"),
        ("a", 400, "INVALID_SLUG"),
        ("modern-ole", 409, "SLUG_TAKEN"),
        ("modern0le", 409, "SLUG_TAKEN"),
        ("modem-ole", 409, "SLUG_TAKEN"),
        ("modern-o1e", 409, "SLUG_TAKEN"),
        ("ali-veli", 409, "SLUG_TAKEN"),
        ("aliveli", 200, ""),
    ] {
        project.execute("delete from public.live_rate_limits", &[]).await;
        let reply = post(&api, "create", &creator, json!({ "title": "x", "slug": slug })).await;
        if status == 200 {
            assert_eq!(reply.status, 200, "{slug}: {}", reply.body);
        } else {
            reply.assert_refused(status, code);
        }
    }
}

#[tokio::test]
async fn whoever_says_no_name_is_called_like_themselves() {
    let (project, api) = start().await;
    let given = project.given();
    let named = "update public.profiles set username = $2 where user_id = $1";
    for (username, slug) in [
        ("Işıl.Çağrı", Some("isil-cagri")),
        ("ISIL_CAGRI2", Some("isil-cagri2")),
        // taken, reserved, too short, of no letter that addresses have
        ("isil-cagri", None),
        ("admin", None),
        ("al", None),
        ("Ольга", None),
    ] {
        let creator = given.creator().await;
        project.execute(named, &[&creator.id, &username]).await;
        let made = post(&api, "create", &creator, json!({ "title": "x" })).await;
        assert_eq!(made.status, 200, "{username}: {}", made.body);
        let got = made.body["slug"].as_str().unwrap();
        let own = format!("-{}", &creator.id.to_string()[..8]);
        assert_eq!(got.ends_with(&own), slug.is_none(), "{username}: {got}");
        assert!(slug.is_none_or(|slug| slug == got), "{username}: {got}");
    }
}

#[tokio::test]
async fn the_name_before_leads_on_for_half_a_year_and_is_nobody_elses_until_then() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);
    let handle = given_channel(&api, &creator, "eski-ad").await;
    let renamed = post(&api, "create", &creator, json!({ "title": "x", "slug": "yeni-ad" })).await;
    assert_eq!((renamed.body["slug"].as_str(), renamed.body["roomName"].as_str()), (Some("yeni-ad"), Some(&*handle)));

    assert_eq!(page(&api, "eski-ad").await.body["movedTo"], "yeni-ad");
    assert!(page(&api, "yeni-ad").await.body.get("movedTo").is_none());
    post(&api, "create", &other, json!({ "title": "x", "slug": "eskiad" })).await.assert_refused(409, "SLUG_TAKEN");
    // once in thirty days; not even back
    let again = post(&api, "create", &creator, json!({ "title": "x", "slug": "eski-ad" })).await;
    again.assert_refused(429, "RATE_LIMITED");
    assert_eq!(again.header("retry-after"), Some("2592000"));
    project.execute("update public.live_channels set renamed_at = renamed_at - interval '30 days'", &[]).await;
    let back = post(&api, "create", &creator, json!({ "title": "x", "slug": "eski-ad" })).await;
    assert_eq!(back.body["slug"], "eski-ad", "{}", back.body);

    project
        .execute("update public.live_channel_slugs set expires_at = now() - interval '1 day' where not reserved", &[])
        .await;
    page(&api, "yeni-ad").await.assert_refused(404, "CHANNEL_NOT_FOUND");
    assert_eq!(post(&api, "create", &other, json!({ "title": "x", "slug": "yeni-ad" })).await.status, 200);
}

#[tokio::test]
async fn an_account_that_goes_takes_its_page_along_and_leaves_its_name_free_for_nobody() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, other, follower) = (given.creator().await, given.creator().await, given.user().await);
    given_channel(&api, &creator, "ayse").await;
    given_channel(&api, &other, "veli").await;
    for slug in ["ayse", "veli"] {
        assert_eq!(post(&api, "follow", &follower, json!({ "slug": slug })).await.status, 200);
    }
    project.execute("delete from auth.users where id = $1", &[&creator.id]).await;
    page(&api, "ayse").await.assert_refused(404, "CHANNEL_NOT_FOUND");
    post(&api, "create", &other, json!({ "title": "x", "slug": "ayse" })).await.assert_refused(409, "SLUG_TAKEN");
    project.execute("delete from auth.users where id = $1", &[&follower.id]).await;
    assert_eq!(page(&api, "veli").await.body["followers"], 0);
}

#[tokio::test]
async fn two_who_take_a_name_at_once_get_one_channel() {
    let (project, api) = start().await;
    let given = project.given();
    let (one, other) = (given.creator().await, given.creator().await);
    let body = || json!({ "title": "x", "slug": "tek" });
    let (first, second) = tokio::join!(post(&api, "create", &one, body()), post(&api, "create", &other, body()));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(project.count("public.live_channels").await, 1);
}
