//! What staff does to people in a session.

use ipelya_test::{Mode, User};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::Panel;

impl Panel {
    async fn place_of(&self, user: &User) -> Value {
        let sql = "select jsonb_build_array(role, is_muted) from public.live_participants
                   where session_id = $1 and user_id = $2";
        self.live.project.value(sql, &[&self.live.session.id, &user.id]).await
    }

    /// The paths by which pages of the panel name the viewer, each with what the body says besides.
    async fn ways_to(&self, action: &str) -> Vec<(String, Value)> {
        let (place, user, session) = (self.place(&self.live.viewer).await, self.live.viewer.id, self.live.session.id);
        vec![
            (format!("participants/{place}/{action}"), json!({})),
            (format!("participants/{user}/{action}"), json!({ "session_id": session })),
            (format!("participants/{user}/{action}"), json!({})),
            (format!("users/{user}/{action}"), json!({ "session_id": session })),
        ]
    }

    async fn admit_viewer(&self) {
        let admit = "update public.live_participants set is_active = true, admitted_at = now(), role = 'viewer',
                     is_muted = false where user_id = $1";
        self.live.project.execute(admit, &[&self.live.viewer.id]).await;
        self.live.project.execute("delete from public.live_admin_logs", &[]).await;
    }

    /// What the log says of something done to the viewer.
    fn about_viewer(&self, more: &Value) -> Value {
        let mut metadata = json!({ "session_id": self.live.session.id, "target_user_id": self.live.viewer.id });
        metadata.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        metadata
    }
}

fn with_reason(mut body: Value) -> Value {
    body["reason"] = json!("Spam");
    body
}

#[tokio::test]
async fn somebody_is_kicked_however_the_panel_names_them() {
    let panel = Panel::open().await;
    for (path, body) in panel.ways_to("kick").await {
        panel.admit_viewer().await;
        panel.live.project.livekit().reset();
        let reply = panel.post(&path, with_reason(body)).await;
        assert_eq!(reply["message"], "Kullanıcı yayından çıkarıldı.", "{path}");
        assert_eq!(panel.live.place_of(&panel.live.viewer).await[0], false, "{path}");
        let metadata = panel.about_viewer(&json!({ "reason": "Spam", "before": { "role": "viewer" } }));
        panel.assert_noted("kick_participant", ("user", panel.live.viewer.id), metadata).await;
        assert_eq!(panel.live.project.livekit().requests(), 1);
    }
}

#[tokio::test]
async fn somebody_is_banned_however_the_panel_names_them_as_far_and_as_long_as_it_says() {
    let panel = Panel::open().await;
    for (path, body) in panel.ways_to("ban").await {
        panel.admit_viewer().await;
        let reply = panel.post(&path, with_reason(body)).await;
        let ban = &reply["ban"];
        assert_eq!(
            (&ban["banType"], &ban["userId"], &ban["expiresAt"]),
            (&json!("session"), &json!(panel.live.viewer.id), &Value::Null),
            "{path}"
        );
        let after = json!({ "ban_type": "session", "expires_at": null });
        let metadata = panel.about_viewer(&json!({
            "reason": "Spam", "ban_id": ban["id"], "before": { "role": "viewer" }, "after": after,
        }));
        panel.assert_noted("ban_participant", ("user", panel.live.viewer.id), metadata).await;
    }
    let path = format!("participants/{}/ban", panel.place(&panel.live.viewer).await);
    let creator = panel.post(&path, json!({ "ban_type": "creator", "duration_hours": 24 })).await;
    assert_eq!(creator["ban"]["creatorId"], json!(panel.live.host.id));
    assert!(creator["ban"]["expiresAt"].is_string(), "{creator}");
    let global = panel.post(&path, json!({ "banType": "global", "duration": 90 })).await;
    assert_eq!(global["ban"]["banType"], "global");
    let standing = "public.live_session_bans where is_active";
    assert_eq!(panel.live.project.count(standing).await, 3);
}

#[tokio::test]
async fn somebody_is_silenced_and_may_speak_again_however_the_panel_names_them() {
    let panel = Panel::open().await;
    for (action, word, counted) in
        [("mute", "mute_participant", "mutedTracks"), ("unmute", "unmute_participant", "unmutedTracks")]
    {
        for (path, body) in panel.ways_to(action).await.into_iter().take(3) {
            panel.admit_viewer().await;
            let muted = "update public.live_participants set is_muted = $2 where user_id = $1";
            panel.live.project.execute(muted, &[&panel.live.viewer.id, &(action == "unmute")]).await;
            let reply = panel.post(&path, with_reason(body)).await;
            assert_eq!((&reply[counted], &reply["pending"]), (&json!(0), &json!(false)), "{path}");
            assert_eq!(panel.place_of(&panel.live.viewer).await[1], action == "mute");
            let metadata = panel.about_viewer(&json!({
                "reason": "Spam", "before": { "is_muted": action == "unmute" }, "after": { "is_muted": action == "mute" },
            }));
            panel.assert_noted(word, ("user", panel.live.viewer.id), metadata).await;
        }
    }
}

