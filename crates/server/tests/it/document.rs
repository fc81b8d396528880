//! Documents that the tests write and compare.

use std::fs;
use std::path::Path;

/// Set to write the documents instead of comparing them.
const WRITE_VARIABLE: &str = "SYNCANO_WRITE_DOCS";

/// Checks that a file in `docs/` says what it would say if it were written now.
pub(crate) fn assert_current(name: &str, current: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let path = folder.join(name);
    if std::env::var_os(WRITE_VARIABLE).is_some() {
        fs::create_dir_all(&folder).expect("the folder");
        fs::write(&path, current).expect("the document");
    }
    let written = fs::read_to_string(&path).expect("the document");
    assert!(
        written == current,
        "docs/{name} is not current; set {WRITE_VARIABLE}=1 to write it"
    );
}
