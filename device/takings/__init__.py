"""The takings: what a kiosk has collected for the municipalities, from its ledger alone (rule book §10).

`period` is the days asked for, `sums` what is added up and under what, `reading` adds the ledger up, `reconcile` lays
it beside the centre's record, `table` and `sheet` show it to a person and to a spreadsheet.
"""
