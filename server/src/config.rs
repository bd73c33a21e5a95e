//! Settings: command line, then environment, then `voronka.toml`, then defaults. Each is explained by `--help`.

use backend::db::DbConfig;
use clap::{Args, Parser, Subcommand, builder::BoolishValueParser};
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// Told below every list of options.
const FILE: &str = "Options with an environment variable can also stand in voronka.toml in the working folder, such as\n\
    addr = \"127.0.0.1:8080\". The command line counts first, then the environment, then the file.";

/// Voronka («Воронка»): a CRM for sales teams.
#[derive(Debug, Parser)]
#[command(version, about, after_help = FILE)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the CRM.
    #[command(after_help = FILE)]
    Serve(ServeArgs),
    /// Bring the database's tables up to date and stop.
    Migrate(DataArgs),
    /// Make a company of demo data and print its CRM ID and a one-time sign-in link.
    DemoData(DemoArgs),
    /// Check the database: integrity, references, kept totals.
    Doctor(DataArgs),
    /// Write a copy of the database to a file (SQLite), or print the command that does (PostgreSQL).
    Backup(BackupArgs),
    /// Let somebody sign in without the code of an app, and end their sessions: for the only administrator who has lost both the
    /// app and the recovery codes. Others are helped by an administrator.
    ResetSecondFactor(ResetArgs),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// Folder of the embedded database and of everything else that is kept [default: ./data].
    #[arg(long, env = "VORONKA_DATA")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL server instead of the embedded SQLite, such as postgres://voronka@localhost/voronka.
    #[arg(long, env = "VORONKA_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// Address to listen on; port 0 takes a free one [default: 127.0.0.1:3000].
    #[arg(long, env = "VORONKA_ADDR")]
    pub addr: Option<SocketAddr>,
    /// The address people use, such as https://crm.example.uz; links and the origin check are made from it
    /// [default: http:// and the address it listens on].
    #[arg(long, env = "VORONKA_BASE_URL")]
    pub base_url: Option<String>,
    /// Proxies in front of the server, by address and separated by commas, such as 127.0.0.1: who connects through one is known by
    /// its X-Forwarded-For, and counted by that where tries are limited. Without it that header is never believed.
    #[arg(long, env = "VORONKA_TRUSTED_PROXY", value_delimiter = ',', value_name = "IP")]
    pub trusted_proxy: Option<Vec<IpAddr>>,
    /// Let strangers create further companies at /signup.
    #[arg(long, env = "VORONKA_SIGNUP", value_parser = BoolishValueParser::new(), num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_name = "BOOL")]
    signup: Option<bool>,
    /// The mail server that letters go to, such as smtps://user:password@mail.example.uz; without it they are written as
    /// files into the folder `letters` of the data.
    #[arg(long, env = "VORONKA_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// The sender of letters, as an address or as `Name <address>` [default: Voronka <voronka@ and the base URL's host>].
    #[arg(long, env = "VORONKA_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Accept a base URL of plain http that is not on this machine; sessions are then less safe.
    #[arg(long, env = "VORONKA_INSECURE_HTTP", value_parser = BoolishValueParser::new(), num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    insecure_http: Option<bool>,
}

/// How much demo data.
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// Clients.
    #[arg(long, default_value_t = 1_000)]
    pub clients: usize,
    /// Deals.
    #[arg(long, default_value_t = 1_500)]
    pub deals: usize,
    /// People, the director included.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub users: u16,
    /// The same seed makes the same data.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The address people use: the sign-in link begins with it [default: http://127.0.0.1:3000].
    #[arg(long, env = "VORONKA_BASE_URL")]
    pub base_url: Option<String>,
}

/// Where to write a backup.
#[derive(Debug, Clone, Args)]
pub struct BackupArgs {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// The file to write; it must not exist yet.
    #[arg(long)]
    pub to: PathBuf,
}

/// Whom to let in.
#[derive(Debug, Clone, Args)]
pub struct ResetArgs {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// The e-mail that they sign in with.
    #[arg(long)]
    pub email: String,
}

/// `voronka.toml`: the same names as the options.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FileConfig {
    addr: Option<SocketAddr>,
    data: Option<PathBuf>,
    database_url: Option<String>,
    base_url: Option<String>,
    trusted_proxy: Option<Vec<IpAddr>>,
    signup: Option<bool>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    insecure_http: Option<bool>,
}

fn file() -> anyhow::Result<FileConfig> {
    let source = config::File::with_name("voronka.toml").format(config::FileFormat::Toml).required(false);
    Ok(config::Config::builder().add_source(source).build()?.try_deserialize()?)
}

impl DataArgs {
    /// Which database, with the file's settings where the command line and the environment say nothing.
    pub fn database(&self) -> anyhow::Result<DbConfig> {
        let file = file()?;
        if let Some(url) = self.database_url.clone().or(file.database_url) {
            return Ok(DbConfig::Postgres(url));
        }
        Ok(DbConfig::Sqlite(self.folder()?.join("voronka.db")))
    }

    /// The folder of everything that is kept beside a database.
    pub fn folder(&self) -> anyhow::Result<PathBuf> {
        Ok(self.data.clone().or(file()?.data).unwrap_or_else(|| PathBuf::from("data")))
    }
}

impl DemoArgs {
    /// The address people use, with the file's where the command line and the environment say nothing.
    pub fn base_url(&self) -> anyhow::Result<Option<String>> {
        Ok(self.base_url.clone().or(file()?.base_url))
    }
}

impl ServeArgs {
    /// The same with `voronka.toml` where the command line and the environment say nothing.
    pub fn with_file(mut self) -> anyhow::Result<Self> {
        let file = file()?;
        self.addr = self.addr.or(file.addr);
        self.base_url = self.base_url.or(file.base_url);
        self.trusted_proxy = self.trusted_proxy.or(file.trusted_proxy);
        self.signup = self.signup.or(file.signup);
        self.smtp_url = self.smtp_url.or(file.smtp_url);
        self.mail_from = self.mail_from.or(file.mail_from);
        self.insecure_http = self.insecure_http.or(file.insecure_http);
        Ok(self)
    }

    /// Whether strangers may create companies.
    pub fn signup(&self) -> bool {
        self.signup.unwrap_or_default()
    }

    /// Whether a plain base URL elsewhere is accepted.
    pub fn insecure_http(&self) -> bool {
        self.insecure_http.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_tells_of_the_file() {
        let help = Cli::try_parse_from(["voronka", "serve", "--help"]).expect_err("help").to_string();
        assert!(help.contains("voronka.toml"), "{help}");
    }

    #[test]
    fn several_proxies_are_named_by_the_option_and_in_the_file() {
        let proxies: Vec<IpAddr> = ["127.0.0.1", "2001:db8::1"].map(|ip| ip.parse().expect("an address")).into();
        let cli = Cli::parse_from(["voronka", "serve", "--trusted-proxy", "127.0.0.1,2001:db8::1"]);
        let Command::Serve(args) = cli.command else { panic!("serve") };
        assert_eq!(args.trusted_proxy.as_ref(), Some(&proxies));
        let text = r#"trusted_proxy = ["127.0.0.1", "2001:db8::1"]"#;
        let source = config::File::from_str(text, config::FileFormat::Toml);
        let file = config::Config::builder().add_source(source).build().and_then(|file| file.try_deserialize());
        let file: FileConfig = file.expect("settings");
        assert_eq!(file.trusted_proxy, Some(proxies));
    }
}
