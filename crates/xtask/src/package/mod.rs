//! The npm package: compiled, optimised, bundled, packed and installed.

mod build;
mod install;
mod size;
mod stamp;

pub(crate) use build::{Built, ensure};
pub(crate) use install::Installed;
pub(crate) use size::size;

#[cfg(test)]
mod tests;
