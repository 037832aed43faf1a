//! The engine on hand-written code lists.

use pyrs_regex::{Goal, InvalidCode, Matcher, Program, Stop};

// Operations of the code list.
const SUCCESS: u32 = 1;
const ANY_ALL: u32 = 3;
const BRANCH: u32 = 7;
const LITERAL: u32 = 16;
const MARK: u32 = 17;
const MAX_UNTIL: u32 = 18;
const REPEAT: u32 = 23;
const REPEAT_ONE: u32 = 24;
const JUMP: u32 = 15;
const NO_LIMIT: u32 = u32::MAX;

const A: u32 = b'a' as u32;
const B: u32 = b'b' as u32;

fn find(code: &[u32], groups: usize, text: &[u8], goal: Goal) -> Option<(usize, usize)> {
    let program = Program::new(code, groups).expect("a valid code list");
    let mut matcher = Matcher::new(&program);
    let found = matcher
        .run(text, 0, goal, false, &mut || true)
        .expect("nobody stops it");
    found.then(|| matcher.span())
}

#[test]
fn literals_are_searched_in_every_width() {
    let code = [LITERAL, A, LITERAL, B, SUCCESS];
    let program = Program::new(&code, 0).expect("valid");
    let mut matcher = Matcher::new(&program);
    let text = "xaab";
    let wide: Vec<u16> = text.encode_utf16().collect();
    let widest: Vec<u32> = text.chars().map(u32::from).collect();
    assert_eq!(
        matcher.run(text.as_bytes(), 0, Goal::Search, false, &mut || true),
        Ok(true)
    );
    assert_eq!(matcher.span(), (2, 4));
    assert_eq!(matcher.run(&wide, 0, Goal::Search, false, &mut || true), Ok(true));
    assert_eq!(matcher.span(), (2, 4));
    assert_eq!(matcher.run(&widest, 3, Goal::Search, false, &mut || true), Ok(false));
}

#[test]
fn the_first_way_that_leads_to_a_match_is_taken() {
    // (?:a|ab)$ without the anchor, as a full match.
    let code = [
        BRANCH, 5, LITERAL, A, JUMP, 9, 7, LITERAL, A, LITERAL, B, JUMP, 2, 0, SUCCESS,
    ];
    assert_eq!(find(&code, 0, b"ab", Goal::Match), Some((0, 1)));
    assert_eq!(find(&code, 0, b"ab", Goal::FullMatch), Some((0, 2)));
    assert_eq!(find(&code, 0, b"b", Goal::Search), None);
}

#[test]
fn groups_in_loops_keep_the_last_iteration() {
    // (?:(a)b)*
    let code = [
        REPEAT, 11, 0, NO_LIMIT, MARK, 0, LITERAL, A, MARK, 1, LITERAL, B, MAX_UNTIL, SUCCESS,
    ];
    let program = Program::new(&code, 1).expect("valid");
    let mut matcher = Matcher::new(&program);
    assert_eq!(
        matcher.run(b"ababa".as_slice(), 0, Goal::Match, false, &mut || true),
        Ok(true)
    );
    assert_eq!(
        (matcher.span(), matcher.group(1), matcher.last_index()),
        ((0, 4), Some((2, 3)), 1)
    );
}

/// `(?:a*)*b`: exponential where there is no b.
const HARD: [u32; 14] = [
    REPEAT, 9, 0, NO_LIMIT, REPEAT_ONE, 6, 0, NO_LIMIT, LITERAL, A, MAX_UNTIL, LITERAL, B, SUCCESS,
];

#[test]
fn a_long_match_can_be_stopped() {
    // The body of the inner repetition ends with its own success.
    let mut code = HARD[..10].to_vec();
    code.extend([SUCCESS, MAX_UNTIL, LITERAL, B, SUCCESS]);
    code[1] = 10;
    let program = Program::new(&code, 0).expect("valid");
    let text = [b'a'; 60];
    let mut asked = 0;
    let mut matcher = Matcher::new(&program);
    let stopped = matcher.run(&text, 0, Goal::Match, false, &mut || {
        asked += 1;
        asked < 10
    });
    assert_eq!((stopped, asked), (Err(Stop::Interrupted), 10));
    assert_eq!(
        matcher.run(b"aab".as_slice(), 0, Goal::Match, false, &mut || true),
        Ok(true)
    );
}

#[test]
fn deep_backtracking_needs_no_native_stack() {
    // (?:.)*b as a loop with a mark, on a long text.
    let code = [
        REPEAT, 8, 0, NO_LIMIT, MARK, 0, ANY_ALL, MARK, 1, MAX_UNTIL, LITERAL, B, SUCCESS,
    ];
    let mut text = vec![b'a'; 300_000];
    text[7] = b'b';
    assert_eq!(find(&code, 1, &text, Goal::Match), None.or(Some((0, 8))));
}

#[test]
fn empty_matches_can_be_refused_at_the_start() {
    let code = [REPEAT_ONE, 6, 0, NO_LIMIT, LITERAL, A, SUCCESS, SUCCESS];
    let program = Program::new(&code, 0).expect("valid");
    let mut matcher = Matcher::new(&program);
    assert_eq!(
        matcher.run(b"baa".as_slice(), 0, Goal::Search, true, &mut || true),
        Ok(true)
    );
    assert_eq!(matcher.span(), (1, 3));
}

#[test]
fn broken_code_lists_are_refused() {
    let broken: [&[u32]; 10] = [
        &[],
        &[99, SUCCESS],
        &[LITERAL],
        &[LITERAL, A],
        &[JUMP, 2, SUCCESS],
        &[MARK, 0, SUCCESS],
        &[REPEAT, 3, 0, 1, SUCCESS],
        &[REPEAT_ONE, 6, 2, 1, LITERAL, A, SUCCESS, SUCCESS],
        &[BRANCH, 0, SUCCESS],
        &HARD,
    ];
    for code in broken {
        assert!(matches!(Program::new(code, 0), Err(InvalidCode)), "{code:?}");
    }
}

#[test]
fn random_code_lists_neither_panic_nor_run_for_ever() {
    let mut state = 12345u64;
    let mut next = |limit: u64| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) % limit
    };
    let mut accepted = 0;
    for _ in 0..200_000 {
        let length = 1 + next(14) as usize;
        let limit = if length > 8 { 12 } else { 43 };
        let mut code: Vec<u32> = (0..=length).map(|_| next(limit) as u32).collect();
        code[length] = SUCCESS;
        let Ok(program) = Program::new(&code, 1) else { continue };
        accepted += 1;
        let mut asked = 0;
        let mut matcher = Matcher::new(&program);
        let _ = matcher.run(b"ab\x03\x04cab".as_slice(), 0, Goal::Search, false, &mut || {
            asked += 1;
            asked < 5
        });
    }
    assert!(accepted > 100, "{accepted}");
}
