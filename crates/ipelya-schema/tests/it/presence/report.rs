//! What LiveKit reports, as the calls the webhook makes of it. Times are seconds after the session began.

use ipelya_test::User;

/// When every session here begins: long after any row a builder wrote by the machine's clock.
pub(crate) const START: &str = "timestamptz '2100-01-01 12:00Z'";

/// One connection of one participant to one room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) sid: String,
    pub(crate) room: String,
    pub(crate) identity: String,
    pub(crate) kind: &'static str,
}

/// Something that happened at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Report {
    Started { room: String, at: i64 },
    Joined { who: Connection, at: i64 },
    Left { who: Connection, at: i64, reason: &'static str },
    Finished { room: String, at: i64, reason: &'static str },
}

/// That moment, in SQL.
pub(crate) fn moment(at: i64) -> String {
    format!("({START} + interval '{at} s')")
}

impl Connection {
    /// A phone's, to the room `RM_1` unless told otherwise.
    pub(crate) fn of(user: &User, sid: &str) -> Self {
        Self::named(&user.id.to_string(), sid)
    }

    pub(crate) fn named(identity: &str, sid: &str) -> Self {
        Self { sid: sid.into(), room: "RM_1".into(), identity: identity.into(), kind: "STANDARD" }
    }

    pub(crate) fn in_room(self, room: &str) -> Self {
        Self { room: room.into(), ..self }
    }

    pub(crate) fn of_kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    pub(crate) fn joined(&self, at: i64) -> Report {
        Report::Joined { who: self.clone(), at }
    }

    pub(crate) fn left(&self, at: i64) -> Report {
        Report::Left { who: self.clone(), at, reason: "CLIENT_INITIATED" }
    }

    /// Put out by LiveKit, which says why.
    pub(crate) fn cut_off(&self, at: i64, reason: &'static str) -> Report {
        Report::Left { who: self.clone(), at, reason }
    }

    /// Found gone by the sweeper, which knows no better time than its own.
    pub(crate) fn swept(&self, at: i64) -> Report {
        Report::Left { who: self.clone(), at, reason: "SWEPT" }
    }
}

impl Report {
    pub(crate) fn started(room: &str, at: i64) -> Self {
        Self::Started { room: room.into(), at }
    }

    pub(crate) fn finished(room: &str, at: i64, reason: &'static str) -> Self {
        Self::Finished { room: room.into(), at, reason }
    }

    /// When it happened.
    pub(crate) fn at(&self) -> i64 {
        match self {
            Self::Started { at, .. } | Self::Joined { at, .. } | Self::Left { at, .. } | Self::Finished { at, .. } => {
                *at
            }
        }
    }

    /// The call that writes it down, in a room of this name, heard of at `now`.
    pub(crate) fn sql(&self, room_name: &str, now: i64) -> String {
        let now = moment(now);
        match self {
            Self::Started { room, at } => {
                format!("select public.live_room_started('{room_name}', '{room}', {})", moment(*at))
            }
            Self::Finished { room, at, reason } => {
                format!("select public.live_room_finished('{room_name}', '{room}', {}, '{reason}', {now})", moment(*at))
            }
            Self::Joined { who: Connection { sid, room, identity, kind }, at } => format!(
                "select public.live_stay_seen(
                   '{room_name}', '{room}', '{sid}', '{identity}', '{kind}', {}, null, null, {now})",
                moment(*at)
            ),
            Self::Left { who: Connection { sid, room, identity, kind }, at, reason } => format!(
                "select public.live_stay_seen(
                   '{room_name}', '{room}', '{sid}', '{identity}', '{kind}', null, {}, '{reason}', {now})",
                moment(*at)
            ),
        }
    }
}
