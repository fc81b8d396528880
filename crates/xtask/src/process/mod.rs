//! Child processes that end when we do.

mod call;
mod group;
mod interrupt;
mod owned;
mod pipe;
mod strays;

pub(crate) use call::Call;
pub(crate) use interrupt::{GRACE, requested, take_over};
pub(crate) use owned::Owned;
pub(crate) use pipe::{Echo, Pipe};

#[cfg(test)]
mod tests;
