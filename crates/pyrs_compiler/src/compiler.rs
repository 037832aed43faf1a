//! The code generator's state: the stack of units, and entering and leaving them.

use std::collections::HashSet;

use pyrs_bytecode::{CodeFlags, CodeTemplate, Constant, Instr, NO_REG, Op};
use pyrs_syntax::ast::Expr;
use pyrs_syntax::{LineIndex, TextRange};

use crate::emit::{ARTIFICIAL, Emitter, HandlerId, Label};
use crate::error::{CompileError, Step};
use crate::names::{Interner, Name, NameMap, NameSet};
use crate::peephole;
use crate::pool::Pool;
use crate::registers::{Reg, Registers};
use crate::scopes::{Resolution, ScopeId, ScopeKind, SymbolFlags, SymbolTable};
use crate::unit::Unit;

/// The code generator.
pub(crate) struct Compiler<'a> {
    pub(crate) table: SymbolTable<'a>,
    pub(crate) names: Interner,
    pub(crate) lines: &'a LineIndex,
    pub(crate) optimize: u8,
    pub(crate) interactive: bool,
    /// The code being made.
    pub(crate) unit: Unit<'a>,
    /// The codes around it.
    pub(crate) outer: Vec<Unit<'a>>,
    /// Expressions that are known not to be constant, so that folding deep trees stays linear.
    pub(crate) not_constant: HashSet<*const Expr>,
}

/// Functions and classes that may nest: templates are dropped, written and verified recursively.
const MOST_NESTED: usize = 500;

/// Parameters of a unit besides its scope.
pub(crate) struct Signature {
    pub(crate) argcount: usize,
    pub(crate) posonly: usize,
    pub(crate) kwonly: usize,
    pub(crate) flags: CodeFlags,
}

impl Signature {
    pub(crate) const NONE: Signature = Signature {
        argcount: 0,
        posonly: 0,
        kwonly: 0,
        flags: CodeFlags::empty(),
    };

    /// A single positional-only parameter.
    pub(crate) const ONE: Signature = Signature {
        argcount: 1,
        posonly: 1,
        kwonly: 0,
        flags: CodeFlags::empty(),
    };
}

impl<'a> Compiler<'a> {
    pub(crate) fn emit(&mut self, range: TextRange, op: Op, x: u8, a: Reg, b: Reg, c: u16) {
        self.unit.emit.push(range, Instr::new(op, x, a, b, c));
    }

    /// `op a, b, c` without a small operand.
    pub(crate) fn op(&mut self, range: TextRange, op: Op, a: Reg, b: Reg, c: u16) {
        self.emit(range, op, 0, a, b, c);
    }

    pub(crate) fn op_bc(&mut self, range: TextRange, op: Op, a: Reg, bc: i32) {
        self.unit.emit.push(range, Instr::new_bc(op, 0, a, bc));
    }

    pub(crate) fn jump(&mut self, range: TextRange, target: Label) {
        self.unit.emit.jump(range, Op::Jump, 0, target);
    }

    pub(crate) fn loop_jump(&mut self, range: TextRange, target: Label) {
        self.unit.emit.jump(range, Op::LoopJump, 0, target);
    }

    pub(crate) fn label(&mut self) -> Label {
        self.unit.emit.label()
    }

    pub(crate) fn place(&mut self, label: Label) {
        self.unit.emit.place(label);
    }

    pub(crate) fn temp(&mut self) -> Reg {
        self.unit.regs.temp()
    }

    pub(crate) fn mark(&self) -> u32 {
        self.unit.regs.mark()
    }

    pub(crate) fn release(&mut self, mark: u32) {
        self.unit.regs.release(mark);
    }

    pub(crate) fn load_constant(&mut self, range: TextRange, dst: Reg, constant: Constant) {
        if let Constant::Int(value) = constant
            && let Ok(value) = i32::try_from(value)
        {
            return self.op_bc(range, Op::LoadInt, dst, value);
        }
        let index = self.unit.pool.constant(constant);
        self.op_bc(range, Op::LoadConst, dst, index);
    }

