//! What is used of LiveKit: everybody connected, counted as its plans count them.

use crate::stats::ground::{Ground, at};
use ipelya_local::clock::new_id;
use serde_json::{Value, json};

/// The days that were counted, first ones first.
async fn days(ground: &Ground) -> Value {
    ground
        .value(
            "select coalesce(jsonb_agg(jsonb_build_array(u.day, u.participant_seconds, u.is_whole) order by u.day), '[]')
             from public.live_usage u where u.participant_seconds > 0 or not u.is_whole",
        )
        .await
}

/// Counts until today is counted.
async fn measured(ground: &Ground, when: &str) {
    for _ in 0..20 {
        if ground.value(&format!("select to_jsonb(public.live_measure_usage({}))", at(when))).await == 0 {
            return;
        }
    }
    panic!("today is never counted");
}

#[tokio::test]
async fn hosts_viewers_and_both_parties_of_a_call_are_connected_and_nobody_else() {
    let ground = Ground::start().await;
    let [host, viewer, friend] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 20:00").await;
    ground.stay(&session, &host, "2100-01-05 20:00", "2100-01-05 20:10").await;
    // two connections of one person are two
    ground.stay(&session, &viewer, "2100-01-05 20:00", "2100-01-05 20:05").await;
    ground.stay(&session, &viewer, "2100-01-05 20:00", "2100-01-05 20:05").await;
    ground.connection(&session, &format!("admin_{}", friend.id), "STANDARD", "2100-01-05 20:00", None).await;
    ground.connection(&session, "EG_1", "EGRESS", "2100-01-05 20:00", None).await;
    let call = new_id();
    ground
        .run(&format!(
            "insert into public.calls (id, caller_id, callee_id, call_type, livekit_room_name, status, created_at)
             values ('{call}', '{h}', '{f}', 'video_call', 'call_{call}', 'connected', {from});
             insert into public.live_stays (participant_sid, call_id, user_id, joined_at, left_at)
             values ('PA_1', '{call}', '{h}', {from}, null), ('PA_2', '{call}', '{f}', {from}, {until})",
            h = host.id,
            f = friend.id,
            from = at("2100-01-05 20:20"),
            until = at("2100-01-05 20:21"),
        ))
        .await;

    measured(&ground, "2100-01-05 20:30").await;

    // 10 of the host's minutes, 5 of the viewer's twice, 10 and 1 of the call
    assert_eq!(days(&ground).await, json!([["2100-01-05", 31 * 60, false]]));
}

/// What was recorded, by day.
async fn recorded(ground: &Ground) -> Value {
    let sql = "select coalesce(jsonb_object_agg(u.day, u.egress_seconds), '{}') from public.live_usage u
               where u.egress_seconds > 0";
    ground.value(sql).await
}

#[tokio::test]
async fn what_is_recorded_counts_for_as_long_as_it_lasted_also_once_it_is_deleted() {
    let ground = Ground::start().await;
    let [host] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 20:00").await;
    for (key, status, from, until) in [
        ("over", "complete", Some("2100-01-05 20:00:00"), Some("2100-01-05 20:10:30")),
        // LiveKit has recorded before it failed
        ("failed", "failed", Some("2100-01-05 20:10"), Some("2100-01-05 20:11")),
        ("never begun", "aborted", None, Some("2100-01-05 20:12")),
        ("midnight", "complete", Some("2100-01-05 23:59:00"), Some("2100-01-06 00:02:00")),
        ("under way", "active", Some("2100-01-06 00:03:00"), None),
        ("the day before", "complete", Some("2100-01-04 10:00:00"), Some("2100-01-04 10:00:07")),
    ] {
        let moment = |words: Option<&str>| words.map_or("null".to_owned(), at);
        ground
            .run(&format!(
                "insert into public.recordings (
                   session_id, owner_id, storage_key, status, created_at, started_at, ended_at
                 ) values ('{}', '{}', '{key}', '{status}', {}, {}, {})",
                session.id,
                host.id,
                at(from.or(until).unwrap()),
                moment(from),
                moment(until)
            ))
            .await;
    }
    measured(&ground, "2100-01-06 00:05").await;
    let expected = json!({ "2100-01-04": 7, "2100-01-05": 630 + 60 + 60, "2100-01-06": 120 + 120 });
    assert_eq!(recorded(&ground).await, expected);

    // what is deleted was recorded all the same; one under way no longer is
    let erase = "select public.live_erase_recording(r.id, 'owner', {}) from public.recordings r"
        .replace("{}", &at("2100-01-06 00:06"));
    ground.run(&erase).await;
    measured(&ground, "2100-01-06 00:08").await;
    let expected = json!({ "2100-01-04": 7, "2100-01-05": 750, "2100-01-06": 120 + 180 });
    assert_eq!(recorded(&ground).await, expected);
}

