//! What the checks look at.

use std::cell::OnceCell;

use super::criteria::Criteria;
use super::privacy;
use crate::form::identify::Identity;
use crate::form::spec::{Block, Definitions, FormSpec, Prefill};
use crate::model::answer::{Answer, Value};
use crate::model::catalogue::DataElement;
use crate::model::hash::HashMap;
use crate::model::past::Past;
use crate::model::period::{Month, Period};
use crate::model::submission::{Arrival, DataValue, Role, Submission};
use crate::model::waiver::Waiver;
use crate::workbook::Unreadable;

/// A file at the gate: not yet read, perhaps not readable.
pub struct Candidate<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Why it cannot be read, if it cannot.
    pub unreadable: Option<&'a Unreadable>,
    /// What it says of itself; nothing when it cannot be read.
    pub identity: &'a Identity,
    /// The period that is asked for, if one is.
    pub wanted: Option<Period>,
    /// The definitions.
    pub definitions: &'a Definitions,
}

impl Candidate<'_> {
    /// The question that the blank form answers by itself, as a sentence names it: 「基本情報」の報告者.
    pub fn question(&self, prefill: Prefill) -> String {
        let definitions = self.definitions;
        let form = self
            .identity
            .form
            .as_ref()
            .and_then(|id| definitions.forms.get(id));
        match form.and_then(|form| form.prefilled(prefill)) {
            Some((block, element)) => {
                let known = definitions.catalogue.elements.get(element);
                let label = known.map_or(&**element, |element| element.label.as_str());
                format!("「{}」の{label}", block.heading)
            }
            None => match prefill {
                Prefill::Unit => "報告者".to_owned(),
                Prefill::Period => "対象期間".to_owned(),
            },
        }
    }
}

/// What the checks know beside the file itself.
#[derive(Clone, Copy)]
pub struct Background<'a> {
    /// The definitions.
    pub definitions: &'a Definitions,
    /// What the units reported earlier, where that is known.
    pub past: Option<&'a dyn Past>,
    /// Which 確認 may pass.
    pub waivers: &'a [Waiver],
    /// What the checks measure by.
    pub criteria: &'a Criteria,
}

impl<'a> Background<'a> {
    /// A file alone, without a project around it.
    pub fn alone(definitions: &'a Definitions) -> Self {
        Self {
            definitions,
            past: None,
            waivers: &[],
            criteria: Criteria::built_in(),
        }
    }

    /// What the checks look at for one submission of a form that is known.
    pub fn context(self, submission: &'a Submission) -> Option<Context<'a>> {
        let form = self.definitions.forms.get(&submission.form)?;
        let Self {
            definitions,
            past,
            criteria,
            ..
        } = self;
        Some(Context {
            submission,
            form,
            definitions,
            past,
            criteria,
            by_element: OnceCell::new(),
            read: OnceCell::new(),
        })
    }
}

/// All files of a round.
pub struct RoundContext<'a> {
    /// The files in order.
    pub arrivals: &'a [Arrival],
    /// What is known beside them.
    pub around: Background<'a>,
}

impl<'a> RoundContext<'a> {
    /// What was read of the files, in order.
    pub fn submissions(&self) -> impl Iterator<Item = &'a Submission> + use<'a> {
        self.arrivals
            .iter()
            .filter_map(|arrival| arrival.submission.as_ref())
    }
}

/// The values of an element, totals among them, and those of each option.
#[derive(Default)]
struct ElementValues<'a> {
    all: Vec<&'a DataValue>,
    by_option: HashMap<&'a str, Vec<&'a DataValue>>,
}

/// A submission that passed the gate.
pub struct Context<'a> {
    /// What was read.
    pub submission: &'a Submission,
    /// The form that was filled.
    pub form: &'a FormSpec,
    /// The definitions.
    pub definitions: &'a Definitions,
    /// What the units reported earlier, where that is known.
    pub past: Option<&'a dyn Past>,
    /// What the checks measure by.
    pub criteria: &'a Criteria,
    /// The values of each element: the checks ask for thousands of sums of them.
    by_element: OnceCell<HashMap<&'a str, ElementValues<'a>>>,
    /// The texts that may tell who somebody is, looked through when the first check asks.
    pub(super) read: OnceCell<Vec<privacy::ReadText<'a>>>,
}

