//! What the stand-ins in front of LiveKit have in common: each answers one of its services over Twirp and passes everything
//! else on, joins rooms with LiveKit's own client, and posts signed events as LiveKit does.

pub(crate) mod participant;
pub(crate) mod proxy;
pub mod twirp;
pub(crate) mod webhooks;
