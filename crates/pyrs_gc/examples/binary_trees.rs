//! Measures the heap: binary trees, an old heap with garbage beside it, stores into a huge array, start-up.
//!
//! Arguments: `[binary-trees depth] [full]`; `full` turns the young generation off.

use pyrs_gc::{
    Allocator, Heap, HeapConfig, ObjectModel, Visitor, current_stack_base, write_barrier, write_barrier_slot,
};
use std::time::Instant;

#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Pair,
    Array,
}

struct Type {
    layout: Layout,
}

static PAIR: Type = Type { layout: Layout::Pair };
static ARRAY: Type = Type { layout: Layout::Array };

#[repr(C)]
struct Pair {
    ty: &'static Type,
    a: u64,
    b: u64,
}

#[repr(C)]
struct Array {
    ty: &'static Type,
    len: usize,
}

unsafe fn trace(obj: *mut u8, v: &mut Visitor) -> usize {
    // SAFETY: every object starts with its type.
    unsafe {
        match (*obj.cast::<Pair>()).ty.layout {
            Layout::Pair => {
                let p = obj.cast::<Pair>();
                v.visit((*p).a);
                v.visit((*p).b);
            }
            Layout::Array => v.visit_slice(obj.add(16).cast(), (*obj.cast::<Array>()).len),
        }
        size(obj)
    }
}

unsafe fn trace_range(_: *mut u8, lo: *const u64, hi: *const u64, v: &mut Visitor) {
    // SAFETY: a card of an array; its type and length, in the first card, are no references to heap objects: the
    // type is skipped and the length is odd.
    unsafe {
        let mut p = lo;
        while p < hi {
            if (*p) & 7 == 0 && *p != (&raw const ARRAY) as u64 {
                v.visit(*p);
            }
            p = p.add(1);
        }
    }
}

unsafe fn size(obj: *const u8) -> usize {
    // SAFETY: every object starts with its type.
    unsafe {
        match (*obj.cast::<Pair>()).ty.layout {
            Layout::Pair => 24,
            Layout::Array => 16 + 8 * (*obj.cast::<Array>()).len,
        }
    }
}

static MODEL: ObjectModel = ObjectModel {
    trace,
    size,
    trace_range: Some(trace_range),
    finalize_dead: None,
    wants_finalizer: None,
};

const fn int(n: u64) -> u64 {
    n << 3 | 1
}

#[inline(always)]
unsafe fn pair(al: &mut Allocator, a: u64, b: u64) -> u64 {
    // SAFETY: the allocator is attached; the object is initialised at once.
    unsafe {
        let p: *mut Pair = al.alloc(24).cast();
        assert!(!p.is_null());
        p.write(Pair { ty: &PAIR, a, b });
        p as u64
    }
}

#[inline(never)]
unsafe fn tree(al: &mut Allocator, depth: u32) -> u64 {
    // SAFETY: as for `pair`.
    unsafe {
        if depth == 0 {
            pair(al, int(0), int(0))
        } else {
            let a = tree(al, depth - 1);
            let b = tree(al, depth - 1);
            pair(al, a, b)
        }
    }
}

#[inline(never)]
unsafe fn check(t: u64) -> u64 {
    // SAFETY: a tree made above.
    unsafe {
        let p = t as *const Pair;
        if (*p).a & 7 == 0 {
            1 + check((*p).a) + check((*p).b)
        } else {
            1
        }
    }
}

fn cpu() -> f64 {
    // SAFETY: fills in the structure.
    unsafe {
        let mut t: libc::timespec = std::mem::zeroed();
        libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut t);
        t.tv_sec as f64 + t.tv_nsec as f64 * 1e-9
    }
}

fn rss_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS")).unwrap_or("");
    line.split_whitespace()
        .nth(1)
        .and_then(|n| n.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}

fn report(label: &str, heap: &Heap, secs: f64, n: u64) {
    let s = heap.stats();
    println!(
        "{label}: {:.1} ns each; young {} ({:.0} ms, max {:.2}), full {} ({:.0} ms, max {:.2}); used {:.1} MB, mapped {:.1} MB, rss {:.1} MB",
        secs * 1e9 / n as f64,
        s.young_collections,
        s.young_ns as f64 / 1e6,
        s.young_pause_max_ns as f64 / 1e6,
        s.full_collections,
        s.full_ns as f64 / 1e6,
        s.full_pause_max_ns as f64 / 1e6,
        s.bytes_used as f64 / 1e6,
        s.mapped_bytes as f64 / 1e6,
        rss_mb(),
    );
}

fn with_heap(config: &HeapConfig, f: impl FnOnce(&Heap, &mut Allocator)) {
    let t = Instant::now();
    let heap = Heap::new(&MODEL, config.clone());
    let mut al = Allocator::new();
    // SAFETY: detached below, before the allocator moves or dies.
    unsafe {
        heap.attach_allocator(&mut al);
        let id = heap.attach_stack(current_stack_base());
        pair(&mut al, int(0), int(0));
        println!("start-up {:.3} ms", t.elapsed().as_secs_f64() * 1e3);
        f(&heap, &mut al);
        heap.detach_stack(id);
        heap.detach_allocator(&mut al);
    }
}

