//! An element and who is asked for it: of how many units its numbers are.

use super::number::{Number, Words};
use crate::form::spec::FormSpec;
use crate::model::catalogue::DataElement;
use crate::model::org_unit::UnitKind;

/// An element with those who are asked for it.
pub struct Asked<'a> {
    /// The element.
    pub element: &'a DataElement,
    /// The kind of unit that is asked.
    pub kind: &'a UnitKind,
    /// How many units are expected to report it.
    pub expected: Number,
    /// How many are counted.
    pub counted: Number,
    /// The form that asks.
    pub form: &'a FormSpec,
    /// The sheet of the form.
    pub sheet: &'a str,
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
        let counter = &self.kind.counter;
        let all = Words::from(format!(
            "資料：{}「{}」（{}",
            self.form.label, self.sheet, self.kind.label
        ))
        .then(&self.expected);
        if self.is_whole() {
            all.then(format!("{counter}すべてから提出）"))
        } else {
            all.then(format!("{counter}のうち"))
                .then(&self.counted)
                .then(format!("{counter}から提出）"))
        }
    }
}
