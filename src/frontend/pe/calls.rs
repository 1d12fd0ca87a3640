//! Calls: whom, with what, and what is left of the registers and the stack afterwards.

use super::body::{decoder, target_of};
use super::debug::{Convention, convention};
use super::image::Image;
use super::imports::{Import, ImportName, Imports};
use super::lower::{Context, Signature};
use super::machine::{Extent, Machine, RAX, RCX, RDX, RSP};
use super::text;
use super::value::{LONGEST_PATH, Sym, choice};
use crate::flow::{Callee, Event, Expr, Place, Proj, UnOp};
use crate::models::{ApiId, MacroMeaning, Out, Root, RootFrom, Store};
use iced_x86::{FlowControl, Instruction, Mnemonic, OpKind, Register};

/// Whom a call calls.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Target {
    Import(u32),
    Function(u32),
    Pointer(Sym),
    /// Code that only makes room on the stack or checks a pointer: nothing happens.
    Nothing,
}

/// Functions of compilers' runtimes that end a path; that of x64's `_local_unwind` goes on elsewhere.
const NEVER_RETURN: [&str; 4] = ["_CxxThrowException", "__report_gsfailure", "_invalid_parameter_noinfo_noreturn", LOCAL_UNWIND];
/// Runs `__finally` blocks, then goes on where it is told to.
const LOCAL_UNWIND: &str = "_local_unwind";
/// Registers that a call does not give back: of x64, and of x86.
const SCRATCH_64: [usize; 7] = [RAX, RCX, RDX, 8, 9, 10, 11];
const SCRATCH_32: [usize; 3] = [RAX, RCX, RDX];
/// The registers of the first arguments.
pub(super) const ARGUMENTS_64: [usize; 4] = [RCX, RDX, 8, 9];
/// … of x86: of methods and fast calls, and of functions that the compiler knows all callers of.
pub(super) const ARGUMENTS_32: [usize; 3] = [RCX, RDX, RAX];

