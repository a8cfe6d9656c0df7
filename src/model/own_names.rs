//! What a project calls its city and its kinds of body, in the place of the words of the
//! definitions.

use indexmap::IndexMap;
use serde::Deserialize;

use super::definition_file::Word;
use super::hand;

/// The names that a project gives itself.
#[derive(Debug, Clone, Default)]
pub struct OwnNames {
    /// The city; that of the definitions if it is left out.
    pub city: Option<CityNames>,
    /// Kinds of unit, by their ids.
    pub kinds: IndexMap<String, KindNames>,
}

/// The city as a person writes it: all but the name may be left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityNames {
    /// The name, e.g. of a municipality.
    #[serde(deserialize_with = "hand::some_text")]
    pub name: String,
    /// What it is called for short, e.g. 市.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub label: Option<String>,
    /// 全国地方公共団体コード.
    pub code: Option<Word>,
    /// Who collects the forms.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub collector: Option<String>,
    /// What an area is called, e.g. 区.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub area: Option<String>,
    /// Who lives in an area, e.g. 区民.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub residents: Option<String>,
}

/// A kind of unit under another name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindNames {
    /// What it is called, e.g. 区役所.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub label: Option<String>,
    /// How units are counted, e.g. か所.
    #[serde(default, deserialize_with = "hand::any_text")]
    pub counter: Option<String>,
}
