//! The tree of a page: a list of nodes, built by html5ever within limits of depth and size.
//!
//! html5ever walks its open elements for every tag, so that a page of tags that never close takes
//! the square of its length. Tags deeper than any page are left out before it sees them.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{Attribute, ExpandedName, LocalName, Namespace, QualName, TokenizerResult};

/// Tags deeper than this are left out; what stands in them stays.
const DEPTH: usize = 512;
/// More nodes than this are no page.
const NODES: usize = 500_000;
/// The attributes that say something of the text.
const ATTRIBUTES: [&str; 13] = [
    "rowspan", "colspan", "style", "hidden", "type", "start", "value", "name", "property",
    "content", "href", "src", "data",
];
/// No more of a value is kept: pictures may stand in one.
const VALUE: usize = 2000;

/// A page. Node 0 is the document; a child comes after its parent.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// Whether it has more nodes than are kept.
    pub(super) full: bool,
}

#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    /// The name of an element, empty for text.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    depth: usize,
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(it, _)| it == name)?;
        Some(found.1.as_str())
    }
}

impl Tree {
    pub(super) fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    /// The nodes under `root` and itself, parents before children, in the order of the page.
    pub(super) fn order(&self, root: usize) -> Vec<usize> {
        let mut order = Vec::new();
        let mut rest = vec![root];
        while let Some(at) = rest.pop() {
            order.push(at);
            let children = self.node(at).map(|it| it.children.as_slice());
            rest.extend(children.unwrap_or_default().iter().rev());
        }
        order
    }

    /// The elements above `at`, the nearest first.
    pub(super) fn above(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.node(at).and_then(|it| it.parent), |at| {
            self.node(*at).and_then(|it| it.parent)
        })
    }
}