impl Context<'_> {
    /// The name of an import, or of a function that was asked for by name.
    pub(super) fn import_name(&self, import: u32) -> String {
        match self.imports.get(import) {
            Some(Import { name: ImportName::Name(name), .. }) => (*name).to_owned(),
            Some(Import { name: ImportName::Ordinal(n), dll, .. }) => format!("{dll}#{n}"),
            None => self.dynamic.borrow().name(import, self.apis.len()).unwrap_or_default().to_owned(),
        }
    }

    /// How an imported function of 32-bit code is called, if its name tells.
    pub(super) fn convention(&self, import: u32) -> Option<Convention> {
        if self.image.is_64 {
            return None;
        }
        *self.conventions.borrow_mut().entry(import).or_insert_with(|| convention(&self.import_name(import)))
    }

    /// The modelled function that an import is.
    pub(super) fn api_of(&self, import: u32) -> Option<ApiId> {
        match self.apis.get(import as usize) {
            Some(api) => *api,
            None => self.models.api(self.dynamic.borrow().name(import, self.apis.len())?),
        }
    }

    /// What code at an address is: itself, or a jump to something else.
    pub(super) fn resolve(&self, rva: u32) -> Target {
        resolve(self.image, self.imports, rva)
    }

    /// How what a call calls is called, if that is code that was given.
    pub(super) fn signature_of(&self, target: &Target) -> Option<Signature> {
        match target {
            Target::Function(rva) => self.signature(*rva),
            Target::Import(import) if self.api_of(*import).is_none() => (self.linked)(*import).and_then(|l| l.signature.clone()),
            _ => None,
        }
    }

    /// `HRESULT_FROM_WIN32` as a function of its own: unoptimised code calls it.
    fn is_hresult_from_win32(&self, rva: u32) -> bool {
        const LONGEST: usize = 28;
        const FACILITY: u32 = 0x8007_0000;
        let Some(mut decoder) = decoder(self.image, rva) else { return false };
        let mut found = false;
        for _ in 0..LONGEST {
            let i = decoder.decode();
            match i.mnemonic() {
                Mnemonic::Call | Mnemonic::INVALID => return false,
                Mnemonic::Or => found |= i.try_immediate(1).is_ok_and(|v| v as u32 == FACILITY),
                Mnemonic::Ret => return found,
                _ => {}
            }
        }
        false
    }

    /// The code of a helper of 32-bit code that builds its caller's frame or takes it down, as `__SEH_prolog4` and
    /// `__EH_epilog3` do: told by its shape, one straight way that writes the list of exception handlers (`fs:[0]`) once. Its own
    /// calls only check the frame.
    pub(super) fn frame_helper(&self, rva: u32) -> Option<Vec<Instruction>> {
        const LONGEST: usize = 48;
        if self.image.is_64 {
            return None;
        }
        let mut decoder = decoder(self.image, rva)?;
        let (mut code, mut writes) = (Vec::new(), 0);
        while code.len() < LONGEST && decoder.can_decode() {
            let i = decoder.decode();
            match i.flow_control() {
                FlowControl::Next => {
                    let writes_list = i.op0_kind() == OpKind::Memory && i.memory_segment() == Register::FS && i.mnemonic() == Mnemonic::Mov;
                    writes += usize::from(writes_list);
                    code.push(i);
                }
                FlowControl::Call => {}
                FlowControl::UnconditionalBranch => decoder = super::body::decoder(self.image, target_of(&i)?)?,
                FlowControl::Return => return (writes == 1 && i.op_count() == 0).then_some(code),
                _ => return None,
            }
        }
        None
    }

    /// The constant address that a call or jump through memory reads.
    pub(super) fn slot_of(&self, i: &Instruction) -> Option<u32> {
        slot_of(self.image, i)
    }

    /// Whether a call runs `__finally` blocks and goes on elsewhere.
    pub(super) fn unwinds_locally(&self, i: &Instruction) -> bool {
        self.imported(i).is_some_and(|import| self.import_name(import) == LOCAL_UNWIND)
    }

    /// The imported function that a call calls.
    fn imported(&self, i: &Instruction) -> Option<u32> {
        match i.op0_kind() {
            OpKind::Memory | OpKind::Register => self.slot_of(i).and_then(|s| self.imports.at_slot(s)),
            _ => match target_of(i).map(|t| self.resolve(t)) {
                Some(Target::Import(import)) => Some(import),
                _ => None,
            },
        }
    }

    /// Whether code never comes back from this call.
    pub(super) fn never_returns(&self, i: &Instruction) -> bool {
        let Some(import) = self.imported(i) else { return false };
        match self.api_of(import) {
            Some(api) => self.models.get(api).noreturn,
            None => NEVER_RETURN.contains(&self.import_name(import).as_str()),
        }
    }
}

/// What code at an address is: itself, or a jump to something else.
pub(super) fn resolve(image: &Image<'_>, imports: &Imports<'_>, rva: u32) -> Target {
    let mut at = rva;
    for _ in 0..4 {
        let Some(mut decoder) = decoder(image, at) else { return Target::Function(at) };
        let mut i = decoder.decode();
        if matches!(i.mnemonic(), Mnemonic::Endbr64 | Mnemonic::Endbr32) {
            i = decoder.decode();
        }
        match (i.mnemonic(), i.op0_kind()) {
            (Mnemonic::Jmp, OpKind::Memory) => {
                return match slot_of(image, &i).and_then(|s| imports.at_slot(s)) {
                    Some(import) => Target::Import(import),
                    None => Target::Function(at),
                };
            }
            (Mnemonic::Jmp, OpKind::NearBranch32 | OpKind::NearBranch64) => match target_of(&i) {
                Some(to) => at = to,
                None => return Target::Function(at),
            },
            (Mnemonic::Jmp, OpKind::Register) => return Target::Pointer(Sym::Unknown),
            (Mnemonic::Ret, _) => return Target::Nothing,
            (Mnemonic::Cmp, _) if checks_cookie(image, at) => return Target::Nothing,
            _ => return Target::Function(at),
        }
    }
    Target::Function(at)
}

