//! What elements are given to write.

use std::fmt::{Arguments, Write};

/// What can be written: texts as they are, all else as it is formatted.
pub trait Words {
    /// Appends it.
    fn append(self, out: &mut String);
}

impl Words for &str {
    fn append(self, out: &mut String) {
        out.push_str(self);
    }
}

impl Words for &String {
    fn append(self, out: &mut String) {
        out.push_str(self);
    }
}

impl Words for String {
    fn append(self, out: &mut String) {
        out.push_str(&self);
    }
}

impl Words for Arguments<'_> {
    fn append(self, out: &mut String) {
        // A text has room for any words.
        let _ = out.write_fmt(self);
    }
}
