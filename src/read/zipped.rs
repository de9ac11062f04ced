//! A zip of named parts, none of them unpacked beyond a limit.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::ZipArchive;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};

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

    pub(super) fn has(&self, path: &str) -> bool {
        self.zip.index_for_name(path).is_some()
    }

    /// The text of the part at `path` with every byte it has, if there is one.
    pub(super) fn whole(&mut self, path: &str) -> Result<Option<String>, Fault> {
        let Some(bytes) = self.bytes(path)? else {
            return Ok(None);
        };
        String::from_utf8(bytes).map(Some).map_err(|_| {
            Fault::damaged(
                format!("其中的 {path} 不是 UTF-8"),
                format!("{path} in it is not UTF-8"),
            )
        })
    }

    /// The text of the part at `path`, if there is one.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<String>, Fault> {
        Ok(self.bytes(path)?.map(text))
    }

    fn bytes(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
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
        Ok(Some(bytes))
    }
}

/// The zip `bytes` with these parts changed or added; the others are copied as they are packed.
pub(super) fn rewritten(
    bytes: &[u8],
    mut changed: BTreeMap<String, String>,
) -> Result<Vec<u8>, Fault> {
    let failed = |_| {
        Fault::damaged(
            "重新打包时出错，其中可能有重名的文件",
            "it cannot be packed anew: perhaps two files in it have one name",
        )
    };
    let mut old = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut new = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let put = |new: &mut ZipWriter<_>, path: &str, text: &str| -> Result<(), ZipError> {
        new.start_file(path, SimpleFileOptions::default())?;
        Ok(new.write_all(text.as_bytes())?)
    };
    for at in 0..old.len() {
        let file = old.by_index_raw(at).map_err(failed)?;
        let name = file.name().map_err(failed)?.into_owned();
        match changed.remove(&name) {
            Some(text) => put(&mut new, &name, &text),
            None => new.raw_copy_file(file),
        }
        .map_err(failed)?;
    }
    for (path, text) in &changed {
        put(&mut new, path, text).map_err(failed)?;
    }
    Ok(new.finish().map_err(failed)?.into_inner())
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
