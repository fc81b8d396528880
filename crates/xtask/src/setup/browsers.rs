//! Browsers and the drivers that wasm-bindgen's test runner asks for.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::step::step;
use super::tool::{Found, Tool};
use super::{debian, rust_tools};
use crate::workspace::Workspace;

/// A browser's family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Chromium,
    Firefox,
}

/// A browser with its driver.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) family: Family,
    pub(crate) browser: Tool,
    pub(crate) driver: Tool,
}

/// Chromium's start-up talks to hosts that no test needs.
const QUIET_CHROMIUM: [&str; 6] = [
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
];

impl Family {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// The variable by which a person, and a test, is told the browser's path.
    pub(crate) fn variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMIUM",
            Self::Firefox => "FIREFOX",
        }
    }

    fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
            ],
            Self::Firefox => &[
                "firefox",
                "firefox-esr",
                "/Applications/Firefox.app/Contents/MacOS/firefox",
            ],
        }
    }

    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-driver"],
            Self::Firefox => &["firefox-esr"],
        }
    }

    fn how_to_get_it(self) -> String {
        match self {
            Self::Chromium => "install Chromium or Chrome and a chromedriver of the same version, \
                               or set CHROMIUM and CHROMEDRIVER to their paths"
                .to_owned(),
            Self::Firefox => "install Firefox, or set FIREFOX to its path".to_owned(),
        }
    }

    fn find_browser(self) -> Option<Tool> {
        if let Some(path) = std::env::var_os(self.variable()) {
            return Tool::ask(Path::new(&path));
        }
        let mut programs = self.programs().iter();
        programs.find_map(|program| Tool::find(program, None, |_| true))
    }

    /// Chromium's driver drives its own major version only.
    fn find_driver(self, browser: &Tool, workspace: &Workspace) -> Option<Tool> {
        if self == Self::Firefox {
            return match std::env::var_os("GECKODRIVER") {
                Some(path) => Tool::ask(Path::new(&path)),
                None => rust_tools::geckodriver().find(workspace),
            };
        }
        let fits = |driver: &Tool| driver.version.0 == browser.version.0;
        match std::env::var_os("CHROMEDRIVER") {
            Some(path) => Tool::ask(Path::new(&path)).filter(fits),
            None => Tool::find("chromedriver", None, fits),
        }
    }

    fn find(self, workspace: &Workspace) -> Option<Browser> {
        let browser = self.find_browser()?;
        let driver = self.find_driver(&browser, workspace)?;
        Some(Browser {
            family: self,
            browser,
            driver,
        })
    }

    /// Finds the browser and its driver or installs them.
    ///
    /// # Errors
    /// When this machine has none and we may not install it: what to do.
    pub(crate) fn ensure(self, workspace: &Workspace) -> Result<Browser> {
        let complete = match self {
            Self::Chromium => self.find(workspace).is_some(),
            Self::Firefox => self.find_browser().is_some(),
        };
        if !complete && debian::is_ours() {
            let packages = self.packages();
            let what = format!("Debian's {}", packages.join(", "));
            step(&what, "about a minute", || debian::install(packages))?;
        }
        if self == Self::Firefox && self.find_browser().is_some() {
            let driver = std::env::var_os("GECKODRIVER").is_some();
            if !driver {
                rust_tools::geckodriver().ensure(workspace)?;
            }
        }
        self.find(workspace).with_context(|| self.how_to_get_it())
    }

    pub(crate) fn look(self, workspace: &Workspace) -> Found {
        let browser = self.find_browser();
        match self.find(workspace) {
            Some(found) => Found::Yes(format!(
                "{}, driver {}",
                found.browser.words(),
                found.driver.words()
            )),
            None if self == Self::Firefox && browser.is_some() => {
                rust_tools::geckodriver().look(workspace)
            }
            None if debian::is_ours() => {
                Found::Later(format!("Debian's {}", self.packages().join(", ")))
            }
            None => Found::No(self.how_to_get_it()),
        }
    }
}

impl Browser {
    /// Writes what the driver is to ask of the browser and tells where.
    ///
    /// # Errors
    /// When the file can't be written.
    pub(crate) fn capabilities(&self, workspace: &Workspace) -> Result<PathBuf> {
        let file = workspace
            .notes()?
            .join(format!("webdriver-{}.json", self.family.name()));
        std::fs::write(&file, self.wishes().to_string())
            .with_context(|| format!("cannot write {}", file.display()))?;
        Ok(file)
    }

    fn wishes(&self) -> Value {
        let binary = self.browser.path.to_string_lossy();
        match self.family {
            Family::Chromium => json!({
                "goog:chromeOptions": { "binary": binary, "args": QUIET_CHROMIUM },
            }),
            Family::Firefox => json!({ "moz:firefoxOptions": { "binary": binary } }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::version::Version;
    use super::*;

    fn browser(family: Family) -> Browser {
        let tool = |path: &str| Tool {
            path: path.into(),
            version: Version(156, 0, 1),
        };
        Browser {
            family,
            browser: tool("/b/browser"),
            driver: tool("/b/driver"),
        }
    }

    #[test]
    fn the_driver_is_told_which_browser_to_start() {
        let chromium = browser(Family::Chromium).wishes();
        let firefox = browser(Family::Firefox).wishes();
        let path = |value: &Value, key: &str| value[key]["binary"].as_str().map(str::to_owned);
        assert_eq!(
            path(&chromium, "goog:chromeOptions").as_deref(),
            Some("/b/browser")
        );
        assert_eq!(
            path(&firefox, "moz:firefoxOptions").as_deref(),
            Some("/b/browser")
        );
    }
}
