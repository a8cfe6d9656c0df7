//! Who does what in the city, and who has submitted.

use serde::Deserialize;

use super::PageKind;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::round::Standing;
use crate::pages::composer::Composer;
use crate::pages::print::{Card, Circle, Fact, Page, Row, Span, Table, TableColumn};
use crate::pages::wording::{key_number, plain, strong};

/// How a unit may stand, as columns of the table.
const STANDINGS: [Standing; 4] = [
    Standing::Counted,
    Standing::Faulty,
    Standing::Twice,
    Standing::Missing,
];

/// Who does what, and who has submitted.
#[derive(Debug, Clone, Deserialize)]
pub struct ProgrammePage {
    /// The actors.
    cards: Vec<CardSpec>,
    /// The steps that the programme goes through again and again.
    circle: Option<Circle>,
}

/// A card of the programme page.
#[derive(Debug, Clone, Deserialize)]
struct CardSpec {
    /// The actor.
    title: String,
    /// What it does, in a line.
    lead: String,
    /// Its items as mark and words.
    items: Vec<(String, String)>,
}

impl PageKind for ProgrammePage {
    fn template(&self) -> &'static str {
        "programme"
    }

    fn elements(&self) -> Vec<&str> {
        Vec::new()
    }

    fn compose(&self, composer: &Composer, mut page: Page) -> Vec<Page> {
        let material = composer.material;
        page.circle = self.circle.clone();
        page.cards = self.cards.iter().map(CardSpec::card).collect();
        page.tables
            .insert("submissions".to_owned(), submissions(material));
        page.finding = self.finding(material);
        vec![page]
    }
}

impl ProgrammePage {
    fn finding(&self, material: &Material) -> Vec<Span> {
        let actors: Vec<&str> = self.cards.iter().map(|card| card.title.as_str()).collect();
        let actors = format!("{}が役割を分けて進める。", actors.join("、"));
        let kinds = material.definitions.registry.kinds.values();
        let all = Number::sum(kinds.clone().map(|kind| material.expected(kind, None)));
        let counted =
            Number::sum(kinds.map(|kind| material.standing(kind, Standing::Counted, None)));
        let mut words = vec![plain(Words::text(actors))];
        if counted.n == all.n {
            words.push(plain("報告は"));
            words.push(strong(Words::from(all).then("件すべて")));
            words.push(plain("揃った。"));
        } else {
            words.push(plain(Words::from("報告").then(all).then("件のうち")));
            words.push(key_number(&counted, "件"));
            words.push(plain("を集計した。"));
        }
        words
    }
}

impl CardSpec {
    fn card(&self) -> Card {
        let facts = self.items.iter().map(|(label, value)| Fact {
            label: label.clone(),
            value: value.clone(),
        });
        Card {
            tag: String::new(),
            title: self.title.clone(),
            lead: self.lead.clone(),
            facts: facts.collect(),
            text: Vec::new(),
            picture: None,
        }
    }
}

/// Said where units have come or gone in the year.
const REMADE: &str =
    "年度の途中で報告者が変わった。対象は、上半期と下半期のどちらかに報告するものの数。";

/// How many units of each kind stand how.
fn submissions(material: &Material) -> Table {
    let mut columns = vec![
        TableColumn::new("報告者", false, 6),
        TableColumn::new("対象", true, 3),
    ];
    for standing in STANDINGS {
        columns.push(TableColumn::new(standing.label(), true, 4));
    }
    let mut rows = Vec::new();
    for kind in material.definitions.registry.kinds.values() {
        let label = format!("{}（{}）", kind.label, kind.counter);
        let mut cells = vec![Words::text(label), material.expected(kind, None).into()];
        for standing in STANDINGS {
            cells.push(material.standing(kind, standing, None).into());
        }
        rows.push(Row::plain(cells));
    }
    let mut kinds = material.definitions.registry.kinds.keys();
    let is_remade = kinds.any(|kind| material.remade(kind).is_some());
    Table {
        title: "提出の状況".to_owned(),
        columns,
        rows,
        notes: is_remade.then(|| REMADE.into()).into_iter().collect(),
    }
}
