//! The history of calls: whose, which, how many, and what is counted.

use ipelya_test::{Api, Project, Reply, User};
use serde_json::{Value, json};
use time::Duration;
use time::macros::datetime;
use uuid::Uuid;

const KINDS: [&str; 3] = ["support", "user-to-user", "conference"];
/// What becomes of a call, and the documents' word for it.
const STATES: [(&str, &str); 9] = [
    ("pending", "pending"),
    ("ringing", "ringing"),
    ("connected", "connected"),
    ("completed", "completed"),
    ("failed", "failed"),
    ("missed", "missed"),
    ("cancelled", "missed"),
    ("declined", "missed"),
    ("busy", "missed"),
];
const STATUSES: [&str; 6] = ["pending", "ringing", "connected", "completed", "missed", "failed"];

pub(crate) async fn start() -> (Project, Api) {
    let project = Project::start().await;
    let api = Api::new(&project, voice::routes());
    (project, api)
}

async fn history(api: &Api, user: &User, query: &str) -> Reply {
    api.ask("GET", &format!("/api/voice/history?{query}")).user(user).send().await
}

/// The ids of the calls that are answered, and how many there are of them.
async fn found(api: &Api, user: &User, query: &str) -> (Vec<Value>, Value) {
    let reply = history(api, user, query).await;
    assert_eq!(reply.status, 200, "{query}: {}", reply.body);
    let ids = reply.body["calls"].as_array().unwrap().iter().map(|call| call["id"].clone()).collect();
    (ids, reply.body["pagination"]["total"].clone())
}

/// Somebody's call of a kind that is in this state: they call support, are called, or are called to a conference.
async fn given_call(project: &Project, who: &User, kind: &str, state: &'static str) -> Uuid {
    let given = project.given();
    let other = given.user().await;
    let call = match kind {
        "support" => given.support_call(who),
        "user-to-user" => given.call_between(&other, who),
        _ => given.conference(&other, &[who]),
    };
    let call = match state {
        "pending" | "ringing" => call.ringing(),
        "connected" => call.connected(),
        _ => call.ended(state),
    };
    let id = call.insert().await;
    if state == "ringing" {
        given.stay(id, &other, ipelya_local::clock::now(), None).await;
    }
    id
}

#[tokio::test]
async fn everybody_finds_their_calls_of_every_kind_by_every_status_and_nobody_elses() {
    let (project, api) = start().await;
    let given = project.given();
    let (stranger, admin, mut all) = (given.user().await, given.admin().await, Vec::new());
    for (state, status) in STATES {
        let who = given.user().await;
        for kind in KINDS {
            all.push((kind, status, given_call(&project, &who, kind, state).await));
        }
        let own = &all[all.len() - KINDS.len()..];
        for kind in KINDS {
            for asked in STATUSES {
                let query = format!("callType={kind}&status={asked}");
                let expected: Vec<Value> =
                    own.iter().filter(|(of, is, _)| *of == kind && *is == asked).map(|(_, _, id)| json!(id)).collect();
                let total = json!(expected.len());
                assert_eq!(found(&api, &who, &query).await, (expected, total), "{state}: {query}");
            }
        }
        assert_eq!(found(&api, &who, "").await.1, 3, "{state}");
    }
    // being staff alone is being in no call
    for nobody in [&stranger, &admin] {
        assert_eq!(found(&api, nobody, "").await, (vec![], json!(0)));
    }
    for kind in KINDS {
        for status in STATUSES {
            let (mut ids, total) = found(&api, &admin, &format!("allUsers=true&callType={kind}&status={status}")).await;
            let of = all.iter().filter(|(of, is, _)| (*of, *is) == (kind, status));
            let mut expected: Vec<Value> = of.map(|(_, _, id)| json!(id)).collect();
            assert_eq!(total, expected.len(), "{kind} {status}");
            ids.sort_by_key(ToString::to_string);
            expected.sort_by_key(ToString::to_string);
            assert_eq!(ids, expected, "{kind} {status}");
        }
    }
    assert_eq!(found(&api, &admin, "allUsers=true&callType=user_to_user").await.1, STATES.len());
}

#[tokio::test]
async fn everybodys_calls_are_for_staff() {
    let (project, api) = start().await;
    let given = project.given();
    let signed_out = given.admin().await;
    given.sign_out(&signed_out).await;
    for (who, user, own, all) in [
        ("user", given.user().await, 200, (403, "ADMIN_ONLY")),
        ("creator", given.creator().await, 200, (403, "ADMIN_ONLY")),
        ("former admin", given.former_admin().await, 200, (403, "ADMIN_ONLY")),
        ("anonymous", given.anonymous_user().await, 403, (403, "ACCOUNT_REQUIRED")),
        ("signed out", signed_out, 401, (401, "UNAUTHORIZED")),
    ] {
        assert_eq!(history(&api, &user, "allUsers=false").await.status, own, "{who}");
        history(&api, &user, "allUsers=true").await.assert_refused(all.0, all.1);
    }
    api.ask("GET", "/api/voice/history").send().await.assert_refused(401, "UNAUTHORIZED");
    for admin in [given.admin().await, given.super_admin().await] {
        assert_eq!(history(&api, &admin, "allUsers=true").await.status, 200);
    }
}

