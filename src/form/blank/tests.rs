//! The drawn form, read back as the XML that Excel reads.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use anyhow::{Context, Result};
use zip::ZipArchive;

use super::*;
use crate::form::layout::{ColumnSubject, RowSubject, words as layout_words};
use crate::model::cell::CellRef;
use crate::model::period::Half;
use crate::model::submission::Role;

const PERIOD: Period = Period::half(2023, Half::First);

/// The parts of a drawn workbook by name.
struct Parts(BTreeMap<String, String>);

impl Parts {
    fn of(bytes: &[u8]) -> Result<Self> {
        let mut zip = ZipArchive::new(Cursor::new(bytes))?;
        let mut parts = BTreeMap::new();
        for i in 0..zip.len() {
            let mut file = zip.by_index(i)?;
            let name = file.name()?.into_owned();
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            parts.insert(name, text);
        }
        Ok(Self(parts))
    }

    fn sheet(&self, i: usize) -> Result<&str> {
        Ok(self
            .0
            .get(&format!("xl/worksheets/sheet{}.xml", i + 1))
            .context("no such sheet")?)
    }

    /// The XML of a cell.
    fn cell(&self, sheet: usize, at: CellRef) -> Result<&str> {
        let xml = self.sheet(sheet)?;
        let start = xml
            .find(&format!("<c r=\"{at}\""))
            .with_context(|| format!("no cell {at}"))?;
        let rest = &xml[start..];
        let end = rest.find('>').context("cut off")?;
        let end = if rest[..end].ends_with('/') {
            end
        } else {
            rest.find("</c>").context("cut off")?
        };
        Ok(&rest[..end])
    }

