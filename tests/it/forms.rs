//! The blank forms as a unit gets them, and as other programs send them back.

use zaitaku_report::for_tests::form::extract::{FormReaders, LabelledBook};
use zaitaku_report::for_tests::form::identify::identify;
use zaitaku_report::for_tests::model::submission::{Arrival, Role};
use zaitaku_report::for_tests::workbook;

use crate::support::copy::{Copy, without_results};
use crate::support::{
    DEFINITIONS, FILLINGS, Files, PERIOD, Project, drawn, files, received, repository,
};

fn written() -> Files {
    let folder = Project::empty();
    folder.run(&["forms", "--period", "R5H1"]).succeeds();
    files(&folder.path("2023H1/forms"))
}

#[test]
fn every_unit_gets_its_form_under_the_name_it_will_come_back_with() {
    let submitted = files(&repository("sample-data/2023H1/submissions"));
    assert_eq!(
        written().into_keys().collect::<Vec<_>>(),
        submitted.into_keys().collect::<Vec<_>>()
    );
}

#[test]
fn a_blank_form_knows_itself_and_wants_nothing_but_answers() {
    let forms = written();
    assert_eq!(forms.len(), 48);
    let mut units = Vec::new();
    for (path, bytes) in forms {
        let book = workbook::open(&bytes).expect("readable");
        let readers = FormReaders::new(&DEFINITIONS);
        let identity = identify(&LabelledBook::new(&book), &path.as_str().into(), &readers);
        let unit = &DEFINITIONS.registry.units[&identity.marked_unit.expect("a unit")];
        let form = DEFINITIONS.form_of(&unit.kind).expect("a form");
        assert_eq!(identity.form, Some(form.id.clone()), "{path}");
        assert_eq!(identity.version, Some(form.version.clone()), "{path}");
        assert_eq!(identity.marked_period, Some(PERIOD), "{path}");
        assert_eq!(
            path,
            format!(
                "{}/{}.xlsx",
                unit.kind,
                DEFINITIONS.registry.file_stem(unit)
            )
        );
        let arrival = received(&path, bytes);
        let submission = arrival.submission.expect("read");
        assert!(
            submission.departures.is_empty(),
            "{path}: {:?}",
            submission.departures
        );
        let asked = submission
            .values
            .iter()
            .filter(|value| value.required && value.role == Role::Input && value.raw.is_empty());
        let blanks: Vec<_> = arrival
            .findings
            .iter()
            .filter(|finding| finding.code == "Z101")
            .collect();
        assert_eq!(blanks.len(), asked.count(), "{path}");
        assert_eq!(
            blanks.len(),
            arrival.findings.len(),
            "{path}: {:?}",
            arrival.findings
        );
        units.push(unit.id.clone());
    }
    units.sort();
    units.dedup();
    assert_eq!(units.len(), 48);
}

#[test]
fn one_unit_is_asked_for_by_any_of_its_names_and_names_that_contain_it_are_others() {
    let folder = Project::empty();
    for name in ["住吉区", "大阪市住吉区", "住吉区役所"] {
        folder
            .run(&["forms", "--period", "2023H1", "--unit", name, "--out", name])
            .succeeds();
        let forms: Vec<String> = files(&folder.path(name)).into_keys().collect();
        assert!(
            forms.contains(&"ward/住吉区.xlsx".to_owned()),
            "{name}: {forms:?}"
        );
        assert!(
            forms.iter().all(|path| !path.contains("東住吉")),
            "{name}: {forms:?}"
        );
    }
    let refused = folder.run(&["forms", "--period", "2023H1", "--unit", "存在しない区"]);
    assert_eq!(refused.status, 3);
    assert!(refused.err.contains("存在しない区"), "{}", refused.err);
}

/// Programs that write without calculating leave totals without a result; a plain copy loses hidden
/// marks' hiding, looks and checks. Neither changes an answer.
#[test]
fn a_form_saved_by_another_program_reads_the_same() {
    let answers = |arrival: &Arrival| -> Vec<_> {
        let submission = arrival.submission.as_ref().expect("read");
        let inputs = submission
            .values
            .iter()
            .filter(|value| value.role == Role::Input);
        inputs
            .map(|value| (value.key.clone(), value.answer.clone(), value.at.clone()))
            .collect()
    };
    for unit in ["ward-kita", "office-joto"] {
        let bytes = drawn(unit, &FILLINGS[unit]);
        let own = received("様式.xlsx", bytes.clone());
        for other in [without_results(&bytes), Copy::of(&bytes).save()] {
            assert_ne!(other, bytes);
            let other = received("様式.xlsx", other);
            assert_eq!(answers(&other), answers(&own), "{unit}");
            assert!(other.findings.is_empty(), "{:?}", other.findings);
        }
    }
}

#[test]
fn a_project_gets_the_folders_that_the_forms_come_back_to() {
    let project = Project::sample();
    project.run(&["forms", "--period", "2023H2"]).succeeds();
    for kind in ["ward", "office"] {
        let folder = project.path("2023H2/submissions").join(kind);
        assert!(folder.is_dir(), "{kind}");
    }
    let status = project.run(&["status", "--period", "2023H2"]);
    assert!(status.out.contains("未提出 24"), "{}", status.err);
    // Nothing is made where the forms are wanted elsewhere, or where there is no project.
    let elsewhere = ["forms", "--period", "2024H1", "--out", "様式"];
    project.run(&elsewhere).succeeds();
    assert!(!project.path("2024H1").exists());
    let nowhere = Project::empty();
    nowhere.run(&["forms", "--period", "2023H1"]).succeeds();
    assert!(!nowhere.path("2023H1/submissions").exists());
}
