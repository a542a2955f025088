//! Refusals: every way a request can fail, with its stable code, HTTP status and sentences.
//!
//! Clients branch on the code and show the sentence, so both are part of the contract. What went wrong inside
//! never enters a sentence; it goes to the log, where it happens.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::coins::Coins;
use crate::facts::BanKind;

/// Why a request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.row().code)]
pub enum Refusal {
    /// No valid token of a signed-in user.
    Unauthorized,
    /// The body is not JSON, or not a JSON object.
    MalformedBody,
    /// A field has a value that cannot be used; names the field.
    InvalidField {
        /// The field, as the client spells it.
        field: String,
    },
    /// Exactly one of `sessionId` and `callId` must be given.
    OneRoomRequired,
    /// There is no function of this name.
    FunctionNotFound,
    /// Functions are called by POST.
    MethodNotAllowed,
    /// The body is larger than [`crate::wire::MAX_BODY_BYTES`].
    BodyTooLarge,
    /// The body is not offered as JSON.
    UnsupportedMediaType,

    /// The caller has no real profile.
    ProfileNotFound,
    /// There is no such session.
    SessionNotFound,
    /// There is no such call.
    CallNotFound,

    /// Live sessions are switched off.
    LiveDisabled,
    /// Calls are switched off.
    CallsDisabled,
    /// The caller is banned here.
    Banned {
        /// How far the ban reaches.
        kind: BanKind,
    },
    /// The creator has blocked the caller.
    Blocked,
    /// For subscribers of the creator only.
    SubscriptionRequired,
    /// Anonymous users may not.
    AccountRequired,
    /// The call is between others.
    NotAParticipant,
    /// Watching costs coins that have not been paid.
    PaymentRequired {
        /// The price.
        required: Coins,
    },

    /// The session is scheduled for later.
    SessionNotStarted,
    /// The session is over.
    SessionEnded,
    /// Entry costs something, and there is nobody to be seen for it just now; nothing was charged.
    WaitingForHost,
    /// The session's room has no place left; nothing was charged.
    SessionFull,
    /// Only creators open sessions.
    NotACreator,
    /// Only the session's own host may do this.
    NotTheHost,
    /// Another session of this creator is on air.
    AlreadyLive,
    /// The callee has not answered yet.
    CallNotAnswered,
    /// The call is over.
    CallEnded,

    /// There is no such gift in the catalogue.
    GiftNotFound,
    /// Fewer than 1 or more than 999 gifts at once.
    InvalidQuantity,
    /// A gift to oneself.
    SelfGift,
    /// The session takes no gifts.
    GiftsDisabled,
    /// The price is not the one the caller saw; nothing was charged.
    PriceChanged {
        /// The price now.
        required: Coins,
    },

    /// The caller is not in the session.
    NotInSession,
    /// There is no such message, or not for the caller.
    MessageNotFound,
    /// There is no such webhook event to replay.
    EventNotFound,
    /// There is no such payment to take back.
    PaymentNotFound,
    /// The caller may not delete or pin messages here.
    NotAModerator,
    /// The caller has been muted.
    Muted,
    /// The session's chat is off.
    ChatDisabled,
    /// A message without text.
    MessageEmpty,
    /// A message of more than 200 characters.
    MessageTooLong,
    /// The word filter does not let it pass.
    MessageRejected,
    /// A message of a kind, or with fields, that only the server writes.
    MessageNotAllowed,
    /// A message in somebody else's name.
    NotYourName,

    /// Too often.
    RateLimited {
        /// In how many seconds it may be tried again.
        retry_after: u32,
    },
    /// The idempotency key is malformed: 1 to 255 visible ASCII characters.
    InvalidIdempotencyKey,
    /// The idempotency key was used with another request.
    IdempotencyKeyReused,
    /// A request with this idempotency key is still being carried out.
    RequestInProgress,

