//! How the numbers of each chart and table are made, in words: of how many forms, beside which
//! past, by which formulas.

use indexmap::{IndexMap, IndexSet};

use super::print::{Made, Page, Print};
use super::printed;
use crate::figures::material::Material;
use crate::figures::number::{How, Origin};
use crate::model::Id;
use crate::model::catalogue::Kind;
use crate::model::period::Period;

/// Gives each page what is to be said of its charts and tables.
pub fn add(material: &Material, print: &mut Print) {
    let made: Vec<IndexMap<String, Made>> = print
        .pages
        .iter()
        .map(|page| of_page(material, print, page))
        .collect();
    for (page, made) in print.pages.iter_mut().zip(made) {
        page.made = made;
    }
}

fn of_page(material: &Material, print: &Print, page: &Page) -> IndexMap<String, Made> {
    let mut found: IndexMap<&str, Roots> = IndexMap::new();
    for (place, words) in printed::words(print, page) {
        if page.charts.contains_key(place) || page.tables.contains_key(place) {
            let roots = found.entry(place).or_default();
            words
                .numbers()
                .iter()
                .for_each(|number| roots.add(&number.origin));
        }
    }
    let told = found
        .into_iter()
        .filter(|(_, roots)| !roots.elements.is_empty());
    told.map(|(place, roots)| (place.to_owned(), roots.told(material)))
        .collect()
}

/// What some numbers are made of.
#[derive(Default)]
struct Roots {
    elements: IndexSet<Id>,
    past: IndexSet<Period>,
    formulas: IndexSet<&'static str>,
}

impl Roots {
    fn add(&mut self, origin: &Origin) {
        match origin {
            Origin::Counted(key) => {
                self.elements.insert(key.element.clone());
            }
            Origin::Past(period, key) => {
                self.elements.insert(key.element.clone());
                self.past.insert(*period);
            }
            Origin::Made(how, parts) => {
                self.formulas.extend(formula(*how));
                parts.iter().for_each(|part| self.add(part));
            }
            _ => {}
        }
    }

    fn told(&self, material: &Material) -> Made {
        let mut lines = Vec::new();
        for id in &self.elements {
            let Some(asked) = material.asked(id) else {
                continue;
            };
            let (element, form) = (asked.element, &asked.form.label);
            let label = element
                .statistic()
                .map_or(element.label.as_str(), |(label, _)| label);
            let counts = match element.kind {
                Kind::Choice | Kind::Marks => "選んだ報告者の数",
                _ => "欄の合計",
            };
            let forms = &asked.coverage;
            lines.push(format!(
                "{label}: {form}「{}」の{counts}（{}{forms}）",
                asked.sheet, asked.kind.label
            ));
        }
        if !self.past.is_empty() {
            let labels: Vec<String> = self.past.iter().map(|at| at.label()).collect();
            lines.push(format!(
                "{}の数: 公表したとき、または締めたときのもの",
                labels.join("、")
            ));
        }
        lines.extend(self.formulas.iter().map(|formula| (*formula).to_owned()));
        Made {
            elements: self.elements.iter().cloned().collect(),
            lines,
        }
    }
}

/// How a number is reckoned from others, where that is not plain.
fn formula(how: How) -> Option<&'static str> {
    match how {
        How::Change => Some("増減（％）＝（今回の数－前の数）÷前の数"),
        How::Difference => Some("増減（数）＝今回の数－前の数"),
        How::Share => Some("割合＝その区分の数÷全体の数"),
        How::Median => Some("中央値＝大きさの順に並べて真ん中の数"),
        How::Sum | How::Most | How::Least | How::Count | How::Rows => None,
    }
}