impl<'a> Context<'a> {
    /// The element that a value answers.
    pub fn element(&self, value: &DataValue) -> Option<&'a DataElement> {
        self.definitions.catalogue.elements.get(&value.key.element)
    }

    /// Whether a value counts for a subset, which is never added.
    pub fn is_subset(&self, value: &DataValue) -> bool {
        let catalogue = &self.definitions.catalogue;
        let option = self
            .element(value)
            .and_then(|element| catalogue.breakdown(element))
            .and_then(|category| category.options.get(value.key.option.as_ref()?));
        option.is_some_and(|option| option.subset)
    }

    /// The values of an element, totals among them, or of one of its options.
    pub fn values(&self, element: &str, option: Option<&str>) -> &[&'a DataValue] {
        let by_element = self.by_element.get_or_init(|| {
            let mut by_element: HashMap<&str, ElementValues> = HashMap::default();
            for value in &self.submission.values {
                let values = by_element.entry(&value.key.element).or_default();
                values.all.push(value);
                if let Some(option) = value.key.option.as_deref() {
                    values.by_option.entry(option).or_default().push(value);
                }
            }
            by_element
        });
        let values = by_element.get(element);
        let values = values.and_then(|values| match option {
            None => Some(&values.all),
            Some(option) => values.by_option.get(option),
        });
        values.map_or(&[], Vec::as_slice)
    }

    /// The values of an element, totals among them.
    pub fn values_of(&self, element: &str) -> &[&'a DataValue] {
        self.values(element, None)
    }

    /// The inputs of an element.
    pub fn inputs(&self, element: &str) -> impl Iterator<Item = &'a DataValue> {
        let values = self.values_of(element).iter().copied();
        values.filter(|value| value.role == Role::Input)
    }

    /// The sum of the parts of an element, subsets apart, in one month or over the period.
    ///
    /// `None` when a part is blank, unreadable or not found (a sum with a hole is not a sum) or
    /// when there is none.
    pub fn sum(&self, element: &str, option: Option<&str>, month: Option<Month>) -> Option<u64> {
        let (mut sum, mut count) = (0, 0);
        for value in self.parts(element, option, month) {
            sum += value.answer.value().and_then(Value::count)?;
            count += 1;
        }
        // A row or a column that was not found is a hole, too.
        (count > 0 && count >= self.monthly_parts(element, option, month)).then_some(sum)
    }

    /// The part of such a sum that was not written as a number (「3件」): a spreadsheet's own total
    /// passes over it.
    pub fn folded(&self, element: &str, option: Option<&str>, month: Option<Month>) -> u64 {
        let folded = self
            .parts(element, option, month)
            .filter(|value| matches!(value.answer, Answer::Coerced(..)));
        folded
            .filter_map(|value| value.answer.value().and_then(Value::count))
            .sum()
    }

    fn parts<'b>(
        &'b self,
        element: &'b str,
        option: Option<&'b str>,
        month: Option<Month>,
    ) -> impl Iterator<Item = &'a DataValue> + 'b {
        let category = self.definitions.catalogue.elements.get(element);
        let category = category.and_then(|element| self.definitions.catalogue.breakdown(element));
        let is_subset = move |value: &DataValue| {
            let option =
                category.and_then(|category| category.options.get(value.key.option.as_ref()?));
            option.is_some_and(|option| option.subset)
        };
        let values = self.values(element, option).iter().copied();
        values.filter(move |value| {
            value.role == Role::Input
                && (month.is_none() || value.key.month == month)
                && (option.is_some() || !is_subset(value))
        })
    }

    /// How many monthly counts the form asks for such a sum; 0 for an element that is not asked by
    /// month.
    fn monthly_parts(&self, element: &str, option: Option<&str>, month: Option<Month>) -> usize {
        let mut monthly = self.form.blocks().filter_map(Block::monthly_element);
        let catalogue = &self.definitions.catalogue;
        let category = catalogue
            .elements
            .get(element)
            .and_then(|element| catalogue.breakdown(element));
        let (true, Some(category)) = (monthly.any(|own| **own == *element), category) else {
            return 0;
        };
        let period = self.submission.period;
        let months = if month.is_some() {
            1
        } else {
            period.months().len()
        };
        months
            * if option.is_some() {
                1
            } else {
                category.parts_in(period).count()
            }
    }

    /// Where a violation that concerns an element as a whole is reported: its total, else its first
    /// cell.
    pub fn place_of(&self, element: &str, month: Option<Month>) -> Option<&'a DataValue> {
        let values = self.values_of(element).iter().copied();
        let mut own = values.filter(|value| value.key.month == month);
        let is_total = |value: &&DataValue| value.role == Role::Total && value.key.option.is_none();
        let total = own.clone().find(is_total);
        total
            .or_else(|| own.next())
            .or_else(|| self.inputs(element).next())
    }
}

/// The word for a count of an element: 件 → 件数.
pub fn count_word(element: Option<&DataElement>) -> String {
    format!("{}数", element.map_or("", |element| element.unit.as_str()))
}
