//! Calls with support and conferences: their agents, what those are told, how they fare, and who has read what was said.

use futures_util::future::join_all;
use ipelya_local::clock::new_id;
use ipelya_test::{Api, Mode, User, Worker};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::support::{Panel, face, pick};

const FACE: &str = "user_id,username,display_name,avatar_url";
const FIGURES: &str = "sent,joined,failed,left,calls,calls_by_outcome,calls_by_detail";

impl Panel {
    fn ago(&self, seconds: i64) -> OffsetDateTime {
        self.live.api.now() - Duration::seconds(seconds)
    }

    /// A call of this kind that rings, placed so many seconds ago.
    pub(crate) async fn voice_call(&self, kind: &str, caller: &User, seconds: i64) -> Uuid {
        let (id, began) = (new_id(), self.ago(seconds));
        let sql = "insert into public.calls (
                     id, kind, caller_id, caller_profile_id, call_type, language, transcript_on, livekit_room_name,
                     initiated_at, ring_expires_at, created_at
                   )
                   values (
                     $1, $2::text, $3, $4, 'audio_call', case when $2 = 'support' then 'tr' end, $2 = 'support',
                     $2 || '-' || $1::uuid, $5, $5::timestamptz + interval '5 minutes', $5
                   )";
        self.live.project.execute(sql, &[&id, &kind, &caller.id, &caller.profile_id, &began]).await;
        id
    }

    /// Somebody came into a call so many seconds ago, in this role.
    pub(crate) async fn comes(&self, call: Uuid, user: &User, role: &str, seconds: i64) {
        let sid = format!("PA_{}", new_id().simple());
        let stay =
            "insert into public.live_stays (participant_sid, call_id, user_id, joined_at) values ($1, $2, $3, $4)";
        self.live.project.execute(stay, &[&sid, &call, &user.id, &self.ago(seconds)]).await;
        let member =
            "insert into public.call_members (call_id, user_id, role) values ($1, $2, $3) on conflict do nothing";
        self.live.project.execute(member, &[&call, &user.id, &role]).await;
    }

    async fn goes(&self, call: Uuid, user: &User, seconds: i64) {
        let sql = "update public.live_stays set left_at = $3 where call_id = $1 and user_id = $2";
        self.live.project.execute(sql, &[&call, &user.id, &self.ago(seconds)]).await;
    }

    /// An agent of a call, in this state for this reason, that came and went so many seconds ago.
    pub(crate) async fn call_agent(
        &self,
        call: Uuid,
        state: (&str, Option<&str>),
        requested: i64,
        joined: Option<i64>,
        left: Option<i64>,
    ) -> Uuid {
        let id = new_id();
        let (joined, left) = (joined.map(|seconds| self.ago(seconds)), left.map(|seconds| self.ago(seconds)));
        let sql = "insert into public.call_agents (
                     id, call_id, user_id, dispatch_id, voice, language, prompt_hash, status, reason, max_seconds,
                     requested_at, joined_at, left_at
                   )
                   select $1, c.id, c.caller_id, 'AD_1', 'nova', 'tr', 'a', $3, $4,
                     case when $4::text in ('quota', 'capacity') then 0 else 600 end, $5, $6, $7
                   from public.calls c where c.id = $2";
        let (status, reason) = state;
        let at = self.ago(requested);
        self.live.project.execute(sql, &[&id, &call, &status, &reason, &at, &joined, &left]).await;
        id
    }

    /// The agents of a call, first to last: status and reason of each.
    async fn agents(&self, call: Uuid) -> Value {
        let sql = "select coalesce(jsonb_agg(jsonb_build_array(status, reason) order by requested_at, ctid), '[]')
                   from public.call_agents where call_id = $1";
        self.live.project.value(sql, &[&call]).await
    }

    /// Whether the sweeper would send one now.
    async fn wants_agent(&self, call: Uuid) -> Value {
        let sql = "select to_jsonb(public.live_wants_agent(c, $2)) from public.calls c where c.id = $1";
        self.live.project.value(sql, &[&call, &(self.live.api.now() + Duration::minutes(1))]).await
    }

    async fn switch(&self, call: Uuid, body: Value) -> Value {
        self.post(&format!("voice/calls/{call}/agent"), body).await
    }

    async fn try_switch(&self, call: Uuid, body: Value) -> ipelya_test::Reply {
        self.try_post(&format!("voice/calls/{call}/agent"), body).await
    }

    /// The actions that were noted, first to last.
    async fn actions(&self) -> Vec<Value> {
        self.noted().await.iter().map(|row| row["action"].clone()).collect()
    }
}

