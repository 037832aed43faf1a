//! Parameters of functions and lambdas, and type parameters.

use super::{Match, Token, Walker, need};

/// What distinguishes the parameters of a lambda from those of a `def`.
#[derive(Debug, Clone, Copy)]
struct Style {
    /// The tokens that end the list.
    close: &'static str,
    is_lambda: bool,
}

const DEF: Style = Style {
    close: ")",
    is_lambda: false,
};
const LAMBDA: Style = Style {
    close: ":",
    is_lambda: true,
};

impl Walker<'_> {
    /// The parameters of a `def`, which may be none.
    pub(super) fn parameters(&mut self) -> Match {
        self.parameter_list(DEF)
    }

    /// The parameters of a lambda, which may be none.
    pub(super) fn lambda_parameters(&mut self) -> Match {
        self.parameter_list(LAMBDA)
    }

    fn parameter_list(&mut self, style: Style) -> Match {
        if self.explains {
            self.ahead(|walker| walker.mistaken_parameters(style))?;
        }
        self.attempt(|walker| {
            let positional_only = |walker: &mut Self| walker.up_to_slash(style);
            let mut any = walker.attempt(positional_only)?.is_some();
            let plain = walker.many(|walker| walker.parameter(style, Default::None))?;
            let defaulted = walker.many(|walker| walker.parameter(style, Default::Needed))?;
            any |= !plain.is_empty() || !defaulted.is_empty();
            any |= walker.after_star(style)?.is_some();
            Ok(any.then_some(()))
        })
    }

    /// A parameter's name and annotation.
    fn declared(&mut self, style: Style) -> Match<Token> {
        let name = need!(self.name());
        if !style.is_lambda {
            self.optional(|walker| {
                need!(walker.op(":"));
                walker.expression()
            })?;
        }
        Ok(Some(name))
    }

    /// A parameter with the comma after it, if it needs one.
    fn parameter(&mut self, style: Style, default: Default) -> Match<Token> {
        self.attempt(|walker| {
            let name = need!(walker.declared(style));
            match default {
                Default::None => {}
                Default::Needed => need!(walker.default()),
                Default::Maybe => {
                    walker.attempt(|walker| walker.default())?;
                }
            }
            need!(walker.separator(style));
            Ok(Some(name))
        })
    }

    /// A comma, or the end of the list, which isn't taken.
    fn separator(&mut self, style: Style) -> Match {
        if self.op(",")?.is_some() || self.ahead_op(&[style.close]) {
            return Ok(Some(()));
        }
        Ok(None)
    }

    fn default(&mut self) -> Match {
        let start = self.at;
        let equal = need!(self.op("="));
        if self.attempt(Self::expression)?.is_some() {
            return Ok(Some(()));
        }
        if self.explains && self.ahead_op(&[")", ","]) {
            return self.raise("expected default value expression", equal.range);
        }
        self.at = start;
        Ok(None)
    }

    /// Positional-only parameters and their `/`.
    fn up_to_slash(&mut self, style: Style) -> Match {
        let plain = self.many(|walker| walker.parameter(style, Default::None))?;
        let defaulted = self.many(|walker| walker.parameter(style, Default::Needed))?;
        if plain.is_empty() && defaulted.is_empty() {
            return Ok(None);
        }
        need!(self.op("/"));
        self.separator(style)
    }

    fn after_star(&mut self, style: Style) -> Match {
        if self.explains {
            self.ahead(|walker| walker.mistaken_star(style))?;
        }
        let starred = |walker: &mut Self| {
            need!(walker.op("*"));
            if walker.op(",")?.is_some() {
                let named = walker.many(|walker| walker.parameter(style, Default::Maybe))?;
                if named.is_empty() {
                    return Ok(None);
                }
            } else {
                need!(walker.name());
                if !style.is_lambda {
                    walker.optional(|walker| {
                        need!(walker.op(":"));
                        walker.first(&[Self::starred_expression, Self::expression])
                    })?;
                }
                need!(walker.separator(style));
                walker.many(|walker| walker.parameter(style, Default::Maybe))?;
            }
            walker.attempt(|walker| walker.mapping_parameter(style))?;
            Ok(Some(()))
        };
        if let Some(found) = self.attempt(starred)? {
            return Ok(Some(found));
        }
        self.attempt(|walker| walker.mapping_parameter(style))
    }

    fn mapping_parameter(&mut self, style: Style) -> Match {
        if self.explains {
            self.ahead(|walker| walker.mistaken_mapping(style))?;
        }
        need!(self.op("**"));
        need!(self.parameter(style, Default::None));
        Ok(Some(()))
    }

    /// Known mistakes of a whole list.
    fn mistaken_parameters(&mut self, style: Style) -> Match {
        let slash = self.peek();
        if self.op("/")?.is_some() && self.ahead_op(&[","]) {
            return self.raise("at least one argument must precede /", slash.range);
        }
        self.at -= usize::from(slash.range.start != self.token(self.at).range.start);
        self.ahead(|walker| walker.second_slash(style))?;
        self.ahead(|walker| walker.missing_default(style))?;
        self.ahead(|walker| walker.parenthesised(style))?;
        self.ahead(|walker| walker.slash_after_star(style))?;
        self.ahead(|walker| walker.star_after_slash(style))?;
        Ok(None)
    }

    fn second_slash(&mut self, style: Style) -> Match {
        need!(self.attempt(|walker| walker.up_to_slash(style)));
        self.many(|walker| walker.parameter(style, Default::Maybe))?;
        let slash = need!(self.op("/"));
        self.raise("/ may appear only once", slash.range)
    }

    fn missing_default(&mut self, style: Style) -> Match {
        let plain_slash = |walker: &mut Self| {
            let names = walker.many(|walker| walker.parameter(style, Default::None))?;
            if names.is_empty() {
                return Ok(None);
            }
            need!(walker.op("/"));
            walker.separator(style)
        };
        self.attempt(plain_slash)?;
        self.many(|walker| walker.parameter(style, Default::None))?;
        let defaulted_slash = |walker: &mut Self| walker.up_to_slash(style);
        if self.attempt(defaulted_slash)?.is_none() {
            let all = self.many(|walker| walker.parameter(style, Default::Needed))?;
            if all.is_empty() {
                return Ok(None);
            }
        }
        let name = self.peek();
        need!(self.parameter(style, Default::None));
        let range = if style.is_lambda {
            name.range
        } else {
            self.declared_range(name)
        };
        self.raise("parameter without a default follows parameter with a default", range)
    }

    /// A parameter's range: its name and annotation, without what separates it.
    fn declared_range(&self, name: Token) -> crate::position::TextRange {
        let last = self.token(self.at.saturating_sub(1));
        let before = match self.source(last) {
            "," => self.token(self.at.saturating_sub(2)),
            _ => last,
        };
        name.range.cover(before.range)
    }

    fn parenthesised(&mut self, style: Style) -> Match {
        self.many(|walker| walker.parameter(style, Default::None))?;
        let start = self.at;
        need!(self.op("("));
        if style.is_lambda {
            need!(self.list(Self::name));
            self.op(",")?;
        } else {
            let names = self.many(|walker| walker.parameter(DEF, Default::None))?;
            if names.is_empty() {
                return Ok(None);
            }
            self.op(",")?;
        }
        need!(self.op(")"));
        let range = self.range_from(start);
        self.raise(
            if style.is_lambda {
                "Lambda expression parameters cannot be parenthesized"
            } else {
                "Function parameters cannot be parenthesized"
            },
            range,
        )
    }

    fn slash_after_star(&mut self, style: Style) -> Match {
        self.attempt(|walker| walker.up_to_slash(style))?;
        self.many(|walker| walker.parameter(style, Default::Maybe))?;
        need!(self.op("*"));
        if self.op(",")?.is_none() {
            need!(self.parameter(style, Default::None));
        }
        self.many(|walker| walker.parameter(style, Default::Maybe))?;
        let slash = need!(self.op("/"));
        self.raise("/ must be ahead of *", slash.range)
    }

    fn star_after_slash(&mut self, style: Style) -> Match {
        let all = self.many(|walker| walker.parameter(style, Default::Maybe))?;
        if all.is_empty() {
            return Ok(None);
        }
        need!(self.op("/"));
        let star = need!(self.op("*"));
        self.raise("expected comma between / and *", star.range)
    }

    /// Known mistakes from a `*` on.
    fn mistaken_star(&mut self, style: Style) -> Match {
        let star = need!(self.op("*"));
        let is_bare = self.ahead_op(&[style.close])
            || self.ahead(|walker| {
                need!(walker.op(","));
                Ok(walker.ahead_op(&[style.close, "**"]).then_some(()))
            })?;
        if is_bare {
            let message = "named arguments must follow bare *";
            return if style.is_lambda {
                self.raise_last(message)
            } else {
                self.raise(message, star.range)
            };
        }
        self.ahead(|walker| {
            need!(walker.declared(style));
            let equal = need!(walker.op("="));
            walker.raise::<()>("var-positional argument cannot have default value", equal.range)
        })?;
        let separated = |walker: &mut Self| {
            if walker.op(",")?.is_some() {
                return Ok(Some(()));
            }
            walker.parameter(style, Default::None).map(|found| found.map(|_| ()))
        };
        need!(separated(self));
        self.many(|walker| walker.parameter(style, Default::Maybe))?;
        let second = need!(self.op("*"));
        need!(separated(self));
        self.raise("* argument may appear only once", second.range)
    }

    /// Known mistakes from a `**` on.
    fn mistaken_mapping(&mut self, style: Style) -> Match {
        need!(self.op("**"));
        need!(self.declared(style));
        let next = self.peek();
        if self.op("=")?.is_some() {
            return self.raise("var-keyword argument cannot have default value", next.range);
        }
        need!(self.op(","));
        let start = self.at;
        let found = match self.attempt(|walker| walker.declared(style))? {
            Some(_) => Some(self.range_from(start)),
            None => self.any_op(&["*", "**", "/"])?.map(|token| token.range),
        };
        match found {
            Some(range) => self.raise("arguments cannot follow var-keyword argument", range),
            None => Ok(None),
        }
    }

    /// `[T, *Ts, **P]`
    pub(super) fn type_parameters(&mut self) -> Match {
        self.mistake(|walker| {
            need!(walker.op("["));
            let close = need!(walker.op("]"));
            walker.raise_from("Type parameter list cannot be empty", close.range)
        })?;
        need!(self.op("["));
        need!(self.list(Self::type_parameter));
        self.optional(|walker| walker.op(","))?;
        need!(self.op("]"));
        Ok(Some(()))
    }

    fn type_parameter(&mut self) -> Match {
        let default = |walker: &mut Self, starred: bool| {
            walker.optional(|walker| {
                need!(walker.op("="));
                if starred {
                    walker.star_expression_or_plain()
                } else {
                    walker.expression()
                }
            })
        };
        if self.name()?.is_some() {
            self.optional(|walker| {
                need!(walker.op(":"));
                walker.expression()
            })?;
            default(self, false)?;
            return Ok(Some(()));
        }
        self.mistake(Self::bound_of_star)?;
        let is_tuple = self.op("*")?.is_some();
        if !is_tuple {
            need!(self.op("**"));
        }
        need!(self.name());
        default(self, is_tuple)?;
        Ok(Some(()))
    }

    fn star_expression_or_plain(&mut self) -> Match<super::Node> {
        self.first(&[Self::starred_expression, Self::expression])
    }

    fn bound_of_star(&mut self) -> Match {
        let star = need!(self.any_op(&["*", "**"]));
        need!(self.name());
        let colon = need!(self.op(":"));
        let bound = need!(self.expression());
        let what = if bound.what == "tuple" { "constraints" } else { "bound" };
        let kind = if self.source(star) == "*" {
            "TypeVarTuple"
        } else {
            "ParamSpec"
        };
        self.raise_from(format!("cannot use {what} with {kind}"), colon.range)
    }
}

/// Whether a parameter has a default.
#[derive(Debug, Clone, Copy)]
enum Default {
    None,
    Needed,
    Maybe,
}
