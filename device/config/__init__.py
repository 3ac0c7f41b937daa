"""What a box and a municipality are, from TOML files: every error names file, line and key.

`toml` loads and knows the lines, `reader` reads a section typed, `kiosk` is one box (`kiosk.toml`,
`demo.toml`), `service` the municipalities' rules (`municipalities/*.toml`, `kinds.toml`), whose
types are in `municipality` and `hours`; `schemes` says which ports fit which peripheral.
"""
