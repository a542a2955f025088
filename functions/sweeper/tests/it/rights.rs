//! People inside who must not be, or who may do what their role may not.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use ipelya_core::access::Seat;
use ipelya_core::{Role, RoomKind, UserId};
use ipelya_edge::{Clock, Context, Settings};
use ipelya_test::{RoomClient, User};
use serde_json::{Value, json};

use crate::show::{Show, sweep};

async fn seen_by_livekit(show: &Show, user: &User) -> Option<Value> {
    let people = show.project.people_in(&show.session.room_name).await;
    people.into_iter().find(|person| person["identity"] == user.id.to_string())
}

#[tokio::test]
async fn a_banned_person_who_walked_back_in_is_put_out_in_the_same_sweep_that_finds_them() {
    let show = Show::on_air().await;
    let (viewer, other) = (show.person("viewer").await, show.person("viewer").await);
    let client = show.project.room_client(&show.session.room_name, viewer.id).join().await;
    let _bystander = show.project.room_client(&show.session.room_name, other.id).join().await;
    show.project.given().ban(&viewer).from_session(&show.session).insert().await;

    let report = show.sweep().await;

    assert_eq!((&report["joined"], &report["removed"]), (&json!(2), &json!(1)), "{report}");
    client.until_put_out().await;
    assert!(seen_by_livekit(&show, &other).await.is_some());
}

#[tokio::test]
async fn every_ban_in_force_counts_auths_own_and_the_hosts_block_too_and_no_other() {
    let show = Show::on_air().await;
    let given = show.project.given();
    let (creator, elsewhere) = (given.creator().await, given.creator().await);
    let other_session = given.live_session(&elsewhere).insert().await;
    let mut clients = Vec::new();
    for number in 0..9 {
        let viewer = show.person("viewer").await;
        let client = show.project.room_client(&show.session.room_name, viewer.id).join().await;
        let ban = given.ban(&viewer);
        match number {
            0 => ban.everywhere().insert().await,
            1 => ban.from_creator(&show.host).insert().await,
            2 => ban.from_creator(&creator).insert().await,
            3 => ban.from_session(&other_session).insert().await,
            4 => ban.from_session(&show.session).lifted().insert().await,
            5 => given.auth_ban(&viewer, show.api.now() + time::Duration::DAY).await,
            6 => given.auth_ban(&viewer, show.api.now()).await,
            7 => given.delete_user(&viewer).await,
            _ => given.block(&show.host, &viewer).await,
        }
        clients.push(client);
    }

    assert_eq!(show.sweep().await["removed"], 5);

    let inside = show.project.people_in(&show.session.room_name).await;
    let stayed: Vec<&str> = inside.iter().filter_map(|person| person["sid"].as_str()).collect();
    let may_stay = [2, 3, 4, 6].map(|number: usize| clients[number].sid.as_str());
    assert_eq!(BTreeSet::from_iter(stayed), BTreeSet::from(may_stay));
}

#[tokio::test]
async fn somebody_whose_rights_are_not_those_of_their_role_gets_those_of_the_role_and_keeps_their_name() {
    let show = Show::on_air().await;
    let (demoted, promoted) = (show.person("viewer").await, show.person("co_host").await);
    let on_stage = json!({
        "canPublish": true, "canPublishSources": ["camera", "microphone"], "canSubscribe": true,
        "canPublishData": true, "canUpdateOwnMetadata": true,
    });
    let as_co_host = json!({ "role": "co_host", "isCreator": false, "username": "ada" });
    let room = &show.session.room_name;
    let _first = show.project.room_client(room, demoted.id).grants(on_stage).metadata(as_co_host).join().await;
    let _second = show.project.room_client(room, promoted.id).join().await;

    let report = show.sweep().await;

    assert_eq!(report["updated"], 2, "{report}");
    let seen = seen_by_livekit(&show, &demoted).await.unwrap();
    assert_eq!(seen["permission"]["can_publish"], json!(false), "{seen}");
    assert_eq!(seen["permission"]["can_update_metadata"], json!(false), "{seen}");
    let metadata: Value = serde_json::from_str(seen["metadata"].as_str().unwrap()).unwrap();
    assert_eq!(metadata, json!({ "role": "viewer", "isCreator": false, "username": "ada" }));
    let seen = seen_by_livekit(&show, &promoted).await.unwrap();
    assert_eq!(seen["permission"]["can_publish"], json!(true), "{seen}");
    assert_eq!(seen["permission"]["can_publish_sources"], json!(["CAMERA", "MICROPHONE"]), "{seen}");
    assert_eq!(show.sweep().await["updated"], 0, "and then they are right");
}

#[tokio::test]
async fn whoever_is_muted_stays_without_a_microphone_until_they_are_unmuted() {
    let show = Show::on_air().await;
    let co_host = show.person("co_host").await;
    let room = &show.session.room_name;
    let _guest = admitted(&show, room, RoomKind::VideoLive, &co_host, Role::CoHost).await;
    let sources = async |muted: bool| {
        let mute = "update public.live_participants set is_muted = $2 where user_id = $1";
        show.execute(mute, &[&co_host.id, &muted]).await;
        let report = show.sweep().await;
        let seen = seen_by_livekit(&show, &co_host).await.unwrap();
        (report["updated"].clone(), seen["permission"]["can_publish_sources"].clone())
    };
    assert_eq!(sources(true).await, (json!(1), json!(["CAMERA"])));
    assert_eq!(sources(true).await, (json!(0), json!(["CAMERA"])), "nothing gives it back");
    assert_eq!(sources(false).await, (json!(1), json!(["CAMERA", "MICROPHONE"])));
}

