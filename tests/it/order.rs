//! Nothing depends on the order of files, the number of threads, the folder, the clock's zone or
//! the language.

use proptest::prelude::*;
use proptest::sample::Index;
use zaitaku_report::for_tests::aggregate::summary::Summary;
use zaitaku_report::for_tests::intake::{Incoming, receive_round};
use zaitaku_report::for_tests::model::period::Period;
use zaitaku_report::for_tests::rules::Background;

use crate::support::{DEFINITIONS, PERIOD, files, repository};

/// Every sum with its number of reports and the cells that it came from.
fn sums(incoming: Vec<(Period, Incoming)>, threads: usize) -> Vec<String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads");
    pool.install(|| {
        let round = receive_round(incoming, PERIOD, Background::alone(&DEFINITIONS));
        let summary = Summary::new(
            &DEFINITIONS.catalogue,
            PERIOD,
            round.counted(&DEFINITIONS.registry),
        );
        let line = |(key, tally): (_, &zaitaku_report::for_tests::aggregate::tally::Tally)| {
            let cells = tally
                .sources
                .iter()
                .filter_map(|source| summary.source(*source));
            let cells: Vec<String> = cells
                .map(|(of, value)| format!("{} {}", of.unit, value.at.cell))
                .collect();
            format!("{key:?} {} {} {cells:?}", tally.sum, tally.reported)
        };
        summary.iter().map(line).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    /// The files come in any order and under any names.
    #[test]
    fn sums_do_not_depend_on_the_order_of_files_or_the_number_of_threads(places in prop::collection::vec(any::<Index>(), 48)) {
        let incoming = |name: &dyn Fn(usize, &str) -> String| -> Vec<(Period, Incoming)> {
            let submitted = files(&repository("sample-data/2023H1/submissions")).into_iter().enumerate();
            submitted
                .map(|(i, (path, bytes))| (PERIOD, Incoming { name: "様式.xlsx".to_owned(), path: name(i, &path), bytes, withheld: None }))
                .collect()
        };
        let straight = sums(incoming(&|_, path| path.to_owned()), 1);
        let mut shuffled = incoming(&|i, path| format!("{:02}-{path}", places[i].index(99)));
        for (i, place) in places.iter().enumerate() {
            shuffled.swap(i, place.index(48));
        }
        prop_assert!(straight.len() > 1_000);
        prop_assert_eq!(straight, sums(shuffled, 4));
    }
}

#[cfg(feature = "pdf")]
#[test]
fn two_builds_are_the_same_to_the_byte_wherever_and_whenever() {
    use crate::support::{BUILT, Files, Project, run_with};
    let project = Project::sample();
    let elsewhere = Project::empty();
    let root = project.path("").to_string_lossy().into_owned();
    let built = |out: &str| {
        let args = [
            "--project",
            &root,
            "build",
            "--period",
            "令和5年度上半期",
            "--out",
            out,
        ];
        let environment = [
            ("TZ", "Pacific/Kiritimati"),
            ("LANG", "de_DE.UTF-8"),
            ("RAYON_NUM_THREADS", "1"),
        ];
        run_with(&elsewhere.path(""), &args, &environment).succeeds();
        let again = files(&elsewhere.path(out));
        assert_eq!(
            again.keys().collect::<Vec<_>>(),
            BUILT.keys().collect::<Vec<_>>()
        );
        again
    };
    let differing = |one: &Files, other: &Files| -> Vec<String> {
        one.iter()
            .filter(|(path, bytes)| other[*path] != **bytes)
            .map(|(path, _)| path.clone())
            .collect()
    };
    let beside = built(&format!("{root}2023H1/ここ"));
    assert_eq!(differing(&beside, &BUILT), [""; 0]);
    // Elsewhere the links of the workbook take another way; nothing else differs.
    let (here, there) = (built("ここ"), built("そこ"));
    assert_eq!(differing(&here, &there), [""; 0]);
    assert_eq!(
        differing(&here, &BUILT),
        ["庁内/manifest.json", "庁内/summary.xlsx"]
    );
}
