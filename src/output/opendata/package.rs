//! The description of the CSV files for machines: datapackage.json (Data Package v2, Table Schema).

use serde_json::{Value, json};

use super::File;
use super::columns::Column;
use super::release::Release;
use super::sheet::Sheet;
use crate::dataset::observations::TOTAL;
use crate::figures::publication::Licence;
use crate::model::period::Month;
use crate::model::text::sha256;
use crate::rules::publication::{Meaning, Reference};

/// Describes CSV files; `sheets` are the tables in them, in the same order.
pub fn describe(release: &Release, sheets: &[Sheet], files: &[File]) -> Value {
    let dataset = release.dataset;
    let (publication, city, period) = (&dataset.publication, &dataset.city, dataset.period);
    let resources: Vec<Value> = sheets
        .iter()
        .zip(files)
        .map(|(sheet, file)| resource(sheet, file))
        .collect();
    let about: Vec<String> = release
        .about
        .iter()
        .map(|row| format!("{}: {}", row.label, row.text))
        .collect();
    let months: Vec<String> = period.months().iter().map(Month::to_string).collect();
    let licences: Vec<Value> = publication.licence.iter().map(licence).collect();
    let mut package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": release.file("", "zaitaku", "").trim_end_matches('.').to_lowercase(),
        "title": publication.titled(&period.label()),
        "description": about.join("\n"),
        "created": format!("{}T00:00:00+09:00", publication.date),
        "version": publication.date,
        "keywords": keywords(release),
        "temporal": { "start": months.first(), "end": months.last() },
        "spatial": { "code": city.code, "name": city.name },
        "licenses": licences,
        "sources": [{ "title": publication.source }],
        "contributors": [{ "title": publication.issuer, "roles": ["publisher"] }],
        "resources": resources,
    });
    if let Some(entries) = package.as_object_mut() {
        if publication.undated {
            entries.shift_remove("created");
            entries.shift_remove("version");
        }
        if publication.licence.is_none() {
            entries.shift_remove("licenses");
        }
    }
    package
}

/// By what the data may be looked for: the city, who reports, what is counted.
fn keywords(release: &Release) -> Vec<String> {
    let lists = &release.dataset.lists;
    let mut words = vec![release.dataset.city.name.clone()];
    let kinds = lists.units.iter().filter(|unit| unit.id != TOTAL);
    let kinds = kinds.map(|unit| &unit.kind_label);
    for word in kinds.chain(lists.elements.iter().map(|element| &element.label)) {
        if !words.contains(word) {
            words.push(word.clone());
        }
    }
    words
}

/// A licence needs a name without blanks or an address; its title says it as it stands.
fn licence(licence: &Licence) -> Value {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = licence
        .name
        .trim()
        .chars()
        .map(|c| if known(c) { c } else { '-' })
        .collect();
    let mut described = json!({ "name": name, "title": licence.name });
    if let Some(url) = &licence.url {
        described["path"] = url.as_str().into();
    }
    described
}

fn resource(sheet: &Sheet, file: &File) -> Value {
    let mut schema = schema(sheet.columns);
    if !sheet.table.references.is_empty() {
        schema["foreignKeys"] = sheet.table.references.iter().map(foreign_key).collect();
    }
    let hash = sha256(&file.bytes);
    json!({
        "name": sheet.id,
        "type": "table",
        "title": sheet.title,
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes.len(),
        "hash": format!("sha256:{hash}"),
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "header": true },
        "schema": schema,
    })
}

/// The columns of a table, and which of them tell one row from every other.
fn schema(columns: &[Column]) -> Value {
    let key: Vec<&str> = columns
        .iter()
        .filter(|column| column.key)
        .map(|column| column.name.as_str())
        .collect();
    let fields: Vec<Value> = columns.iter().map(field).collect();
    json!({ "fields": fields, "missingValues": [""], "primaryKey": key })
}

/// The codes of the data are those of the lists.
fn foreign_key(reference: &Reference) -> Value {
    let to = json!({ "resource": reference.table, "fields": reference.others });
    json!({ "fields": reference.columns, "reference": to })
}

fn field(column: &Column) -> Value {
    let (kind, mut constraints) = match (column.meaning, column.number) {
        (Meaning::WesternYear, _) => ("year", json!({})),
        (Meaning::Start | Meaning::End, _) => ("yearmonth", json!({})),
        (Meaning::Month, _) => ("string", json!({ "pattern": "[0-9]{4}-[0-9]{2}|_T" })),
        (Meaning::AreaCode, _) => ("string", json!({ "pattern": "[0-9]{6}" })),
        (_, true) => ("integer", json!({ "minimum": 0 })),
        (_, false) => ("string", json!({})),
    };
    if column.required || column.key {
        constraints["required"] = true.into();
    }
    let mut field = json!({ "name": column.name, "type": kind, "description": column.description });
    if !column.json.is_empty() {
        field["jsonName"] = column.json.as_str().into();
    }
    if constraints
        .as_object()
        .is_some_and(|known| !known.is_empty())
    {
        field["constraints"] = constraints;
    }
    field
}
