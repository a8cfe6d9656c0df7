//! Who does what in the city, and who has submitted.

use crate::model::round::Standing;
use crate::report::compose::Material;
use crate::report::page_spec::CardSpec;
use crate::report::print::{Card, Fact, Page, Row, RowRole, Table, TableColumn};
use crate::report::wording::{n, plain, strong};

/// The page of actors and submissions.
pub fn page(material: &Material, mut page: Page, cards: &[CardSpec]) -> Page {
    page.cards = cards
        .iter()
        .map(|card| Card {
            title: card.title.clone(),
            lead: card.lead.clone(),
            facts: card.items.iter().map(|(label, value)| Fact { label: label.clone(), value: value.clone() }).collect(),
            text: Vec::new(),
        })
        .collect();
    let registry = &material.definitions.registry;
    let standings = [Standing::Counted, Standing::Faulty, Standing::Twice, Standing::Missing];
    let mut rows = Vec::new();
    let (mut all, mut counted_all) = (0, 0);
    for kind in registry.kinds.values() {
        let units: Vec<_> = registry.expected(&kind.id, material.summary.period).collect();
        let expected = units.len() as u64;
        let mut cells = vec![kind.label.clone(), format!("{}{}", n(expected), kind.counter)];
        for standing in standings {
            let number = units.iter().filter(|unit| material.round.standing(&unit.id) == standing).count() as u64;
            cells.push(n(number));
            counted_all += if standing == Standing::Counted { number } else { 0 };
        }
        all += expected;
        rows.push(Row { role: RowRole::Plain, cells });
    }
    let column = |label: &str, numeric, width| TableColumn { label: label.to_owned(), numeric, width };
    let mut columns = vec![column("報告者", false, 6), column("対象", true, 3)];
    columns.extend(standings.map(|standing| column(standing.label(), true, 4)));
    page.tables.insert("submissions".to_owned(), Table { title: "提出の状況".to_owned(), columns, rows, notes: Vec::new() });
    let actors: Vec<&str> = cards.iter().map(|card| card.title.as_str()).collect();
    page.finding = vec![plain(format!("{}が役割を分けて進める。", actors.join("、")))];
    if counted_all == all {
        page.finding.extend([plain("報告は"), strong(format!("{}件すべて", n(all))), plain("が揃った。")]);
    } else {
        page.finding.extend([
            plain(format!("報告{}件のうち", n(all))),
            strong(format!("{}件", n(counted_all))),
            plain("を集計した。"),
        ]);
    }
    page
}
