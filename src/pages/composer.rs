//! What the pages are composed from.

use super::commentary::Commentary;
use super::print::Page;
use crate::figures::material::Material;
use crate::figures::publication::{Disclosure, Publication};

/// What the pages are composed from.
pub struct Composer<'a> {
    /// The numbers.
    pub material: &'a Material<'a>,
    /// What the publication says about itself.
    pub publication: &'a Publication,
    /// What everybody may be told of single units.
    pub disclosure: &'a Disclosure,
    /// The editor's remarks.
    pub commentary: &'a Commentary,
}

impl Composer<'_> {
    /// A further page of the same entry: its own id, its own remarks, no notes of the first.
    pub fn derived(&self, base: &Page, suffix: &str) -> Page {
        let id = format!("{}_{suffix}", base.id);
        Page {
            remarks: self.commentary.of(&id),
            notes: Vec::new(),
            id,
            ..base.clone()
        }
    }
}
