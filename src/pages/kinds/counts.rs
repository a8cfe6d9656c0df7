//! Monthly counts by category: ordered bars beside the period before, the total, and the months.

use super::charts;
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::Id;
use crate::model::catalogue::{Category, CategoryOption, DataElement};
use crate::model::period::Month;
use crate::model::terms;
use crate::pages::print::{Figure, Page, Row, RowRole, Span, Table, TableColumn};
use crate::pages::wording::{Named, against, key_number, most, nothing_yet, plain};

/// A table of the months stands under the bars when these are so few that they leave room.
const MONTHS_TABLE_ROWS: usize = 6;

/// The page of a count element with a category.
pub fn page(
    material: &Material,
    mut page: Page,
    element: &str,
    subject: &str,
    by_group: bool,
    small_base: u64,
) -> Option<Page> {
    let asked = material.asked(element)?;
    let category = material.breakdown(asked.element)?;
    let options: Vec<&CategoryOption> = category
        .options_in(material.summary.period)
        .filter(|option| !option.subset)
        .collect();
    let named = if by_group {
        groups(material, asked.element, category)
    } else {
        parts(material, asked.element, &options)
    };
    page.finding = finding(material, &asked, subject, &named);
    page.figures = vec![total_figure(material, asked.element)];
    let unit = &asked.element.unit;
    let bars = if by_group {
        charts::group_bars(
            material,
            asked.element,
            category,
            &format!("{}の分野別の{unit}数", category.label),
        )
    } else {
        charts::bars(
            material,
            asked.element,
            &options,
            format!("{}別の{unit}数", category.label),
        )
    };
    page.notes.extend(charts::small_base(
        material,
        asked.element,
        &bars,
        small_base,
    ));
    page.charts.insert("bars".to_owned(), bars);
    page.charts.insert(
        "months".to_owned(),
        charts::months(material, asked.element, "月別の推移"),
    );
    if named.len() <= MONTHS_TABLE_ROWS {
        page.tables.insert(
            "months".to_owned(),
            months_table(material, asked.element, category, &options, by_group),
        );
    }
    page.source = Some(asked.source());
    Some(page)
}

/// The total of the period, set large, with what it compares with.
pub fn total_figure(material: &Material, element: &DataElement) -> Figure {
    let key = TallyKey::of(&element.id);
    let total = material.now(key.clone());
    let (before, year) = (material.summary.period.year_before(), material.last_year());
    let mut lines = Vec::new();
    if let Some(past) = material.past(before, &key) {
        let change = total
            .percent(&past)
            .filter(|_| material.is_whole(element))
            .map_or_else(Words::default, |change| {
                Words::from("（").then(change).then("）")
            });
        lines.push(past_line(&before.label(), &past, &element.unit).then(change));
    }
    if year != before
        && let Some(past) = material.past(year, &key)
    {
        lines.push(past_line(
            &format!("{}（年間）", year.label()),
            &past,
            &element.unit,
        ));
    }
    Figure {
        label: material.summary.period.label(),
        value: total.into(),
        unit: element.unit.clone(),
        lines,
    }
}

/// 令和4年度 上半期 908件
pub fn past_line(period: &str, past: &Number, unit: &str) -> Words {
    Words::from(period).then(" ").then(past).then(unit)
}

/// What the bars show, by name and number.
fn parts<'a>(
    material: &Material,
    element: &DataElement,
    options: &[&'a CategoryOption],
) -> Vec<Named<'a>> {
    let number =
        |option: &CategoryOption| material.now(TallyKey::of(&element.id).option(&option.id));
    options
        .iter()
        .map(|option| Named {
            label: &option.label,
            number: number(option),
        })
        .collect()
}

/// The groups of the category by name and number.
fn groups<'a>(
    material: &Material,
    element: &DataElement,
    category: &'a Category,
) -> Vec<Named<'a>> {
    let sum = |group: &Id| {
        let options = super::groups::in_group(material, category, group);
        Number::sum(
            parts(material, element, &options)
                .into_iter()
                .map(|part| part.number),
        )
    };
    category
        .groups
        .iter()
        .map(|(group, label)| Named {
            label,
            number: sum(group),
        })
        .collect()
}

