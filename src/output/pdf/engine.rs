//! The PDF report: the templates, the fonts and the data, laid out by Typst. The only file that
//! knows Typst.
//!
//! Nothing is looked up on the machine: fonts and templates are built in, the date is in the data,
//! and a template that imports a package or asks for today fails or gets the report's own date.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use jiff::civil::Date;
use serde_json::Value;
use typst::diag::{FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_as_lib::TypstEngine;
use typst_kit::diagnostics::termcolor::NoColor;
use typst_kit::diagnostics::{DiagnosticFormat, DiagnosticWorld, emit};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::Pdf;
use super::placed::{Placed, placed};
use crate::fonts::{self, FONTS, Fate};
use crate::output::{Output, templates};
use crate::pages::print::{CardPicture, Print};

/// The first file of the templates.
const MAIN: &str = "main.typ";
/// The file that the templates read their data from.
const DATA: &str = "data/report.json";
/// The folder of the data and of what it names.
const DATA_FOLDER: &str = "data/";
/// How the names of templates end.
const SOURCE: &str = ".typ";

/// Renders the report, without the pictures that cannot be set.
pub(super) fn render(print: &Print, own: &[Output]) -> Result<Pdf> {
    let whole = attempt(print, own);
    if whole.is_ok() {
        return whole;
    }
    let refused: Vec<String> = print
        .pictures()
        .filter(|picture| !can_be_set(print, picture))
        .map(|picture| picture.path.clone())
        .collect();
    if refused.is_empty() {
        return whole;
    }
    let mut rest = print.clone();
    rest.leave_out(&refused);
    Ok(Pdf {
        left_out: refused,
        ..attempt(&rest, own)?
    })
}

/// Whether a document with nothing but a picture can be made.
fn can_be_set(print: &Print, picture: &CardPicture) -> bool {
    let alone = || -> Result<Vec<u8>> {
        let page = format!(
            "#set document(title: \"-\")\n#image(\"{DATA_FOLDER}{}\", alt: \"-\")",
            picture.path
        );
        let engine = TypstEngine::builder()
            .with_static_source_file_resolver([Source::new(file_id(MAIN)?, page)])
            .with_static_file_resolver([file_of(picture)?])
            .build();
        let world = ReportWorld::new(&engine, print)?;
        let document = typst::compile::<PagedDocument>(&world)
            .output
            .map_err(|errors| world.explain(&errors))?;
        export(print, &world, &document)
    };
    alone().is_ok()
}

fn attempt(print: &Print, own: &[Output]) -> Result<Pdf> {
    let mut replaced = BTreeSet::new();
    let (bytes, pages) = laid_out(print, own, &mut replaced, |world, document| {
        Ok((export(print, world, document)?, document.pages().len()))
    })?;
    Ok(Pdf {
        bytes,
        replaced,
        pages,
        left_out: Vec::new(),
    })
}

/// Where every piece of text stands, to find what runs off the page or over something else.
///
/// # Errors
/// A mistake in a template, with file, line and excerpt.
pub fn places(print: &Print, own: &[Output]) -> Result<Vec<Placed>> {
    laid_out(print, own, &mut BTreeSet::new(), |_, document| {
        Ok(placed(document))
    })
}

/// Lays the report out and hands the document on.
fn laid_out<T>(
    print: &Print,
    own: &[Output],
    replaced: &mut BTreeSet<char>,
    then: impl FnOnce(&ReportWorld, &PagedDocument) -> Result<T>,
) -> Result<T> {
    let fonts: Vec<Font> = FONTS
        .iter()
        .flat_map(|bytes| Font::iter(Bytes::new(*bytes)))
        .collect();
    let mut data = serde_json::to_value(print)?;
    replace_missing(&mut data, replaced);

    // The order decides who answers first: the data, the city's own templates, the built-in ones.
    let pictures = print.pictures().map(file_of).collect::<Result<Vec<_>>>()?;
    let data_file = (file_id(DATA)?, Bytes::new(serde_json::to_vec(&data)?));
    drop(data);
    let engine = TypstEngine::builder()
        .fonts(fonts)
        .with_static_file_resolver(pictures.into_iter().chain([data_file]))
        .with_static_source_file_resolver(sources(own)?)
        .with_static_file_resolver(others(own)?)
        .build();
    let world = ReportWorld::new(&engine, print)?;
    let compiled = typst::compile::<PagedDocument>(&world);
    let document = compiled.output.map_err(|errors| world.explain(&errors))?;
    then(&world, &document)
}

fn export(print: &Print, world: &ReportWorld, document: &PagedDocument) -> Result<Vec<u8>> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| anyhow!("PDF の規格: {error:?}"))?;
    let options = PdfOptions {
        ident: Smart::Custom(print.meta.title.clone()),
        creator: Smart::Custom(Some("zaitaku-report".to_owned())),
        timestamp: world.today(None).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|errors| world.explain(&errors))
}

