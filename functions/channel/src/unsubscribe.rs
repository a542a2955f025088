//! Where the links of mails lead: to the end of them, without signing in.

use ipelya_core::api::channel::Unsubscribe;
use ipelya_core::{Language, Refusal};
use ipelya_edge::Context;
use ipelya_edge::http::Page;

/// `GET /api/live/unsubscribe/{token}`: asks whether the mails of a channel are to end. Nothing ends by looking, because
/// programs that scan mails look at every link.
///
/// No round trip.
pub async fn unsubscribe_page(_: &Context, language: Language, _: Unsubscribe) -> Result<Page, Refusal> {
    let (title, button) = match language {
        Language::Turkish => ("Bu kanalın e-postalarını durdurmak istiyor musun?", "E-postaları durdur"),
        Language::English => ("Stop the e-mails of this channel?", "Stop the e-mails"),
    };
    Ok(page(language, title, &format!("<form method=\"post\"><button>{button}</button></form>")))
}

/// `POST /api/live/unsubscribe/{token}`: ends the mails of a channel for whoever was sent this token with one; they follow
/// it in every other way. By RFC 8058 mail programs post `List-Unsubscribe=One-Click` here, which is not read. A repeat,
/// and a token that is nobody's, are answered the same.
///
/// One round trip.
pub async fn unsubscribe(cx: &Context, language: Language, request: Unsubscribe) -> Result<Page, Refusal> {
    cx.db.unsubscribe(request.token).await?;
    let title = match language {
        Language::Turkish => "Bu kanaldan artık e-posta almayacaksın.",
        Language::English => "You will get no more e-mails of this channel.",
    };
    Ok(page(language, title, ""))
}

fn page(language: Language, title: &str, rest: &str) -> Page {
    let language = language.code();
    Page(format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body><h1>{title}</h1>{rest}</body></html>\n"
    ))
}
