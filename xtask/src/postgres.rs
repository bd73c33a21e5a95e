//! A PostgreSQL of one's own for the length of a run: loopback only, a free port, gone afterwards.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use crate::debian;
use crate::shell::{Outcome, not_started, output};

/// Whether writes survive a power cut: slower, so only what is measured pays for it.
#[derive(Clone, Copy)]
pub enum Durability {
    Off,
    On,
}

/// A running cluster; dropping it stops the server and removes its folder.
pub struct Cluster {
    keeper: Child,
    port: u16,
}

/// IMPORTANT! The keeper waits for the end of its standard input, so the cluster also ends when this
/// process is killed: whoever holds the pipe's other end is gone then, whatever the reason.
/// What need not last lives in memory where there is room: file systems on disks look hard for a place for each of the three
/// hundred files of a database, and every story makes and drops one.
/// C.UTF-8, because under C the trigram index would not see Cyrillic letters.
/// The role has no superuser rights, which would hide mistakes about permissions.
const KEEPER: &str = r#"
set -eu
trap '' INT TERM HUP
parent=${TMPDIR:-/tmp}
if [ "$3" = off ] && [ "$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 {print int($4 / 1048576)}')" -ge 2 ] 2>/dev/null; then
  parent=/dev/shm
fi
dir=$(mktemp -d "$parent/voronka-postgres.XXXXXX")
trap '"$1/pg_ctl" -D "$dir/data" -m immediate stop >"$dir/stop" 2>&1 || :; rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = ''
max_connections = 200
fsync = $3
synchronous_commit = $3
full_page_writes = $3
max_wal_size = $4
CONF
"$1/pg_ctl" -D "$dir/data" -w -l "$dir/log" start >"$dir/start" 2>&1 || { cat "$dir/log" >&2; exit 1; }
"$1/psql" -qX -h 127.0.0.1 -p "$2" -U postgres -c 'CREATE ROLE voronka_test LOGIN CREATEDB NOSUPERUSER' >&2
echo ready
cat >/dev/null
"#;

impl Cluster {
    /// Starts a cluster, which takes about three seconds.
    pub fn start(durability: Durability) -> Outcome<Self> {
        debian::set_up_postgres()?;
        let port = free_port()?;
        let mut command = keeper_command(port, durability)?;
        let mut keeper = command.spawn().map_err(|error| not_started(&command, &error))?;
        let mut line = String::new();
        let answer = keeper.stdout.take().map(|stdout| BufReader::new(stdout).read_line(&mut line));
        let cluster = Self { keeper, port };
        match answer {
            Some(Ok(_)) if line.trim() == "ready" => Ok(cluster),
            _ => Err("PostgreSQL did not start; its own words are above.".into()),
        }
    }

    /// The URL by which tests reach it, as a role that may create databases and no more.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://voronka_test@127.0.0.1:{}/{database}", self.port)
    }

    /// The URL of a new, empty database.
    pub fn database(&self, name: &str) -> Outcome<String> {
        execute(&self.url(), &format!("create database {name}"))?;
        Ok(self.url_of(name))
    }
}

/// Runs one statement.
pub fn execute(url: &str, sql: &str) -> Outcome {
    let programs = debian::postgres_programs().ok_or("PostgreSQL 15 or newer is not installed.")?;
    output(Command::new(programs.join("psql")).args(["-qX", url, "-c", sql])).map(drop)
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("xtask: PostgreSQL was not seen to stop: {error}.");
        }
    }
}

fn keeper_command(port: u16, durability: Durability) -> Outcome<Command> {
    let programs = debian::postgres_programs().ok_or("PostgreSQL 15 or newer is not installed.")?;
    let (fsync, log) = match durability {
        Durability::Off => ("off", "256MB"),
        Durability::On => ("on", "1GB"),
    };
    let mut command = as_postgres();
    command.args(["sh", "-c", KEEPER, "keeper"]).arg(programs).args([&port.to_string(), fsync, log]);
    // A group of its own keeps Ctrl-C away from the server, which the keeper stops in order.
    command.current_dir("/").process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
    Ok(command)
}

/// The server refuses to run as root.
fn as_postgres() -> Command {
    if !debian::is_root() {
        return Command::new("env");
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]);
    command
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| format!("there is no free port: {error}."))
}
