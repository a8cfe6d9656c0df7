//! Options and units that took the place of others: what is compared with what, and what is said.

use std::collections::BTreeMap;

use zaitaku_report::for_tests::aggregate::history::History;
use zaitaku_report::for_tests::aggregate::tally::TallyKey;
use zaitaku_report::for_tests::figures::comparison::Comparison;
use zaitaku_report::for_tests::form::load::Sources;
use zaitaku_report::for_tests::form::spec::Definitions;
use zaitaku_report::for_tests::model::Id;
use zaitaku_report::for_tests::model::past::Past;
use zaitaku_report::for_tests::model::period::{Half, Period};

use crate::support::{PERIOD, repository};

const BEFORE: Period = Period::half(2022, Half::First);
const S03: &str = r#"{ id = "S03", label = "歯科" }"#;
const ENDED: &str = r#"{ id = "S03", label = "歯科", until = "2022H2" }"#;

/// The definitions with one text of a file replaced by another.
fn edited(file: &str, from: &str, to: &str) -> Sources {
    let text =
        std::fs::read_to_string(repository("templates/forms").join(file)).expect("a definition");
    assert_eq!(text.matches(from).count(), 1, "{from}");
    Sources::built_in().with(file, &text.replacen(from, to, 1))
}

/// The built-in askers with other options in the place of S03.
fn askers(options: &[&str]) -> Sources {
    edited("catalogue.toml", S03, &options.join(",\n    "))
}

fn definitions(sources: &Sources) -> Definitions {
    Definitions::load(sources).unwrap_or_else(|error| panic!("{error}"))
}

fn history(definitions: &Definitions, lines: &str) -> History {
    let mut history = History::following(&definitions.catalogue, &definitions.registry);
    let head = "period,unit,element,option,state,value,note,source\n";
    history
        .read("past.csv", format!("{head}{lines}").as_bytes())
        .expect("good lines");
    history
}

fn key(element: &str, option: &str) -> TallyKey {
    TallyKey::of(&Id::from(element)).option(&Id::from(option))
}

/// The value of a number in an earlier period, and what is said of it.
fn past(
    definitions: &Definitions,
    history: &History,
    before: Period,
    key: &TallyKey,
) -> (Option<u64>, String) {
    let comparison = Comparison {
        definitions,
        history,
        now: PERIOD,
        before,
    };
    let note = comparison.note(&definitions.catalogue.elements[&key.element], key);
    (
        history.value(&definitions.catalogue, before, key),
        note.unwrap_or_default(),
    )
}

#[test]
fn a_new_id_is_compared_with_the_old_one() {
    let definitions = definitions(&askers(&[
        ENDED,
        r#"{ id = "S23", label = "歯科", from = "2023H1", succeeds = ["S03"] }"#,
    ]));
    let history = history(
        &definitions,
        "2022H1,city,askers,S03,,7,,\n2022H2,city,askers,S03,,5,,\n",
    );
    let said = |period| past(&definitions, &history, period, &key("askers", "S23"));
    assert_eq!(
        said(BEFORE),
        (
            Some(7),
            "「歯科」の令和4年度 上半期は、当時の「歯科」の値。".to_owned()
        )
    );
    // A year is still the sum of its halves, and the old id is still known by itself.
    assert_eq!(said(Period::year(2022)).0, Some(12));
    assert_eq!(
        past(&definitions, &history, BEFORE, &key("askers", "S03")),
        (Some(7), String::new())
    );
}

