//! A list of units in a table of any format, with whatever name it has.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zaitaku_report::{Definitions, Sources};

fuzz_target!(|bytes: &[u8]| {
    for name in ["org_units.csv", "org_units.xlsx"] {
        let sources = Sources::built_in().with_roster(name, bytes.to_vec());
        if let Err(error) = Definitions::load(&sources) {
            assert!(!format!("{error:#}").is_empty());
        }
    }
});
