//! What keeps the service going: what staff does to everything at once, and what it switches off, and what tells it how everything is.

mod all_sessions;
mod gauges;
mod health;
mod switches;