#[tokio::test]
async fn a_token_lowered_on_request_is_not_raised_again() {
    let show = Show::on_air().await;
    let co_host = show.person("co_host").await;
    let room = &show.session.room_name;
    let name = serde_json::from_value(json!(room)).unwrap();
    let seat = Seat::new(name, RoomKind::VideoLive, Role::CoHost).lowered(Some(Role::Viewer));
    let _guest = seated(&show, &co_host, &seat).await;
    assert_eq!(show.sweep().await["updated"], 0);
    let seen = seen_by_livekit(&show, &co_host).await.unwrap();
    assert_eq!(seen["permission"]["can_publish"], json!(false), "{seen}");

    let promote = "update public.live_participants set role = 'speaker' where user_id = $1";
    show.execute(promote, &[&co_host.id]).await;
    assert_eq!(show.sweep().await["updated"], 1, "a new role counts");
}

/// Somebody with a token as the functions mint it.
async fn admitted(show: &Show, room: &str, kind: RoomKind, user: &User, role: Role) -> RoomClient {
    seated(show, user, &Seat::new(serde_json::from_value(json!(room)).unwrap(), kind, role)).await
}

async fn seated(show: &Show, user: &User, seat: &Seat) -> RoomClient {
    let env = show.project.env();
    let cx = Context::new(&Settings::from_source(|name| env.get(name).cloned()).unwrap(), Clock::system()).unwrap();
    let reply = cx.tokens.mint(UserId(user.id), None, seat, cx.clock.now()).unwrap();
    show.project.room_client(seat.room_name.as_str(), user.id).token(&reply.token).join().await
}

#[tokio::test]
async fn nobody_with_a_token_of_ours_for_their_role_is_told_anything() {
    let show = Show::on_air().await;
    let given = show.project.given();
    let host = given.creator().await;
    let audio = given.live_session(&host).audio_room().insert().await;
    let mut people = vec![
        (show.session.room_name.clone(), RoomKind::VideoLive, show.host.clone(), Role::Host),
        (audio.room_name.clone(), RoomKind::AudioRoom, host, Role::Host),
    ];
    let stage = [Role::CoHost, Role::InvitedGuest, Role::Moderator, Role::Speaker];
    for (session, kind, audience) in
        [(&show.session, RoomKind::VideoLive, Role::Viewer), (&audio, RoomKind::AudioRoom, Role::Listener)]
    {
        for role in stage.into_iter().chain([audience]) {
            let user = given.user().await;
            given.participant(session, &user).role(role.as_str()).insert().await;
            people.push((session.room_name.clone(), kind, user, role));
        }
    }
    let (caller, callee) = (given.user().await, given.user().await);
    let call = given.call(&caller, &callee).audio().status("connected").insert().await;
    people.push((call.room_name.clone(), RoomKind::AudioCall, caller, Role::Caller));
    people.push((call.room_name.clone(), RoomKind::AudioCall, callee, Role::Callee));
    for room in [&audio.room_name, &call.room_name] {
        show.project.open_room(room).await;
    }
    let inside = people.iter().map(|(room, kind, user, role)| admitted(&show, room, *kind, user, *role));
    let inside = join_all(inside).await;

    let report = show.sweep().await;

    assert_eq!((&report["joined"], &report["updated"]), (&json!(inside.len()), &json!(0)), "{report}");
}

#[tokio::test]
async fn an_ops_preview_is_not_looked_at() {
    let show = Show::on_air().await;
    let identity = format!("admin_{}", show.host.id);
    let grants = json!({ "canPublish": false, "canPublishData": false, "canSubscribe": true, "hidden": true });
    let preview = show.project.room_client(&show.session.room_name, &identity).grants(grants).join().await;

    let report = show.sweep().await;

    assert_eq!((&report["joined"], &report["updated"]), (&json!(0), &json!(0)), "{report}");
    assert_eq!(show.value("select to_jsonb(count(*)) from public.live_stays", &[]).await, json!(0));
    preview.leave().await;
}

#[tokio::test]
async fn sweeps_at_the_same_moment_do_the_work_of_one() {
    let show = Show::on_air().await;
    let (viewer, banned, gone) =
        (show.person("viewer").await, show.person("viewer").await, show.person("viewer").await);
    let client = show.project.room_client(&show.session.room_name, viewer.id).join().await;
    let _banned = show.project.room_client(&show.session.room_name, banned.id).join().await;
    show.project.given().ban(&banned).everywhere().insert().await;
    show.hears_of(&gone, "PA_gone", 90).await;

    let replies = tokio::join!(sweep(&show.api), sweep(&show.api), sweep(&show.api), sweep(&show.api));

    let replies = [replies.0, replies.1, replies.2, replies.3];
    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body["failed"] == 0), "{replies:?}");
    let total = |name: &str| replies.iter().map(|reply| reply.body[name].as_u64().unwrap()).sum::<u64>();
    assert_eq!((total("joined"), total("left")), (2, 1));
    assert_eq!(show.place_of(&viewer).await, json!([true, client.sid]));
    assert!(seen_by_livekit(&show, &banned).await.is_none());
}
