//! What pages cost over HTTP: the binary to deploy on demo data, asked by plain sockets, one at a time and sixteen at once, in turn
//! with a bare server that has the same rows. The table is kept in docs/PERFORMANCE.md beside that of the backend.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::build::{self, Profile};
use crate::paths::Paths;
use crate::postgres::{Cluster, Durability, execute};
use crate::shell::{Outcome, cargo, output, run};
use crate::tools;

const ADDRESS: &str = "127.0.0.1:3997";
/// The bare server as cargo makes it, and with Voronka's allocator: the pages a second to be reached are a part of the former's.
const BARE: [(&str, &str); 2] = [("bare", "127.0.0.1:3998"), ("bare_quick", "127.0.0.1:3999")];
const BEGIN: &str = "<!-- http:begin -->";
const END: &str = "<!-- http:end -->";
/// As many connections ask at once.
const CROWD: usize = 16;
/// How long a crowd asks in one round, and how many rounds there are.
const CROWD_TIME: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;
const ALONE: usize = 200;
/// So many boards are open at the end, each with its stream of news.
const BOARDS: usize = 500;

/// One kind of request.
struct Work {
    words: &'static str,
    target: &'static str,
    asked: Asked,
    /// The bare servers' path, and which part of their pages a second is to be reached.
    bare: Option<(&'static str, &'static str)>,
}

/// What is sent where.
#[derive(Clone, Copy)]
struct Asked {
    address: &'static str,
    method: &'static str,
    path: &'static str,
    body: &'static str,
}

const fn get(address: &'static str, path: &'static str) -> Asked {
    Asked { address, method: "GET", path, body: "" }
}

const FIRST_PAGE: &str =
    r#"{"query":{"filter":"all","sort":{"by":"updated_at","descending":true},"page":{"after":null,"size":50}}}"#;

const BOARD: Work = Work { words: "the board, HTML", target: "5 ms", asked: get(ADDRESS, "/deals"), bare: None };

const WORKS: [Work; 3] = [
    Work {
        words: "first page of clients, HTML",
        target: "2 ms; 2 000 a second",
        asked: get(ADDRESS, "/clients"),
        bare: Some(("/html", "36 %")),
    },
    Work {
        words: "the same, data",
        target: "0.5 ms; 10 000 a second",
        asked: Asked { address: ADDRESS, method: "POST", path: "/api/list_clients", body: FIRST_PAGE },
        bare: Some(("/data", "18 %")),
    },
    BOARD,
];

/// Builds the binary to deploy, measures its pages with 100,000 clients on both databases, and keeps the table.
pub fn bench(paths: &Paths) -> Outcome {
    tools::set_up_build(paths)?;
    build::release(paths, Profile::Deploy)?;
    let example = ["build", "--release", "-p", "backend", "--features", "backend/testing", "--examples"];
    run("build the bare servers", &mut cargo(paths, &example))?;
    let cluster = Cluster::start(Durability::On)?;
    let data = std::env::temp_dir().join(format!("voronka-http-bench-{}", std::process::id()));
    let measured = measure_both(paths, &cluster, &data);
    // The folder is temporary: one that cannot be removed does no harm.
    let _ = fs::remove_dir_all(&data);
    let table = measured?;
    println!("{table}");
    keep(paths, &table)
}

fn measure_both(paths: &Paths, cluster: &Cluster, data: &Path) -> Outcome<String> {
    let mut table = String::from(
        "| work | to reach | database | one at a time, ms | 16 at once, a second | the bare server, a second | bytes |\n\
         |---|---|---|---|---|---|---|\n",
    );
    let folder = |name: &str| data.join(name).display().to_string();
    let sqlite = ["--data".to_owned(), folder("sqlite")];
    let url = cluster.database("http_bench")?;
    let postgres = ["--data".to_owned(), folder("postgres"), "--database-url".to_owned(), url];
    let mut memory = String::new();
    for (database, place) in [("SQLite", sqlite.as_slice()), ("PostgreSQL", &postgres)] {
        let (lines, told) = measure(paths, database, place)?;
        table += &lines;
        memory += &told;
    }
    Ok(format!("{table}\n{memory}"))
}

