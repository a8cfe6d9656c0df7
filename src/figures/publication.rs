//! What every publication says about itself: source, licence, date, and what the symbols mean.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::datum::symbol;
use super::mark::{Mark, corrected, preliminary};
use super::material::Material;
use super::number::Words;
use crate::aggregate::history::Revision;
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{DataElement, Kind};
use crate::model::period::Period;
use crate::model::terms;
use crate::settings::Settings;

/// Who may read a file: what may leave the house and what may not lie in two folders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Audience {
    /// Everybody.
    #[default]
    Public,
    /// The office alone: counts of single units, texts that are not published, names of files.
    Internal,
}

impl Audience {
    /// Where a file lies, from the folder of all outputs.
    pub fn path(self, name: &str) -> String {
        let folder = match self {
            Self::Public => "公表",
            Self::Internal => "庁内",
        };
        format!("{folder}/{name}")
    }
}

/// The summary workbook for everybody: the report and the open data lead to it, so it is named
/// here.
pub const PUBLIC_SUMMARY: &str = "tables.xlsx";

/// What everybody may be told of single units and of what they wrote: one rule over all public
/// files.
#[derive(Debug, Clone, Default)]
pub struct Disclosure {
    /// The elements of which the total of every unit is published.
    pub unit_totals: BTreeSet<Id>,
    /// The answers that let the row of a list be published.
    pub permits: Vec<TallyKey>,
}

impl Disclosure {
    /// Whether what single units answered may be told: of counts those without a small number.
    pub fn tells(&self, element: &DataElement) -> bool {
        element.publish && (element.kind != Kind::Count || self.unit_totals.contains(&element.id))
    }

    /// The answer that lets a row with some questions be published, where one of them decides that.
    pub fn permit(&self, elements: &[&DataElement]) -> Option<&TallyKey> {
        let asks = |permit: &&TallyKey| elements.iter().any(|one| one.id == permit.element);
        self.permits.iter().find(asks)
    }
}

/// Whether a correction may be told to everybody: what single units counted is not.
pub fn is_open(revision: &Revision) -> bool {
    revision.key.unit.is_none() || revision.key.answer.is_some()
}

/// What a publication says about itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Publication {
    /// The title, without the period.
    pub title: String,
    /// The name of the programme, under the title.
    #[serde(skip)]
    pub programme: String,
    /// What stands on all of it.
    pub marks: Vec<Mark>,
    /// The office that publishes.
    pub issuer: String,
    /// Where the figures come from.
    pub source: String,
    /// Under which licence; none for what may not be published.
    pub licence: Option<Licence>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Where the open data can be had.
    pub data_url: Option<String>,
    /// When the next period is published, in words.
    pub next: Option<String>,
    /// The date of the publication, ISO 8601; also the creation date of every file.
    pub date: String,
    /// Nobody has given it that date: it is nowhere shown.
    pub undated: bool,
    /// The dates of the corrected publications, by period.
    #[serde(skip)]
    pub corrections: BTreeMap<Period, Date>,
}

/// What others may do with the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Licence {
    /// Its name, e.g. `CC BY 4.0`.
    pub name: String,
    /// Where it can be read.
    pub url: Option<String>,
}

impl Publication {
    /// What is said of these figures under these settings.
    pub fn new(material: &Material, settings: &Settings) -> Self {
        let (own, period) = (&settings.publication, material.period());
        let corrections = settings.corrections();
        let synthetic = own.synthetic.as_ref().map(|text| Mark {
            mark: "見本".to_owned(),
            text: Words::text(text),
        });
        Self {
            title: own.title.clone(),
            programme: own.programme.clone(),
            marks: preliminary(material)
                .into_iter()
                .chain(corrected(material, corrections.get(&period).copied()))
                .chain(synthetic)
                .collect(),
            issuer: own.issuer.clone(),
            source: own.source.clone(),
            licence: Some(Licence {
                name: own.licence.clone(),
                url: own.licence_url.clone(),
            }),
            contact: own.contact.clone(),
            data_url: own.data_url.clone(),
            next: settings.next_publication(period),
            date: settings.published(period).to_string(),
            undated: !settings.is_dated(period),
            corrections,
        }
    }

    /// The same for some readers: what may not be published says so, and nobody is given a licence
    /// for it.
    pub fn of(&self, audience: Audience) -> Self {
        let mut publication = self.clone();
        if audience == Audience::Internal {
            publication.licence = None;
            publication.marks.insert(0, Mark::internal());
        }
        publication
    }

    /// The title with the period and every mark.
    pub fn titled(&self, period: &str) -> String {
        Mark::on(&self.marks, &format!("{period} {}", self.title))
    }

    /// The name of the licence, or that there is none.
    pub fn terms(&self) -> &str {
        self.licence
            .as_ref()
            .map_or(terms::INTERNAL, |licence| &licence.name)
    }
}

/// A line of what the publication says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AboutRow {
    /// What is told.
    pub label: String,
    /// The words.
    pub text: String,
}

/// The lines of it, and the legend of the symbols.
pub fn about(publication: &Publication, summary: &Summary) -> Vec<AboutRow> {
    let row = |label: &str, text: String| AboutRow {
        label: label.to_owned(),
        text,
    };
    let mut rows = vec![
        row("表題", publication.title.clone()),
        row(
            "対象期間",
            format!("{}（{}）", summary.period.label(), span(summary.period)),
        ),
        row("発行者", publication.issuer.clone()),
        row("出典", publication.source.clone()),
        row("利用条件", publication.terms().to_owned()),
    ];
    let url = publication
        .licence
        .as_ref()
        .and_then(|licence| licence.url.clone());
    rows.extend(url.map(|url| row("利用条件の説明", url)));
    let known = [
        ("問い合わせ", &publication.contact),
        ("データの場所", &publication.data_url),
        ("次回の公表", &publication.next),
    ];
    for (label, told) in known {
        rows.extend(told.iter().map(|told| row(label, told.clone())));
    }
    rows.extend(
        publication
            .marks
            .iter()
            .map(|told| row(&told.mark, told.text.to_string())),
    );
    if !publication.undated {
        rows.push(row("日付", publication.date.clone()));
    }
    rows.extend(
        symbol::LEGEND
            .iter()
            .map(|(symbol, meaning)| row(&format!("記号 {symbol}"), (*meaning).to_owned())),
    );
    rows
}

/// The months in words; without the wave dash, which has two codes that not every machine shows
/// alike.
fn span(period: Period) -> String {
    let (first, last) = period.days();
    let year = if first.year() == last.year() {
        String::new()
    } else {
        format!("{}年", last.year())
    };
    format!(
        "{}年{}月から{year}{}月まで",
        first.year(),
        first.month(),
        last.month()
    )
}
