//! What the commands do.

use crate::{
    config::{Cli, Command, DemoArgs, ServeArgs},
    connections::{self, Patience},
    proxy,
    router::{self, Settings},
};
use anyhow::Context;
use backend::{
    Backend,
    db::{self, Db, DbConfig},
    demo_data::{self, DemoSize},
    doctor,
    letters::{Mail, Postman},
    second_factor,
};
use std::{
    future::Future,
    io::Write,
    net::{IpAddr, SocketAddr},
    path::Path,
    time::Duration,
};
use tokio::{net::TcpListener, sync::watch};
use url::Url;

/// All that is under way gets so long to finish after SIGTERM: within ten seconds whoever stops a server kills it.
const DRAIN: Duration = Duration::from_secs(9);

/// Runs one command to its end.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve(args.with_file()?).await,
            Command::Migrate(data) => migrate(&data.database()?).await,
            Command::DemoData(args) => make_demo_data(args).await,
            Command::Doctor(data) => examine(&data.database()?).await,
            Command::Backup(args) => backup(&args.data.database()?, &args.to).await,
            Command::ResetSecondFactor(args) => reset_second_factor(&args.data.database()?, &args.email).await,
        }
    });
    // What has not ended by now, such as the look-up of a mail server's name, is not waited for.
    runtime.shutdown_background();
    ended
}

/// Opens the database for work; a missing one is made.
async fn open(config: &DbConfig) -> anyhow::Result<Backend> {
    Ok(Backend::new(db::migrate(config).await.with_context(|| unopened(config))?))
}

/// Opens a database that is there, as it is: whoever looks after one neither makes nor changes it by mistake.
async fn open_as_it_is(config: &DbConfig) -> anyhow::Result<Db> {
    db::open(config).await.with_context(|| unopened(config))
}

async fn open_migrated(config: &DbConfig) -> anyhow::Result<Backend> {
    let db = open_as_it_is(config).await?;
    db.check_migrated().await?;
    Ok(Backend::new(db))
}

fn unopened(config: &DbConfig) -> String {
    let place = match config {
        DbConfig::Sqlite(path) => path.display().to_string(),
        DbConfig::Postgres(_) => "PostgreSQL".to_owned(),
    };
    format!("the database ({place}) could not be opened")
}

async fn migrate(config: &DbConfig) -> anyhow::Result<()> {
    open(config).await?.close().await;
    say("The database is up to date.")
}

async fn make_demo_data(args: DemoArgs) -> anyhow::Result<()> {
    let base_url = args.base_url()?.unwrap_or_else(|| "http://127.0.0.1:3000".to_owned());
    let backend = open(&args.data.database()?).await?;
    let size = DemoSize { clients: args.clients, deals: args.deals, users: args.users.into(), seed: args.seed };
    let demo = demo_data::create(&backend, size).await?;
    backend.close().await;
    say(&format!("CRM ID: {}", demo.crm_id))?;
    say(&format!("Sign in once: {}/enter?token={}", base_url.trim_end_matches('/'), demo.sign_in_token))
}

async fn examine(config: &DbConfig) -> anyhow::Result<()> {
    let backend = open_migrated(config).await?;
    let findings = doctor::examine(&backend).await?;
    backend.close().await;
    for line in &findings.lines {
        say(line)?;
    }
    anyhow::ensure!(findings.healthy, "the database needs attention");
    Ok(())
}

async fn backup(config: &DbConfig, to: &Path) -> anyhow::Result<()> {
    match config {
        DbConfig::Sqlite(_) => {
            // Of any version: the way back from an upgrade is a copy made before it.
            let backend = Backend::new(open_as_it_is(config).await?);
            doctor::backup(&backend, to).await?;
            backend.close().await;
            say(&format!("Written to {}.", to.display()))
        }
        DbConfig::Postgres(url) => {
            say("# pg_dump takes the password from PGPASSWORD or from ~/.pgpass.")?;
            say(&pg_dump(url, to)?)
        }
    }
}

/// The line that dumps a PostgreSQL database. Without the password, which logs and lists of processes would keep.
fn pg_dump(url: &str, to: &Path) -> anyhow::Result<String> {
    let mut url = Url::parse(url).context("the database's URL cannot be read")?;
    if url.password().is_some() {
        // Whatever carries a password can do without one.
        let _ = url.set_password(None);
    }
    let kept: Vec<_> = url.query_pairs().into_owned().filter(|(name, _)| name != "password").collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    Ok(format!("pg_dump --format=custom --file={} {}", quoted(&to.to_string_lossy()), quoted(url.as_str())))
}

async fn reset_second_factor(config: &DbConfig, email: &str) -> anyhow::Result<()> {
    let backend = open_migrated(config).await?;
    let companies = second_factor::reset_by_email(&backend, email).await;
    backend.close().await;
    let companies = companies?;
    anyhow::ensure!(!companies.is_empty(), "nobody with the e-mail {email} signs in with a code");
    for company in companies {
        say(&format!("{email} signs in to «{company}» without a code now; all their sessions there have ended."))?;
    }
    Ok(())
}

