use proptest::prelude::*;
use time::Duration;
use time::macros::datetime;
use uuid::{Uuid, uuid};

use super::*;
use crate::call::CallKind;
use crate::call::CallType;
use crate::facts::{CallerFacts, Participant, RecordingFacts, Subscription, Switches};
use crate::identity::Claims;
use crate::ids::{CallId, ProfileId, RecordingId, SessionId};
use crate::participant::TrackSource;
use crate::session::SessionType;

const NOW: Timestamp = Timestamp::new(datetime!(2026-11-21 12:00 UTC));
const CREATOR: UserId = UserId(uuid!("c0000000-0000-4000-8000-000000000001"));
const VIEWER: UserId = UserId(uuid!("a0000000-0000-4000-8000-000000000002"));
const SESSION: SessionId = SessionId(uuid!("50000000-0000-4000-8000-000000000003"));
const OTHER: Uuid = uuid!("ffffffff-0000-4000-8000-000000000004");

fn caller(user: UserId) -> Caller {
    signed_in(user, false)
}

fn anonymous() -> Caller {
    signed_in(VIEWER, true)
}

fn signed_in(user: UserId, is_anonymous: bool) -> Caller {
    let claims: Claims = serde_json::from_value(serde_json::json!({
        "sub": user, "iss": "test", "aud": "authenticated", "role": "authenticated",
        "exp": NOW.unix_seconds() + 60, "is_anonymous": is_anonymous,
    }))
    .unwrap();
    Caller::from_claims(&claims, "test", NOW).unwrap()
}

/// A viewer with a profile who asks about this.
fn about<Room>(room: Option<Room>) -> Facts<Room> {
    let profile =
        Profile { id: ProfileId(OTHER), username: None, display_name: None, avatar_url: None, is_creator: false };
    Facts {
        caller: CallerFacts {
            user_exists: true,
            banned_until: None,
            session_alive: Some(true),
            profile: Some(profile),
            bans: vec![],
        },
        switches: Switches { live_enabled: true, calls_enabled: true, voice_enabled: true },
        room,
    }
}

/// A viewer with a profile and a live public session of somebody else.
fn facts() -> Facts<SessionFacts> {
    about(Some(SessionFacts {
        id: SESSION,
        creator_id: CREATOR,
        room_name: RoomName::of_session(SessionType::VideoLive, SESSION),
        session_type: SessionType::VideoLive,
        access_type: AccessType::Public,
        ppv_coin_price: Coins::ZERO,
        status: SessionStatus::Live,
        max_ends_at: None,
        waits_for_host: false,
        encoder_publishes: false,
        participant: None,
        is_blocked: false,
        subscription: None,
        has_paid: false,
    }))
}

fn session_with(change: impl FnOnce(&mut SessionFacts)) -> Facts<SessionFacts> {
    let mut facts = facts();
    change(facts.room.as_mut().unwrap());
    facts
}

fn pay_per_view(price: i64) -> Facts<SessionFacts> {
    session_with(|session| {
        session.access_type = AccessType::PayPerView;
        session.ppv_coin_price = Coins::try_from(price).unwrap();
    })
}

fn call_with(change: impl FnOnce(&mut CallFacts)) -> Facts<CallFacts> {
    let id = CallId(OTHER);
    let mut call = CallFacts {
        id,
        kind: CallKind::UserToUser,
        role: None,
        call_type: CallType::VideoCall,
        room_name: RoomName::of_call(CallType::VideoCall, id),
        status: CallStatus::Ringing,
        ring_expires_at: Some(NOW + Duration::seconds(30)),
        max_ends_at: None,
        lacks_consent: false,
    };
    change(&mut call);
    about(Some(call))
}

fn seat(facts: &Facts<SessionFacts>, caller: &Caller) -> Result<Seat, Refusal> {
    facts.identify(caller, NOW)?.admit_to_session()
}

fn role(facts: &Facts<SessionFacts>, user: UserId) -> Result<Role, Refusal> {
    seat(facts, &caller(user)).map(|seat| seat.role)
}

