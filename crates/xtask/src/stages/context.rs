//! What several stages use, made once and only when one asks.

use anyhow::Result;

use crate::package::{self, Installed};
use crate::server::{Binary, Profile, Server};
use crate::setup::WasmPack;
use crate::workspace::Workspace;

/// The shared parts of a test run. Dropping it ends and removes them.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(super) workspace: &'a Workspace,
    binary: Option<Binary>,
    wasm: Option<WasmBench>,
    installed: Option<Installed>,
}

/// One server for all wasm stages: its address is compiled into the tests, so
/// a server for each would compile them anew.
#[derive(Debug)]
pub(super) struct WasmBench {
    pub(super) wasm_pack: WasmPack,
    pub(super) server: Server,
}

impl<'a> Context<'a> {
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            binary: None,
            wasm: None,
            installed: None,
        }
    }

    pub(super) fn binary(&mut self) -> Result<Binary> {
        let binary = match self.binary.take() {
            Some(binary) => binary,
            None => Binary::build(self.workspace, Profile::Dev)?,
        };
        Ok(self.binary.insert(binary).clone())
    }

    pub(super) fn wasm(&mut self) -> Result<&WasmBench> {
        let bench = match self.wasm.take() {
            Some(bench) => bench,
            None => WasmBench {
                wasm_pack: WasmPack::ensure(self.workspace)?,
                server: Server::start(&self.binary()?, &[])?,
            },
        };
        Ok(self.wasm.insert(bench))
    }

    /// The package as a user has it.
    pub(super) fn installed(&mut self) -> Result<&Installed> {
        let installed = match self.installed.take() {
            Some(installed) => installed,
            None => {
                package::ensure(self.workspace)?;
                Installed::new(self.workspace)?
            }
        };
        Ok(self.installed.insert(installed))
    }
}
