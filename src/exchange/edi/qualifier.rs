//! Qualifiers: what a party, a number, a reference or a date is, by name, with its code in either dialect.
//!
//! Codes are those of X12 data elements 98, 66, 235, 128 and 374 (release 004010) and of EDIFACT data elements 3035,
//! 3055, 7143, 1153 and 2005 (D.96A and D.01B). A code that is in no table is kept as it is: partners agree on codes of
//! their own.

use serde::Serialize;

use super::syntax::Dialect;

macro_rules! qualifiers {
    ($(#[$doc:meta])* $name:ident, $strange_x12:literal, $strange_edifact:literal {
        $($variant:ident = $x12:literal, $edifact:literal, $words:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        pub enum $name {
            $(#[doc = concat!("The ", $words, ".")] $variant,)+
            /// Another, by its code as the partner writes it.
            Other(String),
        }

        impl $name {
            /// What a code means in a dialect.
            pub fn of(dialect: Dialect, code: &str) -> Self {
                let is_code = |x12: &str, edifact: &str| {
                    let known = match dialect {
                        Dialect::X12 => x12,
                        Dialect::Edifact => edifact,
                    };
                    known == code && known != "-"
                };
                $(if is_code($x12, $edifact) {
                    return Self::$variant;
                })+
                Self::Other(code.to_owned())
            }

            /// The code in a dialect; the one for what partners define among themselves where the dialect has none.
            pub fn code(&self, dialect: Dialect) -> &str {
                let (x12, edifact) = match self {
                    $(Self::$variant => ($x12, $edifact),)+
                    Self::Other(code) => (code.as_str(), code.as_str()),
                };
                match dialect {
                    Dialect::X12 if x12 == "-" => $strange_x12,
                    Dialect::Edifact if edifact == "-" => $strange_edifact,
                    Dialect::X12 => x12,
                    Dialect::Edifact => edifact,
                }
            }

            /// Its name in plain words; a strange code itself.
            pub fn words(&self) -> &str {
                match self {
                    $(Self::$variant => $words,)+
                    Self::Other(code) => code,
                }
            }
        }
    };
}

qualifiers! {
    /// What a party is to a document.
    Role, "ZZ", "ZZZ" {
        ShipTo = "ST", "DP", "place that the goods go to";
        ShipFrom = "SF", "SF", "place that the goods come from";
        Buyer = "BY", "BY", "buyer";
        Seller = "SE", "SE", "seller";
        Supplier = "SU", "SU", "supplier";
        Vendor = "VN", "-", "vendor";
        BillTo = "BT", "IV", "party that is billed";
        Depositor = "DE", "-", "owner of the goods in the warehouse";
        Warehouse = "WH", "WH", "warehouse";
        Consignee = "CN", "CN", "consignee";
        Shipper = "SH", "CZ", "consignor";
        OrderedBy = "OB", "OB", "party that ordered";
        Carrier = "CA", "CA", "carrier";
        MarkFor = "Z7", "UD", "customer that the goods are marked for";
        Payee = "PE", "PE", "payee";
    }
}

qualifiers! {
    /// Who gave a party its number.
    PartyNumber, "ZZ", "ZZZ" {
        Gln = "UL", "9", "global location number";
        ByBuyer = "92", "92", "number given by the buyer";
        BySeller = "91", "91", "number given by the seller";
        Duns = "1", "16", "D-U-N-S number";
        DunsSuffixed = "9", "-", "D-U-N-S number with a suffix";
        ByOrganisation = "93", "-", "number given by the sender of the goods";
    }
}

qualifiers! {
    /// What kind a number of an item is.
    ItemNumber, "ZZ", "ZZZ" {
        Gtin14 = "UK", "SRV", "GTIN of a case";
        Ean = "EN", "EN", "EAN of an item";
        Upc = "UP", "UP", "UPC of an item";
        UpcCase = "UA", "-", "UPC of a case";
        Sku = "SK", "SK", "stock keeping unit";
        ByVendor = "VN", "SA", "number given by the supplier";
        ByBuyer = "IN", "IN", "number given by the buyer";
        BuyerPart = "BP", "BP", "part number of the buyer";
        BuyerCatalog = "CB", "-", "catalog number of the buyer";
        VendorPart = "VP", "VP", "part number of the vendor";
        Manufacturer = "MG", "MF", "number given by the manufacturer";
        Part = "PN", "PN", "part number";
        Isbn = "IB", "IB", "ISBN";
        Lot = "LT", "NB", "lot";
        Serial = "SN", "SN", "serial number";
    }
}

qualifiers! {
    /// What a reference refers to.
    ReferenceTo, "ZZ", "ZZZ" {
        PurchaseOrder = "PO", "ON", "purchase order";
        CustomerOrder = "CO", "CO", "order of the customer";
        BillOfLading = "BM", "BM", "bill of lading";
        Consignment = "CN", "CN", "consignment number of the carrier";
        Tracking = "2I", "-", "tracking number";
        Despatch = "DQ", "DQ", "despatch advice";
        Lot = "LT", "BT", "lot";
        Serial = "SE", "SE", "serial number";
        Line = "LI", "LI", "line of the order";
        LicensePlate = "LV", "LA", "license plate of a load";
        Seal = "SN", "SN", "seal";
        Invoice = "IV", "IV", "invoice";
        InternalVendor = "IA", "IA", "vendor's number with the buyer";
        Department = "DP", "-", "department";
        Contract = "CT", "CT", "contract";
        CustomerReference = "CR", "CR", "reference of the customer";
        Vendor = "VR", "VN", "order number of the supplier";
        Agreement = "AH", "-", "agreement";
    }
}

qualifiers! {
    /// What a date is the date of.
    DateOf, "ZZZ", "ZZZ" {
        CancelAfter = "001", "61", "last day of the order";
        DeliveryRequested = "002", "2", "delivery requested";
        Order = "004", "4", "order";
        Process = "009", "9", "processing";
        ShipRequested = "010", "10", "shipment requested";
        Shipped = "011", "11", "shipment";
        DeliveryExpected = "017", "17", "delivery expected";
        Available = "018", "44", "availability";
        Delivered = "035", "35", "delivery";
        Expiry = "036", "36", "expiry";
        ShipNotBefore = "037", "37", "earliest shipment";
        ShipNotAfter = "038", "38", "latest shipment";
        Received = "050", "50", "receipt";
        DeliverNotAfter = "063", "63", "latest delivery";
        DeliverNotBefore = "064", "64", "earliest delivery";
        DeliveryScheduled = "067", "67", "delivery now scheduled";
        Produced = "094", "94", "production";
        Document = "097", "137", "document";
    }
}

impl DateOf {
    /// What a code of X12 data element 432 means, which the warehouse sets use: the same with two digits.
    pub(super) fn of_warehouse(code: &str) -> Self {
        let is_short = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit());
        match code {
            "53" => Self::DeliverNotBefore,
            "54" => Self::DeliverNotAfter,
            code if is_short => match Self::of(Dialect::X12, &format!("0{code}")) {
                Self::Other(_) => Self::Other(code.to_owned()),
                known => known,
            },
            code => Self::Other(code.to_owned()),
        }
    }

    /// The code of X12 data element 432.
    pub(super) fn warehouse_code(&self) -> &str {
        match self {
            Self::DeliverNotBefore => "53",
            Self::DeliverNotAfter => "54",
            Self::Other(code) => code,
            known => {
                let code = known.code(Dialect::X12);
                code.strip_prefix('0').unwrap_or(code)
            }
        }
    }
}
