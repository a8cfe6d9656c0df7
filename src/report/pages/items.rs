//! Items × states over all units, beside the year before.

use super::charts::{SILENT, tone, value};
use crate::aggregate::tally::TallyKey;
use crate::model::catalogue::Tone;
use crate::report::compose::{Asked, Material};
use crate::report::print::{Chart, Key, Page, Part, Span, StackedRow};
use crate::report::wording::{Named, least, most, n, nothing_yet, of_all, plain, strong};

/// The page of a choice element with a category.
pub fn page(material: &Material, mut page: Page, element: &str) -> Option<Page> {
    let asked = material.asked(element)?;
    let (items, states) = (material.breakdown(asked.element)?, material.answers(asked.element)?);
    let period = material.summary.period;
    let first = states.options_in(period).next()?;
    let (total, counter) = (u64::from(asked.coverage.expected), asked.kind.counter.as_str());
    let last_year = material.last_year();

    let mut rows = Vec::new();
    let mut reached = Vec::new();
    let mut missing = false;
    for item in items.options_in(period) {
        let key = TallyKey::of(&asked.element.id).option(&item.id);
        let mut parts: Vec<Part> = states
            .options_in(period)
            .map(|state| Part {
                label: state.label.clone(),
                value: value(material.summary.sum(&key.clone().answer(&state.id))),
                tone: tone(state),
            })
            .collect();
        let known: u64 = parts.iter().filter_map(|part| part.value.n).sum();
        if known < total {
            missing = true;
            parts.push(Part { label: SILENT.to_owned(), value: value(total - known), tone: Tone::Missing });
        }
        reached.push(Named { label: &item.label, n: parts.first().and_then(|part| part.value.n).unwrap_or(0) });
        let past = material.past(last_year, &key.answer(&first.id)).map(n);
        rows.push(StackedRow { label: item.label.clone(), parts, past });
    }
    let mut legend: Vec<Key> =
        states.options_in(period).map(|state| Key { label: state.label.clone(), tone: tone(state) }).collect();
    if missing {
        legend.push(Key { label: SILENT.to_owned(), tone: Tone::Missing });
    }
    let past_label = rows.iter().any(|row| row.past.is_some()).then(|| format!("{}\n{}", last_year.label(), first.label));
    let title = format!("項目別の{counter}の数");
    let words: Vec<String> = rows
        .iter()
        .map(|row| {
            let parts: Vec<String> = row.parts.iter().map(|part| format!("{} {}", part.label, part.value.text)).collect();
            let past =
                row.past.as_ref().map_or_else(String::new, |past| format!("（{}の{}は{past}）", last_year.label(), first.label));
            format!("{}: {}{past}", row.label, parts.join("、"))
        })
        .collect();
    let alt = format!("{title}。{}。", words.join("。"));
    page.finding = finding(&asked, &reached, &first.label);
    page.charts.insert("items".to_owned(), Chart::Stacked { title, alt, legend, rows, total: total.max(1), past_label });
    page.source = Some(asked.source());
    Some(page)
}

/// Which item most units have reached, and which the fewest.
fn finding(asked: &Asked, reached: &[Named], state: &str) -> Vec<Span> {
    let (counted, counter) = (u64::from(asked.coverage.counted), asked.kind.counter.as_str());
    let (Some(top), Some(bottom)) = (most(reached, "項目"), least(reached, "項目")) else {
        return vec![plain("集計する項目がない。")];
    };
    if counted == 0 {
        return nothing_yet();
    }
    if top.n == 0 {
        return vec![plain(format!(
            "「{state}」の{counter}は、どの項目にもない（{}{}{counter}中）。",
            asked.reporting(),
            n(counted)
        ))];
    }
    if top.n == bottom.n {
        let mut words = vec![plain(format!("どの項目も、{}", asked.reporting()))];
        words.extend(of_all(top.n, counted, counter));
        words.push(plain(format!("が「{state}」。")));
        return words;
    }
    vec![
        plain(format!("「{state}」が最も多いのは{}の{}", top.names, top.each)),
        strong(format!("{}{counter}", n(top.n))),
        plain(format!("、最も少ないのは{}の{}", bottom.names, bottom.each)),
        strong(format!("{}{counter}", n(bottom.n))),
        plain("。"),
    ]
}
