//! Mail over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod support;

use std::path::PathBuf;
use std::time::Duration;

use support::{Manners, SmtpServer, certificate};
use syncano_mail::{
    Content, MailError, Mailer, Message, PublicUrl, Security, SettingsError, SmtpSettings,
};

const TOKEN: &str = "7c6-00112233445566778899";

fn settings(server: &SmtpServer, security: Security) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: server.address.port(),
        security,
        login: None,
        certificates: None,
        timeout: Duration::from_secs(60),
    }
}

fn mailer(settings: &SmtpSettings) -> Mailer {
    let public_url = PublicUrl::parse("https://keys.example.com/").unwrap();
    Mailer::over_smtp("Keys <no-reply@example.com>", public_url, settings).unwrap()
}

fn reset(to: &str) -> Message {
    let content = Content::PasswordReset {
        uid: "Nw".to_owned(),
        token: TOKEN.into(),
    };
    Message {
        to: to.to_owned(),
        content,
    }
}

#[tokio::test]
async fn a_mail_reaches_the_server_with_sender_recipient_and_token() {
    let server = SmtpServer::start(Manners::default()).await;
    mailer(&settings(&server, Security::ClearText))
        .send(reset("ada@example.org"))
        .await
        .unwrap();

    let [mail] = &server.received(1).await[..] else {
        panic!("one connection")
    };
    assert_eq!(mail.commands[0], "EHLO keys.example.com");
    assert!(
        mail.commands
            .contains(&"MAIL FROM:<no-reply@example.com>".to_owned())
    );
    assert!(
        mail.commands
            .contains(&"RCPT TO:<ada@example.org>".to_owned())
    );
    let text = mail.text();
    let (headers, body) = text.split_once("\n\n").unwrap();
    assert!(
        headers.lines().any(|line| line == "To: ada@example.org"),
        "{headers}"
    );
    assert!(!headers.contains(TOKEN));
    assert!(body.contains(&format!(
        "https://keys.example.com/#/password/reset/Nw/{TOKEN}\n"
    )));
    assert!(body.contains(&format!("uid: Nw\ntoken: {TOKEN}\n")));
}

#[tokio::test]
async fn user_and_password_are_given_where_they_are_set() {
    let server = SmtpServer::start(Manners::default()).await;
    let settings = SmtpSettings {
        login: Some(("keys".to_owned(), "hush".into())),
        ..settings(&server, Security::ClearText)
    };
    assert!(!format!("{settings:?} {:?}", mailer(&settings)).contains("hush"));
    mailer(&settings)
        .send(reset("ada@example.org"))
        .await
        .unwrap();
    let mails = server.received(1).await;
    // Base64 of NUL, user, NUL, password.
    assert!(
        mails[0]
            .commands
            .contains(&"AUTH PLAIN AGtleXMAaHVzaA==".to_owned())
    );
}

#[tokio::test]
async fn mail_travels_over_tls_in_both_ways() {
    let (tls, pem) = certificate();
    let folder = tempfile::tempdir().unwrap();
    let certificates = folder.path().join("ca.pem");
    std::fs::write(&certificates, pem).unwrap();
    for (security, implicit_tls) in [(Security::Tls, true), (Security::StartTls, false)] {
        let manners = Manners {
            tls: Some(tls.clone()),
            implicit_tls,
            ..Manners::default()
        };
        let server = SmtpServer::start(manners).await;
        let settings = SmtpSettings {
            certificates: Some(certificates.clone()),
            ..settings(&server, security)
        };
        mailer(&settings)
            .send(reset("ada@example.org"))
            .await
            .unwrap();
        let mails = server.received(1).await;
        assert!(
            mails[0].encrypted && mails[0].text().contains(TOKEN),
            "{security:?}"
        );
    }
}

