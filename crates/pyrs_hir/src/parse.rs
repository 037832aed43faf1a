//! Reads the text form.
//!
//! ```text
//! function NAME parameters=N registers=N {
//! b0(v0: any, v1: any):
//!   v2: int = GuardInt v1 !s0 not_int @3
//!   branch v4 b1(v2) else b2()
//! s0 = pc 3 [r0=v1, r2=v2]
//! }
//! ```
//! After the opcode: operands, `#` immediates, `[` data `]`, `!` state and reason, `@` bytecode index. Empty lines and
//! what follows `;` are skipped.

use crate::ir::{
    Block, BlockId, Edge, FrameState, Function, Inst, InstId, IterKind, Opcode, StateId, Terminator, UnitKind, ValueId,
};
use crate::types::{Type, parse_word};
use pyrs_abi::DeoptReason;

/// What is wrong, with the line number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// 1-based.
    pub line: usize,
    /// What was expected.
    pub message: String,
}

type Result<T> = std::result::Result<T, String>;

/// Reads one function.
pub fn parse(text: &str) -> std::result::Result<Function, ParseError> {
    let mut parser = Parser::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.split(';').next().unwrap_or("").trim();
        if line.is_empty() {
            continue;
        }
        parser.line(line).map_err(|message| ParseError {
            line: index + 1,
            message,
        })?;
    }
    parser.function.ok_or(ParseError {
        line: 0,
        message: "no function".to_string(),
    })
}

#[derive(Default)]
struct Parser {
    function: Option<Function>,
    current: Option<BlockId>,
}

fn number(text: &str, prefix: &str) -> Result<u32> {
    text.strip_prefix(prefix)
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| format!("`{prefix}` and a number expected, not `{text}`"))
}

fn value(text: &str) -> Result<ValueId> {
    Ok(ValueId(number(text.trim(), "v")?))
}

fn values(text: &str) -> Result<Vec<ValueId>> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(value)
        .collect()
}

fn edge(text: &str) -> Result<Edge> {
    let (block, rest) = text.trim().split_once('(').ok_or("edge expected")?;
    let args = rest.strip_suffix(')').ok_or("`)` expected")?;
    Ok(Edge {
        block: BlockId(number(block, "b")?),
        args: values(args)?,
    })
}

impl Parser {
    fn function(&mut self) -> Result<&mut Function> {
        self.function.as_mut().ok_or_else(|| "`function` expected".to_string())
    }

    fn line(&mut self, line: &str) -> Result<()> {
        if line == "}" {
            return Ok(());
        }
        let first = line.split_whitespace().next().unwrap_or("");
        match first {
            _ if UnitKind::NAMES.iter().any(|(name, _)| *name == first) => self.head(line),
            "jump" | "branch" | "for" | "return" | "yield" | "exit" => {
                self.terminator(first, line[first.len()..].trim())
            }
            _ if line.starts_with('s') && line.contains("= pc ") => self.state(line),
            _ if line.starts_with('b') && line.ends_with(':') => self.block(line),
            _ => self.inst(line),
        }
    }

    fn head(&mut self, line: &str) -> Result<()> {
        let mut words = line.split_whitespace();
        let kind = words.next().ok_or("kind of unit expected")?;
        let name = words.next().ok_or("name expected")?;
        let mut function = Function::new(name, 0, 0);
        if let Some((_, kind)) = UnitKind::NAMES.iter().find(|(name, _)| *name == kind) {
            function.kind = *kind;
        }
        for word in words {
            match word.split_once('=') {
                Some(("parameters", n)) => function.parameters = n.parse().map_err(|_| "number expected")?,
                Some(("variables", n)) => function.variables = n.parse().map_err(|_| "number expected")?,
                Some(("registers", n)) => function.registers = n.parse().map_err(|_| "number expected")?,
                _ if word == "{" => {}
                _ => return Err(format!("unexpected `{word}`")),
            }
        }
        self.function = Some(function);
        Ok(())
    }

    fn define(&mut self, value: ValueId, ty: Type) -> Result<()> {
        let function = self.function()?;
        if function.values.len() <= value.index() {
            function.values.resize(value.index() + 1, Type::ANY);
        }
        function.values[value.index()] = ty;
        Ok(())
    }

    fn typed(text: &str) -> Result<(ValueId, Type)> {
        let (name, ty) = text.split_once(':').ok_or("`:` expected")?;
        let ty = Type::parse(ty.trim()).ok_or_else(|| format!("unknown type `{ty}`"))?;
        Ok((value(name)?, ty))
    }

