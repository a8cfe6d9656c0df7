//! The workbooks and the open data of a build.

use anyhow::Result;

use super::{BuildInputs, BuildOptions, OPEN_DATA, REPORT, SUMMARY};
use crate::cli::links;
use crate::dataset::Dataset;
use crate::figures::material::Material;
use crate::figures::publication::{AboutRow, Audience, PUBLIC_SUMMARY};
use crate::output::{Output, html, opendata, workbook};
use crate::pages::compose::Edition;
use crate::sheets::Sheets;

/// The workbooks and the open data.
pub struct Tables {
    /// The files.
    pub outputs: Vec<Output>,
    /// Where the web page finds them.
    pub beside: html::Neighbours,
}

/// The summary workbooks and the open data; what may be told of single units is that of the pages.
pub fn tables(
    mut dataset: Dataset,
    edition: &Edition,
    options: &BuildOptions,
    read: &BuildInputs,
    material: &Material,
) -> Result<Tables> {
    let publication = edition.publication;
    let public = Sheets::new(material, publication, Some(edition.disclosure));
    let public = workbook::summary(&public, None)?;
    dataset.about.push(AboutRow {
        label: "集計表".to_owned(),
        text: format!("人が読むための表とグラフは {PUBLIC_SUMMARY} にあります。"),
    });
    let mut sheets = Sheets::new(material, &publication.of(Audience::Internal), None);
    sheets.tell_changed_inputs(&read.changed);
    let base = options
        .links
        .as_deref()
        .unwrap_or_else(|| links::usual(options.period));
    let summary = workbook::summary(&sheets, Some(base))?;
    let mut files = vec![
        Output::new(Audience::Public, PUBLIC_SUMMARY, public),
        Output::new(Audience::Internal, SUMMARY, summary),
    ];
    let formats = [opendata::Format::Csv, opendata::Format::Xlsx];
    let published = opendata::export(&dataset, &formats, opendata::By::City)?;
    let beside = beside(&dataset, &published);
    files.extend(published.into_iter().map(|file| {
        Output::new(
            Audience::Public,
            &format!("{OPEN_DATA}/{}", file.name),
            file.bytes,
        )
    }));
    Ok(Tables {
        outputs: files,
        beside,
    })
}

/// Where the numbers of the web page can be had besides, seen from it.
fn beside(dataset: &Dataset, published: &[opendata::File]) -> html::Neighbours {
    let address = |file: &str| format!("{OPEN_DATA}/{file}");
    let is_book = |file: &&opendata::File| file.name.ends_with(".xlsx");
    let book = published.iter().find(is_book);
    let named = |name: &str, address: String| (name.to_owned(), address);
    let files = [
        named("報告書（PDF）", REPORT.to_owned()),
        named("集計表（Excel）", PUBLIC_SUMMARY.to_owned()),
    ];
    let book = book.map(|file| named("オープンデータ（Excel）", address(&file.name)));
    let tables = opendata::places(dataset)
        .into_iter()
        .map(|(element, places)| {
            let links = places.into_iter();
            let links = links.map(|place| (place.title, address(&place.file)));
            (element, links.collect())
        });
    html::Neighbours {
        files: files.into_iter().chain(book).collect(),
        tables: tables.collect(),
    }
}
