//! Letters to a mail server that speaks SMTP, as the worker sends them: a small one of our own, which asks for a password and
//! can be told to fail.

use super::writes;
use crate::{
    db_test,
    letters::{
        LetterKind, Mail, Postman,
        testing::{BASE_URL, FROM, text_of},
        worker,
    },
    test_crm::TestCrm,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use domain::users::UserStatus;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What becomes of a letter once the server has it.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// It is kept, and that is said.
    Taken,
    /// It is kept, and the connection is lost before that is said.
    Lost,
    /// It is refused for now.
    Later,
    /// It is refused for good.
    Never,
    /// Nothing is said of it.
    Silence,
}

/// A mail server: what it got, and what becomes of the next letters. Those beyond the list are taken.
#[derive(Clone, Default)]
struct MailServer {
    got: Arc<Mutex<Vec<String>>>,
    fates: Arc<Mutex<VecDeque<Fate>>>,
}

impl MailServer {
    /// Starts it; gives the address of a sender with this password.
    async fn start(fates: &[Fate]) -> (Self, impl Fn(&str) -> Postman) {
        let server = MailServer { fates: Arc::new(Mutex::new(fates.iter().copied().collect())), ..Self::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let served = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let served = served.clone();
                tokio::spawn(async move { served.serve(stream).await });
            }
        });
        let postman = move |password: &str| {
            let mail = Mail::Smtp(format!("smtp://voronka:{password}@127.0.0.1:{port}"));
            Postman::new(mail, FROM, BASE_URL.into()).expect("a postman")
        };
        (server, postman)
    }

    /// One connection, until either side ends it.
    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 mail.example.uz ESMTP\r\n").await?;
        let (mut line, mut known) = (String::new(), false);
        while stream.read_line(&mut line).await? > 0 {
            let word = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
            let said = match word.as_str() {
                "EHLO" => "250-mail.example.uz\r\n250 AUTH PLAIN\r\n",
                "AUTH" => {
                    known = is_right(&line);
                    if known { "235 welcome\r\n" } else { "535 who are you\r\n" }
                }
                "MAIL" | "RCPT" if !known => "530 sign in first\r\n",
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await?;
                    let letter = letter(&mut stream).await?;
                    let fate = self.fates.lock().expect("the fates").pop_front().unwrap_or(Fate::Taken);
                    if matches!(fate, Fate::Taken | Fate::Lost) {
                        self.got.lock().expect("the letters").push(letter);
                    }
                    match fate {
                        Fate::Taken => "250 taken\r\n",
                        Fate::Later => "451 later\r\n",
                        Fate::Never => "550 nobody here\r\n",
                        Fate::Lost => return Ok(()),
                        Fate::Silence => std::future::pending().await,
                    }
                }
                "QUIT" => return stream.write_all(b"221 bye\r\n").await,
                _ => "250 fine\r\n",
            };
            stream.write_all(said.as_bytes()).await?;
            line.clear();
        }
        Ok(())
    }

    fn got(&self) -> Vec<String> {
        self.got.lock().expect("the letters").clone()
    }
}

/// The letter up to the line that is a dot.
async fn letter(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut letter = Vec::new();
    while !letter.ends_with(b"\r\n.\r\n") {
        letter.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&letter).into_owned())
}

/// `AUTH PLAIN` with the name and the password of the address.
fn is_right(line: &str) -> bool {
    let given = line.trim().strip_prefix("AUTH PLAIN ").and_then(|given| STANDARD.decode(given).ok());
    given.as_deref() == Some(b"\0voronka\0right")
}

fn message_id(letter: &str) -> &str {
    letter.lines().find(|line| line.starts_with("Message-ID: ")).expect("a Message-ID")
}

