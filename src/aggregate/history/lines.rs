//! The files of the history: one figure of an earlier period a line.

use std::io::{self, Read};

use anyhow::{Result, anyhow, bail};
use memchr::{memchr, memchr_iter, memrchr};
use serde::Serialize;

use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{Catalogue, Category};
use crate::model::excel;
use crate::model::hand;
use crate::model::org_unit::OrgRegistry;
use crate::model::period::{Month, NotAPeriod, Period};
use crate::model::text::{fold, narrow};

/// The name of the city as a whole in the column `unit`.
pub const CITY: &str = "city";

/// The source of a figure that was closed by this program.
pub const CLOSED: &str = "zaitaku-report close";

/// The columns of a history file, in the order of a [`Line`].
const COLUMNS: [&str; 9] = [
    "period", "unit", "element", "option", "state", MONTH, "value", "note", "source",
];
/// The column that files of before there were months have not.
const MONTH: &str = "month";

/// One line of a history file; its texts are its own, or those of what it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line<T = String> {
    /// The period of the figure.
    pub period: Period,
    /// The unit's id, or `city`.
    pub unit: T,
    /// The element's id.
    pub element: T,
    /// The option's id; empty is the total.
    pub option: T,
    /// The answer that is counted; empty for counts.
    pub state: T,
    /// The month; empty is the whole period. Files of before there were months have no such column.
    pub month: Option<Month>,
    /// The figure.
    pub value: u64,
    /// What to mind.
    pub note: T,
    /// Where it comes from.
    pub source: T,
}

impl<T: AsRef<str>> Line<T> {
    /// Which number it is.
    pub fn key(&self) -> TallyKey {
        let [option, answer, unit] = self.parts().map(|part| part.map(Id::from));
        TallyKey {
            element: Id::from(self.element.as_ref()),
            option,
            answer,
            month: self.month,
            unit,
        }
    }

    /// The option, the answer and the unit, where the number is not summed over them.
    pub(super) fn parts(&self) -> [Option<&str>; 3] {
        let [option, state, unit] = [&self.option, &self.state, &self.unit].map(AsRef::as_ref);
        [
            Some(option).filter(|option| !option.is_empty()),
            Some(state).filter(|state| !state.is_empty()),
            Some(unit).filter(|unit| *unit != CITY),
        ]
    }

    /// The same with other texts.
    pub fn map<'a, U>(&'a self, text: impl Fn(&'a str) -> U) -> Line<U> {
        Line {
            period: self.period,
            unit: text(self.unit.as_ref()),
            element: text(self.element.as_ref()),
            option: text(self.option.as_ref()),
            state: text(self.state.as_ref()),
            month: self.month,
            value: self.value,
            note: text(self.note.as_ref()),
            source: text(self.source.as_ref()),
        }
    }
}

/// Why a published figure is compared with nothing: it names what the definitions do not have.
pub fn stranger(line: &Line, catalogue: &Catalogue, registry: &OrgRegistry) -> Option<String> {
    let Line { unit, element, .. } = line;
    if unit != CITY && !registry.units.contains_key(unit.as_str()) {
        return Some(format!(
            "「{unit}」という報告者の記号はありません（全体の数は {CITY}）"
        ));
    }
    let Some(known) = catalogue.elements.get(element.as_str()) else {
        return Some(format!("「{element}」という集計項目の記号はありません"));
    };
    let has = |category: Option<&Category>, id: &str| {
        id.is_empty() || category.is_some_and(|of| of.options.contains_key(id))
    };
    let (option, state) = (&line.option, &line.state);
    if !has(catalogue.breakdown(known), option) {
        return Some(format!(
            "「{element}」に「{option}」という区分の記号はありません"
        ));
    }
    let told = format!("「{element}」に「{state}」という状況の記号はありません");
    (!has(catalogue.answers(known), state)).then_some(told)
}

/// Reads the lines of a history file: CSV as this program or Excel writes it.
///
/// # Errors
/// A line that is not of the form, with file and line number.
pub fn read_csv(name: &str, bytes: &[u8]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    read_each(name, bytes, |line| lines.push(line.map(str::to_owned)))?;
    Ok(lines)
}

