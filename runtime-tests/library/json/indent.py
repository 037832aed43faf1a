# Output over several lines.
import json


value = {'a': [], 'b': {}, 'c': [1, [2, [3]], {'d': None}], 'e': {'f': {'g': 'h'}}}
for indent in (2, 0, '\t', '--', None, 4):
    print(json.dumps(value, indent=indent))
print(json.dumps([[], {}, [[]]], indent=1), json.dumps({'b': 1, 'a': 2}, indent=2, sort_keys=True), json.dumps([1, {'a': 2}], indent=1, separators=(' ;', ' = ')), json.dumps({(1,): 1}, indent=1, skipkeys=True), json.dumps('x', indent=3))
