//! `templates`: writes the built-in templates of the report, to start own ones from.

use anyhow::{Result, bail};

use super::args::Templates;
use super::{Outcome, say};
use crate::output::templates;
use crate::output::write::{Output, write_all};

/// Writes the templates; a folder that is not empty is left alone.
pub fn run(args: &Templates) -> Result<Outcome> {
    // Changed templates are somebody's work: they are never written over.
    if args.out.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        bail!(
            "「{}」は空ではありません。書きかえた書式を消さないよう、新しいフォルダーを --out で指定してください",
            args.out.display()
        );
    }
    let files: Vec<Output> = templates::files().map(|(path, bytes)| Output { path, bytes: bytes.to_vec() }).collect();
    write_all(&args.out, &files)?;
    say(&format!(
        "報告書の書式を{}件書きました: {}\n変えたファイルだけを残し、build の --templates でそのフォルダーを指定してください。詳しくは README.txt を見てください。\n",
        files.len(),
        args.out.display()
    ));
    Ok(Outcome::Clean)
}