    /// Whether a cell may be written to.
    fn unlocked(&self, sheet: usize, at: CellRef) -> Result<bool> {
        let cell = self.cell(sheet, at)?;
        let style = cell
            .split("s=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .context("no style")?;
        let styles = self.0["xl/styles.xml"]
            .split("<cellXfs")
            .nth(1)
            .context("no styles")?;
        let format = styles
            .split("<xf ")
            .nth(style.parse::<usize>()? + 1)
            .context("no such style")?;
        Ok(format.contains("locked=\"0\""))
    }
}

/// Draws the form of the first unit of every kind.
fn for_every_form(test: impl Fn(&Definitions, &OrgUnit, &Layout) -> Result<()>) -> Result<()> {
    let definitions = Definitions::built_in()?;
    for kind in definitions.registry.kinds.keys() {
        let unit = definitions
            .registry
            .expected(kind, PERIOD)
            .next()
            .context("no unit")?;
        let form = definitions.form_of(kind).context("no form")?;
        test(
            &definitions,
            unit,
            &Layout::new(form, &definitions.catalogue, PERIOD),
        )?;
    }
    Ok(())
}

#[test]
fn inputs_are_unlocked_and_everything_else_is_locked() -> Result<()> {
    for_every_form(|definitions, unit, layout| {
        let parts = Parts::of(&draw(definitions, unit, PERIOD, &Filling::default())?)?;
        for (i, sheet) in layout.sheets.iter().enumerate() {
            assert!(
                parts.sheet(i)?.contains("<sheetProtection sheet=\"1\""),
                "{}",
                sheet.name
            );
            for block in &sheet.blocks {
                for (r, row) in block.rows.iter().enumerate() {
                    for (c, column) in block.columns.iter().enumerate() {
                        let at = CellRef::new(block.sheet_row(r), u16::try_from(c)?);
                        let input = block
                            .question(row, column)
                            .is_some_and(|question| question.role == Role::Input);
                        let prefilled = block
                            .field(row, column)
                            .is_some_and(|field| field.prefill.is_some());
                        let expected =
                            column.subject == ColumnSubject::Reason || (input && !prefilled);
                        assert_eq!(parts.unlocked(i, at)?, expected, "{} {at}", sheet.name);
                    }
                }
            }
        }
        Ok(())
    })
}

#[test]
fn totals_add_the_parts_and_no_subset() -> Result<()> {
    for_every_form(|definitions, unit, layout| {
        let mut filling = Filling::default();
        let blocks = || {
            layout
                .sheets
                .iter()
                .enumerate()
                .flat_map(|(i, sheet)| sheet.blocks.iter().map(move |block| (i, block)))
        };
        for (row, column, block) in blocks().flat_map(|(_, b)| {
            b.rows
                .iter()
                .flat_map(move |r| b.columns.iter().map(move |c| (r, c, b)))
        }) {
            if let (ColumnSubject::Month(_), Some(question)) =
                (&column.subject, block.question(row, column))
            {
                filling.answers.extend(
                    (question.role == Role::Input).then_some((question.key, Value::Count(2))),
                );
            }
        }
        let parts = Parts::of(&draw(definitions, unit, PERIOD, &filling)?)?;
        for (i, block) in blocks() {
            let Some(total) = block
                .rows
                .iter()
                .position(|row| row.subject == RowSubject::Total)
            else {
                continue;
            };
            let is_part = |row: &&crate::form::layout::RowLayout| {
                matches!(row.subject, RowSubject::Option { subset: false, .. })
            };
            let summed = block.rows.iter().filter(is_part).count();
            let first = CellRef::new(block.sheet_row(0), 2);
            let last = CellRef::new(block.sheet_row(summed - 1), 2);
            let cell = parts.cell(i, CellRef::new(block.sheet_row(total), 2))?;
            let formula = if summed == 1 {
                format!("SUM({first})")
            } else {
                format!("SUM({first}:{last})")
            };
            assert!(
                cell.contains(&format!("<f>{formula}</f><v>{}</v>", summed * 2)),
                "{cell}"
            );
            let corner = CellRef::new(block.sheet_row(total), 8);
            assert!(
                parts
                    .cell(i, corner)?
                    .contains(&format!("<v>{}</v>", summed * 2 * 6)),
                "{corner}"
            );
        }
        Ok(())
    })
}

#[test]
fn the_same_form_is_the_same_file_and_a_small_one() -> Result<()> {
    for_every_form(|definitions, unit, _| {
        let once = draw(definitions, unit, PERIOD, &Filling::default())?;
        assert!(once == draw(definitions, unit, PERIOD, &Filling::default())?);
        assert!(once.len() < 30_000, "{} bytes", once.len());
        Ok(())
    })
}

#[test]
fn days_are_shown_as_those_of_the_period() -> Result<()> {
    for (half, day) in [
        (Half::First, "2024/9/30 又は R6.9.30 のように"),
        (Half::Second, "2024/10/1 又は R6.10.1 のように"),
    ] {
        let period = Period::half(2024, half);
        for_every_form(|definitions, unit, _| {
            let parts = Parts::of(&draw(definitions, unit, period, &Filling::default())?)?;
            let guide = &parts.0["xl/sharedStrings.xml"];
            let asked = parts
                .0
                .iter()
                .filter(|(name, _)| name.contains("/worksheets/"));
            assert!(guide.contains(day) && !guide.contains("{period"));
            assert!(asked.clone().any(|(_, sheet)| sheet.contains(day)));
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn marks_are_hidden_and_the_guide_is_not() -> Result<()> {
    for_every_form(|definitions, unit, _| {
        let parts = Parts::of(&draw(definitions, unit, PERIOD, &Filling::default())?)?;
        let workbook = &parts.0["xl/workbook.xml"];
        let sheet = |name: &str| {
            workbook
                .split("<sheet ")
                .find(|sheet| sheet.starts_with(&format!("name=\"{name}\"")))
                .map(str::to_owned)
        };
        assert!(
            sheet(layout_words::MARKS_SHEET)
                .context("no marks")?
                .contains("state=\"veryHidden\"")
        );
        assert!(
            !sheet(layout_words::GUIDE_SHEET)
                .context("no guide")?
                .contains("state=")
        );
        assert!(parts.0["xl/sharedStrings.xml"].contains("<t>2023H1</t>"));
        Ok(())
    })
}

#[test]
fn words_are_never_a_formula_and_a_full_list_is_refused() -> Result<()> {
    for_every_form(|definitions, unit, layout| {
        let mut lists = layout.sheets.iter().flat_map(|sheet| &sheet.blocks);
        let list = lists.rfind(|block| {
            matches!(
                block.rows.first().map(|row| &row.subject),
                Some(RowSubject::Record(_))
            )
        });
        let block = list.context("no list")?;
        let row = block.rows.first().context("no rows")?;
        let mut key = block
            .columns
            .iter()
            .find_map(|column| block.question(row, column))
            .context("no question")?
            .key;
        let words = Value::Text("=1+2".to_owned());
        let filling = Filling {
            answers: BTreeMap::from([(key.clone(), words.clone())]),
        };
        let parts = Parts::of(&draw(definitions, unit, PERIOD, &filling)?)?;
        assert!(parts.0["xl/sharedStrings.xml"].contains("<t>=1+2</t>"));
        let rows = u32::try_from(block.rows.len())?;
        key.record = Some(rows + 1);
        let refused = draw(
            definitions,
            unit,
            PERIOD,
            &Filling {
                answers: BTreeMap::from([(key, words)]),
            },
        );
        let message = refused.err().context("taken")?.to_string();
        assert!(
            message.contains(&block.block.heading) && message.contains(&format!("{rows} 行まで")),
            "{message}"
        );
        Ok(())
    })
}
