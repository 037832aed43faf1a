//! Sets of characters.
//!
//! Invariant: `table` answers for every character below 256, folding included; `items` are asked for the others only.

use crate::case::{Fold, upper_ascii, upper_unicode};
use crate::opcode::{Category, Op};
use pyrs_text::unicode;
use std::sync::OnceLock;

/// Answers for the characters below 256.
pub(crate) type Table = [bool; 256];

/// A part of a set, in the order of the code list.
#[derive(Debug)]
enum Item {
    Literal(u32),
    Range(u32, u32),
    /// A range that the upper case may lie in too.
    RangeIgnore(u32, u32),
    Category(Category),
    /// Bits of the characters below 256.
    Bitmap([u32; 8]),
    /// Bits of the characters below 65536: the block of each 256 characters, and the blocks.
    Blocks(Box<[u8; 256]>, Vec<[u32; 8]>),
    Negate,
}

/// A set of characters and how characters are folded before they are looked for.
#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) table: Box<Table>,
    items: Vec<Item>,
    fold: Fold,
    /// Those outside are meant. Unlike an `Item::Negate` it is applied after folding, which may try both cases.
    inverted: bool,
    /// Whether a character above 255 can be in the set.
    pub(crate) reaches_high: bool,
}

fn bit(words: &[u32; 8], c: u32) -> bool {
    words[(c >> 5 & 7) as usize] >> (c & 31) & 1 != 0
}

impl Category {
    fn holds(self, c: u32) -> bool {
        let word_ascii = |c: u32| c == 0x5f || c < 0x80 && (c as u8).is_ascii_alphanumeric();
        let space_ascii = |c: u32| matches!(c, 0x20 | 0x09..=0x0d);
        let word = |c: u32| c == 0x5f || unicode::is_alnum(c);
        match self {
            Category::Digit => (0x30..=0x39).contains(&c),
            Category::NotDigit => !(0x30..=0x39).contains(&c),
            Category::Space => space_ascii(c),
            Category::NotSpace => !space_ascii(c),
            Category::Word | Category::LocWord => word_ascii(c),
            Category::NotWord | Category::LocNotWord => !word_ascii(c),
            Category::Linebreak => c == 0x0a,
            Category::NotLinebreak => c != 0x0a,
            Category::UniDigit => unicode::is_decimal(c),
            Category::UniNotDigit => !unicode::is_decimal(c),
            Category::UniSpace => unicode::is_space(c),
            Category::UniNotSpace => !unicode::is_space(c),
            Category::UniWord => word(c),
            Category::UniNotWord => !word(c),
            Category::UniLinebreak => unicode::is_line_break(c),
            Category::UniNotLinebreak => !unicode::is_line_break(c),
        }
    }
}

/// What a category says of the characters below 256.
fn category_table(category: Category) -> &'static Table {
    static TABLES: [OnceLock<Table>; Category::COUNT] = [const { OnceLock::new() }; Category::COUNT];
    TABLES[category as usize].get_or_init(|| std::array::from_fn(|c| category.holds(c as u32)))
}

impl Item {
    /// Settles the characters below 256 that are not settled yet and that the item holds.
    fn settle(&self, answer: bool, table: &mut [Option<bool>; 256]) {
        let mut settle = |c: usize| {
            table[c].get_or_insert(answer);
        };
        match self {
            Item::Literal(c) if *c < 256 => settle(*c as usize),
            Item::Literal(_) | Item::Negate => {}
            Item::Range(low, high) => (*low..=(*high).min(255)).for_each(|c| settle(c as usize)),
            Item::Category(category) => {
                let members = category_table(*category).iter().enumerate();
                members.filter(|(_, holds)| **holds).for_each(|(c, _)| settle(c));
            }
            _ => (0..256).filter(|c| self.holds(*c)).for_each(|c| settle(c as usize)),
        }
    }

    fn holds(&self, c: u32) -> bool {
        match self {
            Item::Literal(own) => *own == c,
            Item::Range(low, high) => (*low..=*high).contains(&c),
            Item::RangeIgnore(low, high) => (*low..=*high).contains(&c) || (*low..=*high).contains(&upper_unicode(c)),
            Item::Category(category) => category.holds(c),
            Item::Bitmap(words) => c < 256 && bit(words, c),
            Item::Blocks(index, blocks) => {
                c < 0x1_0000
                    && blocks
                        .get(index[(c >> 8 & 255) as usize] as usize)
                        .is_some_and(|words| bit(words, c))
            }
            Item::Negate => false,
        }
    }

