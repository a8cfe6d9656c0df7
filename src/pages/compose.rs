//! Composes the printed report from the counts: page by page, as `pages.toml` has it.

use indexmap::IndexMap;

use super::commentary::Commentary;
use super::kinds;
use super::number_index;
use super::print::{Meta, Page, Preliminary, Print};
use super::spec::{PageKind, PageSpec, PageSpecs};
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::round::Standing;
use crate::settings::Settings;

/// What the editor gives besides the numbers.
pub struct Edition<'a> {
    /// The pages.
    pub pages: &'a PageSpecs,
    /// The project's settings.
    pub settings: &'a Settings,
    /// The editor's remarks.
    pub commentary: &'a Commentary,
}

/// Composes the report.
pub fn compose(material: &Material, edition: &Edition) -> Print {
    let composer = Composer { material, edition };
    let mut pages = Vec::new();
    for spec in &edition.pages.page {
        let at = pages.len();
        pages.extend(composer.pages(spec));
        if let Some(first) = pages.get_mut(at) {
            first.notes.extend(composer.unlike(spec));
        }
    }
    let mut print = Print {
        meta: meta(material, edition.settings),
        pages,
    };
    number_index::add(material.definitions, &mut print);
    print
}

struct Composer<'a> {
    material: &'a Material<'a>,
    edition: &'a Edition<'a>,
}

impl Composer<'_> {
    /// The pages that an entry becomes; none where no form asks for what they tell.
    fn pages(&self, spec: &PageSpec) -> Vec<Page> {
        let material = self.material;
        let base = self.frame(spec);
        match &spec.kind {
            PageKind::Cover => vec![base],
            PageKind::Programme { cards, circle } => {
                let base = Page {
                    circle: circle.clone(),
                    ..base
                };
                vec![kinds::programme::page(material, base, cards)]
            }
            PageKind::Items { element } => {
                let by_unit = self.derived(&base, "units", &base.title);
                let by_unit = kinds::grid::page(material, by_unit, element);
                kinds::items::page(material, base, element)
                    .into_iter()
                    .chain(by_unit)
                    .collect()
            }
            PageKind::State {
                element,
                figures,
                lead,
            } => one(kinds::state::page(material, base, element, figures, *lead)),
            PageKind::Events {
                element,
                kinds,
                theme,
                participants,
                figures,
            } => one(kinds::events::page(
                material,
                base,
                &kinds::events::Asked {
                    element,
                    kinds,
                    theme,
                    participants,
                    figures,
                },
            )),
            PageKind::Methods {
                element,
                methods,
                figures,
            } => one(kinds::methods::page(
                material, base, element, methods, figures,
            )),
            PageKind::Homepages {
                element,
                finding,
                lead_element,
                facts,
                text_element,
                picture_element,
            } => {
                let picture = picture_element.as_deref();
                let asked = kinds::homepages::Asked {
                    title: element,
                    finding,
                    lead: lead_element,
                    facts,
                    text: text_element,
                    picture,
                };
                one(kinds::homepages::page(material, base, &asked))
            }
            PageKind::Counts {
                element,
                subject,
                by_group,
            } => one(kinds::counts::page(
                material,
                base,
                element,
                subject,
                *by_group,
                self.edition.pages.small_base,
            )),
            PageKind::Groups {
                element,
                left,
                right,
            } => one(kinds::groups::page(
                material,
                base,
                element,
                left,
                right,
                self.edition.pages.small_base,
            )),
            PageKind::Cases { .. } => one(kinds::cases::page(material, base, spec)),
            PageKind::Series { element, subject } => {
                one(kinds::series::page(material, base, element, subject))
            }
            PageKind::Appendix { how_to_trace } => {
                vec![kinds::appendix::page(material, base, how_to_trace)]
            }
        }
    }

    /// What to mind of a page where earlier periods are not like this one, and what was revised since it was closed.
    fn unlike(&self, spec: &PageSpec) -> Vec<Words> {
        let material = self.material;
        let mut notes = Vec::new();
        for element in spec.kind.compared() {
            let Some(asked) = material.asked(element) else {
                continue;
            };
            let keys = material.keys(asked.element);
            let comparison = material.comparison(asked.element);
            let told = comparison.notes(&asked.kind.id, asked.element, &keys);
            notes.extend(told.into_iter().map(Words::from));
            notes.extend(material.revised(asked.element));
        }
        notes
    }

    /// A further page of the same entry: its own id, its own remarks, no notes of the first.
    fn derived(&self, base: &Page, suffix: &str, title: &str) -> Page {
        let id = format!("{}_{suffix}", base.id);
        Page {
            remarks: self.edition.commentary.of(&id),
            title: title.to_owned(),
            notes: Vec::new(),
            id,
            ..base.clone()
        }
    }

    /// A page with its words, its remarks and its notes; composers add what is computed.
    fn frame(&self, spec: &PageSpec) -> Page {
        let part = spec
            .part
            .as_ref()
            .map(|part| self.edition.pages.parts.get(part).unwrap_or(part).clone());
        Page {
            id: spec.id.clone(),
            kind: spec.kind.template().to_owned(),
            part,
            topic: spec.topic.clone(),
            title: spec.title.clone(),
            notes: spec.notes.iter().map(Words::from).collect(),
            remarks: self.edition.commentary.of(&spec.id),
            charts: IndexMap::new(),
            tables: IndexMap::new(),
            ..Page::default()
        }
    }
}

