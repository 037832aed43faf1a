//! The verifier. Code that it admits can be executed without checks of operands.
//!
//! Invariants, for a template and all codes among its constants:
//! - there is an instruction, and control can't run past the last one;
//! - every opcode is defined and no quick form;
//! - every register is below `register_count`, call blocks and register runs included;
//! - constants, names, cache sites, keyword tuples and enumerated operands exist, and the cache site is of the kind that
//!   the instruction wants;
//! - jumps stay inside; `LoopJump` goes backward, all others forward;
//! - a skip instruction is followed by a `Jump` and one more instruction; `Send`'s by `Yield` and `LoopJump`;
//! - `ReturnGenerator` is the first instruction exactly of generators and coroutines;
//! - exception ranges are not empty, stay inside, and their register exists;
//! - parameters, local names, cells and free variables fit the registers.

use crate::op_table::{Op, OpFlags, OperandKind};
use crate::operands::{self, RegisterRange};
use crate::template::{CommonObject, FunctionAttr, Intrinsic, Intrinsic2, SpecialMethod};
use crate::{CacheSite, CodeFlags, CodeTemplate, Constant, Instr};

/// What is wrong with a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyError {
    /// The qualified name of the code.
    pub code: Box<str>,
    /// The instruction, if it is about one.
    pub pc: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for VerifyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.pc {
            Some(pc) => write!(f, "{} at {pc}: {}", self.code, self.message),
            None => write!(f, "{}: {}", self.code, self.message),
        }
    }
}

impl std::error::Error for VerifyError {}

/// Checks `template` and the codes inside it.
pub fn verify(template: &CodeTemplate) -> Result<(), VerifyError> {
    let mut pending = vec![template];
    while let Some(code) = pending.pop() {
        let verifier = Verifier { code };
        verifier
            .layout()
            .and_then(|()| verifier.exception_table())
            .map_err(|message| verifier.error(None, message))?;
        for pc in 0..code.instructions.len() {
            verifier
                .instruction(pc)
                .map_err(|message| verifier.error(Some(pc), message))?;
        }
        pending.extend(code.constants.iter().filter_map(|constant| match constant {
            Constant::Code(inner) => Some(&**inner),
            _ => None,
        }));
    }
    Ok(())
}

type Check = Result<(), String>;

fn ensure(condition: bool, message: impl FnOnce() -> String) -> Check {
    if condition { Ok(()) } else { Err(message()) }
}

struct Verifier<'t> {
    code: &'t CodeTemplate,
}

