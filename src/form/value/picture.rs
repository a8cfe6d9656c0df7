//! Reads a picture: how it is encoded, how large it is, whether it is whole. Nothing is decoded
//! here: a file of a few bytes can claim more pixels than any memory holds.

use std::sync::Arc;

use crate::model::answer::{Answer, Fault, Value};
use crate::model::catalogue::PictureLimits;
use crate::model::picture::{Picture, PictureFault, PictureFormat};
use crate::workbook;

/// What other encodings begin with, and how people call them.
const OTHERS: [(&[u8], &str); 9] = [
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\xD7\xCD\xC6\x9A", "WMF"),
    (b"\x01\0\x09\0", "WMF"),
    (b"\x01\0\0\0", "EMF"),
    (b"<svg", "SVG"),
    (b"<?xml", "SVG"),
    (b"%PDF", "PDF"),
];
/// What an encoding is called that is none of these.
const UNKNOWN: &str = "種類不明";

/// Reads a picture that lies on a sheet.
pub fn picture(found: &workbook::Picture, limits: PictureLimits) -> Answer<Value> {
    match check(found, limits) {
        Ok(picture) => Answer::Given(Value::Picture(picture)),
        Err(fault) => Answer::Unreadable(Fault::Picture(fault)),
    }
}

/// What stands for a picture in a message, whether it can be printed or not.
pub fn picture_shown(found: &workbook::Picture) -> Arc<str> {
    let Some(bytes) = &found.bytes else {
        return Arc::from("画像");
    };
    match inspect(bytes) {
        Ok(picture) => Arc::from(picture.to_string()),
        Err(_) => Arc::from(format!("画像（{}kB）", bytes.len().div_ceil(1000))),
    }
}

/// A picture from its file alone.
///
/// # Errors
/// It is in a format that is not printed, or not whole.
pub fn inspect(bytes: &Arc<[u8]>) -> Result<Picture, PictureFault> {
    let (format, whole) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        (PictureFormat::Png, png_is_whole(bytes))
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        (PictureFormat::Jpeg, jpeg_is_whole(bytes))
    } else if bytes.starts_with(b"GIF8") {
        (PictureFormat::Gif, gif_is_whole(bytes))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        (PictureFormat::Webp, webp_is_whole(bytes))
    } else if bytes.is_empty() {
        return Err(PictureFault::Broken);
    } else {
        let other = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic));
        return Err(PictureFault::Format(
            other.map_or(UNKNOWN, |(_, name)| name),
        ));
    };
    let size = imagesize::blob_size(bytes).map_err(|_| PictureFault::Broken)?;
    let width = u32::try_from(size.width).map_err(|_| PictureFault::Broken)?;
    let height = u32::try_from(size.height).map_err(|_| PictureFault::Broken)?;
    if !whole || width == 0 || height == 0 {
        return Err(PictureFault::Broken);
    }
    Ok(Picture {
        format,
        width,
        height,
        bytes: Arc::clone(bytes),
    })
}

fn check(found: &workbook::Picture, limits: PictureLimits) -> Result<Picture, PictureFault> {
    let bytes = found.bytes.as_ref().ok_or(PictureFault::TooLarge)?;
    let picture = inspect(bytes)?;
    if bytes.len() as u64 > limits.bytes
        || u64::from(picture.width) * u64::from(picture.height) > limits.pixels
    {
        return Err(PictureFault::TooLarge);
    }
    if found.cropped {
        Err(PictureFault::Cropped)
    } else {
        Ok(picture)
    }
}

fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A PNG is a chain of chunks (length, name, data, checksum) from IHDR up to IEND.
fn png_is_whole(bytes: &[u8]) -> bool {
    if bytes.get(12..16) != Some(b"IHDR") {
        return false;
    }
    let mut at = 8;
    while let (Some(length), Some(name)) = (u32_be(bytes, at), bytes.get(at + 4..at + 8)) {
        let Some(next) = at
            .checked_add(12)
            .and_then(|next| next.checked_add(length as usize))
        else {
            return false;
        };
        if next > bytes.len() {
            return false;
        }
        if name == b"IEND" {
            return true;
        }
        at = next;
    }
    false
}

/// A JPEG ends with a mark, but for what cameras leave behind it.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    const BEHIND: usize = 4096;
    let tail = &bytes[bytes.len().saturating_sub(BEHIND)..];
    tail.windows(2).any(|mark| mark == b"\xFF\xD9")
}

/// A GIF ends with a semicolon, perhaps filled up with zeros.
fn gif_is_whole(bytes: &[u8]) -> bool {
    bytes.iter().rfind(|byte| **byte != 0) == Some(&b';')
}

fn webp_is_whole(bytes: &[u8]) -> bool {
    let length = bytes
        .get(4..8)
        .and_then(|field| field.first_chunk())
        .map(|field| u32::from_le_bytes(*field));
    length.is_some_and(|length| length as usize <= bytes.len() - 8)
}
