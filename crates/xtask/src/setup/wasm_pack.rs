//! wasm-pack with the CLI of wasm-bindgen and a compiler beside it.

use std::path::PathBuf;

use anyhow::Result;

use super::rust_tools;
use super::std_sources::StandardLibrary;
use super::wasm_compiler::WasmCompiler;
use crate::process::Call;
use crate::workspace::Workspace;

/// All that compiles the client to wasm.
#[derive(Debug)]
pub(crate) struct WasmPack {
    program: PathBuf,
    /// Folders that come first on PATH.
    path: Vec<PathBuf>,
    compiler: WasmCompiler,
    library: StandardLibrary,
    /// For digests: a new version may build other bytes.
    versions: Vec<String>,
}

impl WasmPack {
    /// Finds the tools or installs them.
    ///
    /// # Errors
    /// When one can't be had; the text says what to do.
    pub(crate) fn ensure(workspace: &Workspace) -> Result<Self> {
        let compiler = WasmCompiler::ensure(workspace)?;
        let pack = rust_tools::wasm_pack().ensure(workspace)?;
        let bindgen = rust_tools::wasm_bindgen(workspace)?.ensure(workspace)?;
        let library = StandardLibrary::ensure(&compiler);
        let versions = vec![
            pack.version.to_string(),
            bindgen.version.to_string(),
            compiler.version()?,
            library.words(),
        ];
        Ok(Self {
            program: pack.path,
            path: bindgen
                .path
                .parent()
                .map(PathBuf::from)
                .into_iter()
                .collect(),
            compiler,
            library,
            versions,
        })
    }

    pub(crate) fn versions(&self) -> &[String] {
        &self.versions
    }

    /// A call of wasm-pack for the root package, with the library that the
    /// compiler brings. It downloads nothing: what it would fetch is on PATH
    /// already.
    ///
    /// # Errors
    /// When PATH can't be put together.
    pub(crate) fn call(&self, command: &str, workspace: &Workspace) -> Result<Call> {
        self.call_with(command, workspace, &[], StandardLibrary::Plain)
    }

    /// A build of the package's module: `arguments` are for wasm-pack, `flags`
    /// for the compiler.
    ///
    /// # Errors
    /// As `call`.
    pub(crate) fn build(
        &self,
        workspace: &Workspace,
        arguments: &[&str],
        flags: &[String],
    ) -> Result<Call> {
        Ok(self
            .call_with("build", workspace, flags, self.library)?
            .args(arguments)
            .args(self.library.arguments()))
    }

    fn call_with(
        &self,
        command: &str,
        workspace: &Workspace,
        flags: &[String],
        library: StandardLibrary,
    ) -> Result<Call> {
        // For a build, wasm-pack looks into the compiler's own sysroot for the
        // target unless forced; Debian's library lies elsewhere.
        let mode = match (command, &self.compiler) {
            ("build", WasmCompiler::Debian(_)) => "force",
            _ => "no-install",
        };
        let call = Call::new(&self.program)
            .args([command, "--mode", mode])
            .dir(workspace.root());
        self.compiler.apply(call, &self.path, flags, library)
    }

    /// A call of the cargo that belongs to the compiler, for lints.
    ///
    /// # Errors
    /// As `call`.
    pub(crate) fn cargo(&self) -> Result<Call> {
        let cargo = match &self.compiler {
            WasmCompiler::Own => crate::workspace::cargo(),
            WasmCompiler::Debian(_) => Call::new("/usr/bin/cargo"),
        };
        self.compiler.apply(cargo, &[], &[], StandardLibrary::Plain)
    }
}
