//! The feedback sheets: one a unit, however many units there are.

use std::path::Path;

use crate::support::{Project, files, run_with};

/// Twice what the threads of the layout take for the whole report, also without optimization. When
/// the sheets were shared out among those threads, each began the next one while it waited within
/// the last, and half as much again as this was full before 48 were made.
const STACK: &str = "524288";

/// Threads have to wait for one another: one alone never does, and among many 48 sheets are few.
const THREADS: &str = "2";

#[test]
fn a_sheet_gives_its_stack_back_before_the_next() {
    let project = Project::sample();
    let environment = [("RUST_MIN_STACK", STACK), ("RAYON_NUM_THREADS", THREADS)];
    let build = ["build", "--period", "2023H1", "--feedback"];
    run_with(&project.path("."), &build, &environment).succeeds();
    let sheets = files(&project.path("2023H1/output/庁内/feedback"));
    let sent = files(&project.path("2023H1/submissions"));
    assert_eq!((sheets.len(), sent.len()), (48, 48));
    for path in sent.keys() {
        let sheet = Path::new(path).with_extension("pdf");
        let sheet = sheets.get(&*sheet.to_string_lossy());
        assert!(
            sheet.is_some_and(|sheet| sheet.starts_with(b"%PDF")),
            "{path}"
        );
    }
}
