//! The module `unicodedata`: the Unicode character database, in the version 16.0.0 and as `ucd_3_2_0`.
//!
//! The data are `pyrs_text`'s, the names those of the crate unicode_names2.

use crate::collect::no_keywords;
use pyrs_macros::{pymethods, pymodule};
use pyrs_object::header::Header;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{StrObject, as_str};
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, core, heap_object};
use pyrs_text::unicode::database::{self, Version};
use pyrs_text::unicode::normal::{self, Form};

/// A version of the database as an object: there is one, of 3.2.0.
#[repr(C)]
pub struct DatabaseObject {
    header: Header,
}
heap_object!(DatabaseObject, "unicodedata.UCD", DATABASE_LAYOUT, []);

static DATABASE: NativeClass =
    NativeClass::new("unicodedata", "UCD", &DATABASE_LAYOUT).methods(DatabaseMethods::TYPE_METHODS);

/// Names longer than this are refused.
const LONGEST_NAME: usize = 256;

fn wrong_character(thread: &mut Thread, function: &str, position: &str, value: Value) -> Raised {
    match as_str(value) {
        Some(text) => {
            let length = text.len();
            thread.type_error(format_args!(
                "{function}(): argument{position} must be a unicode character, not a string of length {length}"
            ))
        }
        None => {
            let class = class_of(value).name_for_message();
            thread.type_error(format_args!(
                "{function}() argument{position} must be a unicode character, not {class}"
            ))
        }
    }
}

/// The code point that the only argument is.
fn character(thread: &mut Thread, function: &str, value: Value) -> PyResult<u32> {
    match as_str(value).filter(|text| text.len() == 1) {
        Some(text) => Ok(text.chars().get(0)),
        None => Err(wrong_character(thread, function, "", value)),
    }
}

/// A code point and a default.
fn with_default(thread: &mut Thread, function: &str, args: Args) -> PyResult<(u32, Option<Value>)> {
    no_keywords(thread, &format!("unicodedata.{function}"), args)?;
    let (value, default) = match *args.positional() {
        [value] => (value, None),
        [value, default] => (value, Some(default)),
        ref other => {
            let (given, how) = match other.len() {
                0 => (0, "at least 1 argument"),
                more => (more, "at most 2 arguments"),
            };
            return Err(thread.type_error(format_args!("{function} expected {how}, got {given}")));
        }
    };
    match as_str(value).filter(|text| text.len() == 1) {
        Some(text) => Ok((text.chars().get(0), default)),
        None => Err(wrong_character(thread, function, " 1", value)),
    }
}

fn or_default(
    thread: &mut Thread,
    found: Option<Value>,
    default: Option<Value>,
    message: &'static str,
) -> PyResult<Value> {
    match found.or(default) {
        Some(value) => Ok(value),
        None => Err(thread.value_error(format_args!("{message}"))),
    }
}

fn decimal(thread: &mut Thread, version: Version, args: Args) -> PyResult<Value> {
    let (c, default) = with_default(thread, "decimal", args)?;
    let found = database::numbers(version, c).decimal;
    or_default(
        thread,
        found.map(|n| Value::small_int(n.into())),
        default,
        "not a decimal",
    )
}

fn digit(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let (c, default) = with_default(thread, "digit", args)?;
    // CPython asks the new version in any case.
    let found = database::numbers(Version::New, c).digit;
    or_default(
        thread,
        found.map(|n| Value::small_int(n.into())),
        default,
        "not a digit",
    )
}

fn numeric(thread: &mut Thread, version: Version, args: Args) -> PyResult<Value> {
    let (c, default) = with_default(thread, "numeric", args)?;
    let found = match database::numbers(version, c).numeric {
        Some(number) => Some(pyrs_object::float::from_f64(thread, number)?),
        None => None,
    };
    or_default(thread, found, default, "not a numeric character")
}

/// The name of a character, if it has one.
fn name_of(version: Version, c: u32) -> Option<String> {
    if database::is_nameless(c) || version == Version::Old && !database::is_assigned(version, c) {
        return None;
    }
    unicode_names2::name(char::from_u32(c)?).map(|name| name.to_string())
}

