//! A roster that is kept as a table: what the TOML says under `area` and `unit`, told with its cells.

use anyhow::{Result, bail};
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
    if let Some(orphan) = table.orphan() {
        let what = format!(
            "見出しのない列に「{}」があります。見出しを書くか、消してください（覚え書きは「備考」の列に、一つの欄の中の区切りは「、」で書きます）",
            orphan.text
        );
        return Err(table.fault(orphan, &what));
    }
    if table.rows().is_empty() {
        bail!(
            "名簿「{}」に報告者がありません。見出しの下に、1行に一つずつ書いてください",
            table.name
        );
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
        let areas = self.areas(row)?;
        let unit = RawUnit {
            id: self.word(&row.get(Column::Id)),
            kind,
            area: None,
            areas,
            name: row.get(Column::Name).text,
            aliases: texts(row.list(Column::Aliases)),
            from: self.period(&row.get(Column::From))?,
            until: self.period(&row.get(Column::Until))?,
            succeeds: self.words(&row.list(Column::Succeeds)),
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

    fn words(&mut self, fields: &[Field]) -> Vec<Word> {
        fields.iter().map(|field| self.word(field)).collect()
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

    /// The areas of a row, each new or the same as in a row above; its cells name them in one order.
    fn areas(&mut self, row: &Row) -> Result<Vec<Word>> {
        let ids = row.list(Column::AreaId);
        for column in [Column::Area, Column::Stem, Column::Code] {
            let (field, parts) = (row.get(column), row.list(column).len());
            let may_be_blank = column != Column::Area && field.text.is_empty();
            if parts != ids.len() && !may_be_blank {
                let what = format!(
                    "「{}」が{parts}個、「{}」が{}個あります。複数の地域を受け持つときは、同じ順に同じ数だけ「、」で区切って書いてください",
                    column.words().0,
                    Column::AreaId.words().0,
                    ids.len()
                );
                return Err(self.table.fault(&field, &what));
            }
        }
        let (stems, codes) = (row.list(Column::Stem), row.list(Column::Code));
        for (i, (id, name)) in ids.iter().zip(row.list(Column::Area)).enumerate() {
            self.area(id, name.text, stems.get(i), codes.get(i))?;
        }
        Ok(self.words(&ids))
    }

    fn area(
        &mut self,
        id: &Field,
        name: String,
        stem: Option<&Field>,
        code: Option<&Field>,
    ) -> Result<()> {
        let mut known = self.written.areas.iter();
        let same = |area: &&RawArea| *area.id.get_ref() == id.text || area.name == name;
        if let Some(area) = known.find(same) {
            if *area.id.get_ref() != id.text || area.name != name {
                let what = format!(
                    "区域「{name}」の記号「{}」が、上の行の区域「{}」の記号「{}」と合いません。同じ区域には同じ記号を、別の区域には別の記号を書いてください",
                    id.text,
                    area.name,
                    area.id.get_ref()
                );
                return Err(self.table.fault(id, &what));
            }
            let known = area.code.as_ref().map_or("", |code| code.get_ref());
            for (column, own, known) in [
                (Column::Stem, stem, &*area.stem),
                (Column::Code, code, known),
            ] {
                if let Some(own) = own.filter(|own| own.text != known) {
                    let what = format!(
                        "区域「{name}」の{}「{}」が、上の行（{}）と違います",
                        column.words().0,
                        own.text,
                        if known.is_empty() { "空欄" } else { known }
                    );
                    return Err(self.table.fault(own, &what));
                }
            }
            return Ok(());
        }
        let short = name.strip_suffix(self.area_word);
        let short = short.filter(|short| !short.is_empty()).unwrap_or(&name);
        let area = RawArea {
            id: self.word(id),
            stem: stem.map_or(short, |stem| &stem.text).to_owned(),
            kana: String::new(),
            code: code.map(|code| self.word(code)),
            name,
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

fn texts(fields: Vec<Field>) -> Vec<String> {
    fields.into_iter().map(|field| field.text).collect()
}
