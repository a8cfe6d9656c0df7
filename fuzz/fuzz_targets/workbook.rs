//! A file that a unit sends: whatever it holds, it is read or refused, and what is found has a
//! file.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use zaitaku_report::{Definitions, Incoming, receive};

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| {
    // What calamine does to damaged files is caught where it is called; the fuzzer must not see it.
    std::panic::set_hook(Box::new(|_| {}));
    Definitions::built_in().expect("the built-in definitions load")
});

fuzz_target!(|bytes: &[u8]| {
    let incoming = Incoming {
        name: "様式.xlsx".to_owned(),
        path: "ward/様式.xlsx".to_owned(),
        bytes: bytes.to_vec(),
        withheld: None,
    };
    let arrival = receive(&incoming, None, &DEFINITIONS);
    assert!(arrival.submission.is_some() || !arrival.findings.is_empty());
    assert!(
        arrival
            .findings
            .iter()
            .all(|finding| !finding.file.is_empty())
    );
});
