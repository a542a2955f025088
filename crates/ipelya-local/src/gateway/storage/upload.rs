//! A file as clients send it: in a form, as for a `Blob`, or bare.

use super::LARGEST;
use super::refusal::Refusal;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, StatusCode, header};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

/// A file to be stored.
#[derive(Debug)]
pub(super) struct Upload {
    pub(super) content: Bytes,
    pub(super) mime: String,
    cache_control: String,
    /// What the client notes beside it.
    pub(super) notes: Option<Value>,
}

impl Upload {
    pub(super) async fn read(request: Request) -> Result<Self, Refusal> {
        let kind = text(request.headers(), header::CONTENT_TYPE.as_str()).unwrap_or_default();
        let upload = if kind.starts_with("multipart/form-data") {
            Self::from_form(request).await?
        } else {
            Self::bare(request, kind).await?
        };
        if upload.content.len() > LARGEST { Err(Refusal::too_large()) } else { Ok(upload) }
    }

    async fn bare(request: Request, mime: String) -> Result<Self, Refusal> {
        let cache_control = text(request.headers(), header::CACHE_CONTROL.as_str());
        let notes = text(request.headers(), "x-metadata")
            .and_then(|notes| serde_json::from_slice(&STANDARD.decode(notes).ok()?).ok());
        let content = Bytes::from_request(request, &()).await.map_err(|_| Refusal::too_large())?;
        Ok(Self { content, mime, cache_control: cache_control.unwrap_or_else(|| "no-cache".into()), notes })
    }

    async fn from_form(request: Request) -> Result<Self, Refusal> {
        let invalid = |error: MultipartError| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::too_large(),
            _ => Refusal::invalid(error.body_text()),
        };
        let mut form =
            Multipart::from_request(request, &()).await.map_err(|rejection| Refusal::invalid(rejection.body_text()))?;
        let (mut file, mut cache_control, mut notes) = (None, "no-cache".to_owned(), None);
        while let Some(field) = form.next_field().await.map_err(invalid)? {
            match field.name() {
                Some("cacheControl") => cache_control = format!("max-age={}", field.text().await.map_err(invalid)?),
                Some("metadata") => notes = serde_json::from_str(&field.text().await.map_err(invalid)?).ok(),
                _ => {
                    let mime = field.content_type().unwrap_or("application/octet-stream").to_owned();
                    file = Some((mime, field.bytes().await.map_err(invalid)?));
                }
            }
        }
        let (mime, content) = file.ok_or_else(|| Refusal::invalid("the form has no file"))?;
        Ok(Self { content, mime, cache_control, notes })
    }

    /// Whether a bucket that allows `allowed` takes it.
    pub(super) fn is_among(&self, allowed: &[String]) -> bool {
        allowed.iter().any(|allowed| match allowed.strip_suffix("/*") {
            Some(kind) => self.mime.split_once('/').is_some_and(|(own, _)| own == kind),
            None => *allowed == self.mime,
        })
    }

    /// What the row of `storage.objects` says of it.
    pub(super) fn metadata(&self) -> Value {
        let Self { content, mime, cache_control, .. } = self;
        let tag = crate::sql::hex(digest(&SHA256, content).as_ref());
        let size = content.len();
        json!({
            "eTag": format!("\"{tag}\""), "size": size, "contentLength": size, "mimetype": mime,
            "cacheControl": cache_control, "httpStatusCode": 200,
        })
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}
