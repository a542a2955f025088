//! Several people at the same moment.

use futures_util::future::join_all;
use ipelya_core::ban::BanKind;
use ipelya_core::moderation::{Action, AssignableRole};
use serde_json::json;

use super::support::Order;

const REPETITIONS: usize = 40;

#[tokio::test]
async fn who_is_promoted_while_they_are_banned_is_not_on_stage_afterwards() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    let moderator = order.live.person("moderator").await;
    for round in 0..REPETITIONS {
        let admit = "update public.live_participants set is_active = true, admitted_at = now() where user_id = $1";
        order.live.project.execute(admit, &[&viewer.id]).await;
        let (banned, seated, made) = tokio::join!(
            order.ban(viewer),
            order.act(&moderator, Action::Assign(AssignableRole::Speaker), viewer),
            order.assign(AssignableRole::CoHost, viewer),
        );
        assert_eq!(banned.status, 200, "{}", banned.body);
        for reply in [seated, made] {
            let code = reply.body["errorCode"].as_str().unwrap_or("none");
            let expected = ["GUEST_UNAVAILABLE", "TARGET_PROTECTED"];
            assert!(reply.status == 200 || expected.contains(&code), "{}", reply.body);
        }
        assert_eq!(order.place(viewer).await[0], "viewer", "round {round}");
        let standing = "select public.live_standing($1, null, $2, now())";
        let standing = order.live.project.value(standing, &[&order.live.session.id, &viewer.id]).await;
        assert_eq!((&standing["role"], &standing["must_leave"]), (&json!(null), &json!(true)));
        assert_eq!(order.act(host, Action::Unban(BanKind::Session), viewer).await.status, 200);
    }
}

#[tokio::test]
async fn of_many_promoted_at_once_as_many_rise_as_there_are_seats() {
    let order = Order::open().await;
    order.set("max_guests = 2").await;
    let mut people = vec![order.live.viewer.clone()];
    for _ in 0..5 {
        people.push(order.live.person("viewer").await);
    }
    for _ in 0..REPETITIONS {
        let back = "update public.live_participants set role = 'viewer', seated_at = null where role <> 'host'";
        order.live.project.execute(back, &[]).await;
        let roles = [AssignableRole::Speaker, AssignableRole::CoHost].into_iter().cycle();
        let replies = join_all(people.iter().zip(roles).map(|(person, role)| order.assign(role, person))).await;
        let risen = replies.iter().filter(|reply| reply.status == 200).count();
        for reply in replies.iter().filter(|reply| reply.status != 200) {
            reply.assert_refused(409, "STAGE_FULL");
        }
        let seats = order.live.project.count("public.live_participants where role in ('co_host', 'speaker')").await;
        assert_eq!((risen, seats), (2, 2));
    }
}

#[tokio::test]
async fn bans_of_one_person_at_the_same_moment_are_one_ban() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    let admin = order.live.project.given().admin().await;
    for _ in 0..REPETITIONS {
        order.live.project.execute("delete from public.live_session_bans", &[]).await;
        let by = [host, &admin, host, &admin];
        let replies = join_all(by.map(|by| order.act(by, Action::Ban(BanKind::Session), viewer))).await;
        assert!(replies.iter().all(|reply| reply.status == 200), "{replies:?}");
        assert_eq!(order.live.project.count("public.live_session_bans").await, 1);
        let by_staff = "select to_jsonb(banned_by = $1) from public.live_session_bans";
        assert_eq!(order.live.project.value(by_staff, &[&admin.id]).await, json!(true), "staff's word stands");
    }
}

#[tokio::test]
async fn what_two_people_do_to_somebody_at_once_is_done_one_after_the_other() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    let moderator = order.live.person("moderator").await;
    for _ in 0..REPETITIONS {
        let replies = join_all([
            order.act(host, Action::Mute, viewer),
            order.act(&moderator, Action::Unmute, viewer),
            order.act(host, Action::Assign(AssignableRole::Moderator), viewer),
            order.act(&moderator, Action::Kick, viewer),
        ])
        .await;
        for reply in &replies {
            let code = reply.body["errorCode"].as_str().unwrap_or("none");
            // a moderator by now, or put out by now
            let expected = ["TARGET_PROTECTED", "GUEST_UNAVAILABLE"];
            assert!(reply.status == 200 || expected.contains(&code), "{}", reply.body);
        }
        let reset = "update public.live_participants set role = 'viewer', is_active = true, admitted_at = now()
                     where user_id = $1";
        order.live.project.execute(reset, &[&viewer.id]).await;
    }
    let versions = "select to_jsonb(role_version) from public.live_participants where user_id = $1";
    let version = order.live.project.value(versions, &[&viewer.id]).await.as_u64().unwrap();
    assert!(version >= 40, "every change was counted: {version}");
}
