//! The plan of the sample as it stands in `templates/sample/`: what comes out, and the texts it is
//! told in.

use anyhow::{Context, Result, anyhow};
use include_dir::{Dir, include_dir};
use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::form::blank::Filling;
use crate::form::value::inspect;
use crate::model::answer::Value;
use crate::model::period::Period;
use crate::model::picture::Picture;

pub(super) static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/sample");

/// The files of rows that lists and units draw on.
const ENTRY_FILES: [&str; 4] = [
    "trainings.toml",
    "activities.toml",
    "homepages.toml",
    "cases.toml",
];

/// Figures by period, then by option.
pub type Totals<T> = IndexMap<Period, IndexMap<String, T>>;

/// What the sample looks like.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamplePlan {
    /// Another word gives another sample with the same sums.
    pub seed: String,
    /// The periods that are filled, in order of time.
    pub periods: Vec<Period>,
    /// PlannedDays, besides weekends, on which nobody meets or reports.
    pub holidays: Vec<Date>,
    /// The name of a submitted file by kind of unit; `{area}` stands for the area.
    pub file_names: IndexMap<String, String>,
    /// How large an area is, beside the others.
    pub sizes: IndexMap<String, u64>,
    /// How busy a calendar month is, beside the others.
    pub months: IndexMap<String, u64>,
    pub(super) count: Vec<PlannedCounts>,
    pub(super) state: Vec<PlannedStates>,
    pub(super) mark: Vec<PlannedMarks>,
    pub(super) list: Vec<PlannedList>,
    pub(super) text: Vec<PlannedTexts>,
    pub(super) day: Vec<PlannedDays>,
    #[serde(skip)]
    pub(super) entries: Vec<WrittenEntry>,
}

/// Monthly counts of an element: the totals of its options over all units.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedCounts {
    pub kind: String,
    pub element: String,
    /// In no unit and month fewer than this element counts.
    pub at_least: Option<String>,
    pub totals: Totals<u64>,
}

/// How many units are in which state, in the order of `states`; the option is `-` without a
/// break-down.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedStates {
    pub kind: String,
    pub element: String,
    pub states: Vec<String>,
    /// Units that were earlier in the first state of this element come before the others.
    pub after: Option<String>,
    /// Areas that come first.
    #[serde(default)]
    pub first: Vec<String>,
    pub totals: Totals<Vec<u64>>,
}

/// How many of the units that meet a condition mark each option.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedMarks {
    pub kind: String,
    pub element: String,
    pub when: UnitFilter,
    pub totals: Totals<u64>,
}

/// Rows of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedList {
    pub kind: String,
    pub block: String,
    pub when: UnitFilter,
    /// How many of the units that meet the condition; all of them when nothing is said.
    pub units: Option<IndexMap<Period, usize>>,
    /// From how many to how many rows a unit writes.
    pub rows: [u64; 2],
    /// The element of the row's day.
    pub date: String,
    /// Whether the day lies after the period, not in it.
    #[serde(default)]
    pub ahead: bool,
    /// The pool of entries from which the rows are taken in turn.
    pub pool: String,
    /// Elements that take one of some answers.
    #[serde(default)]
    pub pick: IndexMap<String, Vec<String>>,
    /// PlannedCounts from a least to what the largest area may have.
    #[serde(default)]
    pub draw: IndexMap<String, [u64; 2]>,
    /// The element that counts these rows.
    pub tally: Option<String>,
}

/// A text for every unit, from a list in turn.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedTexts {
    pub kind: String,
    pub element: String,
    pub texts: Vec<String>,
}

/// A working day for every unit, so many days after the end of the period.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedDays {
    pub kind: String,
    pub element: String,
    pub days: [u64; 2],
}

/// `element:option`: the unit has chosen, or marked, this option.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct UnitFilter {
    pub element: String,
    pub option: String,
}

impl UnitFilter {
    /// Whether the answers are those of such a unit.
    pub fn is_met(&self, filling: &Filling) -> bool {
        filling.answers.iter().any(|(key, value)| {
            let chosen = matches!(value, Value::Choice(id) if **id == *self.option);
            let marked = *value == Value::Mark && key.option.as_deref() == Some(&*self.option);
            *key.element == *self.element && key.record.is_none() && (chosen || marked)
        })
    }
}

impl TryFrom<String> for UnitFilter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (element, option) = text
            .split_once(':')
            .ok_or_else(|| format!("「{text}」は element:option の形ではありません"))?;
        Ok(Self {
            element: element.to_owned(),
            option: option.to_owned(),
        })
    }
}

/// Answers written out by hand: of one unit, or a row of a pool.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct WrittenEntry {
    /// The unit that answers so.
    pub unit: Option<String>,
    /// The pool that it belongs to.
    pub pool: Option<String>,
    /// The list in which it is a row; otherwise it answers fields.
    pub block: Option<String>,
    /// The periods for which it is used; all when nothing is said.
    pub periods: Option<Vec<Period>>,
    /// Answers by element.
    #[serde(flatten)]
    pub values: toml::Table,
}

impl WrittenEntry {
    /// Whether it is used for a period.
    pub fn covers(&self, period: Period) -> bool {
        self.periods
            .as_ref()
            .is_none_or(|periods| periods.contains(&period))
    }

    /// Whether it is used for a period and belongs to a pool.
    pub fn is_in(&self, pool: &str, period: Period) -> bool {
        self.pool.as_deref() == Some(pool) && self.covers(period)
    }
}

#[derive(Deserialize)]
struct EntryFile {
    entry: Vec<WrittenEntry>,
}

impl SamplePlan {
    /// The plan built into the program.
    ///
    /// # Errors
    /// Never for a released program: a test loads it.
    pub fn built_in() -> Result<Self> {
        let mut plan: Self = parse("plan.toml")?;
        for name in ENTRY_FILES {
            plan.entries.extend(parse::<EntryFile>(name)?.entry);
        }
        Ok(plan)
    }
}

/// A picture that stands beside the plan, by its path.
pub(super) fn picture(path: &str) -> Result<Picture> {
    let file = FILES
        .get_file(path)
        .ok_or_else(|| anyhow!("見本の画像「{path}」がありません"))?;
    inspect(&file.contents().into())
        .map_err(|fault| anyhow!("見本の画像「{path}」を読めません: {fault:?}"))
}

fn parse<T: DeserializeOwned>(name: &str) -> Result<T> {
    let file = FILES.get_file(name).and_then(|file| file.contents_utf8());
    let text = file.ok_or_else(|| anyhow!("見本の計画「{name}」がありません"))?;
    toml::from_str(text).with_context(|| format!("見本の計画「{name}」の書き方に誤りがあります"))
}
