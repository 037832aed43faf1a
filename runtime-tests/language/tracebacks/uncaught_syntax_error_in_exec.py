# exit: 1
# A syntax error raised at run time shows its own line.
def run(text):
    exec(compile(text, "<made>", "exec"))
run("x = 1")
run("x = (1 +\ny = 2")
