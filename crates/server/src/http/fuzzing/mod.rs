//! What holds of the parsers of requests, whatever is sent.

mod bodies;
mod credentials;
mod lists;
mod paths;

pub(crate) use bodies::{body, multipart, urlencoded};
pub(crate) use credentials::{authorization, credential};
pub(crate) use lists::{page, query, selection};
pub(crate) use paths::{accept, path};

pub(crate) use super::route::find;
