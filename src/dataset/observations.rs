//! The long table of the open data: one row is one datum.
//!
//! Only elements with a unit of measure are statistics: texts, dates and the descriptions of single
//! cases have none and never get here, nor does anything that may not be published. No column that
//! tells one row from another is ever empty: what is left out has a code.

use serde::Serialize;

use super::code_lists::{NONE, TOTAL, TOTAL_LABEL, named};
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::{Datum, UnitHead, symbol};
use crate::figures::material::Material;
use crate::figures::number::{How, Origin};
use crate::figures::subject::{Subject, subjects};
use crate::model::catalogue::{Category, CategoryOption, DataElement, Kind};
use crate::model::org_unit::UnitKind;
use crate::model::period::{Month, Period};
use crate::model::{Id, RESERVED, terms};

/// One datum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observation {
    /// The period, e.g. `2023H1`.
    pub period: String,
    /// The Western year in which the fiscal year starts.
    pub fiscal_year: i16,
    /// The Japanese fiscal year, e.g. 令和5年度.
    pub fiscal_year_label: String,
    /// 上半期, 下半期, or 通年.
    pub half: &'static str,
    /// For how long the number stands.
    pub span: Span,
    /// The first month that it is of, `2023-04`.
    pub start: String,
    /// The last month that it is of.
    pub end: String,
    /// 全国地方公共団体コード of the area, or of the city for its totals.
    pub area_code: String,
    /// The name of the area, or of the city.
    pub area: String,
    /// The id of the kind of unit that reports the element.
    pub unit_kind: Id,
    /// What the kind is called.
    pub unit_kind_label: String,
    /// The unit, or the code of all together.
    pub unit_id: String,
    /// The unit's name, or 市全体.
    pub unit_name: String,
    /// The element.
    pub element_id: Id,
    /// What its number is called.
    pub element: String,
    /// The category of the break-down, or the code of none.
    pub category_id: String,
    /// The option or group of the break-down, or the code of the total or of none.
    pub option_id: String,
    /// Its words.
    pub option: String,
    /// The category of the states, or the code of none.
    pub answers_id: String,
    /// The state that is counted, or the code of none.
    pub answer_id: String,
    /// Its words.
    pub answer: String,
    /// How it hangs together with the other rows.
    pub role: Aggregate,
    /// The number.
    pub value: Option<u64>,
    /// What stands instead of a number, or r beside one that was revised; else empty.
    pub symbol: &'static str,
    /// The unit of measure.
    pub measure: String,
    /// 再掲, 複数回答, of how much the number is when it is not of all, and what it was before a revision.
    pub note: String,
    /// The id of the number, or a formula of ids, as `trace` takes it.
    pub made_of: String,
}

/// For how long a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// One month.
    Month,
    /// A half of a fiscal year.
    Half,
    /// A fiscal year.
    Year,
}

/// How numbers hang together, so that nobody adds what overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// The total of the parts.
    Total,
    /// The total of some of the parts.
    Group,
    /// A part: the parts make the total.
    Part,
    /// 再掲: within the total, never added.
    Subset,
    /// One of several that a unit may count under at once.
    Overlap,
    /// How many units are in a state: the states make the units.
    State,
    /// That one unit is in a state, which counts one.
    UnitState,
    /// A number without break-down.
    Single,
}

impl Span {
    /// The code and the words.
    pub fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Month => ("month", "月"),
            Self::Half => ("half", "半期"),
            Self::Year => ("year", "年度"),
        }
    }
}

impl Aggregate {
    /// The code and the words.
    pub fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Total => ("total", TOTAL_LABEL),
            Self::Group => ("group", "小計"),
            Self::Part => ("part", "内訳"),
            Self::Subset => ("subset", terms::SUBSET),
            Self::Overlap => ("overlap", "重複あり"),
            Self::State => ("state", "状況別"),
            Self::UnitState => ("unit_state", "単位ごとの状況"),
            Self::Single => ("single", "区分なし"),
        }
    }
}

impl Observation {
    /// Whether it is of the city as a whole.
    pub fn is_city(&self) -> bool {
        self.unit_id == TOTAL
    }

    /// Whether it is of the whole period.
    pub fn is_whole(&self) -> bool {
        self.span != Span::Month
    }

    /// The option of the break-down; nothing for a total and where there is none.
    pub fn option(&self) -> Option<&str> {
        Some(self.option_id.as_str()).filter(|id| !id.starts_with(RESERVED))
    }
}