    /// Postgres, LiveKit or the key server cannot be reached; nothing was done.
    Unavailable,
    /// A mistake of ours.
    Internal,
}

/// One line of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Stable, for programs.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// For people who read English.
    pub english: &'static str,
    /// For people who read Turkish.
    pub turkish: &'static str,
}

const fn row(code: &'static str, status: u16, english: &'static str, turkish: &'static str) -> Row {
    Row { code, status, english, turkish }
}

impl Refusal {
    /// The one table of codes, statuses and sentences.
    #[rustfmt::skip]
    pub const fn row(&self) -> Row {
        match self {
            Self::Unauthorized => row("UNAUTHORIZED", 401, "Please sign in.", "Lütfen giriş yap."),
            Self::MalformedBody => row("MALFORMED_BODY", 400, "The request body is not a JSON object.", "İstek gövdesi bir JSON nesnesi değil."),
            Self::InvalidField { .. } => row("INVALID_FIELD", 400, "A field of the request is not valid.", "İsteğin bir alanı geçerli değil."),
            Self::OneRoomRequired => row("ONE_ROOM_REQUIRED", 400, "Give either sessionId or callId.", "sessionId veya callId alanlarından birini gönder."),
            Self::FunctionNotFound => row("FUNCTION_NOT_FOUND", 404, "There is no such function.", "Böyle bir fonksiyon yok."),
            Self::MethodNotAllowed => row("METHOD_NOT_ALLOWED", 405, "This function is called by POST.", "Bu fonksiyon POST ile çağrılır."),
            Self::BodyTooLarge => row("BODY_TOO_LARGE", 413, "The request body is too large.", "İstek gövdesi çok büyük."),
            Self::UnsupportedMediaType => row("UNSUPPORTED_MEDIA_TYPE", 415, "The request body must be JSON.", "İstek gövdesi JSON olmalı."),

            Self::ProfileNotFound => row("PROFILE_NOT_FOUND", 404, "Profile not found.", "Profil bulunamadı."),
            Self::SessionNotFound => row("SESSION_NOT_FOUND", 404, "Session not found.", "Yayın bulunamadı."),
            Self::CallNotFound => row("CALL_NOT_FOUND", 404, "Call not found.", "Arama bulunamadı."),

            Self::LiveDisabled => row("LIVE_DISABLED", 403, "Live sessions are switched off for now.", "Canlı yayınlar şu anda kapalı."),
            Self::CallsDisabled => row("CALLS_DISABLED", 403, "Calls are switched off for now.", "Aramalar şu anda kapalı."),
            Self::Banned { .. } => row("BANNED", 403, "You are banned here.", "Buraya girmen yasaklandı."),
            Self::Blocked => row("BLOCKED", 403, "You cannot join this session.", "Bu yayına katılamazsın."),
            Self::SubscriptionRequired => row("SUBSCRIPTION_REQUIRED", 403, "This session is for subscribers only.", "Bu yayın yalnızca abonelere açık."),
            Self::AccountRequired => row("ACCOUNT_REQUIRED", 403, "You need an account for this.", "Bunun için bir hesabın olmalı."),
            Self::NotAParticipant => row("NOT_A_PARTICIPANT", 403, "You are not part of this call.", "Bu aramanın tarafı değilsin."),
            Self::PaymentRequired { .. } => row("PAYMENT_REQUIRED", 402, "You need coins for this.", "Bunun için coin gerekiyor."),

            Self::SessionNotStarted => row("SESSION_NOT_STARTED", 409, "The session has not started yet.", "Yayın henüz başlamadı."),
            Self::SessionEnded => row("SESSION_ENDED", 409, "The session has ended.", "Yayın sona erdi."),
            Self::WaitingForHost => row("WAITING_FOR_HOST", 409, "The host is not here yet. You have not been charged.", "Yayıncı henüz burada değil. Senden ücret alınmadı."),
            Self::SessionFull => row("SESSION_FULL", 409, "This session is full. You have not been charged.", "Bu yayın dolu. Senden ücret alınmadı."),
            Self::NotACreator => row("NOT_A_CREATOR", 403, "Only creators can start sessions.", "Yalnızca içerik üreticileri yayın başlatabilir."),
            Self::NotTheHost => row("NOT_THE_HOST", 403, "Only the host can do this.", "Bunu yalnızca yayıncı yapabilir."),
            Self::AlreadyLive => row("ALREADY_LIVE", 409, "Another session of yours is live. End it first.", "Devam eden bir yayının var. Önce onu bitir."),
            Self::CallNotAnswered => row("CALL_NOT_ANSWERED", 409, "The call has not been answered yet.", "Arama henüz yanıtlanmadı."),
            Self::CallEnded => row("CALL_ENDED", 409, "The call has ended.", "Arama sona erdi."),

            Self::GiftNotFound => row("GIFT_NOT_FOUND", 404, "There is no such gift.", "Böyle bir hediye yok."),
            Self::InvalidQuantity => row("INVALID_QUANTITY", 400, "The quantity must be from 1 to 999.", "Adet 1 ile 999 arasında olmalı."),
            Self::SelfGift => row("SELF_GIFT", 403, "You cannot send a gift to yourself.", "Kendine hediye gönderemezsin."),
            Self::GiftsDisabled => row("GIFTS_DISABLED", 403, "This session does not take gifts.", "Bu yayın hediye kabul etmiyor."),
            Self::PriceChanged { .. } => row("PRICE_CHANGED", 409, "The price has changed.", "Fiyat değişti."),

            Self::NotInSession => row("NOT_IN_SESSION", 403, "Join the session first.", "Önce yayına katıl."),
            Self::MessageNotFound => row("MESSAGE_NOT_FOUND", 404, "There is no such message.", "Böyle bir mesaj yok."),
            Self::EventNotFound => row("EVENT_NOT_FOUND", 404, "There is no such event.", "Böyle bir olay yok."),
            Self::PaymentNotFound => row("PAYMENT_NOT_FOUND", 404, "There is no such payment.", "Böyle bir ödeme yok."),
            Self::NotAModerator => row("NOT_A_MODERATOR", 403, "Only the host and moderators can do this.", "Bunu yalnızca yayıncı ve moderatörler yapabilir."),
            Self::Muted => row("MUTED", 403, "You have been muted.", "Susturuldun."),
            Self::ChatDisabled => row("CHAT_DISABLED", 403, "The chat of this session is off.", "Bu yayında sohbet kapalı."),
            Self::MessageEmpty => row("MESSAGE_EMPTY", 400, "The message is empty.", "Mesaj boş."),
            Self::MessageTooLong => row("MESSAGE_TOO_LONG", 400, "A message has at most 200 characters.", "Bir mesaj en fazla 200 karakter olabilir."),
            Self::MessageRejected => row("MESSAGE_REJECTED", 403, "This message cannot be sent.", "Bu mesaj gönderilemiyor."),
            Self::MessageNotAllowed => row("MESSAGE_NOT_ALLOWED", 403, "Messages of this kind are written by the server.", "Bu tür mesajları yalnızca sunucu yazar."),
            Self::NotYourName => row("NOT_YOUR_NAME", 403, "Messages are sent in your own name.", "Mesajlar kendi adınla gönderilir."),

            Self::RateLimited { .. } => row("RATE_LIMITED", 429, "That was too often. Please wait a moment.", "Çok sık denedin. Lütfen biraz bekle."),
            Self::InvalidIdempotencyKey => row("INVALID_IDEMPOTENCY_KEY", 400, "An Idempotency-Key has 1 to 255 visible ASCII characters.", "Idempotency-Key 1 ile 255 arası görünür ASCII karakterden oluşur."),
            Self::IdempotencyKeyReused => row("IDEMPOTENCY_KEY_REUSED", 422, "This Idempotency-Key was used for another request.", "Bu Idempotency-Key başka bir istekte kullanıldı."),
            Self::RequestInProgress => row("REQUEST_IN_PROGRESS", 409, "This request is already being carried out.", "Bu istek zaten işleniyor."),

            Self::Unavailable => row("SERVICE_UNAVAILABLE", 503, "The service is not reachable right now. Please try again.", "Hizmete şu anda ulaşılamıyor. Lütfen tekrar dene."),
            Self::Internal => row("INTERNAL_ERROR", 500, "Something went wrong on our side.", "Bizim tarafımızda bir hata oluştu."),
        }
    }

