#!/usr/bin/env bash
# Makes numbers.tar.Z and numbers.tar.lz here, by libarchive, for compressors that few machines have. Needs GNU tar, Python and libarchive.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tree/dir"
seq 1 3000 > "$work/tree/dir/numbers"
tar --format=ustar --owner=0 --group=0 --mtime=@0 --sort=name --mode=a+rX,u+w -b1 -C "$work/tree" -cf "$work/numbers.tar" .
python3 - "$work/numbers.tar" "$here" <<'PYTHON'
import ctypes, sys
data = open(sys.argv[1], 'rb').read()
library = ctypes.CDLL('libarchive.so.13')
library.archive_write_new.restype = library.archive_entry_new.restype = ctypes.c_void_p
for suffix, name in ('Z', 'compress'), ('lz', 'lzip'):
    archive = ctypes.c_void_p(library.archive_write_new())
    assert library.archive_write_add_filter_by_name(archive, name.encode()) == 0
    library.archive_write_set_format_raw(archive)
    assert library.archive_write_open_filename(archive, f'{sys.argv[2]}/numbers.tar.{suffix}'.encode()) == 0
    entry = ctypes.c_void_p(library.archive_entry_new())
    library.archive_entry_set_pathname(entry, b'numbers')
    library.archive_entry_set_filetype(entry, 0o100000)
    library.archive_entry_set_size(entry, ctypes.c_int64(len(data)))
    assert library.archive_write_header(archive, entry) == 0
    assert library.archive_write_data(archive, data, ctypes.c_size_t(len(data))) == len(data)
    assert library.archive_write_close(archive) == 0
PYTHON
