//! How letters leave: by SMTP, or as files into a folder on a machine that has no mail server.

use super::{store::claim::Claim, words};
use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};
use std::{path::PathBuf, time::Duration};

/// A mail server that does not answer for so long is tried again later.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where letters go.
#[derive(Debug, Clone)]
pub enum Mail {
    /// To a server such as `smtps://user:password@mail.example.uz`.
    Smtp(String),
    /// Into this folder, as `.eml` files.
    Folder(PathBuf),
}

/// Sends letters for one server.
pub struct Postman {
    way: Way,
    from: Mailbox,
    base_url: String,
}

enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

impl Postman {
    /// A postman for this way; `base_url` begins every link, `from` is the sender as `Name <address>` or an address.
    pub fn new(mail: Mail, from: &str, base_url: String) -> anyhow::Result<Self> {
        let from = from.parse().with_context(|| format!("{from} is no sender of letters"))?;
        let way = match mail {
            Mail::Smtp(url) => {
                // The address holds a password: it is not repeated.
                let transport =
                    AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).context("the address of the mail server")?;
                Way::Smtp(transport.timeout(Some(PATIENCE)).build())
            }
            Mail::Folder(folder) => Way::Folder(folder),
        };
        Ok(Postman { way, from, base_url })
    }

    /// Sends one letter. Sent again it is the same letter: the same file, the same Message-ID.
    pub(super) async fn send(&self, letter: &Claim) -> anyhow::Result<()> {
        let message = self.message(letter)?;
        match &self.way {
            Way::Smtp(transport) => transport.send(message).await.map(drop).context("the mail server"),
            Way::Folder(folder) => {
                tokio::fs::create_dir_all(folder).await?;
                // Written beside and renamed: whoever looks into the folder never reads half a letter.
                let (half, whole) =
                    (folder.join(format!("{}.part", letter.id)), folder.join(format!("{}.eml", letter.id)));
                tokio::fs::write(&half, message.formatted()).await?;
                tokio::fs::rename(&half, &whole).await?;
                tracing::info!(letter = %whole.display(), "a letter was written to a file");
                Ok(())
            }
        }
    }

    fn message(&self, letter: &Claim) -> anyhow::Result<Message> {
        let to = Mailbox::new(Some(letter.name.clone()), letter.email.parse().context("the reader's address")?);
        let written = words::written(letter, &self.base_url);
        let message = Message::builder()
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .from(self.from.clone())
            .to(to)
            .subject(written.subject)
            .multipart(MultiPart::alternative_plain_html(written.text, written.html))?;
        Ok(message)
    }
}
