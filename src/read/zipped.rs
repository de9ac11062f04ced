//! A zip of named parts, none of them unpacked beyond a limit.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::Fault;

/// More entries than this are no report.
const ENTRIES: usize = 10_000;
/// The most bytes of a part when unpacked.
const PART: u64 = 32 * 1024 * 1024;

pub(super) struct Zipped<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Zipped<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Fault::damaged(
                "压缩结构不完整，文件可能没有下载完或传输出错",
                "the zip is cut off or damaged",
            )
        })?;
        if zip.len() > ENTRIES {
            return Err(Fault::beyond(
                format!("压缩包里有 {} 个文件，上限 {ENTRIES} 个", zip.len()),
                format!("it holds {} files, more than {ENTRIES}", zip.len()),
            ));
        }
        Ok(Self { zip })
    }

    /// The text of the part at `path`, if there is one.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<String>, Fault> {
        let file = match self.zip.by_name(path) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(_)) => {
                return Err(Fault::damaged(
                    format!("其中的 {path} 加了密码或用了少见的压缩方法"),
                    format!("{path} in it is encrypted or packed in a rare way"),
                ));
            }
            Err(_) => return Err(broken(path)),
        };
        let mut bytes = Vec::new();
        // What an entry says of its size is not believed: it is unpacked to the limit and no more.
        file.take(PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| broken(path))?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > PART {
            let most = PART / 1024 / 1024;
            return Err(Fault::beyond(
                format!("其中的 {path} 解压后超过 {most} MB"),
                format!("{path} in it has more than {most} MB unpacked"),
            ));
        }
        Ok(Some(text(bytes)))
    }
}

fn broken(path: &str) -> Fault {
    Fault::damaged(
        format!("其中的 {path} 解压时出错"),
        format!("{path} in it cannot be unpacked"),
    )
}

/// XML is UTF-8 or UTF-16.
fn text(bytes: Vec<u8>) -> String {
    let marked = encoding_rs::Encoding::for_bom(&bytes).is_some();
    match String::from_utf8(bytes) {
        Ok(text) if !marked => text,
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(error) => encoding_rs::UTF_8.decode(error.as_bytes()).0.into_owned(),
    }
}
