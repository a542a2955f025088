//! Postgres's logical replication messages, as its `pgoutput` plugin writes them in protocol version 1.

use serde_json::{Map, Value};
use std::collections::HashMap;

/// A row: each column's value as Postgres writes it, JSON columns as JSON. Columns that were not sent are missing.
pub(super) type Row = Map<String, Value>;

/// One row changed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) schema: String,
    pub(super) table: String,
    /// `INSERT`, `UPDATE` or `DELETE`.
    pub(super) action: &'static str,
    pub(super) new: Row,
    pub(super) old: Row,
    /// When its transaction was committed, in microseconds since 1970.
    pub(super) committed: i64,
}

/// Reads the messages of one stream, in which tables are described before they are named.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    relations: HashMap<u32, Relation>,
    committed: i64,
}

#[derive(Debug)]
struct Relation {
    schema: String,
    table: String,
    columns: Vec<Column>,
}

#[derive(Debug)]
struct Column {
    name: String,
    in_key: bool,
    json: bool,
}

const JSON: u32 = 114;
const JSONB: u32 = 3802;
/// 2000-01-01, from which Postgres counts, in microseconds since 1970.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

impl Decoder {
    /// The row that a message says was changed; most say something else.
    pub(super) fn read(&mut self, message: &[u8]) -> Option<Change> {
        let mut reader = Reader(message);
        match reader.byte()? {
            b'B' => {
                reader.array::<8>()?;
                self.committed = i64::from_be_bytes(reader.array()?).checked_add(POSTGRES_EPOCH)?;
                None
            }
            b'R' => {
                let id = reader.u32()?;
                self.relations.insert(id, reader.relation()?);
                None
            }
            b'I' => self.change(reader, "INSERT"),
            b'U' => self.change(reader, "UPDATE"),
            b'D' => self.change(reader, "DELETE"),
            _ => None,
        }
    }

    fn change(&self, mut reader: Reader<'_>, action: &'static str) -> Option<Change> {
        let relation = self.relations.get(&reader.u32()?)?;
        let (mut new, mut old) = (Row::new(), Row::new());
        while let Some(kind) = reader.byte() {
            let row = reader.row(&relation.columns, kind == b'K')?;
            if kind == b'N' { new = row } else { old = row }
        }
        let (schema, table) = (relation.schema.clone(), relation.table.clone());
        let told = !(new.is_empty() && old.is_empty());
        told.then_some(Change { schema, table, action, new, old, committed: self.committed })
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const SIZE: usize>(&mut self) -> Option<[u8; SIZE]> {
        self.0.split_off(..SIZE)?.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.0.split_off_first().copied()
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn string_of(&mut self, size: usize) -> Option<String> {
        String::from_utf8(self.0.split_off(..size)?.to_vec()).ok()
    }

    /// Text that ends with a zero byte.
    fn string(&mut self) -> Option<String> {
        let end = self.0.iter().position(|byte| *byte == 0)?;
        let text = self.string_of(end);
        self.byte().and(text)
    }

    fn relation(&mut self) -> Option<Relation> {
        let (schema, table, _identity) = (self.string()?, self.string()?, self.byte()?);
        let columns = (0..self.u16()?).map(|_| {
            let (flags, name, kind, _modifier) = (self.byte()?, self.string()?, self.u32()?, self.u32()?);
            Some(Column { name, in_key: flags & 1 == 1, json: kind == JSON || kind == JSONB })
        });
        Some(Relation { schema, table, columns: columns.collect::<Option<_>>()? })
    }

    fn row(&mut self, columns: &[Column], key_only: bool) -> Option<Row> {
        let mut row = Row::new();
        let count = usize::from(self.u16()?);
        for column in columns.get(..count)? {
            let value = match self.byte()? {
                b'n' => Value::Null,
                b't' => {
                    let size = usize::try_from(self.u32()?).ok()?;
                    let text = self.string_of(size)?;
                    if column.json { serde_json::from_str(&text).ok()? } else { Value::String(text) }
                }
                // Too large to be sent again, and unchanged.
                b'u' => continue,
                _ => return None,
            };
            if column.in_key || !key_only {
                row.insert(column.name.clone(), value);
            }
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(value: &str) -> Vec<u8> {
        let size = u32::try_from(value.len()).unwrap().to_be_bytes();
        [&b"t"[..], &size, value.as_bytes()].concat()
    }

    fn decoder() -> Decoder {
        let mut decoder = Decoder::default();
        let begin = [&b"B"[..], &[0; 8], &1_500_000_i64.to_be_bytes(), &[0; 4]].concat();
        assert_eq!(decoder.read(&begin), None);
        let column = |flags: u8, name: &str, kind: u32| {
            [&[flags][..], name.as_bytes(), &[0], &kind.to_be_bytes(), &[0xff; 4]].concat()
        };
        let columns = [column(1, "id", 23), column(0, "note", 25), column(0, "extra", JSONB)].concat();
        let head = [&b"R"[..], &9_u32.to_be_bytes(), b"public\0gifts\0d", &3_u16.to_be_bytes()].concat();
        assert_eq!(decoder.read(&[head, columns].concat()), None);
        decoder
    }

    fn message(action: u8, rows: &[(u8, [Vec<u8>; 3])]) -> Vec<u8> {
        let rows = rows.iter().flat_map(|(kind, cells)| [&[*kind, 0, 3][..], &cells.concat()].concat());
        [action].into_iter().chain(9_u32.to_be_bytes()).chain(rows).collect()
    }

    #[test]
    fn an_inserted_row_has_its_values_and_its_time() {
        let sent = message(b'I', &[(b'N', [text("7"), b"n".to_vec(), text(r#"{"a":[1]}"#)])]);
        let change = decoder().read(&sent).unwrap();
        assert_eq!((change.schema.as_str(), change.table.as_str(), change.action), ("public", "gifts", "INSERT"));
        assert_eq!(Value::Object(change.new), json!({ "id": "7", "note": null, "extra": { "a": [1] } }));
        assert_eq!((change.old, change.committed), (Row::new(), POSTGRES_EPOCH + 1_500_000));
    }

    #[test]
    fn old_rows_are_as_full_as_the_replica_identity() {
        let nothing = || b"n".to_vec();
        let full = message(b'D', &[(b'O', [text("7"), nothing(), text("1")])]);
        assert_eq!(Value::Object(decoder().read(&full).unwrap().old), json!({ "id": "7", "note": null, "extra": 1 }));
        let key = message(b'D', &[(b'K', [text("7"), nothing(), nothing()])]);
        assert_eq!(Value::Object(decoder().read(&key).unwrap().old), json!({ "id": "7" }));
    }

    #[test]
    fn a_large_value_that_did_not_change_is_not_sent() {
        let rows =
            [(b'O', [text("7"), text("long"), b"n".to_vec()]), (b'N', [text("8"), b"u".to_vec(), b"n".to_vec()])];
        let change = decoder().read(&message(b'U', &rows)).unwrap();
        assert_eq!(Value::Object(change.new), json!({ "id": "8", "extra": null }));
        assert_eq!(change.old.get("note"), Some(&json!("long")));
    }

    #[test]
    fn half_a_message_is_none() {
        let whole = message(b'I', &[(b'N', [text("7"), text("x"), text("1")])]);
        for end in 0..whole.len() {
            assert_eq!(decoder().read(&whole[..end]), None, "{end} bytes");
        }
    }
}