/// What the database says of somebody in a call that the creator has placed to the viewer.
fn call_role(facts: &Facts<CallFacts>, user: UserId) -> Result<Role, Refusal> {
    let mut facts = facts.clone();
    let role = [(CREATOR, Role::Caller), (VIEWER, Role::Callee)].into_iter().find(|(party, _)| *party == user);
    if let Some(call) = &mut facts.room {
        call.role = role.map(|(_, role)| role);
    }
    facts.identify(&caller(user), NOW)?.admit_to_call().map(|seat| seat.role)
}

/// The role and the price of joining.
fn entry(
    facts: &Facts<SessionFacts>,
    caller: &Caller,
    expected_price: Option<Coins>,
) -> Result<(Role, Option<Coins>), Refusal> {
    let session = facts.room.clone().unwrap();
    let facts = Facts {
        caller: facts.caller.clone(),
        switches: facts.switches,
        room: Some(JoinFacts { session, details: Some(()) }),
    };
    let entry = facts.identify(caller, NOW)?.admit_to_join(expected_price)?;
    Ok((entry.role(), entry.price))
}

#[test]
fn a_call_with_support_or_of_several_lets_in_whoever_may_enter_it_from_its_beginning() {
    for kind in [CallKind::Support, CallKind::Conference] {
        for role in [Role::Owner, Role::Member, Role::Staff] {
            for status in [CallStatus::Ringing, CallStatus::Connected] {
                let entering = call_with(|call| (call.kind, call.role, call.status) = (kind, Some(role), status));
                let seat = |facts: &Facts<CallFacts>| {
                    facts.identify(&caller(VIEWER), NOW)?.admit_to_call().map(|seat| seat.role)
                };
                assert_eq!(seat(&entering), Ok(role), "{kind:?} {status:?}");

                let mut off = entering.clone();
                off.switches.voice_enabled = false;
                assert_eq!(seat(&off), Err(Refusal::VoiceDisabled));
                let mut calls_off = entering.clone();
                calls_off.switches.calls_enabled = false;
                assert_eq!(seat(&calls_off), Ok(role), "that is the switch of calls between two");
            }
        }
        let stranger = call_with(|call| call.kind = kind);
        let refused = stranger.identify(&caller(VIEWER), NOW).unwrap().admit_to_call();
        assert_eq!(refused, Err(Refusal::CallNotFound));
    }
}

#[test]
fn a_signed_out_deleted_or_auth_banned_user_is_not_signed_in() {
    let with = |change: fn(&mut CallerFacts)| {
        let mut facts = facts();
        change(&mut facts.caller);
        facts.identify(&caller(VIEWER), NOW).map(|_| ())
    };
    assert_eq!(with(|_| ()), Ok(()));
    assert_eq!(with(|user| user.session_alive = None), Ok(()), "a token that names no sign-in has none to lose");
    assert_eq!(with(|user| user.banned_until = Some(NOW)), Ok(()), "a ban that is over");
    assert_eq!(with(|user| user.session_alive = Some(false)), Err(Refusal::Unauthorized));
    assert_eq!(with(|user| user.user_exists = false), Err(Refusal::Unauthorized));
    assert_eq!(with(|user| user.banned_until = Some(NOW + Duration::SECOND)), Err(Refusal::Unauthorized));
}

#[test]
fn only_an_anonymous_user_needs_no_profile() {
    let mut facts = facts();
    facts.caller.profile = None;
    assert_eq!(facts.identify(&caller(VIEWER), NOW), Err(Refusal::ProfileNotFound));
    assert_eq!(facts.identify(&anonymous(), NOW).unwrap().profile(), None);
}

#[test]
fn an_anonymous_user_watches_public_sessions_and_nothing_else() {
    let admitted = |facts: &Facts<SessionFacts>| seat(facts, &anonymous()).map(|seat| seat.role);
    assert_eq!(admitted(&facts()), Ok(Role::Viewer));
    for access_type in [AccessType::SubscribersOnly, AccessType::PayPerView] {
        let facts = session_with(|session| {
            session.access_type = access_type;
            session.has_paid = true;
            session.subscription = Some(Subscription { status: "active".to_owned(), current_period_end: None });
        });
        assert_eq!(admitted(&facts), Err(Refusal::AccountRequired));
    }
    let call = call_with(|call| call.status = CallStatus::Connected);
    assert_eq!(call.identify(&anonymous(), NOW).unwrap().admit_to_call(), Err(Refusal::AccountRequired));
}

