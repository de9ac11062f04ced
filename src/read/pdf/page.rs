//! One page of PDF: the glyphs it shows and where, the ruled lines, the pictures.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

use super::font::Font;
use super::matrix::{Area, Matrix, Turn};
use super::path::Path;
use super::stream::{Budget, is_image};

/// Forms inside forms deeper than this are left out.
const DEPTH: usize = 8;
/// States saved inside each other more than this are not kept.
const SAVED: usize = 256;
/// A page of more glyphs or ruled lines than this is left at that.
const GLYPHS: usize = 100_000;
/// So many pictures of a page are looked at.
const PICTURES: usize = 200;

/// A character, and where it stands: from the left and top of the page, in points.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) area: Area,
    /// The size of its font as shown.
    pub(super) size: f64,
    /// Where its line goes: right, or with a quarter turn, down, left or up.
    pub(super) turn: Turn,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Area>,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) pictures: Vec<Area>,
    /// How many glyphs are there and not shown, as behind a scanned page.
    pub(super) hidden: usize,
}

impl Sheet {
    /// How much of the page a picture takes, from 0 to 1.
    pub(super) fn share(&self, picture: &Area) -> f64 {
        picture.size() / (self.width * self.height).max(1.0)
    }
}

/// What lasts from page to page.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) budget: Budget,
    /// How many operations may still be done.
    pub(super) steps: usize,
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
}

impl Shared {
    pub(super) fn new(steps: usize) -> Self {
        Self {
            budget: Budget::new(),
            steps,
            fonts: HashMap::new(),
        }
    }

    fn font(&mut self, dict: &Dict<'_>) -> Rc<Font> {
        let id = dict.obj_id();
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Rc::clone(font);
        }
        let font = Rc::new(Font::new(dict, &mut self.budget));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        font
    }
}

#[derive(Debug, Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character: f64,
    word: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    hidden: bool,
    white_fill: bool,
    white_stroke: bool,
}

struct Reader<'s> {
    sheet: Sheet,
    shared: &'s mut Shared,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    path: Path,
    /// For each marked piece that is open, whether it is no part of the text.
    marked: Vec<bool>,
}

/// Reads a page.
pub(super) fn sheet(page: &Page<'_>, shared: &mut Shared) -> Sheet {
    let (width, height) = page.render_dimensions();
    let matrix = Matrix::new(page.initial_transform(true).as_coeffs());
    let state = State {
        matrix,
        font: None,
        size: 0.0,
        character: 0.0,
        word: 0.0,
        scale: 1.0,
        leading: 0.0,
        rise: 0.0,
        hidden: false,
        white_fill: false,
        white_stroke: false,
    };
    let mut reader = Reader {
        sheet: Sheet {
            width: f64::from(width),
            height: f64::from(height),
            ..Sheet::default()
        },
        shared,
        state,
        saved: Vec::new(),
        text: Matrix::IDENTITY,
        line: Matrix::IDENTITY,
        path: Path::default(),
        marked: Vec::new(),
    };
    let data = content(page, &mut reader.shared.budget);
    reader.run(&data, page.resources(), 0);
    reader.sheet
}

/// The content of a page: one stream, or several that go on in each other.
fn content(page: &Page<'_>, budget: &mut Budget) -> Vec<u8> {
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        return budget.decode(&stream).unwrap_or_default();
    }
    let mut data = Vec::new();
    let parts = page.raw().get::<Array<'_>>("Contents");
    for stream in parts.iter().flat_map(Array::iter::<Stream<'_>>) {
        data.extend(budget.decode(&stream).unwrap_or_default());
        data.push(b'\n');
    }
    data
}

/// The operands that are numbers.
fn numbers(operands: &[Object<'_>]) -> Vec<f64> {
    let number = |it: &Object<'_>| match it {
        Object::Number(number) => Some(number.as_f64()),
        Object::Array(array) => array.iter::<Number>().next().map(|it| it.as_f64()),
        Object::Null(_)
        | Object::Boolean(_)
        | Object::String(_)
        | Object::Name(_)
        | Object::Dict(_)
        | Object::Stream(_) => None,
    };
    operands.iter().filter_map(number).collect()
}

