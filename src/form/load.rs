//! Reads the definition files and checks them: every reference known, every id once, every code right.
//!
//! A mistake is told with file, line and what is allowed; a definition with a mistake is never used.

use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use include_dir::{Dir, include_dir};
use indexmap::IndexMap;

use super::raw;
use super::spec::{
    Block, BlockKind, Bound, Condition, Definitions, Field, FormSpec, Operand, Relation, SheetSpec,
};
use super::succession::{self, Entry};
use crate::model::catalogue::{Catalogue, Category, CategoryOption, DataElement, Kind, Validity};
use crate::model::definition_file::{DefinitionFile as Source, Word};
use crate::model::finding::Severity;
use crate::model::org_unit::{Area, City, OrgRegistry, OrgUnit, UnitKind};
use crate::model::text::{distance, fold};
use crate::model::{Id, RESERVED};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/forms");

/// The texts of the definition files by name.
#[derive(Debug, Clone)]
pub struct Sources(IndexMap<String, String>);

impl Sources {
    /// The files built into the program.
    pub fn built_in() -> Self {
        let files = BUILT_IN.files().filter_map(|file| {
            let name = file.path().to_str()?.to_owned();
            Some((name, file.contents_utf8()?.to_owned()))
        });
        Self(files.collect())
    }

    /// Replaces or adds one file.
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.0.insert(name.to_owned(), text.to_owned());
        self
    }

    /// Every file with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl<'a> Source<'a> {
    fn open(sources: &'a Sources, name: &'a str) -> Result<Self> {
        let text = sources
            .text(name)
            .ok_or_else(|| anyhow!("定義ファイル「{name}」がありません"))?;
        Ok(Self { name, text })
    }

    /// The word must be one of these.
    pub(super) fn known<'k, V>(
        &self,
        word: &Word,
        what: &str,
        known: &'k IndexMap<Id, V>,
    ) -> Result<&'k V> {
        known.get(word.get_ref().as_str()).ok_or_else(|| {
            let names: Vec<&str> = known.keys().map(|id| &**id).collect();
            let nearest = names
                .iter()
                .min_by_key(|name| distance(name, word.get_ref()))
                .copied();
            let hint = nearest.map_or_else(String::new, |name| format!("「{name}」のことですか。"));
            self.fault(
                word,
                &format!(
                    "という{what}はありません。{hint}使えるもの: {}",
                    names.join(", ")
                ),
            )
        })
    }

    /// The word must not have been used.
    fn unused<V>(&self, word: &Word, what: &str, used: &IndexMap<Id, V>) -> Result<Id> {
        let id: &str = word.get_ref();
        if id.is_empty()
            || !id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        {
            return Err(self.fault(
                word,
                &format!("は{what}の名前に使えません。半角の英数字と _ - だけで書いてください"),
            ));
        }
        if id.starts_with(RESERVED) {
            let whose = format!(
                "は{what}の名前に使えません。{RESERVED} で始まる名前は、オープンデータで合計などを表します"
            );
            return Err(self.fault(word, &whose));
        }
        if used.contains_key(id) {
            return Err(self.fault(
                word,
                &format!("という{what}が二度書かれています。名前は一度だけ使えます"),
            ));
        }
        Ok(Arc::from(id))
    }
}

/// Loads and checks all definitions.
///
/// # Errors
/// The first mistake, with file, line and what is allowed.
pub fn definitions(sources: &Sources) -> Result<Definitions> {
    let registry = registry(&Source::open(sources, "org_units.toml")?)?;
    let catalogue = catalogue(&Source::open(sources, "catalogue.toml")?)?;
    let mut forms = IndexMap::new();
    for kind in registry.kinds.values() {
        let name = format!("{}.toml", kind.form);
        let form = form(&Source::open(sources, &name)?, &catalogue)?;
        if form.id != kind.form {
            bail!(
                "定義ファイル「{name}」の id は「{}」でなければなりません",
                kind.form
            );
        }
        forms.insert(form.id.clone(), form);
    }
    Ok(Definitions {
        registry,
        catalogue,
        forms,
    })
}

