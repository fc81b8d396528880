//! Query strings, pages of lists, and the choice of fields.

use std::collections::HashSet;

use super::super::charset::Charset;
use super::super::pagination::Page;
use super::super::query::Query;
use super::super::selection::Selection;
use super::super::urlencoded::pairs;
use crate::json::{Json, object};

const PATH: &str = "/v1.1/instances/";

fn parse(bytes: &[u8]) -> (String, Query) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let query = Query::parse(&text);
    (text, query)
}

/// Every pair is found by its name, the last of a name first, and what is printed parses
/// to the same.
pub(crate) fn query(bytes: &[u8]) {
    let (text, query) = parse(bytes);
    let Some(pairs) = pairs(text.as_bytes(), Charset::Utf8) else {
        assert!(query.is_too_long());
        return;
    };
    assert!(!query.is_too_long());
    let mut printed = form_urlencoded::Serializer::new(String::new());
    let again = Query::parse(&printed.extend_pairs(&pairs).finish());
    assert!(!again.is_too_long());
    for (name, _) in &pairs {
        let last = pairs.iter().rfind(|(other, _)| other == name);
        let last = last.map(|(_, value)| value.as_str());
        assert_eq!(query.get(name), last);
        assert_eq!(again.get(name), last);
        assert_eq!(query.filled(name), last.filter(|value| !value.is_empty()));
    }
}

/// A page that is accepted is within limits, and its links lead to pages of the same list
/// that begin where they say.
pub(crate) fn page(bytes: &[u8]) {
    let (_, query) = parse(bytes);
    let Ok(page) = Page::read(&query) else {
        let names = ["page_size", "last_pk", "direction"];
        assert!(names.iter().any(|name| query.get(name).is_some()));
        return;
    };
    let window = page.window();
    assert!((0..=100).contains(&window.limit));
    assert!(window.above >= -1 && window.below >= 0);
    let full: Vec<i64> = (1..=window.limit).map(|id| id * 3).collect();
    for ids in [&[][..], &[7], &full, &[i64::from(i32::MAX)]] {
        let Json::Object(envelope) = page.envelope(PATH, ids, Vec::new()) else {
            unreachable!("an envelope is an object")
        };
        for (name, direction, edge) in [("next", "1", ids.last()), ("prev", "0", ids.first())] {
            if let Some(Json::String(link)) = envelope.get(name) {
                link_leads_on(link, &query, (direction, edge.copied()), window.limit);
            }
        }
    }
}

fn link_leads_on(link: &str, original: &Query, to: (&str, Option<i64>), limit: i64) {
    assert!(link.bytes().all(|b| b.is_ascii_graphic()), "{link}");
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    assert_eq!(path, PATH);
    let query = Query::parse(query);
    assert_eq!(query.get("page_size"), original.get("page_size"));
    assert_eq!(query.get("ordering"), original.get("ordering"));
    let Ok(page) = Page::read(&query) else {
        unreachable!("{link} is refused")
    };
    let window = page.window();
    assert_eq!(window.limit, limit);
    let bounds = (window.above, window.below);
    let Some(last_pk) = query.get("last_pk") else {
        // The first or the last page.
        assert_eq!(bounds, (-1, i64::MAX), "{link}");
        return;
    };
    assert_eq!(
        (query.get("direction"), last_pk.parse().ok()),
        (Some(to.0), to.1)
    );
    let edge = to.1.unwrap_or_default();
    let expected = if window.ascending {
        (edge, i64::MAX)
    } else {
        (-1, edge)
    };
    assert_eq!(bounds, expected, "{link}");
}

/// What is chosen is a part of what there was, in its order, and choosing again changes
/// nothing.
pub(crate) fn selection(bytes: &[u8]) {
    let (_, query) = parse(bytes);
    let value = || {
        object([
            ("id", 1_i64.into()),
            ("name", "n".into()),
            (
                "owner",
                object([("id", 2_i64.into()), ("email", "e".into())]),
            ),
            ("metadata", object([("id", 3_i64.into())])),
        ])
    };
    let selection = Selection::read(&query);
    let chosen = selection.apply(value(), &["owner"]);
    assert_eq!(selection.apply(chosen.clone(), &["owner"]), chosen);
    let names = |name| -> Option<HashSet<&str>> {
        let list = query.filled(name)?;
        Some(list.split(',').take(64).collect())
    };
    let (kept, excluded) = (names("fields"), names("excluded_fields"));
    let keeps = |name: &str| {
        kept.as_ref().is_none_or(|names| names.contains(name))
            && !excluded.as_ref().is_some_and(|names| names.contains(name))
    };
    let (Json::Object(all), Json::Object(chosen)) = (value(), chosen) else {
        unreachable!("an object stays one")
    };
    let expected: Vec<&String> = all.keys().filter(|name| keeps(name)).collect();
    assert_eq!(chosen.keys().collect::<Vec<_>>(), expected);
    // What people keep in a field is theirs; the fields of an object in it are not.
    if let Some(metadata) = chosen.get("metadata") {
        assert_eq!(Some(metadata), all.get("metadata"));
    }
    if let Some(Json::Object(owner)) = chosen.get("owner") {
        assert!(owner.keys().all(|name| keeps(name)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the database hands over for a page, and the links beside it.
    fn read(rows: &[i64], query: &str) -> (Vec<i64>, Option<String>, Option<String>) {
        let page = Page::read(&Query::parse(query)).expect("a page");
        let window = page.window();
        let inside = |id: &&i64| **id > window.above && **id < window.below;
        let mut ids: Vec<i64> = rows.iter().filter(inside).copied().collect();
        if !window.ascending {
            ids.reverse();
        }
        ids.truncate(usize::try_from(window.limit).expect("a size"));
        if window.reversed {
            ids.reverse();
        }
        let Json::Object(envelope) = page.envelope("/", &ids, Vec::new()) else {
            panic!("no object")
        };
        let link = |name| match &envelope[name] {
            Json::String(link) => Some(link.trim_start_matches(['/', '?']).to_owned()),
            _ => None,
        };
        (ids, link("next"), link("prev"))
    }

    proptest! {
        #[test]
        fn a_walk_along_the_links_meets_every_row_once_there_and_back(
            rows in prop::collection::btree_set(0..=i64::from(i32::MAX), 0..40),
            size in 1..12_usize,
            descending: bool,
        ) {
            let rows: Vec<i64> = rows.into_iter().collect();
            let ordering = if descending { "&ordering=desc" } else { "" };
            let (mut seen, mut pages) = (Vec::<i64>::new(), Vec::new());
            let mut next = Some(format!("page_size={size}{ordering}"));
            while let Some(query) = next {
                let (ids, onward, prev) = read(&rows, &query);
                seen.extend(&ids);
                pages.push((ids, prev));
                prop_assert!(pages.len() <= rows.len() + 2, "the walk ends");
                next = onward;
            }
            let mut expected = rows.clone();
            if descending {
                expected.reverse();
            }
            prop_assert_eq!(seen, expected);
            for pair in pages.windows(2) {
                if let ([(before, _), (_, Some(prev))], false) = (pair, pair[1].0.is_empty()) {
                    prop_assert_eq!(&read(&rows, prev).0, before);
                }
            }
        }
    }
}