fn ids(reply: &Value) -> Vec<Value> {
    reply["calls"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
}

#[tokio::test]
async fn calls_are_listed_with_who_is_inside_and_with_their_agent() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let (caller, owner) = (given.user().await, given.user().await);
    let support = panel.voice_call("support", &caller, 60).await;
    let conference = panel.voice_call("conference", &owner, 50).await;
    let over = panel.voice_call("support", &given.user().await, 600).await;
    given.call(&given.user().await, &given.user().await).insert().await;
    let end = "select to_jsonb(public.live_end_call($1, 'cancelled', null, $2))";
    panel.live.project.value(end, &[&over, &panel.ago(500)]).await;
    panel.call_agent(support, ("failed", Some("quota")), 55, None, None).await;
    panel.call_agent(support, ("left", Some("replaced")), 50, Some(49), Some(45)).await;
    let agent = panel.call_agent(support, ("joined", None), 46, Some(45), None).await;
    panel.comes(support, &panel.admin, "staff", 20).await;
    panel.comes(support, &caller, "owner", 58).await;
    let line = "insert into public.call_transcript_lines select $1, 'a', $2, 'user', 'Merhaba', false, now()";
    panel.live.project.execute(line, &[&support, &caller.id]).await;

    let reply = panel.get("voice/calls?active=true").await;
    assert_eq!((ids(&reply), &reply["total"]), (vec![json!(conference), json!(support)], &json!(2)));
    let row = &reply["calls"][1];
    assert_eq!(
        pick(
            row,
            "kind,status,language,transcript_on,agents_sent,has_transcript,agent_dismissed,waiting_seconds,outcome"
        ),
        json!({
            "kind": "support", "status": "ringing", "language": "tr", "transcript_on": true, "agents_sent": 2,
            "has_transcript": true, "agent_dismissed": false, "waiting_seconds": null, "outcome": "ringing",
        })
    );
    assert_eq!(pick(&row["caller"], FACE), face(&caller));
    assert_eq!(
        pick(&row["agent"], "id,status,voice,language"),
        json!({
            "id": agent, "status": "joined", "voice": "nova", "language": "tr",
        })
    );
    assert!(row["agent"]["joined_at"].is_string());
    let people: Vec<_> = row["people"].as_array().unwrap().iter().map(|one| pick(one, "user_id,role")).collect();
    assert_eq!(
        people,
        [json!({ "user_id": caller.id, "role": "owner" }), json!({ "user_id": panel.admin.id, "role": "staff" })]
    );
    assert_eq!(pick(&row["people"][0]["profile"], FACE), face(&caller));
    let other = &reply["calls"][0];
    assert_eq!(
        pick(other, "agent,people,language,transcript_on"),
        json!({
            "agent": null, "people": [], "language": null, "transcript_on": false,
        })
    );

    assert_eq!(ids(&panel.get("voice/calls?kind=support").await), [json!(support)]);
    assert_eq!(ids(&panel.get("voice/calls?kind=conference&limit=5").await), [json!(conference)]);
    let second = panel.get("voice/calls?limit=1&offset=1").await;
    assert_eq!((ids(&second), &second["total"]), (vec![json!(support)], &json!(2)));
    let past = panel.get("voice/calls?active=false").await;
    assert_eq!((ids(&past), &past["calls"][0]["end_reason"]), (vec![json!(over)], &json!("cancelled")));
    for (below, field) in [
        ("voice/calls?kind=user_to_user", "kind"),
        ("voice/calls?active=perhaps", "active"),
        ("voice/calls?limit=0", "limit"),
        ("voice/calls?offset=-1", "offset"),
        ("voice/failures?days=91", "days"),
        ("voice/prompts?language=de", "language"),
        ("voice/transcripts/42/readers", "id"),
    ] {
        let reply = panel.ask(&panel.admin, "GET", below, None).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{below}");
    }
}

#[tokio::test]
async fn calls_of_every_kind_stand_in_the_lists_of_all() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let call = panel.voice_call("support", &given.user().await, 10).await;
    let conference = panel.voice_call("conference", &given.user().await, 5).await;
    for below in ["calls", "sessions"] {
        let reply = panel.get(below).await;
        assert_eq!(ids(&reply), [json!(conference), json!(call)], "{below}");
        let kinds: Vec<_> =
            reply["calls"].as_array().unwrap().iter().map(|row| pick(row, "kind,callee_id,callee")).collect();
        assert_eq!(
            kinds,
            [
                json!({ "kind": "conference", "callee_id": null, "callee": null }),
                json!({ "kind": "support", "callee_id": null, "callee": null }),
            ]
        );
    }
    panel.post(&format!("calls/{call}/terminate"), json!({})).await;
    assert_eq!(ids(&panel.get("voice/calls").await), [json!(conference)]);
}

