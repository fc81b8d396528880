//! What holds of the paths of a batch, whatever it names.

use super::TABLES;
use super::batch::path_problem;
use crate::http::Scope;
use crate::http::fuzzing::find;

const PREFIX: &str = "/v1.1/instances/my-shop/";

/// A path that is taken means the same before and after decoding, and leads nowhere but
/// into the instance of the batch.
pub(crate) fn batch_path(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let inside = format!("{PREFIX}{text}");
    for path in [&text, &inside] {
        if path_problem(path, PREFIX).is_some() {
            continue;
        }
        assert!(path.starts_with(PREFIX));
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        assert!(!bare.contains(['%', '\\', '#', '\0']) && !query.contains(['#', ' ', '\0']));
        assert!(bare.is_ascii() && query.is_ascii());
        assert!(
            bare.split('/')
                .all(|segment| !matches!(segment, "." | ".."))
        );
        let Some(found) = find(TABLES, bare) else {
            continue;
        };
        let name = found.params.first().map(|(_, name)| name.as_str());
        assert!(found.route.scope != Scope::Server || found.route.path.starts_with("instances/{"));
        assert_eq!(name, Some("my-shop"));
    }
}
