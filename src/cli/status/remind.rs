//! Reminders: one text per unit that is missing, faulty, sent twice, or has a question to answer.

use std::fmt::Write as _;

use crate::cli::project::Project;
use crate::inquiry::status::RoundStatus;
use crate::model::day::long_date;
use crate::model::finding::Finding;
use crate::model::org_unit::{OrgRegistry, OrgUnit};
use crate::model::round::{Round, Standing};
use crate::model::submission::Arrival;
use crate::output::Output;
use crate::output::findings::place_of;
use crate::rules::OTHER_DEFINITIONS;

/// The texts, by kind and unit.
pub(super) fn texts(project: &Project, round: &Round, status: &RoundStatus) -> Vec<Output> {
    let registry = &project.definitions.registry;
    let strays = strays(registry, round);
    let mut texts = Vec::new();
    for (unit, row) in round.expected(registry).zip(&status.units) {
        if row.stands == Standing::Counted && row.open_queries == 0 {
            continue;
        }
        // A form of other definitions is not the unit's to mend.
        let mut own = strays.iter().filter(|stray| stray.names(unit));
        if own.any(Stray::is_of_other_definitions) {
            continue;
        }
        let text = text(project, round, status, unit, &strays);
        // Windows' Notepad shows a text right with BOM and CRLF in every version.
        let bytes = format!("\u{feff}{text}").replace('\n', "\r\n").into_bytes();
        texts.push(Output {
            path: format!("{}/{}.txt", unit.kind, registry.file_stem(unit)),
            bytes,
        });
    }
    texts
}

fn text(
    project: &Project,
    round: &Round,
    status: &RoundStatus,
    unit: &OrgUnit,
    strays: &[Stray],
) -> String {
    let mut text = format!(
        "{} 御中\n\n{}の取組状況報告について、お願い\n\n",
        unit.name,
        status.period.prose()
    );
    match round.standing(unit) {
        Standing::Missing => text += &missing(project, unit, strays),
        Standing::Twice => {
            text += "報告のファイルが二つ以上届いているため、どれも集計していません。\n正しいもの一つを知らせるか、送り直してください。\n\n";
            for arrival in round.files_of(&unit.id) {
                let _ = writeln!(text, "  届いたファイル: {}", arrival.file.name);
            }
        }
        Standing::Faulty => {
            text += "届いた報告に、直さないと集計できないところがあります。直して送り直してください。\n";
            text += &to_mend(round, unit);
        }
        Standing::Counted => {
            text += "届いた報告に、確かめてほしいところがあります。\n";
            text += &to_mend(round, unit);
        }
    }
    text.push('\n');
    if let Some(day) = status.deadline {
        let _ = writeln!(text, "提出期限: {}", long_date(day));
    }
    text + &closing(project, unit)
}

/// Of a unit that sent nothing, or nothing that could be taken for its form.
fn missing(project: &Project, unit: &OrgUnit, strays: &[Stray]) -> String {
    let form = project
        .definitions
        .form_of(&unit.kind)
        .map_or("様式", |form| form.label.as_str());
    let mut unreadable = strays.iter().filter(|stray| stray.names(unit)).peekable();
    if unreadable.peek().is_none() {
        return format!("{form}の報告がまだ届いていません。記入して送ってください。\n");
    }
    let mut text = format!(
        "{form}の報告として受け取れるファイルがまだありません。届いた次のファイルは、受け取れませんでした。\n"
    );
    for Stray { arrival, .. } in unreadable {
        let heading = format!("届いたファイル: {}", arrival.file.name);
        items(
            &mut text,
            &heading,
            &arrival.findings.iter().collect::<Vec<_>>(),
        );
    }
    text
}

/// The files that arrived, with their errors and open 確認.
fn to_mend(round: &Round, unit: &OrgUnit) -> String {
    let mut text = String::new();
    let mut errors: Vec<&Finding> = Vec::new();
    let mut queries: Vec<&Finding> = Vec::new();
    for arrival in round.files_of(&unit.id) {
        let _ = writeln!(text, "\n  届いたファイル: {}", arrival.file.name);
        errors.extend(
            round
                .findings_of(arrival)
                .filter(|finding| finding.blocks()),
        );
        queries.extend(
            round
                .findings_of(arrival)
                .filter(|finding| finding.is_open()),
        );
    }
    if !errors.is_empty() {
        let heading = format!("必ず直すところ（エラー）{}件", errors.len());
        items(&mut text, &heading, &errors);
    }
    if !queries.is_empty() {
        let heading = format!(
            "確かめるところ（確認）{}件: 誤りなら直し、正しければその行の「理由」の欄に事情を書いてください",
            queries.len()
        );
        items(&mut text, &heading, &queries);
    }
    text
}

/// How to send the form, and whom to ask.
fn closing(project: &Project, unit: &OrgUnit) -> String {
    let reminder = &project.settings.reminder;
    let issuer = &project.settings.publication.issuer;
    let how = reminder.how_to_send.clone().unwrap_or_else(|| {
        format!(
            "記入した Excel ファイル（{}.xlsx）を、{issuer}の担当者に送ってください。パスワードは付けないでください。",
            project.definitions.registry.file_stem(unit)
        )
    });
    let contact = reminder.contact.as_deref().unwrap_or(issuer);
    format!("送り方: {}\n\n{}\n", how.trim(), contact.trim())
}

/// A heading and what was found under it, numbered, each with its place.
fn items(text: &mut String, heading: &str, findings: &[&Finding]) {
    let _ = writeln!(text, "\n■ {heading}");
    for (i, finding) in findings.iter().enumerate() {
        let place = place_of(finding);
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

/// A file that could not be taken for anybody's, and the units that its name and folder name.
struct Stray<'a> {
    arrival: &'a Arrival,
    units: Vec<&'a OrgUnit>,
}

impl Stray<'_> {
    fn is_of_other_definitions(&self) -> bool {
        let mut findings = self.arrival.findings.iter();
        findings.any(|finding| finding.code == OTHER_DEFINITIONS.code)
    }

    fn names(&self, unit: &OrgUnit) -> bool {
        self.units.iter().any(|named| named.id == unit.id)
    }
}

fn strays<'a>(registry: &'a OrgRegistry, round: &'a Round) -> Vec<Stray<'a>> {
    let mut strays = Vec::new();
    for arrival in round.strays(registry) {
        if arrival.submission.is_none() {
            let units = named(registry, round, arrival);
            strays.push(Stray { arrival, units });
        }
    }
    strays
}

/// The expected units of the kind of a file's folder whose own name the name of the file holds,
/// else whose area it names.
fn named<'a>(registry: &'a OrgRegistry, round: &Round, arrival: &Arrival) -> Vec<&'a OrgUnit> {
    let name = &*arrival.file.name;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut kinds: Vec<&str> = arrival.file.path.split('/').collect();
    kinds.retain(|folder| registry.kinds.contains_key(*folder));
    let mut units: Vec<&OrgUnit> = round.expected(registry).collect();
    units.retain(|unit| kinds.is_empty() || kinds.contains(&&*unit.kind));
    let by_name = registry.named_within(&units, stem);
    if !by_name.is_empty() {
        return by_name;
    }
    let areas = registry.areas_named(stem);
    units.retain(|unit| areas.iter().any(|area| unit.areas.contains(&area.id)));
    units
}