#[test]
fn the_creator_is_the_host_and_everybody_else_the_audience() {
    assert_eq!(role(&facts(), CREATOR), Ok(Role::Host));
    assert_eq!(role(&facts(), VIEWER), Ok(Role::Viewer));
    let audio = session_with(|session| session.session_type = SessionType::AudioRoom);
    assert_eq!(role(&audio, CREATOR), Ok(Role::Host));
    assert_eq!(role(&audio, VIEWER), Ok(Role::Listener));
}

#[test]
fn a_muted_persons_seat_has_no_microphone() {
    let muted = Participant { role: Role::CoHost, is_muted: true };
    let seat = seat(&session_with(|session| session.participant = Some(muted)), &caller(VIEWER)).unwrap();
    assert_eq!((seat.role, seat.grants().publish), (Role::CoHost, [TrackSource::Camera].as_slice()));
}

#[test]
fn a_row_gives_every_role_but_the_hosts() {
    for given in Role::ALL {
        let row = Participant { role: given, is_muted: false };
        let facts = session_with(|session| session.participant = Some(row));
        let expected = match given {
            Role::CoHost | Role::Moderator | Role::Speaker => given,
            // who is invited too: that is nobody else's business
            _ => Role::Viewer,
        };
        assert_eq!(role(&facts, VIEWER), Ok(expected), "row says {given}");
        assert_eq!(role(&facts, CREATOR), Ok(Role::Host), "row says {given}");
    }
}

#[test]
fn a_session_is_open_while_it_is_live_and_when_scheduled_to_its_host() {
    for (status, host, viewer) in [
        (SessionStatus::Live, Ok(Role::Host), Ok(Role::Viewer)),
        (SessionStatus::Scheduled, Ok(Role::Host), Err(Refusal::SessionNotStarted)),
        (SessionStatus::Ended, Err(Refusal::SessionEnded), Err(Refusal::SessionEnded)),
        (SessionStatus::Cancelled, Err(Refusal::SessionEnded), Err(Refusal::SessionEnded)),
    ] {
        let facts = session_with(|session| session.status = status);
        assert_eq!(role(&facts, CREATOR), host, "{status:?}");
        assert_eq!(role(&facts, VIEWER), viewer, "{status:?}");
    }
    let unknown = about(None);
    assert_eq!(role(&unknown, VIEWER), Err(Refusal::SessionNotFound));
}

#[test]
fn a_passed_deadline_ends_a_session_for_everybody() {
    let over = |at| session_with(|session| session.max_ends_at = Some(at));
    for (facts, open) in [(over(NOW + Duration::SECOND), true), (over(NOW), false)] {
        assert_eq!(role(&facts, CREATOR).is_ok(), open);
        assert_eq!(role(&facts, VIEWER).is_ok(), open);
    }
}

#[test]
fn a_ban_holds_where_it_reaches_until_it_expires() {
    let cases = [
        (BanKind::Global, None, None, true, true),
        (BanKind::Creator, None, Some(CREATOR), true, false),
        (BanKind::Creator, None, Some(UserId(OTHER)), false, false),
        (BanKind::Session, Some(SESSION), None, true, false),
        (BanKind::Session, Some(SessionId(OTHER)), None, false, false),
    ];
    for (kind, session_id, creator_id, stops_viewer, stops_host) in cases {
        for (expires_at, in_force) in [(None, true), (Some(NOW + Duration::SECOND), true), (Some(NOW), false)] {
            let mut facts = facts();
            facts.caller.bans = vec![Ban { kind, session_id, creator_id, expires_at }];
            assert_eq!(role(&facts, VIEWER) == Err(Refusal::Banned { kind }), stops_viewer && in_force, "{kind:?}");
            assert_eq!(role(&facts, CREATOR) == Err(Refusal::Banned { kind }), stops_host && in_force, "{kind:?}");
        }
    }
}

#[test]
fn a_block_by_the_creator_keeps_a_viewer_out() {
    let facts = session_with(|session| session.is_blocked = true);
    assert_eq!(role(&facts, VIEWER), Err(Refusal::Blocked));
    assert_eq!(role(&facts, CREATOR), Ok(Role::Host));
}

