//! Finds what may tell who or where somebody is in the text of a case. The patterns are data.
//!
//! A text is only ever pointed at, never rewritten.

use std::ops::Range;

use anyhow::{Result, anyhow};
use regex::Regex;
use serde::Deserialize;

use super::{Context, Sink};
use crate::model::definition_file::{DefinitionFile, Word};
use crate::model::submission::DataValue;
use crate::model::text::narrow;

#[cfg(test)]
mod tests;

/// The checks that look with these patterns.
const CODES: [&str; 8] = ["Z401", "Z402", "Z403", "Z404", "Z405", "Z406", "Z407", "Z408"];

/// The file of patterns as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    kind: Vec<RawKind>,
    words: Words,
    plain: Plain,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    code: Word,
    patterns: Vec<Word>,
    #[serde(default)]
    except: Vec<Word>,
    problem: String,
    remedy: String,
}

/// Lists that patterns name in braces, e.g. `{surname}`.
type Words = indexmap::IndexMap<String, Vec<String>>;

/// What a name may be made of without naming anything: words before one of the endings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain {
    words: Vec<String>,
    endings: Vec<String>,
}

/// Everything that is looked for.
#[derive(Debug, Default)]
pub struct Patterns {
    kinds: Vec<Kind>,
    /// A name that names nothing.
    plain: Option<Regex>,
}

/// One kind of tell-tale.
#[derive(Debug)]
struct Kind {
    code: String,
    patterns: Vec<Regex>,
    except: Vec<Regex>,
    problem: String,
    remedy: String,
}

impl Patterns {
    /// Reads and prepares the patterns.
    ///
    /// # Errors
    /// The first mistake, with its line: a pattern that is none, a code that has no patterns, a code twice.
    pub fn load(file: DefinitionFile) -> Result<Self> {
        let raw: Raw = file.parse()?;
        let mut kinds: Vec<Kind> = Vec::new();
        for kind in raw.kind {
            let code = kind.code.get_ref().clone();
            if !CODES.contains(&code.as_str()) {
                return Err(file.fault(&kind.code, &format!("には型を書けません。書ける番号: {}", CODES.join(", "))));
            }
            if kinds.iter().any(|known| known.code == code) {
                return Err(file.fault(&kind.code, "が二度書かれています。番号は一度だけ使えます"));
            }
            let all = |patterns: &[Word]| patterns.iter().map(|word| pattern(&file, word, &raw.words)).collect::<Result<_>>();
            kinds.push(Kind {
                code,
                patterns: all(&kind.patterns)?,
                except: all(&kind.except)?,
                problem: format!("{}。", kind.problem),
                remedy: kind.remedy,
            });
        }
        let (words, endings) = (one_of(&raw.plain.words), one_of(&raw.plain.endings));
        Ok(Self { kinds, plain: Some(Regex::new(&format!("^(?:{words})*(?:{endings})$"))?) })
    }

    /// The places of a text where each kind is told, in the order of the file and apart from each other.
    ///
    /// An earlier kind takes its places first: a birth date holds an age and a date, too.
    fn find(&self, text: &str) -> Vec<Vec<Range<usize>>> {
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut found = Vec::new();
        for kind in &self.kinds {
            let mut own: Vec<Range<usize>> = Vec::new();
            for span in kind.spans(text).filter(|span| !self.names_none(&text[span.clone()])) {
                if !taken.iter().chain(&own).any(|other| overlap(other, &span)) {
                    own.push(span);
                }
            }
            own.sort_by_key(|span| span.start);
            taken.extend(own.iter().cloned());
            found.push(own);
        }
        found
    }

    fn kind(&self, code: &str) -> Option<(usize, &Kind)> {
        self.kinds.iter().enumerate().find(|(_, kind)| kind.code == code)
    }

    fn names_none(&self, words: &str) -> bool {
        self.plain.as_ref().is_some_and(|plain| plain.is_match(words))
    }
}