impl Reader<'_> {
    fn run(&mut self, data: &[u8], resources: &Resources<'_>, depth: usize) {
        let saved = self.saved.len();
        let mut operations = UntypedIter::new(data);
        while let Some(operation) = operations.next() {
            let Some(left) = self.shared.steps.checked_sub(1) else {
                return;
            };
            self.shared.steps = left;
            let operands: Vec<Object<'_>> = operation.operands().cloned().collect();
            let operator: &[u8] = operation.operator;
            match operator {
                b"Do" => self.show(&operands, resources, depth),
                b"Tf" => self.font(&operands, resources),
                b"BMC" | b"BDC" => self.marked.push(is_furniture(&operands)),
                b"EMC" => {
                    self.marked.pop();
                }
                b"q" if self.saved.len() < saved + SAVED => self.saved.push(self.state.clone()),
                b"Q" if self.saved.len() > saved => {
                    if let Some(state) = self.saved.pop() {
                        self.state = state;
                    }
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => self.string(operator, &operands),
                _ => self.other(operator, &numbers(&operands)),
            }
        }
        if let Some(state) = self.saved.get(saved) {
            self.state = state.clone();
        }
        self.saved.truncate(saved);
    }

    fn other(&mut self, operator: &[u8], numbers: &[f64]) {
        let state = &mut self.state;
        match (operator, numbers) {
            (b"cm", numbers) => {
                if let Ok(numbers) = numbers.try_into() {
                    state.matrix = Matrix::new(numbers).then(state.matrix);
                }
            }
            (b"BT", _) => {
                self.text = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            (b"Tm", numbers) => {
                if let Ok(numbers) = numbers.try_into() {
                    self.line = Matrix::new(numbers);
                    self.text = self.line;
                }
            }
            (b"Td", [x, y]) => self.next_line(*x, *y),
            (b"TD", [x, y]) => {
                state.leading = -y;
                self.next_line(*x, *y);
            }
            (b"T*", _) => self.next_line(0.0, -self.state.leading),
            (b"Tc", [it]) => state.character = *it,
            (b"Tw", [it]) => state.word = *it,
            (b"Tz", [it]) => state.scale = it / 100.0,
            (b"TL", [it]) => state.leading = *it,
            (b"Ts", [it]) => state.rise = *it,
            (b"Tr", [it]) => state.hidden = (*it - 3.0).abs() < 0.5 || (*it - 7.0).abs() < 0.5,
            (b"g" | b"rg" | b"k" | b"sc" | b"scn", color) => state.white_fill = is_white(color),
            (b"G" | b"RG" | b"K" | b"SC" | b"SCN", color) => state.white_stroke = is_white(color),
            _ => {
                let paints = self.path.operate(operator, numbers);
                if let Some(paints) = paints {
                    let state = &self.state;
                    let rules = self.path.rules(
                        paints,
                        (!state.white_fill, !state.white_stroke),
                        state.matrix,
                    );
                    let room = GLYPHS.saturating_sub(self.sheet.rules.len());
                    self.sheet.rules.extend(rules.into_iter().take(room));
                    self.path = Path::default();
                }
            }
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    fn font(&mut self, operands: &[Object<'_>], resources: &Resources<'_>) {
        if let [Object::Name(name), Object::Number(size)] = operands {
            // A font that is known need not be looked up: that reads all of its entries.
            let id = resources.fonts.get_ref(name).map(ObjectIdentifier::from);
            let known = id.and_then(|id| self.shared.fonts.get(&id)).cloned();
            self.state.font = known.or_else(|| {
                let dict = resources.get_font(name)?;
                Some(self.shared.font(&dict))
            });
            self.state.size = size.as_f64();
        }
    }

    /// A form is read as if it stood here; of a picture only its place is known.
    fn show(&mut self, operands: &[Object<'_>], resources: &Resources<'_>, depth: usize) {
        let Some(Object::Name(name)) = operands.first() else {
            return;
        };
        let Some(stream) = resources.get_x_object(name) else {
            return;
        };
        let dict = stream.dict();
        if is_image(dict) {
            let area = self.state.matrix.area(0.0, 0.0, 1.0, 1.0);
            if self.sheet.pictures.len() < PICTURES {
                self.sheet.pictures.push(area);
            }
            return;
        }
        if depth >= DEPTH {
            return;
        }
        let Some(data) = self.shared.budget.decode(&stream) else {
            return;
        };
        let before = self.state.clone();
        let (text, line) = (self.text, self.line);
        let path = std::mem::take(&mut self.path);
        if let Some(matrix) = dict.get::<[f32; 6]>("Matrix") {
            self.state.matrix = Matrix::new(matrix.map(f64::from)).then(self.state.matrix);
        }
        let inner = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        self.run(&data, inner.as_ref().unwrap_or(resources), depth + 1);
        self.state = before;
        (self.text, self.line, self.path) = (text, line, path);
    }

    fn string(&mut self, operator: &[u8], operands: &[Object<'_>]) {
        if matches!(operator, b"'" | b"\"") {
            if let [Object::Number(word), Object::Number(character), _] = operands {
                self.state.word = word.as_f64();
                self.state.character = character.as_f64();
            }
            self.next_line(0.0, -self.state.leading);
        }
        let Some(font) = self.state.font.clone() else {
            return;
        };
        match operands.last() {
            Some(Object::String(string)) => self.glyphs(&font, string.as_bytes()),
            Some(Object::Array(array)) => {
                for object in array.iter::<Object<'_>>() {
                    if let Object::String(string) = object {
                        self.glyphs(&font, string.as_bytes());
                    } else if let Object::Number(number) = object {
                        let by = -number.as_f64() / 1000.0 * self.state.size;
                        self.advance(&font, by);
                    }
                }
            }
            _ => {}
        }
    }

    fn advance(&mut self, font: &Font, by: f64) {
        let shift = if font.vertical() {
            Matrix::shift(0.0, by)
        } else {
            Matrix::shift(by * self.state.scale, 0.0)
        };
        self.text = shift.then(self.text);
    }

    fn glyphs(&mut self, font: &Font, mut bytes: &[u8]) {
        while let Some((shown, length)) = font.next(bytes) {
            bytes = bytes.get(length..).unwrap_or_default();
            let (size, scale) = (self.state.size, self.state.scale);
            let matrix = Matrix::new([size * scale, 0.0, 0.0, size, 0.0, self.state.rise])
                .then(self.text)
                .then(self.state.matrix);
            let area = if font.vertical() {
                matrix.area(-shown.width / 2.0, -1.0, shown.width / 2.0, 0.0)
            } else {
                matrix.area(0.0, -0.12, shown.width, 0.88)
            };
            let mut by = shown.advance * size + self.state.character;
            if shown.blank {
                by += self.state.word;
            }
            self.glyph(shown.text, area, matrix);
            self.advance(font, by);
        }
    }

    fn glyph(&mut self, text: String, area: Area, matrix: Matrix) {
        let (x, y) = area.center();
        // Text that goes aslant is printed over a page to mark it, not part of what it says.
        let Some(turn) = matrix.turn() else {
            return;
        };
        let inside =
            (0.0..=self.sheet.width).contains(&x) && (0.0..=self.sheet.height).contains(&y);
        if !inside || self.marked.contains(&true) || self.sheet.glyphs.len() >= GLYPHS {
            return;
        }
        if self.state.hidden {
            self.sheet.hidden += 1;
            return;
        }
        self.sheet.glyphs.push(Glyph {
            text,
            area,
            size: matrix.height(),
            turn,
        });
    }
}

/// Whether a marked piece is the header or the footer of a page, and no part of the text.
fn is_furniture(operands: &[Object<'_>]) -> bool {
    let [Object::Name(name), Object::Dict(properties)] = operands else {
        return false;
    };
    let kind = properties.get::<Name<'_>>("Type");
    name.as_ref() == b"Artifact" && kind.is_some_and(|it| it.as_ref() == b"Pagination")
}

fn is_white(color: &[f64]) -> bool {
    match color {
        [gray] => *gray > 0.97,
        [red, green, blue] => red.min(*green).min(*blue) > 0.97,
        [cyan, magenta, yellow, black] => cyan.max(*magenta).max(*yellow).max(*black) < 0.03,
        _ => false,
    }
}
