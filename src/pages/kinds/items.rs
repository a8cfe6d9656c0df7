//! Items × states over all units, beside the year before.

use super::charts::{self, SILENT, tone};
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{How, Number, Words};
use crate::model::catalogue::Tone;
use crate::model::terms;
use crate::pages::print::{Chart, Key, Page, Part, Span, StackedRow};
use crate::pages::wording::{Named, key_number, least, most, nothing_yet, of_all, plain};

/// The page of a choice element with a category.
pub fn page(material: &Material, mut page: Page, element: &str) -> Option<Page> {
    let asked = material.asked(element)?;
    let (items, states) = (
        material.breakdown(asked.element)?,
        material.answers(asked.element)?,
    );
    let period = material.summary.period;
    let first = states.options_in(period).next()?;
    let counter = asked.kind.counter.as_str();
    let last_year = material.last_year();

    let mut rows = Vec::new();
    let mut reached = Vec::new();
    let mut compared = Vec::new();
    let mut missing = false;
    for item in items.options_in(period) {
        let key = TallyKey::of(&asked.element.id).option(&item.id);
        let numbers = states
            .options_in(period)
            .map(|state| (state, material.now(key.clone().answer(&state.id))));
        let parts = charts::parts(&asked, numbers.collect());
        missing |= parts.iter().any(|part| part.tone == Tone::Missing);
        let key = key.answer(&first.id);
        let past = material.past(last_year, &key);
        let now = material.now(key);
        let change = past
            .as_ref()
            .filter(|_| asked.is_whole())
            .map(|past| now.difference(past));
        rows.push(StackedRow {
            label: item.label.clone(),
            parts,
            past: past.as_ref().map(Words::from),
            change,
            alt: String::new(),
        });
        compared.extend(past.map(|past| (now.clone(), past)));
        reached.push(Named {
            label: &item.label,
            number: now,
        });
    }
    let mut legend: Vec<Key> = states
        .options_in(period)
        .map(|state| Key {
            label: state.label.as_str().into(),
            tone: tone(state),
        })
        .collect();
    if missing {
        legend.push(Key {
            label: SILENT.into(),
            tone: Tone::Missing,
        });
    }
    let past_label = rows
        .iter()
        .any(|row| row.past.is_some())
        .then(|| format!("{}\n{}", last_year.label(), first.label));
    let title = format!("項目別の{counter}の数");
    for row in &mut rows {
        // The past is that of the first state.
        let mut past = row.past.iter();
        let part = |part: &Part| {
            let past = past.next().map_or_else(String::new, |past| {
                format!("（{}は{past}{counter}）", last_year.label())
            });
            format!("{}{}{counter}{past}", part.label, part.value.text)
        };
        let parts: Vec<String> = row.parts.iter().map(part).collect();
        row.alt = format!("{}は、{}。", row.label, parts.join("、"));
    }
    let words: String = rows.iter().map(|row| row.alt.as_str()).collect();
    let alt = format!("{title}。{words}");
    if past_label.is_some() {
        page.notes.push(
            format!(
                "比べている{}の数は、年度の終わりの状況。",
                last_year.label()
            )
            .into(),
        );
    }
    page.finding = finding(&asked, &reached, &first.label);
    // Of some of the items nothing is said about all of them.
    if asked.is_whole() && !compared.is_empty() && compared.len() == rows.len() {
        page.finding.extend(grown(&compared, &last_year.label()));
    }
    page.charts.insert(
        "items".to_owned(),
        Chart::Stacked {
            title: title.into(),
            alt,
            legend,
            rows,
            total: asked.expected.n.max(1),
            past_label,
        },
    );
    page.source = Some(asked.source());
    Some(page)
}

/// Which item most units have reached, and which the fewest.
fn finding(asked: &Asked, reached: &[Named], state: &str) -> Vec<Span> {
    let (counted, counter): (&Number, _) = (&asked.counted, asked.kind.counter.as_str());
    let (Some(top), Some(bottom)) = (
        most(reached, terms::ELEMENT),
        least(reached, terms::ELEMENT),
    ) else {
        return vec![plain("集計する項目がない。")];
    };
    if counted.n == 0 {
        return nothing_yet();
    }
    if top.number.n == 0 {
        let nowhere = Words::from(format!(
            "「{state}」の{counter}は、どの項目にもない（{}",
            asked.reporting()
        ));
        return vec![plain(nowhere.then(counted).then(counter).then("中）。"))];
    }
    if top.number.n == bottom.number.n {
        let mut words = vec![plain(format!("どの項目も、{}", asked.reporting()))];
        words.extend(of_all(&top.number, counted, counter));
        words.push(plain(format!("が「{state}」。")));
        return words;
    }
    vec![
        plain(
            Words::from(format!("「{state}」が最も多いのは"))
                .then(top.names)
                .then("の")
                .then(top.each),
        ),
        key_number(&top.number, counter),
        plain(
            Words::from("、最も少ないのは")
                .then(bottom.names)
                .then("の")
                .then(bottom.each),
        ),
        key_number(&bottom.number, counter),
        plain("。"),
    ]
}

/// Of how many items more or fewer units have reached them than a year ago.
fn grown(compared: &[(Number, Number)], last_year: &str) -> Vec<Span> {
    let origins = || {
        compared
            .iter()
            .flat_map(|(now, past)| [now.origin.clone(), past.origin.clone()])
    };
    let count = |is: fn(&(Number, Number)) -> bool| {
        Number::made(
            compared.iter().filter(|pair| is(pair)).count() as u64,
            How::Count,
            origins(),
        )
    };
    let (more, fewer) = (
        count(|(now, past)| now.n > past.n),
        count(|(now, past)| now.n < past.n),
    );
    let all = |number: &Number| number.n == compared.len() as u64;
    let told = |number: &Number, verb: &str| match number {
        number if all(number) => vec![plain("すべての項目"), plain(format!("で{verb}"))],
        number => vec![
            key_number(number, terms::ELEMENT),
            plain(format!("で{verb}")),
        ],
    };
    let mut words = vec![plain(format!("{last_year}と比べて、"))];
    match (more.n, fewer.n) {
        (0, 0) => words.push(plain("どの項目も増減はない")),
        (_, 0) => words.extend(told(&more, "増えた")),
        (0, _) => words.extend(told(&fewer, "減った")),
        _ => {
            words.extend(told(&more, "増え、"));
            words.extend(told(&fewer, "減った"));
        }
    }
    words.push(plain("。"));
    words
}
