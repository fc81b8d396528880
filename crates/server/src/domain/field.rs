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

/// What a value is that [`Kind`] does not tell, as `OPTIONS` never told it either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// 40 hexadecimal digits.
    Key,
    /// The number of a row.
    Row,
    Flag,
    /// Null, and no other value.
    Nothing,
    /// A name with the rules of [`instance_name`](super::instance_name).
    InstanceName,
    /// One of these words.
    Word(&'static [&'static str]),
    /// An object of any members.
    Members,
    /// A [`metadata`](super::metadata) object.
    Metadata,
    /// An object with fields of its own.
    One(&'static [Field]),
    /// A list of such objects.
    Many(&'static [Field]),
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
    pub(crate) holds: Option<Holds>,
    /// Whether null is a value.
    pub(crate) nullable: bool,
    /// Whether an answer may lack the field.
    pub(crate) may_be_absent: bool,
    /// Whether the object in the field takes members that no field names.
    pub(crate) is_open: bool,
    /// Whether the field is taken from requests and never shown.
    pub(crate) write_only: bool,
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
            holds: None,
            nullable: false,
            may_be_absent: false,
            is_open: false,
            write_only: false,
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

    /// The same field, taken from requests but never shown.
    pub(crate) const fn write_only(mut self) -> Self {
        self.write_only = true;
        self
    }

    /// The same field with a value of this sort.
    pub(crate) const fn holds(mut self, holds: Holds) -> Self {
        self.holds = Some(holds);
        self
    }

    /// The same field, which may be null.
    pub(crate) const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The same field, which not every answer has.
    pub(crate) const fn absent(mut self) -> Self {
        self.may_be_absent = true;
        self
    }

    /// The same field, whose object takes further members.
    pub(crate) const fn open(mut self) -> Self {
        self.is_open = true;
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