#[tokio::test]
async fn a_call_is_told_in_full_and_to_staff_without_what_was_said() {
    let (project, api) = start().await;
    let given = project.given();
    let (caller, admin) = (given.user().await, given.admin().await);
    let began = datetime!(2026-11-22 10:00 UTC);
    let id = given.support_call(&caller).began(began).lasted(90).insert().await;
    given.spoken(id, "1", "agent", "Merhaba", began).await;
    given.spoken(id, "2", "user", "Selam", began + Duration::seconds(3)).await;
    given.stay(id, &caller, began, began + Duration::seconds(90)).await;
    let agent = given.call_agent(id, began + Duration::seconds(1)).await;

    let reply = history(&api, &caller, "").await;
    let participants = &reply.body["calls"][0]["participants"];
    let expected = json!({
        "success": true,
        "calls": [{
            "id": id, "roomName": format!("support-{id}"), "callerId": caller.id, "calleeId": null, "callType": "support",
            "status": "completed", "startedAt": "2026-11-22T10:00:00Z", "connectedAt": "2026-11-22T10:00:00Z",
            "endedAt": "2026-11-22T10:01:30Z", "durationSeconds": 90, "recordingUrl": null,
            "transcript": "Agent: Merhaba\nUser: Selam",
            "metadata": {
                "language": "tr", "transcript": true, "media": "audio", "end_reason": "completed", "end_detail": null,
                "ended_by": null,
            },
            "createdAt": "2026-11-22T10:00:00Z",
            "participants": [
                {
                    "id": participants[0]["id"], "callId": id, "userId": caller.id,
                    "participantName": caller.display_name, "joinedAt": "2026-11-22T10:00:00Z",
                    "leftAt": "2026-11-22T10:01:30Z", "durationSeconds": 90, "isMuted": false,
                },
                {
                    "id": participants[1]["id"], "callId": id, "userId": format!("agent-{agent}"),
                    "participantName": "AI", "joinedAt": "2026-11-22T10:00:01Z", "leftAt": null,
                    "durationSeconds": null, "isMuted": false,
                },
            ],
            "hasRecording": false,
        }],
        "pagination": { "total": 1, "limit": 20, "offset": 0, "hasMore": false },
    });
    assert_eq!(reply.body, expected);
    let mut to_staff = expected;
    to_staff["calls"][0]["transcript"] = Value::Null;
    assert_eq!(history(&api, &admin, "allUsers=true").await.body, to_staff);
    // their own are theirs, read either way
    let own = history(&api, &caller, "allUsers=false").await;
    assert_eq!(own.body["calls"][0]["transcript"], "Agent: Merhaba\nUser: Selam");
}

#[tokio::test]
async fn staff_who_joined_a_call_has_it_in_their_history() {
    let (project, api) = start().await;
    let given = project.given();
    let (caller, staff) = (given.user().await, given.admin().await);
    let id = given.support_call(&caller).insert().await;
    let joins = "insert into public.call_members (call_id, user_id, role) values ($1, $2, 'staff')";
    project.execute(joins, &[&id, &staff.id]).await;
    assert_eq!(found(&api, &staff, "").await, (vec![json!(id)], json!(1)));
}

#[tokio::test]
async fn pages_follow_each_other_latest_first() {
    let (project, api) = start().await;
    let given = project.given();
    let (caller, began) = (given.user().await, datetime!(2026-11-22 10:00 UTC));
    let mut ids = Vec::new();
    for place in 0..25 {
        let call = given.support_call(&caller).began(began - Duration::minutes(place));
        ids.push(json!(call.insert().await));
    }
    let page = |query: &'static str| {
        let (api, caller) = (&api, &caller);
        async move {
            let body = history(api, caller, query).await.body;
            let ids: Vec<_> = body["calls"].as_array().unwrap().iter().map(|call| call["id"].clone()).collect();
            (ids, body["pagination"].clone())
        }
    };
    let pagination = |limit: u32, offset: u32, has_more: bool| json!({ "total": 25, "limit": limit, "offset": offset, "hasMore": has_more });
    assert_eq!(page("").await, (ids[..20].to_vec(), pagination(20, 0, true)));
    assert_eq!(page("offset=20").await, (ids[20..].to_vec(), pagination(20, 20, false)));
    assert_eq!(page("limit=5&offset=20").await, (ids[20..].to_vec(), pagination(5, 20, false)));
    assert_eq!(page("limit=4&offset=20").await, (ids[20..24].to_vec(), pagination(4, 20, true)));
    assert_eq!(page("limit=100").await, (ids.clone(), pagination(100, 0, false)));
    assert_eq!(page("limit=1&offset=10000").await, (vec![], pagination(1, 10_000, false)));
    // what is empty is not said
    let blank = "limit=&offset=&callType=&status=&includeStats=&allUsers=";
    assert_eq!(page(blank).await, (ids[..20].to_vec(), pagination(20, 0, true)));
}

