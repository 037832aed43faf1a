//! Drives Cranelift: settings, declarations, the two functions of a unit, and what is kept of the result.

use crate::lower::{Lowering, WINDOW_HEADER};
use crate::memory::CodeArena;
use crate::window::SiteRecord;
use cranelift_codegen::ir::{self, AbiParam, Signature, types};
use cranelift_codegen::isa::{CallConv, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable};
use cranelift_codegen::{Context, ir::UserFuncName};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_jit::{JITBuilder, JITModule};
use cranelift_module::{FuncId, Linkage, Module};
use pyrs_abi::{DeoptReason, Helper, Word};
use pyrs_hir::ir::{Function, UnitKind};

/// What a unit's code refers to.
pub struct Unit<'a> {
    /// Number of the unit, part of its sites.
    pub number: u32,
    /// Address of a byte that becomes nonzero when the code is no longer valid.
    pub invalid_flag: *const u8,
    /// Count of guards until the next forced exit, for stress runs; null otherwise.
    pub stress_counter: *const u64,
    /// Counts of all runs of functions, and of those through the entry with arguments in memory; null where nobody asks.
    pub call_counters: [*const u64; 2],
    /// Addresses of the helpers in order of [`Helper::ALL`].
    pub helpers: &'a [*const u8],
}

/// What to keep besides the code.
#[derive(Clone, Copy, Default)]
pub struct Options {
    /// Keep the Cranelift IR as text.
    pub clif: bool,
    /// Keep the disassembly.
    pub assembly: bool,
}

/// Where an exit leads.
#[derive(Clone, Debug)]
pub struct ExitRecord {
    /// Bytecode index.
    pub pc: u32,
    /// Why.
    pub reason: DeoptReason,
    /// An exception is pending.
    pub raising: bool,
    /// Live registers, whose words are in the window.
    pub registers: Vec<u16>,
}

/// A compiled unit.
pub struct Compiled {
    /// The code: arguments in registers.
    pub direct: *const u8,
    /// Entry with arguments in memory; for loops and resumptions the same as `direct`.
    pub entry: *const u8,
    /// Bytes of the code.
    pub size: usize,
    /// Exits by number.
    pub exits: Vec<ExitRecord>,
    /// Places where the frame may be looked at, by number.
    pub sites: Vec<SiteRecord>,
    /// Return addresses, as offsets in the code, with their site; ascending.
    pub call_sites: Vec<(u32, u32)>,
    /// Bytes from the frame pointer to the registers of the window.
    pub window: i64,
    /// Cranelift IR, if wanted.
    pub clif: String,
    /// Disassembly, if wanted.
    pub assembly: String,
}

/// The code generator of a process.
pub struct Generator {
    isa: OwnedTargetIsa,
    arena: CodeArena,
    context: FunctionBuilderContext,
}

/// Declared helpers of a module.
pub(crate) struct Helpers {
    ids: Vec<FuncId>,
}

fn word(kind: Word) -> AbiParam {
    AbiParam::new(match kind {
        Word::Int => types::I64,
        Word::Float => types::F64,
    })
}

impl Helpers {
    fn declare(module: &mut JITModule) -> Result<Helpers, String> {
        let mut ids = Vec::with_capacity(Helper::ALL.len());
        for helper in Helper::ALL {
            let info = helper.info();
            let mut signature = Signature::new(module.isa().default_call_conv());
            signature.params = info.params.iter().map(|kind| word(*kind)).collect();
            signature.returns = info.result.iter().map(|kind| word(*kind)).collect();
            let id = module.declare_function(info.name, Linkage::Import, &signature);
            ids.push(id.map_err(|error| error.to_string())?);
        }
        Ok(Helpers { ids })
    }

    /// The helper in a function.
    pub(crate) fn reference(&self, module: &mut JITModule, function: &mut ir::Function, helper: Helper) -> ir::FuncRef {
        module.declare_func_in_func(self.ids[helper as usize], function)
    }
}

impl Generator {
    /// A generator for this machine.
    pub fn new() -> Result<Generator, String> {
        let mut flags = settings::builder();
        let verifier = if cfg!(debug_assertions) { "true" } else { "false" };
        for (name, value) in [
            ("opt_level", "none"),
            ("regalloc_algorithm", "backtracking"),
            ("enable_verifier", verifier),
            ("preserve_frame_pointers", "true"),
            ("is_pic", "false"),
            ("use_colocated_libcalls", "false"),
        ] {
            flags.set(name, value).map_err(|error| error.to_string())?;
        }
        let isa = cranelift_native::builder()
            .map_err(str::to_string)?
            .finish(settings::Flags::new(flags))
            .map_err(|error| error.to_string())?;
        Ok(Generator {
            isa,
            arena: CodeArena::new().map_err(|error| error.to_string())?,
            context: FunctionBuilderContext::new(),
        })
    }

    /// Compiles a unit.
    pub fn compile(&mut self, function: &Function, unit: &Unit, options: Options) -> Result<Compiled, String> {
        let mut builder = JITBuilder::with_isa(self.isa.clone(), cranelift_module::default_libcall_names());
        let addresses: Vec<usize> = unit.helpers.iter().map(|address| *address as usize).collect();
        builder.symbol_lookup_fn(Box::new(move |name| {
            let helper = Helper::from_name(name)?;
            addresses.get(helper as usize).map(|address| *address as *const u8)
        }));
        builder.memory_provider(Box::new(self.arena.provider()));
        let mut module = JITModule::new(builder);
        let result = self.define(&mut module, function, unit, options);
        if result.is_err() {
            // SAFETY: nothing has a pointer into the module.
            unsafe { module.free_memory() };
        }
        // The code stays in the arena when the module goes.
        result
    }

