//! The cell for a picture: the words that say what to paste there, and the picture that was.

use anyhow::{Context, Result};
use rust_xlsxwriter::{Image, Worksheet};

use crate::model::cell::CellRef;

/// The room between a picture and the edges of its cell, in pixels.
const MARGIN: u32 = 4;
/// What Excel adds to the characters of a column, and how wide it takes one to be, in pixels.
const COLUMN_PIXELS: (u32, u32) = (5, 7);

/// Whether a form can hold a picture: Excel's older formats only, and only a sound file.
pub fn can_hold(bytes: &[u8]) -> bool {
    Image::new_from_buffer(bytes).is_ok()
}

/// Lays a picture over its cell, as large as fits.
///
/// `room` is the width of the cell in half-width characters, `height` its height in points.
pub fn lay(
    sheet: &mut Worksheet,
    at: CellRef,
    bytes: &[u8],
    alt: &str,
    (room, height): (u32, f64),
) -> Result<()> {
    let image = Image::new_from_buffer(bytes)
        .with_context(|| format!("{at} の画像は様式に貼り付けられません"))?;
    let width = COLUMN_PIXELS.0 + COLUMN_PIXELS.1 * room - 2 * MARGIN;
    let height = (height * 4.0 / 3.0) as u32 - 2 * MARGIN;
    let image = image
        .set_scale_to_size(width, height, true)
        .set_alt_text(alt);
    sheet.insert_image_with_offset(at.row, at.col, &image, MARGIN, MARGIN)?;
    Ok(())
}