fn slot_of(image: &Image<'_>, i: &Instruction) -> Option<u32> {
    let alone = i.memory_base() == Register::None && i.memory_index() == Register::None;
    match i.op0_kind() {
        OpKind::Memory if i.is_ip_rel_memory_operand() => Some(i.ip_rel_memory_address() as u32),
        OpKind::Memory if alone => image.rva_of(i.memory_displacement64()),
        _ => None,
    }
}

impl Machine<'_, '_> {
    fn target(&mut self, i: &Instruction) -> Target {
        if let Some(to) = target_of(i) {
            return self.ctx.resolve(to);
        }
        match self.read(i, 0) {
            Sym::Import(import) => Target::Import(import),
            Sym::Addr(rva) if self.ctx.image.is_code(rva) => match self.ctx.resolve(rva) {
                // control-flow guard: the checked pointer is in rax
                Target::Pointer(_) if self.ctx.image.is_64 => self.pointer_target(self.env.regs[RAX].clone()),
                other => other,
            },
            other => self.pointer_target(other),
        }
    }

    fn pointer_target(&self, pointer: Sym) -> Target {
        match pointer {
            Sym::Import(import) => Target::Import(import),
            Sym::Addr(rva) if self.ctx.image.is_code(rva) => Target::Function(rva),
            other => Target::Pointer(other),
        }
    }

    /// A call; `after` are the instructions that follow it.
    pub(super) fn call(&mut self, i: &Instruction, after: &[Instruction]) {
        if asks_where_it_is(i) {
            let word = self.ctx.image.word_size() as i32;
            if let Sym::Stack(at) = self.env.regs[RSP] {
                self.env.regs[RSP] = Sym::Stack(at - word);
                self.store_slot(at - word, Sym::Addr(i.next_ip() as u32), word as usize);
            }
            self.pushed += word;
            return;
        }
        let target = self.target(i);
        let makes_room = after.first().is_some_and(|n| {
            n.mnemonic() == Mnemonic::Sub && MachineRegister::is_stack(n.op0_register()) && n.op1_kind() == OpKind::Register
        });
        if target == Target::Nothing || makes_room {
            return;
        }
        if let (Target::Function(rva), false) = (&target, self.ctx.image.is_64)
            && self.ctx.makes_room(*rva)
        {
            if let (Sym::Stack(at), Sym::Const(size)) = (self.env.regs[RSP].clone(), self.env.regs[RAX].clone()) {
                self.env.regs[RSP] = Sym::Stack(at.wrapping_sub(size as i32));
            }
            return;
        }
        if let Target::Function(rva) = &target
            && let Some(code) = self.ctx.frame_helper(*rva)
        {
            return self.run_in_frame(&code);
        }
        let signature = self.ctx.signature_of(&target);
        let pops = self.pops(&target, signature.as_ref(), after);
        if let Some(converted) = self.converted(&target, signature.as_ref(), self.env.regs[RSP].clone()) {
            self.after_call(signature.as_ref(), pops);
            self.env.regs[RAX] = converted;
            return;
        }
        let asked = self.asked_for(&target);
        self.emit_call(&target, signature.as_ref(), self.env.regs[RSP].clone(), pops);
        self.after_call(signature.as_ref(), pops);
        if signature.is_some_and(|s| s.shares_frame) {
            self.give_up_slots();
        }
        if let Some(function) = asked {
            self.env.regs[RAX] = Sym::Import(function);
        }
    }

