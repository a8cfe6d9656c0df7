//! Which form is this, whose, for which period? By the hidden marks of our own blank forms, else by
//! what the form says.

use std::sync::Arc;

use super::extract;
use super::layout::words;
use super::spec::{Definitions, FormSpec, Prefill};
use crate::model::Id;
use crate::model::cell::{CellRef, Located, Location};
use crate::model::org_unit::{OrgRegistry, OrgUnit};
use crate::model::period::{Half, Period, split_year};
use crate::model::text::fold;
use crate::workbook::Workbook;

/// The keys of the hidden marks, in the order in which they stand.
pub mod marks {
    /// The form's id.
    pub const FORM: &str = "form";
    /// The form's version.
    pub const VERSION: &str = "version";
    /// The unit's id.
    pub const UNIT: &str = "unit";
    /// The period.
    pub const PERIOD: &str = "period";
    /// The fingerprint of the definitions that made the form.
    pub const MADE_BY: &str = "made_by";
}

/// What a workbook says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The form, if it is one of ours.
    pub form: Option<Id>,
    /// The version of the form, from the marks.
    pub version: Option<String>,
    /// The unit, from the marks.
    pub marked_unit: Option<Id>,
    /// The period, from the marks.
    pub marked_period: Option<Period>,
    /// The fingerprint of the definitions that made the form, from the marks.
    pub made_by: Option<String>,
    /// The form or the unit of the marks that the definitions do not know.
    pub stranger: Option<String>,
    /// The unit's name as the form shows it.
    pub written_unit: Option<Located<String>>,
    /// The period as the form shows it.
    pub written_period: Option<Located<String>>,
    /// A sheet's second line that names another unit or another period than the form's.
    pub other_sheet: Option<Located<String>>,
    /// The unit that the written name means.
    pub read_unit: Option<Id>,
    /// The period that the written one means.
    pub read_period: Option<Period>,
}

/// Identifies a workbook. Cannot fail: what it does not say stays `None`.
pub fn identify(workbook: &Workbook, file: &Arc<str>, definitions: &Definitions) -> Identity {
    let mut identity = read_marks(workbook, definitions);
    if identity.form.is_none() {
        let titled = definitions
            .forms
            .values()
            .find(|form| has_title(workbook, form));
        identity.form = titled
            .or_else(|| by_blocks(workbook, definitions))
            .map(|form| form.id.clone());
    }
    if let Some(form) = identity
        .form
        .as_ref()
        .and_then(|id| definitions.forms.get(id))
    {
        let answers = written(workbook, file, form, definitions);
        for (prefill, answer) in answers.into_iter().chain(first_subtitle(workbook, file)) {
            let known = match prefill {
                Prefill::Unit => &mut identity.written_unit,
                Prefill::Period => &mut identity.written_period,
            };
            known.get_or_insert(answer);
        }
        let kind = definitions
            .registry
            .kinds
            .values()
            .find(|kind| kind.form == form.id);
        identity.read_period = identity
            .written_period
            .as_ref()
            .and_then(|period| meant_period(&period.value));
        let period = identity.marked_period.or(identity.read_period);
        identity.read_unit = kind
            .zip(identity.written_unit.as_ref())
            .and_then(|(kind, name)| {
                meant_unit(&definitions.registry, &kind.id, &name.value, period)
                    .map(|unit| unit.id.clone())
            });
        if identity.read_unit.is_none() && names_marked_area(&identity, definitions) {
            identity.read_unit = identity.marked_unit.clone();
        }
        if let Some(kind) = kind {
            identity.other_sheet = other_sheet(workbook, file, definitions, &kind.id, &identity);
        }
    }
    identity
}

/// Whether the written name holds those of the marked unit's areas and of no other: the body that
/// runs an office (「一般社団法人北区医師会」) tells nothing else than the marks.
fn names_marked_area(identity: &Identity, definitions: &Definitions) -> bool {
    let registry = &definitions.registry;
    let marked = identity.marked_unit.as_ref();
    let own = marked.and_then(|id| registry.units.get(id));
    let (Some(own), Some(written)) = (own, &identity.written_unit) else {
        return false;
    };
    let named = registry.areas_named(&written.value);
    !named.is_empty() && named.iter().all(|area| own.areas.contains(&area.id))
}

