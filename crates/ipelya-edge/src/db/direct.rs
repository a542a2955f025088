//! Postgres itself, asked over its own protocol: one statement a call, which is one transaction and one round trip.
//!
//! The statement is prepared without a name, with its parameters' types, and run in the same exchange. So it works behind a
//! pooler that gives every transaction another session: nothing is kept in one.

mod line;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;
use tokio_postgres::Row;
use tokio_postgres::error::{DbError as Raised, Severity};
use tokio_postgres::types::{Format, FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

use self::line::Line;
pub(super) use self::tls::Security;
use super::arguments::{Arguments, SqlType};
use super::{Call, DbError};
use crate::http_client::REQUEST_TIMEOUT;
use crate::settings::DatabaseSettings;
use crate::telemetry::{self, Metric, TRACE_PARENT};

/// How long opening a connection may take, signing in included. A pooler that has been idle signs in to Postgres first, which
/// takes `PgBouncer` up to a second.
const OPEN_TIMEOUT: Duration = Duration::from_secs(2);
/// A connection idle for longer is not used again: what is between may have forgotten it, and a Lambda that was frozen does
/// not notice. Amazon's NAT gateways forget after 350 s.
const IDLE_TIMEOUT: Duration = Duration::from_mins(5);
/// `00-<trace id>-<parent id>-<flags>`: digits and hyphens.
const TRACE_PARENT_LENGTH: usize = 55;

/// A database, and the one connection to it that a process has.
#[derive(Debug, Clone)]
pub(super) struct Direct {
    settings: Arc<DatabaseSettings>,
    security: Security,
    current: Arc<Mutex<Option<Arc<Line>>>>,
}

impl Direct {
    /// Connects nothing yet.
    pub(super) fn new(settings: &DatabaseSettings) -> Result<Self, rustls::Error> {
        let security = Security::of(settings)?;
        Ok(Self { settings: Arc::new(settings.clone()), security, current: Arc::default() })
    }

    /// Opens the connection for the first call.
    pub(super) async fn warm(&self) -> Result<(), DbError> {
        self.line().await.map(drop)
    }

    /// Calls one SQL function. Returns what it returned, in JSON.
    pub(super) async fn call(&self, call: Call, arguments: Arguments) -> Result<Vec<u8>, DbError> {
        if let Ok(row) = timeout(REQUEST_TIMEOUT, self.ask(&statement(call, &arguments), &arguments)).await {
            return read(&row?);
        }
        // whether the connection is any good nobody knows
        *self.current.lock().await = None;
        Err(DbError::unreachable(format!("no answer within {} s", REQUEST_TIMEOUT.as_secs())))
    }

    /// Asks over the connection there is. One that turns out to be dead before anything was written to it is replaced, once;
    /// after that it may have been carried out, and is not asked again.
    async fn ask(&self, statement: &str, arguments: &Arguments) -> Result<Row, DbError> {
        let line = self.line().await?;
        let written = line.written();
        let mut answer = line.ask(statement, arguments).await;
        if answer.as_ref().is_err_and(ends_the_connection) {
            self.leave(&line).await;
            if line.written() == written {
                answer = self.line().await?.ask(statement, arguments).await;
            }
        }
        let row = answer.map_err(|error| DbError::from_postgres(&error))?;
        row.ok_or_else(|| DbError::fault("no row"))
    }

    /// The connection, a new one if there is none that can be used.
    async fn line(&self) -> Result<Arc<Line>, DbError> {
        let mut current = self.current.lock().await;
        if let Some(line) = current.as_ref().filter(|line| line.is_usable(IDLE_TIMEOUT)) {
            return Ok(Arc::clone(line));
        }
        *current = None;
        let opened = timeout(OPEN_TIMEOUT, Line::open(&self.settings, &self.security)).await;
        let opened = match opened {
            Ok(opened) => opened.map_err(DbError::unreachable),
            Err(_) => Err(DbError::unreachable(format!("no connection within {} s", OPEN_TIMEOUT.as_secs()))),
        };
        let line = Arc::new(opened.inspect_err(|_| telemetry::count(Metric::ConnectionsFailed, 1))?);
        *current = Some(Arc::clone(&line));
        Ok(line)
    }

    /// Uses a connection no more.
    async fn leave(&self, line: &Arc<Line>) {
        let mut current = self.current.lock().await;
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, line)) {
            *current = None;
        }
    }
}

/// Whether nothing can be asked over a connection any more on which this has happened.
fn ends_the_connection(error: &tokio_postgres::Error) -> bool {
    let severity = error.as_db_error().map(Raised::parsed_severity);
    !matches!(severity, Some(Some(Severity::Error)))
}

/// The statement that calls a function, and tells with which status it wants to be answered: functions that answer a
/// refusal instead of raising it say so as PostgREST reads it. The caller's trace is in a comment, as logs know it
/// (<https://google.github.io/sqlcommenter/spec/>).
fn statement(call: Call, arguments: &Arguments) -> String {
    use std::fmt::Write as _;

    let reply = match call.returns {
        "jsonb" => "f.reply",
        "void" => "null::jsonb",
        _ => "to_jsonb(f.reply)",
    };
    let mut sql = format!("select {reply}, current_setting('response.status', true) from public.{}(", call.function);
    for (place, (argument, _)) in arguments.literals().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        // text can always be written to
        let _ = write!(sql, "{comma}{} => ${}", argument.name, place + 1);
    }
    sql.push_str(") as f(reply)");
    // a later version's own may have anything behind
    if let Some(parent) = telemetry::trace_parent().as_deref().and_then(|parent| parent.get(..TRACE_PARENT_LENGTH)) {
        let _ = write!(sql, " /*{TRACE_PARENT}='{parent}'*/");
    }
    sql
}

fn read(row: &Row) -> Result<Vec<u8>, DbError> {
    let reply: Json<'_> = row.try_get(0).map_err(DbError::fault)?;
    let status: Option<&str> = row.try_get(1).map_err(DbError::fault)?;
    match status.filter(|status| !status.is_empty()) {
        Some(status) => Err(DbError::from_reply(status.parse().map_err(DbError::fault)?, reply.0)),
        None => Ok(reply.0.to_vec()),
    }
}

/// A value of `jsonb` as it came, null if there is none.
struct Json<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Json<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        match raw.split_first() {
            Some((1, json)) => Ok(Self(json)),
            _ => Err("jsonb of another version".into()),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(b"null"))
    }

    fn accepts(of: &Type) -> bool {
        *of == Type::JSONB
    }
}

/// A value in text form, of whatever type.
#[derive(Debug)]
struct Literal<'a>(Option<&'a [u8]>);

impl ToSql for Literal<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let Some(value) = self.0 else { return Ok(IsNull::Yes) };
        out.extend_from_slice(value);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }

    to_sql_checked!();
}

/// As Postgres numbers it.
const fn type_of(sql_type: SqlType) -> Type {
    match sql_type {
        SqlType::Bigint => Type::INT8,
        SqlType::Boolean => Type::BOOL,
        SqlType::DoublePrecision => Type::FLOAT8,
        SqlType::Integer => Type::INT4,
        SqlType::Jsonb => Type::JSONB,
        SqlType::Text => Type::TEXT,
        SqlType::Texts => Type::TEXT_ARRAY,
        SqlType::Timestamp => Type::TIMESTAMPTZ,
        SqlType::Uuid => Type::UUID,
        SqlType::Uuids => Type::UUID_ARRAY,
    }
}
