//! A line said at the very moment the session ends.

use std::sync::atomic::{AtomicBool, Ordering};

use ipelya_test::Project;

use crate::chat::phone::{Phone, assert_refused, count};

#[tokio::test]
async fn nothing_is_said_after_the_end_and_what_was_said_before_is_in_the_totals() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    given.participant(&session, &viewer).insert().await;
    let (phone, db) = (Phone::of(&project, &viewer), project.db());
    assert_eq!(phone.say(&session, "selam").await.0, 201);

    let end = format!("begin; select public.live_end_session('{}', 'host_ended')", session.id);
    db.batch_execute(&end).await.unwrap();
    let done = AtomicBool::new(false);
    let says = async {
        let reply = phone.say(&session, "daha bitmedi").await;
        done.store(true, Ordering::SeqCst);
        reply
    };
    // the phone waits for the end, or should it not, the rows tell
    let commit = async {
        let waits = "select exists (
                       select from pg_locks l
                       join pg_database d on d.oid = l.database
                       where d.datname = current_database() and l.locktype = 'advisory' and not l.granted
                     )";
        while !done.load(Ordering::SeqCst) && !db.query_one(waits, &[]).await.unwrap().get::<_, bool>(0) {
            tokio::task::yield_now().await;
        }
        db.batch_execute("commit").await.unwrap();
    };
    let (reply, ()) = tokio::join!(says, commit);

    assert_refused(&reply, 409, "SESSION_ENDED");
    assert_eq!(count(&project, &session).await, 1);
    let total = "select total_messages from public.live_sessions where id = $1";
    assert_eq!(db.query_one(total, &[&session.id]).await.unwrap().get::<_, i32>(0), 1);
}
