//! Which form is this, whose, for which period? By the hidden marks of our own blank forms, else by
//! what the form says.

use std::sync::Arc;

use super::extract::{self, FormReaders, LabelledBook};
use super::layout::words;
use super::spec::{Definitions, FormSpec, Prefill};
use super::written_period::{meant_period, names_half, parts_of_subtitle};
use crate::model::Id;
use crate::model::cell::{CellRef, Located, Location};
use crate::model::org_unit::{OrgRegistry, OrgUnit};
use crate::model::period::{Half, Period};
use crate::model::text::fold;
use crate::workbook::{Sheet, Workbook};

/// How far down a sheet's second line is looked for.
const SUBTITLE_ROWS: u32 = 10;
/// The rows on top of a sheet in which it tells whose it is.
const TITLE_ROWS: u32 = 3;

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
pub fn identify(book: &LabelledBook, file: &Arc<str>, readers: &FormReaders) -> Identity {
    let (workbook, definitions) = (book.workbook, readers.definitions);
    let mut identity = read_marks(workbook, definitions);
    if identity.form.is_none() {
        let titled = definitions
            .forms
            .values()
            .find(|form| has_title(workbook, form));
        identity.form = titled
            .or_else(|| by_blocks(book, definitions))
            .map(|form| form.id.clone());
    }
    if let Some(form) = identity
        .form
        .as_ref()
        .and_then(|id| definitions.forms.get(id))
    {
        let lines = subtitles(workbook, file);
        // What is left when the fields were emptied.
        let first = lines.first().map(|line| {
            let (unit, period) = (line.unit.clone(), line.period.clone());
            [(Prefill::Unit, unit), (Prefill::Period, period)]
        });
        let answers = written(book, file, form, readers).into_iter();
        for (prefill, answer) in answers.chain(first.into_iter().flatten()) {
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
        let marked = identity.marked_period;
        identity.read_period = identity.written_period.as_ref().and_then(|period| {
            let read = meant_period(&period.value);
            read.or_else(|| marked.filter(|marked| names_half(&period.value, *marked)))
        });
        let period = identity.marked_period.or(identity.read_period);
        identity.read_unit = kind
            .zip(identity.written_unit.as_ref())
            .and_then(|(kind, name)| {
                meant_unit(&definitions.registry, &kind.id, &name.value, period)
                    .map(|unit| unit.id.clone())
            });
        if identity.read_unit.is_none() && names_no_other_area(&identity, definitions) {
            identity.read_unit = identity.marked_unit.clone();
        }
        if let Some(kind) = kind {
            identity.other_sheet = other_sheet(lines, definitions, &kind.id, &identity)
                .or_else(|| other_title(workbook, file, definitions, form, &identity));
        }
    }
    identity
}

/// Whether the written name holds that of no area but the marked unit's: the body that runs an
/// office (「一般社団法人北区医師会」, 「大淀医師会」) tells nothing else than the marks.
fn names_no_other_area(identity: &Identity, definitions: &Definitions) -> bool {
    let registry = &definitions.registry;
    let marked = identity.marked_unit.as_ref();
    let own = marked.and_then(|id| registry.units.get(id));
    let (Some(own), Some(written)) = (own, &identity.written_unit) else {
        return false;
    };
    let named = registry.areas_named(&written.value);
    if is_of_other_city(registry, &written.value) {
        return false;
    }
    registry.find_all(&written.value).is_empty()
        && !is_the_city(registry, &written.value)
        && named.iter().all(|area| own.areas.contains(&area.id))
}

/// Whether a name is that of the city itself or of who collects the forms, who fill none.
fn is_the_city(registry: &OrgRegistry, name: &str) -> bool {
    const WHOLE: [&str; 3] = ["", "役所", "役場"];
    let city = &registry.city;
    let (name, collector) = (fold(name), fold(&city.collector));
    let behind = name.split_once(&fold(&city.name)).map(|(_, behind)| behind);
    let section = behind.unwrap_or(&name);
    behind.is_some_and(|behind| WHOLE.contains(&behind))
        || name == fold(&city.label)
        || !collector.is_empty() && section.starts_with(&collector)
}

/// Whether an area is named behind another city (「堺市北区役所」).
fn is_of_other_city(registry: &OrgRegistry, name: &str) -> bool {
    let (name, city) = (fold(name), fold(&registry.city.name));
    let mut areas = registry.areas.values();
    areas.any(|area| {
        let before = name.split_once(&fold(&area.name)).map(|(before, _)| before);
        before.is_some_and(|before| before.ends_with('市') && !before.ends_with(&city))
    })
}

/// The first second line of a sheet that names another unit or period than the form: a sheet of
/// another workbook.
fn other_sheet(
    lines: Vec<Subtitle>,
    definitions: &Definitions,
    kind: &str,
    identity: &Identity,
) -> Option<Located<String>> {
    let unit = identity
        .marked_unit
        .as_ref()
        .or(identity.read_unit.as_ref())?;
    let period = identity.marked_period.or(identity.read_period)?;
    let registry = &definitions.registry;
    for line in lines {
        let named = meant_unit(registry, kind, &line.unit.value, Some(period));
        // A unit may be called after an area that is not its own.
        let is_other = named.map_or_else(
            || names_others(registry, unit, &line.unit.value),
            |named| named.id != *unit,
        );
        if is_other || meant_period(&line.period.value).is_some_and(|named| named != period) {
            return Some(Located {
                value: format!("{}　{}", line.unit.value, line.period.value),
                at: line.unit.at,
            });
        }
    }
    None
}

/// Whether a name holds that of an area which is not the unit's, or of one in another city.
pub fn names_others(registry: &OrgRegistry, unit: &str, name: &str) -> bool {
    let own = registry.units.get(unit).map(|unit| &unit.areas);
    let mut named = registry.areas_named(name).into_iter();
    is_of_other_city(registry, name)
        || own.is_some_and(|own| named.any(|area| !own.contains(&area.id)))
}

/// The first sheet of the form on top of which stands the title of another form, or the name of
/// another unit and nothing else.
fn other_title(
    workbook: &Workbook,
    file: &Arc<str>,
    definitions: &Definitions,
    form: &FormSpec,
    identity: &Identity,
) -> Option<Located<String>> {
    let own = identity
        .marked_unit
        .as_ref()
        .or(identity.read_unit.as_ref());
    let own = own?;
    let own_titles = titles(form);
    let others = definitions.forms.values();
    let others = others.filter(|other| other.id != form.id);
    let other_titles: Vec<String> = others.flat_map(titles).collect();
    let is_other = |text: &str| {
        let title = fold(text);
        let named = definitions.registry.find_all(text);
        !own_titles.contains(&title)
            && (other_titles.contains(&title)
                || !named.is_empty() && named.iter().all(|unit| unit.id != *own))
    };
    let sheets = workbook.sheets.iter();
    let mut own_sheets =
        sheets.filter(|sheet| form.sheets.iter().any(|own| *own.name == *sheet.name));
    own_sheets.find_map(|sheet| {
        let mut top = sheet.cells().take_while(|(at, _)| at.row < TITLE_ROWS);
        let (at, cell) = top.find(|(at, cell)| at.col == 0 && is_other(&cell.content.text()))?;
        Some(located(file, sheet, at, &cell.content.text()))
    })
}

fn located(file: &Arc<str>, sheet: &Sheet, at: CellRef, words: &str) -> Located<String> {
    Located {
        value: words.trim().to_owned(),
        at: Location {
            file: file.clone(),
            sheet: sheet.name.clone(),
            cell: at,
        },
    }
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
    let titles = titles(form);
    workbook.sheets.iter().any(|sheet| {
        let mut top = sheet.cells().take_while(|(at, _)| at.row < 10);
        top.any(|(_, cell)| titles.contains(&fold(&cell.content.text())))
    })
}

/// A form's title, folded, alone and behind the form's label.
fn titles(form: &FormSpec) -> [String; 2] {
    [
        fold(&form.title),
        fold(&format!("{}{}", form.label, form.title)),
    ]
}

/// The form whose headings are there, when its title is gone: more than half of its blocks, and
/// more than of any other.
fn by_blocks<'a>(book: &LabelledBook, definitions: &'a Definitions) -> Option<&'a FormSpec> {
    let shown = definitions
        .forms
        .values()
        .map(|form| (extract::blocks_shown(book, form), form));
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
    if !registry.find_all(name).is_empty() {
        return None; // Of another kind: the office of an area is not its ward office.
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

/// Unit and period as the second line of a sheet has them under its title.
struct Subtitle {
    unit: Located<String>,
    period: Located<String>,
}

/// The second lines of all sheets that have one, wherever inserted rows have moved them.
fn subtitles(workbook: &Workbook, file: &Arc<str>) -> Vec<Subtitle> {
    let mut found = Vec::new();
    for sheet in &workbook.sheets {
        let first = sheet.cells().take_while(|(at, _)| at.row < SUBTITLE_ROWS);
        for (at, cell) in first {
            found.extend(subtitle(file, sheet, at, &cell.content.text()));
        }
    }
    found
}

fn subtitle(file: &Arc<str>, sheet: &Sheet, at: CellRef, text: &str) -> Option<Subtitle> {
    let (unit, period) = parts_of_subtitle(text)?;
    Some(Subtitle {
        unit: located(file, sheet, at, unit),
        period: located(file, sheet, at, period),
    })
}

/// The answers to the questions that the blank form fills in by itself, by what it fills in.
fn written<'a>(
    book: &LabelledBook,
    file: &Arc<str>,
    form: &'a FormSpec,
    readers: &FormReaders<'a>,
) -> Vec<(Prefill, Located<String>)> {
    // They look the same in every period.
    let any_period = Period::half(2000, Half::First);
    let read = readers.of(form, any_period).read_prefilled(book, file);
    let mut answers = Vec::new();
    for (prefill, element) in form.blocks().flat_map(|block| block.prefilled()) {
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
