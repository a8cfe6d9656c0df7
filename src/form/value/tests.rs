//! What a hand writes, and what it is read as.

use std::sync::Arc;

use jiff::civil::Date;

use super::*;
use crate::form::spec::Definitions;
use crate::model::catalogue::PictureLimits;
use crate::model::cell::CellRef;
use crate::model::period::{Half, Period};
use crate::model::picture::{PictureFault, PictureFormat};

fn words(text: &str) -> Cell {
    Cell {
        content: Content::Text(Arc::from(text)),
        ..Cell::default()
    }
}

fn number(value: f64) -> Cell {
    Cell {
        content: Content::Number(value),
        ..Cell::default()
    }
}

#[test]
fn counts_are_read_however_they_are_spelt() {
    let spellings = [
        ("１２", 12),
        ("1,234", 1234),
        ("１，２３４件", 1234),
        ("3件", 3),
        ("3 回", 3),
        ("12.0", 12),
        ("'12", 12),
        ("12　", 12),
        ("-", 0),
        ("－", 0),
        ("―", 0),
        ("ー", 0),
        ("─", 0),
        ("なし", 0),
        ("該当なし", 0),
    ];
    for (text, n) in spellings {
        assert_eq!(
            count(&words(text)).value(),
            Some(&Value::Count(n)),
            "{text}"
        );
    }
    assert_eq!(count(&words("12")), Answer::Given(Value::Count(12)));
    assert!(matches!(count(&words("12件")), Answer::Coerced(..)));
    assert_eq!(
        count(&number(2.999_999_999_999_999_6)),
        Answer::Given(Value::Count(3))
    );
}

#[test]
fn counts_are_never_guessed() {
    for text in [
        "約10",
        "10程度",
        "5～6",
        "3+2",
        "12(うち新規3)",
        "〃",
        "同上",
        "①",
        "1²",
        "一",
        "1e3",
        "1,2345",
        "1.000",
        "１．２００",
        "○",
    ] {
        let read = count(&words(text));
        assert!(
            matches!(read, Answer::Unreadable(Fault::NotACount | Fault::NotWhole)),
            "{text}"
        );
    }
    for text in ["10000000", "12,345,678件"] {
        assert_eq!(
            count(&words(text)),
            Answer::Unreadable(Fault::TooLargeACount),
            "{text}"
        );
    }
    for text in ["1.5", "-5"] {
        assert_eq!(
            count(&words(text)),
            Answer::Unreadable(Fault::NotWhole),
            "{text}"
        );
    }
    let percent = Cell {
        percent: true,
        ..number(0.12)
    };
    assert_eq!(count(&percent), Answer::Unreadable(Fault::NotACount));
    assert_eq!(&*shown(&percent), "12%");
}

#[test]
fn a_weekday_that_is_not_that_of_the_day_is_asked_about() {
    let read = |text| date(&words(text), false, &[]);
    let day = Date::constant(2023, 5, 17);
    for right in ["2023/5/17(水)", "令和5年5月17日水曜日", "2023/5/17"] {
        let value = read(right);
        assert_eq!(value.value().and_then(Value::date), Some(day), "{right}");
    }
    for wrong in ["2023/5/17(金)", "令和5年5月17日（月・祝）"] {
        assert_eq!(read(wrong), Answer::Unreadable(Fault::NoSuchDay), "{wrong}");
    }
}

#[test]
fn days_are_read_however_they_are_spelt() {
    let day = Date::constant(2023, 9, 30);
    let spellings = [
        "R5.9.30",
        "R5/9/30",
        "令和５年９月３０日",
        "令和5年 9月 30日（土）",
        "㋿5.9.30",
        "2023/9/30",
        "2023-09-30",
        "2023-09-30 00:00:00",
        "2023.9.30",
        "20230930",
    ];
    for text in spellings {
        assert_eq!(
            date(&words(text), false, &[]).value(),
            Some(&Value::Date(day)),
            "{text}"
        );
    }
    assert_eq!(
        date(&number(45_199.0), false, &[]).value(),
        Some(&Value::Date(day))
    );
    assert_eq!(
        date(&number(43_737.0), true, &[]).value(),
        Some(&Value::Date(day))
    );
    assert_eq!(
        date(&number(20_230_930.0), true, &[]).value(),
        Some(&Value::Date(day))
    );
}

