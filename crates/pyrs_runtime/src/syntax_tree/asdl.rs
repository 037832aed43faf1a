//! The node classes of CPython 3.14's `ast`, as its abstract grammar (ASDL) lists them: the table that classes, fields,
//! their types and docstrings come from.

/// A definition begins at the start of a line; its text is the docstring of its class. A type whose name is followed by
/// `=` has a class for each alternative, other types are classes themselves.
pub(super) const ASDL: &str = "\
mod = Module(stmt* body, type_ignore* type_ignores)\n\
\x20   | Interactive(stmt* body)\n\
\x20   | Expression(expr body)\n\
\x20   | FunctionType(expr* argtypes, expr returns)\n\
stmt = FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns,\x20\
string? type_comment, type_param* type_params)\n\
\x20    | AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns,\x20\
string? type_comment, type_param* type_params)\n\
\x20    | ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list,\x20\
type_param* type_params)\n\
\x20    | Return(expr? value)\n\
\x20    | Delete(expr* targets)\n\
\x20    | Assign(expr* targets, expr value, string? type_comment)\n\
\x20    | TypeAlias(expr name, type_param* type_params, expr value)\n\
\x20    | AugAssign(expr target, operator op, expr value)\n\
\x20    | AnnAssign(expr target, expr annotation, expr? value, int simple)\n\
\x20    | For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)\n\
\x20    | AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)\n\
\x20    | While(expr test, stmt* body, stmt* orelse)\n\
\x20    | If(expr test, stmt* body, stmt* orelse)\n\
\x20    | With(withitem* items, stmt* body, string? type_comment)\n\
\x20    | AsyncWith(withitem* items, stmt* body, string? type_comment)\n\
\x20    | Match(expr subject, match_case* cases)\n\
\x20    | Raise(expr? exc, expr? cause)\n\
\x20    | Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)\n\
\x20    | TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)\n\
\x20    | Assert(expr test, expr? msg)\n\
\x20    | Import(alias* names)\n\
\x20    | ImportFrom(identifier? module, alias* names, int? level)\n\
\x20    | Global(identifier* names)\n\
\x20    | Nonlocal(identifier* names)\n\
\x20    | Expr(expr value)\n\
\x20    | Pass\n\
\x20    | Break\n\
\x20    | Continue\n\
expr = BoolOp(boolop op, expr* values)\n\
\x20    | NamedExpr(expr target, expr value)\n\
\x20    | BinOp(expr left, operator op, expr right)\n\
\x20    | UnaryOp(unaryop op, expr operand)\n\
\x20    | Lambda(arguments args, expr body)\n\
\x20    | IfExp(expr test, expr body, expr orelse)\n\
\x20    | Dict(expr?* keys, expr* values)\n\
\x20    | Set(expr* elts)\n\
\x20    | ListComp(expr elt, comprehension* generators)\n\
\x20    | SetComp(expr elt, comprehension* generators)\n\
\x20    | DictComp(expr key, expr value, comprehension* generators)\n\
\x20    | GeneratorExp(expr elt, comprehension* generators)\n\
\x20    | Await(expr value)\n\
\x20    | Yield(expr? value)\n\
\x20    | YieldFrom(expr value)\n\
\x20    | Compare(expr left, cmpop* ops, expr* comparators)\n\
\x20    | Call(expr func, expr* args, keyword* keywords)\n\
\x20    | FormattedValue(expr value, int conversion, expr? format_spec)\n\
\x20    | Interpolation(expr value, constant str, int conversion, expr? format_spec)\n\
\x20    | JoinedStr(expr* values)\n\
\x20    | TemplateStr(expr* values)\n\
\x20    | Constant(constant value, string? kind)\n\
\x20    | Attribute(expr value, identifier attr, expr_context ctx)\n\
\x20    | Subscript(expr value, expr slice, expr_context ctx)\n\
\x20    | Starred(expr value, expr_context ctx)\n\
\x20    | Name(identifier id, expr_context ctx)\n\
\x20    | List(expr* elts, expr_context ctx)\n\
\x20    | Tuple(expr* elts, expr_context ctx)\n\
\x20    | Slice(expr? lower, expr? upper, expr? step)\n\
expr_context = Load | Store | Del\n\
boolop = And | Or\n\
operator = Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv\n\
unaryop = Invert | Not | UAdd | USub\n\
cmpop = Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn\n\
comprehension(expr target, expr iter, expr* ifs, int is_async)\n\
excepthandler = ExceptHandler(expr? type, identifier? name, stmt* body)\n\
arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg,\x20\
expr* defaults)\n\
arg(identifier arg, expr? annotation, string? type_comment)\n\
keyword(identifier? arg, expr value)\n\
alias(identifier name, identifier? asname)\n\
withitem(expr context_expr, expr? optional_vars)\n\
match_case(pattern pattern, expr? guard, stmt* body)\n\
pattern = MatchValue(expr value)\n\
\x20       | MatchSingleton(constant value)\n\
\x20       | MatchSequence(pattern* patterns)\n\
\x20       | MatchMapping(expr* keys, pattern* patterns, identifier? rest)\n\
\x20       | MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)\n\
\x20       | MatchStar(identifier? name)\n\
\x20       | MatchAs(pattern? pattern, identifier? name)\n\
\x20       | MatchOr(pattern* patterns)\n\
type_ignore = TypeIgnore(int lineno, string tag)\n\
type_param = TypeVar(identifier name, expr? bound, expr? default_value)\n\
\x20          | ParamSpec(identifier name, expr? default_value)\n\
\x20          | TypeVarTuple(identifier name, expr? default_value)\n\
";

