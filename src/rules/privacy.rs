//! Finds what may tell who or where somebody is in the text of a case. The patterns are data.
//!
//! A text is only ever pointed at, never rewritten.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::{Context, Sink};
use crate::model::answer::Value;

static BUILT_IN: &str = include_str!("../../templates/checks/privacy.toml");

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::load(BUILT_IN).unwrap_or_default());

/// The file of patterns as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    kind: Vec<RawKind>,
    institution: Institution,
    names: Names,
    places: Places,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    code: String,
    patterns: Vec<String>,
    except: Vec<String>,
    problem: String,
    remedy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Institution {
    suffixes: Vec<String>,
    plain: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    surnames: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    institutions: Vec<String>,
}

/// Everything that is looked for.
#[derive(Default)]
struct Patterns {
    kinds: Vec<Kind>,
    /// A name of an institution that names none.
    plain: Option<Regex>,
}

/// One kind of tell-tale.
struct Kind {
    code: String,
    patterns: Vec<Regex>,
    except: Vec<Regex>,
    problem: String,
    remedy: String,
}

impl Patterns {
    fn load(text: &str) -> anyhow::Result<Self> {
        let raw: Raw = toml::from_str(text)?;
        let one_of = |words: &[String]| {
            // The longest first: an alternation takes the first that fits.
            let mut words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            words.join("|")
        };
        let (names, places) = (one_of(&raw.names.surnames), one_of(&raw.places.institutions));
        let compile = |pattern: &String| {
            let pattern = pattern
                .replace("{d}", "[0-9０-９]")
                .replace("{n}", "[0-9０-９一二三四五六七八九十百〇]")
                .replace("{name}", &names)
                .replace("{place}", &places);
            Regex::new(&pattern)
        };
        let kinds = raw.kind.iter().map(|kind| {
            let all = |patterns: &[String]| patterns.iter().map(compile).collect::<Result<Vec<_>, _>>();
            Ok(Kind {
                code: kind.code.clone(),
                patterns: all(&kind.patterns)?,
                except: all(&kind.except)?,
                problem: format!("{}。", kind.problem),
                remedy: kind.remedy.clone(),
            })
        });
        let kinds = kinds.collect::<Result<Vec<_>, regex::Error>>()?;
        let (plain, suffixes) = (one_of(&raw.institution.plain), one_of(&raw.institution.suffixes));
        Ok(Self { kinds, plain: Some(Regex::new(&format!("^(?:{plain})*(?:{suffixes})$"))?) })
    }

    /// The places of a text where a kind is told, in order and apart from each other.
    fn find(&self, code: &str, text: &str) -> Vec<Range<usize>> {
        let Some(kind) = self.kinds.iter().position(|kind| kind.code == code) else { return Vec::new() };
        let mut taken: Vec<Range<usize>> = Vec::new();
        for (index, kind) in self.kinds.iter().enumerate().take(kind + 1) {
            let spans = kind.spans(text).into_iter().filter(|span| !self.names_none(&text[span.clone()]));
            let mut own: Vec<Range<usize>> = Vec::new();
            for span in spans {
                if !taken.iter().chain(&own).any(|other| overlap(other, &span)) {
                    own.push(span);
                }
            }
            if index == self.kinds.iter().position(|kind| kind.code == code).unwrap_or_default() {
                own.sort_by_key(|span| span.start);
                return own;
            }
            taken.append(&mut own);
        }
        Vec::new()
    }

    fn names_none(&self, words: &str) -> bool {
        self.plain.as_ref().is_some_and(|plain| plain.is_match(words))
    }
}

