//! Rooms that are gone, and rooms that should be.

use serde_json::json;

use crate::support::{hears_of, let_in_long_ago, on_air, quiet_for, sweep, without_room};

const LONG_AGO: &str = "update public.live_sessions set ended_at = now() - interval '31 s' where id = $1";

#[tokio::test]
async fn a_session_whose_room_is_gone_loses_its_people_and_then_its_host_is_waited_for() {
    let live = without_room().await;
    let viewer = let_in_long_ago(&live, "viewer").await;
    hears_of(&live, &live.host, "PA_host", 90).await;
    hears_of(&live, &viewer, "PA_viewer", 90).await;

    let report = sweep(&live).await;

    assert_eq!((&report["left"], &report["ended"]), (&json!(2), &json!(0)), "{report}");
    assert_eq!(live.status().await, json!(["live", null, true]));
    assert_eq!(live.place_of(&viewer).await, json!([false, null]));
}

#[tokio::test]
async fn a_session_without_a_room_and_without_news_for_half_an_hour_is_given_up() {
    let live = without_room().await;
    hears_of(&live, &live.host, "PA_host", 90).await;
    sweep(&live).await;
    // the mark of the host's absence got lost, and with it what would end the session sooner
    live.project.execute("update public.live_sessions set host_left_at = null where status = 'live'", &[]).await;
    quiet_for(&live, 29).await;
    assert_eq!(sweep(&live).await["ended"], 0);
    assert_eq!(live.status().await, json!(["live", null, false]));

    quiet_for(&live, 30).await;
    assert_eq!(sweep(&live).await["ended"], 1);
    assert_eq!(live.status().await, json!(["ended", "orphaned_cleanup", false]));
    assert_eq!(sweep(&live).await["ended"], 0);
}

#[tokio::test]
async fn a_quiet_session_whose_room_is_there_goes_on() {
    let live = on_air().await;
    let as_host = json!({ "role": "host", "isCreator": true });
    let _host = live.project.room_client(&live.session.room_name, live.host.id).metadata(as_host).join().await;
    sweep(&live).await;
    quiet_for(&live, 600).await;

    assert_eq!(sweep(&live).await["ended"], 0);

    assert_eq!(live.status().await, json!(["live", null, false]));
}

#[tokio::test]
async fn a_session_nobody_came_to_host_is_over_after_five_minutes() {
    let live = on_air().await;
    quiet_for(&live, 4).await;
    assert_eq!(sweep(&live).await["ended"], 0);
    quiet_for(&live, 5).await;
    assert_eq!(sweep(&live).await["ended"], 1);
    assert_eq!(live.status().await, json!(["ended", "host_timeout", false]));
}

#[tokio::test]
async fn the_room_of_an_ended_session_is_closed_half_a_minute_later_with_everybody_in_it() {
    let live = on_air().await;
    let viewer = let_in_long_ago(&live, "viewer").await;
    let client = live.project.room_client(&live.session.room_name, viewer.id).join().await;
    sweep(&live).await;
    live.project.execute("select public.live_end_session($1, 'host_ended')", &[&live.session.id]).await;

    assert_eq!(sweep(&live).await["deleted"], 0, "phones are still showing the end");
    assert!(live.project.has_room(&live.session.room_name).await);

    live.project.execute(LONG_AGO, &[&live.session.id]).await;
    assert_eq!(sweep(&live).await["deleted"], 1);
    client.until_put_out().await;
    assert!(!live.project.has_room(&live.session.room_name).await);

    // LiveKit's word of that is lost as well; a stay of less than a minute is waited out first
    live.project.execute("update public.live_stays set joined_at = joined_at - interval '2 min'", &[]).await;
    assert_eq!(sweep(&live).await["left"], 1);
    assert_eq!(sweep(&live).await["finished"], 1);
    assert_eq!(live.place_of(&viewer).await, json!([false, null]));
    assert_eq!(sweep(&live).await["rooms"], 0, "there is nothing left to ask about");
    assert_eq!(live.status().await, json!(["ended", "host_ended", false]));
}

#[tokio::test]
async fn the_room_of_a_call_nobody_answered_is_closed_at_once_and_a_busy_one_never_had_any() {
    let live = without_room().await;
    let given = live.project.given();
    let mut rooms = Vec::new();
    for (reason, has_room) in [("cancelled", true), ("declined", true), ("missed", true), ("busy", false)] {
        let call = given.call(&given.user().await, &given.user().await).ended(reason).insert().await;
        if has_room {
            live.project.open_room(&call.room_name).await;
            rooms.push(call.room_name);
        }
    }
    let report = sweep(&live).await;
    assert_eq!((&report["rooms"], &report["deleted"]), (&json!(4), &json!(3)), "and the session on air");
    for room in rooms {
        assert!(!live.project.has_room(&room).await);
    }
}

#[tokio::test]
async fn the_room_of_an_ended_call_is_closed_even_if_nothing_was_ever_heard_of_it() {
    let live = without_room().await;
    let given = live.project.given();
    let call = given.call(&given.user().await, &given.user().await).ended("cancelled").insert().await;
    live.project.execute("update public.calls set ended_at = now() - interval '31 s'", &[]).await;
    live.project.open_room(&call.room_name).await;

    assert_eq!(sweep(&live).await["deleted"], 1);

    assert!(!live.project.has_room(&call.room_name).await);
}

#[tokio::test]
async fn a_call_nobody_ever_connected_to_is_given_up_after_half_an_hour_without_a_room() {
    let live = without_room().await;
    let given = live.project.given();
    given.call(&given.user().await, &given.user().await).status("connected").insert().await;
    live.project.execute("alter table public.calls disable trigger calls_updated_at", &[]).await;
    live.project
        .execute(
            "update public.calls set initiated_at = now() - interval '31 min', updated_at = now() - interval '30 min'",
            &[],
        )
        .await;

    assert_eq!(sweep(&live).await["ended"], 1);

    let ended = "select jsonb_build_array(status, end_reason) from public.calls";
    assert_eq!(live.project.value(ended, &[]).await, json!(["ended", "failed"]));
}

#[tokio::test]
async fn rooms_that_are_not_named_by_the_database_are_neither_asked_about_nor_touched() {
    let live = on_air().await;
    let other = on_air().await;
    let strange = format!("live_video_{}", uuid::Uuid::from_u128(other.session.id.as_u128() ^ 1));
    live.project.open_room(&strange).await;

    let report = sweep(&live).await;

    assert_eq!((&report["rooms"], &report["answered"]), (&json!(1), &json!(1)), "{report}");
    assert!(live.project.has_room(&strange).await && live.project.has_room(&other.session.room_name).await);
    live.project.close_room(&strange).await;
}
