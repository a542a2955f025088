//! Connections as the functions have them, what is asked over them, and what comes back.

use futures_util::future::join_all;
use ipelya_test::{Call, Project, Session, User};
use serde_json::Value;
use std::ops::Deref;
use std::time::Duration;
use time::OffsetDateTime;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, NoTls};
use uuid::Uuid;

/// What the tests of this process may connect at once: the server has other guests.
static SEATS: Semaphore = Semaphore::const_new(96);

/// One connection of the service role.
pub(crate) struct ServiceConnection {
    db: Client,
    connection: JoinHandle<()>,
    /// The process at the other end.
    pub(crate) pid: i32,
}

/// As many connections as a test needs, open until it ends.
pub(crate) struct Crowd {
    connections: Vec<ServiceConnection>,
    _seats: SemaphorePermit<'static>,
}

/// How a function said no.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) state: String,
    pub(crate) code: String,
    pub(crate) facts: Value,
}

pub(crate) type Reply = Result<Value, Refusal>;

/// A gift about to be sent: one heart, without a key, unless told otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gift<'a> {
    pub(crate) sender: &'a User,
    pub(crate) session: &'a Session,
    pub(crate) slug: &'a str,
    pub(crate) quantity: i32,
    pub(crate) key: Option<&'a str>,
    pub(crate) hash: Option<&'a str>,
    pub(crate) now: OffsetDateTime,
}

impl<'a> Gift<'a> {
    pub(crate) fn heart(sender: &'a User, session: &'a Session, now: OffsetDateTime) -> Self {
        Self { sender, session, slug: "heart", quantity: 1, key: None, hash: None, now }
    }

    pub(crate) fn of(self, slug: &'a str, quantity: i32) -> Self {
        Self { slug, quantity, ..self }
    }

    pub(crate) fn keyed(self, key: &'a str, hash: &'a str) -> Self {
        Self { key: Some(key), hash: Some(hash), ..self }
    }

    pub(crate) fn at(self, now: OffsetDateTime) -> Self {
        Self { now, ..self }
    }
}

impl Crowd {
    pub(crate) async fn of(project: &Project, size: usize) -> Self {
        let seats = SEATS.acquire_many(u32::try_from(size).unwrap()).await.unwrap();
        let url = project.env()["DATABASE_URL"].clone();
        Self { connections: join_all((0..size).map(|_| ServiceConnection::open(&url))).await, _seats: seats }
    }
}

impl Deref for Crowd {
    type Target = [ServiceConnection];

    fn deref(&self) -> &[ServiceConnection] {
        &self.connections
    }
}

