# exit: 1
# A chained traceback.
class Failure(Exception):
    pass
def load():
    return {}["key"]
def start():
    try:
        load()
    except KeyError as error:
        raise Failure("could not start") from error
print("start")
start()
