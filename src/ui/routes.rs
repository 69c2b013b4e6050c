//! Every address of the portal, as one enum. Pure: paths in, paths out.
//!
//! Rejected: a router crate. Its nested matching, its tuple of route types and its link component cost more in the wasm
//! file than this file and `navigation.rs` together, and its paths are strings that no compiler checks.

/// A page of the portal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Route {
    /// What must leave when, and what blocks it.
    Today,
    /// The list of orders; filters in the query.
    Orders,
    /// One order, by its number.
    Order(String),
    /// A new order by hand.
    OrderNew,
    /// Orders that wait for a person's check.
    Verification,
    /// Pick batches of the office.
    Batches,
    /// Returns of the office.
    Returns,
    /// Files taken in and their reports.
    Imports,
    /// Files that answer channels.
    Answers,
    /// Rows of files that have to be mended.
    Repair,
    /// The tiles of the floor.
    Floor,
    /// Batches to pick.
    FloorPick,
    /// One pick batch, by its number.
    FloorPickBatch(String),
    /// Totes to pack.
    FloorPack,
    /// One order at the pack screen.
    FloorPackOrder(String),
    /// Parcels to hand over.
    FloorShip,
    /// Parcels on the way, to confirm.
    FloorDeliver,
    /// Units of cancelled lines to put back into bins.
    FloorPutBack,
    /// Goods that come in.
    FloorReceive,
    /// Goods to put away.
    FloorPutAway,
    /// One delivery, by its number.
    FloorReceiveCase(String),
    /// Counts to do.
    FloorCount,
    /// Goods from one place to another, and corrections.
    FloorMove,
    /// Plates from one warehouse to another.
    FloorTransfer,
    /// Returned goods to inspect.
    FloorReturn,
    /// One return: its order and its number.
    FloorReturnCase(String, String),
    /// What is at a place that was scanned, and what is to do there: its code.
    FloorHere(String),
    /// A sheet or label on its way to paper.
    Print(Paper),
    /// The list of items with their stock.
    Stock,
    /// One item and its ledger, by its code.
    Item(String),
    /// A new item.
    ItemNew,
    /// Places and bins.
    Places,
    /// The floor plan of a warehouse.
    Plan,
    /// Data in and out, and what this device keeps.
    Workspace,
    /// What clashed, in words of the trade.
    Conflicts,
    /// Who works here.
    People,
    /// Warehouses and how they work.
    Warehouses,
    /// Cartons that parcels are packed in, and carts.
    Cartons,
    /// Clients, suppliers, carriers.
    Partners,
    /// Shops, marketplaces, the telephone.
    Channels,
    /// Data subjects: found, shown, erased; what is due, and what was erased.
    Privacy,
    /// One data subject: how they are known (`order`, `party`, `operator`), and by which name.
    DataSubject(String, String),
    /// Theme, language, keys.
    Settings,
    /// What a scanner sends, and what is understood of it.
    Scanner,
    /// Who works on what, on which device.
    AtWork,
    /// What went wrong on this device.
    Diagnostics,
    /// An address that the portal does not know, as it was typed.
    Unknown(String),
}

/// What goes to paper.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Paper {
    /// The label of a parcel: its order and its number.
    Label(String, String),
    /// The packing slip of a parcel: its order and its number.
    Slip(String, String),
    /// The list of a pick batch.
    PickList(String),
    /// What a carrier took today.
    Manifest(String),
    /// Bar codes for bins.
    Bins,
    /// The command codes.
    Commands,
    /// The label that a customer sends a return with: its order and its number.
    Return(String, String),
    /// The label of an item, by its part of an address.
    Item(String),
    /// Labels for new totes.
    Totes,
}

impl Paper {
    fn parse(parts: &[&str]) -> Option<Self> {
        let own = |text: &str| text.to_owned();
        match parts {
            ["label", order, parcel] => Some(Self::Label(own(order), own(parcel))),
            ["slip", order, parcel] => Some(Self::Slip(own(order), own(parcel))),
            ["pick-list", batch] => Some(Self::PickList(own(batch))),
            ["manifest", carrier] => Some(Self::Manifest(own(carrier))),
            ["bins"] => Some(Self::Bins),
            ["commands"] => Some(Self::Commands),
            ["totes"] => Some(Self::Totes),
            ["item", code] => Some(Self::Item(own(code))),
            ["return", order, number] => Some(Self::Return(own(order), own(number))),
            _ => None,
        }
    }

