//! Row changes from Postgres's logical replication, and broadcasts from the database, which come the same way.
//!
//! A temporary slot is read by polling, as the hosted service does. It exists only while clients are connected, and goes
//! with its connection, so that nothing holds back Postgres's log when the gateway is gone.

use super::filter::{Condition, Filter, Operator};
use super::hub::{Binding, Hub};
use super::pgoutput::{Action, Change, Decoder, Row};
use crate::clock::new_id;
use crate::gateway::caller::Caller;
use crate::say::complain;
use crate::{Result, postgres};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;
use time::macros::format_description;
use tokio::sync::Mutex;
use tokio_postgres::{Client, Error, types::Json};

const INTERVAL: Duration = Duration::from_millis(75);
/// The published tables, and the one that broadcasts of the database are inserted into.
const PUBLICATIONS: &str = "supabase_realtime,supabase_realtime_messages_publication";

/// The stream of changes of one database.
#[derive(Debug)]
pub(super) struct Changes {
    database_url: String,
    hub: Arc<Hub>,
    /// The slot, while it is read.
    slot: Mutex<Option<tokio::task::JoinHandle<()>>>,
    attendance: Arc<()>,
}

/// Kept by whoever wants changes to be read.
#[derive(Debug)]
pub(super) struct Attendance(#[expect(dead_code, reason = "it is counted")] Arc<()>);

impl Changes {
    pub(super) fn new(database_url: String, hub: Arc<Hub>) -> Arc<Self> {
        Arc::new(Self { database_url, hub, slot: Mutex::default(), attendance: Arc::default() })
    }

    pub(super) fn attend(&self) -> Attendance {
        Attendance(Arc::clone(&self.attendance))
    }

    /// Returns once everything committed from now on will be read, until nobody attends any more.
    pub(super) async fn follow(self: &Arc<Self>) -> Result<()> {
        let mut slot = self.slot.lock().await;
        if slot.as_ref().is_some_and(|reading| !reading.is_finished()) {
            return Ok(());
        }
        let client = postgres::connect(&self.database_url).await?;
        // Postgres would note every poll in its log.
        client.batch_execute("set log_min_messages = fatal").await?;
        client.batch_execute(include_str!("judge.sql")).await?;
        let name = format!("realtime_{}", new_id().simple());
        client.execute("select pg_create_logical_replication_slot($1, 'pgoutput', true)", &[&name]).await?;
        *slot = Some(tokio::spawn(Arc::clone(self).read(client, name)));
        Ok(())
    }

    async fn read(self: Arc<Self>, client: Client, name: String) {
        loop {
            match self.poll(&client, &name).await {
                Ok(0) => tokio::time::sleep(INTERVAL).await,
                Ok(_) => {}
                Err(error) => {
                    complain(format!("realtime  │ reading changes: {error}"));
                    return self.hub.hang_up();
                }
            }
            let mut slot = self.slot.lock().await;
            if Arc::strong_count(&self.attendance) == 1 {
                *slot = None;
                return;
            }
        }
    }

    /// Reads what was committed since the last time and hands it on; returns how many messages there were.
    async fn poll(&self, client: &Client, name: &str) -> Result<usize> {
        let read = "select data from pg_logical_slot_get_binary_changes(
                      $1, null, 1000, 'proto_version', '1', 'publication_names', $2)";
        let messages = client.query(read, &[&name, &PUBLICATIONS]).await?;
        let mut decoder = Decoder::default();
        for message in &messages {
            let Some(change) = decoder.read(message.try_get(0)?) else { continue };
            if (change.schema.as_str(), change.table.as_str()) == ("realtime", "messages") {
                self.hub.broadcast_inserted(&change);
            } else if let Err(error) = self.hand_on(client, &change).await {
                // Its table may be gone already.
                complain(format!("realtime  │ {}.{}: {}", change.schema, change.table, crate::Error::from(error)));
            }
        }
        Ok(messages.len())
    }

    /// Hands a change to everybody who wants it and may see it.
    async fn hand_on(&self, client: &Client, change: &Change) -> Result<(), Error> {
        let listeners = self.hub.listeners(change);
        if listeners.is_empty() {
            return Ok(());
        }
        // Whoever has the same token is judged once.
        let mut callers: Vec<&Caller> = listeners.iter().map(|listener| &*listener.caller).collect();
        callers.sort_by_key(|caller| &caller.claims);
        callers.dedup_by_key(|caller| &caller.claims);
        let (roles, claims): (Vec<&str>, Vec<&str>) = callers.iter().map(|it| (&*it.role, &*it.claims)).unzip();
        let table = json!([change.schema, change.table]);
        let judge = "select shapes, seen from pg_temp.judge(
                       format('%I.%I', $1::jsonb ->> 0, $1::jsonb ->> 1)::regclass, $2, $3, $4, $5, $6)";
        let (action, new, old) = (change.action.name(), Json(&change.new), Json(&change.old));
        let verdict = client.query_one(judge, &[&table, &action, &new, &old, &roles, &claims]).await?;
        let (shapes, seen): (Value, Vec<bool>) = (verdict.try_get(0)?, verdict.try_get(1)?);
        let Value::Object(shapes) = shapes else { return Ok(()) };
        let data: Map<String, Value> = shapes.into_iter().map(|(role, shape)| (role, data(change, shape))).collect();
        for listener in &listeners {
            let at = callers.binary_search_by_key(&&listener.caller.claims, |caller| &caller.claims);
            if at.ok().and_then(|at| seen.get(at)) == Some(&true)
                && let Some(Value::String(data)) = data.get(&listener.caller.role)
            {
                self.hub.tell_change(listener, data);
            }
        }
        Ok(())
    }

    /// What a client asks for by `wanted`, checked against the database; or why it cannot be had.
    pub(super) async fn bind(&self, id: u64, wanted: &Value, caller: &Caller) -> Result<Binding, String> {
        let text = |name: &str| wanted.get(name).and_then(Value::as_str);
        let filter = text("filter").filter(|filter| !filter.trim().is_empty()).map(Filter::parse).transpose()?;
        let (event, table) = (text("event").unwrap_or("*").to_uppercase(), text("table"));
        if text("schema").or(table).is_none() || (filter.is_some() && table.is_none()) {
            return Err(format!(
                "No subscription params provided. Please provide at least a `schema` or `table` to subscribe to: {wanted}"
            ));
        }
        let schema = text("schema").unwrap_or("public");
        let unable = |because: &str, punctuation: &str| {
            let (table, filters) = (table.unwrap_or("*"), Vec::from_iter(text("filter")));
            let params = format!("event: {event}, schema: {schema}, table: {table}, filters: {filters:?}");
            format!("Unable to subscribe to changes with given parameters. {because} [{params}]{punctuation}")
        };
        let condition = self.check(schema, table, filter.as_ref(), caller).await.map_err(|error| {
            let exception = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
            unable(
                "An exception happened so please check your connect parameters:",
                &format!(". Exception: {exception}"),
            )
        })?;
        let condition = condition
            .ok_or_else(|| unable("Please check Realtime is enabled for the given connect parameters:", ""))?;
        let action = ACTIONS.into_iter().find(|action| action.name() == event);
        let table = table.filter(|table| *table != "*").map(str::to_owned);
        Ok(Binding { id, action, schema: schema.to_owned(), table, condition })
    }

    /// `None` when no such table is published.
    async fn check(
        &self,
        schema: &str,
        table: Option<&str>,
        filter: Option<&Filter>,
        caller: &Caller,
    ) -> Result<Option<Option<Condition>>, Error> {
        let client = postgres::connect(&self.database_url).await?;
        let published = "select exists (
            select from pg_publication_tables
            where pubname = 'supabase_realtime' and $1::text in (schemaname::text, '*') and $2::text in (tablename::text, '*'))";
        if !client.query_one(published, &[&schema, &table.unwrap_or("*")]).await?.try_get::<_, bool>(0)? {
            return Ok(None);
        }
        let Some(filter) = filter else { return Ok(Some(None)) };
        client.batch_execute(include_str!("operands.sql")).await?;
        let array = filter.operator == Operator::In;
        let operands = "select operands, is_number from pg_temp.operands($1, $2, $3, $4, $5, $6)";
        let row =
            client.query_one(operands, &[&schema, &table, &filter.column, &filter.value, &array, &caller.role]).await?;
        let (column, operator) = (filter.column.clone(), filter.operator);
        Ok(Some(Some(Condition { column, operator, operands: row.try_get(0)?, numeric: row.try_get(1)? })))
    }
}

const ACTIONS: [Action; 3] = [Action::Insert, Action::Update, Action::Delete];

/// A change in a role's shape, as JSON text.
fn data(change: &Change, shape: Value) -> Value {
    let mut data = match shape {
        Value::Object(shape) => shape,
        _ => Row::new(),
    };
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let committed = OffsetDateTime::from_unix_timestamp_nanos(i128::from(change.committed) * 1000).ok();
    data.insert("commit_timestamp".into(), json!(committed.and_then(|at| at.format(format).ok())));
    data.insert("schema".into(), json!(change.schema));
    data.insert("table".into(), json!(change.table));
    data.insert("type".into(), json!(change.action.name()));
    Value::String(Value::Object(data).to_string())
}
