"""Many kiosks, one centre, and everything in between that has ever handed somebody a stranger's paper.

`guests` are the customers, `visiting` is what one does at a kiosk, `accidents` what befalls the centre's answers,
`between` where it befalls them (`line` and `exchange` are its parts), `fleet` kiosks in one virtual world, `load`
kiosks in processes of their own (`serving`) over mutual TLS (`real_port`), `judging` whose sheets came out, `reports`
whether the kiosks noticed. Rule book §8.
"""