impl Verifier<'_> {
    fn error(&self, pc: Option<usize>, message: String) -> VerifyError {
        VerifyError {
            code: self.code.qualname.clone(),
            pc,
            message,
        }
    }

    fn layout(&self) -> Check {
        let code = self.code;
        let registers = usize::from(code.register_count);
        let flags = code.flags;
        let parameters = u64::from(code.argcount)
            + u64::from(code.kwonly_argcount)
            + u64::from(flags.contains(CodeFlags::VARARGS))
            + u64::from(flags.contains(CodeFlags::VARKEYWORDS));
        ensure(!code.instructions.is_empty(), || "no instructions".into())?;
        ensure(code.posonly_argcount <= code.argcount, || {
            "more positional-only parameters than positional ones".into()
        })?;
        ensure(parameters <= code.varnames.len() as u64, || {
            "parameters without names".into()
        })?;
        ensure(code.varnames.len() <= registers, || {
            "more local names than registers".into()
        })?;
        for (name, register) in &code.cellvars {
            ensure(usize::from(*register) < registers, || {
                format!("cell '{name}' in register {register}")
            })?;
        }
        ensure(
            usize::from(code.first_free_register) + code.freevars.len() <= registers,
            || "free variables do not fit the registers".into(),
        )
    }

    fn exception_table(&self) -> Check {
        let length = self.code.instructions.len() as u32;
        for entry in &self.code.exception_table {
            ensure(entry.start < entry.end && entry.end <= length, || {
                format!("bad exception range {entry:?}")
            })?;
            ensure(entry.handler < length, || {
                format!("handler {} is no instruction", entry.handler)
            })?;
            ensure(entry.register < self.code.register_count, || {
                format!("exception register {}", entry.register)
            })?;
        }
        Ok(())
    }

    fn instruction(&self, pc: usize) -> Check {
        let instr = self.code.instructions[pc];
        let op = Op::from_byte(instr.op_byte()).ok_or_else(|| format!("opcode {} is undefined", instr.op_byte()))?;
        let flags = op.info().flags;
        ensure(!flags.contains(OpFlags::QUICK), || {
            format!("{} is a quick form", op.info().name)
        })?;
        let mut result = Ok(());
        let mut check_range = |range: RegisterRange| {
            let last = u32::from(range.first) + range.count.max(1) - 1;
            if last >= u32::from(self.code.register_count) && (range.count > 0) && result.is_ok() {
                result = Err(format!(
                    "{}: register {last} of {}",
                    op.info().name,
                    self.code.register_count
                ));
            }
        };
        operands::for_each_use(instr, &mut check_range);
        operands::for_each_def(instr, &mut check_range);
        result?;
        for (index, kind) in op.info().operands.iter().enumerate() {
            self.operand(pc, instr, index, *kind)
                .map_err(|message| format!("{}: {message}", op.info().name))?;
        }
        self.control(pc, op, flags)
    }

    fn control(&self, pc: usize, op: Op, flags: OpFlags) -> Check {
        let following = |distance: usize| {
            self.code
                .instructions
                .get(pc + distance)
                .and_then(|next| Op::from_byte(next.op_byte()))
        };
        ensure(flags.contains(OpFlags::END) || following(1).is_some(), || {
            "control runs past the end".into()
        })?;
        if flags.contains(OpFlags::SKIP) {
            ensure(following(1) == Some(Op::Jump) && following(2).is_some(), || {
                "skip without Jump".into()
            })?;
        }
        if op == Op::Send {
            let loops = following(2) == Some(Op::Yield) && following(3) == Some(Op::LoopJump);
            ensure(loops, || "Send outside its loop".into())?;
        }
        let generator = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        let starts = pc == 0 && self.code.flags.intersects(generator);
        ensure(starts == (op == Op::ReturnGenerator), || {
            "ReturnGenerator is for the start of generators".into()
        })
    }

    fn operand(&self, pc: usize, instr: Instr, index: usize, kind: OperandKind) -> Check {
        let value = u32::from(operands::field(instr, index));
        match kind {
            OperandKind::Name => self.name(value),
            OperandKind::Cache => self.cache(instr.op(), value),
            OperandKind::Const => {
                let constant = usize::try_from(instr.bc())
                    .ok()
                    .and_then(|i| self.code.constants.get(i));
                let constant = constant.ok_or_else(|| format!("constant {}", instr.bc()))?;
                let is_code = matches!(constant, Constant::Code(_));
                ensure(is_code == (instr.op() == Op::MakeFunction), || {
                    "constant of the wrong kind".into()
                })
            }
            OperandKind::Jump => self.jump(pc, instr),
            OperandKind::Id => {
                let wide = if index == 2 { instr.bc() as u32 } else { value };
                ensure(valid_id(instr.op(), wide), || format!("no such operand {wide}"))
            }
            OperandKind::Block => {
                let end = u32::from(operands::field(instr, index)) + operands::block_length(instr);
                ensure(end <= u32::from(self.code.register_count), || {
                    format!("call block ends at register {end}")
                })
            }
            _ => Ok(()),
        }
    }

    fn name(&self, index: u32) -> Check {
        ensure((index as usize) < self.code.names.len(), || format!("name {index}"))
    }

    fn cache(&self, op: Op, index: u32) -> Check {
        let site = self
            .code
            .caches
            .get(index as usize)
            .ok_or_else(|| format!("cache site {index}"))?;
        match (*site, op) {
            (CacheSite::Call, Op::Call | Op::CallMethod) => Ok(()),
            (CacheSite::Keywords(index), Op::CallKw | Op::CallMethodKw) => {
                let names = self.code.constants.get(index as usize);
                ensure(matches!(names, Some(Constant::Tuple(_))), || {
                    "keyword names are no tuple".into()
                })
            }
            (_, Op::Call | Op::CallMethod | Op::CallKw | Op::CallMethodKw) => Err("cache site of another kind".into()),
            (CacheSite::Name(name), _) => self.name(name),
            _ => Err("cache site of another kind".into()),
        }
    }

    fn jump(&self, pc: usize, instr: Instr) -> Check {
        let target = pc as i64 + 1 + i64::from(instr.bc());
        let inside = (0..self.code.instructions.len() as i64).contains(&target);
        ensure(inside, || format!("jump to {target}"))?;
        let backward = target <= pc as i64;
        ensure(backward == (instr.op() == Op::LoopJump), || {
            format!("jump from {pc} to {target} in the wrong direction")
        })
    }
}