#[tokio::test]
async fn a_caller_waits_while_they_are_inside_and_nobody_helps() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let waiting = async || panel.get("voice/calls?kind=support").await["calls"][0]["waiting_seconds"].clone();
    let caller = given.user().await;
    let call = panel.voice_call("support", &caller, 100).await;
    assert_eq!(waiting().await, Value::Null, "the caller is not inside");
    panel.comes(call, &caller, "owner", 90).await;
    assert_eq!(waiting().await, 90);
    let agent = panel.call_agent(call, ("requested", None), 88, None, None).await;
    assert_eq!(waiting().await, 90, "it is on its way");
    let came = "update public.call_agents set status = 'joined', joined_at = $2 where id = $1";
    panel.live.project.execute(came, &[&agent, &panel.ago(80)]).await;
    assert_eq!(waiting().await, Value::Null);
    let went = "update public.call_agents set status = 'left', left_at = $2 where id = $1";
    panel.live.project.execute(went, &[&agent, &panel.ago(30)]).await;
    assert_eq!(waiting().await, 30);
    panel.comes(call, &panel.admin, "staff", 20).await;
    assert_eq!(waiting().await, Value::Null);
    panel.goes(call, &panel.admin, 7).await;
    assert_eq!(waiting().await, 7);
    panel.goes(call, &caller, 1).await;
    assert_eq!(waiting().await, Value::Null);
}

/// Support as its callers reach it.
struct Line {
    panel: Panel,
    voice: Api,
    caller: User,
}

impl Line {
    async fn open() -> Self {
        let panel = Panel::open().await;
        let voice = Api::new(&panel.live.project, voice::routes());
        let caller = panel.live.project.given().user().await;
        Self { panel, voice, caller }
    }

