//! The workspace as one file: written, read, damaged, merged; the demo day; the reports.

#[path = "../support/portal.rs"]
mod support;

mod copies;
mod damage;
mod demo;
mod file;
mod reports;
