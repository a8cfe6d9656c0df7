//! `status`: who has sent what, and what to ask of those who have not.

mod remind;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};
use jiff::civil::Date;
use serde::Serialize;

use super::args::{Status, StatusFormat};
use super::project::Project;
use super::{Outcome, say, show};
use crate::form::value::long_date;
use crate::model::answer::Value;
use crate::model::finding::{Finding, Severity};
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::round::{Round, Standing};
use crate::output::listing::{Cell, Listing};
use crate::output::workbook::status::{FindingRow, StatusBook, StatusRow};
use crate::output::write::write_all;

/// How every unit stands.
#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    period: Period,
    deadline: Option<Date>,
    kinds: Vec<Kind<'a>>,
    units: Vec<Row<'a>>,
    strays: Vec<Stray<'a>>,
}

/// How the units of a kind stand: each unit is in one of `fine`, `to_be_confirmed`, `with_errors`, `twice`
/// and `missing`; `received` are all but the missing, `late` is told of what arrived.
#[derive(Serialize)]
struct Kind<'a> {
    kind: &'a str,
    label: &'a str,
    expected: usize,
    received: usize,
    late: usize,
    fine: usize,
    to_be_confirmed: usize,
    with_errors: usize,
    twice: usize,
    missing: usize,
}

/// How one unit stands.
#[derive(Serialize)]
struct Row<'a> {
    unit: &'a str,
    name: &'a str,
    kind: &'a str,
    /// What counts: 提出済, 要修正, 重複 or 未提出.
    standing: &'static str,
    /// The same, with 要確認 for what is counted and has open 確認.
    state: &'static str,
    /// The day that the form says it was sent.
    sent_on: Option<Date>,
    /// That day is after the deadline.
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

/// A unit that is counted, and has something to confirm.
const TO_BE_CONFIRMED: &str = "要確認";

/// Shows how every unit stands; writes a reminder per unit that has something to do.
pub fn run(dir: Option<&Path>, args: &Status) -> Result<Outcome> {
    let project = Project::open(dir)?;
    let round = project.round(args.period)?;
    let report = report(&project, &round);
    let out = args.out.as_deref();
    let format = StatusFormat::of(args.format, out);
    let bytes = match format {
        StatusFormat::Text => text(&report).into_bytes(),
        StatusFormat::Json => (serde_json::to_string_pretty(&report)? + "\n").into_bytes(),
        StatusFormat::Xlsx if out.is_none() => {
            bail!(
                "Excel の提出状況は画面に出せません。--out 提出状況.xlsx のように、書くファイルを指定してください"
            )
        }
        StatusFormat::Xlsx => book(&project, &round, &report).bytes()?,
    };
    show::to(out, bytes, "提出状況")?;
    if let Some(folder) = &args.remind {
        let reminders = remind::texts(&project, &round, &report);
        write_all(folder, &reminders)?;
        if out.is_some() || format == StatusFormat::Text {
            say(&format!(
                "\n依頼文を{}件書きました: {}\n",
                reminders.len(),
                folder.display()
            ));
        }
    }
    Ok(if round.is_complete(&project.definitions.registry) {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn report<'a>(project: &'a Project, round: &'a Round) -> Report<'a> {
    let registry = &project.definitions.registry;
    let deadline = project
        .settings
        .rounds
        .get(&round.period.to_string())
        .and_then(|dates| dates.deadline);
    let row = |unit: &'a OrgUnit| {
        let findings = || {
            round
                .files_of(&unit.id)
                .flat_map(|arrival| &arrival.findings)
        };
        let (standing, sent_on) = (round.standing(&unit.id), sent_on(project, round, unit));
        let open_queries = findings().filter(|finding| finding.is_open()).count();
        let to_confirm = standing == Standing::Counted && open_queries > 0;
        Row {
            unit: &unit.id,
            name: &unit.name,
            kind: &unit.kind,
            standing: standing.label(),
            state: if to_confirm {
                TO_BE_CONFIRMED
            } else {
                standing.label()
            },
            sent_on,
            late: deadline
                .zip(sent_on)
                .is_some_and(|(deadline, sent)| sent > deadline),
            files: round
                .files_of(&unit.id)
                .map(|arrival| arrival.file.path.as_str())
                .collect(),
            errors: findings()
                .filter(|finding| finding.severity == Severity::Error)
                .count(),
            open_queries,
        }
    };
    let units: Vec<Row> = round.expected(registry).map(row).collect();
    let kinds = registry.kinds.values().map(|kind| {
        let count = |wanted: &dyn Fn(&Row) -> bool| {
            units
                .iter()
                .filter(|row| *row.kind == *kind.id && wanted(row))
                .count()
        };
        let in_state = |state: &str| count(&|row| row.state == state);
        Kind {
            kind: &kind.id,
            label: &kind.label,
            expected: count(&|_| true),
            received: count(&|row| !row.files.is_empty()),
            late: count(&|row| row.late),
            fine: in_state(Standing::Counted.label()),
            to_be_confirmed: in_state(TO_BE_CONFIRMED),
            with_errors: in_state(Standing::Faulty.label()),
            twice: in_state(Standing::Twice.label()),
            missing: in_state(Standing::Missing.label()),
        }
    });
    let strays = round.strays(registry).into_iter().map(|arrival| Stray {
        file: &arrival.file.path,
        findings: arrival.findings.iter().collect(),
    });
    Report {
        schema: 1,
        period: round.period,
        deadline,
        kinds: kinds.collect(),
        strays: strays.collect(),
        units,
    }
}

/// The last day on which a form of a unit says it was sent.
fn sent_on(project: &Project, round: &Round, unit: &OrgUnit) -> Option<Date> {
    let form = project.definitions.form_of(&unit.kind)?;
    let asked = form.sending_date.as_ref()?;
    round
        .files_of(&unit.id)
        .filter_map(|arrival| arrival.submission.as_ref())
        .flat_map(|submission| &submission.values)
        .filter(|value| value.key.element == *asked)
        .filter_map(|value| value.answer.value().and_then(Value::date))
        .max()
}

impl Kind<'_> {
    /// In one line.
    fn words(&self) -> String {
        let late = if self.late > 0 {
            format!("（うち期限後 {}）", self.late)
        } else {
            String::new()
        };
        format!(
            "対象 {}: 届いた {}{late}、未提出 {}　〔提出済 {}、要確認 {}、要修正 {}、重複 {}〕",
            self.expected,
            self.received,
            self.missing,
            self.fine,
            self.to_be_confirmed,
            self.with_errors,
            self.twice
        )
    }
}

impl Row<'_> {
    /// Whether it came in time, in words; nothing of what did not come or has no deadline.
    fn punctuality(&self, deadline: Option<Date>) -> &'static str {
        match (deadline, self.sent_on) {
            _ if self.files.is_empty() => "",
            (Some(_), Some(_)) if self.late => "期限後",
            (Some(_), Some(_)) => "期限内",
            (Some(_), None) => "提出日なし",
            (None, _) => "",
        }
    }
}

