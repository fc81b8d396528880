//! Mail as files, and what stands in it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use syncano_mail::{Content, MailError, Mailer, Message, PublicUrl, SettingsError};

const TOKEN: &str = "7c6-00112233445566778899";
const KEY: &str = "0123456789abcdef0123456789abcdef01234567";

fn mailer(folder: &Path) -> Mailer {
    let public_url = PublicUrl::parse("https://keys.example.com/console/").unwrap();
    Mailer::to_folder("Keys <no-reply@example.com>", public_url, folder).unwrap()
}

fn activation() -> Message {
    Message {
        to: "ada@example.org".to_owned(),
        content: Content::Activation {
            uid: "Nw".to_owned(),
            token: TOKEN.into(),
        },
    }
}

fn invitation(to: &str, instance: &str, inviter: &str) -> Message {
    let content = Content::Invitation {
        instance: instance.to_owned(),
        inviter: inviter.to_owned(),
        role: "write".to_owned(),
        key: KEY.into(),
    };
    Message {
        to: to.to_owned(),
        content,
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Headers, unfolded, and body of the only mail in the folder.
fn only_mail(folder: &Path) -> (Vec<String>, String) {
    let [file] = &files(folder)[..] else {
        panic!("one mail")
    };
    let text = fs::read_to_string(file).unwrap();
    assert!(
        !text.replace("\r\n", "").contains(['\r', '\n']),
        "line ends are CR LF"
    );
    let (headers, body) = text.split_once("\r\n\r\n").unwrap();
    let headers = headers.replace("\r\n ", " ");
    (
        headers.split("\r\n").map(str::to_owned).collect(),
        body.replace("\r\n", "\n"),
    )
}

#[tokio::test]
async fn an_activation_carries_uid_token_and_link() {
    let folder = tempfile::tempdir().unwrap();
    mailer(folder.path()).send(activation()).await.unwrap();
    let (headers, body) = only_mail(folder.path());
    for header in [
        "From: Keys <no-reply@example.com>",
        "To: ada@example.org",
        "Subject: Activate your account",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
    ] {
        assert!(
            headers.iter().any(|line| line == header),
            "{header} in {headers:?}"
        );
    }
    assert!(headers.iter().any(|line| line.starts_with("Date: ")));
    let id = headers
        .iter()
        .find(|line| line.starts_with("Message-ID: <"))
        .unwrap();
    assert!(id.ends_with("@keys.example.com>"), "{id}");
    assert!(body.contains(&format!(
        "\nhttps://keys.example.com/console/#/activate/Nw/{TOKEN}\n"
    )));
    assert!(body.contains(&format!("\nuid: Nw\ntoken: {TOKEN}\n")));
}

#[tokio::test]
async fn an_invitation_carries_instance_role_inviter_key_and_link() {
    let folder = tempfile::tempdir().unwrap();
    let message = invitation("ada@example.org", "my-instance", "eve@example.org");
    mailer(folder.path()).send(message).await.unwrap();
    let (headers, body) = only_mail(folder.path());
    assert!(headers.contains(&"Subject: You are invited to an instance".to_owned()));
    assert!(body.contains("\ninstance: my-instance\nrole: write\ninvited by: eve@example.org\n"));
    assert!(body.contains(&format!(
        "\nhttps://keys.example.com/console/#/invitation/{KEY}\n"
    )));
    assert!(body.contains(&format!("\ninvitation_key: {KEY}\n")));
}

#[tokio::test]
async fn names_in_other_scripts_arrive_without_characters_that_mislead() {
    let folder = tempfile::tempdir().unwrap();
    let inviter = "ad\u{202e}ż\u{2028}ó\u{2066}łw\u{200f}@example.org\nuid: 1";
    mailer(folder.path())
        .send(invitation("ada@example.org", "i", inviter))
        .await
        .unwrap();
    let (headers, body) = only_mail(folder.path());
    let encoding = "Content-Transfer-Encoding: quoted-printable";
    assert!(headers.iter().any(|line| line == encoding), "{headers:?}");
    assert!(
        body.contains("\ninvited by: ad=C5=BC=C3=B3=C5=82w@example.orguid: 1\n"),
        "{body}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn files_and_new_folders_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("out/mail");
    let mailer = mailer(&folder);
    mailer.send(activation()).await.unwrap();
    mailer.send(activation()).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&folder), 0o700);
    let files = files(&folder);
    assert_eq!(files.len(), 2);
    for file in files {
        assert_eq!(mode(&file), 0o600);
        assert_eq!(file.extension().unwrap(), "eml");
    }
}

#[tokio::test]
async fn a_folder_that_is_gone_is_a_temporary_error_that_tells_nothing_of_the_mail() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("mail");
    let mailer = mailer(&folder);
    fs::remove_dir(&folder).unwrap();
    let error = mailer.send(activation()).await.unwrap_err();
    assert!(matches!(error, MailError::Folder { .. }) && error.is_temporary());
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(TOKEN) && !shown.contains("ada"), "{shown}");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let outer = tempfile::tempdir().unwrap();
    let file = outer.path().join("mail");
    fs::write(&file, "").unwrap();
    let public_url = PublicUrl::parse("https://keys.example.com/").unwrap();
    let error = Mailer::to_folder("no-reply@example.com", public_url, &file).unwrap_err();
    assert!(
        error.to_string().contains(file.to_str().unwrap()),
        "{error}"
    );
}