#[test]
fn a_subscription_counts_while_active_and_unexpired() {
    let mut facts = session_with(|session| session.access_type = AccessType::SubscribersOnly);
    assert_eq!(role(&facts, VIEWER), Err(Refusal::SubscriptionRequired));
    assert_eq!(role(&facts, CREATOR), Ok(Role::Host));
    for status in ["active", "paused", "cancelled", "expired", "ACTIVE"] {
        for (current_period_end, unexpired) in [(None, true), (Some(NOW + Duration::SECOND), true), (Some(NOW), false)]
        {
            let subscription = Subscription { status: status.to_owned(), current_period_end };
            facts.room.as_mut().unwrap().subscription = Some(subscription);
            assert_eq!(role(&facts, VIEWER).is_ok(), status == "active" && unexpired, "{status}");
        }
    }
}

#[test]
fn pay_per_view_needs_a_payment_and_tells_its_price() {
    let mut facts = pay_per_view(50);
    assert_eq!(role(&facts, VIEWER), Err(Refusal::PaymentRequired { required: Coins::try_from(50).unwrap() }));
    assert_eq!(role(&facts, CREATOR), Ok(Role::Host));
    facts.room.as_mut().unwrap().has_paid = true;
    assert_eq!(role(&facts, VIEWER), Ok(Role::Viewer), "the price of the day it was paid stands");
}

#[test]
fn kill_switches_stop_hosts_and_parties_too() {
    let mut live = facts();
    live.switches.live_enabled = false;
    assert_eq!(role(&live, CREATOR), Err(Refusal::LiveDisabled));
    assert_eq!(role(&live, VIEWER), Err(Refusal::LiveDisabled));
    let mut call = call_with(|call| call.status = CallStatus::Connected);
    call.switches.calls_enabled = false;
    assert_eq!(call_role(&call, VIEWER), Err(Refusal::CallsDisabled));
}

#[test]
fn a_call_is_open_to_its_parties_once_connected_and_to_the_caller_while_it_rings() {
    let ringing = call_with(|_| ());
    assert_eq!(call_role(&ringing, CREATOR), Ok(Role::Caller));
    assert_eq!(call_role(&ringing, VIEWER), Err(Refusal::CallNotAnswered));

    let connected = call_with(|call| call.status = CallStatus::Connected);
    assert_eq!(call_role(&connected, CREATOR), Ok(Role::Caller));
    assert_eq!(call_role(&connected, VIEWER), Ok(Role::Callee));
    assert_eq!(call_role(&connected, UserId(OTHER)), Err(Refusal::CallNotFound));

    let unknown = about(None);
    assert_eq!(call_role(&unknown, VIEWER), Err(Refusal::CallNotFound));
}

#[test]
fn a_call_is_over_when_it_says_so_or_its_deadline_has_passed() {
    for over in [
        call_with(|call| call.status = CallStatus::Ended),
        call_with(|call| call.ring_expires_at = Some(NOW)),
        call_with(|call| {
            call.status = CallStatus::Connected;
            call.max_ends_at = Some(NOW);
        }),
    ] {
        assert_eq!(call_role(&over, CREATOR), Err(Refusal::CallEnded));
        assert_eq!(call_role(&over, VIEWER), Err(Refusal::CallEnded));
    }
    let answered_late = call_with(|call| {
        call.status = CallStatus::Connected;
        call.ring_expires_at = Some(NOW);
    });
    assert_eq!(call_role(&answered_late, VIEWER), Ok(Role::Callee), "the ring deadline is over once answered");
}

#[test]
fn a_global_ban_reaches_calls_and_other_bans_do_not() {
    for (kind, stops) in [(BanKind::Global, true), (BanKind::Creator, false), (BanKind::Session, false)] {
        let mut facts = call_with(|call| call.status = CallStatus::Connected);
        facts.caller.bans = vec![Ban { kind, session_id: Some(SESSION), creator_id: Some(CREATOR), expires_at: None }];
        assert_eq!(call_role(&facts, VIEWER) == Err(Refusal::Banned { kind }), stops, "{kind:?}");
    }
}

