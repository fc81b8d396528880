//! Objects and lists inside a request.

use crate::json::{Json, Object};

use super::super::field::Field;
use super::super::messages;
use super::{FieldErrors, Form, Problem};

impl<'a> Form<'a> {
    /// An object in a field, as a form of its own whose fields may be left out.
    ///
    /// Its outcome goes back with [`absorb`](Self::absorb).
    pub(crate) fn nested(&mut self, field: &Field) -> Option<Form<'a>> {
        let value = match self.unfolded {
            Some(unfolded) => unfolded.get(field.name)?,
            None => self.present(field)?,
        };
        match value {
            Json::Null => self.refuse(field, vec![messages::NULL.to_owned()]),
            Json::Object(members) => {
                return Some(Form {
                    members,
                    unfolded: self.unfolded,
                    partial: true,
                    errors: Vec::new(),
                    nul_errors: 0,
                });
            }
            other => {
                let message = messages::not_an_object(other.type_name());
                let errors = FieldErrors::one("non_field_errors", &message);
                self.errors.push((field.name, Problem::Nested(errors)));
            }
        }
        None
    }

    /// Takes over the problems of an object in a field.
    pub(crate) fn absorb(&mut self, field: &Field, outcome: Result<(), FieldErrors>) {
        if let Err(errors) = outcome {
            self.nul_errors += usize::from(errors.only_nul);
            self.errors.push((field.name, Problem::Nested(errors)));
        }
    }

    /// A list in a field.
    ///
    /// A form without any item has an empty one.
    pub(crate) fn list(&mut self, field: &Field) -> Option<&'a [Json]> {
        if let Some(unfolded) = self.unfolded {
            return match unfolded.get(field.name) {
                Some(Json::List(items)) => Some(items),
                _ => Some(&[]),
            };
        }
        match self.present(field)? {
            Json::List(items) => return Some(items),
            Json::Null => self.refuse(field, vec![messages::NULL.to_owned()]),
            other => {
                let message = messages::not_a_list(other.type_name());
                let errors = FieldErrors::one("non_field_errors", &message);
                self.errors.push((field.name, Problem::Nested(errors)));
            }
        }
        None
    }

    /// Takes over the problems of the items of a list, one entry for each item.
    pub(crate) fn absorb_each(&mut self, field: &Field, outcomes: Vec<FieldErrors>) {
        if outcomes.iter().any(|errors| !errors.by_field.is_empty()) {
            self.errors.push((field.name, Problem::Each(outcomes)));
        }
    }

    /// Notes problems of the object as a whole.
    pub(crate) fn refuse_whole(&mut self, messages: Vec<String>) {
        self.errors
            .push(("non_field_errors", Problem::Texts(messages)));
    }

    /// Every member that was sent.
    pub(crate) fn members(&self) -> &'a Object {
        self.members
    }

    /// The value of a field as it was sent.
    pub(crate) fn value(&mut self, field: &Field) -> Option<&'a Json> {
        self.present(field)
    }
}
