//! Calls, method calls and `super()`.

use pyrs_bytecode::template::{Intrinsic, Intrinsic2};
use pyrs_bytecode::{Constant, FRAME_HEADER_WORDS, Op};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::{Expr, ExprContext, ExprKind, Keyword};

use super::collection::{is_starred, starred};
use crate::compiler::{Compiler, text_constant};
use crate::error::Step;
use crate::registers::Reg;
use crate::scopes::{Resolution, ScopeKind};

/// Arguments that a call instruction can count.
const MOST_ARGUMENTS: usize = 255;

/// The arguments of a call, after those the compiler adds.
#[derive(Clone, Copy)]
pub(crate) struct Arguments<'a> {
    pub(crate) positional: &'a [Expr],
    pub(crate) keywords: &'a [Keyword],
    /// A register passed after the positional arguments (the generic base of a class).
    pub(crate) extra: Option<Reg>,
}

impl<'a> Compiler<'a> {
    pub(super) fn call(
        &mut self,
        e: &'a Expr,
        func: &'a Expr,
        args: &'a [Expr],
        keywords: &'a [Keyword],
        dst: Reg,
    ) -> Step {
        self.check_keywords(keywords)?;
        let arguments = Arguments {
            positional: args,
            keywords,
            extra: None,
        };
        let simple = is_simple(arguments);
        if let ExprKind::Attribute {
            value,
            attr,
            ctx: ExprContext::Load,
        } = &func.kind
            && simple
        {
            return self.method_call(e, func, value, attr, arguments, dst);
        }
        let block = self.unit.regs.block_at(dst);
        self.eval(func, block)?;
        self.call_block(e.range, block, 0, arguments, dst)
    }

    /// Calls what is in call block `block`, whose first `given` arguments are in place.
    pub(crate) fn call_block(
        &mut self,
        range: TextRange,
        block: Reg,
        given: usize,
        arguments: Arguments<'a>,
        dst: Reg,
    ) -> Step {
        if !is_simple(arguments) || given + count(arguments) > MOST_ARGUMENTS {
            return self.call_spread(range, block, given, arguments, dst);
        }
        let total = given + self.plain_arguments(arguments)?;
        self.finish_call(range, (Op::Call, Op::CallKw), block, total, arguments.keywords, dst);
        Ok(())
    }

    fn plain_arguments(&mut self, arguments: Arguments<'a>) -> Step<usize> {
        for argument in arguments.positional {
            self.eval_temp(argument)?;
        }
        if let Some(extra) = arguments.extra {
            let slot = self.temp();
            self.move_to(TextRange::default(), slot, extra);
        }
        for keyword in arguments.keywords {
            self.eval_temp(&keyword.value)?;
        }
        Ok(count(arguments))
    }

    fn finish_call(
        &mut self,
        range: TextRange,
        (plain, with_names): (Op, Op),
        block: Reg,
        total: usize,
        keywords: &'a [Keyword],
        dst: Reg,
    ) {
        let (op, site) = if keywords.is_empty() {
            (plain, self.unit.pool.call_site(plain))
        } else {
            let names = keywords
                .iter()
                .filter_map(|keyword| keyword.arg.as_deref())
                .map(text_constant);
            let names = Constant::Tuple(names.collect());
            (with_names, self.unit.pool.keyword_site(with_names, names))
        };
        self.emit(range, op, total as u8, dst, block, site);
    }

    fn method_call(
        &mut self,
        e: &'a Expr,
        func: &'a Expr,
        object: &'a Expr,
        attr: &str,
        arguments: Arguments<'a>,
        dst: Reg,
    ) -> Step {
        let block = self.unit.regs.block_at(dst);
        let _receiver = self.temp();
        let mark = self.mark();
        let range = self.attribute_range(func.range, func, attr);
        if let Some((first, given)) = self.super_call(object, attr)? {
            let name = self.mangled(attr);
            let site = self.unit.pool.name_site(Op::LoadSuperMethod, name);
            self.emit(range, Op::LoadSuperMethod, given, block, first, site);
        } else {
            let object = self.last_operand(object, Some(block))?;
            let name = self.mangled(attr);
            self.attribute_site(range, Op::LoadMethod, block, object, name);
        }
        self.release(mark);
        let total = self.plain_arguments(arguments)?;
        let range = self.attribute_range(e.range, func, attr);
        self.finish_call(
            range,
            (Op::CallMethod, Op::CallMethodKw),
            block,
            total,
            arguments.keywords,
            dst,
        );
        Ok(())
    }

    /// A call with stars, or with too many arguments to count.
    fn call_spread(&mut self, range: TextRange, block: Reg, given: usize, arguments: Arguments<'a>, dst: Reg) -> Step {
        let first = block + FRAME_HEADER_WORDS;
        let (args, kwargs) = if given == 0 {
            (self.temp(), self.temp())
        } else {
            (first, first + 1)
        };
        let missing = (usize::from(first) + 2).saturating_sub(self.mark() as usize);
        self.unit.regs.run(missing);
        match (arguments.positional, arguments.extra) {
            ([only], None) if given == 0 && is_starred(only) => {
                if let ExprKind::Starred { value, .. } = &only.kind {
                    let items = self.last_operand(value, Some(args))?;
                    let star = Intrinsic2::StarArguments as u8;
                    self.emit(only.range, Op::Intrinsic2, star, args, items, block);
                }
            }
            (positional, None) if given == 0 => self.tuple(range, positional, args)?,
            (positional, extra) => {
                let list = self.temp();
                self.op(range, Op::BuildList, list, first, given as u16);
                self.append_arguments(range, list, positional)?;
                if let Some(extra) = extra {
                    self.op(range, Op::ListAppend, list, extra, 0);
                }
                self.op(range, Op::Intrinsic, args, list, Intrinsic::ListToTuple as u16);
            }
        }
        self.spread_keywords(range, block, arguments.keywords, kwargs)?;
        self.op(range, Op::CallEx, dst, block, 0);
        Ok(())
    }

