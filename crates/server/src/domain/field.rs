//! What one field of a request or answer is like.
//!
//! The same record is the rule that a value must keep and what `OPTIONS` tells
//! about the field, so the two cannot differ.

/// Type of a field, as `OPTIONS` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Email,
    Text,
    /// A text of letters, digits, hyphens and underscores.
    Slug,
    Boolean,
    DateTime,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A value of no single type.
    Any,
    /// An object with fields of its own.
    Nested(&'static [Field]),
    /// Names, paths and kinds of the members of `links`.
    Links(&'static [(&'static str, &'static str, &'static str)]),
}

/// One field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) label: &'static str,
    pub(crate) required: bool,
    pub(crate) read_only: bool,
    /// Whether an empty text is a value.
    pub(crate) may_be_blank: bool,
    pub(crate) chars_max: Option<usize>,
    pub(crate) chars_min: Option<usize>,
    pub(crate) help: Option<&'static str>,
}

impl Field {
    /// A field that may be left out.
    pub(crate) const fn optional(name: &'static str, kind: Kind, label: &'static str) -> Self {
        Self {
            name,
            kind,
            label,
            required: false,
            read_only: false,
            may_be_blank: false,
            chars_max: None,
            chars_min: None,
            help: None,
        }
    }

    /// A field that must be there.
    pub(crate) const fn required(name: &'static str, kind: Kind, label: &'static str) -> Self {
        let mut field = Self::optional(name, kind, label);
        field.required = true;
        field
    }

    /// The same field, shown but never taken from a request.
    pub(crate) const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// The same field, which may be an empty text.
    pub(crate) const fn blank(mut self) -> Self {
        self.may_be_blank = true;
        self
    }

    /// The same field with at most `chars` characters.
    pub(crate) const fn at_most(mut self, chars: usize) -> Self {
        self.chars_max = Some(chars);
        self
    }

    /// The same field with at least `chars` characters.
    pub(crate) const fn at_least(mut self, chars: usize) -> Self {
        self.chars_min = Some(chars);
        self
    }

    /// The same field with an explanation.
    pub(crate) const fn help(mut self, text: &'static str) -> Self {
        self.help = Some(text);
        self
    }
}
