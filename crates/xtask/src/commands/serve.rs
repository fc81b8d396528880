//! `cargo xtask serve`: the server in the foreground, with data that stays.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::arguments::ServeOptions;
use crate::package;
use crate::server::{self, Binary, Profile, database_url};
use crate::workspace::Workspace;

/// Builds and runs the server until Ctrl-C or SIGTERM.
///
/// # Errors
/// When it can't be built or started, or fails.
pub(crate) fn serve(workspace: &Workspace, options: &ServeOptions) -> Result<()> {
    // The dashboard loads the package.
    package::ensure(workspace)?;
    let profile = if options.release {
        Profile::Server
    } else {
        Profile::Dev
    };
    let binary = Binary::build(workspace, profile)?;
    let folder = options
        .data
        .clone()
        .unwrap_or_else(|| workspace.path("syncano-data"));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let database = folder.join("syncano.sqlite");
    let is_new = !database.exists();
    let mut args = vec!["--database".to_owned(), database_url(&database)];
    args.extend_from_slice(&options.flags);
    let help = first_run_help(binary.path(), &database);
    server::in_foreground(&binary, &args, move |url| {
        println!("dashboard: {url}/dashboard/   stop: Ctrl-C");
        if is_new {
            println!("{help}");
        }
    })
}

fn first_run_help(binary: &Path, database: &Path) -> String {
    format!(
        "\nThe database is new. Register in the dashboard, or make an administrator here:\n\n  \
         printf %s 'YOUR_PASSWORD' | {} create-admin --email YOUR_EMAIL \\\n    \
         --password-stdin --database {}\n",
        binary.display(),
        database_url(database)
    )
}
