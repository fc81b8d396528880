//! What the time of an answer tells.

use super::figures::figure;
use super::flood::guess;
use super::process::{Process, number, turn};
use super::statistics::welch_t;

/// Above it two samples are taken to differ.
const T_MAX: f64 = 4.5;

#[tokio::test]
async fn the_time_of_a_login_does_not_tell_whether_there_is_an_account() {
    let _turn = turn().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Process::start(folder.path(), &[]);
    let address = server.address().parse().expect("an address");
    let body = serde_json::json!({"email": "somebody@example.com", "password": "correct horse"});
    let client = reqwest::Client::new();
    let url = format!("{}/v1.1/account/register/", server.url);
    let made = client.post(url).json(&body).send().await;
    assert_eq!(made.expect("an answer").status().as_u16(), 201);
    let guesses = number("SYNCANO_FAULTS_GUESSES", 30);
    let guesses = u32::try_from(guesses).expect("fewer");
    let names = ["somebody@example.com", "nobodyatall@example.com"];
    let mut times = [Vec::new(), Vec::new()];
    for pair in 0..guesses {
        // Taking turns, so that what else the machine does falls on both alike.
        for turn in 0..2 {
            let which = ((pair + turn) % 2) as usize;
            let network = pair * 2 + turn;
            let (status, ms) = guess(address, network, names[which]).await;
            assert_eq!(status, 401);
            times[which].push(ms);
        }
    }
    let [mut known, mut unknown] = times;
    let t = welch_t(&mut known, &mut unknown).abs();
    figure(
        "login-timing",
        &format!(
            "{guesses} guesses each, known and unknown e-mail: Welch's t {t:.2} of at most {T_MAX}"
        ),
    );
    assert!(t < T_MAX, "t is {t}");
}
