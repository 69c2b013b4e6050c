//! Products, stock levels and returns: the same neutral records, whatever the file.

mod catalog;
mod hostile;
pub mod inventory;
mod returns;

use depo::exchange::fed::{Ending, FileReader, Gathering};
use depo::exchange::problem::{ErrorKind, FileError, Rejected};

/// Reads a file that arrives in these chunks.
pub fn read_with<'a, G: Gathering>(
    reader: &mut FileReader<G>,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> (Result<(), FileError>, Vec<G::Record>) {
    let mut records = Vec::new();
    for chunk in chunks {
        let mut rest = chunk;
        while !rest.is_empty() {
            match reader.push(rest, &mut |record| records.push(record)) {
                Ok(used) => rest = &rest[used..],
                Err(error) => return (Err(error), records),
            }
        }
    }
    loop {
        match reader.finish(&mut |record| records.push(record)) {
            Ok(Ending::Done) => return (Ok(()), records),
            Ok(Ending::More) => {}
            Err(error) => return (Err(error), records),
        }
    }
}

/// Problems as row, column and kind.
pub fn listed(list: &Rejected) -> Vec<(u64, &str, ErrorKind)> {
    let errors = list.kept().iter();
    errors
        .map(|error| {
            let column = error.column.as_deref().unwrap_or_default();
            (error.row, column, error.what)
        })
        .collect()
}
