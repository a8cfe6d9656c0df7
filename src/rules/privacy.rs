//! Finds what may tell who or where somebody is in the text of a case, and what is of one person
//! alone in other texts that are printed. The patterns are data.
//!
//! A text is only ever pointed at, never rewritten.

use std::ops::Range;

use anyhow::Result;
use serde::Deserialize;

use self::search::{LazyRegex, Pattern, Search, WordLists, one_of};
use super::{Context, Sink};
use crate::model::answer::Value;
use crate::model::catalogue::Privacy;
use crate::model::cell::Location;
use crate::model::definition_file::{DefinitionFile, Word};
use crate::model::text::narrow;

mod search;
#[cfg(test)]
mod tests;

/// The checks that look with these patterns.
const CODES: [&str; 8] = [
    "Z401", "Z402", "Z403", "Z404", "Z405", "Z406", "Z407", "Z408",
];

/// The file of patterns as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPatterns {
    kind: Vec<RawTellTale>,
    words: WordLists,
    plain: PlainNames,
    #[serde(default)]
    ages: NamedAges,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTellTale {
    code: Word,
    patterns: Vec<Word>,
    #[serde(default)]
    person_patterns: Vec<Word>,
    #[serde(default)]
    except: Vec<Word>,
    problem: String,
    remedy: String,
}

/// Ages that are called by the feast that they are, in years.
type NamedAges = indexmap::IndexMap<String, u32>;

/// What a name may be made of without naming anything: words before one of the endings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainNames {
    words: Vec<String>,
    endings: Vec<String>,
}

/// Everything that is looked for.
#[derive(Debug, Default)]
pub struct Patterns {
    kinds: Vec<TellTale>,
    lists: WordLists,
    /// A name that names nothing.
    plain: LazyRegex,
    ages: NamedAges,
}

/// One kind of tell-tale. Each is searched for alone: all kinds in one search would have to learn
/// how each of them meets each other.
#[derive(Debug)]
struct TellTale {
    code: String,
    of_case: Search,
    of_person: Search,
    /// What lets a match pass; asked when there is one, which is rare.
    except: LazyRegex,
    problem: String,
    remedy: String,
}

impl Patterns {
    /// Reads the patterns; the built-in ones, which a test prepares, are prepared when they are
    /// needed.
    ///
    /// # Errors The first mistake, with its line: a pattern that is none, a code that has no
    /// patterns, a code twice.
    pub fn load(file: DefinitionFile, built_in: bool) -> Result<Self> {
        let raw: RawPatterns = file.parse()?;
        let mut kinds: Vec<TellTale> = Vec::new();
        for kind in raw.kind {
            let code = kind.code.get_ref().clone();
            if !CODES.contains(&code.as_str()) {
                return Err(file.fault(
                    &kind.code,
                    &format!("には型を書けません。書ける番号: {}", CODES.join(", ")),
                ));
            }
            if kinds.iter().any(|known| known.code == code) {
                return Err(file.fault(&kind.code, "が二度書かれています。番号は一度だけ使えます"));
            }
            let read = |words: &[Word]| -> Result<Vec<Pattern>> {
                let patterns = words.iter();
                patterns
                    .map(|word| Pattern::read(&file, word, &raw.words, built_in))
                    .collect()
            };
            let except = read(&kind.except)?;
            kinds.push(TellTale {
                code,
                of_case: Search::new(read(&kind.patterns)?),
                of_person: Search::new(read(&kind.person_patterns)?),
                except: LazyRegex::any_of(&except),
                problem: format!("{}。", kind.problem),
                remedy: kind.remedy,
            });
        }
        let (words, endings) = (one_of(&raw.plain.words), one_of(&raw.plain.endings));
        Ok(Self {
            kinds,
            lists: raw.words,
            plain: LazyRegex::new(format!("^(?:{words})*(?:{endings})$")),
            ages: raw.ages,
        })
    }

