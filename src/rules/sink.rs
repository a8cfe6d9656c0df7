//! Collects findings: decides the severity and binds the reasons, once for all rules.

use super::{Rule, reasons};
use crate::model::cell::{CellRef, Located};
use crate::model::finding::{Finding, Severity};
use crate::model::submission::{DataValue, Reason, Submission};

/// Where the findings of one rule on one file are collected.
pub struct Sink<'a> {
    rule: &'static Rule,
    file: &'a str,
    reasons: &'a [Reason],
    findings: Vec<Finding>,
}

impl<'a> Sink<'a> {
    /// An empty sink for a rule and a file.
    pub fn new(rule: &'static Rule, file: &'a str, reasons: &'a [Reason]) -> Self {
        Self {
            rule,
            file,
            reasons,
            findings: Vec::new(),
        }
    }

    /// The file as a whole is in question.
    pub fn file(&mut self, problem: String, remedy: String) {
        self.file_named(self.file.to_owned(), problem, remedy);
    }

    /// The file's name is in question; a reason holds as long as the file bears it.
    pub fn file_name(&mut self, problem: String, remedy: String) {
        let (file, found) = (self.file.to_owned(), self.file.to_owned());
        self.push(
            file,
            None,
            None,
            String::new(),
            found,
            self.rule.severity,
            problem,
            remedy,
        );
    }

    /// Another file than the sink's own: for rules that look at a whole round.
    pub fn file_named(&mut self, file: String, problem: String, remedy: String) {
        self.push(
            file,
            None,
            None,
            String::new(),
            String::new(),
            self.rule.severity,
            problem,
            remedy,
        );
    }

    /// A place in the file is in question: a heading, a sheet.
    pub fn place(
        &mut self,
        sheet: &str,
        cell: Option<CellRef>,
        heading: &str,
        problem: String,
        remedy: String,
    ) {
        let file = self.file.to_owned();
        self.push(
            file,
            Some(sheet.to_owned()),
            cell,
            heading.to_owned(),
            String::new(),
            self.rule.severity,
            problem,
            remedy,
        );
    }

    /// What the file says of itself is in question.
    pub fn written(&mut self, written: &Located<String>, problem: String, remedy: String) {
        let (sheet, found) = (written.at.sheet.to_string(), written.value.clone());
        let file = self.file.to_owned();
        self.push(
            file,
            Some(sheet),
            Some(written.at.cell),
            String::new(),
            found,
            self.rule.severity,
            problem,
            remedy,
        );
    }

    /// A cell of a table of our own is in question.
    pub fn cell(
        &mut self,
        cell: CellRef,
        heading: &str,
        found: &str,
        problem: String,
        remedy: String,
    ) {
        let (file, found) = (self.file.to_owned(), found.to_owned());
        self.push(
            file,
            None,
            Some(cell),
            heading.to_owned(),
            found,
            self.rule.severity,
            problem,
            remedy,
        );
    }

    /// An answer is in question.
    pub fn value(&mut self, value: &DataValue, problem: String, remedy: String) {
        self.value_weighing(value, self.rule.severity, problem, remedy);
    }

    /// An answer is in question, with a weight that the definitions give.
    pub fn value_weighing(
        &mut self,
        value: &DataValue,
        severity: Severity,
        problem: String,
        remedy: String,
    ) {
        let (sheet, cell) = (value.at.sheet.to_string(), value.at.cell);
        let (heading, found) = (value.heading.clone(), value.raw.to_string());
        self.push(
            self.file.to_owned(),
            Some(sheet),
            Some(cell),
            heading,
            found,
            severity,
            problem,
            remedy,
        );
    }

    /// An answer of another file than the sink's own: for rules that look at a whole round.
    pub fn value_of(
        &mut self,
        submission: &Submission,
        value: &DataValue,
        problem: String,
        remedy: String,
    ) {
        let mut own = Sink::new(self.rule, &submission.file.name, &submission.reasons);
        own.value(value, problem, remedy);
        self.findings.append(&mut own.findings);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the one place where a finding is put together"
    )]
    fn push(
        &mut self,
        file: String,
        sheet: Option<String>,
        cell: Option<CellRef>,
        heading: String,
        found: String,
        severity: Severity,
        problem: String,
        remedy: String,
    ) {
        let code = self.rule.code;
        let mut finding = Finding {
            code,
            severity,
            file,
            sheet,
            cell,
            heading,
            found,
            problem,
            remedy,
            reason: None,
        };
        finding.reason =
            reasons::reason_for(&finding, self.reasons).map(|reason| reason.text.clone());
        self.findings.push(finding);
    }

    /// What was found.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