    /// The status that a call makes of another one, if that is all it does.
    fn converted(&mut self, target: &Target, signature: Option<&Signature>, stack: Sym) -> Option<Sym> {
        let how = match target {
            Target::Function(rva) => self.ctx.is_hresult_from_win32(*rva).then_some(UnOp::HresultFromWin32)?,
            Target::Import(import) => match self.ctx.models.macro_meaning(&self.ctx.import_name(*import))? {
                MacroMeaning::Win32FromStatus => UnOp::Win32FromStatus,
                _ => return None,
            },
            Target::Pointer(_) | Target::Nothing => return None,
        };
        let register = signature.filter(|s| s.registers > 0 && !self.ctx.image.is_64);
        let status = match register {
            Some(s) => self.env.regs[ARGUMENTS_32[s.registers as usize - 1]].clone(),
            None => self.argument(0, &stack),
        };
        let status = self.expr(&status);
        Some(Sym::expr(super::value::unary(how, status)))
    }

    /// Runs code that a call leads to as if it stood here: the return address is pushed, and taken off in the end.
    fn run_in_frame(&mut self, code: &[Instruction]) {
        let (span, word) = (self.span, self.ctx.image.word_size() as i32);
        if let Sym::Stack(at) = self.env.regs[RSP] {
            self.env.regs[RSP] = Sym::Stack(at.wrapping_sub(word));
            self.store_slot(at.wrapping_sub(word), Sym::Unknown, word as usize);
        }
        code.iter().for_each(|i| self.step(i));
        self.env.regs[RSP] = self.env.regs[RSP].plus(i64::from(word), true);
        self.span = span;
        self.fresh = 0;
        self.fresh_slots.clear();
        self.pushed = 0;
    }

    /// The modelled function whose address `GetProcAddress` is asked for here.
    fn asked_for(&mut self, target: &Target) -> Option<u32> {
        let Target::Import(import) = target else { return None };
        if self.ctx.import_name(*import) != "GetProcAddress" {
            return None;
        }
        let stack = self.env.regs[RSP].clone();
        let Sym::Addr(name) = self.argument(1, &stack) else { return None };
        let name = text::of_width(self.ctx.image, name, false)?;
        self.ctx.models.api(&name)?;
        Some(self.ctx.dynamic.borrow_mut().number(&name, self.ctx.apis.len()))
    }

    /// A jump to another function: a call whose value is returned.
    pub(super) fn tail(&mut self, i: &Instruction) -> Expr {
        let target = self.target(i);
        let signature = self.ctx.signature_of(&target);
        // the return address stays where it is: arguments lie as if it had been pushed by this call
        let word = self.ctx.image.word_size() as i32;
        let stack = self.env.regs[RSP].plus(i64::from(word), true);
        if let Some(converted) = self.converted(&target, signature.as_ref(), stack.clone()) {
            return self.expr(&converted);
        }
        if target != Target::Nothing {
            self.emit_call(&target, signature.as_ref(), stack, None);
            self.after_call(signature.as_ref(), None);
        }
        let value = self.env.regs[RAX].clone();
        self.expr(&value)
    }

    fn emit_call(&mut self, target: &Target, signature: Option<&Signature>, stack: Sym, pops: Option<i32>) {
        let (callee, api, wide) = self.callee(target);
        let preserves = signature.is_some_and(|s| s.keeps_rax);
        self.held = match api {
            Some(api) => self.api_arguments(api, &stack, wide),
            // what a name tells counts only if the code is not at hand
            None => match signature.is_none().then(|| self.decorated_arguments(target, &stack)).flatten() {
                Some(arguments) => arguments,
                None => self.arguments(signature, &stack, pops),
            },
        };
        self.save_shared();
        if !preserves {
            self.save_users_of(RAX);
        }
        let args = std::mem::take(&mut self.held);
        if let Some(api) = api {
            self.name_members(api, &args);
        }
        let wanted = self.live >> RAX & 1 == 1 && !preserves;
        let result = wanted.then(|| Place::local(crate::flow::LocalId(RAX as u32)));
        let span = self.span;
        let element = api.and_then(|a| self.ctx.models.get(a).releases.as_ref()).and_then(|r| args.get(r.arg as usize));
        let closes_any = element.is_some_and(is_element_of_stack);
        let filled = api.and_then(|a| self.filled_member(a, &args));
        let stored = api.map_or_else(Vec::new, |a| self.stored_members(a, &args));
        self.push(Event::Call { callee, args, result, span, name: span });
        if let Some((named, lies)) = filled {
            self.slots.clear();
            self.assign(lies, Expr::Place(named));
        }
        for (named, lies) in stored {
            self.assign(lies, Expr::Place(named));
        }
        if closes_any {
            self.give_up_slots();
        }
        if !preserves {
            self.env.regs[RAX] = Sym::local(crate::flow::LocalId(RAX as u32));
        }
        // what the callee can reach may have changed while it ran
        self.save_shared();
    }

