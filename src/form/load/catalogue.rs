//! What is counted: categories with their options, data elements.

use anyhow::Result;
use indexmap::IndexMap;
use toml::Spanned;

use super::raw::{RawCatalogue, RawElement, RawGroup, RawOption};
use super::succession::{self, Successor};
use super::validity;
use crate::model::Id;
use crate::model::catalogue::{Catalogue, Category, CategoryOption, DataElement, Kind};
use crate::model::definition_file::{DefinitionFile, Word};
use crate::model::text::fold;

/// Reads the catalogue.
///
/// # Errors
/// The first mistake, with file, line and what is allowed.
pub(super) fn read(source: &DefinitionFile) -> Result<Catalogue> {
    let raw: RawCatalogue = source.parse()?;
    let small_base = raw.small_base;
    if let Some(none) = raw
        .small_count
        .as_ref()
        .filter(|count| *count.get_ref() == 0)
    {
        return Err(source.fault_at(
            none.span(),
            "small_count に 0 は書けません。報告者ごとの合計を公表しないときは、この行を消してください。公表するときは、小さい数とみなさない初めの数を書いてください（例: small_count = 5）",
        ));
    }
    let mut categories = IndexMap::new();
    for category in raw.category {
        let id = source.unused(&category.id, "区分", &categories)?;
        let groups = groups(source, category.groups)?;
        let options = options(source, category.options, &groups)?;
        let category = Category {
            id: id.clone(),
            label: category.label,
            basis: category.basis,
            groups,
            options,
        };
        categories.insert(id, category);
    }
    let mut elements = IndexMap::new();
    for raw in raw.element {
        let id = source.unused(&raw.id, "集計項目", &elements)?;
        elements.insert(id.clone(), element(source, id, raw, &categories)?);
    }
    Ok(Catalogue {
        categories,
        elements,
        small_base,
        small_count: raw.small_count.map(Spanned::into_inner),
    })
}

fn groups(source: &DefinitionFile, raw: Vec<RawGroup>) -> Result<IndexMap<Id, String>> {
    let mut groups = IndexMap::new();
    for group in raw {
        groups.insert(source.unused(&group.id, "グループ", &groups)?, group.label);
    }
    Ok(groups)
}

fn options(
    source: &DefinitionFile,
    raw: Vec<RawOption>,
    groups: &IndexMap<Id, String>,
) -> Result<IndexMap<Id, CategoryOption>> {
    let successors: Vec<Successor> = raw.iter().map(Successor::option).collect();
    succession::check(source, "選択肢", &successors)?;
    let mut options = IndexMap::new();
    for option in raw {
        let id = source.unused(&option.id, "選択肢", &options)?;
        // Both stand in one column of the open data.
        if groups.contains_key(&id) {
            let rest = "という名前のグループがあります。選択肢には別の名前を付けてください";
            return Err(source.fault(&option.id, rest));
        }
        let twin = options
            .values()
            .find_map(|other| Some((look_alike(&option, other)?, other)));
        if let Some((words, twin)) = twin {
            let rest = format!(
                "の見出し「{words}」は「{}」と同じです。見出し（aliases も）は区分の中で一度だけ使えます",
                twin.id
            );
            return Err(source.fault(&option.id, &rest));
        }
        if let Some(group) = &option.group {
            source.known(group, "グループ", groups)?;
        }
        let option = CategoryOption {
            id: id.clone(),
            label: option.label,
            aliases: option.aliases,
            group: option.group.as_ref().map(super::id_of),
            subset: option.subset,
            rest: option.rest,
            tone: option.tone,
            phrase: option.phrase,
            validity: source.lasting(&option.id, option.from, option.until)?,
            succeeds: succession::ids(&option.succeeds),
        };
        options.insert(id, option);
    }
    Ok(options)
}

/// The words that two options bear on one form. One that took the place of another may keep its
/// words: no form ever has both.
fn look_alike<'a>(new: &'a RawOption, other: &CategoryOption) -> Option<&'a str> {
    let meet = other.validity.meets(&validity(new.from, new.until));
    if !meet && !new.succeeds.is_empty() {
        return None;
    }
    let known: Vec<String> = other.words().map(fold).collect();
    // Words of earlier forms may be another's now.
    let aliases = new.aliases.iter().filter(|_| meet);
    let mut words = [&new.label].into_iter().chain(aliases);
    words
        .find(|words| known.contains(&fold(words)))
        .map(String::as_str)
}

fn element(
    source: &DefinitionFile,
    id: Id,
    raw: RawElement,
    categories: &IndexMap<Id, Category>,
) -> Result<DataElement> {
    let category = reference(source, raw.category.as_ref(), categories)?;
    let answers = reference(source, raw.answers.as_ref(), categories)?;
    let mistake = if (raw.kind == Kind::Choice) != answers.is_some() {
        Some("には answers を、kind = \"choice\" のときに限って書いてください")
    } else if raw.kind == Kind::Marks && category.is_none() {
        Some("は kind = \"marks\" なので category が要ります")
    } else if (raw.kind == Kind::Picture) != raw.limits.is_some() {
        Some("には limits を、kind = \"picture\" のときに限って書いてください")
    } else if raw.counted.is_some() && !matches!(raw.kind, Kind::Text | Kind::Date) {
        Some("には counted を、kind = \"text\" か \"date\" のときに限って書いてください")
    } else {
        None
    };
    if let Some(mistake) = mistake {
        return Err(source.fault(&raw.id, mistake));
    }
    Ok(DataElement {
        id,
        label: raw.label,
        aliases: raw.aliases,
        kind: raw.kind,
        unit: raw.unit,
        counted: raw.counted,
        category,
        answers,
        multiple: raw.multiple,
        over_time: raw.over_time,
        beside: raw.beside,
        basis: raw.basis,
        publish: raw.publish,
        privacy: raw.privacy,
        hide_area: raw.hide_area,
        limits: raw.limits,
        validity: source.lasting(&raw.id, raw.from, raw.until)?,
        definition: raw.definition,
    })
}

fn reference(
    source: &DefinitionFile,
    word: Option<&Word>,
    categories: &IndexMap<Id, Category>,
) -> Result<Option<Id>> {
    match word {
        Some(word) => Ok(Some(source.known(word, "区分", categories)?.id.clone())),
        None => Ok(None),
    }
}
