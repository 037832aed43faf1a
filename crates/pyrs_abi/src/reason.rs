//! Why compiled code was left, and why a function was not compiled: one row each, counted under these names.

macro_rules! reasons {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $text:literal $doc:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum $name { $(#[doc = $doc] $variant),* }
        impl $name {
            /// All, in order of their number.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// Name of the counter.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }
            /// The reason of a name.
            pub fn from_name(name: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|reason| reason.name() == name)
            }
        }
    };
}

reasons! {
    /// Reasons for leaving compiled code.
    DeoptReason {
        NotInt "not_int" "A small int was expected.";
        NotFloat "not_float" "A float was expected.";
        NotNumber "not_number" "A float or small int was expected.";
        WrongShape "wrong_shape" "An object had another shape.";
        WrongValue "wrong_value" "Another object was expected.";
        DictChanged "dict_changed" "A key came to or went from a dict of globals.";
        Unbound "unbound" "A local variable or cell was empty.";
        Overflow "overflow" "An int result did not fit.";
        Arithmetic "arithmetic" "Zero divisor, negative shift or a power that is no float.";
        Bounds "bounds" "An index was out of range.";
        Length "length" "A sequence had another length.";
        Unreached "unreached" "Code that had never run when the function was compiled.";
        Invalidated "invalidated" "An assumption of the code was broken while it ran.";
        Raised "raised" "An exception inside a range with a handler.";
        OtherGlobals "other_globals" "The function has other globals than the one that the code was compiled for.";
        LoopEntry "loop_entry" "A loop variable had another type when the loop was entered or repeated.";
        Suspended "suspended" "A yield in a loop that was entered from the interpreter.";
        Stress "stress" "deopt-every.";
    }
}

reasons! {
    /// Reasons for not compiling.
    Refusal {
        Generator "generator" "Asynchronous generators, and loops of generators that yield each time around.";
        Parameters "parameters" "Too many parameters.";
        ClassBody "class_body" "Module and class code; loops of modules are compiled.";
        TooLarge "too_large" "More instructions than the limit.";
        Irregular "irregular" "Control flow that does not reduce to loops.";
        Unsupported "unsupported" "An instruction that has no form in compiled code.";
        Versions "versions" "Compiled too often already.";
        Backend "backend" "The code generator failed.";
        Memory "memory" "No memory for code.";
    }
}
