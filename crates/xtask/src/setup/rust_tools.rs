//! The tools that cargo installs: wasm-pack, the CLI of wasm-bindgen, geckodriver,
//! cargo-deny.

use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::step::step;
use super::tool::{Found, Tool, executable};
use super::version::Version;
use crate::process::Call;
use crate::workspace::{Workspace, cargo};

/// A tool on crates.io.
#[derive(Clone, Debug)]
pub(crate) struct RustTool {
    /// The program, and the one that must lie beside it.
    program: &'static str,
    companion: Option<&'static str>,
    package: &'static str,
    /// What is installed when none fits.
    version: String,
    fits: Fits,
    profile: Profile,
    minutes: &'static str,
}

/// How a tool is compiled.
#[derive(Clone, Copy, Debug)]
enum Profile {
    /// To run fast.
    Release,
    /// To be there fast: it has little to do.
    Dev,
}

/// Which versions on PATH do.
#[derive(Clone, Copy, Debug)]
enum Fits {
    From(Version),
    /// The generated code and its generator must be of one version.
    Exactly,
}

pub(crate) fn wasm_pack() -> RustTool {
    RustTool {
        program: "wasm-pack",
        companion: None,
        package: "wasm-pack",
        version: "0.15.1".to_owned(),
        fits: Fits::From(Version(0, 13, 0)),
        profile: Profile::Release,
        minutes: "about 2 to 4 minutes",
    }
}

/// The version follows the crate's, from `Cargo.lock`.
///
/// # Errors
/// When the lock file doesn't have the crate.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<RustTool> {
    Ok(RustTool {
        program: "wasm-bindgen",
        companion: Some("wasm-bindgen-test-runner"),
        package: "wasm-bindgen-cli",
        version: workspace.locked_version("wasm-bindgen")?,
        fits: Fits::Exactly,
        profile: Profile::Release,
        minutes: "about 3 to 4 minutes",
    })
}

pub(crate) fn geckodriver() -> RustTool {
    RustTool {
        program: "geckodriver",
        companion: None,
        package: "geckodriver",
        version: "0.37.1".to_owned(),
        fits: Fits::From(Version(0, 34, 0)),
        profile: Profile::Release,
        minutes: "about 2 minutes",
    }
}

pub(crate) fn cargo_deny() -> RustTool {
    RustTool {
        program: "cargo-deny",
        companion: None,
        package: "cargo-deny",
        version: "0.20.2".to_owned(),
        // From here on it knows all that `deny.toml` says.
        fits: Fits::From(Version(0, 20, 0)),
        profile: Profile::Dev,
        minutes: "about 1 to 2 minutes",
    }
}

impl RustTool {
    pub(crate) fn find(&self, workspace: &Workspace) -> Option<Tool> {
        let folder = workspace.tools().join("bin");
        Tool::find(self.program, Some(&folder), |tool| self.fits(tool))
    }

    /// Finds it or installs it into the repository's own folder.
    ///
    /// # Errors
    /// When cargo can't install it.
    pub(crate) fn ensure(&self, workspace: &Workspace) -> Result<Tool> {
        if let Some(tool) = self.find(workspace) {
            return Ok(tool);
        }
        let what = format!("{} {} with cargo", self.package, self.version);
        step(&what, self.minutes, || self.install(workspace))?;
        match self.find(workspace) {
            Some(tool) => Ok(tool),
            None => bail!("cargo installed {} but it doesn't run", self.package),
        }
    }

    pub(crate) fn look(&self, workspace: &Workspace) -> Found {
        match self.find(workspace) {
            Some(tool) => Found::Yes(tool.words()),
            None => Found::Later(format!(
                "{} {}, {}",
                self.package, self.version, self.minutes
            )),
        }
    }

    fn fits(&self, tool: &Tool) -> bool {
        let version = match self.fits {
            Fits::From(lowest) => tool.version >= lowest,
            Fits::Exactly => Version::find(&self.version) == Some(tool.version),
        };
        let beside = |name| tool.path.parent().map(|folder| executable(folder, name));
        let complete = self
            .companion
            .is_none_or(|name| beside(name).is_some_and(|path| path.is_file()));
        version && complete
    }

    fn install(&self, workspace: &Workspace) -> Result<()> {
        let tools = workspace.tools();
        let call = match self.profile {
            Profile::Release => install_call(&tools, self.package, &self.version),
            Profile::Dev => install_call(&tools, self.package, &self.version)
                .args(["--profile", "dev"])
                .env("CARGO_PROFILE_DEV_DEBUG", "false"),
        };
        call.limit(Duration::from_secs(40 * 60))
            .run()
            .with_context(|| format!("cargo install {}", self.package))
    }
}

fn install_call(tools: &std::path::Path, package: &str, version: &str) -> Call {
    // A target folder that stays lets them share what they have in common.
    cargo()
        .args(["install", "--quiet", "--locked", "--force", "--root"])
        .arg(tools)
        .arg("--target-dir")
        .arg(tools.join("build"))
        .args(["--version", &format!("={version}"), package])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_version_of_wasm_bindgen_does_not_fit_and_a_near_wasm_pack_does() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = executable(folder.path(), "wasm-bindgen");
        std::fs::write(executable(folder.path(), "wasm-bindgen-test-runner"), "").expect("a file");
        let tool = |version| Tool {
            path: path.clone(),
            version,
        };
        let bindgen = RustTool {
            version: "0.2.126".to_owned(),
            fits: Fits::Exactly,
            companion: Some("wasm-bindgen-test-runner"),
            ..wasm_pack()
        };
        assert!(bindgen.fits(&tool(Version(0, 2, 126))));
        assert!(!bindgen.fits(&tool(Version(0, 2, 127))));
        let alone = RustTool {
            companion: Some("something-else"),
            ..bindgen
        };
        assert!(!alone.fits(&tool(Version(0, 2, 126))));
        assert!(wasm_pack().fits(&tool(Version(0, 16, 0))));
        assert!(!wasm_pack().fits(&tool(Version(0, 12, 9))));
    }
}
