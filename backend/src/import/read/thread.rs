//! The reading side in a thread instead of a process, for tests only: the same code over a pipe in memory.

use std::io::{self, Cursor, Read, Write};

use tokio::io::{AsyncWriteExt, BufReader, DuplexStream, duplex};
use tokio::runtime::Handle;

use super::child::serve_request;

/// Starts reading the file; the answers come out of the returned stream.
pub(super) fn start<F>(header: Vec<u8>, file: F) -> BufReader<DuplexStream>
where
    F: AsRef<[u8]> + Send + 'static,
{
    let (near, far) = duplex(64 * 1024);
    let output = Pipe { runtime: Handle::current(), stream: far };
    tokio::task::spawn_blocking(move || {
        let input = Cursor::new(header).chain(Cursor::new(file));
        // As with a process: if the asker is gone, there is nobody to tell.
        if let Err(error) = serve_request(input, output) {
            tracing::debug!(%error, "a reading thread ended early");
        }
    });
    BufReader::new(near)
}

struct Pipe {
    runtime: Handle,
    stream: DuplexStream,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.runtime.block_on(self.stream.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
