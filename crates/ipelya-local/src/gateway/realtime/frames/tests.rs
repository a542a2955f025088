//! Both serializers, with frames as realtime-js writes and reads them.

use super::*;

fn frame(content: Content) -> Frame {
    Frame { join_ref: Some("1".into()), reference: Some("2".into()), topic: "realtime:room".into(), content }
}

fn broadcast(body: Body, id: Option<&str>) -> Broadcast {
    Broadcast { event: "çal".into(), body, id: id.map(str::to_owned) }
}

#[test]
fn both_versions_say_the_same() {
    let object = r#"{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"7"}"#;
    let array = r#"[null,"7","phoenix","heartbeat",{}]"#;
    let heartbeat = decode(Version::V1, &Message::text(object)).unwrap();
    assert_eq!((heartbeat.reference.as_deref(), heartbeat.event.as_str()), (Some("7"), "heartbeat"));
    assert_eq!(decode(Version::V2, &Message::text(array)), Some(heartbeat));
    for nonsense in ["", "[]", "{}", r#"[null,null,7,"x",{}]"#] {
        assert_eq!(decode(Version::V1, &Message::text(nonsense)), None, "{nonsense}");
        assert_eq!(decode(Version::V2, &Message::text(nonsense)), None, "{nonsense}");
    }

    let reply = frame(Content::Event("phx_reply", r#"{"status":"ok"}"#.into()));
    let v1 = r#"{"topic":"realtime:room","event":"phx_reply","payload":{"status":"ok"},"ref":"2"}"#;
    assert_eq!(encode(Version::V1, &reply), Some(Message::text(v1)));
    let v2 = r#"["1","2","realtime:room","phx_reply",{"status":"ok"}]"#;
    assert_eq!(encode(Version::V2, &reply), Some(Message::text(v2)));
}

#[test]
fn binary_pushes_are_read_with_and_without_metadata() {
    let older = [&[3, 1, 2, 13, 4, 1][..], b"112realtime:room\xc3\xa7al", br#"{"a":1}"#].concat();
    let newer = [&[3, 1, 2, 13, 4, 2, 1][..], b"112realtime:room\xc3\xa7al", br#"{}{"a":1}"#].concat();
    let wanted = Request {
        join_ref: Some("1".into()),
        reference: Some("12".into()),
        topic: "realtime:room".into(),
        event: "broadcast".into(),
        payload: Value::Null,
        broadcast: Some(broadcast(Body::Json(r#"{"a":1}"#.into()), None)),
    };
    for push in [older.clone(), newer] {
        assert_eq!(decode(Version::V2, &Message::Binary(push.into())), Some(wanted.clone()));
    }
    for end in 0..older.len() {
        let cut = Bytes::copy_from_slice(&older[..end]);
        assert_eq!(decode(Version::V2, &Message::Binary(cut)), None, "{end} bytes");
    }
    let mut binary = older;
    binary[5] = 0;
    let sent = decode(Version::V2, &Message::Binary(binary.into())).unwrap().broadcast;
    assert_eq!(sent, Some(broadcast(Body::Binary(br#"{"a":1}"#.as_slice().into()), None)));
}

#[test]
fn a_broadcast_of_the_database_carries_its_id() {
    let sent = Content::Broadcast(Arc::new(broadcast(Body::Json("[1]".into()), Some("x"))));
    let v1 = "{\"topic\":\"realtime:room\",\"event\":\"broadcast\",\"payload\":{\"type\":\"broadcast\",\
              \"event\":\"çal\",\"payload\":[1],\"meta\":{\"id\":\"x\"}},\"ref\":\"2\"}";
    assert_eq!(encode(Version::V1, &frame(sent.clone())), Some(Message::text(v1)));
    let v2 = [&[4, 13, 4, 10, 1][..], b"realtime:room\xc3\xa7al", br#"{"id":"x"}[1]"#].concat();
    assert_eq!(encode(Version::V2, &frame(sent)), Some(Message::Binary(v2.into())));
}

#[test]
fn what_a_version_cannot_express_is_not_sent() {
    let binary = Content::Broadcast(Arc::new(broadcast(Body::Binary(Bytes::new()), None)));
    assert_eq!(encode(Version::V1, &frame(binary)), None);
    let long = Broadcast { event: "e".repeat(256), ..broadcast(Body::Json("1".into()), None) };
    assert_eq!(encode(Version::V2, &frame(Content::Broadcast(Arc::new(long)))), None);
}
