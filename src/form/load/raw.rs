//! The definition files as written; the other files here check them and turn them into the model.

use serde::Deserialize;
use toml::Spanned;

use crate::form::spec::{Anchor, Op, Per, Prefill};
use crate::model::catalogue::{
    Basis, Beside, Counted, Kind, OverTime, PictureLimits, Privacy, Tone,
};
use crate::model::definition_file::Word;
use crate::model::hand;
use crate::model::own_names::CityNames;
use crate::model::period::Period;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawOrgUnits {
    pub city: CityNames,
    pub kind: Vec<RawUnitKind>,
    #[serde(default)]
    pub area: Vec<RawArea>,
    #[serde(default)]
    pub unit: Vec<RawUnit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawUnitKind {
    pub id: Word,
    #[serde(deserialize_with = "hand::some_text")]
    pub label: String,
    #[serde(deserialize_with = "hand::some_text")]
    pub counter: String,
    pub form: Word,
    #[serde(default)]
    pub named_by_area: bool,
    #[serde(default)]
    pub spellings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawArea {
    pub id: Word,
    #[serde(deserialize_with = "hand::some_text")]
    pub name: String,
    #[serde(deserialize_with = "hand::some_text")]
    pub stem: String,
    #[serde(default)]
    pub kana: String,
    pub code: Option<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawUnit {
    pub id: Word,
    pub kind: Word,
    pub area: Option<Word>,
    #[serde(default)]
    pub areas: Vec<Word>,
    #[serde(deserialize_with = "hand::some_text")]
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub from: Option<Period>,
    pub until: Option<Period>,
    #[serde(default)]
    pub succeeds: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCatalogue {
    pub small_base: u64,
    pub small_count: Option<Spanned<u64>>,
    pub category: Vec<RawCategory>,
    pub element: Vec<RawElement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCategory {
    pub id: Word,
    #[serde(deserialize_with = "hand::some_text")]
    pub label: String,
    #[serde(default)]
    pub basis: Basis,
    #[serde(default)]
    pub groups: Vec<RawGroup>,
    pub options: Vec<RawOption>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawGroup {
    pub id: Word,
    #[serde(deserialize_with = "hand::some_text")]
    pub label: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawOption {
    pub id: Word,
    #[serde(deserialize_with = "hand::some_text")]
    pub label: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub group: Option<Word>,
    #[serde(default)]
    pub subset: bool,
    /// What is left over.
    #[serde(default)]
    pub rest: bool,
    pub tone: Option<Tone>,
    pub phrase: Option<String>,
    pub from: Option<Period>,
    pub until: Option<Period>,
    #[serde(default)]
    pub succeeds: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawElement {
    pub id: Word,
    #[serde(deserialize_with = "hand::some_text")]
    pub label: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub kind: Kind,
    #[serde(default)]
    pub unit: String,
    pub counted: Option<Counted>,
    pub category: Option<Word>,
    pub answers: Option<Word>,
    #[serde(default)]
    pub multiple: bool,
    #[serde(default)]
    pub over_time: OverTime,
    #[serde(default)]
    pub beside: Beside,
    #[serde(default)]
    pub basis: Basis,
    #[serde(default = "yes")]
    pub publish: bool,
    pub privacy: Option<Privacy>,
    #[serde(default)]
    pub hide_area: bool,
    pub limits: Option<PictureLimits>,
    pub from: Option<Period>,
    pub until: Option<Period>,
    pub definition: String,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawForm {
    pub id: Word,
    #[serde(deserialize_with = "hand::some_text")]
    pub label: String,
    #[serde(deserialize_with = "hand::some_text")]
    pub title: String,
    #[serde(deserialize_with = "hand::some_text")]
    pub version: String,
    pub sending_date: Option<Word>,
    pub sheet: Vec<RawSheet>,
    #[serde(default)]
    pub relation: Vec<RawRelation>,
    #[serde(default)]
    pub bound: Vec<RawBound>,
    #[serde(default)]
    pub guide: RawGuide,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct RawGuide {
    pub lines: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSheet {
    pub name: Word,
    pub block: Vec<RawBlock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBlock {
    pub id: Word,
    pub kind: RawBlockKind,
    pub heading: Word,
    #[serde(default)]
    pub aliases: Vec<Word>,
    #[serde(default)]
    pub note: String,
    pub element: Option<Word>,
    #[serde(default)]
    pub total: bool,
    #[serde(default)]
    pub fields: Vec<RawField>,
    #[serde(default)]
    pub columns: Vec<RawField>,
    pub rows: Option<u32>,
    pub lines: Option<u32>,
    #[serde(default)]
    pub distinct: Vec<Word>,
    #[serde(default)]
    pub unique: Vec<Word>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub enum RawBlockKind {
    Fields,
    Status,
    Monthly,
    Records,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawField {
    pub element: Word,
    #[serde(default)]
    pub required: bool,
    pub prefill: Option<Prefill>,
    pub width: Option<u32>,
    pub lines: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRelation {
    pub id: Word,
    pub left: Word,
    pub op: Op,
    pub right: Word,
    #[serde(default)]
    pub per: Per,
    pub when: Option<RawCondition>,
    pub at: Word,
    pub severity: Option<RawSeverity>,
    #[serde(deserialize_with = "hand::some_text")]
    pub problem: String,
    #[serde(deserialize_with = "hand::some_text")]
    pub remedy: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub enum RawSeverity {
    Error,
    Query,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBound {
    pub date: Word,
    pub from: Option<Anchor>,
    pub until: Option<Anchor>,
    pub not_after: Option<Word>,
    pub when: Option<RawCondition>,
    pub severity: Option<RawSeverity>,
    #[serde(deserialize_with = "hand::some_text")]
    pub what: String,
    #[serde(deserialize_with = "hand::some_text")]
    pub remedy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCondition {
    pub element: Word,
    pub is: Option<Word>,
    pub is_not: Option<Word>,
}