    pub(crate) fn load_none(&mut self, range: TextRange, dst: Reg) {
        self.load_constant(range, dst, Constant::None);
    }

    pub(crate) fn load_text(&mut self, range: TextRange, dst: Reg, text: &str) {
        self.load_constant(range, dst, text_constant(text));
    }

    pub(crate) fn move_to(&mut self, range: TextRange, dst: Reg, src: Reg) {
        if dst != src {
            self.op(range, Op::Move, dst, src, 0);
        }
    }

    /// Runs `f` with a new handler in effect that receives its exception in `register`; the label is placed by the caller.
    pub(crate) fn push_handler(&mut self, label: Label, register: Reg) -> HandlerId {
        let outer = self.unit.emit.handler;
        self.unit.emit.handler = self.unit.emit.add_handler(label, register);
        outer
    }

    pub(crate) fn set_handler(&mut self, handler: HandlerId) {
        self.unit.emit.handler = handler;
    }

    pub(crate) fn private(&self) -> Option<Name> {
        self.table.scope(self.unit.scope).private
    }

    pub(crate) fn mangled(&mut self, text: &str) -> Name {
        let private = match self.unit.comprehensions.last() {
            Some(comprehension) => self.table.scope(comprehension.scope).private,
            None => self.private(),
        };
        self.names.mangle(private, text)
    }

    pub(crate) fn kind(&self) -> ScopeKind {
        self.table.scope(self.unit.scope).kind
    }

    pub(crate) fn error<T>(&self, range: TextRange, message: impl Into<String>) -> Step<T> {
        Err(CompileError::new(range, message))
    }

    pub(crate) fn line_of(&self, range: TextRange) -> u32 {
        if range == ARTIFICIAL {
            1
        } else {
            self.lines.line(range.start)
        }
    }

    /// Starts the code of `scope`.
    pub(crate) fn enter(&mut self, scope: ScopeId, signature: Signature, first_line: u32) {
        let qualname = self.qualname(scope);
        let unit = new_unit(&self.table, scope, signature, first_line, qualname);
        self.outer.push(std::mem::replace(&mut self.unit, unit));
        self.prologue();
    }

    fn qualname(&self, id: ScopeId) -> String {
        let scope = self.table.scope(id);
        let own = &**self.names.text(scope.name);
        let parent = &self.unit;
        let parent_scope = self.table.scope(parent.scope);
        let is_definition = matches!(scope.kind, ScopeKind::Function | ScopeKind::Class);
        if is_definition {
            // A definition in a scope that declares its name global is a global one.
            let holder = match parent_scope.kind {
                ScopeKind::TypeParameters => parent_scope.parent.map(|id| self.table.scope(id)),
                _ => Some(parent_scope),
            };
            let declared = holder.is_some_and(|holder| {
                let mut names = holder
                    .symbols
                    .iter()
                    .filter(|(name, _)| &**self.names.text(**name) == own);
                names.any(|(_, symbol)| symbol.resolution == Resolution::GlobalExplicit)
            });
            if declared {
                return own.to_string();
            }
        }
        // Scopes of annotations and type parameters do not show in names.
        let skip_parameters = parent_scope.kind.restricted().is_some();
        let (outer_kind, outer_name) = if skip_parameters {
            match self.outer.last() {
                Some(outer) => (self.table.scope(outer.scope).kind, outer.qualname.as_str()),
                None => (ScopeKind::Module, ""),
            }
        } else {
            (parent_scope.kind, parent.qualname.as_str())
        };
        match outer_kind {
            ScopeKind::Module => own.to_string(),
            ScopeKind::Class | ScopeKind::Comprehension(_) => format!("{outer_name}.{own}"),
            _ => format!("{outer_name}.<locals>.{own}"),
        }
    }

