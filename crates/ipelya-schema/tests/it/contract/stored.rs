//! Rows as the database has them, to hold replies and changes against.

use ipelya_test::Project;
use serde_json::{Map, Value};
use uuid::Uuid;

/// A row by its id.
pub(crate) async fn stored(project: &Project, table: &str, id: Uuid) -> Value {
    let sql = format!("select to_jsonb(t) from public.{table} t where t.id = $1");
    project.db().query_one(&sql, &[&id]).await.unwrap().get(0)
}

/// The rows that a condition picks, oldest first.
pub(crate) async fn all(project: &Project, table: &str, condition: &str) -> Vec<Value> {
    let sql = format!("select to_jsonb(t) from public.{table} t where {condition} order by t.created_at");
    project.db().query(&sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// The only row that a condition picks.
pub(crate) async fn only(project: &Project, table: &str, condition: &str) -> Value {
    let rows = all(project, table, condition).await;
    assert_eq!(rows.len(), 1, "{table} where {condition}: {rows:?}");
    rows[0].clone()
}

/// Some columns of a row, listed as a select lists them.
pub(crate) fn pick(row: &Value, columns: &str) -> Value {
    let column = |name: &str| (name.to_owned(), row.get(name).unwrap_or_else(|| panic!("no {name} in {row}")).clone());
    columns.split(',').map(column).collect::<Map<_, _>>().into()
}

/// A row with something embedded.
pub(crate) fn with(mut row: Value, name: &str, embedded: Value) -> Value {
    row[name] = embedded;
    row
}

/// The columns in which two states of a row differ, with their new values; `updated_at` always does.
pub(crate) fn changed(before: &Value, after: &Value) -> Value {
    let columns = after.as_object().unwrap().iter();
    let differing = columns.filter(|(name, value)| *name != "updated_at" && before[*name] != **value);
    differing.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
}

/// The id of a row.
pub(crate) fn id(row: &Value) -> Uuid {
    row["id"].as_str().unwrap().parse().unwrap()
}

/// Says something as a superuser.
pub(crate) async fn admin(project: &Project, sql: &str) {
    project.db().batch_execute(sql).await.unwrap();
}
