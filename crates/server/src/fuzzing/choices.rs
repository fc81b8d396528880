//! Any bytes as decisions, so that any input gets past the first check, and near inputs
//! make near texts.

/// Objects and lists in one another.
const DEPTH: u8 = 5;

/// Bytes as decisions. When they are used up, every further one is 0.
pub(crate) struct Choices<'a>(pub(crate) &'a [u8]);

impl Choices<'_> {
    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    pub(crate) fn of<T: Copy + Default>(&mut self, options: &[T]) -> T {
        let index = usize::from(self.byte()).checked_rem(options.len());
        let option = index.and_then(|index| options.get(index));
        option.copied().unwrap_or_default()
    }

    /// Never without a byte that says so.
    pub(crate) fn one_in(&mut self, parts: u8) -> bool {
        self.byte() % parts == parts - 1
    }

    pub(crate) fn noise(&mut self) -> Vec<u8> {
        (0..self.byte() % 16).map(|_| self.byte()).collect()
    }

    /// A text that is mostly JSON: an object with members of these names, and in it these
    /// texts, lists and further objects.
    pub(crate) fn object(&mut self, names: &[&str], scalars: &[&str]) -> Vec<u8> {
        self.members(names, scalars, 0)
    }

    fn members(&mut self, names: &[&str], scalars: &[&str], depth: u8) -> Vec<u8> {
        let members: Vec<_> = (0..self.byte() % 8)
            .map(|_| {
                let name = format!("\"{}\":", self.of(names));
                [name.into_bytes(), self.value(names, scalars, depth)].concat()
            })
            .collect();
        [b"{".to_vec(), members.join(&b','), b"}".to_vec()].concat()
    }

    fn value(&mut self, names: &[&str], scalars: &[&str], depth: u8) -> Vec<u8> {
        let nested = depth < DEPTH;
        match self.byte() % 8 {
            6 if nested => self.members(names, scalars, depth + 1),
            7 if nested => {
                let items: Vec<_> = (0..self.byte() % 4)
                    .map(|_| self.value(names, scalars, depth + 1))
                    .collect();
                [b"[".to_vec(), items.join(&b','), b"]".to_vec()].concat()
            }
            5 if self.one_in(8) => [b"\"".to_vec(), self.noise(), b"\"".to_vec()].concat(),
            _ => self.of(scalars).as_bytes().to_vec(),
        }
    }
}
