//! An SMTP server that keeps what it is given, on a port of its own.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// How the server behaves.
#[derive(Clone)]
pub(crate) struct Manners {
    /// TLS from the first byte on, or after STARTTLS.
    pub(crate) tls: Option<TlsAcceptor>,
    pub(crate) implicit_tls: bool,
    /// Reply to the end of a mail.
    pub(crate) verdict: &'static str,
    /// Stops answering after the greeting.
    pub(crate) silent: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            tls: None,
            implicit_tls: false,
            verdict: "250 kept",
            silent: false,
        }
    }
}

/// One mail as it came over the wire.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    /// Commands, in order.
    pub(crate) commands: Vec<String>,
    /// Lines after DATA, as sent, without the final dot.
    pub(crate) lines: Vec<String>,
    /// Whether DATA came over TLS.
    pub(crate) encrypted: bool,
}

impl Received {
    pub(crate) fn text(&self) -> String {
        let lines = self
            .lines
            .iter()
            .map(|line| line.strip_prefix('.').unwrap_or(line));
        lines.flat_map(|line| [line, "\n"]).collect()
    }
}

pub(crate) struct SmtpServer {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    task: tokio::task::JoinHandle<()>,
}

impl SmtpServer {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let kept = received.clone();
        let task = tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                // A client that hangs up early is none of the server's troubles.
                let (manners, kept) = (manners.clone(), kept.clone());
                tokio::spawn(async move {
                    let mut mail = Received::default();
                    let _ = talk(socket, &manners, &mut mail).await;
                    kept.lock().unwrap().push(mail);
                });
            }
        });
        Self {
            address,
            received,
            task,
        }
    }

    /// What came in so far; connections count from the moment they end.
    pub(crate) async fn received(&self, connections: usize) -> Vec<Received> {
        loop {
            let received = self.received.lock().unwrap().clone();
            if received.len() >= connections {
                return received;
            }
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(socket: TcpStream, manners: &Manners, mail: &mut Received) -> std::io::Result<()> {
    match (&manners.tls, manners.implicit_tls) {
        (Some(tls), true) => {
            mail.encrypted = true;
            let socket = tls.accept(socket).await?;
            converse(BufReader::new(socket), manners, mail, true).await?;
        }
        (Some(tls), false) => {
            let socket = converse(BufReader::new(socket), manners, mail, true).await?;
            if mail
                .commands
                .last()
                .is_some_and(|command| command == "STARTTLS")
            {
                mail.encrypted = true;
                let socket = tls.accept(socket.into_inner()).await?;
                converse(BufReader::new(socket), manners, mail, false).await?;
            }
        }
        (None, _) => {
            converse(BufReader::new(socket), manners, mail, true).await?;
        }
    }
    Ok(())
}

/// Answers until the client leaves or wants TLS.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut socket: BufReader<S>,
    manners: &Manners,
    mail: &mut Received,
    greet: bool,
) -> std::io::Result<BufReader<S>> {
    if greet {
        socket.write_all(b"220 sink\r\n").await?;
    }
    let mut line = String::new();
    while socket.read_line(&mut line).await? > 0 {
        let command = std::mem::take(&mut line).trim_end().to_owned();
        mail.commands.push(command.clone());
        let verb = command
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        if manners.silent {
            continue;
        }
        match verb.as_str() {
            "EHLO" if manners.tls.is_some() && !mail.encrypted => {
                socket.write_all(b"250-sink\r\n250 STARTTLS\r\n").await?;
            }
            "EHLO" => {
                socket
                    .write_all(b"250-sink\r\n250 AUTH PLAIN LOGIN\r\n")
                    .await?;
            }
            "STARTTLS" => {
                socket.write_all(b"220 go ahead\r\n").await?;
                return Ok(socket);
            }
            "AUTH" => socket.write_all(b"235 welcome\r\n").await?,
            "DATA" => {
                socket.write_all(b"354 go ahead\r\n").await?;
                read_mail(&mut socket, mail).await?;
                socket
                    .write_all(format!("{}\r\n", manners.verdict).as_bytes())
                    .await?;
            }
            "QUIT" => {
                socket.write_all(b"221 bye\r\n").await?;
                return Ok(socket);
            }
            _ => socket.write_all(b"250 fine\r\n").await?,
        }
    }
    Ok(socket)
}

async fn read_mail<S: AsyncRead + AsyncWrite + Unpin>(
    socket: &mut BufReader<S>,
    mail: &mut Received,
) -> std::io::Result<()> {
    let mut line = String::new();
    while socket.read_line(&mut line).await? > 0 {
        let complete = line
            .strip_suffix("\r\n")
            .expect("every line of a mail ends in CR LF");
        if complete == "." {
            break;
        }
        mail.lines.push(complete.to_owned());
        line.clear();
    }
    Ok(())
}

/// A certificate for `127.0.0.1` and `localhost`: the server's side, and the
/// PEM text to trust.
pub(crate) fn certificate() -> (TlsAcceptor, String) {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), made.cert.pem())
}
