use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::grants::Grants;
use crate::participant::Permission;
use crate::participant::TrackSource;
use crate::standing::{Remedy, Standing};

const NOW: Timestamp = Timestamp::new(time::macros::datetime!(2026-11-21 12:00 UTC));

fn user(number: u8) -> UserId {
    UserId(Uuid::from_u128(u128::from(number) + 1))
}

fn name(number: usize) -> RoomName {
    serde_json::from_value(json!(format!("live_video_{number}"))).unwrap()
}

/// A session of user 0, heard of a second ago.
fn session() -> RoomFacts {
    RoomFacts {
        name: name(0),
        kind: RoomKind::VideoLive,
        state: RoomState::Open,
        sids: vec!["RM_0".to_owned()],
        quiet_since: NOW - Duration::SECOND,
        away: false,
        host: Some(user(0)),
        roles: None,
        muted: None,
        stays: Vec::new(),
        call_kind: None,
        agent: None,
        wants_agent: false,
    }
}

fn stay(sid: &str, of: u8, seconds_ago: i64) -> OpenStay {
    let joined_at = Some(NOW - Duration::seconds(seconds_ago));
    OpenStay { participant_sid: sid.to_owned(), user_id: user(of), joined_at, must_leave: false }
}

fn permission(role: Role, kind: RoomKind) -> Permission {
    let grants = Grants::of(role, kind);
    Permission {
        publish: grants.can_publish(),
        sources: grants.publish.iter().map(|source| Some(*source)).collect(),
        subscribe: grants.subscribe,
        publish_data: grants.publish_data,
        update_own_metadata: grants.update_own_metadata,
        hidden: grants.hidden,
    }
}

/// Somebody inside a video session, with this role in every respect.
fn person(sid: &str, of: u8, role: Role) -> Person {
    Person {
        sid: sid.to_owned(),
        identity: user(of).to_string(),
        kind: "STANDARD",
        presence: Presence::Active,
        joined_at: NOW - Duration::minutes(5),
        permission: permission(role, RoomKind::VideoLive),
        metadata: json!({ "role": role, "isCreator": role == Role::Host, "username": "ada" }).to_string(),
    }
}

fn open(people: Vec<Person>) -> RoomView {
    let opened = OpenedRoom { room_sid: "RM_0".to_owned(), started_at: NOW - Duration::HOUR };
    RoomView::Open { opened, participants: people.len(), people: Some(people) }
}

fn planned(room: &RoomFacts, view: RoomView) -> Plan {
    plan(std::slice::from_ref(room), &BTreeMap::from([(room.name.clone(), view)]), NOW)
}

#[test]
fn what_the_database_says_is_read_as_it_says_it() {
    let facts = json!({
        "name": "call_audio_1", "kind": "audio_call", "state": "leftover", "away": false, "sids": ["RM_1"],
        "quiet_since": "2026-11-21T12:00:00.5+00:00", "roles": { user(1).to_string(): "caller" },
        "stays": [{ "participant_sid": "PA_1", "user_id": user(1), "joined_at": null, "must_leave": true }],
    });
    let room: RoomFacts = serde_json::from_value(facts).unwrap();
    assert_eq!((room.kind, room.state, room.host), (RoomKind::AudioCall, RoomState::Leftover, None));
    assert_eq!(room.roles.unwrap()[&user(1)], Role::Caller);
}

#[test]
fn a_room_as_the_database_believes_it_needs_no_repair() {
    let room = RoomFacts { stays: vec![stay("PA_0", 0, 600), stay("PA_1", 1, 600)], ..session() };
    let people = vec![person("PA_0", 0, Role::Host), person("PA_1", 1, Role::Viewer)];
    assert_eq!(planned(&room, open(people)), Plan::default());
}

