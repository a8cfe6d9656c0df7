//! Who does what in the city, and who has submitted.

use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::round::Standing;
use crate::pages::print::{Card, Fact, Page, Row, RowRole, Table, TableColumn};
use crate::pages::spec::CardSpec;
use crate::pages::wording::{key_number, plain, strong};

/// The page of actors and submissions.
pub fn page(material: &Material, mut page: Page, cards: &[CardSpec]) -> Page {
    page.cards = cards
        .iter()
        .map(|card| Card {
            tag: String::new(),
            title: card.title.clone(),
            lead: card.lead.clone(),
            facts: card
                .items
                .iter()
                .map(|(label, value)| Fact {
                    label: label.clone(),
                    value: value.clone(),
                })
                .collect(),
            text: Vec::new(),
            picture: None,
        })
        .collect();
    let registry = &material.definitions.registry;
    let standings = [
        Standing::Counted,
        Standing::Faulty,
        Standing::Twice,
        Standing::Missing,
    ];
    let mut rows = Vec::new();
    for kind in registry.kinds.values() {
        let label = Words::from(format!("{}（{}）", kind.label, kind.counter));
        let numbers = standings.map(|standing| material.standing(kind, standing).into());
        let cells = [label, material.expected(kind).into()]
            .into_iter()
            .chain(numbers);
        rows.push(Row {
            role: RowRole::Plain,
            cells: cells.collect(),
        });
    }
    let all = Number::sum(registry.kinds.values().map(|kind| material.expected(kind)));
    let counted = Number::sum(
        registry
            .kinds
            .values()
            .map(|kind| material.standing(kind, Standing::Counted)),
    );
    let column = |label: &str, numeric, width| TableColumn::new(label, numeric, width);
    let mut columns = vec![column("報告者", false, 6), column("対象", true, 3)];
    columns.extend(standings.map(|standing| column(standing.label(), true, 4)));
    page.tables.insert(
        "submissions".to_owned(),
        Table {
            title: "提出の状況".to_owned(),
            columns,
            rows,
            notes: Vec::new(),
        },
    );
    let actors: Vec<&str> = cards.iter().map(|card| card.title.as_str()).collect();
    page.finding = vec![plain(format!(
        "{}が役割を分けて進める。",
        actors.join("、")
    ))];
    if counted.n == all.n {
        page.finding.extend([
            plain("報告は"),
            strong(Words::from(all).then("件すべて")),
            plain("揃った。"),
        ]);
    } else {
        page.finding.extend([
            plain(Words::from("報告").then(all).then("件のうち")),
            key_number(&counted, "件"),
            plain("を集計した。"),
        ]);
    }
    page
}
