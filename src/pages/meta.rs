//! What stands on the cover and in the head of every page: titles, dates and the state of the submissions.

use super::print::{Meta, Preliminary};
use crate::figures::asked::coverage;
use crate::figures::material::Material;
use crate::figures::number::{Number, Origin, Words};
use crate::model::finding::Finding;
use crate::model::round::Standing;
use crate::settings::Settings;

/// How many names the cover has room for.
const NAMES_ON_COVER: usize = 12;
/// How the units stand that are not counted.
const NOT_COUNTED: [Standing; 3] = [Standing::Missing, Standing::Faulty, Standing::Twice];

/// What is said while a 確認 has no answer.
const AWAITED: &str = "回答を待っている確認事項があり、数が変わることがある";

/// Titles, dates and who has reported.
pub fn meta(material: &Material, settings: &Settings) -> Meta {
    let (period, publication) = (material.period(), &settings.publication);
    let mut reported = Vec::new();
    for kind in material.definitions.registry.kinds.values() {
        let counted = material.standing(kind, Standing::Counted);
        let words = coverage(kind, &material.expected(kind), &counted);
        reported.push(Words::from(kind.label.as_str()).then(words));
    }
    Meta {
        title: format!("{} {}", period.label(), publication.title),
        name: publication.title.clone(),
        programme: publication.programme.clone(),
        period: period.label(),
        span: period.span(),
        issuer: publication.issuer.clone(),
        coverage: Words::joined(reported, "\n"),
        preliminary: preliminary(material),
        synthetic: publication.synthetic.clone(),
        date: settings.published(period).to_string(),
        undated: !settings.is_dated(period),
    }
}

/// The mark of a report that may still change: who is missing, whether answers are awaited.
fn preliminary(material: &Material) -> Option<Preliminary> {
    let registry = &material.definitions.registry;
    let (mut names, mut units) = (Vec::new(), Vec::new());
    for standing in NOT_COUNTED {
        for unit in material.round.standing_as(registry, standing) {
            names.push(format!("{}（{}）", unit.name, standing.label()));
            units.push(Origin::Unit(unit.id.clone()));
        }
    }
    let awaits = material.round.all_findings().any(Finding::is_open);
    if names.is_empty() {
        return awaits.then(|| Preliminary {
            mark: "未確定".to_owned(),
            text: Words::text(AWAITED),
        });
    }
    let mut numbers = Vec::new();
    for kind in registry.kinds.values() {
        numbers.extend(NOT_COUNTED.map(|standing| material.standing(kind, standing)));
    }
    let all = Number::sum(numbers);
    let names = first_names(&names, units);
    let text = Words::from("次の")
        .then(all)
        .then("件は集計に含まない: ")
        .then(names);
    Some(Preliminary {
        mark: "速報".to_owned(),
        text: if awaits {
            text.then("。").then(AWAITED)
        } else {
            text
        },
    })
}

/// The names, or the first of them and where the rest stand.
fn first_names(names: &[String], units: Vec<Origin>) -> Words {
    let Some((first, _)) = names
        .split_at_checked(NAMES_ON_COVER)
        .filter(|(_, rest)| !rest.is_empty())
    else {
        return Words::text(names.join("、"));
    };
    let units = units.into_iter().skip(NAMES_ON_COVER).collect();
    Words::text(first.join("、"))
        .then("、ほか")
        .then(Number::count(units))
        .then("件（付録に一覧）")
}