    /// An element of an array was closed, and nobody knows which: any slot whose address is known may be it.
    fn give_up_slots(&mut self) {
        let mut slots: Vec<i32> = self.taken.keys().copied().collect();
        slots.sort_unstable();
        for at in slots {
            let place = self.slot(at);
            self.push(Event::Havoc(place));
        }
    }

    /// Whether a jump through a register or a table goes on inside the function: the room on the stack is not given back.
    pub(super) fn jumps_inside(&mut self, i: &Instruction) -> bool {
        let moved = matches!(self.env.regs[RSP], Sym::Stack(at) if at != 0);
        moved && i.flow_control() == FlowControl::IndirectBranch && matches!(self.target(i), Target::Pointer(_))
    }

    /// Code that can't be followed goes on with all that is here.
    pub(super) fn give_up_everything(&mut self) {
        for local in 0..self.locals.len() {
            self.push(Event::Havoc(Place::local(crate::flow::LocalId(local as u32))));
        }
    }

    fn callee(&mut self, target: &Target) -> (Callee, Option<ApiId>, Option<bool>) {
        match target {
            Target::Import(import) => {
                let name = self.ctx.import_name(*import);
                match self.ctx.api_of(*import) {
                    Some(api) => {
                        if self.writes {
                            self.api_calls.push((self.span.start, name.clone()));
                        }
                        let wide = width(&name);
                        (Callee::Api(api), Some(api), wide)
                    }
                    None => match (self.ctx.linked)(*import) {
                        Some(linked) => (Callee::Exact(linked.name.as_str().into(), linked.file, linked.rva), None, None),
                        None => (Callee::Named(name.into()), None, None),
                    },
                }
            }
            Target::Function(rva) => {
                let name = self.ctx.name_of(*rva);
                // a DLL that implements or links in a published function: what is published counts
                match self.ctx.models.api(&name).filter(|_| !name.contains(':')) {
                    Some(api) => {
                        let wide = width(&name);
                        if self.writes {
                            self.api_calls.push((self.span.start, name));
                        }
                        (Callee::Api(api), Some(api), wide)
                    }
                    None => (Callee::Exact(name.into(), self.ctx.file, *rva), None, None),
                }
            }
            Target::Pointer(sym) => {
                let e = self.expr(sym);
                (Callee::Pointer(e), None, None)
            }
            Target::Nothing => (Callee::Named("".into()), None, None),
        }
    }

    fn argument(&mut self, n: usize, stack: &Sym) -> Sym {
        let word = self.ctx.image.word_size() as i32;
        if self.ctx.image.is_64
            && let Some(register) = ARGUMENTS_64.get(n)
        {
            return self.env.regs[*register].clone();
        }
        match stack {
            Sym::Stack(at) => self.slot_value(at + n as i32 * word),
            _ => Sym::Unknown,
        }
    }

