//! The examples of the API document for what is left of calls, which the functions really answer.

use ipelya_local::jwt::sign_hs256;
use serde_json::json;
use time::Duration;
use uuid::Uuid;

use super::history::start;

#[tokio::test]
async fn calls_are_reported_and_read_as_the_document_shows() {
    let (project, api) = start().await;
    let given = project.given();
    let (caller, began) = (given.user().await, api.now() - Duration::minutes(2));
    let call = given.support_call(&caller).began(began).lasted(90).insert().await;
    let sid = given.stay(call, &caller, began, began + Duration::seconds(90)).await;
    let sent = given.call_agent(call, began + Duration::seconds(1)).await;
    // their ids in the history follow from these
    let agent = Uuid::from_u128(7);
    project.execute("update public.live_stays set participant_sid = 'PA_1' where participant_sid = $1", &[&sid]).await;
    project.execute("update public.call_agents set id = $2 where id = $1", &[&sent, &agent]).await;

    let now = api.now().unix_timestamp();
    let claims = json!({ "sub": call, "jti": agent, "aud": "voice-transcript", "iat": now, "exp": now + 600 });
    let token = sign_hs256(api.setting("AGENT_TOKEN_SECRET").as_bytes(), &claims);
    let at = |second: i64| {
        let at = began + Duration::seconds(second);
        at.format(&time::format_description::well_known::Rfc3339).unwrap()
    };
    let report = json!({
        "lines": [
            {
                "itemId": "item_1", "speaker": "agent", "text": "Merhaba, nasıl yardımcı olabilirim?",
                "interrupted": false, "at": at(2),
            },
            { "itemId": "item_2", "speaker": "user", "text": "Coin'lerim gelmedi.", "interrupted": false, "at": at(6) },
        ],
        "usage": { "seconds": 74, "sttSeconds": 21.3, "llmInputTokens": 3120, "ttsCharacters": 1204 },
    });
    for name in ["voice-transcript", "/api/voice/transcript"] {
        project.execute("delete from public.call_transcript_lines", &[]).await;
        api.ask("POST", name).bearer(&token).json(report.clone()).recorded().await;
    }
    for name in ["voice-get-transcript", "/api/voice/get-transcript"] {
        api.ask("POST", name).user(&caller).json(json!({ "callId": call })).recorded().await;
    }
    for name in ["voice-history", "/api/voice/history"] {
        let query = format!("{name}?callType=support&status=completed&limit=20&includeStats=true");
        api.ask("GET", &query).user(&caller).recorded().await;
    }
}
