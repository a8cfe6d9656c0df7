//! A picture without what a program or a camera wrote beside it into its file: who made it, where
//! and with what, a small copy from before a part was cut off, what an editor left behind the end.
//! Nobody sees it, and all of it would be published with the picture.

use std::sync::Arc;

use crate::model::picture::{Picture, PictureFormat};

/// What a PNG says of its colours and sizes; each chunk without which it cannot be drawn has a
/// capital.
const PNG_KEPT: [&[u8]; 8] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs",
];
/// What a WebP is drawn from.
const WEBP_KEPT: [&[u8]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF",
];
/// That a WebP has chunks of a camera's and an editor's.
const WEBP_FLAGS: u8 = 0b0000_1100;

/// The picture alone. Of a file that is not understood nothing is left: it is told as one that
/// cannot be set.
pub fn bare(picture: &Picture) -> Picture {
    let kept = match picture.format {
        PictureFormat::Png => png(&picture.bytes),
        PictureFormat::Jpeg => jpeg(&picture.bytes),
        PictureFormat::Gif => gif(&picture.bytes),
        PictureFormat::Webp => webp(&picture.bytes),
    };
    Picture {
        bytes: Arc::from(kept.unwrap_or_default()),
        ..picture.clone()
    }
}

/// Chunks of length, name, data and checksum, up to the last one.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = bytes.split_at_checked(8)?;
    let mut kept = head.to_vec();
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let (chunk, behind) = rest.split_at_checked(length.checked_add(12)?)?;
        let name = chunk.get(4..8)?;
        if name.first()?.is_ascii_uppercase() || PNG_KEPT.contains(&name) {
            kept.extend(chunk);
        }
        if name == b"IEND" {
            return Some(kept);
        }
        rest = behind;
    }
}

/// Segments with a mark and a length; behind a scan's its data, up to the next mark that is none of
/// its own.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = bytes.split_at_checked(2)?;
    let mut kept = head.to_vec();
    loop {
        let [0xFF, mark, ..] = *rest else { return None };
        let length = match mark {
            // A mark may be filled up in front.
            0xFF => {
                rest = rest.get(1..)?;
                continue;
            }
            0xD9 => {
                kept.extend([0xFF, mark]);
                return Some(kept);
            }
            0x01 | 0xD0..=0xD7 => 0,
            _ => usize::from(u16::from_be_bytes(*rest.get(2..)?.first_chunk()?)),
        };
        let (segment, mut behind) = rest.split_at_checked(2 + length)?;
        let data = segment.get(4..).unwrap_or_default();
        match mark {
            0xE1 => kept.extend(turned(data).into_iter().flatten()),
            0xE2 if !data.starts_with(b"ICC_PROFILE\0") => {}
            0xE0 | 0xE3..=0xED | 0xEF | 0xFE => {}
            _ => kept.extend(segment),
        }
        if mark == 0xDA {
            let is_mark = |pair: &[u8]| matches!(pair, [0xFF, 1..=0xCF | 0xD8..=0xFE]);
            let end = behind.windows(2).position(is_mark)?;
            kept.extend(behind.get(..end)?);
            behind = behind.get(end..)?;
        }
        rest = behind;
    }
}

/// How a camera was held, as the only thing that it tells; nothing where it was held upright.
fn turned(exif: &[u8]) -> Option<[u8; 36]> {
    let tiff = exif.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let two = *tiff.get(at..)?.first_chunk()?;
        Some(if is_little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        })
    };
    let four = *tiff.get(4..)?.first_chunk()?;
    let first = if is_little {
        u32::from_le_bytes(four)
    } else {
        u32::from_be_bytes(four)
    };
    let first = usize::try_from(first).ok()?.checked_add(2)?;
    let fields = (0..usize::from(short(first - 2)?)).map(|at| first + 12 * at);
    let field = fields.into_iter().find(|at| short(*at) == Some(0x0112))?;
    let held = u8::try_from(short(field + 8)?).ok()?;
    let mut segment =
        *b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    segment[29] = held;
    (2..=8).contains(&held).then_some(segment)
}

/// The head, the look and the data of the first picture: the report shows no other.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |flags: u8| {
        if flags & 0x80 == 0 {
            0
        } else {
            6 << (flags & 7)
        }
    };
    let (head, mut rest) = bytes.split_at_checked(13 + table(*bytes.get(10)?))?;
    let mut kept = head.to_vec();
    loop {
        let is_picture = *rest.first()? == b',';
        let before = match rest {
            [b',', ..] => 11 + table(*rest.get(9)?),
            [b'!', ..] => 2,
            _ => return None,
        };
        let mut end = before;
        while let length @ 1.. = usize::from(*rest.get(end)?) {
            end += 1 + length;
        }
        let (block, behind) = rest.split_at_checked(end + 1)?;
        if is_picture || block.get(1) == Some(&0xF9) {
            kept.extend(block);
        }
        if is_picture {
            kept.push(b';');
            return Some(kept);
        }
        rest = behind;
    }
}

