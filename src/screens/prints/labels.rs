//! Labels: drawn once, for paper and for a label printer.

use crate::browser::files::Download;
use crate::browser::label_printer::{self, LabelPrinter, Way};
use crate::browser::{Thrown, preferences};
use crate::exchange::label::zpl::{self, Resolution};
use crate::exchange::label::{DOTS_PER_MM, Field, Label, LabelError, Piece, svg};
use crate::screens::workspace::file_error;
use crate::ui::components::{Button, IconName, Notice, Select, TextInput};
use crate::ui::feedback::{Problem, Tone, report, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;
use std::sync::Arc;

const RESOLUTION: &str = "label-resolution";
const PRINTER: &str = "label-printer";
const COPIES_MAX: u32 = 999;

/// A label, and what it is of; or why it cannot be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct One {
    /// What it is of: the code.
    pub of: String,
    /// The label.
    pub label: Result<Label, LabelError>,
}

/// The labels of a page, in the order in which they are printed.
pub type Drawn = Arc<Vec<One>>;

/// The labels of these, each drawn by its code.
pub fn drawn(codes: Vec<String>, draw: impl Fn(&str) -> Result<Label, LabelError>) -> Drawn {
    let one = |of: String| One {
        label: draw(&of),
        of,
    };
    Arc::new(codes.into_iter().map(one).collect())
}

/// A label on paper, of its own size.
pub fn paper(label: &Label, test: &'static str) -> AnyView {
    let is_parcel = label.height_dots > label.width_dots;
    let class = if is_parcel {
        "label-svg label-4x6-svg"
    } else {
        "label-svg"
    };
    let (width, height) = (label.width_dots, label.height_dots);
    view! {
        <article class=class data-test=test translate="no">
            <svg
                width=format!("{}mm", width / DOTS_PER_MM)
                height=format!("{}mm", height / DOTS_PER_MM)
                viewBox=format!("0 0 {width} {height}")
                font-family="Arial, Helvetica, sans-serif"
                shape-rendering="crispEdges"
                role="img"
                aria-label=said(label)
            >
                {label.pieces().iter().map(piece).collect_view()}
            </svg>
        </article>
    }
    .into_any()
}

