//! The tables of the summary workbook: units by columns, months, changes, lists, and who sent what.
//!
//! Every word and every number that a sheet shows is made here, out of the definitions and the
//! counts; the exporter only places them. One description makes both workbooks: what everybody may
//! be told is what a [`Disclosure`] leaves of it. Cell formats, files and layouts may not enter,
//! nor may the pages, the data set, or a unit, an element or an option by name.

pub mod counts;
pub mod lists;
pub mod marks;
pub mod names;
pub mod part;
mod plan;
pub mod revisions;
pub mod states;
pub mod status;
#[cfg(test)]
mod tests;
pub mod tidy;

use serde::Serialize;

use crate::figures::dictionary::{self, DictionaryRow};
use crate::figures::material::Material;
use crate::figures::publication::{AboutRow, Disclosure, Publication, about};
use crate::figures::subject::Subject;
use crate::model::period::Period;

use counts::BlockTable;
use lists::ListTable;
use marks::MarksTable;
use names::Names;
use part::Head;
use plan::Plan;
use revisions::RevisionTable;
use states::StateTable;
use status::{KindCoverage, QueryTable, SubmissionRow};
use tidy::TidyTable;

/// All sheets of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheets {
    /// What the publication says about itself.
    pub publication: Publication,
    /// Whether the office alone reads them: with files, cells and everything that single units
    /// wrote.
    pub internal: bool,
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
    /// All numbers as rows that add up.
    pub tidy: TidyTable,
    /// What remained in question, with reasons; the office alone reads it.
    pub queries: Option<QueryTable>,
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

    /// The table of a plan; none where nothing of it may be told.
    fn new(material: &Material, plan: &Plan, public: Option<&Disclosure>) -> Option<Self> {
        Some(match &plan.subject {
            Subject::Counts { element, total } => {
                Self::Counts(BlockTable::new(material, plan, element, *total, public))
            }
            Subject::States(element) => Self::States(StateTable::new(material, plan, element)),
            Subject::Marks { element, listed } => {
                Self::Marks(MarksTable::new(material, plan, element, *listed, public))
            }
            Subject::List { elements, records } => {
                Self::List(ListTable::new(material, plan, elements, *records, public)?)
            }
        })
    }
}

impl Sheets {
    /// Makes all sheets of a period: for everybody what may be told, without that for the office.
    pub fn new(
        material: &Material,
        publication: &Publication,
        public: Option<&Disclosure>,
    ) -> Self {
        let definitions = material.definitions;
        // The names that the program gives come first: a form's sheet of the same name is numbered.
        let mut names = Names::default();
        names.take(CONTENTS);
        let submissions_head = fixed_head(
            &mut names,
            "提出状況",
            "どの単位から何が届いたか",
            Vec::new(),
        );
        let internal = public.is_none();
        let tidy_head = fixed_head(
            &mut names,
            "集計用データ",
            "ピボットテーブルなどで組み替えるための、1行に1つの数",
            tidy_note(internal),
        );
        let queries = internal.then(|| QueryTable::new(material, &mut names));
        let dictionary_head = fixed_head(
            &mut names,
            "用語・項目の定義",
            "すべての項目と区分の意味、単位",
            dictionary_note(internal),
        );
        let about_head = fixed_head(&mut names, "出典", "出典、利用条件、記号の意味", Vec::new());
        let plans = plan::plans(material, &mut names);
        let tables: Vec<Table> = plans
            .iter()
            .filter_map(|plan| Table::new(material, plan, public))
            .collect();
        let tidy = TidyTable::new(definitions, &tables, tidy_head);
        let revisions = RevisionTable::new(material, public, || names.take("訂正"));
        let mut dictionary = dictionary::dictionary(&definitions.catalogue);
        dictionary.retain(|row| internal || row.publish);
        let heads = std::iter::once(&submissions_head)
            .chain(tables.iter().map(Table::head))
            .chain([&tidy.head])
            .chain(queries.as_ref().map(|queries| &queries.head))
            .chain(revisions.as_ref().map(|revisions| &revisions.head))
            .chain([&dictionary_head, &about_head]);
        let contents = heads.map(|head| ContentsRow {
            sheet: head.sheet.clone(),
            title: head.title.clone(),
            purpose: head.purpose.clone(),
        });
        Self {
            publication: publication.clone(),
            internal,
            period: material.period().to_string(),
            period_label: material.period().label(),
            halves: material
                .halves()
                .into_iter()
                .map(Period::half_label)
                .collect(),
            city: definitions.registry.city.name.clone(),
            city_code: definitions.registry.city.code.clone(),
            contents: contents.collect(),
            coverage: status::coverage(material),
            about: about(publication, material.summary),
            submissions: status::submissions(material, internal),
            dictionary,
            submissions_head,
            tables,
            tidy,
            queries,
            revisions,
            dictionary_head,
            about_head,
        }
    }
}

impl Sheets {
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

/// What the rows are of, and what they leave out.
fn tidy_note(internal: bool) -> Vec<String> {
    let of = if internal {
        "件数は報告者別・区分別の期間の計、状況と○は報告者ごとに1。"
    } else {
        "件数は全体の区分別・月別、状況は報告者ごとに1、○は当たる報告者の数。"
    };
    let rest =
        "合計、再掲、前の期間の数は入れていないので、そのまま足せます（複数回答の項目は延べ数）。";
    vec![of.to_owned(), rest.to_owned()]
}

/// Where the definitions come from is for the office to mind.
fn dictionary_note(internal: bool) -> Vec<String> {
    let note = "根拠が「提案（未確認）」のものは、公表資料で確かめられていません。";
    Vec::from_iter(internal.then(|| note.to_owned()))
}

fn fixed_head(names: &mut Names, title: &str, purpose: &str, notes: Vec<String>) -> Head {
    Head {
        sheet: names.take(title),
        title: title.to_owned(),
        purpose: purpose.to_owned(),
        notes,
    }
}