#[tokio::test]
async fn a_day_is_counted_anew_at_most_once_a_minute_and_no_more_once_it_is_whole() {
    let ground = Ground::start().await;
    let [host] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 23:50").await;
    ground.connection(&session, &host.id.to_string(), "STANDARD", "2100-01-05 23:50", None).await;
    measured(&ground, "2100-01-05 23:55:00").await;
    measured(&ground, "2100-01-05 23:55:59").await;
    assert_eq!(days(&ground).await, json!([["2100-01-05", 300, false]]));
    measured(&ground, "2100-01-05 23:56:00").await;
    assert_eq!(days(&ground).await, json!([["2100-01-05", 360, false]]));

    measured(&ground, "2100-01-06 00:05").await;
    assert_eq!(days(&ground).await, json!([["2100-01-05", 600, false], ["2100-01-06", 300, false]]));
    measured(&ground, "2100-01-06 00:10").await;
    assert_eq!(days(&ground).await, json!([["2100-01-05", 600, true], ["2100-01-06", 600, false]]));
    // by Istanbul's clock, whatever the server's is
    ground.run("delete from public.live_stays").await;
    measured(&ground, "2100-01-06 00:20").await;
    assert_eq!(days(&ground).await, json!([["2100-01-05", 600, true], ["2100-01-06", 0, false]]));
}

#[tokio::test]
async fn what_is_measured_of_a_month_equals_a_recount_of_all_its_stays() {
    let ground = Ground::start().await;
    let people = ground.people::<6>().await;
    for (n, host) in people.iter().enumerate() {
        for day in [1, 2, 30, 31] {
            let date = if day > 20 { format!("2099-12-{day}") } else { format!("2100-01-0{day}") };
            let next = match day {
                30 => "2099-12-31".to_owned(),
                31 => "2100-01-01".to_owned(),
                _ => format!("2100-01-0{}", day + 1),
            };
            // over midnight or not; who is late to go is connected after the end, too
            let over = if n % 2 == 0 { format!("{next} 00:0{n}") } else { format!("{date} 23:59") };
            let session = ground.session(host, &format!("{date} 2{}:1{n}", n % 3 + 1), &over).await;
            for (m, viewer) in people.iter().enumerate() {
                let (from, until) = (format!("{date} 23:{}{m}:17", n % 6), format!("{next} 00:{m}{n}:43"));
                ground.stay(&session, viewer, &from, &until).await;
            }
        }
    }
    for (now, from) in [("2100-01-02 23:45:30", "2100-01-01 00:00"), ("2099-12-31 23:59:59", "2099-12-01 00:00")] {
        ground.run("delete from public.live_usage").await;
        measured(&ground, now).await;
        let recount = format!(
            "select to_jsonb(sum(greatest(0, floor(extract(epoch from least(t.left_at, {now})))
               - floor(extract(epoch from greatest(t.joined_at, {from})))))::bigint)
             from public.live_stays t",
            now = at(now),
            from = at(from)
        );
        let month = format!(
            "select to_jsonb(sum(u.participant_seconds)::bigint) from public.live_usage u where u.day >= '{}'",
            &from[..10]
        );
        let recount = ground.value(&recount).await;
        assert!(recount.as_i64().unwrap() > 100_000, "{recount}");
        assert_eq!(ground.value(&month).await, recount, "{now}");
    }
}
