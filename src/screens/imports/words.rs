//! What is wrong with a file or a row, in the language of the person.

use crate::browser::intl;
use crate::exchange::problem::{ErrorKind, FileError, Notice};
use crate::ui::locale::{Text, locale_tag, t};

/// What ended the reading of a file.
pub(super) fn file_error(error: &FileError) -> Text {
    match error {
        FileError::Empty => t!(files_error_empty),
        FileError::NoRows => t!(files_error_no_rows),
        FileError::Archive => t!(files_error_archive),
        FileError::GzipTruncated => t!(files_error_gzip_truncated),
        FileError::GzipDamaged => t!(files_error_gzip_damaged),
        FileError::TooLarge { bytes_max } => {
            let limit = *bytes_max;
            t!(
                files_error_too_large,
                limit = intl::bytes(limit, &locale_tag())
            )
        }
        FileError::TooManyRows { rows_max } => {
            let limit = *rows_max;
            t!(files_error_too_many_rows, limit = super::count(limit))
        }
        FileError::Bomb { ratio_max } => {
            let ratio = *ratio_max;
            t!(files_error_bomb, ratio = super::count(ratio))
        }
        FileError::Binary { byte } => {
            let byte = *byte;
            t!(files_error_binary, byte = super::count(byte))
        }
        FileError::ColumnsMissing { missing, found } => {
            let (missing, found) = (missing.join(", "), found.join(", "));
            t!(
                files_error_columns_missing,
                missing = missing,
                found = found
            )
        }
        FileError::ColumnTwice { heading } => {
            let heading = heading.clone();
            t!(files_error_column_twice, heading = heading)
        }
        FileError::NotRecognised { found } => {
            let found = found.join(", ");
            t!(files_error_not_recognised, found = found)
        }
        FileError::JsonBroken { byte } => {
            let byte = *byte;
            t!(files_error_json_broken, byte = super::count(byte))
        }
        FileError::JsonTruncated => t!(files_error_json_truncated),
        FileError::Tradacoms => t!(files_error_tradacoms),
        FileError::WorkbookDamaged => t!(files_error_workbook_damaged),
        FileError::WorkbookWithoutRows => t!(files_error_workbook_without_rows),
        FileError::ArchiveDamaged => t!(files_error_archive_damaged),
        FileError::ArchiveLocked { count } => {
            let n = *count as f64;
            t!(files_error_archive_locked, n = n)
        }
        FileError::TooManyFiles { files_max } => {
            let n = *files_max as f64;
            t!(files_error_too_many_files, n = n)
        }
        FileError::Unreadable { cause } => {
            let cause = cause.clone();
            t!(files_error_unreadable, cause = cause)
        }
    }
}

/// What a person should know about a file that was read.
pub(super) fn notice(notice: &Notice) -> Text {
    match notice {
        Notice::ReadAs { encoding } => {
            let encoding = *encoding;
            t!(files_notice_read_as, encoding = encoding)
        }
        Notice::EncodedTwice { count } => {
            let n = *count as f64;
            t!(files_notice_encoded_twice, n = n)
        }
        Notice::BrokenCharacters { count } => {
            let n = *count as f64;
            t!(files_notice_broken_characters, n = n)
        }
        Notice::OrdersWithoutLines { count } => {
            let n = *count as f64;
            t!(files_notice_orders_without_lines, n = n)
        }
        Notice::RowsRepeated { count } => {
            let n = *count as f64;
            t!(files_notice_rows_repeated, n = n)
        }
    }
}

