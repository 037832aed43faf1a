import _uuid
import time
import uuid

print(_uuid.has_uuid_generate_time_safe)
raw, status = _uuid.generate_time_safe()
print(type(raw), len(raw), type(status))
first = uuid.UUID(bytes=raw)
print(first.version, first.variant)
made = [uuid.UUID(bytes=_uuid.generate_time_safe()[0]) for _ in range(200)]
print(len(set(made)), len({one.node for one in made}), [one.time for one in made] == sorted(one.time for one in made))
seconds = (first.time - 0x01B21DD213814000) / 1e7
print(abs(seconds - time.time()) < 60)
print(uuid.uuid1().version, uuid.uuid4().version, uuid.uuid1() != uuid.uuid1())
