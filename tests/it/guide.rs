//! The guide for staff (docs/guide-ja.md) is followed to the letter: every command that it shows is
//! run, in its order, in one folder; what it shows of an answer is said, what it shows of a file is
//! written.

use std::fs;

use jiff::ToSpan as _;
use zaitaku_report::for_tests::form::blank::{Filling, draw};
use zaitaku_report::for_tests::model::Id;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::period::{Half, Period};
use zaitaku_report::for_tests::workbook::Content;

use crate::init::{definitions, roster, save_roster};
use crate::support::copy::Copy;
use crate::support::{FILLINGS, PERIOD, Project, count, drawn, monthly, plain, repository, run};

const FIRST: Period = Period::half(2024, Half::First);
const SECOND: Period = Period::half(2024, Half::Second);
/// Where the guide turns from who sends to who collects.
const DESK: &str = "## 健康局の方へ";

/// A thing that the guide shows.
#[derive(Debug)]
enum Step {
    Heading(String),
    Command(String),
    /// What an answer says.
    Said(String),
    /// What is written into a file.
    File(String, String),
}

/// The things that the guide shows, in its order.
fn steps(guide: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut named = String::new();
    let mut lines = guide.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            named.clear();
            steps.push(Step::Heading(line.to_owned()));
        }
        let Some(shown) = line.strip_prefix("    ") else {
            let code = line.split('`').skip(1).step_by(2);
            let files = code.filter(|word| word.ends_with(".csv") || word.ends_with(".toml"));
            named = files.last().map_or(named, str::to_owned);
            continue;
        };
        let mut block = vec![shown];
        while let Some(more) = lines.next_if(|line| line.starts_with("    ")) {
            block.push(more.trim_start());
        }
        if shown.starts_with("zaitaku-report") {
            let commands = block.into_iter().map(str::to_owned);
            steps.extend(commands.map(Step::Command));
        } else if shown.starts_with("[エラー") {
            steps.push(Step::Said(block.concat()));
        } else {
            assert!(!named.is_empty(), "no file is named before {shown}");
            steps.push(Step::File(named.clone(), block.join("\n") + "\n"));
        }
    }
    steps
}

/// The words of a command as a shell takes them.
fn words(command: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (n, part) in command.split('"').enumerate() {
        match n % 2 {
            0 => words.extend(part.split_whitespace()),
            _ => words.push(part),
        }
    }
    words
}

/// What happens before a command is typed that the guide leaves to people, how the command ends,
/// and what it says. All other commands end well, without anybody's doing.
struct Case {
    command: &'static str,
    by_hand: fn(&Desk),
    status: i32,
    says: &'static str,
}

const fn case(command: &'static str, by_hand: fn(&Desk), status: i32, says: &'static str) -> Case {
    Case {
        command,
        by_hand,
        status,
        says,
    }
}

fn nothing(_: &Desk) {}

const SLIP: &str = "「約10」は件数として読めません";

