//! Pictures to paste, sound and spoiled.

use std::sync::{Arc, LazyLock};

use zaitaku_report::for_tests::form::value::inspect;
use zaitaku_report::for_tests::model::picture::Picture;

/// The file of a screenshot of the sample.
pub const PNG: &[u8] = include_bytes!("../../../templates/sample/pictures/asahi.png");

/// The screenshot as it is read.
pub static PICTURE: LazyLock<Picture> =
    LazyLock::new(|| inspect(&Arc::from(PNG)).expect("a picture"));
