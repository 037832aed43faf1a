//! What single parts of the interface promise.

#[allow(dead_code, missing_docs)]
mod support;

use pyrs_gc::{
    Allocator, CHUNK_MASK, GRANULE_SHIFT, Heap, HeapConfig, Kind, Liveness, Reason, RootVec, RootVisitor,
    UNLOGGED_TABLE_OFFSET, VALID_TABLE_OFFSET, current_stack_base, keep_alive, write_barrier, write_barrier_slot,
};
use std::hint::black_box;
use support::{DROPPED, Fixture, MODEL, WEAK_OFFSET, check, id, make, slot};

fn bit(p: *const u8, table: usize) -> bool {
    let chunk = p.map_addr(|a| a & !CHUNK_MASK);
    let granule = (p.addr() & CHUNK_MASK) >> GRANULE_SHIFT;
    // SAFETY: the tables are in the head of the object's chunk.
    unsafe { *chunk.add(table + granule / 8) >> (granule % 8) & 1 != 0 }
}

/// Overwrites the part of the stack below, where finished calls may have left pointers.
#[inline(never)]
fn clear_stack() {
    black_box([0u64; 2048]);
}

#[inline(never)]
fn hidden(fx: &mut Fixture, id: u64, bytes: usize) -> usize {
    // SAFETY: a fixture's allocator is attached.
    !(unsafe { make(&mut fx.al, id, 0, bytes, false) } as usize)
}

#[test]
fn layout_is_as_published() {
    assert_eq!((Allocator::CURSOR_OFFSET, Allocator::LIMIT_OFFSET), (0, 8));
    let mut fx = Fixture::new(HeapConfig::default());
    let mut roots = RootVec::new(&fx.heap);
    for size in [24, 2000, 17_000, 5 << 20] {
        // SAFETY: a fixture's allocator is attached.
        let p = unsafe { make(&mut fx.al, 1, 1, size, false) };
        roots.push(p as u64);
        assert!(bit(p, VALID_TABLE_OFFSET) && !bit(p.wrapping_add(8), VALID_TABLE_OFFSET));
        assert!(!bit(p, UNLOGGED_TABLE_OFFSET), "new objects need no barrier");
        fx.heap.collect_young();
        assert!(bit(p, UNLOGGED_TABLE_OFFSET), "survivors do");
    }
}

#[test]
fn pointers_on_the_stack_keep_objects() {
    let mut fx = Fixture::new(HeapConfig {
        poison: true,
        ..HeapConfig::default()
    });
    // SAFETY: this thread's stack.
    let stack = unsafe { fx.heap.attach_stack(current_stack_base()) };
    for bytes in [24, 200, 3000, 40_000, 6 << 20] {
        for offset in [0, 1, 8, 23, bytes - 1, bytes] {
            let (gone, gone_too) = (hidden(&mut fx, 1, bytes), hidden(&mut fx, 3, bytes));
            let kept = black_box((!hidden(&mut fx, 2, bytes)) as *const u8);
            let inner = black_box(kept.wrapping_add(offset));
            let start = kept as usize ^ usize::MAX;
            fx.heap.collect(Reason::Requested);
            let found = fx.heap.object_containing(inner as usize).map(|p| p as usize);
            // An object kept by chance may start just behind this one.
            if found != Some(inner as usize) {
                assert_eq!(found, Some(!start));
            }
            // SAFETY: kept by `inner` and `kept`.
            unsafe { check(!start as *const u8, 2) };
            keep_alive(inner);
            let _ = (gone, gone_too);
        }
    }
    clear_stack();
    fx.heap.collect(Reason::Requested);
    assert!(fx.ids().len() <= 8, "little is kept by chance");
    fx.heap.detach_stack(stack);
    fx.heap.collect(Reason::Requested);
    assert!(fx.ids().is_empty());
}