#[test]
fn a_stay_younger_than_a_minute_is_not_closed_and_an_older_one_is() {
    let room = RoomFacts { stays: vec![stay("PA_young", 1, 59), stay("PA_old", 2, 60)], ..session() };
    for view in [open(Vec::new()), RoomView::Absent] {
        let plan = planned(&room, view);
        assert_eq!(plan.repairs.iter().flat_map(|repair| &repair.left).collect::<Vec<_>>(), ["PA_old"]);
    }
}

#[test]
fn whoever_is_on_the_way_in_is_neither_inside_nor_missing() {
    let arriving = Person { presence: Presence::Arriving, ..person("PA_1", 1, Role::Viewer) };
    let stranger = Person { presence: Presence::Arriving, ..person("PA_2", 2, Role::Viewer) };
    let room = RoomFacts { stays: vec![stay("PA_1", 1, 600)], ..session() };
    let plan = planned(&room, open(vec![arriving, stranger]));
    assert!(plan.repairs.iter().all(|repair| repair.joined.is_empty() && repair.left.is_empty()));
}

#[test]
fn whatever_is_no_user_of_ours_is_not_looked_at() {
    let as_identity = |identity: String| Person { identity, ..person("PA_1", 1, Role::Host) };
    let shouted = user(200).to_string().to_uppercase();
    let people = [format!("admin_{}", user(1)), "EG_recorder".to_owned(), shouted, String::new()];
    assert_eq!(planned(&session(), open(people.map(as_identity).to_vec())), Plan::default());
}

#[test]
fn a_show_without_a_room_is_given_up_after_half_an_hour_of_nothing() {
    let quiet_for = |duration| RoomFacts { quiet_since: NOW - duration, ..session() };
    let orphaned = |room: &RoomFacts| planned(room, RoomView::Absent).repairs.iter().any(|repair| repair.orphaned);
    assert!(!orphaned(&quiet_for(ORPHANED - Duration::SECOND)));
    assert!(orphaned(&quiet_for(ORPHANED)));
    let inhabited = RoomFacts { stays: vec![stay("PA_1", 1, 600)], ..quiet_for(ORPHANED) };
    assert!(!orphaned(&inhabited), "that somebody is inside comes first");
    assert_eq!(planned(&quiet_for(ORPHANED), open(Vec::new())), Plan::default(), "its room is there");
}

#[test]
fn the_room_of_what_is_over_is_closed_and_once_gone_noted() {
    let room = RoomFacts { state: RoomState::Leftover, ..session() };
    assert_eq!(
        planned(&room, open(vec![person("PA_1", 1, Role::Viewer)])),
        Plan { repairs: Vec::new(), delete: vec![name(0)] }
    );
    let gone = planned(&room, RoomView::Absent);
    assert_eq!((gone.repairs.len(), &gone.repairs[0].finished, gone.repairs[0].orphaned), (1, &room.sids, false));
}

#[test]
fn a_room_nobody_has_heard_of_is_noted_even_if_its_people_were_not_listed() {
    let RoomView::Open { opened, participants, .. } = open(Vec::new()) else { unreachable!() };
    let view = RoomView::Open { opened: opened.clone(), participants, people: None };
    let room = RoomFacts { sids: Vec::new(), stays: vec![stay("PA_1", 1, 600)], ..session() };
    let plan = planned(&room, view);
    assert_eq!(plan.repairs, [Repair { opened: Some(opened), ..Repair::of(&room) }]);
}

#[test]
fn a_crowd_is_repaired_in_parts_and_arrivals_come_first() {
    let stays = (0..250).map(|number| stay(&format!("PA_old_{number}"), 1, 600)).collect();
    let people = (0..=255).chain(0..=255).enumerate();
    let people = people.map(|(index, of)| person(&format!("PA_new_{index}"), of, Role::Viewer)).collect();
    let plan = planned(&RoomFacts { stays, ..session() }, open(people));
    let sizes: Vec<_> = plan.repairs.iter().map(|part| (part.joined.len(), part.left.len())).collect();
    assert_eq!(sizes, [(200, 0), (200, 0), (112, 0), (0, 200), (0, 50)]);
    assert!(plan.repairs.iter().rev().skip(1).all(|part| part.standing.is_empty()));
    assert_eq!(plan.repairs.last().unwrap().standing.len(), 256);
}

