//! The pictures of a container, unpacked as they are asked for.

use std::collections::HashMap;
use std::sync::Arc;

use super::package::Package;
use super::picture::Picture;
use super::{MAX_PICTURE_BYTES, MAX_PICTURES, MAX_PICTURES_BYTES};
use crate::model::cell::CellRef;

/// The pictures of a container: each is unpacked once, however often it is shown.
pub(super) struct Gallery<'p> {
    package: &'p Package<'p>,
    known: HashMap<String, Option<Arc<[u8]>>>,
    pictures: usize,
    bytes: u64,
}

impl<'p> Gallery<'p> {
    pub(super) fn new(package: &'p Package<'p>) -> Self {
        Self {
            package,
            known: HashMap::new(),
            pictures: MAX_PICTURES,
            bytes: MAX_PICTURES_BYTES,
        }
    }

    /// A picture of a part; none when there are more than a form can have.
    pub(super) fn picture(&mut self, at: CellRef, part: &str, cropped: bool) -> Option<Picture> {
        self.pictures = self.pictures.checked_sub(1)?;
        let bytes = match self.known.get(part) {
            Some(known) => known.clone(),
            None => {
                let most = MAX_PICTURE_BYTES.min(self.bytes);
                let read = self.package.unpack_aside(part, most).map(Arc::<[u8]>::from);
                self.bytes -= read.as_ref().map_or(0, |bytes| bytes.len() as u64);
                self.known.insert(part.to_owned(), read.clone());
                read
            }
        };
        Some(Picture { at, bytes, cropped })
    }
}