/// Gives back the memory of what the layout remembers for another run.
pub(super) fn forget(calls: usize) {
    typst::comemo::evict(calls);
}

/// Every `.typ` file: the city's own templates in the place of built-in ones.
fn sources(own: &[Output]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for (path, bytes) in templates::files() {
        if path.ends_with(SOURCE) && own.iter().all(|file| file.path != path) {
            sources.push(source(&path, bytes)?);
        }
    }
    for file in own.iter().filter(|file| file.path.ends_with(SOURCE)) {
        sources.push(source(&file.path, &file.bytes)?);
    }
    Ok(sources)
}

fn source(path: &str, bytes: &[u8]) -> Result<Source> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| anyhow!("書式「{path}」を読めません。UTF-8 で保存してください"))?;
    Ok(Source::new(file_id(path)?, text.to_owned()))
}

/// What the city's own templates name besides: logos and the like.
fn others(own: &[Output]) -> Result<Vec<(FileId, Bytes)>> {
    let mut others = Vec::new();
    for file in own.iter().filter(|file| !file.path.ends_with(SOURCE)) {
        others.push((file_id(&file.path)?, Bytes::new(file.bytes.clone())));
    }
    Ok(others)
}

/// A picture as the templates find it, beside the data; its bytes are shared.
fn file_of(picture: &CardPicture) -> Result<(FileId, Bytes)> {
    Ok((
        file_id(&format!("{DATA_FOLDER}{}", picture.path))?,
        Bytes::new(Arc::clone(&picture.file.bytes)),
    ))
}

fn file_id(path: &str) -> Result<FileId> {
    let path =
        VirtualPath::new(path).map_err(|error| anyhow!("書式のパス「{path}」: {error:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Replaces what cannot be printed in every text of the data: a single such character would stop
/// the export under PDF/A and PDF/UA, and one odd name must not cost the city its report.
fn replace_missing(value: &mut Value, replaced: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => {
            if let Some(shown) = fonts::printed(text) {
                replaced.extend(
                    fonts::fates(text)
                        .filter(|(_, fate)| *fate == Fate::Missing)
                        .map(|(c, _)| c),
                );
                *text = shown;
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| replace_missing(item, replaced)),
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|item| replace_missing(item, replaced)),
        _ => {}
    }
}

/// The engine's world with a fixed date and names for messages.
struct ReportWorld<'a> {
    inner: typst_as_lib::TypstWorld<'a>,
    library: LazyHash<Library>,
    date: Date,
}

impl<'a> ReportWorld<'a> {
    fn new(engine: &'a TypstEngine, print: &Print) -> Result<Self> {
        let inner = engine.world_builder(file_id(MAIN)?).build();
        // Heads of rows in tables are still behind a switch.
        let library = Library::builder()
            .with_features([Feature::A11yExtras].into_iter().collect())
            .build();
        Ok(Self {
            library: LazyHash::new(library),
            inner: inner.map_err(|error| anyhow!("報告書の書式を用意できません: {error}"))?,
            date: print.meta.date.parse()?,
        })
    }

    /// What a template does wrong, with file, line and excerpt.
    fn explain(&self, errors: &[SourceDiagnostic]) -> anyhow::Error {
        let mut text = NoColor::new(Vec::new());
        match emit(&mut text, self, errors, DiagnosticFormat::Human) {
            Ok(()) => anyhow!(
                "報告書の書式（Typst）に誤りがあります。\n{}",
                String::from_utf8_lossy(&text.into_inner())
            ),
            Err(_) => anyhow!("報告書の書式（Typst）に誤りがあります。\n{errors:?}"),
        }
    }
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.inner.book()
    }

    fn main(&self) -> FileId {
        self.inner.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.inner.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.inner.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.inner.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        Datetime::from_ymd(
            self.date.year().into(),
            self.date.month().try_into().ok()?,
            self.date.day().try_into().ok()?,
        )
    }
}

impl DiagnosticWorld for ReportWorld<'_> {
    fn name(&self, id: FileId) -> String {
        id.vpath().get_without_slash().to_owned()
    }
}
