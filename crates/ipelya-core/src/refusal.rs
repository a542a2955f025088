//! Refusals: every way a request can fail, with its stable code, HTTP status and sentences.
//!
//! Clients branch on the code and show the sentence, so both are part of the contract. What went wrong inside
//! never enters a sentence; it goes to the log, where it happens.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::ban::BanKind;
use crate::coins::Coins;
use crate::health::Checks;
use crate::ids::CallId;
use crate::money::{Currency, MinorUnits};

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
    /// SQL functions raise it too.
    pub raised_in_sql: bool,
}

/// Makes of the one table everything that follows from it: the enum, the row of each refusal, the list of all rows and
/// the way back from the code that a SQL function raised.
macro_rules! refusals {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $( $(#[$field_doc:meta])* $field:ident: $type:ty = $fact:literal, )+ })?
            => $status:literal $code:ident $raised_by:ident $english:literal $turkish:literal;
    )+) => {
        /// Why a request was not carried out.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[error("{}", self.row().code)]
        pub enum Refusal {$(
            $(#[$doc])*
            $name $({ $( $(#[$field_doc])* $field: $type, )+ })?,
        )+}

        impl Refusal {
            /// Every row, in the order of the table.
            pub const ROWS: &'static [Row] = &[$(Row {
                code: stringify!($code),
                status: $status,
                english: $english,
                turkish: $turkish,
                raised_in_sql: refusals!(@in_sql $raised_by),
            }),+];

            /// Its line of the contract.
            pub const fn row(&self) -> Row {
                match self {$(
                    Self::$name $({ $( $field: _, )+ })? => Row {
                        code: stringify!($code),
                        status: $status,
                        english: $english,
                        turkish: $turkish,
                        raised_in_sql: refusals!(@in_sql $raised_by),
                    },
                )+}
            }

            /// The refusal an SQL function raised: its stable code, and the facts it gave with it as JSON. `None` if no
            /// SQL function has reason to raise that.
            pub fn raised(code: &str, facts: &str) -> Option<Self> {
                let facts: Value = serde_json::from_str(facts).unwrap_or_default();
                match code {
                    $(stringify!($code) if refusals!(@in_sql $raised_by) => {
                        Some(Self::$name $({ $( $field: fact(&facts, $fact)?, )+ })?)
                    })+
                    _ => None,
                }
            }
        }
    };
    (@in_sql sql) => { true };
    (@in_sql rust) => { false };
}

/// One of the facts that come with a raised refusal.
fn fact<T: DeserializeOwned>(facts: &Value, name: &str) -> Option<T> {
    serde_json::from_value(facts.get(name)?.clone()).ok()
}

// Each with its status, its code, who raises it (SQL functions, or Rust alone), and the English and the Turkish sentence.
// A field names the fact of a raised refusal that it is read from.
refusals! {
    /// No valid token of a signed-in user.
    Unauthorized => 401 UNAUTHORIZED sql
        "Please sign in."
        "Lütfen giriş yap.";
    /// The body is not JSON, or not a JSON object.
    MalformedBody => 400 MALFORMED_BODY rust
        "The request body is not a JSON object."
        "İstek gövdesi bir JSON nesnesi değil.";
    /// A field has a value that cannot be used; names the field.
    InvalidField {
        /// The field, as the client spells it.
        field: String = "field",
    } => 400 INVALID_FIELD rust
        "A field of the request is not valid."
        "İsteğin bir alanı geçerli değil.";
    /// Exactly one of `sessionId` and `callId` must be given.
    OneRoomRequired => 400 ONE_ROOM_REQUIRED rust
        "Give either sessionId or callId."
        "sessionId veya callId alanlarından birini gönder.";
    /// There is no function of this name.
    FunctionNotFound => 404 FUNCTION_NOT_FOUND rust
        "There is no such function."
        "Böyle bir fonksiyon yok.";
    /// Functions are called by POST.
    MethodNotAllowed => 405 METHOD_NOT_ALLOWED rust
        "This function is called by POST."
        "Bu fonksiyon POST ile çağrılır.";
    /// The body is larger than 64 KiB.
    BodyTooLarge => 413 BODY_TOO_LARGE rust
        "The request body is too large."
        "İstek gövdesi çok büyük.";
    /// The body is not offered as JSON.
    UnsupportedMediaType => 415 UNSUPPORTED_MEDIA_TYPE rust
        "The request body must be JSON."
        "İstek gövdesi JSON olmalı.";

    /// The caller has no real profile.
    ProfileNotFound => 404 PROFILE_NOT_FOUND sql
        "Profile not found."
        "Profil bulunamadı.";
    /// There is no such user, or none with a real profile.
    UserNotFound => 404 USER_NOT_FOUND sql
        "User not found."
        "Kullanıcı bulunamadı.";
    /// Nobody calls themselves.
    SelfCall => 400 SELF_CALL sql
        "You cannot call yourself."
        "Kendini arayamazsın.";
    /// There is no such session.
    SessionNotFound => 404 SESSION_NOT_FOUND sql
        "Session not found."
        "Yayın bulunamadı.";
    /// There is no such call.
    CallNotFound => 404 CALL_NOT_FOUND sql
        "Call not found."
        "Arama bulunamadı.";

    /// Live sessions are switched off.
    LiveDisabled => 403 LIVE_DISABLED sql
        "Live sessions are switched off for now."
        "Canlı yayınlar şu anda kapalı.";
    /// Staff has announced a maintenance, and no session begins.
    Maintenance => 403 MAINTENANCE sql
        "We are doing maintenance. New sessions can start again soon."
        "Bakım yapıyoruz. Yeni yayınlar kısa süre sonra yeniden başlatılabilecek.";
    /// As much of LiveKit is used as may be; no session begins.
    QuotaExceeded => 403 QUOTA_EXCEEDED sql
        "No new session can start right now. Please try again later."
        "Şu anda yeni yayın başlatılamıyor. Lütfen daha sonra tekrar dene.";
    /// Calls are switched off.
    CallsDisabled => 403 CALLS_DISABLED sql
        "Calls are switched off for now."
        "Aramalar şu anda kapalı.";
    /// Calls with support and conferences are switched off.
    VoiceDisabled => 403 VOICE_DISABLED sql
        "Voice calls are switched off for now."
        "Sesli görüşmeler şu anda kapalı.";
    /// No AI agents are sent.
    AgentDisabled => 403 AGENT_DISABLED sql
        "The voice assistant is switched off for now."
        "Sesli asistan şu anda kapalı.";
    /// Agents have talked as long as they may today, or to as many as they may at once.
    AgentQuota => 429 AGENT_QUOTA sql
        "The voice assistant is not available right now. Please try again later."
        "Sesli asistan şu anda kullanılamıyor. Lütfen daha sonra tekrar dene.";
    /// Nothing, or nothing of this kind, is recorded.
    RecordingDisabled => 403 RECORDING_DISABLED sql
        "Recording is switched off for now."
        "Kayıt şu anda kapalı.";
    /// Not everybody in the call has agreed to be recorded; or the call is, and the caller has not.
    RecordingConsentRequired => 409 RECORDING_CONSENT_REQUIRED sql
        "Everybody in the call has to agree to the recording first."
        "Önce aramadaki herkesin kayda onay vermesi gerekiyor.";
    /// As much of it was recorded as may be.
    RecordingLimit => 409 RECORDING_LIMIT sql
        "No more of this can be recorded."
        "Bunun daha fazlası kaydedilemez.";
    /// As many are recorded at once as may be.
    RecordingCapacity => 429 RECORDING_CAPACITY sql
        "Nothing more can be recorded right now. Please try again in a little while."
        "Şu anda başka kayıt yapılamıyor. Lütfen biraz sonra tekrar dene.";
    /// There is nothing to be heard or seen.
    NoMedia => 409 NO_MEDIA sql
        "There is nothing to record yet."
        "Henüz kaydedilecek bir şey yok.";
    /// There is no such recording, or none for the caller.
    RecordingNotFound => 404 RECORDING_NOT_FOUND sql
        "This recording does not exist."
        "Böyle bir kayıt yok.";
    /// Its file is not there yet.
    RecordingNotReady => 409 RECORDING_NOT_READY sql
        "This recording is not ready yet."
        "Bu kayıt henüz hazır değil.";
    /// Operations keep it.
    RecordingHeld => 409 RECORDING_HELD sql
        "This recording has to be kept for now."
        "Bu kaydın şimdilik saklanması gerekiyor.";
    /// Somebody in it is gone.
    RecordingClosed => 409 RECORDING_CLOSED sql
        "Somebody in this recording has left us, so it stays private."
        "Bu kayıttaki biri aramızdan ayrıldığı için kayıt gizli kalıyor.";
    /// What is not sold has no price.
    NotPayPerView => 409 NOT_PAY_PER_VIEW sql
        "Only a pay-per-view session has a price."
        "Yalnızca ücretli yayınların fiyatı olur.";
    /// The call is of another kind.
    WrongCallType => 409 WRONG_CALL_TYPE sql
        "This is another kind of call."
        "Bu başka türde bir arama.";
    /// The caller is banned here.
    Banned {
        /// How far the ban reaches.
        kind: BanKind = "ban_type",
    } => 403 BANNED sql
        "You are banned here."
        "Buraya girmen yasaklandı.";
    /// The creator has blocked the caller.
    Blocked => 403 BLOCKED sql
        "You cannot join this session."
        "Bu yayına katılamazsın.";
    /// For subscribers of the creator only.
    SubscriptionRequired => 403 SUBSCRIPTION_REQUIRED rust
        "This session is for subscribers only."
        "Bu yayın yalnızca abonelere açık.";
    /// Anonymous users may not.
    AccountRequired => 403 ACCOUNT_REQUIRED sql
        "You need an account for this."
        "Bunun için bir hesabın olmalı.";
    /// Only the other party of the call may do that.
    WrongParty => 403 WRONG_PARTY sql
        "Only the other side of the call can do this."
        "Bunu yalnızca aramanın diğer tarafı yapabilir.";
    /// Whom one calls takes no calls from them; why is nobody's business.
    CalleeUnavailable => 403 CALLEE_UNAVAILABLE sql
        "This person cannot be called right now."
        "Bu kişi şu anda aranamıyor.";
    /// Watching costs coins that have not been paid.
    PaymentRequired {
        /// The price.
        required: Coins = "required",
    } => 402 PAYMENT_REQUIRED sql
        "You need coins for this."
        "Bunun için coin gerekiyor.";

    /// The session is scheduled for later.
    SessionNotStarted => 409 SESSION_NOT_STARTED sql
        "The session has not started yet."
        "Yayın henüz başlamadı.";
    /// The session is over.
    SessionEnded => 409 SESSION_ENDED sql
        "The session has ended."
        "Yayın sona erdi.";
    /// Entry costs something, and there is nobody to be seen for it just now; nothing was charged.
    WaitingForHost => 409 WAITING_FOR_HOST sql
        "The host is not here yet. You have not been charged."
        "Yayıncı henüz burada değil. Senden ücret alınmadı.";
    /// The session's room has no place left; nothing was charged.
    SessionFull => 409 SESSION_FULL sql
        "This session is full. You have not been charged."
        "Bu yayın dolu. Senden ücret alınmadı.";
    /// Only creators open sessions.
    NotACreator => 403 NOT_A_CREATOR rust
        "Only creators can start sessions."
        "Yalnızca içerik üreticileri yayın başlatabilir.";
    /// Only the session's own host may do this.
    NotTheHost => 403 NOT_THE_HOST sql
        "Only the host can do this."
        "Bunu yalnızca yayıncı yapabilir.";
    /// Another session of this creator is on air.
    AlreadyLive => 409 ALREADY_LIVE sql
        "Another session of yours is live. End it first."
        "Devam eden bir yayının var. Önce onu bitir.";
    /// The callee has not answered yet.
    CallNotAnswered => 409 CALL_NOT_ANSWERED sql
        "The call has not been answered yet."
        "Arama henüz yanıtlanmadı.";
    /// The call has been answered, so it can no longer be declined or cancelled.
    CallAnswered => 409 CALL_ANSWERED sql
        "The call has already been answered."
        "Arama zaten yanıtlandı.";
    /// One of the two is in another call or on air.
    Busy {
        /// A call from the callee that rings at this moment.
        incoming_call_id: Option<CallId> = "incoming_call_id",
    } => 409 BUSY sql
        "The line is busy."
        "Hat meşgul.";
    /// The call is over.
    CallEnded => 409 CALL_ENDED sql
        "The call has ended."
        "Arama sona erdi.";

    /// There is no such gift in the catalogue.
    GiftNotFound => 404 GIFT_NOT_FOUND sql
        "There is no such gift."
        "Böyle bir hediye yok.";
    /// Fewer than 1 or more than 999 gifts at once.
    InvalidQuantity => 400 INVALID_QUANTITY sql
        "The quantity must be from 1 to 999."
        "Adet 1 ile 999 arasında olmalı.";
    /// A gift to oneself.
    SelfGift => 403 SELF_GIFT sql
        "You cannot send a gift to yourself."
        "Kendine hediye gönderemezsin.";
    /// The session takes no gifts.
    GiftsDisabled => 403 GIFTS_DISABLED sql
        "This session does not take gifts."
        "Bu yayın hediye kabul etmiyor.";
    /// The price is not the one the caller saw; nothing was charged.
    PriceChanged {
        /// The price now.
        required: Coins = "required",
    } => 409 PRICE_CHANGED sql
        "The price has changed."
        "Fiyat değişti.";

    /// There is no such channel, or none for this caller's eyes.
    ChannelNotFound => 404 CHANNEL_NOT_FOUND sql
        "Channel not found."
        "Kanal bulunamadı.";
    /// LiveKit has no server for encoders, or it cannot be reached.
    IngressUnavailable => 503 INGRESS_UNAVAILABLE rust
        "Streaming from an encoder is not available right now."
        "Yayın programıyla yayın şu anda kullanılamıyor.";
    /// The channel is not on air.
    ChannelOffline => 409 CHANNEL_OFFLINE sql
        "This channel is not live right now."
        "Bu kanal şu anda yayında değil.";
    /// Staff has suspended the channel.
    ChannelSuspended => 403 CHANNEL_SUSPENDED sql
        "This channel has been suspended."
        "Bu kanal askıya alındı.";
    /// No channel can be called this.
    InvalidSlug => 400 INVALID_SLUG sql
        "A channel cannot have this name. Use 3 to 30 letters, digits and single hyphens."
        "Bir kanal bu adı alamaz. 3-30 küçük harf, rakam ve tek tire kullan.";
    /// Somebody else is called this, was until lately, or something that looks the same.
    SlugTaken => 409 SLUG_TAKEN sql
        "This name is taken."
        "Bu ad alınmış.";
    /// Nobody follows themselves.
    SelfFollow => 403 SELF_FOLLOW sql
        "You cannot follow your own channel."
        "Kendi kanalını takip edemezsin.";
    /// The caller follows as many channels as one may.
    TooManyFollows => 409 TOO_MANY_FOLLOWS sql
        "You follow too many channels. Unfollow one first."
        "Çok fazla kanal takip ediyorsun. Önce birini bırak.";
    /// Going live costs a fee that has not been paid.
    FeeRequired {
        /// The price, in minor units.
        required: MinorUnits = "required",
        /// Of which currency.
        currency: Currency = "currency",
    } => 402 FEE_REQUIRED sql
        "Going live costs a fee. Please pay it first."
        "Yayına başlamak ücretli. Lütfen önce ücreti öde.";
    /// The fee has opened a session, or is about to: it is not given back.
    FeeUsed => 409 FEE_USED sql
        "This fee has been used already."
        "Bu ücret zaten kullanıldı.";
    /// No payments by card are taken here, or none for this.
    PaymentsDisabled => 403 PAYMENTS_DISABLED sql
        "Card payments are not available."
        "Kartla ödeme kullanılamıyor.";
    /// A dispute of the caller's is open or lost, or too many of their cards were declined.
    PaymentsBlocked => 403 PAYMENTS_BLOCKED sql
        "You cannot pay by card right now."
        "Şu anda kartla ödeme yapamazsın.";
    /// A donation to oneself, or a pass to one's own channel.
    SelfDonation => 403 SELF_DONATION sql
        "You cannot donate to yourself."
        "Kendine bağış yapamazsın.";
    /// The caller has this pass.
    AlreadySubscribed => 409 ALREADY_SUBSCRIBED sql
        "You have this subscription already."
        "Bu aboneliğin zaten var.";
    /// The caller has no pass.
    PassNotFound => 404 PASS_NOT_FOUND sql
        "You have no subscription."
        "Bir aboneliğin yok.";

    /// The caller is not in the session.
    NotInSession => 403 NOT_IN_SESSION sql
        "Join the session first."
        "Önce yayına katıl.";
    /// There is no such message, or not for the caller.
    MessageNotFound => 404 MESSAGE_NOT_FOUND sql
        "There is no such message."
        "Böyle bir mesaj yok.";
    /// There is no such webhook event to replay.
    EventNotFound => 404 EVENT_NOT_FOUND sql
        "There is no such event."
        "Böyle bir olay yok.";
    /// There is no such version of what agents are told.
    PromptNotFound => 404 PROMPT_NOT_FOUND sql
        "There is no such prompt."
        "Böyle bir istem yok.";
    /// There is no setting of this name.
    SettingNotFound => 404 SETTING_NOT_FOUND sql
        "There is no such setting."
        "Böyle bir ayar yok.";
    /// The value is not of the setting's type, or out of its bounds.
    InvalidSetting => 400 INVALID_SETTING sql
        "This setting does not take this value."
        "Bu ayar bu değeri almıyor.";
    /// There is no such payment to take back.
    PaymentNotFound => 404 PAYMENT_NOT_FOUND sql
        "There is no such payment."
        "Böyle bir ödeme yok.";
    /// The payer's bank is asking for it back, or has it: Stripe gives back nothing of it.
    PaymentDisputed => 409 PAYMENT_DISPUTED sql
        "This payment is disputed. It is settled by the bank."
        "Bu ödemeye itiraz edilmiş. Sonucu banka belirler.";
    /// More than the creator has that is not held.
    PayoutTooHigh {
        /// What may be paid out, in minor units.
        due: MinorUnits = "due",
        /// Of which currency.
        currency: Currency = "currency",
    } => 409 PAYOUT_TOO_HIGH sql
        "This is more than may be paid out."
        "Bu, ödenebilecek tutardan fazla.";
    /// The bank's reference stands with another payout.
    ReferenceTaken => 409 REFERENCE_TAKEN sql
        "There is another payout with this reference."
        "Bu referansla başka bir ödeme var.";
    /// The caller may not delete or pin messages here.
    NotAModerator => 403 NOT_A_MODERATOR sql
        "Only the host and moderators can do this."
        "Bunu yalnızca yayıncı ve moderatörler yapabilir.";
    /// The caller has been muted.
    Muted => 403 MUTED sql
        "You have been muted."
        "Susturuldun.";
    /// The session's chat is off.
    ChatDisabled => 403 CHAT_DISABLED sql
        "The chat of this session is off."
        "Bu yayında sohbet kapalı.";
    /// A message without text.
    MessageEmpty => 400 MESSAGE_EMPTY sql
        "The message is empty."
        "Mesaj boş.";
    /// A message of more than 200 characters.
    MessageTooLong => 400 MESSAGE_TOO_LONG sql
        "A message has at most 200 characters."
        "Bir mesaj en fazla 200 karakter olabilir.";
    /// The word filter does not let it pass.
    MessageRejected => 403 MESSAGE_REJECTED sql
        "This message cannot be sent."
        "Bu mesaj gönderilemiyor.";
    /// A message of a kind, or with fields, that only the server writes.
    MessageNotAllowed => 403 MESSAGE_NOT_ALLOWED sql
        "Messages of this kind are written by the server."
        "Bu tür mesajları yalnızca sunucu yazar.";
    /// A message in somebody else's name.
    NotYourName => 403 NOT_YOUR_NAME sql
        "Messages are sent in your own name."
        "Mesajlar kendi adınla gönderilir.";

    /// A report of oneself.
    SelfReport => 400 SELF_REPORT sql
        "You cannot report yourself."
        "Kendini şikâyet edemezsin.";

    /// The session takes no guests.
    GuestsDisabled => 403 GUESTS_DISABLED sql
        "This session does not take guests."
        "Bu yayın konuk kabul etmiyor.";
    /// The host as their own guest.
    SelfGuest => 409 SELF_GUEST sql
        "The host is on stage already."
        "Yayıncı zaten sahnede.";
    /// All seats on stage are taken.
    StageFull => 409 STAGE_FULL sql
        "All seats on stage are taken."
        "Sahnedeki tüm yerler dolu.";
    /// Whoever is a guest or a moderator already neither asks nor is invited.
    NotInAudience => 409 NOT_IN_AUDIENCE sql
        "Only somebody in the audience can do this."
        "Bu yalnızca izleyiciler için mümkün.";
    /// Not inside, or not to be brought on stage; which of it is nobody's business.
    GuestUnavailable => 409 GUEST_UNAVAILABLE sql
        "This person cannot be brought on stage right now."
        "Bu kişi şu anda sahneye alınamıyor.";
    /// The caller has been invited and has only to answer.
    InvitationPending => 409 INVITATION_PENDING sql
        "You have been invited already. Answer the invitation."
        "Zaten davet edildin. Daveti yanıtla.";
    /// Nobody has invited the caller.
    InvitationNotFound => 404 INVITATION_NOT_FOUND sql
        "There is no invitation for you here."
        "Burada sana gönderilmiş bir davet yok.";
    /// The invitation was not answered in time.
    InvitationExpired => 410 INVITATION_EXPIRED sql
        "This invitation has expired."
        "Bu davetin süresi doldu.";
    /// Whom the host would invite has asked to join and waits for an answer.
    RequestPending => 409 REQUEST_PENDING sql
        "This person has asked to join already. Answer the request."
        "Bu kişi zaten katılmak istedi. İsteği yanıtla.";
    /// There is no such request to join, or not for the caller.
    RequestNotFound => 404 REQUEST_NOT_FOUND sql
        "There is no such request."
        "Böyle bir istek yok.";
    /// The request to join was not answered in time.
    RequestExpired => 410 REQUEST_EXPIRED sql
        "This request has expired."
        "Bu isteğin süresi doldu.";
    /// The request to join was answered otherwise already.
    RequestClosed => 409 REQUEST_CLOSED sql
        "This request has been closed already."
        "Bu istek zaten kapandı.";
    /// The host's place is nobody's to touch, nor are those of moderators and co-hosts a moderator's.
    TargetProtected => 403 TARGET_PROTECTED sql
        "You cannot do this to this person."
        "Bunu bu kişiye yapamazsın.";
    /// Only staff may do this.
    AdminRequired => 403 ADMIN_REQUIRED sql
        "Only the platform's staff can do this."
        "Bunu yalnızca platform ekibi yapabilir.";
    /// The same of part of a request that others may make too.
    AdminOnly => 403 ADMIN_ONLY sql
        "This part of the request is for staff only."
        "İsteğin bu kısmı yalnızca ekip içindir.";
    /// Only the heads of the staff may do this.
    SuperAdminRequired => 403 SUPER_ADMIN_REQUIRED sql
        "Only a super admin can do this."
        "Bunu yalnızca süper yönetici yapabilir.";
    /// There is no such ban.
    BanNotFound => 404 BAN_NOT_FOUND sql
        "There is no such ban."
        "Böyle bir yasak yok.";
    /// The ban was lifted before.
    BanLifted => 400 BAN_LIFTED sql
        "This ban has been lifted already."
        "Bu yasak zaten kaldırıldı.";
    /// There is no such report.
    ReportNotFound => 404 REPORT_NOT_FOUND sql
        "There is no such report."
        "Böyle bir şikâyet yok.";
    /// The report was decided before.
    ReportHandled => 400 REPORT_HANDLED sql
        "This report has been handled already."
        "Bu şikâyet zaten sonuçlandırıldı.";
    /// No such step up or down: it leads past the ladder's end, or the other way.
    RoleOutOfReach => 400 ROLE_OUT_OF_REACH sql
        "There is no such step from this person's role."
        "Bu kişinin rolünden böyle bir adım yok.";
    /// What is said in this call is not written down.
    TranscriptOff => 409 TRANSCRIPT_OFF sql
        "What is said in this call is not written down."
        "Bu aramada söylenenler yazıya dökülmüyor.";
    /// As many lines of this call are stored as may be; none of the request was.
    TranscriptFull => 409 TRANSCRIPT_FULL sql
        "No more of this call is written down."
        "Bu aramadan daha fazla satır kaydedilmiyor.";
    /// Somebody who has no place in this session.
    ParticipantNotFound => 404 PARTICIPANT_NOT_FOUND sql
        "This person is not in the session."
        "Bu kişi yayında değil.";

    /// Too often.
    RateLimited {
        /// In how many seconds it may be tried again.
        retry_after: u32 = "retry_after",
    } => 429 RATE_LIMITED sql
        "That was too often. Please wait a moment."
        "Çok sık denedin. Lütfen biraz bekle.";
    /// The idempotency key is malformed: 1 to 255 visible ASCII characters.
    InvalidIdempotencyKey => 400 INVALID_IDEMPOTENCY_KEY rust
        "An Idempotency-Key has 1 to 255 visible ASCII characters."
        "Idempotency-Key 1 ile 255 arası görünür ASCII karakterden oluşur.";
    /// The idempotency key was used with another request.
    IdempotencyKeyReused => 422 IDEMPOTENCY_KEY_REUSED sql
        "This Idempotency-Key was used for another request."
        "Bu Idempotency-Key başka bir istekte kullanıldı.";
    /// A request with this idempotency key is still being carried out.
    RequestInProgress => 409 REQUEST_IN_PROGRESS sql
        "This request is already being carried out."
        "Bu istek zaten işleniyor.";

    /// Postgres, LiveKit or the key server cannot be reached; nothing was done.
    Unavailable => 503 SERVICE_UNAVAILABLE rust
        "The service is not reachable right now. Please try again."
        "Hizmete şu anda ulaşılamıyor. Lütfen tekrar dene.";
    /// A part of the service is down or late.
    Degraded {
        /// Which.
        checks: Checks = "checks",
    } => 503 DEGRADED rust
        "A part of the service is down or late."
        "Hizmetin bir bölümü çalışmıyor veya gecikiyor.";
    /// A mistake of ours.
    Internal => 500 INTERNAL_ERROR rust
        "Something went wrong on our side."
        "Bizim tarafımızda bir hata oluştu.";
}

impl Refusal {
    /// What a client needs besides code and sentence, by the names its screens read.
    pub fn flags(&self) -> Map<String, Value> {
        let flags = match self {
            Self::InvalidField { field } => json!({ "field": field }),
            Self::Banned { kind } => json!({ "banType": kind }),
            Self::SubscriptionRequired => json!({ "requiresSubscription": true }),
            Self::Busy { incoming_call_id: Some(id) } => json!({ "incomingCallId": id }),
            Self::Degraded { checks } => json!({ "checks": checks }),
            Self::PriceChanged { required } => json!({ "required": required }),
            Self::FeeRequired { required, currency } => json!({ "required": required, "currency": currency }),
            Self::PayoutTooHigh { due, currency } => json!({ "due": due, "currency": currency }),
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
            // one of the calls under way may be over by then
            Self::AgentQuota | Self::RecordingCapacity => Some(60),
            Self::Unavailable | Self::IngressUnavailable | Self::RequestInProgress => Some(1),
            _ => None,
        }
    }

    /// A refusal by the rules of the product, as opposed to a malformed request, a missing sign-in, a limit or a
    /// fault. Only these are softened to HTTP 200 for installed app versions.
    pub const fn is_business(&self) -> bool {
        matches!(self.row().status, 402 | 403 | 404 | 409 | 410) && !matches!(self, Self::FunctionNotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A refusal for each row that can be made from any facts; the others stand beside it.
    fn all() -> Vec<Refusal> {
        let facts = r#"{"ban_type":"session","required":1,"retry_after":1,"incoming_call_id":null}"#;
        let raised = Refusal::ROWS.iter().filter_map(|row| Refusal::raised(row.code, facts));
        let others = [
            Refusal::MalformedBody,
            Refusal::InvalidField { field: "sessionId".to_owned() },
            Refusal::FunctionNotFound,
            Refusal::CallEnded,
            Refusal::SubscriptionRequired,
            Refusal::Unavailable,
            Refusal::Internal,
        ];
        raised.chain(others).collect()
    }

    #[test]
    fn codes_are_unique_and_every_refusal_speaks_both_languages() {
        for (index, row) in Refusal::ROWS.iter().enumerate() {
            assert!(Refusal::ROWS[..index].iter().all(|other| other.code != row.code), "{row:?}");
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
