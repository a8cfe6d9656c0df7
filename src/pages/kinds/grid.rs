//! Items × units: which unit stands where, behind the sums of the `items` page.

use super::charts::{self, SILENT};
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::figures::tone::tone;
use crate::model::catalogue::{Category, CategoryOption, Tone};
use crate::model::org_unit::OrgUnit;
use crate::model::terms;
use crate::pages::print::{Chart, GridRow, Page, Span};
use crate::pages::wording::{Named, key_number, least, nothing_yet, plain, strong};

/// The most units whose names can be read beside each other.
const MOST_COLUMNS: usize = 48;

/// The page of every unit's state in every item; of many units in some charts, each a page.
pub fn page(material: &Material, mut page: Page, element: &str) -> Option<Page> {
    let asked = material.asked(element)?;
    let items = material.breakdown(asked.element)?;
    let states = material.answers(asked.element)?;
    let grid = Grid {
        material,
        asked,
        items: items.options_in(material.period()).collect(),
        states,
        first: states.options_in(material.period()).next()?,
        units: units(material, asked),
    };
    page.title = format!("{}（{}別）", page.title, asked.kind.counter);
    page.finding = grid.finding(&grid.named(&grid.sums()), items);
    match charts::stretches(&grid.units, MOST_COLUMNS).as_slice() {
        [_] => {
            page.charts.insert("grid".to_owned(), grid.chart(false));
        }
        some => {
            let charts = some.iter().map(|units| grid.of(units).chart(true));
            charts::spread(&mut page, "grid", charts.collect());
        }
    }
    page.source = Some(asked.source());
    Some(page)
}

struct Grid<'a> {
    material: &'a Material<'a>,
    asked: &'a Asked<'a>,
    items: Vec<&'a CategoryOption>,
    states: &'a Category,
    /// The state that is to be reached.
    first: &'a CategoryOption,
    /// The units with the names of their columns.
    units: Vec<(String, &'a OrgUnit)>,
}

fn units<'a>(material: &Material<'a>, asked: &Asked<'a>) -> Vec<(String, &'a OrgUnit)> {
    let registry = &material.definitions.registry;
    let units = material.units(asked.kind, asked.half);
    units
        .map(|unit| (registry.short_name(unit), unit))
        .collect()
}

impl<'a> Grid<'a> {
    /// The same of some units.
    fn of(&self, units: &[(String, &'a OrgUnit)]) -> Self {
        Self {
            units: units.to_vec(),
            items: self.items.clone(),
            ..*self
        }
    }

    fn key(&self, item: &CategoryOption) -> TallyKey {
        TallyKey::of(&self.asked.element.id).option(&item.id)
    }

    /// How many items a unit has reached; nothing of one that has not reported.
    fn reached(&self, unit: &OrgUnit) -> Option<Number> {
        self.material.summary.submission_of(&unit.id)?;
        let keys = self.items.iter().map(|item| self.key(item));
        Some(Number::sum(keys.map(|key| {
            self.material.now(key.answer(&self.first.id).unit(&unit.id))
        })))
    }

    /// How many items each unit has reached.
    fn sums(&self) -> Vec<Option<Number>> {
        let sums = self.units.iter().map(|(_, unit)| self.reached(unit));
        sums.collect()
    }

    /// The units that have reported, with how many items they have reached.
    fn named(&self, sums: &[Option<Number>]) -> Vec<Named<'_>> {
        let mut named = Vec::new();
        for ((name, _), number) in self.units.iter().zip(sums) {
            named.extend(number.clone().map(|number| Named {
                label: name,
                number,
            }));
        }
        named
    }

    /// The state of each unit in an item.
    fn states_of(&self, item: &CategoryOption) -> Vec<Option<&'a CategoryOption>> {
        let key = self.key(item);
        let mut states = Vec::new();
        for (_, unit) in &self.units {
            states.push(charts::state_of(self.material, self.states, &key, &unit.id));
        }
        states
    }

    fn row(&self, item: &CategoryOption) -> GridRow {
        let mut tones = Vec::new();
        let states = self.states_of(item);
        for state in &states {
            tones.push(state.map_or(Tone::Missing, |state| tone(self.states, state)));
        }
        let sum = self.material.now(self.key(item).answer(&self.first.id));
        GridRow {
            label: item.label.clone(),
            tones,
            sum: sum.into(),
            alt: self.in_words(item, &states),
        }
    }

