//! Dates of the wire: UTC, six digits of a second.

use time::OffsetDateTime;

use crate::json::Json;

/// A date from microseconds since 1970.
pub(crate) fn date(microseconds: i64) -> Json {
    let date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(microseconds) * 1000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    Json::String(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        date.hour(),
        date.minute(),
        date.second(),
        date.microsecond()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_always_have_six_fractional_digits() {
        assert_eq!(date(0), "1970-01-01T00:00:00.000000Z".into());
        assert_eq!(
            date(1_432_739_859_536_805),
            "2015-05-27T15:17:39.536805Z".into()
        );
    }
}