/// The lines of one database, and what its server's memory came to.
fn measure(paths: &Paths, database: &str, place: &[String]) -> Outcome<(String, String)> {
    let mut demo = Command::new(paths.binary(Profile::Deploy));
    demo.args(["demo-data", "--clients", "100000", "--deals", "150000", "--users", "20", "--seed", "1"]).args(place);
    let said = output(&mut demo)?;
    if let Some(url) = place.iter().find(|argument| argument.starts_with("postgres:")) {
        // As a server finds it: PostgreSQL does it by itself, some time after so much was written.
        execute(url, "vacuum analyze")?;
    }
    let token = said.split("token=").nth(1).map(str::trim).ok_or("demo-data gave no link.")?.to_owned();
    let mut server = Command::new(paths.binary(Profile::Deploy));
    let server = server.args(["serve", "--addr", ADDRESS]).args(place);
    let server = Serving::start(server)?;
    let cookie = enter(&token)?;
    let bare = match database {
        "SQLite" => bare(paths, place)?,
        _ => Vec::new(),
    };
    let mut lines = String::new();
    for work in &WORKS {
        let (alone, bytes) = alone(work.asked, &cookie)?;
        let beside = work.bare.filter(|_| !bare.is_empty());
        let (mut ours, mut theirs) = (Vec::new(), [Vec::new(), Vec::new()]);
        for _ in 0..ROUNDS {
            ours.push(crowd(work.asked, &cookie)?);
            if let Some((path, _)) = beside {
                for ((_, address), rates) in BARE.iter().zip(&mut theirs) {
                    rates.push(crowd(get(address, path), &cookie)?);
                }
            }
        }
        let crowd = median(ours);
        let told = beside.map(|(_, target)| {
            let [plain, quick] = theirs.map(median);
            let part = |theirs: f64| 100.0 * crowd / theirs;
            let (of_plain, of_quick) = (part(plain), part(quick));
            format!("{plain:.0}: {of_plain:.0} % of it ({target} asked); {quick:.0} with Voronka’s allocator: {of_quick:.0} %")
        });
        let (words, target, told) = (work.words, work.target, told.unwrap_or_else(|| "—".into()));
        let alone = alone.as_secs_f64() * 1_000.0;
        lines += &format!("| {words} | {target} | {database} | {alone:.2} | {crowd:.0} | {told} | {bytes} |\n");
    }
    drop(bare);
    let at_once = server.pss_mb()?;
    // What was freed goes back to the system a second later.
    thread::sleep(Duration::from_secs(5));
    let settled = server.pss_mb()?;
    let mut memory =
        format!("- {database}: server memory (PSS) after the run {settled} MB, {at_once} with its last answer");
    // Held: a board that is closed costs nothing.
    let _boards = open_boards(&cookie)?;
    memory += &format!("; with {BOARDS} open boards (120 at most) {} MB\n", server.pss_mb()?);
    Ok((lines, memory))
}

/// The bare servers on the same file.
fn bare(paths: &Paths, place: &[String]) -> Outcome<Vec<Serving>> {
    let folder = place.last().ok_or("no folder was given.")?;
    let start = |(name, address): (&str, &str)| {
        let mut server = Command::new(paths.target.join("release/examples").join(name));
        Serving::start(server.arg(format!("{folder}/voronka.db")).arg(address))
    };
    BARE.into_iter().map(start).collect()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_unstable_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// A server; it ends with this. What it says is held: a server whose output nobody can read any more ends.
struct Serving(Child, Lines<BufReader<ChildStdout>>);

impl Serving {
    fn start(command: &mut Command) -> Outcome<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| format!("{command:?}: {error}."))?;
        let out = child.stdout.take().ok_or("the server says nothing.")?;
        let mut serving = Serving(child, BufReader::new(out).lines());
        match serving.1.find(|line| line.as_ref().is_ok_and(|line| line.contains("listens on"))) {
            Some(_) => Ok(serving),
            None => Err("a server ended before it listened.".into()),
        }
    }

    /// Proportional set size: memory shared with others counts in part.
    fn pss_mb(&self) -> Outcome<u64> {
        let file = format!("/proc/{}/smaps_rollup", self.0.id());
        let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}."))?;
        let line = text.lines().find(|line| line.starts_with("Pss:")).unwrap_or_default();
        let kilobytes = line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok());
        Ok(kilobytes.ok_or("no PSS was told.")? / 1024)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // A server that is gone already needs no end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn enter(token: &str) -> Outcome<String> {
    let body = format!("token={token}");
    let kind = "application/x-www-form-urlencoded";
    let answer = Connection::open(ADDRESS)?.ask("POST", "/enter", "", kind, &body)?;
    let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.and_then(|line| line.split(';').next()).ok_or("no session was given.")?;
    Ok(cookie.to_owned())
}

