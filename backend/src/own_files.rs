//! Files of ours are for our account alone: the database, its copies and letters hold people's data and links that let in.

use rustix::{fs::Mode, process::umask};

/// From now on what this process makes can be read by its own account alone, whatever the shell allows that started it. SQLite's
/// own files follow as well, which no mode given at an opening would reach. To be called once, before anything is written.
pub fn keep_private() {
    umask(Mode::RWXG | Mode::RWXO);
}
