//! What an egress is asked for, as far as the stand-in can do it.

use std::path::Path;

use livekit_protocol::encoded_file_output::Output;
use livekit_protocol::{EncodedFileOutput, EncodedFileType, RoomCompositeEgressRequest, S3Upload};

use super::twirp::refused_behind;
use crate::bucket::Bucket;
use crate::stand_in::twirp::{Refused, refused};

/// One MP4 of a room, in one place.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) room_name: String,
    /// Whether only what is heard is recorded.
    pub(super) audio_only: bool,
    /// The file's key in its store.
    pub(super) key: String,
    pub(super) store: Bucket,
}

impl Order {
    /// Reads a request, with the store that files go to when it names none.
    pub(super) fn of(asked: &RoomCompositeEgressRequest, own: &Bucket) -> Result<Self, Refused> {
        let [file] = asked.file_outputs.as_slice() else {
            return Err(refused_behind("invalid_argument", "request has missing or invalid field: output"));
        };
        let is_alone = asked.output.is_none()
            && asked.stream_outputs.is_empty()
            && asked.segment_outputs.is_empty()
            && asked.image_outputs.is_empty();
        let is_mp4 = [EncodedFileType::Mp4, EncodedFileType::DefaultFiletype].contains(&file.file_type());
        let is_named = Path::new(&file.filepath).extension().is_some_and(|extension| extension == "mp4");
        if !is_alone || !is_mp4 || !is_named || file.filepath.contains('{') {
            return Err(refused("unimplemented", "the stand-in writes one MP4, under the name that it is given"));
        }
        Ok(Self {
            room_name: asked.room_name.clone(),
            audio_only: asked.audio_only,
            key: file.filepath.clone(),
            store: store_of(file, own)?,
        })
    }
}

fn store_of(file: &EncodedFileOutput, own: &Bucket) -> Result<Bucket, Refused> {
    match &file.output {
        None => Ok(own.clone()),
        Some(Output::S3(upload)) if !upload.assume_role_arn.is_empty() => {
            Err(refused_behind("permission_denied", "S3 upload using AssumeRole is disabled for this account"))
        }
        Some(Output::S3(upload)) => Ok(Bucket {
            endpoint: upload.endpoint.trim_end_matches('/').to_owned(),
            name: upload.bucket.clone(),
            region: upload.region.clone(),
            access_key_id: upload.access_key.clone(),
            secret_access_key: upload.secret.clone(),
        }),
        Some(_) => Err(refused("unimplemented", "the stand-in writes to S3")),
    }
}

/// The request as LiveKit shows it to others: what opens the store is replaced.
pub(super) fn redacted(mut asked: RoomCompositeEgressRequest) -> RoomCompositeEgressRequest {
    let hide = |secret: &mut String, shown: &str| {
        if !secret.is_empty() {
            shown.clone_into(secret);
        }
    };
    for file in &mut asked.file_outputs {
        if let Some(Output::S3(S3Upload { access_key, secret, assume_role_external_id, session_token, .. })) =
            &mut file.output
        {
            hide(access_key, "{access_key}");
            hide(secret, "{secret}");
            hide(assume_role_external_id, "{external_id}");
            hide(session_token, "{session_token}");
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minio;

    fn asked(output: Option<Output>) -> RoomCompositeEgressRequest {
        let file = EncodedFileOutput { filepath: "v1/a.mp4".into(), output, ..EncodedFileOutput::default() };
        RoomCompositeEgressRequest { file_outputs: vec![file], ..RoomCompositeEgressRequest::default() }
    }

    fn upload() -> S3Upload {
        S3Upload {
            access_key: "id".into(),
            secret: "hush".into(),
            endpoint: "http://127.0.0.1:1/".into(),
            bucket: "theirs".into(),
            region: "eu-west-1".into(),
            ..S3Upload::default()
        }
    }

    #[test]
    fn a_file_goes_to_the_store_it_comes_with_or_else_to_our_own() {
        let own = minio::bucket(1, "ours");
        assert_eq!(Order::of(&asked(None), &own).unwrap().store, own);
        let theirs = Order::of(&asked(Some(Output::S3(upload()))), &own).unwrap().store;
        assert_eq!(theirs.url_of("v1/a.mp4"), "http://127.0.0.1:1/theirs/v1/a.mp4");
        assert_eq!((theirs.access_key_id.as_str(), theirs.region.as_str()), ("id", "eu-west-1"));
    }

    #[test]
    fn nobody_becomes_somebody_else_here() {
        let assumed = S3Upload { assume_role_arn: "arn:aws:iam::1:role/x".into(), ..upload() };
        let Refused(code, said) = Order::of(&asked(Some(Output::S3(assumed))), &minio::bucket(1, "ours")).unwrap_err();
        assert_eq!((code, said.contains("AssumeRole")), ("permission_denied", true), "{said}");
    }

    #[test]
    fn what_opens_a_store_is_shown_to_nobody() {
        let shown = format!("{:?}", redacted(asked(Some(Output::S3(upload())))));
        assert!(shown.contains("{secret}") && !shown.contains("hush") && shown.contains("theirs"), "{shown}");
    }

    #[test]
    fn one_file_is_written_and_nothing_else() {
        let own = minio::bucket(1, "ours");
        let code = |asked: RoomCompositeEgressRequest| Order::of(&asked, &own).unwrap_err().0;
        assert_eq!(code(RoomCompositeEgressRequest::default()), "invalid_argument");
        let mut ogg = asked(None);
        ogg.file_outputs[0].filepath = "v1/a.ogg".into();
        assert_eq!(code(ogg), "unimplemented");
    }
}
