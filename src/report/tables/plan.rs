//! Which tables there are: one or more a block of the forms, in the order of the forms.

use super::names::{Names, plain, split_mark};
use super::source::Sources;
use crate::form::spec::{Block, BlockKind, Field, SheetSpec};
use crate::model::Id;
use crate::model::catalogue::{DataElement, Kind};

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

/// What a table is about.
#[derive(Clone)]
pub(super) enum Subject<'a> {
    /// Counts a month.
    Counts {
        element: &'a DataElement,
        total: bool,
    },
    /// States.
    States(&'a DataElement),
    /// ○, asked once or in the rows of a list.
    Marks {
        element: &'a DataElement,
        listed: bool,
    },
    /// Rows as written.
    List {
        elements: Vec<&'a DataElement>,
        records: bool,
    },
}

/// The tables of all forms; what may not be published is left out.
pub(super) fn plans<'a>(sources: &Sources<'a>, names: &mut Names) -> Vec<Plan<'a>> {
    let mut plans = Vec::new();
    for kind in sources.definitions.registry.kinds.keys() {
        let Some(form) = sources.definitions.form_of(kind) else {
            continue;
        };
        for sheet in &form.sheets {
            let found: Vec<(&Block, Subject)> = sheet
                .blocks
                .iter()
                .flat_map(|block| {
                    subjects(sources, block)
                        .into_iter()
                        .map(move |s| (block, s))
                })
                .collect();
            let records = found
                .iter()
                .filter(|(_, subject)| matches!(subject, Subject::List { records: true, .. }))
                .count();
            for (block, subject) in &found {
                let wanted = sheet_name(sources, sheet, block, subject, found.len(), records);
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

fn subjects<'a>(sources: &Sources<'a>, block: &'a Block) -> Vec<Subject<'a>> {
    let published = |id: &Id| {
        sources
            .element(id)
            .filter(|element| element.publish && element.validity.covers(sources.period()))
    };
    let asked = |fields: &'a [Field]| -> Vec<&'a DataElement> {
        fields
            .iter()
            .filter(|field| field.prefill.is_none())
            .filter_map(|field| published(&field.element))
            .collect()
    };
    match &block.kind {
        BlockKind::Monthly { element, total } => published(element)
            .map(|element| Subject::Counts {
                element,
                total: *total,
            })
            .into_iter()
            .collect(),
        BlockKind::Status { element } => published(element)
            .map(|element| match element.kind {
                Kind::Marks => Subject::Marks {
                    element,
                    listed: false,
                },
                _ => Subject::States(element),
            })
            .into_iter()
            .collect(),
        // A state is a table of its own; what is written beside it is a list.
        BlockKind::Fields(fields) => {
            let (states, rest): (Vec<_>, Vec<_>) = asked(fields)
                .into_iter()
                .partition(|element| element.kind == Kind::Choice);
            let list = (!rest.is_empty()).then_some(Subject::List {
                elements: rest,
                records: false,
            });
            states
                .into_iter()
                .map(Subject::States)
                .chain(list)
                .collect()
        }
        BlockKind::Records { columns, .. } => {
            let elements = asked(columns);
            let marks = elements
                .iter()
                .filter(|element| element.kind == Kind::Marks)
                .copied();
            let marks = marks
                .map(|element| Subject::Marks {
                    element,
                    listed: true,
                })
                .collect::<Vec<_>>();
            let list = (!elements.is_empty()).then_some(Subject::List {
                elements,
                records: true,
            });
            marks.into_iter().chain(list).collect()
        }
    }
}

/// Alone on its sheet of the form, a table is called like it; else by its mark and what breaks it down.
fn sheet_name(
    sources: &Sources,
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
            let category = sources.definitions.catalogue.breakdown(element);
            format!(
                "{mark}{}",
                category.map_or(&element.label, |category| &category.label)
            )
        }
    }
}
