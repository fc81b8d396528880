//! A parser whose refusals carry the documented texts and offsets.

use super::{Json, Object};

/// Deepest nesting that a body may have.
const DEPTH_MAX: usize = 128;

const EMPTY: &str = "The document is empty.";
const NOT_SINGULAR: &str = "The document root must not be followed by other values.";
const INVALID_VALUE: &str = "Invalid value.";
const NAME_MISSING: &str = "Missing a name for object member.";
const COLON_MISSING: &str = "Missing a colon after a name of object member.";
const OBJECT_OPEN: &str = "Missing a comma or } after an object member.";
const ARRAY_OPEN: &str = "Missing a comma or ] after an array element.";
const BAD_HEX: &str = "Incorrect hex digit after \\u escape in string.";
const BAD_SURROGATE: &str = "The surrogate pair in string is invalid.";
const BAD_ESCAPE: &str = "Invalid escape character in string.";
const QUOTE_MISSING: &str = "Missing a closing quotation mark in string.";
const BAD_ENCODING: &str = "Invalid encoding in string.";
const TOO_BIG: &str = "Number too big to be stored in double.";
const FRACTION_MISSING: &str = "Miss fraction part in number.";
const EXPONENT_MISSING: &str = "Miss exponent in number.";
const TOO_DEEP: &str = "Parsing was terminated.";

/// Why and where a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ParseError {
    /// Byte of the text at which the parser gave up.
    pub(crate) offset: usize,
    /// What it missed there.
    pub(crate) reason: &'static str,
}

