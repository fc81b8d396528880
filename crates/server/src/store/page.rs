/// The part of a list to read, as bounds on the row id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// Only ids above this.
    pub(crate) above: i64,
    /// Only ids below this.
    pub(crate) below: i64,
    /// Whether the walk goes up. Reversed afterwards when the page asks for it.
    pub(crate) ascending: bool,
    /// Whether rows are handed over in the opposite order of the walk.
    pub(crate) reversed: bool,
    /// Most rows.
    pub(crate) limit: i64,
}

impl Window {
    /// Puts the rows of the walk into the order of the page.
    pub(super) fn arrange<T>(&self, mut rows: Vec<T>) -> Vec<T> {
        if self.reversed {
            rows.reverse();
        }
        rows
    }
}
