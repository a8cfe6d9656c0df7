//! A picture that answers a question of a form.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// A picture that can be printed, as it was pasted.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// How it is encoded.
    pub format: PictureFormat,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its file; shared, for it may be large.
    #[serde(skip)]
    pub bytes: Arc<[u8]>,
}

/// The encodings that the report can print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureFormat {
    /// PNG: what a screenshot is.
    Png,
    /// JPEG: what a camera makes.
    Jpeg,
    /// GIF; of one that moves the first picture is printed.
    Gif,
    /// WebP.
    Webp,
}

/// Why a picture cannot be printed; the words are chosen by the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureFault {
    /// Words stand where a picture should lie.
    Words,
    /// Placed within the cell, as newer versions of Excel can, and not over it.
    InCell,
    /// Encoded in another way, by its name.
    Format(&'static str),
    /// Damaged, or cut off before its end.
    Broken,
    /// More bytes or pixels than the definitions allow.
    TooLarge,
    /// A part of it was cut off from sight, and would be published with the rest.
    Cropped,
}

impl PictureFormat {
    /// Every format that can be printed.
    pub const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Gif, Self::Webp];

    /// How people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
        }
    }

    /// How the names of its files end, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
        }
    }
}

impl fmt::Display for Picture {
    /// What stands for the picture where only words can stand.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kilobytes = self.bytes.len().div_ceil(1000);
        write!(
            f,
            "画像（{}、{}×{}、{kilobytes}kB）",
            self.format.label(),
            self.width,
            self.height
        )
    }
}

impl fmt::Debug for Picture {
    /// Without the bytes: they say nothing to anybody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