fn standing(of: u8, role: Option<Role>, must_leave: bool) -> Standing {
    let (room_name, room_kind) = (name(0), RoomKind::VideoLive);
    Standing { user_id: user(of), role, room_name, room_kind, is_muted: false, must_leave }
}

#[test]
fn whoever_has_other_rights_than_their_role_gets_exactly_those_of_the_role() {
    let roles = Some(BTreeMap::from([(user(2), Role::CoHost), (user(3), Role::Moderator)]));
    let stays = (0..=4).map(|of| stay(&format!("PA_{of}"), of, 600)).collect();
    let room = RoomFacts { roles, stays, ..session() };
    let people = vec![
        person("PA_0", 0, Role::Host),
        person("PA_1", 1, Role::CoHost),
        person("PA_2", 2, Role::CoHost),
        // the rights are the same, but others read the role from the metadata
        person("PA_3", 3, Role::Viewer),
        person("PA_4", 4, Role::Viewer),
    ];
    let plan = planned(&room, open(people.clone()));
    assert_eq!(plan.repairs[0].standing, [user(1), user(3)]);

    let answers = [standing(1, None, false), standing(3, Some(Role::Moderator), false)];
    let told: Vec<(String, bool, Value)> = remedies(&people, &answers)
        .into_iter()
        .map(|remedy| match remedy {
            Remedy::Update { identity, grants, metadata } => {
                (identity, grants.can_publish(), serde_json::from_str(&metadata.unwrap()).unwrap())
            }
            Remedy::Remove { .. } => panic!("nobody must leave"),
        })
        .collect();
    let as_role = |role| json!({ "role": role, "isCreator": false, "username": "ada" });
    assert_eq!(
        told,
        [(user(1).to_string(), false, as_role("viewer")), (user(3).to_string(), false, as_role("moderator"))]
    );
}

#[test]
fn what_is_right_again_when_it_is_asked_about_is_left_alone() {
    let people = [person("PA_1", 1, Role::CoHost), person("PA_2", 2, Role::Viewer)];
    let answers = [standing(1, Some(Role::CoHost), false), standing(2, None, false)];
    assert_eq!(remedies(&people, &answers), []);
    assert_eq!(remedies(&people, &[]), [], "the session ended meanwhile");
    let in_call = Standing { room_kind: RoomKind::VideoCall, ..standing(1, None, false) };
    assert_eq!(remedies(&people, &[in_call]), [], "calls have no audience");
}

#[test]
fn whoever_must_leave_is_put_out_and_whoever_is_new_is_asked_about() {
    let unwanted = OpenStay { must_leave: true, ..stay("PA_1", 1, 600) };
    let room = RoomFacts { stays: vec![unwanted], ..session() };
    let people = vec![person("PA_1", 1, Role::Viewer), person("PA_2", 2, Role::Viewer)];
    assert_eq!(planned(&room, open(people.clone())).repairs[0].standing, [user(1), user(2)]);
    let told = remedies(&people, &[standing(1, None, true), standing(2, None, false)]);
    assert_eq!(told, [Remedy::Remove { identity: user(1).to_string() }]);
}

#[test]
fn whoever_is_muted_and_can_still_be_heard_is_asked_about() {
    let roles = Some(BTreeMap::from([(user(1), Role::CoHost), (user(2), Role::CoHost)]));
    let stays = vec![stay("PA_1", 1, 600), stay("PA_2", 2, 600)];
    let room = RoomFacts { roles, muted: Some(BTreeSet::from([user(1), user(2)])), stays, ..session() };
    let mut silent = person("PA_2", 2, Role::CoHost);
    silent.permission.sources = vec![Some(TrackSource::Camera)];
    let plan = planned(&room, open(vec![person("PA_1", 1, Role::CoHost), silent]));
    assert_eq!(plan.repairs[0].standing, [user(1)]);
}

