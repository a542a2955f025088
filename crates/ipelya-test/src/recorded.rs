//! Exchanges with functions, recorded as the examples of the API document.

use std::collections::BTreeMap;
use std::fs;

use ipelya_local::layout::{Layout, write_atomically};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::api::{Reply, Request};

/// Where the recorded examples are, below the repository's root.
const EXAMPLES: &str = "crates/ipelya-openapi/examples";
/// The variable that has them written anew instead of compared.
const VARIABLE: &str = "IPELYA_RECORD_EXAMPLES";

impl Request<'_> {
    /// Sends it, and holds request and reply against the recorded example of the function: ids, times, tokens and addresses
    /// aside, it must be the same. With `IPELYA_RECORD_EXAMPLES` set, the example is written anew.
    pub async fn recorded(self) -> Reply {
        let (name, request) = (self.function_id(), self.body_json());
        let reply = self.send().await;
        assert_eq!(reply.status, 200, "an example is of a success: {}", reply.body);
        let example = Plain::default().of(&json!({ "request": request, "reply": reply.body }));
        let example = format!("{example:#}\n");

        let layout = Layout::find().expect("tests run inside the repository");
        let path = layout.root().join(EXAMPLES).join(format!("{name}.json"));
        if std::env::var_os(VARIABLE).is_some() {
            fs::create_dir_all(layout.root().join(EXAMPLES)).expect("the folder can be made");
            write_atomically(&path, &example).expect("the example can be written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(kept, example, "{name} answers otherwise than its example; record it anew with `make openapi`");
        reply
    }
}

/// Makes exchanges of different runs look alike.
#[derive(Default)]
struct Plain {
    ids: BTreeMap<Uuid, Uuid>,
}

impl Plain {
    fn of(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), self.of(value))).collect::<Map<_, _>>().into()
            }
            // a course of numbers is as long as the day is old
            Value::Array(values) if values.iter().all(Value::is_number) => values.iter().take(1).cloned().collect(),
            Value::Array(values) => values.iter().map(|value| self.of(value)).collect::<Vec<_>>().into(),
            Value::String(text) => self.text(text).into(),
            other => other.clone(),
        }
    }

    fn text(&mut self, text: &str) -> String {
        if text.starts_with("eyJ") && text.matches('.').count() == 2 {
            return "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl".to_owned();
        }
        // of a table its head
        if let Some((head, _)) = text.split_once("\r\n") {
            return format!("{head}\r\n");
        }
        if let Some(name) = text.strip_suffix(".csv") {
            return format!("{}.csv", self.text(name));
        }
        let is_date = text.len() == 10
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if is_date {
            return "2026-11-21".to_owned();
        }
        if OffsetDateTime::parse(text, &Rfc3339).is_ok() {
            return "2026-11-21T12:00:00Z".to_owned();
        }
        // people as the harness makes them
        if text.starts_with("Ayşe ") {
            return "Ayşe".to_owned();
        }
        if text.starts_with("https://cdn.test.ipelya.local/") {
            return "https://cdn.example/ayse.jpg".to_owned();
        }
        if text.len() == 13 && text.starts_with('u') && text.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit()) {
            return "ayse".to_owned();
        }
        // the name a channel is entered by ends with the moment it was made
        if let Some((name, at)) = text.rsplit_once('-')
            && (name.starts_with("live-"), at.len(), at.bytes().all(|byte| byte.is_ascii_digit())) == (true, 13, true)
        {
            return format!("{name}-1234567890");
        }
        if text.starts_with("http://127.0.0.1") || text.starts_with("ws://127.0.0.1") {
            return "wss://livekit.example".to_owned();
        }
        // an id, by itself or at the end of a room's name
        let start = text.len().saturating_sub(36);
        match text.get(start..).map(Uuid::try_parse) {
            Some(Ok(id)) => format!("{}{}", text.get(..start).unwrap_or_default(), self.id(id)),
            _ => text.to_owned(),
        }
    }

    /// The same id for the same one, numbered as they come.
    fn id(&mut self, id: Uuid) -> Uuid {
        let next = self.ids.len() as u128 + 1;
        *self.ids.entry(id).or_insert_with(|| Uuid::from_u128(0x4000_8000_0000_0000_0000 + next))
    }
}
