"""What a box and a municipality are, from TOML files: every error names file, line and key.

`toml` loads and knows the lines, `reader` reads a section typed, `kiosk` is one box (`kiosk.toml`,
`demo.toml`), `service` the municipalities (`municipalities/*.toml`), of which `rule` reads what the
machine decides by and `kinds` the kinds of certificates; `nation` has the lists of ④, `holidays` the
holidays; `schemes` says which ports fit which peripheral.
"""
