//! Collects findings: decides the severity, once for all rules.

use super::Rule;
use crate::model::cell::{CellRef, Located, Location};
use crate::model::finding::{Finding, Severity};
use crate::model::submission::{DataValue, Departure, Submission};

/// What is wrong and how to mend it, a sentence each.
pub struct Message {
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl Message {
    /// A message of two sentences.
    pub fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }
}

/// Where the findings of one rule on one file are collected.
pub struct Sink<'a> {
    rule: &'static Rule,
    file: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Sink<'a> {
    /// An empty sink for a rule and a file.
    pub fn new(rule: &'static Rule, file: &'a str) -> Self {
        Self {
            rule,
            file,
            findings: Vec::new(),
        }
    }

    /// The code of the rule.
    pub fn code(&self) -> &'static str {
        self.rule.code
    }

    /// The file as a whole is in question.
    pub fn file(&mut self, problem: impl Into<String>, remedy: impl Into<String>) {
        self.push(self.about_file(problem, remedy));
    }

    /// The file's name is in question; a reason holds as long as the file bears it.
    pub fn file_name(&mut self, problem: impl Into<String>, remedy: impl Into<String>) {
        self.push(Finding {
            found: self.file.to_owned(),
            ..self.about_file(problem, remedy)
        });
    }

    /// Another file than the sink's own: for rules that look at a whole round.
    pub fn file_named(
        &mut self,
        file: &str,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Finding {
            file: file.to_owned(),
            ..self.about_file(problem, remedy)
        });
    }

    /// A place in the file is in question: a heading, a sheet.
    pub fn departure(&mut self, departure: &Departure, message: Message) {
        self.push(Finding {
            sheet: Some(departure.sheet.to_string()),
            cell: departure.cell,
            heading: departure.label.clone(),
            ..self.about_file(message.problem, message.remedy)
        });
    }

    /// What the file says of itself is in question.
    pub fn written(
        &mut self,
        written: &Located<String>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Finding {
            sheet: Some(written.at.sheet.to_string()),
            cell: Some(written.at.cell),
            found: written.value.clone(),
            ..self.about_file(problem, remedy)
        });
    }

    /// What stands at a place of the file is in question.
    pub fn text(
        &mut self,
        at: &Location,
        heading: &str,
        found: &str,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Finding {
            sheet: Some(at.sheet.to_string()),
            cell: Some(at.cell),
            heading: heading.to_owned(),
            found: found.to_owned(),
            ..self.about_file(problem, remedy)
        });
    }

    /// A cell of a table of our own is in question.
    pub fn cell(
        &mut self,
        cell: CellRef,
        heading: &str,
        found: &str,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Finding {
            cell: Some(cell),
            heading: heading.to_owned(),
            found: found.to_owned(),
            ..self.about_file(problem, remedy)
        });
    }

    /// An answer is in question.
    pub fn value(
        &mut self,
        value: &DataValue,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.value_weighing(value, self.rule.severity, problem, remedy);
    }

    /// An answer is in question, with a weight that the definitions give.
    pub fn value_weighing(
        &mut self,
        value: &DataValue,
        severity: Severity,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Finding {
            severity,
            sheet: Some(value.at.sheet.to_string()),
            cell: Some(value.at.cell),
            heading: value.heading.clone(),
            found: value.raw.to_string(),
            ..self.about_file(problem, remedy)
        });
    }

    /// An answer of another file than the sink's own: for rules that look at a whole round.
    pub fn value_of(
        &mut self,
        submission: &Submission,
        value: &DataValue,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let mut own = Sink::new(self.rule, &submission.file.name);
        own.value(value, problem, remedy);
        self.findings.append(&mut own.findings);
    }

    /// A finding about the file as a whole.
    pub fn about_file(&self, problem: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding {
            code: self.rule.code,
            severity: self.rule.severity,
            file: self.file.to_owned(),
            sheet: None,
            cell: None,
            heading: String::new(),
            found: String::new(),
            problem: problem.into(),
            remedy: remedy.into(),
            reason: None,
        }
    }

    fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// What was found.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
