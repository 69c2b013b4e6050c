//! The symbols, drawn on a grid of 20 by 20 with one line width.

use leptos::prelude::*;

/// A symbol. It never stands alone for a meaning: a word is beside it, or in the label of its button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what is drawn")]
pub enum IconName {
    ArrowDown,
    ArrowUp,
    Bin,
    Box,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Clock,
    Columns,
    Copy,
    Cross,
    Document,
    Download,
    Filter,
    Folder,
    Globe,
    Hand,
    Home,
    Information,
    Keyboard,
    Link,
    Lock,
    Map,
    Minus,
    Moon,
    More,
    Offline,
    Orders,
    Pause,
    Person,
    Play,
    Plus,
    Print,
    Question,
    Return,
    Scan,
    Search,
    Settings,
    Sidebar,
    Sort,
    Sun,
    Tag,
    Tote,
    Trash,
    Truck,
    Undo,
    Unlock,
    Upload,
    Warning,
    Workspace,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::ArrowDown => "M10 4v12M5 11l5 5 5-5",
            Self::ArrowUp => "M10 16V4M5 9l5-5 5 5",
            Self::Bin => "M3 3v14M17 3v14M3 9h14M3 16h14M6 9V5h4v4M11 16v-4h4v4",
            Self::Box => "M10 2.5l7 3.5v8l-7 3.5L3 14V6zM3 6l7 3.5L17 6M10 9.5v8M6.5 4.2l7 3.6",
            Self::Check => "M4 10.5l4 4 8-9",
            Self::ChevronDown => "M5 8l5 5 5-5",
            Self::ChevronLeft => "M12 5l-5 5 5 5",
            Self::ChevronRight => "M8 5l5 5-5 5",
            Self::Clock => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l3 2",
            Self::Columns => "M3 4h14v12H3zM8 4v12M12.5 4v12",
            Self::Copy => "M7 7h10v10H7zM13 7V3H3v10h4",
            Self::Cross => "M5 5l10 10M15 5L5 15",
            Self::Document => "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 10h5M7.5 13h5",
            Self::Download => "M10 3v9M6 8.5l4 4 4-4M3.5 13v4h13v-4",
            Self::Filter => "M3 4h14l-5.5 6.5V16l-3-1.5v-4z",
            Self::Folder => "M2.5 5h5l2 2.5h8V16h-15z",
            Self::Globe => {
                "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c-4.5 4.5-4.5 9.5 0 14M10 3c4.5 4.5 4.5 9.5 0 14"
            }
            Self::Hand => {
                "M5.5 11.5V5.7a1.1 1.1 0 0 1 2.2 0V9.5M7.7 9.5V4.1a1.1 1.1 0 0 1 2.2 0v5.4M9.9 9.5V4.7a1.1 1.1 0 0 1 2.2 0v5M12.1 9.7V6.5a1.1 1.1 0 0 1 2.2 0v6c0 3-1.8 5-4.7 5-2.3 0-3.6-.9-4.7-2.7l-2-3.4c.9-1 2-.7 2.6.1"
            }
            Self::Home => "M3 9.5L10 3.5l7 6M5 8.5V17h10V8.5M8.5 17v-5h3v5",
            Self::Information => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9v4.5M10 6.2v.6",
            Self::Keyboard => {
                "M2.5 5h15v10h-15zM5.5 8h.5M9.8 8h.5M14 8h.5M5.5 10.3h.5M9.8 10.3h.5M14 10.3h.5M6.5 12.7h7"
            }
            Self::Link => {
                "M8 12l4-4M9 6l2-2a3.2 3.2 0 0 1 4.7 4.7L13.5 11M11 14l-2 2a3.2 3.2 0 0 1-4.7-4.7L6.5 9"
            }
            Self::Lock => "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v2",
            Self::Map => "M3 5l4.5-2 5 2L17 3v12l-4.5 2-5-2L3 17zM7.5 3v12M12.5 5v12",
            Self::Minus => "M4 10h12",
            Self::Moon => "M16 12.5A7 7 0 0 1 7.5 4a6.5 6.5 0 1 0 8.5 8.5z",
            Self::More => "M4.5 10h.6M9.7 10h.6M14.9 10h.6",
            Self::Offline => {
                "M3 3l14 14M2.5 8a11 11 0 0 1 3.3-2M9 4.8A11 11 0 0 1 17.5 8M5 11a7.5 7.5 0 0 1 3-1.9M12.5 9.5A7.5 7.5 0 0 1 15 11M8 14a3.2 3.2 0 0 1 4 0M10 16.5v.3"
            }
            Self::Orders => {
                "M4 3h12v14l-2.4-1.5L11.2 17 10 16.2 8.8 17l-2.4-1.5L4 17zM7 7h6M7 10h6"
            }
            Self::Pause => "M7 4v12M13 4v12",
            Self::Person => "M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM4 17c0-3.5 2.5-5 6-5s6 1.5 6 5",
            Self::Play => "M6 4l10 6-10 6z",
            Self::Plus => "M10 4v12M4 10h12",
            Self::Print => "M6 7V3h8v4M6 14H3V7h14v7h-3M6 12h8v5H6z",
            Self::Question => {
                "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.8 8a2.2 2.2 0 1 1 4 1.2c-.8.8-1.8 1-1.8 2.3M10 13.7v.3"
            }
            Self::Return => "M6 3L3 6l3 3M3 6h10.5a3.5 3.5 0 0 1 3.5 3.5V17M3 13.5h8V17H3z",
            Self::Scan => {
                "M3 7V3.5h3.5M13.5 3.5H17V7M17 13v3.5h-3.5M6.5 16.5H3V13M6.5 7v6M9 7v6M11 7v6M13.5 7v6"
            }
            Self::Search => "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
            Self::Settings => "M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4",
            Self::Sidebar => "M3 4h14v12H3zM7.5 4v12",
            Self::Sort => "M6 4v12M3 13l3 3 3-3M14 16V4M11 7l3-3 3 3",
            Self::Sun => {
                "M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M15.3 4.7l-1.2 1.2M5.9 14.1l-1.2 1.2"
            }
            Self::Tag => "M3 3h6.5l7.5 7.5-6.5 6.5L3 9.5zM6.5 6.5v.2",
            Self::Tote => "M2.5 6h15l-2 11h-11zM2.5 6V4h15v2M7.5 10h5",
            Self::Trash => "M3.5 5.5h13M8 5.5V3h4v2.5M5 5.5L6 17h8l1-11.5M8.5 8.5v5.5M11.5 8.5v5.5",
            Self::Truck => {
                "M2.5 4.5h9v9h-9zM11.5 8H15l2.5 2.7v2.8h-6M5.5 13.5a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zM14 13.5a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z"
            }
            Self::Undo => "M7 4L3 8l4 4M3 8h9a4.5 4.5 0 0 1 0 9h-2",
            Self::Unlock => "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 5.8-1M10 12v2",
            Self::Upload => "M10 13V4M6 7.5l4-4 4 4M3.5 13v4h13v-4",
            Self::Warning => "M10 3l7.5 13.5h-15zM10 8v4M10 14v.3",
            Self::Workspace => "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z",
        }
    }
}

/// A symbol in the colour and size of the text around it; unseen by screen readers.
#[component]
pub fn Icon(
    /// What is drawn.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=name.path() />
        </svg>
    }
}
