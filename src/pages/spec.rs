//! The pages of the report as data: `templates/report/pages.toml`.

use anyhow::{Result, anyhow};
use indexmap::IndexMap;
use serde::Deserialize;

use super::kinds::AnyPage;
use crate::aggregate::tally::TallyKey;
use crate::figures::publication::Audience;
use crate::form::spec::Definitions;
use crate::model::definition_file::DefinitionFile;
use crate::model::hand;

/// The pages in order and the names of the parts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageSpecs {
    /// Names of the parts by key.
    pub parts: IndexMap<String, String>,
    /// The pages in order.
    pub page: Vec<PageSpec>,
}

/// One page: what it asks of which element.
#[derive(Debug, Clone, Deserialize)]
pub struct PageSpec {
    /// Stable name; remarks of the editor refer to it.
    pub id: String,
    /// The part, by its key in `parts` or in full.
    pub part: Option<String>,
    /// The item of the programme.
    pub topic: Option<String>,
    /// The heading.
    pub title: String,
    /// What to mind.
    #[serde(default)]
    pub notes: Vec<String>,
    /// How it is composed.
    #[serde(flatten)]
    pub kind: AnyPage,
}

impl PageSpecs {
    /// Reads the pages and checks that every element exists and may be published.
    ///
    /// # Errors
    /// A mistake in the file, or an element that the catalogue does not have or nobody may read.
    pub fn load(text: &str, definitions: &Definitions) -> Result<Self> {
        let file = DefinitionFile::new("pages.toml", text);
        let text = file.worded(&definitions.registry)?;
        let specs: Self = hand::parse("報告書のページの定義「pages.toml」", &text)?;
        for (at, page) in specs.page.iter().enumerate() {
            if specs.page.iter().take(at).any(|one| one.id == page.id) {
                return Err(anyhow!(
                    "報告書のページの定義「pages.toml」に、id が「{}」のページが二つあります。別の id を書いてください",
                    page.id
                ));
            }
            let kind = page.kind.kind();
            for element in kind.elements() {
                let Some(known) = definitions.catalogue.elements.get(element) else {
                    return Err(anyhow!(
                        "報告書のページの定義「pages.toml」のページ「{}」にある「{element}」という集計項目はありません。catalogue.toml の element の id を書いてください",
                        page.id
                    ));
                };
                if !known.publish && kind.audience() == Audience::Public {
                    return Err(anyhow!(
                        "報告書のページの定義「pages.toml」のページ「{}」にある「{element}」は、公表しない項目（publish = false）です。ページから外してください",
                        page.id
                    ));
                }
            }
        }
        Ok(specs)
    }

    /// Its headings, by keys that stay.
    pub fn words(&mut self) -> Vec<(String, &mut String)> {
        let parts = self.parts.iter_mut();
        let mut words: Vec<_> = parts
            .map(|(key, part)| (format!("part.{key}"), part))
            .collect();
        for page in &mut self.page {
            words.push((format!("page.{}", page.id), &mut page.title));
            let topic = page.topic.as_mut();
            words.extend(topic.map(|topic| (format!("topic.{}", page.id), topic)));
        }
        words
    }

    /// The answers that let what was written in a row be published.
    pub fn permits(&self) -> Vec<TallyKey> {
        let pages = self.page.iter();
        pages.filter_map(|page| page.kind.kind().permit()).collect()
    }

    /// Every id that a remark may name, with the title of its page: of each entry its own, and
    /// those of its further pages.
    pub fn named(&self) -> Vec<(String, String)> {
        let mut named = Vec::new();
        for page in &self.page {
            let kind = page.kind.kind();
            if kind.takes_remarks() {
                let further = kind.further().iter();
                let further = further.map(|suffix| format!("{}_{suffix}", page.id));
                let ids = std::iter::once(page.id.clone()).chain(further);
                named.extend(ids.map(|id| (id, page.title.clone())));
            }
        }
        named
    }
}
