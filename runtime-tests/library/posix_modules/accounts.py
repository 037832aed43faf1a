# Users and groups of the system.
import grp
import os
import pwd


def show(function, *args):
    try:
        print(function.__name__, function(*args))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


root = pwd.getpwnam("root")
print(type(root).__module__, type(root).__name__, root.pw_uid, root.pw_gid, root.pw_dir, root[0], len(root))
print(pwd.getpwuid(0) == root, root in pwd.getpwall(), type(pwd.getpwall()))
group = grp.getgrgid(0)
print(type(group).__name__, group.gr_name, group.gr_gid, type(group.gr_mem), grp.getgrnam(name="root") == group)
print(group in grp.getgrall(), grp.getgrgid(id=0) == group)
for argument in ("no such user", "", b"root", "a\0b", 1):
    show(pwd.getpwnam, argument)
    show(grp.getgrnam, argument)
for argument in (4242424, -1, -2, 2**40, "x", 1.0):
    show(pwd.getpwuid, argument)
    show(grp.getgrgid, argument)
print(os.path.expanduser("~root"), pwd.struct_passwd.n_fields, grp.struct_group.__match_args__)
