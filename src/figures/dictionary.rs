//! The data dictionary: every element and every option, in the words of the definitions.

use serde::Serialize;

use crate::model::Id;
use crate::model::catalogue::{Basis, Catalogue, Category, CategoryOption, DataElement};
use crate::model::terms;

/// An element, or an option of a category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DictionaryRow {
    /// 項目 or 区分.
    pub entry: &'static str,
    /// The category of an option, the break-down of an element; empty when there is none.
    pub category: Id,
    /// What the category is called.
    pub category_label: String,
    /// The id of the element or option.
    pub id: Id,
    /// The words of the form.
    pub label: String,
    /// What kind of answer is wanted, or 選択肢.
    pub kind: &'static str,
    /// The unit of a count.
    pub unit: String,
    /// The category of the allowed answers.
    pub answers: String,
    /// Where it comes from.
    pub basis: &'static str,
    /// Whether it was read from the published report.
    pub verified: bool,
    /// Whether single answers may be published.
    pub publish: bool,
    /// What it means, and what to mind.
    pub definition: String,
}

/// All elements in the order of the definitions, then all options.
pub fn dictionary(catalogue: &Catalogue) -> Vec<DictionaryRow> {
    let elements = catalogue
        .elements
        .values()
        .map(|element| of_element(catalogue, element));
    let options = catalogue.categories.values().flat_map(|category| {
        category
            .options
            .values()
            .map(move |option| of_option(category, option))
    });
    elements.chain(options).collect()
}

fn of_element(catalogue: &Catalogue, element: &DataElement) -> DictionaryRow {
    let category = catalogue.breakdown(element);
    let mut definition = element.definition.clone();
    if element.multiple && !definition.is_empty() {
        definition += "【複数回答】";
    }
    DictionaryRow {
        entry: terms::ELEMENT,
        category: category.map_or_else(|| Id::from(""), |category| category.id.clone()),
        category_label: category
            .map(|category| category.label.clone())
            .unwrap_or_default(),
        id: element.id.clone(),
        label: element.label.clone(),
        kind: element.kind.label(),
        unit: element.unit.clone(),
        answers: catalogue
            .answers(element)
            .map(|answers| answers.label.clone())
            .unwrap_or_default(),
        basis: element.basis.label(),
        verified: element.basis == Basis::Published,
        publish: element.publish,
        definition,
    }
}

fn of_option(category: &Category, option: &CategoryOption) -> DictionaryRow {
    let group = option
        .group
        .as_ref()
        .and_then(|group| category.groups.get(group))
        .cloned()
        .unwrap_or_default();
    let subset = if option.subset {
        "【再掲: 合計に加えない】"
    } else {
        ""
    };
    let succeeds = succeeds(category, option);
    DictionaryRow {
        entry: terms::OPTION,
        category: category.id.clone(),
        category_label: category.label.clone(),
        id: option.id.clone(),
        label: option.label.clone(),
        kind: "選択肢",
        unit: String::new(),
        answers: String::new(),
        basis: category.basis.label(),
        verified: category.basis == Basis::Published,
        publish: true,
        definition: format!("{group}{subset}{succeeds}"),
    }
}

/// From when on the option is asked in the place of which others.
pub fn succeeds(category: &Category, option: &CategoryOption) -> String {
    let labels: String = option
        .succeeds
        .iter()
        .map(|id| {
            category
                .options
                .get(id)
                .map_or(&**id, |other| other.label.as_str())
        })
        .map(|label| format!("「{label}」"))
        .collect();
    let from = option
        .validity
        .from
        .map_or_else(String::new, |from| format!("{}から、", from.label()));
    if labels.is_empty() {
        labels
    } else {
        format!("【{from}{labels}に代わる】")
    }
}
