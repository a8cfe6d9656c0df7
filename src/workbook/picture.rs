//! A picture that lies on a sheet: over which cell, and its bytes as they are stored.

use std::sync::Arc;

use crate::model::cell::CellRef;

/// A picture that lies on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The cell under its top left corner.
    pub at: CellRef,
    /// Its file as it is stored, empty if the container lacks it; `None` if it is beyond the limits
    /// and was not unpacked.
    pub bytes: Option<Arc<[u8]>>,
    /// A part of it was cut off from sight, and is still in the file.
    pub cropped: bool,
}
