//! Which rule tells of a fault or a departure, and in which words: each is given to its rule here
//! and nowhere else.
//!
//! Both matches name every variant: a new one does not compile before it has a rule and words.

use super::{
    Context, Message, Rule, Sink, reasons, z010_label_missing as z010, z011_label_unknown as z011,
    z012_block_moved as z012, z013_far_cells as z013, z014_merged_answers as z014,
    z015_hidden_answers as z015, z016_part_not_read as z016, z018_column_unknown as z018,
    z019_list_too_long as z019, z020_cell_noted as z020, z022_sheet_unknown as z022,
    z023_misplaced as z023, z024_unsettled as z024, z102_not_a_count as z102,
    z103_not_in_list as z103, z104_not_a_date as z104, z105_formula_without_result as z105,
    z106_struck_through as z106, z107_text_too_long as z107, z108_picture_unprintable as z108,
    z109_picture_too_large as z109, z110_picture_cropped as z110, z111_picture_doubled as z111,
    z112_pictures_elsewhere as z112, z113_pictures_unread as z113, z201_total_differs as z201,
    z310_says_nothing as z310, z311_not_an_address as z311,
};
use crate::model::answer::{Answer, Fault};
use crate::model::cell::Location;
use crate::model::finding::Finding;
use crate::model::picture::PictureFault;
use crate::model::submission::{DataValue, Departure, DepartureKind, Role};

/// What the answers that cannot be read and the departures of a file raise.
pub(super) fn check(context: &Context) -> Vec<Finding> {
    let submission = context.submission;
    let mut findings = Vec::new();
    let mut merged: Vec<&Location> = Vec::new();
    for value in &submission.values {
        let Answer::Unreadable(fault) = &value.answer else {
            continue;
        };
        let Some((rule, message)) = of_fault(context, value, fault) else {
            continue;
        };
        // One merged cell is one thing to mend, however many questions it covers.
        if matches!(fault, Fault::Merged(_)) {
            if merged.contains(&&value.at) {
                continue;
            }
            merged.push(&value.at);
        }
        let mut sink = Sink::new(rule, &submission.file.name);
        sink.value(value, message.problem, message.remedy);
        findings.extend(sink.into_findings());
    }
    for departure in &submission.departures {
        let Some((rule, message)) = of_departure(context, departure) else {
            continue;
        };
        let mut sink = Sink::new(rule, &submission.file.name);
        sink.departure(departure, message);
        findings.extend(sink.into_findings());
    }
    findings
}

/// The rule of a fault; nothing where another finding tells it, or where it hides nothing.
fn of_fault(
    context: &Context,
    value: &DataValue,
    fault: &Fault,
) -> Option<(&'static Rule, Message)> {
    let raw = &*value.raw;
    let period = context.submission.period;
    Some(match fault {
        Fault::NotACount => (&z102::RULE, z102::not_a_count(context, value)),
        Fault::Dated(meant) => (&z102::RULE, z102::dated(context, value, *meant)),
        Fault::NotWhole => (&z102::RULE, z102::not_whole(context, value)),
        Fault::TooLargeACount => (&z102::RULE, z102::too_large(context, value)),
        Fault::NotInList(nearest) => (
            &z103::RULE,
            z103::not_in_list(context, value, nearest.as_ref()),
        ),
        Fault::NotAMark => (&z103::RULE, z103::not_a_mark(raw)),
        Fault::NotADate => (&z104::RULE, z104::not_a_date(context, value)),
        Fault::NoSuchDay => (&z104::RULE, z104::no_such_day(raw, period)),
        Fault::FarDate => (&z104::RULE, z104::far_date(raw, period)),
        // The departure of its row or column tells it (Z010), once for all of its cells.
        Fault::NotFound => return None,
        Fault::Merged(region) => match value.role {
            Role::Input => (&z014::RULE, z014::merged(raw, *region)),
            // Totals are always computed anew: nothing hides in them.
            Role::Total => return None,
        },
        Fault::NoStoredResult => match value.role {
            Role::Input => (&z105::RULE, z105::no_stored_result()),
            Role::Total => return None,
        },
        Fault::FormulaError(code) => match value.role {
            Role::Input => (&z105::RULE, z105::formula_error(code)),
            Role::Total if value.formula => return None,
            Role::Total => (&z105::RULE, z105::formula_error(code)),
        },
        Fault::Struck => (&z106::RULE, z106::struck(raw)),
        Fault::PartlyStruck => (&z106::RULE, z106::partly_struck(raw)),
        Fault::TooLong => (&z107::RULE, z107::too_long(raw)),
        Fault::Picture(fault) => match fault {
            PictureFault::Words => (&z108::RULE, z108::words(raw)),
            PictureFault::InCell => (&z108::RULE, z108::in_cell()),
            PictureFault::Format(name) => (&z108::RULE, z108::format(name)),
            PictureFault::Broken => (&z108::RULE, z108::broken()),
            PictureFault::TooLarge => {
                let limits = context.element(value).and_then(|element| element.limits);
                (&z109::RULE, z109::too_large(limits))
            }
            PictureFault::Cropped => (&z110::RULE, z110::cropped()),
        },
    })
}