    /// How many units are in which state of an item, and which of them are not in the first.
    fn in_words(&self, item: &CategoryOption, found: &[Option<&CategoryOption>]) -> String {
        let counter = self.asked.kind.counter.as_str();
        let mut parts = Vec::new();
        for state in self.states.options_in(self.material.period()) {
            let names = self.names_of(found, Some(state));
            // The first state is mostly that of nearly all: its number is enough.
            let listed = if state.id == self.first.id || names.is_empty() {
                String::new()
            } else {
                format!("（{}）", names.join("、"))
            };
            parts.push(format!("{}{}{counter}{listed}", state.label, names.len()));
        }
        let silent = self.names_of(found, None);
        if !silent.is_empty() {
            let names = silent.join("、");
            parts.push(format!("{SILENT}{}{counter}（{names}）", silent.len()));
        }
        format!("{}は、{}。", item.label, parts.join("、"))
    }

    /// The units that are in a state, or in none.
    fn names_of(
        &self,
        found: &[Option<&CategoryOption>],
        wanted: Option<&CategoryOption>,
    ) -> Vec<&str> {
        let wanted = wanted.map(|state| &state.id);
        let mut names = Vec::new();
        for ((name, _), state) in self.units.iter().zip(found) {
            if state.map(|state| &state.id) == wanted {
                names.push(name.as_str());
            }
        }
        names
    }

    /// The chart of all units, or of those of a stretch beside the sums of all.
    fn chart(&self, is_stretch: bool) -> Chart {
        let sums = self.sums();
        let rows: Vec<GridRow> = self.items.iter().map(|item| self.row(item)).collect();
        let (counter, first) = (&self.asked.kind.counter, &self.first.label);
        let mut title = format!("{counter}別・項目別の状況");
        if is_stretch {
            let names = self.units.iter().map(|(name, _)| name.as_str());
            title += &format!("（{}、右端は全体の数）", charts::reaching(names));
        }
        let mut of_units = Vec::new();
        for unit in self.named(&sums) {
            of_units.push(format!("{}{}", unit.label, Words::from(unit.number)));
        }
        let of_units = of_units.join("、");
        let sums_alt = format!("{counter}別の「{first}」の項目数は、{of_units}。");
        let words: String = rows.iter().map(|row| row.alt.as_str()).collect();
        let with_silent = rows.iter().any(|row| row.tones.contains(&Tone::Missing));
        let columns = self.units.iter().map(|(name, _)| name.clone());
        let sums = sums
            .into_iter()
            .map(|sum| sum.map_or_else(|| terms::NONE.into(), Words::from));
        Chart::Grid {
            alt: format!("{title}。{words}{sums_alt}"),
            title: Words::text(title),
            legend: charts::legend(self.material, self.states, with_silent),
            columns: columns.collect(),
            rows,
            sum_label: first.clone(),
            sums_alt,
            sums: sums.collect(),
        }
    }

    /// How many units have reached everything, and who the least.
    fn finding(&self, known: &[Named], category: &Category) -> Vec<Span> {
        let counter = self.asked.kind.counter.as_str();
        let (units, reporting) = (&self.asked.counted, self.asked.reporting());
        let state = &self.first.label;
        let items = self.items.len() as u64;
        let Some(bottom) = least(known, counter).filter(|_| items > 0) else {
            return nothing_yet();
        };
        let all_items = Words::from(self.material.options(category)).then("項目すべて");
        let all = known.iter().filter(|unit| unit.number.n == items);
        let all = Number::count(all.map(|unit| unit.number.origin.clone()).collect());
        let reached = Words::text(format!("で「{state}」。"));
        if all.n == units.n {
            let who = strong(Words::from(units).then(counter).then("すべて"));
            let items = Words::from("が、").then(all_items).then(reached);
            return vec![plain(reporting), who, plain(items)];
        }
        let mut words = Vec::new();
        if all.n == 0 {
            let nobody = format!("が「{state}」の{counter}はない（{reporting}");
            let nobody = all_items.then(Words::text(nobody)).then(units);
            words.push(plain(nobody.then(counter).then("中）。")));
        } else {
            let among = Words::from(reporting).then(units).then(counter).then("中");
            words.push(plain(among));
            words.push(key_number(&all, counter));
            words.push(plain(Words::from("が").then(all_items).then(reached)));
        }
        if bottom.number.n == 0 {
            let nothing = Words::text(format!("「{state}」の項目がないのは"));
            words.push(plain(nothing.then(bottom.names).then("。")));
        } else {
            let names = Words::from("最も少ないのは").then(bottom.names).then("の");
            words.push(plain(names.then(bottom.each)));
            words.push(key_number(&bottom.number, terms::ELEMENT));
            words.push(plain("。"));
        }
        words
    }
}
