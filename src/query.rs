//! Query strings.

use percent_encoding::utf8_percent_encode;

use crate::path::ENCODED;

/// Query parameters in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Adds a parameter; one name may come several times.
    pub fn push(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }

    /// The parameters behind `path`, in front of those that `path` already has.
    #[must_use]
    pub fn onto(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let (bare, own) = path.split_once('?').unwrap_or((path, ""));
        let mut out = String::with_capacity(path.len() + 32);
        out.push_str(bare);
        let mut mark = '?';
        for (name, value) in &self.0 {
            out.push(mark);
            mark = '&';
            out.extend(utf8_percent_encode(name, ENCODED));
            out.push('=');
            out.extend(utf8_percent_encode(value, ENCODED));
        }
        if !own.is_empty() {
            out.push('&');
            out.push_str(own);
        }
        out
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_encoded_in_order_and_stand_before_those_of_the_path() {
        let mut query = Query::default();
        assert_eq!(query.onto("/a/?b=1"), "/a/?b=1");
        query.push("fields".into(), "id,api_key".into());
        query.push("a b".into(), "&=".into());
        assert_eq!(
            query.onto("/a/?b=1"),
            "/a/?fields=id%2Capi_key&a%20b=%26%3D&b=1"
        );
        assert_eq!(query.onto("/a/"), "/a/?fields=id%2Capi_key&a%20b=%26%3D");
    }
}
