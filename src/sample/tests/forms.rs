//! What the forms ask and demand, in every unit and period.

use anyhow::{Context, Result};

use super::*;
use crate::form::layout::Layout;
use crate::form::spec::{Condition, Op, Operand, Per};
use crate::model::submission::Role;

#[test]
fn what_the_forms_demand_holds_in_every_unit() -> Result<()> {
    let (definitions, filled) = Filled::all()?;
    for filled in &filled {
        for (id, filling) in &filled.fillings {
            let unit = &definitions.registry.units[id];
            let form = definitions.form_of(&unit.kind).context("form")?;
            for relation in &form.relations {
                let applies = |when: &Condition| {
                    (choice(filling, &when.element, None) == Some(&*when.option)) == when.is
                };
                if !relation.when.as_ref().is_none_or(applies) {
                    continue;
                }
                let months = match relation.per {
                    Per::Period => vec![None],
                    Per::Month => filled.period.months().into_iter().map(Some).collect(),
                };
                for month in months {
                    let side = |operands: &[Operand]| {
                        operands
                            .iter()
                            .map(|operand| operand_of(filling, operand, month))
                            .sum()
                    };
                    let (left, right): (u64, u64) = (side(&relation.left), side(&relation.right));
                    assert!(
                        relation.op.holds(left, right),
                        "{} {id} {month:?}: {left} {right}",
                        relation.id
                    );
                }
            }
            // Stricter than the forms: no month has more work than contacts, or more of a subset
            // than of its whole.
            for month in filled.period.months().into_iter().map(Some) {
                assert!(Op::AtLeast.holds(
                    sum(filling, "agencies", None, month),
                    sum(filling, "seamless", None, month)
                ));
                assert!(
                    sum(filling, "meetings", Some("G3"), month)
                        <= sum(filling, "meetings", None, month)
                );
            }
        }
    }
    Ok(())
}

fn operand_of(filling: &Filling, operand: &Operand, month: Option<Month>) -> u64 {
    match operand {
        Operand::Number(n) => *n,
        Operand::Sum(element, option) => sum(filling, element, option.as_deref(), month),
        Operand::CountOf(element, option) => {
            let counts =
                |key: &&Key| key.element == *element && (option.is_none() || key.option == *option);
            filling.answers.keys().filter(counts).count() as u64
        }
        Operand::Rows(element, filters) => {
            let rows = filling.answers.keys().filter(|key| key.element == *element);
            let meets = |record, (id, option): &(Id, Id)| {
                row(filling, record, id).and_then(Value::choice) == Some(option)
            };
            rows.filter(|key| filters.iter().all(|filter| meets(key.record, filter)))
                .count() as u64
        }
    }
}

/// Every answer stands where the form asks for one, and every question that must be answered is.
#[test]
fn answers_and_questions_meet() -> Result<()> {
    let (definitions, filled) = Filled::all()?;
    for filled in &filled {
        for (id, filling) in &filled.fillings {
            let form = definitions
                .form_of(&definitions.registry.units[id].kind)
                .context("form")?;
            let layout = Layout::new(form, &definitions.catalogue, filled.period);
            let mut asked = 0;
            for block in layout.sheets.iter().flat_map(|sheet| &sheet.blocks) {
                for line in &block.rows {
                    let questions: Vec<_> = block
                        .columns
                        .iter()
                        .filter_map(|column| block.question(line, column))
                        .collect();
                    let questions = questions
                        .into_iter()
                        .filter(|question| question.role == Role::Input);
                    let (answered, open): (Vec<_>, Vec<_>) =
                        questions.partition(|question| filling.answers.contains_key(&question.key));
                    asked += answered.len();
                    let begun = !answered.is_empty()
                        || answered
                            .iter()
                            .chain(&open)
                            .all(|question| question.key.record.is_none());
                    let missing = open.iter().find(|question| question.required && begun);
                    assert!(missing.is_none(), "{id} {}: {missing:?}", filled.period);
                }
            }
            assert_eq!(
                asked,
                filling.answers.len(),
                "{id} {}: answers without a question",
                filled.period
            );
        }
    }
    Ok(())
}