    fn block(&mut self, line: &str) -> Result<()> {
        let line = line.trim_end_matches(':').trim();
        let is_loop = line.ends_with("loop");
        let line = line.trim_end_matches("loop").trim();
        let (name, rest) = line.split_once('(').ok_or("`(` expected")?;
        let id = BlockId(number(name, "b")?);
        let mut params = Vec::new();
        for part in rest
            .trim_end_matches(')')
            .split(',')
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            let (param, ty) = Self::typed(part)?;
            self.define(param, ty)?;
            params.push(param);
        }
        let function = self.function()?;
        while function.blocks.len() <= id.index() {
            function.add_block();
        }
        function.blocks[id.index()] = Block {
            params,
            insts: Vec::new(),
            terminator: Terminator::None,
            is_loop,
        };
        self.current = Some(id);
        Ok(())
    }

    fn state(&mut self, line: &str) -> Result<()> {
        let (name, rest) = line.split_once('=').ok_or("`=` expected")?;
        let id = StateId(number(name.trim(), "s")?);
        let (pc, registers) = rest.split_once('[').ok_or("`[` expected")?;
        let pc = pc.trim().strip_prefix("pc").ok_or("`pc` expected")?;
        let mut state = FrameState {
            pc: pc.trim().parse().map_err(|_| "number expected")?,
            registers: Vec::new(),
        };
        for part in registers
            .trim_end_matches(']')
            .split(',')
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            let (register, held) = part.split_once('=').ok_or("`=` expected")?;
            state.registers.push((number(register, "r")? as u16, value(held)?));
        }
        let function = self.function()?;
        if function.states.len() <= id.index() {
            let empty = FrameState {
                pc: 0,
                registers: Vec::new(),
            };
            function.states.resize(id.index() + 1, empty);
        }
        function.states[id.index()] = state;
        Ok(())
    }

    fn inst(&mut self, line: &str) -> Result<()> {
        let block = self.current.ok_or("block expected")?;
        let (result, body) = match line.split_once(" = ") {
            Some((left, body)) => (Some(Self::typed(left)?), body),
            None => (None, line),
        };
        let (name, mut rest) = body.split_once(' ').unwrap_or((body, ""));
        let opcode = Opcode::from_name(name).ok_or_else(|| format!("unknown instruction `{name}`"))?;
        let mut inst = Inst::new(opcode, Vec::new(), 0);
        if let Some((before, pc)) = rest.rsplit_once('@').filter(|(_, pc)| pc.parse::<u32>().is_ok()) {
            inst.pc = pc.parse().map_err(|_| "number expected")?;
            rest = before.trim();
        }
        if let Some((before, site)) = rest.split_once('?') {
            inst.site = Some(StateId(number(site.trim(), "s")?));
            rest = before.trim();
        }
        if let Some((before, state)) = rest.split_once('!') {
            let (state, reason) = state.trim().split_once(' ').ok_or("reason expected")?;
            inst.state = Some(StateId(number(state, "s")?));
            inst.reason = DeoptReason::from_name(reason.trim()).ok_or("unknown reason")?;
            rest = before.trim();
        }
        if let Some((before, data)) = rest.split_once('[') {
            for word in data.trim_end_matches(']').split(',') {
                inst.data.push(parse_word(word.trim()).ok_or("number expected")?);
            }
            rest = before.trim();
        }
        let mut parts = rest.split('#');
        inst.args = values(parts.next().unwrap_or(""))?;
        for (index, word) in parts.enumerate() {
            *inst.imm.get_mut(index).ok_or("too many immediates")? =
                parse_word(word.trim()).ok_or("number expected")?;
        }
        if let Some((value, ty)) = result {
            self.define(value, ty)?;
            inst.result = Some(value);
        }
        let function = self.function()?;
        function.insts.push(inst);
        let id = InstId(function.insts.len() as u32 - 1);
        function.blocks[block.index()].insts.push(id);
        Ok(())
    }

    fn terminator(&mut self, kind: &str, rest: &str) -> Result<()> {
        let block = self.current.ok_or("block expected")?;
        let two = |text: &str| -> Result<(Edge, Edge)> {
            let (left, right) = text.split_once(" else ").ok_or("`else` expected")?;
            Ok((edge(left)?, edge(right)?))
        };
        let terminator = match kind {
            "jump" => Terminator::Jump(edge(rest)?),
            "branch" => {
                let (condition, edges) = rest.split_once(' ').ok_or("edges expected")?;
                let (then, otherwise) = two(edges)?;
                Terminator::Branch {
                    condition: value(condition)?,
                    then,
                    otherwise,
                }
            }
            "for" => {
                let (name, rest) = rest.split_once(' ').ok_or("iterator expected")?;
                let kind = IterKind::NAMES
                    .iter()
                    .find(|(n, _)| *n == name)
                    .ok_or("unknown iterator kind")?
                    .1;
                let (rest, pc) = rest.rsplit_once('@').ok_or("`@` expected")?;
                let (rest, site) = match rest.split_once('?') {
                    Some((before, site)) => (before, Some(StateId(number(site.trim(), "s")?))),
                    None => (rest, None),
                };
                let (rest, state) = match rest.split_once('!') {
                    Some((before, state)) => (before, Some(StateId(number(state.trim(), "s")?))),
                    None => (rest, None),
                };
                let (iterator, edges) = rest.trim().split_once(' ').ok_or("edges expected")?;
                let (body, done) = two(edges)?;
                Terminator::ForNext {
                    kind,
                    iterator: value(iterator)?,
                    body,
                    done,
                    state,
                    site,
                    pc: pc.trim().parse().map_err(|_| "number expected")?,
                }
            }
            "return" => Terminator::Return(value(rest)?),
            "yield" => {
                let (operand, pc) = rest.split_once('@').ok_or("`@` expected")?;
                Terminator::Yield {
                    value: value(operand.trim())?,
                    pc: pc.trim().parse().map_err(|_| "number expected")?,
                }
            }
            _ => {
                let (reason, state) = rest.split_once('!').ok_or("state expected")?;
                Terminator::Exit {
                    reason: DeoptReason::from_name(reason.trim()).ok_or("unknown reason")?,
                    state: StateId(number(state.trim(), "s")?),
                }
            }
        };
        self.function()?.blocks[block.index()].terminator = terminator;
        Ok(())
    }
}
