//! A state and the methods used, by number of units.

use serde::Deserialize;

use super::{PageKind, charts, figures, state};
use crate::figures::material::Material;
use crate::figures::number::Words;
use crate::model::catalogue::CategoryOption;
use crate::pages::composer::Composer;
use crate::pages::print::Page;
use crate::pages::wording::{furthest, key_number, most, moved, options_by_name, plain};

/// A state and the methods used.
#[derive(Debug, Clone, Deserialize)]
pub struct MethodsPage {
    /// The choice element.
    element: String,
    /// The marks element.
    methods: String,
    /// Rows or writers counted, set large beside them.
    #[serde(default)]
    figures: Vec<String>,
}

impl PageKind for MethodsPage {
    fn template(&self) -> &'static str {
        "methods"
    }

    fn elements(&self) -> Vec<&str> {
        let mut elements = vec![self.element.as_str(), &self.methods];
        elements.extend(self.figures.iter().map(String::as_str));
        elements
    }

    fn compared(&self) -> Vec<&str> {
        vec![&self.element, &self.methods]
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer.material, page).into_iter().collect()
    }
}

impl MethodsPage {
    fn page(&self, material: &Material, mut page: Page) -> Option<Page> {
        let asked = material.asked(&self.element)?;
        let marks = material.asked(&self.methods)?;
        let states = material.answers(asked.element)?;
        let category = material.breakdown(marks.element)?;
        let counter = asked.kind.counter.as_str();
        let options: Vec<&CategoryOption> = category.options_in(material.period()).collect();
        page.finding = state::finding(material, asked, states, state::Lead::First);
        if let Some(top) = most(&options_by_name(material, marks.element, &options), "方法")
            && top.number.n > 0
        {
            page.finding.extend([
                plain(
                    Words::from("最も多い方法は")
                        .then(top.names)
                        .then("の")
                        .then(top.each),
                ),
                key_number(&top.number, counter),
                plain("。"),
            ]);
        }
        let moved = moved(material, marks.element, &options);
        page.finding.extend(furthest(&moved, counter).map(plain));
        page.finding
            .extend(figures::furthest(material, &self.figures).map(plain));
        let share = charts::share(material, asked, states, &format!("{counter}の数"));
        page.charts.insert("share".to_owned(), share);
        let title = Words::text(format!("方法別の{counter}の数（複数回答）"));
        let bars = charts::bars(material, marks.element, &options, title);
        page.charts.insert("methods".to_owned(), bars);
        page.figures = figures::all(material, &self.figures);
        page.source = Some(asked.source());
        Some(page)
    }
}
