//! What somebody sees when they ask for themselves: as a signed-in user, or as nobody.

use ipelya_test::{Project, User};
use serde_json::Value;
use tokio_postgres::error::SqlState;

/// The rows of a query as JSON, in the name of `who`; nobody is a client that is not signed in.
pub(crate) async fn rows(project: &Project, who: Option<&User>, query: &str) -> Result<Vec<Value>, SqlState> {
    let db = project.db();
    let role = who.map_or("anon", |_| "authenticated");
    let claims = serde_json::json!({ "role": role, "sub": who.map(|user| user.id) });
    db.batch_execute(&format!("begin; set local request.jwt.claims = '{claims}'; set local role {role}"))
        .await
        .unwrap();
    let answer = db.query(&format!("select to_jsonb(asked) from ({query}) asked"), &[]).await;
    db.batch_execute("rollback").await.unwrap();
    match answer {
        Ok(rows) => Ok(rows.iter().map(|row| row.get(0)).collect()),
        Err(error) => Err(error.code().unwrap_or_else(|| panic!("{query}: {error}")).clone()),
    }
}

/// The one value in each row of a query.
pub(crate) async fn seen(project: &Project, who: &User, query: &str) -> Vec<Value> {
    let rows = rows(project, Some(who), query).await.unwrap();
    rows.iter().map(|row| row.as_object().unwrap().values().next().unwrap().clone()).collect()
}

/// How a query is carried out in the name of `who`, line by line.
pub(crate) async fn plan(project: &Project, who: &User, query: &str) -> String {
    let db = project.db();
    let claims = serde_json::json!({ "role": "authenticated", "sub": who.id });
    db.batch_execute(&format!("begin; set local request.jwt.claims = '{claims}'; set local role authenticated"))
        .await
        .unwrap();
    let lines = db.query(&format!("explain (costs off) {query}"), &[]).await;
    db.batch_execute("rollback").await.unwrap();
    lines.unwrap().iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>().join("\n")
}
