//! Deep nesting: the limit, a bound on a source's depth, and running recursive code on a stack that is large enough.
//!
//! The grammar itself doesn't recurse, but dropping its tree on an error does, and so does everything after it. The
//! depth is therefore bounded on the tokens, before there is a tree.

use crate::lexer::Token;
use rustpython_parser::Tok;

/// How deep nodes may nest before the source is refused. CPython accepts a sum of 10,000 terms and refuses 100,000.
pub const MAX_DEPTH: usize = 50_000;

/// Stack for each level of a recursive walk: generous for a drop, a dump or a lowering step of an unoptimised build.
const BYTES_PER_LEVEL: usize = 4096;

/// Levels that fit in any thread's ordinary stack, whatever is on it already.
const SHALLOW: usize = 64;

/// Nodes that each bracket or block may add by itself.
const NODES_PER_BRACKET: usize = 3;

/// Calls `f` with a stack that is large enough to recurse `depth` levels of a tree.
pub fn with_stack_for<R>(depth: usize, f: impl FnOnce() -> R) -> R {
    if depth <= SHALLOW {
        return f();
    }
    let needed = depth.min(MAX_DEPTH) * BYTES_PER_LEVEL;
    stacker::maybe_grow(needed, needed + (256 << 10), f)
}

/// What nests inside one pair of brackets, since the last comma there.
#[derive(Default)]
struct Group {
    /// Operators: each may hold the rest as an operand.
    operators: usize,
    /// The deepest bracket among the operands.
    operand: usize,
    /// The deepest element before the last comma.
    element: usize,
    /// Lambdas whose colon is to come: their commas separate parameters.
    lambdas: usize,
}

impl Group {
    fn depth(&self) -> usize {
        self.element.max(self.operators + self.operand)
    }
}

/// Chains of `elif`, each of which holds the next one, in the open blocks.
#[derive(Default)]
struct ElifChains {
    chains: Vec<usize>,
    total: usize,
}

impl ElifChains {
    fn line(&mut self, first: &Tok) {
        let Some(chain) = self.chains.last_mut() else {
            return;
        };
        match first {
            Tok::Elif => {
                *chain += 1;
                self.total += 1;
            }
            Tok::Else => {}
            _ => self.total -= std::mem::take(chain),
        }
    }

    fn block(&mut self, token: &Tok) {
        match token {
            Tok::Indent => self.chains.push(0),
            _ => self.total -= self.chains.pop().unwrap_or(0),
        }
    }
}

/// A bound on how deep the tree of these tokens nests.
pub(crate) fn bound(tokens: &[Token]) -> usize {
    let mut groups = vec![Group::default()];
    let mut chains = ElifChains {
        chains: vec![0],
        total: 0,
    };
    let mut begins_line = true;
    let (mut deepest, mut brackets) = (0, 0);
    for (token, _) in tokens {
        match token {
            Tok::Indent | Tok::Dedent => {
                chains.block(token);
                continue;
            }
            Tok::Newline => {
                let line = groups.first().map_or(0, Group::depth) + brackets * NODES_PER_BRACKET;
                deepest = deepest.max(line + chains.total + chains.chains.len() * NODES_PER_BRACKET);
                groups.truncate(1);
                groups[0] = Group::default();
                brackets = 0;
                begins_line = true;
                continue;
            }
            _ if begins_line => chains.line(token),
            _ => {}
        }
        begins_line = false;
        let depth = groups.len();
        let Some(group) = groups.last_mut() else {
            break;
        };
        match token {
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => {
                group.operators += 1;
                groups.push(Group::default());
                brackets = brackets.max(depth);
            }
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace if depth > 1 => {
                let inner = group.depth();
                groups.pop();
                if let Some(outer) = groups.last_mut() {
                    outer.operand = outer.operand.max(inner);
                }
            }
            Tok::Comma if group.lambdas == 0 => {
                group.element = group.depth();
                group.operators = 0;
                group.operand = 0;
            }
            Tok::Lambda => {
                group.lambdas += 1;
                group.operators += 1;
            }
            Tok::Colon => group.lambdas = group.lambdas.saturating_sub(1),
            Tok::Name { .. } | Tok::Float { .. } | Tok::Comma | Tok::Equal => {}
            _ => group.operators += 1,
        }
    }
    // An unclosed source ends inside its groups: all that is open may be nested.
    let open: usize = groups.iter().map(Group::depth).sum();
    let rest = open + brackets * NODES_PER_BRACKET + chains.total + chains.chains.len() * NODES_PER_BRACKET;
    deepest.max(rest) + NODES_PER_BRACKET
}