impl Kind {
    fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let excepted: Vec<Range<usize>> =
            self.except.iter().flat_map(|pattern| pattern.find_iter(text)).map(|found| found.range()).collect();
        let spans = self.patterns.iter().flat_map(|pattern| pattern.captures_iter(text));
        spans
            .filter_map(|captures| Some(captures.get(1).or_else(|| captures.get(0))?.range()))
            .filter(|span| !excepted.iter().any(|other| overlap(other, span)))
            .collect()
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Reports one kind of tell-tale: each cell once, with every place quoted.
pub fn check(code: &str, context: &Context, sink: &mut Sink) {
    let Some(kind) = PATTERNS.kinds.iter().find(|kind| kind.code == code) else { return };
    for value in &context.submission.values {
        if !context.element(value).is_some_and(|element| element.privacy) {
            continue;
        }
        let Some(text) = value.answer.value().and_then(Value::text) else { continue };
        let spans = PATTERNS.find(code, text);
        if let Some(first) = spans.first() {
            let mut quoted: Vec<String> = spans.iter().map(|span| format!("「{}」", text[span.clone()].trim())).collect();
            quoted.dedup();
            let remedy = kind.remedy.replace("{decade}", &decade(&text[first.clone()]));
            sink.value(value, format!("{}{}", quoted.concat(), kind.problem), remedy);
        }
    }
}

/// The decade of an age, e.g. 80歳代; an example where the age is spelled otherwise.
fn decade(age: &str) -> String {
    let digits: String = crate::model::text::narrow(age).chars().filter(char::is_ascii_digit).collect();
    let age: u32 = digits.parse().unwrap_or(80);
    format!("{}歳代", age / 10 * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds that are found in a text, in the order of their codes.
    fn found(text: &str) -> Vec<&'static str> {
        let mut codes: Vec<&str> =
            PATTERNS.kinds.iter().map(|kind| kind.code.as_str()).filter(|code| !PATTERNS.find(code, text).is_empty()).collect();
        codes.sort_unstable();
        codes
    }

    #[test]
    fn the_patterns_are_read() {
        assert!(Patterns::load(BUILT_IN).is_ok_and(|patterns| patterns.kinds.len() == 8));
    }

    #[test]
    fn what_tells_who_or_where_is_found() {
        for (text, codes) in [
            ("田中さんから電話があった", &["Z401"][..]),
            ("山田 太郎様の件で", &["Z401"]),
            ("鈴木氏が来室した", &["Z401"]),
            ("山田 はなこさんと話した", &["Z401"]),
            ("スミスさんの家族", &["Z401"]),
            ("佐藤医師に紹介した", &["Z401"]),
            ("高橋先生の往診が始まった", &["Z401"]),
            ("８３歳の男性", &["Z402"]),
            ("九十一才、独居", &["Z402"]),
            ("年齢：83、女性", &["Z402"]),
            ("昭和15年3月2日生", &["Z403"]),
            ("S15.3.2生まれ", &["Z403"]),
            ("生年月日 1940/3/2", &["Z403"]),
            ("1940年生まれの女性", &["Z403"]),
            ("令和５年６月１２日に退院した", &["Z404"]),
            ("2023/6/12 に訪問した", &["Z404"]),
            ("6月12日に退院した", &["Z404"]),
            ("6/12退院", &["Z404"]),
            ("電話は06-6208-0000へ", &["Z405"]),
            ("０９０－１２３４－５６７８に連絡", &["Z405"]),
            ("09012345678に連絡", &["Z405"]),
            ("〒530-8201", &["Z405"]),
            ("郵便番号530-8201の", &["Z405"]),
            ("taro@example.jp に送った", &["Z405"]),
            ("被保険者番号：0001234567", &["Z405"]),
            ("番号は1234567890です", &["Z405"]),
            ("北区中之島一丁目の自宅", &["Z406"]),
            ("天満3-2-1に住む", &["Z406"]),
            ("12番地の長屋", &["Z406"]),
            ("マンションの201号室", &["Z406"]),
            ("K.T氏の退院", &["Z407"]),
            ("Ｙ．Ｓさんから相談", &["Z407"]),
            ("患者MKさんの家族", &["Z407"]),
            ("中之島病院に入院した", &["Z408"]),
            ("さくらクリニックの往診", &["Z408"]),
            ("サクラクリニックの往診", &["Z408"]),
            ("中津訪問看護ステーションにつないだ", &["Z408"]),
        ] {
            assert_eq!(found(text), codes, "{text}");
        }
    }

    #[test]
    fn words_that_tell_nobody_pass() {
        for text in [
            "皆様、患者様、ご家族様、お客様、奥様の様子は様々で、同様の仕様である",
            "患者さん、息子さん、娘さん、奥さん、看護師さん、ヘルパーさん、ケアマネさん、大家さん、たくさん",
            "AさんとB様、C氏、氏名は伏せる",
            "70歳代の男性、80代の女性、65歳以上",
            "主治医の先生、担当医師、訪問看護師",
            "入院の1週間後、5月下旬、令和5年度上半期、4月から",
            "近隣の病院、総合病院、A病院、Bクリニック、かかりつけ薬局、区外の病院、入院中の病院、回復期リハビリテーション病院",
            "このクリニック、かかりつけクリニック、近くのクリニック、いつもの病院、断られた病院",
            "在宅療養支援診療所、門前薬局、訪問看護ステーション、特別養護老人ホーム",
            "PTさんとOTさん、ADLとIADL、MSW、S.T.",
            "要介護2-3、週2/3回、血圧120/80、体温37.5、SpO2 95%",
            "町内会の会長、区内、住宅改修20万円、30分、10日間",
            "家族は薬のことをたくさん話した。近所のおばさん",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