/// Why a row was not taken, and what to do about it.
pub(super) fn row_error(what: ErrorKind) -> (Text, Text) {
    match what {
        ErrorKind::TooFewCells => (t!(files_row_too_few_cells), t!(files_remedy_quote)),
        ErrorKind::TooManyCells => (t!(files_row_too_many_cells), t!(files_remedy_quote)),
        ErrorKind::CellTooLong => (t!(files_row_cell_too_long), t!(files_remedy_shorten)),
        ErrorKind::RowTooLong => (t!(files_row_row_too_long), t!(files_remedy_shorten)),
        ErrorKind::UnclosedQuote => (t!(files_row_unclosed_quote), t!(files_remedy_close_quote)),
        ErrorKind::CutShort => (t!(files_row_cut_short), t!(files_remedy_copy_again)),
        ErrorKind::Missing => (t!(files_row_missing), t!(files_remedy_fill_in)),
        ErrorKind::NotWhole => (t!(files_row_not_whole), t!(files_remedy_whole)),
        ErrorKind::NumberUnclear => (
            t!(files_row_number_unclear),
            t!(files_remedy_number_unclear),
        ),
        ErrorKind::NotAPrice => (t!(files_row_not_a_price), t!(files_remedy_price)),
        ErrorKind::PriceTooFine => (t!(files_row_price_too_fine), t!(files_remedy_round)),
        ErrorKind::NotADate => (t!(files_row_not_a_date), t!(files_remedy_date)),
        ErrorKind::NotATime => (t!(files_row_not_a_time), t!(files_remedy_time)),
        ErrorKind::DateUnclear => (t!(files_row_date_unclear), t!(files_remedy_date_unclear)),
        ErrorKind::OutOfRange => (t!(files_row_out_of_range), t!(files_remedy_correct)),
        ErrorKind::QuantityZero => (t!(files_row_quantity_zero), t!(files_remedy_quantity_zero)),
        ErrorKind::QuantityNegative => (
            t!(files_row_quantity_negative),
            t!(files_remedy_quantity_negative),
        ),
        ErrorKind::CodeRounded => (t!(files_row_code_rounded), t!(files_remedy_code_rounded)),
        ErrorKind::ControlCharacter => (
            t!(files_row_control_character),
            t!(files_remedy_control_character),
        ),
        ErrorKind::NotFree => (t!(files_row_not_free), t!(files_remedy_not_free)),
        ErrorKind::KnownDifferently => (
            t!(files_row_known_differently),
            t!(files_remedy_known_differently),
        ),
        ErrorKind::RowsDisagree => (t!(files_row_rows_disagree), t!(files_remedy_rows_disagree)),
        ErrorKind::BrokenRecord => (t!(files_row_broken_record), t!(files_remedy_broken_record)),
        ErrorKind::RecordTooLarge => (
            t!(files_row_record_too_large),
            t!(files_remedy_record_too_large),
        ),
        ErrorKind::NotAnOrder => (t!(files_row_not_an_order), t!(files_remedy_not_an_order)),
        ErrorKind::CheckDigitWrong => (t!(files_row_check_digit), t!(files_remedy_check_digit)),
        ErrorKind::CodeTwice => (t!(files_row_code_twice), t!(files_remedy_code_twice)),
        ErrorKind::NotAMeasure => (t!(files_row_measure), t!(files_remedy_measure)),
        ErrorKind::UnitUnsaid => (t!(files_row_unit_unsaid), t!(files_remedy_unit_unsaid)),
        ErrorKind::NotYesOrNo => (t!(files_row_yes_or_no), t!(files_remedy_yes_or_no)),
        ErrorKind::SegmentWrong => (t!(files_row_segment_wrong), t!(files_remedy_segment)),
        ErrorKind::SegmentMissing => (t!(files_row_segment_missing), t!(files_remedy_segment)),
        ErrorKind::SegmentOdd => (t!(files_row_segment_odd), t!(files_remedy_segment_odd)),
        ErrorKind::MessageUnread => (t!(files_row_message_unread), t!(files_remedy_message)),
        ErrorKind::MessageSum => (t!(files_row_message_sum), t!(files_remedy_segment_odd)),
        ErrorKind::RowRepeated => (t!(files_row_row_repeated), t!(files_remedy_row_repeated)),
        ErrorKind::NotACurrency => (t!(files_row_currency), t!(files_remedy_currency)),
        ErrorKind::NotAnItem => (t!(files_row_not_an_item), t!(files_remedy_not_an_item)),
        ErrorKind::NoSuchOrder => (t!(files_row_no_such_order), t!(files_remedy_no_such_order)),
        ErrorKind::NotLeft => (t!(files_row_not_left), t!(files_remedy_not_left)),
        ErrorKind::SumsDisagree => (t!(files_row_sums), t!(files_remedy_sums)),
    }
}