/// Chunks of name, length and data, each filled up to an even length, behind the length of all.
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?) as usize;
    let mut rest = bytes.get(12..length.checked_add(8)?)?;
    let mut kept = b"WEBP".to_vec();
    while !rest.is_empty() {
        let length = u32::from_le_bytes(*rest.get(4..)?.first_chunk()?) as usize;
        let length = length.checked_add(8)?.checked_next_multiple_of(2)?;
        let (chunk, behind) = rest.split_at_checked(length)?;
        let name = chunk.get(..4)?;
        if WEBP_KEPT.contains(&name) {
            let at = kept.len();
            kept.extend(chunk);
            if name == b"VP8X" {
                *kept.get_mut(at + 8)? &= !WEBP_FLAGS;
            }
        }
        rest = behind;
    }
    let length = u32::try_from(kept.len()).ok()?.to_le_bytes();
    Some([b"RIFF", &length[..], &kept].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"SECRET";

    fn part(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = (data.len() as u32).to_be_bytes();
        [&length[..], name, data, b"sum!"].concat()
    }

    fn segment(mark: u8, data: &[u8]) -> Vec<u8> {
        let length = (data.len() as u16 + 2).to_be_bytes();
        [&[0xFF, mark][..], &length, data].concat()
    }

    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = (data.len() as u32).to_le_bytes();
        [&name[..], &length, data, &[0][..data.len() % 2]].concat()
    }

    #[test]
    fn of_a_png_the_picture_stays_and_what_is_written_beside_it_goes() {
        let head = b"\x89PNG\r\n\x1a\n".to_vec();
        let (begin, end) = (part(b"IHDR", b"size"), part(b"IEND", b""));
        let (colours, dots) = (part(b"sRGB", b"0"), part(b"IDAT", SECRET));
        let told = [&head[..], &begin, &colours, &dots, &end].concat();
        assert_eq!(png(&told).as_ref(), Some(&told));
        let (words, place) = (part(b"tEXt", SECRET), part(b"eXIf", SECRET));
        let whole = [&head, &begin, &words, &colours, &place, &dots, &end, SECRET].concat();
        assert_eq!(png(&whole), Some(told));
        assert_eq!(png(&whole[..60]), None);
    }

    #[test]
    fn of_a_jpeg_the_picture_stays_and_how_the_camera_was_held() {
        let held = |order: &[u8], held: &[u8]| {
            let rest: &[u8] = if order == b"II" {
                b"*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"
            } else {
                b"\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"
            };
            segment(0xE1, &[b"Exif\0\0", order, rest, held, SECRET].concat())
        };
        let told = [
            segment(0xDB, b"table"),
            segment(0xDA, b"scan"),
            b"\x01\xFF\0\xFF\xD0\x02".to_vec(),
            segment(0xC4, b"table"),
            segment(0xDA, b"scan"),
            b"\x03\xFF\xD9".to_vec(),
        ]
        .concat();
        let around = |camera: &[u8]| {
            [
                b"\xFF\xD8",
                &segment(0xE0, SECRET)[..],
                camera,
                b"\xFF",
                &segment(0xFE, SECRET),
                &told,
                SECRET,
            ]
            .concat()
        };
        for (camera, turn) in [
            (held(b"II", b"\x06\0\0\0"), Some(6)),
            (held(b"MM", b"\0\x08\0\0"), Some(8)),
            (held(b"MM", b"\0\x01\0\0"), None),
            (segment(0xE1, SECRET), None),
        ] {
            let kept = jpeg(&around(&camera)).expect("a picture");
            let first = turn.map(|turn| {
                segment(
                    0xE1,
                    &[
                        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0",
                        &[turn][..],
                        b"\0\0\0\0\0\0",
                    ]
                    .concat(),
                )
            });
            assert_eq!(
                kept,
                [b"\xFF\xD8", &first.unwrap_or_default()[..], &told].concat()
            );
        }
        assert_eq!(jpeg(b"\xFF\xD8\xFF\xDA\0\x02\x01"), None);
    }

    #[test]
    fn of_a_gif_that_moves_the_first_picture_stays() {
        let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF";
        let (look, shown) = (
            b"!\xF9\x04\0\0\0\0\0",
            b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0",
        );
        let whole = [
            &head[..],
            b"!\xFE\x06",
            SECRET,
            b"\0",
            look,
            shown,
            look,
            shown,
            b";",
            SECRET,
        ]
        .concat();
        assert_eq!(gif(&whole), Some([&head[..], look, shown, b";"].concat()));
        assert_eq!(gif(&whole[..40]), None);
    }

    #[test]
    fn a_webp_no_longer_says_that_it_has_what_was_taken_from_it() {
        let of = |chunks: &[Vec<u8>]| [b"WEBP".to_vec(), chunks.concat()].concat();
        let riff = |all: Vec<u8>| [b"RIFF", &(all.len() as u32).to_le_bytes()[..], &all].concat();
        let dots = chunk(b"VP8L", b"odd");
        let whole = riff(of(&[
            chunk(b"VP8X", b"\x1C\0\0\0"),
            chunk(b"EXIF", SECRET),
            dots.clone(),
            chunk(b"XMP ", SECRET),
        ]));
        let told = riff(of(&[chunk(b"VP8X", b"\x10\0\0\0"), dots]));
        assert_eq!(webp(&[&whole, SECRET].concat()), Some(told));
        assert_eq!(webp(&whole[..whole.len() - 1]), None);
    }
}
