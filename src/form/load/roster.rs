//! A roster that is kept as a table: what the TOML says under `area` and `unit`, told with its
//! cells.

use anyhow::{Result, bail};
use indexmap::IndexMap;
use toml::Spanned;

use super::raw::{RawArea, RawUnit};
use crate::form::roster::RosterColumn;
use crate::form::roster::table::{RosterCell, RosterRow, RosterTable};
use crate::model::Id;
use crate::model::definition_file::Word;
use crate::model::org_unit::UnitKind;
use crate::model::period::Period;
use crate::model::text::fold;

/// The columns that a roster must have.
const NEEDED: [RosterColumn; 5] = [
    RosterColumn::Id,
    RosterColumn::Kind,
    RosterColumn::Name,
    RosterColumn::Area,
    RosterColumn::AreaId,
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
    table: &RosterTable,
    kinds: &IndexMap<Id, UnitKind>,
    area_word: &str,
) -> Result<Written> {
    if let Some(stranger) = table.stranger() {
        let known = RosterColumn::ALL.map(|column| column.words().0).join("、");
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
    table: &'a RosterTable,
    kinds: &'a IndexMap<Id, UnitKind>,
    area_word: &'a str,
    written: Written,
}

impl Reader<'_> {
    fn row(&mut self, row: &RosterRow) -> Result<()> {
        for column in NEEDED {
            self.refuse_blank(row, column)?;
        }
        let kind = self.kind(&row.get(RosterColumn::Kind))?;
        let areas = self.areas(row)?;
        let unit = RawUnit {
            id: self.word(&row.get(RosterColumn::Id)),
            kind,
            area: None,
            areas,
            name: row.get(RosterColumn::Name).text,
            aliases: texts(row.list(RosterColumn::Aliases)),
            from: self.period(&row.get(RosterColumn::From))?,
            until: self.period(&row.get(RosterColumn::Until))?,
            succeeds: self.words(&row.list(RosterColumn::Succeeds)),
        };
        self.written.units.push(unit);
        Ok(())
    }

    fn refuse_blank(&self, row: &RosterRow, column: RosterColumn) -> Result<()> {
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

    fn word(&mut self, field: &RosterCell) -> Word {
        let at = self.written.cells.len();
        self.written.cells.push(self.table.place(field.at));
        Spanned::new(at..at + 1, field.text.clone())
    }

    fn words(&mut self, fields: &[RosterCell]) -> Vec<Word> {
        fields.iter().map(|field| self.word(field)).collect()
    }

    fn kind(&mut self, field: &RosterCell) -> Result<Word> {
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
        Ok(self.word(&RosterCell { at: field.at, text }))
    }

    /// The areas of a row, each new or the same as in a row above; its cells name them in one
    /// order.
    fn areas(&mut self, row: &RosterRow) -> Result<Vec<Word>> {
        let ids = row.list(RosterColumn::AreaId);
        for column in [RosterColumn::Area, RosterColumn::Stem, RosterColumn::Code] {
            let (field, parts) = (row.get(column), row.list(column).len());
            let may_be_blank = column != RosterColumn::Area && field.text.is_empty();
            if parts != ids.len() && !may_be_blank {
                let what = format!(
                    "「{}」が{parts}個、「{}」が{}個あります。複数の地域を受け持つときは、同じ順に同じ数だけ「、」で区切って書いてください",
                    column.words().0,
                    RosterColumn::AreaId.words().0,
                    ids.len()
                );
                return Err(self.table.fault(&field, &what));
            }
        }
        let (stems, codes) = (row.list(RosterColumn::Stem), row.list(RosterColumn::Code));
        for (i, (id, name)) in ids.iter().zip(row.list(RosterColumn::Area)).enumerate() {
            self.area(id, name.text, stems.get(i), codes.get(i))?;
        }
        Ok(self.words(&ids))
    }

    fn area(
        &mut self,
        id: &RosterCell,
        name: String,
        stem: Option<&RosterCell>,
        code: Option<&RosterCell>,
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
                (RosterColumn::Stem, stem, &*area.stem),
                (RosterColumn::Code, code, known),
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

    fn period(&self, field: &RosterCell) -> Result<Option<Period>> {
        if field.text.is_empty() {
            return Ok(None);
        }
        let period = field.text.parse::<Period>();
        period
            .map(Some)
            .map_err(|error| self.table.fault(field, &error.to_string()))
    }
}

fn texts(fields: Vec<RosterCell>) -> Vec<String> {
    fields.into_iter().map(|field| field.text).collect()
}