#[test]
fn addresses_outside_objects_find_nothing() {
    let mut fx = Fixture::new(HeapConfig::default());
    let mut roots = RootVec::new(&fx.heap);
    for (id, bytes) in [(1, 24), (2, 40_000), (3, 9 << 20)] {
        roots.push(!hidden(&mut fx, id, bytes) as u64);
    }
    let [p, large, huge] = [0, 1, 2].map(|i| roots.as_slice()[i] as usize);
    for base in [p, large, huge] {
        let chunk = base & !CHUNK_MASK;
        for addr in [
            chunk,
            chunk + 8,
            chunk + VALID_TABLE_OFFSET,
            chunk + (300 << 10),
            0,
            8,
            usize::MAX,
            usize::MAX / 2,
        ] {
            let found = fx.heap.object_containing(addr).map_or(0, |p| p as usize);
            assert!(found == 0 || found == base, "{addr:x}");
        }
    }
    assert_eq!(fx.heap.object_containing(p + 24), Some(p as *mut u8));
    assert_eq!(fx.heap.object_containing(p + 25), None);
    assert_eq!(fx.heap.object_containing(huge + (5 << 20)), Some(huge as *mut u8));
    assert_eq!(fx.heap.object_containing(huge + (9 << 20)), Some(huge as *mut u8));
    assert_eq!(fx.heap.object_containing(huge + (9 << 20) + 1), None);
}

#[test]
fn any_address_finds_the_object_it_is_in() {
    let mut fx = Fixture::new(HeapConfig::default());
    let mut roots = RootVec::new(&fx.heap);
    let mut seed = 99u64;
    let mut random = |n: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 20) as usize % n
    };
    for round in 0..3 {
        for i in 0..3000 {
            let bytes = if random(40) == 0 { random(300_000) } else { random(600) };
            roots.push(!hidden(&mut fx, round * 10_000 + i, bytes) as u64);
        }
        let keep: Vec<u64> = roots.as_slice().iter().copied().filter(|_| random(3) != 0).collect();
        roots.clear();
        roots.extend_from_slice(&keep);
        fx.heap.collect(Reason::Requested);
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        fx.heap.for_each_object(|p| {
            // SAFETY: the heap passes objects.
            ranges.push((p as usize, p as usize + unsafe { support::size(p) }));
        });
        ranges.sort_unstable();
        assert_eq!(ranges.len(), keep.len());
        for _ in 0..50_000 {
            let (start, end) = ranges[random(ranges.len())];
            let addr = start + random(end - start + 200) - 50;
            // The last object that starts at or below the address, if it reaches there.
            let (start, end) = ranges[ranges.partition_point(|r| r.0 <= addr).saturating_sub(1)];
            let expected = (start <= addr && addr <= end).then_some(start);
            assert_eq!(fx.heap.object_containing(addr).map(|p| p as usize), expected);
        }
    }
}

#[test]
fn immortals_are_traced_and_stay() {
    let mut fx = Fixture::new(HeapConfig {
        verify: true,
        ..HeapConfig::default()
    });
    // SAFETY: the header is stored at once, stores are followed by barriers.
    unsafe {
        let p = fx.heap.alloc_immortal(32);
        let w: *mut u64 = p.cast();
        (*w, *w.add(1), *w.add(2)) = (32 << 3 | 1, 7 << 3 | 1, 1 << 4 | 1);
        fx.heap.collect_young();
        *slot(p, 0) = make(&mut fx.al, 8, 0, 0, false) as u64;
        write_barrier(p);
        fx.heap.collect_young();
        fx.heap.collect(Reason::Requested);
        assert_eq!(fx.ids(), [7, 8]);
        *slot(p, 0) = 0;
    }
    fx.heap.collect(Reason::Requested);
    assert_eq!(fx.ids(), [7]);
}

