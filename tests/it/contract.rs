//! The preview data of the templates is what `build` makes of the sample: designers see the real report.

use crate::support::{BUILT, repository};

#[test]
fn the_preview_of_the_templates_is_the_report_of_the_sample() {
    let kept = std::fs::read(repository("templates/report/data/report.json")).expect("the preview");
    assert!(
        kept == BUILT["report.json"],
        "templates/report/data/report.json is out of date: build sample-data, look at the difference, and copy its report.json there"
    );
}