    fn reaches_high(&self) -> bool {
        match self {
            Item::Literal(c) | Item::Range(_, c) => *c > 255,
            Item::Bitmap(_) => false,
            Item::RangeIgnore(..) | Item::Category(_) | Item::Blocks(..) | Item::Negate => true,
        }
    }
}

fn words8(code: &[u32]) -> Option<[u32; 8]> {
    code.first_chunk().copied()
}

/// Reads one item; its words after the operation are at `code`. Gives the item and the words it took.
fn item(op: Op, code: &[u32]) -> Option<(Item, usize)> {
    Some(match op {
        Op::Literal => (Item::Literal(*code.first()?), 1),
        Op::Range => (Item::Range(*code.first()?, *code.get(1)?), 2),
        Op::RangeUniIgnore => (Item::RangeIgnore(*code.first()?, *code.get(1)?), 2),
        Op::Category => (Item::Category(Category::from_word(*code.first()?)?), 1),
        Op::Charset => (Item::Bitmap(words8(code)?), 8),
        Op::Negate => (Item::Negate, 0),
        Op::BigCharset => {
            let count = *code.first()? as usize;
            let mut index = Box::new([0u8; 256]);
            let words = code.get(1..65)?;
            for (place, byte) in index.iter_mut().zip(words.iter().flat_map(|w| w.to_le_bytes())) {
                if byte as usize >= count {
                    return None;
                }
                *place = byte;
            }
            let end = 65 + count.checked_mul(8)?;
            let blocks = code.get(65..end)?.chunks_exact(8).filter_map(words8).collect();
            (Item::Blocks(index, blocks), end)
        }
        _ => return None,
    })
}

impl Class {
    /// Reads a set that ends with FAILURE at the end of `code`.
    pub(crate) fn parse(code: &[u32], fold: Fold) -> Option<Class> {
        let mut items = Vec::new();
        let mut at = 0;
        loop {
            let op = Op::from_word(*code.get(at)?)?;
            at += 1;
            if op == Op::Failure {
                break;
            }
            let (item, length) = item(op, code.get(at..)?)?;
            items.push(item);
            at += length;
        }
        (at == code.len()).then(|| Class::new(items, fold, false))
    }

    /// The characters that fold to `c`, or all others.
    pub(crate) fn of_literal(c: u32, negated: bool, fold: Fold) -> Class {
        Class::new(vec![Item::Literal(c)], fold, negated)
    }

    /// The characters of a category.
    pub(crate) fn of_category(category: Category) -> Class {
        Class::new(vec![Item::Category(category)], Fold::None, false)
    }

    fn new(items: Vec<Item>, fold: Fold, inverted: bool) -> Class {
        let reaches_high = inverted || fold == Fold::Unicode || items.iter().any(Item::reaches_high);
        let mut class = Class {
            table: Box::new([false; 256]),
            items,
            fold,
            inverted,
            reaches_high,
        };
        class.fill_table();
        class
    }

    fn fill_table(&mut self) {
        let mut settled = [None; 256];
        let mut answer = true;
        for item in &self.items {
            match item {
                Item::Negate => answer = !answer,
                item => item.settle(answer, &mut settled),
            }
        }
        for c in 0..256u32 {
            // Characters that fold to one below 256 are settled with it; Locale tries both cases.
            self.table[c as usize] = match (self.fold, self.fold.apply(c)) {
                (Fold::Locale, _) | (_, 256..) => self.holds_slowly(c),
                (_, folded) => settled[folded as usize].unwrap_or(!answer) != self.inverted,
            };
        }
    }

    fn search(&self, c: u32) -> bool {
        let mut found = true;
        for item in &self.items {
            if let Item::Negate = item {
                found = !found;
            } else if item.holds(c) {
                return found;
            }
        }
        !found
    }

    fn holds_slowly(&self, c: u32) -> bool {
        let found = match self.fold {
            Fold::Locale => self.search(self.fold.apply(c)) || self.search(upper_ascii(c)),
            fold => self.search(fold.apply(c)),
        };
        found != self.inverted
    }

    /// Whether the character is in the set.
    #[inline(always)]
    pub(crate) fn contains(&self, c: u32) -> bool {
        match self.table.get(c as usize) {
            Some(answer) => *answer,
            None => self.holds_slowly(c),
        }
    }
}
