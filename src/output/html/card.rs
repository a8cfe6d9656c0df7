//! Cards, key figures, steps and remarks.

use maud::{Markup, html};

use super::picture::Pictures;
use super::text::{clean, flowing, heading, paragraphs};
use crate::pages::print::{Card, Circle, Figure, Paragraph};

/// Who speaks in a remark.
const EDITOR: &str = "事務局から";

/// Numbers set large.
pub fn figures(figures: &[Figure]) -> Markup {
    html! {
        @if !figures.is_empty() {
            dl class="figures" { "\n"
            @for figure in figures {
                div {
                    dt { (clean(&figure.label)) }
                    dd class="value" { strong { (clean(&figure.value)) } (clean(&figure.unit)) }
                    @for line in &figure.lines { dd { (clean(line)) } }
                } "\n"
            }
            } "\n"
        }
    }
}

/// A card; its title leads to the address that stands under it.
pub fn card(card: &Card, level: u8, pictures: &Pictures) -> Markup {
    let address = card.lead.starts_with("https://") || card.lead.starts_with("http://");
    let title = html! {
        @if address { a href=(clean(&card.lead)) { (clean(&card.title)) } }
        @else { (clean(&card.title)) }
    };
    html! {
        article class="card" { "\n"
        @if !card.tag.is_empty() { p class="tag" { (clean(&card.tag)) } }
        (heading(level, None, &title))
        @if !card.lead.is_empty() { p class="lead" { (clean(&card.lead)) } }
        @if !card.facts.is_empty() {
            dl {
                @for fact in &card.facts {
                    div { dt { (clean(&fact.label)) } dd { (clean(&fact.value)) } }
                }
            }
        }
        @for text in &card.text { (paragraphs(text)) }
        @if let Some(picture) = &card.picture { (pictures.markup(picture)) }
        "\n" } "\n"
    }
}

/// Steps that return to the first, as a list.
pub fn circle(circle: &Circle) -> Markup {
    html! {
        div class="circle" {
            p { (clean(&circle.name)) }
            ol {
                @for (letter, name) in &circle.steps {
                    li { strong { (clean(letter)) } " " (clean(name)) }
                }
            }
            @if let Some((_, first)) = circle.steps.first() {
                p { (clean(first)) "に戻って繰り返す" }
            }
        } "\n"
    }
}

/// The editor's remark, set apart from what was computed.
pub fn remark(paragraphs: &[Paragraph]) -> Markup {
    html! {
        div class="remark" {
            p class="name" { (EDITOR) }
            @for run in paragraphs.chunk_by(|one, next| one.bullet == next.bullet) {
                @if run.iter().any(|paragraph| paragraph.bullet) {
                    ul { @for point in run { li { (flowing(&point.spans)) } } }
                } @else {
                    @for paragraph in run { p { (flowing(&paragraph.spans)) } }
                }
            }
        } "\n"
    }
}