/// The rule of a departure; nothing where it was answered, or changes nothing.
fn of_departure(context: &Context, departure: &Departure) -> Option<(&'static Rule, Message)> {
    let label = departure.label.as_str();
    Some(match &departure.kind {
        DepartureKind::SheetMissing => (&z010::RULE, z010::sheet_missing(label)),
        DepartureKind::SheetHidden => (&z010::RULE, z010::sheet_hidden(label)),
        DepartureKind::BlockMissing(nearest) => {
            (&z010::RULE, z010::block_missing(label, nearest.as_deref()))
        }
        DepartureKind::BlockDoubled(other) => (&z011::RULE, z011::block_doubled(label, other)),
        DepartureKind::CopyIgnored => (&z016::RULE, z016::copy_ignored(label)),
        DepartureKind::CopySame => (&z016::RULE, z016::copy_same(label)),
        DepartureKind::ExampleIgnored => (&z016::RULE, z016::example_ignored()),
        DepartureKind::ExampleFilled => (&z310::RULE, z310::example_filled(label)),
        DepartureKind::RowNumbered => {
            let limits = &context.criteria.thresholds.rows;
            (&z310::RULE, z310::numbered(label, limits)?)
        }
        DepartureKind::ColumnMissing(nearest) => {
            (&z010::RULE, z010::column_missing(label, nearest.as_deref()))
        }
        DepartureKind::ColumnDoubled => (&z011::RULE, z011::column_doubled(label)),
        DepartureKind::ColumnUnknown(values) => (&z018::RULE, z018::column_unknown(label, *values)),
        DepartureKind::ColumnSplit(values) => (&z011::RULE, z011::column_split(label, *values)),
        DepartureKind::ListTooLong => (&z019::RULE, z019::list_too_long(label)),
        DepartureKind::RowMissing(nearest) => {
            (&z010::RULE, z010::row_missing(label, nearest.as_deref()))
        }
        DepartureKind::RowDoubled => (&z011::RULE, z011::row_doubled(label)),
        DepartureKind::RowUnknown(nearest) => {
            let limits = &context.criteria.thresholds.labels;
            (
                &z011::RULE,
                z011::row_unknown(label, nearest.as_deref(), limits),
            )
        }
        DepartureKind::RowUnlabelled => (&z011::RULE, z011::row_unlabelled()),
        DepartureKind::RowContradicts(other) => (&z011::RULE, z011::row_contradicts(label, other)),
        DepartureKind::Misplaced(text) => (&z023::RULE, z023::misplaced(text)),
        DepartureKind::Beside(texts, is_remark) => z023::beside(texts, *is_remark, context)?,
        DepartureKind::SheetUnknown(cells) => (&z022::RULE, z022::sheet_unknown(label, *cells)),
        DepartureKind::SheetRenamed(own) => {
            let limits = &context.criteria.thresholds.labels;
            (&z022::RULE, z022::not_final(label, own, limits)?)
        }
        DepartureKind::HiddenCopy => (&z022::RULE, z022::hidden_copy(label)),
        DepartureKind::Unsettled(_, answer)
            if reasons::tells(answer, &context.criteria.thresholds.reasons) =>
        {
            return None;
        }
        DepartureKind::Unsettled(code, _) => (&z024::RULE, z024::unsettled(code, label)),
        DepartureKind::DrawnOver => (&z020::RULE, z020::drawn_over()),
        DepartureKind::TotalAdjusted => (&z201::RULE, z201::adjusted(context, departure)?),
        DepartureKind::WordsOver(words) => (&z020::RULE, z020::words_over(words)),
        DepartureKind::LabelStruck => (&z106::RULE, z106::label_struck(label)),
        DepartureKind::Hidden => (&z015::RULE, z015::hidden(label)),
        DepartureKind::FormattedAway(shown) => (&z015::RULE, z015::formatted_away(shown)),
        DepartureKind::Faint(shown) => (&z015::RULE, z015::faint(shown)),
        DepartureKind::HiddenByRule(shown) => (&z015::RULE, z015::hidden_by_rule(shown)),
        DepartureKind::LinkedElsewhere(link) => (&z311::RULE, z311::linked_elsewhere(link)),
        DepartureKind::Noted(note, shown) => (&z020::RULE, z020::noted(note, shown)),
        DepartureKind::Moved => (&z012::RULE, z012::moved()),
        DepartureKind::Overflow => (&z013::RULE, z013::overflow()),
        DepartureKind::PictureDoubled => (&z111::RULE, z111::doubled()),
        DepartureKind::PicturesElsewhere(count) => (&z112::RULE, z112::elsewhere(*count)),
        DepartureKind::PicturesUnread => (&z113::RULE, z113::unread()),
    })
}
