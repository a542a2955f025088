//! Channels' encoders: what they send to, and how that goes.

use ipelya_core::api::ingress::{ChannelHealth, HealthSample, IngressAction};
use ipelya_core::facts::{Facts, IngressFacts};
use ipelya_core::ingress::{IngressRepairs, KnownIngress, SeenIngress};
use ipelya_core::{Caller, Timestamp, UserId};

use super::rpc::rpc;
use crate::http::idempotency::{IdempotencyKey, Stored};

rpc! {
    /// What is decided by about the encoder of the caller's channel, which has a limit of its own for new keys.
    live_ingress_facts: pub ingress_facts(caller: &Caller, action: IngressAction, now: Timestamp, key: &IdempotencyKey)
        -> Facts<IngressFacts> as "jsonb";

    /// Writes down an ingress that was made in place of another. Whoever was faster stands: then it is another than this.
    live_set_ingress: pub set_ingress(
        user_id: UserId, replaces: Option<&str>, ingress: &KnownIngress, now: Timestamp, key: &IdempotencyKey,
    ) -> Stored<KnownIngress> as "jsonb";

    /// Forgets an ingress that was deleted.
    live_forget_ingress: pub forget_ingress(user_id: UserId, ingress_id: &str, now: Timestamp, key: &IdempotencyKey)
        -> Stored<Option<KnownIngress>> as "jsonb";

    /// How the caller's channel goes, after this measurement of theirs if there is one.
    live_channel_health: pub channel_health(caller: &Caller, sample: Option<&HealthSample>, now: Timestamp)
        -> ChannelHealth as "jsonb";

    /// What is to be done about the ingresses that LiveKit has.
    live_sweep_ingress: pub sweep_ingress(seen: &[SeenIngress], now: Timestamp) -> IngressRepairs as "jsonb";
}
