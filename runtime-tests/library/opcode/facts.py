import _opcode
import opcode

for name in "has_arg has_const has_name has_jump has_free has_local has_exc is_valid".split():
    print(name, [n for n in range(-3, 300) if getattr(_opcode, name)(n)])
print(_opcode.get_intrinsic1_descs(), _opcode.get_intrinsic2_descs())
print(_opcode.get_nb_ops(), _opcode.get_special_method_names(), _opcode.get_specialization_stats())
print(len(opcode.opmap), opcode.hasconst, opcode.hasjump, opcode.hasfree, opcode.haslocal, opcode.hasname, opcode.opname[:3])
try:
    _opcode.stack_effect(1000)
except ValueError as error:
    print(error)
