//! Reverse postorder and the dominator tree (Cooper, Harvey and Kennedy's iteration).

use crate::ir::{BlockId, Function};

/// Dominator tree of the reachable blocks.
pub struct Dominators {
    /// Reachable blocks in reverse postorder, the entry first.
    pub order: Vec<BlockId>,
    position: Vec<usize>,
    immediate: Vec<usize>,
}

const UNREACHED: usize = usize::MAX;

impl Dominators {
    /// Computes the tree.
    pub fn compute(function: &Function) -> Dominators {
        let successors = |block: usize| -> Vec<usize> {
            let edges = function.blocks[block].terminator.edges();
            edges.iter().map(|edge| edge.block.index()).collect()
        };
        let order = reverse_postorder(function.blocks.len(), successors);
        let mut position = vec![UNREACHED; function.blocks.len()];
        for (index, &block) in order.iter().enumerate() {
            position[block] = index;
        }
        let mut predecessors = vec![Vec::new(); order.len()];
        for (index, &block) in order.iter().enumerate() {
            for successor in successors(block) {
                predecessors[position[successor]].push(index);
            }
        }
        let mut immediate = vec![UNREACHED; order.len()];
        immediate[0] = 0;
        let mut changed = true;
        while changed {
            changed = false;
            for index in 1..order.len() {
                let mut best = UNREACHED;
                for &predecessor in &predecessors[index] {
                    if immediate[predecessor] != UNREACHED {
                        best = if best == UNREACHED {
                            predecessor
                        } else {
                            meet(&immediate, best, predecessor)
                        };
                    }
                }
                if immediate[index] != best {
                    immediate[index] = best;
                    changed = true;
                }
            }
        }
        Dominators {
            order: order.into_iter().map(|block| BlockId(block as u32)).collect(),
            position,
            immediate,
        }
    }

    /// Whether the block can be reached.
    pub fn is_reachable(&self, block: BlockId) -> bool {
        self.position[block.index()] != UNREACHED
    }

    /// The block that immediately dominates a reachable one; the entry's is itself.
    pub fn immediate(&self, block: BlockId) -> BlockId {
        self.order[self.immediate[self.position[block.index()]]]
    }

    /// Whether every way to `below` leads through `above`. Both are reachable.
    pub fn dominates(&self, above: BlockId, below: BlockId) -> bool {
        let above = self.position[above.index()];
        let mut at = self.position[below.index()];
        while at > above {
            at = self.immediate[at];
        }
        at == above
    }
}

fn meet(immediate: &[usize], mut a: usize, mut b: usize) -> usize {
    while a != b {
        while a > b {
            a = immediate[a];
        }
        while b > a {
            b = immediate[b];
        }
    }
    a
}

/// Nodes reachable from 0 in reverse postorder.
pub fn reverse_postorder(count: usize, successors: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut visited = vec![false; count];
    let mut order = Vec::new();
    let mut stack = vec![(0, successors(0))];
    visited[0] = true;
    while let Some((node, rest)) = stack.last_mut() {
        match rest.pop() {
            Some(next) if !visited[next] => {
                visited[next] = true;
                stack.push((next, successors(next)));
            }
            Some(_) => {}
            None => {
                order.push(*node);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}
