//! Events: how many units held them, of which kinds, and the list of themes.

use super::{charts, state};
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::{Number, Origin, Words};
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::CategoryOption;
use crate::model::submission::{DataValue, Submission};
use crate::model::terms;
use crate::pages::print::{Page, Row, RowRole, Table, TableColumn};
use crate::pages::spec::Lead;
use crate::pages::wording::{Named, key_number, most, plain};

/// The elements that the page asks for.
pub struct Asked<'a> {
    /// Whether there were any.
    pub element: &'a str,
    /// Their kinds.
    pub kinds: &'a str,
    /// Their themes.
    pub theme: &'a str,
    /// Their participants.
    pub participants: &'a str,
    /// What is set large.
    pub figures: &'a [String],
}

/// The page of a list of events.
pub fn page(material: &Material, mut page: Page, asked: &Asked) -> Option<Page> {
    let held = material.asked(asked.element)?;
    let kinds = material.asked(asked.kinds)?;
    let (states, category) = (
        material.answers(held.element)?,
        material.breakdown(kinds.element)?,
    );
    let counter = held.kind.counter.as_str();
    let options: Vec<&CategoryOption> = category.options_in(material.summary.period).collect();

    page.finding = state::finding(material, &held, states, Lead::First);
    let named: Vec<Named> = options
        .iter()
        .map(|option| Named {
            label: &option.label,
            number: material.now(TallyKey::of(&kinds.element.id).option(&option.id)),
        })
        .collect();
    if let Some(top) = most(&named, "種類")
        && top.number.n > 0
    {
        page.finding.push(plain(
            Words::from("種類は")
                .then(top.names)
                .then("が最も多く")
                .then(top.each),
        ));
        page.finding.push(key_number(&top.number, counter));
        page.finding.push(plain("。"));
    }
    page.charts.insert(
        "share".to_owned(),
        charts::share(material, &held, states, &format!("{counter}の数")),
    );
    let title = format!("種類別の{counter}の数（複数回答）");
    page.charts.insert(
        "kinds".to_owned(),
        charts::bars(material, kinds.element, &options, title),
    );
    page.figures = state::figures(material, asked.figures);
    page.tables.insert(
        "list".to_owned(),
        list(material, &kinds.element.id, asked, &options, counter),
    );
    page.source = Some(held.source());
    Some(page)
}

/// The list of themes by unit.
fn list(
    material: &Material,
    kinds: &Id,
    asked: &Asked,
    options: &[&CategoryOption],
    counter: &str,
) -> Table {
    let theme_label = material
        .definitions
        .catalogue
        .elements
        .get(asked.theme)
        .map_or("", |element| element.label.as_str());
    let registry = &material.definitions.registry;
    let mut rows = Vec::new();
    for submission in &material.summary.submissions {
        let Some(unit) = registry.units.get(&submission.unit) else {
            continue;
        };
        for theme in values(submission, asked.theme) {
            let record = theme.key.record;
            let marked: Vec<&str> = options
                .iter()
                .filter(|option| {
                    values(submission, kinds).any(|value| {
                        value.key.record == record
                            && value.key.option.as_ref() == Some(&option.id)
                            && value.answer.value().is_some()
                    })
                })
                .map(|option| option.label.as_str())
                .collect();
            let people =
                values(submission, asked.participants).find(|value| value.key.record == record);
            let people = people.and_then(|value| {
                Some(
                    Number::new(
                        value.answer.value()?.count()?,
                        Origin::Cell(value.at.clone()),
                    )
                    .into(),
                )
            });
            let words = theme
                .answer
                .value()
                .and_then(Value::text)
                .unwrap_or_default();
            rows.push(Row {
                role: RowRole::Plain,
                cells: vec![
                    registry.short_name(unit).into(),
                    words.into(),
                    marked.join("、").into(),
                    people.unwrap_or_else(|| terms::NONE.into()),
                ],
            });
        }
    }
    let column = |label: &str, numeric, width| TableColumn::new(label, numeric, width);
    Table {
        title: format!("{theme_label}の一覧"),
        columns: vec![
            column(counter, false, 3),
            column(theme_label, false, 14),
            column("種類", false, 9),
            column("参加者", true, 3),
        ],
        rows,
        notes: Vec::new(),
    }
}

/// The values of an element in a submission, in the order of the form.
pub fn values<'a>(
    submission: &'a Submission,
    element: &'a str,
) -> impl Iterator<Item = &'a DataValue> {
    submission
        .values
        .iter()
        .filter(move |value| &*value.key.element == element)
}
