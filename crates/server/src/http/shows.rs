//! What a route answers when all is well, for its description.

use crate::domain::field::Field;
use crate::domain::version::Version;

/// Fields as a version of the API has them.
pub(crate) type Fields = fn(Version) -> &'static [Field];

/// The shape of an object in answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Name in descriptions.
    pub(crate) name: &'static str,
    pub(crate) fields: Fields,
    /// Whether there may be members that no field names.
    pub(crate) is_open: bool,
}

impl Shape {
    pub(crate) const fn of(name: &'static str, fields: Fields) -> Self {
        Self {
            name,
            fields,
            is_open: false,
        }
    }

    /// The same shape with further members.
    pub(crate) const fn open(mut self) -> Self {
        self.is_open = true;
        self
    }
}

/// What a route answers when all is well.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shows {
    /// 204.
    Nothing,
    /// 200 with an object, but 204 after `DELETE`.
    One(Shape),
    /// 201 with what was made.
    Made(Shape),
    /// 200 with a page, and 201 with what a `POST` made.
    List(Shape),
    /// The same; the parameter of this name says how the text begins that is listed.
    ListFrom(Shape, &'static str),
    /// 200 with a list that has no pages.
    Each(Shape),
    /// 200 with an object for those who know the password; 401 for others.
    Login(Shape),
    /// A refusal with this status: there is nothing that could go well.
    Never(u16),
}
