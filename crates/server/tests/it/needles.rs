//! Looking for secrets in bytes, in every form in which one could have been left there.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Shorter pieces could be there by chance.
const LENGTH_MIN: usize = 10;

/// Secrets to look for.
pub(crate) struct Needles {
    automaton: AhoCorasick,
    /// Which secret, and in which form.
    names: Vec<(usize, &'static str)>,
}

impl Needles {
    pub(crate) fn new(secrets: &[String]) -> Self {
        let (mut patterns, mut names) = (Vec::new(), Vec::new());
        for (number, secret) in secrets.iter().enumerate() {
            for (form, bytes) in forms(secret) {
                if bytes.len() >= LENGTH_MIN && !patterns.contains(&bytes) {
                    patterns.push(bytes);
                    names.push((number, form));
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(patterns)
            .expect("an automaton");
        Self { automaton, names }
    }

    /// Forms of all secrets together.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The secrets that are in the bytes, by their numbers and forms.
    pub(crate) fn find(&self, bytes: &[u8]) -> Vec<(usize, &'static str)> {
        let found = self.automaton.find_overlapping_iter(bytes);
        found
            .map(|found| self.names[found.pattern().as_usize()])
            .collect()
    }

    /// The longest form: what has to overlap when bytes are searched piece by piece.
    pub(crate) fn longest(&self) -> usize {
        self.automaton.max_pattern_len()
    }
}

fn forms(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = secret.as_bytes();
    let hex = bytes
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    let percent: String = form_urlencoded::byte_serialize(bytes).collect();
    let mut forms = vec![
        ("plain", bytes.to_vec()),
        ("upper case", secret.to_uppercase().into_bytes()),
        ("hex", hex.clone().into_bytes()),
        ("hex in upper case", hex.to_uppercase().into_bytes()),
        ("form", percent.replace('+', "%20").into_bytes()),
        ("form", percent.into_bytes()),
        (
            "UTF-16",
            secret.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
    ];
    forms.extend(base64_forms("base64", bytes));
    // A key is a number that is written in hex.
    if let Some(number) = from_hex(secret) {
        forms.extend(base64_forms("base64 of the number", &number));
        forms.push(("number", number));
    }
    forms
}

/// How base64 of a longer text shows `bytes` in it, wherever they begin.
fn base64_forms(name: &'static str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms = Vec::new();
    for before in 0..3 {
        let mut text = vec![0; before];
        text.extend(bytes);
        for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
            // The first characters and the last one also tell of neighbours.
            let first = (before * 8).div_ceil(6);
            let last = encoded.len() - usize::from(text.len() % 3 != 0);
            forms.push((name, encoded.as_bytes()[first..last].to_vec()));
        }
    }
    forms
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    text.len()
        .is_multiple_of(2)
        .then(|| pairs.map(byte).collect())?
}

#[test]
fn a_secret_is_found_in_every_form() {
    let key = "2d49bb16906bf7e6dade0f6ee7433a14bf485e88";
    let needles = Needles::new(&["canary passwörd + 7f3a".to_owned(), key.to_owned()]);
    let number = from_hex(key).expect("hex");
    let haystacks = [
        format!("xx{key}xx").into_bytes(),
        key.to_uppercase().into_bytes(),
        number.clone(),
        STANDARD_NO_PAD.encode(format!("x{key}x")).into_bytes(),
        STANDARD_NO_PAD.encode(format!("xx{key}x")).into_bytes(),
        STANDARD_NO_PAD.encode(format!("{key}xx")).into_bytes(),
        URL_SAFE_NO_PAD
            .encode([&[7], &number[..]].concat())
            .into_bytes(),
        key.bytes()
            .map(|byte| format!("{byte:02X}"))
            .collect::<String>()
            .into_bytes(),
        key.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ];
    for (place, haystack) in haystacks.iter().enumerate() {
        assert!(
            needles.find(haystack).iter().any(|found| found.0 == 1),
            "{place}"
        );
    }
    for haystack in [
        "canary passwörd + 7f3a",
        "canary+passw%C3%B6rd+%2B+7f3a",
        "canary%20passw%C3%B6rd%20%2B%207f3a",
    ] {
        assert!(
            needles
                .find(haystack.as_bytes())
                .iter()
                .any(|found| found.0 == 0)
        );
    }
    assert!(
        needles
            .find(b"nothing of the kind: 2d49bb16906b, canary")
            .is_empty()
    );
}
