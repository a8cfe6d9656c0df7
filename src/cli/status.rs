//! `status`: who has sent what, and what to ask of those who have not.

mod remind;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::args::{ByEnding as _, Status, StatusFormat};
use super::counting::{self, NOT_EXPECTED};
use super::next::Next;
use super::project::Project;
use super::write::{self, Guard};
use super::{Outcome, say, screen, show};
use crate::inquiry::status::{KindStatus, RoundStatus, StrayFile, UnitStatus};
use crate::model::day::long_date;
use crate::model::finding::Finding;
use crate::model::org_unit::OrgRegistry;
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::terms;
use crate::output::listing::{Listing, TextCell};
use crate::output::workbook::status::{FindingRow, StatusBook, StatusRow};

/// Shows how every unit stands; writes a reminder per unit that has something to do.
pub fn run(dir: Option<&Path>, args: &Status) -> Result<Outcome> {
    let project = Project::open_for(dir, args.period)?;
    let round = project.round(args.period)?;
    let status = of_round(&project, &round);
    let out = args.out.as_deref();
    let format = StatusFormat::of(args.format, out)?;
    let bytes = match format {
        StatusFormat::Text => screen::laid_out(out, |width| {
            text(&status, width) + &counting::of_settings(&round)
        }),
        StatusFormat::Json => (serde_json::to_string_pretty(&status)? + "\n").into_bytes(),
        StatusFormat::Xlsx if out.is_none() => {
            bail!(
                "Excel の提出状況は画面に出せません。--out 提出状況.xlsx のように、書くファイルを指定してください"
            )
        }
        StatusFormat::Xlsx => book(&project, &round, &status).bytes()?,
    };
    let guard = Guard::new(dir);
    let is_told = out.is_some() || format == StatusFormat::Text;
    show::to(&guard, out, bytes, "提出状況")?;
    if let Some(folder) = &args.remind {
        let reminders = remind::texts(&project, &round, &status);
        write::files(&guard, folder, &reminders)?;
        if is_told {
            say(&format!(
                "\n依頼文を{}件書きました: {}\n",
                reminders.len(),
                folder.display()
            ))?;
        }
    }
    let is_complete = round.is_complete(&project.definitions.registry);
    if is_told {
        next(dir, args, is_complete).say()?;
    }
    Ok(if is_complete {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn of_round<'a>(project: &'a Project, round: &'a Round) -> RoundStatus<'a> {
    let dates = project.settings.rounds.get(&round.period.to_string());
    let deadline = dates.and_then(|dates| dates.deadline);
    RoundStatus::new(&project.definitions, round, deadline)
}

/// How a round stands, a line for each kind of unit.
///
/// # Errors
/// The project cannot be read.
pub fn in_short(dir: Option<&Path>, period: Period) -> Result<String> {
    let project = Project::open_for(dir, period)?;
    let round = project.round(period)?;
    let status = of_round(&project, &round);
    let closed = if project.is_closed(period) {
        "（締めてあります）"
    } else {
        ""
    };
    let mut out = format!("{}{closed}\n", title(&status));
    for kind in &status.kinds {
        let _ = writeln!(out, "  {} {}", kind.label, summary(kind));
    }
    Ok(out)
}

/// What can be done next.
fn next<'a>(dir: Option<&'a Path>, args: &Status, is_complete: bool) -> Next<'a> {
    let period = args.period;
    let next = Next::after(dir);
    if is_complete {
        return next.run("報告書を作る", &format!("build --period {period}"));
    }
    let next = match args.remind {
        Some(_) => next.hand("依頼文を送り、届いた様式を提出のフォルダーに入れる"),
        None => next.run(
            "依頼文を書く",
            &format!("status --period {period} --remind 依頼"),
        ),
    };
    next.run(
        "揃わないまま速報を作る",
        &format!("build --period {period} --allow-missing"),
    )
}

/// How the units of a kind stand, in one line.
fn summary(kind: &KindStatus) -> String {
    let late = if kind.late > 0 {
        format!("（うち期限後 {}）", kind.late)
    } else {
        String::new()
    };
    format!(
        "対象 {}: 届いた {}{late}、未提出 {}　〔提出済 {}、要確認 {}、要修正 {}、重複 {}〕",
        kind.expected,
        kind.received,
        kind.missing,
        kind.fine,
        kind.to_be_confirmed,
        kind.with_errors,
        kind.twice
    )
}

/// Whether a form came in time, in words; nothing of what did not come or has no deadline.
fn punctuality(unit: &UnitStatus, deadline: Option<Date>) -> &'static str {
    match (deadline, unit.sent_on) {
        _ if unit.files.is_empty() => "",
        (Some(_), Some(_)) if unit.late => "期限後",
        (Some(_), Some(_)) => "期限内",
        (Some(_), None) => "提出日なし",
        (None, _) => "",
    }
}

