//! `cargo xtask docs`: the guide and the reference of the package, as a site.

use anyhow::Result;

use crate::setup::node;
use crate::workspace::Workspace;

/// The packages that build the site are those of the matrix.
const FOLDER: &str = "tests/matrix";

/// Builds the site from the declarations and the guide. Once its tools are
/// there, nothing is fetched.
///
/// # Errors
/// When a tool is missing, or a link or a page is.
pub(crate) fn docs(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path(FOLDER);
    node::packages(&folder)?;
    node::npm()?
        .args(["run", "--silent", "site"])
        .dir(&folder)
        .run()?;
    println!("built {}", workspace.path("target/site").display());
    Ok(())
}
