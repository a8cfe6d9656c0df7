//! A unit by itself: a heading to lead to, its lines, and the state of each item for who asks for
//! it.

use maud::{Markup, html};

use super::sheet::{HtmlTable, Look};
use super::table::table;
use super::text::{clean, heading};
use crate::pages::print::{Page, Profile, ProfileLine, Table};

/// Where a unit of a page is to be found.
fn place(anchor: &str, profile: &Profile) -> String {
    format!("{anchor}.{}", profile.id)
}

/// The ways to all units of a page.
pub fn ways(anchor: &str, page: &Page) -> Markup {
    html! {
        @for (at, profile) in page.profiles.iter().enumerate() {
            @if at > 0 { "、" }
            a href={ "#" (place(anchor, profile)) } { (clean(&profile.title)) }
        }
    }
}

/// A unit under a heading of a level.
pub fn profile(profile: &Profile, anchor: &str, level: u8, marks: &[&str]) -> Markup {
    let id = place(anchor, profile);
    html! {
        section class="profile" aria-labelledby=(id) { "\n"
        (heading(level, Some(&id), &html! { (clean(&profile.title)) })) "\n"
        dl {
            @for told in &profile.lines { div { dt { (clean(&told.label)) } dd { (line(told)) } } }
        } "\n"
        @if let Some(told) = &profile.table {
            details {
                summary { (clean(&told.title)) }
                (sheet(told, &profile.title).markup(&format!("{id}.table"), marks))
            } "\n"
        }
        } "\n"
    }
}

/// Its words are short: they stand in a row on a narrow screen, too.
fn sheet(told: &Table, title: &str) -> HtmlTable {
    let mut sheet = table(told, title);
    for column in &mut sheet.columns {
        if column.look == Look::Words {
            column.look = Look::Short;
        }
    }
    sheet
}

fn line(told: &ProfileLine) -> Markup {
    let is_link =
        |address: &&String| address.starts_with("https://") || address.starts_with("http://");
    html! {
        @if let Some(address) = told.address.as_ref().filter(is_link) {
            a href=(clean(address)) { (clean(&told.text)) }
        } @else { (clean(&told.text)) }
    }
}
