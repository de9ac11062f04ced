//! Files of old offices, made a .docx of by `LibreOffice` where it is installed.
//!
//! It runs in a folder of its own with a profile of its own, and not longer than a minute, so
//! that one that is open on the screen is not disturbed and a damaged file holds up nothing.
#![expect(
    clippy::disallowed_methods,
    reason = "another program takes and gives its files on the disk"
)]

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hegui::read::{LIMIT, Legacy};

use crate::fault::{Fault, said};

/// Where the program may be called from, in this order.
const PROGRAMS: [&str; 5] = [
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
];
/// It is asked so often, with a pause between, whether it is done: a minute in all.
const LOOKS: u32 = 1200;
const PAUSE: Duration = Duration::from_millis(50);

/// The .docx made of `bytes`, a file of `name` in an old format.
pub(super) fn docx(name: &Path, legacy: Legacy, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let failed = |error: &io::Error| {
        Fault::new(
            said(
                format!("`{}` 转换不了：{error}", name.display()),
                format!("`{}` cannot be converted: {error}", name.display()),
            ),
            said(Legacy::CURE.zh, Legacy::CURE.en),
        )
    };
    let folder = Folder::new().map_err(|error| failed(&error))?;
    let input = folder.0.join(format!("report.{}", legacy.extension()));
    fs::write(&input, bytes).map_err(|error| failed(&error))?;
    let Some(mut child) = start(&folder.0, &input).map_err(|error| failed(&error))? else {
        return Err(missing(name, legacy));
    };
    let done = wait(&mut child);
    if !done {
        stop(&mut child);
    }
    let limit = u64::try_from(LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    let mut made = Vec::new();
    let read = fs::File::open(folder.0.join("out").join("report.docx"))
        .and_then(|file| file.take(limit).read_to_end(&mut made));
    match read {
        Ok(_) if done && made.len() <= LIMIT => Ok(made),
        _ => Err(unmade(name, done)),
    }
}

/// Starts the conversion; none if no program for it is installed.
fn start(folder: &Path, input: &Path) -> io::Result<Option<Child>> {
    for program in PROGRAMS {
        let mut command = Command::new(program);
        command
            .arg(format!(
                "-env:UserInstallation={}",
                url(&folder.join("profile"))
            ))
            .args(["--headless", "--norestore", "--nolockcheck"])
            .args(["--convert-to", "docx:MS Word 2007 XML", "--outdir"])
            .arg(folder.join("out"))
            .arg(input)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        match command.spawn() {
            Ok(child) => return Ok(Some(child)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Waits for the end; false if it takes too long.
fn wait(child: &mut Child) -> bool {
    for _ in 0..LOOKS {
        if child.try_wait().is_ok_and(|it| it.is_some()) {
            return true;
        }
        std::thread::sleep(PAUSE);
    }
    false
}

/// Ends the program and those it started itself.
fn stop(child: &mut Child) {
    let id = child.id().to_string();
    let mut command = if cfg!(windows) {
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID", &id]);
        command
    } else {
        let mut command = Command::new("kill");
        command.args(["-KILL", "--", &format!("-{id}")]);
        command
    };
    // Whether that works or not, the program itself is ended.
    drop(
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status(),
    );
    drop(child.kill());
    drop(child.wait());
}

/// `path` as an address of a file.
fn url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut address = "file:///".to_owned();
    for byte in path.trim_start_matches('/').bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let digits = [byte >> 4, byte & 15].map(u32::from);
            address.push('%');
            address.extend(digits.iter().filter_map(|it| char::from_digit(*it, 16)));
        }
    }
    address
}

fn missing(name: &Path, legacy: Legacy) -> Fault {
    let (name, kind) = (name.display(), legacy.name());
    Fault::new(
        said(
            format!(
                "`{name}` 是{}，要先转换，但这台电脑上没有 LibreOffice",
                kind.zh
            ),
            format!(
                "`{name}` is {} and has to be converted, but LibreOffice is not installed",
                kind.en
            ),
        ),
        said(
            "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再审查；或者安装 LibreOffice 后重试",
            "open it in Word or WPS and save it as a Word document (*.docx); or install LibreOffice and try again",
        ),
    )
}

fn unmade(name: &Path, done: bool) -> Fault {
    let name = name.display();
    let (zh, en) = if done {
        (
            "LibreOffice 打不开它，文件可能已损坏或加了密码",
            "LibreOffice cannot open it: it may be damaged or locked",
        )
    } else {
        (
            "LibreOffice 一分钟内没有转换完",
            "LibreOffice was not done within a minute",
        )
    };
    Fault::new(
        said(
            format!("`{name}` 转换不了：{zh}"),
            format!("`{name}` cannot be converted: {en}"),
        ),
        said(
            "用 Word 或 WPS 打开看看是否完好，另存为“Word 文档（*.docx）”再审查",
            "see whether it opens in Word or WPS, and save it there as a Word document (*.docx)",
        ),
    )
}

/// A folder of our own, gone when it is no longer needed.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("hegui-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let builder = fs::DirBuilder::new();
        #[cfg(unix)]
        let builder = {
            let mut builder = builder;
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder
        };
        // It must be new: nobody else may have laid anything in it.
        builder.create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be taken away is left to the system, which empties its folder.
        drop(fs::remove_dir_all(&self.0));
    }
}
