//! `status`: who has sent what, and what to ask of those who have not.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

use super::args::{Format, Status};
use super::project::Project;
use super::{Outcome, say};
use crate::form::value::long_date;
use crate::model::answer::Value;
use crate::model::finding::{Finding, Severity};
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::round::{Round, Standing};
use crate::output::write::{Output, write_all};

/// How every unit stands.
#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    period: Period,
    deadline: Option<Date>,
    units: Vec<Row<'a>>,
    strays: Vec<Stray<'a>>,
}

/// How one unit stands.
#[derive(Serialize)]
struct Row<'a> {
    unit: &'a str,
    name: &'a str,
    kind: &'a str,
    standing: &'static str,
    /// The form says that it was sent after the deadline.
    late: bool,
    files: Vec<&'a str>,
    errors: usize,
    /// 確認 without a reason.
    open_queries: usize,
}

/// A file that no expected unit accounts for.
#[derive(Serialize)]
struct Stray<'a> {
    file: &'a str,
    findings: Vec<&'a Finding>,
}

/// Prints how every unit stands; writes a reminder per unit that has something to do.
pub fn run(dir: Option<&Path>, args: &Status) -> Result<Outcome> {
    let project = Project::open(dir)?;
    let round = project.round(args.period)?;
    let report = report(&project, &round);
    say(&match args.format {
        Format::Json => serde_json::to_string_pretty(&report)? + "\n",
        _ => text(&project, &report),
    });
    if let Some(out) = &args.remind {
        let reminders = reminders(&project, &round, &report);
        write_all(out, &reminders)?;
        if args.format == Format::Text {
            say(&format!("\n依頼文を{}件書きました: {}\n", reminders.len(), out.display()));
        }
    }
    Ok(if round.is_complete(&project.definitions.registry) { Outcome::Clean } else { Outcome::Findings })
}

fn report<'a>(project: &'a Project, round: &'a Round) -> Report<'a> {
    let registry = &project.definitions.registry;
    let deadline = project.settings.rounds.get(&round.period.to_string()).and_then(|dates| dates.deadline);
    let row = |unit: &'a OrgUnit| {
        let findings = || round.files_of(&unit.id).flat_map(|arrival| &arrival.findings);
        Row {
            unit: &unit.id,
            name: &unit.name,
            kind: &unit.kind,
            standing: round.standing(&unit.id).label(),
            late: deadline.is_some_and(|deadline| sent_on(project, round, unit).is_some_and(|day| day > deadline)),
            files: round.files_of(&unit.id).map(|arrival| arrival.file.path.as_str()).collect(),
            errors: findings().filter(|finding| finding.severity == Severity::Error).count(),
            open_queries: findings().filter(|finding| finding.is_open()).count(),
        }
    };
    let strays = round
        .strays(registry)
        .into_iter()
        .map(|arrival| Stray { file: &arrival.file.path, findings: arrival.findings.iter().collect() });
    Report {
        schema: 1,
        period: round.period,
        deadline,
        units: round.expected(registry).map(row).collect(),
        strays: strays.collect(),
    }
}

/// The day that a form says it was sent: the date that the forms ask for and never publish.
fn sent_on(project: &Project, round: &Round, unit: &OrgUnit) -> Option<Date> {
    let elements = &project.definitions.catalogue.elements;
    round
        .files_of(&unit.id)
        .filter_map(|arrival| arrival.submission.as_ref())
        .flat_map(|submission| &submission.values)
        .filter(|value| elements.get(&value.key.element).is_some_and(|element| !element.publish))
        .find_map(|value| value.answer.value().and_then(Value::date))
}

fn text(project: &Project, report: &Report) -> String {
    let mut out = format!("{}の提出状況", report.period.label());
    if let Some(deadline) = report.deadline {
        let _ = write!(out, "（提出期限 {}）", long_date(deadline));
    }
    out.push('\n');
    for kind in project.definitions.registry.kinds.values() {
        let rows: Vec<&Row> = report.units.iter().filter(|row| *row.kind == *kind.id).collect();
        let counted = rows.iter().filter(|row| row.standing == Standing::Counted.label()).count();
        let _ = writeln!(out, "\n■ {} {counted}/{}", kind.label, rows.len());
        for row in rows {
            let late = if row.late { "（期限後）" } else { "" };
            let files = if row.files.is_empty() { String::new() } else { format!("  {}", row.files.join("、")) };
            let _ = writeln!(
                out,
                "  {}{late} {}{files}  エラー {}件、未回答の確認 {}件",
                row.standing, row.name, row.errors, row.open_queries
            );
        }
    }
    for stray in &report.strays {
        let _ = writeln!(out, "\n集計できないファイル: {}", stray.file);
        if stray.findings.is_empty() {
            let _ = writeln!(out, "  名簿では、この期間に報告する対象ではありません。");
        }
        for finding in &stray.findings {
            let _ = writeln!(out, "  [{} {}] {}{}", finding.severity.label(), finding.code, finding.problem, finding.remedy);
        }
    }
    out
}

/// One text per unit that is missing, faulty, sent twice, or has a question to answer.
fn reminders(project: &Project, round: &Round, report: &Report) -> Vec<Output> {
    let registry = &project.definitions.registry;
    let mut out = Vec::new();
    for (unit, row) in round.expected(registry).zip(&report.units) {
        let standing = round.standing(&unit.id);
        if standing == Standing::Counted && row.open_queries == 0 {
            continue;
        }
        let deadline = report.deadline.map_or_else(String::new, |day| format!("（提出期限 {}）", long_date(day)));
        let mut text = format!(
            "{} 御中\n\n{}の取組状況報告{deadline}について、次のとおりお願いします。\n\n",
            unit.name,
            report.period.label()
        );
        match standing {
            Standing::Missing => text += "・報告がまだ届いていません。様式に記入して送ってください。\n",
            Standing::Twice => {
                let _ = writeln!(
                    text,
                    "・ファイルが二つ以上届いています（{}）。正しいもの一つを知らせてください。",
                    row.files.join("、")
                );
            }
            Standing::Faulty | Standing::Counted => text += "・次の点を直すか、確認の理由を書いて送り直してください。\n",
        }
        for finding in
            round.files_of(&unit.id).flat_map(|arrival| &arrival.findings).filter(|finding| finding.blocks() || finding.is_open())
        {
            let sheet = finding.sheet.as_ref().map_or_else(String::new, |sheet| format!("シート「{sheet}」"));
            let cell = finding.cell.map_or_else(String::new, |cell| format!(" セル {cell}"));
            let heading = if finding.heading.is_empty() { String::new() } else { format!("（{}）", finding.heading) };
            let _ = writeln!(
                text,
                "  [{} {}] {sheet}{cell}{heading} {}{}",
                finding.severity.label(),
                finding.code,
                finding.problem,
                finding.remedy
            );
        }
        // Windows' Notepad shows a text right with BOM and CRLF in every version.
        let bytes = format!("\u{feff}{text}").replace('\n', "\r\n").into_bytes();
        out.push(Output { path: format!("{}/{}.txt", unit.kind, registry.file_stem(unit)), bytes });
    }
    out
}