/// The same line by line: of a country there are millions.
pub(super) fn read_each(name: &str, bytes: &[u8], mut each: impl FnMut(&Line<&str>)) -> Result<()> {
    let Some((text, _)) = hand::decode(bytes) else {
        bail!(
            "過去の公表値「{name}」の文字を読めません。Excel で開き、「CSV UTF-8」として保存し直してください"
        );
    };
    let head = text.split(['\r', '\n']).next().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if head.contains('\t') { b'\t' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    let names = reader
        .headers()
        .map(|names| names.iter().map(fold).collect());
    let names: csv::StringRecord = names.unwrap_or_default();
    let named = |column: &str| names.iter().filter(|name| *name == column).count();
    let is_wrong = |column: &&str| match named(column) {
        0 => *column != MONTH,
        n => n > 1,
    };
    let wrong: Vec<&str> = COLUMNS.into_iter().filter(is_wrong).collect();
    if !names.is_empty() && !wrong.is_empty() {
        bail!(
            "過去の公表値「{name}」の見出しに、次の列がないか、二つ以上あります: {}。列は {} です（{MONTH} は省けます）",
            wrong.join(","),
            COLUMNS.join(",")
        );
    }
    let columns = Columns(COLUMNS.map(|column| names.iter().position(|name| name == column)));
    let mut record = csv::StringRecord::new();
    let unread = || anyhow!("過去の公表値「{name}」の表を読めません");
    while reader.read_record(&mut record).map_err(|_| unread())? {
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let fault = |what: &str| {
            let at = record.position().map_or(1, |at| line_at(&text, at.byte()));
            let row: Vec<&str> = record.iter().collect();
            anyhow!(
                "過去の公表値「{name}」{at}行目: {what}\n    {}",
                row.join(",")
            )
        };
        if record.as_slice().contains(['\n', '\r']) {
            return Err(fault("引用符（\"）が閉じていません"));
        }
        // 1,050 without quotes is two fields, and every later one stands in another column.
        if record
            .iter()
            .skip(names.len())
            .any(|field| !field.trim().is_empty())
        {
            return Err(fault(UNEVEN));
        }
        let line = columns.line(&record).map_err(|why| fault(&why))?;
        if line.element.is_empty() {
            return Err(fault("集計項目（element）がありません"));
        }
        each(&line);
    }
    Ok(())
}

/// The number of the line in which a row begins; the reader of CSV counts the two signs that end a
/// line in Windows otherwise.
fn line_at(text: &str, byte: u64) -> usize {
    let (before, rest) = text.split_at_checked(byte as usize).unwrap_or((text, ""));
    let gap = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let before = format!("{before}{}", &rest[..gap]).replace("\r\n", "\n");
    before.matches(['\n', '\r']).count() + 1
}

/// What is told of a row that is longer or shorter than the headings.
const UNEVEN: &str =
    "列の数が見出しと合いません（数の 1,050 は 1050 か \"1,050\" と書いてください）";

/// Where the columns of a [`Line`] stand in a file.
struct Columns([Option<usize>; COLUMNS.len()]);

impl Columns {
    /// The line of a row; else why it is none, in the words of the user.
    fn line<'r>(&self, row: &'r csv::StringRecord) -> Result<Line<&'r str>, String> {
        let fields = self.0.map(|at| at.map_or(Some(""), |at| row.get(at)));
        let [
            Some(period),
            Some(unit),
            Some(element),
            Some(option),
            Some(state),
            Some(month),
            Some(value),
            Some(note),
            Some(source),
        ] = fields
        else {
            return Err(UNEVEN.to_owned());
        };
        let no_month = |_| format!("「{month}」は月として読めません");
        let of_month = (!month.is_empty()).then(|| month.parse());
        Ok(Line {
            period: period
                .parse()
                .map_err(|error: NotAPeriod| error.to_string())?,
            unit,
            element,
            option,
            state,
            month: of_month.transpose().map_err(no_month)?,
            value: figure(value)?,
            note,
            source,
        })
    }
}

