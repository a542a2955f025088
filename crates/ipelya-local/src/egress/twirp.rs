//! LiveKit's Egress API over Twirp, for whoever shows a token with `roomRecord`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use livekit_protocol::{
    EgressInfo, EgressStatus, FileInfo, ListEgressRequest, ListEgressResponse, RoomCompositeEgressRequest,
    StopEgressRequest, egress_info,
};
use prost::Message;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::order::{Order, redacted};
use super::worker::{self, STOPPED_TOO_SOON, Worker, is_over, nanoseconds};
use super::{Egress, EgressMode, Known};
use crate::clock::new_id;
use crate::livekit::room_sid;
use crate::stand_in::twirp::{Refused, admitted, decoded, no_such_method, refused, reply};

/// As long as nobody waits.
const NEVER_ANSWERED: Duration = Duration::from_mins(1);
/// For how long LiveKit looks for the worker of an egress.
const LOOKS_FOR_WORKER: Duration = Duration::from_secs(3);

/// Answers one request.
pub(super) async fn answer(egress: &Egress, method: &str, request: Request) -> Response {
    let outcome = async {
        let body = admitted(request, "roomRecord").await?;
        match method {
            "StartRoomCompositeEgress" => Ok(start(egress, decoded(body)?).await?.encode_to_vec()),
            "StopEgress" => match stop(egress, &decoded(body)?) {
                Ok(info) => Ok(info.encode_to_vec()),
                Err(refused) => {
                    sleep(LOOKS_FOR_WORKER).await;
                    Err(refused)
                }
            },
            "ListEgress" => Ok(list(egress, &decoded(body)?)?.encode_to_vec()),
            "StartEgress"
            | "StartWebEgress"
            | "StartParticipantEgress"
            | "StartTrackCompositeEgress"
            | "StartTrackEgress"
            | "UpdateLayout"
            | "UpdateStream" => Err(refused("unimplemented", "the stand-in records rooms, as they come")),
            _ => Err(no_such_method()),
        }
    };
    reply(outcome.await)
}

/// A refusal that comes from behind LiveKit's API, as it words them.
pub(super) fn refused_behind(code: &'static str, said: impl fmt::Display) -> Refused {
    refused(code, format!("twirp error unknown: {said}"))
}

fn not_found() -> Refused {
    refused_behind("not_found", "egress does not exist")
}

async fn start(egress: &Egress, asked: RoomCompositeEgressRequest) -> Result<EgressInfo, Refused> {
    let room = room_sid(&egress.client, egress.livekit_port, &asked.room_name).await;
    let room_id = room
        .map_err(|error| refused_behind("internal", error))?
        .ok_or_else(|| refused_behind("not_found", "requested room does not exist"))?;
    match egress.mode() {
        EgressMode::Refuse => return Err(refused("resource_exhausted", "as much is recorded as may be")),
        EgressMode::Hang => {
            sleep(NEVER_ANSWERED).await;
            return Err(refused_behind("unavailable", "no response from servers"));
        }
        _ => {}
    }
    let order = Order::of(&asked, &egress.store)?;
    let now = nanoseconds();
    let info = EgressInfo {
        egress_id: format!("EG_{}", new_id().simple()),
        room_id,
        room_name: asked.room_name.clone(),
        started_at: now,
        updated_at: now,
        file_results: vec![FileInfo { filename: order.key.clone(), ..FileInfo::default() }],
        request: Some(egress_info::Request::RoomComposite(redacted(asked))),
        ..EgressInfo::default()
    };
    let stop = Arc::new(Notify::new());
    let known = Known { info: info.clone(), stop: Arc::clone(&stop) };
    egress.memory().egresses.insert(info.egress_id.clone(), known);
    // LiveKit's own event may be there before its answer, too
    tokio::spawn(Worker::new(egress.clone(), &info, order, stop).run());
    Ok(info)
}

/// What is written to the store already is not stopped again, and that is no mistake.
fn stop(egress: &Egress, asked: &StopEgressRequest) -> Result<EgressInfo, Refused> {
    let is_stale = egress.mode() == EgressMode::StaleList;
    let mut memory = egress.memory();
    let Known { info, stop } = memory.egresses.get_mut(&asked.egress_id).ok_or_else(not_found)?;
    match info.status() {
        EgressStatus::EgressStarting => worker::abort(info, STOPPED_TOO_SOON),
        EgressStatus::EgressActive => worker::begin_ending(info, "StopEgress API"),
        EgressStatus::EgressEnding => {}
        _ if is_stale => return Err(not_found()),
        over => {
            let said = format!("egress with status {} cannot be stopped", over.as_str_name());
            return Err(refused("failed_precondition", said));
        }
    }
    stop.notify_one();
    Ok(info.clone())
}

/// All in one page. One that is asked for by its id is there, or that is an error.
fn list(egress: &Egress, asked: &ListEgressRequest) -> Result<ListEgressResponse, Refused> {
    let is_stale = egress.mode() == EgressMode::StaleList;
    let all = egress.all().into_iter().map(|info| if is_stale { stale(info) } else { info });
    let items: Vec<_> = if asked.egress_id.is_empty() {
        let is_meant = |info: &EgressInfo| {
            (asked.room_name.is_empty() || asked.room_name == info.room_name) && !(asked.active && is_over(info))
        };
        all.filter(is_meant).collect()
    } else {
        let found = all.into_iter().find(|info| info.egress_id == asked.egress_id);
        vec![found.ok_or_else(not_found)?]
    };
    Ok(ListEgressResponse { items, next_page_token: None })
}

/// One whose end nobody was told.
fn stale(mut info: EgressInfo) -> EgressInfo {
    if is_over(&info) {
        info.set_status(EgressStatus::EgressActive);
        info.ended_at = 0;
        info.error.clear();
        info.error_code = 0;
        info.details.clear();
        for file in &mut info.file_results {
            *file = FileInfo { filename: std::mem::take(&mut file.filename), ..FileInfo::default() };
        }
    }
    info
}
