//! Texts that are said again and again, kept once.

use foldhash::fast::RandomState;
use indexmap::IndexSet;

use super::Id;

/// Texts, each kept once, with a number each from 1; 0 is free for none.
#[derive(Debug, Clone, Default)]
pub struct Interner(IndexSet<Id, RandomState>);

impl Interner {
    /// The number of a text, which is kept from now on.
    pub fn number(&mut self, text: &str) -> u32 {
        let place = match self.0.get_index_of(text) {
            Some(place) => place,
            None => self.0.insert_full(Id::from(text)).0,
        };
        place as u32 + 1
    }

    /// The number of a text that was kept.
    pub fn known(&self, text: &str) -> Option<u32> {
        self.0.get_index_of(text).map(|place| place as u32 + 1)
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> Option<&Id> {
        self.0.get_index((number as usize).checked_sub(1)?)
    }

    /// A text as it is kept.
    pub fn shared(&mut self, text: &str) -> Id {
        let number = self.number(text);
        self.text(number).map_or_else(|| Id::from(text), Id::clone)
    }
}
