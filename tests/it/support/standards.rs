//! Whether a PDF keeps its standards, by an independent validator.

use lopdf::{Document, LoadOptions};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

/// The validator looks for the line break before `endstream` and takes a compressed stream that
/// happens to end in such a byte for one byte too long. The lengths are checked below instead, by a
/// strict reader.
const LENGTH_OF_STREAMS: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// The PDF is PDF/UA-1 and PDF/A-2a.
#[track_caller]
pub fn keeps_standards(name: &str, bytes: &[u8]) {
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        let checked = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile))
            .expect("a PDF");
        let failures: Vec<_> = checked
            .failures
            .iter()
            .filter(|failure| failure.rule_id != LENGTH_OF_STREAMS)
            .collect();
        assert!(failures.is_empty(), "{name}: {failures:#?}");
    }
    assert!(
        lengths_are_right(bytes),
        "{name}: a stream has a wrong length"
    );
}

/// Whether every stream is as long as it says; a lenient reader would mend a wrong length in
/// silence.
fn lengths_are_right(bytes: &[u8]) -> bool {
    Document::load_mem_with_options(
        bytes,
        LoadOptions {
            strict: true,
            ..LoadOptions::default()
        },
    )
    .is_ok()
}

#[test]
fn a_wrong_length_is_found() {
    let right = &crate::support::BUILT["公表/report.pdf"];
    assert!(lengths_are_right(right));
    let at = right
        .windows(8)
        .position(|word| word == b"/Length ")
        .expect("a stream")
        + 8;
    let mut wrong = right.clone();
    wrong[at] = if wrong[at] == b'9' {
        b'8'
    } else {
        wrong[at] + 1
    };
    assert!(!lengths_are_right(&wrong));
}