/// Reads one JSON value.
///
/// # Errors
/// The first place that is not JSON, or nesting deeper than 128.
pub(crate) fn parse(text: &str) -> Result<Json, ParseError> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
    };
    parser.skip_space();
    if parser.peek().is_none() {
        return Err(parser.error(EMPTY));
    }
    let value = parser.value(0)?;
    parser.skip_space();
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(parser.error(NOT_SINGULAR)),
    }
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn error(&self, reason: &'static str) -> ParseError {
        ParseError {
            offset: self.at,
            reason,
        }
    }

    fn consume(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, ParseError> {
        if depth >= DEPTH_MAX {
            return Err(self.error(TOO_DEEP));
        }
        match self.peek() {
            Some(b'n') => self.word("null", Json::Null),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'"') => self.string().map(Json::String),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, ParseError> {
        if word.bytes().all(|byte| self.consume(byte)) {
            Ok(value)
        } else {
            Err(self.error(INVALID_VALUE))
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, ParseError> {
        let mut members = Object::new();
        self.at += 1;
        self.skip_space();
        if self.consume(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.error(NAME_MISSING));
            }
            let name = self.string()?;
            self.skip_space();
            if !self.consume(b':') {
                return Err(self.error(COLON_MISSING));
            }
            self.skip_space();
            let value = self.value(depth + 1)?;
            members.insert(name, value);
            self.skip_space();
            if self.consume(b',') {
                self.skip_space();
            } else if self.consume(b'}') {
                return Ok(Json::Object(members));
            } else {
                return Err(self.error(OBJECT_OPEN));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, ParseError> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.consume(b']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.skip_space();
            if self.consume(b',') {
                self.skip_space();
            } else if self.consume(b']') {
                return Ok(Json::List(items));
            } else {
                return Err(self.error(ARRAY_OPEN));
            }
        }
    }

    fn string(&mut self) -> Result<String, ParseError> {
        let mut decoded = String::new();
        self.at += 1;
        let mut run = self.at;
        loop {
            match self.peek() {
                None | Some(0) => return Err(self.error(QUOTE_MISSING)),
                Some(b'"') => {
                    decoded.push_str(self.slice(run));
                    self.at += 1;
                    return Ok(decoded);
                }
                Some(b'\\') => {
                    decoded.push_str(self.slice(run));
                    decoded.push(self.escape()?);
                    run = self.at;
                }
                Some(0..0x20) => return Err(self.error(BAD_ENCODING)),
                Some(_) => self.at += 1,
            }
        }
    }

    /// Text from `start` to here. Both ends lie beside ASCII bytes, so on characters.
    fn slice(&self, start: usize) -> &str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn escape(&mut self) -> Result<char, ParseError> {
        let start = self.at;
        let at_start = |reason| ParseError {
            offset: start,
            reason,
        };
        self.at += 1;
        let code = self.peek();
        self.at += 1;
        Ok(match code {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.hex().ok_or(at_start(BAD_HEX))?;
                if !(0xd800..0xe000).contains(&first) {
                    return char::from_u32(first).ok_or(at_start(BAD_SURROGATE));
                }
                if first >= 0xdc00 || !self.consume(b'\\') || !self.consume(b'u') {
                    return Err(at_start(BAD_SURROGATE));
                }
                let second = self.hex().ok_or(at_start(BAD_HEX))?;
                if !(0xdc00..0xe000).contains(&second) {
                    return Err(at_start(BAD_SURROGATE));
                }
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return char::from_u32(code).ok_or(at_start(BAD_SURROGATE));
            }
            _ => return Err(at_start(BAD_ESCAPE)),
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = char::from(self.peek()?).to_digit(16)?;
            code = code * 16 + digit;
            self.at += 1;
        }
        Some(code)
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at > start
    }

    fn number(&mut self) -> Result<Json, ParseError> {
        let start = self.at;
        let negative = self.consume(b'-');
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => {
                self.digits();
            }
            Some(b'N') if !negative => return self.word("NaN", Json::Float(f64::NAN)),
            Some(b'I') => return self.infinity(negative),
            _ => return Err(self.error(INVALID_VALUE)),
        }
        let mut whole = true;
        if self.consume(b'.') {
            whole = false;
            if !self.digits() {
                return Err(self.error(FRACTION_MISSING));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            whole = false;
            self.at += 1;
            if !self.consume(b'+') {
                self.consume(b'-');
            }
            if !self.digits() {
                return Err(self.error(EXPONENT_MISSING));
            }
        }
        let digits = self.slice(start);
        if whole && let Ok(number) = digits.parse() {
            return Ok(Json::Int(number));
        }
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Json::Float(number)),
            _ => Err(ParseError {
                offset: start,
                reason: TOO_BIG,
            }),
        }
    }

    fn infinity(&mut self, negative: bool) -> Result<Json, ParseError> {
        let value = if negative {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
        let short = self.word("Inf", Json::Float(value))?;
        if self.peek() == Some(b'i') {
            self.word("inity", short)
        } else {
            Ok(short)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> (usize, &'static str) {
        let error = parse(text).expect_err(text);
        (error.offset, error.reason)
    }

    #[test]
    fn refusals_have_the_recorded_offsets_and_texts() {
        for (text, offset, reason) in [
            (r#"{"email": "a@b.co", "#, 20, NAME_MISSING),
            (r"{'email': 'a@b.co'}", 1, NAME_MISSING),
            (
                r#"{"email": "tc@example.com", "password": "secret",}"#,
                49,
                NAME_MISSING,
            ),
            (r#"{"email": "#, 10, INVALID_VALUE),
            ("email=owner", 0, INVALID_VALUE),
            ("\u{feff}{}", 0, INVALID_VALUE),
            ("{", 1, NAME_MISSING),
            (r#"{"a""#, 4, COLON_MISSING),
            (r#"{"description": "a\ud800b"}"#, 18, BAD_SURROGATE),
            ("  ", 2, EMPTY),
            ("1 2", 2, NOT_SINGULAR),
            ("nul", 3, INVALID_VALUE),
            ("[1", 2, ARRAY_OPEN),
            (r#"{"a":1"#, 6, OBJECT_OPEN),
            (r#"""#, 1, QUOTE_MISSING),
            ("\"\\q\"", 1, BAD_ESCAPE),
            ("\"\\u12g4\"", 1, BAD_HEX),
            ("\"\n\"", 1, BAD_ENCODING),
            ("1.", 2, FRACTION_MISSING),
            ("1e", 2, EXPONENT_MISSING),
            ("1e999", 0, TOO_BIG),
            ("-", 1, INVALID_VALUE),
        ] {
            assert_eq!(refusal(text), (offset, reason), "{text:?}");
        }
    }

    #[test]
    fn the_last_of_repeated_keys_wins_and_keys_keep_their_order() {
        let value = parse(r#"{"b":1,"a":2,"b":3}"#).expect("JSON");
        let Json::Object(members) = value else {
            panic!("no object")
        };
        let pairs: Vec<_> = members.into_iter().collect();
        assert_eq!(
            pairs,
            [
                ("b".to_owned(), Json::Int(3)),
                ("a".to_owned(), Json::Int(2))
            ]
        );
    }

    #[test]
    fn numbers_keep_whether_they_are_whole() {
        assert_eq!(parse("5"), Ok(Json::Int(5)));
        assert_eq!(parse("5.0"), Ok(Json::Float(5.0)));
        assert_eq!(parse("-0"), Ok(Json::Int(0)));
        assert!(matches!(parse("NaN"), Ok(Json::Float(number)) if number.is_nan()));
        assert_eq!(parse("-Infinity"), Ok(Json::Float(f64::NEG_INFINITY)));
    }

    #[test]
    fn surrogate_pairs_become_one_character() {
        assert_eq!(
            parse(r#""\ud83d\ude00é""#),
            Ok(Json::String("😀é".to_owned()))
        );
    }

    #[test]
    fn nesting_beyond_the_limit_is_refused_without_deep_recursion() {
        let deep = "[".repeat(100_000);
        assert_eq!(refusal(&deep), (DEPTH_MAX, TOO_DEEP));
        let fine = format!("{}{}", "[".repeat(DEPTH_MAX), "]".repeat(DEPTH_MAX));
        assert!(parse(&fine).is_ok());
    }
}