    async fn ask(&self) -> Value {
        let reply = self.voice.ask("POST", "/api/voice/token").user(&self.caller).json(json!({})).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    /// A call with its caller inside and an agent that LiveKit was asked for.
    async fn call(&self) -> Uuid {
        let call = serde_json::from_value(self.ask().await["callId"].clone()).unwrap();
        self.panel.comes(call, &self.caller, "owner", 5).await;
        call
    }
}

#[tokio::test]
async fn an_agent_that_is_sent_away_goes_and_no_other_comes_until_staff_sends_for_one() {
    let line = Line::open().await;
    let (panel, call) = (&line.panel, line.call().await);
    assert_eq!(panel.agents(call).await, json!([["requested", null]]));
    panel.live.project.livekit().reset();
    panel.live.project.rest().reset();
    let done = panel.switch(call, json!({ "on": false })).await;
    assert_eq!(done, json!({ "success": true, "on": false, "agent": null, "pending": false }));
    assert_eq!(panel.live.project.livekit().paths(), ["/twirp/livekit.AgentDispatchService/DeleteDispatch"]);
    assert_eq!(panel.live.project.rest().requests(), 1);
    assert_eq!(panel.agents(call).await, json!([["left", "dismissed"]]));
    let agent = "select to_jsonb(id) from public.call_agents";
    let agent = panel.live.project.value(agent, &[]).await;
    let metadata = json!({ "target_user_id": line.caller.id, "agent_id": agent });
    panel.assert_noted("dismiss_agent", ("call", call), metadata).await;
    assert_eq!(panel.get("voice/calls").await["calls"][0]["agent_dismissed"], true);

    // not by itself, not because the caller comes back, and not at the caller's word
    assert_eq!(panel.wants_agent(call).await, false);
    assert_eq!(line.ask().await["agentReason"], "disabled");
    let body = json!({ "roomName": format!("support-{call}"), "voice": "nova" });
    let other = line.voice.ask("POST", "/api/voice/agent").user(&line.caller).json(body).send().await;
    other.assert_refused(403, "AGENT_DISABLED");
    panel.live.project.livekit().reset();
    panel.switch(call, json!({ "on": false })).await;
    assert_eq!((panel.actions().await.len(), panel.live.project.livekit().requests()), (1, 0), "it is off already");

    panel.live.project.rest().reset();
    let done = panel.switch(call, json!({ "on": true, "voice": "echo" })).await;
    assert_eq!(
        (&done["on"], &done["agent"]["status"], &done["agent"]["voice"]),
        (&json!(true), &json!("requested"), &json!("echo"))
    );
    assert_eq!(
        (&done["reason"], &done["pending"]),
        (&json!("timeout"), &json!(false)),
        "nobody is registered with this LiveKit"
    );
    assert_eq!(panel.live.project.rest().requests(), 2);
    // the dispatch and five looks
    assert_eq!(panel.live.project.livekit().requests(), 6);
    assert_eq!(panel.actions().await, ["dismiss_agent", "send_agent"]);
    let states = panel.agents(call).await;
    assert!(states.as_array().unwrap().contains(&json!(["left", "replaced"])), "{states}");
    let row = &panel.get("voice/calls").await["calls"][0];
    assert_eq!((&row["agent"]["id"], &row["agent_dismissed"]), (&done["agent"]["id"], &json!(false)));

    // the same again, and another voice
    let again = panel.switch(call, json!({ "on": true })).await;
    assert_eq!((&again["agent"]["id"], panel.actions().await.len()), (&done["agent"]["id"], 2));
    let other = panel.switch(call, json!({ "on": true, "voice": "onyx", "language": "en" })).await;
    assert_ne!(other["agent"]["id"], done["agent"]["id"]);
    let row = &panel.get("voice/calls").await["calls"][0];
    assert_eq!(
        pick(&row["agent"], "id,voice,language"),
        json!({
            "id": other["agent"]["id"], "voice": "onyx", "language": "en",
        })
    );
    assert_eq!((panel.actions().await.len(), &row["agents_sent"]), (3, &json!(3)));
}

#[tokio::test]
async fn without_an_agent_it_is_noted_that_none_is_wanted_and_a_late_one_is_not_the_calls() {
    let panel = Panel::open().await;
    let caller = panel.live.project.given().user().await;
    let call = panel.voice_call("support", &caller, 60).await;
    panel.comes(call, &caller, "owner", 60).await;
    let late = panel.call_agent(call, ("failed", Some("timeout")), 59, None, None).await;
    assert_eq!(panel.wants_agent(call).await, true);
    panel.switch(call, json!({ "on": false })).await;
    assert_eq!(panel.wants_agent(call).await, false);
    let seen = "select to_jsonb(public.live_agent_seen($1, 'agent-' || $2::uuid, $3, null, null))";
    assert_eq!(panel.live.project.value(seen, &[&call, &late, &panel.ago(0)]).await, true);
    assert_eq!(panel.get("voice/calls").await["calls"][0]["agent"], Value::Null);
    let sweep = "select public.live_sweep_agents($1, jsonb_build_array('agent-' || $2::uuid), $3)";
    let out = panel.live.project.value(sweep, &[&call, &late, &panel.ago(0)]).await;
    assert_eq!(out, json!([format!("agent-{late}")]), "the sweeper puts it out");
    assert_eq!(panel.get("voice/calls").await["calls"][0]["agents_sent"], 1);
}

#[tokio::test]
async fn an_agent_that_came_back_for_one_that_was_not_sent_does_not_come_back_once_staff_wants_none() {
    let panel = Panel::open().await;
    let call = panel.voice_call("support", &panel.live.project.given().user().await, 60).await;
    let first = panel.call_agent(call, ("left", Some("replaced")), 50, Some(49), None).await;
    let second = panel.call_agent(call, ("requested", None), 5, None, None).await;
    let replaces = "update public.call_agents set replaces = $2, dispatch_id = null where id = $1";
    panel.live.project.execute(replaces, &[&second, &first]).await;
    let done = panel.switch(call, json!({ "on": false })).await;
    assert_eq!(done["pending"], true, "it is on its way to LiveKit");
    let unsent = "select to_jsonb(public.live_agent_sent($1, null, false, $2))";
    panel.live.project.value(unsent, &[&second, &panel.ago(0)]).await;
    assert_eq!(panel.agents(call).await, json!([["left", "replaced"], ["left", "dismissed"]]));
}

#[tokio::test]
async fn where_livekit_is_away_the_agent_is_the_sweepers_to_put_out() {
    let panel = Panel::open().await;
    let call = panel.voice_call("support", &panel.live.project.given().user().await, 60).await;
    panel.call_agent(call, ("joined", None), 50, Some(49), None).await;
    panel.live.project.livekit().set_mode(Mode::Refuse);
    assert_eq!(panel.switch(call, json!({ "on": false })).await["pending"], true);
    assert_eq!(panel.agents(call).await, json!([["left", "dismissed"]]));
    let done = panel.switch(call, json!({ "on": true })).await;
    assert_eq!((&done["agent"]["status"], &done["reason"]), (&json!("failed"), &json!("unavailable")));
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let call = panel.voice_call("support", &given.user().await, 60).await;
    panel.switch(call, json!({ "on": false })).await;
    let on = || json!({ "on": true });
    panel.try_switch(Uuid::from_u128(1), on()).await.assert_refused(404, "CALL_NOT_FOUND");
    let conference = panel.voice_call("conference", &given.user().await, 60).await;
    panel.try_switch(conference, on()).await.assert_refused(409, "WRONG_CALL_TYPE");
    let between = given.call(&given.user().await, &given.user().await).insert().await.id;
    panel.try_switch(between, json!({ "on": false })).await.assert_refused(409, "WRONG_CALL_TYPE");
    for body in [
        json!({}),
        json!({ "on": "yes" }),
        json!({ "on": true, "voice": "robot" }),
        json!({ "on": true, "language": "de" }),
    ] {
        panel.try_switch(call, body).await.assert_refused(400, "INVALID_FIELD");
    }
    given.setting("agent_calls_count", 0).await;
    let full = panel.try_switch(call, on()).await;
    full.assert_refused(429, "AGENT_QUOTA");
    assert!(full.header("retry-after").is_some());
    given.setting("agent_enabled", false).await;
    panel.try_switch(call, on()).await.assert_refused(403, "AGENT_DISABLED");
    assert_eq!(panel.agents(call).await, json!([["failed", "dismissed"]]), "none is wanted still");
    assert_eq!(panel.actions().await, ["dismiss_agent"]);
    // one may be sent away while none are sent
    let other = panel.voice_call("support", &given.user().await, 60).await;
    panel.call_agent(other, ("joined", None), 50, Some(49), None).await;
    panel.switch(other, json!({ "on": false })).await;
    let end = "select to_jsonb(public.live_end_call($1, 'cancelled', null))";
    panel.live.project.value(end, &[&call]).await;
    for on in [true, false] {
        panel.try_switch(call, json!({ "on": on })).await.assert_refused(409, "CALL_ENDED");
    }
}

#[tokio::test]
async fn of_many_who_send_for_an_agent_at_once_one_does() {
    let panel = Panel::open().await;
    let call = panel.voice_call("support", &panel.live.project.given().user().await, 60).await;
    panel.live.project.open_room(&format!("support-{call}")).await;
    panel.switch(call, json!({ "on": false })).await;
    let replies = join_all((0..10).map(|_| panel.switch(call, json!({ "on": true })))).await;
    let agent = &replies[0]["agent"]["id"];
    assert!(agent.is_string() && replies.iter().all(|reply| reply["agent"]["id"] == *agent), "{replies:#?}");
    assert_eq!(panel.agents(call).await, json!([["requested", null]]));
    assert_eq!(panel.actions().await, ["dismiss_agent", "send_agent"]);
}

#[tokio::test]
async fn agents_are_switched_off_for_everybody_by_a_setting_which_is_noted() {
    let panel = Panel::of_super_admin().await;
    let call = panel.voice_call("support", &panel.live.project.given().user().await, 60).await;
    panel.change("agent_enabled", json!(false)).await;
    panel.try_switch(call, json!({ "on": true })).await.assert_refused(403, "AGENT_DISABLED");
    let noted = panel.noted().await;
    assert_eq!(
        pick(&noted[0], "action,target_id"),
        json!({ "action": "update_settings", "target_id": "agent_enabled" })
    );
    assert_eq!(pick(&noted[0]["metadata"], "before,after"), json!({ "before": true, "after": false }));
}

#[tokio::test]
async fn what_agents_are_told_is_written_in_versions_of_which_one_is_in_force() {
    let panel = Panel::open().await;
    let listed = panel.get("voice/prompts?language=tr").await;
    assert_eq!(listed["total"], 1);
    let first = &listed["prompts"][0];
    assert_eq!(
        pick(first, "language,version,is_active,created_by,admin"),
        json!({
            "language": "tr", "version": 1, "is_active": true, "created_by": null, "admin": null,
        })
    );
    let hash = "select to_jsonb(public.live_prompt_hash($1))";
    assert_eq!(first["hash"], panel.live.project.value(hash, &[&first["prompt"].as_str().unwrap()]).await);

    let body = json!({ "language": "tr", "prompt": "Kısa konuş.", "greeting": "Buyurun." });
    let second = panel.post("voice/prompts", body).await["prompt"].clone();
    assert_eq!(
        pick(&second, "language,version,prompt,greeting,is_active,created_by"),
        json!({
            "language": "tr", "version": 2, "prompt": "Kısa konuş.", "greeting": "Buyurun.", "is_active": true,
            "created_by": panel.admin.id,
        })
    );
    assert_eq!(second["admin"]["full_name"], json!(panel.admin.display_name));
    let id: Uuid = serde_json::from_value(second["id"].clone()).unwrap();
    let metadata = json!({
        "language": "tr", "version": 2, "prompt_hash": second["hash"], "is_active": true, "before": { "version": 1 },
    });
    panel.assert_noted("create_prompt", ("prompt", id), metadata).await;
    assert!(!panel.noted().await[0].to_string().contains("Kısa konuş"), "the text is not noted");
    let told = "select to_jsonb(told) from public.live_agent_prompt('tr') told";
    let told_now = async || panel.live.project.value(told, &[]).await;
    assert_eq!(told_now().await, json!({ "prompt": "Kısa konuş.", "greeting": "Buyurun." }));

    let draft = json!({ "language": "tr", "prompt": "Uzun konuş.", "activate": false });
    let draft = panel.post("voice/prompts", draft).await["prompt"].clone();
    assert_eq!(pick(&draft, "version,greeting,is_active"), json!({ "version": 3, "greeting": "", "is_active": false }));
    assert_eq!(told_now().await["prompt"], "Kısa konuş.");

    let put =
        async |id: &Value| panel.try_post(&format!("voice/prompts/{}/activate", id.as_str().unwrap()), json!({})).await;
    assert_eq!(put(&first["id"]).await.body["prompt"]["is_active"], true);
    assert_eq!(told_now().await["prompt"], first["prompt"]);
    assert_eq!(put(&first["id"]).await.status, 200);
    assert_eq!(panel.actions().await, ["create_prompt", "create_prompt", "activate_prompt"], "a repeat is no news");
    put(&json!(Uuid::from_u128(1))).await.assert_refused(404, "PROMPT_NOT_FOUND");
    let versions = panel.get("voice/prompts?language=tr").await;
    let versions: Vec<_> =
        versions["prompts"].as_array().unwrap().iter().map(|row| pick(row, "version,is_active")).collect();
    assert_eq!(
        versions,
        [
            json!({ "version": 3, "is_active": false }),
            json!({ "version": 2, "is_active": false }),
            json!({ "version": 1, "is_active": true }),
        ]
    );
    // the other language is as it was
    let english = panel.get("voice/prompts?language=en").await;
    assert_eq!((&english["total"], &english["prompts"][0]["is_active"]), (&json!(1), &json!(true)));
    assert_eq!(panel.get("voice/prompts?limit=2").await["prompts"].as_array().unwrap().len(), 2);
    assert_eq!(panel.get("voice/prompts").await["total"], 4);
}

#[tokio::test]
async fn a_prompt_is_as_long_as_its_worker_takes() {
    let panel = Panel::open().await;
    let long = |text: &str, times: usize| text.repeat(times);
    for (body, field) in [
        (json!({ "language": "tr" }), "prompt"),
        (json!({ "prompt": "a" }), "language"),
        (json!({ "language": "de", "prompt": "a" }), "language"),
        (json!({ "language": "tr", "prompt": " " }), "prompt"),
        (json!({ "language": "tr", "prompt": long("ş", 8001) }), "prompt"),
        (json!({ "language": "tr", "prompt": "a", "greeting": long("ş", 1001) }), "greeting"),
        (json!({ "language": "tr", "prompt": "a", "activate": "yes" }), "activate"),
    ] {
        let reply = panel.try_post("voice/prompts", body).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field);
    }
    let most = json!({ "language": "tr", "prompt": long("😀", 8000), "greeting": long("ş", 1000) });
    assert_eq!(panel.post("voice/prompts", most).await["prompt"]["version"], 2);
}

