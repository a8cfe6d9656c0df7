//! What is the same for all files of a form and a period, made once for all of them.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::header::{self, ColumnLabels};
use super::rows::RowLabels;
use crate::form::blank::guide_words;
use crate::form::layout::{BlockLayout, Layout};
use crate::form::spec::{Anchor, Block, Bound, Definitions, FormSpec};
use crate::form::value::Stretch;
use crate::model::Id;
use crate::model::catalogue::Catalogue;
use crate::model::period::Period;
use crate::model::text::fold;

/// A form as the files of a period are read by it.
pub struct FormReader<'a> {
    pub(super) layout: Layout<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) period: Period,
    /// Every word that the form itself shows, folded.
    pub(super) own_words: HashSet<String>,
    /// Those of its rows.
    pub(super) row_words: HashSet<String>,
    /// What its instructions say, folded.
    pub(super) guide: Vec<String>,
    bounds: &'a [Bound],
    /// By the ids of the blocks.
    labels: HashMap<Id, BlockLabels>,
}

/// What the columns and rows of a block are found by, folded once for all files.
pub(super) struct BlockLabels {
    pub columns: Vec<ColumnLabels>,
    pub rows: Vec<RowLabels>,
}

impl<'a> FormReader<'a> {
    /// Lays a form out for reading.
    pub fn new(form: &'a FormSpec, catalogue: &'a Catalogue, period: Period) -> Self {
        let layout = Layout::new(form, catalogue, period);
        let title = [form.title.clone(), format!("{}{}", form.label, form.title)];
        let own_words = layout.words().chain(title).map(|words| fold(&words));
        let mut guide = guide_words(form, period);
        guide.extend(layout.sheets.iter().map(|sheet| sheet.name.to_owned()));
        let labels = layout.blocks().map(|block| {
            let labels = BlockLabels {
                columns: header::labels(block),
                rows: block.rows.iter().map(RowLabels::new).collect(),
            };
            (block.block.id.clone(), labels)
        });
        let labels = labels.collect();
        Self {
            own_words: own_words.collect(),
            row_words: layout.row_words().map(|words| fold(&words)).collect(),
            layout,
            catalogue,
            period,
            guide: guide.iter().map(|words| fold(words)).collect(),
            bounds: &form.bounds,
            labels,
        }
    }

    /// Where a date may lie: first in the period, then anywhere that its bounds allow; nowhere if
    /// one is open.
    pub(super) fn days(&self, element: &str) -> Vec<Stretch> {
        let bounds = self.bounds.iter().filter(|bound| *bound.date == *element);
        let day = |anchor: Option<Anchor>| anchor.map(|anchor| anchor.day(self.period));
        let days = bounds.map(|bound| day(bound.from).zip(day(bound.until)));
        let all: Option<Vec<Stretch>> = days.collect();
        let (start, end) = self.period.days();
        let widest = all.unwrap_or_default().into_iter();
        let widest = widest.reduce(|all, next| (all.0.min(next.0), all.1.max(next.1)));
        let stretches =
            widest.map(|(from, until)| [(start.max(from), end.min(until)), (from, until)]);
        stretches.into_iter().flatten().collect()
    }

    /// What the columns and rows of one of its blocks are found by.
    pub(super) fn labels_of(&self, block: &BlockLayout) -> &BlockLabels {
        static NONE: BlockLabels = BlockLabels {
            columns: Vec::new(),
            rows: Vec::new(),
        };
        self.labels.get(&block.block.id).unwrap_or(&NONE)
    }

    /// Its blocks that are asked in the period.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &'a Block> {
        self.layout.blocks().map(|block| block.block)
    }

    /// The headings of its blocks.
    pub(super) fn headings(&self) -> impl Iterator<Item = &'a str> {
        self.blocks().flat_map(Block::headings)
    }
}

/// The forms of the definitions, each laid out when the first file needs it.
pub struct FormReaders<'a> {
    /// What defines them.
    pub definitions: &'a Definitions,
    known: Mutex<HashMap<(Id, Period), Arc<FormReader<'a>>>>,
}

impl<'a> FormReaders<'a> {
    /// Readers of the forms of some definitions.
    pub fn new(definitions: &'a Definitions) -> Self {
        Self {
            definitions,
            known: Mutex::default(),
        }
    }

    /// The reader of one of the forms for a period.
    pub fn of(&self, form: &'a FormSpec, period: Period) -> Arc<FormReader<'a>> {
        let new = || FormReader::new(form, &self.definitions.catalogue, period);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = known.entry((form.id.clone(), period));
        reader.or_insert_with(|| Arc::new(new())).clone()
    }
}
