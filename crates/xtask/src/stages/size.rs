//! What a browser downloads: each way to load the package is one case.

use anyhow::Result;

use super::{Context, Outcome, honest};
use crate::counts::of_plain;
use crate::package;

pub(super) fn size(context: &Context<'_>) -> Result<Outcome> {
    let seen = package::size(context.workspace, false)?.watch()?;
    let counts = of_plain(&seen.out);
    Ok(Outcome::Ran(honest(counts, seen.status.success())))
}