    /// The instructions at the start of every code: generator object, closure, cells.
    pub(crate) fn prologue(&mut self) {
        let (cells, frees) = {
            let scope = self.table.scope(self.unit.scope);
            (scope.cells.clone(), scope.frees.len())
        };
        let generator = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        if self.unit.flags.intersects(generator) {
            let mark = self.mark();
            let sent = self.temp();
            self.op(ARTIFICIAL, Op::ReturnGenerator, sent, 0, 0);
            self.release(mark);
        }
        if frees > 0 {
            let first = self.unit.first_free;
            self.op(ARTIFICIAL, Op::CopyFreeVars, first, frees as u16, 0);
        }
        for cell in cells {
            let register = self.unit.registers[&cell];
            self.op(ARTIFICIAL, Op::MakeCell, register, 0, 0);
        }
    }

    /// Ends the current code and goes back to the one around it.
    pub(crate) fn leave(&mut self) -> Step<CodeTemplate> {
        let Some(outer) = self.outer.pop() else {
            return self.error(ARTIFICIAL, "end of code without a start");
        };
        let unit = std::mem::replace(&mut self.unit, outer);
        if self.outer.len() >= MOST_NESTED {
            return self.error(
                self.table.scope(unit.scope).range,
                "too many statically nested functions",
            );
        }
        template(&self.table, &self.names, self.lines, unit)
    }

    /// `r[dst]` = function of `code`, with its closure.
    pub(crate) fn make_function(&mut self, range: TextRange, dst: Reg, scope: ScopeId, code: CodeTemplate) {
        let index = self.unit.pool.code(code);
        self.op_bc(range, Op::MakeFunction, dst, index);
        let frees = self.table.scope(scope).frees.clone();
        if frees.is_empty() {
            return;
        }
        let mark = self.mark();
        let cells: Vec<Reg> = frees.iter().map(|name| self.cell_register(*name)).collect();
        let adjacent = cells.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let first = if adjacent {
            cells[0]
        } else {
            let first = self.unit.regs.run(cells.len());
            for (slot, cell) in (first..).zip(&cells) {
                self.move_to(range, slot, *cell);
            }
            first
        };
        let tuple = self.temp();
        self.op(range, Op::BuildTuple, tuple, first, cells.len() as u16);
        self.emit(
            range,
            Op::SetFunctionAttr,
            pyrs_bytecode::template::FunctionAttr::Closure as u8,
            dst,
            tuple,
            0,
        );
        self.release(mark);
    }

    /// The register that holds the cell of a captured name.
    pub(crate) fn cell_register(&self, name: Name) -> Reg {
        let inlined = self
            .unit
            .comprehensions
            .iter()
            .rev()
            .find_map(|c| c.registers.get(&name));
        inlined
            .or_else(|| self.unit.registers.get(&name))
            .copied()
            .unwrap_or(NO_REG)
    }
}

/// A str constant.
pub(crate) fn text_constant(text: &str) -> Constant {
    Constant::Str(text.as_bytes().into())
}

/// The empty unit of a scope, with its registers laid out.
pub(crate) fn new_unit<'a>(
    table: &SymbolTable<'a>,
    id: ScopeId,
    signature: Signature,
    first_line: u32,
    qualname: String,
) -> Unit<'a> {
    let scope = table.scope(id);
    let mut layout = Layout::default();
    let mut walrus = NameSet::default();
    let is_function = scope.kind.is_function_like();
    if is_function {
        for name in scope
            .order
            .iter()
            .filter(|name| scope.symbol(**name).flags.contains(SymbolFlags::PARAMETER))
        {
            layout.local(*name);
        }
        for name in &scope.order {
            let symbol = scope.symbol(*name);
            if symbol.resolution == Resolution::Local {
                layout.local(*name);
            }
            if symbol.flags.contains(SymbolFlags::WALRUS) {
                walrus.insert(*name);
            }
        }
        comprehension_locals(table, id, scope, &mut layout);
    }
    let varnames = std::mem::take(&mut layout.varnames);
    for name in &scope.cells {
        layout.assign(*name);
    }
    let first_free = layout.next as Reg;
    for name in &scope.frees {
        layout.assign_always(*name);
    }
    let mut flags = signature.flags;
    if is_function {
        flags |= CodeFlags::OPTIMIZED | CodeFlags::NEWLOCALS;
    }
    if scope.nested && is_function {
        flags |= CodeFlags::NESTED;
    }
    if table.future_annotations {
        flags |= CodeFlags::FUTURE_ANNOTATIONS;
    }
    let mut emit = Emitter::new();
    emit.parameters = [CodeFlags::VARARGS, CodeFlags::VARKEYWORDS]
        .iter()
        .filter(|f| flags.contains(**f))
        .count() as u32
        + (signature.argcount + signature.kwonly) as u32;
    Unit {
        scope: id,
        qualname,
        first_line,
        flags,
        argcount: signature.argcount as u32,
        posonly_argcount: signature.posonly as u32,
        kwonly_argcount: signature.kwonly as u32,
        emit,
        pool: Pool::default(),
        regs: Registers::new(layout.next),
        blocks: Vec::new(),
        registers: layout.registers,
        first_parameter: varnames.first().copied().filter(|_| signature.argcount > 0),
        varnames,
        walrus,
        comprehensions: Vec::new(),
        comprehension_locals: layout.comprehension_locals,
        first_free,
        static_attributes: Vec::new(),
    }
}

