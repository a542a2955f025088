//! LiveKit's webhooks: what is read of an event, and what of it may be kept.
//!
//! Reads only the fields that are used and takes anything else for granted: fields, enum values and event names we do
//! not know arrive with every new LiveKit. Knows nothing of signatures; by the time a body gets here it is LiveKit's.

use serde::Serialize;
use serde_json::Value;

use crate::ingress::IngressStatus;
use crate::participant::{Permission, Person, Presence, TrackSource};
use crate::recording::{RecordingStatus, SeenEgress, shortened, whole_seconds};
use crate::refusal::Refusal;
use crate::standing::{self, Remedy, Standing};
use crate::timestamp::Timestamp;

/// What is used of an event. The names are those that `live_apply_webhook` reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// `EV_…`, the same at every delivery.
    pub id: Option<String>,
    /// `participant_joined` and the like; may be one we do not know.
    #[serde(rename = "type")]
    pub name: String,
    /// When it happened, by LiveKit's clock, in whole seconds.
    pub created_at: Option<Timestamp>,
    /// The room's name.
    pub room_name: Option<String>,
    /// The room's id, another one each time a room of this name is opened.
    pub room_sid: Option<String>,
    /// When the room was opened.
    pub room_created_at: Option<Timestamp>,
    /// The connection's id, another one each time the same person connects.
    pub participant_sid: Option<String>,
    /// Who it is: a user id, or a name of LiveKit's own services.
    pub identity: Option<String>,
    /// `STANDARD`, `INGRESS`, …
    pub kind: Option<String>,
    /// When the participant connected.
    pub joined_at: Option<Timestamp>,
    /// Why they left.
    pub disconnect_reason: Option<String>,
    /// Why the room was closed.
    pub room_end_reason: Option<String>,
    /// LiveKit's id of an encoder's ingress.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ingress_id: Option<String>,
    /// How it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ingress_status: Option<IngressStatus>,
    /// What is recorded, as far as the event is about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub egress: Option<SeenEgress>,
    /// Whoever the event shows inside, as far as it does; not for the database.
    #[serde(skip)]
    pub sighting: Option<Sighting>,
}

/// Somebody inside, as an event shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sighting {
    /// Who has just joined, with the rights and metadata of the token they came with; `None` if those are not told.
    Joined(Option<Person>),
    /// The source of the track they have just published; `None` for one we know nothing of. Nothing else is told.
    Publishing(Option<TrackSource>),
}

impl Event {
    /// Reads a webhook's body, which must be a JSON object with an event's name in it.
    pub fn read(body: &Value) -> Result<Self, Refusal> {
        let name = text(body, "event").ok_or(Refusal::MalformedBody)?;
        let nothing = Value::Null;
        let elsewhere = |paths: [&str; 2]| paths.iter().find_map(|path| body.pointer(path).and_then(plain));
        let room = body.get("room").unwrap_or(&nothing);
        let participant = body.get("participant").unwrap_or(&nothing);
        let sighting = match name.as_str() {
            "participant_joined" => Some(Sighting::Joined(person(participant))),
            "track_published" => Some(Sighting::Publishing(source(body.pointer("/track/source")))),
            _ => None,
        };
        Ok(Self {
            sighting,
            id: text(body, "id"),
            name,
            created_at: moment(body, "createdAt"),
            room_name: text(room, "name").or_else(|| elsewhere(["/egressInfo/roomName", "/ingressInfo/roomName"])),
            room_sid: text(room, "sid").or_else(|| elsewhere(["/egressInfo/roomId", "/ingressInfo/state/roomId"])),
            room_created_at: milliseconds(room, "creationTimeMs").or_else(|| moment(room, "creationTime")),
            participant_sid: text(participant, "sid"),
            identity: text(participant, "identity"),
            kind: text(participant, "kind"),
            joined_at: moment(participant, "joinedAt"),
            disconnect_reason: text(participant, "disconnectReason"),
            room_end_reason: text(body, "roomEndReason"),
            ingress_id: body.get("ingressInfo").and_then(|ingress| text(ingress, "ingressId")),
            ingress_status: body.get("ingressInfo").and_then(ingress_status),
            egress: body.get("egressInfo").and_then(egress),
        })
    }
}

impl Event {
    /// What LiveKit is to do about the person this event shows, who is this now; `None` if nothing.
    pub fn remedy(&self, standing: &Standing) -> Option<Remedy> {
        if self.kind.as_deref() == Some("INGRESS") {
            // an encoder's rights are its own
            return standing::removal(self.identity.as_deref()?, standing);
        }
        match self.sighting.as_ref()? {
            Sighting::Joined(Some(person)) => standing::remedy(person, standing),
            Sighting::Joined(None) => standing::removal(self.identity.as_deref()?, standing),
            Sighting::Publishing(source) => standing::remedy_of_track(self.identity.as_deref()?, *source, standing),
        }
    }
}