/// How often a field occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    One,
    Optional,
    List,
}

/// A field of a class.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) quantity: Quantity,
}

/// A class.
#[derive(Debug)]
pub(super) struct Class {
    pub(super) name: &'static str,
    /// The type that it is an alternative of.
    pub(super) base: Option<&'static str>,
    /// It stands for a type with alternatives.
    pub(super) is_sum: bool,
    pub(super) fields: Vec<Field>,
    pub(super) doc: &'static str,
}

/// Types whose nodes have positions, and whether the end may be left out when a node is made.
pub(super) fn has_positions(class: &str) -> Option<bool> {
    match class {
        "stmt" | "expr" | "excepthandler" | "arg" | "keyword" | "alias" => Some(true),
        "pattern" | "type_param" => Some(false),
        _ => None,
    }
}

/// All classes; a type comes before its alternatives.
pub(super) fn classes() -> Vec<Class> {
    let mut classes = Vec::new();
    for definition in definitions() {
        let head = definition.split([' ', '(']).next().unwrap_or("");
        let is_sum = definition[head.len()..].starts_with(" =");
        classes.push(Class {
            name: head,
            base: None,
            is_sum,
            fields: if is_sum { Vec::new() } else { fields(definition) },
            doc: definition,
        });
        let alternatives = if is_sum { &definition[head.len() + 2..] } else { "" };
        for alternative in alternatives.split('|').map(str::trim).filter(|text| !text.is_empty()) {
            classes.push(Class {
                name: alternative.split('(').next().unwrap_or(""),
                base: Some(head),
                is_sum: false,
                fields: fields(alternative),
                doc: alternative,
            });
        }
    }
    classes
}

/// The definitions of [`ASDL`], without the newline at the end of each.
fn definitions() -> impl Iterator<Item = &'static str> {
    let mut rest = ASDL;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_start = |&(at, _): &(usize, &str)| !rest[at + 1..].starts_with(' ');
        let end = rest.match_indices('\n').find(is_start).map_or(rest.len(), |(at, _)| at);
        let definition = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or("");
        Some(definition)
    })
}

/// The fields in the parentheses of `constructor`.
fn fields(constructor: &'static str) -> Vec<Field> {
    let Some((_, inside)) = constructor.split_once('(') else {
        return Vec::new();
    };
    inside
        .trim_end_matches(')')
        .split(", ")
        .filter_map(|field| {
            let (kind, name) = field.split_once(' ')?;
            let (kind, quantity) = match (kind.strip_suffix('*'), kind.strip_suffix('?')) {
                (Some(kind), _) => (kind.trim_end_matches('?'), Quantity::List),
                (_, Some(kind)) => (kind, Quantity::Optional),
                _ => (kind, Quantity::One),
            };
            Some(Field { name, kind, quantity })
        })
        .collect()
}
