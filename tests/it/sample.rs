//! The sample project in the repository is exactly what its generator makes.

use zaitaku_report::for_tests::sample;

use crate::support::{DEFINITIONS, Files, files, repository};

#[test]
fn sample_data_is_what_the_generator_makes() {
    let made = sample::project(&DEFINITIONS).expect("generated");
    let made: Files = made.into_iter().collect();
    let kept = files(&repository("sample-data"));
    let paths = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&made), paths(&kept));
    let changed: Vec<&String> = made
        .iter()
        .filter(|(path, bytes)| kept[*path] != **bytes)
        .map(|(path, _)| path)
        .collect();
    assert!(
        changed.is_empty(),
        "sample-data is out of date: run ./regenerate: {changed:?}"
    );
}
