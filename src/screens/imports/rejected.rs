//! The lines that were not taken: where, what is wrong, what to do; and all of them as a file.

use super::{count, words};
use crate::browser::files;
use crate::exchange::online_retail::rejected_csv;
use crate::exchange::problem::{Rejected, RowError};
use crate::limits::REJECTED_ROWS_SHOWN_MAX;
use crate::ui::components::{Button, IconName};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// The table of rejected lines.
#[component]
pub(super) fn RejectedRows(
    /// The lines.
    rejected: Rejected,
) -> impl IntoView {
    let total = rejected.count();
    let kept = rejected.kept().len() as u64;
    let rows = rejected
        .kept()
        .iter()
        .take(REJECTED_ROWS_SHOWN_MAX)
        .map(row)
        .collect_view();
    let shown = kept.min(REJECTED_ROWS_SHOWN_MAX as u64);
    let download = move |()| {
        let describe = |error: &RowError| {
            let (reason, remedy) = words::row_error(error.what);
            (reason.now(), remedy.now())
        };
        let bytes = rejected_csv(&rejected, describe);
        let name = format!("{}.csv", t!(imports_download_name).now());
        if let Err(thrown) = files::save(&name, "text/csv", &bytes) {
            report(Problem {
                text: Text::from(thrown.to_string()),
                code: thrown.to_string(),
            });
        }
    };
    view! {
        <section class="section import-after" data-test="rejected">
            <h2>{t!(imports_rejected)}</h2>
            <p class="quiet-text">
                {t!(imports_rejected_shown, shown = count(shown), total = count(total), kept = count(kept))}
            </p>
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(imports_rejected)>
                <table class="plain-table import-rejected">
                    <thead>
                        <tr>
                            <th scope="col">{t!(imports_file)}</th>
                            <th scope="col" class="figure">{t!(imports_row)}</th>
                            <th scope="col">{t!(imports_column)}</th>
                            <th scope="col">{t!(imports_reason)}</th>
                            <th scope="col">{t!(imports_remedy)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="row">
                <Button label=t!(imports_download) icon=IconName::Download on_press=download />
            </div>
        </section>
    }
}

fn row(error: &RowError) -> AnyView {
    let (reason, remedy) = words::row_error(error.what);
    let at = error.row;
    let shown = match error.value.as_str() {
        "" => String::new(),
        value => format!(" “{value}”"),
    };
    view! {
        <tr>
            <td>{error.file.to_string()}</td>
            <td class="figure">{move || count(at)}</td>
            <td>{error.column.as_deref().unwrap_or_default().to_owned()}</td>
            <td>{reason}{shown}</td>
            <td>{remedy}</td>
        </tr>
    }
    .into_any()
}