/// A figure as people write it: 1,050 and １０５０, too.
fn figure(text: &str) -> Result<u64, String> {
    let solid = || narrow(text).replace(',', "");
    let read = text.parse().or_else(|_| solid().parse());
    read.map_err(|_| {
        let what = "は数として読めません。0 以上の整数だけを書いてください（例: 1050）";
        format!("value の「{text}」{what}")
    })
}

/// How much of a history file is looked through at once, in bytes.
const BLOCK: u64 = 1 << 18;

/// The head of a history file, its first line, which tells the period, and the lines of some units:
/// a file of all units of a country is no more than looked through. `None` if it has quotes, or no
/// column of units: then only a reader of CSV knows where a line ends.
///
/// # Errors
/// It cannot be read.
pub fn lines_of_units(mut file: impl Read, units: &[&str]) -> io::Result<Option<Vec<u8>>> {
    let mut own = OwnLines {
        units,
        column: None,
        is_first: true,
        lines: Vec::new(),
    };
    let mut block = Vec::new();
    loop {
        let read = file.by_ref().take(BLOCK).read_to_end(&mut block)?;
        let whole = match memrchr(b'\n', &block) {
            _ if read == 0 => block.len(),
            last => last.map_or(0, |last| last + 1),
        };
        if !own.look_through(&block[..whole]) {
            return Ok(None);
        }
        if read == 0 {
            return Ok(Some(own.lines));
        }
        block.drain(..whole);
    }
}

/// The lines of some units, as they are found.
struct OwnLines<'a> {
    units: &'a [&'a str],
    /// The column of units, once the head was seen.
    column: Option<usize>,
    /// Whether the first line under the head is still to come.
    is_first: bool,
    lines: Vec<u8>,
}

impl OwnLines<'_> {
    /// Takes what is wanted of some whole lines; false where they cannot be told apart.
    fn look_through(&mut self, lines: &[u8]) -> bool {
        let mut begin = 0;
        for end in memchr_iter(b'\n', lines).chain([lines.len().saturating_sub(1)]) {
            let line = lines.get(begin..=end).unwrap_or_default();
            begin = end + 1;
            if !line.is_empty() && !self.look_at(line) {
                return false;
            }
        }
        memchr(b'"', lines).is_none()
    }

    fn look_at(&mut self, line: &[u8]) -> bool {
        let mut fields = line.split(|byte| *byte == b',');
        let is_wanted = match self.column {
            None => {
                let head = line.strip_prefix(excel::BOM).unwrap_or(line);
                self.column = head
                    .split(|byte| *byte == b',')
                    .position(|name| name == b"unit");
                true
            }
            Some(_) if self.is_first => {
                self.is_first = false;
                true
            }
            Some(column) => {
                let unit = fields.nth(column).unwrap_or_default();
                self.units.iter().any(|known| known.as_bytes() == unit)
            }
        };
        if is_wanted {
            self.lines.extend_from_slice(line);
        }
        self.column.is_some()
    }
}

/// The lines of a history file as it is kept.
///
/// # Errors
/// Never in practice: the lines serialise.
pub fn write_csv<T: Serialize>(lines: &[Line<T>]) -> Result<Vec<u8>> {
    let mut writer = excel::csv_writer();
    for line in lines {
        writer.serialize(line)?;
    }
    Ok(writer.into_inner()?)
}

/// The lines that a closed period leaves for later ones: every number of it, zeros and months as
/// well.
pub fn closed_lines<'a>(summary: &'a Summary) -> Vec<Line<&'a str>> {
    let mut lines = Vec::new();
    for (key, tally) in summary.iter() {
        lines.push(Line {
            period: summary.period,
            unit: key.unit.as_deref().unwrap_or(CITY),
            element: &key.element,
            option: key.option.as_deref().unwrap_or_default(),
            state: key.answer.as_deref().unwrap_or_default(),
            month: key.month,
            value: tally.sum,
            note: "",
            source: CLOSED,
        });
    }
    lines.sort_by_key(|line| (line.element, line.unit, line.option, line.state, line.month));
    lines
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