#[tokio::test]
async fn what_is_out_of_range_or_unknown_is_named_and_never_made_to_fit() {
    let (project, api) = start().await;
    let user = project.given().user().await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=1.5", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("offset=-1", "offset"),
        ("offset=10001", "offset"),
        ("offset=x", "offset"),
        ("callType=phone", "callType"),
        ("callType=Support", "callType"),
        ("callType=user%20to%20user", "callType"),
        ("status=ended", "status"),
        ("status=COMPLETED", "status"),
        ("includeStats=1", "includeStats"),
        ("includeStats=TRUE", "includeStats"),
        ("allUsers=yes", "allUsers"),
    ] {
        let reply = history(&api, &user, query).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{query}");
    }
}

#[tokio::test]
async fn figures_are_of_all_calls_of_the_same_people_whatever_is_asked_for() {
    let (project, api) = start().await;
    let given = project.given();
    let (one, other, admin, nobody) = (given.user().await, given.user().await, given.admin().await, given.user().await);
    for (seconds, reason) in [(100, "completed"), (51, "completed"), (0, "missed"), (0, "failed"), (0, "busy")] {
        given.support_call(&one).lasted(seconds).ended(reason).insert().await;
    }
    given.call_between(&one, &other).lasted(200).insert().await;
    given.call_between(&other, &one).ended("declined").insert().await;
    given.conference(&other, &[&admin]).connected().insert().await;
    // what was cut short counts for how long all were, and not for how long one is on average
    let cut = "update public.calls set duration_seconds = 9 where caller_id = $1 and end_reason = 'failed'";
    project.execute(cut, &[&one.id]).await;

    let figures = |total: u32, completed: u32, missed: u32, failed: u32, average: u32| {
        json!({
            "total": total, "completed": completed, "missed": missed, "failed": failed, "averageDurationSeconds": average,
        })
    };
    let none = figures(0, 0, 0, 0, 0);
    let expected = json!({
        "totalCalls": 7, "completedCalls": 3, "missedCalls": 3, "failedCalls": 1, "totalDurationSeconds": 360,
        "averageDurationSeconds": 117,
        "byType": {
            // of 75.5 seconds
            "support": figures(5, 2, 2, 1, 76), "user-to-user": figures(2, 1, 1, 0, 200), "conference": none,
        },
    });
    for query in ["", "&callType=conference", "&status=failed&limit=1&offset=3", "&allUsers=false"] {
        let reply = history(&api, &one, &format!("includeStats=true{query}")).await;
        assert_eq!(reply.body["stats"], expected, "{query}");
    }
    assert!(history(&api, &one, "includeStats=false").await.body.get("stats").is_none());

    let all = history(&api, &admin, "includeStats=true&allUsers=true&callType=support").await.body["stats"].clone();
    assert_eq!((&all["totalCalls"], &all["byType"]["conference"]), (&json!(8), &figures(1, 0, 0, 0, 0)));
    assert_eq!(all["byType"]["support"], expected["byType"]["support"]);
    let own = history(&api, &admin, "includeStats=true").await.body["stats"].clone();
    assert_eq!((&own["totalCalls"], &own["byType"]["support"]), (&json!(1), &none), "those of the conference");
    let empty = history(&api, &nobody, "includeStats=true").await.body["stats"].clone();
    let zeros = json!({
        "totalCalls": 0, "completedCalls": 0, "missedCalls": 0, "failedCalls": 0, "totalDurationSeconds": 0,
        "averageDurationSeconds": 0, "byType": { "support": none, "user-to-user": none, "conference": none },
    });
    assert_eq!(empty, zeros);
}

#[tokio::test]
async fn looks_cost_one_round_trip_each_at_either_address_and_are_limited_apart() {
    let (project, api) = start().await;
    let given = project.given();
    let (caller, other) = (given.user().await, given.user().await);
    let id = given.support_call(&caller).insert().await;
    given.setting("voice_read_rate_count", 2).await;
    for (method, path, rpc) in [
        ("GET", "/api/voice/history?includeStats=true", "voice_history"),
        ("POST", "/api/voice/get-transcript", "read_transcript"),
        ("GET", "voice-history", "voice_history"),
        ("POST", "voice-get-transcript", "read_transcript"),
    ] {
        project.rest().reset();
        let request = api.ask(method, path).user(&caller);
        let request = if method == "POST" { request.json(json!({ "callId": id })) } else { request };
        let reply = request.send().await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        assert_eq!(project.rest().paths(), [format!("/rest/v1/rpc/live_{rpc}")], "{path}");
        assert_eq!(project.livekit().requests(), 0);
    }
    let limited = history(&api, &caller, "").await;
    limited.assert_refused(429, "RATE_LIMITED");
    assert_eq!(limited.header("retry-after"), Some("30"));
    let transcript = api.ask("POST", "voice-get-transcript").user(&caller).json(json!({ "callId": id }));
    transcript.send().await.assert_refused(429, "RATE_LIMITED");
    assert_eq!(history(&api, &other, "").await.status, 200);
}
