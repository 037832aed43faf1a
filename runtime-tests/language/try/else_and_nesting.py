# else runs when nothing was raised, and is not guarded by its handlers.
def run(action):
    log = []
    try:
        try:
            log.append("body")
            action()
        except KeyError:
            log.append("key")
        except (ValueError, TypeError) as e:
            log.append(type(e).__name__)
        except:
            log.append("bare")
            raise
        else:
            log.append("else")
            raise KeyError("from else")
        finally:
            log.append("finally")
    except Exception as e:
        log.append(repr(e))
    return log
def fail(e):
    raise e
for action in (lambda: None, lambda: fail(KeyError(1)), lambda: fail(ValueError), lambda: fail(TypeError("t")), lambda: 1 / 0):
    print(run(action))
