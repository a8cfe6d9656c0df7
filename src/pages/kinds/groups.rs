//! Two groups of options of a count, in detail.

use super::charts;
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::{Category, CategoryOption};
use crate::model::terms;
use crate::pages::print::Page;
use crate::pages::wording::{Named, key_number, most, nothing_yet, plain};

/// The page of a count element whose category has groups.
pub fn page(
    material: &Material,
    mut page: Page,
    element: &str,
    left: &str,
    right: &str,
    small_base: u64,
) -> Option<Page> {
    let asked = material.asked(element)?;
    let category = material.breakdown(asked.element)?;
    let (key, unit) = (TallyKey::of(&asked.element.id), asked.element.unit.as_str());

    for (name, group) in [("left", left), ("right", right)] {
        let options = in_group(material, category, group);
        let label = category.groups.get(group).map_or(group, String::as_str);
        let named: Vec<Named> = options
            .iter()
            .map(|option| Named {
                label: &option.label,
                number: material.now(key.clone().option(&option.id)),
            })
            .collect();
        match most(&named, terms::ELEMENT) {
            _ if asked.counted.n == 0 => {}
            Some(top) if top.number.n > 0 => {
                page.finding.push(plain(
                    Words::from(label)
                        .then("では")
                        .then(top.names)
                        .then("（")
                        .then(top.each),
                ));
                page.finding.push(key_number(&top.number, unit));
                page.finding.push(plain("）が最も多い。"));
            }
            _ => page.finding.push(plain(format!("{label}は0{unit}。"))),
        }
        let sum = Number::sum(named.into_iter().map(|item| item.number));
        let title = Words::from(label).then(" ").then(sum).then(unit);
        page.charts.insert(
            name.to_owned(),
            charts::bars(material, asked.element, &options, title),
        );
    }
    // Said once for both.
    page.notes.extend(
        page.charts
            .values()
            .find_map(|chart| charts::small_base(material, asked.element, chart, small_base)),
    );
    if asked.counted.n == 0 {
        page.finding = nothing_yet();
    }
    page.source = Some(asked.source());
    Some(page)
}

/// The options of a group, subsets apart.
pub fn in_group<'a>(
    material: &Material,
    category: &'a Category,
    group: &str,
) -> Vec<&'a CategoryOption> {
    category
        .options_in(material.summary.period)
        .filter(|option| option.group.as_deref() == Some(group) && !option.subset)
        .collect()
}