fn registry(source: &Source) -> Result<OrgRegistry> {
    let raw: raw::OrgUnits = source.parse()?;
    check_code(source, &raw.city.code)?;
    let mut kinds = IndexMap::new();
    for kind in raw.kind {
        let id = source.unused(&kind.id, "単位の種類", &kinds)?;
        let form: Id = Arc::from(kind.form.get_ref().as_str());
        kinds.insert(
            id.clone(),
            UnitKind {
                id,
                label: kind.label,
                counter: kind.counter,
                form,
                spellings: kind.spellings,
            },
        );
    }
    let mut areas = IndexMap::new();
    for area in raw.area {
        check_code(source, &area.code)?;
        let id = source.unused(&area.id, "地域", &areas)?;
        let code = area.code.into_inner();
        areas.insert(
            id.clone(),
            Area {
                id,
                name: area.name,
                stem: area.stem,
                kana: area.kana,
                code,
            },
        );
    }
    succession::check(
        source,
        "単位",
        &raw.unit.iter().map(Entry::unit).collect::<Vec<_>>(),
    )?;
    let mut units = IndexMap::new();
    for unit in raw.unit {
        let kind = source.known(&unit.kind, "単位の種類", &kinds)?.id.clone();
        let area = source.known(&unit.area, "地域", &areas)?.id.clone();
        let id = source.unused(&unit.id, "単位", &units)?;
        let validity = Validity {
            from: unit.from,
            until: unit.until,
        };
        let succeeds = succession::ids(&unit.succeeds);
        units.insert(
            id.clone(),
            OrgUnit {
                id,
                kind,
                area,
                name: unit.name,
                aliases: unit.aliases,
                validity,
                succeeds,
            },
        );
    }
    let city = City {
        label: raw.city.label.unwrap_or_else(|| raw.city.name.clone()),
        name: raw.city.name,
        code: raw.city.code.into_inner(),
    };
    Ok(OrgRegistry {
        city,
        kinds,
        areas,
        units,
    })
}

/// The check digit of a 全国地方公共団体コード: weights 6 to 2, modulo 11 (総務省「全国地方公共団体コード仕様」).
fn check_code(source: &Source, code: &Word) -> Result<()> {
    let digits: Vec<u32> = code
        .get_ref()
        .chars()
        .filter_map(|c| c.to_digit(10))
        .collect();
    let right = digits.len() == 6 && code.get_ref().len() == 6 && {
        let sum: u32 = digits
            .iter()
            .zip([6, 5, 4, 3, 2])
            .map(|(digit, weight)| digit * weight)
            .sum();
        (11 - sum % 11) % 10 == digits[5]
    };
    if right {
        return Ok(());
    }
    Err(source.fault(
        code,
        "は全国地方公共団体コードとして正しくありません。検査数字を含む6桁で書いてください",
    ))
}

