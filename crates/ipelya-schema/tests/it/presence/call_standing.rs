//! Who may be in the room of a call: its two parties, while it is not over. Webhook and sweep ask here.

use crate::presence::report::{Connection, START, moment};
use crate::presence::stage::{Stage, pick};
use ipelya_test::{Call, User};
use serde_json::{Value, json};

struct Room {
    stage: Stage,
    caller: User,
    callee: User,
    stranger: User,
    call: Call,
}

impl Room {
    async fn of(status: &str) -> Self {
        let stage = Stage::live().await;
        let given = stage.project.given();
        let (caller, callee, stranger) = (given.user().await, given.user().await, given.user().await);
        let call = given.call(&caller, &callee).status(status).insert().await;
        stage.admin(&format!("update public.calls set answered_at = {START} where status = 'connected'")).await;
        Self { stage, caller, callee, stranger, call }
    }

    /// Role, and whether they must leave, as the webhook is told when somebody is seen inside.
    async fn standing(&self, user: &User) -> Value {
        let sql = format!("select public.live_standing(null, $1, $2, {})", moment(60));
        let standing: Value = self.stage.db.query_one(&sql, &[&self.call.id, &user.id]).await.unwrap().get(0);
        assert_eq!(standing["room_name"], json!(self.call.room_name));
        pick(&standing, ["role", "must_leave"])
    }

    /// All three connect, and the reports get through.
    async fn everybody_is_inside(&self) {
        for (user, sid) in [(&self.caller, "PA_1"), (&self.callee, "PA_2"), (&self.stranger, "PA_3")] {
            let joined = Connection::of(user, sid).joined(10);
            assert!(self.stage.ask::<bool>(&joined.sql(&self.call.room_name, 10)).await);
        }
    }

    /// Who must leave, as the sweep is told.
    async fn unwanted(&self, at: i64) -> Vec<Value> {
        let facts: Value = self.stage.ask(&format!("select public.live_sweep_facts({})", moment(at))).await;
        let rooms = facts.as_array().unwrap();
        let room = rooms.iter().find(|room| room["name"] == self.call.room_name).unwrap();
        let stays = room["stays"].as_array().unwrap().iter();
        let mut unwanted: Vec<Value> =
            stays.filter(|stay| stay["must_leave"] == true).map(|stay| stay["participant_sid"].clone()).collect();
        unwanted.sort_by_key(ToString::to_string);
        unwanted
    }

    async fn end(&self, at: i64) {
        let sql = format!("select public.live_end_call('{}', 'completed', null, {})", self.call.id, moment(at));
        assert!(self.stage.ask::<bool>(&sql).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_its_parties_may_be_in_a_call_whoever_holds_a_token_of_theirs() {
    for status in ["ringing", "connected"] {
        let room = Room::of(status).await;
        assert_eq!(room.standing(&room.caller).await, json!(["caller", false]), "{status}");
        assert_eq!(room.standing(&room.callee).await, json!(["callee", false]), "{status}");
        assert_eq!(room.standing(&room.stranger).await, json!([null, true]), "{status}");
        room.everybody_is_inside().await;
        assert_eq!(room.unwanted(60).await, ["PA_3"], "{status}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_banned_party_must_leave_a_call() {
    let room = Room::of("connected").await;
    room.stage.project.given().ban(&room.callee).everywhere().insert().await;
    room.everybody_is_inside().await;
    assert_eq!(room.standing(&room.callee).await, json!(["callee", true]));
    assert_eq!(room.standing(&room.caller).await, json!(["caller", false]));
    assert_eq!(room.unwanted(60).await, ["PA_2", "PA_3"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_may_be_in_a_call_that_is_over() {
    let room = Room::of("connected").await;
    room.everybody_is_inside().await;
    room.end(40).await;
    for (user, role) in
        [(&room.caller, json!("caller")), (&room.callee, json!("callee")), (&room.stranger, json!(null))]
    {
        assert_eq!(room.standing(user).await, json!([role, true]));
    }
    // and the room goes half a minute later
    assert_eq!(room.unwanted(70).await, ["PA_1", "PA_2", "PA_3"]);
    // whom a repair that was under way asks about
    let repair = json!({ "room_name": room.call.room_name, "standing": [room.caller.id] });
    let sql = format!("select public.live_sweep_apply($1, {})", moment(50));
    let said: Value = room.stage.db.query_one(&sql, &[&repair]).await.unwrap().get(0);
    assert_eq!(said["standing"][0]["must_leave"], json!(true));
}
