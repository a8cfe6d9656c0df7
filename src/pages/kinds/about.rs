//! How the figures were made, how to read them, what the words mean, and whom to ask.

use serde::Deserialize;

use super::PageKind;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::figures::publication::{PUBLIC_SUMMARY, Publication};
use crate::model::round::Standing;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Card, Fact, Page, Row, Span, Table, TableColumn};
use crate::pages::wording::{key_number, plain};

/// How the report came about and what its words mean.
#[derive(Debug, Clone, Deserialize)]
pub struct AboutPage {
    /// What is to be said, a heading and its paragraphs each.
    texts: Vec<Told>,
    /// Words that readers ask about, and what they mean.
    glossary: Vec<(String, String)>,
}

/// A text under a heading.
#[derive(Debug, Clone, Deserialize)]
struct Told {
    title: String,
    text: Vec<String>,
}

impl PageKind for AboutPage {
    fn template(&self) -> &'static str {
        "about"
    }

    fn elements(&self) -> Vec<&str> {
        Vec::new()
    }

    fn takes_remarks(&self) -> bool {
        false
    }

    fn compose(&self, composer: &Composer, mut page: Page) -> Vec<Page> {
        let material = composer.material;
        page.finding = finding(material);
        for told in &self.texts {
            page.cards.push(Card {
                title: told.title.clone(),
                text: told.text.clone(),
                ..Card::default()
            });
        }
        page.cards.push(Card {
            title: "問い合わせと利用条件".to_owned(),
            facts: contact(composer.publication),
            ..Card::default()
        });
        page.tables.insert("items".to_owned(), items(material));
        page.tables.insert("glossary".to_owned(), self.glossary());
        vec![page]
    }
}

impl AboutPage {
    fn glossary(&self) -> Table {
        let mut rows = Vec::new();
        for (word, meaning) in &self.glossary {
            rows.push(Row::plain(vec![
                word.as_str().into(),
                meaning.as_str().into(),
            ]));
        }
        Table {
            title: "用語".to_owned(),
            columns: vec![
                TableColumn::new("用語", false, 5),
                TableColumn::new("意味", false, 20),
            ],
            rows,
            notes: Vec::new(),
        }
    }
}

/// Of how many forms the figures are made, and how often something was asked about them.
fn finding(material: &Material) -> Vec<Span> {
    let kinds = material.definitions.registry.kinds.values();
    let counted = Number::sum(kinds.map(|kind| material.standing(kind, Standing::Counted, None)));
    let mut words = vec![
        plain("この報告書の数は、提出された様式"),
        key_number(&counted, "件"),
        plain("の欄を足し合わせたもの。"),
    ];
    if let Some(queries) = material.queries(None).filter(|queries| queries.n > 0) {
        // What was asked and answered may name a person, and is not published: their number is.
        words.push(plain("集計にあたり、報告者に"));
        words.push(key_number(&queries, "件"));
        words.push(plain("を確認した。"));
    }
    words
}

/// Whom to ask, what may be done with the figures, and when the next ones come.
fn contact(publication: &Publication) -> Vec<Fact> {
    let licence = publication.licence.as_ref();
    let licence = licence.map(|licence| match &licence.url {
        Some(url) => format!("{}（{url}）", licence.name),
        None => licence.name.clone(),
    });
    let told = [
        ("発行", Some(publication.issuer.clone())),
        ("問い合わせ", publication.contact.clone()),
        ("利用条件", licence),
        (
            "集計表",
            Some(format!("{PUBLIC_SUMMARY}（この報告書と同じところで公開）")),
        ),
        ("データ", publication.data_url.clone()),
        ("次回の公表", publication.next.clone()),
    ];
    let told = told
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)));
    told.map(|(label, value)| Fact {
        label: label.to_owned(),
        value,
    })
    .collect()
}

/// What is counted, in which unit, and what that means.
fn items(material: &Material) -> Table {
    let mut rows = Vec::new();
    for element in material.counted_elements() {
        rows.push(Row::plain(vec![
            element.label.as_str().into(),
            element.unit.as_str().into(),
            Words::text(&element.definition),
        ]));
    }
    Table {
        title: "集計した項目".to_owned(),
        columns: vec![
            TableColumn::new(terms::ELEMENT, false, 6),
            TableColumn::new("単位", false, 2),
            TableColumn::new("数え方", false, 17),
        ],
        rows,
        notes: Vec::new(),
    }
}
