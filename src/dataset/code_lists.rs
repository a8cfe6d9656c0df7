//! The lists behind the codes of the open data: what is counted, and by what it is broken down.
//!
//! Every code of a row of data stands in one of them, also those that no definition knows: of a total, and
//! of that there is no break-down at all.

use serde::Serialize;

use crate::model::Id;
use crate::model::catalogue::{Basis, Catalogue, Category, CategoryOption, DataElement, Kind};
use crate::model::terms;

use crate::figures::dictionary::succeeds;

/// The code of all together: of the parts of a total, of the units of the city. As in SDMX.
pub const TOTAL: &str = "_T";
/// The code of what does not apply: there is no break-down, or no state is asked. As in SDMX.
pub const NONE: &str = "_Z";
/// The words for a total.
pub const TOTAL_LABEL: &str = terms::TOTAL;
/// The words for what does not apply.
pub const NONE_LABEL: &str = "なし";

/// A data element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemRow {
    /// Its id.
    pub id: Id,
    /// What its number is called; the words of the form where none is made.
    pub label: String,
    /// The words of the form.
    pub question: String,
    /// What kind of answer is wanted.
    pub kind: &'static str,
    /// The unit of measure; empty where no number is made of the answers.
    pub unit: String,
    /// The category that breaks it down.
    pub category: String,
    /// What that is called.
    pub category_label: String,
    /// The category of its states.
    pub answers: String,
    /// What that is called.
    pub answers_label: String,
    /// Whether one case may count under several options.
    pub multiple: bool,
    /// What of it is in the open data of the city.
    pub scope: &'static str,
    /// Where it comes from.
    pub basis: &'static str,
    /// Whether it was read from the published report.
    pub verified: bool,
    /// What it means.
    pub definition: String,
}

/// An option, a group of options, or a code that no definition knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionRow {
    /// The category.
    pub category: String,
    /// What it is called.
    pub category_label: String,
    /// The id of the option or group within it.
    pub id: String,
    /// Its words.
    pub label: String,
    /// What part it plays.
    pub role: &'static str,
    /// The group that it belongs to.
    pub group: String,
    /// What that is called.
    pub group_label: String,
    /// Where it comes from.
    pub basis: &'static str,
    /// Whether it was read from the published report.
    pub verified: bool,
    /// What to mind.
    pub note: String,
}

/// All elements in the order of the definitions.
pub(super) fn items(catalogue: &Catalogue) -> Vec<ItemRow> {
    catalogue
        .elements
        .values()
        .map(|element| item(catalogue, element))
        .collect()
}

fn item(catalogue: &Catalogue, element: &DataElement) -> ItemRow {
    let (label, unit) = element.statistic().unwrap_or((&element.label, ""));
    let (category, category_label) = named(catalogue.breakdown(element));
    let (answers, answers_label) = named(catalogue.answers(element));
    ItemRow {
        id: element.id.clone(),
        label: label.to_owned(),
        question: element.label.clone(),
        kind: element.kind.label(),
        unit: unit.to_owned(),
        category,
        category_label,
        answers,
        answers_label,
        multiple: element.multiple,
        scope: scope(element),
        basis: element.basis.label(),
        verified: element.basis == Basis::Published,
        definition: element.definition.clone(),
    }
}

/// What stands in the open data, in words.
fn scope(element: &DataElement) -> &'static str {
    match (element.publish, element.statistic(), element.kind) {
        (false, ..) => "公表しない",
        (true, None, _) => "数にしない（内容は報告書に載せることがある）",
        (true, Some(_), Kind::Choice) => "全体の数と、報告単位ごとの状況",
        (true, Some(_), _) => "全体の数",
    }
}

/// All options with their groups and totals; first the code of what does not apply.
pub(super) fn options(catalogue: &Catalogue) -> Vec<OptionRow> {
    let (category, category_label) = named(None);
    let none = OptionRow {
        id: NONE.to_owned(),
        label: NONE_LABEL.to_owned(),
        role: NONE_LABEL,
        group: NONE.to_owned(),
        group_label: NONE_LABEL.to_owned(),
        basis: "集計の記号",
        verified: true,
        note: "区分又は状況のない項目".to_owned(),
        category,
        category_label,
    };
    let of_categories = catalogue
        .categories
        .values()
        .flat_map(|category| of_category(catalogue, category, &none));
    std::iter::once(none.clone()).chain(of_categories).collect()
}

fn of_category(catalogue: &Catalogue, category: &Category, none: &OptionRow) -> Vec<OptionRow> {
    let blank = OptionRow {
        category: category.id.to_string(),
        category_label: category.label.clone(),
        basis: category.basis.label(),
        verified: category.basis == Basis::Published,
        note: String::new(),
        ..none.clone()
    };
    let has_total = |element: &DataElement| {
        element.kind == Kind::Count && element.category.as_ref() == Some(&category.id)
    };
    let total = catalogue
        .elements
        .values()
        .any(has_total)
        .then(|| OptionRow {
            id: TOTAL.to_owned(),
            label: TOTAL_LABEL.to_owned(),
            role: TOTAL_LABEL,
            note: "再掲を除く選択肢の合計".to_owned(),
            ..blank.clone()
        });
    let groups = category.groups.iter().map(|(id, label)| OptionRow {
        id: id.to_string(),
        label: label.clone(),
        role: "小計",
        note: "これを上位区分とする選択肢の合計".to_owned(),
        ..blank.clone()
    });
    let options = category
        .options
        .values()
        .map(|option| of_option(category, option, &blank));
    total.into_iter().chain(groups).chain(options).collect()
}

fn of_option(category: &Category, option: &CategoryOption, blank: &OptionRow) -> OptionRow {
    let group = option
        .group
        .as_ref()
        .and_then(|group| category.groups.get_key_value(group));
    let (group, group_label) = group.map_or((NONE, NONE_LABEL), |(id, label)| (id, label));
    let subset = if option.subset {
        "合計に加えない"
    } else {
        ""
    };
    OptionRow {
        id: option.id.to_string(),
        label: option.label.clone(),
        role: if option.subset {
            terms::SUBSET
        } else {
            "選択肢"
        },
        group: group.to_owned(),
        group_label: group_label.to_owned(),
        note: format!("{subset}{}", succeeds(category, option)),
        ..blank.clone()
    }
}

/// The code and the words of a category.
pub(super) fn named(category: Option<&Category>) -> (String, String) {
    let (id, label) = category.map_or((NONE, NONE_LABEL), |category| {
        (&*category.id, category.label.as_str())
    });
    (id.to_owned(), label.to_owned())
}
