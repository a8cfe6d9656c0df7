//! Monthly counts by category: ordered bars beside the period before, the total, and the months.

use super::charts;
use crate::aggregate::tally::TallyKey;
use crate::model::catalogue::{CategoryOption, DataElement};
use crate::report::change;
use crate::report::compose::Material;
use crate::report::print::{Figure, Page, Span};
use crate::report::wording::{Named, against, most, n, plain, strong};

/// The page of a count element with a category.
pub fn page(material: &Material, mut page: Page, element: &str, by_group: bool) -> Option<Page> {
    let asked = material.asked(element)?;
    let category = material.breakdown(asked.element)?;
    let options: Vec<&CategoryOption> = category.options_in(material.summary.period).filter(|option| !option.subset).collect();
    page.finding = finding(material, asked.element, &options);
    page.figures = vec![total_figure(material, asked.element)];
    let unit = &asked.element.unit;
    let bars = if by_group {
        charts::group_bars(material, asked.element, category, &format!("{}の分野別の{unit}数", category.label))
    } else {
        charts::bars(material, asked.element, &options, &format!("{}別の{unit}数", category.label))
    };
    page.charts.insert("bars".to_owned(), bars);
    page.charts.insert("months".to_owned(), charts::months(material, asked.element, "月別の推移"));
    page.source = Some(asked.source());
    Some(page)
}

/// The total of the period, set large, with what it compares with.
pub fn total_figure(material: &Material, element: &DataElement) -> Figure {
    let key = TallyKey::of(&element.id);
    let total = material.summary.sum(&key);
    let (before, year) = (material.summary.period.year_before(), material.last_year());
    let mut lines = Vec::new();
    if let Some(past) = material.past(before, &key) {
        let change = change::percent(total, past).map_or_else(String::new, |change| format!("（{change}）"));
        lines.push(format!("{} {}{}{change}", before.label(), n(past), element.unit));
    }
    if year != before
        && let Some(past) = material.past(year, &key)
    {
        lines.push(format!("{}（年間） {}{}", year.label(), n(past), element.unit));
    }
    Figure { label: material.summary.period.label(), value: n(total), unit: element.unit.clone(), lines }
}

/// The total, how it changed, and what stands out.
fn finding(material: &Material, element: &DataElement, options: &[&CategoryOption]) -> Vec<Span> {
    let key = TallyKey::of(&element.id);
    let total = material.summary.sum(&key);
    let unit = &element.unit;
    let before = material.summary.period.year_before();
    let mut words = vec![plain(format!("{}は", period_word(material))), strong(format!("{}{unit}", n(total))), plain("。")];
    if let Some(sentence) = against(total, material.past(before, &key), &before.prose(), unit) {
        words.push(plain(sentence));
    }
    let named: Vec<Named> = options
        .iter()
        .map(|option| Named { label: &option.label, n: material.summary.sum(&key.clone().option(&option.id)) })
        .collect();
    if let Some((names, number)) = most(&named)
        && number > 0
    {
        words.push(plain(format!("最も多いのは{names}の")));
        words.push(strong(format!("{}{unit}", n(number))));
        // Shares of a whole make sense only where the parts add up to cases.
        let share = if element.multiple { String::new() } else { format!("（{}%）", change::share(number, total)) };
        words.push(plain(format!("{share}。")));
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