/// In the order of the guide.
const CASES: [Case; 17] = [
    case(
        "zaitaku-report 北区相談支援室.xlsx",
        Desk::fills_a_form,
        1,
        SLIP,
    ),
    case(
        "zaitaku-report validate 北区相談支援室.xlsx --annotate 修正用",
        nothing,
        1,
        "指摘を書いた様式を1件作りました",
    ),
    case(
        "zaitaku-report 修正用/北区相談支援室.xlsx",
        Desk::mends_the_form,
        0,
        "エラー 0件",
    ),
    case(
        "zaitaku-report status --period 2024H1",
        Desk::receives_all_but_one,
        1,
        "未提出 1",
    ),
    case(
        "zaitaku-report status --period 2024H1 --out 提出状況.xlsx",
        nothing,
        1,
        "提出状況.xlsx",
    ),
    case(
        "zaitaku-report status --period 2024H1 --remind 依頼",
        nothing,
        1,
        "依頼文を",
    ),
    case(
        "zaitaku-report validate 2024H1/submissions --period 2024H1 --annotate 修正依頼",
        nothing,
        1,
        SLIP,
    ),
    case(
        "zaitaku-report build --period 2024H1 --allow-missing",
        Desk::receives_the_mended,
        0,
        "速報です",
    ),
    case(
        "zaitaku-report build --period 2024H1",
        Desk::receives_the_last,
        0,
        "報告書を作りました",
    ),
    case(
        "zaitaku-report status --period 2024H2",
        Desk::receives_one_late,
        0,
        "期限後",
    ),
    case(
        "zaitaku-report close --period 2024H2 --allow-missing",
        Desk::never_receives_one,
        0,
        "締めました",
    ),
    case(
        "zaitaku-report compare 2024H2/submissions/ward/緑区.xlsx 2024H2/submissions/ward/緑区（修正版）.xlsx",
        Desk::receives_a_second,
        0,
        "変わった",
    ),
    case(
        "zaitaku-report build --period 2024H1",
        Desk::receives_a_correction,
        0,
        "締めたあとに変わった数（r）",
    ),
    case(
        "zaitaku-report close --period 2024H1",
        Desk::puts_the_closed_aside,
        0,
        "締めました",
    ),
    case(
        "zaitaku-report definitions check",
        Desk::changes_the_roster,
        0,
        "同じ数になります",
    ),
    case(
        "zaitaku-report forms --period 2025H1",
        nothing,
        0,
        "様式を7件作りました",
    ),
    case(
        "zaitaku-report reconcile --period 2024H1",
        Desk::keeps_what_was_published,
        0,
        "一致 1件",
    ),
];

/// Who follows the guide.
struct Desk(Project);

impl Desk {
    fn fills_a_form(&self) {
        let mut filling = FILLINGS["office-kita"].clone();
        let slip = Value::Text("約10".to_owned());
        filling.answers.insert(monthly("askers", "S02", 5), slip);
        self.0.write(
            "区役所/北区相談支援室.xlsx",
            &drawn("office-kita", &filling),
        );
    }

    fn mends_the_form(&self) {
        let path = "区役所/修正用/北区相談支援室.xlsx";
        let form = Copy::of(&fs::read(self.0.path(path)).expect("the annotated form"));
        let meant = count(&FILLINGS["office-kita"], &monthly("askers", "S02", 5));
        let mended = form.set("(オ)相談", "D8", Content::Number(meant as f64));
        self.0.write(path, &mended.save());
    }

    fn receives_all_but_one(&self) {
        self.receives(FIRST, |unit, filling| {
            if &**unit == "office-01" {
                let month = FIRST.months()[1];
                let slip = Value::Text("約10".to_owned());
                let mut key = monthly("askers", "S02", 5);
                key.month = Some(month);
                filling.answers.insert(key, slip);
            }
            &**unit != "ward-05"
        });
    }

    fn receives_the_mended(&self) {
        self.receives(FIRST, |unit, _| &**unit != "ward-05");
    }

    fn receives_the_last(&self) {
        self.receives(FIRST, |_, _| true);
    }

    fn receives_one_late(&self) {
        self.receives(SECOND, |unit, filling| {
            if &**unit == "ward-01" {
                let late = Value::Date("2025-05-02".parse().expect("a day"));
                filling.answers.insert(plain("submitted_on", None), late);
            }
            true
        });
    }

    fn never_receives_one(&self) {
        self.0.remove("事業/2024H2/submissions/ward/花見区.xlsx");
    }

    fn receives_a_second(&self) {
        self.receives_as(SECOND, "（修正版）", |unit, filling| {
            change(filling);
            &**unit == "ward-03"
        });
    }

    fn receives_a_correction(&self) {
        self.0
            .remove("事業/2024H2/submissions/ward/緑区（修正版）.xlsx");
        self.receives(FIRST, |unit, filling| {
            change(filling);
            &**unit == "office-02"
        });
    }

    fn puts_the_closed_aside(&self) {
        self.0.remove("事業/history/2024H1.csv");
        self.0.remove("事業/history/2024H1.manifest.json");
    }

