//! How many tests passed and failed, read from what the test runners print.

/// Tests of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    /// One case.
    pub(crate) fn of(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
        }
    }

    pub(crate) fn total(self) -> u64 {
        self.passed + self.failed
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

/// Sums the `test result: …` lines that cargo's and wasm-bindgen's runners
/// print, one for each test program.
pub(crate) fn of_cargo_test(text: &str) -> Counts {
    text.lines()
        .filter_map(|line| line.trim().strip_prefix("test result: "))
        .map(|line| Counts {
            passed: before(line, "passed"),
            failed: before(line, "failed"),
        })
        .fold(Counts::default(), Counts::and)
}

/// Reads nextest's `Summary […] N tests run: N passed, N failed, N skipped`.
pub(crate) fn of_nextest(text: &str) -> Counts {
    text.lines()
        .filter(|line| line.trim().starts_with("Summary ["))
        .filter_map(|line| line.split_once("run:"))
        .map(|(_, line)| Counts {
            passed: before(line, "passed"),
            failed: ["failed", "timed", "exec"]
                .iter()
                .map(|word| before(line, word))
                .sum(),
        })
        .fold(Counts::default(), Counts::and)
}

/// Reads the object that our reporter for Node's test runner writes.
pub(crate) fn of_node(text: &str) -> Counts {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let number = |name| value.get(name).and_then(serde_json::Value::as_u64);
    Counts {
        passed: number("passed").unwrap_or(0),
        failed: number("failed").unwrap_or(0),
    }
}

/// Reads a last line `N passed, N failed`.
pub(crate) fn of_plain(text: &str) -> Counts {
    let line = text.lines().rfind(|line| line.contains(" passed, "));
    Counts {
        passed: before(line.unwrap_or_default(), "passed"),
        failed: before(line.unwrap_or_default(), "failed"),
    }
}

/// The number before the word.
fn before(line: &str, word: &str) -> u64 {
    let mut last = 0;
    for part in line.split_whitespace() {
        let bare = part.trim_end_matches([',', ';', '.']);
        if bare == word {
            return last;
        }
        last = bare.parse().unwrap_or(0);
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn the_results_of_several_test_programs_are_summed() {
        let text = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
            test result: FAILED. 2 passed; 1 failed; 4 ignored; 0 filtered out; finished in 0.1s\n";
        assert_eq!(of_cargo_test(text), counts(5, 1));
        assert_eq!(of_cargo_test("no test result here"), counts(0, 0));
    }

    #[test]
    fn the_summary_of_nextest_is_read_with_all_kinds_of_failure() {
        let good = "     Summary [   0.012s] 10 tests run: 10 passed (1 slow), 2 skipped";
        let bad = "     Summary [ 3.1s] 9 tests run: 6 passed, 2 failed, 1 timed out, 0 skipped";
        let early = "     Summary [ 3.1s] 7/9 tests run: 6 passed, 1 exec failed, 0 skipped";
        assert_eq!(of_nextest(good), counts(10, 0));
        assert_eq!(of_nextest(bad), counts(6, 3));
        assert_eq!(of_nextest(early), counts(6, 1));
    }

    #[test]
    fn the_last_plain_line_counts() {
        let text = "1 passed, 1 failed\nslim 3\n\n2 passed, 0 failed\n";
        assert_eq!(of_plain(text), counts(2, 0));
        assert_eq!(of_plain("nothing"), counts(0, 0));
    }

    #[test]
    fn what_is_no_report_of_node_counts_nothing() {
        assert_eq!(of_node("{\"passed\":5,\"failed\":2}\n"), counts(5, 2));
        assert_eq!(of_node(""), counts(0, 0));
    }
}