#[test]
fn who_is_waited_for_is_absent_only_if_livekit_answered_and_does_not_have_them() {
    let away = RoomFacts { away: true, ..session() };
    let absent = |room: &RoomFacts, view| planned(room, view).repairs.iter().any(|repair| repair.absent);
    let host = |presence| Person { presence, ..person("PA_0", 0, Role::Host) };
    assert!(absent(&away, RoomView::Absent));
    assert!(absent(&away, open(vec![person("PA_1", 1, Role::Viewer)])));
    assert!(absent(&away, open(vec![host(Presence::Gone)])));
    for presence in [Presence::Arriving, Presence::Active] {
        assert!(!absent(&away, open(vec![host(presence)])), "{presence:?}");
    }
    let unlisted = RoomView::Open {
        opened: OpenedRoom { room_sid: "RM_0".to_owned(), started_at: NOW },
        participants: 1,
        people: None,
    };
    assert!(!absent(&away, unlisted));
    assert!(!absent(&session(), RoomView::Absent), "nobody is waited for");
    assert_eq!(plan(&[away], &BTreeMap::new(), NOW), Plan::default(), "no answer is no absence");

    let roles = Some(BTreeMap::from([(user(1), Role::Caller), (user(2), Role::Callee)]));
    let call = RoomFacts { kind: RoomKind::VideoCall, host: None, roles, away: true, ..session() };
    let parties = |of: &[u8]| open(of.iter().map(|of| person(&format!("PA_{of}"), *of, Role::Caller)).collect());
    assert!(absent(&call, parties(&[1])) && absent(&call, parties(&[])));
    assert!(!absent(&call, parties(&[1, 2])));
}

#[test]
fn every_switch_of_a_permission_counts() {
    let grants = Grants::of(Role::CoHost, RoomKind::VideoLive);
    let right = permission(Role::CoHost, RoomKind::VideoLive);
    let mut reversed = right.clone();
    reversed.sources.reverse();
    assert!(grants.are(&right) && grants.are(&reversed));
    let wrong: [fn(&mut Permission); 8] = [
        |may| may.publish = false,
        |may| may.sources = vec![Some(TrackSource::Camera)],
        |may| may.sources.push(None),
        |may| may.sources.clear(),
        |may| may.subscribe = false,
        |may| may.publish_data = false,
        |may| may.update_own_metadata = true,
        |may| may.hidden = true,
    ];
    for change in wrong {
        let mut may = right.clone();
        change(&mut may);
        assert!(!grants.are(&may), "{may:?}");
    }
}

#[test]
fn within_the_budget_suspicious_rooms_come_first_and_the_others_have_their_turn() {
    let facts: Vec<RoomFacts> = (0..10).map(|number| RoomFacts { name: name(number), ..session() }).collect();
    let mut seen: BTreeMap<_, _> = facts.iter().map(|room| (room.name.clone(), open(Vec::new()))).collect();
    seen.insert(name(7), open(vec![person("PA_1", 1, Role::Viewer)]));
    seen.insert(name(8), RoomView::Absent);
    seen.remove(&name(9));

    let mut turns = BTreeSet::new();
    for minute in 0..4 {
        let chosen = worth_listing(&facts, &seen, 3, NOW + Duration::minutes(minute));
        assert_eq!((chosen.len(), &chosen[0].name), (3, &name(7)));
        turns.extend(chosen.into_iter().map(|room| room.name.clone()));
    }
    assert_eq!(turns, (0..8).map(name).collect());
    assert_eq!(worth_listing(&facts, &seen, 100, NOW).len(), 8);
    assert!(worth_listing(&facts, &seen, 0, NOW).is_empty());
}

