//! What a SQL function is given: each argument written once, in the form that its transport takes.

use serde::Serialize;

use super::DbError;

/// The type of a parameter in SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SqlType {
    Bigint,
    Boolean,
    DoublePrecision,
    Integer,
    Jsonb,
    Text,
    Texts,
    Timestamp,
    Uuid,
    Uuids,
}

impl SqlType {
    /// As SQL calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bigint => "bigint",
            Self::Boolean => "boolean",
            Self::DoublePrecision => "double precision",
            Self::Integer => "integer",
            Self::Jsonb => "jsonb",
            Self::Text => "text",
            Self::Texts => "text[]",
            Self::Timestamp => "timestamp with time zone",
            Self::Uuid => "uuid",
            Self::Uuids => "uuid[]",
        }
    }
}

/// In which form a transport takes arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As one JSON object.
    Json,
    /// Each as Postgres reads a literal of its type.
    Text,
}

/// One argument in text form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) name: &'static str,
    pub(super) sql_type: SqlType,
    /// Where its value ends among the values, and whether it has one.
    end: usize,
    is_null: bool,
}

/// The arguments of one call.
#[derive(Debug)]
pub(super) struct Arguments {
    form: Form,
    /// The object as far as it is written, or the values one after the other.
    written: Vec<u8>,
    list: Vec<Argument>,
}

impl Arguments {
    pub(super) fn new(form: Form) -> Self {
        Self { form, written: Vec::new(), list: Vec::new() }
    }

    /// Adds one.
    pub(super) fn give<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        sql_type: SqlType,
        value: &T,
    ) -> Result<(), DbError> {
        match self.form {
            Form::Json => self.write_field(name, value),
            Form::Text => {
                let start = self.written.len();
                write_literal(&mut self.written, sql_type, value)?;
                // PostgREST takes JSON's null for SQL's, whatever the type
                let is_null = sql_type == SqlType::Jsonb && self.written.get(start..) == Some(b"null");
                self.list.push(Argument { name, sql_type, end: self.written.len(), is_null });
                Ok(())
            }
        }
    }

    /// Adds one that has no value.
    pub(super) fn give_null(&mut self, name: &'static str, sql_type: SqlType) -> Result<(), DbError> {
        match self.form {
            Form::Json => self.write_field(name, &()),
            Form::Text => {
                self.list.push(Argument { name, sql_type, end: self.written.len(), is_null: true });
                Ok(())
            }
        }
    }

    fn write_field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), DbError> {
        self.written.push(if self.written.is_empty() { b'{' } else { b',' });
        serde_json::to_writer(&mut self.written, name).map_err(DbError::fault)?;
        self.written.push(b':');
        serde_json::to_writer(&mut self.written, value).map_err(DbError::fault)
    }

    /// The JSON object.
    pub(super) fn into_json(mut self) -> Result<String, DbError> {
        if self.written.is_empty() {
            self.written.push(b'{');
        }
        self.written.push(b'}');
        String::from_utf8(self.written).map_err(DbError::fault)
    }

    /// The arguments in text form with their values.
    pub(super) fn literals(&self) -> impl Iterator<Item = (&Argument, Option<&[u8]>)> {
        let mut start = 0;
        self.list.iter().map(move |argument| {
            let value = self.written.get(start..argument.end).filter(|_| !argument.is_null);
            start = argument.end;
            (argument, value)
        })
    }
}

/// A value as Postgres reads it from text.
fn write_literal<T: Serialize + ?Sized>(written: &mut Vec<u8>, sql_type: SqlType, value: &T) -> Result<(), DbError> {
    match sql_type {
        SqlType::Jsonb => serde_json::to_writer(written, value).map_err(DbError::fault),
        SqlType::Texts | SqlType::Uuids => {
            let items = serde_json::to_value(value).map_err(DbError::fault)?;
            let items: Vec<String> = serde_json::from_value(items).map_err(DbError::fault)?;
            write_array(written, &items);
            Ok(())
        }
        _ => {
            written.extend(serde_plain::to_string(&value).map_err(DbError::fault)?.into_bytes());
            Ok(())
        }
    }
}

/// Every item in quotes, in which only these and backslashes are anything else than themselves.
fn write_array(written: &mut Vec<u8>, items: &[String]) {
    written.push(b'{');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            written.push(b',');
        }
        written.push(b'"');
        for byte in item.bytes() {
            if matches!(byte, b'"' | b'\\') {
                written.push(b'\\');
            }
            written.push(byte);
        }
        written.push(b'"');
    }
    written.push(b'}');
}