    /// The refusal an SQL function raised: its stable code, and the facts it gave with it as JSON. `None` if no SQL
    /// function has reason to raise that.
    pub fn raised(code: &str, facts: &str) -> Option<Self> {
        let plain = RAISED_PLAIN.iter().find(|refusal| refusal.row().code == code);
        let facts = || serde_json::from_str::<RaisedFacts>(facts).unwrap_or_default();
        match code {
            "BANNED" => facts().ban_type.map(|kind| Self::Banned { kind }),
            "PAYMENT_REQUIRED" => facts().required.map(|required| Self::PaymentRequired { required }),
            "PRICE_CHANGED" => facts().required.map(|required| Self::PriceChanged { required }),
            "RATE_LIMITED" => facts().retry_after.map(|retry_after| Self::RateLimited { retry_after }),
            _ => plain.cloned(),
        }
    }

    /// What a client needs besides code and sentence, by the names its screens read.
    pub fn flags(&self) -> Map<String, Value> {
        let flags = match self {
            Self::InvalidField { field } => json!({ "field": field }),
            Self::Banned { kind } => json!({ "banType": kind }),
            Self::SubscriptionRequired => json!({ "requiresSubscription": true }),
            Self::PriceChanged { required } => json!({ "required": required }),
            Self::PaymentRequired { required } => {
                json!({ "requiresPayment": true, "required": required, "required_coins": required })
            }
            _ => return Map::new(),
        };
        match flags {
            Value::Object(flags) => flags,
            _ => Map::new(),
        }
    }

