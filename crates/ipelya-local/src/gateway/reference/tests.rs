use super::*;
use crate::clock::new_id;
use crate::http_client::HttpClient;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use std::fs;
use tokio::net::TcpListener;

/// A document and a viewer in a folder of their own, served as the gateway serves them.
struct Served {
    folder: PathBuf,
    url: String,
}

impl Served {
    async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("ipelya-reference-{}", new_id()));
        fs::create_dir_all(&folder).unwrap();
        for name in ["openapi.json", "swagger-ui-bundle.js", "swagger-ui.css"] {
            fs::write(folder.join(name), name).unwrap();
        }
        let reference = Reference { document: folder.join("openapi.json"), viewer: folder.clone() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, reference.router()).await.unwrap() });
        Self { folder, url }
    }

    async fn get(&self, path: &str) -> (StatusCode, String, String, String) {
        let request = Request::get(format!("{}{path}", self.url)).body(Body::empty()).unwrap();
        let reply = HttpClient::new().send(request).await.unwrap();
        let header = |name| reply.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let (status, kind, policy) =
            (reply.status(), header(header::CONTENT_TYPE), header(header::CONTENT_SECURITY_POLICY));
        let body = reply.into_body().collect().await.unwrap().to_bytes();
        (status, kind, policy, String::from_utf8(body.to_vec()).unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn the_page_finds_all_it_names_on_this_host_and_may_load_nothing_from_others() {
    let served = Served::new().await;
    let (status, kind, policy, page) = served.get("/").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/html; charset=utf-8"));
    assert!(
        policy.starts_with("default-src 'none'; ") && !policy.contains("http") && !policy.contains('*'),
        "{policy}"
    );

    let named: Vec<&str> = page.split(['"', '\'']).filter(|part| part.starts_with('/')).collect();
    assert_eq!(named.len(), 4, "{named:?}");
    for path in named {
        let (status, kind, _, _) = served.get(path).await;
        let ending = path.rsplit('.').next().unwrap();
        let expected = [("js", JAVASCRIPT), ("css", CSS), ("json", JSON)].into_iter().find(|(end, _)| *end == ending);
        assert_eq!((status, kind.as_str()), (StatusCode::OK, expected.unwrap().1), "{path}");
    }
    assert!(!page.contains("//"), "another host");
}

#[tokio::test]
async fn the_document_is_the_file_as_it_is_now() {
    let served = Served::new().await;
    fs::write(served.folder.join("openapi.json"), r#"{"openapi":"3.1.0"}"#).unwrap();
    let (status, kind, _, body) = served.get("/openapi.json").await;
    assert_eq!((status, kind.as_str(), body.as_str()), (StatusCode::OK, "application/json", r#"{"openapi":"3.1.0"}"#));

    fs::remove_file(served.folder.join("openapi.json")).unwrap();
    let (status, _, _, body) = served.get("/openapi.json").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(body.contains("openapi.json: "), "{body}");
}