db_test! {
    async fn a_mail_server_that_knows_us_gets_each_letter_once(crm: TestCrm) {
        let (server, postman) = MailServer::start(&[]).await;
        let postman = postman("right");
        for person in [crm.boris(), crm.vera()] {
            writes(&crm, LetterKind::Reset, person.id()).await;
        }
        while worker::run_one(&crm.backend, &postman).await.expect("the worker") {}
        crm.pass(TimeDelta::minutes(30));
        assert!(!worker::run_one(&crm.backend, &postman).await.expect("the worker"), "nothing waits");
        let got = server.got();
        assert_eq!(got.len(), 2);
        assert!(got[0].contains("boris@example.uz") && got[1].contains("vera@example.uz"), "{got:#?}");
        assert!(text_of(&got[0]).contains("/reset?token="), "{}", got[0]);
        assert_ne!(message_id(&got[0]), message_id(&got[1]));
    }

    async fn a_letter_whose_connection_breaks_is_sent_again_as_the_same_letter(crm: TestCrm) {
        let (server, postman) = MailServer::start(&[Fate::Later, Fate::Lost]).await;
        let postman = postman("right");
        writes(&crm, LetterKind::Reset, crm.boris().id()).await;
        // Refused for now, lost after it was taken, taken: a pause before each.
        for (got, pause) in [(0, 3), (1, 5), (2, 3_600)] {
            assert!(worker::run_one(&crm.backend, &postman).await.expect("the worker"));
            assert_eq!(server.got().len(), got);
            assert!(!worker::run_one(&crm.backend, &postman).await.expect("the worker"), "not at once, and not again");
            crm.pass(TimeDelta::seconds(pause));
        }
        assert!(!worker::run_one(&crm.backend, &postman).await.expect("the worker"));
        let got = server.got();
        assert_eq!(message_id(&got[0]), message_id(&got[1]), "mail programs show it once");
        assert_eq!(text_of(&got[0]), text_of(&got[1]));
    }

    async fn a_mail_server_that_does_not_know_us_gets_nothing_and_the_letter_waits(crm: TestCrm) {
        let (server, postman) = MailServer::start(&[]).await;
        writes(&crm, LetterKind::Reset, crm.boris().id()).await;
        assert!(worker::run_one(&crm.backend, &postman("wrong")).await.expect("the worker"));
        assert_eq!(server.got(), Vec::<String>::new());
        crm.pass(TimeDelta::seconds(3));
        assert!(worker::run_one(&crm.backend, &postman("right")).await.expect("the worker"));
        assert_eq!(server.got().len(), 1);
    }
    async fn a_mail_server_that_falls_silent_keeps_no_other_letter_back(crm: TestCrm) {
        let (server, postman) = MailServer::start(&[Fate::Silence]).await;
        let mut postman = postman("right");
        postman.patience = Duration::from_millis(300);
        for person in [crm.boris(), crm.vera()] {
            writes(&crm, LetterKind::Reset, person.id()).await;
        }
        let both = async {
            assert!(worker::run_one(&crm.backend, &postman).await.expect("the worker"));
            assert_eq!(server.got().len(), 0);
            assert!(worker::run_one(&crm.backend, &postman).await.expect("the worker"));
        };
        tokio::time::timeout(Duration::from_secs(10), both).await.expect("it does not wait for ever");
        assert!(server.got()[0].contains("vera@example.uz"), "{:#?}", server.got());
        crm.pass(TimeDelta::seconds(3));
        assert!(worker::run_one(&crm.backend, &postman).await.expect("the worker"));
        assert!(server.got()[1].contains("boris@example.uz"), "{:#?}", server.got());
    }

    async fn a_mail_server_that_never_greets_is_not_waited_for(crm: TestCrm) {
        let mute = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = mute.local_addr().expect("an address").port();
        let mut postman = Postman::new(Mail::Smtp(format!("smtp://127.0.0.1:{port}")), FROM, BASE_URL.into()).expect("a postman");
        postman.patience = Duration::from_millis(300);
        writes(&crm, LetterKind::Reset, crm.boris().id()).await;
        let tried = tokio::time::timeout(Duration::from_secs(10), worker::run_one(&crm.backend, &postman)).await;
        assert_eq!(tried.expect("it does not wait for ever"), Ok(true));
        crm.pass(TimeDelta::seconds(3));
        let (server, others) = MailServer::start(&[]).await;
        assert!(worker::run_one(&crm.backend, &others("right")).await.expect("the worker"), "it waits");
        assert_eq!(server.got().len(), 1);
    }

    async fn a_letter_that_is_refused_eight_times_is_given_up_and_administrators_see_whose(crm: TestCrm) {
        let anna = crm.anna();
        let oleg = anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("hired").user.id;
        // An operator's wrong password is no fault of the letter, and counts for nothing.
        let (server, postman) = MailServer::start(&[Fate::Never; 8]).await;
        assert!(worker::run_one(&crm.backend, &postman("wrong")).await.expect("the worker"));
        let postman = postman("right");
        for _ in 0..8 {
            assert_eq!(anna.staff().await.unreached, []);
            crm.pass(TimeDelta::seconds(301));
            assert!(worker::run_one(&crm.backend, &postman).await.expect("the worker"));
        }
        crm.pass(TimeDelta::seconds(301));
        assert!(!worker::run_one(&crm.backend, &postman).await.expect("the worker"), "given up");
        assert_eq!((server.got().len(), anna.staff().await.unreached), (0, vec![oleg]));
        assert_eq!(anna.member(oleg).await.status, UserStatus::Invited);
        // Sent once more it is a new letter.
        crate::users::staff::resend(&anna.cx, anna.request(), oleg).await.expect("sent once more");
        assert_eq!(anna.staff().await.unreached, []);
        assert!(worker::run_one(&crm.backend, &postman).await.expect("the worker"));
        assert!(server.got()[0].contains("oleg@example.uz"), "{:#?}", server.got());
    }
}
