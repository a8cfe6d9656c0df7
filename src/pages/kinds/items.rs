//! Items × states over all units, beside the year before; and each unit's states on a page behind.

use std::cmp::Ordering;

use serde::Deserialize;

use super::{PageKind, charts, grid};
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::{Category, CategoryOption, Tone};
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Chart, Page, Span, StackedRow};
use crate::pages::wording::{
    Moved, Named, furthest, heading, key_number, least, most, nothing_yet, of_all, plain,
};

/// What the id of the page of each unit's states ends in.
const BY_UNIT: &str = "units";

/// Items × states over all units.
#[derive(Debug, Clone, Deserialize)]
pub struct ItemsPage {
    /// A choice element with a category.
    element: String,
}

impl PageKind for ItemsPage {
    fn template(&self) -> &'static str {
        "items"
    }

    fn elements(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn compared(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn further(&self) -> &'static [&'static str] {
        &[BY_UNIT]
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        let material = composer.material;
        let by_unit = composer.derived(&page, BY_UNIT);
        let pages = [
            self.page(material, page),
            grid::page(material, by_unit, &self.element),
        ];
        pages.into_iter().flatten().collect()
    }
}

impl ItemsPage {
    fn page(&self, material: &Material, mut page: Page) -> Option<Page> {
        let asked = material.asked(&self.element)?;
        let states = material.answers(asked.element)?;
        let table = ItemTable {
            material,
            asked,
            states,
            first: states.options_in(material.period()).next()?,
            before: material.comparison(asked.element).before,
        };
        let items: Vec<Item> = material
            .breakdown(asked.element)?
            .options_in(material.period())
            .map(|option| table.item(option))
            .collect();
        if table.before.is_year() && items.iter().any(|item| item.past.is_some()) {
            let year = table.before.label();
            let note = format!("比べている{year}の数は、年度の終わりの状況。");
            page.notes.push(Words::text(note));
        }
        page.finding = table.finding(&items);
        page.charts.insert("items".to_owned(), table.chart(items));
        page.source = Some(asked.source());
        Some(page)
    }
}

/// What the rows have in common.
struct ItemTable<'a> {
    material: &'a Material<'a>,
    asked: &'a Asked<'a>,
    states: &'a Category,
    /// The state that is to be reached.
    first: &'a CategoryOption,
    before: Period,
}

/// An item with how many units have reached it, now and before.
struct Item<'a> {
    option: &'a CategoryOption,
    now: Number,
    past: Option<Number>,
}

impl Item<'_> {
    fn moved(&self) -> Option<Moved<'_>> {
        Some(Moved {
            label: &self.option.label,
            now: self.now.clone(),
            past: self.past.clone()?,
        })
    }
}

impl<'a> ItemTable<'a> {
    fn key(&self, option: &CategoryOption) -> TallyKey {
        TallyKey::of(&self.asked.element.id).option(&option.id)
    }

