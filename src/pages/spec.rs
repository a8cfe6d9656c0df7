//! The pages of the report as data: `templates/report/pages.toml`.

use anyhow::{Result, anyhow};
use indexmap::IndexMap;
use serde::Deserialize;

use crate::form::spec::Definitions;
use crate::pages::print::Circle;

/// The pages in order and the names of the parts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageSpecs {
    /// Names of the parts by key.
    pub parts: IndexMap<String, String>,
    /// Of fewer than so many cases before, a page warns of its percentages.
    pub small_base: u64,
    /// The pages in order.
    pub page: Vec<PageSpec>,
}

/// One page: what it asks of which element.
#[derive(Debug, Clone, Deserialize)]
pub struct PageSpec {
    /// Stable name; remarks of the editor refer to it.
    pub id: String,
    /// The part, by its key in `parts` or in full.
    pub part: Option<String>,
    /// The item of the programme.
    pub topic: Option<String>,
    /// The heading.
    pub title: String,
    /// What to mind.
    #[serde(default)]
    pub notes: Vec<String>,
    /// How it is composed.
    #[serde(flatten)]
    pub kind: PageKind,
}

/// How a page is composed; each kind has a template of its name.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PageKind {
    /// The cover.
    Cover,
    /// Who does what, and who has submitted.
    Programme {
        /// The actors.
        cards: Vec<CardSpec>,
        /// The steps that the programme goes through again and again.
        circle: Option<Circle>,
    },
    /// Items × states over all units.
    Items {
        /// A choice element with a category.
        element: String,
    },
    /// One state a unit.
    State {
        /// A choice element without a category.
        element: String,
        /// Counts set large beside it.
        #[serde(default)]
        figures: Vec<String>,
        /// Which state the finding speaks of first.
        #[serde(default)]
        lead: Lead,
    },
    /// Events: a state, kinds, and a list of themes.
    Events {
        /// The choice element that says whether there were any.
        element: String,
        /// The marks element of their kinds.
        kinds: String,
        /// The theme.
        theme: String,
        /// The participants.
        participants: String,
        /// Rows counted or numbers added up, set large beside the kinds.
        #[serde(default)]
        figures: Vec<String>,
    },
    /// A state and the methods used.
    Methods {
        /// The choice element.
        element: String,
        /// The marks element.
        methods: String,
        /// Rows or writers counted, set large beside them.
        #[serde(default)]
        figures: Vec<String>,
    },
    /// Cards of pages that units describe.
    Homepages {
        /// The heading of a card; without it there is no card.
        element: String,
        /// What the units have done that have a card, behind their number.
        finding: String,
        /// The line under the heading.
        lead_element: String,
        /// Facts.
        facts: Vec<String>,
        /// The text.
        text_element: String,
        /// The picture, if the form asks for one.
        picture_element: Option<String>,
    },
    /// Monthly counts by category.
    Counts {
        /// A count element with a category.
        element: String,
        /// What the finding is about, e.g. 個別相談.
        subject: String,
        /// Bars of the groups of the category instead of its options.
        #[serde(default)]
        by_group: bool,
    },
    /// Counts by category, two groups of options in detail.
    Groups {
        /// A count element whose category has groups.
        element: String,
        /// The group on the left.
        left: String,
        /// The group on the right.
        right: String,
    },
    /// Case examples by scene.
    Cases {
        /// The choice element that tells the scene.
        element: String,
        /// Which cases may be printed.
        publish: Filter,
        /// The count element that orders them.
        order: String,
        /// The columns of the table.
        columns: Vec<CaseColumn>,
        /// Elements whose value is printed behind their label.
        #[serde(default)]
        labelled: Vec<String>,
    },
    /// Years side by side.
    Series {
        /// A count element with a category.
        element: String,
        /// What the finding is about, e.g. 会議等への参加.
        subject: String,
    },
    /// Submissions, reasons, definitions.
    Appendix {
        /// How to find where a number comes from.
        how_to_trace: Vec<String>,
    },
}

/// Which state a finding speaks of first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    /// The first of the list.
    #[default]
    First,
    /// The one with the most units.
    Largest,
}

/// A card of the programme page.
#[derive(Debug, Clone, Deserialize)]
pub struct CardSpec {
    /// The actor.
    pub title: String,
    /// What it does, in a line.
    pub lead: String,
    /// Its items as mark and words.
    pub items: Vec<(String, String)>,
}

/// A condition on a choice of a record.
#[derive(Debug, Clone, Deserialize)]
pub struct Filter {
    /// The choice element.
    pub element: String,
    /// The option it must have.
    pub is: String,
}

