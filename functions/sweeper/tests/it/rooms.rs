//! Rooms that are gone, and rooms that should be.

use serde_json::json;

use crate::show::Show;

const LONG_AGO: &str = "update public.live_sessions set ended_at = now() - interval '31 s' where id = $1";

#[tokio::test]
async fn a_show_whose_room_is_gone_loses_its_people_and_then_its_host_is_waited_for() {
    let show = Show::without_room().await;
    let viewer = show.person("viewer").await;
    show.hears_of(&show.host, "PA_host", 90).await;
    show.hears_of(&viewer, "PA_viewer", 90).await;

    let report = show.sweep().await;

    assert_eq!((&report["left"], &report["ended"]), (&json!(2), &json!(0)), "{report}");
    assert_eq!(show.status().await, json!(["live", null, true]));
    assert_eq!(show.place_of(&viewer).await, json!([false, null]));
}

#[tokio::test]
async fn a_show_without_a_room_and_without_news_for_half_an_hour_is_given_up() {
    let show = Show::without_room().await;
    show.hears_of(&show.host, "PA_host", 90).await;
    show.sweep().await;
    // the mark of the host's absence got lost, and with it what would end the show sooner
    show.execute("update public.live_sessions set host_left_at = null where status = 'live'", &[]).await;
    show.quiet_for(29).await;
    assert_eq!(show.sweep().await["ended"], 0);
    assert_eq!(show.status().await, json!(["live", null, false]));

    show.quiet_for(30).await;
    assert_eq!(show.sweep().await["ended"], 1);
    assert_eq!(show.status().await, json!(["ended", "orphaned_cleanup", false]));
    assert_eq!(show.sweep().await["ended"], 0);
}

#[tokio::test]
async fn a_quiet_show_whose_room_is_there_goes_on() {
    let show = Show::on_air().await;
    let as_host = json!({ "role": "host", "isCreator": true });
    let _host = show.project.room_client(&show.session.room_name, show.host.id).metadata(as_host).join().await;
    show.sweep().await;
    show.quiet_for(600).await;

    assert_eq!(show.sweep().await["ended"], 0);

    assert_eq!(show.status().await, json!(["live", null, false]));
}

#[tokio::test]
async fn a_show_nobody_came_to_host_is_over_after_five_minutes() {
    let show = Show::on_air().await;
    show.quiet_for(4).await;
    assert_eq!(show.sweep().await["ended"], 0);
    show.quiet_for(5).await;
    assert_eq!(show.sweep().await["ended"], 1);
    assert_eq!(show.status().await, json!(["ended", "host_timeout", false]));
}

#[tokio::test]
async fn the_room_of_an_ended_show_is_closed_half_a_minute_later_with_everybody_in_it() {
    let show = Show::on_air().await;
    let viewer = show.person("viewer").await;
    let client = show.project.room_client(&show.session.room_name, viewer.id).join().await;
    show.sweep().await;
    show.execute("select public.live_end_session($1, 'host_ended')", &[&show.session.id]).await;

    assert_eq!(show.sweep().await["deleted"], 0, "phones are still showing the end");
    assert!(show.project.has_room(&show.session.room_name).await);

    show.execute(LONG_AGO, &[&show.session.id]).await;
    assert_eq!(show.sweep().await["deleted"], 1);
    client.until_put_out().await;
    assert!(!show.project.has_room(&show.session.room_name).await);

    // LiveKit's word of that is lost as well; a stay of less than a minute is waited out first
    show.execute("update public.live_stays set joined_at = joined_at - interval '2 min'", &[]).await;
    assert_eq!(show.sweep().await["left"], 1);
    assert_eq!(show.sweep().await["finished"], 1);
    assert_eq!(show.place_of(&viewer).await, json!([false, null]));
    assert_eq!(show.sweep().await["rooms"], 0, "there is nothing left to ask about");
    assert_eq!(show.status().await, json!(["ended", "host_ended", false]));
}

#[tokio::test]
async fn the_room_of_an_ended_call_is_closed_even_if_nothing_was_ever_heard_of_it() {
    let show = Show::without_room().await;
    let given = show.project.given();
    let call = given.call(&given.user().await, &given.user().await).ended("cancelled").insert().await;
    show.execute("update public.calls set ended_at = now() - interval '31 s'", &[]).await;
    show.project.open_room(&call.room_name).await;

    assert_eq!(show.sweep().await["deleted"], 1);

    assert!(!show.project.has_room(&call.room_name).await);
}

#[tokio::test]
async fn a_call_nobody_ever_connected_to_is_given_up_after_half_an_hour_without_a_room() {
    let show = Show::without_room().await;
    let given = show.project.given();
    given.call(&given.user().await, &given.user().await).status("connected").insert().await;
    show.execute("alter table public.calls disable trigger calls_updated_at", &[]).await;
    show.execute(
        "update public.calls set initiated_at = now() - interval '31 min', updated_at = now() - interval '30 min'",
        &[],
    )
    .await;

    assert_eq!(show.sweep().await["ended"], 1);

    let ended = "select jsonb_build_array(status, end_reason) from public.calls";
    assert_eq!(show.value(ended, &[]).await, json!(["ended", "failed"]));
}

#[tokio::test]
async fn rooms_that_are_not_named_by_the_database_are_neither_asked_about_nor_touched() {
    let show = Show::on_air().await;
    let other = Show::on_air().await;
    let strange = format!("live_video_{}", uuid::Uuid::from_u128(other.session.id.as_u128() ^ 1));
    show.project.open_room(&strange).await;

    let report = show.sweep().await;

    assert_eq!((&report["rooms"], &report["answered"]), (&json!(1), &json!(1)), "{report}");
    assert!(show.project.has_room(&strange).await && show.project.has_room(&other.session.room_name).await);
    show.project.close_room(&strange).await;
}
