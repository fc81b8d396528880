//! `fields` and `excluded_fields`.

use std::collections::HashSet;

use super::query::Query;
use crate::json::Json;

/// Names that are looked at; further ones do not count.
const NAMES_MAX: usize = 64;

/// Which members of answers to keep.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    kept: Option<HashSet<String>>,
    excluded: HashSet<String>,
}

impl Selection {
    pub(crate) fn read(query: &Query) -> Self {
        Self {
            kept: query.filled("fields").map(names),
            excluded: query
                .filled("excluded_fields")
                .map(names)
                .unwrap_or_default(),
        }
    }

    /// Drops what was not asked for, in nested objects by the same names.
    ///
    /// `nested` names the members that hold such objects; the contents of others are
    /// data.
    pub(crate) fn apply(&self, value: Json, nested: &[&str]) -> Json {
        if self.kept.is_none() && self.excluded.is_empty() {
            return value;
        }
        match value {
            Json::Object(members) => Json::Object(
                members
                    .into_iter()
                    .filter(|(name, _)| self.keeps(name))
                    .map(|(name, value)| {
                        let is_nested = nested.contains(&name.as_str());
                        let value = if is_nested {
                            self.apply(value, nested)
                        } else {
                            value
                        };
                        (name, value)
                    })
                    .collect(),
            ),
            Json::List(items) => Json::List(
                items
                    .into_iter()
                    .map(|item| self.apply(item, nested))
                    .collect(),
            ),
            other => other,
        }
    }

    fn keeps(&self, name: &str) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.contains(name)) && !self.excluded.contains(name)
    }
}

fn names(list: &str) -> HashSet<String> {
    list.split(',').take(NAMES_MAX).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{parse, to_text};

    fn select(query: &str) -> String {
        let value = parse(r#"{"name":"n","owner":{"id":1,"email":"e"},"links":{"self":"/"}}"#);
        let selection = Selection::read(&Query::parse(query));
        String::from_utf8(to_text(&selection.apply(value.expect("JSON"), &["owner"])))
            .expect("text")
    }

    #[test]
    fn nested_objects_are_selected_by_the_same_names() {
        assert_eq!(select("fields=name,owner"), r#"{"name":"n","owner":{}}"#);
        assert_eq!(select("fields=owner,email"), r#"{"owner":{"email":"e"}}"#);
        assert_eq!(select("fields=links"), r#"{"links":{"self":"/"}}"#);
        assert_eq!(select("fields=nope"), "{}");
        assert_eq!(select("excluded_fields=links,owner"), r#"{"name":"n"}"#);
        assert!(select("fields=").contains("links"));
    }
}
