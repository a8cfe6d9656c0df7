//! What stands on a whole publication: that it may still change (速報, 未確定), that it was corrected
//! (訂正版), that it is a sample (見本).

use jiff::civil::Date;
use serde::Serialize;

use super::material::Material;
use super::number::{Number, Origin, Words};
use crate::model::day::long_date;
use crate::model::finding::Finding;
use crate::model::round::Standing;
use crate::model::terms;

/// How many names the cover has room for.
const NAMES_ON_COVER: usize = 12;
/// How the units stand that are not counted.
const NOT_COUNTED: [Standing; 3] = [Standing::Missing, Standing::Faulty, Standing::Twice];

/// What is said while a 確認 has no answer.
const AWAITED: &str = "回答を待っている確認事項があり、数が変わることがある";

/// Why a file may not be published.
const INTERNAL: &str = "報告者ごとの小さな数や、公表しない事例、提出されたファイルの名前を含む";
/// What is said when a number changed since the period was closed.
const CORRECTED: &str = "締めたあとに提出が直された。変わった数には r を付けた";

/// A mark and why it is there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// The mark itself, e.g. 速報.
    pub mark: String,
    /// Why, in a sentence.
    pub text: Words,
}

impl Mark {
    /// The mark of what may not leave the house.
    pub(super) fn internal() -> Self {
        Self {
            mark: terms::INTERNAL.to_owned(),
            text: Words::text(INTERNAL),
        }
    }

    /// A title with marks.
    pub fn on(marks: &[Self], title: &str) -> String {
        let mut title = title.to_owned();
        for Self { mark, .. } in marks {
            title += &format!("【{mark}】");
        }
        title
    }
}

/// The mark of figures that are not what was closed, with the date where somebody has given it.
pub fn corrected(material: &Material, on: Option<Date>) -> Option<Mark> {
    material.revised_numbers().next()?;
    let on = on.map_or_else(String::new, |date| format!("（{}）", long_date(date)));
    Some(Mark {
        mark: format!("訂正版{on}"),
        text: Words::text(CORRECTED),
    })
}

/// The mark of a report that may still change: who is missing, whether answers are awaited.
pub fn preliminary(material: &Material) -> Option<Mark> {
    let registry = &material.definitions.registry;
    let (mut names, mut units) = (Vec::new(), Vec::new());
    for standing in NOT_COUNTED {
        for unit in material.round.standing_as(registry, standing) {
            names.push(format!("{}（{}）", unit.name, standing.label()));
            units.push(Origin::Unit(unit.id.clone()));
        }
    }
    let awaits = material
        .round
        .all_findings()
        .any(Finding::may_change_numbers);
    if names.is_empty() {
        return awaits.then(|| Mark {
            mark: "未確定".to_owned(),
            text: Words::text(AWAITED),
        });
    }
    let mut numbers = Vec::new();
    for kind in registry.kinds.values() {
        numbers.extend(NOT_COUNTED.map(|standing| material.standing(kind, standing, None)));
    }
    let all = Number::sum(numbers);
    let names = first_names(&names, units);
    let text = Words::from("次の")
        .then(all)
        .then("件は集計に含まない: ")
        .then(names);
    Some(Mark {
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
        .then("件（オープンデータに一覧）")
}