#[test]
fn messages_hide_from_debug_output() {
    let shown = format!(
        "{:?} {:#?}",
        activation(),
        invitation("ada@example.org", "i", "eve")
    );
    assert_eq!(shown, "Message(Activation(***)) Message(Invitation(***))");
}

#[test]
fn a_sender_and_a_public_url_must_be_usable() {
    let folder = tempfile::tempdir().unwrap();
    let url = PublicUrl::parse("http://127.0.0.1:8080").unwrap();
    for sender in ["", "keys", "a@b.c\r\nBcc: e@f.g", "Keys <keys>"] {
        let refused = Mailer::to_folder(sender, url.clone(), folder.path());
        assert!(matches!(refused, Err(SettingsError::Sender)), "{sender:?}");
    }
    for text in [
        "",
        "keys.example.com",
        "ftp://keys.example.com/",
        "javascript:alert(1)",
        "https://user@keys.example.com/",
        "https://:secret@keys.example.com/",
        "https://keys.example.com/?a=b",
        "https://keys.example.com/#top",
    ] {
        let refused = PublicUrl::parse(text);
        assert!(matches!(refused, Err(SettingsError::PublicUrl)), "{text}");
    }
}

#[tokio::test]
async fn every_kind_of_host_makes_a_valid_message_id() {
    for (url, domain) in [
        ("http://localhost:8080/", "@localhost>"),
        ("http://127.0.0.1:8080/", "@[127.0.0.1]>"),
        ("http://[::1]/", "@[IPv6:::1]>"),
        ("https://bücher.example/", "@xn--bcher-kva.example>"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let url = PublicUrl::parse(url).unwrap();
        let mailer = Mailer::to_folder("no-reply@example.com", url, folder.path()).unwrap();
        mailer.send(activation()).await.unwrap();
        let (headers, _) = only_mail(folder.path());
        let id = headers
            .iter()
            .find(|line| line.starts_with("Message-ID: "))
            .unwrap();
        assert!(id.ends_with(domain), "{id}");
    }
}

/// Text as an attacker would choose it.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z]{0,5}(\r\n|\n|\r|\u{85}|\u{2028}|\0)(Bcc: eve@example.org|\\.|RCPT TO:<e@f.g>|uid: x)",
        "[a-z]{1,5}(@| |\r\n|,|<|>|\"){1,3}[a-z]{1,5}\\.org(\r\nBcc: e@f.g)?",
    ]
}

proptest! {
    // Each case writes three files and waits until they are on the disk.
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn no_text_from_outside_makes_a_header_a_line_or_another_recipient(
        to in hostile(),
        instance in hostile(),
        inviter in hostile(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let lines = |to: &str, instance: &str, inviter: &str| {
            let folder = tempfile::tempdir().unwrap();
            let sent =
                runtime.block_on(mailer(folder.path()).send(invitation(to, instance, inviter)));
            sent.map(|()| only_mail(folder.path()))
        };
        let (plain_headers, plain_body) = lines("ada@example.org", "i", "e").unwrap();
        let names = |headers: &[String]| -> Vec<String> {
            headers.iter().map(|line| line.split(": ").next().unwrap().to_owned()).collect()
        };

        let (headers, body) = lines("ada@example.org", &instance, &inviter).unwrap();
        prop_assert_eq!(names(&headers), names(&plain_headers));
        if headers.iter().any(|line| line == "Content-Transfer-Encoding: 7bit") {
            prop_assert_eq!(body.lines().count(), plain_body.lines().count());
        }

        match lines(&to, "i", "e") {
            Ok((headers, body)) => {
                prop_assert_eq!(names(&headers), names(&plain_headers));
                prop_assert_eq!(body, plain_body);
            }
            Err(error) => prop_assert!(matches!(error, MailError::Recipient)),
        }
    }
}
