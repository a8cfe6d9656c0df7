//! What to write instead of a character that the report cannot show.

use anyhow::Result;
use serde::Deserialize;

use crate::model::definition_file::{DefinitionFile, Word};

/// Proposals; the file names as many as somebody thought of.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Characters {
    #[serde(default)]
    instead: Vec<Instead>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Instead {
    characters: Word,
    write: String,
}

impl Characters {
    /// Reads the proposals.
    ///
    /// # Errors
    /// A mistake in the file, or a character with two proposals.
    pub fn load(file: DefinitionFile) -> Result<Self> {
        let own: Self = file.parse()?;
        let mut known = String::new();
        for Instead { characters, .. } in &own.instead {
            if let Some(twice) = characters.get_ref().chars().find(|c| known.contains(*c)) {
                return Err(file.fault(
                    characters,
                    &format!("の「{twice}」は前にも書かれています。一つの文字は一度だけ書けます"),
                ));
            }
            known += characters.get_ref();
        }
        Ok(own)
    }

    /// What to do about a character, as a sentence.
    pub fn remedy(&self, c: char) -> String {
        if c.is_control() {
            return "制御文字は、文を打ち直すと消えます。".to_owned();
        }
        match self
            .instead
            .iter()
            .find(|instead| instead.characters.get_ref().contains(c))
        {
            Some(instead) => format!("「{c}」は{}と書いてください。", instead.write),
            None if is_picture(c) => format!("「{c}」は消すか、言葉で書いてください。"),
            None => format!("「{c}」はふつうに使われる字か、かなで書いてください。"),
        }
    }
}

/// Signs and emoji, which words can say.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