fn one(page: Option<Page>) -> Vec<Page> {
    page.into_iter().collect()
}

pub(super) fn meta(material: &Material, settings: &Settings) -> Meta {
    let (period, publication) = (material.summary.period, &settings.publication);
    let registry = &material.definitions.registry;
    let coverage = registry.kinds.values().map(|kind| {
        let (expected, counted) = (
            material.expected(kind),
            material.standing(kind, Standing::Counted),
        );
        let counter = kind.counter.as_str();
        let whole = if counted.n == expected.n {
            counter.into()
        } else {
            Words::from(counter).then("中").then(&counted).then(counter)
        };
        Words::from(kind.label.as_str()).then(expected).then(whole)
    });
    let coverage = Words::joined(coverage, "、");
    let standings = [Standing::Missing, Standing::Faulty, Standing::Twice];
    let absent: Vec<String> = standings
        .into_iter()
        .flat_map(|standing| {
            let units = material.round.standing_as(registry, standing);
            units
                .into_iter()
                .map(move |unit| format!("{}（{}）", unit.name, standing.label()))
        })
        .collect();
    let preliminary = (!absent.is_empty()).then(|| {
        let number = |kind| standings.map(|standing| material.standing(kind, standing));
        let all = Number::sum(registry.kinds.values().flat_map(number));
        Preliminary {
            mark: "速報".to_owned(),
            text: Words::from("次の")
                .then(&all)
                .then("件は集計に含まない: ")
                .then(first_names(&absent)),
        }
    });
    Meta {
        title: format!("{} {}", period.label(), publication.title),
        name: publication.title.clone(),
        programme: publication.programme.clone(),
        period: period.label(),
        span: period.span(),
        issuer: publication.issuer.clone(),
        coverage,
        preliminary,
        synthetic: publication.synthetic.clone(),
        date: settings.published(period).to_string(),
    }
}

/// How many names the cover has room for.
const NAMES_ON_COVER: usize = 12;

/// The names, or the first of them and where the rest stand.
fn first_names(names: &[String]) -> String {
    if names.len() <= NAMES_ON_COVER {
        return names.join("、");
    }
    format!(
        "{}、ほか{}件（付録に一覧）",
        names[..NAMES_ON_COVER].join("、"),
        names.len() - NAMES_ON_COVER
    )
}