#[derive(Default)]
struct Layout {
    registers: NameMap<Name, Reg>,
    varnames: Vec<Name>,
    comprehension_locals: NameMap<Name, Reg>,
    next: usize,
}

impl Layout {
    fn local(&mut self, name: Name) {
        if !self.registers.contains_key(&name) {
            self.varnames.push(name);
            self.assign_always(name);
        }
    }

    fn assign(&mut self, name: Name) {
        if !self.registers.contains_key(&name) {
            self.assign_always(name);
        }
    }

    fn assign_always(&mut self, name: Name) {
        self.registers.insert(name, self.next as Reg);
        self.next += 1;
    }
}

/// Gives variables of inlined comprehensions a register with a name, where the function has no variable of that name.
fn comprehension_locals(
    table: &SymbolTable<'_>,
    id: ScopeId,
    function: &crate::scopes::Scope<'_>,
    layout: &mut Layout,
) {
    for child in &table.scope(id).children {
        let scope = table.scope(*child);
        if !scope.inlined {
            continue;
        }
        for name in &scope.order {
            let own = scope.symbol(*name).resolution == Resolution::Local;
            if own && !function.symbols.contains_key(name) && !layout.comprehension_locals.contains_key(name) {
                layout.comprehension_locals.insert(*name, layout.next as Reg);
                layout.varnames.push(*name);
                layout.next += 1;
            }
        }
        comprehension_locals(table, *child, function, layout);
    }
}

/// The finished code of a unit.
pub(crate) fn template(
    table: &SymbolTable<'_>,
    names: &Interner,
    lines: &LineIndex,
    mut unit: Unit<'_>,
) -> Step<CodeTemplate> {
    let scope = table.scope(unit.scope);
    let Some(register_count) = unit.regs.count() else {
        return Err(CompileError::new(
            scope.range,
            format!("too many local variables and temporaries in '{}'", unit.qualname),
        ));
    };
    if unit.pool.overflowed() {
        return Err(CompileError::new(
            scope.range,
            format!("too many names in '{}'", unit.qualname),
        ));
    }
    peephole::run(&mut unit.emit);
    let text = |name: Name| Box::<str>::from(&**names.text(name));
    let cellvars = scope
        .cells
        .iter()
        .map(|cell| (text(*cell), unit.registers[cell]))
        .collect();
    Ok(CodeTemplate {
        name: text(scope.name),
        qualname: unit.qualname.as_str().into(),
        first_line: unit.first_line,
        flags: unit.flags,
        argcount: unit.argcount,
        posonly_argcount: unit.posonly_argcount,
        kwonly_argcount: unit.kwonly_argcount,
        register_count,
        varnames: unit.varnames.iter().map(|name| text(*name)).collect(),
        cellvars,
        freevars: scope.frees.iter().map(|name| text(*name)).collect(),
        first_free_register: unit.first_free,
        names: unit.pool.name_texts(names),
        instructions: unit.emit.finish(),
        exception_table: unit.emit.exception_table(),
        positions: unit.emit.positions(lines, unit.first_line),
        constants: unit.pool.constants,
        caches: unit.pool.caches,
    })
}
