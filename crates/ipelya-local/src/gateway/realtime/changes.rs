//! Row changes from Postgres's logical replication, and broadcasts from the database, which come the same way.
//!
//! A temporary slot is read by polling, as the hosted service does. It exists only while clients are connected, and
//! goes with its connection, so that nothing holds back Postgres's log when the gateway is gone.

use super::filter::Filter;
use super::hub::{Binding, Hub};
use super::pgoutput::{Change, Decoder};
use crate::clock::new_id;
use crate::gateway::caller::Caller;
use crate::say::complain;
use crate::{Result, postgres};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
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
    /// Held by whoever wants changes to be read.
    attendance: Arc<()>,
}

impl Changes {
    pub(super) fn new(database_url: String, hub: Arc<Hub>) -> Arc<Self> {
        Arc::new(Self { database_url, hub, slot: Mutex::default(), attendance: Arc::default() })
    }

    /// To be kept for as long as changes are wanted.
    pub(super) fn attend(&self) -> Arc<()> {
        Arc::clone(&self.attendance)
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
        let judge = "select shapes, seen from pg_temp.judge($1, $2, $3, $4, $5, $6, $7, $8)";
        let Change { schema, table, action, committed, new, old } = change;
        let (new, old) = (Json(new), Json(old));
        let verdict = client.query_one(judge, &[schema, table, action, committed, &new, &old, &roles, &claims]).await?;
        let (shapes, seen): (Json<HashMap<String, Value>>, Vec<bool>) = (verdict.try_get(0)?, verdict.try_get(1)?);
        let told: HashMap<String, String> = shapes.0.into_iter().map(|(role, it)| (role, it.to_string())).collect();
        for listener in &listeners {
            let at = callers.binary_search_by_key(&&listener.caller.claims, |caller| &caller.claims);
            if at.ok().and_then(|at| seen.get(at)) == Some(&true)
                && let Some(data) = told.get(&listener.caller.role)
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
        let (schema, table) = (text("schema"), text("table"));
        if schema.or(table).is_none() || (filter.is_some() && table.is_none()) {
            let needed = "Please provide at least a `schema` or `table` to subscribe to";
            return Err(format!("No subscription params provided. {needed}: {wanted}"));
        }
        let (schema, table) = (schema.unwrap_or("public").to_owned(), table.unwrap_or("*").to_owned());
        let event = text("event").unwrap_or("*").to_uppercase();
        let params = format!("[event: {event}, schema: {schema}, table: {table}, filters: {:?}]", text("filter"));
        let unable = "Unable to subscribe to changes with given parameters.";
        let mut binding = Binding { id, event, schema, table, filter };
        match self.check(&mut binding, caller).await {
            Ok(true) => Ok(binding),
            Ok(false) => {
                Err(format!("{unable} Please check Realtime is enabled for the given connect parameters: {params}"))
            }
            Err(error) => Err(format!(
                "{unable} An exception happened so please check your connect parameters: {params}. Exception: {error}"
            )),
        }
    }

    /// Whether such tables are published; writes a filter's operands as Postgres writes values.
    async fn check(&self, binding: &mut Binding, caller: &Caller) -> Result<bool, String> {
        let said = |error: Error| error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
        let client = postgres::connect(&self.database_url).await.map_err(said)?;
        let Binding { schema, table, filter, .. } = binding;
        let published = "select from pg_publication_tables where pubname = 'supabase_realtime'
                           and $1::text in (schemaname, '*') and $2::text in (tablename, '*') limit 1";
        let published = client.query_opt(published, &[schema, table]).await.map_err(said)?;
        let (Some(_), Some(filter)) = (&published, filter) else { return Ok(published.is_some()) };
        let column = "select format_type(a.atttypid, null), t.typcategory = 'N'
                      from pg_attribute a join pg_type t on t.oid = a.atttypid
                      where a.attrelid = format('%I.%I', $1::text, $2::text)::regclass and a.attname = $3::text
                        and a.attnum > 0 and has_column_privilege($4::text, a.attrelid, a.attnum, 'select')";
        let column = client.query_opt(column, &[schema, table, &filter.column, &caller.role]).await.map_err(said)?;
        let column = column.ok_or_else(|| format!("invalid column for filter {}", filter.column))?;
        let (kind, numeric): (String, bool) = (column.get(0), column.get(1));
        let operands = if filter.is_list { "$1::text::" } else { "array[$1::text]::" };
        // As the replication stream does, format() writes other than a cast to text.
        let written = format!("select array(select format('%s', it) from unnest({operands}{kind}[]) it)");
        let written = client.query_one(&written, &[&filter.operands.concat()]).await.map_err(said)?;
        (filter.operands, filter.numeric) = (written.get(0), numeric);
        Ok(true)
    }
}
