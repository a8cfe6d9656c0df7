//! What a form asks: its sheets, its blocks, the date on which it is sent.

use anyhow::Result;
use indexmap::IndexMap;

use super::raw::{RawBlock, RawBlockKind, RawField, RawForm};
use super::{id_of, relation};
use crate::form::spec::{Block, BlockKind, Field, FormSpec, SheetSpec};
use crate::model::Id;
use crate::model::catalogue::{Catalogue, Kind};
use crate::model::definition_file::{DefinitionFile, Word};
use crate::model::excel;
use crate::model::text::fold;

/// More rows than these nobody fills in; a slip of the hand would make a form that nothing opens.
const MOST_ROWS: u32 = 1000;

/// What the name of a sheet may not hold.
const NOT_IN_NAME: [char; 7] = [':', '\\', '/', '?', '*', '[', ']'];

/// Reads a form.
///
/// # Errors
/// The first mistake, with file, line and what is allowed.
pub(super) fn read(source: &DefinitionFile, catalogue: &Catalogue) -> Result<FormSpec> {
    let raw: RawForm = source.parse()?;
    let id = source.unused(&raw.id, "様式", &IndexMap::<Id, ()>::new())?;
    let mut reader = FormChecker {
        source,
        catalogue,
        blocks: IndexMap::new(),
        headings: Vec::new(),
    };
    let mut sheets = Vec::new();
    for sheet in raw.sheet {
        reader.check_name(&sheet.name)?;
        let mut blocks = Vec::new();
        for block in sheet.block {
            blocks.push(reader.block(block)?);
        }
        sheets.push(SheetSpec {
            name: sheet.name.into_inner(),
            blocks,
        });
    }
    let mut relations = Vec::new();
    for raw in raw.relation {
        relations.push(relation::relation(source, catalogue, raw)?);
    }
    let mut bounds = Vec::new();
    for raw in raw.bound {
        bounds.push(relation::bound(source, catalogue, raw)?);
    }
    let mut form = FormSpec {
        id,
        label: raw.label,
        title: raw.title,
        version: raw.version,
        sheets,
        sending_date: None,
        relations,
        bounds,
        guide: raw.guide.lines,
    };
    if let Some(word) = &raw.sending_date {
        form.sending_date = Some(sending_date(source, catalogue, &form, word)?);
    }
    Ok(form)
}

/// The date on which a form is sent: asked once, outside of any list.
fn sending_date(
    source: &DefinitionFile,
    catalogue: &Catalogue,
    form: &FormSpec,
    word: &Word,
) -> Result<Id> {
    let element = source.known(word, "集計項目", &catalogue.elements)?;
    let is_asked = form
        .blocks()
        .any(|block| !block.is_list() && block.asks(&element.id));
    if element.kind != Kind::Date || !is_asked {
        let rest = "は sending_date に使えません。\
                    この様式が kind = \"fields\" のブロックで尋ねる日付の集計項目を書いてください";
        return Err(source.fault(word, rest));
    }
    Ok(element.id.clone())
}

/// Reads the blocks of a form, and knows those that came before.
struct FormChecker<'a> {
    source: &'a DefinitionFile<'a>,
    catalogue: &'a Catalogue,
    blocks: IndexMap<Id, ()>,
    headings: Vec<String>,
}

