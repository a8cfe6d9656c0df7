//! A state and the methods used, by number of units.

use super::{charts, state};
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::Words;
use crate::model::catalogue::CategoryOption;
use crate::pages::print::Page;
use crate::pages::spec::Lead;
use crate::pages::wording::{Named, key_number, most, plain};

/// The page of a choice element and a marks element.
pub fn page(
    material: &Material,
    mut page: Page,
    element: &str,
    methods: &str,
    figures: &[String],
) -> Option<Page> {
    let asked = material.asked(element)?;
    let marks = material.asked(methods)?;
    let (states, category) = (
        material.answers(asked.element)?,
        material.breakdown(marks.element)?,
    );
    let counter = asked.kind.counter.as_str();
    let options: Vec<&CategoryOption> = category.options_in(material.summary.period).collect();
    let named: Vec<Named> = options
        .iter()
        .map(|option| Named {
            label: &option.label,
            number: material.now(TallyKey::of(&marks.element.id).option(&option.id)),
        })
        .collect();
    page.finding = state::finding(material, &asked, states, Lead::First);
    if let Some(top) = most(&named, "方法")
        && top.number.n > 0
    {
        page.finding.push(plain(
            Words::from("最も多い方法は")
                .then(top.names)
                .then("の")
                .then(top.each),
        ));
        page.finding.push(key_number(&top.number, counter));
        page.finding.push(plain("。"));
    }
    page.charts.insert(
        "share".to_owned(),
        charts::share(material, &asked, states, &format!("{counter}の数")),
    );
    let title = format!("方法別の{counter}の数（複数回答）");
    page.charts.insert(
        "methods".to_owned(),
        charts::bars(material, marks.element, &options, title),
    );
    page.figures = state::figures(material, figures);
    page.source = Some(asked.source());
    Some(page)
}