    fn item(&self, option: &'a CategoryOption) -> Item<'a> {
        let key = self.key(option).answer(&self.first.id);
        Item {
            option,
            past: self.material.beside(self.asked.element, &key),
            now: self.material.now(key),
        }
    }

    fn chart(&self, items: Vec<Item>) -> Chart {
        let has_past = items.iter().any(|item| item.past.is_some());
        let mut rows = Vec::new();
        for item in items {
            rows.push(self.row(item));
        }
        let mut parts = rows.iter().flat_map(|row| &row.parts);
        let with_silent = parts.any(|part| part.tone == Tone::Missing);
        let title = format!("項目別の{}の数", self.asked.kind.counter);
        let words: String = rows.iter().map(|row| row.alt.as_str()).collect();
        Chart::Stacked {
            alt: format!("{title}。{words}"),
            title: Words::text(title),
            legend: charts::legend(self.material, self.states, with_silent),
            rows,
            total: self.asked.expected.n.max(1),
            past_label: has_past.then(|| self.past_label()),
        }
    }

    /// 令和4年度 over 実施済; of a half the half as well.
    fn past_label(&self) -> String {
        let period = if self.before.is_year() {
            self.before.label()
        } else {
            heading(self.before)
        };
        format!("{period}\n{}", self.first.label)
    }

    fn row(&self, item: Item) -> StackedRow {
        let (asked, counter) = (self.asked, &self.asked.kind.counter);
        let parts = charts::parts(self.material, asked, self.states, &self.key(item.option));
        let past = item.past.as_ref().map(Words::from);
        let mut words = Vec::new();
        for part in &parts {
            words.push(format!("{}{}{counter}", part.label, part.value.text));
        }
        // The past is that of the first state.
        if let (Some(first), Some(past)) = (words.first_mut(), &past) {
            *first += &format!("（{}は{past}{counter}）", self.before.label());
        }
        StackedRow {
            label: item.option.label.clone(),
            parts,
            past,
            change: item.past.map(|past| item.now.difference(&past)),
            alt: format!("{}は、{}。", item.option.label, words.join("、")),
        }
    }

    fn finding(&self, items: &[Item]) -> Vec<Span> {
        let (mut reached, mut compared) = (Vec::new(), Vec::new());
        for item in items {
            reached.push(Named {
                label: &item.option.label,
                number: item.now.clone(),
            });
            compared.extend(item.past.as_ref().map(|past| (&item.now, past)));
        }
        let mut words = reached_most(self.asked, &reached, &self.first.label);
        // Of some of the items nothing is said about all of them.
        if !compared.is_empty() && compared.len() == items.len() {
            words.extend(grown(&compared, &self.before.prose()));
            let moved: Vec<Moved> = items.iter().filter_map(Item::moved).collect();
            words.extend(furthest(&moved, &self.asked.kind.counter).map(plain));
        }
        words
    }
}

/// Which item most units have reached, and which the fewest.
fn reached_most(asked: &Asked, reached: &[Named], state: &str) -> Vec<Span> {
    let (counted, counter): (&Number, _) = (&asked.counted, asked.kind.counter.as_str());
    let (Some(top), Some(bottom)) = (
        most(reached, terms::ELEMENT),
        least(reached, terms::ELEMENT),
    ) else {
        return vec![plain("集計する項目がない。")];
    };
    if counted.n == 0 {
        return nothing_yet();
    }
    if top.number.n == 0 {
        let nowhere = Words::text(format!(
            "「{state}」の{counter}は、どの項目にもない（{}",
            asked.reporting()
        ));
        return vec![plain(nowhere.then(counted).then(counter).then("中）。"))];
    }
    if top.number.n == bottom.number.n {
        let mut words = vec![plain(Words::text(format!(
            "どの項目も、{}",
            asked.reporting()
        )))];
        words.extend(of_all(&top.number, counted, counter));
        words.push(plain(Words::text(format!("が「{state}」。"))));
        return words;
    }
    vec![
        plain(
            Words::text(format!("「{state}」が最も多いのは"))
                .then(top.names)
                .then("の")
                .then(top.each),
        ),
        key_number(&top.number, counter),
        plain(
            Words::from("、最も少ないのは")
                .then(bottom.names)
                .then("の")
                .then(bottom.each),
        ),
        key_number(&bottom.number, counter),
        plain("。"),
    ]
}

/// Of how many items more or fewer units have reached them than before.
fn grown(compared: &[(&Number, &Number)], before: &str) -> Vec<Span> {
    let (mut more, mut fewer) = (Vec::new(), Vec::new());
    for (now, past) in compared {
        match now.n.cmp(&past.n) {
            Ordering::Greater => more.push(now.less(past).origin),
            Ordering::Less => fewer.push(now.less(past).origin),
            Ordering::Equal => {}
        }
    }
    let (more, fewer) = (Number::count(more), Number::count(fewer));
    let all = compared.len() as u64;
    let mut words = vec![plain(Words::text(format!("{before}と比べて、")))];
    match (more.n, fewer.n) {
        (0, 0) => words.push(plain("どの項目も増減はない")),
        (_, 0) => words.extend(of_items(&more, all, "で増えた")),
        (0, _) => words.extend(of_items(&fewer, all, "で減った")),
        _ => {
            words.extend(of_items(&more, all, "で増え、"));
            words.extend(of_items(&fewer, all, "で減った"));
        }
    }
    words.push(plain("。"));
    words
}

fn of_items(number: &Number, all: u64, verb: &str) -> [Span; 2] {
    let items = if number.n == all {
        plain("すべての項目")
    } else {
        key_number(number, terms::ELEMENT)
    };
    [items, plain(verb)]
}
