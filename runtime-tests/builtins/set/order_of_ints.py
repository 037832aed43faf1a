# The order of the items of sets of ints, by how the set came about.
s=set(); s.update(frozenset([10,3,7,22,5])); print(s)
print(set([10,3,7,22,5]), frozenset([10,3,7,22,5]), set(frozenset([10,3,7,22,5])))
print({x for x in [10,3,7,22,5]}, {10,3}|{7,22,5}, {1,2,3,10,22}-{1}, {1,2,3,10,22}&{2,22,10}, {1,2,33}^{2,50,17})
a,b=10,22
print({a,3,7,b,5}, {*[10,3,7],22,5})
for n in (3,5,9,20,60):
    l=[(i*7919+13)%1000 for i in range(n)]
    s=set(l); print(s); s.discard(l[0]); s.add(500); print(s, s.copy(), set(s), s.pop(), s)
    print(s|{1,2,3}, s-{l[1]}, s^set(l[:3]), frozenset(l)|s)
def f(): return {1000, 20, 333}
print(f(), 5 in {1000,5,20}, {"%d"%i for i in range(3)}=={'0','1','2'})
print({10,3,7,22,5}, {(1,2),3,4.5}, {-1,-2,-3,7}, {True,2,9,17})