    fn api_arguments(&mut self, api: ApiId, stack: &Sym, wide: Option<bool>) -> Vec<Expr> {
        let function = self.ctx.models.get(api);
        let count = function.params.map_or_else(|| function.highest_argument().map_or(0, |h| h as usize + 1), usize::from);
        let text = function.acquires.as_ref().and_then(|a| a.subkey).map(usize::from);
        let root = match function.acquires.as_ref().map(|a| &a.root) {
            Some(RootFrom::Arg(n)) => Some(usize::from(*n)),
            _ => function.uses.first().copied().map(usize::from),
        };
        let mut all = Vec::with_capacity(count);
        for n in 0..count {
            let value = self.argument(n, stack);
            let known = match (&value, wide) {
                (Sym::Addr(rva), Some(wide)) if Some(n) == text => text::of_width(self.ctx.image, *rva, wide),
                _ => None,
            };
            let argument = match known {
                Some(text) => Expr::Str(text.into()),
                None => self.expr(&value),
            };
            all.push(if Some(n) == root { self.chosen(argument) } else { argument });
        }
        all
    }

    /// A root that was computed from a condition, as one of two.
    pub(super) fn chosen(&mut self, root: Expr) -> Expr {
        let Some((cond, yes, no)) = choice(&root) else { return root };
        if [yes, no].iter().all(|v| Root::of_value(*v).is_none()) {
            return root;
        }
        let place = Place::local(self.temporary());
        self.assign(place.clone(), Expr::Const(no));
        let to = place.clone();
        self.diamond(cond, false, |m| m.assign(to, Expr::Const(yes)));
        Expr::Place(place)
    }

    /// What is given to an imported function of 32-bit code whose name tells how it is called.
    fn decorated_arguments(&mut self, target: &Target, stack: &Sym) -> Option<Vec<Expr>> {
        let Target::Import(import) = target else { return None };
        let convention = self.ctx.convention(*import)?;
        let mut all: Vec<Sym> = convention.has_this.then(|| self.env.regs[RCX].clone()).into_iter().collect();
        all.extend((0..convention.given?.max(0) as usize / 4).map(|n| self.argument(n, stack)));
        self.note_objects(None, &all);
        Some(all.iter().map(|sym| self.expr(sym)).collect())
    }

    fn arguments(&mut self, signature: Option<&Signature>, stack: &Sym, pops: Option<i32>) -> Vec<Expr> {
        let mut all: Vec<Sym> = Vec::new();
        match (signature, self.ctx.image.is_64) {
            (Some(s), true) => all.extend((0..s.registers as usize + s.stack as usize).map(|n| self.argument(n, stack))),
            (Some(s), false) => {
                all.extend(ARGUMENTS_32[..s.registers as usize].iter().map(|r| self.env.regs[*r].clone()));
                all.extend((0..s.stack as usize).map(|n| self.argument(n, stack)));
            }
            (None, true) => {
                let given = ARGUMENTS_64.iter().rposition(|r| self.fresh >> r & 1 == 1).map_or(0, |last| last + 1);
                all.extend((0..given).map(|n| self.argument(n, stack)));
            }
            (None, false) => {
                let stored = match stack {
                    Sym::Stack(at) => (0..16).take_while(|n| self.fresh_slots.contains(&(at + 4 * n))).count(),
                    _ => 0,
                };
                let given = stored.max(pops.unwrap_or(0).clamp(0, 64) as usize / 4);
                all.extend((0..given).map(|n| self.argument(n, stack)));
            }
        }
        self.note_objects(signature, &all);
        all.iter().map(|sym| self.expr(sym)).collect()
    }

    /// Where the callee reads members of what it is given, the slots that follow the first belong to one object.
    fn note_objects(&mut self, signature: Option<&Signature>, args: &[Sym]) {
        for (n, arg) in args.iter().enumerate() {
            if let Sym::Stack(at) = arg {
                const FARTHEST: i64 = 4096;
                let reach = signature.and_then(|s| s.reach.get(n)).copied().unwrap_or_default();
                let reach = Extent { below: reach.below.clamp(0, FARTHEST), above: reach.above.clamp(0, FARTHEST) };
                self.taken.entry(*at).or_default().widen(reach);
            }
        }
    }