#[tokio::test]
async fn of_prompts_written_at_the_same_moment_each_has_its_version_and_one_is_in_force() {
    let panel = Panel::open().await;
    let bodies = (0..10).map(|n| json!({ "language": "en", "prompt": format!("Number {n}") }));
    let replies = join_all(bodies.map(|body| panel.post("voice/prompts", body))).await;
    let mut versions: Vec<_> = replies.iter().map(|reply| reply["prompt"]["version"].as_u64().unwrap()).collect();
    versions.sort_unstable();
    assert_eq!(versions, (2..12).collect::<Vec<_>>());
    let active = "select jsonb_agg(version) from public.agent_prompts where language = 'en' and is_active";
    assert_eq!(panel.live.project.value(active, &[]).await, json!([11]));
    let put = replies.iter().map(|reply| format!("voice/prompts/{}/activate", reply["prompt"]["id"].as_str().unwrap()));
    let put: Vec<_> = put.collect();
    join_all(put.iter().map(|below| panel.post(below, json!({})))).await;
    let active = "select to_jsonb(count(*)) from public.agent_prompts where language = 'en' and is_active";
    assert_eq!(panel.live.project.value(active, &[]).await, 1);
}

#[tokio::test]
async fn an_agent_is_sent_with_the_version_in_force() {
    let line = Line::open().await;
    let body = json!({ "language": "tr", "prompt": "Kısa konuş." });
    let hash = line.panel.post("voice/prompts", body).await["prompt"]["hash"].clone();
    line.call().await;
    let sent = "select to_jsonb(prompt_hash) from public.call_agents";
    assert_eq!(line.panel.live.project.value(sent, &[]).await, hash);
}

