//! A waiver of `zaitaku.toml` that speaks of nothing, or that is over.

use super::{Background, Check, RoundContext, Rule, Sink, reasons};
use crate::model::cell::CellRef;
use crate::model::finding::{SETTINGS, Severity};
use crate::model::submission::Arrival;
use crate::model::waiver::Waiver;

/// The rule.
pub static RULE: Rule = Rule {
    code: "Z017",
    name: "waiver-unmatched",
    severity: Severity::Query,
    doc: include_str!("z017_waiver_unmatched.md"),
    check: Check::Round(check),
};

fn check(round: &RoundContext, sink: &mut Sink) {
    let units = &round.around.definitions.registry.units;
    for waiver in round.around.waivers {
        let mut own = round
            .arrivals
            .iter()
            .filter(|arrival| is_of(arrival, waiver))
            .peekable();
        let known = units.get(&waiver.unit);
        // Nothing can be said of a unit that has not reported, but of a slip it can.
        if own.peek().is_none() && slip(waiver, round.around).is_none() {
            continue;
        }
        let own: Vec<&Arrival> = own.collect();
        let is_over = own
            .iter()
            .filter_map(|arrival| arrival.submission.as_ref())
            .any(|submission| waiver.is_over(submission));
        let round_only =
            super::find(&waiver.code).is_some_and(|rule| matches!(rule.check, Check::Round(_)));
        let matches = own.iter().any(|arrival| {
            let concerned = |submission| {
                arrival
                    .findings
                    .iter()
                    .any(|finding| waiver.concerns(submission, finding))
            };
            arrival.submission.as_ref().is_some_and(concerned)
        });
        let problem = if let Some(slip) = slip(waiver, round.around) {
            slip
        } else if is_over {
            format!("例外承認の期限（{}）が過ぎています", waiver.until)
        } else if !matches && !round_only {
            "例外承認に当たる確認がありません".to_owned()
        } else {
            continue;
        };
        let name = known.map_or(&*waiver.unit, |unit| unit.name.as_str());
        let place = [
            waiver.sheet.as_deref(),
            waiver.cell.as_deref(),
            waiver.element.as_deref(),
        ];
        let place: Vec<&str> = place.into_iter().flatten().collect();
        let place = if place.is_empty() {
            String::new()
        } else {
            format!(" {}", place.join(" "))
        };
        sink.file_named(
            SETTINGS,
            format!("{problem}（{name} {}{place}）。", waiver.code),
            "ほかの期間のためのものは、そのままで構いません。要らなくなった [[waiver]] は消し、要るものは報告者・番号・セル・期限を確かめて直してください。エラーは承認できません。",
        );
    }
}

/// What makes a waiver speak of nothing, whatever was submitted.
fn slip(waiver: &Waiver, around: Background) -> Option<String> {
    let definitions = around.definitions;
    let (unit, code) = (&waiver.unit, &waiver.code);
    if !definitions.registry.units.contains_key(unit) {
        let told = format!("例外承認の「{unit}」という報告者は名簿にありません");
        let meant = definitions.registry.find_all(unit);
        let ids: Vec<&str> = meant.iter().map(|unit| &*unit.id).collect();
        return Some(match ids.as_slice() {
            [] => told,
            ids => format!(
                "例外承認の「{unit}」は、名前でなく記号（{}）で書きます",
                ids.join("、")
            ),
        });
    }
    if super::find(code).is_none() {
        return Some(format!("例外承認の「{code}」という番号の確認はありません"));
    }
    if let Some(cell) = waiver
        .cell
        .as_ref()
        .filter(|cell| cell.parse::<CellRef>().is_err())
    {
        return Some(format!(
            "例外承認の「{cell}」はセルの番地ではありません（例: C43）"
        ));
    }
    let elements = &definitions.catalogue.elements;
    if let Some(element) = waiver
        .element
        .as_ref()
        .filter(|id| !elements.contains_key(*id))
    {
        return Some(format!(
            "例外承認の「{element}」という集計項目の記号はありません"
        ));
    }
    let limits = &around.criteria.thresholds.reasons;
    (!reasons::tells(&waiver.reason, limits)).then(|| {
        format!(
            "例外承認の理由「{}」からは、事情が分かりません",
            waiver.reason
        )
    })
}

fn is_of(arrival: &Arrival, waiver: &Waiver) -> bool {
    arrival
        .submission
        .as_ref()
        .is_some_and(|submission| submission.unit == waiver.unit)
}
