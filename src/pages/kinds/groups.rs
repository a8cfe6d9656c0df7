//! Two groups of options of a count, in detail.

use serde::Deserialize;

use super::{PageKind, charts};
use crate::figures::asked::Asked;
use crate::figures::number::{Number, Words};
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::Page;
use crate::pages::wording::{
    Named, furthest, key_number, most, moved, nothing_yet, options_by_name, plain,
};

/// Counts by category, two groups of options in detail.
#[derive(Debug, Clone, Deserialize)]
pub struct GroupsPage {
    /// A count element whose category has groups.
    element: String,
    /// The group on the left.
    left: String,
    /// The group on the right.
    right: String,
}

impl PageKind for GroupsPage {
    fn template(&self) -> &'static str {
        "groups"
    }

    fn elements(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn compared(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer, page).into_iter().collect()
    }
}

impl GroupsPage {
    fn page(&self, composer: &Composer, mut page: Page) -> Option<Page> {
        let material = composer.material;
        let asked = material.asked(&self.element)?;
        let category = material.breakdown(asked.element)?;
        let mut shown = Vec::new();
        for (name, group) in [("left", &self.left), ("right", &self.right)] {
            let options = category.group_in(group, material.period());
            let label = category.groups.get(group.as_str()).unwrap_or(group);
            let named = options_by_name(material, asked.element, &options);
            say_most(&mut page, asked, label, &named);
            let sum = Number::sum(named.into_iter().map(|item| item.number));
            let title = Words::from(label.as_str())
                .then(" ")
                .then(sum)
                .then(asked.element.unit.as_str());
            let bars = charts::bars(material, asked.element, &options, title);
            page.charts.insert(name.to_owned(), bars);
            shown.extend(options);
        }
        // Said once for both.
        let few = |chart| charts::small_base(material, asked.element, chart);
        page.notes.extend(page.charts.values().find_map(few));
        if asked.counted.n == 0 {
            page.finding = nothing_yet();
        }
        let moved = moved(material, asked.element, &shown);
        page.finding
            .extend(furthest(&moved, &asked.element.unit).map(plain));
        page.source = Some(asked.source());
        Some(page)
    }
}

/// Which option of a group has the most.
fn say_most(page: &mut Page, asked: &Asked, label: &str, named: &[Named]) {
    let unit = asked.element.unit.as_str();
    match most(named, terms::ELEMENT) {
        Some(top) if top.number.n > 0 => page.finding.extend([
            plain(
                Words::from(label)
                    .then("では")
                    .then(top.names)
                    .then("（")
                    .then(top.each),
            ),
            key_number(&top.number, unit),
            plain("）が最も多い。"),
        ]),
        _ => {
            let sum = Number::sum(named.iter().map(|item| item.number.clone()));
            let words = Words::from(label).then("は").then(sum).then(unit);
            page.finding.push(plain(words.then("。")));
        }
    }
}
