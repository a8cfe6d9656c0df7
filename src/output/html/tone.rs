//! Tones and bars: drawn as shapes, for backgrounds vanish on paper and where colours are forced.

use maud::{Markup, html};

use crate::model::catalogue::Tone;
use crate::pages::print::{DrawnNumber, Part};

/// The name of a tone in the style, which has the mark that stands for it where a cell is too small
/// for words.
pub fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Strong => "strong",
        Tone::Middle => "middle",
        Tone::Light => "light",
        Tone::None => "none",
        Tone::Accent => "accent",
        Tone::Stage1 => "stage1",
        Tone::Stage2 => "stage2",
        Tone::Stage3 => "stage3",
        Tone::Stage4 => "stage4",
        Tone::Past => "past",
        Tone::Missing => "missing",
    }
}

/// A patch of a tone beside its name.
pub fn swatch(tone: Tone) -> Markup {
    html! {
        svg class="key" aria-hidden="true" {
            rect class=(class(tone)) width="100%" height="100%" {}
        }
    }
}

/// One bar a series, the first the thickest.
pub fn bars(values: &[DrawnNumber], tones: &[Tone], max: u64) -> Markup {
    // The bars after the first share two fifths of the height.
    let thin = 40 / values.len().saturating_sub(1).max(1);
    html! {
        svg class="bar" aria-hidden="true" {
            @for (at, value) in values.iter().enumerate() {
                @let (y, high) = if at == 0 { (0, 60) } else { (60 + thin * (at - 1), thin) };
                @let tone = tones.get(at).copied().unwrap_or(Tone::Strong);
                @if let Some(n) = value.n.filter(|n| *n > 0) {
                    rect class=(class(tone)) y={ (y) "%" }
                        width=(percent(n, max)) height={ (high) "%" } {}
                }
            }
        }
    }
}

/// One bar cut into its parts.
pub fn cut(parts: &[Part], total: u64) -> Markup {
    let mut from: u64 = 0;
    let mut pieces = Vec::new();
    for part in parts {
        if let Some(n) = part.value.n.filter(|n| *n > 0) {
            pieces.push((part.tone, from, n));
            from = from.saturating_add(n);
        }
    }
    html! {
        svg class="bar" aria-hidden="true" {
            @for (tone, from, n) in pieces {
                rect class=(class(tone)) x=(percent(from, total))
                    width=(percent(n, total)) height="100%" {}
            }
        }
    }
}

/// A length in percent of the longest, to a tenth.
fn percent(n: u64, max: u64) -> String {
    let tenths = (u128::from(n) * 1000 / u128::from(max.max(1))).min(1000);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_has_a_mark_for_each_tone() {
        let style = include_str!("../../../templates/html/report.css");
        for tone in [
            Tone::Strong,
            Tone::Middle,
            Tone::Light,
            Tone::None,
            Tone::Accent,
            Tone::Stage1,
            Tone::Stage2,
            Tone::Stage3,
            Tone::Stage4,
            Tone::Past,
            Tone::Missing,
        ] {
            let class = class(tone);
            let rule = format!("td.{class}::before, i.{class}::before {{ content: ");
            assert_eq!(style.matches(&rule).count(), 1, "{class}");
        }
    }

    #[test]
    fn lengths_are_of_the_longest_and_never_beyond_it() {
        let lengths = [(0, 7), (1, 3), (7, 7), (9, 7), (1, 0), (u64::MAX, u64::MAX)];
        assert_eq!(
            lengths.map(|(n, max)| percent(n, max)),
            ["0.0%", "33.3%", "100.0%", "100.0%", "100.0%", "100.0%"]
        );
    }
}
