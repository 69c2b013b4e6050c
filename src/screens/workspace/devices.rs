//! The devices whose commits are here, and how far each is known.

use super::take_over::{TakeOver, Target};
use crate::browser::intl;
use crate::screens::desk;
use crate::stream::id::{StreamId, TAG_LETTERS};
use crate::trade::people::commands::PeopleCommand;
use crate::ui::components::{Button, ButtonLink, ConfirmButton, IconName, Notice, StatusBadge};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t};
use crate::ui::routes::Route;
use leptos::prelude::*;

/// A stream, as the list shows it.
#[derive(Clone, PartialEq)]
struct Device {
    stream: StreamId,
    own: bool,
    commits: u64,
    last_ms: i64,
    /// The last commit before there were two of one number.
    forked: Option<u64>,
    /// Whether this is what two branches have in common.
    common: bool,
    /// Whether an owner has shut it out.
    shut_out: bool,
}

fn devices() -> Vec<Device> {
    // Whatever changes, a stream has grown.
    desk::read(desk::ALL, |at| {
        let Some(own) = desk::workspace().map(|workspace| workspace.own().0) else {
            return Vec::new();
        };
        let forks = at.history.forks();
        let relations = at.relations();
        let mut devices: Vec<Device> = at
            .history
            .heads()
            .into_iter()
            .map(|(head, _)| Device {
                stream: head.stream,
                own: head.stream == own,
                commits: head.number,
                last_ms: at
                    .held
                    .header_of(head)
                    .and_then(|header| header.wall_ms().ok())
                    .unwrap_or(0),
                forked: forks
                    .iter()
                    .find(|fork| fork.branches.contains(&head.stream))
                    .map(|fork| fork.after.number),
                common: false,
                shut_out: at
                    .state
                    .authority
                    .is_device_shut_out(head.stream, &relations),
            })
            .collect();
        // What a stream had begun before it forked is nobody's, until one of the branches takes it over.
        devices.extend(forks.iter().map(|fork| {
            Device {
                stream: fork.after.stream,
                own: false,
                commits: fork.after.number,
                last_ms: at
                    .held
                    .header_of(fork.after)
                    .and_then(|header| header.wall_ms().ok())
                    .unwrap_or(0),
                forked: None,
                common: true,
                shut_out: false,
            }
        }));
        devices.sort_by_key(|device| (!device.own, device.stream));
        devices
    })
}

/// A device that is lost or in wrong hands: what it writes from now on waits for an owner.
fn shut_out_device(stream: StreamId) {
    desk::perform(
        PeopleCommand::RevokeDevice { stream },
        t!(workspace_devices_shut_out_done),
    );
}

/// The section.
#[component]
pub(super) fn DevicesSection() -> impl IntoView {
    let devices = Memo::new(|_| devices());
    let target = RwSignal::new(None);
    view! {
        <section class="section" aria-labelledby="devices-title" data-test="devices">
            <h2 id="devices-title">{t!(workspace_devices_title)}</h2>
            <p class="prose">{t!(workspace_devices_text)}</p>
            <Show when=move || devices.with(|devices| devices.iter().any(|device| device.forked.is_some()))>
                <Notice tone=Tone::Attention text=t!(workspace_devices_forked_text) />
            </Show>
            <div class="scroll-x" tabindex="0" role="group" aria-label=t!(workspace_devices_title)>
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(workspace_devices_tag)}</th>
                            <th scope="col">{t!(workspace_devices_stream)}</th>
                            <th scope="col" class="figure">{t!(workspace_commits)}</th>
                            <th scope="col">{t!(workspace_devices_last)}</th>
                            <th scope="col">{t!(workspace_devices_work)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || devices.get().into_iter().map(|device| view! { <Row device target /> }).collect_view()}
                    </tbody>
                </table>
            </div>
            <ButtonLink label=t!(workspace_at_work_title) to=Route::AtWork attr:data-test="open-at-work" />
            <TakeOver target />
        </section>
    }
}

#[component]
fn Row(device: Device, target: RwSignal<Option<Target>>) -> impl IntoView {
    let Device {
        stream,
        own,
        commits,
        last_ms,
        forked,
        common,
        shut_out,
    } = device;
    let last = Text::computed(move || {
        if last_ms == 0 {
            "–".to_owned()
        } else {
            intl::date_time(last_ms, &locale_tag())
        }
    });
    let whole: String = stream
        .bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    view! {
        <tr data-common=common.to_string()>
            <th scope="row">
                <code>{stream.tag(TAG_LETTERS)}</code>
                {own.then(|| view! { " " <span class="quiet-text">{t!(workspace_devices_own)}</span> })}
                {common.then(|| view! { " " <span class="quiet-text">{t!(workspace_devices_common)}</span> })}
                {shut_out
                    .then(|| {
                        view! {
                            " "
                            <StatusBadge tone=Tone::Wrong label=t!(workspace_devices_is_out) />
                        }
                    })}
                {forked
                    .map(|number| {
                        view! {
                            " "
                            <StatusBadge tone=Tone::Attention label=t!(workspace_devices_forked, number = number) />
                        }
                    })}
            </th>
            <td>
                <code class="stream">{whole}</code>
            </td>
            <td class="figure">{t!(workspace_figure, count = commits)}</td>
            <td>{last}</td>
            <td>
                {(!own)
                    .then(|| {
                        view! {
                            <Button
                                attr:data-test="take-over"
                                label=t!(workspace_devices_take_over)
                                on_press=move |()| target.set(Some(Target { from: stream, these: None }))
                            />
                            {(!shut_out && !common)
                                .then(|| {
                                    view! {
                                        " "
                                        <ConfirmButton
                                            label=t!(workspace_devices_shut_out)
                                            text=t!(workspace_devices_shut_out_means)
                                            icon=IconName::Cross
                                            name="shut-out"
                                            on_confirm=move |()| shut_out_device(stream)
                                        />
                                    }
                                })}
                        }
                    })}
            </td>
        </tr>
    }
}
