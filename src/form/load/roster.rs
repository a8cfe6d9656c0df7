//! A roster that is kept as a table: what the TOML says under `area` and `unit`, told with its cells.

use anyhow::Result;
use indexmap::IndexMap;
use toml::Spanned;

use super::raw::{RawArea, RawUnit};
use crate::form::roster::Column;
use crate::form::roster::table::{Field, Row, Table};
use crate::model::Id;
use crate::model::definition_file::Word;
use crate::model::org_unit::UnitKind;
use crate::model::period::Period;
use crate::model::text::fold;

/// The columns that a roster must have.
const NEEDED: [Column; 5] = [
    Column::Id,
    Column::Kind,
    Column::Name,
    Column::Area,
    Column::AreaId,
];

/// Areas and units as written, and the cells of their words.
pub(super) struct Written {
    pub areas: Vec<RawArea>,
    pub units: Vec<RawUnit>,
    pub cells: Vec<String>,
}

/// Reads the rows of a table.
///
/// # Errors
/// The first mistake in the writing, with sheet and cell.
pub(super) fn read(
    table: &Table,
    kinds: &IndexMap<Id, UnitKind>,
    area_word: &str,
) -> Result<Written> {
    if let Some(stranger) = table.stranger() {
        let known = Column::ALL.map(|column| column.words().0).join("、");
        let what = format!(
            "「{}」という見出しは使えないか、二度目です。使える見出し: {known}",
            stranger.text
        );
        return Err(table.fault(stranger, &what));
    }
    let mut reader = Reader {
        table,
        kinds,
        area_word,
        written: Written {
            areas: Vec::new(),
            units: Vec::new(),
            cells: Vec::new(),
        },
    };
    for row in table.rows() {
        reader.row(row)?;
    }
    Ok(reader.written)
}

struct Reader<'a> {
    table: &'a Table,
    kinds: &'a IndexMap<Id, UnitKind>,
    area_word: &'a str,
    written: Written,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) -> Result<()> {
        for column in NEEDED {
            self.refuse_blank(row, column)?;
        }
        let kind = self.kind(&row.get(Column::Kind))?;
        self.area(row)?;
        let succeeds = row.get(Column::Succeeds).at;
        let unit = RawUnit {
            id: self.word(&row.get(Column::Id)),
            kind,
            area: self.word(&row.get(Column::AreaId)),
            name: row.get(Column::Name).text,
            aliases: row.list(Column::Aliases),
            from: self.period(&row.get(Column::From))?,
            until: self.period(&row.get(Column::Until))?,
            succeeds: row
                .list(Column::Succeeds)
                .into_iter()
                .map(|text| self.word(&Field { at: succeeds, text }))
                .collect(),
        };
        self.written.units.push(unit);
        Ok(())
    }

    fn refuse_blank(&self, row: &Row, column: Column) -> Result<()> {
        let field = row.get(column);
        if !field.text.is_empty() {
            return Ok(());
        }
        let (heading, help) = column.words();
        let what = if self.table.has(column) {
            format!("「{heading}」が空欄です。{help}")
        } else {
            format!("「{heading}」の列がありません。見出しに足してください。{help}")
        };
        Err(self.table.fault(&field, &what))
    }

    fn word(&mut self, field: &Field) -> Word {
        let at = self.written.cells.len();
        self.written.cells.push(self.table.place(field.at));
        Spanned::new(at..at + 1, field.text.clone())
    }

    fn kind(&mut self, field: &Field) -> Result<Word> {
        let wanted = fold(&field.text);
        let mut kinds = self.kinds.values();
        let found = kinds.find(|kind| fold(&kind.label) == wanted || *kind.id == *field.text);
        let Some(found) = found else {
            let known: Vec<&str> = self.kinds.values().map(|kind| &*kind.label).collect();
            let what = format!(
                "「{}」という区分はありません。使えるもの: {}",
                field.text,
                known.join("、")
            );
            return Err(self.table.fault(field, &what));
        };
        let text = found.id.to_string();
        Ok(self.word(&Field { at: field.at, text }))
    }

    /// The area of a row: new, or the same as in a row above.
    fn area(&mut self, row: &Row) -> Result<()> {
        let id = row.get(Column::AreaId);
        let name = row.get(Column::Area);
        let code = row.get(Column::Code);
        let mut known = self.written.areas.iter();
        let same = |area: &&RawArea| *area.id.get_ref() == id.text || area.name == name.text;
        if let Some(area) = known.find(same) {
            if *area.id.get_ref() != id.text || area.name != name.text {
                let what = format!(
                    "区域「{}」の記号「{}」が、上の行の区域「{}」の記号「{}」と合いません。同じ区域には同じ記号を、別の区域には別の記号を書いてください",
                    name.text,
                    id.text,
                    area.name,
                    area.id.get_ref()
                );
                return Err(self.table.fault(&id, &what));
            }
            let other = area.code.as_ref().map(|code| code.get_ref().as_str());
            if !code.text.is_empty() && other != Some(&code.text) {
                let what = format!(
                    "区域「{}」の団体コード「{}」が、上の行（{}）と違います",
                    name.text,
                    code.text,
                    other.unwrap_or("空欄")
                );
                return Err(self.table.fault(&code, &what));
            }
            return Ok(());
        }
        let mut stem = row.get(Column::Stem).text;
        if stem.is_empty() {
            let short = name.text.strip_suffix(self.area_word);
            stem = short
                .filter(|short| !short.is_empty())
                .unwrap_or(&name.text)
                .to_owned();
        }
        let area = RawArea {
            id: self.word(&id),
            name: name.text,
            stem,
            kana: String::new(),
            code: (!code.text.is_empty()).then(|| self.word(&code)),
        };
        self.written.areas.push(area);
        Ok(())
    }

    fn period(&self, field: &Field) -> Result<Option<Period>> {
        if field.text.is_empty() {
            return Ok(None);
        }
        let period = field.text.parse::<Period>();
        period
            .map(Some)
            .map_err(|error| self.table.fault(field, &error.to_string()))
    }
}
