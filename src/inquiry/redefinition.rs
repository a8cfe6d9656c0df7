//! What definitions, as they are now, do to a period that is closed: which of its numbers they no
//! longer know, which questions it never asked, which of its forms they no longer read, and which
//! numbers come out otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::names::FigureNames;
use crate::aggregate::history::{History, Line, Revision, closed_lines};
use crate::aggregate::summary::Summary;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::Id;
use crate::model::catalogue::{Category, CategoryOption, DataElement};
use crate::model::finding::Finding;
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::terms;

/// More names than this are told by their number.
const NAMES: usize = 8;

/// What to do where forms came of definitions that have changed since.
const CHANGED: &str = "様式の誤りではなく、様式を配ったあとで定義が変わったためです。見出しを変えたときは前の見出しを aliases に書いてください。zaitaku.toml の呼び方（市、報告者の種類など）は元に戻し、この期間を締めてから変えてください。報告者に直してもらうことではありません。";
/// What to do where the forms have other words than the definitions.
const REWORDED: &str = "様式の誤りではなく、定義が変わったためです。見出し（選択肢、答え、質問、まとまり）を変えたときは前の見出しを aliases に、やめたものには until を、加えたものには from を書いてください。報告者に直してもらうことではありません。";
/// What to do where the forms have another name of the unit.
const RENAMED: &str = "様式の誤りではなく、名簿が変わったためです。名前を変えたときは、前の名前を別名（aliases）に書いてください。ほかの報告者の名前を付けた、名前を入れ替えたときは、前の行に終了（until）を、新しい記号の行に開始（from）と引き継ぐもの（succeeds）を書いてください。";

/// Something that becomes of a closed period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What.
    pub words: String,
    /// What to do about it.
    pub remedy: &'static str,
}

/// The codes of what is found in a form that is not to blame.
#[derive(Clone, Copy)]
pub struct Codes<'a> {
    /// It bears another unit's name than its marks.
    pub names: &'a str,
    /// Other definitions made it.
    pub definitions: &'a str,
}

/// A period, beside the definitions as they are now.
pub struct Redefinition<'a> {
    /// The codes by which it is told what became of its forms.
    pub codes: Codes<'a>,
    /// The definitions.
    pub definitions: &'a Definitions,
    /// The period.
    pub period: Period,
    /// What the period was closed with; nothing while it is open.
    pub closed: &'a [Line],
}

