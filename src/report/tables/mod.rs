//! The tables of a period, computed once: what the summary workbook and the open data lay out.
//!
//! Every word and every number that a table shows is made here, out of the definitions and the
//! counts; the exporters only place them. Cell formats, files and layouts may not enter, nor may a
//! ward, an element or an option by name.

pub mod code_lists;
pub mod counts;
pub mod dictionary;
#[cfg(test)]
pub mod fixture;
pub mod lists;
pub mod marks;
pub mod names;
pub mod observations;
pub mod part;
mod past;
mod plan;
pub mod revisions;
mod source;
pub mod states;
pub mod status;
pub mod suppress;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::aggregate::history::{History, Revision};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::period::Period;
use crate::model::round::Round;

use code_lists::{ItemRow, OptionRow};
use counts::BlockTable;
use dictionary::DictionaryRow;
use lists::ListTable;
use marks::MarksTable;
use names::Names;
use observations::Observation;
use part::{Head, symbol};
use plan::{Plan, Subject};
use revisions::RevisionTable;
use source::Sources;
use states::StateTable;
use status::{KindCoverage, QueryRow, SubmissionRow};

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
}

/// All tables of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tables {
    /// What the publication says about itself.
    pub publication: Publication,
    /// The period, e.g. `2023H1`.
    pub period: String,
    /// The period in words.
    pub period_label: String,
    /// The halves of a year, in words; none for a half.
    pub halves: Vec<&'static str>,
    /// The name of the city.
    pub city: String,
    /// Its 全国地方公共団体コード.
    pub city_code: String,
    /// The sheets of the workbook with what they are for, in order.
    pub contents: Vec<ContentsRow>,
    /// What stands above the state of the submissions.
    pub submissions_head: Head,
    /// How many units of each kind reported.
    pub coverage: Vec<KindCoverage>,
    /// Who sent what.
    pub submissions: Vec<SubmissionRow>,
    /// The tables of the blocks, in the order of the forms.
    pub tables: Vec<Table>,
    /// What stands above the 確認.
    pub queries_head: Head,
    /// What remained in question, with reasons.
    pub queries: Vec<QueryRow>,
    /// What changed since the period was closed; `None` when nothing did.
    pub revisions: Option<RevisionTable>,
    /// What stands above the data dictionary.
    pub dictionary_head: Head,
    /// Every element and option.
    pub dictionary: Vec<DictionaryRow>,
    /// What stands above the source.
    pub about_head: Head,
    /// Source, licence, date and legend.
    pub about: Vec<AboutRow>,
    /// The long table of the open data.
    pub observations: Vec<Observation>,
    /// The city's figures of earlier periods, in the same columns.
    pub past: Vec<Observation>,
    /// The codes of the elements.
    pub items: Vec<ItemRow>,
    /// The codes of the break-downs and states.
    pub options: Vec<OptionRow>,
}

/// One table of a block.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Table {
    /// Counts a month.
    Counts(BlockTable),
    /// States.
    States(StateTable),
    /// ○.
    Marks(MarksTable),
    /// Rows as written.
    List(ListTable),
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentsRow {
    /// The sheet.
    pub sheet: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub purpose: String,
}

/// A line of what the publication says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AboutRow {
    /// What is told.
    pub label: String,
    /// The words.
    pub text: String,
}

/// The name of the sheet of contents.
pub const CONTENTS: &str = "目次";

impl Table {
    /// What stands above it.
    pub fn head(&self) -> &Head {
        match self {
            Self::Counts(table) => &table.head,
            Self::States(table) => &table.head,
            Self::Marks(table) => &table.head,
            Self::List(table) => &table.head,
        }
    }

    fn new(sources: &Sources, plan: &Plan) -> Self {
        match &plan.subject {
            Subject::Counts { element, total } => {
                Self::Counts(BlockTable::new(sources, plan, element, *total))
            }
            Subject::States(element) => Self::States(StateTable::new(sources, plan, element)),
            Subject::Marks { element, listed } => {
                Self::Marks(MarksTable::new(sources, plan, element, *listed))
            }
            Subject::List { elements, records } => {
                Self::List(ListTable::new(sources, plan, elements, *records))
            }
        }
    }
}

