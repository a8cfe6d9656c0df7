//! How many slips of the hand the unit's own check asks about, and how many right forms it
//! troubles.
//!
//! The table is also the document docs/slips.md; `./regenerate` writes it.

use std::fmt::Write as _;

use zaitaku_report::for_tests::aggregate::history::History;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::intake::{Incoming, receive};
use zaitaku_report::for_tests::model::answer::{Answer, Value};
use zaitaku_report::for_tests::model::finding::Severity;
use zaitaku_report::for_tests::model::submission::{Role, Submission};
use zaitaku_report::for_tests::rules::{self, Background};

use crate::filled::DEFINITIONS;
use crate::support::dice::Dice;
use crate::support::{assert_kept, history, repository};

/// How many slips of each kind are made; how many right forms are drawn of each submission.
const TRIES: usize = 400;
const DRAWN: usize = 3;
/// What the form itself asks to hold between its numbers: a form drawn number by number breaks it,
/// a right one does not.
const RELATIONS: [&str; 2] = ["Z202", "Z203"];

/// A way in which a number is mistyped; none where it cannot be mistyped so.
type Slip = (&'static str, fn(u64, &mut Dice) -> Option<u64>);

const SLIPS: &[Slip] = &[
    ("0 を一つ多く打つ（7 → 70）", |n, _| Some(n * 10)),
    ("0 を三つ多く打つ（7 → 7,000）", |n, _| {
        Some(n * 1_000)
    }),
    (
        "数字を二度打つ（7 → 77、12 → 112）",
        |n, _| {
            let digits = n.to_string();
            format!("{}{digits}", &digits[..1]).parse().ok()
        },
    ),
    ("数字を一つ落とす（12 → 1）", |n, _| {
        (n >= 10).then_some(n / 10)
    }),
    (
        "隣り合う数字を入れ替える（12 → 21）",
        |n, _| {
            let digits: Vec<char> = n.to_string().chars().rev().collect();
            let other = digits.iter().collect::<String>().parse().ok()?;
            (digits.len() == 2 && other != n).then_some(other)
        },
    ),
    ("消してしまい 0 になる（12 → 0）", |_, _| {
        Some(0)
    }),
    ("日付の通し番号（45,063 など）", |_, dice| {
        Some(45_017 + dice.below(183))
    }),
    ("郵便番号（5,300,001 など）", |_, dice| {
        Some(5_300_000 + dice.below(9_999))
    }),
    ("電話番号（6,543,210 など）", |_, dice| {
        Some(6_000_000 + dice.below(999_999))
    }),
    ("年（2,023 など）", |_, dice| {
        Some(2_022 + dice.below(3))
    }),
];

const HEAD: &str = "\
# 打ち間違いはどこまで見つかるか

様式を一つだけ確認したとき（`validate`）に、打ち間違いの何割を尋ねるかの表です。試験 `tests/it/slips.rs` が、見本の
様式（令和5年度上半期の48件）に打ち間違いを一つずつ入れて測り、この表を書きます。しきい値は
`templates/checks/plausibility.toml` にあり、この表を見て決めています。

打ち間違いは、見本から引いた欄に一つずつ、種類ごとに400回入れています。どの番号の確認で尋ねても数えます（Z203 のような
数どうしの食い違いも）。正しい様式は、見本の月の数をまん中に一つずつ引き直したものです。引き直すと、相談者と相談内容のような
数どうしの決まりが崩れるため、その食い違い（Z202、Z203）は、正しい様式では数えていません。

一桁どうしの入れ替えや、12 が 1 になるような小さな落とし方は、月ごとのふつうの揺れと区別できません。

| 打ち間違い | 尋ねる割合 |
|---|---|
";

/// The sample's forms of the period, which raise no question.
fn submissions() -> Vec<Submission> {
    let mut read = Vec::new();
    for kind in DEFINITIONS.registry.kinds.keys() {
        let folder = repository(&format!("sample-data/2023H1/submissions/{kind}"));
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let incoming = Incoming {
                path: name.clone(),
                name,
                bytes: std::fs::read(&path).unwrap(),
                withheld: None,
            };
            read.extend(receive(&incoming, None, &DEFINITIONS).submission);
        }
    }
    read
}

/// What the check of the file alone asks about or refuses, by code.
fn asked(submission: &Submission, past: &History) -> Vec<&'static str> {
    let definitions: &Definitions = &DEFINITIONS;
    let around = Background {
        past: Some(past),
        ..Background::alone(definitions)
    };
    let findings = rules::check(&around.context(submission).unwrap());
    let asked = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note);
    asked.map(|finding| finding.code).collect()
}

/// The places of the counts that a unit typed.
fn typed(submission: &Submission) -> Vec<(usize, u64)> {
    let inputs = submission
        .values
        .iter()
        .enumerate()
        .filter(|(_, value)| value.role == Role::Input);
    inputs
        .filter_map(|(at, value)| Some((at, value.answer.value()?.count()?)))
        .collect()
}

#[derive(Default)]
struct Rate {
    asked: usize,
    of: usize,
}

impl Rate {
    fn add(&mut self, asked: bool) {
        self.of += 1;
        self.asked += usize::from(asked);
    }

    fn percent(&self) -> f64 {
        100.0 * self.asked as f64 / self.of as f64
    }
}

#[test]
fn slips_are_asked_about_and_right_forms_are_not() {
    let (submissions, past) = (submissions(), history(&["2022H1", "2022H2"]));
    let mut dice = Dice::new(1);
    let (mut tenfold, mut by_half) = (Rate::default(), Rate::default());
    let mut table = String::new();
    for (name, slip) in SLIPS {
        let mut rate = Rate::default();
        while rate.of < TRIES {
            let mut bent = submissions[dice.below(submissions.len() as u64) as usize].clone();
            let counts = typed(&bent);
            let (at, old) = counts[dice.below(counts.len() as u64) as usize];
            let Some(new) = slip(old, &mut dice).filter(|new| *new != old) else {
                continue;
            };
            bent.values[at].answer = Answer::Given(Value::Count(new));
            let asked = !asked(&bent, &past).is_empty();
            rate.add(asked);
            if new >= 10 * old.max(1) {
                tenfold.add(asked);
            }
            if new.abs_diff(old) * 2 > old {
                by_half.add(asked);
            }
        }
        let _ = writeln!(table, "| {name} | {:.0}% |", rate.percent());
    }
    let mut troubled = Rate::default();
    for submission in &submissions {
        for _ in 0..DRAWN {
            let mut right = submission.clone();
            for (at, count) in typed(submission) {
                if right.values[at].key.month.is_some() {
                    right.values[at].answer = Answer::Given(Value::Count(dice.events(count)));
                }
            }
            let codes = asked(&right, &past);
            troubled.add(codes.iter().any(|code| !RELATIONS.contains(code)));
        }
    }
    assert!(tenfold.percent() >= 95.0, "{:.1}%", tenfold.percent());
    assert!(by_half.percent() >= 60.0, "{:.1}%", by_half.percent());
    assert!(
        troubled.asked * 20 <= troubled.of,
        "{} of {}",
        troubled.asked,
        troubled.of
    );
    let document = format!(
        "{HEAD}{table}\n- 10倍以上になる打ち間違い: {:.1}%（目標 95%）\n- 値が半分を超えて変わる打ち間違い: {:.1}%（目標 60%）\n\
         - 正しい様式で尋ねたもの: {}件中{}件（目標 20件に1件まで）\n",
        tenfold.percent(),
        by_half.percent(),
        troubled.of,
        troubled.asked,
    );
    assert_kept("docs/slips.md", document.as_bytes());
}