#[tokio::test]
async fn how_agents_and_calls_fared_is_counted_by_day_and_in_all() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    // whatever the time of day: ten minutes into one
    let today = "select to_jsonb(public.live_agent_day($1) + interval '10 minutes')";
    let today = panel.live.project.value(today, &[&panel.live.api.now()]).await;
    let today = OffsetDateTime::parse(today.as_str().unwrap(), &time::format_description::well_known::Rfc3339).unwrap();
    let since = |at: OffsetDateTime| (panel.live.api.now() - at).whole_seconds();
    let (early, before) = (since(today), since(today - Duration::days(1)));
    let (busy, other) = (given.user().await, given.user().await);
    let call = panel.voice_call("support", &busy, early).await;
    for (state, joined) in [
        (("failed", Some("quota")), None),
        (("failed", Some("timeout")), None),
        (("failed", Some("unavailable")), None),
        (("left", Some("client_initiated")), Some(early)),
        (("left", None), Some(early)),
    ] {
        panel.call_agent(call, state, early, joined, joined.map(|seconds| seconds - 100)).await;
    }
    panel.switch_off_by_row(call).await;
    let end = "select to_jsonb(public.live_end_call($1, 'failed', null, $2, null, 'agent_absent'))";
    panel.live.project.value(end, &[&call, &panel.ago(0)]).await;
    let yesterday = panel.voice_call("support", &other, before).await;
    panel.call_agent(yesterday, ("failed", Some("timeout")), before, None, None).await;
    panel.voice_call("conference", &given.user().await, early).await;

    let reply = panel.get("voice/failures?days=2").await;
    let day = json!({
        "sent": 4, "joined": 2, "failed": { "quota": 1, "timeout": 1, "unavailable": 1 },
        "left": { "client_initiated": 1, "unknown": 1 }, "calls": 1, "calls_by_outcome": { "failed": 1 },
        "calls_by_detail": { "agent_absent": 1 },
    });
    assert_eq!(pick(&reply["days"][0], FIGURES), day);
    assert_eq!(
        pick(&reply["days"][1], "sent,failed,calls"),
        json!({ "sent": 1, "failed": { "timeout": 1 }, "calls": 1 })
    );
    assert_eq!(
        pick(&reply["total"], "sent,joined,calls,calls_by_outcome"),
        json!({
            "sent": 5, "joined": 2, "calls": 2, "calls_by_outcome": { "failed": 1, "ringing": 1 },
        })
    );
    assert_eq!(reply["time_zone"], "Europe/Istanbul");
    assert_eq!(
        pick(&reply["today"], "agent_seconds,agent_day_seconds,agent_user_day_seconds"),
        json!({
            "agent_seconds": 200, "agent_day_seconds": 36_000, "agent_user_day_seconds": 1_800,
        })
    );
    let busiest = &reply["today"]["busiest_callers"];
    assert_eq!(
        (busiest.as_array().unwrap().len(), pick(&busiest[0], "user_id,seconds")),
        (
            1,
            json!({
                "user_id": busy.id, "seconds": 200,
            })
        )
    );
    assert_eq!(pick(&busiest[0]["profile"], FACE), face(&busy));
    let one = panel.get("voice/failures?days=1").await;
    assert_eq!((one["days"].as_array().unwrap().len(), pick(&one["total"], FIGURES)), (1, day));
    assert_eq!(panel.get("voice/failures").await["days"].as_array().unwrap().len(), 7);
    assert_eq!(panel.get("voice/failures?days=90").await["days"].as_array().unwrap().len(), 90);
}

