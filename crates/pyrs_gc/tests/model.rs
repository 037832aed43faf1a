//! Random changes of a graph, checked against a reference model: after a full collection the objects in the heap are
//! exactly the reachable ones, with their contents intact, their weak references and their drops right.

#[allow(dead_code, missing_docs)]
mod support;

use pyrs_gc::{HeapConfig, Reason, RootVec, write_barrier, write_barrier_slot};
use std::collections::{BTreeSet, HashMap};
use support::{DROPPED, Fixture, WEAK_OFFSET, check, id, make, slot};

struct Rng(u64);

impl Rng {
    fn next(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

struct Object {
    addr: *mut u8,
    slots: Vec<Option<u64>>,
    weak: Option<u64>,
    drop: bool,
    finalizer: bool,
}

struct Graph<'a> {
    fx: &'a mut Fixture,
    roots: RootVec,
    root_ids: Vec<u64>,
    objects: HashMap<u64, Object>,
    next_id: u64,
    rng: Rng,
    queued_weak: BTreeSet<u64>,
    largest: usize,
}

impl Graph<'_> {
    fn root(&mut self, id: u64) {
        self.roots.push(self.objects[&id].addr as u64);
        self.root_ids.push(id);
    }

    /// An object reached by a random walk.
    fn pick(&mut self) -> Option<u64> {
        if self.root_ids.is_empty() {
            return None;
        }
        let mut at = self.root_ids[self.rng.next(self.root_ids.len())];
        for _ in 0..self.rng.next(6) {
            let n = self.objects[&at].slots.len();
            if n == 0 {
                break;
            }
            let i = self.rng.next(n);
            match self.objects[&at].slots[i] {
                Some(next) => at = next,
                None => break,
            }
        }
        Some(at)
    }

    fn random_size(&mut self) -> (usize, usize) {
        match self.rng.next(1000) {
            0..700 => (self.rng.next(4), 0),
            700..900 => (self.rng.next(20), self.rng.next(400)),
            900..980 => (self.rng.next(100), self.rng.next(9000)),
            980..995 => (self.rng.next(3000), self.rng.next(60_000)),
            _ => (self.rng.next(9000), self.rng.next(self.largest)),
        }
    }

    fn allocate(&mut self) {
        let (slots, bytes) = self.random_size();
        let id = self.next_id;
        self.next_id += 1;
        // SAFETY: the object is stored in a root at once.
        let addr = unsafe { make(&mut self.fx.al, id, slots, bytes, false) };
        assert!(!addr.is_null());
        let (drop, finalizer) = (self.rng.next(8) == 0, self.rng.next(16) == 0);
        // SAFETY: a new object.
        unsafe {
            if drop {
                self.fx.heap.register_drop(addr);
            }
            if finalizer {
                self.fx.heap.finalizer_register(addr);
            }
        }
        self.objects.insert(
            id,
            Object {
                addr,
                slots: vec![None; slots],
                weak: None,
                drop,
                finalizer,
            },
        );
        self.root(id);
        if self.rng.next(4) != 0
            && let Some(parent) = self.pick()
        {
            self.store(parent, Some(id));
        }
    }

    fn allocate_weak(&mut self) {
        let Some(target) = self.pick() else { return };
        let id = self.next_id;
        self.next_id += 1;
        // SAFETY: the object is stored in a root at once; its weak slot is set before it is registered.
        let addr = unsafe {
            let addr = make(&mut self.fx.al, id, 1, 0, true);
            assert!(!addr.is_null());
            *slot(addr, 0) = self.objects[&target].addr as u64;
            self.fx.heap.weak_register(addr, WEAK_OFFSET);
            addr
        };
        let object = Object {
            addr,
            slots: Vec::new(),
            weak: Some(target),
            drop: false,
            finalizer: false,
        };
        self.objects.insert(id, object);
        self.root(id);
    }