#[test]
fn joining_tells_the_price_once_and_holds_it_against_the_one_that_was_shown() {
    let price = Coins::try_from(50).unwrap();
    let join = |facts: &Facts<SessionFacts>, expected: Option<Coins>| entry(facts, &caller(VIEWER), expected);
    let mut facts = pay_per_view(50);
    assert_eq!(join(&facts, None), Ok((Role::Viewer, Some(price))));
    assert_eq!(join(&facts, Some(price)), Ok((Role::Viewer, Some(price))));
    assert_eq!(join(&facts, Some(Coins::ZERO)), Err(Refusal::PriceChanged { required: price }));

    facts.room.as_mut().unwrap().has_paid = true;
    let free = Ok((Role::Viewer, None));
    assert_eq!(join(&facts, Some(Coins::ZERO)), free, "paid is paid, whatever the price is now");
    assert_eq!(join(&session_with(|_| ()), Some(price)), free);
    assert_eq!(entry(&pay_per_view(50), &caller(CREATOR), None), Ok((Role::Host, None)));
}

#[test]
fn a_price_does_not_let_in_whom_another_rule_keeps_out() {
    let mut facts = pay_per_view(50);
    facts.room.as_mut().unwrap().is_blocked = true;
    assert_eq!(entry(&facts, &caller(VIEWER), None), Err(Refusal::Blocked));
    assert_eq!(entry(&pay_per_view(50), &anonymous(), None), Err(Refusal::AccountRequired));
}

#[test]
fn only_creators_open_sessions_and_only_their_own() {
    let mut facts = session_with(|session| session.status = SessionStatus::Scheduled);
    let create = |facts: &Facts<SessionFacts>| facts.identify(&anonymous(), NOW)?.admit_to_create();
    let start = |facts: &Facts<SessionFacts>, user| facts.identify(&caller(user), NOW)?.admit_to_start();
    assert_eq!(create(&facts), Err(Refusal::NotACreator));
    assert_eq!(start(&facts, VIEWER), Err(Refusal::NotTheHost));
    facts.caller.profile.as_mut().unwrap().is_creator = true;
    assert_eq!(create(&facts), Ok(()));
    assert_eq!(start(&facts, CREATOR).unwrap().role, Role::Host);
    assert_eq!(start(&facts, VIEWER), Err(Refusal::NotTheHost));

    facts.caller.bans = vec![Ban { kind: BanKind::Global, session_id: None, creator_id: None, expires_at: None }];
    assert_eq!(create(&facts), Err(Refusal::Banned { kind: BanKind::Global }));
    facts.switches.live_enabled = false;
    assert_eq!(create(&facts), Err(Refusal::LiveDisabled));
    facts.caller.profile = None;
    assert_eq!(create(&facts), Err(Refusal::LiveDisabled));
}

#[test]
fn a_requested_role_lowers_and_never_raises() {
    for kind in RoomKind::ALL {
        for own in Role::ALL {
            let seat = Seat::new(RoomName::of_session(SessionType::VideoLive, SESSION), kind, own);
            assert_eq!(seat.clone().lowered(None), seat);
            for requested in Role::ALL {
                let lowered = seat.clone().lowered(Some(requested)).role;
                let (had, has) = (Grants::of(own, kind), Grants::of(lowered, kind));
                assert!(
                    has.publish.iter().all(|source| had.publish.contains(source)),
                    "{own} as {requested} in {kind:?}"
                );
                assert!(lowered == own || own != Role::Host);
                assert!(lowered != Role::AdminViewer || own == Role::AdminViewer);
            }
        }
    }
    let speaker = |kind| Seat::new(RoomName::of_session(SessionType::AudioRoom, SESSION), kind, Role::Speaker);
    let lowered = speaker(RoomKind::AudioRoom).lowered(Some(Role::Viewer));
    assert_eq!((lowered.role, lowered.lowered_from), (Role::Listener, Some(Role::Speaker)));
    assert_eq!(speaker(RoomKind::VideoLive).lowered(Some(Role::Listener)).role, Role::Viewer);
}

