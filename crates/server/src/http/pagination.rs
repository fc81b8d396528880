//! Pages of a list, by the number of the last row seen.

use super::error::ApiError;
use super::query::Query;
use crate::domain::messages;
use crate::json::{Json, object};
use crate::store::Window;

use syncano_wire::PAGE_SIZE_MAX;

/// Which page a request asks for.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    size: i64,
    /// `Some(true)` forward, `Some(false)` backward.
    forward: Option<bool>,
    last_pk: Option<i64>,
    descending: bool,
    /// Parameters that links repeat, already encoded.
    kept: String,
}

impl Page {
    /// Reads the page parameters.
    ///
    /// # Errors
    /// 400 for a parameter that is no page parameter's value.
    pub(crate) fn read(query: &Query) -> Result<Self, ApiError> {
        let refuse = || ApiError::bad_request(messages::BAD_PAGE);
        let number = |text: &str| natural(text).ok_or_else(refuse);
        let size = query
            .get("page_size")
            .map(|text| whole(text).ok_or_else(refuse))
            .transpose()?;
        let last_pk = query.get("last_pk").map(number).transpose()?;
        let forward = match query.get("direction").map(number).transpose()? {
            None => None,
            Some(0) => Some(false),
            Some(1) => Some(true),
            Some(_) => return Err(refuse()),
        };
        let ordering = query.get("ordering");
        let mut kept = form_urlencoded::Serializer::new(String::new());
        for name in ["page_size", "ordering"] {
            if let Some(value) = query.get(name) {
                kept.append_pair(name, value);
            }
        }
        Ok(Self {
            size: size
                .unwrap_or(PAGE_SIZE_MAX.into())
                .min(PAGE_SIZE_MAX.into()),
            forward,
            last_pk,
            descending: ordering.is_some_and(|ordering| ordering.eq_ignore_ascii_case("desc")),
            kept: kept.finish(),
        })
    }

    /// What to read from the database.
    pub(crate) fn window(&self) -> Window {
        let forward = self.forward.unwrap_or(true);
        // Going back through a descending list is going up.
        let ascending = forward != self.descending;
        let cursor = self.forward.and(self.last_pk);
        Window {
            above: cursor.filter(|_| ascending).unwrap_or(-1),
            below: cursor.filter(|_| !ascending).unwrap_or(i64::MAX),
            ascending,
            reversed: !forward,
            limit: self.size,
        }
    }

    /// The envelope around a page. `path` is the list's, `ids` those of the rows.
    pub(crate) fn envelope(&self, path: &str, ids: &[i64], objects: Vec<Json>) -> Json {
        let full = ids.len() == usize::try_from(self.size).unwrap_or(usize::MAX);
        let (first, last) = (ids.first().copied(), ids.last().copied());
        let link = |direction: u8, pk: i64| {
            self.link(path, &format!("direction={direction}&last_pk={pk}"))
        };
        let onward = last.filter(|_| full).map(|last| link(1, last));
        let (next, prev) = match self.forward {
            None => (onward, None),
            Some(true) => {
                let back = first.map(|first| link(0, first));
                let from_end = || self.link(path, "direction=0");
                (
                    onward,
                    (self.size > 0).then(|| back.unwrap_or_else(from_end)),
                )
            }
            Some(false) => {
                let start = || self.link(path, "");
                let back = first.filter(|_| full).map(|first| link(0, first));
                ((self.size > 0).then(|| onward.unwrap_or_else(start)), back)
            }
        };
        object([
            ("next", next.into()),
            ("prev", prev.into()),
            ("objects", objects.into()),
        ])
    }

    fn link(&self, path: &str, cursor: &str) -> String {
        match (self.kept.is_empty(), cursor.is_empty()) {
            (true, true) => path.to_owned(),
            (false, true) => format!("{path}?{}", self.kept),
            (true, false) => format!("{path}?{cursor}"),
            (false, false) => format!("{path}?{}&{cursor}", self.kept),
        }
    }
}

/// A whole number that is not negative, written in digits.
fn whole(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|number| *number >= 0)
}

/// The same, as far as row ids go.
fn natural(text: &str) -> Option<i64> {
    whole(text).filter(|number| *number <= i32::MAX.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(query: &str, ids: &[i64]) -> (Option<String>, Option<String>) {
        let page = Page::read(&Query::parse(query)).expect("a page");
        let Json::Object(envelope) = page.envelope("/k/", ids, Vec::new()) else {
            panic!("no object")
        };
        let link = |name: &str| match &envelope[name] {
            Json::String(text) => Some(text.clone()),
            _ => None,
        };
        (link("next"), link("prev"))
    }

    #[test]
    fn links_are_those_of_the_recordings() {
        for (query, ids, next, prev) in [
            (
                "page_size=2",
                &[2, 3][..],
                Some("/k/?page_size=2&direction=1&last_pk=3"),
                None,
            ),
            ("page_size=2", &[2], None, None),
            ("page_size=0", &[], None, None),
            (
                "last_pk=999999&direction=1",
                &[],
                None,
                Some("/k/?direction=0"),
            ),
            (
                "direction=0&page_size=2",
                &[49, 50],
                Some("/k/?page_size=2&direction=1&last_pk=50"),
                Some("/k/?page_size=2&direction=0&last_pk=49"),
            ),
            (
                "page_size=10&direction=0&last_pk=2",
                &[],
                Some("/k/?page_size=10"),
                None,
            ),
            (
                "ordering=DESC&page_size=1&fields=id",
                &[50],
                Some("/k/?page_size=1&ordering=DESC&direction=1&last_pk=50"),
                None,
            ),
        ] {
            let expected = (next.map(str::to_owned), prev.map(str::to_owned));
            assert_eq!(links(query, ids), expected, "{query}");
        }
    }

    #[test]
    fn parameters_that_are_no_numbers_are_refused() {
        for query in [
            "page_size=-1",
            "page_size=abc",
            "page_size=",
            "page_size=1.5",
            "last_pk=abc",
            "last_pk=-1",
            "last_pk=2147483648",
            "direction=2",
            "direction=abc",
            "direction=",
        ] {
            assert!(Page::read(&Query::parse(query)).is_err(), "{query}");
        }
    }

    #[test]
    fn a_cursor_without_a_direction_does_not_move_the_window() {
        let page = Page::read(&Query::parse("last_pk=3")).expect("a page");
        assert_eq!(page.window().above, -1);
        let page =
            Page::read(&Query::parse("last_pk=3&direction=0&ordering=desc")).expect("a page");
        let window = page.window();
        assert!((window.above, window.ascending, window.reversed) == (3, true, true));
    }
}
