//! How the stand-in fails on purpose.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::Egress;

/// How it works.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EgressMode {
    /// As it should.
    #[default]
    Normal,
    /// What is to begin is refused, as by LiveKit Cloud where as much is recorded as may be.
    Refuse,
    /// What is to begin is not answered for a minute, as where no worker has room for it.
    Hang,
    /// What begins is given up before anything is recorded.
    Abort,
    /// LiveKit's own limit is reached after a second.
    Limit,
    /// Files do not get into the store.
    FailedUpload,
    /// What has ended is listed as if it went on, and cannot be stopped.
    StaleList,
    /// Files get into the store once the mode is another, long after LiveKit has said that they are there.
    SlowUpload,
}

/// Which of its events arrive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EgressEvents {
    /// Each once, in order.
    #[default]
    All,
    /// None.
    None,
    /// Each twice, under one id.
    Doubled,
    /// Each once the egress has ended, the last one first.
    Reversed,
}

/// What is to change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    mode: Option<EgressMode>,
    events: Option<EgressEvents>,
}

/// How it is.
#[derive(Debug, Serialize)]
pub(super) struct Setting {
    mode: EgressMode,
    events: EgressEvents,
}

pub(super) async fn show(State(egress): State<Egress>) -> Json<Setting> {
    Json(Setting { mode: egress.mode(), events: egress.events() })
}

pub(super) async fn switch(State(egress): State<Egress>, Json(change): Json<Change>) -> Json<Setting> {
    if let Some(mode) = change.mode {
        egress.set_mode(mode);
    }
    if let Some(events) = change.events {
        egress.set_events(events);
    }
    show(State(egress)).await
}