impl ServiceConnection {
    async fn open(url: &str) -> Self {
        let (db, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        let connection = tokio::spawn(async move {
            // a test that ends this connection looks at what is left of it, not here
            let _ = connection.await;
        });
        db.batch_execute("set role service_role").await.unwrap();
        let pid = db.query_one("select pg_backend_pid()", &[]).await.unwrap().get(0);
        Self { db, connection, pid }
    }

    pub(crate) async fn run(&self, sql: &str) {
        self.db.batch_execute(sql).await.unwrap();
    }

    /// Runs what must fail, and tells its SQLSTATE.
    pub(crate) async fn fails(&self, sql: &str) -> String {
        refusal(&self.db.batch_execute(sql).await.expect_err(sql)).state
    }

    /// Closes the socket without a word, as a dying process does.
    pub(crate) fn vanish(&self) {
        self.connection.abort();
    }

    /// Sends a gift, and tells its result whether or not it is a repeat.
    pub(crate) async fn gift(&self, gift: Gift<'_>) -> Reply {
        self.kept_gift(gift).await.map(|mut kept| kept["result"].take())
    }

    /// The same with what else is told by key: whether it is a repeat.
    pub(crate) async fn kept_gift(&self, gift: Gift<'_>) -> Reply {
        let Gift { sender, session, slug, quantity, key, hash, now } = gift;
        let sql = "select public.live_send_gift($1, null, $2, $3, $4, $5, $6, $7)";
        self.ask(sql, &[&sender.id, &session.id, &slug, &quantity, &now, &key, &hash]).await
    }

    pub(crate) async fn enter(&self, user: &User, session: &Session, price: Option<i32>, now: OffsetDateTime) -> Reply {
        let sql = "select public.live_pay_entry($1, $2, $3, $4)";
        self.ask(sql, &[&user.id, &session.id, &price, &now]).await
    }

    /// Charges a call for the minutes that have begun.
    pub(crate) async fn charge(&self, call: &Call, now: OffsetDateTime) -> Reply {
        self.charge_until(call, now, None).await
    }

    /// The same for a caller who waits no longer than that.
    pub(crate) async fn charge_until(
        &self,
        call: &Call,
        now: OffsetDateTime,
        deadline: Option<OffsetDateTime>,
    ) -> Reply {
        self.ask("select to_jsonb(public.live_charge_call($1, $2, $3))", &[&call.id, &now, &deadline]).await
    }

    /// Takes a payment back.
    pub(crate) async fn refund(&self, payment: Uuid, now: OffsetDateTime) -> Reply {
        self.ask("select public.live_refund($1, 'test', $2)", &[&payment, &now]).await
    }

    /// Takes back what sessions that have ended owe.
    pub(crate) async fn refund_all(&self, now: OffsetDateTime) -> Reply {
        self.ask("select to_jsonb(public.live_refund_sessions($1))", &[&now]).await
    }

    /// Charges every call that is due.
    pub(crate) async fn charge_all(&self, now: OffsetDateTime) -> Reply {
        self.ask("select to_jsonb(public.live_charge_calls($1))", &[&now]).await
    }

    /// Charges and takes back what calls that have ended owe.
    pub(crate) async fn settle_all(&self, now: OffsetDateTime) -> Reply {
        self.ask("select to_jsonb(public.live_settle_calls($1))", &[&now]).await
    }

    /// Ends a session and tells its totals.
    pub(crate) async fn end(&self, session: &Session, now: OffsetDateTime) -> Reply {
        self.ask("select to_jsonb(public.live_end_session($1, 'ended_by_host', $2))", &[&session.id, &now]).await?;
        self.ask("select public.live_session_totals($1)", &[&session.id]).await
    }

    /// Claims a key for a function.
    pub(crate) async fn claim(&self, user: &User, function: &str, hash: &str, now: OffsetDateTime) -> Reply {
        let sql = "select public.live_idempotency_begin($1, $2, 'key', $3, $4)";
        self.ask(sql, &[&user.id, &function, &hash, &now]).await
    }

    /// Stores the reply of the claimed key.
    pub(crate) async fn settle(&self, user: &User, function: &str, reply: &Value) -> Reply {
        let sql = "select public.live_idempotency_finish($1, $2, 'key', $3)";
        self.ask(sql, &[&user.id, &function, reply]).await
    }

    pub(crate) async fn wait(
        &self,
        subject: &str,
        action: &str,
        (capacity, seconds): (i32, i32),
        now: OffsetDateTime,
    ) -> i32 {
        let sql = "select public.live_rate_wait($1, $2, $3, $4, $5)";
        self.db.query_one(sql, &[&subject, &action, &capacity, &seconds, &now]).await.unwrap().get(0)
    }

    /// Whatever a function answers.
    pub(crate) async fn ask(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Reply {
        match self.db.query_one(sql, parameters).await {
            Ok(row) => answered(row.get::<_, Option<Value>>(0).unwrap_or(Value::Null)),
            Err(error) => Err(refusal(&error)),
        }
    }
}

/// Some functions answer their refusals instead of raising them, in the form PostgREST gives a raised one.
fn answered(reply: Value) -> Reply {
    let text = |name: &str| reply.get(name).and_then(Value::as_str).map(str::to_owned);
    match text("code") {
        Some(state) => Err(Refusal {
            state,
            code: text("details").unwrap(),
            facts: text("hint").map(|hint| serde_json::from_str(&hint).unwrap()).unwrap_or_default(),
        }),
        None => Ok(reply),
    }
}

fn refusal(error: &Error) -> Refusal {
    let Some(said) = error.as_db_error() else {
        // the connection ended before the server could say anything
        return Refusal { state: "08006".to_owned(), code: error.to_string(), facts: Value::Null };
    };
    Refusal {
        state: said.code().code().to_owned(),
        code: said.detail().unwrap_or(said.message()).to_owned(),
        facts: said.hint().and_then(|hint| serde_json::from_str(hint).ok()).unwrap_or_default(),
    }
}

/// Asserts that a reply is this refusal.
#[track_caller]
pub(crate) fn assert_refused(reply: &Reply, state: &str, code: &str) {
    let refusal = reply.as_ref().expect_err(code);
    assert_eq!((refusal.state.as_str(), refusal.code.as_str()), (state, code), "{refusal:?}");
}

/// The database's time, read once.
pub(crate) async fn now(project: &Project) -> OffsetDateTime {
    project.db().query_one("select now()", &[]).await.unwrap().get(0)
}

/// Returns once the connection waits for a lock that somebody else holds, which it must.
pub(crate) async fn until_waiting(project: &Project, service: &ServiceConnection) {
    let look = async {
        let waits = "select cardinality(pg_blocking_pids($1)) > 0";
        while !project.db().query_one(waits, &[&service.pid]).await.unwrap().get::<_, bool>(0) {}
    };
    timeout(Duration::from_secs(10), look).await.expect("it waits");
}

/// Says something as a superuser.
pub(crate) async fn admin(project: &Project, sql: &str) {
    project.db().batch_execute(sql).await.unwrap();
}

/// One number.
pub(crate) async fn number(project: &Project, sql: &str) -> i64 {
    project.db().query_one(&format!("select ({sql})::bigint"), &[]).await.unwrap().get(0)
}
