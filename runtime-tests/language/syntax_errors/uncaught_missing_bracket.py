# exit: 1
values = compute(1, 2
print(values)
