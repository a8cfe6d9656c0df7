//! Findings as one page that opens by a double click: no network, no script, readable on paper and
//! aloud.
//!
//! What comes from a file is text, whatever it looks like: the macro escapes all that is put in.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{FileFindings, Findings, LEVELS, TOGETHER};
use crate::model::finding::{Finding, Severity};
use crate::model::terms;
use crate::output::html::text::clean;

/// The look of the page: levels by word, colour and border; every contrast at least 4.5 to 1.
const STYLE: &str = include_str!("page.css");
/// What the page may load: nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
/// The title of the page.
const TITLE: &str = "様式の確認結果";
/// The headings of a table of findings.
const HEADINGS: [&str; 6] = [
    "レベル・番号",
    "セル",
    "見出し",
    "値",
    "確認すること",
    "理由",
];

impl Findings<'_> {
    /// As a page in HTML.
    pub fn html(&self) -> String {
        let page = html! {
            (DOCTYPE) "\n"
            html lang="ja" { "\n"
            head { "\n"
            meta charset="utf-8"; "\n"
            meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
            meta http-equiv="Content-Security-Policy" content=(POLICY); "\n"
            title { (TITLE) } "\n"
            style { "\n" (PreEscaped(STYLE)) } "\n"
            } "\n"
            body { "\n"
            main { "\n"
            h1 { (TITLE) } "\n"
            (self.summary())
            @for (n, file) in self.files.iter().enumerate() { (self.file(n, file)) }
            @if !self.together.is_empty() {
                section { "\n"
                h2 { (TOGETHER) } "\n"
                (table(TOGETHER, &self.together, true))
                } "\n"
            }
            } "\n"
            } "\n"
            } "\n"
        };
        page.into_string()
    }

    /// How many of each level and what a level asks for; then the files, each a link.
    fn summary(&self) -> Markup {
        html! {
            p { (self.files.len()) "ファイルを確認しました: " (self.counts()) } "\n"
            ul class="legend" { "\n"
            @for level in LEVELS { li { (badge(level)) " " (meaning(level)) } "\n" }
            } "\n"
            @if self.files.len() > 1 { (self.list_of_files()) }
        }
    }

    fn list_of_files(&self) -> Markup {
        html! {
            table class="files" { "\n"
            caption { "ファイルの一覧" } "\n"
            thead { tr {
                th scope="col" { "ファイル" } th scope="col" { "報告者" }
                @for level in LEVELS { th scope="col" { (level.label()) } }
            } } "\n"
            tbody { "\n"
            @for (n, file) in self.files.iter().enumerate() {
                tr {
                    th scope="row" { a href={ "#f" (n) } { (clean(file.path)) } }
                    td { (clean(&file.sender())) }
                    @for level in LEVELS { td class="number" { (file.count(level)) } }
                } "\n"
            }
            } "\n"
            } "\n"
        }
    }

    fn file(&self, n: usize, file: &FileFindings) -> Markup {
        html! {
            section id={ "f" (n) } { "\n"
            h2 { (clean(file.path)) } "\n"
            @let sender = file.sender();
            @if !sender.is_empty() { p { (clean(&sender)) } "\n" }
            @if file.findings.is_empty() { p class="clean" { (self.nothing(file)) } "\n" }
            @for (sheet, findings) in by_sheet(&file.findings) {
                @let words = match sheet {
                    Some(sheet) => format!("シート「{sheet}」"),
                    None => "ファイル全体".to_owned(),
                };
                h3 { (clean(&words)) } "\n"
                (table(&format!("{}の{words}", file.path), &findings, false))
            }
            } "\n"
        }
    }
}

/// Findings in order, those of one sheet together.
pub(super) fn by_sheet<'a>(findings: &[&'a Finding]) -> Vec<(Option<&'a str>, Vec<&'a Finding>)> {
    let mut sheets: Vec<(Option<&str>, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let sheet = finding.sheet.as_deref();
        match sheets.iter_mut().find(|(known, _)| *known == sheet) {
            Some((_, list)) => list.push(finding),
            None => sheets.push((sheet, vec![finding])),
        }
    }
    sheets
}

fn table(caption: &str, findings: &[&Finding], with_file: bool) -> Markup {
    html! {
        table class="findings" { "\n"
        caption { (clean(caption)) } "\n"
        thead { tr { @for heading in HEADINGS { th scope="col" { (heading) } } } } "\n"
        tbody { "\n"
        @for finding in findings { (row(finding, with_file)) "\n" }
        } "\n"
        } "\n"
    }
}

fn row(finding: &Finding, with_file: bool) -> Markup {
    let cell = match finding.cell {
        Some(cell) => cell.to_string(),
        None if with_file => finding.file.to_string(),
        None => terms::NONE.to_owned(),
    };
    let reason = match (&finding.reason, finding.severity) {
        (Some(reason), _) => reason,
        (None, Severity::Query) => terms::NO_REASON,
        (None, _) => terms::NONE,
    };
    html! {
        tr class=(class(finding.severity)) {
            td { (badge(finding.severity)) " " (finding.code) }
            th scope="row" { (clean(&cell)) }
            td { (clean(&finding.heading)) }
            td class="value" { (clean(&finding.found)) }
            td { (clean(&finding.problem)) br; (clean(&finding.remedy)) }
            td { (clean(reason)) }
        }
    }
}

pub(super) fn badge(level: Severity) -> Markup {
    html! { span class={ "badge " (class(level)) } { (level.label()) } }
}

pub(super) fn class(level: Severity) -> &'static str {
    match level {
        Severity::Error => "error",
        Severity::Query => "query",
        Severity::Note => "note",
    }
}

pub(super) fn meaning(level: Severity) -> &'static str {
    match level {
        Severity::Error => "直してから送ってください。",
        Severity::Query => "値を直すか、正しければ理由を書いてください。",
        Severity::Note => "読みかえた内容です。正しければ直さなくて構いません。",
    }
}
