//! Nobody is recorded who has not agreed: in a call by their own word, on a stage by coming on it.

use crate::money::service_connection::{Crowd, assert_refused, until_waiting};
use crate::presence::stage::told;
use crate::recordings::ground::{Ground, Subject, start};
use ipelya_local::clock::new_id;
use serde_json::{Value, json};

#[tokio::test]
async fn a_call_is_recorded_once_everybody_inside_has_agreed_and_those_outside_are_not_asked() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (owner, inside, outside) = (given.user().await, given.user().await, given.user().await);
    for kind in ["user_to_user", "conference", "support"] {
        for of_inside in [Some(true), Some(false), None] {
            for of_outside in [Some(true), Some(false), None] {
                let call = match kind {
                    "user_to_user" => given.call_between(&owner, &inside),
                    "support" => given.support_call(&owner),
                    _ => given.conference(&owner, &[&inside, &outside]),
                };
                let call = call.connected().insert().await;
                if kind == "support" {
                    let joins = "insert into public.call_members (call_id, user_id, role) values ($1, $2, 'staff')";
                    ground.project.execute(joins, &[&call, &inside.id]).await;
                }
                ground.enters(call, &owner).await;
                ground.enters(call, &inside).await;
                ground.said(call, &inside, of_inside).await;
                ground.said(call, &outside, of_outside).await;
                let reply = ground.starts(&owner, Subject::Call(call), new_id(), 0).await;
                if of_inside == Some(true) {
                    assert!(reply.unwrap()["order"].is_object(), "{kind} {of_inside:?} {of_outside:?}");
                } else {
                    assert_refused(&reply, "PT409", "RECORDING_CONSENT_REQUIRED");
                }
                ground.clear().await;
            }
        }
    }
}

#[tokio::test]
async fn staff_that_has_a_call_recorded_needs_the_word_of_both() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (caller, callee, staff) = (given.user().await, given.user().await, given.admin().await);
    let call = ground.call(&caller, &callee).await;
    ground.said(call, &callee, Some(true)).await;
    let refused = ground.starts(&staff, Subject::Call(call), new_id(), 0).await;
    assert_refused(&refused, "PT409", "RECORDING_CONSENT_REQUIRED");
    ground.said(call, &caller, Some(true)).await;
    let id = ground.requested(&staff, Subject::Call(call)).await;
    assert_eq!(ground.subjects(id).await, json!({ caller.id.to_string(): "asked", callee.id.to_string(): "asked" }));
}

#[tokio::test]
async fn consent_is_given_and_taken_back_by_the_people_of_a_call_that_goes_on() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (caller, callee, stranger, staff) =
        (given.user().await, given.user().await, given.user().await, given.admin().await);
    let call = ground.call(&caller, &callee).await;
    for who in [&stranger, &staff] {
        assert_refused(&ground.consents(who, call, Some(true), 0).await, "PT404", "CALL_NOT_FOUND");
    }
    assert_refused(&ground.consents(&caller, new_id(), Some(true), 0).await, "PT404", "CALL_NOT_FOUND");
    for consent in [Some(true), Some(false), Some(true), None] {
        let reply = ground.consents(&callee, call, consent, 0).await.unwrap();
        assert_eq!(reply, json!({ "is_recording": false, "egress_id": null }));
        let of = "select coalesce(to_jsonb(recording_consent), 'null') from public.call_members
                  where call_id = $1 and user_id = $2";
        assert_eq!(ground.project.value(of, &[&call, &callee.id]).await, json!(consent));
        assert_eq!(ground.project.value(of, &[&call, &caller.id]).await, Value::Null, "nobody speaks for another");
    }
    let ends = "update public.calls set status = 'ended', end_reason = 'completed', ended_at = now() where id = $1";
    ground.project.execute(ends, &[&call]).await;
    assert_refused(&ground.consents(&callee, call, Some(true), 0).await, "PT409", "CALL_ENDED");
}