fn title(status: &RoundStatus) -> String {
    let deadline = status.deadline.map_or_else(String::new, |day| {
        format!("（提出期限 {}）", long_date(day))
    });
    format!("{}の提出状況{deadline}", status.period.label())
}

fn text(status: &RoundStatus, width: Option<usize>) -> String {
    let mut out = title(status) + "\n";
    for kind in &status.kinds {
        let mut rows = Vec::new();
        for unit in status.units.iter().filter(|unit| unit.kind == kind.kind) {
            rows.push(row(unit, status.deadline));
        }
        let listing = Listing {
            header: vec![
                terms::ANSWER,
                "名称",
                "提出日",
                "期限",
                "エラー",
                terms::NO_REASON,
                "ファイル",
            ],
            names: 2,
            rows,
        };
        let _ = write!(
            out,
            "\n■ {} {}\n{}",
            kind.label,
            summary(kind),
            listing.text(width)
        );
    }
    for stray in &status.strays {
        let _ = writeln!(out, "\n集計できないファイル: {}", stray.file);
        if stray.findings.is_empty() {
            out += NOT_EXPECTED;
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

fn row(unit: &UnitStatus, deadline: Option<Date>) -> Vec<TextCell> {
    let sent_on = unit.sent_on.map_or_else(String::new, |day| day.to_string());
    vec![
        TextCell::text(unit.state),
        TextCell::text(unit.name),
        TextCell::text(sent_on),
        TextCell::text(punctuality(unit, deadline)),
        TextCell::Number(Some(unit.errors as u64)),
        TextCell::Number(Some(unit.open_queries as u64)),
        TextCell::text(unit.files.join("、")),
    ]
}

/// The same as a workbook to filter and to hand on.
fn book(project: &Project, round: &Round, status: &RoundStatus) -> StatusBook {
    let registry = &project.definitions.registry;
    let units = status.units.iter();
    let strays = status.strays.iter().map(stray_row);
    StatusBook {
        title: title(status),
        notes: status
            .kinds
            .iter()
            .map(|kind| format!("{}: {}", kind.label, summary(kind)))
            .collect(),
        date: project.settings.published(round.period),
        rows: units
            .map(|unit| unit_row(registry, unit, status.deadline))
            .chain(strays)
            .collect(),
        to_do: to_do(registry, round),
    }
}

fn unit_row(registry: &OrgRegistry, unit: &UnitStatus, deadline: Option<Date>) -> StatusRow {
    let kind = registry
        .kinds
        .get(unit.kind)
        .map_or(unit.kind, |kind| kind.label.as_str());
    StatusRow {
        kind: kind.to_owned(),
        name: unit.name.to_owned(),
        state: unit.state.to_owned(),
        sent_on: unit.sent_on,
        punctuality: punctuality(unit, deadline),
        errors: unit.errors as u64,
        open_queries: unit.open_queries as u64,
        files: unit.files.join("、"),
    }
}

fn stray_row(stray: &StrayFile) -> StatusRow {
    let errors = stray.findings.iter().filter(|finding| finding.blocks());
    StatusRow {
        state: "対象外".to_owned(),
        errors: errors.count() as u64,
        files: stray.file.to_owned(),
        ..StatusRow::default()
    }
}

/// What is to be mended or explained in each file, in the files together, and in the settings.
fn to_do(registry: &OrgRegistry, round: &Round) -> Vec<FindingRow> {
    let mut rows = Vec::new();
    for arrival in &round.arrivals {
        let unit = arrival.submission.as_ref();
        let unit = unit.and_then(|submission| registry.units.get(&submission.unit));
        let name = unit.map_or("", |unit| &unit.name);
        for finding in &arrival.findings {
            rows.extend(finding_row(name, &arrival.file.path, finding));
        }
    }
    for finding in &round.findings {
        rows.extend(finding_row("", &finding.file, finding));
    }
    rows
}

/// A row; nothing for what need not be mended.
fn finding_row(name: &str, file: &str, finding: &Finding) -> Option<FindingRow> {
    if !finding.blocks() && !finding.is_open() {
        return None;
    }
    let cell = finding.cell.map(|cell| cell.to_string());
    Some(FindingRow {
        name: name.to_owned(),
        file: file.to_owned(),
        level: finding.severity.label(),
        code: finding.code,
        sheet: finding.sheet.clone().unwrap_or_default(),
        cell: cell.unwrap_or_default(),
        heading: finding.heading.clone(),
        found: finding.found.clone(),
        words: format!("{}{}", finding.problem, finding.remedy),
    })
}
