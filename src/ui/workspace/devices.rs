//! The devices whose commits are here, and how far each is known.

use crate::browser::intl;
use crate::domain::commit::StreamId;
use crate::ui::components::{Notice, StatusBadge};
use crate::ui::desk::{self, Area};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A stream, as the list shows it.
#[derive(Clone, PartialEq)]
struct Device {
    stream: StreamId,
    own: bool,
    commits: u64,
    last_ms: i64,
    /// The first commit that there are two of.
    frozen: Option<u64>,
}

fn devices() -> Vec<Device> {
    // Whatever changes, a stream has grown.
    let areas = [Area::Orders, Area::Stock, Area::Floor, Area::Catalog];
    desk::read(&areas, |_| ());
    let Some(portal) = desk::portal() else {
        return Vec::new();
    };
    let own = portal.stream();
    let heads = portal.heads();
    let frozen: BTreeMap<StreamId, u64> = portal.frozen().into_iter().collect();
    let mut devices: Vec<Device> = heads
        .iter()
        .map(|(stream, head)| Device {
            stream: *stream,
            own: *stream == own,
            commits: head.number,
            last_ms: head.stamp.ms(),
            frozen: frozen.get(stream).copied(),
        })
        .collect();
    if heads.iter().all(|(stream, _)| *stream != own) {
        devices.push(Device {
            stream: own,
            own: true,
            commits: 0,
            last_ms: 0,
            frozen: None,
        });
    }
    devices.sort_by_key(|device| (!device.own, device.stream));
    devices
}

/// The section.
#[component]
pub(super) fn DevicesSection() -> impl IntoView {
    let devices = Memo::new(|_| devices());
    view! {
        <section class="section" aria-labelledby="devices-title" data-test="devices">
            <h2 id="devices-title">{t!(workspace_devices_title)}</h2>
            <p class="prose">{t!(workspace_devices_text)}</p>
            <Show when=move || devices.with(|devices| devices.iter().any(|device| device.frozen.is_some()))>
                <Notice tone=Tone::Wrong text=t!(workspace_devices_frozen_text) />
            </Show>
            <div class="scroll-x" tabindex="0" role="group" aria-label=t!(workspace_devices_title)>
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(workspace_devices_tag)}</th>
                            <th scope="col">{t!(workspace_devices_stream)}</th>
                            <th scope="col" class="figure">{t!(workspace_commits)}</th>
                            <th scope="col">{t!(workspace_devices_last)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || devices.get().into_iter().map(|device| view! { <Row device /> }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(device: Device) -> impl IntoView {
    let Device {
        stream,
        own,
        commits,
        last_ms,
        frozen,
    } = device;
    let last = Text::computed(move || {
        if commits == 0 {
            "–".to_owned()
        } else {
            intl::date_time(last_ms, &locale_tag())
        }
    });
    view! {
        <tr>
            <th scope="row">
                <code>{stream.tag()}</code>
                {own.then(|| view! { " " <span class="quiet-text">{t!(workspace_devices_own)}</span> })}
                {frozen
                    .map(|number| {
                        view! {
                            " "
                            <StatusBadge tone=Tone::Wrong label=t!(workspace_devices_frozen, number = number) />
                        }
                    })}
            </th>
            <td>
                <code class="stream">{stream.hex()}</code>
            </td>
            <td class="figure">{t!(workspace_figure, count = commits)}</td>
            <td>{last}</td>
        </tr>
    }
}
