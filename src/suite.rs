//! Suite: all that tries a pack, the cases of its rules and the reports in its tests; for
//! `hegui pack test`, and for the tests of a repository that keeps packs.
//!
//! ```
//! use hegui::suite::{Folder, Loaded};
//!
//! let files = [("pack.toml", "id = \"town\"\nversion = \"1\"\ntitle = { zh = \"镇\" }\nextends = [\"gid-2021\"]\n")];
//! let folder: Folder = files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
//! let loaded = Loaded::new("town", &folder)?;
//! assert!(loaded.run().is_right());
//! # Ok::<(), hegui::pack::PackErrors>(())
//! ```

mod reach;

use std::collections::BTreeMap;

use crate::pack::{self, Pack, PackErrors, PackFiles};
use crate::render::{self, Lang, Tried, View};
use crate::source::Source;
use crate::trial::{self, Judged, Report, is_own};

pub use reach::{Line, Reach};

/// The files of a pack's folder, its tests included, by path in it, `/` between folders.
pub type Folder = BTreeMap<String, Vec<u8>>;

/// How the file that says what must come of a report is called: the report's name without its
/// ending, and this.
const EXPECTED: &str = ".expect.toml";

/// What the tests of packs came to.
#[derive(Debug, Default)]
pub struct Suite<'p> {
    /// The cases of rules.
    pub cases: Vec<Tried<'p>>,
    /// The reports, each with the pack that judged it.
    pub reports: Vec<(&'p Pack, Judged<'p>)>,
}

/// What one test came to, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// What was tried: the rule and its case, or the report.
    pub name: String,
    /// Whether it came out as it must.
    pub right: bool,
    /// What came, as the officer sees it.
    pub page: String,
}

/// A pack with the built-in ones, and the reports of its tests.
#[derive(Debug)]
pub struct Loaded {
    packs: Vec<Pack>,
    reports: Vec<Report>,
}

impl Loaded {
    /// Loads the pack in `folder`, which is shown as `name`.
    ///
    /// # Errors
    ///
    /// Every fault of the pack and of what its tests expect.
    pub fn new(name: &str, folder: &Folder) -> Result<Self, PackErrors> {
        let mut files = pack::builtin();
        files.push(pack_files(name, folder));
        let packs = pack::load(&files)?;
        let reports = match packs.last() {
            Some(pack) => reports(name, folder, pack)?,
            None => Vec::new(),
        };
        Ok(Self { packs, reports })
    }

    /// Tries all of it.
    #[must_use]
    pub fn run(&self) -> Suite<'_> {
        let mut suite = Suite::default();
        if let Some(pack) = self.packs.last() {
            suite.own(pack);
            suite.judge(pack, &self.reports);
        }
        suite
    }
}

impl<'p> Suite<'p> {
    /// Tries the cases of the rules of `pack` that are its own.
    pub fn own(&mut self, pack: &'p Pack) {
        self.rules(pack, |rule| is_own(pack, rule));
    }

    /// Tries the cases of all rules of `pack`, inherited ones too.
    pub fn whole(&mut self, pack: &'p Pack) {
        self.rules(pack, |_| true);
    }

    fn rules(&mut self, pack: &'p Pack, meant: impl Fn(&crate::rule::Rule) -> bool) {
        // A pack that governs no year is tried in those that extend it.
        let rules = pack.rules.iter().enumerate();
        let rules = rules.filter(|_| pack.years.is_some());
        for (at, rule) in rules.filter(|(_, rule)| meant(rule)) {
            self.cases.extend(rule.cases.iter().map(|case| Tried {
                pack,
                rule: at,
                case,
                came: trial::trial(pack, at, case),
            }));
        }
    }

    /// Tries `pack` on whole reports.
    pub fn judge(&mut self, pack: &'p Pack, reports: &[Report]) {
        let judged = reports.iter().map(|it| (pack, trial::whole(pack, it)));
        self.reports.extend(judged);
    }

    /// Whether all came out as it must.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.cases.iter().all(Tried::is_right) && self.reports.iter().all(|(_, it)| it.is_right())
    }

    /// What each test came to.
    #[must_use]
    pub fn came(&self) -> Vec<Came> {
        let view = View::plain(80);
        let cases = self.cases.iter().map(|it| Came {
            name: it.name(),
            right: it.is_right(),
            page: it.page(&view),
        });
        let reports = self.reports.iter().map(|(_, it)| Came {
            name: it.name.clone(),
            right: it.is_right(),
            page: render::judged(it, &view),
        });
        cases.chain(reports).collect()
    }

    /// What came out otherwise, as the officer would see it, and how much there was.
    #[must_use]
    pub fn page(&self, lang: Lang) -> String {
        let view = View {
            lang,
            ..View::plain(80)
        };
        render::trials(&self.cases, &self.reports, &view)
    }
}

/// The files that make up the pack itself, shown as files of `name`.
#[must_use]
pub fn pack_files(name: &str, folder: &Folder) -> PackFiles {
    let own = folder
        .iter()
        .filter(|(path, _)| !path.starts_with("tests/"));
    own.map(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        (path.clone(), Source::new(format!("{name}/{path}"), text))
    })
    .collect()
}

/// The reports in the tests of `folder`, each with what `pack` must say of it.
///
/// # Errors
///
/// Every fault of what is expected.
pub fn reports(name: &str, folder: &Folder, pack: &Pack) -> Result<Vec<Report>, PackErrors> {
    let mut faults = Vec::new();
    let mut reports = Vec::new();
    for (path, bytes) in folder {
        let Some(expected) = expectation(path) else {
            continue;
        };
        let wanted = folder.get(&expected).map(|text| {
            let text = String::from_utf8_lossy(text).replace("\r\n", "\n");
            pack::expected(&Source::new(format!("{name}/{expected}"), text), pack)
        });
        let wanted = wanted.transpose().unwrap_or_else(|errors| {
            faults.extend(errors.0);
            None
        });
        reports.push(Report {
            name: format!("{name}/{path}"),
            bytes: bytes.clone(),
            wanted,
        });
    }
    if faults.is_empty() {
        Ok(reports)
    } else {
        Err(PackErrors(faults))
    }
}

/// Where it is written what must come of the report at `path`; none if that is no report.
#[must_use]
pub fn expectation(path: &str) -> Option<String> {
    let name = path.strip_prefix("tests/")?;
    let (stem, ending) = name.rsplit_once('.')?;
    let report = ["txt", "docx", "html", "htm", "pdf"].contains(&ending);
    let own = !stem.contains('/') && !stem.is_empty();
    (report && own).then(|| format!("tests/{stem}{EXPECTED}"))
}