/// The data of all statistics, each element once.
pub(super) fn observations(themes: &[Theme]) -> Vec<Observation> {
    let mut rows = Vec::new();
    for theme in themes {
        theme.write(&mut rows);
    }
    rows
}

/// The statistics of all forms, in their order.
pub(super) fn themes<'a>(material: &'a Material<'a>) -> Vec<Theme<'a>> {
    let mut themes = Vec::new();
    for kind in material.definitions.registry.kinds.values() {
        let form = material.definitions.form_of(&kind.id);
        let sheets = form.into_iter().flat_map(|form| &form.sheets);
        for subject in sheets
            .flat_map(|sheet| &sheet.blocks)
            .flat_map(|block| subjects(material, block))
        {
            let elements = match subject {
                Subject::Counts { element, .. }
                | Subject::States(element)
                | Subject::Marks { element, .. } => vec![element],
                // Marks of a list are a subject of their own.
                Subject::List { elements, .. } => elements
                    .into_iter()
                    .filter(|element| element.kind != Kind::Marks)
                    .collect(),
            };
            for element in elements
                .into_iter()
                .filter(|element| element.statistic().is_some())
            {
                let units = material.unit_heads(&kind.id);
                themes.push(Theme {
                    material,
                    kind,
                    element,
                    units,
                });
            }
        }
    }
    themes
}

/// One element of one kind of unit.
pub(super) struct Theme<'a> {
    pub material: &'a Material<'a>,
    kind: &'a UnitKind,
    pub element: &'a DataElement,
    units: Vec<UnitHead>,
}

/// One line of the break-down of an element.
pub(super) struct Item {
    id: String,
    label: String,
    pub role: Aggregate,
    /// The options whose numbers it is the sum of; `None` is that of the element itself.
    options: Vec<Option<Id>>,
}

impl Item {
    fn new(id: &str, label: &str, role: Aggregate, options: Vec<Option<Id>>) -> Self {
        Self {
            id: id.to_owned(),
            label: label.to_owned(),
            role,
            options,
        }
    }
}

