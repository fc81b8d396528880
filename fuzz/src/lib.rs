//! Parsers of what strangers send, given anything: those of the client, those of the
//! server, and the server as a whole.

mod client;
mod target;
mod whole;

use syncano_server::fuzzing;

pub use target::{Run, Target};
pub use whole::Server;

/// Every parser of the client and of the server.
pub fn targets() -> impl Iterator<Item = Target> {
    let servers = fuzzing::TARGETS.iter().map(|target| Target {
        name: target.name,
        run: Run::Bytes(target.run),
        known: target.known,
    });
    client::TARGETS.iter().copied().chain(servers)
}

/// Gives bytes to the parser of this name, or to the whole server.
///
/// # Panics
/// When a promise is broken, or there is no such parser.
pub fn run(name: &str, bytes: &[u8]) {
    if name == Server::NAME {
        return whole::shared(bytes);
    }
    let target = targets().find(|target| target.name == name);
    target.expect("a name of a target").give(bytes);
}
