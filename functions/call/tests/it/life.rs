//! The life of a call: every action of either party in every state, as Rust's table and SQL's both say.

use ipelya_core::call::CallEndReason;
use ipelya_core::call_life::{Action, Party, State, Step, step};
use serde_json::{Value, json};

use super::support::Line;

fn word(state: State) -> String {
    match state {
        State::Ringing => "ringing".to_owned(),
        State::Connected => "connected".to_owned(),
        State::Ended(reason) => json!(reason).as_str().unwrap().to_owned(),
    }
}

fn function(action: Action) -> &'static str {
    match action {
        Action::Accept => "accept-call",
        Action::Decline => "decline-call",
        Action::Cancel => "cancel-call",
        Action::End => "end-call",
        Action::Get => "get-call",
    }
}

/// A call in this state.
async fn in_state(line: &Line, state: State) -> Value {
    let (status, reason) = match state {
        State::Ringing => ("ringing", None),
        State::Connected => ("connected", None),
        State::Ended(_) => ("ended", Some(word(state))),
    };
    let given = line.project.given();
    let (caller, callee) = (&line.caller, &line.callee);
    line.project.execute("delete from public.calls", &[]).await;
    let call = given.call(caller, callee).insert().await;
    let set = "update public.calls
               set status = $2, end_reason = $3, ring_expires_at = $4::timestamptz + interval '30 s',
                 answered_at = case when $2 <> 'ringing' then $4::timestamptz end,
                 ended_at = case when $2 = 'ended' then $4::timestamptz end
               where id = $1";
    line.project.execute(set, &[&call.id, &status, &reason, &line.api.now()]).await;
    json!(call.id)
}

#[tokio::test]
async fn every_action_does_in_every_state_what_the_table_says() {
    let line = Line::open().await;
    line.project.given().setting("token_rate_count", 1_000).await;
    for state in State::all() {
        for action in Action::ALL {
            for (party, user) in [(Party::Caller, &line.caller), (Party::Callee, &line.callee)] {
                let cell = format!("{} {action:?} {party:?}", word(state));
                let id = in_state(&line, state).await;
                let reply = line.act(function(action), user, &id).await;
                let (expected, next) = match step(state, action, party) {
                    Ok(Step::To(next)) => (Ok(()), next),
                    Ok(Step::Same) => (Ok(()), state),
                    Err(refusal) => (Err(refusal), state),
                };
                match expected {
                    Ok(()) => assert_eq!(reply.status, 200, "{cell}: {}", reply.body),
                    Err(refusal) => reply.assert_refused(refusal.row().status, refusal.row().code),
                }
                assert_eq!(line.state(&id).await, json!(word(next)), "{cell}");

                let sql = "select to_jsonb(public.live_call_step($1, $2, $3))";
                let said = line.project.value(sql, &[&word(state), &action.as_str(), &(party == Party::Caller)]).await;
                let expected = match step(state, action, party) {
                    Ok(Step::To(next)) => word(next),
                    Ok(Step::Same) => "same".to_owned(),
                    Err(refusal) => refusal.row().code.to_owned(),
                };
                assert_eq!(said, json!(expected), "SQL: {cell}");
            }
        }
    }
}

#[tokio::test]
async fn a_repeat_is_told_the_same() {
    let line = Line::open().await;
    let id = line.ring().await;
    let without_token = |mut body: Value| {
        for field in ["token", "participant_token"] {
            body.as_object_mut().unwrap().remove(field);
        }
        body
    };
    for (function, user) in [("accept-call", &line.callee), ("end-call", &line.caller), ("end-call", &line.callee)] {
        let first = line.act(function, user, &id).await;
        let second = line.act(function, user, &id).await;
        assert_eq!((first.status, second.status), (200, 200), "{function}: {} {}", first.body, second.body);
        assert_eq!(without_token(first.body), without_token(second.body), "{function}");
    }
    assert_eq!(line.state(&id).await, json!("completed"));
}

#[tokio::test]
async fn to_a_stranger_a_call_of_others_is_no_call() {
    let line = Line::open().await;
    let id = line.ring().await;
    let stranger = line.project.given().user().await;
    for action in Action::ALL {
        let theirs = line.act(function(action), &stranger, &id).await;
        let nobodys = line.act(function(action), &stranger, &json!("6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10")).await;
        theirs.assert_refused(404, "CALL_NOT_FOUND");
        let without_id = |mut body: Value| {
            body.as_object_mut().unwrap().remove("requestId");
            body
        };
        assert_eq!(without_id(theirs.body), without_id(nobodys.body));
    }
    assert_eq!(line.state(&id).await, json!("ringing"));
}

#[tokio::test]
async fn a_ring_whose_time_is_over_was_missed_whatever_is_asked_of_it() {
    for (function, is_caller, refused) in [
        ("accept-call", false, Some("CALL_ENDED")),
        ("decline-call", false, Some("CALL_ENDED")),
        ("cancel-call", true, Some("CALL_ENDED")),
        ("end-call", true, None),
        ("get-call", false, None),
    ] {
        let line = Line::open().await;
        let id = line.ring().await;
        let expire = "update public.calls set ring_expires_at = $1";
        line.project.execute(expire, &[&line.api.now()]).await;
        let reply = line.act(function, if is_caller { &line.caller } else { &line.callee }, &id).await;
        match refused {
            Some(code) => reply.assert_refused(409, code),
            None => assert_eq!((reply.status, &reply.body["call"]["endReason"]), (200, &json!("missed"))),
        }
        assert_eq!(line.state(&id).await, json!(CallEndReason::Missed), "{function}");
    }
}

#[tokio::test]
async fn a_party_who_is_signed_out_or_anonymous_does_nothing() {
    let line = Line::open().await;
    let id = line.ring().await;
    let passer_by = line.project.given().anonymous_user().await;
    line.dial(&passer_by, &line.callee).await.assert_refused(403, "ACCOUNT_REQUIRED");
    line.project.given().sign_out(&line.callee).await;
    line.act("accept-call", &line.callee, &id).await.assert_refused(401, "UNAUTHORIZED");
    assert_eq!(line.state(&id).await, json!("ringing"));
}
