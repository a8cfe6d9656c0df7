//! The files that people write by hand: settings, definitions, remarks; the first byte chooses.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use zaitaku_report::for_tests::pages::{commentary::Commentary, spec::PageSpecs};
use zaitaku_report::for_tests::settings::Settings;
use zaitaku_report::{Definitions, Sources};

const DEFINITIONS: [&str; 4] = [
    "catalogue.toml",
    "ward.toml",
    "office.toml",
    "org_units.toml",
];

static PAGES: LazyLock<PageSpecs> = LazyLock::new(|| {
    let definitions = Definitions::built_in().expect("the built-in definitions load");
    let text = include_str!("../../templates/report/pages.toml");
    PageSpecs::load(text, &definitions).expect("the built-in pages load")
});

fuzz_target!(|bytes: &[u8]| {
    let Some((which, text)) = bytes.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(text);
    let refused = match (
        usize::from(*which) % 6,
        DEFINITIONS.get(usize::from(*which) % 6),
    ) {
        (_, Some(name)) => Definitions::load(&Sources::built_in().with(name, &text)).err(),
        (4, None) => Settings::parse(&text).err(),
        (_, None) => Commentary::parse(&text, &PAGES.named()).err(),
    };
    assert!(refused.is_none_or(|error| !format!("{error:#}").is_empty()));
});
