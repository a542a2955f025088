//! LiveKit away, slow or talking nonsense; and more rooms than may be asked about.

use std::time::Duration;

use ipelya_test::{LiveSession, Mode};
use serde_json::json;

use crate::support::{
    ask_for_sweep, everything, hears_of, let_in_long_ago, on_air, quiet_for, reports, sweep, without_room,
};

/// A session that any sweep that got through would change in every way: a quiet session without a room, one with people
/// in it that are gone, a leftover room, a banned person believed to be inside.
async fn in_disorder() -> LiveSession {
    let live = without_room().await;
    let given = live.project.given();
    let banned = let_in_long_ago(&live, "viewer").await;
    hears_of(&live, &live.host, "PA_host", 600).await;
    hears_of(&live, &banned, "PA_banned", 600).await;
    given.ban(&banned).everywhere().insert().await;
    given.live_session(&given.creator().await).insert().await;
    let ended = given.live_session(&given.creator().await).status("ended").insert().await;
    live.project
        .execute("update public.live_sessions set ended_at = now() - interval '1 min' where id = $1", &[&ended.id])
        .await;
    quiet_for(&live, 600).await;
    live.project.open_room(&ended.room_name).await;
    live
}

#[tokio::test]
async fn a_livekit_that_is_away_slow_or_failing_changes_nothing() {
    for mode in [Mode::Refuse, Mode::Hang, Mode::Status(500), Mode::Status(503), Mode::Status(429)] {
        let mut live = in_disorder().await;
        live.api = live.api.with_setting("IPELYA_SWEEP_MAX_SECONDS", "4");
        let before = everything(&live).await;
        live.project.livekit().set_mode(mode);

        let within = tokio::time::timeout(Duration::from_secs(20), ask_for_sweep(&live.api));
        let reply = within.await.expect("a sweep ends in its time");

        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(everything(&live).await, before, "{mode:?}");
        let reports = reports(&live).await;
        assert_eq!((reports.len(), reports[0].0.as_str()), (1, "error"), "{mode:?}");
        assert!(reports[0].1["failed"].as_u64() >= Some(1), "{mode:?}: {}", reports[0].1);

        // the same live, once LiveKit is back, is put in order
        live.project.livekit().set_mode(Mode::Pass);
        let report = sweep(&live).await;
        assert_eq!(
            (&report["ended"], &report["left"], &report["deleted"]),
            (&json!(1), &json!(2), &json!(1)),
            "{mode:?}"
        );
    }
}

#[tokio::test]
async fn a_room_whose_people_livekit_does_not_tell_is_left_alone() {
    let live = on_air().await;
    hears_of(&live, &live.host, "PA_host", 600).await;
    quiet_for(&live, 600).await;
    let before = everything(&live).await;
    live.project.livekit().set_mode_of("ListParticipants", Mode::Status(500));

    let report = sweep(&live).await;

    assert_eq!((&report["answered"], &report["failed"]), (&json!(0), &json!(1)), "{report}");
    assert_eq!(everything(&live).await, before);
}

#[tokio::test]
async fn an_order_livekit_does_not_carry_out_is_given_again() {
    let live = on_air().await;
    let banned = let_in_long_ago(&live, "viewer").await;
    let client = live.project.room_client(&live.session.room_name, banned.id).join().await;
    live.project.given().ban(&banned).everywhere().insert().await;
    for mode in [Mode::Status(500), Mode::Refuse] {
        live.project.livekit().set_mode_of("RemoveParticipant", mode);
        let report = sweep(&live).await;
        assert_eq!((&report["removed"], &report["failed"]), (&json!(0), &json!(1)), "{report}");
        assert_eq!(live.place_of(&banned).await, json!([true, client.sid]), "they are inside, and the rows say so");
    }
    live.project.livekit().set_mode(Mode::Pass);
    assert_eq!(sweep(&live).await["removed"], 1);
    client.until_put_out().await;
}

#[tokio::test]
async fn a_room_that_cannot_be_repaired_does_not_keep_the_others_from_it() {
    let live = in_disorder().await;
    let trouble = format!(
        "create function public.trouble() returns trigger language plpgsql as
         $$ begin raise exception using errcode = '40P01'; end; $$;
         create trigger trouble before update on public.live_stays for each row
           when (new.session_id = '{}') execute function public.trouble()",
        live.session.id
    );
    live.project.db().batch_execute(&trouble).await.unwrap();

    let report = sweep(&live).await;

    assert_eq!(
        (&report["failed"], &report["left"], &report["ended"], &report["deleted"]),
        (&json!(1), &json!(0), &json!(1), &json!(1)),
        "{report}"
    );
    live.project.db().batch_execute("drop trigger trouble on public.live_stays").await.unwrap();
    assert_eq!(sweep(&live).await["left"], 2);
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_and_livekit_is_not_asked() {
    let live = in_disorder().await;
    live.project.rest().set_mode(Mode::Refuse);

    ask_for_sweep(&live.api).await.assert_refused(503, "SERVICE_UNAVAILABLE");

    assert_eq!(live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn five_hundred_rooms_stay_within_the_budget_and_each_has_its_turn() {
    let mut live = without_room().await;
    live.api = live.api.with_setting("IPELYA_SWEEP_MAX_REQUESTS", "100");
    live.project
        .execute(
            "with host as (
           insert into auth.users (id, email)
           select gen_random_uuid(), 'host' || n || '@ipelya.test' from generate_series(1, 500) n
           returning id
         ), face as (
           insert into public.profiles (id, user_id, type, username)
           select gen_random_uuid(), id, 'real', 'u' || id from host
           returning id, user_id
         )
         insert into public.live_sessions (
           creator_id, creator_profile_id, title, session_type, livekit_room_name, status, started_at
         )
         select user_id, id, 'x', 'video_live', 'live_video_' || gen_random_uuid(), 'live', now() from face",
            &[],
        )
        .await;
    let names = live
        .project
        .value("select jsonb_agg(livekit_room_name) from public.live_sessions where title = 'x'", &[])
        .await;
    for name in names.as_array().unwrap().iter().filter_map(|name| name.as_str()).take(150) {
        live.project.open_room(name).await;
    }
    // those that are up and known are quiet and all the same; the others have no room, and nobody in them
    sweep(&live).await;
    sweep(&live).await;
    live.project.livekit().reset();

    let report = sweep(&live).await;

    let asked = u64::try_from(live.project.livekit().requests()).unwrap();
    assert_eq!((report["requests"].as_u64(), &report["rooms"]), (Some(asked), &json!(501)), "{report}");
    assert_eq!((&report["answered"], &report["listed"], asked), (&json!(501), &json!(69), 75), "{report}");
    assert_eq!(report["failed"], 0);
    for name in names.as_array().unwrap().iter().filter_map(|name| name.as_str()).take(150) {
        live.project.close_room(name).await;
    }
}
