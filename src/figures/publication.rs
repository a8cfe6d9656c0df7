//! What every publication says about itself: source, licence, date, and what the symbols mean.

use serde::Serialize;

use super::datum::symbol;
use crate::aggregate::summary::Summary;
use crate::model::period::Period;
use crate::model::terms;

/// What a publication says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Publication {
    /// The title, without the period.
    pub title: String,
    /// The office that publishes.
    pub issuer: String,
    /// Where the figures come from.
    pub source: String,
    /// Under which licence, e.g. `CC BY 4.0`.
    pub licence: String,
    /// Where the licence can be read.
    pub licence_url: Option<String>,
    /// The date of the publication, ISO 8601; also the creation date of every file.
    pub date: String,
    /// Nobody has given it that date: it is nowhere shown.
    pub undated: bool,
}

impl Publication {
    /// The same for what may not be published: nobody is given a licence for it.
    pub fn internal(&self) -> Self {
        Self {
            licence: terms::INTERNAL.to_owned(),
            licence_url: None,
            ..self.clone()
        }
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
        row("利用条件", publication.licence.clone()),
    ];
    rows.extend(
        publication
            .licence_url
            .iter()
            .map(|url| row("利用条件の説明", url.clone())),
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

/// The months in words; without the wave dash, which has two codes that not every machine shows alike.
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
