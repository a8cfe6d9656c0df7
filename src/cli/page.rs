//! `page`: the check page, for those who have nothing but a browser.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::args::Page;
use super::next::Next;
use super::project::Project;
use super::write::Guard;
use super::{Outcome, say, show};
use crate::model::period::Period;
use crate::output::check_page::CheckPage;
use crate::validation::{Basis, Kit};

/// The program of the page; `page/build` makes it of this library.
const PROGRAM: &[u8] = include_bytes!("../../templates/page/check.wasm.gz");
/// The page holds what may not leave the house.
const INTERNAL: &str = "庁内用";

/// Writes the page.
pub fn run(dir: Option<&Path>, args: &Page) -> Result<Outcome> {
    let project = Project::near(dir, &[])?;
    let made = PageFile::new(project.as_ref(), args.unit.as_deref(), args.period)?;
    let size = made.bytes.len().div_ceil(1000);
    show::write(&Guard::new(dir), &args.out, made.bytes)?;
    let care = match made.is_internal {
        true => {
            "報告者ごとの過去の数が入っているので、庁外に出さないでください。一つの報告者に渡すときは、--unit で作ると、ほかの報告者の数は入りません（様式と一緒に、報告者ごとに作るときは forms --with-page）。\n"
        }
        false => "",
    };
    say(&format!(
        "確認のページを作りました（{size} kB）: {}\n{care}",
        args.out.display()
    ))?;
    Next::after(dir)
        .hand("ブラウザーで開き、記入した様式を落とす。又は、記入する人に渡す")
        .say()?;
    Ok(Outcome::Clean)
}

/// A page, and whether it holds what may not leave the house.
pub struct PageFile {
    pub bytes: Vec<u8>,
    is_internal: bool,
}

impl PageFile {
    /// The page of a project, or of one of its units; without one, of the built-in definitions.
    ///
    /// # Errors
    /// The past cannot be read, or nobody is called like that.
    pub fn new(
        project: Option<&Project>,
        unit: Option<&str>,
        period: Option<Period>,
    ) -> Result<Self> {
        let mut kit = match project {
            Some(project) => packed(project, unit)?,
            None if unit.is_some() => {
                bail!(
                    "報告者ごとのページには事業のフォルダーが要ります。--project で指定してください"
                )
            }
            None => Kit::default(),
        };
        if let Some(period) = period {
            kit = kit.wanting(period);
        }
        let basis = kit
            .open()
            .context("確認のページに入れるものを読み直せません")?;
        let city = &basis.definitions.registry.city;
        let kinds = basis.definitions.registry.kinds.values();
        let kinds: Vec<&str> = kinds.map(|kind| kind.label.as_str()).collect();
        let mut holds = vec![format!(
            "{}の様式（{}）と名簿で調べます。",
            city.name,
            kinds.join("、")
        )];
        holds.extend(period.map(|period| format!("{}の様式だけを受け付けます。", period.label())));
        let past = of_past(&basis, unit);
        holds.extend(past.iter().cloned());
        let is_internal = past.is_some() && unit.is_none();
        let page = CheckPage {
            program: PROGRAM,
            kit: &kit.pack()?,
            city: &city.name,
            mark: is_internal.then_some(INTERNAL),
            holds: &holds,
        };
        Ok(Self {
            bytes: page.html().into_bytes(),
            is_internal,
        })
    }
}

/// What the checks of a project need; of one unit, with nothing of the others' past.
fn packed(project: &Project, unit: Option<&str>) -> Result<Kit> {
    let registry = &project.definitions.registry;
    let lines = project.history_lines(|_| true)?;
    let Some(name) = unit else {
        return Kit::of_project(&project.text, &project.sources, &lines, None);
    };
    let named = registry.find_all(name);
    if named.is_empty() {
        bail!(
            "「{name}」という報告者は名簿にありません。{}の名前を省略せずに書いてください",
            registry.kinds_in_words()
        );
    }
    let units: Vec<&str> = named
        .iter()
        .flat_map(|unit| registry.line_of(&unit.id))
        .collect();
    Kit::of_project(&project.text, &project.sources, &lines, Some(&units))
}

/// Whose past the page holds, and of which periods.
fn of_past(basis: &Basis, unit: Option<&str>) -> Option<String> {
    let periods = basis.past_periods();
    let labels: Vec<String> = periods.iter().map(|period| period.label()).collect();
    let whose = unit.unwrap_or("報告者ごと");
    (!labels.is_empty()).then(|| format!("{whose}の過去の数（{}）と比べます。", labels.join("、")))
}
