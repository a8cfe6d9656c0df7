//! One part of a right form replaced (the first byte chooses): what reads the XML inside a
//! container, which a container with wrong check sums never lets through.

#![no_main]

use std::io::{Cursor, Read as _, Write as _};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use zaitaku_report::{Definitions, Incoming, receive};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const FORM: &[u8] =
    include_bytes!("../../sample-data/2023H1/submissions/office/北区相談支援室.xlsx");

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| {
    std::panic::set_hook(Box::new(|_| {}));
    Definitions::built_in().expect("the built-in definitions load")
});

static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut archive = ZipArchive::new(Cursor::new(FORM)).expect("a form");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("its name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("its content");
        parts.push((name, content));
    }
    parts
});

fuzz_target!(|bytes: &[u8]| {
    let Some((which, replaced)) = bytes.split_first() else {
        return;
    };
    let which = usize::from(*which) % PARTS.len();
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut form = ZipWriter::new(Cursor::new(Vec::new()));
    for (place, (name, content)) in PARTS.iter().enumerate() {
        form.start_file(name.as_str(), stored).expect("begun");
        let content = if place == which { replaced } else { content };
        form.write_all(content).expect("written");
    }
    let incoming = Incoming {
        name: "様式.xlsx".to_owned(),
        path: "office/様式.xlsx".to_owned(),
        bytes: form.finish().expect("a container").into_inner(),
        withheld: None,
    };
    let arrival = receive(&incoming, None, &DEFINITIONS);
    assert!(arrival.submission.is_some() || !arrival.findings.is_empty());
});
