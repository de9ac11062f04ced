//! Which packs a pack consists of, and what it is worth as a digest.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::PackFiles;
use super::error::{Fault, Faults};
use super::written::WrittenPack;

/// A pack and all it extends, the farthest first, itself last; with the digest of each.
pub(super) struct Lineage<'w> {
    pub(super) packs: Vec<&'w (WrittenPack, String)>,
    /// Whether all that is extended was found and read.
    pub(super) complete: bool,
}

impl Lineage<'_> {
    /// Whether its last pack, the one it belongs to, is `wanted` by its id.
    pub(super) fn is_of(&self, wanted: impl Fn(&str) -> bool) -> bool {
        let own = self.packs.last();
        own.is_some_and(|(own, _)| wanted(&own.id.value))
    }

    /// Whether this pack extends the pack of another lineage.
    pub(super) fn extends(&self, other: &Self) -> bool {
        let (Some(own), Some(base)) = (self.packs.last(), other.packs.last()) else {
            return false;
        };
        let id = &base.0.id.value;
        own.0.id.value != *id && self.packs.iter().any(|(it, _)| it.id.value == *id)
    }
}

/// SHA-256 over the paths and texts of `files`, in hex.
pub(super) fn digest(files: &PackFiles) -> String {
    let mut sum = Sha256::new();
    for (path, source) in files {
        // The lengths keep one file's text from passing as another's path.
        sum.update(format!("{} {}\n", path.len(), source.text().len()));
        sum.update(path);
        sum.update(source.text());
    }
    hex(&sum.finalize())
}

/// SHA-256 over the digests of a lineage, in hex.
pub(super) fn joint_digest(lineage: &Lineage<'_>) -> String {
    if let [(_, digest)] = lineage.packs.as_slice() {
        return digest.clone();
    }
    let mut sum = Sha256::new();
    for (_, digest) in &lineage.packs {
        sum.update(digest);
    }
    hex(&sum.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The lineage of each pack, in the order given. What a pack cannot extend is reported and left out.
pub(super) fn lineages<'w>(
    packs: &'w [(WrittenPack, String)],
    faults: &Faults,
) -> Vec<Lineage<'w>> {
    for (at, (pack, _)) in packs.iter().enumerate() {
        let id = &pack.id;
        if packs
            .iter()
            .take(at)
            .any(|(before, _)| before.id.value == id.value)
        {
            let message = format!("已经有一个规则包叫 `{}`", id.value);
            let help = "改 pack.toml 里的 id，和文件夹同名".to_owned();
            faults.add(Fault::Duplicate, &id.place, message, Some(help));
        }
    }
    packs
        .iter()
        .map(|pack| {
            let mut lineage = Lineage {
                packs: Vec::new(),
                complete: true,
            };
            let mut open = Vec::new();
            descend(pack, packs, &mut lineage, &mut open, faults);
            lineage
        })
        .collect()
}

fn descend<'w>(
    pack: &'w (WrittenPack, String),
    packs: &'w [(WrittenPack, String)],
    lineage: &mut Lineage<'w>,
    open: &mut Vec<&'w str>,
    faults: &Faults,
) {
    open.push(&pack.0.id.value);
    for name in &pack.0.extends {
        let Some(base) = packs.iter().find(|(base, _)| base.id.value == name.value) else {
            faults.unknown(
                name,
                "规则包",
                packs.iter().map(|(it, _)| it.id.value.as_str()),
            );
            lineage.complete = false;
            continue;
        };
        if open.contains(&name.value.as_str()) {
            let message = format!("`{}` 绕了一圈又继承自己", name.value);
            let help = "去掉其中一处 extends".to_owned();
            faults.add(Fault::Cycle, &name.place, message, Some(help));
            lineage.complete = false;
        } else if lineage
            .packs
            .iter()
            .all(|(it, _)| it.id.value != name.value)
        {
            descend(base, packs, lineage, open, faults);
        }
    }
    open.pop();
    lineage.complete &= pack.0.complete;
    lineage.packs.push(pack);
}
