//! The parts that screens are made of. None of them knows the trade.

mod button;
mod chip;
mod confirm;
mod dialog;
mod draft;
mod facts;
mod field;
mod floor;
mod floor_commands;
mod floor_tiles;
mod icon;
mod menu;
mod number_input;
mod page_header;
mod scans;
mod states;
mod status;
mod table;
mod tabs;
mod unique_id;

pub use button::{Button, ButtonKind, ButtonLink, IconButton};
pub use chip::{Chip, FilterChip};
pub use confirm::ConfirmButton;
pub use dialog::{Dialog, SidePanel};
pub use draft::Draft;
pub use facts::{Kbd, KeyValue, KeyValueList, Timeline, TimelineEntry};
pub use field::{Check, Checkbox, Field, SearchInput, Select, TextInput, Textarea};
pub use floor::{
    FloorException, FloorFrame, FloorInstruction, FloorItem, FloorStep, FloorUndo, ScanAnswer,
};
pub use floor_tiles::{FloorTile, FloorTiles};
pub use icon::{Icon, IconName};
pub use menu::{Menu, MenuItem};
pub use number_input::NumberInput;
pub use page_header::PageHeader;
pub(super) use scans::start as start_scanner;
pub use scans::{
    Refused, hear_waiting, layout, set_layout, use_heard, use_scans, use_scans_if, use_scans_or,
    use_scans_or_typed,
};
pub use states::{EmptyState, Progress, Skeleton};
pub use status::{Notice, StatusBadge, tone_icon};
pub use table::{
    Cell, Column, ColumnChooser, ColumnWidth, DataTable, RowKey, Rows, Selection, Sort,
    TableColumns,
};
pub use tabs::{Tab, TabPanel, Tabs};
pub use unique_id::unique_id;
