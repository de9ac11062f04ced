//! Shelf: packs that are known to be right, each taken down when it is first asked for.
//!
//! Reading a pack takes longer than an audit, and one report needs one pack and what that extends.
//! So of the others only pack.toml is read.

use std::sync::{Mutex, OnceLock, PoisonError};

use super::error::Faults;
use super::{Pack, PackErrors, PackFiles, loaded, written};

/// Packs of which no two govern one year, and whose faults somebody else looks for.
#[derive(Debug)]
pub struct Shelf {
    books: Vec<Book>,
    /// Held by who takes a book down, so that none is read twice.
    hand: Mutex<()>,
}

/// A pack on the shelf.
#[derive(Debug)]
struct Book {
    files: PackFiles,
    id: String,
    extends: Vec<String>,
    years: Option<(i32, Option<i32>)>,
    pack: OnceLock<Pack>,
}

impl Shelf {
    /// Puts `packs` up, by what their pack.toml says.
    ///
    /// # Errors
    ///
    /// Every fault of every pack.toml.
    pub fn new(packs: Vec<PackFiles>) -> Result<Self, PackErrors> {
        let faults = Faults::trusting();
        let book = |files: PackFiles| {
            let head = written::head(&files, &faults)?;
            Some(Book {
                files,
                id: head.id.value,
                extends: head.extends.into_iter().map(|it| it.value).collect(),
                years: head.years,
                pack: OnceLock::new(),
            })
        };
        let books = packs.into_iter().filter_map(book).collect();
        let errors = faults.into_errors();
        if errors.is_empty() {
            Ok(Self {
                books,
                hand: Mutex::default(),
            })
        } else {
            Err(PackErrors(errors))
        }
    }

    /// The pack that governs `year`, without the cases of its rules; none if none does.
    ///
    /// # Errors
    ///
    /// The faults that show although nobody looks for them.
    pub fn of_year(&self, year: i32) -> Result<Option<&Pack>, PackErrors> {
        let governs = |book: &&Book| {
            let years = book.years;
            years.is_some_and(|(from, to)| from <= year && to.is_none_or(|to| year <= to))
        };
        let Some(book) = self.books.iter().rfind(governs) else {
            return Ok(None);
        };
        let _hand = self.hand.lock().unwrap_or_else(PoisonError::into_inner);
        if book.pack.get().is_none() {
            let needed: Vec<PackFiles> = self.needed(book).map(|it| it.files.clone()).collect();
            let mut packs = loaded(&needed, |id| id == book.id, Faults::trusting())?;
            if let Some(pack) = packs.pop() {
                book.pack.get_or_init(|| pack);
            }
        }
        Ok(book.pack.get())
    }

    /// `book` and all it extends, however far.
    fn needed<'s>(&'s self, book: &'s Book) -> impl Iterator<Item = &'s Book> {
        let mut names = vec![book.id.as_str()];
        let mut next = 0;
        while let Some(name) = names.get(next).copied() {
            let found = self.books.iter().filter(|it| it.id == name);
            for base in found.flat_map(|it| &it.extends) {
                if !names.contains(&base.as_str()) {
                    names.push(base);
                }
            }
            next += 1;
        }
        self.books
            .iter()
            .filter(move |it| names.contains(&it.id.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;
    use crate::pack::{Pack, builtin, load};

    /// What judges a report, written out.
    fn judging(pack: &Pack) -> String {
        let mut rules = pack.rules.clone();
        for rule in &mut rules {
            rule.cases.clear();
        }
        let Pack {
            id,
            extends,
            sha256,
            sections,
            organs,
            indicators,
            fields,
            requirements,
            changes,
            ..
        } = pack;
        let lists = (sections, organs, indicators, fields, requirements, changes);
        let phrases = pack.phrases.list();
        format!("{id} {extends:?} {sha256} {lists:#?} {rules:#?} {phrases:#?}")
    }

    #[test]
    fn what_is_taken_down_is_what_is_loaded_whole() {
        let shelf = Shelf::new(builtin()).unwrap();
        for pack in load(&builtin()).unwrap() {
            let Some((from, to)) = pack.years else {
                continue;
            };
            for year in [from, to.unwrap_or(from + 50)] {
                let taken = shelf.of_year(year).unwrap().unwrap();
                assert_eq!(judging(taken), judging(&pack), "{year}");
            }
        }
        assert!(shelf.of_year(1900).unwrap().is_none());
    }
}