    /// The tables name members of structures: what lies at their offsets is copied to these names, and back.
    fn name_members(&mut self, api: ApiId, args: &[Expr]) {
        let word = i64::from(self.ctx.image.word_size());
        let acquires = self.ctx.models.get(api).acquires.as_ref();
        if let Some(RootFrom::ObjectAttributes { object_attributes }) = acquires.map(|a| &a.root)
            && let Some(pointer) = args.get(*object_attributes as usize).cloned()
        {
            let (directory, name) = (self.member(&pointer, word), self.member(&pointer, 2 * word));
            let buffer = name.clone().and_then(|n| self.member(&Expr::Place(n), word));
            let into = |path: &[&str]| -> Option<Place> {
                let base = pointee(&pointer)?;
                Some(path.iter().enumerate().fold(base, |p, (i, f)| {
                    let p = if i > 0 { p.then(Proj::Deref) } else { p };
                    p.then(Proj::Field((*f).into()))
                }))
            };
            for (from, to) in [(directory, into(&["RootDirectory"])), (buffer, into(&["ObjectName", "Buffer"]))] {
                if let (Some(from), Some(to)) = (from, to) {
                    self.assign(to, Expr::Place(from));
                }
            }
        }
    }

    /// The member that a function fills, by its name and where it lies.
    fn filled_member(&mut self, api: ApiId, args: &[Expr]) -> Option<(Place, Place)> {
        let Out::Field { arg, field, at: Some(at) } = &self.ctx.models.get(api).acquires.as_ref()?.out else { return None };
        let pointer = args.get(*arg as usize)?;
        let named = pointee(pointer)?.then(Proj::Field(field.as_str().into()));
        let lies = self.member(pointer, i64::from(at[usize::from(self.ctx.image.is_64)]))?;
        Some((named, lies))
    }

    /// The members that a function stores its arguments in, by their names and where whoever gets the structure looks for them.
    fn stored_members(&self, api: ApiId, args: &[Expr]) -> Vec<(Place, Place)> {
        let member = |s: &Store| -> Option<(Place, Place)> {
            let (name, at) = (s.field.as_deref()?, s.at?[usize::from(self.ctx.image.is_64)]);
            let whole = pointee(args.get(s.to as usize)?)?;
            Some((whole.clone().then(Proj::Field(name.into())), whole.then(super::value::field(i64::from(at)))))
        };
        self.ctx.models.get(api).stores.iter().filter_map(member).collect()
    }

    /// What lies at an offset from where a pointer points.
    fn member(&mut self, pointer: &Expr, by: i64) -> Option<Place> {
        let sym = Sym::expr(pointer.clone());
        let slot = match pointer {
            Expr::AddrOf(Place { base: crate::flow::Base::Local(local), path }) if path.is_empty() => {
                self.slot_locals().find(|(_, l)| l == local).map(|(at, _)| at)
            }
            _ => None,
        };
        if let Some(at) = slot {
            return Some(self.slot(at + by as i32));
        }
        sym.target(by).filter(|p| p.path.len() < LONGEST_PATH + 2)
    }

    fn after_call(&mut self, signature: Option<&Signature>, pops: Option<i32>) {
        let scratch: &[usize] = if self.ctx.image.is_64 { &SCRATCH_64 } else { &SCRATCH_32 };
        for n in scratch.iter().filter(|n| **n != RAX) {
            self.env.regs[*n] = Sym::Unknown;
        }
        super::wide::forget_scratch(&mut self.env.xmm, self.ctx.image.is_64);
        self.set_flags(super::flags::Kind::Lost, Sym::Unknown, Sym::Unknown);
        self.fresh = 0;
        self.fresh_slots.clear();
        if !self.ctx.image.is_64 {
            let popped = signature.map_or(pops.unwrap_or(0), |s| s.pops);
            self.env.regs[RSP] = self.env.regs[RSP].plus(i64::from(popped), true);
        }
        self.pushed = 0;
    }

