//! Which tables there are: one or more a block of the forms, in the order of the forms.

use super::names::{Names, plain, split_mark};
use crate::figures::material::Material;
use crate::figures::subject::{Subject, subjects};
use crate::form::spec::{Block, SheetSpec};
use crate::model::Id;

/// One table to be made.
pub(super) struct Plan<'a> {
    /// The kind of unit that is asked.
    pub kind: &'a Id,
    /// The block that asks.
    pub block: &'a Block,
    /// What the table is about.
    pub subject: Subject<'a>,
    /// The name of its sheet.
    pub sheet: String,
}

/// The tables of all forms; what may not be published is left out.
pub(super) fn plans<'a>(material: &Material<'a>, names: &mut Names) -> Vec<Plan<'a>> {
    let mut plans = Vec::new();
    for kind in material.definitions.registry.kinds.keys() {
        let Some(form) = material.definitions.form_of(kind) else {
            continue;
        };
        for sheet in &form.sheets {
            let found: Vec<(&Block, Subject)> = sheet
                .blocks
                .iter()
                .flat_map(|block| {
                    subjects(material, block)
                        .into_iter()
                        .map(move |s| (block, s))
                })
                .collect();
            let records = found
                .iter()
                .filter(|(_, subject)| matches!(subject, Subject::List { records: true, .. }))
                .count();
            for (block, subject) in &found {
                let wanted = sheet_name(material, sheet, block, subject, found.len(), records);
                plans.push(Plan {
                    kind,
                    block,
                    subject: subject.clone(),
                    sheet: names.take(&wanted),
                });
            }
        }
    }
    plans
}

/// Alone on its sheet of the form, a table is called like it; else by its mark and what breaks it
/// down.
fn sheet_name(
    material: &Material,
    sheet: &SheetSpec,
    block: &Block,
    subject: &Subject,
    tables: usize,
    records: usize,
) -> String {
    let (mark, stem) = split_mark(&sheet.name);
    match subject {
        Subject::List { records: true, .. } if records == 1 => format!("{stem}一覧"),
        Subject::List { .. } => format!("{}一覧", plain(&block.heading)),
        _ if tables == 1 => sheet.name.clone(),
        Subject::Counts { element, .. }
        | Subject::States(element)
        | Subject::Marks { element, .. } => {
            let category = material.definitions.catalogue.breakdown(element);
            format!(
                "{mark}{}",
                category.map_or(&element.label, |category| &category.label)
            )
        }
    }
}