proptest! {
    /// Whatever the facts: nobody but the creator becomes host, and whoever is let into a closed session is let in by
    /// a mistake.
    #[test]
    fn nobody_but_the_creator_hosts_and_nobody_enters_without_a_right(
        access in prop::sample::select(vec![AccessType::Public, AccessType::SubscribersOnly, AccessType::PayPerView]),
        status in prop::sample::select(vec![
            SessionStatus::Scheduled, SessionStatus::Live, SessionStatus::Ended, SessionStatus::Cancelled,
        ]),
        row in prop::option::of(prop::sample::select(Role::ALL.to_vec())),
        blocked: bool,
        subscribed: bool,
        paid: bool,
        banned in prop::option::of(prop::sample::select(vec![BanKind::Global, BanKind::Creator, BanKind::Session])),
        is_creator: bool,
    ) {
        let mut facts = session_with(|session| {
            session.access_type = access;
            session.status = status;
            session.participant = row.map(|role| Participant { role, is_muted: false });
            session.is_blocked = blocked;
            session.subscription =
                subscribed.then(|| Subscription { status: "active".to_owned(), current_period_end: None });
            session.has_paid = paid;
        });
        facts.caller.bans = banned
            .map(|kind| Ban { kind, session_id: Some(SESSION), creator_id: Some(CREATOR), expires_at: None })
            .into_iter()
            .collect();

        match role(&facts, if is_creator { CREATOR } else { VIEWER }) {
            Ok(Role::Host) => prop_assert!(is_creator && banned != Some(BanKind::Global)),
            Ok(_) => {
                prop_assert!(!is_creator && status == SessionStatus::Live && !blocked && banned.is_none());
                prop_assert!(access != AccessType::SubscribersOnly || subscribed);
                prop_assert!(access != AccessType::PayPerView || paid);
            }
            Err(_) => {}
        }
    }
}

/// A recording of a session, which is over.
fn recorded(session: Facts<SessionFacts>) -> Facts<RecordingFacts> {
    let Facts { caller, switches, room } = session;
    let mut session = room.unwrap();
    session.status = SessionStatus::Ended;
    let room = Some(RecordingFacts {
        id: RecordingId(OTHER),
        owner_id: Some(CREATOR),
        visibility: Visibility::Session,
        is_available: true,
        storage_key: "v1/session/a/b.mp4".to_owned(),
        title: None,
        url_seconds: 3600,
        price_coins: None,
        session: Some(session),
        call_role: None,
        is_staff: false,
    });
    Facts { caller, switches, room }
}

fn recording_with(change: impl FnOnce(&mut RecordingFacts)) -> Facts<RecordingFacts> {
    let mut facts = recorded(facts());
    change(facts.room.as_mut().unwrap());
    facts
}

/// Whether somebody may watch, and if so whether it is noted.
fn watches(facts: &Facts<RecordingFacts>, caller: &Caller) -> Result<bool, Refusal> {
    facts.identify(caller, NOW)?.admit_to_recording().map(|playback| playback.as_staff)
}

#[test]
fn whoever_might_watch_a_session_may_watch_its_recording_and_nobody_else() {
    let subscribed = |status: &str, current_period_end| {
        session_with(|session| {
            session.access_type = AccessType::SubscribersOnly;
            session.subscription = Some(Subscription { status: status.to_owned(), current_period_end });
        })
    };
    let banned = |kind, session_id, creator_id, expires_at| {
        let mut facts = facts();
        facts.caller.bans = vec![Ban { kind, session_id, creator_id, expires_at }];
        facts
    };
    let paid = |has_paid| {
        let mut facts = pay_per_view(50);
        facts.room.as_mut().unwrap().has_paid = has_paid;
        facts
    };
    for live in [
        facts(),
        subscribed("active", None),
        subscribed("active", Some(NOW)),
        subscribed("active", Some(NOW + Duration::SECOND)),
        subscribed("expired", None),
        session_with(|session| session.access_type = AccessType::SubscribersOnly),
        session_with(|session| session.is_blocked = true),
        paid(true),
        paid(false),
        banned(BanKind::Global, None, None, None),
        banned(BanKind::Global, None, None, Some(NOW)),
        banned(BanKind::Creator, None, Some(CREATOR), None),
        banned(BanKind::Creator, None, Some(UserId(OTHER)), None),
        banned(BanKind::Session, Some(SESSION), None, None),
        banned(BanKind::Session, Some(SessionId(OTHER)), None, None),
    ] {
        for caller in [caller(VIEWER), caller(CREATOR), anonymous()] {
            let while_live = seat(&live, &caller).map(|_| false);
            assert_eq!(watches(&recorded(live.clone()), &caller), while_live, "{caller:?} {live:?}");
        }
    }
}

