//! What all tests of one process share: a runtime of the harness's own and the running test stack.
//!
//! Proxies and database connections live on that runtime, so they answer however the test's own
//! runtime is built and whatever it is busy with.

use ipelya_local::jwt::Keys;
use ipelya_local::layout::{Instance, Layout};
use ipelya_local::postgres::Server;
use ipelya_local::test_stack::{Description, VARIABLE, prepare_template};
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::OnceCell;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("ipelya-harness")
        .enable_all()
        .build()
        .expect("the harness's runtime starts")
});

static STACK: OnceCell<Arc<Stack>> = OnceCell::const_new();

/// The running test stack, as a test sees it.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) description: Description,
    pub(super) instance: Instance,
    pub(super) keys: Arc<Keys>,
}

impl Stack {
    pub(super) fn server(&self) -> Server {
        Server { port: self.description.ports.db }
    }
}

/// Does something on the harness's runtime.
pub(super) async fn run<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    match RUNTIME.spawn(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

/// Does something on the harness's runtime, unobserved.
pub(super) fn spawn<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) {
    RUNTIME.spawn(work);
}

/// Does something on the harness's runtime from a place that cannot wait asynchronously, such as a `drop`.
pub(super) fn run_blocking(work: impl Future<Output = ()> + Send + 'static) {
    let (done, finished) = std::sync::mpsc::channel();
    RUNTIME.spawn(async move {
        work.await;
        let _ = done.send(());
    });
    // A panic in there closes the channel, which is an end too.
    let _ = finished.recv();
}

/// The test stack; the first call of a process makes sure that its template is up to date.
pub(super) async fn stack() -> Arc<Stack> {
    Arc::clone(STACK.get_or_init(find).await)
}

async fn find() -> Arc<Stack> {
    let layout = Layout::find().expect("tests run inside the repository");
    let instance = layout.instance("test").expect(".local/test can be written");
    let path = std::env::var_os(VARIABLE).map_or_else(|| Description::path(&instance), PathBuf::from);
    let Ok(description) = Description::read(&path) else { no_stack() };
    let server = Server { port: description.ports.db };
    match prepare_template(&layout, server).await {
        Ok(()) => {}
        Err(error @ ipelya_local::Error::Sql { .. }) => panic!("the schema cannot be applied: {error}"),
        Err(_) => no_stack(),
    }
    let keys = Arc::new(Keys::from_base64(&description.jwt_key).expect("stack.json holds a signing key"));
    Arc::new(Stack { description, instance, keys })
}

fn no_stack() -> ! {
    panic!(
        "no test stack is running: use `make test`, or `cargo run -p ipelya-local -- test-stack` in another terminal"
    )
}
