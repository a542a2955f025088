//! PostgREST as supabase-js speaks to it: the same paths, headers and forms of reply.

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use ipelya_local::http_client::HttpClient;
use ipelya_test::{Project, User};
use serde_json::Value;

/// One client of one project. Paths may be laid out over lines: whitespace in them is dropped, as supabase-js drops it.
pub(crate) struct Rest {
    http: HttpClient,
    base: String,
    key: String,
    bearer: String,
}

/// What PostgREST answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
    /// What stands behind the slash of `content-range`.
    total: Option<u64>,
}

/// `.single()` asks for an object instead of an array.
const OBJECT: &str = "application/vnd.pgrst.object+json";
const ARRAY: &str = "application/json";

impl Rest {
    /// A signed-in user.
    pub(crate) fn user(project: &Project, user: &User) -> Self {
        Self::new(project, "SUPABASE_ANON_KEY", Some(project.token_for(user).build()))
    }

    /// Whoever holds the public key and has not signed in.
    pub(crate) fn anon(project: &Project) -> Self {
        Self::new(project, "SUPABASE_ANON_KEY", None)
    }

    /// A server with the service key.
    pub(crate) fn service(project: &Project) -> Self {
        Self::new(project, "SUPABASE_SERVICE_ROLE_KEY", None)
    }

    fn new(project: &Project, key: &str, bearer: Option<String>) -> Self {
        let key = project.env()[key].clone();
        let bearer = bearer.unwrap_or_else(|| key.clone());
        Self { http: HttpClient::new(), base: format!("{}/rest/v1/", project.url()), key, bearer }
    }

    /// `.select(…)`: the rows, which there must be a right to ask for.
    pub(crate) async fn rows(&self, path: &str) -> Vec<Value> {
        let reply = self.get(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.body.as_array().unwrap().clone()
    }

    /// `.select(…).single()`: the one row.
    pub(crate) async fn single(&self, path: &str) -> Value {
        let reply = self.try_single(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.body
    }

    /// `.select(…).single()`, whatever comes of it.
    pub(crate) async fn try_single(&self, path: &str) -> Reply {
        self.send("GET", path, OBJECT, "", None).await
    }

    /// `.select(…, { count: 'exact' })`: the rows, and how many there would be without a limit.
    pub(crate) async fn page(&self, path: &str) -> (Vec<Value>, u64) {
        let reply = self.send("GET", path, ARRAY, "count=exact", None).await;
        assert!([200, 206].contains(&reply.status), "{path}: {}", reply.body);
        (reply.body.as_array().unwrap().clone(), reply.total.unwrap())
    }

    /// `.select(…, { count: 'exact', head: true })`: how many there are. Asked with GET for no rows: after a HEAD the
    /// local gateway loses its next request, because PostgREST ends the empty reply with bytes nobody waits for.
    pub(crate) async fn count(&self, path: &str) -> u64 {
        self.page(&format!("{path}&limit=0")).await.1
    }

    /// `.select(…)`, whatever comes of it.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, ARRAY, "", None).await
    }

    /// `.insert(…)`.
    pub(crate) async fn insert(&self, path: &str, row: &Value) -> Reply {
        self.send("POST", path, ARRAY, "", Some(row)).await
    }

    /// `.insert(…).select(…).single()`: the row as written.
    pub(crate) async fn insert_returning(&self, path: &str, row: &Value) -> Reply {
        self.send("POST", path, OBJECT, "return=representation", Some(row)).await
    }

    /// `.upsert(…)`.
    pub(crate) async fn upsert(&self, path: &str, row: &Value) -> Reply {
        self.send("POST", path, ARRAY, "resolution=merge-duplicates", Some(row)).await
    }

    /// `.update(…)`.
    pub(crate) async fn update(&self, path: &str, change: &Value) -> Reply {
        self.send("PATCH", path, ARRAY, "", Some(change)).await
    }

    /// `.delete()`.
    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, ARRAY, "", None).await
    }

    async fn send(&self, method: &str, path: &str, accept: &str, prefer: &str, body: Option<&Value>) -> Reply {
        let path: String = path.split_whitespace().collect();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("apikey", &self.key)
            .header("authorization", format!("Bearer {}", self.bearer))
            .header("accept", accept);
        if !prefer.is_empty() {
            request = request.header("prefer", prefer);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let request = request.header("content-type", "application/json").body(body).unwrap();
        let reply = self.http.send(request).await.unwrap();
        let total = reply.headers().get("content-range").and_then(|range| range.to_str().ok()?.split_once('/'));
        let total = total.and_then(|(_, total)| total.parse().ok());
        let status = reply.status().as_u16();
        let text = reply.into_body().collect().await.unwrap().to_bytes();
        Reply { status, body: serde_json::from_slice(&text).unwrap_or(Value::Null), total }
    }
}

impl Reply {
    /// Asserts that the write went through: 201 for a row made, 204 for rows changed, whether or not there were any.
    #[track_caller]
    pub(crate) fn assert_done(&self) {
        assert!((200..300).contains(&self.status), "{self:?}");
    }

    /// Asserts a refusal by its status and code: Postgres', PostgREST's or, for `PT4xx`, ours.
    #[track_caller]
    pub(crate) fn assert_refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{self:?}");
    }
}
