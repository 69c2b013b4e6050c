//! An event as it is told to others: what, when, where, why.

use serde_json::{Map, Value, json};

use super::Node;
use super::normal::utc_text;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// The bare word of the vocabulary.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

words!(
    /// What an event does to the goods that it names.
    Action {
        /// They begin to belong together.
        Add = "ADD",
        /// They were seen.
        Observe = "OBSERVE",
        /// They are no more, or belong together no more.
        Delete = "DELETE",
    }
);

words!(
    /// Business steps of CBV 2.0 that this program takes.
    Step {
        /// Taken over by the customer.
        Accepting = "accepting",
        /// Counted.
        CycleCounting = "cycle_counting",
        /// Destroyed.
        Destroying = "destroying",
        /// Looked at.
        Inspecting = "inspecting",
        /// None of the others.
        Other = "other",
        /// Put into a parcel.
        Packing = "packing",
        /// Taken out of a bin.
        Picking = "picking",
        /// Come in.
        Receiving = "receiving",
        /// Taken out of the stock.
        Removing = "removing",
        /// Promised to somebody.
        Reserving = "reserving",
        /// Given to a carrier.
        Shipping = "shipping",
        /// Made ready for a carrier.
        StagingOutbound = "staging_outbound",
        /// All counted.
        StockTaking = "stock_taking",
        /// Put into a bin.
        Storing = "storing",
        /// Taken out of a parcel.
        Unpacking = "unpacking",
    }
);

words!(
    /// Dispositions of CBV 2.0 that goods of this program are in.
    Disposition {
        /// The parcel is closed.
        ContainerClosed = "container_closed",
        /// Damaged.
        Damaged = "damaged",
        /// Destroyed.
        Destroyed = "destroyed",
        /// On its way through the house.
        InProgress = "in_progress",
        /// On its way to somebody.
        InTransit = "in_transit",
        /// Other than the books say.
        MismatchQuantity = "mismatch_quantity",
        /// Not to be sold.
        NonSellableOther = "non_sellable_other",
        /// Promised.
        Reserved = "reserved",
        /// Come back.
        Returned = "returned",
        /// To be sold.
        SellableAccessible = "sellable_accessible",
        /// Not there any more.
        Unavailable = "unavailable",
    }
);

words!(
    /// Business transactions of CBV 2.0 that events of this program belong to.
    Transaction {
        /// A despatch advice.
        DespatchAdvice = "desadv",
        /// A bill of lading, or the carrier's number.
        BillOfLading = "bol",
        /// A purchase order: an order of a customer.
        PurchaseOrder = "po",
        /// A receiving advice.
        ReceivingAdvice = "recadv",
        /// The permission of a return.
        Return = "rma",
    }
);

words!(
    /// Why an event is declared wrong.
    Reason {
        /// It did not happen.
        DidNotOccur = "did_not_occur",
        /// It happened otherwise.
        IncorrectData = "incorrect_data",
    }
);

/// So many units of a class of goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The class, as a URI.
    pub class: String,
    /// How many.
    pub units: u64,
}

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Objects seen.
    Objects {
        /// Single objects, as URIs.
        objects: Vec<String>,
        /// Goods by number.
        quantities: Vec<Quantity>,
    },
    /// Goods put into a parcel, or taken out of it.
    Aggregation {
        /// The parcel, as a URI.
        parent: String,
        /// The goods in it, by number.
        quantities: Vec<Quantity>,
    },
    /// Objects that begin to belong to business transactions.
    Transaction {
        /// The objects, as URIs.
        objects: Vec<String>,
    },
}

/// An event that was told before is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorDeclaration {
    /// When that was said, in milliseconds since 1970 UTC.
    pub declared_ms: i64,
    /// Why.
    pub reason: Reason,
}

/// An event as it is told to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldEvent {
    /// What it is about.
    pub what: What,
    /// When it happened, in milliseconds since 1970 UTC.
    pub time_ms: i64,
    /// How far the clock on the wall was ahead of UTC, in minutes.
    pub offset_minutes: i16,
    /// What it does.
    pub action: Action,
    /// The business step.
    pub step: Step,
    /// The state that the goods are in from now on.
    pub disposition: Option<Disposition>,
    /// Where it was seen, as a URI.
    pub read_point: Option<String>,
    /// Where the goods are from now on, as a URI.
    pub location: Option<String>,
    /// What business it belongs to, as URIs.
    pub transactions: Vec<(Transaction, String)>,
    /// The fact that it tells, by its place in this program's journal.
    pub origin: String,
    /// That it is taken back.
    pub error: Option<ErrorDeclaration>,
}

/// The name of the field that tells an event's origin, within this program's namespace.
pub(super) const ORIGIN: &str = "origin";

/// The prefix of this program's namespace.
pub(super) const PREFIX: &str = "depo";

