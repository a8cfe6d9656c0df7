//! What the halves of a year add up to: a page of the second half, a table an element.

use serde::Deserialize;

use super::PageKind;
use super::figures::Called;
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::CategoryOption;
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Page, Row, RowRole, Table, TableColumn};
use crate::pages::wording::{heading, key_number, plain};

/// What the halves of a year add up to.
#[derive(Debug, Clone, Deserialize)]
pub struct YearPage {
    /// Count elements with a category.
    counts: Vec<Called>,
}

impl PageKind for YearPage {
    fn template(&self) -> &'static str {
        "year"
    }

    fn elements(&self) -> Vec<&str> {
        self.counts.iter().map(|count| &*count.element).collect()
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        let first = composer.material.first_half();
        let page = first.map(|first| self.page(composer.material, first, page));
        page.into_iter()
            .filter(|page| !page.tables.is_empty())
            .collect()
    }
}

impl YearPage {
    fn page(&self, material: &Material, first: Period, mut page: Page) -> Page {
        let label = material.period().year.label();
        page.title = format!("{}（{label}）", page.title);
        page.notes.push("上半期の数は、締めたときのもの。".into());
        for count in &self.counts {
            let Some(asked) = material.asked(&count.element) else {
                continue;
            };
            let element = asked.element;
            let (before, key) = (material.last_year(), TallyKey::of(&element.id));
            let Some((_, year)) = material.of_year(element, &key) else {
                continue;
            };
            let year_of = Year {
                material,
                asked,
                first,
                before,
            };
            let Some(table) = year_of.table() else {
                continue;
            };
            page.tables.insert(element.id.to_string(), table);
            if let Some(year) = &year {
                let lead = match page.finding.is_empty() {
                    true => format!("{label}は、上半期と下半期を合わせて、"),
                    false => "、".to_owned(),
                };
                page.finding.push(plain(Words::text(lead)));
                page.finding.push(plain(count.label(element)));
                page.finding.push(key_number(year, &element.unit));
            }
            let past = material.keys(element).into_iter();
            let past = past.filter_map(|key| material.past(before, &key));
            let few = material.small_base(element, before, past.map(|past| past.n));
            for note in few.into_iter().chain(material.incomplete(element)) {
                if !page.notes.contains(&note) {
                    page.notes.push(note);
                }
            }
        }
        if !page.finding.is_empty() {
            page.finding.push(plain("。"));
        }
        let counts = self.counts.iter();
        let asked = counts.filter_map(|count| material.asked(&count.element));
        page.source = Some(Asked::forms(asked));
        page
    }
}

struct Year<'a> {
    material: &'a Material<'a>,
    asked: &'a Asked<'a>,
    first: Period,
    before: Period,
}

impl Year<'_> {
    fn table(&self) -> Option<Table> {
        let category = self.material.breakdown(self.asked.element)?;
        let key = TallyKey::of(&self.asked.element.id);
        let options = category.options_in(self.material.period());
        let (subsets, parts): (Vec<_>, Vec<_>) = options.partition(|option| option.subset);
        let row = |role, options: Vec<&CategoryOption>| {
            let rows = options.into_iter();
            rows.map(|option| self.row(role, &option.label, &key.clone().option(&option.id)))
                .collect::<Vec<_>>()
        };
        let mut rows = row(RowRole::Plain, parts);
        rows.push(self.row(RowRole::Total, terms::TOTAL, &key));
        rows.extend(row(RowRole::Subset, subsets));
        let has_past = self.material.past(self.before, &key).is_some();
        let mut columns = vec![
            TableColumn::new(
                format!("{}（{}）", category.label, self.asked.element.unit),
                false,
                9,
            ),
            TableColumn::new(heading(self.first), true, 3),
            TableColumn::new(heading(self.material.period()), true, 3),
            TableColumn::new(heading(Period::year(self.first.year.0)), true, 3),
        ];
        if has_past {
            columns.push(TableColumn::new(heading(self.before), true, 3));
            columns.push(TableColumn::new("増減", true, 3));
        }
        for row in &mut rows {
            row.cells.truncate(columns.len());
        }
        Some(Table {
            title: self.asked.element.label.clone(),
            columns,
            rows,
            notes: Vec::new(),
        })
    }

    fn row(&self, role: RowRole, label: &str, key: &TallyKey) -> Row {
        let (material, element) = (self.material, self.asked.element);
        let of_year = material.of_year(element, key);
        let (first, year) = of_year.map_or((None, None), |(first, year)| (Some(first), year));
        let past = material.past(self.before, key);
        let change = year.as_ref().zip(past.as_ref());
        let change = change.and_then(|(now, past)| material.change(element, now, past));
        let cell = |number: Option<Number>| number.map_or_else(|| terms::NONE.into(), Words::from);
        let cells = vec![
            label.into(),
            cell(first),
            material.now(key.clone()).into(),
            cell(year),
            cell(past),
            change.unwrap_or_else(|| terms::NONE.into()),
        ];
        Row { role, cells }
    }
}
