//! One file per kind of page: what `pages.toml` says of it, what it says and shows, and its
//! template.
//!
//! A new kind is a file here, a variant and an arm below, and `templates/report/pages/<kind>.typ`.
//! No kind names a unit, an element or an option: what it tells of is written in `pages.toml`.

use serde::Deserialize;

use super::composer::Composer;
use super::print::Page;
use crate::aggregate::tally::TallyKey;
use crate::figures::publication::Audience;

mod about;
mod appendix;
mod cases;
mod charts;
mod corrections;
mod counts;
mod cover;
mod events;
mod figures;
mod grid;
mod groups;
mod homepages;
mod items;
mod methods;
mod profiles;
mod programme;
mod series;
mod state;
mod summary;
mod year;

/// What every kind of page tells of itself.
pub trait PageKind {
    /// The name of the page template.
    fn template(&self) -> &'static str;

    /// Who may read the page.
    fn audience(&self) -> Audience {
        Audience::Public
    }

    /// Every element that the page asks for.
    fn elements(&self) -> Vec<&str>;

    /// The elements whose numbers are shown beside those of earlier periods.
    fn compared(&self) -> Vec<&str> {
        Vec::new()
    }

    /// What the ids of further pages of the same entry end in.
    fn further(&self) -> &'static [&'static str] {
        &[]
    }

    /// The answer that lets a row be printed, where the page prints what was written in rows.
    fn permit(&self) -> Option<TallyKey> {
        None
    }

    /// Whether the page has room for remarks.
    fn takes_remarks(&self) -> bool {
        true
    }

    /// The pages that an entry becomes, from one that has its words; none where no form asks for
    /// what they tell.
    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page>;
}

/// A page as `pages.toml` has it, by its `kind`.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnyPage {
    Cover(cover::CoverPage),
    Summary(summary::SummaryPage),
    Corrections(corrections::CorrectionsPage),
    Programme(programme::ProgrammePage),
    Items(items::ItemsPage),
    State(state::StatePage),
    Events(events::EventsPage),
    Methods(methods::MethodsPage),
    Homepages(homepages::HomepagesPage),
    Counts(counts::CountsPage),
    Groups(groups::GroupsPage),
    Cases(cases::CasesPage),
    Series(series::SeriesPage),
    Year(year::YearPage),
    Profiles(profiles::ProfilesPage),
    About(about::AboutPage),
    Appendix(appendix::AppendixPage),
}

impl AnyPage {
    /// What its kind tells.
    pub fn kind(&self) -> &dyn PageKind {
        match self {
            Self::Cover(page) => page,
            Self::Summary(page) => page,
            Self::Corrections(page) => page,
            Self::Programme(page) => page,
            Self::Items(page) => page,
            Self::State(page) => page,
            Self::Events(page) => page,
            Self::Methods(page) => page,
            Self::Homepages(page) => page,
            Self::Counts(page) => page,
            Self::Groups(page) => page,
            Self::Cases(page) => page,
            Self::Series(page) => page,
            Self::Year(page) => page,
            Self::Profiles(page) => page,
            Self::About(page) => page,
            Self::Appendix(page) => page,
        }
    }
}
