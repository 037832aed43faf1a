import heapq
from heapq import heapify, heappop, heappush, heappushpop, heapreplace, merge, nlargest, nsmallest


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


data = [(i * 7919) % 1009 for i in range(300)]
heap = []
for x in data:
    heappush(heap, x)
print(heap[:10])
copy = list(data)
heapify(copy)
print(copy[:10], all(copy[(i - 1) // 2] <= copy[i] for i in range(1, len(copy))))
print([heappop(heap) for _ in range(300)] == sorted(data), heap)
h = [3, 1, 2]
heapify(h)
print(heapreplace(h, 0), h, heappushpop(h, 9), heappushpop(h, -1), h, heappushpop([], 5))
h = list(data)
heapq.heapify_max(h)
print(h[:6], [heapq.heappop_max(h) for _ in range(5)], heapq.heapreplace_max(h, -5), heapq.heappushpop_max(h, 10**6))
heapq.heappush_max(h, 77777)
print(h[0], len(h))
print(nlargest(3, data), nsmallest(3, data), nlargest(2, ["aaa", "b", "cc"], key=len), nsmallest(1, []), list(merge([1, 4], [2, 3], reverse=False)), list(merge([9, 1], [5], reverse=True)))
show(heappop, [])
show(heapreplace, [], 1)
show(heappush, 5, 1)
show(heappop, ())
show(heapify, "abc")
show(heappush, [])
show(heapify, [1, "a"])
words = [("b", 2), ("a", 3), ("a", 1)]
heapify(words)
print([heappop(words) for _ in range(3)])


class Changes:
    def __init__(self, heap):
        self.heap = heap

    def __lt__(self, other):
        self.heap.clear()
        return True


bad = []
bad.extend(Changes(bad) for _ in range(8))
show(heapify, bad)
bad.extend(Changes(bad) for _ in range(8))
show(heappop, bad)
bad[:] = [Changes(bad) for _ in range(8)]
show(heappush, bad, Changes(bad))


class Fails:
    def __lt__(self, other):
        raise KeyError("lt")


show(heapify, [Fails(), Fails()])
total = 0
queue = []
for i in range(4000):
    heappush(queue, ((i * 31) % 257, i))
    if len(queue) > 100:
        total += heappop(queue)[1]
print(total, len(queue))