/// The tree of the page `text`.
pub(super) fn tree(text: &str) -> Tree {
    let builder = TreeBuilder::new(Sink::default(), TreeBuilderOpts::default());
    let bounded = Bounded {
        builder,
        left_out: Cell::new(0),
    };
    let tokenizer = Tokenizer::new(bounded, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    // A script ends the run; it is never executed.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.tree.take()
}

/// Hands on tags within the limits.
struct Bounded {
    builder: TreeBuilder<Handle, Sink>,
    /// How many start tags were left out whose end is still to come.
    left_out: Cell<usize>,
}

impl Bounded {
    fn leaves_out(&self, tag: &Tag) -> bool {
        let left_out = self.left_out.get();
        match tag.kind {
            TagKind::StartTag if self.builder.sink.depth.get() >= DEPTH => {
                self.left_out.set(left_out + 1);
                true
            }
            TagKind::EndTag if left_out > 0 => {
                self.left_out.set(left_out - 1);
                true
            }
            TagKind::StartTag | TagKind::EndTag => false,
        }
    }
}

impl TokenSink for Bounded {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let full = self.builder.sink.tree.borrow().full && !matches!(token, Token::EOFToken);
        let deep = matches!(&token, Token::TagToken(tag) if self.leaves_out(tag));
        if full || deep {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[derive(Debug, Clone)]
struct Handle {
    at: usize,
    name: Rc<QualName>,
}

#[derive(Debug)]
struct Sink {
    tree: RefCell<Tree>,
    /// How deep the element is that was opened or closed last.
    depth: Cell<usize>,
    nameless: Rc<QualName>,
}

impl Default for Sink {
    fn default() -> Self {
        let nameless = QualName::new(None, Namespace::default(), LocalName::default());
        let tree = Tree {
            nodes: vec![Node::default()],
            full: false,
        };
        Self {
            tree: RefCell::new(tree),
            depth: Cell::new(0),
            nameless: Rc::new(nameless),
        }
    }
}

impl Sink {
    fn new_node(&self, node: Node) -> usize {
        let mut tree = self.tree.borrow_mut();
        tree.full |= tree.nodes.len() >= NODES;
        tree.nodes.push(node);
        tree.nodes.len() - 1
    }

    fn detach(&self, at: usize) {
        let mut tree = self.tree.borrow_mut();
        let Some(parent) = tree.nodes.get_mut(at).and_then(|it| it.parent.take()) else {
            return;
        };
        if let Some(parent) = tree.nodes.get_mut(parent)
            && let Some(place) = parent.children.iter().rposition(|it| *it == at)
        {
            parent.children.remove(place);
        }
    }

    /// Puts `child` under `parent`, before `sibling` if one is given.
    fn put(&self, parent: usize, sibling: Option<usize>, child: NodeOrText<Handle>) {
        let at = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.at);
                node.at
            }
            NodeOrText::AppendText(text) => {
                if self.goes_on(parent, sibling, &text) {
                    return;
                }
                self.new_node(Node {
                    text: text.to_string(),
                    ..Node::default()
                })
            }
        };
        let mut tree = self.tree.borrow_mut();
        let mut depth = 0;
        if let Some(parent) = tree.nodes.get_mut(parent) {
            depth = parent.depth + 1;
            let place = sibling.and_then(|it| parent.children.iter().rposition(|at| *at == it));
            let place = place.unwrap_or(parent.children.len());
            parent.children.insert(place, at);
        }
        if let Some(node) = tree.nodes.get_mut(at) {
            node.parent = Some(parent);
            node.depth = depth;
            if !node.name.is_empty() {
                self.depth.set(depth);
            }
        }
    }

    /// Adds `text` to the text that stands before it, if there is such.
    fn goes_on(&self, parent: usize, sibling: Option<usize>, text: &str) -> bool {
        let mut tree = self.tree.borrow_mut();
        let children = tree.nodes.get(parent).map(|it| it.children.as_slice());
        let children = children.unwrap_or_default();
        let before = match sibling {
            None => children.last(),
            Some(sibling) => children
                .iter()
                .rposition(|it| *it == sibling)
                .and_then(|it| children.get(it.checked_sub(1)?)),
        };
        match before.copied().and_then(|it| tree.nodes.get_mut(it)) {
            Some(node) if node.name.is_empty() => {
                node.text.push_str(text);
                true
            }
            Some(_) | None => false,
        }
    }

    fn parent(&self, at: usize) -> Option<usize> {
        self.tree.borrow().nodes.get(at).and_then(|it| it.parent)
    }

    fn nothing(&self) -> Handle {
        Handle {
            at: self.new_node(Node {
                name: "#".to_owned(),
                ..Node::default()
            }),
            name: Rc::clone(&self.nameless),
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle {
            at: 0,
            name: Rc::clone(&self.nameless),
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> Handle {
        let attributes = attributes
            .into_iter()
            .filter(|it| ATTRIBUTES.contains(&&*it.name.local))
            .map(|it| {
                let value = it.value.chars().take(VALUE).collect();
                (it.name.local.to_string(), value)
            })
            .collect();
        let at = self.new_node(Node {
            name: name.local.to_string(),
            attributes,
            ..Node::default()
        });
        Handle {
            at,
            name: Rc::new(name),
        }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.nothing()
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.nothing()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.at, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        match self.parent(element.at) {
            Some(parent) => self.put(parent, Some(element.at), child),
            None => self.put(previous.at, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Handle) {
        let depth = self.tree.borrow().nodes.get(node.at).map(|it| it.depth);
        self.depth.set(depth.unwrap_or(1).saturating_sub(1));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.at == y.at
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some(parent) = self.parent(sibling.at) {
            self.put(parent, Some(sibling.at), child);
        }
    }

    fn add_attrs_if_missing(&self, _target: &Handle, _attributes: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.at);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut tree = self.tree.borrow_mut();
        let moved = tree
            .nodes
            .get_mut(node.at)
            .map(|it| std::mem::take(&mut it.children));
        let moved = moved.unwrap_or_default();
        for at in &moved {
            if let Some(child) = tree.nodes.get_mut(*at) {
                child.parent = Some(new_parent.at);
            }
        }
        if let Some(parent) = tree.nodes.get_mut(new_parent.at) {
            parent.children.extend(moved);
        }
    }
}