/// A column of the table of cases.
#[derive(Debug, Clone, Deserialize)]
pub struct CaseColumn {
    /// The heading.
    pub label: String,
    /// What stands in it, one below the other.
    pub elements: Vec<String>,
    /// Share of the width.
    pub width: u32,
}

impl PageSpecs {
    /// Reads the pages and checks that every element exists.
    ///
    /// # Errors
    /// A mistake in the file, or an element that the catalogue does not have.
    pub fn load(text: &str, definitions: &Definitions) -> Result<Self> {
        let specs: Self = toml::from_str(text).map_err(|error| {
            anyhow!("報告書のページの定義「pages.toml」に誤りがあります。\n{error}")
        })?;
        for page in &specs.page {
            for element in page.elements() {
                if !definitions.catalogue.elements.contains_key(element) {
                    return Err(anyhow!(
                        "報告書のページの定義「pages.toml」のページ「{}」にある「{element}」という集計項目はありません。catalogue.toml の element の id を書いてください",
                        page.id
                    ));
                }
            }
        }
        Ok(specs)
    }

    /// Every id that a remark may name.
    pub fn ids(&self) -> Vec<String> {
        // The cover has no room for remarks.
        let pages = self
            .page
            .iter()
            .filter(|page| !matches!(page.kind, PageKind::Cover));
        pages.flat_map(PageSpec::ids).collect()
    }
}

impl PageKind {
    /// The name of the page template.
    pub fn template(&self) -> &'static str {
        match self {
            PageKind::Cover => "cover",
            PageKind::Programme { .. } => "programme",
            PageKind::Items { .. } => "items",
            PageKind::State { .. } => "state",
            PageKind::Events { .. } => "events",
            PageKind::Methods { .. } => "methods",
            PageKind::Homepages { .. } => "homepages",
            PageKind::Counts { .. } => "counts",
            PageKind::Groups { .. } => "groups",
            PageKind::Cases { .. } => "cases",
            PageKind::Series { .. } => "series",
            PageKind::Appendix { .. } => "appendix",
        }
    }

    /// The elements whose numbers are shown beside those of earlier periods.
    pub fn compared(&self) -> Vec<&str> {
        match self {
            PageKind::Items { element }
            | PageKind::State { element, .. }
            | PageKind::Counts { element, .. }
            | PageKind::Groups { element, .. }
            | PageKind::Series { element, .. } => vec![element],
            PageKind::Events { element, kinds, .. } => vec![element, kinds],
            PageKind::Methods {
                element, methods, ..
            } => vec![element, methods],
            _ => Vec::new(),
        }
    }
}

impl PageSpec {
    /// The ids of the pages that the entry may become: its own, and those derived from it.
    fn ids(&self) -> Vec<String> {
        let mut ids = vec![self.id.clone()];
        if let PageKind::Items { .. } = &self.kind {
            ids.push(format!("{}_units", self.id));
        }
        ids
    }

    /// Every element that the page asks for.
    fn elements(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        match &self.kind {
            PageKind::Cover | PageKind::Programme { .. } | PageKind::Appendix { .. } => {}
            PageKind::Items { element }
            | PageKind::Counts { element, .. }
            | PageKind::Groups { element, .. }
            | PageKind::Series { element, .. } => {
                all.push(element);
            }
            PageKind::State {
                element, figures, ..
            } => {
                all.push(element);
                all.extend(figures.iter().map(String::as_str));
            }
            PageKind::Events {
                element,
                kinds,
                theme,
                participants,
                figures,
            } => {
                all.extend([element, kinds, theme, participants].map(String::as_str));
                all.extend(figures.iter().map(String::as_str));
            }
            PageKind::Methods {
                element,
                methods,
                figures,
            } => {
                all.extend([element, methods].map(String::as_str));
                all.extend(figures.iter().map(String::as_str));
            }
            PageKind::Homepages {
                element,
                lead_element,
                facts,
                text_element,
                picture_element,
                ..
            } => {
                all.extend([element, lead_element, text_element].map(String::as_str));
                all.extend(picture_element.as_deref());
                all.extend(facts.iter().map(String::as_str));
            }
            PageKind::Cases {
                element,
                publish,
                order,
                columns,
                labelled,
            } => {
                all.extend([element, &publish.element, order].map(String::as_str));
                all.extend(
                    columns
                        .iter()
                        .flat_map(|column| &column.elements)
                        .map(String::as_str),
                );
                all.extend(labelled.iter().map(String::as_str));
            }
        }
        all
    }
}
