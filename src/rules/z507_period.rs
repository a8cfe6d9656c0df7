//! Period, years and month that contradict each other.

use super::publication::{Meaning, PublicTable};
use super::{Check, Rule, Sink};
use crate::model::RESERVED;
use crate::model::cell::CellRef;
use crate::model::finding::Severity;
use crate::model::period::{Month, Period};

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z507",
    name: "contradicting-period",
    severity: Severity::Error,
    doc: include_str!("z507_period.md"),
    check: Check::Publication(check),
};

/// A month of the period, or the code of all of them.
fn holds(period: Period, month: &str) -> bool {
    let mut months = period.months().into_iter();
    month.starts_with(RESERVED) || months.any(|known| known.to_string() == month)
}

/// One month of the period, or all of them.
fn spans(period: Period, start: &str, end: &str) -> bool {
    let months: Vec<String> = period.months().iter().map(Month::to_string).collect();
    let is_whole = months.first().is_some_and(|first| first == start)
        && months.last().is_some_and(|last| last == end);
    is_whole || (start == end && months.iter().any(|month| month == start))
}

fn check(table: &PublicTable, sink: &mut Sink) {
    let Some(period) = table.column(Meaning::Period) else {
        return;
    };
    for (row, _) in (1..).zip(&table.rows) {
        let of = |meaning| table.column(meaning).map(|col| table.text(row, col));
        let known: Option<Period> = table.text(row, period).parse().ok();
        let is_right = known.is_some_and(|known| {
            of(Meaning::WesternYear).is_none_or(|year| year == known.year.0.to_string())
                && of(Meaning::JapaneseYear).is_none_or(|year| year == known.year.label())
                && of(Meaning::Month).is_none_or(|month| holds(known, month))
                && of(Meaning::Start)
                    .zip(of(Meaning::End))
                    .is_none_or(|(start, end)| spans(known, start, end))
        });
        if !is_right {
            let text = table.text(row, period);
            sink.cell(
                CellRef::new(row, period),
                table.name_of(period),
                text,
                "年度・年月が期間と合いません。",
                "プログラムの誤りです。開発者に知らせてください。",
            );
        }
    }
}
