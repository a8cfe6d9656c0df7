//! The cover: what stands on it is said of the whole report, so the page itself is empty.

use serde::Deserialize;

use super::PageKind;
use crate::pages::composer::Composer;
use crate::pages::print::Page;

/// The cover.
#[derive(Debug, Clone, Deserialize)]
pub struct CoverPage {}

impl PageKind for CoverPage {
    fn template(&self) -> &'static str {
        "cover"
    }

    fn elements(&self) -> Vec<&str> {
        Vec::new()
    }

    fn takes_remarks(&self) -> bool {
        false
    }

    fn compose(&self, _: &Composer, page: Page) -> Vec<Page> {
        vec![page]
    }
}
