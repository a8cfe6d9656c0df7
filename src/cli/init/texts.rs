//! What a new project says: its settings, the first file to open, and what to do next.

use std::path::Path;

use crate::model::org_unit::{OrgRegistry, OrgUnit};
use crate::model::period::{Half, Period};
use crate::model::placeholder::{fill, quoted};

/// The settings with every key, and a word to each.
const SETTINGS: &str = include_str!("../../../templates/project/zaitaku.toml");
/// The first file to open.
const GUIDE: &str = include_str!("../../../templates/project/はじめに.txt");
/// What is still the built-in city's own.
const NOTE: &str = include_str!("../../../templates/project/note.txt");

/// The texts of a new project.
pub(super) struct Texts<'a> {
    pub registry: &'a OrgRegistry,
    pub period: Period,
    pub issuer: &'a str,
}

impl<'a> Texts<'a> {
    /// The units of the first period.
    pub fn units(&self) -> Vec<&'a OrgUnit> {
        let kinds = self.registry.kinds.keys();
        kinds
            .flat_map(|kind| self.registry.expected(kind, self.period))
            .collect()
    }

    /// The folders that wait for files.
    pub fn folders(&self) -> Vec<String> {
        let mut folders = vec!["history".to_owned()];
        for kind in self.registry.kinds.keys() {
            folders.push(format!("{}/submissions/{kind}", self.period));
        }
        folders
    }

    /// `zaitaku.toml`.
    pub fn settings(&self) -> String {
        let mut values = self.values();
        for (_, value) in &mut values {
            *value = quoted(value);
        }
        let mut kinds = String::new();
        for (id, kind) in &self.registry.kinds {
            kinds += &format!(
                "[kind.{id}]\nlabel = \"{}\"\ncounter = \"{}\"\n\n",
                quoted(&kind.label),
                quoted(&kind.counter)
            );
        }
        values.push(("kinds".to_owned(), kinds));
        fill(SETTINGS, &values)
    }

    /// `はじめに.txt`, as Windows' Notepad shows it right in every version.
    pub fn guide(&self) -> Vec<u8> {
        let mut folders = Vec::new();
        for (id, kind) in &self.registry.kinds {
            folders.push(format!("                          {id} … {}", kind.label));
        }
        let mut values = self.values();
        values.push(("folders".to_owned(), folders.join("\n")));
        values.push(("note".to_owned(), NOTE.trim_end().to_owned()));
        let text = fill(GUIDE, &values);
        format!("\u{feff}{text}").replace('\n', "\r\n").into_bytes()
    }

    /// What was made, and what comes next.
    pub fn done(&self, out: &Path) -> String {
        let mut counts = Vec::new();
        for (id, kind) in &self.registry.kinds {
            let count = self.registry.expected(id, self.period).count();
            counts.push(format!("{} {count}{}", kind.label, kind.counter));
        }
        let city = &self.registry.city.name;
        let (period, label) = (self.period, self.period.label());
        format!(
            "「{city}」の事業のフォルダーを作りました: {}\n  \
             報告者: {}\n  \
             様式: {label}の{}件（{period}/forms）\n\n\
             次にすること\n  \
             1. そのフォルダーの「はじめに.txt」を読む\n  \
             2. 名簿.xlsx と zaitaku.toml の名前を確かめる（直したら zaitaku-report forms --period {period}）\n  \
             3. {period}/forms の様式を報告者に送り、届いたら {period}/submissions に入れる\n  \
             4. zaitaku-report status --period {period} で、誰が出したかを見る\n\n{NOTE}",
            out.display(),
            counts.join("、"),
            self.units().len(),
        )
    }

    fn values(&self) -> Vec<(String, String)> {
        let kinds = self.registry.kinds.values();
        let labels: Vec<&str> = kinds.map(|kind| kind.label.as_str()).collect();
        let first = self
            .units()
            .first()
            .map_or(String::new(), |unit| unit.id.to_string());
        let sources: Vec<String> = labels.iter().map(|label| format!("各{label}")).collect();
        let year = self.period.year.0;
        let (deadline, published) = if self.period == Period::half(year, Half::First) {
            (format!("{year}-10-31"), format!("{year}-12-01"))
        } else {
            (format!("{}-04-30", year + 1), format!("{}-06-01", year + 1))
        };
        let mut values = self.registry.names();
        for (name, value) in [
            ("title", format!("{}の取組について", labels.join("・"))),
            ("source", format!("{}の提出様式", sources.join("・"))),
            ("issuer", self.issuer.to_owned()),
            ("period", self.period.to_string()),
            ("first", first),
            ("deadline", deadline),
            ("published", published),
        ] {
            values.push((name.to_owned(), value));
        }
        values
    }
}
