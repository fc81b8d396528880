//! Bytes that no key and no header should have.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::figures::figure;
use super::process::{Process, turn};

const PLANTED: &str = "planted-3f9c2b71";

#[tokio::test]
async fn no_byte_of_a_key_breaks_a_header_or_reaches_the_log() {
    let _turn = turn().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Process::start_with_log(folder.path(), &[], "trace");
    let (mut refused, mut broken) = (0, 0);
    let headers = ["X-API-KEY", "X-USER-KEY", "Authorization", "X-STAFF-KEY"];
    for header in headers {
        for byte in 0..=u8::MAX {
            let mut request = format!(
                "GET /v1.1/account/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{header}: {PLANTED}"
            )
            .into_bytes();
            request.push(byte);
            request.extend(format!("{PLANTED}\r\n\r\n").bytes());
            let mut stream = TcpStream::connect(server.address())
                .await
                .expect("a connection");
            stream.write_all(&request).await.expect("sent");
            let mut answer = Vec::new();
            // Who is refused may find the connection reset.
            let _ = stream.read_to_end(&mut answer).await;
            let answer = String::from_utf8_lossy(&answer);
            match answer.split(' ').nth(1) {
                Some("403") => refused += 1,
                Some("400") => broken += 1,
                _ => panic!("{header} {byte}: {answer}"),
            }
            assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{header} {byte}");
            assert!(!answer.contains(PLANTED), "{header} {byte}: {answer}");
        }
    }
    let log = std::fs::read_to_string(folder.path().join("log")).expect("a log");
    assert!(log.contains("answered"), "the log has no requests");
    assert!(!log.contains(PLANTED), "{log}");
    figure(
        "header-bytes",
        &format!(
            "256 bytes in {} headers: {refused} times 403, {broken} times 400; 0 in the log",
            headers.len()
        ),
    );
}
