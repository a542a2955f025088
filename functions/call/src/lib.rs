//! The function group `call`: 1:1 calls, from the first ring to the end.
//!
//! Who may do what in which state is one table, [`ipelya_core::call_life`]. Each function costs one round trip; the room is
//! opened with the ring, and closed by the sweeper once the call is over.

use ipelya_core::api::call::{AnswerCall, CallReply, CallRequest, InitiateCall, Vocabulary};
use ipelya_core::call_life::Action;
use ipelya_core::{Account, CallId, Caller, Refusal};
use ipelya_edge::{Context, IdempotencyKey, Replayable, Routes};

/// The functions of this group. The app calls some of them by other names than the documents.
pub fn routes() -> Routes {
    Routes::new()
        .asking_livekit()
        .idempotent("initiate-call", initiate_call)
        .softened()
        .idempotent("create-call", initiate_call)
        .softened()
        .user("answer-call", answer_call)
        .softened()
        .user("accept-call", accept_call)
        .softened()
        .user("decline-call", decline_call)
        .user("cancel-call", cancel_call)
        .user("end-call", end_call)
        .user("get-call", get_call)
}

/// `initiate-call`, `create-call`: calls somebody. Their phone rings, and the caller may wait in the room.
///
/// Whoever calls the same person again while it rings is given that call. Either of them busy is 409 `BUSY`; with
/// `incomingCallId` if the other one is calling at this very moment. One round trip, and one to LiveKit.
pub async fn initiate_call(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: InitiateCall,
) -> Result<Replayable<CallReply>, Refusal> {
    let call_type = request.call_type;
    let rung = cx.ring(account, &key, request.callee_id, call_type.call_type(), request.expected_rate).await?;
    let reply = CallReply::new(rung.call, call_type.vocabulary(), Some(rung.token));
    Ok(Replayable { reply, replayed: rung.replayed })
}

/// `answer-call`: accepts or declines a call.
pub async fn answer_call(cx: &Context, account: &Account, request: AnswerCall) -> Result<CallReply, Refusal> {
    if request.accept {
        accept(cx, account, request.call_id, Vocabulary::Documents).await
    } else {
        act(cx, account, request.call_id, Action::Decline, Vocabulary::Documents).await
    }
}

/// `accept-call`: answers a call, and hands the callee their token. The first minute of a paid call is charged.
pub async fn accept_call(cx: &Context, account: &Account, request: CallRequest) -> Result<CallReply, Refusal> {
    accept(cx, account, request.call_id, Vocabulary::App).await
}

/// `decline-call`: the callee does not want to talk.
pub async fn decline_call(cx: &Context, account: &Account, request: CallRequest) -> Result<CallReply, Refusal> {
    act(cx, account, request.call_id, Action::Decline, Vocabulary::App).await
}

/// `cancel-call`: the caller gives up while it rings; the callee has missed a call.
pub async fn cancel_call(cx: &Context, account: &Account, request: CallRequest) -> Result<CallReply, Refusal> {
    act(cx, account, request.call_id, Action::Cancel, Vocabulary::App).await
}

/// `end-call`: hangs up, whatever the call is; one that is over stays as it ended.
pub async fn end_call(cx: &Context, account: &Account, request: CallRequest) -> Result<CallReply, Refusal> {
    act(cx, account, request.call_id, Action::End, Vocabulary::App).await
}

/// `get-call`: tells either party how a call is. A caller whose coins did not pay its first minute is told so: 402
/// `PAYMENT_REQUIRED`.
pub async fn get_call(cx: &Context, account: &Account, request: CallRequest) -> Result<CallReply, Refusal> {
    act(cx, account, request.call_id, Action::Get, Vocabulary::App).await
}

async fn accept(cx: &Context, account: &Account, id: CallId, words: Vocabulary) -> Result<CallReply, Refusal> {
    let now = cx.clock.now();
    let acted = cx.db.act_on_call(account, id, Action::Accept, now).await?;
    let facts = acted.facts.ok_or(Refusal::Internal)?;
    let known = facts.identify(&Caller::from(*account), now)?;
    let token = cx.tokens.mint(&known, &known.admit_to_call()?, now)?;
    Ok(CallReply::new(acted.call, words, Some(token)))
}

async fn act(
    cx: &Context,
    account: &Account,
    id: CallId,
    action: Action,
    words: Vocabulary,
) -> Result<CallReply, Refusal> {
    let acted = cx.db.act_on_call(account, id, action, cx.clock.now()).await?;
    cx.stop_recording(acted.egress_id.as_deref()).await;
    Ok(CallReply::new(acted.call, words, None))
}
