//! `explain`: what a check means, why it exists, an example, how to mend it.

use anyhow::Result;

use super::args::Explain;
use super::{Outcome, say, warn};
use crate::rules::{self, RULES};

/// Prints one explanation, or the list of all.
pub fn run(args: &Explain) -> Result<Outcome> {
    match &args.code {
        None => {
            let lines: Vec<String> = RULES
                .iter()
                .map(|rule| format!("{}  {}\n", rule.severity.label(), title(rule.doc)))
                .collect();
            say(&format!(
                "{}\n詳しくは「zaitaku-report explain 番号」で読めます。\n",
                lines.concat()
            ))?;
        }
        Some(code) => match rules::find(code) {
            Some(rule) => say(rule.doc)?,
            None => {
                warn(&format!(
                    "エラー: 「{code}」という番号はありません。番号の一覧は「zaitaku-report explain」で見られます。\n"
                ));
                return Ok(Outcome::Usage);
            }
        },
    }
    Ok(Outcome::Clean)
}

/// The first line of an explanation without its mark.
fn title(doc: &str) -> &str {
    doc.lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("# ")
}