    /// In how many seconds a repeat may succeed; for the `Retry-After` header.
    pub const fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::RateLimited { retry_after } => Some(*retry_after),
            Self::Unavailable | Self::RequestInProgress => Some(1),
            _ => None,
        }
    }

    /// A refusal by the rules of the product, as opposed to a malformed request, a missing sign-in, a limit or a
    /// fault. Only these are softened to HTTP 200 for installed app versions.
    pub const fn is_business(&self) -> bool {
        matches!(self.row().status, 402 | 403 | 404 | 409 | 410) && !matches!(self, Self::FunctionNotFound)
    }
}

/// Refusals that SQL functions raise with nothing but their code.
const RAISED_PLAIN: [Refusal; 31] = [
    Refusal::AccountRequired,
    Refusal::AlreadyLive,
    Refusal::Blocked,
    Refusal::ChatDisabled,
    Refusal::EventNotFound,
    Refusal::GiftNotFound,
    Refusal::GiftsDisabled,
    Refusal::IdempotencyKeyReused,
    Refusal::InvalidQuantity,
    Refusal::LiveDisabled,
    Refusal::MessageEmpty,
    Refusal::MessageNotAllowed,
    Refusal::MessageNotFound,
    Refusal::MessageRejected,
    Refusal::MessageTooLong,
    Refusal::Muted,
    Refusal::NotAModerator,
    Refusal::NotInSession,
    Refusal::NotTheHost,
    Refusal::NotYourName,
    Refusal::PaymentNotFound,
    Refusal::ProfileNotFound,
    Refusal::RequestInProgress,
    Refusal::SelfGift,
    Refusal::SessionEnded,
    Refusal::SessionFull,
    Refusal::SessionNotFound,
    Refusal::SessionNotStarted,
    Refusal::SubscriptionRequired,
    Refusal::Unauthorized,
    Refusal::WaitingForHost,
];

