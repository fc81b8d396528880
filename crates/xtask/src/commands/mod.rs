//! One file for each command.

mod audit;
mod build;
mod demo;
mod docs;
mod doctor;
mod serve;
mod size;
mod soak;
mod test;

pub(crate) use audit::audit;
pub(crate) use build::build;
pub(crate) use demo::demo;
pub(crate) use docs::docs;
pub(crate) use doctor::doctor;
pub(crate) use serve::serve;
pub(crate) use size::size;
pub(crate) use soak::soak;
pub(crate) use test::test;
