//! The recorded exchanges, where they are at hand.

use std::path::Path;
use std::process::Command;

use syncano_server::Switch;

use crate::server::Server;

/// The folder of the recordings and of the tool that replays them.
const FOLDER_VARIABLE: &str = "SYNCANO_GOLDEN";
/// Recorded host, which the absolute links of `/` repeat.
const RECORDED_ORIGIN: &str = "http://127.0.0.1:8017";
/// Steps that differ on purpose, with the name of the difference.
const DELIBERATE: [(&str, &str); 1] = [("10-auth #11 ", "header-space")];

#[tokio::test(flavor = "multi_thread")]
async fn recorded_exchanges_are_repeated_but_for_the_deliberate_differences() {
    let Some(folder) = std::env::var_os(FOLDER_VARIABLE) else {
        eprintln!("SKIPPED: {FOLDER_VARIABLE} does not name a folder of recorded exchanges");
        return;
    };
    let tool = Path::new(&folder).join("replay.py");
    let server = Server::start_with(|settings| {
        settings.original = Switch::ALL.to_vec();
        settings.public_origin = Some(RECORDED_ORIGIN.to_owned());
    })
    .await;
    let url = server.url("");
    let run = move || {
        Command::new("python3")
            .arg(tool)
            .args([&url, "--order", "--delay", "0"])
            .output()
    };
    let output = tokio::task::spawn_blocking(run)
        .await
        .expect("a thread")
        .expect("python3");
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    let summary = report.lines().last().unwrap_or_default();
    let compared: Option<usize> = summary.split(' ').next().and_then(|word| word.parse().ok());
    assert!(
        compared >= Some(616),
        "{report}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let differing: Vec<&str> = report
        .lines()
        .filter(|line| !line.starts_with(' ') && *line != summary)
        .filter(|line| DELIBERATE.iter().all(|(step, _)| !line.starts_with(step)))
        .collect();
    assert!(differing.is_empty(), "{report}");
    println!("{summary}");
}