    fn define(
        &mut self,
        module: &mut JITModule,
        function: &Function,
        unit: &Unit,
        options: Options,
    ) -> Result<Compiled, String> {
        let text = |error: cranelift_module::ModuleError| format!("{error:?}");
        let helpers = Helpers::declare(module)?;
        let signature = direct_signature(function, self.isa.default_call_conv());
        let direct = module
            .declare_function("direct", Linkage::Local, &signature)
            .map_err(text)?;
        let mut context = Context::new();
        context.set_disasm(options.assembly);
        context.func = ir::Function::with_name_signature(UserFuncName::user(0, direct.as_u32()), signature.clone());
        let builder = FunctionBuilder::new(&mut context.func, &mut self.context);
        let (exits, sites, window) = Lowering::run(builder, module, &helpers, function, unit)?;
        let clif = if options.clif {
            context.func.display().to_string()
        } else {
            String::new()
        };
        module.define_function(direct, &mut context).map_err(text)?;
        let (size, call_sites, assembly) = details(&context)?;
        let window = window_offset(&context, window)?;
        let entry = match function.kind {
            UnitKind::Loop | UnitKind::Resume => None,
            UnitKind::Function => Some(self.define_entry(module, function, direct, unit.call_counters[1])?),
        };
        module.finalize_definitions().map_err(text)?;
        let address = module.get_finalized_function(direct);
        Ok(Compiled {
            direct: address,
            entry: entry.map_or(address, |entry| module.get_finalized_function(entry)),
            size,
            exits,
            sites,
            call_sites,
            window,
            clif,
            assembly,
        })
    }

    /// The entry that takes its arguments from memory, and keeps what the thread knows of native frames below.
    fn define_entry(
        &mut self,
        module: &mut JITModule,
        function: &Function,
        direct: FuncId,
        counter: *const u64,
    ) -> Result<FuncId, String> {
        use cranelift_codegen::ir::{InstBuilder, MemFlagsData};
        use pyrs_object::thread::offsets;
        let mut signature = Signature::new(self.isa.default_call_conv());
        signature.params = vec![AbiParam::new(types::I64); 3];
        signature.returns = vec![AbiParam::new(types::I64)];
        let text = |error: cranelift_module::ModuleError| format!("{error:?}");
        let id = module
            .declare_function("entry", Linkage::Local, &signature)
            .map_err(text)?;
        let mut context = Context::new();
        context.func = ir::Function::with_name_signature(UserFuncName::user(0, id.as_u32()), signature);
        let mut builder = FunctionBuilder::new(&mut context.func, &mut self.context);
        let block = builder.create_block();
        builder.append_block_params_for_function_params(block);
        builder.switch_to_block(block);
        let [thread, callee, memory] = [0, 1, 2].map(|index| builder.block_params(block)[index]);
        let flags = MemFlagsData::trusted();
        if !counter.is_null() {
            let address = builder.ins().iconst(types::I64, counter as i64);
            let count = builder.ins().load(types::I64, flags, address, 0);
            let one = builder.ins().iconst(types::I64, 1);
            let count = builder.ins().iadd(count, one);
            builder.ins().store(flags, count, address, 0);
        }
        let frame = builder
            .ins()
            .load(types::I64, flags, thread, offsets::NATIVE_FRAME as i32);
        let site = builder
            .ins()
            .load(types::I64, flags, thread, offsets::NATIVE_SITE as i32);
        let mut arguments = vec![thread, callee];
        for index in 0..function.parameters as i32 {
            arguments.push(builder.ins().load(types::I64, flags, memory, 8 * index));
        }
        let target = module.declare_func_in_func(direct, builder.func);
        let call = builder.ins().call(target, &arguments);
        let result = builder.inst_results(call)[0];
        builder.ins().store(flags, frame, thread, offsets::NATIVE_FRAME as i32);
        builder.ins().store(flags, site, thread, offsets::NATIVE_SITE as i32);
        builder.ins().return_(&[result]);
        builder.seal_all_blocks();
        builder.finalize(module.target_config());
        module.define_function(id, &mut context).map_err(text)?;
        Ok(id)
    }
}

fn direct_signature(function: &Function, convention: CallConv) -> Signature {
    let mut signature = Signature::new(convention);
    let words = match function.kind {
        UnitKind::Loop => 2,
        UnitKind::Function | UnitKind::Resume => 2 + function.parameters as usize,
    };
    signature.params = vec![AbiParam::new(types::I64); words];
    signature.returns = vec![AbiParam::new(types::I64)];
    signature
}

/// Where the registers of the window are, from the frame pointer.
fn window_offset(context: &Context, window: ir::StackSlot) -> Result<i64, String> {
    let code = context.compiled_code().ok_or("no code")?;
    let layout = code.buffer.frame_layout().ok_or("no layout of the frame")?;
    let from_bottom = layout.stackslots[window].offset as i64 + i64::from(WINDOW_HEADER);
    Ok(from_bottom - i64::from(layout.frame_to_fp_offset))
}

/// Size, call sites and disassembly.
type Details = (usize, Vec<(u32, u32)>, String);

fn details(context: &Context) -> Result<Details, String> {
    let code = context.compiled_code().ok_or("no code")?;
    let locations = code.buffer.get_srclocs_sorted();
    let location_of = |offset: u32| {
        let found = locations
            .iter()
            .find(|range| range.start < offset && offset <= range.end);
        found.map_or(0, |range| range.loc.bits())
    };
    let sites = code
        .buffer
        .call_sites()
        .map(|site| (site.ret_addr, location_of(site.ret_addr)))
        .collect();
    let assembly = code.vcode.clone().unwrap_or_default();
    Ok((code.code_buffer().len(), sites, assembly))
}
