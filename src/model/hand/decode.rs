//! From bytes to text: UTF-8, and what Windows' editors save instead.

use std::borrow::Cow;

use encoding_rs::{Encoding, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// The text, and the name of its encoding where that is not UTF-8; `None` where it is none of the
/// known ones.
pub fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, Option<&'static str>)> {
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let (false, Ok(text)) = (rest.contains(&0), std::str::from_utf8(rest)) {
        return Some((Cow::Borrowed(text), None));
    }
    let known: [(bool, &'static Encoding, &str); 3] = [
        (is_utf16(bytes, 1, b"\xff\xfe"), UTF_16LE, "UTF-16"),
        (is_utf16(bytes, 0, b"\xfe\xff"), UTF_16BE, "UTF-16"),
        (!bytes.contains(&0), SHIFT_JIS, "シフト JIS"),
    ];
    let (_, encoding, name) = known.into_iter().find(|(may, ..)| *may)?;
    let (text, _, has_errors) = encoding.decode(bytes);
    (!has_errors).then_some((text, Some(name)))
}

/// The mark at the start, or a zero in every second byte of the first characters: those of TOML
/// are of ASCII.
fn is_utf16(bytes: &[u8], zero: usize, mark: &[u8]) -> bool {
    bytes.starts_with(mark)
        || (bytes.len() >= 4
            && bytes.len().is_multiple_of(2)
            && bytes
                .chunks_exact(2)
                .take(2)
                .all(|pair| pair.get(zero) == Some(&0) && pair.get(1 - zero) != Some(&0)))
}