#[test]
fn days_are_never_guessed() {
    for text in [
        "5.9.30",
        "9/30",
        "9月30日",
        "R5 9 30",
        "R5 12.1",
        "2023/9/30（予定）",
        "2023/9/30～10/1",
        "令和5年9月",
        "R5.9.③",
    ] {
        assert_eq!(
            date(&words(text), false, &[]),
            Answer::Unreadable(Fault::NotADate),
            "{text}"
        );
    }
    assert_eq!(
        date(&words("2023/9/31"), false, &[]),
        Answer::Unreadable(Fault::NoSuchDay)
    );
    assert_eq!(
        date(&words("20230931"), false, &[]),
        Answer::Unreadable(Fault::NoSuchDay)
    );
    let twelve = Cell {
        content: Content::Date {
            serial: 12.0,
            when: jiff::civil::date(1900, 1, 12).at(0, 0, 0, 0),
        },
        ..Cell::default()
    };
    assert_eq!(
        date(&twelve, false, &[]),
        Answer::Unreadable(Fault::FarDate)
    );
    assert_eq!(
        date(&number(9.3), false, &[]),
        Answer::Unreadable(Fault::NotADate)
    );
}

#[test]
fn a_day_without_its_year_is_read_where_one_day_alone_can_be_meant() {
    let (start, end) = Period::half(2023, Half::First).days();
    let open = [(start, end), (start, Date::constant(2024, 9, 30))];
    let read = |text| date(&words(text), false, &open);
    for (text, day) in [
        ("5月17日", (2023, 5, 17)),
        ("5/17（水）", (2023, 5, 17)),
        ("9月末日", (2023, 9, 30)),
        ("12月6日", (2023, 12, 6)),
    ] {
        let answer = read(text);
        let day = Date::constant(day.0, day.1, day.2);
        assert_eq!(answer.value(), Some(&Value::Date(day)), "{text}");
        assert!(matches!(answer, Answer::Coerced(..)), "{text}");
    }
    for text in ["5.17", "5月", "17日", "5月17日～19日", "5月32日", "4.5.17"] {
        assert_eq!(read(text), Answer::Unreadable(Fault::NotADate), "{text}");
    }
    let twice = date(&words("5月17日"), false, &open[1..]);
    assert_eq!(twice, Answer::Unreadable(Fault::NotADate));
    assert_eq!(read("5月17日(木)"), Answer::Unreadable(Fault::NoSuchDay));
}

#[test]
fn choices_are_read_with_codes_circles_and_brackets() {
    let definitions = Definitions::built_in().expect("definitions");
    let period = Period::half(2023, Half::First);
    let read = |category: &str, text: &str| {
        let answer = choice(
            &words(text),
            &definitions.catalogue.categories[category],
            period,
        );
        answer
            .value()
            .and_then(Value::choice)
            .map(|id| id.to_string())
    };
    let cases = [
        ("progress", "実施済み", "done"),
        ("progress", "済", "done"),
        ("publish", "〇", "yes"),
        ("publish", "×", "no"),
        ("asker", "S02:診療所", "S02"),
        ("asker", "Ｓ０２　診療所", "S02"),
        ("pdca", "P（計画）", "plan"),
        ("adl", "J-1", "j1"),
        ("dementia", "IIa", "2a"),
        ("training_form", "ｵﾝﾗｲﾝ", "online"),
        ("publish", "「可」", "yes"),
        ("publish", "1.可", "yes"),
        ("publish", "②否", "no"),
        ("training_form", "(2) オンライン", "online"),
        ("publish", "可。", "yes"),
    ];
    for (category, text, id) in cases {
        assert_eq!(read(category, text).as_deref(), Some(id), "{text}");
    }
    for (category, text) in [
        ("asker", "病院、診療所"),
        ("adl", "A1・A2"),
        ("progress", "？"),
        ("progress", "☐実施済"),
        ("progress", "実施済？"),
        ("progress", "→実施済"),
        ("progress", "実施済×"),
        ("publish", "×可"),
        ("publish", "☒可"),
        ("publish", "≠可"),
        ("publish", "可？"),
        ("publish", "△可"),
        ("publish", "／可"),
        ("publish", "可→"),
        ("age_band", "80歳代～"),
        ("age_band", "<90歳以上"),
        ("dementia", "～Ⅰ"),
        ("sex", "×女性"),
        ("publish", "2.可"),
        ("training_form", "④集合"),
    ] {
        assert_eq!(read(category, text), None, "{text}");
    }
}

