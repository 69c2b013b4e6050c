//! The exchange room: what comes in as files and goes out as files.
//!
//! Bytes in; good records and a list of errors out. A bad row never stops a file, and a broken file keeps what came
//! before the break. Readers are fed by chunks and hold a bounded part of the file, so a tablet reads a file larger
//! than its memory, a frame's worth at a time; any split of the same bytes gives the same records.
//!
//! The layers, each of which knows only the one below it:
//!
//! | module | from | to |
//! |---|---|---|
//! | [`bytes`] | bytes of a file, packed or not | text |
//! | [`table`] | text | rows of cells |
//! | [`source`] | bytes of a file | rows of cells |
//! | [`workbook`] | bytes of a workbook | rows of cells, and back |
//! | [`json`] | text | records, and their values |
//! | [`columns`], [`decimal`], [`times`] | headings, cells | places, exact amounts, wall clocks |
//! | [`fed`], [`sheet`], `window` | chunks of any kind of file | rows under known headings, open records |
//! | [`orders`] | bytes of a file of any shop | neutral orders and a report |
//! | [`catalog`], [`inventory`], [`returns_in`] | bytes of a file of any shop | neutral products, stock levels, returns |
//! | [`online_retail`], [`stock_file`] | bytes of a file | records of the trade and a report |
//! | [`preview`] | the first bytes of a file | what it is |
//! | [`channel_out`] | parcels and stock levels | files that shops and marketplaces take in |
//! | [`csv_out`] | typed cells | a file safe to open in a spreadsheet |
//! | [`gs1`] | scans, element strings, links | checked elements, item and parcel numbers |
//! | [`code128`] | text | a bar code as an SVG path |
//! | [`barcode`] | text, item numbers, GS1 elements | bar codes of every kind |
//! | [`edi`] | bytes of a file of X12 or EDIFACT | messages, read or refused, an acknowledgement, and documents |
//! | [`epcis`] | EPCIS 2.0 JSON-LD | events, their canonical text and their hash |
//! | [`tracking`] | a tracking number | the carriers that it may be of |
//! | [`address`], [`phone`] | postal addresses, telephone numbers | what is wrong with them; lines for a label |
//! | [`country`], [`currency`] | words and codes | countries of ISO 3166, currencies of ISO 4217 |
//! | [`label`] | what stands on a label | SVG and ZPL |
//!
//! [`wedge`] stands beside them: keys in, scans out.
//!
//! Absent on purpose: nothing here reads a clock, a file or the state, and nothing decides what a record means for
//! the stock. That is the business of `intake`.

pub mod address;
pub mod barcode;
pub mod bytes;
pub mod catalog;
mod cell_text;
pub mod channel_out;
pub mod code128;
pub mod columns;
pub mod country;
pub mod csv_out;
pub mod currency;
pub mod decimal;
pub mod edi;
pub mod epcis;
pub mod fed;
pub mod gs1;
pub mod headings;
pub mod inventory;
pub mod json;
pub mod label;
pub mod online_retail;
pub mod orders;
pub mod phone;
pub mod preview;
pub mod problem;
pub mod returns_in;
pub mod sheet;
pub mod source;
pub mod stock_file;
pub mod table;
pub mod times;
pub mod tracking;
pub mod wedge;
mod window;
pub mod workbook;
