//! An element and who is asked for it: of how many units its numbers are.

use indexmap::IndexMap;

use super::number::{Number, Words};
use crate::form::spec::FormSpec;
use crate::model::Id;
use crate::model::catalogue::DataElement;
use crate::model::org_unit::UnitKind;
use crate::model::period::Period;

/// An element with those who are asked for it.
pub struct Asked<'a> {
    /// The element.
    pub element: &'a DataElement,
    /// The kind of unit that is asked.
    pub kind: &'a UnitKind,
    /// Of a year the half whose units are asked, where those of the year are others.
    pub half: Option<Period>,
    /// How many units are expected to report it.
    pub expected: Number,
    /// How many are counted.
    pub counted: Number,
    /// The form that asks.
    pub form: &'a FormSpec,
    /// The sheet of the form.
    pub sheet: &'a str,
    /// The same in words.
    pub coverage: Words,
}

impl Asked<'_> {
    /// Whether all who are asked are counted.
    pub fn is_whole(&self) -> bool {
        self.counted.n == self.expected.n
    }

    /// Said before a number of units when some are not counted: 「報告のあった20区中15区」.
    pub fn reporting(&self) -> &'static str {
        if self.is_whole() {
            ""
        } else {
            "報告のあった"
        }
    }

    /// The source line: form, sheet, and how many units it is the sum of.
    pub fn source(&self) -> Words {
        let (form, kind) = (&self.form.label, &self.kind.label);
        Words::text(format!("資料：{form}「{}」（{kind}", self.sheet))
            .then(self.coverage.clone())
            .then("）")
    }

    /// The source line of several: their forms, and of how many units each is the sum.
    pub fn forms<'a>(all: impl IntoIterator<Item = &'a Asked<'a>>) -> Words {
        let mut kinds: IndexMap<&Id, Words> = IndexMap::new();
        for asked in all {
            kinds.entry(&asked.kind.id).or_insert_with(|| {
                let (form, kind) = (&asked.form.label, &asked.kind.label);
                let words = Words::text(format!("{form}（{kind}"));
                words.then(asked.coverage.clone()).then("）")
            });
        }
        Words::from("資料：").then(Words::joined(kinds.into_values(), "、"))
    }
}
