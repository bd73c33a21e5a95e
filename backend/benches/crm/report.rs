//! The table, printed and kept in docs/PERFORMANCE.md between its markers.

use crate::work::Work;
use std::{fmt::Write, fs, time::Duration};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/PERFORMANCE.md");

/// One measured piece of work.
pub struct Line {
    pub database: String,
    pub size: String,
    pub work: Work,
    pub ours: Duration,
    pub raw: Duration,
}

/// Everything that was measured.
#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
    remarks: Vec<String>,
}

impl Report {
    pub fn add(&mut self, line: Line) {
        eprintln!("{} {} {:?}: {:.3} / {:.3} ms", line.database, line.size, line.work, ms(line.ours), ms(line.raw));
        self.lines.push(line);
    }

    pub fn remark(&mut self, remark: String) {
        eprintln!("{remark}");
        self.remarks.push(remark);
    }

    pub fn print_and_keep(&self) {
        keep("bench", &self.table());
    }

    fn table(&self) -> String {
        let mut text = String::from(
            "| work | target, ms | database | clients | ours, ms | raw, ms | ours / raw |\n|---|---|---|---|---|---|---|\n",
        );
        for line in &self.lines {
            let (words, target) = line.work.words();
            let (ours, raw) = (ms(line.ours), ms(line.raw));
            let (database, size) = (&line.database, &line.size);
            let row = writeln!(
                text,
                "| {words} | {target} | {database} | {size} | {ours:.3} | {raw:.3} | {:.1} |",
                ours / raw
            );
            row.expect("a text grows");
        }
        text.push('\n');
        self.remarks.iter().for_each(|remark| text.push_str(&format!("- {remark}\n")));
        text
    }
}

/// Puts a text into the document, between the marks of this name, and prints it.
pub fn keep(name: &str, text: &str) {
    println!("{text}");
    let (begin, end) = (format!("<!-- {name}:begin -->"), format!("<!-- {name}:end -->"));
    let kept = fs::read_to_string(FILE).expect("the document is there");
    let (Some((before, _)), Some((_, after))) = (kept.split_once(&begin), kept.split_once(&end)) else {
        panic!("the document has no marks {begin} and {end}");
    };
    fs::write(FILE, format!("{before}{begin}\n{text}{end}{after}")).expect("the document is written");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
