"""Files that are packed with the library's packages, for importlib.resources.

The loader of packed modules gives a Reader. Packed names are paths below the library's folder, as `venv/scripts/common`.
"""

import _imp
import io
from importlib.resources.abc import Traversable, TraversableResources


class PackedPath(Traversable):
    """A packed file, or a folder of packed files."""

    def __init__(self, path):
        self._path = path

    @property
    def name(self):
        return self._path.rpartition("/")[2]

    def iterdir(self):
        start = self._path + "/"
        names = {path[len(start):].partition("/")[0] for path in _imp._packed_files() if path.startswith(start)}
        return (PackedPath(start + name) for name in sorted(names))

    def is_file(self):
        return self._path in _imp._packed_files()

    def is_dir(self):
        return not self.is_file() and any(True for _ in self.iterdir())

    def joinpath(self, *descendants):
        parts = [self._path]
        for descendant in descendants:
            parts += [part for part in str(descendant).split("/") if part not in ("", ".")]
        return PackedPath("/".join(parts))

    __truediv__ = joinpath

    def read_bytes(self):
        data = _imp._packed_file(self._path)
        if data is None:
            raise FileNotFoundError(f"no packed file {self._path!r}")
        return data

    def open(self, mode="r", *args, **keywords):
        stream = io.BytesIO(self.read_bytes())
        if "b" in mode:
            return stream
        return io.TextIOWrapper(stream, *args, **keywords)

    def __repr__(self):
        return f"PackedPath({self._path!r})"


class Reader(TraversableResources):
    """The resources of a packed package."""

    def __init__(self, package):
        self._folder = package.replace(".", "/")

    def files(self):
        return PackedPath(self._folder)
