//! Who may do what to whom: every actor, action, target and kind of room, through the functions, as Rust's table and SQL's
//! both say.

use ipelya_core::Role;
use ipelya_core::ban::BanKind;
use ipelya_core::moderation::{Action, Actor, AssignableRole, judge};
use ipelya_test::User;
use serde_json::{Value, json};

use super::support::Order;

/// The roles of people inside besides the host, and the audience's word.
const ROLES: [Role; 5] = [Role::CoHost, Role::InvitedGuest, Role::Moderator, Role::Speaker, Role::Viewer];

/// Everybody there is, by what they act as.
async fn actors(order: &Order) -> Vec<(Actor, &'static str, User)> {
    let given = order.live.project.given();
    let super_admin = given.admin().await;
    let raise = "update public.admin_profiles set is_super_admin = true where id = $1";
    order.live.project.execute(raise, &[&super_admin.id]).await;
    let mut people = vec![
        (Actor::SuperAdmin, "super admin", super_admin),
        (Actor::Admin, "admin", given.admin().await),
        (Actor::Host, "host", order.live.host.clone()),
        (Actor::Nobody, "stranger", given.user().await),
    ];
    for role in ROLES {
        let actor = if role == Role::Moderator { Actor::Moderator } else { Actor::Nobody };
        people.push((actor, role.as_str(), order.live.person(role.as_str()).await));
    }
    people
}

/// Makes the target what they are at the beginning of each cell.
async fn reset(order: &Order, target: &User, role: &str, action: Action) {
    order.live.project.execute("delete from public.live_session_bans", &[]).await;
    let muted = action == Action::Unmute;
    let set = "update public.live_participants
               set role = $3, is_muted = $4, is_active = true, admitted_at = now(),
                 seated_at = case when $3 in ('co_host', 'speaker') then now() end,
                 invitation_response = case when $3 = 'invited_guest' then 'pending' end
               where session_id = $1 and user_id = $2";
    order.live.project.execute(set, &[&order.live.session.id, &target.id, &role, &muted]).await;
    if let Action::Unban(kind) = action {
        let ban = order.live.project.given().ban(target);
        let ban = match kind {
            BanKind::Session => ban.from_session(&order.live.session),
            BanKind::Creator => ban.from_creator(&order.live.host),
            BanKind::Global => ban.everywhere(),
        };
        ban.insert().await;
    }
}

/// What is true of the target once it was done.
async fn outcome(order: &Order, target: &User, action: Action) -> Value {
    match action {
        Action::Kick | Action::Assign(_) => order.place(target).await[0].clone(),
        Action::Mute | Action::Unmute => order.place(target).await[1].clone(),
        Action::Ban(_) | Action::Unban(_) => order.bans().await,
    }
}

fn expected(action: Action, target: &User, audience: &str) -> Value {
    match action {
        Action::Kick | Action::Assign(AssignableRole::Viewer | AssignableRole::Listener) => json!(audience),
        Action::Assign(role) => json!(role),
        Action::Mute => json!(true),
        Action::Unmute => json!(false),
        Action::Ban(kind) => json!([[kind, target.id]]),
        Action::Unban(_) => json!([]),
    }
}

#[tokio::test]
async fn in_a_video_session_everybody_may_do_what_the_table_says() {
    every_cell(&Order::open().await, "viewer").await;
}

#[tokio::test]
async fn in_an_audio_room_everybody_may_do_what_the_table_says() {
    every_cell(&Order::audio_room().await, "listener").await;
}

async fn every_cell(order: &Order, audience: &'static str) {
    order.set("max_guests = 10").await;
    let given = order.live.project.given();
    let target = order.live.viewer.clone();
    for (actor, name, by) in actors(order).await {
        for action in Action::all() {
            let mut targets = vec![(Role::Host, order.live.host.clone())];
            targets.extend(ROLES.map(|role| (role, target.clone())));
            for (role, target) in targets {
                let cell = format!("{name} {action:?} {role}");
                let is_host = role == Role::Host;
                if !is_host {
                    let word = if role == Role::Viewer { audience } else { role.as_str() };
                    reset(order, &target, word, action).await;
                } else if action == Action::Unban(BanKind::Global) {
                    given.ban(&target).everywhere().insert().await;
                }
                let before = if is_host { Value::Null } else { outcome(order, &target, action).await };

                let reply = order.act(&by, action, &target).await;

                match judge(actor, action, role) {
                    Err(refusal) => reply.assert_refused(refusal.row().status, refusal.row().code),
                    Ok(()) => assert_eq!(reply.status, 200, "{cell}: {}", reply.body),
                }
                if is_host {
                    order.live.project.execute("delete from public.live_session_bans", &[]).await;
                } else {
                    let is_done = judge(actor, action, role).is_ok();
                    let after = if is_done { expected(action, &target, audience) } else { before };
                    assert_eq!(outcome(order, &target, action).await, after, "{cell}");
                }
            }
        }
    }
    let staff = order.live.project.count("public.live_admin_logs where admin_id is not null").await;
    let others = order.live.project.count("public.live_moderation_actions where actor_role = 'admin'").await;
    assert!(staff > 100 && others == 0, "whatever staff did is in its log: {staff}");
}

#[tokio::test]
async fn sql_says_the_same_of_every_cell() {
    let order = Order::open().await;
    for actor in Actor::ALL {
        for action in Action::all() {
            for role in ROLES.into_iter().chain([Role::Host, Role::Listener]) {
                let sql = "select coalesce(to_jsonb(public.live_may($1, $2, $3)), 'null')";
                let said = order.live.project.value(sql, &[&actor.as_str(), &action.as_str(), &role.as_str()]).await;
                let refusal = judge(actor, action, role).err().map(|refusal| refusal.row().code);
                assert_eq!(said, json!(refusal), "{actor:?} {action:?} {role}");
            }
        }
    }
}