#[tokio::test]
async fn whoever_takes_their_consent_back_ends_the_recording() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (caller, callee) = (given.user().await, given.user().await);
    for withdrawn in [Some(false), None] {
        let call = ground.call(&caller, &callee).await;
        ground.said(call, &callee, Some(true)).await;
        let id = ground.under_way(&caller, Subject::Call(call)).await;
        let kept = ground.consents(&callee, call, Some(true), 1).await.unwrap();
        assert_eq!(kept, json!({ "is_recording": true, "egress_id": null }));
        assert_eq!(ground.row(id).await["status"], "active");

        let ended = ground.consents(&callee, call, withdrawn, 2).await.unwrap();
        assert_eq!(ended, json!({ "is_recording": true, "egress_id": "EG_1" }));
        let row = ground.row(id).await;
        assert_eq!(row["status"], "ending");
        assert!(row["stop_requested_at"].is_string());
        ground.clear().await;
    }
}

#[tokio::test]
async fn whoever_comes_into_a_recorded_call_is_part_of_it_if_they_agreed_and_ends_it_otherwise() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (owner, agreed, silent) = (given.user().await, given.user().await, given.user().await);
    let call = given.conference(&owner, &[&agreed, &silent]).connected().insert().await;
    ground.enters(call, &owner).await;
    let id = ground.under_way(&owner, Subject::Call(call)).await;

    ground.said(call, &agreed, Some(true)).await;
    ground.enters(call, &agreed).await;
    assert_eq!(ground.row(id).await["status"], "active");
    let people = json!({ owner.id.to_string(): "started", agreed.id.to_string(): "asked" });
    assert_eq!(ground.subjects(id).await, people);

    // by a token of before
    let sid = ground.enters(call, &silent).await;
    assert_eq!(ground.row(id).await["status"], "ending");
    assert_eq!(ground.subjects(id).await, people);

    // whoever is inside after all, as a sweep finds
    ground.hears(json!({ "id": "EG_1", "status": "complete" }), 3).await;
    ground.project.execute("update public.live_stays set left_at = now() where participant_sid = $1", &[&sid]).await;
    let second = ground.requested(&owner, Subject::Call(call)).await;
    ground.project.execute("update public.live_stays set left_at = null where participant_sid = $1", &[&sid]).await;
    assert_eq!(ground.row(second).await["status"], "ending");
}

#[tokio::test]
async fn somebody_whose_account_is_gone_agrees_to_nothing_and_their_coming_is_written_down_all_the_same() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    for only_marked in [false, true] {
        let (owner, member) = (given.user().await, given.user().await);
        let call = given.conference(&owner, &[&member]).connected().insert().await;
        ground.enters(call, &owner).await;
        ground.said(call, &member, Some(true)).await;
        let id = ground.under_way(&owner, Subject::Call(call)).await;
        if only_marked {
            ground.project.execute("update auth.users set deleted_at = now() where id = $1", &[&member.id]).await;
        } else {
            given.delete_user(&member).await;
        }
        ground.enters(call, &member).await;
        assert_eq!(ground.row(id).await["status"], "ending");
        assert_eq!(ground.subjects(id).await, json!({ owner.id.to_string(): "started" }));
        ground.clear().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_comes_in_at_the_very_moment_of_a_start_is_known_to_it() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (owner, silent) = (given.user().await, given.user().await);
    let call = given.conference(&owner, &[&silent]).connected().insert().await;
    ground.enters(call, &owner).await;
    let crowd = Crowd::of(&ground.project, 2).await;
    let comes = format!(
        "insert into public.live_stays (participant_sid, call_id, user_id, joined_at)
         values ('PA_late', '{call}', '{}', now())",
        silent.id
    );
    crowd[0].run(&format!("begin; {comes}")).await;
    let (reply, ()) = tokio::join!(start(&crowd[1], &owner, Subject::Call(call), new_id(), ground.at(0)), async {
        until_waiting(&ground.project, &crowd[1]).await;
        crowd[0].run("commit").await;
    });
    assert_refused(&reply, "PT409", "RECORDING_CONSENT_REQUIRED");
}

#[tokio::test]
async fn whoever_has_not_agreed_gets_no_token_to_a_recorded_call() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (owner, member) = (given.user().await, given.user().await);
    let call = given.conference(&owner, &[&member]).connected().insert().await;
    ground.enters(call, &owner).await;
    let lacks = "select public.live_call_room(c, $2) -> 'lacks_consent' from public.calls c where c.id = $1";
    let of_member = async || ground.project.value(lacks, &[&call, &member.id]).await;
    assert_eq!(of_member().await, false, "nothing is recorded");
    let id = ground.requested(&owner, Subject::Call(call)).await;
    for (consent, expected) in [(None, true), (Some(false), true), (Some(true), false)] {
        ground.said(call, &member, consent).await;
        assert_eq!(of_member().await, expected, "{consent:?}");
    }
    ground.said(call, &member, None).await;
    ground.sent(id, None, Some("refused"), 1).await;
    assert_eq!(of_member().await, false, "it has come to nothing");
}

