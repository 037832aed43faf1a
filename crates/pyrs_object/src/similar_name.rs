//! Which of several names a misspelt one most likely meant, for hints in messages.
//!
//! Levenshtein distance; a letter of the other case costs half of another letter. Absent: hints in tracebacks, which
//! `traceback.py` makes.

/// Cost of an insertion, a deletion or another letter.
const MOVE: usize = 2;
/// Cost of a letter of the other case.
const CASE: usize = 1;
/// Longer names get no hints: the distance takes quadratic time.
const LONGEST: usize = 40;

/// The candidate nearest to a name: at most a third of both names together may differ.
pub fn closest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.chars().take(LONGEST + 1).collect();
    if name.len() > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().take(LONGEST + 1).collect();
        let limit = (name.len() + other.len() + 3) * MOVE / 6;
        if other.len() > LONGEST || other == name {
            continue;
        }
        let distance = distance(&name, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).map(|n| n * MOVE).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], (i + 1) * MOVE);
        for (j, y) in b.iter().enumerate() {
            let change = if x == y {
                0
            } else if x.eq_ignore_ascii_case(y) {
                CASE
            } else {
                MOVE
            };
            let changed = diagonal + change;
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + MOVE).min(diagonal + MOVE);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_names_only() {
        let names = || ["sep", "maxsplit", "File"].into_iter();
        assert_eq!(closest("sepp", names()), Some("sep"));
        assert_eq!(closest("file", names()), Some("File"));
        assert_eq!(closest("kye", ["key"].into_iter()), None);
        assert_eq!(closest("unrelated", names()), None);
    }
}