fn name(thread: &mut Thread, version: Version, args: Args) -> PyResult<Value> {
    let (c, default) = with_default(thread, "name", args)?;
    let found = match name_of(version, c) {
        Some(name) => Some(StrObject::from_str(thread, &name)?.value()),
        None => None,
    };
    or_default(thread, found, default, "no such name")
}

/// Whether a name that leads to a character named otherwise is an alias of it, and not the name with other blanks.
fn is_alias(name: &str, given: &str) -> bool {
    let letters = |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).collect::<Vec<u8>>();
    letters(name) != letters(given)
}

/// A Tangut ideograph by its computed name, which it has for `lookup` only.
fn tangut(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("TANGUT IDEOGRAPH-")?;
    let c = u32::from_str_radix(digits, 16).ok()?;
    (format!("{c:04X}") == digits && database::is_nameless(c)).then_some(c)
}

/// The characters with a name, an alias, or the name of a sequence.
fn lookup(thread: &mut Thread, version: Version, name: Value) -> PyResult<Value> {
    let text = match as_str(name) {
        Some(text) => text.to_string_lossy(),
        None => {
            let data = crate::buffer::readable(thread, name)?;
            String::from_utf8_lossy(data.data()).into_owned()
        }
    };
    if text.len() > LONGEST_NAME {
        return Err(thread.raise_message(core().types.key_error.get(), format_args!("name too long")));
    }
    let upper = text.to_ascii_uppercase();
    // The crate forgives blanks and hyphens in other places, and knows aliases; the older version knows none of these.
    let exact = |c: &char| match name_of(Version::New, u32::from(*c)) {
        Some(name) => name == upper || version == Version::New && is_alias(&name, &upper),
        None => version == Version::New,
    };
    if let Some(c) = unicode_names2::character(&upper).filter(exact) {
        return Ok(StrObject::from_char(thread, c.into())?.value());
    }
    if let Some(c) = tangut(&upper) {
        return Ok(StrObject::from_char(thread, c)?.value());
    }
    if version == Version::New
        && let Some(points) = database::sequence(&upper)
    {
        return Ok(StrObject::from_code_points(thread, points.iter().copied())?.value());
    }
    Err(thread.raise_message(
        core().types.key_error.get(),
        format_args!("undefined character name '{text}'"),
    ))
}

fn decomposition(thread: &mut Thread, version: Version, value: Value) -> PyResult<String> {
    let c = character(thread, "decomposition", value)?;
    let mut words = Vec::new();
    if !database::is_assigned(version, c) {
        return Ok(String::new());
    }
    if let Some((leading, vowel, trailing)) = normal::hangul_parts(c) {
        let parts = [Some(leading), Some(vowel), trailing];
        words.extend(parts.into_iter().flatten().map(|part| format!("{part:04X}")));
    } else if let Some(found) = database::decomposition(c) {
        if !found.tag.is_empty() {
            words.push(found.tag.to_owned());
        }
        words.extend(found.parts.iter().map(|part| format!("{part:04X}")));
    }
    Ok(words.join(" "))
}

fn form_and_text(thread: &mut Thread, function: &str, form: Value, text: Value) -> PyResult<(Form, Ref<StrObject>)> {
    let mut string = |value: Value, position: usize| match as_str(value) {
        Some(text) => Ok(text),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "{function}() argument {position} must be str, not {class}"
            )))
        }
    };
    let (form, text) = (string(form, 1)?, string(text, 2)?);
    match Form::named(&form.to_string_lossy()) {
        Some(form) => Ok((form, text)),
        None => Err(thread.value_error(format_args!("invalid normalization form"))),
    }
}

fn normalize(thread: &mut Thread, version: Version, form: Value, text: Value) -> PyResult<Value> {
    let (form, text) = form_and_text(thread, "normalize", form, text)?;
    if text.is_ascii() {
        return Ok(text.value());
    }
    let points = normal::normalize(version, form, text.chars().iter());
    if points.len() == text.len() && text.chars().iter().eq(points.iter().copied()) {
        return Ok(text.value());
    }
    Ok(StrObject::from_code_points(thread, points.into_iter())?.value())
}

