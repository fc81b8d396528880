//! HTTP: from a request to a route's handler, and from its outcome to an answer.

pub(crate) mod answer;
mod auth;
mod body;
mod call;
mod charset;
mod client;
mod content_type;
mod cors;
mod credentials;
pub(crate) mod date;
mod describe;
mod dispatch;
mod error;
mod form_body;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod negotiation;
mod pagination;
mod part;
mod query;
mod request;
pub(crate) mod request_id;
mod route;
mod selection;
mod shows;
mod template;
mod throttle;
mod urlencoded;

pub(crate) use answer::Answer;
pub(crate) use auth::Identity;
pub(crate) use call::Call;
pub use client::Client;
pub(crate) use describe::About;
pub(crate) use dispatch::dispatch;
pub(crate) use error::ApiError;
pub(crate) use pagination::Page;
pub(crate) use part::{Part, answer_part};
pub(crate) use route::{Handler, Route, Scope};
pub(crate) use shows::{Shape, Shows};
pub(crate) use template::Template;
pub use throttle::Limits;
pub(crate) use throttle::Throttle;