#[test]
fn a_recording_is_there_to_be_watched_whatever_is_switched_off_once_its_file_is() {
    let mut off = recorded(facts());
    off.switches = Switches { live_enabled: false, calls_enabled: false, voice_enabled: false };
    assert_eq!(watches(&off, &caller(VIEWER)), Ok(false));
    for who in [VIEWER, CREATOR] {
        let coming = recording_with(|recording| recording.is_available = false);
        assert_eq!(watches(&coming, &caller(who)), Err(Refusal::RecordingNotReady));
    }
    let price = Coins::try_from(50).unwrap();
    let mut unpaid = recorded(pay_per_view(50));
    unpaid.room.as_mut().unwrap().is_available = false;
    assert_eq!(watches(&unpaid, &caller(VIEWER)), Err(Refusal::PaymentRequired { required: price }));
    assert_eq!(
        about::<RecordingFacts>(None).identify(&caller(VIEWER), NOW).unwrap().admit_to_recording().err(),
        Some(Refusal::RecordingNotFound)
    );
}

#[test]
fn a_private_recording_is_its_owners_and_staffs() {
    let private = recording_with(|recording| recording.visibility = Visibility::Private);
    assert_eq!(watches(&private, &caller(CREATOR)), Ok(false));
    assert_eq!(watches(&private, &caller(VIEWER)), Err(Refusal::RecordingNotFound));
    assert_eq!(watches(&private, &anonymous()), Err(Refusal::RecordingNotFound));
    let mut paid = recorded(pay_per_view(50));
    let room = paid.room.as_mut().unwrap();
    room.visibility = Visibility::Private;
    room.session.as_mut().unwrap().has_paid = true;
    assert_eq!(watches(&paid, &caller(VIEWER)), Err(Refusal::RecordingNotFound), "paid or not");
}

#[test]
fn staff_watches_everything_and_that_is_noted_unless_it_is_their_own() {
    let mut facts = recorded(pay_per_view(50));
    let room = facts.room.as_mut().unwrap();
    (room.is_staff, room.visibility) = (true, Visibility::Private);
    assert_eq!(watches(&facts, &caller(VIEWER)), Ok(true));
    assert_eq!(watches(&facts, &caller(CREATOR)), Ok(false));
}

#[test]
fn the_recording_of_a_call_is_its_peoples() {
    let of_call = |role| recording_with(|recording| (recording.session, recording.call_role) = (None, role));
    for role in [Role::Caller, Role::Callee, Role::Owner, Role::Member, Role::Staff] {
        assert_eq!(watches(&of_call(Some(role)), &caller(VIEWER)), Ok(false), "{role}");
    }
    assert_eq!(watches(&of_call(None), &caller(VIEWER)), Err(Refusal::RecordingNotFound));
    let mut banned = of_call(Some(Role::Callee));
    banned.caller.bans = vec![Ban { kind: BanKind::Global, session_id: None, creator_id: None, expires_at: None }];
    assert_eq!(watches(&banned, &caller(VIEWER)), Err(Refusal::Banned { kind: BanKind::Global }));
}

#[test]
fn after_the_show_entry_costs_what_its_creator_says() {
    let mut facts = recorded(pay_per_view(50));
    facts.room.as_mut().unwrap().price_coins = Some(Coins::try_from(20).unwrap());
    assert_eq!(
        watches(&facts, &caller(VIEWER)),
        Err(Refusal::PaymentRequired { required: Coins::try_from(20).unwrap() })
    );
}

#[test]
fn nobody_is_let_into_a_recorded_call_who_has_not_agreed() {
    let unasked = call_with(|call| (call.status, call.lacks_consent) = (CallStatus::Connected, true));
    assert_eq!(call_role(&unasked, VIEWER), Err(Refusal::RecordingConsentRequired));
    assert_eq!(call_role(&unasked, UserId(OTHER)), Err(Refusal::CallNotFound), "it is none of theirs");
    let over = call_with(|call| (call.status, call.lacks_consent) = (CallStatus::Ended, true));
    assert_eq!(call_role(&over, VIEWER), Err(Refusal::CallEnded));
}