impl Theme<'_> {
    fn write(&self, rows: &mut Vec<Observation>) {
        let period = self.material.period();
        let items = self.items(period);
        // How many rows or texts a unit wrote is told of the city alone: the lists show them unit by unit.
        let units = self
            .units
            .iter()
            .filter(|_| self.element.counted.is_none())
            .map(Some);
        for place in std::iter::once(None).chain(units) {
            // The groups as well: of a unit each would be one more sum that gives away what is hidden.
            for item in items
                .iter()
                .filter(|item| place.is_none() || item.role != Aggregate::Group)
            {
                let blank = self.blank(period, place, item);
                match self.element.kind {
                    Kind::Choice => self.write_states(place, item, &blank, rows),
                    _ => self.write_counts(place, item, &blank, rows),
                }
            }
        }
    }

    /// The lines of the break-down in a period: options in the order of the form, their groups, the total.
    pub fn items(&self, period: Period) -> Vec<Item> {
        let is_count = self.element.kind == Kind::Count;
        let Some(category) = self.material.definitions.catalogue.breakdown(self.element) else {
            let role = if self.element.kind == Kind::Choice {
                Aggregate::State
            } else {
                Aggregate::Single
            };
            return vec![Item::new(NONE, "区分なし", role, vec![None])];
        };
        let role = |option: &CategoryOption| match self.element.kind {
            Kind::Choice => Aggregate::State,
            Kind::Count if option.subset => Aggregate::Subset,
            Kind::Count => Aggregate::Part,
            _ => Aggregate::Overlap,
        };
        let options = category.options_in(period);
        let options = options.map(|option| {
            Item::new(
                &option.id,
                &option.label,
                role(option),
                vec![Some(option.id.clone())],
            )
        });
        let groups = category
            .groups
            .iter()
            .filter(|_| is_count)
            .filter_map(|(id, label)| {
                let parts = in_group(category, id, period);
                (!parts.is_empty()).then(|| Item::new(id, label, Aggregate::Group, parts))
            });
        let total = is_count.then(|| Item::new(TOTAL, TOTAL_LABEL, Aggregate::Total, vec![None]));
        options.chain(groups).chain(total).collect()
    }

    /// Counts and marks: the period, and for monthly counts each month.
    fn write_counts(
        &self,
        place: Option<&UnitHead>,
        item: &Item,
        blank: &Observation,
        rows: &mut Vec<Observation>,
    ) {
        let months = if self.is_monthly() {
            self.material.period().months()
        } else {
            Vec::new()
        };
        for month in std::iter::once(None).chain(months.into_iter().map(Some)) {
            let keys: Vec<TallyKey> = self
                .keys(place, item)
                .into_iter()
                .map(|key| TallyKey { month, ..key })
                .collect();
            let mut row = blank.clone();
            if let Some(month) = month.as_ref().map(Month::to_string) {
                (row.span, row.start, row.end) = (Span::Month, month.clone(), month);
            }
            rows.push(self.filled(row, place, item, &keys, self.sum(&keys)));
        }
    }

    /// States: the answer of a unit counts one; the city has a number for every answer.
    fn write_states(
        &self,
        place: Option<&UnitHead>,
        item: &Item,
        blank: &Observation,
        rows: &mut Vec<Observation>,
    ) {
        let mut written = 0;
        for state in self.states(self.material.period()) {
            let keys: Vec<TallyKey> = self
                .keys(place, item)
                .into_iter()
                .map(|key| key.answer(&state.id))
                .collect();
            // A unit is in one state: the others are not its numbers.
            let figure = self.sum(&keys);
            if figure.value.is_some() {
                written += 1;
                rows.push(self.filled(self.in_state(blank, state), place, item, &keys, figure));
            }
        }
        if written == 0 {
            rows.push(self.filled(
                blank.clone(),
                place,
                item,
                &self.keys(place, item),
                Datum::missing(),
            ));
        }
    }

    /// The states that may be answered.
    pub fn states(&self, period: Period) -> impl Iterator<Item = &CategoryOption> {
        self.material
            .definitions
            .catalogue
            .answers(self.element)
            .into_iter()
            .flat_map(move |states| states.options_in(period))
    }

    /// Monthly counts are those of a block with a break-down.
    fn is_monthly(&self) -> bool {
        self.element.kind == Kind::Count && self.element.category.is_some()
    }

    /// The numbers that a line is the sum of.
    pub fn keys(&self, place: Option<&UnitHead>, item: &Item) -> Vec<TallyKey> {
        let unit = place.map(|unit| unit.id.clone());
        let key = |option: &Option<Id>| TallyKey {
            option: option.clone(),
            unit: unit.clone(),
            ..TallyKey::of(&self.element.id)
        };
        item.options.iter().map(key).collect()
    }

    fn reported(&self) -> usize {
        self.units.iter().filter(|unit| unit.reported).count()
    }

    /// The sum of numbers; missing when each of them is.
    fn sum(&self, keys: &[TallyKey]) -> Datum {
        let figures = keys.iter().map(|key| self.material.datum(key));
        figures
            .filter(|figure| figure.value.is_some())
            .fold(Datum::missing(), |sum, part| {
                Datum::computed(
                    sum.value.unwrap_or(0) + part.value.unwrap_or(0),
                    sum.sources + part.sources,
                )
            })
    }

    /// A row with its number, and what is to be said of it.
    fn filled(
        &self,
        row: Observation,
        place: Option<&UnitHead>,
        item: &Item,
        keys: &[TallyKey],
        figure: Datum,
    ) -> Observation {
        let revised = self.revised(keys, &figure);
        let mut notes = self.notes(item);
        notes.extend(self.coverage(place, item, &row, figure.sources));
        // The old number of a unit stays inside the house: it may be one that is hidden today.
        if let (None, Some(old)) = (place, &revised) {
            notes.push(format!(
                "訂正前 {}",
                old.map_or_else(|| "の数なし".to_owned(), |old| old.to_string())
            ));
        }
        Observation {
            value: figure.value,
            symbol: if revised.is_some() {
                symbol::REVISED
            } else {
                figure.symbol
            },
            note: notes.join("、"),
            made_of: made_of(keys, Origin::Counted),
            ..row
        }
    }

    /// What a number was before it was revised; nothing where it was not.
    fn revised(&self, keys: &[TallyKey], figure: &Datum) -> Option<Option<u64>> {
        let of = |key: &TallyKey| self.material.revisions.get(key);
        if figure.value.is_none() || !keys.iter().any(|key| of(key).is_some()) {
            return None;
        }
        let old = keys.iter().map(|key| {
            of(key).map_or_else(|| self.material.datum(key).value, |revision| revision.old)
        });
        let old = old.flatten().reduce(|sum, part| sum + part);
        (old != figure.value).then_some(old)
    }

    /// What is to be minded at every number of a line.
    pub fn notes(&self, item: &Item) -> Vec<String> {
        let subset = (item.role == Aggregate::Subset).then_some("再掲（合計に加えない）");
        let multiple = self.element.multiple.then_some(match item.role {
            Aggregate::Overlap => "複数回答（足しても報告単位の数にならない）",
            _ => "複数回答（延べ数）",
        });
        subset
            .into_iter()
            .chain(multiple)
            .map(str::to_owned)
            .collect()
    }

    /// Of how much a number is, when it is not of all.
    fn coverage(
        &self,
        place: Option<&UnitHead>,
        item: &Item,
        row: &Observation,
        cells: usize,
    ) -> Option<String> {
        match place {
            None if self.reported() > 0 && self.reported() < self.units.len() => Some(format!(
                "報告単位{}のうち{}の合計",
                self.units.len(),
                self.reported()
            )),
            // A unit's option over the period has one cell a month; fewer is a part of the period.
            Some(_) if self.is_monthly() && row.is_whole() && item.role != Aggregate::Total => {
                let months = self.material.period().months().len();
                (1..months)
                    .contains(&cells)
                    .then(|| format!("{months}か月のうち{cells}か月分"))
            }
            _ => None,
        }
    }

    /// What all data of a place and a line have in common.
    pub fn blank(&self, period: Period, place: Option<&UnitHead>, item: &Item) -> Observation {
        let registry = &self.material.definitions.registry;
        let city = &registry.city;
        let catalogue = &self.material.definitions.catalogue;
        let months: Vec<String> = period.months().iter().map(Month::to_string).collect();
        let (element, measure) = self.element.statistic().unwrap_or_default();
        Observation {
            period: period.to_string(),
            fiscal_year: period.year.0,
            fiscal_year_label: period.year.label(),
            half: if period.is_year() {
                "通年"
            } else {
                period.half_label()
            },
            span: if period.is_year() {
                Span::Year
            } else {
                Span::Half
            },
            start: months.first().cloned().unwrap_or_default(),
            end: months.last().cloned().unwrap_or_default(),
            area_code: place.map_or(&city.code, |unit| &unit.area_code).clone(),
            area: place.map_or(&city.name, |unit| &unit.area).clone(),
            unit_kind: self.kind.id.clone(),
            unit_kind_label: self.kind.label.clone(),
            unit_id: place.map_or(TOTAL, |unit| &unit.id).to_owned(),
            unit_name: match place {
                Some(unit) => unit.name.clone(),
                None => terms::whole_of(registry),
            },
            element_id: self.element.id.clone(),
            element: element.to_owned(),
            category_id: named(catalogue.breakdown(self.element)).0,
            option_id: item.id.clone(),
            option: item.label.clone(),
            answers_id: NONE.to_owned(),
            answer_id: NONE.to_owned(),
            answer: "状況なし".to_owned(),
            role: if place.is_some() && item.role == Aggregate::State {
                Aggregate::UnitState
            } else {
                item.role
            },
            value: None,
            symbol: "",
            measure: measure.to_owned(),
            note: String::new(),
            made_of: String::new(),
        }
    }

    /// A row about one of the states.
    pub fn in_state(&self, blank: &Observation, state: &CategoryOption) -> Observation {
        Observation {
            answers_id: named(self.material.definitions.catalogue.answers(self.element)).0,
            answer_id: state.id.to_string(),
            answer: state.label.clone(),
            ..blank.clone()
        }
    }
}

/// The options of a group, subsets apart.
fn in_group(category: &Category, group: &Id, period: Period) -> Vec<Option<Id>> {
    let parts = category
        .options_in(period)
        .filter(|option| option.group.as_ref() == Some(group) && !option.subset);
    parts.map(|option| Some(option.id.clone())).collect()
}

/// The id of a number, or of several the formula of their sum.
pub(super) fn made_of(keys: &[TallyKey], origin: impl Fn(TallyKey) -> Origin) -> String {
    let mut origins: Vec<Origin> = keys.iter().cloned().map(origin).collect();
    match origins.pop() {
        Some(only) if origins.is_empty() => only.to_string(),
        last => Origin::Made(How::Sum, origins.into_iter().chain(last).collect()).to_string(),
    }
}
