"""List stores and loads: a sieve of Eratosthenes."""

import pyperf


def sieve(limit):
    composite = [False] * (limit + 1)
    count = 0
    for number in range(2, limit + 1):
        if composite[number]:
            continue
        count += 1
        multiple = number * number
        while multiple <= limit:
            composite[multiple] = True
            multiple += number
    return count


if __name__ == "__main__":
    pyperf.Runner().bench_func("sieve", sieve, 100000)