#[inline(never)]
unsafe fn binary_trees(heap: &Heap, al: &mut Allocator, n: u32) {
    // SAFETY: as for `pair`.
    unsafe {
        let t = cpu();
        assert_eq!(check(tree(al, n + 1)), (1 << (n + 2)) - 1);
        let long = tree(al, n);
        let mut nodes: u64 = 3 << (n + 1);
        let mut depth = 4;
        while depth <= n {
            let rounds = 1u64 << (n - depth + 4);
            let c: u64 = (0..rounds).map(|_| check(tree(al, depth))).sum();
            assert_eq!(c, rounds * ((1 << (depth + 1)) - 1));
            nodes += c;
            depth += 2;
        }
        assert_eq!(check(long), (1 << (n + 1)) - 1);
        report("binary trees", heap, cpu() - t, nodes);
    }
}

#[inline(never)]
unsafe fn old_heap(heap: &Heap, al: &mut Allocator, ops: u64, store_into_array: bool) {
    // SAFETY: as for `pair`; barriers follow stores.
    unsafe {
        let n = 1_000_000usize;
        let t = cpu();
        // One slot more, so that the length is odd: see `trace_range`.
        let array: *mut Array = al.alloc(16 + 8 * (n + 1)).cast();
        array.write(Array { ty: &ARRAY, len: n + 1 });
        let slots = array.cast::<u64>().add(2);
        let set = |i: usize, v: u64| {
            *slots.add(i) = v;
            write_barrier_slot(array.cast(), slots.add(i));
        };
        for i in 0..n {
            let y = pair(al, int(i as u64), int(1));
            let x = pair(al, int(i as u64), y);
            set(i, x);
        }
        report("  build", heap, cpu() - t, n as u64);
        let t = cpu();
        let (mut r, mut keep, mut sum) = (88_172_645_463_325_252u64, int(0), 0u64);
        for i in 0..ops {
            let p = pair(al, int(i), keep);
            keep = if i & 15 == 0 { int(1) } else { p };
            sum = sum.wrapping_add((*(p as *const Pair)).a);
            if i & 63 == 0 {
                r ^= r << 13;
                r ^= r >> 7;
                r ^= r << 17;
                let k = (r % n as u64) as usize;
                if store_into_array {
                    let y = pair(al, int(k as u64), int(1));
                    let x = pair(al, int(k as u64), y);
                    set(k, x);
                } else {
                    let x = *slots.add(k) as *mut Pair;
                    let y = pair(al, int(k as u64), int(1));
                    (*x).b = y;
                    write_barrier(x.cast());
                }
            }
        }
        report(
            if store_into_array {
                "old heap, array stores"
            } else {
                "old heap"
            },
            heap,
            cpu() - t,
            ops,
        );
        for i in 0..n {
            let x = *slots.add(i) as *const Pair;
            assert!((*x).ty.layout == Layout::Pair && (*x).a == int(i as u64));
            let y = (*x).b as *const Pair;
            assert!((*y).a == int(i as u64) && (*y).b == int(1));
        }
        let t = Instant::now();
        heap.collect(pyrs_gc::Reason::Requested);
        println!("  one full collection {:.1} ms", t.elapsed().as_secs_f64() * 1e3);
        pyrs_gc::keep_alive(array);
        report("  after it", heap, 0.0, 1);
    }
}

/// Short-lived objects of sizes between `low` and `high` bytes, of which the last 64 are kept.
#[inline(never)]
unsafe fn churn(heap: &Heap, al: &mut Allocator, ops: u64, low: usize, high: usize) {
    // SAFETY: as for `pair`.
    unsafe {
        let mut kept = [0u64; 64];
        let t = cpu();
        let mut r = 88_172_645_463_325_252u64;
        for i in 0..ops {
            r ^= r << 13;
            r ^= r >> 7;
            r ^= r << 17;
            let words = (low + r as usize % (high - low)) / 8;
            let p: *mut Array = al.alloc(16 + 8 * words).cast();
            p.write(Array { ty: &ARRAY, len: words });
            kept[i as usize % 64] = p as u64;
        }
        report(&format!("churn {low}-{high} bytes"), heap, cpu() - t, ops);
        pyrs_gc::keep_alive(kept.as_ptr());
    }
}

fn main() {
    let mut config = HeapConfig::default();
    let mut depth = 18;
    for arg in std::env::args().skip(1) {
        if arg == "full" {
            config.generational = false;
        } else if let Some(mb) = arg.strip_prefix("nursery=").and_then(|n| n.parse::<usize>().ok()) {
            config.nursery_bytes = mb << 20;
        } else if let Ok(n) = arg.parse() {
            depth = n;
        } else {
            eprintln!("unknown argument {arg}");
            std::process::exit(2);
        }
    }
    // SAFETY: this thread is the only one.
    unsafe {
        with_heap(&config, |heap, al| binary_trees(heap, al, depth));
        with_heap(&config, |heap, al| churn(heap, al, 20_000_000, 16, 200));
        with_heap(&config, |heap, al| churn(heap, al, 5_000_000, 200, 2000));
        with_heap(&config, |heap, al| churn(heap, al, 1_000_000, 1000, 16_000));
        with_heap(&config, |heap, al| churn(heap, al, 200_000, 20_000, 200_000));
        with_heap(&config, |heap, al| churn(heap, al, 1000, 1_000_000, 10_000_000));
        with_heap(&config, |heap, al| old_heap(heap, al, 50_000_000, false));
        with_heap(&config, |heap, al| old_heap(heap, al, 50_000_000, true));
    }
}
