//! The definition files as written; `load` checks them and turns them into the model.

use serde::Deserialize;

use super::spec::{Anchor, Op, Per, Prefill};
use crate::model::catalogue::{Basis, Beside, Counted, Kind, OverTime, PictureLimits, Tone};
use crate::model::definition_file::Word;
use crate::model::period::Period;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrgUnits {
    pub city: City,
    pub kind: Vec<Kind_>,
    pub area: Vec<Area>,
    pub unit: Vec<Unit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    pub name: String,
    pub label: Option<String>,
    pub code: Word,
}

/// A kind of unit (the underscore tells it from the kind of an element).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind_ {
    pub id: Word,
    pub label: String,
    pub counter: String,
    pub form: Word,
    #[serde(default)]
    pub spellings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    pub id: Word,
    pub name: String,
    pub stem: String,
    pub kana: String,
    pub code: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub id: Word,
    pub kind: Word,
    pub area: Word,
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
pub struct Catalogue {
    pub category: Vec<Category>,
    pub element: Vec<Element>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub id: Word,
    pub label: String,
    #[serde(default)]
    pub basis: Basis,
    #[serde(default)]
    pub groups: Vec<Group>,
    pub options: Vec<Choice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub id: Word,
    pub label: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub id: Word,
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
pub struct Element {
    pub id: Word,
    pub label: String,
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
    #[serde(default)]
    pub privacy: bool,
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
pub struct Form {
    pub id: Word,
    pub label: String,
    pub title: String,
    pub version: String,
    pub sheet: Vec<Sheet>,
    #[serde(default)]
    pub relation: Vec<Relation>,
    #[serde(default)]
    pub bound: Vec<Bound>,
    #[serde(default)]
    pub guide: Guide,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    pub lines: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub name: Word,
    pub block: Vec<Block>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    pub id: Word,
    pub kind: BlockKind,
    pub heading: Word,
    #[serde(default)]
    pub note: String,
    pub element: Option<Word>,
    #[serde(default)]
    pub total: bool,
    #[serde(default)]
    pub fields: Vec<Field>,
    #[serde(default)]
    pub columns: Vec<Field>,
    pub rows: Option<u32>,
    pub lines: Option<u32>,
    #[serde(default)]
    pub distinct: Vec<Word>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    Fields,
    Status,
    Monthly,
    Records,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub element: Word,
    #[serde(default)]
    pub required: bool,
    pub prefill: Option<Prefill>,
    pub width: Option<u32>,
    pub lines: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    pub id: Word,
    pub left: Word,
    pub op: Op,
    pub right: Word,
    #[serde(default)]
    pub per: Per,
    pub when: Option<Condition>,
    pub at: Word,
    pub severity: Option<RelationSeverity>,
    pub problem: String,
    pub remedy: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub enum RelationSeverity {
    Error,
    Query,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    pub date: Word,
    pub from: Option<Anchor>,
    pub until: Option<Anchor>,
    pub when: Option<Condition>,
    pub severity: Option<RelationSeverity>,
    pub what: String,
    pub remedy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub element: Word,
    pub is: Option<Word>,
    pub is_not: Option<Word>,
}
