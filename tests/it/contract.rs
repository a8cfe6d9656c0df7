//! The preview data of the templates is what `build` makes of the sample: designers see the real
//! report.

use crate::support::{BUILT, assert_kept};

#[test]
fn the_preview_of_the_templates_is_the_report_of_the_sample() {
    assert_kept(
        "templates/report/data/report.json",
        &BUILT["庁内/report.json"],
    );
}