fn catalogue(source: &Source) -> Result<Catalogue> {
    let raw: raw::Catalogue = source.parse()?;
    let mut categories: IndexMap<Id, Category> = IndexMap::new();
    for category in raw.category {
        let id = source.unused(&category.id, "区分", &categories)?;
        let mut groups: IndexMap<Id, String> = IndexMap::new();
        for group in category.groups {
            groups.insert(source.unused(&group.id, "グループ", &groups)?, group.label);
        }
        succession::check(
            source,
            "選択肢",
            &category
                .options
                .iter()
                .map(Entry::option)
                .collect::<Vec<_>>(),
        )?;
        let mut options: IndexMap<Id, CategoryOption> = IndexMap::new();
        for option in category.options {
            let option_id = source.unused(&option.id, "選択肢", &options)?;
            // Both stand in one column of the open data.
            if groups.contains_key(&option_id) {
                return Err(source.fault(
                    &option.id,
                    "という名前のグループがあります。選択肢には別の名前を付けてください",
                ));
            }
            let validity = Validity {
                from: option.from,
                until: option.until,
            };
            // One that took the place of another may keep its words: no form ever has both.
            let same = |other: &&CategoryOption| {
                fold(&other.label) == fold(&option.label)
                    && (option.succeeds.is_empty() || other.validity.meets(&validity))
            };
            if let Some(twin) = options.values().find(same) {
                let what = format!(
                    "の見出し「{}」は「{}」と同じです。見出しは区分の中で一度だけ使えます",
                    option.label, twin.id
                );
                return Err(source.fault(&option.id, &what));
            }
            let group = match &option.group {
                Some(group) => {
                    source.known(group, "グループ", &groups)?;
                    Some(Id::from(group.get_ref().as_str()))
                }
                None => None,
            };
            let option = CategoryOption {
                id: option_id.clone(),
                label: option.label,
                aliases: option.aliases,
                group,
                subset: option.subset,
                rest: option.rest,
                tone: option.tone,
                phrase: option.phrase,
                validity,
                succeeds: succession::ids(&option.succeeds),
            };
            options.insert(option_id, option);
        }
        categories.insert(
            id.clone(),
            Category {
                id,
                label: category.label,
                basis: category.basis,
                groups,
                options,
            },
        );
    }
    let mut elements = IndexMap::new();
    for element in raw.element {
        let id = source.unused(&element.id, "集計項目", &elements)?;
        let reference = |word: &Option<Word>| -> Result<Option<Id>> {
            match word {
                Some(word) => Ok(Some(source.known(word, "区分", &categories)?.id.clone())),
                None => Ok(None),
            }
        };
        let (category, answers) = (reference(&element.category)?, reference(&element.answers)?);
        if (element.kind == Kind::Choice) != answers.is_some() {
            return Err(source.fault(
                &element.id,
                "には answers を、kind = \"choice\" のときに限って書いてください",
            ));
        }
        if element.kind == Kind::Marks && category.is_none() {
            return Err(source.fault(
                &element.id,
                "は kind = \"marks\" なので category が要ります",
            ));
        }
        if (element.kind == Kind::Picture) != element.limits.is_some() {
            return Err(source.fault(
                &element.id,
                "には limits を、kind = \"picture\" のときに限って書いてください",
            ));
        }
        if element.counted.is_some() && !matches!(element.kind, Kind::Text | Kind::Date) {
            return Err(source.fault(
                &element.id,
                "には counted を、kind = \"text\" か \"date\" のときに限って書いてください",
            ));
        }
        let data_element = DataElement {
            id: id.clone(),
            label: element.label,
            kind: element.kind,
            unit: element.unit,
            counted: element.counted,
            category,
            answers,
            multiple: element.multiple,
            over_time: element.over_time,
            beside: element.beside,
            basis: element.basis,
            publish: element.publish,
            privacy: element.privacy,
            hide_area: element.hide_area,
            limits: element.limits,
            validity: Validity {
                from: element.from,
                until: element.until,
            },
            definition: element.definition,
        };
        elements.insert(id, data_element);
    }
    Ok(Catalogue {
        categories,
        elements,
    })
}

fn form(source: &Source, catalogue: &Catalogue) -> Result<FormSpec> {
    let raw: raw::Form = source.parse()?;
    let id = source.unused(&raw.id, "様式", &IndexMap::<Id, ()>::new())?;
    let mut sheets = Vec::new();
    let mut names: IndexMap<Id, ()> = IndexMap::new();
    let mut headings: Vec<String> = Vec::new();
    for sheet in raw.sheet {
        let name = sheet.name.get_ref();
        if name.is_empty()
            || name.chars().count() > 31
            || name.contains([':', '\\', '/', '?', '*', '[', ']'])
        {
            return Err(source.fault(
                &sheet.name,
                "はシートの名前に使えません。31文字以内で、: \\ / ? * [ ] を使わずに書いてください",
            ));
        }
        let mut blocks = Vec::new();
        for raw_block in sheet.block {
            let block_id = source.unused(&raw_block.id, "ブロック", &names)?;
            names.insert(block_id.clone(), ());
            let folded = fold(raw_block.heading.get_ref());
            if headings.contains(&folded) {
                return Err(source.fault(&raw_block.heading, "という見出しが二度使われています"));
            }
            headings.push(folded);
            blocks.push(block(source, catalogue, block_id, raw_block)?);
        }
        sheets.push(SheetSpec {
            name: sheet.name.into_inner(),
            blocks,
        });
    }
    let relations = raw
        .relation
        .into_iter()
        .map(|raw| relation(source, catalogue, raw))
        .collect::<Result<_>>()?;
    let bounds = raw
        .bound
        .into_iter()
        .map(|raw| bound(source, catalogue, raw))
        .collect::<Result<_>>()?;
    let (label, title, version, guide) = (raw.label, raw.title, raw.version, raw.guide.lines);
    Ok(FormSpec {
        id,
        label,
        title,
        version,
        sheets,
        relations,
        bounds,
        guide,
    })
}

