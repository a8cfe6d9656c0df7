//! The files of the history: one figure of an earlier period a line.

use std::io::{self, BufRead};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::excel;
use crate::model::period::{Month, Period};

/// The name of the city as a whole in the column `unit`.
pub const CITY: &str = "city";

/// The source of a figure that was closed by this program.
pub const CLOSED: &str = "zaitaku-report close";

/// One line of a history file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The period of the figure.
    pub period: Period,
    /// The unit's id, or `city`.
    pub unit: String,
    /// The element's id.
    pub element: String,
    /// The option's id; empty is the total.
    pub option: String,
    /// The answer that is counted; empty for counts.
    pub state: String,
    /// The month; empty is the whole period. Files of before there were months have no such column.
    #[serde(default)]
    pub month: Option<Month>,
    /// The figure.
    pub value: u64,
    /// What to mind.
    pub note: String,
    /// Where it comes from.
    pub source: String,
}

impl Line {
    /// Which number it is.
    pub fn key(&self) -> TallyKey {
        TallyKey {
            element: Id::from(self.element.as_str()),
            option: id_in(&self.option),
            answer: id_in(&self.state),
            month: self.month,
            unit: (self.unit != CITY).then(|| Id::from(self.unit.as_str())),
        }
    }
}

/// The id in a column that may be empty.
fn id_in(text: &str) -> Option<Id> {
    (!text.is_empty()).then(|| Id::from(text))
}

/// Reads the lines of a history file (CSV, UTF-8 with or without BOM).
///
/// # Errors
/// A line that is not of the form, with file and line number.
pub fn read_csv(name: &str, bytes: &[u8]) -> Result<Vec<Line>> {
    let bytes = bytes.strip_prefix(excel::BOM).unwrap_or(bytes);
    let mut lines = Vec::new();
    for (i, line) in csv::Reader::from_reader(bytes)
        .into_deserialize()
        .enumerate()
    {
        let line: Line = line.with_context(|| {
            format!(
                "過去の公表値「{name}」の{}行目を読めません。列は period,unit,element,option,state,month,value,note,source です（month は省けます）",
                i + 2
            )
        })?;
        if line.element.is_empty() {
            bail!(
                "過去の公表値「{name}」の{}行目に集計項目（element）がありません",
                i + 2
            );
        }
        lines.push(line);
    }
    Ok(lines)
}

/// The head of a history file, its first line, which tells the period, and the lines of some units:
/// a file of all units of a country is no more than looked through. `None` if it has quotes, or no
/// column of units: then only a reader of CSV knows where a line ends.
///
/// # Errors
/// It cannot be read.
pub fn lines_of_units(mut file: impl BufRead, units: &[&str]) -> io::Result<Option<Vec<u8>>> {
    let (mut own, mut line) = (Vec::new(), Vec::new());
    let mut column = None;
    while file.read_until(b'\n', &mut line)? > 0 {
        if line.contains(&b'"') {
            return Ok(None);
        }
        let wanted = match column {
            None => {
                let head = line.strip_prefix(excel::BOM).unwrap_or(&line);
                let place = head
                    .split(|byte| *byte == b',')
                    .position(|name| name == b"unit");
                let Some(place) = place else { return Ok(None) };
                column = Some((place, own.len() + line.len()));
                true
            }
            Some((_, head)) if own.len() == head => true,
            Some((place, _)) => {
                let unit = line.split(|byte| *byte == b',').nth(place);
                unit.is_some_and(|unit| units.iter().any(|known| known.as_bytes() == unit))
            }
        };
        if wanted {
            own.append(&mut line);
        }
        line.clear();
    }
    Ok(Some(own))
}

/// The lines of a history file as it is kept.
///
/// # Errors
/// Never in practice: the lines serialise.
pub fn write_csv(lines: &[Line]) -> Result<Vec<u8>> {
    let mut writer = excel::csv_writer();
    for line in lines {
        writer.serialize(line)?;
    }
    Ok(writer.into_inner()?)
}

/// The lines that a closed period leaves for later ones: every number of it, zeros and months as well.
pub fn closed_lines(summary: &Summary) -> Vec<Line> {
    let mut lines = Vec::new();
    for (key, tally) in summary.iter() {
        lines.push(Line {
            period: summary.period,
            unit: key.unit.as_deref().unwrap_or(CITY).to_owned(),
            element: key.element.to_string(),
            option: key.option.as_deref().unwrap_or_default().to_owned(),
            state: key.answer.as_deref().unwrap_or_default().to_owned(),
            month: key.month,
            value: tally.sum,
            note: String::new(),
            source: CLOSED.to_owned(),
        });
    }
    lines.sort_by(|a, b| order(a).cmp(&order(b)));
    lines
}

/// Where a line stands in its file.
fn order(line: &Line) -> impl Ord {
    let parts = (&line.option, &line.state, line.month);
    (&line.element, &line.unit, parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_large_file_some_units_are_read() {
        let head = "\u{feff}period,unit,element,option,state,value,note,source\r\n";
        let [first, own, other] = ["city", "ward-kita", "ward-kita2"]
            .map(|unit| format!("2022H1,{unit},visits,,,1,,x\r\n"));
        let whole = [head, &first, &own, &other, &own].concat();
        let found = lines_of_units(whole.as_bytes(), &["ward-kita"]).expect("in memory");
        assert_eq!(
            found,
            Some([head, &first, &own, &own].concat().into_bytes())
        );
        let quoted = format!("{head}2022H1,city,visits,,,1,\"a\nb\",x\r\n");
        for odd in [quoted.as_str(), "element,value\r\n"] {
            let found = lines_of_units(odd.as_bytes(), &["ward-kita"]).expect("in memory");
            assert_eq!(found, None, "{odd}");
        }
    }
}
