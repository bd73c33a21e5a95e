//! The reading process: limits first, then one request in and its answers out. It opens no file and no socket.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

use rustix::process::{Resource, Rlimit, setrlimit};

use super::error::ReadError;
use super::limits::{MAX_CPU_SECONDS, MAX_FILE_MB, MAX_LINE_BYTES, MAX_MEMORY_MB, MIB};
use super::protocol::{Format, Request};
use super::row_writer::{RowWriter, Stop};
use super::{csv_file, detect, whole_sheet, xlsx};

/// The whole life of the reading process. Must run before anything else of the program: before threads, logging
/// and configuration, because `output` carries nothing but answers.
pub fn child_main(input: impl Read, output: impl Write) -> ExitCode {
    if limit_process().is_err() || serve_request(input, output).is_err() {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn limit_process() -> io::Result<()> {
    let memory = MAX_MEMORY_MB * MIB;
    set_limit(Resource::As, memory, memory)?;
    // Counts what an allocator has taken into use; address space alone misses what was reserved before this line.
    set_limit(Resource::Data, memory, memory)?;
    // The soft limit ends the process by a signal that says why, the hard one by SIGKILL.
    set_limit(Resource::Cpu, MAX_CPU_SECONDS, MAX_CPU_SECONDS + 2)?;
    // A core file would hold the customers that the table lists.
    set_limit(Resource::Core, 0, 0)
}

fn set_limit(resource: Resource, current: u64, maximum: u64) -> io::Result<()> {
    let limit = Rlimit { current: Some(current), maximum: Some(maximum) };
    Ok(setrlimit(resource, limit)?)
}

/// Reads one request with its file from `input` and writes the answers to `output`; fails only if the asker is gone.
pub(super) fn serve_request(input: impl Read, output: impl Write) -> io::Result<()> {
    let mut out = RowWriter::new(BufWriter::with_capacity(64 * 1024, output));
    let served = match answer(input, &mut out) {
        Err(Stop::Refused(error)) => out.refuse(error),
        other => other,
    };
    match served {
        Err(Stop::Gone(error)) => Err(error),
        _ => Ok(()),
    }
}

fn answer(input: impl Read, out: &mut RowWriter<impl Write>) -> Result<(), Stop> {
    let (request, file) = read_request(BufReader::new(input))?;
    let sheet = request.sheet.as_deref();
    match detect::format(&file, &request.name)? {
        Format::Xlsx => xlsx::read(&file, sheet, out),
        Format::Xls => whole_sheet::read_xls(&file, sheet, out),
        Format::Ods => whole_sheet::read_ods(&file, sheet, out),
        Format::Csv => csv_file::read(&file, sheet, out),
    }
}

fn read_request(mut input: impl BufRead) -> Result<(Request, Vec<u8>), Stop> {
    let mut line = Vec::new();
    input.by_ref().take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut line)?;
    let request: Request = serde_json::from_slice(&line).map_err(io::Error::from)?;
    if request.size > MAX_FILE_MB * MIB {
        return Err(ReadError::TooLarge { limit_mb: MAX_FILE_MB }.into());
    }
    let mut file = vec![0; request.size as usize];
    input.read_exact(&mut file)?;
    Ok((request, file))
}