fn is_normalized(thread: &mut Thread, version: Version, form: Value, text: Value) -> PyResult<Value> {
    let (form, text) = form_and_text(thread, "is_normalized", form, text)?;
    let normal = text.is_ascii() || {
        let points = normal::normalize(version, form, text.chars().iter());
        text.chars().iter().eq(points.iter().copied())
    };
    Ok(bool_value(normal))
}

fn text(thread: &mut Thread, function: &str, version: Version, value: Value) -> PyResult<&'static str> {
    let properties = database::properties(version, character(thread, function, value)?);
    Ok(match function {
        "category" => properties.category,
        "bidirectional" => properties.bidirectional,
        _ => properties.width,
    })
}

struct DatabaseMethods;

/// The character database of Unicode 3.2.0.
#[pymethods]
impl DatabaseMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create 'unicodedata.UCD' instances")))
    }

    /// The bidirectional class.
    #[method(signature = "(chr, /)")]
    fn bidirectional(thread: &mut Thread, _this: Ref<DatabaseObject>, chr: Value) -> PyResult<&'static str> {
        text(thread, "bidirectional", Version::Old, chr)
    }
    /// The general category.
    #[method(signature = "(chr, /)")]
    fn category(thread: &mut Thread, _this: Ref<DatabaseObject>, chr: Value) -> PyResult<&'static str> {
        text(thread, "category", Version::Old, chr)
    }
    /// The canonical combining class.
    #[method(signature = "(chr, /)")]
    fn combining(thread: &mut Thread, _this: Ref<DatabaseObject>, chr: Value) -> PyResult<i64> {
        let c = character(thread, "combining", chr)?;
        Ok(database::properties(Version::Old, c).combining.into())
    }
    /// The value as a decimal digit.
    #[method(signature = "(chr, default=<unrepresentable>, /)")]
    fn decimal(thread: &mut Thread, _this: Ref<DatabaseObject>, args: Args) -> PyResult<Value> {
        decimal(thread, Version::Old, args)
    }
    /// The decomposition as text.
    #[method(signature = "(chr, /)")]
    fn decomposition(thread: &mut Thread, _this: Ref<DatabaseObject>, chr: Value) -> PyResult<String> {
        decomposition(thread, Version::Old, chr)
    }
    /// The value as a digit.
    #[method(signature = "(chr, default=<unrepresentable>, /)")]
    fn digit(thread: &mut Thread, _this: Ref<DatabaseObject>, args: Args) -> PyResult<Value> {
        digit(thread, args)
    }
    /// The East Asian width.
    #[method(signature = "(chr, /)")]
    fn east_asian_width(thread: &mut Thread, _this: Ref<DatabaseObject>, chr: Value) -> PyResult<&'static str> {
        text(thread, "east_asian_width", Version::Old, chr)
    }
    /// Whether a text is in a normalisation form.
    #[method(signature = "(form, unistr, /)")]
    fn is_normalized(thread: &mut Thread, _this: Ref<DatabaseObject>, form: Value, text: Value) -> PyResult<Value> {
        is_normalized(thread, Version::Old, form, text)
    }
    /// The character with a name.
    #[method(signature = "(name, /)")]
    fn lookup(thread: &mut Thread, _this: Ref<DatabaseObject>, name: Value) -> PyResult<Value> {
        lookup(thread, Version::Old, name)
    }
    /// 1 if the character is mirrored in text from right to left.
    #[method(signature = "(chr, /)")]
    fn mirrored(thread: &mut Thread, _this: Ref<DatabaseObject>, chr: Value) -> PyResult<i64> {
        let c = character(thread, "mirrored", chr)?;
        Ok(database::properties(Version::Old, c).mirrored.into())
    }
    /// The name.
    #[method(signature = "(chr, default=<unrepresentable>, /)")]
    fn name(thread: &mut Thread, _this: Ref<DatabaseObject>, args: Args) -> PyResult<Value> {
        name(thread, Version::Old, args)
    }
    /// A text in a normalisation form.
    #[method(signature = "(form, unistr, /)")]
    fn normalize(thread: &mut Thread, _this: Ref<DatabaseObject>, form: Value, text: Value) -> PyResult<Value> {
        normalize(thread, Version::Old, form, text)
    }
    /// The value as a number.
    #[method(signature = "(chr, default=<unrepresentable>, /)")]
    fn numeric(thread: &mut Thread, _this: Ref<DatabaseObject>, args: Args) -> PyResult<Value> {
        numeric(thread, Version::Old, args)
    }
    /// The version.
    #[getter]
    fn unidata_version(_thread: &mut Thread, _this: Ref<DatabaseObject>) -> &'static str {
        "3.2.0"
    }
}

