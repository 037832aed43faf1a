"""Dict and str: counts words made by a small random-number generator."""

import pyperf


def count_words(length):
    counts = {}
    state = 12345
    for _ in range(length):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        word = "w" + str(state % 997)
        counts[word] = counts.get(word, 0) + 1
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return best[:3]


if __name__ == "__main__":
    pyperf.Runner().bench_func("dict_words", count_words, 20000)