/// The first second line of a sheet that names another unit or period than the form: a sheet of
/// another workbook.
fn other_sheet(
    workbook: &Workbook,
    file: &Arc<str>,
    definitions: &Definitions,
    kind: &str,
    identity: &Identity,
) -> Option<Located<String>> {
    let unit = identity
        .marked_unit
        .as_ref()
        .or(identity.read_unit.as_ref())?;
    let period = identity.marked_period.or(identity.read_period)?;
    for line in subtitles(workbook, file) {
        let named = meant_unit(&definitions.registry, kind, &line.unit.value, Some(period));
        if named.is_some_and(|named| named.id != *unit)
            || meant_period(&line.period.value).is_some_and(|named| named != period)
        {
            return Some(Located {
                value: format!("{}　{}", line.unit.value, line.period.value),
                at: line.unit.at,
            });
        }
    }
    None
}

fn read_marks(workbook: &Workbook, definitions: &Definitions) -> Identity {
    let mut identity = Identity::default();
    let Some(sheet) = workbook
        .sheets
        .iter()
        .find(|sheet| &*sheet.name == words::MARKS_SHEET)
    else {
        return identity;
    };
    for row in 0..=sheet.last_row().unwrap_or(0).min(20) {
        let key = sheet.get(CellRef::new(row, 0)).content.text();
        let value = sheet.get(CellRef::new(row, 1)).content.text();
        match key.as_ref() {
            marks::FORM => match definitions.forms.get(value.as_ref()) {
                Some(form) => identity.form = Some(form.id.clone()),
                None if value.is_empty() => {}
                None => identity.stranger = Some(value.into_owned()),
            },
            marks::VERSION => identity.version = Some(value.into_owned()),
            marks::UNIT => match definitions.registry.units.get(value.as_ref()) {
                Some(unit) => identity.marked_unit = Some(unit.id.clone()),
                None if value.is_empty() => {}
                None => identity.stranger = Some(value.into_owned()),
            },
            marks::PERIOD => identity.marked_period = value.parse().ok(),
            marks::MADE_BY => identity.made_by = Some(value.into_owned()),
            _ => {}
        }
    }
    identity
}

/// Whether a workbook shows a form's title, alone or behind the form's label.
fn has_title(workbook: &Workbook, form: &FormSpec) -> bool {
    let (title, full) = (
        fold(&form.title),
        fold(&format!("{}{}", form.label, form.title)),
    );
    workbook.sheets.iter().any(|sheet| {
        sheet
            .cells()
            .take_while(|(at, _)| at.row < 10)
            .any(|(_, cell)| {
                let text = fold(&cell.content.text());
                text == title || text == full
            })
    })
}

/// The form whose headings are there, when its title is gone: more than half of its blocks, and
/// more than of any other.
fn by_blocks<'a>(workbook: &Workbook, definitions: &'a Definitions) -> Option<&'a FormSpec> {
    let shown = definitions
        .forms
        .values()
        .map(|form| (extract::blocks_shown(workbook, form), form));
    let (shown, form) = shown.max_by_key(|(shown, _)| *shown)?;
    let blocks = form
        .sheets
        .iter()
        .map(|sheet| sheet.blocks.len())
        .sum::<usize>();
    (shown * 2 > blocks).then_some(form)
}

/// The unit that a written name means: a whole name, or one with more behind it (a section, the
/// body that runs it).
///
/// Names contain each other (住吉区, 東住吉区), but none is the beginning of another; two names mean none.
fn meant_unit<'a>(
    registry: &'a OrgRegistry,
    kind: &str,
    name: &str,
    period: Option<Period>,
) -> Option<&'a OrgUnit> {
    if let Some(unit) = registry.find(kind, name, period) {
        return Some(unit);
    }
    let name = fold(name);
    let city = fold(&registry.city.name);
    // Before the city may stand its prefecture or the kind of body, but not a part of another
    // city's name.
    let before =
        |before: &str| before.is_empty() || before.ends_with(['都', '道', '府', '県', '人', ')']);
    let name = name
        .split_once(&city)
        .filter(|(head, _)| before(head))
        .map_or(name.as_str(), |(_, rest)| rest);
    let (area, rest) = registry
        .areas
        .values()
        .find_map(|area| Some((area, name.strip_prefix(&fold(&area.name))?)))?;
    let mut units = registry.units.values().filter(|unit| {
        &*unit.kind == kind
            && unit.areas.contains(&area.id)
            && period.is_none_or(|period| unit.validity.covers(period))
    });
    let (Some(only), None) = (units.next(), units.next()) else {
        return None;
    };
    let mut others = registry.areas.values();
    let names_other =
        others.any(|other| !only.areas.contains(&other.id) && rest.contains(&fold(&other.name)));
    (!names_other).then_some(only)
}

