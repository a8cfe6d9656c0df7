//! A waiver of `zaitaku.toml` that speaks of nothing, or that is over.

use super::{Check, RoundContext, Rule, Sink};
use crate::model::finding::Severity;
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
        // Nothing can be said of a unit that has not reported, but a name that nobody bears is a
        // slip.
        if known.is_some() && own.peek().is_none() {
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
        let problem = if known.is_none() {
            format!(
                "例外承認の「{}」という報告者は名簿にありません",
                waiver.unit
            )
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
            "zaitaku.toml",
            format!("{problem}（{name} {}{place}）。", waiver.code),
            "要らなくなった [[waiver]] は消し、要るものは報告者・番号・セル・期限を確かめて直してください。エラーは承認できません。",
        );
    }
}

fn is_of(arrival: &Arrival, waiver: &Waiver) -> bool {
    arrival
        .submission
        .as_ref()
        .is_some_and(|submission| submission.unit == waiver.unit)
}