fn valid_id(op: Op, id: u32) -> bool {
    match op {
        Op::LoadCommon => CommonObject::from_index(id).is_some(),
        Op::Intrinsic => Intrinsic::from_index(id).is_some(),
        Op::Intrinsic2 => Intrinsic2::from_index(id).is_some(),
        Op::SetFunctionAttr => FunctionAttr::from_index(id).is_some(),
        Op::LoadSpecial => SpecialMethod::from_index(id).is_some(),
        Op::FormatValue | Op::BuildInterpolation => id <= 3,
        Op::Raise | Op::GetAwaitable => id <= 2,
        _ => id <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ExceptionEntry;

    fn code(instructions: Vec<Instr>) -> CodeTemplate {
        CodeTemplate {
            register_count: 8,
            instructions,
            constants: vec![Constant::None],
            ..CodeTemplate::default()
        }
    }

    fn message(template: &CodeTemplate) -> String {
        verify(template).map_or_else(|error| error.message, |()| "fine".into())
    }

    #[test]
    fn admits_plain_code() {
        let load = Instr::new_bc(Op::LoadConst, 0, 0, 0);
        assert_eq!(message(&code(vec![load, Instr::new(Op::Return, 0, 0, 0, 0)])), "fine");
    }

    #[test]
    fn refuses_what_could_go_wrong() {
        let ret = Instr::new(Op::Return, 0, 0, 0, 0);
        assert_eq!(message(&code(vec![])), "no instructions");
        assert_eq!(
            message(&code(vec![Instr::new(Op::Nop, 0, 0, 0, 0)])),
            "control runs past the end"
        );
        assert_eq!(message(&code(vec![Instr(255)])), "opcode 255 is undefined");
        assert_eq!(
            message(&code(vec![Instr::new(Op::BinaryAddInt, 0, 0, 0, 0), ret])),
            "BinaryAddInt is a quick form"
        );
        assert_eq!(
            message(&code(vec![Instr::new(Op::Return, 0, 8, 0, 0)])),
            "Return: register 8 of 8"
        );
        assert_eq!(
            message(&code(vec![Instr::new_bc(Op::LoadConst, 0, 0, 1), ret])),
            "LoadConst: constant 1"
        );
        assert_eq!(
            message(&code(vec![Instr::new_bc(Op::Jump, 0, 0, 1), ret])),
            "Jump: jump to 2"
        );
        assert!(message(&code(vec![Instr::new_bc(Op::Jump, 0, 0, -1)])).contains("wrong direction"));
        assert_eq!(
            message(&code(vec![Instr::new(Op::ForIter, 0, 0, 1, 0), ret])),
            "skip without Jump"
        );
        let mut bad = code(vec![ret]);
        bad.exception_table.push(ExceptionEntry {
            start: 0,
            end: 2,
            handler: 0,
            register: 0,
        });
        assert!(message(&bad).starts_with("bad exception range"));
    }
}
