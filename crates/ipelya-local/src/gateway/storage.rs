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
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
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
/// How much of a request is read. What is too large for a bucket is read to its end nevertheless: a client that is still
/// sending when it is refused may never see why.
const READ: usize = 2 * LARGEST;

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
            .layer(DefaultBodyLimit::max(READ))
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

#[derive(Deserialize)]
struct Showing {
    download: Option<String>,
}

async fn show(
    State(storage): Shared,
    Path((bucket, name)): Path<(String, String)>,
    Query(Showing { download }): Query<Showing>,
) -> Result<Response, Refusal> {
    let object = storage.public(&bucket, &name).await?;
    let text = |field: &str| object.metadata.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let headers = [
        (header::CONTENT_TYPE, text("mimetype")),
        (header::CACHE_CONTROL, text("cacheControl")),
        (header::ETAG, text("eTag")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let mut answer = (headers, object.content).into_response();
    if let Some(saved) = download.and_then(|name| attachment(&name).try_into().ok()) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, saved);
    }
    Ok(answer)
}

/// Makes browsers save a file, under `name` unless that is empty.
fn attachment(name: &str) -> String {
    if name.is_empty() {
        return "attachment;".into();
    }
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(byte);
    let encode = |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let name: String = name.bytes().map(encode).collect();
    format!("attachment; filename={name}; filename*=UTF-8''{name}")
}

/// Whether an object may be called so: what S3 stores without ado.
fn is_valid(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || "_/!.*'() &$=@;:+,?-".contains(char))
}