async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let backend = open(&args.data.database()?).await?;
    let addr = args.addr.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
    let listener = TcpListener::bind(addr).await.with_context(|| format!("{addr} cannot be listened on"))?;
    let local = listener.local_addr()?;
    let trusted = args.trusted_proxy.iter().flatten();
    let settings = Settings {
        trusted_proxies: trusted.map(IpAddr::to_canonical).collect(),
        ..Settings::new(args.base_url.as_deref(), local, args.signup(), args.insecure_http())?
    };
    if proxy::is_unnamed(&settings, local.ip()) {
        tracing::warn!("no proxy is named: all people count as one where tries are limited (--trusted-proxy)");
    }
    let ends = end_signal()?;
    let here = format!("http://{local}");
    say(&format!("Voronka listens on {here}"))?;
    if settings.base_url != here {
        say(&format!("People reach it at {}", settings.base_url))?;
    }
    if let Some(token) = backend::setup::new_link(&backend).await? {
        say(&format!("Create your company: {}/setup?token={token}", settings.base_url))?;
    }
    let postman = postman(&args, &settings)?;
    let app = router::router(backend.clone(), settings);
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        ends.await;
        // Nobody listens any more only when the server is already gone.
        let _ = stop.send(true);
    });
    let working = tokio::spawn(work(backend.clone(), stopped.clone()));
    let posting = tokio::spawn(post(backend.clone(), postman, stopped.clone()));
    let listening = tokio::spawn(listen(backend.clone(), stopped.clone()));
    let sweeping = tokio::spawn(sweep(backend.clone(), stopped.clone()));
    let serving = connections::serve(listener, app, Patience::default(), stopped.clone());
    let ending = async move {
        serving.await;
        // These have heard the signal as well, and stop after the rows or the letter under way.
        for (what, task) in
            [("imports", working), ("letters", posting), ("live updates", listening), ("the sweep", sweeping)]
        {
            if let Err(error) = task.await {
                tracing::error!(%error, what, "ended badly");
            }
        }
        backend.close().await;
    };
    tokio::select! {
        () = ending => Ok(()),
        () = too_long(stopped) => {
            // Nothing is lost: a transaction that is cut off is rolled back, and leases of imports and letters run out.
            tracing::warn!("what was under way did not end in time");
            Ok(())
        }
    }
}

/// Until whatever is still under way has had its time.
async fn too_long(mut stop: watch::Receiver<bool>) {
    // Without its sender the time runs as well.
    let _ = stop.wait_for(|stop| *stop).await;
    tokio::time::sleep(DRAIN).await;
}

/// Hears other servers' changes for as long as this one runs.
async fn listen(backend: Backend, stop: watch::Receiver<bool>) {
    backend::live::listen(&backend, stop).await;
}

/// Who sends letters: by the mail server, or as files where there is none.
fn postman(args: &ServeArgs, settings: &Settings) -> anyhow::Result<Postman> {
    let mail = match &args.smtp_url {
        Some(url) => Mail::Smtp(url.clone()),
        None => {
            let folder = args.data.folder()?.join("letters");
            tracing::info!(folder = %folder.display(), "no mail server is set: letters are written as files");
            Mail::Folder(folder)
        }
    };
    let host = settings.host.split(':').next().unwrap_or_default();
    // An address of the network is no part of a sender.
    let host = if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') { "localhost" } else { host };
    let from = args.mail_from.clone().unwrap_or_else(|| format!("Voronka <voronka@{host}>"));
    Postman::new(mail, &from, settings.base_url.clone())
}

/// Sends letters for as long as the server runs.
async fn post(backend: Backend, postman: Postman, stop: watch::Receiver<bool>) {
    backend::letters::work(&backend, &postman, stop).await;
}

/// Deletes what is over for as long as the server runs.
async fn sweep(backend: Backend, stop: watch::Receiver<bool>) {
    backend::sweep::work(&backend, stop).await;
}

/// Writes imports for as long as the server runs.
async fn work(backend: Backend, stop: watch::Receiver<bool>) {
    backend::import::work(&backend, stop).await;
}

/// Ends with the first signal to stop. It is heard from this call on: whoever has read that the server listens may send it.
fn end_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// One line on standard output, at once, even into a pipe.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_dumps_is_for_a_shell_and_tells_no_password() {
        let line = |url| pg_dump(url, Path::new("it's.dump")).map_err(|error| error.to_string());
        let file = r"pg_dump --format=custom --file='it'\''s.dump'";
        for (url, shown) in [
            ("postgres://voronka:se'cret@db.example:5433/voronka", "postgres://voronka@db.example:5433/voronka"),
            ("postgres://db/voronka?sslmode=require&password=secret", "postgres://db/voronka?sslmode=require"),
            ("postgres:///voronka?password=secret", "postgres:///voronka"),
        ] {
            assert_eq!(line(url), Ok(format!("{file} '{shown}'")));
        }
        let refused = line("postgres//voronka:secret@db").expect_err("no URL");
        assert!(!refused.contains("secret"), "{refused}");
    }
}