impl Panel {
    /// Staff wants no agent in a call that has none.
    async fn switch_off_by_row(&self, call: Uuid) {
        let sql =
            "select to_jsonb(public.live_dismiss_agent(c, $2, c.initiated_at)) from public.calls c where c.id = $1";
        self.live.project.value(sql, &[&call, &self.admin.id]).await;
    }
}

#[tokio::test]
async fn who_of_the_staff_has_read_what_was_said_is_listed() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let call = panel.voice_call("support", &given.user().await, 60).await;
    let path = format!("voice/transcripts/{call}/readers");
    assert_eq!(panel.get(&path).await, json!({ "success": true, "readers": [], "total": 0 }));
    let other = given.admin().await;
    let note = "insert into public.live_admin_logs (admin_id, action, target_type, target_id, created_at)
                values ($1, $2, 'call', $3, $4)";
    let id = call.to_string();
    for (admin, action, target, seconds) in [
        (&other, "read_transcript", &id, 30),
        (&panel.admin, "read_transcript", &id, 10),
        (&panel.admin, "join_support_call", &id, 5),
        (&panel.admin, "read_transcript", &Uuid::from_u128(1).to_string(), 1),
    ] {
        panel.live.project.execute(note, &[&admin.id, &action, target, &panel.ago(seconds)]).await;
    }
    let reply = panel.get(&path).await;
    let readers: Vec<_> = reply["readers"].as_array().unwrap().iter().map(|row| row["admin_id"].clone()).collect();
    assert_eq!((readers, &reply["total"]), (vec![json!(panel.admin.id), json!(other.id)], &json!(2)));
    assert_eq!(reply["readers"][1]["admin"]["full_name"], json!(other.display_name));
    assert!(reply["readers"][0]["read_at"].is_string());
    let second = panel.get(&format!("{path}?limit=1&offset=1")).await;
    assert_eq!((&second["readers"][0]["admin_id"], &second["total"]), (&json!(other.id), &json!(2)));
    let missing =
        panel.ask(&panel.admin, "GET", "voice/transcripts/00000000-0000-4000-8000-000000000001/readers", None);
    missing.await.assert_refused(404, "CALL_NOT_FOUND");
}

