//! From the bytes of a file to text, a chunk at a time: unpacking and decoding.
//!
//! Both go by what the bytes say, never by the file's name: shops call a packed file `.csv`, and browsers unpack on
//! the way without telling.

mod decode;
mod inflate;
mod twice;

pub use decode::{Decode, Encoding};
pub use inflate::Inflate;
