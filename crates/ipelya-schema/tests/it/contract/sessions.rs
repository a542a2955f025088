//! The app's reads of `live_sessions`: the list, one's own session, coming back to it, whose it is.

use crate::contract::rest::Rest;
use crate::contract::stored::{admin, pick, stored, with};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

const LISTED: &str = "id,title,thumbnail_url,session_type,access_type,ppv_coin_price,total_viewers,status,started_at,\
                      creator_id,creator_profile_id";
const OWN: &str = "id,title,session_type,access_type,ppv_coin_price,total_viewers,thumbnail_url,status,started_at";
const RESUMED: &str = "id,livekit_room_name,title,session_type,access_type,status,creator_id,chat_enabled,\
                       gifts_enabled,guest_enabled,max_guests,total_viewers,started_at";
const FACE: &str = "id,user_id,display_name,avatar_url,is_verified";

/// A session as a query must return it, its creator embedded under `name`.
async fn card(project: &Project, session: &Session, columns: &str, creator: &User, name: &str) -> Value {
    let row = pick(&stored(project, "live_sessions", session.id).await, columns);
    with(row, name, pick(&stored(project, "profiles", creator.profile_id).await, FACE))
}

#[tokio::test]
async fn everybody_lists_the_sessions_on_air_whatever_they_cost_the_most_watched_first() {
    let project = Project::start().await;
    let given = project.given();
    let creators = [given.creator().await, given.creator().await, given.creator().await];
    let sessions = [
        given.live_session(&creators[0]).insert().await,
        given.live_session(&creators[1]).audio_room().subscribers_only().insert().await,
        given.live_session(&creators[2]).pay_per_view(50).insert().await,
    ];
    for status in ["scheduled", "ended", "cancelled"] {
        given.live_session(&creators[0]).status(status).insert().await;
    }
    for (session, viewers) in sessions.iter().zip([5, 900, 70]) {
        let sql = "update public.live_sessions set total_viewers = $2, thumbnail_url = 'https://cdn.example/t.jpg'
                   where id = $1";
        project.db().execute(sql, &[&session.id, &viewers]).await.unwrap();
    }
    let mut cards = Vec::new();
    for (session, creator) in [(&sessions[1], &creators[1]), (&sessions[2], &creators[2]), (&sessions[0], &creators[0])]
    {
        cards.push(card(&project, session, LISTED, creator, "profiles").await);
    }

    let query = format!(
        "live_sessions?select={LISTED},profiles!live_sessions_creator_profile_id_fkey({FACE})
         &status=eq.live&order=total_viewers.desc&limit=50"
    );
    let viewer = given.user().await;
    for client in [Rest::user(&project, &viewer), Rest::anon(&project)] {
        assert_eq!(client.rows(&query).await, cards);
        assert_eq!(client.rows(&format!("{query}&session_type=eq.audio_room")).await, cards[..1]);
        assert_eq!(client.rows(&format!("{query}&access_type=eq.pay_per_view")).await, cards[1..2]);
        let neither = format!("{query}&session_type=eq.audio_room&access_type=eq.public");
        assert_eq!(client.rows(&neither).await, [json!(null); 0]);
    }
}

#[tokio::test]
async fn a_creator_finds_their_one_session_on_air_and_there_is_never_a_second() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);
    given.live_session(&creator).status("ended").insert().await;
    let session = given.live_session(&creator).insert().await;
    given.live_session(&other).insert().await;
    let query = format!(
        "live_sessions?select={OWN},creator:profiles!live_sessions_creator_profile_id_fkey({FACE})
         &creator_id=eq.{}&status=eq.live",
        creator.id
    );

    let own = Rest::user(&project, &creator).rows(&query).await;

    assert_eq!(own, [card(&project, &session, OWN, &creator, "creator").await]);
    let second = "update public.live_sessions set status = 'live' where creator_id = $1";
    let error = project.db().execute(second, &[&creator.id]).await.unwrap_err();
    assert_eq!(error.as_db_error().unwrap().constraint(), Some("live_sessions_one_live_per_creator"));
    given.end(&session).await;
    assert_eq!(Rest::user(&project, &creator).rows(&query).await, [json!(null); 0]);
}

#[tokio::test]
async fn a_host_resumes_a_session_during_the_grace_but_not_once_it_is_over() {
    let project = Project::start().await;
    let given = project.given();
    let creator = given.creator().await;
    let left_at = OffsetDateTime::UNIX_EPOCH + Duration::days(20_000);
    let session = given.live_session(&creator).host_left_at(left_at).insert().await;
    let phone = Rest::user(&project, &creator);
    let query = format!("live_sessions?select={RESUMED}&id=eq.{}&status=eq.live", session.id);

    let resumed = phone.single(&query).await;

    assert_eq!(resumed, pick(&stored(&project, "live_sessions", session.id).await, RESUMED));
    assert_eq!((&resumed["status"], &resumed["max_guests"]), (&json!("live"), &json!(3)));
    given.end(&session).await;
    phone.try_single(&query).await.assert_refused(406, "PGRST116");
}

#[tokio::test]
async fn whose_session_it_is_can_be_asked_of_any_session() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).pay_per_view(50).insert().await;
    let query = format!("live_sessions?select=creator_id&id=eq.{}", session.id);

    let phone = Rest::user(&project, &viewer);

    assert_eq!(phone.rows(&query).await, [json!({ "creator_id": creator.id })]);
    assert_eq!(phone.single(&query).await, json!({ "creator_id": creator.id }));
}

#[tokio::test]
async fn no_client_writes_a_session_not_even_its_host() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    admin(&project, "update public.live_sessions set total_viewers = 3").await;
    let before = stored(&project, "live_sessions", session.id).await;
    let by_id = format!("live_sessions?id=eq.{}", session.id);
    let forged = json!({
        "creator_id": viewer.id, "creator_profile_id": viewer.profile_id, "title": "x", "session_type": "video_live",
        "livekit_room_name": "x",
    });

    for (client, status) in
        [(Rest::user(&project, &creator), 403), (Rest::user(&project, &viewer), 403), (Rest::anon(&project), 401)]
    {
        client.update(&by_id, &json!({ "total_viewers": 9_000 })).await.assert_refused(status, "42501");
        client.delete(&by_id).await.assert_refused(status, "42501");
        client.insert("live_sessions", &forged).await.assert_refused(status, "42501");
    }
    assert_eq!(stored(&project, "live_sessions", session.id).await, before);
}