#[tokio::test]
async fn nobody_but_staff_does_or_reads_any_of_it() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let caller = given.user().await;
    let call = panel.voice_call("support", &caller, 60).await;
    panel.call_agent(call, ("joined", None), 50, Some(49), None).await;
    let (stranger, former) = (given.user().await, given.former_admin().await);
    let prompt = panel.get("voice/prompts?language=tr").await["prompts"][0]["id"].clone();
    let prompt = prompt.as_str().unwrap();
    for (who, user) in [("caller", &caller), ("stranger", &stranger), ("former admin", &former)] {
        for (method, below, body) in [
            ("GET", "voice/calls".to_owned(), None),
            ("GET", "voice/prompts".to_owned(), None),
            ("GET", "voice/failures".to_owned(), None),
            ("GET", format!("voice/transcripts/{call}/readers"), None),
            ("POST", format!("voice/calls/{call}/agent"), Some(json!({ "on": false }))),
            ("POST", "voice/prompts".to_owned(), Some(json!({ "language": "tr", "prompt": "a" }))),
            ("POST", format!("voice/prompts/{prompt}/activate"), Some(json!({}))),
        ] {
            let reply = panel.ask(user, method, &below, body).await;
            assert_eq!((reply.status, &reply.body["errorCode"]), (403, &json!("ADMIN_REQUIRED")), "{who} {below}");
        }
    }
    assert_eq!(panel.agents(call).await, json!([["joined", null]]));
    assert_eq!((panel.live.project.count("public.agent_prompts").await, panel.noted().await.len()), (2, 0));
}

#[tokio::test]
async fn staff_that_joined_a_call_is_among_its_readers_and_reads_nothing_once_they_are_staff_no_more() {
    let line = Line::open().await;
    let (panel, call) = (&line.panel, line.call().await);
    let ask = async |path: &str| {
        let body = json!({ "callId": call });
        line.voice.ask("POST", path).user(&panel.admin).json(body).send().await
    };
    assert_eq!(ask("/api/voice/token").await.body["role"], "staff");
    assert_eq!(ask("/api/voice/get-transcript").await.status, 200);
    assert_eq!(panel.actions().await, ["join_support_call", "read_transcript"]);
    let reply = panel.get(&format!("voice/transcripts/{call}/readers")).await;
    assert_eq!((&reply["readers"][0]["admin_id"], &reply["total"]), (&json!(panel.admin.id), &json!(1)));
    let retire = "update public.admin_profiles set is_active = false where id = $1";
    panel.live.project.execute(retire, &[&panel.admin.id]).await;
    ask("/api/voice/get-transcript").await.assert_refused(404, "CALL_NOT_FOUND");
    let body = json!({ "callId": call });
    let own = line.voice.ask("POST", "/api/voice/get-transcript").user(&line.caller).json(body).send().await;
    assert_eq!((own.status, panel.actions().await.len()), (200, 2), "its caller's reading is nobody's business");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_that_talks_leaves_the_room_when_it_is_sent_away_and_another_comes_when_it_is_sent_for() {
    let line = Line::open().await;
    let (project, admin) = (&line.panel.live.project, &line.panel.admin);
    let worker = Worker::start(project).await;
    let (voice, staff) = (Api::new(project, voice::routes()), Api::new(project, ops::routes()));
    let (voice, staff) = (worker.known_to(voice), worker.known_to(staff));
    let told = voice.ask("POST", "/api/voice/token").user(&line.caller).json(json!({})).send().await.body;
    assert_eq!(told["agentSpawned"], true, "{told}");
    let room = told["roomName"].as_str().unwrap();
    let path = format!("live-ops/voice/calls/{}/agent", told["callId"].as_str().unwrap());
    let switch = async |on: bool| staff.ask("POST", &path).user(admin).json(json!({ "on": on })).send().await.body;
    assert_eq!(switch(false).await["pending"], false);
    let empty = async {
        while !project.people_in(room).await.is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), empty).await.expect("it leaves");
    let back = switch(true).await;
    assert_eq!((&back["agent"]["status"], back.get("reason")), (&json!("joined"), None), "{back}");
    let inside = project.people_in(room).await;
    assert_eq!(inside[0]["identity"], json!(format!("agent-{}", back["agent"]["id"].as_str().unwrap())));
}
