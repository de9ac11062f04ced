//! How well the words of each gap label each row of a form.

/// A number for each row of a form and each gap.
pub(super) struct Fits {
    width: usize,
    cells: Vec<f32>,
}

impl Fits {
    pub(super) fn filled(rows: usize, width: usize, value: impl Fn(usize, usize) -> f32) -> Self {
        let cells = (0..rows)
            .flat_map(|row| (0..width).map(move |at| (row, at)))
            .map(|(row, at)| value(row, at))
            .collect();
        Self { width, cells }
    }

    pub(super) fn all_rows_from(&self, value: f32) -> bool {
        let mut rows = self.cells.chunks(self.width.max(1));
        rows.all(|row| row.iter().any(|cell| *cell >= value))
    }

    pub(super) fn any_from(&self, value: f32) -> bool {
        self.cells.iter().any(|cell| *cell >= value)
    }

    pub(super) fn get(&self, row: usize, at: usize) -> f32 {
        if at >= self.width {
            return f32::NEG_INFINITY;
        }
        self.cells
            .get(row * self.width + at)
            .copied()
            .unwrap_or(f32::NEG_INFINITY)
    }
}
