//! What explains a finding, the other findings of the same cause, and forms that were perhaps
//! misread.

use super::Page;
use crate::cause::Finding;
use crate::fact::CellFact;
use crate::form::{CellId, Form};
use crate::render::Lang;
use crate::render::place::place;
use crate::render::width::clean;

impl Page<'_> {
    /// What explains a finding, and what else the same mistake explains.
    pub(super) fn explanation(&mut self, finding: Finding) {
        let story = self.story();
        for text in story.explained(finding) {
            self.wrap(self.pick("  原因：", "  cause: "), &text);
        }
        for (rule, verdict) in story.others(finding) {
            let first = self.pick("  同一原因：", "  same cause: ");
            self.wrap(first, &format!("{} {}", rule.code, clean(&verdict.message)));
        }
    }

    /// Forms that were perhaps misread, with what was read of them.
    pub(super) fn doubts(&mut self) {
        let causes = &self.audit.causes;
        let doubts: Vec<_> = causes.iter().filter_map(|it| it.doubt.as_ref()).collect();
        if doubts.is_empty() {
            return;
        }
        let count = doubts.len();
        self.heading(&match self.view.lang {
            Lang::Zh => format!("读取存疑，请核对：{count} 张表"),
            Lang::En => format!("Perhaps misread: {count}"),
        });
        for doubt in doubts {
            self.wrap("  ", &doubt.message);
            let Some(form) = self.audit.pack.forms.get(doubt.form) else {
                continue;
            };
            let facts = self.audit.facts.forms.iter().find(|it| it.form == form.id);
            let cells = facts.map_or(&[][..], |it| it.cells.as_slice());
            let row = |it: &CellFact| (it.cell.block, it.cell.row);
            for cells in cells.chunk_by(|one, other| row(one) == row(other)) {
                self.row(form, cells);
            }
        }
    }

    /// A row as it was read, unless nothing but zeros stands in it.
    fn row(&mut self, form: &Form, cells: &[CellFact]) {
        let zero = |it: &CellFact| it.value.is_some_and(|value| value.is_zero());
        let name = |cell: CellId| form.row(cell).map_or("", |it| it.name.as_str());
        let Some(first) = cells.first().filter(|_| !cells.iter().all(zero)) else {
            return;
        };
        let at = first
            .span
            .map(|it| place(&self.audit.facts.source, it.start, Lang::Zh));
        let at = at.map(|it| it + " ").unwrap_or_default();
        let read: Vec<String> = cells
            .iter()
            .map(|it| {
                it.value
                    .map_or_else(|| "？".to_owned(), |it| it.normalize().to_string())
            })
            .collect();
        let text = format!("{}：{}", name(first.cell), read.join(" "));
        self.wrap(&format!("    {at}"), &text);
    }
}