fn block(source: &Source, catalogue: &Catalogue, id: Id, raw: raw::Block) -> Result<Block> {
    let table_element = |wanted: &[Kind], allowed: &str| -> Result<Id> {
        let word = raw
            .element
            .as_ref()
            .ok_or_else(|| source.fault(&raw.id, "には element が要ります"))?;
        let element = source.known(word, "集計項目", &catalogue.elements)?;
        if !wanted.contains(&element.kind) || element.category.is_none() {
            return Err(source.fault(
                word,
                &format!(
                    "はここでは使えません。category を持つ {allowed} の集計項目を書いてください"
                ),
            ));
        }
        Ok(element.id.clone())
    };
    let fields = |raw: &[raw::Field]| -> Result<Vec<Field>> {
        raw.iter()
            .map(|field| {
                let element = source.known(&field.element, "集計項目", &catalogue.elements)?;
                Ok(Field {
                    element: element.id.clone(),
                    required: field.required,
                    prefill: field.prefill,
                    width: field.width,
                    lines: field.lines.unwrap_or(1),
                })
            })
            .collect()
    };
    let kind = match raw.kind {
        raw::BlockKind::Fields => BlockKind::Fields(fields(&raw.fields)?),
        raw::BlockKind::Status => BlockKind::Status {
            element: table_element(&[Kind::Choice, Kind::Marks], "choice か marks")?,
        },
        raw::BlockKind::Monthly => BlockKind::Monthly {
            element: table_element(&[Kind::Count], "count")?,
            total: raw.total,
        },
        raw::BlockKind::Records => {
            let columns = fields(&raw.columns)?;
            for column in &raw.columns {
                if catalogue
                    .elements
                    .get(column.element.get_ref().as_str())
                    .is_some_and(|element| element.kind == Kind::Picture)
                {
                    return Err(source.fault(
                        &column.element,
                        "は画像なので一覧の列に使えません。kind = \"fields\" のブロックで尋ねてください",
                    ));
                }
            }
            let asked: IndexMap<Id, ()> = columns
                .iter()
                .map(|column| (column.element.clone(), ()))
                .collect();
            let distinct = raw.distinct.iter().map(|word| {
                source.known(word, "列", &asked)?;
                Ok(Id::from(word.get_ref().as_str()))
            });
            let distinct = distinct.collect::<Result<_>>()?;
            BlockKind::Records {
                columns,
                rows: raw.rows.unwrap_or(10),
                lines: raw.lines.unwrap_or(1),
                distinct,
            }
        }
    };
    if let BlockKind::Fields(list) | BlockKind::Records { columns: list, .. } = &kind
        && list.is_empty()
    {
        return Err(source.fault(
            &raw.id,
            "に質問がありません。fields か columns を書いてください",
        ));
    }
    Ok(Block {
        id,
        heading: raw.heading.into_inner(),
        note: raw.note,
        kind,
    })
}

fn relation(source: &Source, catalogue: &Catalogue, raw: raw::Relation) -> Result<Relation> {
    let side = |word: &Word| -> Result<Vec<Operand>> {
        word.get_ref()
            .split('+')
            .map(|term| operand(source, catalogue, word, term.trim()))
            .collect()
    };
    let when = raw
        .when
        .as_ref()
        .map(|raw| condition(source, catalogue, raw))
        .transpose()?;
    Ok(Relation {
        id: Id::from(raw.id.get_ref().as_str()),
        left: side(&raw.left)?,
        op: raw.op,
        right: side(&raw.right)?,
        per: raw.per,
        when,
        at: source
            .known(&raw.at, "集計項目", &catalogue.elements)?
            .id
            .clone(),
        severity: severity(raw.severity),
        problem: raw.problem,
        remedy: raw.remedy,
    })
}

