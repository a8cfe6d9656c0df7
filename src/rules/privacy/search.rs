//! Searches for patterns: many at once, and only for those that a text can fit at all.
//!
//! A form is checked in less time than the patterns of all names take to be prepared. Most texts
//! name nobody: they hold no word of the lists of names, and the patterns that cannot do without
//! such a word are never prepared for them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::Result;
use indexmap::IndexMap;
use regex::Regex;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::{Input, MatchKind, PatternSet};
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::Deserialize;

use crate::model::definition_file::{DefinitionFile, Word};

/// The memory that patterns may take together; alone each has 10 MB.
const SET_BYTES: usize = 64 << 20;

/// The memory of a search through patterns: with less it forgets what it has learned of them again
/// and again, and is several times slower.
const SEARCH_BYTES: usize = 8 << 20;

/// The signs that patterns name in braces. Wide ranges on purpose: `\p{Han}` is made of some
/// twenty, and a form would be checked in the time that it takes to prepare them.
const SIGNS: [(&str, &str); 5] = [
    ("d", "[0-9０-９]"),
    ("n", "[0-9０-９一二三四五六七八九十百〇]"),
    ("kanji", "[々〇㐀-鿿豈-﫿𠀀-𯿿]"),
    ("hiragana", "[ぁ-ゖゝ-ゟ]"),
    ("katakana", "[ァ-ヺヽ-ヿㇰ-ㇿｦ-ｯｱ-ﾝ]"),
];

/// A pattern that fits nowhere; between square brackets it is some signs.
const NOTHING: &str = r"(?:[^\s\S])";

/// Lists of words that patterns name in braces, e.g. `{surname}`.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "IndexMap<String, Vec<String>>")]
pub(super) struct WordLists {
    lists: IndexMap<String, WordList>,
    /// The words that begin with a sign, each by its list and its place there.
    by_first: OnceLock<HashMap<char, Vec<(usize, usize)>>>,
}

#[derive(Debug)]
struct WordList {
    words: Vec<String>,
    /// One of the words, as a pattern.
    one_of: String,
}

impl From<IndexMap<String, Vec<String>>> for WordLists {
    fn from(lists: IndexMap<String, Vec<String>>) -> Self {
        let list = |words: Vec<String>| WordList {
            one_of: one_of(&words),
            words,
        };
        let lists = lists.into_iter().map(|(name, words)| (name, list(words)));
        Self {
            lists: lists.collect(),
            by_first: OnceLock::new(),
        }
    }
}

impl WordLists {
    /// The text of a pattern with its signs, and with what is wanted in place of its lists.
    fn put_into<'a>(&'a self, written: &str, list: impl Fn(usize) -> &'a str) -> String {
        let (mut text, mut rest) = (String::new(), written);
        while let Some((before, behind)) = rest.split_once('{') {
            text.push_str(before);
            let (name, after) = behind.split_once('}').unwrap_or_default();
            let sign = SIGNS.iter().find(|(sign, _)| *sign == name);
            rest = after;
            if let Some((_, sign)) = sign {
                text.push_str(sign);
            } else if let Some(n) = self.lists.get_index_of(name) {
                text.push_str(list(n));
            } else {
                text.push('{'); // Of a repetition.
                rest = behind;
            }
        }
        text + rest
    }

    /// The lists that a pattern cannot do without: with none of its words it fits nowhere.
    fn needed_by(&self, written: &str) -> Vec<usize> {
        if folds_case(written) {
            return Vec::new(); // Its words are found in other letters, too.
        }
        let is_needed = |list: &usize| {
            let without = |n| if n == *list { NOTHING } else { "_" };
            let text = self.put_into(written, without);
            regex_syntax::parse(&text).is_ok_and(|pattern| !can_fit(&pattern))
        };
        let mut named: Vec<usize> = written
            .split('{')
            .filter_map(|behind| self.lists.get_index_of(behind.split_once('}')?.0))
            .collect();
        named.sort_unstable();
        named.dedup();
        named.retain(is_needed);
        named
    }

    /// Of each list whether a word of it stands in a text.
    pub(super) fn in_text(&self, text: &str) -> Vec<bool> {
        let by_first = self.by_first.get_or_init(|| self.words_by_first());
        let mut found = vec![false; self.lists.len()];
        for (at, first) in text.char_indices() {
            for (list, word) in by_first.get(&first).into_iter().flatten() {
                found[*list] |= text[at..].starts_with(&self.lists[*list].words[*word]);
            }
        }
        found
    }

    fn words_by_first(&self) -> HashMap<char, Vec<(usize, usize)>> {
        let mut by_first: HashMap<char, Vec<(usize, usize)>> = HashMap::new();
        for (list, WordList { words, .. }) in self.lists.values().enumerate() {
            for (word, first) in words.iter().map(|word| word.chars().next()).enumerate() {
                by_first
                    .entry(first.unwrap_or_default())
                    .or_default()
                    .push((list, word));
            }
        }
        by_first
    }
}