#[test]
fn external_bytes_lead_to_collections() {
    DROPPED.with_borrow_mut(Vec::clear);
    let mut fx = Fixture::new(HeapConfig::default());
    let mut most = 0;
    for i in 0..4000 {
        let p = (!hidden(&mut fx, i, 24)) as *mut u8;
        // SAFETY: a new object.
        unsafe { fx.heap.register_drop(p) };
        fx.heap.external_allocated(1 << 20);
        let freed = DROPPED.with_borrow_mut(|d| d.drain(..).count());
        fx.heap.external_freed(freed << 20);
        most = most.max(fx.heap.external_bytes());
    }
    assert!(most < 40 << 20, "{most}");
}

#[test]
fn requests_and_critical_sections() {
    let mut fx = Fixture::new(HeapConfig::default());
    hidden(&mut fx, 1, 24);
    fx.heap.disable();
    fx.heap.disable();
    fx.heap.request_collection();
    assert!(!fx.heap.collect(Reason::Requested));
    hidden(&mut fx, 2, 24);
    fx.heap.enable();
    assert_eq!(fx.ids(), [1, 2]);
    fx.heap.enable();
    hidden(&mut fx, 3, 24);
    assert_eq!(fx.ids(), [3]);
    assert_eq!(fx.heap.stats().full_collections, 1);
}

#[test]
fn allocation_fails_when_told_to() {
    let mut fx = Fixture::new(HeapConfig {
        alloc_fail_at: 3,
        ..HeapConfig::default()
    });
    let made: Vec<bool> = (0..5).map(|i| !hidden(&mut fx, i, 24) != 0).collect();
    assert_eq!(made, [true, true, false, true, true]);
    fx.heap.set_alloc_fail_at(1);
    assert_eq!(!hidden(&mut fx, 9, 24), 0);
    assert_ne!(!hidden(&mut fx, 9, 24), 0);
    fx.heap.set_stress(2);
    let before = fx.heap.stats();
    (0..8).for_each(|i| assert_ne!(!hidden(&mut fx, i, 24), 0));
    fx.heap.set_stress(0);
    (0..8).for_each(|i| assert_ne!(!hidden(&mut fx, i, 24), 0));
    let after = fx.heap.stats();
    assert_eq!(after.young_collections - before.young_collections, 2);
    assert_eq!(after.full_collections - before.full_collections, 2);
}

#[test]
fn allocation_fails_at_the_limit_and_recovers() {
    for bytes in [24, 5000, 100_000, 5 << 20] {
        let mut fx = Fixture::new(HeapConfig {
            max_heap_bytes: 24 << 20,
            ..HeapConfig::default()
        });
        let mut roots = RootVec::new(&fx.heap);
        let mut held = 0;
        loop {
            // SAFETY: stored in a root at once.
            let p = unsafe { make(&mut fx.al, 1, 0, bytes, false) };
            if p.is_null() {
                break;
            }
            held += bytes;
            roots.push(p as u64);
        }
        assert!(held > 14 << 20, "{bytes}: {held}");
        roots.clear();
        assert_ne!(!hidden(&mut fx, 1, bytes), 0);
    }
    let mut fx = Fixture::new(HeapConfig::default());
    // SAFETY: the fixture's allocator is attached.
    unsafe {
        assert!(fx.al.alloc_any(usize::MAX).is_null());
        assert!(fx.al.alloc_any(1 << 45).is_null());
    }
}

#[test]
fn medium_objects_use_holes_when_nothing_else_is_left() {
    let config = HeapConfig {
        max_heap_bytes: 8 << 20,
        poison: true,
        ..HeapConfig::default()
    };
    let mut fx = Fixture::new(config);
    let mut roots = RootVec::new(&fx.heap);
    // SAFETY: stored in a root at once.
    unsafe {
        for i in 0.. {
            let p = make(&mut fx.al, i, 0, 200, false);
            if p.is_null() {
                break;
            }
            roots.push(p as u64);
        }
        let n = roots.len();
        assert!(n * 200 > 7 << 20);
        for i in (0..n).filter(|i| i % 8 != 0) {
            roots.set(i, 0);
        }
        fx.heap.collect(Reason::Requested);
        for i in 0..n / 2 {
            let p = make(&mut fx.al, i as u64, 0, 1000 - 8 * (i % 3), false);
            if p.is_null() {
                assert!(i * 1000 > 4 << 20, "{i}");
                break;
            }
            roots.push(p as u64);
        }
        for i in (0..n).step_by(8) {
            check(roots.as_slice()[i] as *const u8, i as u64);
        }
    }
}

