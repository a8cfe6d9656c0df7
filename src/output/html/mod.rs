//! The public report as one web page that is read without a script, on a phone, on paper and aloud.
//!
//! Made from the page model alone, as the PDF is: every chart is a table with its bars in the
//! cells. Sums, files and what the office alone may read may not enter; nor may anything that is
//! loaded from elsewhere. What comes from a form is text, whatever it looks like.

mod card;
mod counts;
mod frame;
mod page;
mod picture;
mod profile;
mod section;
mod sheet;
mod states;
mod table;
pub mod text;
mod tone;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use self::frame::marked;

use self::picture::Pictures;
use self::section::{Section, sections};
use self::text::{clean, flowing, lines};
use crate::model::Id;
use crate::model::day::long_date;
use crate::pages::print::{Meta, Print};

/// The look of the page, on the screen and on paper.
pub const STYLE: &str = include_str!("../../../templates/html/report.css");
/// The patterns of the tones: they tell the tones apart in grey.
const PATTERNS: &str = include_str!("../../../templates/html/patterns.svg");
/// What puts the tables in another order.
const SCRIPT: &str = include_str!("../../../templates/html/sort.js");

/// What lies beside the page, as addresses seen from it.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// Files of the whole report: what each is called, and its address.
    pub files: Vec<(String, String)>,
    /// The tables of each element, in the same way.
    pub tables: BTreeMap<Id, Vec<(String, String)>>,
}

/// A report as a web page; the same report gives the same text. What everybody may read is chosen
/// before.
pub fn report(print: &Print, beside: &Neighbours) -> String {
    let document = Document {
        meta: &print.meta,
        beside,
        marks: print
            .meta
            .marks
            .iter()
            .map(|told| told.mark.as_str())
            .collect(),
        sections: sections(&print.pages),
        pictures: Pictures::of(print),
    };
    document.html().into_string()
}

struct Document<'a> {
    meta: &'a Meta,
    beside: &'a Neighbours,
    marks: Vec<&'a str>,
    sections: Vec<Section<'a>>,
    pictures: Pictures<'a>,
}

impl Document<'_> {
    fn html(&self) -> Markup {
        html! {
            (DOCTYPE) "\n"
            html lang="ja" { "\n"
            (self.head())
            body { "\n"
            a class="skip" href="#.main" { "本文へ進む" } "\n"
            (PreEscaped(PATTERNS))
            (self.header())
            (self.contents())
            main id=".main" tabindex="-1" { "\n"
            @for section in &self.sections { (section.markup(&self.marks, &self.pictures, self.beside)) }
            } "\n"
            (self.footer())
            script { (PreEscaped(SCRIPT)) } "\n"
            } "\n"
            } "\n"
        }
    }

    fn head(&self) -> Markup {
        html! {
            head { "\n"
            meta charset="utf-8"; "\n"
            meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
            meta http-equiv="Content-Security-Policy" content=(policy()); "\n"
            meta name="author" content=(clean(&self.meta.issuer)); "\n"
            title { (clean(&self.meta.title)) } "\n"
            style { "\n" (PreEscaped(STYLE)) } "\n"
            } "\n"
        }
    }

    /// What the cover of the PDF says.
    fn header(&self) -> Markup {
        let meta = self.meta;
        html! {
            header { "\n"
            p class="programme" { (clean(&meta.programme)) } "\n"
            h1 { (marked(&self.marks)) (clean(&meta.period)) " " (clean(&meta.name)) } "\n"
            @for told in &meta.marks {
                p class="told" { strong { (clean(&told.mark)) } " " (clean(&told.text)) } "\n"
            }
            dl { "\n"
            div { dt { "対象期間" } dd { (clean(&meta.span)) } } "\n"
            div { dt { "提出" } dd { (lines(&meta.coverage)) } } "\n"
            div { dt { "発行" } dd { (clean(&meta.issuer)) } } "\n"
            // A date that nobody gave is not printed.
            @if !meta.undated { div { dt { "作成日" } dd { (day(&meta.date)) } } "\n" }
            @if !self.beside.files.is_empty() {
                div { dt { "同じ数のファイル" } dd { (links(&self.beside.files)) } } "\n"
            }
            } "\n"
            } "\n"
        }
    }

    /// The way to every page, with its finding: the report in short.
    fn contents(&self) -> Markup {
        html! {
            nav aria-labelledby=".contents" { "\n"
            h2 id=".contents" { "目次と要点" } "\n"
            @for (at, section) in self.sections.iter().enumerate() {
                @let before = at.checked_sub(1).and_then(|at| self.sections.get(at));
                @if let Some(part) = section.opened(before) {
                    p class="part" { (clean(part)) } "\n"
                }
                @if let Some(topic) = section.topic() { p class="topic" { (clean(topic)) } "\n" }
                ul { "\n"
                @for (anchor, page) in &section.pages {
                    li {
                        a href={ "#" (anchor) } { (clean(&page.title)) }
                        @if !page.finding.is_empty() { p { (flowing(&page.finding)) } }
                        @if !page.profiles.is_empty() { p { (profile::ways(anchor, page)) } }
                    } "\n"
                }
                } "\n"
            }
            } "\n"
        }
    }

    fn footer(&self) -> Markup {
        html! {
            footer { "\n"
            p { (clean(&self.meta.title)) " " (clean(&self.meta.issuer)) }
            p { a href="#.contents" { "目次へ戻る" } } "\n"
            } "\n"
        }
    }
}

/// What the page may load: nothing; and run: its own script, told by its hash.
fn policy() -> String {
    let script = hash(SCRIPT);
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {script}; \
         base-uri 'none'; form-action 'none'"
    )
}

/// How a policy tells a text of the page.
pub fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// Links, one after the other.
fn links<'a>(links: impl IntoIterator<Item = &'a (String, String)>) -> Markup {
    html! {
        @for (at, (title, address)) in links.into_iter().enumerate() {
            @if at > 0 { "、" }
            a href=(clean(address)) { (clean(title)) }
        }
    }
}

/// A date in words, or as it stands where it is none.
fn day(iso: &str) -> Markup {
    let Ok(date) = iso.parse::<Date>() else {
        return html! { (clean(iso)) };
    };
    html! { time datetime=(iso) { (long_date(date)) } }
}
