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
    let defaults = [
        ("--database", database_url(&database)),
        ("--dashboard", workspace.path("www").display().to_string()),
        (
            "--dashboard-package",
            workspace.path("pkg/dist").display().to_string(),
        ),
    ];
    let help = first_run_help(binary.path(), &database);
    server::in_foreground(&binary, &flags(&defaults, &options.flags), move |url| {
        println!("dashboard: {url}/dashboard/   stop: Ctrl-C");
        if is_new && database.exists() {
            println!("{help}");
        }
    })
}

/// The defaults that the caller's own flags don't replace, then those flags.
fn flags(defaults: &[(&str, String)], given: &[String]) -> Vec<String> {
    let is_given = |flag: &str| given.iter().any(|arg| arg.split('=').next() == Some(flag));
    defaults
        .iter()
        .filter(|(flag, _)| !is_given(flag))
        .flat_map(|(flag, value)| [(*flag).to_owned(), value.clone()])
        .chain(given.iter().cloned())
        .collect()
}

fn first_run_help(binary: &Path, database: &Path) -> String {
    // Neither the shell's history nor the list of processes gets the password.
    format!(
        "\nThe database is new: {}\n\
         Make an administrator in another terminal; it prints the account key:\n\n  \
         read -rs PASSWORD\n  \
         printf '%s\\n' \"$PASSWORD\" | {} create-admin --email YOUR_EMAIL \\\n    \
         --password-stdin --database {}\n\n\
         Anybody may register, too; `cargo xtask serve -- --registration closed` ends that.\n",
        database.display(),
        binary.display(),
        database_url(database)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_of_the_caller_takes_the_place_of_its_default() {
        let defaults = [
            ("--database", "sqlite:a".to_owned()),
            ("--dashboard", "www".to_owned()),
        ];
        let given = ["--database=sqlite:b", "--compatible"].map(str::to_owned);
        assert_eq!(
            flags(&defaults, &given),
            ["--dashboard", "www", "--database=sqlite:b", "--compatible"]
        );
    }
}
