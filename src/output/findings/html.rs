//! Findings as one page that opens by a double click: no network, no script, readable on paper and aloud.

use std::fmt::Write as _;

use super::{FileReport, LEVELS, Report, TOGETHER};
use crate::model::finding::{Finding, Severity};
use crate::model::terms;

/// The look of the page: levels by word, colour and border; every contrast at least 4.5 to 1.
const STYLE: &str = include_str!("page.css");
/// The headings of a table of findings.
const HEADINGS: [&str; 6] = [
    "レベル・番号",
    "セル",
    "見出し",
    "値",
    "確認すること",
    "理由",
];

impl Report<'_> {
    /// As a page in HTML.
    pub fn html(&self) -> String {
        let mut out = String::new();
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>様式の確認結果</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>様式の確認結果</h1>\n"
        );
        self.summary(&mut out);
        for (n, file) in self.files.iter().enumerate() {
            self.file(&mut out, n, file);
        }
        if !self.together.is_empty() {
            let _ = writeln!(out, "<section>\n<h2>{TOGETHER}</h2>");
            table(&mut out, TOGETHER, &self.together, true);
            out.push_str("</section>\n");
        }
        out.push_str("</main>\n</body>\n</html>\n");
        out
    }

    /// How many of each level and what a level asks for; then the files, each a link.
    fn summary(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "<p>{}ファイルを確認しました: {}</p>\n<ul class=\"legend\">",
            self.files.len(),
            self.counts()
        );
        for level in LEVELS {
            let _ = writeln!(out, "<li>{} {}</li>", badge(level, ""), meaning(level));
        }
        out.push_str("</ul>\n");
        if self.files.len() < 2 {
            return;
        }
        out.push_str("<table class=\"files\">\n<caption>ファイルの一覧</caption>\n<thead><tr><th scope=\"col\">ファイル</th><th scope=\"col\">報告者</th>");
        for level in LEVELS {
            let _ = write!(out, "<th scope=\"col\">{}</th>", level.label());
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for (n, file) in self.files.iter().enumerate() {
            let (path, sender) = (escaped(file.path), escaped(&file.sender()));
            let _ = write!(
                out,
                "<tr><th scope=\"row\"><a href=\"#f{n}\">{path}</a></th><td>{sender}</td>"
            );
            for level in LEVELS {
                let count = file
                    .findings
                    .iter()
                    .filter(|finding| finding.severity == level)
                    .count();
                let _ = write!(out, "<td class=\"number\">{count}</td>");
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
    }

    fn file(&self, out: &mut String, n: usize, file: &FileReport) {
        let (path, sender) = (escaped(file.path), escaped(&file.sender()));
        let _ = writeln!(out, "<section id=\"f{n}\">\n<h2>{path}</h2>");
        if !sender.is_empty() {
            let _ = writeln!(out, "<p>{sender}</p>");
        }
        if file.findings.is_empty() {
            let _ = writeln!(out, "<p class=\"clean\">{}</p>", self.nothing(file));
        }
        for (sheet, findings) in by_sheet(&file.findings) {
            let words = sheet.map_or_else(
                || "ファイル全体".to_owned(),
                |sheet| format!("シート「{sheet}」"),
            );
            let _ = writeln!(out, "<h3>{}</h3>", escaped(&words));
            table(out, &format!("{}の{words}", file.path), &findings, false);
        }
        out.push_str("</section>\n");
    }
}

/// Findings in order, those of one sheet together.
fn by_sheet<'a>(findings: &[&'a Finding]) -> Vec<(Option<&'a str>, Vec<&'a Finding>)> {
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

fn table(out: &mut String, caption: &str, findings: &[&Finding], with_file: bool) {
    let _ = write!(
        out,
        "<table class=\"findings\">\n<caption>{}</caption>\n<thead><tr>",
        escaped(caption)
    );
    for heading in HEADINGS {
        let _ = write!(out, "<th scope=\"col\">{heading}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for finding in findings {
        let cell = match finding.cell {
            Some(cell) => cell.to_string(),
            None if with_file => escaped(&finding.file),
            None => terms::NONE.to_owned(),
        };
        let reason = match (&finding.reason, finding.severity) {
            (Some(reason), _) => escaped(reason),
            (None, Severity::Query) => terms::NO_REASON.to_owned(),
            (None, _) => terms::NONE.to_owned(),
        };
        let _ = writeln!(
            out,
            "<tr class=\"{}\"><td>{}</td><th scope=\"row\">{cell}</th><td>{}</td><td class=\"value\">{}</td>\
             <td>{}<br>{}</td><td>{reason}</td></tr>",
            class(finding.severity),
            badge(finding.severity, finding.code),
            escaped(&finding.heading),
            escaped(&finding.found),
            escaped(&finding.problem),
            escaped(&finding.remedy),
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

fn badge(level: Severity, code: &str) -> String {
    format!(
        "<span class=\"badge {}\">{}</span> {code}",
        class(level),
        level.label()
    )
    .trim_end()
    .to_owned()
}

fn class(level: Severity) -> &'static str {
    match level {
        Severity::Error => "error",
        Severity::Query => "query",
        Severity::Note => "note",
    }
}

fn meaning(level: Severity) -> &'static str {
    match level {
        Severity::Error => "直してから送ってください。",
        Severity::Query => "値を直すか、正しければ理由を書いてください。",
        Severity::Note => "読みかえた内容です。正しければ直さなくて構いません。",
    }
}

/// What comes from a file is text, whatever it looks like.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_file_are_never_markup() {
        assert_eq!(
            escaped("<b a=\"1\" c='2'>&\u{0}"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\u{fffd}"
        );
    }
}
