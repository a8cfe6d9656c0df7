//! Filled forms for the tests of the checks: the sample's, spoiled in one place.

use std::sync::LazyLock;

use indexmap::IndexMap;
use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::intake::{Incoming, Receiver};
use zaitaku_report::for_tests::model::Id;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::past::Past;
use zaitaku_report::for_tests::model::period::{Half, Month, Period};
use zaitaku_report::for_tests::model::submission::{Arrival, Key};
use zaitaku_report::for_tests::rules::Background;
use zaitaku_report::for_tests::sample::{SamplePlan, fillings};

pub const WARD: &str = "ward-kita";
pub const OFFICE: &str = "office-kita";

pub static DEFINITIONS: LazyLock<Definitions> =
    LazyLock::new(|| Definitions::built_in().expect("definitions"));

pub fn period() -> Period {
    Period::half(2023, Half::First)
}

/// The sample's fillings of a period.
pub fn sample(period: Period) -> IndexMap<Id, Filling> {
    fillings(&DEFINITIONS, &SamplePlan::built_in().expect("plan"), period).expect("fillings")
}

pub static CLEAN: LazyLock<IndexMap<Id, Filling>> = LazyLock::new(|| sample(period()));

/// Draws a filling and receives it, as a file that arrives.
pub fn arrive(unit: &str, filling: &Filling, around: Background) -> Arrival {
    arrive_in(period(), unit, filling, around)
}

pub fn arrive_in(period: Period, unit: &str, filling: &Filling, around: Background) -> Arrival {
    let unit = &around.definitions.registry.units[unit];
    let bytes = draw(around.definitions, unit, period, filling).expect("drawn");
    let name = format!("{}.xlsx", unit.name);
    Receiver::new(around).receive(
        &Incoming {
            path: name.clone(),
            name,
            bytes,
            withheld: None,
        },
        Some(period),
    )
}

/// The codes of what was found, each once.
pub fn codes(arrival: &Arrival) -> Vec<&'static str> {
    let mut codes: Vec<&str> = arrival
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

pub fn field(element: &str) -> Key {
    Key {
        element: element.into(),
        option: None,
        month: None,
        record: None,
    }
}

pub fn option(element: &str, option: &str) -> Key {
    Key {
        option: Some(option.into()),
        ..field(element)
    }
}

pub fn month(element: &str, of: &str, month: usize) -> Key {
    let months: Vec<Month> = period().months();
    Key {
        month: Some(months[month]),
        ..option(element, of)
    }
}

pub fn row(element: &str, record: u32) -> Key {
    Key {
        record: Some(record),
        ..field(element)
    }
}

pub fn words(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Writes six months of one option.
pub fn months(filling: &mut Filling, element: &str, of: &str, counts: [u64; 6]) {
    for (i, count) in counts.into_iter().enumerate() {
        filling
            .answers
            .insert(month(element, of, i), Value::Count(count));
    }
}

/// The half-year sum of one option.
pub fn sum(filling: &Filling, element: &str, of: &str) -> u64 {
    let own = filling
        .answers
        .iter()
        .filter(|(key, _)| *key.element == *element && key.option.as_deref() == Some(of));
    own.filter_map(|(_, value)| value.count()).sum()
}

/// A past in which every question was answered by one function, over some halves.
pub struct Invented<F>(pub usize, pub F);

impl<F: Fn(&str, Option<&str>, usize) -> Option<u64> + Sync> Past for Invented<F> {
    fn before(
        &self,
        _: Period,
        _: &str,
        element: &str,
        option: Option<&str>,
    ) -> Vec<(Period, u64)> {
        let halves = [
            (2021, Half::First),
            (2021, Half::Second),
            (2022, Half::First),
            (2022, Half::Second),
        ];
        let halves = halves.into_iter().skip(4 - self.0).enumerate();
        halves
            .filter_map(|(i, (year, half))| {
                Some((Period::half(year, half), (self.1)(element, option, i)?))
            })
            .collect()
    }
}