#[tokio::test]
async fn a_guest_who_comes_on_a_recorded_stage_is_part_of_what_is_recorded() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, guest, speaker, viewer) =
        (given.creator().await, given.user().await, given.user().await, given.user().await);
    let session = ground.on_air(&host).await;
    for who in [&guest, &speaker, &viewer] {
        given.participant(&session, who).insert().await;
    }
    let id = ground.under_way(&host, &session).await;
    let host_alone = json!({ host.id.to_string(): "started" });
    for (who, role) in [(&viewer, "invited_guest"), (&viewer, "moderator")] {
        given.participant(&session, who).role(role).insert().await;
        assert_eq!(ground.subjects(id).await, host_alone, "{role}");
    }
    for (who, role) in [(&guest, "co_host"), (&speaker, "speaker"), (&guest, "viewer"), (&guest, "co_host")] {
        given.participant(&session, who).role(role).insert().await;
    }
    let all = json!({ host.id.to_string(): "started", guest.id.to_string(): "stage", speaker.id.to_string(): "stage" });
    assert_eq!(ground.subjects(id).await, all, "whoever has left the stage was on it");

    ground.hears(json!({ "id": "EG_1", "status": "complete" }), 2).await;
    given.participant(&session, &viewer).role("co_host").insert().await;
    assert_eq!(ground.subjects(id).await, all, "by then nothing is recorded");
}

#[tokio::test]
async fn an_invitation_says_whether_the_stage_is_recorded_or_is_to_be() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    for (wanted, recorded, said) in [(false, false, false), (true, false, true), (false, true, true)] {
        let (host, guest) = (given.creator().await, given.user().await);
        let session = ground.on_air(&host).await;
        given.participant(&session, &guest).insert().await;
        let wants = "update public.live_sessions set recording_enabled = $2 where id = $1";
        ground.project.execute(wants, &[&session.id, &wanted]).await;
        if recorded {
            ground.requested(&host, &session).await;
        }
        let invite = "select public.live_invite_guest($1, $2, $3, $4, $5)";
        let at = ground.at(0);
        ground.ask(invite, &[&host.id, &host.session_id, &session.id, &guest.id, &at]).await.unwrap();
        let topic = format!("user:{}", guest.id);
        let invitation = told(&ground.project, &topic).await.remove(0).1;
        assert_eq!(invitation["isRecording"], said, "{wanted} {recorded}: {invitation}");
    }
}

#[tokio::test]
async fn the_end_of_a_session_or_a_call_ends_its_recording_whatever_has_ended_it() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (host, other) = (given.creator().await, given.user().await);
    let at = ground.at(10);
    for ending in ["by_function", "by_hand"] {
        let session = ground.on_air(&host).await;
        let call = ground.call(&host, &other).await;
        ground.said(call, &other, Some(true)).await;
        let of_session = ground.requested(&host, &session).await;
        let of_call = ground.requested(&host, Subject::Call(call)).await;
        if ending == "by_function" {
            ground
                .ask("select to_jsonb(public.live_end_session($1, 'host_ended', $2))", &[&session.id, &at])
                .await
                .unwrap();
            let hangs_up = "select to_jsonb(public.live_end_call($1, 'completed', null, $2))";
            ground.ask(hangs_up, &[&call, &at]).await.unwrap();
        } else {
            given.end(&session).await;
            let sql = "update public.calls set status = 'ended', end_reason = 'completed', ended_at = $2 where id = $1";
            ground.project.execute(sql, &[&call, &at]).await;
        }
        for id in [of_session, of_call] {
            let row = ground.row(id).await;
            assert_eq!(row["status"], "ending", "{ending}");
            assert!(row["stop_requested_at"].is_string(), "{ending}");
        }
        assert!(ground.is_shown(&session).await, "until LiveKit has stopped");
        ground.clear().await;
    }
}
