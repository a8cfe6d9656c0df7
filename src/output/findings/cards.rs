//! Findings as the check page shows them: counted, by file and sheet, each with its cell among its
//! neighbours and how to mend it.
//!
//! A part of a page: the page around it is `output::check_page`. What comes from a file is text,
//! whatever it looks like.

use maud::{Markup, html};

use super::html::{badge, by_sheet, class, meaning};
use super::{CellWindow, FileFindings, Findings, LEVELS, TOGETHER, groups};
use crate::model::cell::{CellRange, CellRef};
use crate::model::finding::{Finding, Severity};
use crate::model::terms;
use crate::output::html::text::clean;

/// Of more places than these the first are named.
const PLACES: usize = 12;
/// And of more headings than these.
const HEADINGS: usize = 3;

/// What is shown beside the findings of the files.
pub trait Margin {
    /// Some cells of a sheet of a file among their neighbours.
    fn grid(&self, file: usize, sheet: &str, cells: &[CellRef]) -> Option<CellWindow>;
    /// What a check means.
    fn explanation(&self, code: &str) -> Option<&str>;
    /// The name under which the annotated form of a file is saved, if there can be one.
    fn copy(&self, file: usize) -> Option<String>;
}

impl Findings<'_> {
    /// As a part of the check page.
    pub fn cards(&self, beside: &dyn Margin) -> String {
        let cards = Cards { of: self, beside };
        cards.markup().into_string()
    }
}

struct Cards<'a> {
    of: &'a Findings<'a>,
    beside: &'a dyn Margin,
}

