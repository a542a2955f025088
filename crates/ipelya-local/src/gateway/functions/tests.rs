use super::*;
use crate::functions::parse_routes;
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a function was given: the bodies in order, and how many it had at once at most.
#[derive(Debug, Default)]
struct Given {
    bodies: Vec<String>,
    now: usize,
    most: usize,
}

/// A `cargo lambda watch` that answers nobody before it may, and the queue of a function there.
struct Ground {
    queue: Queue,
    given: Arc<Mutex<Given>>,
    may_answer: watch::Sender<bool>,
    client: HttpClient,
}

impl Ground {
    async fn new(places: usize) -> Self {
        let given = Arc::<Mutex<Given>>::default();
        let may_answer = watch::Sender::new(false);
        let (shared, permission) = (Arc::clone(&given), may_answer.subscribe());
        let function = async move |body: String| {
            let mut permission = permission.clone();
            {
                let mut given = shared.lock().unwrap();
                given.bodies.push(body.clone());
                given.now += 1;
                given.most = given.most.max(given.now);
            }
            permission.wait_for(|may| *may).await.unwrap();
            shared.lock().unwrap().now -= 1;
            body
        };
        let base = serve(Router::new().fallback(function)).await;
        Self { queue: Queue::new(&base, places), given, may_answer, client: HttpClient::new() }
    }

    /// Somebody who asks, and what they hear.
    async fn ask(&self, body: impl Into<String>) -> String {
        let request = Request::post("/functions/v1/any").body(Body::from(body.into())).unwrap();
        let reply = self.queue.pass(&self.client, request).await;
        String::from_utf8(to_bytes(reply.into_body(), LARGEST).await.unwrap().to_vec()).unwrap()
    }

    /// Waits until so many requests were handed over.
    async fn handed_over(&self, count: usize) {
        let all = async {
            while self.given.lock().unwrap().bodies.len() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, all).await.expect("the function is given its requests");
    }

    fn given(&self) -> Vec<String> {
        self.given.lock().unwrap().bodies.clone()
    }
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

/// Goes as far as it can without anybody else: into the line.
fn begin<F: Future>(future: &mut Pin<&mut F>) {
    assert!(matches!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
}

#[tokio::test]
async fn a_function_is_given_no_more_at_once_than_it_has_places_and_everybody_is_answered() {
    let ground = Arc::new(Ground::new(3).await);
    let mut asking = JoinSet::new();
    for number in 0..40 {
        let ground = Arc::clone(&ground);
        asking.spawn(async move { (number.to_string(), ground.ask(number.to_string()).await) });
    }
    ground.handed_over(3).await;
    ground.may_answer.send_replace(true);

    for (asked, heard) in asking.join_all().await {
        assert_eq!(heard, asked);
    }
    assert_eq!((ground.given().len(), ground.given.lock().unwrap().most), (40, 3));
}

#[tokio::test]
async fn whoever_came_first_is_next() {
    let ground = Ground::new(1).await;
    let (mut first, mut second, mut third) =
        (pin!(ground.ask("first")), pin!(ground.ask("second")), pin!(ground.ask("third")));
    begin(&mut first);
    begin(&mut second);
    begin(&mut third);
    ground.may_answer.send_replace(true);

    let late = ground.ask("late");
    tokio::join!(late, third, second, first);
    assert_eq!(ground.given(), ["first", "second", "third", "late"]);
}

#[tokio::test]
async fn whoever_goes_while_waiting_takes_nobodys_turn() {
    let ground = Ground::new(1).await;
    let mut first = pin!(ground.ask("first"));
    begin(&mut first);
    let mut gone = Box::pin(ground.ask("gone"));
    begin(&mut gone.as_mut());
    let mut last = pin!(ground.ask("last"));
    begin(&mut last);
    drop(gone);
    ground.may_answer.send_replace(true);

    tokio::join!(first, last);
    assert_eq!(ground.given(), ["first", "last"]);
}

#[tokio::test]
async fn a_client_that_hangs_up_while_waiting_is_forgotten() {
    let ground = Arc::new(Ground::new(1).await);
    let mut first = pin!(ground.ask("first"));
    begin(&mut first);
    let (queue, client) = (ground.queue.clone(), ground.client.clone());
    let gateway = async move |request: Request| queue.pass(&client, request).await;
    let url = serve(Router::new().fallback(gateway)).await;

    let mut phone = TcpStream::connect(url.trim_start_matches("http://")).await.unwrap();
    let long = "gone".repeat(100_000);
    let request = format!("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n{long}", long.len());
    phone.write_all(request.as_bytes()).await.unwrap();
    phone.shutdown().await.unwrap();
    // The gateway lets go of the connection without a word.
    let said = timeout(PATIENCE, phone.read(&mut [0; 1])).await.expect("the gateway notices");
    assert_eq!(said.unwrap(), 0);

    ground.may_answer.send_replace(true);
    tokio::join!(first, ground.ask("last"));
    assert_eq!(ground.given(), ["first", "last"]);
}

#[tokio::test]
async fn what_was_handed_over_keeps_its_place_until_it_is_answered_though_its_client_is_gone() {
    let ground = Ground::new(1).await;
    let mut gone = Box::pin(ground.ask("gone"));
    begin(&mut gone.as_mut());
    ground.handed_over(1).await;
    drop(gone);
    let mut next = pin!(ground.ask("next"));
    begin(&mut next);
    assert_eq!(ground.queue.places.available_permits(), 0);
    ground.may_answer.send_replace(true);

    assert_eq!(next.await, "next");
    assert_eq!((ground.given(), ground.given.lock().unwrap().most), (vec!["gone".into(), "next".into()], 1));
}

#[tokio::test]
async fn what_cargo_lambda_cannot_carry_is_refused_as_the_function_would_or_left_out() {
    let ground = Ground::new(1).await;
    ground.may_answer.send_replace(true);
    let ask = async |name: &str, value: &[u8], body: &[u8]| {
        let value = HeaderValue::from_bytes(value).unwrap();
        let request = Request::post("/functions/v1/any").header(name, value).body(Body::from(body.to_vec())).unwrap();
        let reply = ground.queue.pass(&ground.client, request).await;
        let status = reply.status().as_u16();
        let body = to_bytes(reply.into_body(), LARGEST).await.unwrap();
        (status, serde_json::from_slice::<Value>(&body).unwrap_or_default()["errorCode"].clone())
    };
    assert_eq!(ask("accept-language", "türkçe".as_bytes(), b"heard").await, (200, Value::Null));
    assert_eq!(ask("idempotency-key", b"k\xff", b"{}").await, (400, json!("INVALID_IDEMPOTENCY_KEY")));
    assert_eq!(ask("accept", b"*/*", b"\xff").await, (400, json!("MALFORMED_BODY")));
    assert_eq!(ground.given(), ["heard"]);
}

#[test]
fn the_names_of_one_function_share_its_places_and_no_other_function_waits_for_them() {
    let router = json!({ "/functions/v1/a": "one", "/functions/v1/b": "one", "/functions/v1/c": "other" });
    let functions = Functions::new("http://127.0.0.1:1", parse_routes(&router));
    let queues: BTreeMap<_, _> = functions.queues().collect();
    let same = |one, other| Arc::ptr_eq(&queues[one].places, &queues[other].places);
    assert!(same("/functions/v1/a", "/functions/v1/b") && !same("/functions/v1/a", "/functions/v1/c"));
}
