//! Content models of `<!ELEMENT` declarations.
//!
//! Groups nest as deep as the document likes: models are built, walked and dropped without recursion.

use std::rc::Rc;

/// How often a part may come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantifier {
    /// Once.
    One = 0,
    /// `?`.
    Optional = 1,
    /// `*`.
    Any = 2,
    /// `+`.
    Some = 3,
}

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// `EMPTY`.
    Empty = 1,
    /// `ANY`.
    Any = 2,
    /// `(#PCDATA ...)`.
    Mixed = 3,
    /// The name of an element.
    Name = 4,
    /// `(a | b)`.
    Choice = 5,
    /// `(a, b)`.
    Sequence = 6,
}

/// A part of a model.
#[derive(Debug)]
pub struct Part {
    /// What it is.
    pub shape: Shape,
    /// How often.
    pub quantifier: Quantifier,
    /// Of a name.
    pub name: Option<Rc<str>>,
    /// Indices of the parts inside of it.
    pub children: Vec<usize>,
}

/// A model: its parts, the whole first, parts before what they hold.
#[derive(Debug)]
pub struct Model(pub Vec<Part>);

impl Model {
    /// A model without groups.
    pub fn simple(shape: Shape) -> Model {
        Model(vec![Part {
            shape,
            quantifier: Quantifier::One,
            name: None,
            children: Vec::new(),
        }])
    }
}

/// A model that is being read.
#[derive(Default, Debug)]
pub struct Building {
    parts: Vec<Part>,
    open: Vec<usize>,
}

impl Building {
    fn add(&mut self, shape: Shape, quantifier: Quantifier, name: Option<Rc<str>>) -> usize {
        let index = self.parts.len();
        if let Some(group) = self.open.last().and_then(|&group| self.parts.get_mut(group)) {
            group.children.push(index);
        }
        self.parts.push(Part {
            shape,
            quantifier,
            name,
            children: Vec::new(),
        });
        index
    }

    fn group(&mut self) -> Option<&mut Part> {
        let index = *self.open.last()?;
        self.parts.get_mut(index)
    }

    /// `(`.
    pub fn open(&mut self) {
        let index = self.add(Shape::Sequence, Quantifier::One, None);
        self.open.push(index);
    }

    /// `#PCDATA`.
    pub fn text(&mut self) {
        if let Some(group) = self.group() {
            group.shape = Shape::Mixed;
        }
    }

    /// `|`.
    pub fn choice(&mut self) {
        if let Some(group) = self.group()
            && group.shape != Shape::Mixed
        {
            group.shape = Shape::Choice;
        }
    }

    /// A name.
    pub fn name(&mut self, name: Rc<str>, quantifier: Quantifier) {
        self.add(Shape::Name, quantifier, Some(name));
    }

    /// `)`: the model, if it is complete.
    pub fn close(&mut self, quantifier: Quantifier) -> Option<Model> {
        if let Some(group) = self.group() {
            group.quantifier = quantifier;
        }
        self.open.pop();
        self.open.is_empty().then(|| Model(std::mem::take(&mut self.parts)))
    }
}
