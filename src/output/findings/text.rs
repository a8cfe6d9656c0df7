//! Findings as text: the counts first, then file by file in the order of the form.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::{Findings, LEVELS, TOGETHER, groups};
use crate::model::cell::{CellRange, CellRef};
use crate::model::finding::{Finding, Severity};
use crate::output::wrap::{Wrap, fitted};

/// From how many cells on a group is told by ranges on a screen.
const MANY: usize = 5;
/// How far a finding stands in, and its further lines.
const INDENT: usize = 2;
/// How wide the counts of the levels become.
const COUNTS: usize = 44;
const HANGING: usize = 4;
/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TerminalLook {
    /// Whether levels are coloured with ANSI codes; the words stand there in any case.
    pub colour: bool,
    /// The width of the terminal in half-width characters; without one nothing is wrapped and every
    /// cell of a group is written out.
    pub width: Option<usize>,
}

impl Findings<'_> {
    /// As text, equal findings of a sheet grouped.
    pub fn text(&self, look: TerminalLook) -> String {
        let mut out = String::new();
        let counts = LEVELS.map(|level| {
            painted(
                look,
                level,
                &format!("{} {}件", level.label(), self.count(level)),
                self.count(level) > 0,
            )
        });
        // A narrow screen takes one count a line.
        let counted = format!("{}ファイルを確認しました: ", self.files.len());
        let beside = match look.width {
            Some(width) if counted.width_cjk() + COUNTS > width => "\n  ",
            _ => "",
        };
        let _ = writeln!(
            out,
            "{counted}{beside}{}",
            counts.join(&format!("、{beside}"))
        );
        for file in &self.files {
            let sender = file.sender();
            let sender = if sender.is_empty() {
                sender
            } else {
                format!("（{sender}）")
            };
            let _ = writeln!(out, "\n{}", bold(look, &format!("■ {}{sender}", file.path)));
            if file.findings.is_empty() {
                let nothing = format!("  {}\n", self.nothing(file));
                out += &fitted(&nothing, look.width);
            }
            for group in groups(&file.findings) {
                write_group(&mut out, look, &group, false);
            }
        }
        if !self.together.is_empty() {
            let _ = writeln!(out, "\n{}", bold(look, &format!("■ {TOGETHER}")));
            for finding in &self.together {
                write_group(&mut out, look, &[*finding], true);
            }
        }
        out
    }
}

/// Level, code, place with its heading words, what is wrong, how to mend it, the reason given.
fn write_group(out: &mut String, look: TerminalLook, group: &[&Finding], with_file: bool) {
    let Some(first) = group.first() else { return };
    let tag = format!("[{} {}]", first.severity.label(), first.code);
    let file = if with_file {
        format!("{}: ", one_line(&first.file))
    } else {
        String::new()
    };
    let place = place(group, look.width.is_some());
    let colon = if place.is_empty() { "" } else { ": " };
    let reason = first
        .reason
        .as_ref()
        .map_or_else(String::new, |reason| format!(" 〔理由: {reason}〕"));
    let words = one_line(&format!(
        "{tag} {file}{place}{colon}{}{}{reason}",
        first.problem, first.remedy
    ));
    for (n, line) in wrapped(&words, look.width).iter().enumerate() {
        // The tag is at the beginning and never wrapped.
        let line = if n == 0 {
            line.replacen(&tag, &painted(look, first.severity, &tag, true), 1)
        } else {
            line.clone()
        };
        let _ = writeln!(
            out,
            "{}{line}",
            " ".repeat(if n == 0 { INDENT } else { HANGING })
        );
    }
}

/// Where a finding stands: `シート「(オ)相談」セル D14（S02 診療所・6月）`; nothing for a whole file.
pub fn place_of(finding: &Finding) -> String {
    place(&[finding], false)
}

/// `シート「(オ)相談」セル D14（S02 診療所・6月）`; of many cells on a screen their ranges and their
/// number.
fn place(group: &[&Finding], on_screen: bool) -> String {
    let sheet = group.first().and_then(|first| first.sheet.as_ref());
    let sheet = sheet.map_or_else(String::new, |sheet| format!("シート「{sheet}」"));
    let cells: Vec<CellRef> = group.iter().filter_map(|finding| finding.cell).collect();
    if cells.is_empty() {
        return sheet;
    }
    if on_screen && cells.len() >= MANY {
        let count = cells.len();
        let ranges = CellRange::joining(cells);
        let ranges: Vec<String> = ranges.iter().map(CellRange::to_string).collect();
        return format!("{sheet}セル {}（{count}か所）", ranges.join("、"));
    }
    let cells = group.iter().filter_map(|finding| {
        let cell = finding.cell?;
        Some(if finding.heading.is_empty() {
            cell.to_string()
        } else {
            format!("{cell}（{}）", finding.heading)
        })
    });
    format!("{sheet}セル {}", cells.collect::<Vec<_>>().join("、"))
}

/// What comes from a file is shown on one line and without control characters, which steer
/// terminals.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The lines of a finding on a screen of some width.
fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let Some(width) = width else {
        return vec![text.to_owned()];
    };
    let wrap = Wrap {
        width,
        first: INDENT,
        rest: HANGING,
    };
    wrap.lines(text)
}

/// A text in the colour of its level: red, yellow, cyan, which are told apart by most eyes; the
/// word stays.
fn painted(look: TerminalLook, level: Severity, text: &str, wanted: bool) -> String {
    let code = match level {
        Severity::Error => "1;31",
        Severity::Query => "1;33",
        Severity::Note => "36",
    };
    if look.colour && wanted {
        format!("\x1b[{code}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

fn bold(look: TerminalLook, text: &str) -> String {
    let text = fitted(&one_line(text), look.width);
    let text = text.trim_end();
    if look.colour {
        format!("\x1b[1m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_not_passed_on() {
        assert_eq!(one_line("a\x1b[2Jb\nc"), "a [2Jb c");
    }
}