/// A room of a few people, any of whose connections the database or LiveKit or both may know of.
fn any_room() -> impl Strategy<Value = (RoomFacts, Option<RoomView>)> {
    let connection = (0..6_u8, 0..200_i64, any::<bool>(), any::<bool>(), 0..3_u8);
    let parts = (prop::collection::vec(connection, 0..8), any::<bool>(), any::<bool>(), 0..3_u8, 0..3600_i64);
    parts.prop_map(|(connections, leftover, known_sid, answer, quiet_for)| {
        let (mut stays, mut people) = (Vec::new(), Vec::new());
        for (index, (of, age, believed, real, presence)) in connections.into_iter().enumerate() {
            let sid = format!("PA_{index}");
            if believed {
                stays.push(stay(&sid, of, age));
            }
            if real {
                let presence = [Presence::Active, Presence::Arriving, Presence::Gone][usize::from(presence)];
                let joined_at = NOW - Duration::seconds(age);
                people.push(Person { presence, joined_at, ..person(&sid, of, Role::Viewer) });
            }
        }
        let state = if leftover { RoomState::Leftover } else { RoomState::Open };
        let sids = if known_sid { vec!["RM_0".to_owned()] } else { Vec::new() };
        let quiet_since = NOW - Duration::seconds(quiet_for);
        let view = [None, Some(RoomView::Absent), Some(open(people))].into_iter().nth(usize::from(answer)).unwrap();
        (RoomFacts { state, sids, quiet_since, stays, ..session() }, view)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Carrying out the plan leaves the stays that LiveKit has and the young ones, and touches nothing else.
    #[test]
    fn after_its_repairs_a_room_has_the_stays_livekit_has((room, view) in any_room()) {
        let seen: BTreeMap<_, _> = view.iter().map(|view| (room.name.clone(), view.clone())).collect();
        let plan = plan(std::slice::from_ref(&room), &seen, NOW);
        let mut open: BTreeSet<&str> = room.stays.iter().map(|stay| &*stay.participant_sid).collect();
        let believed = open.clone();
        for repair in &plan.repairs {
            prop_assert!(repair.left.iter().all(|sid| open.remove(sid.as_str())), "a stay is closed once");
            prop_assert!(repair.joined.iter().all(|arrival| open.insert(&arrival.participant_sid)), "or opened once");
        }

        let young = |sid: &&str| {
            let joined = room.stays.iter().find(|stay| stay.participant_sid == *sid).and_then(|stay| stay.joined_at);
            joined.is_some_and(|joined_at| joined_at > NOW - LISTED_BY_THEN)
        };
        match (&view, room.state) {
            (None, _) => prop_assert_eq!(&plan, &Plan::default()),
            (Some(RoomView::Open { .. }), RoomState::Leftover) => {
                prop_assert_eq!(&plan, &Plan { repairs: Vec::new(), delete: vec![room.name.clone()] });
            }
            (Some(RoomView::Absent), _) => prop_assert_eq!(open, believed.iter().copied().filter(young).collect()),
            (Some(RoomView::Open { people, .. }), RoomState::Open) => {
                let people = people.as_deref().unwrap_or_default();
                let with = |wanted: fn(&Presence) -> bool| {
                    people.iter().filter(move |person| wanted(&person.presence)).map(|person| &*person.sid)
                };
                let here: BTreeSet<&str> = with(|presence| *presence != Presence::Gone).collect();
                let expected: BTreeSet<&str> = with(|presence| *presence == Presence::Active)
                    .chain(believed.iter().copied().filter(|sid| here.contains(sid) || young(sid)))
                    .collect();
                prop_assert_eq!(open, expected);
            }
        }
        for repair in &plan.repairs {
            prop_assert!(!repair.orphaned || room.stays.is_empty() && view == Some(RoomView::Absent));
            prop_assert!(repair.finished.is_empty() || room.state == RoomState::Leftover);
        }
    }
}