impl Redefinition<'_> {
    /// What stands in the record and is not, or not of the period, in the definitions.
    pub fn gone(&self) -> Vec<Effect> {
        let (mut gone, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
        for key in self.closed.iter().map(Line::key) {
            for (name, is_of_period) in self.ids(&key) {
                match is_of_period {
                    None => gone.insert(name),
                    Some(false) => elsewhere.insert(name),
                    Some(true) => false,
                };
            }
        }
        let mut effects = Vec::new();
        if !gone.is_empty() {
            effects.push(Effect {
                words: format!("数が締めた記録にあるのに、定義にない記号: {}", listed(&gone)),
                remedy: "消さずに残して until に最後の期間を書いてください。id を変えたときは、前の行を残し、新しい行に from と succeeds を書いてください。",
            });
        }
        if !elsewhere.is_empty() {
            effects.push(Effect {
                words: format!(
                    "数が締めた記録にあるのに、定義ではこの期間に使わない記号: {}",
                    listed(&elsewhere)
                ),
                remedy: "from、until の期間を確かめてください。",
            });
        }
        effects
    }

    /// The ids of a number, each with whether the definitions use it in the period; nothing where
    /// they do not know it.
    fn ids(&self, key: &TallyKey) -> Vec<(String, Option<bool>)> {
        let catalogue = &self.definitions.catalogue;
        let mut ids = Vec::new();
        if let Some(unit) = &key.unit {
            let known = self.definitions.registry.units.get(unit);
            let is_of_period = known.map(|unit| unit.validity.covers(self.period));
            ids.push((format!("報告者 {unit}"), is_of_period));
        }
        let Some(element) = catalogue.elements.get(&key.element) else {
            ids.push((format!("集計項目 {}", key.element), None));
            return ids;
        };
        let is_of_period = Some(element.validity.covers(self.period));
        ids.push((format!("集計項目 {}", element.id), is_of_period));
        let parts = [
            (catalogue.breakdown(element), &key.option),
            (catalogue.answers(element), &key.answer),
        ];
        for (category, id) in parts {
            if let Some(id) = id {
                let is_of_period = self.is_of_period(category, id);
                ids.push((format!("{}の選択肢 {id}", element.label), is_of_period));
            }
        }
        ids
    }

    fn is_of_period(&self, category: Option<&Category>, id: &Id) -> Option<bool> {
        let category = category?;
        // The numbers of groups are kept under the group's id.
        if category.groups.contains_key(id) {
            return Some(true);
        }
        let option = category.options.get(id)?;
        Some(option.validity.covers(self.period))
    }

    /// What the definitions ask in the period, and the period never had.
    pub fn never_asked(&self) -> Option<Effect> {
        let known: BTreeSet<(String, String)> = self
            .closed
            .iter()
            .map(|line| (line.element.clone(), line.option.clone()))
            .collect();
        let has_element = |id: &Id| known.iter().any(|(element, _)| **element == **id);
        let catalogue = &self.definitions.catalogue;
        let mut new = BTreeSet::new();
        for element in catalogue.elements.values() {
            let options = self.options(element);
            if !has_element(&element.id) {
                if !options.is_empty() && !element.unit.is_empty() {
                    new.insert(format!("{} {}", element.id, element.label));
                }
                continue;
            }
            for option in options {
                let pair = (element.id.to_string(), option.id.to_string());
                if !known.contains(&pair) {
                    new.insert(format!(
                        "{}の {} {}",
                        element.label, option.id, option.label
                    ));
                }
            }
        }
        (!new.is_empty()).then(|| Effect {
            words: format!(
                "定義ではこの期間にも聞いたことになっていて、記録に数がないもの: {}",
                listed(&new)
            ),
            remedy: "新しく加えたものには、聞き始めた期間を from に書いてください。",
        })
    }

    fn options(&self, element: &DataElement) -> Vec<&CategoryOption> {
        if !element.validity.covers(self.period) {
            return Vec::new();
        }
        let category = self.definitions.catalogue.breakdown(element);
        let options = category.map(|category| category.options_in(self.period));
        options.into_iter().flatten().collect()
    }

    /// What the period's forms, read again, have to be mended for: of a closed one every fault, for
    /// they had none.
    pub fn unreadable(&self, round: &Round) -> Vec<Effect> {
        let is_closed = !self.closed.is_empty();
        let mut faults: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        for arrival in &round.arrivals {
            for finding in arrival.findings.iter().filter(|finding| {
                finding.blocks() && (is_closed || finding.code == self.codes.definitions)
            }) {
                let Finding { code, problem, .. } = finding;
                let files = faults.entry((code, problem)).or_default();
                files.insert(&arrival.file.path);
            }
        }
        let mut effects = Vec::new();
        for ((code, problem), files) in faults {
            let remedy = match code {
                _ if code == self.codes.names => RENAMED,
                _ if code == self.codes.definitions => CHANGED,
                _ => REWORDED,
            };
            effects.push(Effect {
                words: format!(
                    "この期間の様式{}件が読めなくなります: {problem}〔{code}〕",
                    files.len()
                ),
                remedy,
            });
        }
        effects
    }

    /// Numbers that come out otherwise, counted again from the forms.
    pub fn revised(&self, summary: &Summary) -> Option<Effect> {
        let catalogue = &self.definitions.catalogue;
        let mut history = History::default();
        history.add(self.closed);
        let revisions = history.revisions(catalogue, summary);
        if revisions.is_empty() || closed_lines(summary).is_empty() {
            return None;
        }
        let names: BTreeSet<String> = revisions.iter().map(|one| self.name(one)).collect();
        Some(Effect {
            words: format!(
                "{}個の数が、締めたときと違って数えられます: {}",
                revisions.len(),
                listed(&names)
            ),
            remedy: "提出ファイルを直していないのに変わるときは、定義（区分の並べ替え、期間の付け方など）を確かめてください。build すると訂正（r）になります。",
        })
    }

    fn name(&self, revision: &Revision) -> String {
        let names = FigureNames::of(self.definitions, &revision.key);
        let number = |n: Option<u64>| n.map_or_else(|| terms::NONE.to_owned(), |n| n.to_string());
        let month = revision.key.month.map(|month| month.label());
        let mut words = vec![names.unit, names.element, names.option, names.answer];
        words.extend(month);
        words.retain(|word| !word.is_empty());
        let (old, new) = (number(revision.old), number(revision.new));
        format!("{} {old}→{new}", words.join(" "))
    }
}

fn listed(names: &BTreeSet<String>) -> String {
    let some: Vec<&str> = names.iter().take(NAMES).map(String::as_str).collect();
    let rest = names.len() - some.len();
    let more = if rest > 0 {
        format!("、ほか{rest}個")
    } else {
        String::new()
    };
    some.join("、") + &more
}
