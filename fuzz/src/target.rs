//! What is under test, and how it is called.

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
    /// Pieces that it knows: noise alone would never get far into it. None, where bytes
    /// are choices, and noise is as good as any.
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
