//! What may fill a placeholder.

use super::Text;

/// The value of a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// Stands as it is.
    Text(String),
    /// Is written the way of the language; as `n` it also selects the plural form.
    Number(f64),
}

/// A value that can fill a placeholder.
pub trait ToArgument {
    /// The value as a text or a number.
    fn to_argument(&self) -> Argument;
}

impl ToArgument for str {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.to_owned())
    }
}

impl ToArgument for String {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.clone())
    }
}

impl ToArgument for Text {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.get())
    }
}

impl<T: ToArgument + ?Sized> ToArgument for &T {
    fn to_argument(&self) -> Argument {
        (**self).to_argument()
    }
}

macro_rules! number {
    ($($kind:ty),*) => {$(
        impl ToArgument for $kind {
            fn to_argument(&self) -> Argument {
                // Counts on screen are far below 2^53, where a double is exact.
                Argument::Number(*self as f64)
            }
        }
    )*};
}

number!(u8, u16, u32, u64, usize, i16, i32, i64, f64);
