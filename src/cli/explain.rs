//! `explain`: what a check means, why it exists, an example, how to mend it.

use anyhow::Result;

use super::args::Explain;
use super::next::Next;
use super::{Outcome, say, warn};
use crate::model::text::narrow;
use crate::rules::{self, RULES};

/// Prints one explanation, or the list of all.
pub fn run(args: &Explain) -> Result<Outcome> {
    match &args.code {
        None => {
            let lines: Vec<String> = RULES
                .iter()
                .map(|rule| format!("{}  {}\n", rule.severity.label(), title(rule.doc)))
                .collect();
            say(&lines.concat())?;
            let next = Next::after(None);
            next.run("詳しい説明を読む", "explain 番号").say()?;
        }
        Some(code) => match rules::find(&format!("Z{}", number(code))) {
            Some(rule) => {
                say(rule.doc)?;
                let next = Next::after(None);
                next.run("直したら、もう一度確認する", "validate ファイル")
                    .say()?;
            }
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

/// The number of a code, in any spelling.
fn number(code: &str) -> String {
    narrow(code).trim_start_matches(['Z', 'z']).to_owned()
}

/// The first line of an explanation without its mark.
fn title(doc: &str) -> &str {
    doc.lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("# ")
}