impl ToldEvent {
    /// The type, as the standard names it.
    pub fn kind(&self) -> &'static str {
        match self.what {
            What::Objects { .. } => "ObjectEvent",
            What::Aggregation { .. } => "AggregationEvent",
            What::Transaction { .. } => "TransactionEvent",
        }
    }

    fn offset(&self) -> String {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The fields as the hash of events takes them; `namespace` is that of the origin.
    pub fn node(&self, namespace: &str) -> Node {
        let mut fields = vec![
            leaf("eventType", self.kind()),
            leaf("eventTime", &utc_text(self.time_ms)),
            leaf("eventTimeZoneOffset", &self.offset()),
            leaf("action", self.action.word()),
            leaf("bizStep", self.step.word()),
        ];
        let mut lists = |objects: &[String], quantities: &[Quantity], quantity_list: &str| {
            if !objects.is_empty() {
                let objects = objects.iter().map(|object| leaf("epc", object)).collect();
                fields.push(list("epcList", objects));
            }
            if !quantities.is_empty() {
                let quantities = quantities.iter().map(quantity_node).collect();
                fields.push(list(quantity_list, quantities));
            }
        };
        match &self.what {
            What::Objects {
                objects,
                quantities,
            } => lists(objects, quantities, "quantityList"),
            What::Aggregation { parent, quantities } => {
                lists(&[], quantities, "childQuantityList");
                fields.push(leaf("parentID", parent));
            }
            What::Transaction { objects } => lists(objects, &[], "quantityList"),
        }
        if let Some(disposition) = self.disposition {
            fields.push(leaf("disposition", disposition.word()));
        }
        for (name, place) in [
            ("readPoint", &self.read_point),
            ("bizLocation", &self.location),
        ] {
            if let Some(place) = place {
                fields.push(list(name, vec![leaf("id", place)]));
            }
        }
        if !self.transactions.is_empty() {
            let transactions = self.transactions.iter().map(|(kind, number)| Node {
                children: vec![leaf("type", kind.word())],
                ..leaf("bizTransaction", number)
            });
            fields.push(list("bizTransactionList", transactions.collect()));
        }
        if let Some(error) = &self.error {
            let parts = vec![
                leaf("declarationTime", &utc_text(error.declared_ms)),
                leaf("reason", error.reason.word()),
            ];
            fields.push(list("errorDeclaration", parts));
        }
        fields.push(leaf(&format!("{{{namespace}}}{ORIGIN}"), &self.origin));
        Node {
            children: fields,
            ..Node::default()
        }
    }

    /// The event in JSON-LD, under an identifier.
    pub(super) fn json(&self, identifier: &str) -> Value {
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| {
            fields.insert(name.to_owned(), value);
        };
        set("type", json!(self.kind()));
        set("eventID", json!(identifier));
        set("eventTime", json!(utc_text(self.time_ms)));
        set("eventTimeZoneOffset", json!(self.offset()));
        set("action", json!(self.action.word()));
        set("bizStep", json!(self.step.word()));
        match &self.what {
            What::Objects {
                objects,
                quantities,
            } => {
                // The schema wants the list of objects, be it empty.
                set("epcList", json!(objects));
                if !quantities.is_empty() {
                    set("quantityList", quantity_json(quantities));
                }
            }
            What::Aggregation { parent, quantities } => {
                set("parentID", json!(parent));
                if !quantities.is_empty() {
                    set("childQuantityList", quantity_json(quantities));
                }
            }
            What::Transaction { objects } => set("epcList", json!(objects)),
        }
        if let Some(disposition) = self.disposition {
            set("disposition", json!(disposition.word()));
        }
        for (name, place) in [
            ("readPoint", &self.read_point),
            ("bizLocation", &self.location),
        ] {
            if let Some(place) = place {
                set(name, json!({ "id": place }));
            }
        }
        if !self.transactions.is_empty() {
            let transactions = self.transactions.iter();
            let transactions = transactions
                .map(|(kind, number)| json!({ "type": kind.word(), "bizTransaction": number }));
            set("bizTransactionList", transactions.collect());
        }
        if let Some(error) = &self.error {
            let declared = utc_text(error.declared_ms);
            let error = json!({ "declarationTime": declared, "reason": error.reason.word() });
            set("errorDeclaration", error);
        }
        set(&format!("{PREFIX}:{ORIGIN}"), json!(self.origin));
        Value::Object(fields)
    }
}

fn quantity_json(quantities: &[Quantity]) -> Value {
    let quantities = quantities.iter();
    quantities
        .map(|quantity| json!({ "epcClass": quantity.class, "quantity": quantity.units }))
        .collect()
}

fn quantity_node(quantity: &Quantity) -> Node {
    let parts = vec![
        leaf("epcClass", &quantity.class),
        leaf("quantity", &quantity.units.to_string()),
    ];
    list("quantityElement", parts)
}

fn leaf(name: &str, value: &str) -> Node {
    Node {
        name: name.to_owned(),
        value: value.to_owned(),
        children: Vec::new(),
    }
}

fn list(name: &str, children: Vec<Node>) -> Node {
    Node {
        name: name.to_owned(),
        value: String::new(),
        children,
    }
}
