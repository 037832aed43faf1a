# exit: 1
class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        raise RuntimeError("while leaving")


with Manager():
    raise ValueError("inside")
