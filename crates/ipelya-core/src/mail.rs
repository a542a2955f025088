//! Mails to followers: what they say, and what can come of one.
//!
//! A creator's name and a session's title are whatever somebody has typed. They stand in a subject as one line, in HTML
//! with every sign of markup written out.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::MailToken;
use crate::language::Language;

/// As much of a name as a subject has place for, in characters.
const MAX_NAME: usize = 100;

/// Where a mail goes. Shows up in no log.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    /// The address itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[address]")
    }
}

/// A mail to one follower, as it is handed out (`live_take_mails`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Mail {
    pub id: Uuid,
    /// How often it has been taken, this time included.
    pub attempt: u32,
    pub address: Address,
    /// That its reader has chosen.
    pub language: Language,
    /// Who is on air, if they have a name.
    pub creator_name: Option<String>,
    /// Of the session.
    pub title: String,
    /// Of the channel.
    pub slug: String,
    /// By which its reader ends these mails.
    pub unsubscribe_token: MailToken,
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The sentences of one language.
struct Words {
    somebody: &'static str,
    is_live: &'static str,
    watch: &'static str,
    why: &'static str,
    unsubscribe: &'static str,
}

impl Words {
    const fn of(language: Language) -> Self {
        match language {
            Language::Turkish => Self {
                somebody: "Biri",
                is_live: "canlı yayında",
                watch: "Yayını izle",
                why: "Bu kanalı e-postayla takip ettiğin için yazıyoruz.",
                unsubscribe: "E-postaları durdur",
            },
            Language::English => Self {
                somebody: "Somebody",
                is_live: "is live",
                watch: "Watch",
                why: "You get this because you follow the channel by e-mail.",
                unsubscribe: "Stop these e-mails",
            },
        }
    }
}

impl Mail {
    /// What it says, with the address of the channel's page and that of the page which ends these mails.
    pub fn letter(&self, page: &str, unsubscribe_page: &str) -> Letter {
        let Words { somebody, is_live, watch, why, unsubscribe } = Words::of(self.language);
        let name: String = one_line(self.creator_name.as_deref().unwrap_or_default()).chars().take(MAX_NAME).collect();
        let subject = format!("{} {is_live}", if name.is_empty() { somebody } else { &name });
        let title = one_line(&self.title);
        let text = format!("{subject}: {title}\n\n{watch}: {page}\n\n{why}\n{unsubscribe}: {unsubscribe_page}\n");
        let html = format!(
            "<!doctype html><html lang=\"{}\"><body><p><b>{}</b><br>{}</p><p><a href=\"{}\">{watch}</a></p>\
             <p><small>{why} <a href=\"{}\">{unsubscribe}</a></small></p></body></html>",
            self.language.code(),
            escaped(&subject),
            escaped(&title),
            escaped(page),
            escaped(unsubscribe_page),
        );
        Letter { subject, text, html }
    }
}

/// A text without line breaks or anything else that is no character of a line.
fn one_line(text: &str) -> String {
    let words = text.split(|char: char| char.is_whitespace() || char.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text as it stands in HTML, in an attribute too.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            char => html.push(char),
        }
    }
    html
}

/// What came of a mail that was handed to the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum MailOutcome {
    /// The provider took it, under this id.
    Sent { message: String },
    /// It did not, and may another time.
    Retry { error: String },
    /// Nobody knows.
    Unanswered { error: String },
    /// It never will.
    Failed { error: String },
}

/// A mail that was handed to the provider, and what came of it (`live_settle_mails`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriedMail {
    pub id: Uuid,
    pub attempt: u32,
    #[serde(flatten)]
    pub outcome: MailOutcome,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(language: Language, creator_name: Option<&str>, title: &str) -> Mail {
        Mail {
            id: Uuid::nil(),
            attempt: 1,
            address: Address("ali@example.com".to_owned()),
            language,
            creator_name: creator_name.map(str::to_owned),
            title: title.to_owned(),
            slug: "ayse".to_owned(),
            unsubscribe_token: MailToken(Uuid::nil()),
        }
    }

    fn letter(mail: &Mail) -> Letter {
        mail.letter("https://app.example/live/ayse", "https://api.example/unsubscribe/1")
    }

    #[test]
    fn a_letter_is_in_its_readers_language_and_leads_to_channel_and_end() {
        let turkish = letter(&mail(Language::Turkish, Some("Ayşe"), "Konser"));
        assert_eq!(turkish.subject, "Ayşe canlı yayında");
        assert_eq!(
            turkish.text,
            "Ayşe canlı yayında: Konser\n\nYayını izle: https://app.example/live/ayse\n\n\
             Bu kanalı e-postayla takip ettiğin için yazıyoruz.\n\
             E-postaları durdur: https://api.example/unsubscribe/1\n"
        );
        let english = letter(&mail(Language::English, None, "Concert"));
        assert_eq!(english.subject, "Somebody is live");
        for page in ["https://app.example/live/ayse", "https://api.example/unsubscribe/1"] {
            assert!(english.text.contains(page) && english.html.contains(&format!("<a href=\"{page}\">")), "{page}");
        }
        assert!(english.html.contains("<html lang=\"en\">"));
    }

    #[test]
    fn what_people_have_typed_is_neither_markup_nor_a_header() {
        let name = "Ay\r\nBcc: all@example.com\u{85}\u{2028}\0<script>alert('1')</script>";
        let letter = letter(&mail(Language::English, Some(name), "\"><a href=x>&\n\n.\n"));
        assert_eq!(letter.subject, "Ay Bcc: all@example.com <script>alert('1')</script> is live");
        assert_eq!(letter.text.lines().count(), 6);
        assert!(!letter.html.contains("<script") && !letter.html.contains("<a href=x"), "{}", letter.html);
        assert!(letter.html.contains("&lt;script&gt;alert(&#39;1&#39;)"), "{}", letter.html);
        assert!(letter.html.contains("&quot;&gt;&lt;a href=x&gt;&amp; ."), "{}", letter.html);
    }

    #[test]
    fn a_name_is_as_long_as_a_subject_can_be() {
        let letter = letter(&mail(Language::Turkish, Some(&"ğ".repeat(500)), "t"));
        assert_eq!(letter.subject, format!("{} canlı yayında", "ğ".repeat(100)));
    }

    #[test]
    fn an_address_shows_in_no_debug_output() {
        assert!(!format!("{:?}", mail(Language::Turkish, None, "t")).contains("ali"));
    }
}