fn title(report: &Report) -> String {
    let deadline = report.deadline.map_or_else(String::new, |day| {
        format!("（提出期限 {}）", long_date(day))
    });
    format!("{}の提出状況{deadline}", report.period.label())
}

fn text(report: &Report) -> String {
    let mut out = title(report) + "\n";
    for kind in &report.kinds {
        let rows = report
            .units
            .iter()
            .filter(|row| row.kind == kind.kind)
            .map(|row| {
                vec![
                    Cell::text(row.state),
                    Cell::text(row.name),
                    Cell::text(row.sent_on.map_or_else(String::new, |day| day.to_string())),
                    Cell::text(row.punctuality(report.deadline)),
                    Cell::Number(Some(row.errors as u64)),
                    Cell::Number(Some(row.open_queries as u64)),
                    Cell::text(row.files.join("、")),
                ]
            });
        let header = vec![
            "状況",
            "名称",
            "提出日",
            "期限",
            "エラー",
            "未回答の確認",
            "ファイル",
        ];
        let _ = write!(
            out,
            "\n■ {} {}\n{}",
            kind.label,
            kind.words(),
            Listing {
                header,
                rows: rows.collect()
            }
            .text()
        );
    }
    for stray in &report.strays {
        let _ = writeln!(out, "\n集計できないファイル: {}", stray.file);
        if stray.findings.is_empty() {
            let _ = writeln!(out, "  名簿では、この期間に報告する対象ではありません。");
        }
        for finding in &stray.findings {
            let _ = writeln!(
                out,
                "  [{} {}] {}{}",
                finding.severity.label(),
                finding.code,
                finding.problem,
                finding.remedy
            );
        }
    }
    out
}

/// The same as a workbook to filter and to hand on.
fn book(project: &Project, round: &Round, report: &Report) -> StatusBook {
    let registry = &project.definitions.registry;
    let label = |kind: &str| {
        registry
            .kinds
            .get(kind)
            .map_or_else(|| kind.to_owned(), |kind| kind.label.clone())
    };
    let unit = |row: &Row| StatusRow {
        kind: label(row.kind),
        name: row.name.to_owned(),
        state: row.state.to_owned(),
        sent_on: row.sent_on,
        punctuality: row.punctuality(report.deadline),
        errors: row.errors as u64,
        open_queries: row.open_queries as u64,
        files: row.files.join("、"),
    };
    let stray = |stray: &Stray| StatusRow {
        state: "対象外".to_owned(),
        errors: stray
            .findings
            .iter()
            .filter(|finding| finding.blocks())
            .count() as u64,
        files: stray.file.to_owned(),
        ..StatusRow::default()
    };
    let to_do = round.arrivals.iter().flat_map(|arrival| {
        let unit = arrival
            .submission
            .as_ref()
            .and_then(|submission| registry.units.get(&submission.unit));
        let findings = arrival
            .findings
            .iter()
            .filter(|finding| finding.blocks() || finding.is_open());
        findings.map(move |finding| FindingRow {
            name: unit.map_or_else(String::new, |unit| unit.name.clone()),
            file: arrival.file.path.clone(),
            level: finding.severity.label(),
            code: finding.code,
            sheet: finding.sheet.clone().unwrap_or_default(),
            cell: finding
                .cell
                .map(|cell| cell.to_string())
                .unwrap_or_default(),
            heading: finding.heading.clone(),
            found: finding.found.clone(),
            words: format!("{}{}", finding.problem, finding.remedy),
        })
    });
    StatusBook {
        title: title(report),
        notes: report
            .kinds
            .iter()
            .map(|kind| format!("{}: {}", kind.label, kind.words()))
            .collect(),
        date: project.settings.published(round.period),
        rows: report
            .units
            .iter()
            .map(unit)
            .chain(report.strays.iter().map(stray))
            .collect(),
        to_do: to_do.collect(),
    }
}
