//! A file whose encoding a person has said: its readers get it in UTF-8.

use super::desk::FileBytes;
use crate::exchange::bytes::Encoding;
use crate::exchange::source::TextSource;
use crate::limits::INTAKE_SLICE_BYTES;

/// The first bytes of a file in UTF-8, for who looks at them. `whole` says that they are all of it. Where they cannot be
/// read further, what came before is given.
pub fn first_in_utf8(bytes: &[u8], whole: bool, encoding: Encoding) -> Vec<u8> {
    let mut source = TextSource::said(encoding);
    let mut text = String::new();
    // One bounded step shows enough, as in a preview.
    let read = source.push(bytes, &mut text);
    let is_read = read.is_ok_and(|used| used == bytes.len());
    // Of a broken file the text before the fault is there; the import says what is wrong.
    let _ended = whole && is_read && source.finish(&mut text).is_ok();
    text.into_bytes()
}

/// The bytes of a file, in UTF-8 where a person has said how they are written, else as they are.
#[derive(Debug)]
pub struct Recoded<B> {
    inner: B,
    said: Option<Encoding>,
    source: TextSource,
    /// The chunk that is being read, and how much of it has been.
    chunk: Vec<u8>,
    used: usize,
    ended: bool,
}

impl<B> Recoded<B> {
    /// Bytes with what was said of them.
    pub fn new(inner: B, said: Option<Encoding>) -> Self {
        Self {
            inner,
            said,
            source: said.map(TextSource::said).unwrap_or_default(),
            chunk: Vec::new(),
            used: 0,
            ended: false,
        }
    }
}

impl<B: FileBytes> FileBytes for Recoded<B> {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.said.is_none() {
            return self.inner.next().await;
        }
        while !self.ended {
            let mut text = String::new();
            if self.used == self.chunk.len() {
                self.used = 0;
                match self.inner.next().await? {
                    Some(chunk) => self.chunk = chunk,
                    None => {
                        self.chunk.clear();
                        self.ended = true;
                        let end = self.source.finish(&mut text);
                        if text.is_empty() {
                            end.map_err(|error| error.to_string())?;
                        }
                    }
                }
            }
            if !self.ended {
                let until = self.chunk.len().min(self.used + INTAKE_SLICE_BYTES);
                let read = self.source.push(&self.chunk[self.used..until], &mut text);
                match read {
                    Ok(used) => self.used += used,
                    Err(error) => {
                        self.ended = true;
                        return Err(error.to_string());
                    }
                }
            }
            if !text.is_empty() {
                return Ok(Some(text.into_bytes()));
            }
        }
        Ok(None)
    }

    fn rewind(&mut self) {
        self.inner.rewind();
        self.source = self.said.map(TextSource::said).unwrap_or_default();
        self.chunk.clear();
        self.used = 0;
        self.ended = false;
    }
}