/// Rows as the bars are, month by month.
fn months_table(
    material: &Material,
    element: &DataElement,
    category: &Category,
    options: &[&CategoryOption],
    by_group: bool,
) -> Table {
    let months = material.summary.period.months();
    let mut kinds: Vec<(&str, Vec<&CategoryOption>)> = if by_group {
        let in_group = |group| super::groups::in_group(material, category, group);
        category
            .groups
            .iter()
            .map(|(group, label)| (label.as_str(), in_group(group)))
            .collect()
    } else {
        options
            .iter()
            .map(|option| (option.label.as_str(), vec![*option]))
            .collect()
    };
    let key = TallyKey::of(&element.id);
    let sum = |options: &[&CategoryOption], month| {
        let of = |option: &&CategoryOption| key.clone().option(&option.id);
        Number::sum(
            options
                .iter()
                .map(|option| material.now(month_of(of(option), month))),
        )
    };
    kinds.sort_by_key(|(_, options)| {
        charts::order(
            options.iter().all(|option| option.rest),
            sum(options, None).n,
        )
    });
    let line = |role, label: &str, number: &dyn Fn(Option<Month>) -> Number| Row {
        role,
        cells: std::iter::once(label.into())
            .chain(months.iter().map(|month| number(Some(*month)).into()))
            .chain([number(None).into()])
            .collect(),
    };
    let mut rows: Vec<Row> = kinds
        .iter()
        .map(|(label, options)| line(RowRole::Plain, label, &|month| sum(options, month)))
        .collect();
    rows.push(line(RowRole::Total, terms::TOTAL, &|month| {
        material.now(month_of(key.clone(), month))
    }));
    let column = |label: String, numeric, width| TableColumn::new(label, numeric, width);
    let mut columns = vec![column(category.label.clone(), false, 9)];
    columns.extend(months.iter().map(|month| column(month.label(), true, 2)));
    columns.push(column(terms::TOTAL.to_owned(), true, 3));
    Table {
        title: format!("月別の{}数", element.unit),
        columns,
        rows,
        notes: Vec::new(),
    }
}

fn month_of(key: TallyKey, month: Option<Month>) -> TallyKey {
    match month {
        Some(month) => key.month(month),
        None => key,
    }
}

/// The total, how it changed, and what stands out.
fn finding(material: &Material, asked: &Asked, subject: &str, named: &[Named]) -> Vec<Span> {
    if asked.counted.n == 0 {
        return nothing_yet();
    }
    let element = asked.element;
    let key = TallyKey::of(&element.id);
    let total = material.now(key.clone());
    let unit = &element.unit;
    let before = material.summary.period.year_before();
    let past = material.past(before, &key);
    // One case may count several times: what is counted is not cases.
    let total_of = if element.multiple { "延べ" } else { "" };
    let mut words = vec![
        plain(format!("{}の{subject}は{total_of}", period_word(material))),
        key_number(&total, unit),
        plain("。"),
    ];
    if let Some(sentence) = against(
        material.is_whole(element),
        &total,
        past.as_ref(),
        &before.prose(),
        unit,
    ) {
        words.push(plain(sentence));
    }
    if let Some(top) = most(named, terms::ELEMENT)
        && top.number.n > 0
    {
        words.push(plain(
            Words::from("最も多いのは")
                .then(top.names)
                .then("の")
                .then(top.each),
        ));
        words.push(key_number(&top.number, unit));
        // Shares of a whole make sense only where the parts add up to cases.
        let share = || {
            Words::from("（")
                .then(top.each)
                .then(top.number.share(&total))
                .then("）")
        };
        words.push(plain(
            if element.multiple {
                Words::default()
            } else {
                share()
            }
            .then("。"),
        ));
    }
    words
}

/// 上半期, 下半期, or the year.
pub fn period_word(material: &Material) -> String {
    let period = material.summary.period;
    match period.half_label() {
        "" => period.label(),
        half => half.to_owned(),
    }
}
