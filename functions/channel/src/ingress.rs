//! The encoder of a creator's channel: where it sends to, and its stream key, which LiveKit alone keeps.

use ipelya_core::api::ingress::{IngressAction, IngressReply, IngressRequest};
use ipelya_core::facts::OwnIngress;
use ipelya_core::ingress::{Ingress, IngressInput};
use ipelya_core::{Caller, Refusal};
use ipelya_edge::livekit::ingress::{Ingresses, NewIngress};
use ipelya_edge::{Context, IdempotencyKey, Replayable};

/// `POST /api/live/ingress`: shows, makes, replaces or deletes what an encoder, OBS say, sends to for the caller's channel.
/// Whoever holds the stream key broadcasts on the channel, as soon as it is on air.
///
/// One round trip to the database and one to LiveKit to show it; two and one to make it or delete it, two and two to replace
/// it. A replaced key that LiveKit could not be told of is deleted within a minute.
pub async fn channel_ingress(
    cx: &Context,
    caller: &Caller,
    key: IdempotencyKey,
    request: IngressRequest,
) -> Result<Replayable<IngressReply>, Refusal> {
    let now = cx.clock.now();
    let ingresses = cx.ingresses.as_ref().ok_or(Refusal::IngressUnavailable)?;
    let facts = cx.db.ingress_facts(caller, request.action, now, &key).await?;
    let channel = facts.identify(caller, now)?.admit_to_ingress(request.action.makes_key())?;
    if let Some(replay) = &channel.replay {
        return Ok(Replayable { reply: IngressReply::replayed(replay.result.clone()), replayed: true });
    }
    let work = Work { cx, ingresses, caller, own: &channel.own };
    match request.action {
        IngressAction::Show => work.find().await.map(shown),
        IngressAction::Create => work.find_or_make(request.input, &key).await,
        IngressAction::Rotate => work.make(request.input, &key).await,
        IngressAction::Delete => work.delete(&key).await,
    }
}

/// What `create` answers of a channel's encoder: it is made if there is none. `None` where there is no server for encoders,
/// or it cannot be reached; `ingress` tells it then.
pub(crate) async fn of_saved(cx: &Context, caller: &Caller, own: &OwnIngress) -> Option<Ingress> {
    let ingresses = cx.ingresses.as_ref()?;
    let work = Work { cx, ingresses, caller, own };
    if let Some(found) = work.find().await.ok()? {
        return Some(found);
    }
    work.made(None, &IdempotencyKey::default()).await.ok()?.ok()
}

/// Has an encoder send into this room from now on; what fails is the sweeper's.
pub(crate) async fn point(cx: &Context, ingress_id: &str, room_name: &str) {
    if let Some(ingresses) = &cx.ingresses {
        let _ = ingresses.point(ingress_id, room_name).await;
    }
}

struct Work<'a> {
    cx: &'a Context,
    ingresses: &'a Ingresses,
    caller: &'a Caller,
    own: &'a OwnIngress,
}

impl Work<'_> {
    async fn find(&self) -> Result<Option<Ingress>, Refusal> {
        match &self.own.ingress {
            Some(known) => self.ingresses.find(&known.ingress_id).await,
            None => Ok(None),
        }
    }

    async fn find_or_make(
        &self,
        input: Option<IngressInput>,
        key: &IdempotencyKey,
    ) -> Result<Replayable<IngressReply>, Refusal> {
        match self.find().await? {
            Some(found) if input.is_none_or(|input| input == found.known.input) => Ok(shown(Some(found))),
            _ => self.make(input, key).await,
        }
    }

    async fn make(
        &self,
        input: Option<IngressInput>,
        key: &IdempotencyKey,
    ) -> Result<Replayable<IngressReply>, Refusal> {
        Ok(match self.made(input, key).await? {
            Ok(made) => shown(Some(made)),
            Err(replay) => replay,
        })
    }

    /// A new one, in place of the one there is; or what came of an earlier request with the same key.
    async fn made(
        &self,
        input: Option<IngressInput>,
        key: &IdempotencyKey,
    ) -> Result<Result<Ingress, Replayable<IngressReply>>, Refusal> {
        let old = self.own.ingress.as_ref();
        let new = NewIngress {
            channel_id: self.own.channel_id,
            owner: self.caller.user_id(),
            input: input.or(old.map(|known| known.input)).unwrap_or_default(),
            room_name: &self.own.room_name,
        };
        let made = self.ingresses.create(&new).await?;
        let replaces = old.map(|known| known.ingress_id.as_str());
        // what was made and is not written down, the sweeper deletes
        let (db, now) = (&self.cx.db, self.cx.clock.now());
        let stored = db.set_ingress(self.caller.user_id(), replaces, &made.known, now, key).await?;
        if stored.result.ingress_id == made.known.ingress_id {
            if let Some(replaced) = replaces {
                self.leave_deleted(replaced).await;
            }
            return Ok(Ok(made));
        }
        // another request was faster
        self.leave_deleted(&made.known.ingress_id).await;
        if stored.replayed {
            return Ok(Err(Replayable { reply: IngressReply::replayed(Some(stored.result)), replayed: true }));
        }
        self.ingresses.find(&stored.result.ingress_id).await?.map(Ok).ok_or(Refusal::IngressUnavailable)
    }

    /// Deletes one that no channel has; a failure has been logged, and the sweeper tries again.
    async fn leave_deleted(&self, ingress_id: &str) {
        let _ = self.ingresses.delete(ingress_id).await;
    }

    async fn delete(&self, key: &IdempotencyKey) -> Result<Replayable<IngressReply>, Refusal> {
        let Some(known) = &self.own.ingress else { return Ok(Replayable::fresh(IngressReply::NONE)) };
        self.ingresses.delete(&known.ingress_id).await?;
        let (user_id, now) = (self.caller.user_id(), self.cx.clock.now());
        let stored = self.cx.db.forget_ingress(user_id, &known.ingress_id, now, key).await?;
        Ok(stored.reply(IngressReply::replayed))
    }
}

fn shown(ingress: Option<Ingress>) -> Replayable<IngressReply> {
    Replayable::fresh(ingress.map_or(IngressReply::NONE, IngressReply::from))
}