/// How an ingress is; what protobuf's JSON leaves out is the first of all words.
fn ingress_status(ingress: &Value) -> Option<IngressStatus> {
    let word = ingress.pointer("/state/status").and_then(Value::as_str);
    IngressStatus::of_livekit(word.unwrap_or("ENDPOINT_INACTIVE"))
}

/// What is recorded, as LiveKit tells it; `None` for what is of no use. What protobuf's JSON leaves out is the first of all
/// words, or zero.
fn egress(info: &Value) -> Option<SeenEgress> {
    let told = |path: &str| info.pointer(path).and_then(plain);
    let status = info.get("status").and_then(Value::as_str).unwrap_or("EGRESS_STARTING");
    let result = info.pointer("/fileResults/0").unwrap_or(&Value::Null);
    let asked = ["/roomComposite/fileOutputs/0/filepath", "/roomComposite/file/filepath"];
    Some(SeenEgress {
        id: text(info, "egressId")?,
        key: asked.iter().find_map(|path| told(path)).or_else(|| text(result, "filename")),
        status: RecordingStatus::of_livekit(status)?,
        error: text(info, "error").map(|error| shortened(&error)),
        started_at: nanoseconds(info, "startedAt"),
        ended_at: nanoseconds(info, "endedAt"),
        size_bytes: positive(result, "size"),
        duration_seconds: positive(result, "duration").map(whole_seconds),
    })
}

/// What LiveKit tells of a participant and their rights. Protobuf's JSON leaves out what is false or empty.
fn person(participant: &Value) -> Option<Person> {
    let permission = participant.get("permission")?;
    let is = |name: &str| permission.get(name).and_then(Value::as_bool).unwrap_or(false);
    let sources = permission.get("canPublishSources").and_then(Value::as_array);
    Some(Person {
        sid: text(participant, "sid").unwrap_or_default(),
        identity: text(participant, "identity").unwrap_or_default(),
        kind: "STANDARD",
        presence: Presence::Active,
        joined_at: moment(participant, "joinedAt").unwrap_or(Timestamp::UNIX_EPOCH),
        permission: Permission {
            publish: is("canPublish"),
            sources: sources.map(|raw| raw.iter().map(|raw| source(Some(raw))).collect()).unwrap_or_default(),
            subscribe: is("canSubscribe"),
            publish_data: is("canPublishData"),
            update_own_metadata: is("canUpdateMetadata"),
            hidden: is("hidden"),
        },
        metadata: text(participant, "metadata").unwrap_or_default(),
    })
}

fn source(raw: Option<&Value>) -> Option<TrackSource> {
    match raw?.as_str()? {
        "CAMERA" => Some(TrackSource::Camera),
        "MICROPHONE" => Some(TrackSource::Microphone),
        "SCREEN_SHARE" => Some(TrackSource::ScreenShare),
        "SCREEN_SHARE_AUDIO" => Some(TrackSource::ScreenShareAudio),
        _ => None,
    }
}

/// A text that says something. Postgres can store no NUL, so a text with one is none.
fn text(object: &Value, field: &str) -> Option<String> {
    object.get(field).and_then(plain)
}

fn plain(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty() && !text.contains('\0')).map(str::to_owned)
}

/// A point in time in seconds. Protobuf's JSON writes 64-bit numbers as strings and leaves out a zero.
fn moment(object: &Value, field: &str) -> Option<Timestamp> {
    Timestamp::from_unix_seconds(number(object, field)?)
}

fn milliseconds(object: &Value, field: &str) -> Option<Timestamp> {
    Timestamp::from_unix_milliseconds(number(object, field)?)
}

/// Of egresses LiveKit tells moments in nanoseconds.
fn nanoseconds(object: &Value, field: &str) -> Option<Timestamp> {
    Timestamp::from_unix_milliseconds(positive(object, field)? / 1_000_000)
}

/// Year 9999 and later is nobody's moment, and more than RFC 3339 can write.
fn number(object: &Value, field: &str) -> Option<i64> {
    positive(object, field).filter(|number| *number < 253_370_764_800_000)
}

fn positive(object: &Value, field: &str) -> Option<i64> {
    let value = object.get(field)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok()).filter(|number| *number > 0)
}

/// Fields whose values open something: never stored.
const SECRETS: [&str; 13] = [
    "token",
    "password",
    "secret",
    "streamkey",
    "accesskey",
    "apikey",
    "credential",
    "jwt",
    "signingkey",
    "accountkey",
    "passphrase",
    "signature",
    "externalid",
];

