//! The npm package: compiled, optimised, bundled, packed and installed.

mod build;
mod install;
mod stamp;

pub(crate) use build::{Built, ensure};
pub(crate) use install::Installed;

#[cfg(test)]
mod tests;
