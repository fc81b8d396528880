//! The `syncano-server` command.

use std::io::{self, Write};
use std::process::ExitCode;

use syncano_server::{Invocation, init_log, run};
use zeroizing_alloc::ZeroAlloc;

/// Buffers of connections, parsers and answers have keys in them, and most of them belong
/// to libraries. All that is freed is wiped.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let invocation = match Invocation::read(std::env::args_os()) {
        Ok(invocation) => invocation,
        Err(refused) => return refused.tell().into(),
    };
    let (filter, format) = invocation.log();
    init_log(filter, format);
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(run(invocation)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "syncano-server: {error}");
            ExitCode::FAILURE
        }
    }
}