/// The body as it may be kept: values of fields named like secrets are removed, of addresses what is behind the host of
/// a stream (there the key is), and NULs, which Postgres cannot store.
pub fn redacted(body: Value) -> Value {
    match body {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| {
                let plain_name = name.to_ascii_lowercase().replace('_', "");
                let is_secret = SECRETS.iter().any(|secret| plain_name.contains(secret));
                let value = if is_secret { Value::from("[removed]") } else { redacted(value) };
                (name.replace('\0', ""), value)
            })
            .collect(),
        Value::Array(values) => values.into_iter().map(redacted).collect(),
        Value::String(text) => Value::String(without_stream_key(&text.replace('\0', ""))),
        other => other,
    }
}

/// `rtmp://host/app/key` → `rtmp://host/[removed]`; user and password before a host go too, and what an address asks for
/// or points at (`?…`, `#…`), where signatures stand.
fn without_stream_key(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let is_stream = ["rtmp", "rtmps", "srt", "mux", "twitch"].contains(&scheme.to_ascii_lowercase().as_str());
    match (is_stream, path.is_empty()) {
        (true, false) => format!("{scheme}://{host}/[removed]"),
        (false, false) => format!("{scheme}://{host}/{path}"),
        (_, true) => format!("{scheme}://{host}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn an_event_is_read_as_livekit_writes_it() {
        let event = Event::read(&json!({
            "event": "participant_left", "id": "EV_1", "createdAt": "1771351907", "numDropped": 0,
            "room": { "sid": "RM_1", "name": "live_video_x", "creationTime": "1771351900", "creationTimeMs": "1771351900250" },
            "participant": {
                "sid": "PA_1", "identity": "u", "state": "DISCONNECTED", "joinedAt": "1771351903", "kind": "STANDARD",
                "disconnectReason": "CLIENT_INITIATED", "somethingNew": { "deep": [1] },
            },
        }));
        let event = event.unwrap();
        assert_eq!((event.id.as_deref(), event.name.as_str()), (Some("EV_1"), "participant_left"));
        assert_eq!(event.created_at, Some(Timestamp::new(datetime!(2026-02-17 18:11:47 UTC))));
        assert_eq!(event.joined_at, Some(Timestamp::new(datetime!(2026-02-17 18:11:43 UTC))));
        assert_eq!(event.room_created_at, Some(Timestamp::new(datetime!(2026-02-17 18:11:40.250 UTC))));
        assert_eq!((event.room_sid.as_deref(), event.participant_sid.as_deref()), (Some("RM_1"), Some("PA_1")));
        assert_eq!(
            (event.kind.as_deref(), event.disconnect_reason.as_deref()),
            (Some("STANDARD"), Some("CLIENT_INITIATED"))
        );
    }

    #[test]
    fn an_event_about_somebody_inside_shows_what_they_may_do() {
        let joined = Event::read(&json!({
            "event": "participant_joined",
            "participant": {
                "sid": "PA_1", "identity": "u", "joinedAt": "1771351903", "metadata": "{}",
                "permission": {
                    "canSubscribe": true, "canPublish": true, "canPublishData": true, "canUpdateMetadata": true,
                    "canPublishSources": ["CAMERA", "SCREEN_SHARE_AUDIO", "BRAND_NEW"],
                },
            },
        }));
        let Some(Sighting::Joined(Some(person))) = joined.unwrap().sighting else { panic!("nobody is seen") };
        let expected = Permission {
            publish: true,
            sources: vec![Some(TrackSource::Camera), Some(TrackSource::ScreenShareAudio), None],
            subscribe: true,
            publish_data: true,
            update_own_metadata: true,
            hidden: false,
        };
        assert_eq!((person.identity.as_str(), person.permission), ("u", expected));

        let source_of = |track| Event::read(&json!({ "event": "track_published", "track": track })).unwrap().sighting;
        let microphone = source_of(json!({ "sid": "TR_1", "source": "MICROPHONE" }));
        assert_eq!(microphone, Some(Sighting::Publishing(Some(TrackSource::Microphone))));
        assert_eq!(source_of(json!({ "sid": "TR_1" })), Some(Sighting::Publishing(None)));
        assert_eq!(Event::read(&json!({ "event": "participant_left" })).unwrap().sighting, None);
    }

    #[test]
    fn an_event_about_a_recording_says_how_far_it_is_and_what_file_it_wrote() {
        let seen = |info: Value| Event::read(&json!({ "event": "egress_ended", "egressInfo": info })).unwrap().egress;
        let asked = json!({
            "roomName": "live_video_x", "audioOnly": true,
            "fileOutputs": [{ "fileType": "MP4", "filepath": "v1/session/a/b.mp4", "s3": { "accessKey": "k", "externalId": "e" } }],
        });
        let complete = seen(json!({
            "egressId": "EG_1", "roomId": "RM_1", "roomName": "live_video_x", "status": "EGRESS_COMPLETE",
            "startedAt": "1771351903250000000", "endedAt": "1771351963000000000", "roomComposite": asked.clone(),
            "fileResults": [{ "filename": "v1/session/a/b.mp4", "size": "1048576", "duration": "59750000000" }],
        }));
        let expected = SeenEgress {
            id: "EG_1".to_owned(),
            key: Some("v1/session/a/b.mp4".to_owned()),
            status: RecordingStatus::Complete,
            error: None,
            started_at: Some(Timestamp::new(datetime!(2026-02-17 18:11:43.250 UTC))),
            ended_at: Some(Timestamp::new(datetime!(2026-02-17 18:12:43 UTC))),
            size_bytes: Some(1_048_576),
            duration_seconds: Some(59),
        };
        assert_eq!(complete, Some(expected));

        // the first of all words, and zero, are left out
        let starting = seen(json!({ "egressId": "EG_1", "roomComposite": asked })).unwrap();
        assert_eq!((starting.status, starting.started_at), (RecordingStatus::Starting, None));
        let failed = seen(json!({ "egressId": "EG_1", "status": "EGRESS_FAILED", "error": "x".repeat(1000) })).unwrap();
        assert_eq!((failed.key, failed.error.map(|error| error.len())), (None, Some(300)));
        assert_eq!(seen(json!({ "egressId": "EG_1", "status": "EGRESS_BRAND_NEW" })), None);
        assert_eq!(seen(json!({ "status": "EGRESS_ACTIVE" })), None);
    }

    #[test]
    fn numbers_may_be_strings_and_what_does_not_fit_is_left_out() {
        let event = Event::read(&json!({
            "event": "brand_new", "id": 7, "createdAt": 1_771_351_907, "room": "none", "participant": { "sid": null, "joinedAt": "x" },
        }));
        let event = event.unwrap();
        assert_eq!((event.id, event.room_name, event.participant_sid, event.joined_at), (None, None, None, None));
        assert_eq!(event.created_at, Some(Timestamp::new(datetime!(2026-02-17 18:11:47 UTC))));
        for unreadable in [json!([]), json!({}), json!("event"), json!({ "event": "" }), json!({ "event": 1 })] {
            assert_eq!(Event::read(&unreadable), Err(Refusal::MalformedBody), "{unreadable}");
        }
    }

    #[test]
    fn what_opens_something_is_not_kept() {
        let kept = redacted(json!({
            "room": { "name": "r", "turnPassword": "p", "metadata": "{}" },
            "ingressInfo": { "streamKey": "k", "url": "rtmp://in.example/app/k" },
            "egressInfo": {
                "s3": { "accessKey": "a", "secret": "s", "session_token": "t", "bucket": "b" },
                "urls": ["rtmps://out.example/live/key", "srt://u:p@host:9000", "https://u:p@files.example/x.mp4"],
                "azure": { "accountName": "n", "accountKey": "k" },
                "srt": { "url": "srt://host:9000?passphrase=p&streamid=k", "passphrase": "p" },
                "file": "https://files.example/x.mp4?X-Amz-Signature=s#t",
            },
        }));
        assert_eq!(
            kept,
            json!({
                "room": { "name": "r", "turnPassword": "[removed]", "metadata": "{}" },
                "ingressInfo": { "streamKey": "[removed]", "url": "rtmp://in.example/[removed]" },
                "egressInfo": {
                    "s3": { "accessKey": "[removed]", "secret": "[removed]", "session_token": "[removed]", "bucket": "b" },
                    "urls": ["rtmps://out.example/[removed]", "srt://host:9000", "https://files.example/x.mp4"],
                    "azure": { "accountName": "n", "accountKey": "[removed]" },
                    "srt": { "url": "srt://host:9000", "passphrase": "[removed]" },
                    "file": "https://files.example/x.mp4",
                },
            })
        );
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,20}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let name = prop_oneof![
                prop::sample::select(vec![
                    "event",
                    "id",
                    "createdAt",
                    "room",
                    "participant",
                    "sid",
                    "name",
                    "joinedAt"
                ])
                .prop_map(str::to_owned),
                ".{0,8}".prop_map(|name| name),
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(name, inner, 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_arrives_is_read_or_refused_and_can_be_stored(body in anything()) {
            if let Ok(event) = Event::read(&body) {
                prop_assert!(!serde_json::to_string(&event).unwrap().contains("\\u0000"));
            }
            prop_assert!(!redacted(body).to_string().contains("\\u0000"));
        }
    }
}