fn severity(raw: Option<raw::RelationSeverity>) -> Severity {
    match raw {
        Some(raw::RelationSeverity::Query) => Severity::Query,
        Some(raw::RelationSeverity::Error) | None => Severity::Error,
    }
}

fn condition(source: &Source, catalogue: &Catalogue, raw: &raw::Condition) -> Result<Condition> {
    let element = source.known(&raw.element, "集計項目", &catalogue.elements)?;
    let answers = catalogue
        .answers(element)
        .ok_or_else(|| source.fault(&raw.element, "は選択の項目ではないので条件に使えません"))?;
    let (word, is) = match (&raw.is, &raw.is_not) {
        (Some(word), None) => (word, true),
        (None, Some(word)) => (word, false),
        _ => {
            return Err(source.fault(
                &raw.element,
                "の条件には is か is_not のどちらか一つを書いてください",
            ));
        }
    };
    let option = source.known(word, "選択肢", &answers.options)?.id.clone();
    Ok(Condition {
        element: element.id.clone(),
        option,
        is,
    })
}

fn bound(source: &Source, catalogue: &Catalogue, raw: raw::Bound) -> Result<Bound> {
    let element = source.known(&raw.date, "集計項目", &catalogue.elements)?;
    if element.kind != Kind::Date {
        return Err(source.fault(
            &raw.date,
            "は日付の項目ではありません。kind = \"date\" の集計項目を書いてください",
        ));
    }
    Ok(Bound {
        date: element.id.clone(),
        from: raw.from,
        until: raw.until,
        when: raw
            .when
            .as_ref()
            .map(|raw| condition(source, catalogue, raw))
            .transpose()?,
        severity: severity(raw.severity),
        what: raw.what,
        remedy: raw.remedy,
    })
}

/// Reads `askers`, `meetings:G3`, `count(training_date)`, `count(awareness_methods:M4)`,
/// `count(conference_date; conference_done=held)` or a number.
fn operand(source: &Source, catalogue: &Catalogue, word: &Word, term: &str) -> Result<Operand> {
    if let Ok(number) = term.parse() {
        return Ok(Operand::Number(number));
    }
    let Some(inner) = term
        .strip_prefix("count(")
        .and_then(|rest| rest.strip_suffix(')'))
    else {
        let (element, option) = part(source, catalogue, word, term)?;
        return Ok(Operand::Sum(element, option));
    };
    let mut terms = inner.split(';');
    let (element, option) = part(source, catalogue, word, terms.next().unwrap_or_default())?;
    let filters = terms.map(|filter| {
        let (name, answer) = filter
            .split_once('=')
            .ok_or_else(|| source.fault(word, "の条件は「項目=選択肢」と書いてください"))?;
        let (name, _) = part(source, catalogue, word, name)?;
        let answers = catalogue
            .elements
            .get(&name)
            .and_then(|element| catalogue.answers(element));
        let known = answers.and_then(|category| category.options.get(answer.trim()));
        Ok((
            name,
            known
                .ok_or_else(|| {
                    source.fault(word, &format!("の「{answer}」という選択肢はありません"))
                })?
                .id
                .clone(),
        ))
    });
    let filters = filters.collect::<Result<Vec<_>>>()?;
    Ok(if filters.is_empty() {
        Operand::CountOf(element, option)
    } else {
        Operand::Rows(element, filters)
    })
}

/// An element, or `element:option`.
fn part(
    source: &Source,
    catalogue: &Catalogue,
    word: &Word,
    term: &str,
) -> Result<(Id, Option<Id>)> {
    let (name, option) = term
        .split_once(':')
        .map_or((term, None), |(name, option)| (name, Some(option)));
    let element = catalogue.elements.get(name.trim()).ok_or_else(|| {
        source
            .fault(word, &format!("の「{name}」という集計項目はありません。書けるもの: 集計項目の id、id:選択肢、count(id)、数"))
    })?;
    let option = match option {
        None => None,
        Some(option) => {
            let known = catalogue
                .breakdown(element)
                .and_then(|category| category.options.get(option.trim()));
            let known = known.ok_or_else(|| {
                source.fault(word, &format!("の「{option}」という選択肢はありません"))
            })?;
            Some(known.id.clone())
        }
    };
    Ok((element.id.clone(), option))
}
