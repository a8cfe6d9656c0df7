//! An address of a page that nobody outside can open: of a mailbox, of a file, of the house.

use super::{Check, Context, Message, Rule, Sink};
use crate::model::answer::Value;
use crate::model::excel;
use crate::model::finding::Severity;
use crate::model::text::narrow;

/// How much of an address is repeated.
const LONGEST_QUOTE: usize = 80;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z311",
    name: "not-an-address",
    severity: Severity::Query,
    doc: include_str!("z311_not_an_address.md"),
    check: Check::Submission(check),
};

fn check(context: &Context, sink: &mut Sink) {
    let addresses = &context.criteria.thresholds.addresses;
    for element in &addresses.elements {
        for value in context.inputs(element) {
            let Some(text) = value.answer.value().and_then(Value::text) else {
                continue;
            };
            let mut lines = narrow(text);
            lines.make_ascii_lowercase();
            if !lines
                .split_whitespace()
                .all(|line| is_public(line, &addresses.inside))
            {
                sink.value(
                    value,
                    format!("「{text}」は、だれでも開けるホームページのアドレスではないようです。"),
                    "ページをブラウザーで開き、上に出るアドレス（https:// から始まるもの）を写してください。\
                     ページがなければ空欄にしてください。",
                );
            }
        }
    }
}

pub(super) fn linked_elsewhere(link: &str) -> Message {
    Message::new(
        format!(
            "欄のアドレスを押すと、別のアドレス「{}」が開きます。書かれたアドレスのほうを読みました。",
            excel::cut(link, LONGEST_QUOTE)
        ),
        "どちらが正しいかを確かめて正しいアドレスを書き、欄を右クリックして「ハイパーリンクの削除」を選んでください。",
    )
}

/// Whether an address names a page of a host that all can reach: with `http`, or a host name at
/// once.
fn is_public(address: &str, inside: &[String]) -> bool {
    let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let is_host = host.contains('.') && host.chars().all(is_word) && !host.starts_with('.');
    let is_inside = inside
        .iter()
        .any(|name| host.starts_with(name.as_str()) || host.ends_with(name.as_str()));
    // Words of the page that were copied along.
    let words = rest.rsplit_once('(').filter(|_| rest.ends_with(')'));
    let has_words =
        words.is_some_and(|(_, words)| !words.is_ascii()) || rest.ends_with(['。', '、', '」']);
    matches!(scheme, "http" | "https") && is_host && !is_inside && !has_words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::criteria::Criteria;

    #[test]
    fn a_page_that_all_can_open_is_known_from_any_other_address() {
        let inside = &Criteria::built_in().thresholds.addresses.inside;
        for address in [
            "https://www.city.osaka.lg.jp/kita/page/0000001.html",
            "www.city.osaka.lg.jp/kita/",
            "http://example.jp:8080/?a=b@c",
        ] {
            assert!(is_public(address, inside), "{address}");
        }
        for address in [
            "kita@example.jp",
            "mailto:kita@example.jp",
            "c:\\users\\kita\\page.html",
            "\\\\server\\kita\\page.html",
            "file:///c:/kita.html",
            "http://192.168.1.5/kita/",
            "http://localhost/kita/",
            "http://intra.kita.local/",
            "北区のホームページ参照",
            "https://",
            "https://www.city.osaka.lg.jp/kita/(外部リンク)",
            "https://www.city.osaka.lg.jp/kita/。",
            "0000123",
        ] {
            assert!(!is_public(address, inside), "{address}");
        }
    }
}