#[test]
fn what_came_or_went_is_told_where_its_total_is_compared() {
    let lines = "2022H1,city,askers,,,20,,\n2022H1,city,askers,S03,,7,,\n";
    let total = TallyKey::of(&Id::from("askers"));
    for (heir, of_total, of_option) in [
        (
            "",
            "令和4年度 上半期には、今はない「歯科」があった。",
            (None, "「警察」は、令和4年度 上半期にはなかった。"),
        ),
        (
            r#", succeeds = ["S03"]"#,
            "",
            (
                Some(7),
                "「警察」の令和4年度 上半期は、当時の「歯科」の値。",
            ),
        ),
    ] {
        let new = format!(r#"{{ id = "S23", label = "警察", from = "2023H1"{heir} }}"#);
        let definitions = definitions(&askers(&[ENDED, &new]));
        let history = history(&definitions, lines);
        let said = |key: &TallyKey| past(&definitions, &history, BEFORE, key);
        assert_eq!(said(&total), (Some(20), of_total.to_owned()));
        let (value, note) = of_option;
        assert_eq!(said(&key("askers", "S23")), (value, note.to_owned()));
    }
}

#[test]
fn a_question_that_is_asked_no_more_or_was_not_yet_is_told() {
    let participants = "id = \"training_participants\"\n";
    let total = TallyKey::of(&Id::from("training_participants"));
    for (validity, told) in [
        (
            "until = \"2022H2\"",
            "「参加者数」は、令和5年度 上半期にはない。",
        ),
        (
            "from = \"2023H1\"",
            "「参加者数」は、令和4年度 上半期にはなかった。",
        ),
        ("", ""),
    ] {
        let edited = edited(
            "catalogue.toml",
            participants,
            &format!("{participants}{validity}\n"),
        );
        let definitions = definitions(&edited);
        let history = history(&definitions, "");
        let (_, note) = past(&definitions, &history, BEFORE, &total);
        assert_eq!(note, told, "{validity}");
    }
}

#[test]
fn a_year_in_the_middle_of_which_an_id_changes_is_the_sum_of_both() {
    let ended = r#"{ id = "S03", label = "歯科", until = "2022H1" }"#;
    let definitions = definitions(&askers(&[
        ended,
        r#"{ id = "S23", label = "歯科診療所", from = "2022H2", succeeds = ["S03"] }"#,
    ]));
    let history = history(
        &definitions,
        "2022H1,city,askers,S03,,7,,\n2022H2,city,askers,S23,,5,,\n",
    );
    let (value, note) = past(
        &definitions,
        &history,
        Period::year(2022),
        &key("askers", "S23"),
    );
    assert_eq!(
        (value, note.as_str()),
        (
            Some(12),
            "「歯科診療所」の令和4年度は、当時の「歯科」「歯科診療所」の合計。"
        )
    );
}

#[test]
fn merged_counts_are_added_once_all_of_them_are_known() {
    let merged =
        r#"{ id = "S23", label = "医療機関", from = "2023H1", succeeds = ["S02", "S03"] }"#;
    let text = std::fs::read_to_string(repository("templates/forms/catalogue.toml"))
        .expect("the catalogue");
    let from = text
        .find("{ id = \"S02\", label = \"診療所\"")
        .expect("S02 of the askers");
    let line = &text[from..from + text[from..].find('\n').expect("a line")];
    let ended = line.replacen(" }", ", until = \"2022H2\" }", 1);
    let text = text
        .replacen(line, &ended, 1)
        .replacen(S03, &format!("{ENDED},\n    {merged}"), 1);
    let definitions = definitions(&Sources::built_in().with("catalogue.toml", &text));
    let both = history(
        &definitions,
        "2022H1,city,askers,S02,,30,,\n2022H1,city,askers,S03,,7,,\n",
    );
    let said = past(&definitions, &both, BEFORE, &key("askers", "S23"));
    assert_eq!(
        said,
        (
            Some(37),
            "「医療機関」の令和4年度 上半期は、当時の「診療所」「歯科」の合計。".to_owned()
        )
    );
    let one = history(&definitions, "2022H1,city,askers,S02,,30,,\n");
    assert_eq!(
        past(&definitions, &one, BEFORE, &key("askers", "S23")),
        (None, String::new())
    );
    // The checks see the unit's past in the same way.
    let of_unit = history(
        &definitions,
        "2022H1,office-kita,askers,S02,,3,,\n2022H1,office-kita,askers,S03,,4,,\n",
    );
    assert_eq!(
        of_unit.before(PERIOD, "office-kita", "askers", Some("S23")),
        [(BEFORE, 7)]
    );
}

#[test]
fn what_was_split_is_not_compared() {
    let definitions = definitions(&askers(&[
        ENDED,
        r#"{ id = "S23", label = "歯科診療所", from = "2023H1", succeeds = ["S03"] }"#,
        r#"{ id = "S24", label = "歯科衛生士", from = "2023H1", succeeds = ["S03"] }"#,
    ]));
    let history = history(
        &definitions,
        "2022H1,city,askers,S03,,7,,\n2022H1,city,askers,,,70,,\n",
    );
    for (id, label) in [("S23", "歯科診療所"), ("S24", "歯科衛生士")] {
        let note = format!(
            "「{label}」は、「歯科」が分かれたものであるため、令和4年度 上半期との比較なし。"
        );
        assert_eq!(
            past(&definitions, &history, BEFORE, &key("askers", id)),
            (None, note)
        );
    }
    // The total and the other options are as they were.
    assert_eq!(
        past(
            &definitions,
            &history,
            BEFORE,
            &TallyKey::of(&Id::from("askers"))
        ),
        (Some(70), String::new())
    );
}

/// Two options that were one for a while go on as what they were before.
#[test]
fn what_was_merged_and_is_two_again_is_compared_with_the_two_of_before() {
    let text = std::fs::read_to_string(repository("templates/forms/catalogue.toml"))
        .expect("the catalogue");
    let restored = |of: [&str; 2]| {
        let (s02, s03) = (
            "{ id = \"S02\", label = \"診療所\" },\n    { id = \"S03\", label = \"歯科\" },",
            format!(
                "{{ id = \"S02\", label = \"診療所\", until = \"2022H1\" }},\n\
                 {{ id = \"S03\", label = \"歯科\", until = \"2022H1\" }},\n\
                 {{ id = \"S23\", label = \"医療機関\", from = \"2022H2\", until = \"2022H2\", succeeds = [\"S02\", \"S03\"] }},\n\
                 {{ id = \"S32\", label = \"診療所\", from = \"2023H1\", succeeds = [\"{}\"] }},\n\
                 {{ id = \"S33\", label = \"歯科\", from = \"2023H1\", succeeds = [\"{}\"] }},",
                of[0], of[1]
            ),
        );
        assert!(text.contains(s02));
        definitions(&Sources::built_in().with("catalogue.toml", &text.replacen(s02, &s03, 1)))
    };
    let lines = "2022H1,city,askers,S02,,30,,\n2022H1,city,askers,S03,,7,,\n\
                 2022H2,city,askers,S23,,40,,\n";
    let between: Period = "2022H2".parse().expect("a period");
    let said = |of: [&str; 2], period| {
        let definitions = restored(of);
        let history = history(&definitions, lines);
        past(&definitions, &history, period, &key("askers", "S32"))
    };
    // Each after what it was: as if nothing had been between, where nothing is known of it.
    let note = "「診療所」の令和4年度 上半期は、当時の「診療所」の値。";
    assert_eq!(said(["S02", "S03"], BEFORE), (Some(30), note.to_owned()));
    assert_eq!(said(["S02", "S03"], between), (None, String::new()));
    // Both after the one: nobody knows which part is whose, and of before nothing wrong is said.
    for (period, name) in [(BEFORE, "上半期"), (between, "下半期")] {
        let note = format!(
            "「診療所」は、「医療機関」が分かれたものであるため、令和4年度 {name}との比較なし。"
        );
        assert_eq!(said(["S23", "S23"], period), (None, note));
    }
}

#[test]
fn units_that_may_be_counted_twice_are_not_added() {
    let text = std::fs::read_to_string(repository("templates/forms/catalogue.toml"))
        .expect("the catalogue");
    let lines: BTreeMap<&str, &str> = ["K1", "K2"]
        .map(|id| {
            let from = text
                .find(&format!("{{ id = \"{id}\""))
                .expect("a kind of training");
            (
                id,
                &text[from..from + text[from..].find('\n').expect("a line")],
            )
        })
        .into();
    let mut merged = text.clone();
    for line in lines.values() {
        let (words, rest) = line.rsplit_once(" }").expect("an entry");
        merged = merged.replacen(line, &format!("{words}, until = \"2022H2\" }}{rest}"), 1);
    }
    let last = merged.find("{ id = \"K1\"").expect("K1");
    merged.insert_str(last, "{ id = \"K9\", label = \"多職種と医療職\", from = \"2023H1\", succeeds = [\"K1\", \"K2\"] },\n    ");
    let definitions = definitions(&Sources::built_in().with("catalogue.toml", &merged));
    let history = history(
        &definitions,
        "2022H1,city,training_kinds,K1,,9,,\n2022H1,city,training_kinds,K2,,4,,\n",
    );
    let (value, note) = past(&definitions, &history, BEFORE, &key("training_kinds", "K9"));
    assert_eq!(value, None);
    assert!(note.contains("重ねて数えるおそれ"), "{note}");
}

#[test]
fn states_that_were_merged_add_up_and_what_nobody_was_in_is_zero_once_closed() {
    let from = r#"{ id = "planned", label = "開催予定", aliases = ["開催を予定", "予定"], tone = "middle", phrase = "開催予定" },
    { id = "none", label = "開催予定なし", aliases = ["予定なし", "開催しない"], tone = "none", phrase = "予定なし" }"#;
    let to = r#"{ id = "planned", label = "開催予定", until = "2022H2" }, { id = "none", label = "開催予定なし", until = "2022H2" },
    { id = "not_held", label = "未開催", tone = "none", phrase = "未開催", from = "2023H1", succeeds = ["planned", "none"] }"#;
    let text = std::fs::read_to_string(repository("templates/forms/catalogue.toml"))
        .expect("the catalogue");
    let definitions =
        definitions(&Sources::built_in().with("catalogue.toml", &text.replacen(from, to, 1)));
    let key = TallyKey::of(&Id::from("conference")).answer(&Id::from("not_held"));
    let published = history(
        &definitions,
        "2022H1,city,conference,,planned,8,,市の資料\n",
    );
    assert_eq!(
        past(&definitions, &published, BEFORE, &key).0,
        None,
        "of the other state nothing is known"
    );
    let closed = "2022H1,city,conference,,,24,,zaitaku-report close\n2022H1,city,conference,,planned,8,,zaitaku-report close\n";
    assert_eq!(
        past(&definitions, &history(&definitions, closed), BEFORE, &key).0,
        Some(8)
    );
}

#[test]
fn a_unit_that_took_the_place_of_another_has_its_past_and_is_told_from_it() {
    let line = |text: &str| {
        let from = text.find("{ id = \"office-kita\"").expect("the office");
        text[from..from + text[from..].find('\n').expect("a line")].to_owned()
    };
    let text =
        std::fs::read_to_string(repository("templates/forms/org_units.toml")).expect("the roster");
    let old = line(&text);
    let (words, rest) = old.rsplit_once(" }").expect("an entry");
    let ended = format!("{words}, until = \"2022H2\" }}{rest}");
    let new = format!("{words}, from = \"2023H1\", succeeds = [\"office-kita\"] }}{rest}")
        .replacen("office-kita", "office-kita-2", 1);
    let definitions = definitions(&Sources::built_in().with(
        "org_units.toml",
        &text.replacen(&old, &format!("{ended}\n    {new}"), 1),
    ));
    let history = history(&definitions, "2022H1,office-kita,askers,,,7,,\n");
    assert_eq!(
        history.before(PERIOD, "office-kita-2", "askers", None),
        [(BEFORE, 7)]
    );
    // Both carry the same name: the one of the period is meant.
    let named = |period| {
        definitions
            .registry
            .find("office", "北区", Some(period))
            .map(|unit| &*unit.id)
    };
    assert_eq!(
        (named(BEFORE), named(PERIOD)),
        (Some("office-kita"), Some("office-kita-2"))
    );
}

#[test]
fn mistakes_in_successions_name_file_and_line_and_what_is_allowed() {
    let said = |options: &[&str]| {
        Definitions::load(&askers(options))
            .expect_err("a mistake")
            .to_string()
            + "\n"
    };
    let new = |rest: &str| format!(r#"{{ id = "S23", label = "新", {rest} }}"#);
    let mut all = String::new();
    all += &said(&[ENDED, &new(r#"from = "2023H1", succeeds = ["S33"]"#)])
        .split_once("使えるもの")
        .map_or(String::new(), |(lead, _)| format!("{lead}…\n"));
    all += &said(&[ENDED, &new(r#"succeeds = ["S03"]"#)]);
    all += &said(&[S03, &new(r#"from = "2023H1", succeeds = ["S03"]"#)]);
    all += &said(&[ENDED, &new(r#"from = "2022H2", succeeds = ["S03"]"#)]);
    all += &said(&[ENDED, &new(r#"from = "2023H1", succeeds = ["S03", "S03"]"#)]);
    all += &said(&[
        ENDED,
        &new(r#"from = "2023H1", subset = true, succeeds = ["S03"]"#),
    ]);
    all += &said(&[
        r#"{ id = "S03", label = "歯科", from = "2023H1", until = "2023H2", succeeds = ["S03"] }"#,
    ]);
    // A circle would have to begin after its own end.
    let one =
        r#"{ id = "S03", label = "歯科", from = "2024H1", until = "2022H2", succeeds = ["S23"] }"#;
    all += &said(&[
        one,
        &new(r#"from = "2023H1", until = "2023H2", succeeds = ["S03"]"#),
    ]);
    insta::assert_snapshot!(all);
}
