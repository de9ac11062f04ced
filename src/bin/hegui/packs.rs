//! Which packs there are and which of them judges a report.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use hegui::audit::{ChosenBy, require_report};
use hegui::document::Document;
use hegui::pack::{self, Pack, PackErrors, Shelf};
use hegui::{extract, parse, read};

use crate::Failure;
use crate::fault::{Fault, said};
use crate::{convert, files};

/// The built-in packs and those added.
pub(super) struct Packs {
    all: OnceLock<Vec<Pack>>,
    /// How many of them are built in; those come first.
    built_in: usize,
    /// The built-in packs, if there are no others and they are only to judge reports.
    shelf: Option<Shelf>,
}

impl Packs {
    /// Loads the built-in packs with those in `folders`; all faults of all of them come together.
    pub(super) fn load(folders: &[PathBuf]) -> Result<Self, Failure> {
        let mut packs = pack::builtin();
        let built_in = packs.len();
        for folder in folders {
            packs.push(files::pack(folder)?);
        }
        Ok(Self {
            all: OnceLock::from(pack::load(&packs)?),
            built_in,
            shelf: None,
        })
    }

    /// Loads what is needed to judge reports: the built-in packs were looked through by the tests
    /// of the program, so of these alone each is loaded when a report asks for it.
    pub(super) fn to_judge(folders: &[PathBuf]) -> Result<Self, Failure> {
        if !folders.is_empty() {
            return Self::load(folders);
        }
        let packs = pack::builtin();
        Ok(Self {
            all: OnceLock::new(),
            built_in: packs.len(),
            shelf: Some(Shelf::new(packs)?),
        })
    }

    /// All of them.
    pub(super) fn all(&self) -> Result<&[Pack], PackErrors> {
        if let Some(all) = self.all.get() {
            return Ok(all);
        }
        let all = pack::load(&pack::builtin())?;
        Ok(self.all.get_or_init(|| all))
    }

    /// The pack of `year`.
    pub(super) fn of_year(&self, year: i32) -> Result<&Pack, Failure> {
        self.fitting(year, |_| true)
    }

    /// The pack of `year`, if possible one for reports with the title of this one.
    fn fitting(&self, year: i32, titled: impl Fn(&Pack) -> bool) -> Result<&Pack, Failure> {
        if let Some(shelf) = &self.shelf
            && let Some(pack) = shelf.of_year(year)?
        {
            return Ok(pack);
        }
        let all = self.all()?;
        let years = || {
            let years: Vec<String> = all
                .iter()
                .filter_map(|pack| {
                    Some(match pack.years? {
                        (from, None) => format!("{from}– ({})", pack.id),
                        (from, Some(to)) => format!("{from}–{to} ({})", pack.id),
                    })
                })
                .collect();
            said(
                format!(
                    "现有规则包适用的年度：{}；用 --year 选一个年度，或用 --pack 加规则包",
                    years.join("、")
                ),
                format!(
                    "there are packs for {}; choose a year with --year or add a pack with --pack",
                    years.join(", ")
                ),
            )
        };
        let none = || {
            let message = said(
                format!("没有适用于 {year} 年度的规则包"),
                format!("no pack governs the year {year}"),
            );
            Fault::new(message, years())
        };
        Ok(pack::choose_titled(all, year, titled).ok_or_else(none)?)
    }

    /// The pack of the latest years, if possible one that was added.
    pub(super) fn latest(&self) -> Result<&Pack, Failure> {
        let governing = |pack: &&Pack| pack.years.is_some();
        let all = self.all()?;
        let added = all.iter().skip(self.built_in).filter(governing);
        let latest = added
            .max_by_key(|pack| pack.years)
            .or_else(|| all.iter().filter(governing).max_by_key(|it| it.years));
        Ok(latest.ok_or_else(|| {
            Fault::new(
                said("没有规则包", "there is no rule pack"),
                said(
                    "用 --pack 加一个规则包文件夹",
                    "add the folder of one with --pack",
                ),
            )
        })?)
    }

    /// The pack that judges `document`: that of `year`, else that of the year it names; of several
    /// one that knows its title.
    pub(super) fn choose(
        &self,
        document: &Document,
        year: Option<i32>,
    ) -> Result<(&Pack, ChosenBy), Failure> {
        let titled = |pack: &Pack| extract::is_titled(document, pack);
        if let Some(year) = year {
            return Ok((self.fitting(year, titled)?, ChosenBy::Option));
        }
        if let Some(year) = extract::year(document) {
            return Ok((self.fitting(year.value, titled)?, ChosenBy::Report));
        }
        let known = self
            .all()?
            .iter()
            .rev()
            .find(|pack| pack.years.is_some() && titled(pack));
        let latest = known.map_or_else(|| self.latest(), Ok)?;
        require_report(&extract::extract(document, latest), latest)?;
        let from = latest.years.map_or(0, |(from, _)| from);
        let name = document.source.name();
        Err(Fault::new(
            said(
                format!("`{name}` 看不出是哪一年度的报告"),
                format!("`{name}` does not say of which year it is"),
            ),
            said(
                format!("用 --year 写明年度，例如 --year {from}"),
                format!("give the year with --year, such as --year {from}"),
            ),
        )
        .into())
    }
}

/// The tree of the report at `path`.
pub(super) fn document(path: &Path) -> Result<Document, Failure> {
    let bytes = files::report(path)?;
    let name = path.display().to_string();
    let source = match read::legacy(&bytes) {
        Some(legacy) => {
            let made = convert::docx(path, legacy, &bytes)?;
            read::read_converted(&name, &bytes, &made)?
        }
        None => read::read(&name, &bytes)?,
    };
    Ok(parse::parse(source))
}
