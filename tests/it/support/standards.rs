//! Whether a PDF keeps its standards, by an independent validator.

use lopdf::{Document, Object};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

/// The validator looks for the line break before `endstream` and takes a compressed stream that happens to
/// end in such a byte for one byte too long. The lengths are checked below instead, by the file's own structure.
const LENGTH_OF_STREAMS: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// The PDF is PDF/UA-1 and PDF/A-2a.
#[track_caller]
pub fn keeps_standards(name: &str, bytes: &[u8]) {
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        let checked = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)).expect("a PDF");
        let failures: Vec<_> = checked.failures.iter().filter(|failure| failure.rule_id != LENGTH_OF_STREAMS).collect();
        assert!(failures.is_empty(), "{name}: {failures:#?}");
    }
    let document = Document::load_mem(bytes).expect("a PDF");
    for (id, object) in &document.objects {
        if let Object::Stream(stream) = object {
            let length = stream.dict.get(b"Length").and_then(Object::as_i64).expect("a length");
            assert_eq!(length, stream.content.len() as i64, "{name}: stream {id:?}");
        }
    }
}
