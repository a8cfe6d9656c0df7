//! The hidden folder that a run writes into before anything is put in place. It holds a lock, so
//! that two runs never write to one place, and the next run removes what a dead one left.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{no_room, rename};

/// How the names of these folders begin.
pub const PREFIX: &str = ".zaitaku";

/// The file that is locked.
const LOCK: &str = "lock";

/// How often a lock is asked for anew whose file the run before was just removing.
const ATTEMPTS: usize = 100;

/// A hidden folder, locked while it lives and removed afterwards.
pub struct Work {
    folder: PathBuf,
    /// Held open: the system gives the lock back however the program ends.
    lock: Option<File>,
}

impl Work {
    /// Takes the folder for writing to a place; what a dead run left half-done is undone.
    ///
    /// # Errors
    /// Another run writes there, or the folder cannot be written.
    pub fn begin(folder: PathBuf, target: &Path) -> Result<Self> {
        let work = Self {
            lock: Some(lock(&folder, target)?),
            folder,
        };
        if work.old_folder().exists() && !target.exists() {
            rename(&work.old_folder(), target).with_context(|| no_room(target))?;
        }
        for left in [work.new_folder(), work.old_folder()] {
            if left.exists() {
                fs::remove_dir_all(&left).with_context(|| no_room(target))?;
            }
        }
        Ok(work)
    }

    /// Where outputs are written first.
    pub fn new_folder(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// Where the folder that is replaced stands for a moment.
    pub fn old_folder(&self) -> PathBuf {
        self.folder.join("old")
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // With the old folder not put back, it is all that is left of the outputs.
        if self.old_folder().exists() {
            return;
        }
        let _ = fs::remove_dir_all(self.new_folder());
        if cfg!(windows) {
            // Nothing that is open can be removed there: the next run may have it by now.
            self.lock = None;
        }
        let _ = fs::remove_file(self.folder.join(LOCK));
        let _ = fs::remove_dir(&self.folder);
    }
}

fn lock(folder: &Path, target: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    for _ in 0..ATTEMPTS {
        fs::create_dir_all(folder).with_context(|| no_room(target))?;
        let file = match open(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            opened => opened.with_context(|| no_room(target))?,
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => bail!(
                "「{}」には、今ほかの実行が書いています。終わるのを待って、もう一度実行してください",
                target.display()
            ),
            // A network drive without locks: nothing is mixed there either, the last one stays.
            Err(TryLockError::Error(_)) => return Ok(file),
            Ok(()) if is_at(&file, &path) => return Ok(file),
            Ok(()) => {}
        }
    }
    bail!(
        "「{}」には、今ほかの実行が書いています。終わるのを待って、もう一度実行してください",
        target.display()
    )
}

#[cfg(not(windows))]
fn open(lock: &Path) -> std::io::Result<File> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(lock)
}

/// Others may open it, and find it locked; while it is open nobody removes it.
#[cfg(windows)]
fn open(lock: &Path) -> std::io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    const FILE_SHARE_READ: u32 = 1;
    const FILE_SHARE_WRITE: u32 = 2;
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE)
        .open(lock)
}

/// Whether the file still stands at its place: the run before may have removed it meanwhile.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), path.metadata()) {
        (Ok(own), Ok(there)) => (own.dev(), own.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// What is open cannot be removed here.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}
