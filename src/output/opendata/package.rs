//! The description of the CSV files for machines: datapackage.json (Data Package v2, Table Schema).

use serde_json::{Value, json};

use super::columns::{Column, Kind};
use super::{File, Sheet};
use crate::dataset::Dataset;
use crate::figures::publication::Licence;
use crate::model::text::sha256;
use crate::rules::publication::{Meaning, Reference};

/// Describes CSV files; `sheets` are the tables in them, in the same order.
pub fn describe(tables: &Dataset, sheets: &[Sheet], files: &[File]) -> Value {
    let publication = &tables.publication;
    let resources: Vec<Value> = sheets
        .iter()
        .zip(files)
        .map(|(sheet, file)| resource(sheet, file))
        .collect();
    let licence = publication.licence.iter().map(licence);
    let mut package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": format!("zaitaku-{}", tables.period.to_lowercase()),
        "title": publication.titled(&tables.period_label),
        "description": tables.about.iter().map(|row| format!("{}: {}", row.label, row.text)).collect::<Vec<_>>().join("\n"),
        "created": format!("{}T00:00:00+09:00", publication.date),
        "version": tables.period,
        "licenses": licence.collect::<Vec<_>>(),
        "sources": [{ "title": publication.source }],
        "contributors": [{ "title": publication.issuer, "roles": ["publisher"] }],
        "resources": resources,
    });
    if let Some(entries) = package.as_object_mut() {
        if publication.undated {
            entries.shift_remove("created");
        }
        if publication.licence.is_none() {
            entries.shift_remove("licenses");
        }
    }
    package
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
    let mut schema = sheet.schema.clone();
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
pub fn schema<R>(columns: &[Column<R>]) -> Value {
    let key: Vec<&str> = columns
        .iter()
        .filter(|column| column.key)
        .map(|column| column.name)
        .collect();
    json!({ "fields": columns.iter().map(field).collect::<Vec<_>>(), "missingValues": [""], "primaryKey": key })
}

/// The codes of the data are those of the lists.
fn foreign_key(reference: &Reference) -> Value {
    json!({ "fields": reference.columns, "reference": { "resource": reference.table, "fields": reference.others } })
}

fn field<R>(column: &Column<R>) -> Value {
    let (kind, mut constraints) = match (column.meaning, column.kind) {
        (Meaning::WesternYear, _) => ("year", json!({})),
        (Meaning::Start | Meaning::End, _) => ("yearmonth", json!({})),
        (Meaning::AreaCode, _) => ("string", json!({ "pattern": "[0-9]{6}" })),
        (_, Kind::Integer) => ("integer", json!({ "minimum": 0 })),
        (_, Kind::Text) => ("string", json!({})),
    };
    if column.required {
        constraints["required"] = true.into();
    }
    let mut field = json!({ "name": column.name, "type": kind, "description": column.description });
    if constraints
        .as_object()
        .is_some_and(|constraints| !constraints.is_empty())
    {
        field["constraints"] = constraints;
    }
    field
}