#[test]
fn an_option_is_proposed_only_for_what_can_hardly_mean_another() {
    let definitions = Definitions::built_in().expect("definitions");
    let period = Period::half(2023, Half::First);
    for (category, text, is_proposed) in [
        ("progress", "実施に向けて準備、調整中", true),
        ("progress", "実施中", false),
        ("conference_state", "開催していない", false),
        ("conference_state", "開催中止", false),
    ] {
        let category = &definitions.catalogue.categories[category];
        let Answer::Unreadable(Fault::NotInList(nearest)) = choice(&words(text), category, period)
        else {
            panic!("{text}");
        };
        assert_eq!(nearest.is_some(), is_proposed, "{text}");
    }
}

#[test]
fn marks_are_circles_and_ticks_but_no_ranks() {
    for text in ["○", "〇", "◯", "●", "レ", "✓", "有"] {
        assert_eq!(mark(&words(text)), Answer::Given(Value::Mark), "{text}");
    }
    for text in ["×", "－", "なし"] {
        assert_eq!(mark(&words(text)), Answer::Blank, "{text}");
    }
    for text in ["①", "△", "2"] {
        assert_eq!(
            mark(&words(text)),
            Answer::Unreadable(Fault::NotAMark),
            "{text}"
        );
    }
    let ticked = Cell {
        content: Content::Bool(true),
        ..Cell::default()
    };
    assert_eq!(mark(&ticked), Answer::Given(Value::Mark));
}

const PNG: &[u8] = include_bytes!("../../../templates/sample/pictures/asahi.png");

/// What is read of a file that was pasted.
fn pasted(bytes: &[u8], cropped: bool) -> Result<(PictureFormat, u32, u32), PictureFault> {
    let found = crate::workbook::Picture {
        at: CellRef::new(0, 0),
        bytes: Some(Arc::from(bytes)),
        cropped,
    };
    match picture(
        &found,
        PictureLimits {
            bytes: 30_000,
            pixels: 600_000,
        },
    ) {
        Answer::Given(Value::Picture(picture)) => {
            Ok((picture.format, picture.width, picture.height))
        }
        Answer::Unreadable(Fault::Picture(fault)) => Err(fault),
        other => panic!("{other:?}"),
    }
}

#[test]
fn pictures_tell_their_size_in_every_format_that_is_printed() {
    // SOI, a segment of four bytes to pass over, the frame header of 32 by 16, EOI.
    let jpeg =
        b"\xFF\xD8\xFF\xE0\x00\x04ab\xFF\xC0\x00\x0B\x08\x00\x10\x00\x20\x01\x01\x11\x00\xFF\xD9";
    let gif = b"GIF89a\x20\x00\x10\x00\x00\x00\x00;";
    let lossless = b"RIFF\x12\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2F\x1F\xC0\x03\x00\x00";
    for (bytes, told) in [
        (PNG, (PictureFormat::Png, 960, 600)),
        (jpeg, (PictureFormat::Jpeg, 32, 16)),
        (gif, (PictureFormat::Gif, 32, 16)),
        (lossless, (PictureFormat::Webp, 32, 16)),
    ] {
        assert_eq!(pasted(bytes, false), Ok(told));
        // Cut anywhere, it is broken, or too short to be told.
        for end in 0..bytes.len() - 1 {
            let cut = pasted(&bytes[..end], false);
            assert!(
                matches!(cut, Err(PictureFault::Broken | PictureFault::Format(_))),
                "{told:?} cut at {end}: {cut:?}"
            );
        }
    }
}

#[test]
fn pictures_that_cannot_be_printed_say_why() {
    let mut huge = PNG.to_vec();
    huge[16..24].copy_from_slice(&[0x7F; 8]);
    let heavy = [PNG, &[0; 9_000]].concat();
    for (bytes, cropped, fault) in [
        (
            &b"\x01\0\0\0\x6C\0\0\0"[..],
            false,
            PictureFault::Format("EMF"),
        ),
        (b"BM\x36\0\0\0", false, PictureFault::Format("BMP")),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            false,
            PictureFault::Format("SVG"),
        ),
        (
            b"no picture at all",
            false,
            PictureFault::Format("種類不明"),
        ),
        (b"", false, PictureFault::Broken),
        (&huge, false, PictureFault::TooLarge),
        (&heavy, false, PictureFault::TooLarge),
        (PNG, true, PictureFault::Cropped),
    ] {
        assert_eq!(pasted(bytes, cropped), Err(fault));
    }
}