    fn path(&self) -> String {
        match self {
            Self::Label(order, parcel) => format!("label/{}/{}", encode(order), encode(parcel)),
            Self::Slip(order, parcel) => format!("slip/{}/{}", encode(order), encode(parcel)),
            Self::PickList(batch) => format!("pick-list/{}", encode(batch)),
            Self::Manifest(carrier) => format!("manifest/{}", encode(carrier)),
            Self::Bins => "bins".to_owned(),
            Self::Commands => "commands".to_owned(),
            Self::Totes => "totes".to_owned(),
            Self::Item(code) => format!("item/{}", encode(code)),
            Self::Return(order, number) => format!("return/{}/{}", encode(order), encode(number)),
        }
    }
}

/// The first part of the map a route belongs to: the entry that is marked in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// All staff.
    Today,
    /// Office.
    Orders,
    /// Floor.
    Floor,
    /// Office.
    Stock,
    /// Office.
    Workspace,
}

impl Route {
    /// The route of a path below the portal's base, with or without slashes around it.
    pub fn parse(path: &str) -> Self {
        let segments: Vec<String> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(decode)
            .collect();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        match parts.as_slice() {
            [] => Self::Today,
            ["orders"] => Self::Orders,
            ["order", number] => Self::Order((*number).to_owned()),
            ["orders", "new"] => Self::OrderNew,
            ["orders", "verification"] => Self::Verification,
            ["orders", "batches"] => Self::Batches,
            ["orders", "returns"] => Self::Returns,
            ["orders", "imports"] => Self::Imports,
            ["orders", "answers"] => Self::Answers,
            ["orders", "repair"] => Self::Repair,
            ["floor"] => Self::Floor,
            ["floor", "pick"] => Self::FloorPick,
            ["floor", "pick", batch] => Self::FloorPickBatch((*batch).to_owned()),
            ["floor", "pack"] => Self::FloorPack,
            ["floor", "pack", order] => Self::FloorPackOrder((*order).to_owned()),
            ["floor", "ship"] => Self::FloorShip,
            ["floor", "deliver"] => Self::FloorDeliver,
            ["floor", "put-back"] => Self::FloorPutBack,
            ["floor", "receive"] => Self::FloorReceive,
            ["floor", "put-away"] => Self::FloorPutAway,
            ["floor", "receive", receipt] => Self::FloorReceiveCase((*receipt).to_owned()),
            ["floor", "count"] => Self::FloorCount,
            ["floor", "move"] => Self::FloorMove,
            ["floor", "transfer"] => Self::FloorTransfer,
            ["floor", "return"] => Self::FloorReturn,
            ["floor", "here", code] => Self::FloorHere((*code).to_owned()),
            ["floor", "return", order, number] => {
                Self::FloorReturnCase((*order).to_owned(), (*number).to_owned())
            }
            ["print", paper @ ..] => match Paper::parse(paper) {
                Some(paper) => Self::Print(paper),
                None => Self::Unknown(path.trim_matches('/').to_owned()),
            },
            ["stock"] => Self::Stock,
            ["item", code] => Self::Item((*code).to_owned()),
            ["stock", "new"] => Self::ItemNew,
            ["stock", "places"] => Self::Places,
            ["stock", "plan"] => Self::Plan,
            ["workspace"] => Self::Workspace,
            ["workspace", "conflicts"] => Self::Conflicts,
            ["workspace", "people"] => Self::People,
            ["workspace", "warehouses"] => Self::Warehouses,
            ["workspace", "cartons"] => Self::Cartons,
            ["workspace", "partners"] => Self::Partners,
            ["workspace", "channels"] => Self::Channels,
            ["workspace", "privacy"] => Self::Privacy,
            ["workspace", "privacy", kind, name] => {
                Self::DataSubject((*kind).to_owned(), (*name).to_owned())
            }
            ["workspace", "settings"] => Self::Settings,
            ["workspace", "scanner"] => Self::Scanner,
            ["workspace", "at-work"] => Self::AtWork,
            ["workspace", "diagnostics"] => Self::Diagnostics,
            _ => Self::Unknown(path.trim_matches('/').to_owned()),
        }
    }

