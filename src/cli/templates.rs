//! `templates`: writes the built-in templates of the report, or the definitions, to start own ones
//! from.

use anyhow::{Result, bail};

use super::args::Templates;
use super::next::Next;
use super::write::{self, Guard};
use super::{Outcome, definitions, say};
use crate::output::Output;
use crate::output::templates;

/// Writes the templates; a folder that is not empty is left alone.
pub fn run(args: &Templates) -> Result<Outcome> {
    // Changed templates are somebody's work: they are never written over.
    if args
        .out
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some())
    {
        bail!(
            "「{}」は空ではありません。書きかえた書式を消さないよう、新しいフォルダーを --out で指定してください",
            args.out.display()
        );
    }
    let (files, what, then): (Vec<Output>, _, _) = if args.definitions {
        let sources = definitions::built_in();
        let files = sources.iter().map(|(name, text)| Output {
            path: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
        (
            files.collect(),
            "定義",
            "zaitaku.toml に definitions = \"フォルダー\" と書いてください。",
        )
    } else {
        let files = templates::files().map(|(path, bytes)| Output {
            path,
            bytes: bytes.to_vec(),
        });
        let then = "build の --templates か、zaitaku.toml の templates = \"フォルダー\" で指定してください。詳しくは README.txt を見てください。";
        (files.collect(), "報告書の書式", then)
    };
    write::files(&Guard::new(None), &args.out, &files)?;
    say(&format!(
        "{what}を{}件書きました: {}\n",
        files.len(),
        args.out.display()
    ))?;
    Next::after(None)
        .hand(&format!("変えたファイルだけを残し、{then}"))
        .say()?;
    Ok(Outcome::Clean)
}