impl Kind {
    fn spans<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let excepted: Vec<Range<usize>> =
            self.except.iter().flat_map(|pattern| pattern.find_iter(text)).map(|found| found.range()).collect();
        let spans = self.patterns.iter().flat_map(|pattern| pattern.captures_iter(text));
        spans
            .filter_map(|captures| Some(captures.get(1).or_else(|| captures.get(0))?.range()))
            .filter(move |span| !excepted.iter().any(|other| overlap(other, span)))
    }
}

/// A pattern with its lists put in: `{d}` a digit, `{n}` a digit or a kanji numeral, else a list by its name.
fn pattern(file: &DefinitionFile, word: &Word, lists: &Words) -> Result<Regex> {
    let mut text = word.get_ref().replace("{d}", "[0-9０-９]").replace("{n}", "[0-9０-９一二三四五六七八九十百〇]");
    for (name, words) in lists {
        text = text.replace(&format!("{{{name}}}"), &one_of(words));
    }
    Regex::new(&text).map_err(|error| {
        let names: Vec<String> = lists.keys().map(|name| format!("{{{name}}}")).collect();
        let why = anyhow!("{error}");
        file.fault(word, &format!("は正規表現として読めません。波かっこで使えるもの: {{d}}, {{n}}, {}\n{why}", names.join(", ")))
    })
}

/// One of some words, the longest first: an alternation takes the first that fits.
fn one_of(words: &[String]) -> String {
    let mut words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|")
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// A text of a case with the places where each kind is told; every text is looked through once for all kinds.
pub struct Read<'a> {
    value: &'a DataValue,
    text: &'a str,
    places: Vec<Vec<Range<usize>>>,
}

/// Looks through the texts of a submission.
pub fn read<'a>(context: &Context<'a>) -> Vec<Read<'a>> {
    let values = context.submission.values.iter().filter(|value| context.element(value).is_some_and(|element| element.privacy));
    let texts = values.filter_map(|value| Some((value, value.answer.value()?.text()?)));
    texts.map(|(value, text)| Read { value, text, places: context.criteria.patterns().find(text) }).collect()
}

/// Reports one kind of tell-tale: each cell once, with every place quoted.
pub fn check(code: &str, context: &Context, sink: &mut Sink) {
    let read = context.cases.get_or_init(|| read(context));
    // Forms without any case do not prepare the patterns.
    let Some((index, kind)) = read.first().and_then(|_| context.criteria.patterns().kind(code)) else { return };
    for Read { value, text, places } in read {
        let Some(spans @ [first, ..]) = places.get(index).map(Vec::as_slice) else { continue };
        let mut quoted: Vec<String> = Vec::new();
        for span in spans {
            let words = format!("「{}」", text[span.clone()].trim());
            if !quoted.contains(&words) {
                quoted.push(words);
            }
        }
        let remedy = kind.remedy.replace("{decade}", &decade(&text[first.clone()]));
        sink.value(value, format!("{}{}", quoted.concat(), kind.problem), remedy);
    }
}

/// The decade of an age, e.g. 80歳代; an example where no age can be read.
fn decade(age: &str) -> String {
    let digits: String = narrow(age).chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let years = digits.parse().ok().unwrap_or_else(|| in_kanji(age));
    match years {
        1..10 => "10歳未満".to_owned(),
        10..130 => format!("{}歳代", years / 10 * 10),
        _ => "80歳代".to_owned(),
    }
}

/// The number that kanji numerals write, e.g. 九十一, 八五; 0 without any.
fn in_kanji(text: &str) -> u32 {
    let (mut sum, mut last) = (0, 0);
    for c in text.chars() {
        match ("〇一二三四五六七八九".chars().position(|numeral| numeral == c), c) {
            (Some(digit), _) => last = last * 10 + digit as u32,
            (None, '十') => (sum, last) = (sum + last.max(1) * 10, 0),
            (None, '百') => (sum, last) = (sum + last.max(1) * 100, 0),
            _ => {}
        }
    }
    sum + last
}
