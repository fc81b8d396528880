//! The server is killed in the middle of its work, again and again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fastrand::Rng;
use tokio::task::JoinSet;

use super::customer::{Customer, Tally};
use super::figures::figure;
use super::process::{Process, number, run, turn};

/// Customers at a time.
const CUSTOMERS: u64 = 8;
/// How many changes are acknowledged before the server is killed, whatever the speed of
/// the machine.
const CHANGES: std::ops::Range<u64> = 1..80;
/// At the latest.
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_acknowledged_is_lost_when_the_server_is_killed() {
    let _turn = turn().await;
    let rounds = number("SYNCANO_FAULTS_ROUNDS", 10);
    let seed = number("SYNCANO_FAULTS_SEED", fastrand::u64(..));
    println!("seed {seed}");
    let mut rng = Rng::with_seed(seed);
    let folder = tempfile::tempdir().expect("a folder");
    let options = ["--instances-per-account", "100"];
    let mut server = Process::start(folder.path(), &options);
    let mut customers = Vec::new();
    for place in 0..CUSTOMERS {
        customers.push(Customer::new(&server.url, format!("c{place}"), rng.u64(..)).await);
    }
    for round in 1..=rounds {
        let mut at_work = JoinSet::new();
        let done = Arc::new(AtomicU64::new(0));
        for mut customer in customers {
            let done = done.clone();
            at_work.spawn(async move {
                customer.work(&done).await;
                customer
            });
        }
        let enough = rng.u64(CHANGES);
        let began = Instant::now();
        while done.load(Ordering::Relaxed) < enough && began.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.kill();
        let stopped = at_work.join_all().await;
        server = Process::start(folder.path(), &options);
        let mut checking = JoinSet::new();
        for mut customer in stopped {
            customer.go_on_at(&server.url);
            checking.spawn(async move {
                customer.check().await;
                customer
            });
        }
        customers = checking.join_all().await;
        check_files(folder.path());
        if round % 50 == 0 {
            println!("round {round}");
        }
    }
    let mut tally = Tally::default();
    for customer in &mut customers {
        customer.check_revoked().await;
        tally += customer.tally;
    }
    let log = std::fs::read_to_string(folder.path().join("log")).expect("a log");
    assert!(!log.contains("ERROR") && !log.contains("panicked"), "{log}");
    let Tally {
        acknowledged,
        cut,
        opened,
        refused,
    } = tally;
    assert!(acknowledged > rounds && cut >= rounds, "{tally:?}");
    figure(
        "crash",
        &format!(
            "{rounds} rounds: {acknowledged} changes acknowledged, {cut} cut off; 0 lost, 0 half \
             made; {opened} keys opened, {refused} revoked ones refused"
        ),
    );
}

/// The pages of the database hold together, its rows refer to rows that are there, and
/// every sealed key in it opens.
fn check_files(folder: &Path) {
    let copy = folder.join("copy");
    let _ = std::fs::remove_file(&copy);
    let copied = run(folder, "backup", &["--to", "copy"]);
    assert!(
        copied.status.success(),
        "{}",
        String::from_utf8_lossy(&copied.stderr)
    );
    let root_key = folder.join("db.sqlite.root-key");
    let root_key = root_key.to_str().expect("text");
    let checked = run(
        folder,
        "restore",
        &["--check", "copy", "--root-key-file", root_key],
    );
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    let told = String::from_utf8_lossy(&checked.stdout);
    assert!(
        told.contains(&format!("{CUSTOMERS} accounts, and all of")),
        "{told}"
    );
}
