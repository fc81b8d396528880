//! Parsers of what strangers send, given anything: those of the client, those of the
//! server, and the server as a whole.

mod client;
mod whole;

use syncano_server::fuzzing;

pub use whole::Server;

/// What is under test.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// It takes texts.
    Text(fn(&str)),
    /// It takes bytes.
    Bytes(fn(&[u8])),
}

/// A parser under test.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What it reads.
    pub name: &'static str,
    /// What must hold, whatever it is given.
    pub run: Run,
    /// Pieces that it knows: noise alone would never get far into it.
    pub known: &'static [&'static str],
}

impl Target {
    /// Gives it these bytes.
    pub fn give(&self, bytes: &[u8]) {
        match self.run {
            Run::Text(run) => run(&String::from_utf8_lossy(bytes)),
            Run::Bytes(run) => run(bytes),
        }
    }
}

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