/// All words of a label, for who does not see it.
fn said(label: &Label) -> String {
    let words = label.pieces().iter().filter_map(|piece| match piece {
        Piece::Text { lines, .. } => Some(lines.lines.join(" ")),
        Piece::Rule(_) | Piece::Code { .. } => None,
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A piece where [`svg`](crate::exchange::label::svg) would write it.
fn piece(piece: &Piece) -> AnyView {
    match piece {
        Piece::Rule(area) => {
            let (x, y) = (area.x.to_string(), area.y.to_string());
            let (width, height) = (area.width.to_string(), area.height.to_string());
            view! { <rect x=x y=y width=width height=height></rect> }.into_any()
        }
        Piece::Text { area, lines, align } => {
            let placed = svg::placed(area, lines, *align).into_iter();
            let size = lines.size_dots.to_string();
            placed
                .map(|(x, y, anchor, line)| {
                    view! {
                        <text x=x.to_string() y=y.to_string() font-size=size.clone() text-anchor=anchor>
                            {line.to_owned()}
                        </text>
                    }
                })
                .collect_view()
                .into_any()
        }
        Piece::Code {
            area,
            module_dots,
            barcode,
        } => {
            let path = barcode.symbol().path(area.height / module_dots);
            let transform = format!("translate({} {}) scale({module_dots})", area.x, area.y);
            view! { <path transform=transform d=path></path> }.into_any()
        }
    }
}

/// All labels one after the other, those that cannot be drawn left out.
pub fn papers(labels: Signal<Drawn>, test: &'static str) -> impl IntoView {
    move || {
        let all = labels.get();
        let good = all.iter().filter_map(|one| one.label.as_ref().ok());
        good.map(|label| paper(label, test)).collect_view()
    }
}

fn resolution(code: &str) -> Resolution {
    match code {
        "300" => Resolution::Dots12,
        "600" => Resolution::Dots24,
        _ => Resolution::Dots8,
    }
}

/// The commands of all labels for a label printer.
fn commands(labels: &Drawn, resolution: Resolution, copies: u32) -> String {
    let good = labels.iter().filter_map(|one| one.label.as_ref().ok());
    good.map(|label| zpl::write(label, resolution, copies))
        .collect()
}

/// Saves the labels for a label printer, or sends them to it.
#[component]
pub fn LabelButtons(labels: Signal<Drawn>) -> impl IntoView {
    let dots = RwSignal::new(preferences::read(RESOLUTION).unwrap_or_else(|| "203".to_owned()));
    let copies = RwSignal::new("1".to_owned());
    Effect::watch(
        move || dots.get(),
        |dots, _, _| preferences::write(RESOLUTION, dots),
        false,
    );
    let none = Signal::derive(move || labels.with(|all| all.iter().all(|one| one.label.is_err())));
    let made = move || {
        let typed = copies.get_untracked().trim().parse::<u32>();
        let copies = typed.unwrap_or(1).clamp(1, COPIES_MAX);
        let dots = resolution(&dots.get_untracked());
        commands(&labels.get_untracked(), dots, copies)
    };
    let name = move || {
        let all = labels.get_untracked();
        let first = all.first().map_or_else(String::new, |one| one.of.clone());
        let plain = |c: char| {
            if c.is_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        };
        let first: String = first.chars().map(plain).collect();
        format!("label-{first}.zpl")
    };
    let save = move |()| {
        let mut download = Download::new();
        let saved = download
            .push(made().as_bytes())
            .and_then(|()| download.save(&name(), "text/plain"));
        match saved {
            Ok(()) => toast(Tone::Good, t!(prints_zpl_saved)),
            Err(thrown) => report(file_error(thrown)),
        }
    };
    let busy = RwSignal::new(false);
    let send = move |way: Way| {
        let commands = made();
        busy.set(true);
        spawn_reported(async move {
            let sent = to_label_printer(way, &commands).await;
            busy.set(false);
            match sent {
                Ok(Some(printer)) => toast(Tone::Good, sent_to(printer)),
                Ok(None) => {}
                Err(thrown) => return Err(printer_problem(thrown)),
            }
            Ok(())
        });
    };
    let direct = label_printer::ways().into_iter().map(move |way| {
        let (label, test) = match way {
            Way::Usb => (t!(prints_to_usb), "print-usb"),
            Way::Serial => (t!(prints_to_serial), "print-serial"),
        };
        view! {
            <Button
                label
                icon=IconName::Print
                disabled=none
                busy=busy
                on_press=move |()| send(way)
                attr:data-test=test
            />
        }
    });
    let options = vec![
        ("203".to_owned(), Text::from("203 dpi")),
        ("300".to_owned(), Text::from("300 dpi")),
        ("600".to_owned(), Text::from("600 dpi")),
    ];
    view! {
        {direct.collect_view()}
        <Button
            label=t!(prints_zpl)
            icon=IconName::Download
            disabled=none
            on_press=save
            attr:data-test="save-zpl"
        />
        <Select label=t!(prints_resolution) value=dots options />
        <TextInput label=t!(prints_copies) value=copies kind="number" />
    }
}

fn sent_to(printer: LabelPrinter) -> Text {
    match printer.name() {
        Some(name) => t!(prints_sent_to, printer = name.clone()),
        None => t!(prints_sent),
    }
}

/// Sends to the printer that was chosen before, else to the one that a person chooses now; `None` where none is chosen.
async fn to_label_printer(way: Way, commands: &str) -> Result<Option<LabelPrinter>, Thrown> {
    let printer = match label_printer::remembered(way).await? {
        Some(printer) => printer,
        None => match label_printer::choose(way).await {
            Ok(printer) => printer,
            Err(thrown) if thrown.name == "NotFoundError" => return Ok(None),
            Err(thrown) => return Err(thrown),
        },
    };
    printer.send(commands).await?;
    let kept = match way {
        Way::Usb => "usb",
        Way::Serial => "serial",
    };
    preferences::write(PRINTER, kept);
    Ok(Some(printer))
}

/// Sends labels to the printer that this device used last, without a question; whether there is one. Where it is not
/// plugged in or takes nothing, the dialog of the browser is the other way.
pub async fn to_used_printer(labels: &Drawn) -> bool {
    let way = match preferences::read(PRINTER).as_deref() {
        Some("usb") => Way::Usb,
        Some("serial") => Way::Serial,
        _ => return false,
    };
    let dots = preferences::read(RESOLUTION).unwrap_or_default();
    let commands = commands(labels, resolution(&dots), 1);
    let Ok(Some(printer)) = label_printer::remembered(way).await else {
        return false;
    };
    match printer.send(&commands).await {
        Ok(()) => {
            toast(Tone::Good, sent_to(printer));
            true
        }
        Err(thrown) => {
            report(printer_problem(thrown));
            false
        }
    }
}

fn printer_problem(thrown: Thrown) -> Problem {
    Problem {
        text: t!(prints_printer_failed),
        code: thrown.to_string(),
    }
}

/// The part of a label that does not fit.
fn field(field: Field) -> Text {
    match field {
        Field::Sender => t!(prints_from),
        Field::Receiver => t!(prints_to),
        Field::Service => t!(prints_field_service),
        Field::Routing => t!(prints_field_routing),
        Field::References => t!(prints_field_references),
        Field::Tracking => t!(prints_field_tracking),
        Field::Parcel => t!(prints_field_parcel),
        Field::Name => t!(prints_name),
        Field::Code => t!(prints_field_code),
    }
}

fn fault(error: LabelError) -> Text {
    match error {
        LabelError::TooMuchText(of) => {
            let of = field(of).get();
            t!(prints_too_much, field = of.clone())
        }
        LabelError::Barcode(of, _) => {
            let of = field(of).get();
            t!(prints_no_barcode, field = of.clone())
        }
        LabelError::TooWide(of) => {
            let of = field(of).get();
            t!(prints_too_wide, field = of.clone())
        }
    }
}

/// The labels that cannot be drawn, with what to do: a label with half an address is worse than none.
#[component]
pub fn LabelFaults(labels: Signal<Drawn>) -> impl IntoView {
    move || {
        let all = labels.get();
        let bad = all.iter().filter_map(|one| {
            let error = one.label.as_ref().err()?;
            Some((one.of.clone(), *error))
        });
        bad.map(|(of, error)| {
            let words = fault(error);
            let says = Text::computed(move || format!("{of}: {}", words.get()));
            view! { <Notice tone=Tone::Wrong text=says /> }
        })
        .collect_view()
    }
}