    fn store(&mut self, parent: u64, value: Option<u64>) {
        let n = self.objects[&parent].slots.len();
        if n == 0 {
            return;
        }
        let i = self.rng.next(n);
        let word = value.map_or(0, |v| self.objects[&v].addr as u64);
        let object = self.objects.get_mut(&parent).expect("in the model");
        object.slots[i] = value;
        // SAFETY: a reachable object and one of its slots; a barrier follows the store.
        unsafe {
            let s = slot(object.addr, i);
            *s = word;
            if self.rng.next(2) == 0 {
                write_barrier_slot(object.addr, s);
            } else {
                write_barrier(object.addr);
            }
        }
    }

    fn unroot(&mut self) {
        if self.root_ids.is_empty() {
            return;
        }
        let i = self.rng.next(self.root_ids.len());
        self.root_ids.swap_remove(i);
        let last = self.roots.pop().expect("as long as the ids");
        self.roots.set(i, last);
    }

    /// Takes the referent of a random weak object back into the roots.
    fn revive(&mut self) {
        let Some(weak) = self.pick() else { return };
        let Some(target) = self.objects[&weak].weak else {
            return;
        };
        // SAFETY: a reachable weak object.
        let word = unsafe { *slot(self.objects[&weak].addr, 0) };
        if word != 0 {
            assert_eq!(word, self.objects[&target].addr as u64);
            self.root(target);
        }
    }

    fn reachable(&self) -> BTreeSet<u64> {
        let mut seen = BTreeSet::new();
        let mut todo = self.root_ids.clone();
        while let Some(id) = todo.pop() {
            if seen.insert(id) {
                todo.extend(self.objects[&id].slots.iter().flatten());
            }
        }
        seen
    }

    fn drain_queues(&mut self, reachable: Option<&BTreeSet<u64>>) -> usize {
        let cleared = self.fx.heap.take_cleared_weakrefs();
        for &w in cleared.as_slice() {
            // SAFETY: the queue holds objects.
            let weak = unsafe { id(w as *const u8) };
            assert!(self.queued_weak.insert(weak), "queued once");
        }
        let finalizable = self.fx.heap.take_finalizable();
        for &w in finalizable.as_slice() {
            // SAFETY: as above.
            let id = unsafe { id(w as *const u8) };
            let object = self.objects.get_mut(&id).expect("not dropped before it was finalized");
            assert!(object.finalizer, "finalized once");
            object.finalizer = false;
            if let Some(reachable) = reachable {
                assert!(!reachable.contains(&id));
            }
            // SAFETY: resurrected with all it reaches.
            unsafe { check(object.addr, id) };
        }
        finalizable.len()
    }

    fn check_reachable(&self, reachable: &BTreeSet<u64>) {
        for id in reachable {
            let object = &self.objects[id];
            // SAFETY: a reachable object.
            unsafe {
                check(object.addr, *id);
                for (i, value) in object.slots.iter().enumerate() {
                    assert_eq!(*slot(object.addr, i), value.map_or(0, |v| self.objects[&v].addr as u64));
                }
            }
        }
    }

    fn full_check(&mut self) {
        let reachable = self.reachable();
        self.fx.heap.collect(Reason::Requested);
        while self.drain_queues(Some(&reachable)) != 0 {
            self.fx.heap.collect(Reason::Requested);
        }
        self.check_reachable(&reachable);
        let live: Vec<u64> = reachable.iter().copied().collect();
        assert_eq!(self.fx.ids(), live, "live is reachable");
        let mut dropped = BTreeSet::new();
        DROPPED.with_borrow_mut(|d| {
            for id in d.drain(..) {
                assert!(dropped.insert(id), "dropped once");
            }
        });
        let mut expected = BTreeSet::new();
        self.objects.retain(|id, o| {
            let keep = reachable.contains(id);
            if !keep && o.drop {
                expected.insert(*id);
            }
            keep
        });
        assert_eq!(dropped, expected);
        for &id in &reachable {
            let object = &self.objects[&id];
            if let Some(target) = object.weak {
                // SAFETY: a reachable weak object.
                let word = unsafe { *slot(object.addr, 0) };
                if let Some(t) = self.objects.get(&target) {
                    assert!(word == t.addr as u64 || self.queued_weak.contains(&id));
                } else {
                    assert_eq!(word, 0);
                    assert!(self.queued_weak.contains(&id), "queued when cleared");
                }
            }
        }
    }
}

