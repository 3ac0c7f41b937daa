"""Taking a certificate apart again: from a scan of its back to the front as it was pressed (`madoguchi verify`).

It works in memory, and reads and writes only the files it is told. It needs the extra `verify` for 2D codes.
"""
