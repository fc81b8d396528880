//! The `syncano-server` command.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use syncano_server::{Cli, run};
use tracing_subscriber::EnvFilter;
use zeroizing_alloc::ZeroAlloc;

/// Buffers of connections, parsers and answers have keys in them, and most of them belong
/// to libraries. All that is freed is wiped.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// Which log lines to write when `SYNCANO_LOG` says nothing.
const DEFAULT_LOG: &str = "warn,syncano_server=info";

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("SYNCANO_LOG").unwrap_or_else(|_| DEFAULT_LOG.into());
    // Standard output is for what commands print; logs go to standard error.
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(run(cli.command)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "syncano-server: {error}");
            ExitCode::FAILURE
        }
    }
}
