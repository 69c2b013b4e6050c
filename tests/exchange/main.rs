//! The exchange room as its users see it: bytes in, records and errors out.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/archive.rs"]
mod archive;
#[path = "../support/online_retail_sample.rs"]
mod online_retail_sample;
#[path = "../support/shared.rs"]
mod shared;

mod addresses;
mod barcodes;
mod channel_out;
mod chunks;
mod code128;
mod csv;
mod edi;
mod edi_documents;
mod edi_edifact;
mod edi_made;
mod encodings;
mod epcis;
mod goods;
mod gs1;
mod gs1_vectors;
mod hostile;
mod labels;
mod made_orders;
mod orders;
mod reading;
mod real_orders;
mod stock;
mod tracking;
mod zipped;