/// Whether there is a text that a pattern fits.
fn can_fit(pattern: &Hir) -> bool {
    match pattern.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => true,
        HirKind::Class(Class::Unicode(class)) => !class.ranges().is_empty(),
        HirKind::Class(Class::Bytes(class)) => !class.ranges().is_empty(),
        HirKind::Repetition(repeated) => repeated.min == 0 || can_fit(&repeated.sub),
        HirKind::Capture(group) => can_fit(&group.sub),
        HirKind::Concat(parts) => parts.iter().all(can_fit),
        HirKind::Alternation(parts) => parts.iter().any(can_fit),
    }
}

/// Whether a part of a pattern takes small letters for capital ones: `(?i)`.
fn folds_case(written: &str) -> bool {
    let mut groups = written.split("(?").skip(1);
    groups.any(|group| {
        group
            .split([')', ':'])
            .next()
            .unwrap_or_default()
            .contains('i')
    })
}

/// One of some words, the longest first: an alternation takes the first that fits.
pub(super) fn one_of(words: &[String]) -> String {
    let words = words.iter().filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(|word| regex::escape(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|")
}

/// A pattern that is prepared when the first text is held against it.
#[derive(Debug, Default)]
pub(super) struct LazyRegex {
    text: String,
    regex: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    pub(super) fn new(text: String) -> Self {
        Self {
            text,
            regex: OnceLock::new(),
        }
    }

    /// One of some patterns.
    pub(super) fn any_of(patterns: &[Pattern]) -> Self {
        let texts = patterns.iter().map(|pattern| &pattern.regex.text);
        let texts: Vec<String> = texts.map(|text| format!("(?:{text})")).collect();
        Self::new(texts.join("|"))
    }

    /// Nothing for what is no pattern, which is told where the file is read.
    pub(super) fn get(&self) -> Option<&Regex> {
        self.regex
            .get_or_init(|| Regex::new(&self.text).ok())
            .as_ref()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// A pattern, and the lists without whose words it fits nowhere.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: LazyRegex,
    written: String,
}

impl Pattern {
    /// Puts the signs and lists into a pattern. A project's own is tried at once, so that a mistake
    /// is told before any form is checked.
    ///
    /// # Errors
    /// It is no regular expression; with its line.
    pub(super) fn read(
        file: &DefinitionFile,
        word: &Word,
        lists: &WordLists,
        built_in: bool,
    ) -> Result<Self> {
        let written = word.get_ref().clone();
        let text = lists.put_into(&written, |n| &lists.lists[n].one_of);
        if !built_in && let Err(error) = Regex::new(&text) {
            let names = SIGNS.iter().map(|(name, _)| *name);
            let names = names.chain(lists.lists.keys().map(String::as_str));
            let names: Vec<String> = names.map(|name| format!("{{{name}}}")).collect();
            let what = format!(
                "は正規表現として読めません。波かっこで使えるもの: {}\n{error}",
                names.join(", ")
            );
            return Err(file.fault(word, &what));
        }
        Ok(Self {
            regex: LazyRegex::new(text),
            written,
        })
    }
}

/// Patterns that are held against a text all at once: most texts hold none of them.
#[derive(Debug)]
pub(super) struct Search {
    patterns: Vec<Pattern>,
    groups: OnceLock<Vec<Group>>,
}

impl Search {
    pub(super) fn new(patterns: Vec<Pattern>) -> Self {
        Self {
            patterns,
            groups: OnceLock::new(),
        }
    }

    /// The places of a text where a pattern fits, in the order of the patterns; `present` says of
    /// which lists the text holds a word.
    pub(super) fn places(
        &self,
        text: &str,
        lists: &WordLists,
        present: &[bool],
    ) -> Vec<Range<usize>> {
        let groups = self
            .groups
            .get_or_init(|| Group::all(&self.patterns, lists));
        let mut fitting = Vec::new();
        for group in groups {
            if group.needs.iter().all(|list| present[*list]) {
                fitting.extend(group.fitting(&self.patterns, text));
            }
        }
        fitting.sort_unstable();
        let fitting = fitting
            .into_iter()
            .filter_map(|n| self.patterns[n].regex.get());
        let captures = fitting.flat_map(|regex| regex.captures_iter(text));
        captures
            .filter_map(|captures| Some(captures.get(1).or_else(|| captures.get(0))?.range()))
            .collect()
    }
}

/// The patterns of a search that need words of the same lists.
#[derive(Debug)]
struct Group {
    needs: Vec<usize>,
    members: Vec<usize>,
    together: OnceLock<Option<Together>>,
}

impl Group {
    fn all(patterns: &[Pattern], lists: &WordLists) -> Vec<Self> {
        let mut members: IndexMap<Vec<usize>, Vec<usize>> = IndexMap::new();
        for (n, pattern) in patterns.iter().enumerate() {
            let needs = lists.needed_by(&pattern.written);
            members.entry(needs).or_default().push(n);
        }
        let groups = members.into_iter().map(|(needs, members)| Self {
            needs,
            members,
            together: OnceLock::new(),
        });
        groups.collect()
    }

    /// The members that fit somewhere in a text; those that may, where they cannot be asked
    /// together.
    fn fitting(&self, patterns: &[Pattern], text: &str) -> Vec<usize> {
        let together = self.together.get_or_init(|| {
            let members = self.members.iter().map(|n| &*patterns[*n].regex.text);
            Together::new(&members.collect::<Vec<_>>())
        });
        match together.as_ref().and_then(|together| together.hits(text)) {
            Some(hits) => hits
                .iter()
                .map(|hit| self.members[hit.as_usize()])
                .collect(),
            None => self.members.clone(),
        }
    }
}

/// Says which patterns fit somewhere, not where. A `RegexSet` says the same; it prepares the search
/// backwards as well, and a form is checked in half the time that this takes.
#[derive(Debug)]
struct Together {
    automaton: DFA,
    /// What searches have learned of the texts; each goes on with what another has left.
    learned: Mutex<Vec<Cache>>,
}

impl Together {
    /// Nothing where they are too many.
    fn new(patterns: &[&str]) -> Option<Self> {
        let searching = DFA::config()
            .match_kind(MatchKind::All)
            .cache_capacity(SEARCH_BYTES);
        let preparing = thompson::Config::new()
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(SET_BYTES));
        let mut builder = DFA::builder();
        let builder = builder.configure(searching).thompson(preparing);
        Some(Self {
            automaton: builder.build_many(patterns).ok()?,
            learned: Mutex::default(),
        })
    }

    /// The patterns that fit; nothing where the search gave up.
    fn hits(&self, text: &str) -> Option<PatternSet> {
        let lock = || self.learned.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().pop();
        let mut cache = known.unwrap_or_else(|| self.automaton.create_cache());
        let mut hits = PatternSet::new(self.automaton.pattern_len());
        let ended =
            self.automaton
                .try_which_overlapping_matches(&mut cache, &Input::new(text), &mut hits);
        lock().push(cache);
        ended.ok().map(|()| hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::criteria::Criteria;

    #[test]
    fn a_pattern_needs_the_lists_that_no_part_of_it_can_do_without() {
        let written = "surname = ['田中', '中田']\ngiven = ['花子']\ntitle = ['医師']";
        let lists: WordLists = toml::from_str(written).expect("lists");
        for (pattern, needed) in [
            ("(?:{surname})さん", vec![0]),
            ("(?:{surname}|{given})さん", vec![]),
            ("(?:{surname}|{surname}の)(?:{given})?", vec![0]),
            ("(?:(?:{surname}){given}){1,2}{title}", vec![0, 1, 2]),
            ("(?:{surname}){0,2}先生", vec![]),
            ("(?i:{surname})さん", vec![]),
            ("[{surname}]さん", vec![]),
        ] {
            assert_eq!(lists.needed_by(pattern), needed, "{pattern}");
        }
        assert_eq!(lists.in_text("田中田さんの医師"), [true, false, true]);
    }

    #[test]
    fn the_patterns_of_the_program_can_be_asked_together() {
        let patterns = Criteria::built_in().patterns();
        for search in patterns
            .kinds
            .iter()
            .flat_map(|kind| [&kind.of_case, &kind.of_person])
        {
            for group in Group::all(&search.patterns, &patterns.lists) {
                let members = group
                    .members
                    .iter()
                    .map(|n| &*search.patterns[*n].regex.text);
                let texts: Vec<&str> = members.collect();
                assert!(Together::new(&texts).is_some(), "{texts:?}");
            }
        }
    }
}
