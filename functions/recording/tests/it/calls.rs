//! Calls are recorded where operations allow it, with everybody's word, and only as long as it is given.

use ipelya_test::{Api, Call, Deliveries, EgressServer, Project, Reply, RoomClient, User};
use serde_json::{Value, json};

use super::studio::project;

/// A call between two, both inside with a microphone.
struct Line {
    project: Project,
    egress: EgressServer,
    api: Api,
    _deliveries: Deliveries,
    caller: User,
    callee: User,
    call: Call,
    _inside: [RoomClient; 2],
}

impl Line {
    async fn open() -> Self {
        let (project, egress, api, deliveries) = project().await;
        let given = project.given();
        given.setting("call_recording_enabled", true).await;
        let (caller, callee) = (given.user().await, given.user().await);
        let call = given.call(&caller, &callee).audio().status("connected").insert().await;
        project.open_room(&call.room_name).await;
        let mut inside = Vec::new();
        for (party, role) in [(&caller, "caller"), (&callee, "callee")] {
            inside.push(project.party_client(&call, party, role).microphone().join().await);
            enters(&project, &call, party).await;
        }
        let inside = inside.try_into().unwrap_or_else(|_| panic!("two"));
        Self { egress, api, _deliveries: deliveries, caller, callee, call, _inside: inside, project }
    }

    async fn ask(&self, function: &str, user: &User, body: Value) -> Reply {
        self.api.post(function).user(user).json(body).send().await
    }

    async fn start(&self, user: &User) -> Reply {
        self.ask("start-recording", user, json!({ "callId": self.call.id })).await
    }

    async fn agrees(&self, user: &User, recording: bool) -> Reply {
        self.ask("set-recording-consent", user, json!({ "callId": self.call.id, "recording": recording })).await
    }

    async fn shows(&self) -> Value {
        let sql = "select to_jsonb(c.is_recording) from public.calls c where c.id = $1";
        self.project.value(sql, &[&self.call.id]).await
    }

    async fn told(&self, user: &User) -> Value {
        let sql = "select coalesce(jsonb_agg(event order by inserted_at), '[]')
                   from realtime.messages where topic = 'user:' || $1::uuid and event like 'recording%'";
        self.project.value(sql, &[&user.id]).await
    }

    async fn until(&self, status: &str) {
        for _ in 0..200 {
            let sql = "select coalesce(jsonb_agg(r.status order by r.created_at desc), '[]') from public.recordings r";
            if self.project.value(sql, &[]).await[0] == status {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("no recording is {status}: {:?}", self.egress.egress.all());
    }
}

/// Somebody is inside a call, as LiveKit would have reported it.
async fn enters(project: &Project, call: &Call, user: &User) {
    let sql = "with opened as (
                 insert into public.live_rooms (room_sid, room_name, call_id, started_at)
                 values ('RM_' || $1::uuid, $2, $1::uuid, now()) on conflict do nothing
               )
               insert into public.live_stays (participant_sid, room_sid, call_id, user_id, joined_at)
               values ('PA_' || $3::uuid, 'RM_' || $1::uuid, $1::uuid, $3::uuid, now())";
    project.execute(sql, &[&call.id, &call.room_name, &user.id]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_recorded_once_both_have_agreed_and_no_longer_than_both_do() {
    let line = Line::open().await;
    line.start(&line.caller).await.assert_refused(409, "RECORDING_CONSENT_REQUIRED");
    let agreed = line.agrees(&line.callee, true).await;
    assert_eq!((agreed.status, &agreed.body["isRecording"]), (200, &json!(false)), "{}", agreed.body);
    assert_eq!(line.start(&line.caller).await.status, 200, "who starts it has agreed");
    line.until("active").await;
    assert_eq!(line.shows().await, true);
    for party in [&line.caller, &line.callee] {
        assert_eq!(line.told(party).await, json!(["recording_started"]));
    }
    let withdrawn = line.agrees(&line.callee, false).await;
    assert_eq!((withdrawn.status, &withdrawn.body["recording"]), (200, &json!(false)));
    line.until("complete").await;
    assert_eq!(
        (line.shows().await, line.told(&line.caller).await),
        (json!(false), json!(["recording_started", "recording_stopped"]))
    );
    line.start(&line.caller).await.assert_refused(409, "RECORDING_CONSENT_REQUIRED");

    let subjects = "select jsonb_agg(s.how order by s.how) from public.recording_subjects s";
    assert_eq!(line.project.value(subjects, &[]).await, json!(["asked", "started"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn operations_say_whether_calls_are_recorded_and_strangers_know_of_none() {
    let line = Line::open().await;
    let stranger = line.project.given().user().await;
    line.start(&stranger).await.assert_refused(404, "CALL_NOT_FOUND");
    line.agrees(&stranger, true).await.assert_refused(404, "CALL_NOT_FOUND");
    line.project.given().setting("call_recording_enabled", false).await;
    line.start(&line.caller).await.assert_refused(403, "RECORDING_DISABLED");
    assert!(line.egress.egress.all().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_later_is_asked_before_they_are_given_a_token() {
    let line = Line::open().await;
    line.agrees(&line.callee, true).await;
    assert_eq!(line.start(&line.caller).await.status, 200);
    line.until("active").await;
    let tokens = Api::new(&line.project, token::routes()).at_system_time();
    let again = || tokens.post("get-livekit-token").user(&line.callee).json(json!({ "callId": line.call.id })).send();
    assert_eq!(again().await.status, 200, "they have agreed");
    let forget = "update public.call_members set recording_consent = null where user_id = $1";
    line.project.execute(forget, &[&line.callee.id]).await;
    again().await.assert_refused(409, "RECORDING_CONSENT_REQUIRED");
    line.agrees(&line.callee, true).await;
    assert_eq!(again().await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_inside_who_has_not_agreed_ends_it_at_once() {
    let line = Line::open().await;
    line.agrees(&line.callee, true).await;
    assert_eq!(line.start(&line.caller).await.status, 200);
    line.until("active").await;
    // by a token of before
    let forget = "update public.call_members set recording_consent = null where user_id = $1";
    line.project.execute(forget, &[&line.callee.id]).await;
    let joined = json!({
        "event": "participant_joined", "id": "EV_late", "createdAt": line.api.now().unix_timestamp().to_string(),
        "room": { "sid": "RM_1", "name": line.call.room_name },
        "participant": { "sid": "PA_late", "identity": line.callee.id, "kind": "STANDARD" },
    });
    let taken = line.api.webhook_at("/functions/v1/recording-webhook", &joined).send().await;
    assert_eq!((taken.status, &taken.body["result"]), (200, &json!("success")), "{}", taken.body);
    line.until("complete").await;
    assert_eq!(line.shows().await, false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hanging_up_ends_it() {
    let line = Line::open().await;
    line.agrees(&line.callee, true).await;
    assert_eq!(line.start(&line.caller).await.status, 200);
    line.until("active").await;
    let calls = line.egress.known_to(Api::new(&line.project, call::routes())).at_system_time();
    let ended = calls.post("end-call").user(&line.caller).json(json!({ "callId": line.call.id })).send().await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    line.until("complete").await;
}