#[test]
fn memory_goes_back_to_the_system() {
    let mut fx = Fixture::new(HeapConfig::default());
    let mut roots = RootVec::new(&fx.heap);
    for i in 0..2_000_000 {
        // SAFETY: stored in a root at once.
        let p = unsafe { make(&mut fx.al, i, 1, if i % 1000 == 0 { 30_000 } else { 0 }, false) };
        roots.push(p as u64);
    }
    assert!(fx.heap.stats().mapped_bytes > 100 << 20);
    roots.truncate(10);
    fx.heap.collect(Reason::Requested);
    let stats = fx.heap.stats();
    assert!(stats.mapped_bytes <= 16 << 20, "{stats:?}");
    assert!(stats.bytes_used < 1 << 20, "{stats:?}");
    for (i, &w) in roots.as_slice().iter().enumerate() {
        // SAFETY: a rooted object.
        unsafe { check(w as *const u8, i as u64) };
    }
}

#[test]
fn weak_references_are_cleared_before_finalizers() {
    let mut fx = Fixture::new(HeapConfig {
        verify: true,
        poison: true,
        ..HeapConfig::default()
    });
    let mut roots = RootVec::new(&fx.heap);
    // A finalizable object with a child, a live and a dying weak reference to each.
    // SAFETY: nothing collects before everything is connected; the fixture's allocator is attached.
    unsafe {
        let child = make(&mut fx.al, 1, 0, 0, false);
        let parent = make(&mut fx.al, 2, 2, 0, false);
        *slot(parent, 0) = child as u64;
        fx.heap.finalizer_register(parent);
        for (i, target) in [child, parent, child].into_iter().enumerate() {
            let weak = make(&mut fx.al, 10 + i as u64, 1, 0, true);
            *slot(weak, 0) = target as u64;
            fx.heap.weak_register(weak, WEAK_OFFSET);
            if i < 2 {
                roots.push(weak as u64);
            } else {
                *slot(parent, 1) = weak as u64;
            }
        }
    }
    fx.heap.collect_kind(Kind::Young);
    assert!(fx.heap.has_pending());
    let cleared = fx.heap.take_cleared_weakrefs();
    // SAFETY: rooted objects.
    let ids: Vec<u64> = cleared
        .as_slice()
        .iter()
        .map(|&w| unsafe { id(w as *const u8) })
        .collect();
    assert_eq!(ids, [10, 11], "not those that were garbage themselves");
    let finalizable = fx.heap.take_finalizable();
    assert_eq!(finalizable.len(), 1);
    fx.heap.collect(Reason::Requested);
    assert_eq!(fx.ids(), [1, 2, 10, 11, 12]);
    // SAFETY: kept by the list.
    unsafe {
        let parent = finalizable.as_slice()[0] as *mut u8;
        assert_eq!(
            *slot(*slot(parent, 1) as *mut u8, 0),
            0,
            "a weak reference in the garbage is cleared too"
        );
    }
    drop(finalizable);
    fx.heap.collect(Reason::Requested);
    assert_eq!(fx.ids(), [10, 11]);
    assert!(!fx.heap.has_pending());
}

unsafe fn source(ctx: *mut (), visitor: &mut RootVisitor<'_>) {
    // SAFETY: the context is the word below.
    unsafe { visitor.visit(*ctx.cast::<u64>()) };
}

unsafe fn forget_dead(ctx: *mut (), live: &Liveness) {
    // SAFETY: the context is the vector below; its entries were live at the last collection.
    unsafe { (*ctx.cast::<Vec<usize>>()).retain(|&p| live.is_live(p as *const u8)) };
}

