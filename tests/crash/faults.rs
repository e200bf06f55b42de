//! A disk that fails and a clock that jumps, for a process of ours: a library that is loaded before the C library.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The library, compiled once.
static LIBRARY: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("faults.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crash/faults.c");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let compiled = Command::new(compiler)
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source])
        .arg("-ldl")
        .status();
    assert!(compiled.expect("a C compiler").success());
    (folder, library)
});

/// Faults of one process, which can be changed while it runs.
pub struct Faults {
    file: PathBuf,
}

impl Faults {
    /// For the letters, see `faults.c`.
    pub fn new(folder: &Path, letters: &str) -> Self {
        let faults = Self {
            file: folder.join("faults"),
        };
        faults.set(letters);
        faults
    }

    pub fn set(&self, letters: &str) {
        // Renamed, so that it is never found empty.
        let next = self.file.with_extension("next");
        std::fs::write(&next, letters).unwrap();
        std::fs::rename(next, &self.file).unwrap();
    }

    pub fn give(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", &LIBRARY.1)
            .env("TRADEWIRE_FAULTS", &self.file);
    }
}
