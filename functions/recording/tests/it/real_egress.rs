//! LiveKit's own Egress API, where Redis is installed, which that needs. Behind it is no worker: what it says without one is
//! what the functions take it to say, and its stand-in says the same.

use ipelya_core::recording::RecordingOrder;
use ipelya_edge::livekit::egress::{Egresses, Started};
use ipelya_edge::{Settings, settings::RecordingSettings};
use ipelya_test::{EgressServer, LiveKitIngress, Project};
use serde_json::json;

fn egresses(project: &Project, more: &[(&str, String)]) -> Egresses {
    let mut env = project.env();
    env.extend(super::support::STORE.map(|(name, value)| (name.to_owned(), value.to_owned())));
    env.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    let settings = Settings::from_source(|name| env.get(name).cloned()).unwrap();
    let recording: RecordingSettings = settings.recording.clone().unwrap();
    Egresses::new(&settings, &recording)
}

fn order(room: &str) -> RecordingOrder {
    serde_json::from_value(json!({
        "id": "00000000-0000-4000-8000-000000000001", "room_name": room, "storage_key": "v1/session/a/b.mp4", "layout": null,
    }))
    .unwrap()
}

#[tokio::test]
async fn livekit_itself_answers_as_its_stand_in_does() {
    let project = Project::start().await;
    // `.ci/run` tells where there is no Redis
    let Some(livekit) = LiveKitIngress::open(&project).await else { return };
    let stand_in = EgressServer::open(&project).await;
    let real = [("LIVEKIT_API_URL", livekit.url())];
    let ours = [("LIVEKIT_API_URL", stand_in.url())];
    for (egresses, who) in [(egresses(&project, &real), "LiveKit"), (egresses(&project, &ours), "stand-in")] {
        assert_eq!(egresses.under_way().await, Ok(vec![]), "{who}");
        assert_eq!(egresses.find("EG_nobodys").await, Ok(None), "{who}");
        assert_eq!(egresses.stop("EG_nobodys").await, Ok(false), "{who}");
        assert_eq!(egresses.of_room(&order("nowhere").room_name).await, Ok(vec![]), "{who}");
        let refused = egresses.start(&order("nowhere")).await;
        let Started::Refused(reason) = refused else { panic!("{who}: {refused:?}") };
        assert!(reason.starts_with("not_found"), "{who}: {reason}");
    }
}
