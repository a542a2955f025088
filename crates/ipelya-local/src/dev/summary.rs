//! What a newcomer needs once the stack is up: where it is, who can sign in, what to paste.

use crate::layout::Layout;
use crate::say::say;
use crate::{Result, agent, env};

/// The demo accounts of `sql/demo.sql` and what each is for.
const ACCOUNTS: [(&str, &str); 9] = [
    ("creator@ipelya.local", "hosts the public session"),
    ("creator2@ipelya.local", "hosts the subscribers-only session"),
    ("creator3@ipelya.local", "hosts the pay-per-view session (50 coins)"),
    ("creator4@ipelya.local", "has no session yet, to go live with"),
    ("subscriber@ipelya.local", "subscribes to creator and creator2; has 1000 coins"),
    ("viewer@ipelya.local", "subscribes to nobody; has 100 coins"),
    ("caller@ipelya.local", "free to call callee"),
    ("callee@ipelya.local", "free to be called"),
    ("admin@ipelya.local", "active administrator"),
];

/// Their password.
const PASSWORD: &str = "ipelya-demo";

/// The demo sessions of `sql/demo.sql`.
const SESSIONS: [(&str, &str); 3] = [
    ("public", "11111111-0000-4000-8000-000000000001"),
    ("subscribers only", "11111111-0000-4000-8000-000000000002"),
    ("pay per view", "11111111-0000-4000-8000-000000000003"),
];

/// Prints it, from the settings the running stack wrote down.
pub(super) fn print(layout: &Layout) -> Result<()> {
    let settings = env::read(&layout.dev_env())?;
    let setting = |name: &str| settings.get(name).map_or("", String::as_str);
    let (base, anon) = (setting("SUPABASE_URL"), setting("SUPABASE_ANON_KEY"));
    let [(_, public), ..] = SESSIONS;

    say("");
    say("İpelya Live is up.");
    say(format!("\n  Open {base}/demo in two windows: go live in one, watch in the other.\n"));
    say(format!("  base URL   {base}   (/rest/v1, /auth/v1, /functions/v1, /realtime/v1, /storage/v1)"));
    say(format!("  functions  {base}/   every function with its fields and replies, to read and to try"));
    say(format!("  LiveKit    {}", setting("LIVEKIT_URL")));
    let way = if setting("IPELYA_DATABASE_URL").is_empty() { "through PostgREST" } else { "directly" };
    say(format!("  Postgres   {}   (functions ask it {way})", setting("DATABASE_URL")));
    say(match setting("LIVEKIT_RECORDING_ENDPOINT") {
        "" => "  recordings cannot be made: MAIL_FROM is set, and mails are sent with other keys of AWS".to_owned(),
        store => {
            format!("  recordings {store}/{}   (ten seconds of a test picture)", setting("LIVEKIT_RECORDING_BUCKET"))
        }
    });
    say("  settings   .local/dev.env   logs   .local/dev/logs/");
    let talks = if agent::is_running(&layout.instance("dev")?) {
        "talks in support calls"
    } else {
        "does not run; `make agent` runs one"
    };
    say(format!("  AI agent   {talks}   ({}=off leaves it out)", agent::SWITCH));
    say(format!("\nDemo accounts, password {PASSWORD}:"));
    for (email, what) in ACCOUNTS {
        say(format!("  {email:<24} {what}"));
    }
    say("\nLive sessions:");
    for (kind, id) in SESSIONS {
        say(format!("  {id}  {kind}"));
    }
    say("\nPaste these two lines for a LiveKit token of the public session:\n");
    say(format!(
        "TOKEN=$(curl -s '{base}/auth/v1/token?grant_type=password' -H 'apikey: {anon}' \
         -H 'content-type: application/json' \
         -d '{{\"email\":\"viewer@ipelya.local\",\"password\":\"{PASSWORD}\"}}' \
         | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"
    ));
    say(format!(
        "curl -s '{base}/functions/v1/get-livekit-token' -H \"Authorization: Bearer $TOKEN\" \
         -H 'apikey: {anon}' -H 'content-type: application/json' -d '{{\"sessionId\":\"{public}\"}}'"
    ));
    let e2e = layout.root().join("e2e");
    say("\nOr this one: the creator and the viewer join it, with real media:\n");
    say(format!("(cd '{}' && npm ci --silent && npm run --silent join)", e2e.display()));
    say("\nAnd two people call each other, from two terminals; Ctrl-C in either hangs up:\n");
    say(format!("(cd '{}' && npm ci --silent && npm run --silent answer)", e2e.display()));
    say(format!("(cd '{}' && npm run --silent call)", e2e.display()));
    let livekit = setting("LIVEKIT_URL").replacen("ws", "http", 1);
    say("\nAnd what OBS would do, with the stream key that the demo shows under My channel, OBS; -X DELETE ends it:\n");
    say(format!("curl -s -X POST {livekit}/test/encoder/STREAM_KEY\n"));
    Ok(())
}
