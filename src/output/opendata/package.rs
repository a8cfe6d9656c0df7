//! The description of the CSV files for machines: datapackage.json (Data Package v2, Table Schema).

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::columns::{Column, DICTIONARY, Kind, OBSERVATION};
use super::{DICTIONARY_FILE, DICTIONARY_ID, File};
use crate::report::tables::Tables;
use crate::rules::publication::Meaning;

/// Describes CSV files; `titles` are theirs, in the same order.
pub fn describe(tables: &Tables, files: &[File], titles: &[String]) -> Value {
    let publication = &tables.publication;
    let resources: Vec<Value> = files.iter().zip(titles).map(|(file, title)| resource(file, title)).collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": format!("zaitaku-{}", tables.period.to_lowercase()),
        "title": format!("{} {}", publication.title, tables.period_label),
        "description": tables.about.iter().map(|row| format!("{}: {}", row.label, row.text)).collect::<Vec<_>>().join("\n"),
        "created": format!("{}T00:00:00+09:00", publication.date),
        "version": tables.period,
        "licenses": [licence(&publication.licence)],
        "sources": [{ "title": publication.source }],
        "resources": resources,
    })
}

/// A licence needs a name without blanks or an address; its title says it as it stands.
fn licence(text: &str) -> Value {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = text.trim().chars().map(|c| if known(c) { c } else { '-' }).collect();
    json!({ "name": name, "title": text })
}

fn resource(file: &File, title: &str) -> Value {
    let stem = file.name.trim_end_matches(".csv");
    let schema = if file.name == DICTIONARY_FILE { schema(&DICTIONARY) } else { with_reference(schema(&OBSERVATION)) };
    let hash: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "name": stem,
        "type": "table",
        "title": title,
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

fn schema<R>(columns: &[Column<R>]) -> Value {
    let key: Vec<&str> = columns.iter().filter(|column| column.key).map(|column| column.name).collect();
    // No primary key: its columns may be empty, which means "all together".
    json!({ "fields": columns.iter().map(field).collect::<Vec<_>>(), "missingValues": [""], "uniqueKeys": [key] })
}

/// The elements of the data are those of the dictionary.
fn with_reference(mut schema: Value) -> Value {
    let reference = json!({ "resource": DICTIONARY_ID, "fields": [name_of(&DICTIONARY, Meaning::Element)] });
    schema["foreignKeys"] = json!([{ "fields": [name_of(&OBSERVATION, Meaning::Element)], "reference": reference }]);
    schema
}

fn name_of<R>(columns: &[Column<R>], meaning: Meaning) -> &'static str {
    columns.iter().find(|column| column.meaning == meaning).map_or("", |column| column.name)
}

fn field<R>(column: &Column<R>) -> Value {
    let (kind, mut constraints) = match (column.meaning, column.kind) {
        (Meaning::WesternYear, _) => ("year", json!({})),
        (Meaning::Month, _) => ("yearmonth", json!({})),
        (Meaning::AreaCode, _) => ("string", json!({ "pattern": "[0-9]{6}" })),
        (_, Kind::Integer) => ("integer", json!({ "minimum": 0 })),
        (_, Kind::Text) => ("string", json!({})),
    };
    if column.required {
        constraints["required"] = true.into();
    }
    let mut field = json!({ "name": column.name, "type": kind, "description": column.description });
    if constraints.as_object().is_some_and(|constraints| !constraints.is_empty()) {
        field["constraints"] = constraints;
    }
    field
}