    /// How many bytes the callee takes off the stack (x86), if that can be told.
    fn pops(&self, target: &Target, signature: Option<&Signature>, after: &[Instruction]) -> Option<i32> {
        if self.ctx.image.is_64 {
            return None;
        }
        if let Some(s) = signature {
            return Some(s.pops);
        }
        if let Target::Import(import) = target {
            if let Some(convention) = self.ctx.convention(*import) {
                return Some(convention.popped);
            }
            let by_dll = |i: &&Import<'_>| i.is_c_runtime() || !self.by_pushes && i.is_plain_c();
            if self.ctx.imports.get(*import).filter(by_dll).is_some() {
                return Some(0);
            }
            let api = self.ctx.api_of(*import);
            if let Some(params) = api.and_then(|a| self.ctx.models.get(a).params) {
                return Some(4 * i32::from(params));
            }
        }
        const NEAR: usize = 6;
        let straight = after.iter().take(NEAR).take_while(|i| i.flow_control() == FlowControl::Next && !i.is_stack_instruction());
        let mut moves = straight.filter(|n| MachineRegister::is_stack(n.op0_register()) && n.op1_kind() != OpKind::Register);
        match moves.next().map(|n| (n.mnemonic(), n.try_immediate(1).unwrap_or(0) as i32)) {
            Some((Mnemonic::Add, _)) => Some(0),
            // code that stores its arguments takes back the room that the callee gave up
            Some((Mnemonic::Sub, by)) if (0..=128).contains(&by) && self.pushed == 0 => Some(by),
            _ => Some(self.pushed.clamp(0, 128)),
        }
    }
}

struct MachineRegister;

impl MachineRegister {
    fn is_stack(register: Register) -> bool {
        matches!(register, Register::ESP | Register::RSP)
    }
}

/// `__security_check_cookie`: it compares `rcx` with a global and returns, or ends the process.
fn checks_cookie(image: &Image<'_>, rva: u32) -> bool {
    use Mnemonic as M;
    let shape: &[M] = if image.is_64 { &[M::Cmp, M::Jne, M::Rol, M::Test, M::Jne, M::Ret] } else { &[M::Cmp, M::Jne, M::Ret] };
    let Some(code) = decoder(image, rva) else { return false };
    let code: Vec<Instruction> = code.into_iter().take(shape.len()).collect();
    let compares = |i: &Instruction| {
        i.op0_register().full_register() == Register::RCX
            && matches!(i.memory_base(), Register::None | Register::RIP)
            && i.op1_kind() == OpKind::Memory
    };
    code.first().is_some_and(compares) && code.iter().map(Instruction::mnemonic).eq(shape.iter().copied())
}

/// `call next; next: pop eax`: code that may lie anywhere finds its address.
pub(super) fn asks_where_it_is(i: &Instruction) -> bool {
    target_of(i) == Some(i.next_ip() as u32)
}

/// Whether a function takes UTF-16 strings, by the last letter of its name.
fn width(name: &str) -> Option<bool> {
    match name.as_bytes().last() {
        Some(b'W') => Some(true),
        Some(b'A') => Some(false),
        _ => None,
    }
}

/// Whether a value is an element of an array of this function, at an index that is not known.
fn is_element_of_stack(e: &Expr) -> bool {
    matches!(e, Expr::Place(Place { base: crate::flow::Base::Local(_), path }) if path.first() == Some(&Proj::Index(None)))
}

fn pointee(pointer: &Expr) -> Option<Place> {
    match pointer {
        Expr::AddrOf(p) => Some(p.clone()),
        Expr::Place(p) => Some(p.clone().then(Proj::Deref)),
        _ => None,
    }
}