fn alone(asked: Asked, cookie: &str) -> Outcome<(Duration, usize)> {
    let mut connection = Connection::open(asked.address)?;
    let mut times = Vec::with_capacity(ALONE);
    let mut bytes = 0;
    for _ in 0..ALONE {
        let begun = Instant::now();
        let answer = connection.get(asked, cookie)?;
        times.push(begun.elapsed());
        bytes = answer.bytes;
    }
    times.sort_unstable();
    Ok((times[ALONE / 2], bytes))
}

fn crowd(asked: Asked, cookie: &str) -> Outcome<f64> {
    let until = Instant::now() + CROWD_TIME;
    let each = |cookie: String| {
        move || -> Outcome<usize> {
            let mut connection = Connection::open(asked.address)?;
            let mut done = 0;
            while Instant::now() < until {
                connection.get(asked, &cookie)?;
                done += 1;
            }
            Ok(done)
        }
    };
    let people: Vec<_> = (0..CROWD).map(|_| thread::spawn(each(cookie.to_owned()))).collect();
    let mut done = 0;
    for person in people {
        done += person.join().map_err(|_| "a connection panicked.")??;
    }
    Ok(done as f64 / CROWD_TIME.as_secs_f64())
}

/// Opens boards as browsers do: the page, then a stream that stays.
fn open_boards(cookie: &str) -> Outcome<Vec<Connection>> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|error| error.to_string())?;
    let path = format!("/live?since={}", since.as_millis());
    let open = |_| {
        Connection::open(ADDRESS)?.get(BOARD.asked, cookie)?;
        let mut stream = Connection::open(ADDRESS)?;
        stream.send("GET", &path, cookie, "application/json", "")?;
        let head = stream.head().map_err(|error| format!("{path}: {error}."))?;
        if head.starts_with("HTTP/1.1 200") { Ok(stream) } else { Err(format!("{path}: {head}")) }
    };
    (0..BOARDS).map(open).collect()
}

struct Answer {
    head: String,
    bytes: usize,
}

/// A kept connection.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(address: &'static str) -> Outcome<Self> {
        let stream = TcpStream::connect(address).map_err(|error| format!("{address}: {error}."))?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        Ok(Self(BufReader::with_capacity(256 * 1024, stream)))
    }

    fn get(&mut self, asked: Asked, cookie: &str) -> Outcome<Answer> {
        let answer = self.ask(asked.method, asked.path, cookie, "application/json", asked.body)?;
        if !answer.head.starts_with("HTTP/1.1 200") {
            return Err(format!("{}: {}", asked.path, answer.head));
        }
        Ok(answer)
    }

    fn ask(&mut self, method: &str, path: &str, cookie: &str, kind: &str, body: &str) -> Outcome<Answer> {
        self.send(method, path, cookie, kind, body)?;
        self.answer().map_err(|error| format!("{path}: {error}."))
    }

    fn send(&mut self, method: &str, path: &str, cookie: &str, kind: &str, body: &str) -> Outcome {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {ADDRESS}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
             content-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.0.get_mut().write_all(request.as_bytes()).map_err(|error| error.to_string())
    }

    fn head(&mut self) -> std::io::Result<String> {
        let mut head = String::new();
        while self.0.read_line(&mut head)? > 2 {}
        Ok(head)
    }

    fn answer(&mut self) -> std::io::Result<Answer> {
        let head = self.head()?;
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")).and_then(|text| text.parse().ok());
        let bytes = match length {
            Some(length) => self.skip(length)?,
            None => self.skip_chunks()?,
        };
        Ok(Answer { head, bytes })
    }

    fn skip(&mut self, length: usize) -> std::io::Result<usize> {
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(length)
    }

    fn skip_chunks(&mut self) -> std::io::Result<usize> {
        let mut total = 0;
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16).map_err(std::io::Error::other)?;
            self.skip(length + 2)?;
            if length == 0 {
                return Ok(total);
            }
            total += length;
        }
    }
}

fn keep(paths: &Paths, table: &str) -> Outcome {
    let file = paths.repo.join("docs/PERFORMANCE.md");
    let kept = fs::read_to_string(&file).map_err(|error| format!("{}: {error}.", file.display()))?;
    let (Some((before, _)), Some((_, after))) = (kept.split_once(BEGIN), kept.split_once(END)) else {
        return Err(format!("{} has no place for this table.", file.display()));
    };
    fs::write(&file, format!("{before}{BEGIN}\n{table}{END}{after}")).map_err(|error| error.to_string())
}
