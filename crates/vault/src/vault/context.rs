use crate::plain_key::KeyUse;

/// Starts every encoded context, apart from data keys and canaries.
const LABEL: &[u8] = b"syncano/sealed/v1";

/// The place a sealed key belongs to. It opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Table that holds the row.
    pub table: &'a str,
    /// Id of the row.
    pub row_id: i64,
    /// Id of the account or instance that the row belongs to.
    pub owner_id: i64,
    /// What the key opens.
    pub kind: KeyUse,
}

impl Context<'_> {
    /// Bytes from which every field can be told apart: all are of fixed size
    /// except the table, which comes last.
    pub(super) fn encode(&self) -> Vec<u8> {
        [
            LABEL,
            &self.row_id.to_be_bytes(),
            &self.owner_id.to_be_bytes(),
            &[self.kind.code()],
            self.table.as_bytes(),
        ]
        .concat()
    }
}
