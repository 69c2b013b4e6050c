//! The pasted cells, each a field; those that are wrong say why.

use super::words;
use crate::intake::pasted::{Pasted, PastedFault, PastedKind, PastedSheet};
use crate::ui::components::{Button, ButtonKind, FilterChip, IconButton, IconName};
use crate::ui::locale::{Text, t, text};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// How many rows are shown at once.
const PAGE: usize = 40;

#[component]
pub(super) fn Grid(
    /// What the table holds.
    kind: PastedKind,
    /// The table as text: what is mended is written there.
    text: RwSignal<String>,
    /// The table.
    sheet: Memo<PastedSheet>,
    /// What it says.
    read: Memo<Pasted>,
) -> impl IntoView {
    let only_faults = RwSignal::new(read.with_untracked(|read| !read.faults.is_empty()));
    let from = RwSignal::new(0_usize);
    // A row that was mended stays until the filter is chosen anew, so that nothing moves under the hands.
    let kept = RwSignal::new(faulty(read));
    let shown = Memo::new(move |_| {
        let count = sheet.with(|sheet| sheet.rows.len());
        if only_faults.get() {
            let now = read.with(|read| {
                let rows = read.faults.iter().map(|fault| fault.row);
                rows.collect::<BTreeSet<usize>>()
            });
            kept.with(|kept| {
                kept.union(&now)
                    .copied()
                    .filter(|row| *row < count)
                    .collect()
            })
        } else {
            (0..count).collect::<Vec<usize>>()
        }
    });
    let page = Memo::new(move |_| {
        let from = from.get();
        shown.with(|rows| {
            rows.iter()
                .skip(from)
                .take(PAGE)
                .copied()
                .collect::<Vec<_>>()
        })
    });
    let filter = move |to: bool| {
        kept.set(faulty(read));
        from.set(0);
        only_faults.set(to);
    };
    let leave_out = move |row: usize| {
        let left = sheet.with_untracked(|sheet| sheet.clone().without_row(row));
        kept.update(|kept| {
            *kept = kept
                .iter()
                .filter(|of| **of != row)
                .map(|of| if *of > row { of - 1 } else { *of })
                .collect();
        });
        text.set(left.to_text());
    };
    let all = move || shown.with(Vec::len);
    let last = move || (from.get() + PAGE).min(all());
    view! {
        <div class="row">
            <FilterChip
                label=t!(paste_only_faults)
                active=only_faults
                on_toggle=move |()| filter(true)
            />
            <FilterChip
                label=t!(paste_all_rows)
                active=Signal::derive(move || !only_faults.get())
                on_toggle=move |()| filter(false)
            />
        </div>
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(paste_open)>
            <table class="plain-table pasted">
                <thead>
                    <tr>
                        <th scope="col">{t!(paste_row)}</th>
                        {move || heads(kind, text, sheet)}
                        <th></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || page.get() key=|row| *row let:row>
                        <PastedRow row text sheet read leave_out=Callback::new(leave_out) />
                    </For>
                </tbody>
            </table>
        </div>
        <Show when=move || PAGE < all()>
            <div class="row">
                <Button
                    label=t!(paste_previous)
                    kind=ButtonKind::Quiet
                    disabled=Signal::derive(move || from.get() == 0)
                    on_press=move |()| from.update(|from| *from = from.saturating_sub(PAGE))
                />
                <span class="quiet-text">
                    {move || text!(paste_more, from = from.get() + 1, to = last(), all = all())}
                </span>
                <Button
                    label=t!(paste_next)
                    kind=ButtonKind::Quiet
                    disabled=Signal::derive(move || last() >= all())
                    on_press=move |()| from.update(|from| *from += PAGE)
                />
            </div>
        </Show>
    }
}

fn faulty(read: Memo<Pasted>) -> BTreeSet<usize> {
    read.with_untracked(|read| read.faults.iter().map(|fault| fault.row).collect())
}

/// Above each column what it means, and the choice of another meaning.
fn heads(kind: PastedKind, text: RwSignal<String>, sheet: Memo<PastedSheet>) -> Vec<AnyView> {
    let (headings, meaning) = sheet.with(|sheet| (sheet.headings.clone(), sheet.meaning.clone()));
    let head = |(column, (heading, meaning)): (usize, (String, Option<usize>))| {
        let choose = move |event| {
            let name = event_target_value(&event);
            let sheet = sheet.get_untracked().with_heading(kind, column, &name);
            text.set(sheet.to_text());
        };
        let none =
            view! { <option value="" selected=meaning.is_none()>{t!(paste_not_used)}</option> };
        let options = (0..).zip(kind.columns()).map(|(index, of)| {
            let chosen = meaning == Some(index);
            view! { <option value=of.name selected=chosen>{words::column(of.name)}</option> }
        });
        view! {
            <th scope="col">
                <select class="input" aria-label=t!(paste_column_of, n = column + 1) on:change=choose>
                    {none}
                    {options.collect_view()}
                </select>
                <span class="quiet-text">{heading}</span>
            </th>
        }
        .into_any()
    };
    (0..)
        .zip(headings.into_iter().zip(meaning))
        .map(head)
        .collect()
}

#[component]
fn PastedRow(
    row: usize,
    text: RwSignal<String>,
    sheet: Memo<PastedSheet>,
    read: Memo<Pasted>,
    leave_out: Callback<usize>,
) -> impl IntoView {
    let faults = Memo::new(move |_| {
        read.with(|read| {
            let of = read.faults.iter().filter(|fault| fault.row == row);
            of.cloned().collect::<Vec<PastedFault>>()
        })
    });
    let width = sheet.with_untracked(|sheet| sheet.headings.len());
    let cell = move |column: usize| {
        let value = Memo::new(move |_| {
            sheet.with(|sheet| {
                let cell = sheet.rows.get(row).and_then(|cells| cells.get(column));
                cell.cloned().unwrap_or_default()
            })
        });
        let fault = Memo::new(move |_| {
            faults.with(|faults| {
                let of = faults.iter().find(|fault| fault.column == column);
                of.map(|fault| fault.what.clone())
            })
        });
        let error = Text::computed(move || {
            let words = fault.get().map(|what| words::fault(&what).now());
            words.unwrap_or_default()
        });
        let mend = move |event| {
            let typed = event_target_value(&event);
            let sheet = sheet.get_untracked().with_cell(row, column, typed.trim());
            text.set(sheet.to_text());
        };
        view! {
            <td class:invalid=move || fault.with(Option::is_some)>
                <input
                    class="input"
                    autocomplete="off"
                    aria-label=t!(paste_column_of, n = column + 1)
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=move || value.get()
                    on:change=mend
                />
                {move || {
                    fault
                        .with(Option::is_some)
                        .then(|| {
                            view! { <p class="field-error" data-test="cell-fault">{error.clone()}</p> }
                        })
                }}
            </td>
        }
    };
    let number = row + 1;
    view! {
        <tr data-test="pasted-row" data-row=number.to_string()>
            <th scope="row" class="figure">{number}</th>
            {(0..width).map(cell).collect_view()}
            <td>
                <IconButton
                    label=t!(paste_leave_out, n = number)
                    icon=IconName::Cross
                    on_press=move |()| leave_out.run(row)
                />
            </td>
        </tr>
    }
}
