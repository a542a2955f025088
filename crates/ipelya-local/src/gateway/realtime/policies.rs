//! What the policies of `realtime.messages` let somebody do on a private channel.

use super::hub::{Access, Topic};
use crate::clock::new_id;
use crate::gateway::caller::Caller;
use crate::postgres;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Error, Transaction};

const EXTENSIONS: [&str; 2] = ["broadcast", "presence"];

/// What they may read; a policy that fails lets nobody read.
pub(super) async fn reads(database_url: &str, caller: &Caller, topic: &Topic) -> Access {
    let Topic { name, private } = topic;
    if *private { sees(database_url, caller, name).await.unwrap_or_default() } else { Access::FULL }
}

/// What they may write; a policy that fails lets nobody write.
pub(super) async fn writes(database_url: &str, caller: &Caller, topic: &Topic) -> Access {
    let Topic { name, private } = topic;
    if *private { puts(database_url, caller, name).await.unwrap_or_default() } else { Access::FULL }
}

/// Whether they see messages that are put on the channel, which are taken back afterwards.
async fn sees(database_url: &str, caller: &Caller, topic: &str) -> Result<Access, Error> {
    let mut client = postgres::connect(database_url).await?;
    let transaction = client.transaction().await?;
    let ids = EXTENSIONS.map(|_| new_id());
    for (id, extension) in ids.iter().zip(EXTENSIONS) {
        let put = "insert into realtime.messages (id, topic, extension, private) values ($1, $2, $3, true)";
        transaction.execute(put, &[id, &topic, &extension]).await?;
    }
    act_on(&transaction, caller, topic).await?;
    let see =
        "select coalesce(bool_or(extension = 'broadcast'), false), coalesce(bool_or(extension = 'presence'), false)
               from realtime.messages where id = any($1)";
    let row = transaction.query_one(see, &[&ids.as_slice()]).await?;
    Ok(Access { broadcast: row.try_get(0)?, presence: row.try_get(1)? })
}

/// Whether they could put messages on the channel.
async fn puts(database_url: &str, caller: &Caller, topic: &str) -> Result<Access, Error> {
    let mut client = postgres::connect(database_url).await?;
    let mut allowed = [false; 2];
    for (allowed, extension) in allowed.iter_mut().zip(EXTENSIONS) {
        let transaction = client.transaction().await?;
        act_on(&transaction, caller, topic).await?;
        let put = "insert into realtime.messages (topic, extension, private) values ($1, $2, true)";
        *allowed = match transaction.execute(put, &[&topic, &extension]).await {
            Ok(_) => true,
            Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => false,
            Err(error) => return Err(error),
        };
        transaction.rollback().await?;
    }
    let [broadcast, presence] = allowed;
    Ok(Access { broadcast, presence })
}

async fn act_on(transaction: &Transaction<'_>, caller: &Caller, topic: &str) -> Result<(), Error> {
    transaction.execute("select set_config('realtime.topic', $1, true)", &[&topic]).await?;
    caller.act_in(transaction).await
}
