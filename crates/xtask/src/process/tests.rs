use std::fs;
use std::time::{Duration, Instant};

use super::{Call, Echo, Owned, Pipe};

fn shell(script: &str) -> Call {
    Call::new("sh").args(["-c", script])
}

#[test]
fn output_of_both_streams_is_kept_and_told_apart() {
    let seen = shell("echo out; echo err >&2; exit 3")
        .keep()
        .expect("sh runs");
    assert_eq!(seen.status.code(), Some(3));
    assert_eq!((seen.out.as_str(), seen.err.as_str()), ("out\n", "err\n"));
}

#[test]
fn a_failure_names_the_command_and_shows_what_it_printed() {
    let error = shell("echo because; exit 1")
        .run_quietly()
        .expect_err("it fails");
    let text = format!("{error:#}");
    assert!(text.contains("sh -c") && text.contains("because"), "{text}");
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let error = Call::new("no-such-program-here")
        .read()
        .expect_err("it fails");
    assert!(format!("{error:#}").contains("no-such-program-here"));
}

#[test]
fn a_call_over_its_limit_is_ended() {
    let start = Instant::now();
    let error = shell("sleep 60")
        .limit(Duration::from_millis(50))
        .read()
        .expect_err("it is ended");
    assert!(format!("{error:#}").contains("was ended"));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[cfg(unix)]
#[test]
fn dropping_a_child_ends_its_children_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pid");
    let script = format!("sleep 60 & echo $! > {}; wait", file.display());
    let child = shell(&script).start().expect("sh starts");
    let grandchild = wait_for_number(&file);
    assert!(lives(grandchild), "it runs while its owner lives");
    drop(child);
    let start = Instant::now();
    while lives(grandchild) && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!lives(grandchild), "it ended with its owner");
}

/// Only a process of its own may adopt orphans: here, other tests' children
/// would be ended as strays.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "run by `a_child_that_left_its_group_ends_too` in a process of its own"]
fn adopts_and_ends_strays() {
    super::take_over().expect("the kernel lets us");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pid");
    let script = format!(
        "setsid sh -c 'echo $$ > {}; sleep 60' & sleep 60",
        file.display()
    );
    let child = shell(&script).start().expect("sh starts");
    let grandchild = wait_for_number(&file);
    drop(child);
    assert!(!lives(grandchild), "it ended with its owner");
}

#[cfg(target_os = "linux")]
#[test]
fn a_child_that_left_its_group_ends_too() {
    let ourselves = std::env::current_exe().expect("a path");
    let seen = Call::new(ourselves)
        .args([
            "--ignored",
            "--exact",
            "process::tests::adopts_and_ends_strays",
        ])
        .keep()
        .expect("it runs");
    assert!(seen.status.success(), "{}", seen.all());
    assert!(seen.out.contains("1 passed"), "{}", seen.all());
}

#[cfg(unix)]
#[test]
fn a_polite_stop_lets_the_child_finish() {
    let mut command = std::process::Command::new("sh");
    command
        .args([
            "-c",
            "trap 'exit 7' TERM; echo ready; while :; do sleep 0.01; done",
        ])
        .stdout(std::process::Stdio::piped());
    let mut child = Owned::start(&mut command).expect("sh starts");
    let out = child.child().stdout.take().expect("a pipe");
    let (tell, told) = std::sync::mpsc::channel();
    let _pipe = Pipe::read_with(out, Echo::No, move |line| {
        let _ = tell.send(line.to_owned());
    });
    told.recv_timeout(Duration::from_secs(20))
        .expect("it is ready");
    let status = child.stop(Duration::from_secs(20)).expect("it ends");
    assert_eq!(status.code(), Some(7));
}

#[cfg(unix)]
fn wait_for_number(file: &std::path::Path) -> i32 {
    let start = Instant::now();
    loop {
        let text = fs::read_to_string(file).unwrap_or_default();
        if let Ok(number) = text.trim().parse() {
            return number;
        }
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "no id was written"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A process that has ended but is not yet collected counts as ended.
#[cfg(unix)]
fn lives(id: i32) -> bool {
    let state = Call::new("ps")
        .args(["-o", "stat=", "-p", &id.to_string()])
        .keep()
        .expect("ps runs")
        .out;
    !state.trim().is_empty() && !state.trim().starts_with('Z')
}
