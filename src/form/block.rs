//! A block of a form: what it asks, and of what kind it is.
//!
//! What follows from the kind is answered here (what is asked) and in `layout` (where it stands);
//! nobody else looks at the kind, so that a new one is added in these two files and in `load`.

use serde::Deserialize;

use crate::model::Id;

/// One block of questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Stable name, unique within the form.
    pub id: Id,
    /// The heading by which the block is found in a filled form.
    pub heading: String,
    /// What it was called on earlier forms.
    pub aliases: Vec<String>,
    /// How to fill it, under the heading.
    pub note: String,
    /// What it asks.
    pub kind: BlockKind,
}

/// The four kinds of block.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// Label and value.
    Fields(Vec<Field>),
    /// The options of an element's category, each with one of its answers (or ○).
    Status {
        /// A choice or marks element with a category.
        element: Id,
    },
    /// The options of an element's category, each with a count a month.
    Monthly {
        /// A count element with a category.
        element: Id,
        /// Whether a row of totals stands under the parts.
        total: bool,
    },
    /// A list of typed rows.
    Records {
        /// The columns; a marks element takes one column an option.
        columns: Vec<Field>,
        /// How many rows the blank form has.
        rows: u32,
        /// The height of a row in lines of text.
        lines: u32,
        /// The questions that together tell one row from another; none when rows may repeat.
        distinct: Vec<Id>,
        /// The questions that no two rows answer alike.
        unique: Vec<Id>,
    },
}

/// One question of a fields or records block.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The element that is asked.
    pub element: Id,
    /// Whether a blank is an error (in a record: once the row is begun).
    pub required: bool,
    /// What the blank form fills in by itself.
    pub prefill: Option<Prefill>,
    /// The width of its column, in half-width characters.
    pub width: Option<u32>,
    /// The height of its cell in lines of text.
    pub lines: u32,
}

/// What a blank form fills in by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefill {
    /// The unit's name.
    Unit,
    /// The period.
    Period,
}

impl Block {
    /// The headings that it has or had.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        [&self.heading]
            .into_iter()
            .chain(&self.aliases)
            .map(String::as_str)
    }

    /// The elements that it asks, in the order of the form.
    pub fn elements(&self) -> Vec<&Id> {
        match &self.kind {
            BlockKind::Status { element } | BlockKind::Monthly { element, .. } => vec![element],
            BlockKind::Fields(fields)
            | BlockKind::Records {
                columns: fields, ..
            } => fields.iter().map(|field| &field.element).collect(),
        }
    }

    /// Whether it asks an element.
    pub fn asks(&self, element: &str) -> bool {
        self.elements().into_iter().any(|own| **own == *element)
    }

    /// The element whose options are its rows; a block of single questions has none.
    pub fn table_element(&self) -> Option<&Id> {
        match &self.kind {
            BlockKind::Status { element } | BlockKind::Monthly { element, .. } => Some(element),
            BlockKind::Fields(_) | BlockKind::Records { .. } => None,
        }
    }

    /// The element that it counts by month.
    pub fn monthly_element(&self) -> Option<&Id> {
        match &self.kind {
            BlockKind::Monthly { element, .. } => Some(element),
            BlockKind::Status { .. } | BlockKind::Fields(_) | BlockKind::Records { .. } => None,
        }
    }

    /// Whether a row of totals stands in it.
    pub fn has_total(&self) -> bool {
        match &self.kind {
            BlockKind::Monthly { total, .. } => *total,
            BlockKind::Status { .. } | BlockKind::Fields(_) | BlockKind::Records { .. } => false,
        }
    }

    /// Its single questions: the rows of a fields block, the columns of a list.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            BlockKind::Fields(fields)
            | BlockKind::Records {
                columns: fields, ..
            } => fields,
            BlockKind::Status { .. } | BlockKind::Monthly { .. } => &[],
        }
    }

    /// The elements that the blank form answers by itself, and with what.
    pub fn prefilled(&self) -> impl Iterator<Item = (Prefill, &Id)> {
        self.fields()
            .iter()
            .filter_map(|field| Some((field.prefill?, &field.element)))
    }

    /// How many rows a list has; nothing for what is no list.
    pub fn list_rows(&self) -> Option<u32> {
        match &self.kind {
            BlockKind::Records { rows, .. } => Some(*rows),
            BlockKind::Status { .. } | BlockKind::Monthly { .. } | BlockKind::Fields(_) => None,
        }
    }

    /// Whether its rows are entries of a list, which have no labels.
    pub fn is_list(&self) -> bool {
        self.list_rows().is_some()
    }

    /// Gives a list at least so many rows.
    pub fn make_room(&mut self, needed: u32) {
        match &mut self.kind {
            BlockKind::Records { rows, .. } => *rows = needed.max(*rows),
            BlockKind::Status { .. } | BlockKind::Monthly { .. } | BlockKind::Fields(_) => {}
        }
    }

    /// The questions that together tell one row of a list from another, then each that does alone.
    pub fn telling_apart(&self) -> Vec<&[Id]> {
        match &self.kind {
            BlockKind::Records {
                distinct, unique, ..
            } => std::iter::once(&**distinct)
                .chain(unique.chunks(1))
                .collect(),
            BlockKind::Status { .. } | BlockKind::Monthly { .. } | BlockKind::Fields(_) => {
                Vec::new()
            }
        }
    }
}
