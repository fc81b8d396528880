//! Objects and lists in a form, which writes them into the names of its fields.

use std::collections::BTreeMap;

use crate::json::{Json, Object};

/// What `a.b=1` and `a[0]b=1` say is inside `a`, by that name.
pub(super) fn unfold(members: &Object) -> Object {
    let mut objects = Object::new();
    let mut lists: BTreeMap<&str, BTreeMap<u32, Json>> = BTreeMap::new();
    for (name, value) in members {
        let Some((at, mark)) = name.char_indices().find(|(_, c)| matches!(c, '.' | '[')) else {
            continue;
        };
        let (outer, inner) = name.split_at(at);
        if mark == '.' {
            let inner = inner.trim_start_matches('.');
            if !inner.is_empty() {
                put(
                    objects.entry(outer.to_owned()).or_insert(Json::Null),
                    inner,
                    value,
                );
            }
        } else if let Some((index, inner)) = inner.strip_prefix('[').and_then(split_index) {
            let item = lists.entry(outer).or_default().entry(index);
            let item = item.or_insert(Json::Null);
            if inner.is_empty() {
                *item = value.clone();
            } else {
                put(item, inner, value);
            }
        }
    }
    let lists = lists
        .into_iter()
        .map(|(name, items)| (name.to_owned(), Json::List(items.into_values().collect())));
    objects.extend(lists);
    objects
}

fn put(object: &mut Json, name: &str, value: &Json) {
    if !matches!(object, Json::Object(_)) {
        *object = Json::Object(Object::new());
    }
    if let Json::Object(members) = object {
        members.insert(name.to_owned(), value.clone());
    }
}

fn split_index(text: &str) -> Option<(u32, &str)> {
    let (index, rest) = text.split_once(']')?;
    let is_number = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    Some((index.parse().ok().filter(|_| is_number)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::to_text;

    fn unfolded(names: &[&str]) -> String {
        let members: Object = names
            .iter()
            .map(|name| ((*name).to_owned(), "x".into()))
            .collect();
        String::from_utf8(to_text(&Json::Object(unfold(&members)))).expect("text")
    }

    #[test]
    fn names_say_what_is_inside_what() {
        for (names, expected) in [
            (&["a", "b"][..], "{}"),
            (
                &["a.b", "a.c", "d.e"],
                r#"{"a":{"b":"x","c":"x"},"d":{"e":"x"}}"#,
            ),
            (
                &["a[1]c", "a[0]b", "a[0]c"],
                r#"{"a":[{"b":"x","c":"x"},{"c":"x"}]}"#,
            ),
            (&["a[0]"], r#"{"a":["x"]}"#),
            (&["a.", "a[", "a[]", "a[x]b", "a[99999999999]"], "{}"),
        ] {
            assert_eq!(unfolded(names), expected, "{names:?}");
        }
    }
}
