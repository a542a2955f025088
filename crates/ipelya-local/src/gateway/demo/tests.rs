use super::*;
use crate::clock::new_id;
use crate::http_client::HttpClient;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use std::fs;
use tokio::net::TcpListener;

/// A built demo in a folder of its own, beside a file that is none of it.
struct Served {
    folder: PathBuf,
    url: String,
}

struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Served {
    async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("ipelya-demo-{}", new_id()));
        let dist = folder.join("dist");
        fs::create_dir_all(dist.join("assets")).unwrap();
        for name in ["index.html", "assets/app-1a2b.js", "assets/app-1a2b.css", "icon.svg", "../secret.json"] {
            fs::write(dist.join(name), name).unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Demo { dist }.router()).await.unwrap() });
        Self { folder, url }
    }

    async fn get(&self, path: &str) -> Reply {
        let request = Request::get(format!("{}{path}", self.url)).body(Body::empty()).unwrap();
        let (head, body) = HttpClient::new().send(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Reply { status: head.status, headers: head.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn files_have_their_type_and_only_hashed_ones_are_kept_for_ever() {
    let served = Served::new().await;
    for (path, kind, caching) in [
        ("assets/app-1a2b.js", "text/javascript; charset=utf-8", FOR_EVER),
        ("assets/app-1a2b.css", "text/css; charset=utf-8", FOR_EVER),
        ("icon.svg", "image/svg+xml", ASK_EACH_TIME),
        ("index.html", "text/html; charset=utf-8", ASK_EACH_TIME),
    ] {
        let reply = served.get(&format!("/demo/{path}")).await;
        assert_eq!((reply.status, reply.body.as_str()), (StatusCode::OK, path));
        assert_eq!(reply.headers[header::CONTENT_TYPE], kind, "{path}");
        assert_eq!(reply.headers[header::CACHE_CONTROL], caching, "{path}");
    }
}

#[tokio::test]
async fn every_screen_is_the_page_and_a_missing_file_is_missing() {
    let served = Served::new().await;
    for path in ["/demo", "/demo/", "/demo/people", "/demo/watch/11111111-0000-4000-8000-000000000001"] {
        let reply = served.get(path).await;
        assert_eq!((reply.status, reply.body.as_str()), (StatusCode::OK, INDEX), "{path}");
    }
    assert_eq!(served.get("/demo/assets/gone-3c4d.js").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_outside_is_served() {
    let served = Served::new().await;
    for path in ["/demo/..%2Fsecret.json", "/demo/assets/..%2F..%2Fsecret.json", "/demo/%2Fetc%2Fhosts.json"] {
        assert_eq!(served.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_page_is_told_what_is_public_and_no_more() {
    let reply = Served::new().await.get("/demo/config.json").await;
    let test_card = json!({ "publishableKey": PUBLISHABLE_KEY, "path": "/test/pay/" });
    assert_eq!(reply.body, json!({ "anonKey": api_key("anon"), "testCard": test_card }).to_string());
}