/// The half that a written one means: 「令和5年度 上半期（4月～9月）」, 「令和5年度（上半期）」,
/// 「令和5年4月～9月」.
fn meant_period(text: &str) -> Option<Period> {
    let plain = fold(text);
    let (stem, _) = plain.split_once('(').unwrap_or((&plain, ""));
    half_named(stem)
        .or_else(|| half_named(&plain.replace(['(', ')'], "")))
        .or_else(|| half_from_to(stem))
}

/// A form is for a half of a year; a year alone does not say which.
fn half_named(text: &str) -> Option<Period> {
    let period: Option<Period> = text.parse().ok();
    period.filter(|period| !period.is_year())
}

/// The half that its first and its last month name.
fn half_from_to(stem: &str) -> Option<Period> {
    let (from, to) = stem.split_once(['~', '-', 'か'])?;
    let (year, month) = split_year(from)?;
    let half = match (month_in(month)?, month_in(to)?) {
        (4, 9) => Half::First,
        (10, 3) => Half::Second,
        _ => return None,
    };
    Some(Period::half(year, half))
}

/// The number before 月, or at the end.
fn month_in(text: &str) -> Option<i8> {
    let before = text.split('月').next()?;
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    before.get(digits..)?.parse().ok()
}

/// Unit and period as the second line of a sheet has them under its title.
struct Subtitle {
    unit: Located<String>,
    period: Located<String>,
}

/// What is left when the fields were emptied.
fn first_subtitle(workbook: &Workbook, file: &Arc<str>) -> Vec<(Prefill, Located<String>)> {
    match subtitles(workbook, file).into_iter().next() {
        Some(line) => vec![(Prefill::Unit, line.unit), (Prefill::Period, line.period)],
        None => Vec::new(),
    }
}

/// The second lines of all sheets that have one.
fn subtitles(workbook: &Workbook, file: &Arc<str>) -> Vec<Subtitle> {
    const LINE: CellRef = CellRef::new(1, 0);
    let mut found = Vec::new();
    for sheet in &workbook.sheets {
        let text = sheet.get(LINE).content.text();
        let Some((unit, period)) = text.split_once('\u{3000}') else {
            continue;
        };
        if meant_period(period).is_some() {
            let located = |words: &str| Located {
                value: words.trim().to_owned(),
                at: Location {
                    file: file.clone(),
                    sheet: sheet.name.clone(),
                    cell: LINE,
                },
            };
            found.push(Subtitle {
                unit: located(unit),
                period: located(period),
            });
        }
    }
    found
}

/// The answers to the questions that the blank form fills in by itself, by what it fills in.
fn written(
    workbook: &Workbook,
    file: &Arc<str>,
    form: &FormSpec,
    definitions: &Definitions,
) -> Vec<(Prefill, Located<String>)> {
    // Only the blocks that hold such a question are read; they look the same in every period.
    let mut only = form.clone();
    for sheet in &mut only.sheets {
        sheet
            .blocks
            .retain(|block| block.prefilled().next().is_some());
    }
    only.sheets.retain(|sheet| !sheet.blocks.is_empty());
    let any_period = Period::half(2000, Half::First);
    let read = extract::read(workbook, file, &only, &definitions.catalogue, any_period);
    let mut answers = Vec::new();
    for (prefill, element) in only.blocks().flat_map(|block| block.prefilled()) {
        let Some(value) = read
            .values
            .iter()
            .find(|value| value.key.element == *element)
        else {
            continue;
        };
        let text = value.raw.trim().to_owned();
        if !text.is_empty() {
            let at = value.at.clone();
            answers.push((prefill, Located { value: text, at }));
        }
    }
    answers
}