    /// One body gets another name; two become one from the next period on.
    fn changes_the_roster(&self) {
        let path = self.0.path("事業/名簿.xlsx");
        let mut lines = roster(&path);
        let column = |heading: &str| {
            let mut headings = lines[0].iter();
            headings.position(|cell| cell == heading).expect(heading)
        };
        let [id, name, area, area_id, from, until, succeeds] = [
            "記号",
            "名称",
            "区域",
            "区域の記号",
            "開始",
            "終了",
            "引き継ぐもの",
        ]
        .map(column);
        let row = |lines: &[Vec<String>], unit: &str| {
            lines
                .iter()
                .position(|line| line[id] == unit)
                .expect("a row")
        };
        let renamed = row(&lines, "ward-05");
        lines[renamed][name] = "花見中央区役所".to_owned();
        let (one, other) = (row(&lines, "office-02"), row(&lines, "office-03"));
        let mut merged = lines[one].clone();
        lines[one][until] = "2024H2".to_owned();
        lines[other][until] = "2024H2".to_owned();
        merged[id] = "office-04".to_owned();
        merged[name] = "緑・泉相談支援室".to_owned();
        merged[area] = format!("{}、{}", lines[one][area], lines[other][area]);
        merged[area_id] = format!("{}、{}", lines[one][area_id], lines[other][area_id]);
        merged[from] = "2025H1".to_owned();
        merged[succeeds] = "office-02、office-03".to_owned();
        lines.push(merged);
        save_roster(&path, &lines);
    }

    fn keeps_what_was_published(&self) {
        let closed = fs::read_to_string(self.0.path("事業/history/2024H1.csv")).expect("closed");
        let mut lines = closed.lines();
        let head = lines.next().expect("headings");
        let own = lines.find(|line| line.starts_with("2024H1,city,askers,S02,"));
        let text = format!("{head}\n{}\n", own.expect("a figure"));
        self.0.write("事業/history/published.csv", text.as_bytes());
    }

    /// Puts the forms of those units of a period that `change` lets pass among the submissions.
    fn receives(&self, period: Period, change: impl Fn(&Id, &mut Filling) -> bool) {
        self.receives_as(period, "", change);
    }

    fn receives_as(&self, period: Period, mark: &str, change: impl Fn(&Id, &mut Filling) -> bool) {
        let definitions = definitions(&self.0.path("事業"));
        for (n, unit) in definitions.registry.units.values().enumerate() {
            let mut filling = filled(n, &unit.kind, period);
            if change(&unit.id, &mut filling) {
                let bytes = draw(&definitions, unit, period, &filling).expect("drawn");
                let stem = definitions.registry.file_stem(unit);
                let path = format!("事業/{period}/submissions/{}/{stem}{mark}.xlsx", unit.kind);
                self.0.write(&path, &bytes);
            }
        }
    }

    /// Writes what the guide shows of a file as whoever follows it would.
    fn writes(&self, path: &str, block: &str) {
        let place = self.0.path(&format!("事業/{path}"));
        let old = fs::read_to_string(&place).unwrap_or_default();
        let head = block.lines().next().expect("a line");
        let new = if path == "定義/catalogue.toml" {
            for other in fs::read_dir(self.0.path("事業/定義")).expect("written out") {
                let other = other.expect("a file").path();
                if other != place {
                    fs::remove_file(other).expect("removed");
                }
            }
            let (one, _) = head.split_once(", until").expect("an end");
            let before = format!("{one} }},\n");
            assert!(old.contains(&before), "{before}");
            old.replacen(&before, block, 1)
        } else if path == "zaitaku.toml" && !head.starts_with('[') {
            format!("{block}{old}")
        } else if old.contains(&format!("\n{head}\n")) {
            old.replacen(&format!("{head}\n"), block, 1)
        } else {
            format!("{old}\n{block}").trim_start().to_owned()
        };
        self.0.write(&format!("事業/{path}"), new.as_bytes());
    }
}

