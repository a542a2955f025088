//! Who may call whom, and who is busy.

use serde_json::{Value, json};

use super::support::{Line, id_of};

#[tokio::test]
async fn a_ring_lasts_half_a_minute_and_its_repeat_is_the_same_ring() {
    let line = Line::open().await;
    let first = line.dial(&line.caller, &line.callee).await;
    let again = line.dial(&line.caller, &line.callee).await;
    assert_eq!(id_of(&first), id_of(&again));
    assert_eq!(line.project.count("public.calls").await, 1);
    let row = line.row(&id_of(&first)).await;
    let seconds = "select to_jsonb(extract(epoch from ring_expires_at - initiated_at)::integer) from public.calls";
    assert_eq!(line.project.value(seconds, &[]).await, json!(30), "{row}");
}

#[tokio::test]
async fn nobody_calls_themselves_or_somebody_without_a_real_profile() {
    let line = Line::open().await;
    line.dial(&line.caller, &line.caller).await.assert_refused(400, "SELF_CALL");
    let (gone, faceless) = (line.project.given().user().await, line.project.given().user_without_profile().await);
    line.project.given().shadow_profile(&faceless).await;
    line.project.given().delete_user(&gone).await;
    for nobody in [&gone, &faceless] {
        line.dial(&line.caller, nobody).await.assert_refused(404, "USER_NOT_FOUND");
    }
    assert_eq!(line.project.count("public.calls").await, 0);
}

#[tokio::test]
async fn a_block_either_way_a_switch_and_a_ban_of_the_callee_look_the_same() {
    let mut replies = Vec::new();
    for case in 0..4 {
        let line = Line::open().await;
        let given = line.project.given();
        match case {
            0 => given.block(&line.callee, &line.caller).await,
            1 => given.block(&line.caller, &line.callee).await,
            2 => {
                let off = "insert into public.live_user_settings (user_id, calls_enabled) values ($1, false)";
                line.project.execute(off, &[&line.callee.id]).await;
            }
            _ => given.ban(&line.callee).everywhere().insert().await,
        }
        let mut reply = line.dial(&line.caller, &line.callee).await;
        reply.assert_refused(403, "CALLEE_UNAVAILABLE");
        reply.body.as_object_mut().unwrap().remove("requestId");
        assert_eq!(line.project.count("public.calls").await + line.project.count("public.notifications").await, 0);
        replies.push(reply.body);
    }
    assert!(replies.windows(2).all(|pair| pair[0] == pair[1]), "{replies:?}");
}

#[tokio::test]
async fn operations_switch_calls_off_and_a_banned_caller_calls_nobody() {
    let line = Line::open().await;
    let id = line.ring().await;
    line.project.given().setting("calls_enabled", false).await;
    line.dial(&line.caller, &line.callee).await.assert_refused(403, "CALLS_DISABLED");
    line.act("accept-call", &line.callee, &id).await.assert_refused(403, "CALLS_DISABLED");
    assert_eq!(line.act("end-call", &line.callee, &id).await.status, 200, "who hangs up is never refused");
    line.project.given().setting("calls_enabled", true).await;
    line.project.given().ban(&line.caller).everywhere().insert().await;
    line.dial(&line.caller, &line.callee).await.assert_refused(403, "BANNED");
}

#[tokio::test]
async fn whoever_rings_talks_or_is_on_air_is_busy_and_the_callee_has_missed_a_call() {
    for case in 0..4 {
        let line = Line::open().await;
        let given = line.project.given();
        let other = given.user().await;
        let busy = if case % 2 == 0 { &line.callee } else { &line.caller };
        if case < 2 {
            let call = given.call(&other, busy);
            if case == 0 {
                call.insert().await
            } else {
                call.status("connected").insert().await
            };
        } else {
            given.live_session(busy).insert().await;
        }
        let before = line.project.count("public.calls").await;
        let reply = line.dial(&line.caller, &line.callee).await;
        reply.assert_refused(409, "BUSY");
        assert_eq!(reply.body.get("incomingCallId"), None);
        let row = "select jsonb_build_array(c.status, c.end_reason, c.callee_id, n.type)
                   from public.calls c join public.notifications n on n.recipient_id = c.callee_id
                   where c.caller_id = $1 and c.callee_id = $2";
        let row: Value = line.project.value(row, &[&line.caller.id, &line.callee.id]).await;
        assert_eq!(row, json!(["ended", "busy", line.callee.id, "missed_call"]), "case {case}");
        assert_eq!(line.project.count("public.calls").await, before + 1);
    }
}

#[tokio::test]
async fn whoever_is_called_by_the_one_they_call_is_told_which_call_to_answer() {
    let line = Line::open().await;
    let incoming = line.ring().await;
    let reply = line.dial(&line.callee, &line.caller).await;
    reply.assert_refused(409, "BUSY");
    assert_eq!(reply.body["incomingCallId"], incoming);
    assert_eq!(line.project.count("public.calls").await, 1, "nobody has missed anything");
}

#[tokio::test]
async fn what_is_over_by_its_deadline_stands_in_nobodys_way() {
    let line = Line::open().await;
    let missed = line.ring().await;
    line.project.execute("update public.calls set ring_expires_at = $1", &[&line.api.now()]).await;
    let next = line.ring().await;
    assert_ne!(missed, next);
    assert_eq!((line.state(&missed).await, line.state(&next).await), (json!("missed"), json!("ringing")));
}

#[tokio::test]
async fn twenty_calls_a_minute_are_enough() {
    let line = Line::open().await;
    for _ in 0..20 {
        line.dial(&line.caller, &line.caller).await.assert_refused(400, "SELF_CALL");
    }
    let reply = line.dial(&line.caller, &line.callee).await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert!(reply.header("retry-after").is_some());
}

#[tokio::test]
async fn a_call_under_a_key_is_placed_once_and_its_repeat_gets_a_token_of_its_own() {
    let line = Line::open().await;
    let place = || {
        let body = json!({ "calleeId": line.callee.id, "callType": "audio" });
        line.api.post("create-call").user(&line.caller).header("Idempotency-Key", "k").json(body).send()
    };
    let (first, again) = (place().await, place().await);
    assert_eq!(id_of(&first), id_of(&again));
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), (None, Some("true")));
    line.act("decline-call", &line.callee, &id_of(&first)).await;
    place().await.assert_refused(409, "CALL_ENDED");
    assert_eq!(line.project.count("public.calls").await, 1);
}