impl Tables {
    /// Makes all tables of a period. The summary must be that of the round's counted submissions.
    pub fn new(
        definitions: &Definitions,
        round: &Round,
        summary: &Summary,
        history: &History,
        publication: &Publication,
    ) -> Self {
        let revisions: BTreeMap<TallyKey, Revision> = history
            .revisions(&definitions.catalogue, summary)
            .into_iter()
            .map(|revision| (revision.key.clone(), revision))
            .collect();
        let sources = &Sources {
            definitions,
            round,
            summary,
            history,
            revisions: &revisions,
        };
        // The names that the program gives come first: a form's sheet of the same name is numbered.
        let mut names = Names::default();
        names.take(CONTENTS);
        let submissions = status::submissions(sources);
        let queries = status::queries(sources);
        let submissions_head = fixed_head(
            &mut names,
            "提出状況",
            "どの単位から何が届いたか",
            Vec::new(),
        );
        let open = queries
            .iter()
            .filter(|query| query.reason.is_empty())
            .count();
        let queries_note = format!(
            "確認 {}件のうち、理由あり {}件、未回答 {open}件",
            queries.len(),
            queries.len() - open
        );
        let queries_head = fixed_head(
            &mut names,
            "確認事項と理由",
            "確認を求めた値と、単位が答えた理由",
            vec![queries_note],
        );
        let dictionary_head = fixed_head(
            &mut names,
            "用語・項目の定義",
            "すべての項目と区分の意味、単位、根拠",
            vec!["根拠が「提案（未確認）」のものは、公表資料で確かめられていません。".to_owned()],
        );
        let about_head = fixed_head(&mut names, "出典", "出典、利用条件、記号の意味", Vec::new());
        let plans = plan::plans(sources, &mut names);
        let tables: Vec<Table> = plans.iter().map(|plan| Table::new(sources, plan)).collect();
        let revisions = RevisionTable::new(sources, || names.take("訂正"));
        let heads = std::iter::once(&submissions_head)
            .chain(tables.iter().map(Table::head))
            .chain([&queries_head])
            .chain(revisions.as_ref().map(|revisions| &revisions.head))
            .chain([&dictionary_head, &about_head]);
        let contents = heads.map(|head| ContentsRow {
            sheet: head.sheet.clone(),
            title: head.title.clone(),
            purpose: head.purpose.clone(),
        });
        Self {
            publication: publication.clone(),
            period: summary.period.to_string(),
            period_label: summary.period.label(),
            halves: sources
                .halves()
                .into_iter()
                .map(Period::half_label)
                .collect(),
            city: definitions.registry.city.name.clone(),
            city_code: definitions.registry.city.code.clone(),
            contents: contents.collect(),
            coverage: status::coverage(sources),
            about: about(publication, summary),
            observations: observations::observations(sources, &plans),
            past: past::past(sources, &plans),
            items: code_lists::items(&definitions.catalogue),
            options: code_lists::options(&definitions.catalogue),
            dictionary: dictionary::dictionary(&definitions.catalogue),
            submissions_head,
            submissions,
            tables,
            queries_head,
            queries,
            revisions,
            dictionary_head,
            about_head,
        }
    }
}

impl Tables {
    /// Says in the table of revisions which inputs changed since the period was closed.
    pub fn tell_changed_inputs(&mut self, changed: &[String]) {
        if let Some(revisions) = self.revisions.as_mut().filter(|_| !changed.is_empty()) {
            revisions
                .head
                .notes
                .push(format!("締めたあとに変わった入力: {}", changed.join("、")));
        }
    }
}

fn fixed_head(names: &mut Names, title: &str, purpose: &str, notes: Vec<String>) -> Head {
    Head {
        sheet: names.take(title),
        title: title.to_owned(),
        purpose: purpose.to_owned(),
        notes,
    }
}

fn about(publication: &Publication, summary: &Summary) -> Vec<AboutRow> {
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
    rows.push(row("日付", publication.date.clone()));
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
