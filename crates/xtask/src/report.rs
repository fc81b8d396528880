//! The table at the end of a test run.

use std::fmt;
use std::time::Duration;

use crate::counts::Counts;
use crate::setup::spoken;

/// What a stage came to.
#[derive(Debug)]
pub(crate) enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

/// A stage in the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) counts: Counts,
    pub(crate) time: Duration,
    pub(crate) verdict: Verdict,
}

/// All stages that ran.
#[derive(Debug, Default)]
pub(crate) struct Report(pub(crate) Vec<Row>);

impl Report {
    fn counts(&self) -> Counts {
        let all = self.0.iter().map(|row| row.counts);
        all.fold(Counts::default(), Counts::and)
    }

    pub(crate) fn passed(&self) -> bool {
        let failed = |row: &Row| matches!(row.verdict, Verdict::Failed(_));
        !self.0.iter().any(failed) && self.counts().passed > 0
    }
}

/// The table, and as the last line, alone, the sums.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<14} {:>6} {:>12}  result", "stage", "cases", "time")?;
        for row in &self.0 {
            let time = spoken(row.time);
            let (name, cases) = (row.name, row.counts.total());
            let result = match &row.verdict {
                Verdict::Passed => "passed".to_owned(),
                Verdict::Failed(why) => format!("FAILED: {}", first_line(why)),
                Verdict::Skipped(why) => format!("SKIPPED: {}", first_line(why)),
            };
            writeln!(f, "{name:<14} {cases:>6} {time:>12}  {result}")?;
        }
        let Counts { passed, failed } = self.counts();
        write!(f, "\n{passed} passed, {failed} failed")
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(counts: (u64, u64), verdict: Verdict) -> Row {
        Row {
            name: "format",
            counts: Counts {
                passed: counts.0,
                failed: counts.1,
            },
            time: Duration::from_millis(1500),
            verdict,
        }
    }

    #[test]
    fn the_last_line_is_the_sums_alone() {
        let why = "two lines\nof reason".to_owned();
        let report = Report(vec![
            row((3, 0), Verdict::Passed),
            row((2, 1), Verdict::Failed(why)),
        ]);
        let text = report.to_string();
        assert_eq!(text.lines().last(), Some("5 passed, 1 failed"));
        assert!(text.contains("FAILED: two lines") && !text.contains("of reason"));
        assert!(!report.passed());
    }

    #[test]
    fn a_run_with_nothing_in_it_has_not_passed() {
        assert!(!Report::default().passed());
        let skipped = row((0, 0), Verdict::Skipped("no browser".to_owned()));
        assert!(!Report(vec![skipped]).passed());
        assert!(Report(vec![row((1, 0), Verdict::Passed)]).passed());
    }
}
