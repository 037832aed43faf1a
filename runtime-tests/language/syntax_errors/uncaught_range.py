# exit: 1
print("before")
exec("total = compute(first second)\n")