impl Cards<'_> {
    fn markup(&self) -> Markup {
        let files = &self.of.files;
        html! {
            h2 id="result" tabindex="-1" { "確認の結果" } "\n"
            p class="counts" {
                (files.len()) "ファイル: "
                @for level in LEVELS { span { (badge(level)) " " (self.of.count(level)) "件" } " " }
            } "\n"
            ul class="meanings" {
                @for level in LEVELS {
                    @if self.of.count(level) > 0 { li { (badge(level)) " " (meaning(level)) } }
                }
            } "\n"
            @if files.len() > 1 { (self.list_of_files()) }
            @for (n, file) in files.iter().enumerate() { (self.file(n, file)) }
            @if !self.of.together.is_empty() {
                section { "\n"
                h2 { (TOGETHER) } "\n"
                (self.list(None, &self.of.together))
                } "\n"
            }
        }
    }

    fn list_of_files(&self) -> Markup {
        html! {
            div class="scroll" tabindex="0" role="group" aria-label="ファイルの一覧" { "\n"
            table { "\n"
            caption { "ファイルの一覧" } "\n"
            thead { tr {
                th scope="col" { "ファイル" } th scope="col" { "報告者" }
                @for level in LEVELS { th scope="col" class="n" { (level.label()) } }
            } } "\n"
            tbody { "\n"
            @for (n, file) in self.of.files.iter().enumerate() {
                tr {
                    th scope="row" { a href={ "#f" (n) } { (clean(file.path)) } }
                    td { (clean(&file.sender())) }
                    @for level in LEVELS { td class="n" { (file.count(level)) } }
                } "\n"
            }
            } "\n"
            } "\n"
            } "\n"
        }
    }

    fn file(&self, n: usize, file: &FileFindings) -> Markup {
        let sender = file.sender();
        html! {
            section id={ "f" (n) } { "\n"
            h2 { (clean(file.path)) } "\n"
            @if !sender.is_empty() { p class="sender" { (clean(&sender)) } "\n" }
            @if file.findings.is_empty() {
                p class="clean" { (self.of.nothing(file)) } "\n"
            } @else {
                (self.copy(n))
            }
            @for (sheet, findings) in by_sheet(&file.findings) {
                h3 {
                    @match sheet {
                        Some(sheet) => { "シート「" (clean(sheet)) "」" }
                        None => { "ファイル全体" }
                    }
                    " " span class="count" { (findings.len()) "件" }
                } "\n"
                (self.list(Some(n), &findings))
            }
            } "\n"
        }
    }

    /// The button that saves the annotated form.
    fn copy(&self, n: usize) -> Markup {
        html! {
            @match self.beside.copy(n) {
                Some(name) => p class="copy" {
                    button type="button" data-file=(n) data-name=(clean(&name)) {
                        "指摘を書いた様式を保存する"
                    }
                    " もとのファイルは変わりません。保存した様式を直して、そのまま送れます。"
                },
                None => p class="copy" {
                    "様式として読めないため、指摘を書いた様式は作れません。"
                },
            } "\n"
        }
    }

    fn list(&self, file: Option<usize>, findings: &[&Finding]) -> Markup {
        html! {
            ul class="findings" { "\n"
            @for group in groups(findings) { (self.card(file, &group)) }
            } "\n"
        }
    }

    fn card(&self, file: Option<usize>, group: &[&Finding]) -> Markup {
        let Some(first) = group.first() else {
            return html! {};
        };
        let cells: Vec<CellRef> = group.iter().filter_map(|finding| finding.cell).collect();
        let place = match cells.is_empty() {
            true => String::new(),
            false => shown(&CellRange::joining(cells.iter().copied())),
        };
        let sheet = first.sheet.as_deref().filter(|_| !cells.is_empty());
        let grid = file.zip(sheet);
        let grid = grid.and_then(|(file, sheet)| self.beside.grid(file, sheet, &cells));
        let reason = match (&first.reason, first.severity) {
            (Some(reason), _) => format!("理由: {reason}"),
            (None, Severity::Query) => terms::NO_REASON.to_owned(),
            (None, _) => String::new(),
        };
        html! {
            li class=(class(first.severity)) { "\n"
            p class="place" {
                (badge(first.severity)) " "
                @if file.is_none() { span { (clean(&first.file)) } " " }
                @if !place.is_empty() { strong { (place) } " " }
                (headings(group))
            } "\n"
            p class="problem" { (clean(&first.problem)) } "\n"
            p class="remedy" { strong { "直し方" } " " (clean(&first.remedy)) } "\n"
            @if !reason.is_empty() { p class="reason" { (clean(&reason)) } "\n" }
            @if let Some(grid) = grid { (grid.markup(&place)) }
            (self.explanation(first.code))
            } "\n"
        }
    }

    fn explanation(&self, code: &str) -> Markup {
        let doc = self.beside.explanation(code).unwrap_or_default();
        html! {
            details {
                summary { "確認の番号 " (code) " の説明" }
                @for block in doc.split("\n\n").skip(1) {
                    @match block.strip_prefix("## ").and_then(|block| block.split_once('\n')) {
                        Some((heading, words)) => p { strong { (heading) } br; (words) },
                        None => p { (block) },
                    }
                }
            } "\n"
        }
    }
}

/// Ranges in words; of many the first.
fn shown(ranges: &[CellRange]) -> String {
    let named: Vec<String> = ranges
        .iter()
        .take(PLACES)
        .map(CellRange::to_string)
        .collect();
    let rest = ranges.len().saturating_sub(PLACES);
    let rest = (rest > 0).then(|| format!(" ほか{rest}か所"));
    named.join("、") + &rest.unwrap_or_default()
}

/// What the cells are called by their row and column; of many the first.
fn headings(group: &[&Finding]) -> Markup {
    let headings = group.iter().map(|finding| finding.heading.as_str());
    let mut headings: Vec<&str> = headings.filter(|heading| !heading.is_empty()).collect();
    headings.dedup();
    let rest = headings.len().saturating_sub(HEADINGS);
    headings.truncate(HEADINGS);
    html! {
        span { (clean(&headings.join("、"))) }
        @if rest > 0 { " ほか" (rest) "件" }
    }
}
