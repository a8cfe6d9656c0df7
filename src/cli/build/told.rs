//! What a build tells its user.

use std::fmt::Write as _;
use std::path::Path;

use super::{BuildInputs, Built, OPEN_DATA, REPORT, SUMMARY, WEB_PAGE};
use crate::aggregate::history::Revision;
use crate::cli::counting;
use crate::cli::project::Project;
use crate::figures::comparison::shown;
use crate::figures::mark::Mark;
use crate::figures::material::Material;
use crate::figures::naming::Naming;
use crate::figures::publication::{Audience, PUBLIC_SUMMARY};
use crate::inquiry::open_queries::{self, Influence, OpenQuery};
use crate::model::period::Period;
use crate::model::round::Round;
use crate::model::submission::Submission;
use crate::model::text::grouped;
use crate::output::findings::place_of;

/// So many names are told that were others when a period was closed.
const RENAMED: usize = 6;

/// What was made, for the user.
pub fn told(project: &Project, made: &Built, read: &BuildInputs, out: &Path) -> String {
    let period = read.round.period;
    let mut text = format!(
        "{}の報告書を作りました（{}ページ）。\n",
        period.label(),
        made.pages
    );
    for (audience, name, what) in [
        (Audience::Public, REPORT, "報告書"),
        (Audience::Public, WEB_PAGE, "報告書（ホームページ用）"),
        (Audience::Public, PUBLIC_SUMMARY, "集計表"),
        (Audience::Public, OPEN_DATA, "オープンデータ"),
        (Audience::Internal, SUMMARY, "集計表（庁内用・公表不可）"),
    ] {
        let path = out.join(audience.path(name));
        let _ = writeln!(text, "  {what}: {}", path.display());
    }
    for Mark { mark, text: why } in &made.print.meta.marks {
        let _ = writeln!(text, "{mark}です。{}。", why.trim_end_matches('。'));
    }
    text += &made.awaited;
    text += &counting::of_settings(&read.round);
    text += &withheld(read);
    text += &of_remarks(project, made, read);
    if !made.revised.is_empty() {
        let _ = writeln!(
            text,
            "締めたあとに変わった数（r）が{}件あります。公表済みなら訂正が要ります。",
            made.revised.len()
        );
        for line in &made.revised {
            let _ = writeln!(text, "  r {line}");
        }
        for input in &read.changed {
            let _ = writeln!(text, "  締めたあとに変わった入力: {input}");
        }
    }
    text += &read.revised_past.text;
    text += &called(&project.renamed, period);
    for shown in &made.left_out {
        let _ = writeln!(
            text,
            "{shown}は、壊れていて組めないため、報告書に載せていません。貼り直したものを送ってもらってください。"
        );
    }
    for character in &made.replaced {
        text += &unprintable(&read.round, *character);
    }
    text
}

/// The remarks of the editor that are not printed, and what in the others may be of one person.
fn of_remarks(project: &Project, made: &Built, read: &BuildInputs) -> String {
    let mut text = String::new();
    for remark in &read.commentary.remark {
        let page = remark.page.get_ref();
        if made.print.pages.iter().all(|made| made.id != *page) {
            let _ = writeln!(
                text,
                "所見のページ「{page}」は、この報告書にないため、載せていません。"
            );
            continue;
        }
        let personal = project.criteria.personal_in(&remark.text);
        if !personal.is_empty() {
            let _ = writeln!(
                text,
                "所見（{page}）の「{}」は、個人が分かる言葉かもしれません。報告書に載っているので、確かめてください。",
                personal.join("」「")
            );
        }
    }
    text
}

/// The numbers that changed since the period was closed.
pub fn revised(material: &Material) -> Vec<String> {
    let names = Naming::new(material.definitions);
    let mut told = Vec::new();
    for Revision { key, old, new } in material.revised_numbers() {
        let words = names.words(key);
        told.push(format!("{words} {} → {}", shown(*old), shown(*new)));
    }
    told
}

/// The 確認 without a reason, the one that weighs most first.
pub fn awaited(material: &Material) -> String {
    let open = open_queries::by_effect(material);
    if open.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "理由の書かれていない確認が{}件あります。理由か例外承認が揃うまで、報告書は確定しません。\n\
         公表する数への影響の大きい順に並べます。\n",
        open.len()
    );
    for OpenQuery { finding, effect } in open {
        let place = place_of(finding);
        let _ = writeln!(text, "  [{}] {} {place}", finding.code, finding.file);
        if let Some(Influence { at_stake, whole }) = effect {
            let (stake, whole) = (grouped(at_stake), grouped(whole));
            let _ = writeln!(
                text,
                "    公表する数 {whole} のうち、この欄で動きうる数は {stake}"
            );
        }
    }
    text
}

/// The rows of texts that stay out of the report because a question of privacy is open.
fn withheld(read: &BuildInputs) -> String {
    let mut rows = String::new();
    for arrival in &read.round.arrivals {
        for (sheet, row) in arrival
            .submission
            .iter()
            .flat_map(Submission::withheld_rows)
        {
            let _ = writeln!(rows, "  {}「{sheet}」{row}行目", arrival.file.name);
        }
    }
    if rows.is_empty() {
        return rows;
    }
    format!(
        "個人情報の確認が残っている次の行の文章は、報告書に載せていません（直した様式が届くか、zaitaku.toml の例外承認で認めれば載ります）。\n{rows}"
    )
}

/// What is called as it was when the period was closed, where it is called otherwise now.
fn called(renamed: &[(String, String)], period: Period) -> String {
    if renamed.is_empty() {
        return String::new();
    }
    let mut text = "締めたときの名前と言葉で作っています。\n".to_owned();
    for (then, now) in renamed.iter().take(RENAMED) {
        let _ = writeln!(text, "  {then}（今は {now}）");
    }
    if renamed.len() > RENAMED {
        let _ = writeln!(text, "  ほか{}個", renamed.len() - RENAMED);
    }
    let _ = writeln!(
        text,
        "今の名前にするときは、history の {period}.csv と {period}.manifest.json を別の場所に移し、作り直してから締め直してください。"
    );
    text
}

/// Where a character stands that the report could not print.
fn unprintable(round: &Round, character: char) -> String {
    let mut text = format!(
        "「{character}」（U+{:04X}）は報告書の書体にないため〓に置き換えました。\n",
        character as u32
    );
    for arrival in &round.arrivals {
        for value in arrival
            .submission
            .iter()
            .flat_map(|submission| &submission.values)
            .filter(|value| value.raw.contains(character))
        {
            let _ = writeln!(
                text,
                "  {} シート「{}」{}（{}）",
                arrival.file.path, value.at.sheet, value.at.cell, value.heading
            );
        }
    }
    text
}
