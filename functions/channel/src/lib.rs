//! The function group `channel`: creators' pages, how they go on air, are found and followed.

mod find;
mod follow;
mod health;
mod ingress;
mod own;
mod token;
mod unsubscribe;

pub use find::{channel_page, popular_channels, search_channels};
pub use follow::{follow_channel, unfollow_channel};
pub use health::channel_health;
pub use ingress::channel_ingress;
use ipelya_edge::Routes;
pub use own::{channel_stats, save_channel, toggle_channel};
pub use token::channel_token;
pub use unsubscribe::{unsubscribe, unsubscribe_page};

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .asking_livekit()
        .user("POST /api/live/token", channel_token)
        .idempotent("POST /api/live/create", save_channel)
        .user("POST /api/live/toggle-active", toggle_channel)
        .visitor("POST /api/live/search", search_channels)
        .visitor("POST /api/live/popular", popular_channels)
        .visitor("GET /api/live/channels/{slug}", channel_page)
        .user("POST /api/live/stats", channel_stats)
        .idempotent("POST /api/live/ingress", channel_ingress)
        .user("POST /api/live/health", channel_health)
        .user("POST /api/live/follow", follow_channel)
        .user("POST /api/live/unfollow", unfollow_channel)
        .page("GET /api/live/unsubscribe/{token}", unsubscribe_page)
        .page("POST /api/live/unsubscribe/{token}", unsubscribe)
}