fn run(config: HeapConfig, seed: u64, steps: usize, largest: usize) {
    DROPPED.with_borrow_mut(Vec::clear);
    let mut fx = Fixture::new(config);
    let roots = RootVec::new(&fx.heap);
    let mut g = Graph {
        fx: &mut fx,
        roots,
        root_ids: Vec::new(),
        objects: HashMap::new(),
        next_id: 1,
        rng: Rng(seed),
        queued_weak: BTreeSet::new(),
        largest,
    };
    for step in 0..steps {
        match g.rng.next(100) {
            0..35 => g.allocate(),
            35..40 => g.allocate_weak(),
            40..60 => {
                if let (Some(a), Some(b)) = (g.pick(), g.pick()) {
                    let value = (g.rng.next(4) != 0).then_some(b);
                    g.store(a, value);
                }
            }
            60..97 => g.unroot(),
            97 => g.revive(),
            _ => {
                if g.rng.next(4) == 0 {
                    g.fx.heap.collect_young();
                }
            }
        }
        if g.root_ids.len() > 400 {
            g.unroot();
        }
        if step % 5 == 0 {
            g.drain_queues(None);
        }
        if step % (steps / 8) == steps / 8 - 1 {
            g.full_check();
        }
    }
    g.roots.clear();
    g.root_ids.clear();
    g.full_check();
    assert!(g.fx.ids().is_empty());
    assert_eq!(g.fx.heap.stats().bytes_used, 0);
}

fn checked() -> HeapConfig {
    HeapConfig {
        poison: true,
        verify: true,
        nursery_bytes: 256 << 10,
        min_growth_bytes: 1 << 20,
        ..HeapConfig::default()
    }
}

#[test]
fn small_nursery_with_checks() {
    for seed in 1..9 {
        run(checked(), seed * 7919, 24_000, 200_000);
    }
}

#[test]
fn huge_objects() {
    for seed in 1..4 {
        run(checked(), seed * 104_729, 12_000, 9_000_000);
    }
}

#[test]
fn full_collections_only() {
    for seed in 1..4 {
        run(
            HeapConfig {
                generational: false,
                ..checked()
            },
            seed * 31,
            24_000,
            200_000,
        );
    }
}

#[test]
fn no_checks() {
    let config = HeapConfig {
        nursery_bytes: 512 << 10,
        min_growth_bytes: 1 << 20,
        ..HeapConfig::default()
    };
    for seed in 1..5 {
        run(config.clone(), seed * 17, 60_000, 200_000);
    }
}

#[test]
fn stress() {
    run(HeapConfig { stress: 1, ..checked() }, 5, 3_000, 50_000);
    run(HeapConfig { stress: 7, ..checked() }, 6, 8_000, 50_000);
}

/// Runs for a minute: `cargo test --release -p pyrs_gc --test model -- --ignored soak`.
#[test]
#[ignore = "takes a minute"]
fn soak() {
    let start = std::time::Instant::now();
    let mut seed = 1;
    while start.elapsed().as_secs() < 60 {
        seed += 1;
        let config = HeapConfig {
            stress: [0, 0, 0, 50][seed % 4],
            poison: seed % 3 != 0,
            verify: seed % 5 != 0,
            generational: seed % 7 != 0,
            nursery_bytes: [64 << 10, 256 << 10, 1 << 20][seed % 3],
            min_growth_bytes: [256 << 10, 2 << 20][seed % 2],
            ..HeapConfig::default()
        };
        let largest = [1000, 50_000, 500_000, 6_000_000][seed % 4];
        run(config, seed as u64 * 2_654_435_761, 20_000, largest);
    }
}
