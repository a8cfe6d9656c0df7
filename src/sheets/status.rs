//! Who sent what, and what remained in question.

use serde::Serialize;

use super::names::Names;
use super::part::Head;
use crate::figures::datum::SourceCells;
use crate::figures::material::Material;
use crate::model::Id;
use crate::model::cell::CellRef;
use crate::model::finding::{Finding, Severity};
use crate::model::submission::Arrival;
use crate::model::terms;

/// One file of an expected unit, an expected unit without a file, or a file that is nobody's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubmissionRow {
    /// What the unit's kind is called.
    pub kind: String,
    /// The area's 全国地方公共団体コード.
    pub area_code: String,
    /// The unit; `None` for a file that no expected unit accounts for.
    pub unit: Option<Id>,
    /// Its name.
    pub name: String,
    /// How it stands, e.g. 提出済.
    pub standing: String,
    /// The file's name, after the half of a year; empty when none arrived.
    pub file: String,
    /// The file's path.
    pub path: String,
    /// The file's size in bytes.
    pub bytes: Option<u64>,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How many エラー were found.
    pub errors: usize,
    /// How many 確認 were found, explained or not.
    pub queries: usize,
}

/// How many units of a kind reported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindCoverage {
    /// What the kind is called.
    pub label: String,
    /// How many of its units are counted, in words.
    pub reported: String,
}

/// What remained in question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueryTable {
    /// What stands above.
    pub head: Head,
    /// Every 確認.
    pub rows: Vec<QueryRow>,
}

/// One 確認 with the reason that was given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueryRow {
    /// The unit's name; empty when the file is nobody's.
    pub unit: String,
    /// The code of the check.
    pub code: &'static str,
    /// The file's name.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub cell: Option<CellRef>,
    /// The words of the row and column heading.
    pub heading: String,
    /// The value as it stands.
    pub found: String,
    /// What is in question.
    pub problem: String,
    /// The reason; empty while it is open.
    pub reason: String,
    /// 理由あり or 理由の記入なし.
    pub state: &'static str,
    /// The cell to look at.
    pub origin: Option<SourceCells>,
}

/// The rows of 提出状況: by kind and in the order of the roster; for the office with the files, and
/// then the strays.
pub(super) fn submissions(material: &Material, internal: bool) -> Vec<SubmissionRow> {
    let registry = &material.definitions.registry;
    let mut rows = Vec::new();
    for unit in material.round.expected(registry) {
        let head = material.unit_head(unit);
        let row = SubmissionRow {
            kind: head.kind_label,
            area_code: head.area_code,
            unit: Some(head.id),
            name: head.name,
            standing: material.round.standing(unit).label().to_owned(),
            ..nobodys()
        };
        let files = material.round.files_of(&unit.id).filter(|_| internal);
        let files: Vec<SubmissionRow> = files
            .map(|arrival| with_file(material, row.clone(), arrival))
            .collect();
        rows.extend(if files.is_empty() { vec![row] } else { files });
    }
    let strays = material.round.strays(registry).into_iter();
    let strays = strays.filter(|_| internal);
    rows.extend(strays.map(|arrival| with_file(material, nobodys(), arrival)));
    rows
}

fn nobodys() -> SubmissionRow {
    SubmissionRow {
        kind: String::new(),
        area_code: String::new(),
        unit: None,
        name: String::new(),
        standing: "対象外".to_owned(),
        file: String::new(),
        path: String::new(),
        bytes: None,
        sha256: String::new(),
        errors: 0,
        queries: 0,
    }
}

/// A file's name; in both halves of a year files have the same names.
fn file_name(material: &Material, arrival: &Arrival) -> String {
    match &arrival.submission {
        Some(submission) if !material.halves().is_empty() => {
            format!("{} {}", submission.period.half_label(), arrival.file.name)
        }
        _ => arrival.file.name.to_string(),
    }
}

fn with_file(material: &Material, row: SubmissionRow, arrival: &Arrival) -> SubmissionRow {
    let count = |severity| {
        arrival
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    SubmissionRow {
        file: file_name(material, arrival),
        path: arrival.file.path.clone(),
        bytes: Some(arrival.file.bytes),
        sha256: arrival.file.sha256.clone(),
        errors: count(Severity::Error),
        queries: count(Severity::Query),
        ..row
    }
}

/// How many units of each kind reported.
pub(super) fn coverage(material: &Material) -> Vec<KindCoverage> {
    let kinds = material.definitions.registry.kinds.values();
    let kinds = kinds.map(|kind| KindCoverage {
        label: kind.label.clone(),
        reported: material.reported(kind, None).to_string(),
    });
    kinds.collect()
}

impl QueryTable {
    pub(super) fn new(material: &Material, names: &mut Names) -> Self {
        let rows = queries(material);
        let open = rows.iter().filter(|query| query.reason.is_empty()).count();
        let note = format!(
            "確認 {}件のうち、理由あり {}件、理由の記入なし {open}件",
            rows.len(),
            rows.len() - open
        );
        let (title, purpose) = ("確認事項と理由", "確認を求めた値と、単位が答えた理由");
        Self {
            head: super::fixed_head(names, title, purpose, vec![note]),
            rows,
        }
    }
}

/// Every 確認: of the files in order, then of the round.
fn queries(material: &Material) -> Vec<QueryRow> {
    let of_files = material.round.arrivals.iter().flat_map(|arrival| {
        arrival
            .findings
            .iter()
            .map(move |finding| (Some(arrival), finding))
    });
    let of_round = material
        .round
        .findings
        .iter()
        .map(|finding| (None, finding));
    let queries = of_files
        .chain(of_round)
        .filter(|(_, finding)| finding.severity == Severity::Query);
    queries
        .map(|(arrival, finding)| query(material, arrival, finding))
        .collect()
}

fn query(material: &Material, arrival: Option<&Arrival>, finding: &Finding) -> QueryRow {
    let unit = arrival.and_then(|arrival| {
        material
            .definitions
            .registry
            .units
            .get(&arrival.submission.as_ref()?.unit)
    });
    let origin = arrival.and_then(|arrival| {
        let (sheet, cell) = (finding.sheet.as_deref()?, finding.cell?);
        Some(SourceCells {
            path: arrival.file.path.as_str().into(),
            sheet: sheet.into(),
            cell,
            last: cell,
        })
    });
    QueryRow {
        unit: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
        code: finding.code,
        file: arrival.map_or_else(
            || finding.file.clone(),
            |arrival| file_name(material, arrival),
        ),
        sheet: finding.sheet.clone().unwrap_or_default(),
        cell: finding.cell,
        heading: finding.heading.clone(),
        found: finding.found.clone(),
        problem: finding.problem.clone(),
        reason: finding.reason.clone().unwrap_or_default(),
        state: if finding.is_open() {
            terms::NO_REASON
        } else {
            "理由あり"
        },
        origin,
    }
}