#[cfg(test)]
mod tests {
    use ipelya_core::{Coins, Timestamp, UserId};
    use serde_json::{Value, json};

    use super::*;
    use crate::counted::Counted;

    fn literals(fill: impl FnOnce(&mut Arguments) -> Result<(), DbError>) -> Vec<Option<String>> {
        let mut arguments = Arguments::new(Form::Text);
        fill(&mut arguments).unwrap();
        let text = |value: Option<&[u8]>| value.map(|value| String::from_utf8(value.to_vec()).unwrap());
        arguments.literals().map(|(_, value)| text(value)).collect()
    }

    #[test]
    fn every_type_is_written_as_postgres_reads_it() {
        let user: UserId = serde_json::from_value(json!("6a2f41a3-c54c-4be8-94a5-3a9ac8a1aa2b")).unwrap();
        let now: Timestamp = serde_json::from_value(json!("2026-11-23T06:00:00.123456Z")).unwrap();
        let coins: Coins = serde_json::from_value(json!(50)).unwrap();
        let words = ["plain", "two words", "", "a \"quote\", a \\ and {braces}", "null", "şğı\n"].map(str::to_owned);
        let found = literals(|arguments| {
            arguments.give("p_user", SqlType::Uuid, &user)?;
            arguments.give("p_now", SqlType::Timestamp, &now)?;
            arguments.give_null("p_none", SqlType::Text)?;
            arguments.give("p_coins", SqlType::Integer, &coins)?;
            arguments.give("p_is", SqlType::Boolean, &true)?;
            arguments.give("p_empty", SqlType::Text, "")?;
            arguments.give("p_text", SqlType::Text, "it's \"so\"\\")?;
            arguments.give("p_share", SqlType::DoublePrecision, &0.25)?;
            arguments.give("p_words", SqlType::Texts, &words)?;
            arguments.give("p_users", SqlType::Uuids, &[user])?;
            arguments.give("p_json", SqlType::Jsonb, &json!({ "a": [1, null] }))?;
            arguments.give("p_null", SqlType::Jsonb, &Value::Null)
        });
        let expected = [
            Some("6a2f41a3-c54c-4be8-94a5-3a9ac8a1aa2b"),
            Some("2026-11-23T06:00:00.123456Z"),
            None,
            Some("50"),
            Some("true"),
            Some(""),
            Some("it's \"so\"\\"),
            Some("0.25"),
            Some("{\"plain\",\"two words\",\"\",\"a \\\"quote\\\", a \\\\ and {braces}\",\"null\",\"şğı\n\"}"),
            Some("{\"6a2f41a3-c54c-4be8-94a5-3a9ac8a1aa2b\"}"),
            Some("{\"a\":[1,null]}"),
            None,
        ];
        assert_eq!(found, expected.map(|value| value.map(str::to_owned)));
    }

    #[test]
    fn an_argument_is_serialised_once_whatever_its_type_and_form() {
        for form in [Form::Json, Form::Text] {
            for sql_type in [SqlType::Text, SqlType::Jsonb] {
                let value = Counted::default();
                let mut arguments = Arguments::new(form);
                arguments.give("p_value", sql_type, &value).unwrap();
                match form {
                    Form::Json => drop(arguments.into_json().unwrap()),
                    Form::Text => assert_eq!(arguments.literals().count(), 1),
                }
                assert_eq!(value.times(), 1, "{form:?}, {sql_type:?}");
            }
            let items = [Counted::default(), Counted::default()];
            Arguments::new(form).give("p_values", SqlType::Texts, &items).unwrap();
            assert_eq!(items.map(|item| item.times()), [1, 1], "{form:?}");
        }
    }

    #[test]
    fn a_json_object_has_every_field_once_and_may_be_empty() {
        let mut arguments = Arguments::new(Form::Json);
        arguments.give("p_a", SqlType::Integer, &1).unwrap();
        arguments.give_null("p_b", SqlType::Text).unwrap();
        assert_eq!(arguments.into_json().unwrap(), r#"{"p_a":1,"p_b":null}"#);
        assert_eq!(Arguments::new(Form::Json).into_json().unwrap(), "{}");
    }
}
