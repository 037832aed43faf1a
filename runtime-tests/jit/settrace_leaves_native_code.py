# Functions that run as native code are traced from the call after settrace on, and run natively again afterwards.
import sys

def add(a, b):
    return a + b

def work(n):
    total = 0
    for i in range(n):
        total = add(total, i)
        if i == n - 2:
            switch(total)
    return total

names = []

def trace(frame, event, arg):
    names.append((frame.f_code.co_name, event))

def nothing(total):
    pass

def start(total):
    sys.settrace(trace)

switch = nothing
for _ in range(300):
    work(50)
switch = start
print(work(50))
sys.settrace(None)
print(names)
switch = nothing
print(work(50))
