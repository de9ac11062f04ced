//! The program as a user starts it: arguments in, exit code and output out.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and write files"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the program left.
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// What it wrote to standard output.
    pub(crate) out: String,
    /// What it wrote to standard error.
    pub(crate) err: String,
}

impl Ran {
    /// Whether `words` stand in what was written, wherever a line was broken: that depends on how
    /// long the path of the checkout is.
    pub(crate) fn says(&self, words: &str) -> bool {
        let joined = |text: &str| -> String {
            let kept = |it: &char| !it.is_whitespace() && *it != '│';
            text.chars().filter(kept).collect()
        };
        let words = joined(words);
        joined(&self.out).contains(&words) || joined(&self.err).contains(&words)
    }
}

/// The program in the root of the repository, with no word of how wide a line may be and no input.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hegui"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("COLUMNS")
        .stdin(Stdio::null());
    command
}

/// What `program` leaves when it has ended.
pub(crate) fn ran(program: &mut Command) -> Ran {
    let output = program.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// What `hegui ARGS` leaves.
pub(crate) fn hegui(args: &[&str]) -> Ran {
    ran(program().args(args))
}

/// A path of its own for what a test writes, with nothing there yet.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    let _ = fs::remove_file(&path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    path
}

/// A file with `bytes` in it, for a test of its own.
pub(crate) fn file(name: &str, bytes: &[u8]) -> String {
    let path = scratch(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}