/// The Unicode character database.
#[pymodule(name = "unicodedata")]
pub mod module {
    use super::*;
    use pyrs_object::module::ModuleObject;

    const NEW: Version = Version::New;

    /// The bidirectional class.
    #[function(signature = "($module, chr, /)")]
    fn bidirectional(thread: &mut Thread, chr: Value) -> PyResult<&'static str> {
        text(thread, "bidirectional", NEW, chr)
    }
    /// The general category.
    #[function(signature = "($module, chr, /)")]
    fn category(thread: &mut Thread, chr: Value) -> PyResult<&'static str> {
        text(thread, "category", NEW, chr)
    }
    /// The canonical combining class.
    #[function(signature = "($module, chr, /)")]
    fn combining(thread: &mut Thread, chr: Value) -> PyResult<i64> {
        let c = character(thread, "combining", chr)?;
        Ok(database::properties(NEW, c).combining.into())
    }
    /// The value as a decimal digit.
    #[function(signature = "($module, chr, default=<unrepresentable>, /)")]
    fn decimal(thread: &mut Thread, args: Args) -> PyResult<Value> {
        super::decimal(thread, NEW, args)
    }
    /// The decomposition as text.
    #[function(signature = "($module, chr, /)")]
    fn decomposition(thread: &mut Thread, chr: Value) -> PyResult<String> {
        super::decomposition(thread, NEW, chr)
    }
    /// The value as a digit.
    #[function(signature = "($module, chr, default=<unrepresentable>, /)")]
    fn digit(thread: &mut Thread, args: Args) -> PyResult<Value> {
        super::digit(thread, args)
    }
    /// The East Asian width.
    #[function(signature = "($module, chr, /)")]
    fn east_asian_width(thread: &mut Thread, chr: Value) -> PyResult<&'static str> {
        text(thread, "east_asian_width", NEW, chr)
    }
    /// Whether a text is in a normalisation form.
    #[function(signature = "($module, form, unistr, /)")]
    fn is_normalized(thread: &mut Thread, form: Value, text: Value) -> PyResult<Value> {
        super::is_normalized(thread, NEW, form, text)
    }
    /// The character with a name.
    #[function(signature = "($module, name, /)")]
    fn lookup(thread: &mut Thread, name: Value) -> PyResult<Value> {
        super::lookup(thread, NEW, name)
    }
    /// 1 if the character is mirrored in text from right to left.
    #[function(signature = "($module, chr, /)")]
    fn mirrored(thread: &mut Thread, chr: Value) -> PyResult<i64> {
        let c = character(thread, "mirrored", chr)?;
        Ok(database::properties(NEW, c).mirrored.into())
    }
    /// The name.
    #[function(signature = "($module, chr, default=<unrepresentable>, /)")]
    fn name(thread: &mut Thread, args: Args) -> PyResult<Value> {
        super::name(thread, NEW, args)
    }
    /// A text in a normalisation form.
    #[function(signature = "($module, form, unistr, /)")]
    fn normalize(thread: &mut Thread, form: Value, text: Value) -> PyResult<Value> {
        super::normalize(thread, NEW, form, text)
    }
    /// The value as a number.
    #[function(signature = "($module, chr, default=<unrepresentable>, /)")]
    fn numeric(thread: &mut Thread, args: Args) -> PyResult<Value> {
        super::numeric(thread, NEW, args)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        let class = DATABASE.create(thread)?;
        dict.set_str(thread, "UCD", class.value())?;
        let old: Ref<DatabaseObject> = class.allocate_instance(thread)?;
        dict.set_str(thread, "ucd_3_2_0", old.value())?;
        let version = StrObject::from_str(thread, pyrs_text::unicode::UNICODE_VERSION)?;
        dict.set_str(thread, "unidata_version", version.value())
    }
}

pub use module::MODULE;