unsafe fn count(ctx: *mut ()) {
    // SAFETY: the context is the counter below.
    unsafe { *ctx.cast::<u32>() += 1 };
}

#[test]
fn root_sources_slots_and_hooks() {
    let mut fx = Fixture::new(HeapConfig::default());
    let mut word = Box::new(0u64);
    let mut slots = Box::new([0u64; 2]);
    let mut table = Box::new(Vec::new());
    let mut collections = Box::new(0u32);
    // SAFETY: all of them live as long as the heap.
    let added = unsafe {
        fx.heap.set_root_source(source, (&raw mut *word).cast());
        fx.heap.add_weak_hook(forget_dead, (&raw mut *table).cast());
        fx.heap.set_after_collection(count, (&raw mut *collections).cast());
        fx.heap.add_root_slot((&raw const *slots).cast(), 2)
    };
    for i in 0..4 {
        table.push(!hidden(&mut fx, i, 24));
    }
    *word = table[1] as u64;
    slots[1] = table[2] as u64;
    fx.heap.collect_young();
    assert_eq!((fx.ids(), table.len()), (vec![1, 2], 2));
    fx.heap.remove_root_slot(added);
    fx.heap.collect(Reason::Requested);
    assert_eq!((fx.ids(), table.len(), *collections), (vec![1], 1, 2));
    *word = 0;
    drop(fx);
}

#[test]
fn parked_threads_are_scanned() {
    struct Shared(*const Heap);
    // SAFETY: the two threads take turns.
    unsafe impl Send for Shared {}
    let fx = Fixture::new(HeapConfig {
        poison: true,
        ..HeapConfig::default()
    });
    // SAFETY: the threads take turns by means of the channels.
    unsafe {
        let stack = fx.heap.attach_stack(current_stack_base());
        let (parked_tx, parked_rx) = std::sync::mpsc::channel();
        let (go_tx, go_rx) = std::sync::mpsc::channel::<()>();
        let shared = Shared(&raw const *fx.heap);
        fx.heap.park_stack(stack, || {
            let thread = std::thread::spawn(move || {
                let shared = shared;
                let heap = &*shared.0;
                let stack = heap.attach_stack(current_stack_base());
                let mut al = Box::new(Allocator::new());
                heap.attach_allocator(&mut *al);
                let p = black_box(make(&mut al, 42, 0, 100, false));
                heap.park_stack(stack, || {
                    parked_tx.send(()).expect("the other end is there");
                    go_rx.recv().expect("the other end is there");
                });
                check(p, 42);
                heap.detach_allocator(&mut *al);
                heap.detach_stack(stack);
            });
            parked_rx.recv().expect("the other end is there");
            fx.heap.collect(Reason::Requested);
            assert_eq!(fx.ids(), [42]);
            go_tx.send(()).expect("the other end is there");
            thread.join().expect("no assertion failed");
        });
        fx.heap.collect(Reason::Requested);
        assert_eq!(fx.ids(), [0u64; 0]);
        fx.heap.detach_stack(stack);
    }
}

#[test]
fn stores_into_a_huge_array_rescan_little() {
    let mut fx = Fixture::new(HeapConfig {
        verify: true,
        ..HeapConfig::default()
    });
    let mut roots = RootVec::new(&fx.heap);
    // SAFETY: the array is rooted; each store is followed by a barrier.
    unsafe {
        let array = make(&mut fx.al, 1, 1_000_000, 0, false);
        roots.push(array as u64);
        fx.heap.collect_young();
        for round in 0..3u64 {
            for i in (0..1000).map(|i| i * 997) {
                *slot(array, i) = make(&mut fx.al, round * 1000 + 7, 0, 0, false) as u64;
                write_barrier_slot(array, slot(array, i));
            }
            assert!(bit(array, UNLOGGED_TABLE_OFFSET));
            fx.heap.collect_young();
            for i in (0..1000).map(|i| i * 997) {
                check(*slot(array, i) as *const u8, round * 1000 + 7);
            }
        }
        *slot(array, 5) = make(&mut fx.al, 9, 0, 0, false) as u64;
        write_barrier(array);
        fx.heap.collect_young();
        check(*slot(array, 5) as *const u8, 9);
    }
}