#[tokio::test]
async fn people_climb_the_ladder_one_rung_at_a_time_or_as_far_as_the_panel_says() {
    let panel = Panel::open().await;
    let place = panel.place(&panel.live.viewer).await;
    for (action, target, old, new) in [
        ("promote", None, "viewer", "speaker"),
        ("promote", None, "speaker", "co_host"),
        ("demote", None, "co_host", "speaker"),
        ("demote", Some("viewer"), "speaker", "viewer"),
        ("promote", Some("co_host"), "viewer", "co_host"),
        ("demote", Some("speaker"), "co_host", "speaker"),
        ("demote", None, "speaker", "viewer"),
    ] {
        panel.live.project.execute("delete from public.live_admin_logs", &[]).await;
        let reply = panel.post(&format!("participants/{place}/{action}"), json!({ "targetRole": target })).await;
        assert_eq!((&reply["oldRole"], &reply["newRole"]), (&json!(old), &json!(new)), "{action} {target:?}");
        let metadata =
            panel.about_viewer(&json!({ "step": action, "before": { "role": old }, "after": { "role": new } }));
        panel.assert_noted(action, ("user", panel.live.viewer.id), metadata).await;
    }
}

#[tokio::test]
async fn nobody_climbs_past_the_ladder_nor_becomes_a_host() {
    let panel = Panel::open().await;
    let step = async |user: &User, action: &str, target: Value| {
        let path = format!("participants/{}/{action}", panel.place(user).await);
        panel.try_post(&path, json!({ "targetRole": target })).await
    };
    let (viewer, moderator) = (panel.live.viewer.clone(), panel.live.person("moderator").await);
    let co_host = panel.live.person("co_host").await;
    for (user, action, target) in [
        (&viewer, "demote", Value::Null),
        (&viewer, "demote", json!("viewer")),
        (&viewer, "promote", json!("viewer")),
        (&viewer, "demote", json!("co_host")),
        (&co_host, "promote", Value::Null),
        (&co_host, "promote", json!("co_host")),
        (&co_host, "promote", json!("speaker")),
    ] {
        step(user, action, target).await.assert_refused(400, "ROLE_OUT_OF_REACH");
    }
    step(&viewer, "promote", json!("host")).await.assert_refused(400, "INVALID_FIELD");
    step(&panel.live.host, "demote", Value::Null).await.assert_refused(403, "TARGET_PROTECTED");
    assert_eq!(panel.noted().await, Vec::<Value>::new());
    assert_eq!(step(&moderator, "demote", Value::Null).await.body["newRole"], "viewer");
}

#[tokio::test]
async fn the_host_is_protected_and_nobody_else_is_missing() {
    let panel = Panel::open().await;
    let host = panel.place(&panel.live.host).await;
    for action in ["kick", "ban", "mute", "unmute"] {
        panel
            .try_post(&format!("participants/{host}/{action}"), json!({}))
            .await
            .assert_refused(403, "TARGET_PROTECTED");
        let nobody = Uuid::from_u128(1);
        let missing = panel.try_post(&format!("participants/{nobody}/{action}"), json!({})).await;
        missing.assert_refused(404, "PARTICIPANT_NOT_FOUND");
        let elsewhere = json!({ "session_id": nobody });
        let missing = panel.try_post(&format!("participants/{}/{action}", panel.live.viewer.id), elsewhere).await;
        missing.assert_refused(404, "SESSION_NOT_FOUND");
    }
    assert_eq!(panel.noted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn an_admin_acts_as_staff_in_their_own_session_too() {
    let mut panel = Panel::open().await;
    let staff = "insert into public.admin_profiles (id, full_name) values ($1, 'Ayşe')";
    panel.live.project.execute(staff, &[&panel.live.host.id]).await;
    panel.admin = panel.live.host.clone();
    panel.post(&format!("participants/{}/kick", panel.place(&panel.live.viewer).await), json!({})).await;
    let metadata = panel.about_viewer(&json!({ "before": { "role": "viewer" } }));
    panel.assert_noted("kick_participant", ("user", panel.live.viewer.id), metadata).await;
}

#[tokio::test]
async fn without_livekit_roles_are_taken_back_and_bans_stay() {
    let panel = Panel::open().await;
    let place = panel.place(&panel.live.viewer).await;
    panel.live.project.livekit().set_mode(Mode::Refuse);
    for action in ["promote", "kick"] {
        let reply = panel.try_post(&format!("participants/{place}/{action}"), json!({})).await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(panel.place_of(&panel.live.viewer).await, json!(["viewer", false]));
    }
    for action in ["mute", "unmute", "ban"] {
        let reply = panel.post(&format!("participants/{place}/{action}"), json!({})).await;
        assert_eq!(reply["pending"], true, "{action}");
    }
    assert_eq!(panel.live.project.count("public.live_session_bans where is_active").await, 1);
}

#[tokio::test]
async fn every_action_costs_one_round_trip_and_one_to_livekit() {
    let panel = Panel::open().await;
    let place = panel.place(&panel.live.viewer).await;
    for (action, function) in [
        ("promote", "live_ops_step"),
        ("demote", "live_ops_step"),
        ("mute", "live_ops_mute"),
        ("unmute", "live_ops_mute"),
        ("kick", "live_ops_kick"),
        ("ban", "live_ops_ban"),
    ] {
        panel.admit_viewer().await;
        if action == "demote" {
            panel
                .live
                .project
                .execute("update public.live_participants set role = 'speaker' where id = $1", &[&place])
                .await;
        }
        panel.live.project.rest().reset();
        panel.live.project.livekit().reset();
        panel.post(&format!("participants/{place}/{action}"), json!({})).await;
        let rpc = vec![format!("/rest/v1/rpc/{function}")];
        assert_eq!((panel.live.project.rest().paths(), panel.live.project.livekit().requests()), (rpc, 1), "{action}");
    }
}