    /// The path below the portal's base, without a slash before it.
    pub fn path(&self) -> String {
        match self {
            Self::Today => String::new(),
            Self::Orders => "orders".to_owned(),
            Self::Order(number) => format!("order/{}", encode(number)),
            Self::OrderNew => "orders/new".to_owned(),
            Self::Verification => "orders/verification".to_owned(),
            Self::Batches => "orders/batches".to_owned(),
            Self::Returns => "orders/returns".to_owned(),
            Self::Imports => "orders/imports".to_owned(),
            Self::Answers => "orders/answers".to_owned(),
            Self::Repair => "orders/repair".to_owned(),
            Self::Floor => "floor".to_owned(),
            Self::FloorPick => "floor/pick".to_owned(),
            Self::FloorPickBatch(batch) => format!("floor/pick/{}", encode(batch)),
            Self::FloorPack => "floor/pack".to_owned(),
            Self::FloorPackOrder(order) => format!("floor/pack/{}", encode(order)),
            Self::FloorShip => "floor/ship".to_owned(),
            Self::FloorDeliver => "floor/deliver".to_owned(),
            Self::FloorPutBack => "floor/put-back".to_owned(),
            Self::FloorReceive => "floor/receive".to_owned(),
            Self::FloorPutAway => "floor/put-away".to_owned(),
            Self::FloorReceiveCase(receipt) => format!("floor/receive/{}", encode(receipt)),
            Self::FloorCount => "floor/count".to_owned(),
            Self::FloorMove => "floor/move".to_owned(),
            Self::FloorTransfer => "floor/transfer".to_owned(),
            Self::FloorReturn => "floor/return".to_owned(),
            Self::FloorHere(code) => format!("floor/here/{}", encode(code)),
            Self::FloorReturnCase(order, number) => {
                format!("floor/return/{}/{}", encode(order), encode(number))
            }
            Self::Print(paper) => format!("print/{}", paper.path()),
            Self::Stock => "stock".to_owned(),
            Self::Item(code) => format!("item/{}", encode(code)),
            Self::ItemNew => "stock/new".to_owned(),
            Self::Places => "stock/places".to_owned(),
            Self::Plan => "stock/plan".to_owned(),
            Self::Workspace => "workspace".to_owned(),
            Self::Conflicts => "workspace/conflicts".to_owned(),
            Self::People => "workspace/people".to_owned(),
            Self::Warehouses => "workspace/warehouses".to_owned(),
            Self::Cartons => "workspace/cartons".to_owned(),
            Self::Partners => "workspace/partners".to_owned(),
            Self::Channels => "workspace/channels".to_owned(),
            Self::Privacy => "workspace/privacy".to_owned(),
            Self::DataSubject(kind, name) => {
                format!("workspace/privacy/{}/{}", encode(kind), encode(name))
            }
            Self::Settings => "workspace/settings".to_owned(),
            Self::Scanner => "workspace/scanner".to_owned(),
            Self::AtWork => "workspace/at-work".to_owned(),
            Self::Diagnostics => "workspace/diagnostics".to_owned(),
            Self::Unknown(path) => path.clone(),
        }
    }

    /// The entry of the navigation that this route lies under.
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::Today => Some(Place::Today),
            Self::Orders
            | Self::Order(_)
            | Self::OrderNew
            | Self::Verification
            | Self::Batches
            | Self::Returns
            | Self::Imports
            | Self::Answers
            | Self::Repair => Some(Place::Orders),
            Self::Floor
            | Self::FloorPick
            | Self::FloorPickBatch(_)
            | Self::FloorPack
            | Self::FloorPackOrder(_)
            | Self::FloorShip
            | Self::FloorDeliver
            | Self::FloorPutBack
            | Self::FloorReceive
            | Self::FloorPutAway
            | Self::FloorReceiveCase(_)
            | Self::FloorCount
            | Self::FloorMove
            | Self::FloorTransfer
            | Self::FloorReturn
            | Self::FloorHere(_)
            | Self::FloorReturnCase(..) => Some(Place::Floor),
            Self::Stock | Self::Item(_) | Self::ItemNew | Self::Places | Self::Plan => {
                Some(Place::Stock)
            }
            Self::Workspace
            | Self::Conflicts
            | Self::People
            | Self::Warehouses
            | Self::Cartons
            | Self::Partners
            | Self::Channels
            | Self::Privacy
            | Self::DataSubject(..)
            | Self::Settings
            | Self::Scanner
            | Self::AtWork
            | Self::Diagnostics => Some(Place::Workspace),
            Self::Print(_) | Self::Unknown(_) => None,
        }
    }

    /// Whether the page is a task screen of the floor: a scanner types there, so single keys mean nothing.
    pub const fn is_floor_task(&self) -> bool {
        matches!(self.place(), Some(Place::Floor)) && !matches!(self, Self::Floor)
    }
}

/// The pairs of a query string, without its question mark, in their order.
pub fn parse_query(query: &str) -> Vec<(String, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (
                decode(&name.replace('+', " ")),
                decode(&value.replace('+', " ")),
            )
        })
        .collect()
}

/// A query string with its question mark; empty where there is no pair.
pub fn write_query(pairs: &[(String, String)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(&encode(name));
        query.push('=');
        query.push_str(&encode(value));
    }
    query
}

fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.' | b',' | b':') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escaped = (bytes[index] == b'%')
            .then(|| bytes.get(index + 1..index + 3))
            .flatten()
            .filter(|pair| pair.iter().all(u8::is_ascii_hexdigit))
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match escaped {
            Some(byte) => {
                decoded.push(byte);
                index += 3;
            }
            None => {
                decoded.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