#[tokio::test]
async fn a_server_with_a_certificate_that_nobody_vouches_for_gets_no_mail() {
    let (tls, _) = certificate();
    let (_, of_another_server) = certificate();
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("ca.pem");
    std::fs::write(&other, of_another_server).unwrap();
    for (security, certificates) in [
        (Security::Tls, None),
        (Security::Tls, Some(other.clone())),
        (Security::StartTls, None),
        (Security::StartTls, Some(other)),
    ] {
        let manners = Manners {
            tls: Some(tls.clone()),
            implicit_tls: security == Security::Tls,
            ..Manners::default()
        };
        let server = SmtpServer::start(manners).await;
        let settings = SmtpSettings {
            login: Some(("keys".to_owned(), "hush".into())),
            certificates,
            ..settings(&server, security)
        };
        let sent = mailer(&settings).send(reset("ada@example.org")).await;
        let error = sent.unwrap_err();
        assert!(matches!(error, MailError::Connection(_)), "{error}");
        let mails = server.received(1).await;
        assert!(mails[0].lines.is_empty());
        let logged_in = |command: &String| command.starts_with("AUTH");
        assert!(!mails[0].commands.iter().any(logged_in));
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_no_mail_when_tls_is_asked_for() {
    let server = SmtpServer::start(Manners::default()).await;
    let mailer = mailer(&settings(&server, Security::StartTls));
    let error = mailer.send(reset("ada@example.org")).await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
    let mails = server.received(1).await;
    assert!(mails[0].lines.is_empty());
    assert!(
        !mails[0]
            .commands
            .iter()
            .any(|command| command.contains("ada"))
    );
}

#[tokio::test]
async fn a_refusal_keeps_its_code_and_none_of_the_servers_words() {
    for (verdict, code, temporary) in [
        ("451 later: token: 7c6-00112233445566778899", 451, true),
        ("550 never: ada@example.org", 550, false),
    ] {
        let server = SmtpServer::start(Manners {
            verdict,
            ..Manners::default()
        })
        .await;
        let mailer = mailer(&settings(&server, Security::ClearText));
        let error = mailer.send(reset("ada@example.org")).await.unwrap_err();
        assert!(
            matches!(error, MailError::Refused { code: given } if given == code),
            "{error}"
        );
        assert_eq!(error.is_temporary(), temporary);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(TOKEN) && !shown.contains("ada"), "{shown}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_smtp_is_not_repeated() {
    let manners = Manners {
        verdict: "token: 7c6-00112233445566778899",
        ..Manners::default()
    };
    let server = SmtpServer::start(manners).await;
    let mailer = mailer(&settings(&server, Security::ClearText));
    let error = mailer.send(reset("ada@example.org")).await.unwrap_err();
    assert!(matches!(error, MailError::Connection(_)), "{error}");
    assert!(!format!("{error} {error:?}").contains(TOKEN));
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up() {
    let server = SmtpServer::start(Manners {
        silent: true,
        ..Manners::default()
    })
    .await;
    let settings = SmtpSettings {
        timeout: Duration::from_millis(200),
        ..settings(&server, Security::ClearText)
    };
    let error = mailer(&settings)
        .send(reset("ada@example.org"))
        .await
        .unwrap_err();
    assert!(matches!(error, MailError::Timeout), "{error}");
    assert!(error.is_temporary());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_temporary_error() {
    let gone = {
        let server = SmtpServer::start(Manners::default()).await;
        settings(&server, Security::ClearText)
    };
    // The port is free again once the task that held it has ended.
    let error = loop {
        match mailer(&gone).send(reset("ada@example.org")).await {
            Err(error) => break error,
            Ok(()) => tokio::task::yield_now().await,
        }
    };
    assert!(matches!(error, MailError::Connection(_)), "{error}");
    assert!(error.is_temporary());
}

#[tokio::test]
async fn a_hostile_recipient_is_refused_before_anything_is_sent() {
    let server = SmtpServer::start(Manners::default()).await;
    let mailer = mailer(&settings(&server, Security::ClearText));
    for to in [
        "",
        "ada",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\nDATA",
        "ada@example.org>\r\nRCPT TO:<eve@example.org",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        "ada@example.org\0",
    ] {
        let error = mailer.send(reset(to)).await.unwrap_err();
        assert!(matches!(error, MailError::Recipient), "{to:?}: {error}");
        assert!(!error.is_temporary());
    }
    mailer.send(reset("ada@example.org")).await.unwrap();
    assert_eq!(server.received(1).await.len(), 1);
}

#[test]
fn certificates_that_cannot_be_used_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.pem");
    std::fs::write(
        &broken,
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    for path in [folder.path().join("missing.pem"), broken] {
        let error = over_tls(path.clone()).unwrap_err();
        assert!(
            matches!(error, SettingsError::Certificates { .. }),
            "{error}"
        );
        assert!(
            error.to_string().contains(path.to_str().unwrap()),
            "{error}"
        );
    }
}

fn over_tls(certificates: PathBuf) -> Result<Mailer, SettingsError> {
    let settings = SmtpSettings {
        host: "localhost".to_owned(),
        port: 465,
        security: Security::Tls,
        login: None,
        certificates: Some(certificates),
        timeout: Duration::from_secs(60),
    };
    let public_url = PublicUrl::parse("https://keys.example.com/").unwrap();
    Mailer::over_smtp("no-reply@example.com", public_url, &settings)
}
