//! Reminders: one text per unit that is missing, faulty, sent twice, or has a question to answer.

use std::fmt::Write as _;

use super::Report;
use crate::cli::project::Project;
use crate::form::value::long_date;
use crate::model::finding::Finding;
use crate::model::org_unit::OrgUnit;
use crate::model::round::{Round, Standing};
use crate::model::submission::Arrival;
use crate::output::write::Output;

/// The texts, by kind and unit.
pub(super) fn texts(project: &Project, round: &Round, report: &Report) -> Vec<Output> {
    let registry = &project.definitions.registry;
    let rows = round.expected(registry).zip(&report.units);
    let due = rows.filter(|(unit, row)| {
        round.standing(&unit.id) != Standing::Counted || row.open_queries > 0
    });
    due.map(|(unit, _)| {
        let text = text(project, round, report, unit);
        // Windows' Notepad shows a text right with BOM and CRLF in every version.
        let bytes = format!("\u{feff}{text}").replace('\n', "\r\n").into_bytes();
        Output {
            path: format!("{}/{}.txt", unit.kind, registry.file_stem(unit)),
            bytes,
        }
    })
    .collect()
}

fn text(project: &Project, round: &Round, report: &Report, unit: &OrgUnit) -> String {
    let registry = &project.definitions.registry;
    let form = project
        .definitions
        .form_of(&unit.kind)
        .map_or("様式", |form| form.label.as_str());
    let files: Vec<&Arrival> = round.files_of(&unit.id).collect();
    let mut text = format!(
        "{} 御中\n\n{}の取組状況報告について、お願い\n\n",
        unit.name,
        report.period.prose()
    );
    match round.standing(&unit.id) {
        Standing::Missing => {
            let unreadable = unreadable(project, round, unit);
            if unreadable.is_empty() {
                let _ = writeln!(
                    text,
                    "{form}の報告がまだ届いていません。記入して送ってください。"
                );
            } else {
                let _ = writeln!(
                    text,
                    "{form}の報告として受け取れるファイルがまだありません。届いた次のファイルは、受け取れませんでした。"
                );
            }
            for arrival in unreadable {
                items(
                    &mut text,
                    &format!("届いたファイル: {}", arrival.file.name),
                    &arrival.findings.iter().collect::<Vec<_>>(),
                );
            }
        }
        Standing::Twice => {
            text += "報告のファイルが二つ以上届いているため、どれも集計していません。\n正しいもの一つを知らせるか、送り直してください。\n\n";
            for arrival in files {
                let _ = writeln!(text, "  届いたファイル: {}", arrival.file.name);
            }
        }
        standing => {
            let findings = || files.iter().flat_map(|arrival| &arrival.findings);
            let errors: Vec<&Finding> = findings().filter(|finding| finding.blocks()).collect();
            let queries: Vec<&Finding> = findings().filter(|finding| finding.is_open()).collect();
            text += if standing == Standing::Faulty {
                "届いた報告に、直さないと集計できないところがあります。直して送り直してください。\n"
            } else {
                "届いた報告に、確かめてほしいところがあります。\n"
            };
            for arrival in &files {
                let _ = writeln!(text, "\n  届いたファイル: {}", arrival.file.name);
            }
            if !errors.is_empty() {
                items(
                    &mut text,
                    &format!("必ず直すところ（エラー）{}件", errors.len()),
                    &errors,
                );
            }
            if !queries.is_empty() {
                let heading = "確かめるところ（確認）";
                items(
                    &mut text,
                    &format!(
                        "{heading}{}件: 誤りなら直し、正しければその行の「理由」の欄に事情を書いてください",
                        queries.len()
                    ),
                    &queries,
                );
            }
        }
    }
    text.push('\n');
    if let Some(day) = report.deadline {
        let _ = writeln!(text, "提出期限: {}", long_date(day));
    }
    let reminder = &project.settings.reminder;
    let issuer = &project.settings.publication.issuer;
    let how = reminder.how_to_send.clone().unwrap_or_else(|| {
        format!(
            "記入した Excel ファイル（{}.xlsx）を、{issuer}の担当者に送ってください。パスワードは付けないでください。",
            registry.file_stem(unit)
        )
    });
    let _ = writeln!(text, "送り方: {}", how.trim());
    let _ = writeln!(
        text,
        "\n{}",
        reminder.contact.as_deref().unwrap_or(issuer).trim()
    );
    text
}

/// A heading and what was found under it, numbered, each with its place.
fn items(text: &mut String, heading: &str, findings: &[&Finding]) {
    let _ = writeln!(text, "\n■ {heading}");
    for (i, finding) in findings.iter().enumerate() {
        let place = [
            finding
                .sheet
                .as_ref()
                .map(|sheet| format!("シート「{sheet}」")),
            finding.cell.map(|cell| format!("セル {cell}")),
        ];
        let place: Vec<String> = place.into_iter().flatten().collect();
        let heading = if finding.heading.is_empty() {
            String::new()
        } else {
            format!("（{}）", finding.heading)
        };
        let place = format!("{}{heading}", place.join(" "));
        let lead = if place.is_empty() {
            String::new()
        } else {
            format!("{place}\n      ")
        };
        let _ = writeln!(
            text,
            "  {}. {lead}{}{}〔{}〕",
            i + 1,
            finding.problem,
            finding.remedy,
            finding.code
        );
    }
}

/// Files that could not be taken for anybody's, and whose name or folder says that they are this unit's.
fn unreadable<'a>(project: &Project, round: &'a Round, unit: &OrgUnit) -> Vec<&'a Arrival> {
    let registry = &project.definitions.registry;
    let is_own = |arrival: &&Arrival| {
        let stem = arrival
            .file
            .name
            .rsplit_once('.')
            .map_or(&*arrival.file.name, |(stem, _)| stem);
        let folders: Vec<&str> = arrival
            .file
            .path
            .split('/')
            .filter(|part| registry.kinds.contains_key(*part))
            .collect();
        let of_kind = folders.is_empty() || folders.contains(&&*unit.kind);
        of_kind
            && registry
                .areas_named(stem)
                .iter()
                .any(|area| area.id == unit.area)
    };
    round
        .strays(registry)
        .into_iter()
        .filter(|arrival| arrival.submission.is_none())
        .filter(is_own)
        .collect()
}
