//! The report in short: the numbers that stand for the whole, and what moved furthest.

use std::cmp::Reverse;

use serde::Deserialize;

use super::PageKind;
use super::figures::Called;
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::model::catalogue::{CategoryOption, DataElement};
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Page, Row, Span, Table, TableColumn};
use crate::pages::wording::{
    Moved, against, heading, key_number, moved, nothing_yet, plain, with_first_half,
};

/// How many movements there is room for.
const SHOWN: usize = 6;

/// The report in short.
#[derive(Debug, Clone, Deserialize)]
pub struct SummaryPage {
    /// The numbers that stand for the whole; the first one is told in the finding.
    keys: Vec<Called>,
    /// The counts of whose parts those are shown that moved furthest.
    movements: Vec<String>,
}

impl PageKind for SummaryPage {
    fn template(&self) -> &'static str {
        "summary"
    }

    fn elements(&self) -> Vec<&str> {
        let keys = self.keys.iter().map(|key| &key.element);
        keys.chain(&self.movements).map(String::as_str).collect()
    }

    fn compose(&self, composer: &Composer, mut page: Page) -> Vec<Page> {
        let material = composer.material;
        page.finding = self.finding(material);
        let figures = self.keys.iter();
        let figures = figures.map(|key| key.figure(material));
        page.figures = figures.flatten().collect();
        if let Some(table) = self.movements(material) {
            page.tables.insert("movements".to_owned(), table);
        }
        vec![page]
    }
}

impl SummaryPage {
    fn finding(&self, material: &Material) -> Vec<Span> {
        let told = self.keys.iter().find_map(|key| {
            let element = material.element(&key.element)?;
            Some((element, key.figure(material)?.label))
        });
        let Some((element, label)) = told else {
            return nothing_yet();
        };
        let total = material.now(TallyKey::of(&element.id));
        let unit = element.statistic().map_or("", |(_, unit)| unit);
        let mut words = vec![
            plain(format!("{label}は").as_str()),
            key_number(&total, unit),
            plain("。"),
        ];
        words.extend(against(material, element, &total).map(plain));
        words.extend(with_first_half(material, element, &total).map(plain));
        words
    }

    /// The parts of the counts that moved furthest, those with the largest difference first;
    /// nothing where nothing may be held against an earlier period.
    fn movements(&self, material: &Material) -> Option<Table> {
        let mut all: Vec<(&DataElement, Moved)> = Vec::new();
        let mut before: Option<Period> = None;
        for element in self.movements.iter().filter_map(|id| material.element(id)) {
            let beside = material.comparison(element).before;
            // One heading says beside which period all of them stand.
            if *before.get_or_insert(beside) != beside {
                continue;
            }
            let Some(category) = material.breakdown(element) else {
                continue;
            };
            let parts: Vec<&CategoryOption> = category.parts_in(material.period()).collect();
            let moved = moved(material, element, &parts).into_iter();
            all.extend(
                moved
                    .filter(|part| part.distance() > 0)
                    .map(|part| (element, part)),
            );
        }
        all.sort_by_key(|(_, part)| Reverse(part.distance()));
        let rows: Vec<Row> = all
            .iter()
            .take(SHOWN)
            .map(|(element, part)| self.row(material, element, part))
            .collect();
        (!rows.is_empty()).then(|| Table {
            title: "増減の大きかったもの".to_owned(),
            columns: vec![
                TableColumn::new(terms::ELEMENT, false, 5),
                TableColumn::new(terms::OPTION, false, 7),
                TableColumn::new(heading(material.period()), true, 3),
                TableColumn::new(before.map_or_else(String::new, heading), true, 3),
                TableColumn::new("増減", true, 2),
            ],
            rows,
            notes: vec!["率ではなく、増減した数の大きい順に並べた。".to_owned()],
        })
    }

    fn row(&self, material: &Material, element: &DataElement, part: &Moved) -> Row {
        let key = self.keys.iter().find(|key| *key.element == *element.id);
        let label = key.map_or(&*element.label, |key| key.label(element));
        let change = material.change(element, &part.now, &part.past);
        Row::plain(vec![
            label.into(),
            part.label.into(),
            (&part.now).into(),
            (&part.past).into(),
            change.unwrap_or_default(),
        ])
    }
}
