//! What was corrected since it was closed: of this period, and of those that it stands beside.

use serde::Deserialize;

use super::PageKind;
use crate::aggregate::history::Revision;
use crate::figures::material::Material;
use crate::figures::naming::Naming;
use crate::figures::number::Number;
use crate::figures::publication::{Publication, is_open};
use crate::model::day::long_date;
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Page, Row, Table, TableColumn};
use crate::pages::wording::{key_number, plain};

/// How many corrections are listed: more are no list that anybody reads.
const LISTED: usize = 120;

/// The corrections; no page where there are none.
#[derive(Debug, Clone, Deserialize)]
pub struct CorrectionsPage {}

impl PageKind for CorrectionsPage {
    fn template(&self) -> &'static str {
        "corrections"
    }

    fn elements(&self) -> Vec<&str> {
        Vec::new()
    }

    fn compose(&self, composer: &Composer, mut page: Page) -> Vec<Page> {
        let (material, publication) = (composer.material, composer.publication);
        let all = corrections(material);
        if all.is_empty() {
            return Vec::new();
        }
        let origins = all.iter().map(|(at, own)| material.corrected(*at, own).0);
        page.finding = vec![
            plain("締めたあとに提出が直され、訂正した数は"),
            key_number(&Number::count(origins.collect()), "件"),
            plain("。"),
        ];
        let rows = all.iter().take(LISTED);
        let rows = rows.map(|(at, own)| row(material, publication, *at, own));
        let rest = all.get(LISTED..).unwrap_or_default();
        let rest = (!rest.is_empty()).then_some("ほかの訂正は、オープンデータに r で示す。");
        let table = Table {
            title: String::new(),
            columns: vec![
                TableColumn::new("対象期間", false, 6),
                TableColumn::new(terms::ELEMENT, false, 10),
                TableColumn::new(terms::OPTION, false, 12),
                TableColumn::new("訂正前", true, 3),
                TableColumn::new("訂正後", true, 3),
                TableColumn::new("訂正した日", false, 5),
            ],
            rows: rows.collect(),
            notes: rest.map(str::to_owned).into_iter().collect(),
        };
        page.tables.insert("corrections".to_owned(), table);
        page.notes
            .push("訂正した数には、ほかのページで r を付けている。".into());
        if all.iter().any(|(at, _)| *at != material.period()) {
            let told = "前の期間の数は、比べるときも締めたときの数（訂正前）による。";
            page.notes.push(told.into());
        }
        vec![page]
    }
}

/// What everybody may be told of it: this period before the earlier ones, in the order of the
/// elements.
fn corrections<'a>(material: &'a Material) -> Vec<(Period, &'a Revision)> {
    let own = material.revised_numbers();
    let own = own.map(|revision| (material.period(), revision));
    let past = material.revised_past.iter();
    let past = past.map(|((at, _), revision)| (*at, revision));
    let elements = &material.definitions.catalogue.elements;
    let is_told = |(_, own): &(Period, &Revision)| {
        let element = elements.get(&own.key.element);
        is_open(own)
            && element.is_some_and(|element| element.publish && element.statistic().is_some())
    };
    let mut all: Vec<(Period, &Revision)> = own.chain(past).filter(is_told).collect();
    all.sort_by_key(|(at, own)| {
        let element = elements.get_index_of(&own.key.element);
        (
            *at != material.period(),
            *at,
            element,
            own.key.month.is_some(),
        )
    });
    all
}

fn row(material: &Material, publication: &Publication, at: Period, revision: &Revision) -> Row {
    let naming = Naming::new(material.definitions);
    let (_, old, new) = material.corrected(at, revision);
    let date = publication.corrections.get(&at);
    Row::plain(vec![
        at.label().as_str().into(),
        naming.element(&revision.key).into(),
        naming.part_of(&revision.key).as_str().into(),
        old,
        new,
        date.map_or_else(|| terms::NONE.to_owned(), |date| long_date(*date))
            .as_str()
            .into(),
    ])
}
