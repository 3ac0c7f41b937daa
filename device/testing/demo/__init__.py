"""The demo: the whole kiosk and its world inline, held to real time, with one page to work both by.

`kiosk` is the inline grade with somebody looking over the customer's shoulder, `pace` and `world` hold
it to real time in a thread of its own, `audience` tells the pages what happens, `bench` says how the
world stands, `words` has the bench's Japanese, `asks` turns a page's requests into deeds, `handler` and
`server` are the HTTP. The page itself (`page/`) keeps nothing: it shows what it is told.
"""
