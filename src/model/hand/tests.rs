use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only that they are read matters")]
struct Sample {
    title: String,
    names: Vec<String>,
    publication: Inner,
    #[serde(default)]
    unit: Vec<Inner>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only that they are read matters")]
struct Inner {
    #[serde(deserialize_with = "some_text")]
    issuer: String,
    #[serde(default, deserialize_with = "any_text")]
    contact: Option<String>,
    #[serde(default)]
    until: Option<crate::model::period::Period>,
    #[serde(default)]
    rest: bool,
    #[serde(default, deserialize_with = "crate::model::day::read_option")]
    day: Option<jiff::civil::Date>,
    count: u32,
}

const RIGHT: &str = "title = \"題\"\nnames = [\"北区\", \"北\"]\n[publication]\nissuer = \"局\"\nday = \"2023-10-31\"\ncount = 5\n";

fn said(text: &str) -> String {
    parse::<Sample>("設定ファイル「x.toml」", &repair(text))
        .expect_err(text)
        .to_string()
}

fn changed(from: &str, to: &str) -> String {
    assert!(RIGHT.contains(from), "{from}");
    RIGHT.replace(from, to)
}

#[test]
fn wide_signs_are_read_as_the_narrow_ones_that_they_mean() {
    for (from, to) in [
        ("title = \"題\"", "title　＝　\"題\""),
        ("title = \"題\"", "ｔｉｔｌｅ = “題”"),
        ("title = \"題\"", "title = ＂題＂　＃ 注"),
        ("[\"北区\", \"北\"]", "［“北区”，‘北’］"),
        ("[publication]", "［publication］"),
        ("count = 5", "count = ２０２３１０３１"),
        ("\"2023-10-31\"", "2023-10-31"),
        ("\"2023-10-31\"", "２０２３－１０－３１"),
        ("\"2023-10-31\"", "2023/10/31"),
        ("\"2023-10-31\"", "20231031"),
        ("\"2023-10-31\"", "令和5年10月31日　# 火曜日"),
        ("\"2023-10-31\"", "令和５年１０月３１日（火）"),
        ("\"2023-10-31\"", "\"2023年10月31日\""),
        ("\"2023-10-31\"", "\"R5.10.31\""),
    ] {
        let text = changed(from, to);
        let read = parse::<Sample>("x", &repair(&text));
        let read = read.unwrap_or_else(|error| panic!("{to}: {error}"));
        let day = jiff::civil::Date::constant(2023, 10, 31);
        assert_eq!(read.publication.day, Some(day), "{to}");
    }
    parse::<Sample>("x", &repair(&RIGHT.replace('\n', "\r"))).expect("lines of an old Mac");
}

#[test]
fn what_can_be_meant_in_one_way_alone_is_read() {
    let read = |more: &str| {
        let text = format!("{RIGHT}{more}\n");
        parse::<Sample>("x", &repair(&text)).unwrap_or_else(|error| panic!("{more}: {error}"))
    };
    let period = "2024H2".parse().ok();
    for until in ["2024H2", "令和6年度下半期 # 終わり", "R6H2"] {
        assert_eq!(
            read(&format!("until = {until}")).publication.until,
            period,
            "{until}"
        );
    }
    for yes in ["True", "TRUE", "ｔｒｕｅ"] {
        assert!(read(&format!("rest = {yes}")).publication.rest, "{yes}");
    }
    assert_eq!(
        read("contact = \"健康局”").publication.contact.as_deref(),
        Some("健康局")
    );
    assert_eq!(read("contact = \"　\"").publication.contact, None);
    // What would be another text is asked about.
    assert!(said(&format!("{RIGHT}contact = \"局の“窓口”\n")).contains("引用符"));
}

#[test]
fn a_heading_in_the_brackets_of_another_kind_is_told_by_its_own() {
    for (from, to, line, meant) in [
        (
            "[publication]",
            "[[publication]]",
            3,
            "一重の括弧で [publication] と",
        ),
        (
            "count = 5",
            "count = 5\n[unit]\nissuer = \"課\"\ncount = 1",
            7,
            "二重の括弧で [[unit]] と",
        ),
        (
            "count = 5",
            "count = 5\n[unit]\nissuer = \"課\"\ncount = 1\n[[unit]]\nissuer = \"室\"\ncount = 2",
            7,
            "二重の括弧で [[unit]] と",
        ),
    ] {
        let said = said(&changed(from, to));
        let is_told = said.contains(&format!("{line}行目: この見出しは、{meant}"));
        assert!(is_told, "{to}: {said}");
    }
    // The brackets are not to blame for what is wrong in both kinds of them.
    let twice = said(&format!("{RIGHT}[publication]\nissuer = \"\"\n"));
    assert!(twice.contains("二度"), "{twice}");
    assert!(said(&changed("[publication]", "[publikation]")).contains("項目"));
}

#[test]
fn within_texts_and_remarks_nothing_changes() {
    let text =
        "a = \"「Ａ＝１」\" # ＝“\nb = '“Ｂ”'\nc = \"\"\"\n＃Ｃ\n“”\"\"\"\nd = \"x\\\"＝\"\n";
    assert_eq!(repair(text), text);
}

#[test]
fn every_mistake_is_told_in_japanese_with_its_line() {
    let mut wrong = Vec::new();
    for (from, to, line, word) in [
        ("\"題\"", "\"題", 1, "引用符"),
        ("\"題\"", "題", 1, "引用符"),
        ("title = ", "title ", 1, "項目 = 値"),
        ("\"題\"", "\"題\" 注", 1, "余分"),
        ("\"題\"", "5", 1, "文字（例"),
        ("\"題\"", "\"C:\\Users\"", 1, "「\\」は書けません"),
        ("\"北区\", \"北\"", "\"北区\" \"北\"", 2, "「,」"),
        ("[\"北区\", \"北\"]", "\"北区\"", 2, "並び（例"),
        ("\"題\"", "\"第\n行\"", 1, "閉じていません"),
        ("\"題\"", "", 1, "値が正しく"),
        ("\"題\"", "'''題", 6, "閉じていません"),
        ("\"北\"]", "\"北\"", 2, "「]」"),
        ("[publication]", "[publication", 3, "見出し"),
        ("[publication]", "[公表]", 3, "半角の英数字"),
        ("[publication]", "[publication]]", 3, "見出しのあとに余分"),
        ("count = 5", "count = 5\n・注", 7, "項目 = 値"),
        ("count = 5", "count = 5件", 6, "数は数字だけ"),
        ("count = 5", "count = 05", 6, "数や日付として"),
        (
            "count = 5",
            "count = 99999999999999999999",
            6,
            "大きすぎます",
        ),
        ("count = 5", "count.a = 5\ncount.a.b = 6", 7, "両方"),
        ("issuer", "isuer", 4, "「issuer」のことですか"),
        (
            "issuer = \"局\"",
            "issuer = \"局\"\nissuer = \"課\"",
            5,
            "二度",
        ),
        ("\"2023-10-31\"", "\"10/31\"", 5, "\"2023-10-31\""),
        ("\"2023-10-31\"", "\"5/10/31\"", 5, "\"2023-10-31\""),
        ("\"2023-10-31\"", "\"2023年2月31日\"", 5, "暦にありません"),
        ("\"2023-10-31\"", "2023/2/31", 5, "暦にありません"),
        ("\"2023-10-31\"", "1031", 5, "\"2023-10-31\""),
        ("\"2023-10-31\"", "令和5年", 5, "\"2023-10-31\""),
        ("count = 5", "count = \"５\"", 6, "整数"),
        (
            "count = 5",
            "count = -5",
            6,
            "「-5」は書けません。0 以上の整数",
        ),
        ("\"局\"", "\"　\"", 4, "空です"),
        (
            "count = 5",
            "count = 5\nrest = \"はい\"",
            7,
            "true か false を",
        ),
        (
            "count = 5",
            "count = 5\ntitle2 = \"\"",
            7,
            "最初の見出しより上",
        ),
    ] {
        let said = said(&changed(from, to));
        let english = ["expected", "invalid", "failed", "parse", "field", "unknown"];
        let is_told = said.contains(&format!("「x.toml」{line}行目: ")) && said.contains(word);
        if !is_told || english.iter().any(|word| said.contains(word)) {
            wrong.push(format!("{line} {to}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_missing_entries_are_told_at_once() {
    let none = said("");
    for key in ["title", "names", "publication", "issuer", "count"] {
        assert!(none.contains(key), "{key}: {none}");
    }
    let text = format!("{RIGHT}[[unit]]\ncount = 1\n[[unit]]\nissuer = \"課\"\n");
    let some = said(&text);
    assert!(some.contains("7行目 [[unit]] の issuer"), "{some}");
    assert!(some.contains("の count"), "{some}");
}

#[test]
fn the_encodings_of_windows_are_read() {
    let text = "title = \"在宅～医療①\"\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&b"\xff\xfe"[..], &utf16].concat();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (japanese, ..) = encoding_rs::SHIFT_JIS.encode(text);
    for (bytes, name) in [
        (text.as_bytes(), None),
        (&[&b"\xef\xbb\xbf"[..], text.as_bytes()].concat(), None),
        (&utf16, Some("UTF-16")),
        (&marked, Some("UTF-16")),
        (&big, Some("UTF-16")),
        (&japanese, Some("シフト JIS")),
    ] {
        assert_eq!(decode(bytes), Some((text.into(), name)));
    }
    assert_eq!(decode(b"\x00\x01\xff\xfe\x00"), None);
}