impl FormChecker<'_> {
    fn check_name(&self, word: &Word) -> Result<()> {
        let name = word.get_ref();
        let is_long = excel::length(name) > excel::LONGEST_NAME;
        if name.is_empty() || is_long || name.contains(NOT_IN_NAME) {
            let rest = "はシートの名前に使えません。\
                        31文字以内で、: \\ / ? * [ ] を使わずに書いてください";
            return Err(self.source.fault(word, rest));
        }
        Ok(())
    }

    fn block(&mut self, raw: RawBlock) -> Result<Block> {
        let id = self.source.unused(&raw.id, "ブロック", &self.blocks)?;
        self.blocks.insert(id.clone(), ());
        for heading in [&raw.heading].into_iter().chain(&raw.aliases) {
            let folded = fold(heading.get_ref());
            if self.headings.contains(&folded) {
                let rest = "という見出しが二度使われています";
                return Err(self.source.fault(heading, rest));
            }
            self.headings.push(folded);
        }
        let kind = match raw.kind {
            RawBlockKind::Fields => BlockKind::Fields(self.fields(&raw, &raw.fields)?),
            RawBlockKind::Status => BlockKind::Status {
                element: self.element(&raw, &[Kind::Choice, Kind::Marks], "choice か marks")?,
            },
            RawBlockKind::Monthly => BlockKind::Monthly {
                element: self.element(&raw, &[Kind::Count], "count")?,
                total: raw.total,
            },
            RawBlockKind::Records => self.records(&raw)?,
        };
        Ok(Block {
            id,
            heading: raw.heading.into_inner(),
            aliases: raw.aliases.into_iter().map(Word::into_inner).collect(),
            note: raw.note,
            kind,
        })
    }

    /// The element that a table breaks down.
    fn element(&self, raw: &RawBlock, wanted: &[Kind], allowed: &str) -> Result<Id> {
        let Some(word) = &raw.element else {
            return Err(self.source.fault(&raw.id, "には element が要ります"));
        };
        let element = self
            .source
            .known(word, "集計項目", &self.catalogue.elements)?;
        if !wanted.contains(&element.kind) || element.category.is_none() {
            let rest = format!(
                "はここでは使えません。category を持つ {allowed} の集計項目を書いてください"
            );
            return Err(self.source.fault(word, &rest));
        }
        Ok(element.id.clone())
    }

    fn fields(&self, raw: &RawBlock, list: &[RawField]) -> Result<Vec<Field>> {
        let mut fields = Vec::new();
        let mut words: Vec<String> = Vec::new();
        for field in list {
            let known = &self.catalogue.elements;
            let element = self.source.known(&field.element, "集計項目", known)?;
            for label in [&element.label].into_iter().chain(&element.aliases) {
                let folded = fold(label);
                if words.contains(&folded) {
                    let rest = format!(
                        "の見出し「{label}」は、同じまとまりのほかの質問にもあります（aliases も見てください）"
                    );
                    return Err(self.source.fault(&field.element, &rest));
                }
                words.push(folded);
            }
            fields.push(Field {
                element: element.id.clone(),
                required: field.required,
                prefill: field.prefill,
                width: field.width,
                lines: field.lines.unwrap_or(1),
            });
        }
        if fields.is_empty() {
            let rest = "に質問がありません。fields か columns を書いてください";
            return Err(self.source.fault(&raw.id, rest));
        }
        Ok(fields)
    }

    fn records(&self, raw: &RawBlock) -> Result<BlockKind> {
        let columns = self.fields(raw, &raw.columns)?;
        let mut asked: IndexMap<Id, ()> = IndexMap::new();
        for column in &raw.columns {
            let id = id_of(&column.element);
            let element = self.catalogue.elements.get(&id);
            if element.is_some_and(|element| element.kind == Kind::Picture) {
                let rest = "は画像なので一覧の列に使えません。\
                            kind = \"fields\" のブロックで尋ねてください";
                return Err(self.source.fault(&column.element, rest));
            }
            asked.insert(id, ());
        }
        for word in raw.distinct.iter().chain(&raw.unique) {
            self.source.known(word, "列", &asked)?;
        }
        let rows = raw.rows.unwrap_or(10);
        if !(1..=MOST_ROWS).contains(&rows) {
            let rest =
                format!("の rows（一覧の行の数）は、1 から {MOST_ROWS} までの数で書いてください");
            return Err(self.source.fault(&raw.id, &rest));
        }
        Ok(BlockKind::Records {
            columns,
            rows,
            lines: raw.lines.unwrap_or(1),
            distinct: raw.distinct.iter().map(id_of).collect(),
            unique: raw.unique.iter().map(id_of).collect(),
        })
    }
}