/// What the nth body of a new city answers: as one of the sample in its period.
pub fn filled(n: usize, kind: &str, period: Period) -> Filling {
    let mut twins = FILLINGS.iter().filter(|(id, _)| id.starts_with(kind));
    let (_, twin) = twins.nth(n).expect("a filling");
    let months: Vec<_> = PERIOD.months().into_iter().zip(period.months()).collect();
    let later = 12 * (period.year.0 - PERIOD.year.0)
        + i16::from(period.half_label() == SECOND.half_label()) * 6;
    let mut filling = Filling::default();
    for (key, value) in &twin.answers {
        let mut key = key.clone();
        let month = months.iter().find(|(old, _)| Some(*old) == key.month);
        key.month = month.map(|(_, new)| *new);
        let value = match value {
            Value::Date(day) => Value::Date(*day + later.months()),
            other => other.clone(),
        };
        filling.answers.insert(key, value);
    }
    filling
}

/// Another count in the first month.
fn change(filling: &mut Filling) {
    for value in filling.answers.values_mut() {
        if let Value::Count(count) = value {
            *count += 1;
            return;
        }
    }
}

#[test]
fn every_command_of_the_guide_is_run_in_its_order() {
    let guide = fs::read_to_string(repository("docs/guide-ja.md")).expect("the guide");
    let desk = Desk(Project::empty());
    let mut cases = CASES.iter().peekable();
    let (mut folder, mut said, mut runs) = ("区役所", String::new(), 0);
    for step in steps(&guide) {
        match step {
            Step::Heading(heading) if heading == DESK => folder = "事業",
            Step::Heading(_) => {}
            Step::File(path, block) => desk.writes(&path, &block),
            Step::Said(line) => assert!(said.contains(&line), "{line}\n{said}"),
            Step::Command(command) => {
                let case = cases.next_if(|case| case.command == command);
                let (status, says) = case.map_or((0, ""), |case| (case.status, case.says));
                case.map_or(nothing as fn(&Desk), |case| case.by_hand)(&desk);
                let done = run(&desk.0.path(folder), &words(&command)[1..]);
                said = done.out + &done.err;
                runs += 1;
                let of_report = command.contains(" build ") || command.contains(" verify ");
                if of_report && !cfg!(feature = "pdf") {
                    assert_eq!(done.status, 3, "{command}\n{said}");
                    continue;
                }
                assert_eq!(done.status, status, "{command}\n{said}");
                let has_next = said.contains("\n次にすること\n");
                assert!(said.contains(says) && has_next, "{command}\n{said}");
            }
        }
    }
    let left: Vec<&str> = cases.map(|case| case.command).collect();
    assert!(left.is_empty() && runs > 30, "{runs}: {left:?}");
    // What the guide had them write is read, to the end.
    run(&desk.0.path("事業"), &["status", "--period", "2024H1"]).succeeds();
    if cfg!(feature = "pdf") {
        run(&desk.0.path("事業"), &["build", "--period", "2024H1"]).succeeds();
    }
}

#[test]
fn every_option_and_picture_that_the_guide_names_is_there() {
    let guide = fs::read_to_string(repository("docs/guide-ja.md")).expect("the guide");
    let nowhere = Project::empty();
    let mut help = nowhere.run(&["--help"]).succeeds().out;
    for command in help
        .clone()
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
    {
        let name = command.split_whitespace().next().expect("a name");
        if name.chars().all(|c| c.is_ascii_lowercase()) {
            help += &nowhere.run(&[name, "--help"]).succeeds().out;
        }
    }
    let words = guide.split(|c: char| !(c.is_ascii_lowercase() || c == '-'));
    let options: Vec<&str> = words
        .filter(|word| word.starts_with("--") && !word.starts_with("---"))
        .collect();
    assert!(options.len() > 30);
    for option in options {
        assert!(help.contains(&format!("{option} ")), "{option}");
    }
    for picture in guide.split("](").skip(1) {
        let (path, _) = picture.split_once(')').expect("an end");
        assert!(repository("docs").join(path).is_file(), "{path}");
    }
    // A command within a sentence would be run by nobody.
    assert!(!guide.contains("`zaitaku-report "));
}
