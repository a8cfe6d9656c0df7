//! What the program is made of: licences that go with ours, nothing that reaches a network, one
//! version of each crate or a reason. deny.toml says the same to cargo-deny.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use crate::support::repository;

/// Licences that ask for no more than their text in the notices. A crate may offer several.
const LICENCES: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "MIT",
    "MIT-0",
    "MPL-2.0", // Of files, not of programs: option-ext, unchanged.
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// The beginnings of the names of crates that open connections.
const NETWORK: [&str; 16] = [
    "async-std",
    "curl",
    "git2",
    "h2",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "socket2",
    "surf",
    "tokio",
    "ureq",
];

/// Crates in two versions, and who holds the older one.
const TWICE: [(&str, &str); 23] = [
    ("base64", "plist is ahead of usvg and krilla"),
    ("bit-set", "fancy-regex; tests: proptest"),
    ("bit-vec", "fancy-regex; tests: proptest"),
    ("fearless_simd", "hayro-jpeg2000 and vello_common"),
    ("font-types", "tests: page_validation is ahead of skrifa"),
    ("hayro-ccitt", "hayro's own crates are not in step"),
    ("miniz_oxide", "png"),
    ("quick-error", "tests: rusty-fork"),
    ("quick-xml", "citationberg"),
    ("rand", "lipsum; tests: proptest and lopdf are ahead"),
    ("rand_core", "lipsum; tests: proptest and lopdf are ahead"),
    ("read-fonts", "tests: page_validation is ahead of skrifa"),
    ("roxmltree", "usvg and fontconfig-parser are not in step"),
    ("serde_spanned", "toml 0.8, which typst needs"),
    ("syn", "half of the derive macros have moved to 3"),
    ("toml", "typst is behind, and 0.8 takes twice the time"),
    ("toml_datetime", "toml 0.8, which typst needs"),
    ("toml_edit", "toml 0.8, which typst needs"),
    ("typed-arena", "tests: sxd-document"),
    ("unicode-width", "codespan-reporting"),
    ("vello_common", "hayro and krilla are not in step"),
    ("weezl", "gif; tests: lopdf is ahead"),
    ("winnow", "toml 0.8, which typst needs"),
];

/// The fields of every package of the lock file: name, version, source.
fn locked() -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(repository("Cargo.lock")).expect("the lock file");
    let mut packages = Vec::new();
    for block in text.split("[[package]]").skip(1) {
        let mut fields = BTreeMap::new();
        for line in block.lines() {
            if let Some((key, value)) = line.split_once(" = ") {
                fields.insert(key.to_owned(), value.trim_matches('"').to_owned());
            }
        }
        packages.push(fields);
    }
    packages
}

/// Whether an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0` can be met.
fn is_allowed(expression: &str) -> bool {
    let text = expression.replace(" / ", " OR ").replace('/', " OR ");
    text.split(" AND ").all(|part| {
        part.split(" OR ")
            .map(|name| name.trim_matches(['(', ')', ' ']))
            .any(|name| LICENCES.contains(&name))
    })
}

#[test]
fn every_licence_is_one_that_we_may_pass_on() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--prefix", "none"])
        .args(["--edges", "normal,build,dev", "--format", "{p}\t{l}"])
        .current_dir(repository("."))
        .output()
        .expect("cargo");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success() && text.lines().count() > 100);
    let mut refused = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (package, licence) = line.split_once('\t').unwrap_or((line, ""));
        if !is_allowed(licence.trim_end_matches(" (*)")) {
            refused.insert(format!("{package}: {licence}"));
        }
    }
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn a_licence_that_adds_duties_is_refused() {
    for (expression, allowed) in [
        ("MIT", true),
        ("GPL-3.0 OR MIT", true),
        ("MIT/Apache-2.0", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("GPL-3.0", false),
        ("MIT AND AGPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression), allowed, "{expression}");
    }
}

#[test]
fn nothing_that_is_linked_opens_a_connection() {
    for package in locked() {
        let name = &package["name"];
        let of_network = NETWORK
            .iter()
            .find(|known| name == *known || name.starts_with(&format!("{known}-")));
        assert_eq!(of_network, None, "{name}");
    }
}

#[test]
fn every_crate_comes_from_the_registry() {
    const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";
    for package in locked() {
        let own = package["name"] == env!("CARGO_PKG_NAME");
        let source = package.get("source").map(String::as_str);
        assert_eq!(source, (!own).then_some(REGISTRY), "{}", package["name"]);
    }
}

#[test]
fn a_crate_in_two_versions_has_a_reason() {
    let mut versions: BTreeMap<String, usize> = BTreeMap::new();
    for package in locked() {
        *versions.entry(package["name"].clone()).or_default() += 1;
    }
    let twice: BTreeSet<&str> = versions
        .iter()
        .filter(|(_, count)| **count > 1)
        .map(|(name, _)| name.as_str())
        .collect();
    let reasons: BTreeSet<&str> = TWICE.iter().map(|(name, _)| *name).collect();
    assert_eq!(twice, reasons);
}
