//! Basic blocks of bytecode: boundaries, successors, loop headers and what each loop writes.
//!
//! Handlers are not blocks of compiled code: an exception inside a handler's range leaves for the interpreter. Neither
//! is what follows a yield: it belongs to the unit that the generator is resumed with.

use crate::dominators::reverse_postorder;
use pyrs_abi::Refusal;
use pyrs_bytecode::Instr;
use pyrs_bytecode::liveness::{RegisterSet, targets};
use pyrs_bytecode::op_table::Op;
use pyrs_bytecode::operands::for_each_def;

/// One basic block.
pub struct BytecodeBlock {
    /// First instruction.
    pub start: usize,
    /// One past the last instruction.
    pub end: usize,
    /// Blocks that control may go to.
    pub successors: Vec<usize>,
    /// Blocks that control may come from.
    pub predecessors: Vec<usize>,
    /// For loop headers: the loop's blocks.
    pub loop_blocks: Vec<usize>,
    /// For loop headers: registers written in the loop.
    pub loop_defs: RegisterSet,
}

/// The blocks that can be reached from an entry.
pub struct BytecodeBlocks {
    /// All blocks, by position.
    pub blocks: Vec<BytecodeBlock>,
    /// Reachable blocks in reverse postorder.
    pub order: Vec<usize>,
    /// The entry.
    pub entry: usize,
    /// Position of each block in `order`.
    pub position: Vec<usize>,
}

/// If the item of the `ForIter` at `pc` is taken apart at once: the instruction that does it.
pub fn unpacked_item(instructions: &[Instr], pc: usize) -> Option<Instr> {
    let unpack = *instructions.get(pc + 2)?;
    let fits = instructions[pc].op().base() == Op::ForIter
        && unpack.op().base() == Op::UnpackSequence
        && unpack.b() == instructions[pc].a();
    fits.then_some(unpack)
}

/// As [`targets`], but for control inside one unit of code: a yield ends it.
fn targets_in_unit(instructions: &[Instr], pc: usize) -> (Option<usize>, Option<usize>) {
    match instructions[pc].op() {
        Op::Yield => (None, None),
        _ => targets(instructions, pc),
    }
}

impl BytecodeBlocks {
    /// Finds the blocks reachable from the instruction `entry`.
    pub fn compute(instructions: &[Instr], registers: usize, entry: usize) -> Result<BytecodeBlocks, Refusal> {
        let mut starts = vec![false; instructions.len() + 2];
        starts[0] = true;
        starts[entry] = true;
        for pc in 0..instructions.len() {
            let (next, target) = targets_in_unit(instructions, pc);
            if let Some(target) = target {
                starts[target] = true;
            }
            if target.is_some() || next.is_none() {
                starts[pc + 1] = true;
            }
            if unpacked_item(instructions, pc).is_some() {
                starts[pc + 3] = true;
            }
        }
        let mut blocks: Vec<BytecodeBlock> = Vec::new();
        let mut block_at = vec![usize::MAX; instructions.len() + 2];
        let mut pc = 0;
        while pc < instructions.len() {
            let start = pc;
            pc += 1;
            while pc < instructions.len() && !starts[pc] {
                pc += 1;
            }
            block_at[start] = blocks.len();
            blocks.push(BytecodeBlock {
                start,
                end: pc,
                successors: Vec::new(),
                predecessors: Vec::new(),
                loop_blocks: Vec::new(),
                loop_defs: RegisterSet::new(registers),
            });
        }
        for block in &mut blocks {
            let (next, target) = targets_in_unit(instructions, block.end - 1);
            for successor in [next, target].into_iter().flatten() {
                let successor = block_at[successor];
                if successor == usize::MAX {
                    return Err(Refusal::Irregular);
                }
                if !block.successors.contains(&successor) {
                    block.successors.push(successor);
                }
            }
        }
        let entry = block_at[entry];
        let order = order_from(&blocks, entry);
        let mut position = vec![usize::MAX; blocks.len()];
        for (index, &block) in order.iter().enumerate() {
            position[block] = index;
        }
        for &block in &order {
            for successor in blocks[block].successors.clone() {
                blocks[successor].predecessors.push(block);
            }
        }
        let mut result = BytecodeBlocks {
            blocks,
            order,
            entry,
            position,
        };
        result.find_loops(instructions)?;
        Ok(result)
    }

    /// Whether the edge goes back to a loop's header.
    pub fn is_back_edge(&self, from: usize, to: usize) -> bool {
        self.position[to] <= self.position[from]
    }

    /// Whether the block is a loop header.
    pub fn is_header(&self, block: usize) -> bool {
        !self.blocks[block].loop_blocks.is_empty()
    }

    fn find_loops(&mut self, instructions: &[Instr]) -> Result<(), Refusal> {
        for from in self.order.clone() {
            for to in self.blocks[from].successors.clone() {
                if self.is_back_edge(from, to) {
                    self.add_loop(instructions, from, to)?;
                }
            }
        }
        Ok(())
    }

    fn add_loop(&mut self, instructions: &[Instr], from: usize, header: usize) -> Result<(), Refusal> {
        let mut members = std::mem::take(&mut self.blocks[header].loop_blocks);
        if members.is_empty() {
            members.push(header);
        }
        let mut work = vec![from];
        while let Some(block) = work.pop() {
            if members.contains(&block) {
                continue;
            }
            // A way into the loop that avoids the header: the loop does not reduce.
            if self.position[block] < self.position[header] || block == self.entry {
                return Err(Refusal::Irregular);
            }
            members.push(block);
            work.extend(self.blocks[block].predecessors.iter().copied());
        }
        let mut defs = RegisterSet::new(self.blocks[header].loop_defs.capacity());
        for &block in &members {
            for instr in &instructions[self.blocks[block].start..self.blocks[block].end] {
                for_each_def(*instr, |range| range.iter().for_each(|r| defs.insert(r as usize)));
                if matches!(instr.op().base(), Op::Call | Op::CallMethod) {
                    defs.insert(instr.a() as usize);
                }
            }
        }
        self.blocks[header].loop_blocks = members;
        self.blocks[header].loop_defs = defs;
        Ok(())
    }
}

fn order_from(blocks: &[BytecodeBlock], entry: usize) -> Vec<usize> {
    // Node 0 is the entry; the others keep their order by swapping.
    let swap = |node: usize| match node {
        0 => entry,
        n if n == entry => 0,
        n => n,
    };
    let order = reverse_postorder(blocks.len(), |node| {
        blocks[swap(node)].successors.iter().map(|&s| swap(s)).collect()
    });
    order.into_iter().map(swap).collect()
}
