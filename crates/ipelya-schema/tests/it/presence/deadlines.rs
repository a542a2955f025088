//! Everything else that ends because nobody did anything, not a second early.

use crate::presence::report::{Connection, moment};
use crate::presence::stage::{Stage, pick, told};
use ipelya_test::User;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_gone_for_ten_seconds_is_in_the_audience_again() {
    let stage = Stage::live().await;
    let (guest, back) = (stage.person("co_host").await, stage.person("co_host").await);
    for person in [&guest, &back] {
        let connection = Connection::of(person, &format!("PA_{}", person.id));
        stage.hear(connection.joined(10)).await;
        stage.hear(connection.left(40)).await;
        assert_eq!(pick(&stage.place_of(person).await, ["role", "guest_left"]), json!(["co_host", 40]));
    }
    stage.tick(49).await;
    assert_eq!(stage.place_of(&guest).await["role"], "co_host");
    stage.hear(Connection::of(&back, "PA_back").joined(49)).await;

    assert_eq!(stage.tick(50).await["live_expire_guests"], 1);
    assert_eq!(pick(&stage.place_of(&guest).await, ["role", "active", "guest_left"]), json!(["viewer", false, null]));
    assert_eq!(pick(&stage.place_of(&back).await, ["role", "active", "guest_left"]), json!(["co_host", true, null]));
    let expected = json!({
        "sessionId": stage.session.id, "userId": guest.id, "guestUserId": guest.id, "reason": "disconnected",
    });
    let told_guest = told(&stage.project, &format!("user:{}", guest.id)).await;
    assert_eq!(told_guest, [("your_guest_ended".to_owned(), expected)]);
    assert_eq!(told(&stage.project, &format!("user:{}", back.id)).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_speaker_gone_from_an_audio_room_is_a_listener_and_a_moderator_stays_one() {
    let stage = Stage::live().await;
    stage
        .admin(&format!(
            "update public.live_sessions set session_type = 'audio_room' where id = '{}'",
            stage.session.id
        ))
        .await;
    for (role, afterwards) in [("speaker", "listener"), ("moderator", "moderator"), ("listener", "listener")] {
        let person = stage.person(role).await;
        let connection = Connection::of(&person, &format!("PA_{role}"));
        stage.hear(connection.joined(10)).await;
        stage.hear(connection.left(40)).await;
        stage.tick(50).await;
        assert_eq!(stage.place_of(&person).await["role"], afterwards);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invitations_and_requests_nobody_answers_expire() {
    let stage = Stage::live().await;
    let (invited, asking) = (stage.person("invited_guest").await, stage.person("viewer").await);
    stage
        .admin(&format!(
            "update public.live_participants
             set invitation_response = 'pending', invitation_expires_at = {at} where user_id = '{}';
             insert into public.live_guest_requests (session_id, requester_id, requester_profile_id, expires_at)
             values ('{}', '{}', '{}', {at})",
            invited.id,
            stage.session.id,
            asking.id,
            asking.profile_id,
            at = moment(60),
        ))
        .await;
    let answers = || async {
        let invitation =
            "select invitation_response from public.live_participants where invitation_response is not null";
        let request = "select status from public.live_guest_requests";
        (stage.ask::<String>(invitation).await, stage.ask::<String>(request).await)
    };

    stage.tick(59).await;
    assert_eq!(answers().await, ("pending".into(), "pending".into()));
    assert_eq!(stage.tick(60).await, json!({ "live_expire_invitations": 1, "live_expire_requests": 1 }));
    assert_eq!(answers().await, ("expired".into(), "expired".into()));
    assert_eq!(stage.place_of(&invited).await["role"], "viewer");
    let request = stage.ask::<uuid::Uuid>("select id from public.live_guest_requests").await;
    let response = json!({
        "requestId": request, "sessionId": stage.session.id, "approved": false, "expired": true,
    });
    let told_asking = told(&stage.project, &format!("user:{}", asking.id)).await;
    assert_eq!(told_asking, [("join_request_response".to_owned(), response)]);
    assert_eq!(stage.tick(61).await, json!({}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_a_session_closes_what_was_asked_in_it() {
    let stage = Stage::live().await;
    let (invited, asking) = (stage.person("invited_guest").await, stage.person("viewer").await);
    stage
        .admin(&format!(
            "update public.live_participants
             set invitation_response = 'pending', invitation_expires_at = {at} where user_id = '{}';
             insert into public.live_guest_requests (session_id, requester_id, requester_profile_id, expires_at)
             values ('{}', '{}', '{}', {at})",
            invited.id,
            stage.session.id,
            asking.id,
            asking.profile_id,
            at = moment(60),
        ))
        .await;
    let end = format!("select public.live_end_session('{}', 'host_ended', {})", stage.session.id, moment(30));
    stage.ask::<bool>(&end).await;
    assert_eq!(stage.place_of(&invited).await["role"], "viewer");
    assert_eq!(stage.ask::<String>("select status from public.live_guest_requests").await, "expired");
    assert_eq!(stage.tick(60).await, json!({}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_over_at_its_longest_duration_host_or_no_host() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage
        .admin(&format!(
            "update public.live_sessions set max_ends_at = {} where id = '{}'",
            moment(500),
            stage.session.id
        ))
        .await;
    let (host, guest) = (Connection::of(&stage.host, "PA_H"), Connection::of(&viewer, "PA_V"));
    stage.hear(host.joined(1)).await;
    stage.hear(guest.joined(100)).await;
    stage.tick(499).await;
    assert_eq!(stage.session_row().await["status"], "live");

    // the tick is late; the session was over on time, and nobody watched it afterwards
    stage.hear(guest.left(502)).await;
    assert_eq!(stage.tick(510).await["live_expire_sessions"], 1);
    assert_eq!(
        pick(&stage.session_row().await, ["status", "reason", "ended", "duration", "viewers", "peak"]),
        json!(["ended", "max_duration_reached", 500, 500, 1, 1])
    );
    stage.hear(host.left(511)).await;
    assert_eq!(stage.place_of(&viewer).await["watched"], 400);
    assert_eq!(stage.place_of(&stage.host).await["watched"], 499);
}

async fn admit(stage: &Stage, user: &User, at: i64) {
    stage
        .admin(&format!(
            "update public.live_participants set is_active = true, admitted_at = {} where user_id = '{}'",
            moment(at),
            user.id
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_let_in_has_a_minute_to_connect() {
    let stage = Stage::live().await;
    let (slow, never, quick) =
        (stage.person("viewer").await, stage.person("viewer").await, stage.person("viewer").await);
    for person in [&slow, &never, &quick] {
        admit(&stage, person, 10).await;
    }
    // came and went at once
    let connection = Connection::of(&quick, "PA_Q");
    stage.hear(connection.joined(12)).await;
    stage.hear(connection.left(14)).await;
    assert_eq!(stage.place_of(&quick).await["active"], false, "whoever has gone is not inside");
    stage.tick(69).await;
    for person in [&slow, &never] {
        assert_eq!(stage.place_of(person).await["active"], true);
    }
    stage.hear(Connection::of(&slow, "PA_S").joined(69)).await;
    assert_eq!(stage.tick(70).await["live_expire_admissions"], 1);
    assert_eq!(stage.place_of(&never).await["active"], false);
    assert_eq!(stage.place_of(&quick).await["active"], false);
    assert_eq!(stage.place_of(&slow).await["active"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_let_in_again_is_inside_whatever_is_still_heard_of_their_last_connection() {
    let stage = Stage::live().await;
    let (back, gone) = (stage.person("viewer").await, stage.person("viewer").await);
    for (person, left) in [(&back, 19), (&gone, 20)] {
        let first = Connection::of(person, &format!("PA_{left}"));
        stage.hear(first.joined(5)).await;
        admit(&stage, person, 20).await;
        // a phone that was connected all the time may ask again and then leave
        stage.hear_at(21, first.left(left)).await;
        assert_eq!(stage.place_of(person).await["active"], left < 20, "{left}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_a_session_ends_nobody_is_inside_any_more_and_what_was_watched_is_final() {
    let stage = Stage::live().await;
    let (watching, waiting, gone) =
        (stage.person("viewer").await, stage.person("viewer").await, stage.person("viewer").await);
    stage.hear(Connection::of(&stage.host, "PA_H").joined(1)).await;
    stage.hear(Connection::of(&watching, "PA_W").joined(10)).await;
    stage.hear(Connection::of(&gone, "PA_G").joined(10)).await;
    stage.hear(Connection::of(&gone, "PA_G").left(25)).await;
    admit(&stage, &waiting, 95).await;

    let end = format!("select public.live_end_session('{}', 'host_ended', {})", stage.session.id, moment(100));
    stage.ask::<bool>(&end).await;

    let place = async |user: &User| pick(&stage.place_of(user).await, ["active", "watched"]);
    let expected = [(&stage.host, 99), (&watching, 90), (&gone, 15), (&waiting, 0)];
    for (user, watched) in expected {
        assert_eq!(place(user).await, json!([false, watched]));
    }
    // and what is heard afterwards changes neither
    stage.hear_at(131, Connection::of(&stage.host, "PA_H").left(130)).await;
    stage.hear_at(131, Connection::of(&watching, "PA_W").left(130)).await;
    stage.hear_at(131, Connection::of(&waiting, "PA_late").joined(101)).await;
    for (user, watched) in expected {
        assert_eq!(place(user).await, json!([false, watched]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_the_panel_ends_sees_everybody_out_too() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.hear(Connection::of(&viewer, "PA_V").joined(10)).await;
    let end = format!(
        "update public.live_sessions set status = 'ended', ended_at = {} where id = '{}'",
        moment(100),
        stage.session.id
    );
    stage.admin(&end).await;
    assert_eq!(pick(&stage.place_of(&viewer).await, ["active", "watched"]), json!([false, 90]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_time_a_client_reads_is_infinite() {
    let stage = Stage::live().await;
    let (stranger, leaver) = (stage.project.given().user().await, stage.person("viewer").await);
    stage.hear(Connection::of(&stranger, "PA_S").joined(10)).await;
    let leave =
        format!("select public.live_leave_session('{}', null, '{}', {})", leaver.id, stage.session.id, moment(20));
    stage.db.batch_execute(&leave).await.unwrap();
    for person in [&stranger, &leaver] {
        let admitted = format!("select admitted_at from public.live_participants where user_id = '{}'", person.id);
        assert_eq!(stage.ask::<Option<time::OffsetDateTime>>(&admitted).await, None);
    }
    let infinite = "update public.live_participants set admitted_at = '-infinity'";
    let error = stage.db.execute(infinite, &[]).await.unwrap_err();
    assert_eq!(error.as_db_error().unwrap().constraint(), Some("live_participants_admitted_at_check"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_only_livekit_let_in_is_inside_only_while_connected() {
    let stage = Stage::live().await;
    let stranger = stage.project.given().user().await;
    let connection = Connection::of(&stranger, "PA_S");
    stage.hear(connection.joined(10)).await;
    assert_eq!(pick(&stage.place_of(&stranger).await, ["role", "active"]), json!(["viewer", true]));
    stage.hear(connection.left(12)).await;
    assert_eq!(pick(&stage.place_of(&stranger).await, ["active", "watched"]), json!([false, 2]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_of_the_tick_that_fails_is_named_and_keeps_no_other_from_running() {
    let stage = Stage::live().await;
    let asking = stage.person("viewer").await;
    stage
        .admin(&format!(
            "create function live_test.boom() returns trigger language plpgsql
             as $$ begin raise exception 'boom' using errcode = 'P0404'; end $$;
             insert into public.live_guest_requests (session_id, requester_id, requester_profile_id, expires_at)
             values ('{id}', '{}', '{}', {});
             create trigger boom before update on public.live_guest_requests
               for each row execute function live_test.boom();
             update public.live_sessions set max_ends_at = {} where id = '{id}'",
            asking.id,
            asking.profile_id,
            moment(60),
            moment(90),
            id = stage.session.id,
        ))
        .await;
    admit(&stage, &asking, 10).await;
    assert_eq!(stage.tick(70).await, json!({ "live_expire_requests": "P0404", "live_expire_admissions": 1 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_one_tick_runs_at_a_time() {
    let stage = Stage::live().await;
    stage.project.db().batch_execute(&format!("begin; select public.live_tick({})", moment(1))).await.unwrap();
    assert_eq!(stage.tick(1).await, json!({ "skipped": true }));
    stage.project.db().batch_execute("commit").await.unwrap();
    assert_eq!(stage.tick(2).await, json!({}));
}