    fn append_arguments(&mut self, range: TextRange, list: Reg, positional: &'a [Expr]) -> Step {
        for argument in positional {
            let mark = self.mark();
            let (op, value) = match &argument.kind {
                ExprKind::Starred { value, .. } => (Op::ListExtend, &**value),
                _ => (Op::ListAppend, argument),
            };
            let value = self.last_operand(value, None)?;
            self.op(range, op, list, value, 0);
            self.release(mark);
        }
        Ok(())
    }

    fn spread_keywords(&mut self, range: TextRange, block: Reg, keywords: &'a [Keyword], kwargs: Reg) -> Step {
        if keywords.is_empty() {
            self.op(range, Op::ClearLocal, kwargs, 0, 0);
            return Ok(());
        }
        self.op(range, Op::BuildMap, kwargs, 0, 0);
        let mut rest = keywords;
        while let Some((first, after)) = rest.split_first() {
            let mark = self.mark();
            if first.arg.is_none() {
                let mapping = self.last_operand(&first.value, None)?;
                self.op(range, Op::DictMerge, kwargs, mapping, block);
                rest = after;
            } else {
                // Adjacent names go through one dict, so that a duplicate is found by merging, as with mappings.
                let named = rest.iter().take_while(|keyword| keyword.arg.is_some()).count();
                let (group, after) = rest.split_at(named);
                self.merge_named(range, block, group, kwargs, rest.len() == keywords.len())?;
                rest = after;
            }
            self.release(mark);
        }
        Ok(())
    }

    fn merge_named(&mut self, range: TextRange, block: Reg, group: &'a [Keyword], kwargs: Reg, is_first: bool) -> Step {
        let dict = if is_first { kwargs } else { self.temp() };
        if !is_first {
            self.op(range, Op::BuildMap, dict, 0, 0);
        }
        for keyword in group {
            let mark = self.mark();
            let key = self.temp();
            self.load_text(keyword.range, key, keyword.arg.as_deref().unwrap_or(""));
            let value = self.last_operand(&keyword.value, None)?;
            self.op(keyword.range, Op::MapAdd, dict, key, value);
            self.release(mark);
        }
        if !is_first {
            self.op(range, Op::DictMerge, kwargs, dict, block);
        }
        Ok(())
    }

    pub(crate) fn check_keywords(&self, keywords: &'a [Keyword]) -> Step {
        for (index, keyword) in keywords.iter().enumerate() {
            let Some(name) = &keyword.arg else { continue };
            if &**name == "__debug__" {
                return self.error(keyword.range, "cannot assign to __debug__");
            }
            let again = keywords[index + 1..]
                .iter()
                .find(|other| other.arg.as_ref() == Some(name));
            if let Some(again) = again {
                return self.error(again.range, format!("keyword argument repeated: {name}"));
            }
        }
        Ok(())
    }

    /// For `super()` and `super(a, b)` whose attribute can be loaded directly: the first of three registers with the
    /// global `super`, the class and the object; and how many arguments were written.
    pub(super) fn super_call(&mut self, e: &'a Expr, attr: &str) -> Step<Option<(Reg, u8)>> {
        let ExprKind::Call { func, args, keywords } = &e.kind else {
            return Ok(None);
        };
        let ExprKind::Name {
            id,
            ctx: ExprContext::Load,
        } = &func.kind
        else {
            return Ok(None);
        };
        if &**id != "super" || !keywords.is_empty() || attr == "__class__" {
            return Ok(None);
        }
        let (super_name, class) = (self.names.intern("super"), self.names.intern("__class__"));
        let scope = self.table.scope(self.unit.scope);
        let plain = matches!(scope.kind, ScopeKind::Function | ScopeKind::Lambda)
            && scope.symbol(super_name).resolution == Resolution::GlobalImplicit;
        if let (true, [class, object]) = (plain, &args[..])
            && !args.iter().any(|arg| matches!(arg.kind, ExprKind::Starred { .. }))
        {
            let first = self.unit.regs.run(3);
            self.site(func.range, Op::LoadGlobal, first, super_name);
            self.eval(class, first + 1)?;
            self.eval(object, first + 2)?;
            return Ok(Some((first, 2)));
        }
        let usable = plain && args.is_empty() && scope.symbol(class).resolution == Resolution::Free;
        let (Some(first_parameter), true) = (self.unit.first_parameter, usable) else {
            return Ok(None);
        };
        let Some(class_cell) = self.unit.registers.get(&class).copied() else {
            return Ok(None);
        };
        if self
            .unit
            .comprehensions
            .iter()
            .any(|c| c.registers.contains_key(&first_parameter))
        {
            return Ok(None);
        }
        let first = self.unit.regs.run(3);
        self.site(func.range, Op::LoadGlobal, first, super_name);
        self.named(e.range, Op::LoadDeref, first + 1, class_cell, class);
        self.load_name(e.range, first_parameter, first + 2);
        Ok(Some((first, 0)))
    }
}

fn is_simple(arguments: Arguments<'_>) -> bool {
    !starred(arguments.positional)
        && arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
        && count(arguments) <= MOST_ARGUMENTS
}

fn count(arguments: Arguments<'_>) -> usize {
    arguments.positional.len() + arguments.keywords.len() + usize::from(arguments.extra.is_some())
}
