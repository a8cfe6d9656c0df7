//! Pictures within the page: small ones as they are, so that the page stays one file for a phone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};

use super::text::clean;
use crate::model::picture::{Picture, PictureFormat};
use crate::pages::print::{CardPicture, Print};

/// How many bytes all pictures together may have; a picture beyond them is told in words.
const ROOM: usize = 150_000;

/// The pictures that the page has room for.
pub struct Pictures<'a>(Vec<&'a CardPicture>);

impl<'a> Pictures<'a> {
    /// The pictures of a report in their order, as far as they find room.
    pub fn of(print: &'a Print) -> Self {
        let mut room = ROOM;
        let mut shown = Vec::new();
        for picture in print.pictures() {
            if let Some(left) = room.checked_sub(picture.file.bytes.len()) {
                room = left;
                shown.push(picture);
            }
        }
        Self(shown)
    }

    /// A picture with its caption; in words where it has no room.
    pub fn markup(&self, picture: &CardPicture) -> Markup {
        let is_shown = self.0.iter().any(|shown| shown.path == picture.path);
        html! {
            figure class="picture" {
                @if is_shown {
                    img src=(address(&picture.file)) alt=(clean(&picture.alt))
                        width=(picture.file.width) height=(picture.file.height);
                    figcaption { (clean(&picture.caption)) }
                } @else {
                    figcaption { (clean(&picture.alt)) "（報告書のPDFに掲載）" }
                }
            }
        }
    }
}

fn address(picture: &Picture) -> String {
    let kind = match picture.format {
        PictureFormat::Png => "png",
        PictureFormat::Jpeg => "jpeg",
        PictureFormat::Gif => "gif",
        PictureFormat::Webp => "webp",
    };
    format!(
        "data:image/{kind};base64,{}",
        STANDARD.encode(&picture.bytes)
    )
}
