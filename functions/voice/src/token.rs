//! Tokens of voice calls: with support, with another, with several.

use ipelya_core::api::voice::{EnteredCall, VoiceReply, VoiceRoom, VoiceToken};
use ipelya_core::call::CallType;
use ipelya_core::metadata::participant_name;
use ipelya_core::{Account, CallId, Caller, Refusal, RoomName};
use ipelya_edge::{Context, IdempotencyKey, Replayable};

/// `voice-token`, `POST /api/voice/token`: a token for a call by voice; places it, unless it names one. The caller of
/// support has one call at a time, and whoever asks again is given that one. `agentSpawned` is true once LiveKit has the
/// agent in the room.
///
/// Two round trips to the database with an agent, one without; to LiveKit one that opens the room, and with an agent one that
/// sends it and at most five that look after it.
pub async fn voice_token(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: VoiceToken,
) -> Result<Replayable<VoiceReply>, Refusal> {
    let (now, wishes) = (cx.clock.now(), &request.wishes);
    let id: CallId = cx.ids.fresh();
    let entered = match request.room()? {
        VoiceRoom::With(callee) => {
            let rung = cx.ring(account, &key, callee, CallType::AudioCall, None).await?;
            let reply = VoiceReply::new(rung.call.id, rung.existing, rung.token, &rung.name, None);
            return Ok(Replayable { reply, replayed: rung.replayed });
        }
        VoiceRoom::Support => {
            let room = RoomName::of_support(id);
            cx.db.call_support(account, id, &room, cx.fresh_agent(), wishes, &key, now).await?
        }
        VoiceRoom::Among(people) => {
            let (room, recording) = (RoomName::of_conference(id), wishes.consent.and_then(|consent| consent.recording));
            cx.db.call_conference(account, id, &room, &people, recording, &key, now).await?
        }
        VoiceRoom::Existing(kind, call) => cx.db.enter_call(account, call, kind, cx.fresh_agent(), wishes, now).await?,
    };
    enter(cx, account, &key, entered).await
}

/// Opens the room of a call, sends the agent that was ordered, and hands out the token.
async fn enter(
    cx: &Context,
    account: &Account,
    key: &IdempotencyKey,
    entered: EnteredCall,
) -> Result<Replayable<VoiceReply>, Refusal> {
    let known = entered.facts.identify(&Caller::from(*account), cx.clock.now())?;
    let seat = known.admit_to_call()?;
    if let Err(refusal) = cx.sfu.ensure_room(&seat.room_name).await {
        let now = cx.clock.now();
        if !entered.existing {
            cx.db.cancel_voice_call(account.user_id(), entered.call_id, key.key(), now).await?;
        } else if let Some(order) = entered.agent.and_then(|agent| agent.order) {
            cx.db.agent_sent(order.id, None, false, now).await?;
        }
        return Err(refusal);
    }
    let agent = cx.attend(&seat.room_name, entered.agent.as_ref()).await?;
    let token = cx.tokens.mint(&known, &seat, cx.clock.now())?;
    let name = participant_name(known.profile());
    let reply = VoiceReply::new(entered.call_id, entered.existing, token, name, agent);
    Ok(Replayable { reply, replayed: entered.replayed })
}