/// The facts that come with a raised refusal.
#[derive(Debug, Default, Deserialize)]
struct RaisedFacts {
    ban_type: Option<BanKind>,
    required: Option<Coins>,
    retry_after: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Refusal> {
        vec![
            Refusal::Unauthorized,
            Refusal::MalformedBody,
            Refusal::InvalidField { field: "sessionId".to_owned() },
            Refusal::OneRoomRequired,
            Refusal::FunctionNotFound,
            Refusal::MethodNotAllowed,
            Refusal::BodyTooLarge,
            Refusal::UnsupportedMediaType,
            Refusal::ProfileNotFound,
            Refusal::SessionNotFound,
            Refusal::CallNotFound,
            Refusal::LiveDisabled,
            Refusal::CallsDisabled,
            Refusal::NotACreator,
            Refusal::Banned { kind: BanKind::Session },
            Refusal::Blocked,
            Refusal::SubscriptionRequired,
            Refusal::AccountRequired,
            Refusal::NotAParticipant,
            Refusal::PaymentRequired { required: Coins::ZERO },
            Refusal::SessionNotStarted,
            Refusal::SessionEnded,
            Refusal::CallNotAnswered,
            Refusal::CallEnded,
            Refusal::Unavailable,
            Refusal::Internal,
            Refusal::InvalidIdempotencyKey,
            Refusal::PriceChanged { required: Coins::ZERO },
            Refusal::RateLimited { retry_after: 1 },
        ]
        .into_iter()
        .chain(RAISED_PLAIN)
        .collect::<Vec<_>>()
    }

    #[test]
    fn codes_are_unique_and_every_refusal_speaks_both_languages() {
        let rows: Vec<Row> = all().iter().map(Refusal::row).collect();
        for row in &rows {
            assert!(rows.iter().all(|other| other.code != row.code || other == row), "{row:?}");
        }
        for row in rows {
            assert!((400..600).contains(&row.status), "{row:?}");
            assert!(row.english.ends_with('.') && row.turkish.ends_with('.'), "{row:?}");
            assert_ne!(row.english, row.turkish);
        }
    }

    #[test]
    fn only_refusals_by_the_rules_of_the_product_are_softened() {
        for refusal in all() {
            let expected =
                matches!(refusal.row().status, 402 | 403 | 404 | 409 | 410) && refusal != Refusal::FunctionNotFound;
            assert_eq!(refusal.is_business(), expected, "{refusal}");
        }
    }

    #[test]
    fn what_an_sql_function_raises_is_told_with_its_facts() {
        let price = Coins::try_from(50).unwrap();
        for (code, facts, refusal) in [
            ("MUTED", "{}", Some(Refusal::Muted)),
            ("BANNED", r#"{"ban_type":"global"}"#, Some(Refusal::Banned { kind: BanKind::Global })),
            ("PRICE_CHANGED", r#"{"required":50}"#, Some(Refusal::PriceChanged { required: price })),
            ("PAYMENT_REQUIRED", r#"{"required":50,"balance":3}"#, Some(Refusal::PaymentRequired { required: price })),
            ("RATE_LIMITED", r#"{"retry_after":7}"#, Some(Refusal::RateLimited { retry_after: 7 })),
            ("RATE_LIMITED", "", None),
            ("NOT_A_CREATOR", "{}", None),
            ("NO_SUCH_CODE", "{}", None),
        ] {
            assert_eq!(Refusal::raised(code, facts), refusal, "{code}");
        }
    }

    #[test]
    fn a_price_is_told_by_every_name_clients_read() {
        let flags = Refusal::PaymentRequired { required: Coins::try_from(50).unwrap() }.flags();
        assert_eq!(Value::Object(flags), json!({ "requiresPayment": true, "required": 50, "required_coins": 50 }));
    }
}
