//! `/storage/v1`: a stand-in for Supabase Storage, for local use and tests: upload, remove, list and public addresses,
//! allowed or refused by the policies of `storage.objects` as the caller.
//!
//! Files are named by their version, never by what a client calls them, so no path leads out of their folder. The
//! hosted service also signs addresses, moves and copies, transforms pictures, serves private buckets, manages buckets,
//! and takes resumable uploads; this does not.

mod objects;
mod refusal;
mod upload;

use super::caller::Caller;
use super::cors;
use crate::jwt::Keys;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use http::{HeaderMap, Method, header};
use objects::Listing;
use refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use upload::Upload;

/// The largest file of a bucket without a limit of its own, as in new projects.
const LARGEST: usize = 50 * 1024 * 1024;
/// What is around the file in a form.
const AROUND: usize = 64 * 1024;

/// The files of one database.
#[derive(Debug)]
pub struct Storage {
    database_url: String,
    keys: Arc<Keys>,
    files: PathBuf,
}

type Shared = State<Arc<Storage>>;

impl Storage {
    /// Storage below the directory `files` for the database at `database_url`, as superuser, whose users' tokens `keys`
    /// signed.
    pub fn new(database_url: String, keys: Arc<Keys>, files: PathBuf) -> Arc<Self> {
        Arc::new(Self { database_url, keys, files })
    }

    /// Its routes.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route("/storage/v1/object/{bucket}/{*name}", post(store).put(store))
            .route("/storage/v1/object/{bucket}", delete(remove))
            .route("/storage/v1/object/list/{bucket}", post(list))
            .route("/storage/v1/object/public/{bucket}/{*name}", get(show))
            .layer(DefaultBodyLimit::max(LARGEST + AROUND))
            .layer(from_fn(cors::answer))
            .with_state(self)
    }

    fn caller(&self, headers: &HeaderMap) -> Result<Caller, Refusal> {
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let token = bearer.ok_or_else(|| Refusal::invalid("headers must have required property 'authorization'"))?;
        Caller::of(&self.keys, token).map_err(|fault| Refusal::denied(fault.to_string()))
    }
}

async fn store(
    State(storage): Shared,
    Path((bucket, name)): Path<(String, String)>,
    request: Request,
) -> Result<Json<Value>, Refusal> {
    let caller = storage.caller(request.headers())?;
    let replace =
        request.method() == Method::PUT || request.headers().get("x-upsert").is_some_and(|value| value == "true");
    if !is_valid(&name) {
        return Err(Refusal::invalid_key(&name));
    }
    let upload = Upload::read(request).await?;
    let id = storage.put(&caller, &bucket, &name, &upload, replace).await?;
    Ok(Json(json!({ "Id": id, "Key": format!("{bucket}/{name}") })))
}

#[derive(Deserialize)]
struct Removal {
    prefixes: Vec<String>,
}

async fn remove(
    State(storage): Shared,
    Path(bucket): Path<String>,
    headers: HeaderMap,
    removal: Result<Json<Removal>, JsonRejection>,
) -> Result<Json<Value>, Refusal> {
    let caller = storage.caller(&headers)?;
    let Json(removal) = removal.map_err(|rejection| Refusal::invalid(rejection.body_text()))?;
    storage.remove(&caller, &bucket, &removal.prefixes).await.map(Json)
}

async fn list(
    State(storage): Shared,
    Path(bucket): Path<String>,
    headers: HeaderMap,
    listing: Result<Json<Listing>, JsonRejection>,
) -> Result<Json<Value>, Refusal> {
    let caller = storage.caller(&headers)?;
    let Json(listing) = listing.map_err(|rejection| Refusal::invalid(rejection.body_text()))?;
    storage.list(&caller, &bucket, &listing).await.map(Json)
}

async fn show(State(storage): Shared, Path((bucket, name)): Path<(String, String)>) -> Result<Response, Refusal> {
    let object = storage.public(&bucket, &name).await?;
    let text = |field: &str| object.metadata.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let headers = [
        (header::CONTENT_TYPE, text("mimetype")),
        (header::CACHE_CONTROL, text("cacheControl")),
        (header::ETAG, text("eTag")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, object.content).into_response())
}

/// Whether an object may be called so: what S3 stores without ado.
fn is_valid(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || "_/!.*'() &$=@;:+,?-".contains(char))
}
