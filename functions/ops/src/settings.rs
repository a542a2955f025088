//! Settings, and what is switched off for one person.

use ipelya_core::api::ops::settings::{
    ChangeSetting, ChangedSetting, ListSettings, OneUser, Settings, SwitchUser, UserDetail,
};
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, Staff};

/// `GET /functions/v1/live-ops/settings`: lists every switch, limit and share, with who changed it last.
pub(crate) async fn list(cx: &Context, account: &Account, _: ListSettings) -> Result<Settings, Refusal> {
    cx.db.ops_settings(account, cx.clock.now()).await
}

/// `PATCH /functions/v1/live-ops/settings/{key}`: changes a setting, which holds from the next request on. For super admins.
/// A value of another type, or out of bounds, is refused with 400 `INVALID_SETTING`.
pub(crate) async fn change(cx: &Context, staff: &Staff, request: ChangeSetting) -> Result<ChangedSetting, Refusal> {
    let ChangeSetting { key, value, reason } = request;
    let setting = cx.db.ops_change_setting(staff, &key, &value, reason.as_deref(), cx.clock.now()).await?;
    Ok(ChangedSetting { setting })
}

/// `GET /functions/v1/live-ops/users/{user_id}`: shows somebody, with what they have set and what is switched off for them.
pub(crate) async fn user(cx: &Context, account: &Account, request: OneUser) -> Result<UserDetail, Refusal> {
    cx.db.ops_user(account, request.user_id, cx.clock.now()).await
}

/// `PATCH /functions/v1/live-ops/users/{user_id}/switches`: switches going on air or calls off for somebody, or on again,
/// whatever they have set themselves. What is under way goes on.
pub(crate) async fn switch_user(cx: &Context, staff: &Staff, request: SwitchUser) -> Result<UserDetail, Refusal> {
    let SwitchUser { user_id, live_enabled, calls_enabled, reason } = request;
    let now = cx.clock.now();
    cx.db.ops_switch_user(staff, user_id, live_enabled, calls_enabled, reason.as_deref(), now).await
}
