//! The store of recordings, as one test sees it: a bucket of its own in the `MinIO` that all tests share. Functions reach it
//! through a proxy that counts and can fail on purpose.

use super::project::{Project, listen};
use super::stack;
use super::upstream::Upstream;
use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse as _;
use http::StatusCode;
use ipelya_local::bucket::Bucket;
use ipelya_local::clock::new_id;
use ipelya_local::gateway::Front;
use ipelya_local::http_client::HttpClient;
use ipelya_local::layout::Layout;
use ipelya_local::minio;
use tokio::sync::OnceCell;

/// A bucket of a test's own.
#[derive(Debug)]
pub struct Store {
    /// The way of functions to it.
    pub upstream: Upstream,
    bucket: Bucket,
}

impl Store {
    /// Makes one. The first test that does starts `MinIO`.
    pub async fn open(project: &Project) -> Self {
        static PORT: OnceCell<u16> = OnceCell::const_new();
        let stack = project.stack();
        stack::run(async move {
            let started = PORT.get_or_init(async || {
                let layout = Layout::find().expect("tests run inside the repository");
                minio::shared(&layout, &stack.instance).await.expect("MinIO starts")
            });
            let bucket = minio::bucket(*started.await, &format!("test-{}", new_id().simple()));
            bucket.make(&HttpClient::new()).await.expect("MinIO makes a bucket");
            let router = passing_to(bucket.endpoint.clone());
            let front = Front::serve(listen().await, "", router).expect("the store is served");
            Self { upstream: Upstream::new(front), bucket }
        })
        .await
    }

    /// Writes an object, uncounted.
    pub async fn put(&self, key: &str, content: &[u8]) {
        let (bucket, key, content) = (self.bucket.clone(), key.to_owned(), content.to_vec());
        stack::run(async move { bucket.put(&HttpClient::new(), &key, content.into()).await })
            .await
            .expect("the store takes an object");
    }

    /// An object, uncounted.
    pub async fn get(&self, key: &str) -> Vec<u8> {
        let (bucket, key) = (self.bucket.clone(), key.to_owned());
        stack::run(async move { bucket.get(&HttpClient::new(), &key).await }).await.expect("the object is there").into()
    }

    /// The size of an object in bytes, uncounted; `None` if there is none.
    pub async fn size(&self, key: &str) -> Option<u64> {
        let (bucket, key) = (self.bucket.clone(), key.to_owned());
        stack::run(async move { bucket.size(&HttpClient::new(), &key).await }).await.expect("the store answers")
    }

    /// Whether there is an object, uncounted.
    pub async fn has(&self, key: &str) -> bool {
        self.size(key).await.is_some()
    }

    /// Deletes an object, uncounted.
    pub async fn delete(&self, key: &str) {
        let (bucket, key) = (self.bucket.clone(), key.to_owned());
        stack::run(async move { bucket.delete(&HttpClient::new(), &key).await }).await.expect("the store deletes");
    }

    /// The bucket itself, past the proxy.
    pub fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    pub(super) fn as_functions_see_it(&self) -> Bucket {
        Bucket { endpoint: format!("http://{}", self.upstream.address()), ..self.bucket.clone() }
    }
}

/// Passes requests on under the name that they were sent to, which is signed.
fn passing_to(base: String) -> Router {
    let client = HttpClient::new();
    Router::new().fallback(move |mut request: Request| {
        let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let uri = format!("{base}{path}").parse();
        let client = client.clone();
        async move {
            *request.uri_mut() = uri.expect("an address and a path");
            let reply = client.send(request).await;
            reply.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
        }
    })
}
