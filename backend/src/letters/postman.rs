//! How letters leave: by SMTP, or as files into a folder on a machine that has no mail server.

use super::{store::claim::Claim, words};
use anyhow::Context;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
    transport::smtp,
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::time::timeout;

/// A mail server that cannot be connected to for so long is tried again later.
const CONNECTING: Duration = Duration::from_secs(20);
/// So long a letter may take in all, well below the worker's lease: a server that accepts and then says nothing would keep
/// all other letters back, and let another sender take the letter meanwhile.
const PATIENCE: Duration = Duration::from_secs(40);
/// What mail servers answer to a sender whom they do not know: the operator's to mend, and no fault of the letter.
const OF_THE_SENDER: [u16; 4] = [530, 534, 535, 538];

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
    pub(super) patience: Duration,
}

/// Why a letter did not leave.
pub(super) enum NotSent {
    /// What the next try may change.
    Later(anyhow::Error),
    /// What is wrong with the letter itself, or with its reader's address.
    Refused(anyhow::Error),
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
                Way::Smtp(transport.timeout(Some(CONNECTING)).build())
            }
            Mail::Folder(folder) => Way::Folder(folder),
        };
        Ok(Postman { way, from, base_url, patience: PATIENCE })
    }

    /// Sends one letter. Sent again it is the same letter: the same file, the same Message-ID.
    pub(super) async fn send(&self, letter: &Claim) -> Result<(), NotSent> {
        let message = self.message(letter).map_err(NotSent::Refused)?;
        // A name in another script is taken by some mail servers only, of which lettre tells before it sends.
        let is_foreign = |error: &smtp::Error| {
            error.is_client() && !address(&letter.email).is_ok_and(|address| address.user().is_ascii())
        };
        match &self.way {
            Way::Smtp(transport) => match timeout(self.patience, transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) if is_refusal(&error) || is_foreign(&error) => Err(NotSent::Refused(error.into())),
                Ok(Err(error)) => Err(NotSent::Later(anyhow::Error::from(error).context("the mail server"))),
                Err(_) => Err(NotSent::Later(anyhow::anyhow!("the mail server fell silent"))),
            },
            Way::Folder(folder) => write(folder, letter, &message).await.map_err(NotSent::Later),
        }
    }

    fn message(&self, letter: &Claim) -> anyhow::Result<Message> {
        let to = Mailbox::new(Some(letter.name.clone()), address(&letter.email)?);
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

async fn write(folder: &Path, letter: &Claim, message: &Message) -> anyhow::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    // Written beside and renamed: whoever looks into the folder never reads half a letter.
    let (half, whole) = (folder.join(format!("{}.part", letter.id)), folder.join(format!("{}.eml", letter.id)));
    tokio::fs::write(&half, message.formatted()).await?;
    tokio::fs::rename(&half, &whole).await?;
    tracing::info!(letter = %whole.display(), "a letter was written to a file");
    Ok(())
}

/// Whether a mail server will answer the next try alike.
fn is_refusal(error: &smtp::Error) -> bool {
    error.is_permanent() && !error.status().is_some_and(|code| OF_THE_SENDER.contains(&code.into()))
}

/// An address as mail servers take it: of other scripts in the domain they know the ASCII form only.
pub(super) fn address(email: &str) -> anyhow::Result<Address> {
    let (local, domain) = email.rsplit_once('@').context("the reader's address")?;
    let domain = url::Host::parse(domain).context("the domain of the reader's address")?;
    Address::new(local, domain.to_string()).context("the reader's address")
}
