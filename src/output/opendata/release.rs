//! The rows of a release, chosen, and how its files are called.

use crate::dataset::Dataset;
use crate::dataset::code_lists::{ElementRow, OptionRow};
use crate::dataset::observations::{Aggregate, Observation};
use crate::figures::publication::AboutRow;
use crate::model::text::portable;

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Every row.
    All,
    /// What may be published without suppression: the city, by month and for the period, in which
    /// state each unit is, as the report shows it, and what a unit counted in all where that gives
    /// nothing away.
    City,
    /// The units, for the period.
    Unit,
    /// The city, by month.
    Month,
    /// The city, for the period.
    Total,
}

impl By {
    fn takes(self, row: &Observation, dataset: &Dataset) -> bool {
        let (city, whole) = (row.is_city(), row.is_whole());
        match self {
            Self::All => true,
            Self::City => {
                let is_open = dataset.unit_totals.contains(&row.element_id);
                city || row.role == Aggregate::UnitState || (is_open && row.is_unit_total())
            }
            Self::Unit => !city && whole,
            Self::Month => city && !whole,
            Self::Total => city && whole,
        }
    }
}

/// The rows of a choice, and what the publication says of itself.
pub struct Release<'a> {
    /// What they are chosen from.
    pub dataset: &'a Dataset,
    /// The rows of the period.
    pub facts: Vec<&'a Observation>,
    /// The rows of earlier periods.
    pub past: Vec<&'a Observation>,
    /// What the publication says of itself.
    pub about: Vec<AboutRow>,
}

impl<'a> Release<'a> {
    /// What is chosen of a data set.
    pub fn new(dataset: &'a Dataset, by: By) -> Self {
        let mut about = dataset.about.clone();
        if by == By::City && !dataset.unit_totals.is_empty() {
            about.push(AboutRow {
                label: "報告単位ごとの数".to_owned(),
                text:
                    "小さな数のない項目に限り、期間の合計を載せています。内訳は全体の数だけです。"
                        .to_owned(),
            });
        }
        let taken = |row: &&Observation| by.takes(row, dataset);
        Self {
            facts: dataset.observations.iter().filter(taken).collect(),
            past: dataset.past.iter().filter(taken).collect(),
            dataset,
            about,
        }
    }

    /// The name of a file: with the code of the city and the period, so that the releases of
    /// several lie side by side.
    pub fn file(&self, folder: &str, id: &str, ending: &str) -> String {
        let Dataset { city, period, .. } = self.dataset;
        let code = match city.code.as_str() {
            "" => String::new(),
            code => format!("{code}_"),
        };
        format!("{folder}{code}{id}_{period}.{ending}")
    }

    /// The element of a row.
    pub fn element(&self, row: &Observation) -> Option<&'a ElementRow> {
        let elements = &self.dataset.lists.elements;
        elements.iter().find(|element| element.id == row.element_id)
    }

    /// The option of a row, or its group or total.
    pub fn option(&self, row: &Observation) -> Option<&'a OptionRow> {
        let key = (&*row.element_id, &*row.option_id);
        let options = &self.dataset.lists.options;
        options
            .iter()
            .find(|option| (&*option.element_id, &*option.id) == key)
    }

    /// The words of the state of a row.
    pub fn state(&self, row: &Observation) -> String {
        let key = (&*row.element_id, &*row.answer_id);
        let states = &self.dataset.lists.states;
        let state = states
            .iter()
            .find(|state| (&*state.element_id, &*state.id) == key);
        portable(state.map_or(&*row.answer_id, |state| &state.label))
    }

    /// What the kind of a unit is called.
    pub fn kind_label(&self, unit: &str) -> Option<&'a str> {
        let units = &self.dataset.lists.units;
        let unit = units.iter().find(|row| row.id == unit)?;
        Some(&unit.kind_label)
    }
}