#[test]
fn drops_run_when_the_heap_goes() {
    DROPPED.with_borrow_mut(Vec::clear);
    let mut fx = Fixture::new(HeapConfig::default());
    let p = (!hidden(&mut fx, 5, 24)) as *mut u8;
    // SAFETY: a new object.
    unsafe { fx.heap.register_drop(p) };
    drop(fx);
    assert_eq!(DROPPED.take(), [5]);
}

#[test]
fn both_sides_of_a_fork_collect() {
    let mut fx = Fixture::new(HeapConfig {
        verify: true,
        poison: true,
        ..HeapConfig::default()
    });
    let mut roots = RootVec::new(&fx.heap);
    let mut churn = |fx: &mut Fixture, seed: u64| {
        for i in 0..50_000 {
            // SAFETY: rooted or dropped at once.
            let p = unsafe { make(&mut fx.al, seed + i, 1, 0, false) };
            if i % 7 == 0 {
                roots.push(p as u64);
            }
        }
        fx.heap.collect(Reason::Requested);
        // SAFETY: rooted objects.
        roots
            .as_slice()
            .iter()
            .all(|&w| unsafe { id(w as *const u8) } % 7 == seed % 7)
    };
    assert!(churn(&mut fx, 0));
    // SAFETY: the child uses only the heap and leaves by `_exit`.
    unsafe {
        let child = libc::fork();
        assert!(child >= 0);
        let good = churn(&mut fx, 70_000);
        if child == 0 {
            libc::_exit(i32::from(!good));
        }
        let mut status = 0;
        assert_eq!(libc::waitpid(child, &mut status, 0), child);
        assert!(good && libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0);
    }
}

#[test]
fn heaps_are_ready_for_any_config() {
    for config in [
        HeapConfig {
            stress: 1,
            ..HeapConfig::default()
        },
        HeapConfig {
            generational: false,
            ..HeapConfig::default()
        },
    ] {
        let heap = Heap::new(&MODEL, config);
        assert!(!heap.is_collecting() && heap.stats().mapped_bytes == 0);
    }
}

unsafe fn tree(al: &mut Allocator, depth: u64) -> *mut u8 {
    // SAFETY: the new parts are held on the stack only, which is what is being tested.
    unsafe {
        let left = if depth == 0 {
            std::ptr::null_mut()
        } else {
            tree(al, depth - 1)
        };
        let right = if depth == 0 {
            std::ptr::null_mut()
        } else {
            tree(al, depth - 1)
        };
        let node = make(al, depth, 2, 0, false);
        *slot(node, 0) = left as u64;
        *slot(node, 1) = right as u64;
        node
    }
}

unsafe fn count_tree(node: *mut u8, depth: u64) -> u64 {
    // SAFETY: a tree made above.
    unsafe {
        check(node, depth);
        if depth == 0 {
            return 1;
        }
        1 + count_tree(*slot(node, 0) as *mut u8, depth - 1) + count_tree(*slot(node, 1) as *mut u8, depth - 1)
    }
}

#[test]
fn locals_survive_a_collection_at_every_allocation() {
    for stress in [1, 3, 50] {
        let mut fx = Fixture::new(HeapConfig {
            stress,
            poison: true,
            verify: true,
            ..HeapConfig::default()
        });
        // SAFETY: this thread's stack; the trees are made and read above.
        unsafe {
            let stack = fx.heap.attach_stack(current_stack_base());
            let kept = tree(&mut fx.al, 7);
            for _ in 0..10 {
                assert_eq!(count_tree(tree(&mut fx.al, 6), 6), 127);
            }
            assert_eq!(count_tree(kept, 7), 255);
            fx.heap.detach_stack(stack);
        }
    }
}