    /// The places of a text where each kind is told, in the order of the file and apart from each
    /// other.
    ///
    /// An earlier kind takes its places first: a birth date holds an age and a date, too.
    pub(super) fn find(&self, text: &str, privacy: Privacy) -> Vec<Vec<Range<usize>>> {
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut found = Vec::new();
        let present = self.lists.in_text(text);
        for kind in &self.kinds {
            let mut own: Vec<Range<usize>> = Vec::new();
            let places = kind.search(privacy).places(text, &self.lists, &present);
            let spans = kind.not_excepted(text, places).into_iter();
            for span in spans.filter(|span| !self.names_none(&text[span.clone()])) {
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

    fn kind(&self, code: &str) -> Option<(usize, &TellTale)> {
        self.kinds
            .iter()
            .enumerate()
            .find(|(_, kind)| kind.code == code)
    }

    fn names_none(&self, words: &str) -> bool {
        self.plain.get().is_some_and(|plain| plain.is_match(words))
    }

    /// The decade of an age, e.g. 80歳代; an example where no age can be read.
    fn decade(&self, age: &str) -> String {
        let digits: String = narrow(age)
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        let named = self.ages.iter().find(|(name, _)| age.contains(&**name));
        let named = named.map_or_else(|| in_kanji(age), |(_, years)| *years);
        match digits.parse().unwrap_or(named) {
            1..10 => "10歳未満".to_owned(),
            years @ 10..130 => format!("{}歳代", years / 10 * 10),
            _ => "80歳代".to_owned(),
        }
    }
}

impl TellTale {
    fn search(&self, privacy: Privacy) -> &Search {
        match privacy {
            Privacy::Case => &self.of_case,
            Privacy::Person => &self.of_person,
        }
    }

    /// The places that nothing lets pass.
    fn not_excepted(&self, text: &str, mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
        if let Some(except) = Some(&self.except)
            .filter(|except| !spans.is_empty() && !except.is_empty())
            .and_then(LazyRegex::get)
        {
            let excepted: Vec<Range<usize>> =
                except.find_iter(text).map(|found| found.range()).collect();
            spans.retain(|span| !excepted.iter().any(|other| overlap(other, span)));
        }
        spans
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// A text with the places where each kind is told; every text is looked through once for all kinds.
pub struct ReadText<'a> {
    at: &'a Location,
    heading: &'a str,
    found: &'a str,
    text: &'a str,
    places: Vec<Vec<Range<usize>>>,
}

/// The heading of a reason, as a finding names its cell.
const REASON: &str = "理由";

/// Looks through the texts of a submission, and its reasons: they are printed, too.
pub fn read<'a>(context: &Context<'a>) -> Vec<ReadText<'a>> {
    let mut texts: Vec<(&Location, &str, &str, &str, Privacy)> = Vec::new();
    for value in &context.submission.values {
        let privacy = context.element(value).and_then(|element| element.privacy);
        if let Some(text) = value.answer.value().and_then(Value::text)
            && let Some(privacy) = privacy
        {
            texts.push((&value.at, &value.heading, &value.raw, text, privacy));
        }
    }
    for reason in &context.submission.reasons {
        let text: &str = &reason.text;
        texts.push((&reason.at, REASON, text, text, Privacy::Case));
    }
    texts
        .into_iter()
        .map(|(at, heading, found, text, privacy)| ReadText {
            at,
            heading,
            found,
            text,
            places: context.criteria.patterns().find(text, privacy),
        })
        .collect()
}

/// Reports one kind of tell-tale: each cell once, with every place quoted.
pub fn check(context: &Context, sink: &mut Sink) {
    let read = context.read.get_or_init(|| read(context));
    // Forms without any text do not prepare the patterns.
    if read.is_empty() {
        return;
    }
    let patterns = context.criteria.patterns();
    let Some((index, kind)) = patterns.kind(sink.code()) else {
        return;
    };
    for ReadText {
        at,
        heading,
        found,
        text,
        places,
    } in read
    {
        let Some(spans @ [first, ..]) = places.get(index).map(Vec::as_slice) else {
            continue;
        };
        let mut quoted: Vec<String> = Vec::new();
        for span in spans {
            let words = format!("「{}」", text[span.clone()].trim());
            if !quoted.contains(&words) {
                quoted.push(words);
            }
        }
        let remedy = kind
            .remedy
            .replace("{decade}", &patterns.decade(&text[first.clone()]));
        sink.text(
            at,
            heading,
            found,
            format!("{}{}", quoted.concat(), kind.problem),
            remedy,
        );
    }
}

/// The number that kanji numerals write, e.g. 九十一, 八五; 0 without any.
fn in_kanji(text: &str) -> u32 {
    let (mut sum, mut last) = (0, 0);
    for c in text.chars() {
        match (
            "〇一二三四五六七八九"
                .chars()
                .position(|numeral| numeral == c),
            c,
        ) {
            (Some(digit), _) => last = last * 10 + digit as u32,
            (None, '十') => (sum, last) = (sum + last.max(1) * 10, 0),
            (None, '百') => (sum, last) = (sum + last.max(1) * 100, 0),
            _ => {}
        }
    }
    sum + last
}
