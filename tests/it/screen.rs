//! What is shown fits the screen: every command, at every usual width.

use unicode_width::UnicodeWidthStr;

use crate::support::copy::Copy;
use crate::support::{Project, Run, files, run_with};

const WIDTHS: [usize; 3] = [40, 60, 80];

const NORTH: &str = "2023H1/submissions/office/北区相談支援室.xlsx";

/// A period with a faulty form, a missing one and a file that is none, to have much to say.
fn project() -> Project {
    let project = Project::sample();
    for path in files(&project.path("2023H1/submissions")).keys() {
        if !["北区", "都島区"].iter().any(|area| path.contains(area)) {
            project.remove(&format!("2023H1/submissions/{path}"));
        }
    }
    project.write(
        "2023H1/submissions/office/旭区相談支援室（送り直し、確認済みの最終版）.xlsx",
        b"x",
    );
    let twin = std::fs::read(project.path(NORTH)).expect("a form");
    let other = Copy::of(&twin).text("(オ)相談", "C7", "約10");
    project.write("other.xlsx", &other.text("(オ)相談", "D8", "7").save());
    project
}

fn at(project: &Project, width: usize, args: &[&str]) -> Run {
    run_with(&project.path("."), args, &[("COLUMNS", &width.to_string())])
}

/// The commands that show something.
fn shown() -> Vec<Vec<&'static str>> {
    vec![
        vec!["status", "--period", "2023H1"],
        vec!["status", "--period", "2023H1", "--remind", "letters"],
        vec!["compare", "--period", "2023H1", "--with", "2022H1"],
        vec!["compare", "--period", "2022H2", "--with", "2022H1"],
        vec![
            "compare", "--period", "2022H2", "--with", "2022H1", "--unit", "北区",
        ],
        vec!["compare", NORTH, "other.xlsx"],
        vec!["reconcile", "--period", "2023H1", "--allow-missing"],
        vec!["validate", "2023H1/submissions"],
        vec!["validate", "other.xlsx"],
        vec!["trace", "--period", "2023H1", "askers:S04"],
        vec!["trace", "--period", "2023H1", "相談者"],
        vec!["dictionary"],
        vec!["explain"],
        vec!["explain", "Z102"],
        vec!["forms", "--period", "2023H2"],
        vec!["export", "--period", "2023H1", "--allow-missing"],
        vec!["close", "--period", "2023H1"],
        vec!["verify", "2023H1/output"],
        vec!["--help"],
        vec!["status", "--help"],
        vec!["init", "--help"],
        vec!["trace", "--help"],
        vec!["biuld"],
    ]
}

#[test]
fn every_line_fits_the_screen() {
    let project = project();
    for width in WIDTHS {
        for args in shown() {
            let run = at(&project, width, &args);
            let lines = run.out.lines().chain(run.err.lines());
            for line in lines {
                let wide = line.width_cjk();
                assert!(
                    wide < width,
                    "{args:?} at {width}: {wide} {line}\n{}",
                    run.out
                );
            }
            assert!(!run.out.is_empty() || !run.err.is_empty(), "{args:?}");
        }
    }
}

#[test]
fn nothing_is_lost_on_a_narrow_screen() {
    let project = project();
    let letters = |text: &str| -> Vec<char> {
        let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.sort_unstable();
        letters
    };
    // Sentences are the same, only broken otherwise.
    for args in [
        vec!["explain", "Z102"],
        vec!["trace", "--period", "2023H1", "askers:S04"],
    ] {
        assert_eq!(
            letters(&at(&project, 40, &args).out),
            letters(&at(&project, 132, &args).out),
            "{args:?}"
        );
    }
    let status = at(&project, 40, &["status", "--period", "2023H1"]).out;
    assert!(status.contains("提出済 北区役所\n  提出日 "), "{status}");
    let wide = at(&project, 132, &["status", "--period", "2023H1"]).out;
    let piped = project.run(&["status", "--period", "2023H1"]).out;
    assert!(wide.lines().count() >= piped.lines().count());
}

#[test]
fn explanations_of_options_stand_under_each_other() {
    let project = Project::empty();
    for command in [
        "forms", "validate", "status", "build", "export", "trace", "compare",
    ] {
        let help = at(&project, 100, &[command, "--help"]).succeeds().out;
        let mut columns: Vec<usize> = Vec::new();
        for line in help
            .lines()
            .skip_while(|line| *line != "オプション:")
            .skip(1)
        {
            let spec = line.trim_start();
            let indent = line.len() - spec.len();
            let gap = if indent > 2 { Some(0) } else { spec.find("  ") };
            let Some(gap) = gap else { continue };
            let (spec, rest) = spec.split_at(gap);
            let blank = rest.len() - rest.trim_start().len();
            columns.push(indent + spec.width_cjk() + blank);
        }
        columns.dedup();
        assert_eq!(columns.len(), 1, "{command}: {columns:?}\n{help}");
    }
}
