//! What LiveKit reports of a call may come in any order, any number of times: where it leads is the same.

use serde_json::{Value, json};

use super::support::Desk;

/// How many orders are tried of each course.
const ORDERS: u64 = 12;

/// Who came or went, and after how many seconds: `0` is the caller, `1` the agent, `2` staff.
type Course = &'static [(usize, &'static str, i64)];

const COURSES: [(&str, Course); 4] = [
    ("they never met", &[(0, "participant_joined", 0), (0, "participant_left", 10), (1, "participant_joined", 20)]),
    (
        "the agent goes, staff comes, the caller goes",
        &[
            (0, "participant_joined", 0),
            (1, "participant_joined", 2),
            (1, "participant_left", 30),
            (2, "participant_joined", 40),
            (0, "participant_left", 50),
        ],
    ),
    (
        "staff was there and gone before the agent came",
        &[
            (2, "participant_joined", 0),
            (0, "participant_joined", 5),
            (2, "participant_left", 9),
            (1, "participant_joined", 12),
        ],
    ),
    (
        "all are gone",
        &[
            (0, "participant_joined", 0),
            (1, "participant_joined", 1),
            (0, "participant_left", 20),
            (1, "participant_left", 21),
        ],
    ),
];

/// The same reports in another order, some of them twice: always the same for one seed.
fn shuffled(course: Course, seed: u64) -> Vec<(usize, &'static str, i64)> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut events: Vec<_> = course.iter().chain(course.iter().take(2)).copied().collect();
    for place in (1..events.len()).rev() {
        events.swap(place, draw(place + 1));
    }
    events
}

/// What a call has come to after these reports: everything that follows from them, in seconds from its beginning.
async fn outcome(desk: &Desk, admin: &ipelya_test::User, events: &[(usize, &str, i64)]) -> Value {
    let call = desk.call().await["callId"].clone();
    desk.token(admin, json!({ "callId": call })).await;
    let agent = "insert into public.call_agents (call_id, user_id, voice, language, prompt_hash, max_seconds)
                 select id, caller_id, 'alloy', 'tr', '', 900 from public.calls where id = $1::text::uuid
                 returning to_jsonb('agent-' || id)";
    let agent = desk.project.value(agent, &[&call.as_str().unwrap()]).await;
    let people = [desk.caller.id.to_string(), agent.as_str().unwrap().to_owned(), admin.id.to_string()];
    for (who, event, after) in events {
        desk.reported(&call, &people[*who], event, *after).await;
    }
    let sql = "select jsonb_build_array(
                 c.status,
                 round(extract(epoch from c.answered_at - c.initiated_at)),
                 round(extract(epoch from c.party_left_at - c.initiated_at)),
                 a.status,
                 round(extract(epoch from a.joined_at - c.initiated_at)),
                 round(extract(epoch from a.left_at - c.initiated_at))
               )
               from public.calls c join public.call_agents a on a.call_id = c.id
               where c.id = $1::text::uuid";
    let found = desk.project.value(sql, &[&call.as_str().unwrap()]).await;
    let end = "select to_jsonb(public.live_end_call($1::text::uuid, 'failed', null))";
    desk.project.value(end, &[&call.as_str().unwrap()]).await;
    found
}

#[tokio::test]
async fn where_reports_lead_does_not_depend_on_their_order_or_their_number() {
    let desk = Desk::without_agents().await;
    for limit in ["support_rate_count", "voice_rate_count"] {
        desk.project.given().setting(limit, 10_000).await;
    }
    let admin = desk.project.given().admin().await;
    for (what, course) in COURSES {
        let told = outcome(&desk, &admin, course).await;
        for seed in 1..=ORDERS {
            let events = shuffled(course, seed);
            assert_eq!(outcome(&desk, &admin, &events).await, told, "{what}: {events:?}");
        }
    }
}
