//! A ban's life: spoken, expired or lifted, spoken again.

use crate::presence::stage::Stage;
use ipelya_test::User;

/// Bans of this person: whether active, whether lifted, why lifted.
async fn bans(stage: &Stage, user: &User) -> Vec<(bool, bool, Option<String>)> {
    let sql = "select is_active, lifted_at is not null, lift_reason from public.live_session_bans
               where banned_user_id = $1 order by created_at, is_active";
    let rows = stage.db.query(sql, &[&user.id]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

fn ban(stage: &Stage, user: &User, expires_at: &str) -> String {
    format!(
        "insert into public.live_session_bans (ban_type, session_id, banned_user_id, banned_by, expires_at)
         values ('session', '{}', '{}', '{}', {expires_at})",
        stage.session.id, user.id, stage.host.id
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lifting_a_ban_the_way_the_ops_panel_does_makes_it_inactive() {
    let stage = Stage::live().await;
    let (viewer, admin) = (stage.person("viewer").await, stage.project.given().admin().await);
    stage.db.batch_execute(&ban(&stage, &viewer, "null")).await.unwrap();
    assert_eq!(bans(&stage, &viewer).await, [(true, false, None)]);

    // as the signed-in admin, who may write these three columns and no other
    let claims = serde_json::json!({ "sub": admin.id, "role": "authenticated" });
    stage
        .admin(&format!(
            "begin; set local role authenticated; set local request.jwt.claims = '{claims}';
             update public.live_session_bans set lifted_at = now(), lifted_by = '{}', lift_reason = 'hata'
             where banned_user_id = '{}'; commit",
            admin.id, viewer.id
        ))
        .await;
    assert_eq!(bans(&stage, &viewer).await, [(false, true, Some("hata".into()))]);

    stage.db.batch_execute(&ban(&stage, &viewer, "null")).await.unwrap();
    assert_eq!(bans(&stage, &viewer).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_ban_makes_way_for_a_new_one_and_a_running_one_does_not() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    stage.db.batch_execute(&ban(&stage, &viewer, "now() - interval '1 second'")).await.unwrap();
    stage.db.batch_execute(&ban(&stage, &viewer, "now() + interval '1 hour'")).await.unwrap();
    assert_eq!(bans(&stage, &viewer).await, [(false, true, Some("expired".into())), (true, false, None)]);

    let twice = stage.db.batch_execute(&ban(&stage, &viewer, "null")).await.unwrap_err();
    let twice = twice.as_db_error().unwrap();
    assert_eq!((twice.code().code(), twice.constraint()), ("23505", Some("live_session_bans_active_key")));
}
